//! The stretches that the clauses of one circular share with those of others.

use super::Index;
use super::row::{SHORTEST, is_han};
use std::ops::Range;

/// A shingle that another circular repeats is followed to so many of its places. More are a table's or a form's,
/// and a text made of one phrase would otherwise cost the square of its length.
pub const REPEATS: usize = 64;

/// Characters that two clauses share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// Our clause and theirs, by their numbers in the index.
    pub clause: u32,
    pub other: u32,
    /// Its circular.
    pub circular: u32,
    /// Stretches of the index's row of folded characters.
    pub ours: Range<u32>,
    pub theirs: Range<u32>,
    /// In how many works its rarest shingle stands.
    pub works: u32,
}

/// Which of the circulars that share a shingle are looked at.
pub trait Choice {
    /// In how many works the shingle of a group stands; None where it is not looked at.
    fn works(&self, group: usize) -> Option<u32>;

    fn admits(&self, circular: usize, other: usize) -> bool;

    /// Of the circulars admitted that share a shingle, so many are looked at, the first in rank.
    fn most(&self) -> usize;
}

/// Everyone else.
pub struct Everyone;

impl Choice for Everyone {
    fn works(&self, _: usize) -> Option<u32> {
        Some(1)
    }

    fn admits(&self, circular: usize, other: usize) -> bool {
        circular != other
    }

    fn most(&self) -> usize {
        usize::MAX
    }
}

/// A stretch that further shingles may lie in.
struct Open {
    /// How far theirs stands ahead of ours in the row.
    ahead: i64,
    end: u32,
    /// Its place among the runs; None when it is too short.
    run: Option<usize>,
}

impl Index {
    /// The runs of at least `SHORTEST` Han characters that those clauses of `circular` for whose blocks `is_asked` share with
    /// those that `choice` admits, by our clause, their circular's rank, their clause. Work grows with the number of those.
    pub fn runs(&self, circular: usize, choice: &impl Choice, is_asked: impl Fn(u32) -> bool) -> Vec<Run> {
        let mut runs: Vec<Run> = Vec::new();
        // In the order of `ahead`, in which the places of a shingle come too: one pass over both finds what goes on.
        let (mut open, mut next): (Vec<Open>, Vec<Open>) = (Vec::new(), Vec::new());
        for mark in self.marks_of(circular) {
            let Some((group, works)) = self.groups.of(mark).and_then(|g| Some((g, choice.works(g)?))) else {
                continue;
            };
            let at = self.rows.mark(mark);
            if !is_asked(self.rows.clause(self.rows.clause_at(at)).block) {
                continue;
            }
            let sides = self.groups.sides(&self.rows, at);
            let mut still = open.drain(..).filter(|open| open.end > at).peekable();
            let (mut their_circular, mut admitted, mut looked, mut repeats) = (usize::MAX, false, 0, 0);
            for (theirs, place) in self.circulars(group) {
                let there = place.at;
                if theirs != their_circular {
                    (their_circular, admitted, repeats) = (theirs, choice.admits(circular, theirs), 0);
                    looked += usize::from(admitted);
                    if looked > choice.most() {
                        break;
                    }
                }
                repeats += 1;
                if !admitted || repeats > REPEATS {
                    continue;
                }
                let ahead = i64::from(there) - i64::from(at);
                while let Some(open) = still.next_if(|open| open.ahead < ahead) {
                    next.push(open);
                }
                if let Some(open) = still.peek().filter(|open| open.ahead == ahead) {
                    if let Some(run) = open.run.and_then(|run| runs.get_mut(run)) {
                        run.works = run.works.min(works);
                    }
                    continue;
                }
                if !self.groups.may_go_on(sides, place.about) {
                    continue;
                }
                let (ours, theirs) = self.rows.extend(at, there);
                let codes = self.rows.codes(&ours);
                let enough =
                    codes.len() >= SHORTEST && codes.iter().filter(|c| is_han(**c)).count() >= SHORTEST;
                next.push(Open { ahead, end: ours.end, run: enough.then_some(runs.len()) });
                if enough {
                    let (clause, other) = (self.rows.clause_at(at), self.rows.clause_at(there));
                    let circular = super::small(their_circular);
                    runs.push(Run { clause, other, circular, ours, theirs, works });
                }
            }
            next.extend(still);
            std::mem::swap(&mut open, &mut next);
        }
        runs.sort_unstable_by_key(|run| (run.clause, run.other, run.ours.start, run.theirs.start));
        runs
    }
}
