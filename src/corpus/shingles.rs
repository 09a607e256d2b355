//! An inverted index of hashed shingles: where texts share words, found
//! without comparing every pair.
//!
//! 1. Every clause is folded to one row of characters.
//! 2. Each window of `SIZE` characters is hashed; of every `WINDOW` hashes side by side the
//!    least is kept (winnowing: Schleimer, Wilkerson, Aiken, 2003). Any run of `SIZE + WINDOW - 1`
//!    characters that two clauses share is thereby found, with about one mark in four characters.
//! 3. The marks are sorted by hash. What has the same hash stands together.
//!
//! Time is that of the sort, memory about 10 bytes a character.

use super::fold::{self, BREAK};
use super::script::is_han;
use crate::model::{Circular, Clause};
use std::ops::Range;

/// Characters in a shingle.
const SIZE: usize = 6;
/// Shingles side by side of which one is kept.
const WINDOW: usize = 7;
/// Han characters in the shortest run that counts, `SIZE + WINDOW - 1`.
pub const SHORTEST: usize = 12;

/// A kept shingle: where it stands in the row of all characters, and in which clause.
#[derive(Debug, Clone, Copy)]
struct Mark {
    hash: u64,
    at: u32,
    clause: u32,
}

#[derive(Debug, Clone)]
struct Place {
    circular: u32,
    /// In the order of the circular's clauses.
    number: u32,
    characters: Range<u32>,
}

/// The index of some circulars, named by their places in the list it was made from.
pub struct Index {
    characters: Vec<char>,
    clauses: Vec<Place>,
    /// In the order of the texts.
    marks: Vec<Mark>,
    /// Marks by hash, then place.
    by_hash: Vec<u32>,
    /// For each mark, where its like begin in `by_hash`.
    group: Vec<u32>,
    /// Marks of each circular.
    of_circular: Vec<Range<u32>>,
}

/// Characters that two clauses share, as ranges of their folded characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// Number of the clause in its circular.
    pub clause: usize,
    pub circular: usize,
    pub other: usize,
    pub ours: Range<usize>,
    pub theirs: Range<usize>,
}

impl Index {
    pub fn new<'a>(circulars: impl IntoIterator<Item = &'a Circular>) -> Index {
        let mut index = Index {
            characters: Vec::new(),
            clauses: Vec::new(),
            marks: Vec::new(),
            by_hash: Vec::new(),
            group: Vec::new(),
            of_circular: Vec::new(),
        };
        let mut hashes = Vec::new();
        for (circular, text) in circulars.into_iter().enumerate() {
            let first = index.marks.len();
            for (number, clause) in text.clauses().enumerate() {
                index.add(circular, number, clause, &mut hashes);
            }
            index.of_circular.push(small(first)..small(index.marks.len()));
        }
        index.sort();
        index
    }

    fn add(&mut self, circular: usize, number: usize, clause: &Clause, hashes: &mut Vec<Option<u64>>) {
        let start = self.characters.len();
        self.characters.extend(fold::folded(clause.words()).map(|(c, _)| c));
        let place = small(self.clauses.len());
        let row = &self.characters[start..];
        hashes.clear();
        hashes.extend(row.windows(SIZE).map(|w| (!w.contains(&BREAK)).then(|| hash(w))));
        let mut last = usize::MAX;
        for from in 0..(hashes.len() + 1).saturating_sub(WINDOW).max(usize::from(!hashes.is_empty())) {
            let window = hashes.iter().enumerate().skip(from).take(WINDOW);
            // The rightmost of equals, so that a repeated shingle is not kept twice.
            let least =
                window.filter_map(|(i, h)| h.map(|h| (h, i))).min_by_key(|(h, i)| (*h, usize::MAX - i));
            if let Some((hash, i)) = least
                && i != last
            {
                last = i;
                self.marks.push(Mark { hash, at: small(start + i), clause: place });
            }
        }
        let characters = small(start)..small(self.characters.len());
        self.clauses.push(Place { circular: small(circular), number: small(number), characters });
    }

    fn sort(&mut self) {
        self.by_hash = (0..small(self.marks.len())).collect();
        let marks = &self.marks;
        self.by_hash.sort_unstable_by_key(|m| (marks[*m as usize].hash, *m));
        self.group = vec![0; marks.len()];
        let mut first = 0;
        for (i, mark) in self.by_hash.iter().enumerate() {
            if marks[*mark as usize].hash != marks[self.by_hash[first] as usize].hash {
                first = i;
            }
            self.group[*mark as usize] = small(first);
        }
    }

    /// How many circulars are in it.
    pub fn len(&self) -> usize {
        self.of_circular.len()
    }

    /// The circular that a mark stands in.
    fn circular(&self, mark: u32) -> usize {
        self.clauses[self.marks[mark as usize].clause as usize].circular as usize
    }

    /// The circulars of each shingle, without repetition, in order.
    pub fn groups(&self) -> impl Iterator<Item = Vec<usize>> {
        self.by_hash.chunk_by(|a, b| self.marks[*a as usize].hash == self.marks[*b as usize].hash).map(
            |group| {
                let mut circulars: Vec<usize> = group.iter().map(|mark| self.circular(*mark)).collect();
                circulars.dedup();
                circulars
            },
        )
    }

    /// The runs of at least `SHORTEST` Han characters that the clauses of `circular` share with others.
    ///
    /// `choose` is given the circulars in which a shingle stands (in order, with repetition) and says which
    /// to look at; none where it is a formula. Work grows with the number of those it chooses.
    pub fn runs(&self, circular: usize, mut choose: impl FnMut(&[usize]) -> Vec<usize>) -> Vec<Run> {
        let mut hits: Vec<(u32, u32, i64, u32)> = Vec::new();
        let mut circulars = Vec::new();
        for mark in self.of_circular.get(circular).cloned().unwrap_or_default() {
            let here = self.marks[mark as usize];
            let group = self.by_hash[self.group[mark as usize] as usize..]
                .iter()
                .take_while(|other| self.marks[**other as usize].hash == here.hash);
            circulars.clear();
            circulars.extend(group.clone().map(|other| self.circular(*other)));
            if circulars.iter().all(|c| *c == circular) {
                continue;
            }
            let chosen = choose(&circulars);
            for (other, _) in group.zip(&circulars).filter(|(_, c)| **c != circular && chosen.contains(c)) {
                let there = self.marks[*other as usize];
                let diagonal = i64::from(here.at) - i64::from(there.at);
                hits.push((here.clause, there.clause, diagonal, here.at));
            }
        }
        hits.sort_unstable();
        let mut runs: Vec<Run> = Vec::new();
        let mut last: Option<((u32, u32, i64), u32)> = None;
        for (clause, other, diagonal, at) in hits {
            let line = (clause, other, diagonal);
            if last.is_some_and(|(seen, end)| seen == line && at < end) {
                continue;
            }
            let there = u32::try_from(i64::from(at) - diagonal).unwrap_or_default();
            let (ours, theirs) = self.extend(clause, other, at, there);
            last = Some((line, ours.end));
            let row = &self.characters[ours.start as usize..ours.end as usize];
            if row.iter().filter(|c| is_han(**c)).count() >= SHORTEST {
                runs.push(self.run(clause, other, ours, theirs));
            }
        }
        runs
    }

    /// The longest common stretch through two places.
    fn extend(&self, clause: u32, other: u32, at: u32, there: u32) -> (Range<u32>, Range<u32>) {
        let (a, b) = (&self.clauses[clause as usize].characters, &self.clauses[other as usize].characters);
        let alike = |i: u32, j: u32| {
            let c = self.characters[i as usize];
            c != BREAK && c == self.characters[j as usize]
        };
        let mut back = 0;
        while at - back > a.start && there - back > b.start && alike(at - back - 1, there - back - 1) {
            back += 1;
        }
        let mut on = 0;
        while at + on < a.end && there + on < b.end && alike(at + on, there + on) {
            on += 1;
        }
        (at - back..at + on, there - back..there + on)
    }

    fn run(&self, clause: u32, other: u32, ours: Range<u32>, theirs: Range<u32>) -> Run {
        let (a, b) = (&self.clauses[clause as usize], &self.clauses[other as usize]);
        let within = |range: Range<u32>, place: &Place| {
            let start = place.characters.start;
            (range.start - start) as usize..(range.end - start) as usize
        };
        Run {
            clause: a.number as usize,
            circular: b.circular as usize,
            other: b.number as usize,
            ours: within(ours, a),
            theirs: within(theirs, b),
        }
    }

    /// The folded characters of a stretch of a clause's text.
    pub fn words(&self, circular: usize, clause: usize, range: &Range<usize>) -> &[char] {
        let first = self.clauses.partition_point(|place| (place.circular as usize) < circular);
        let start = self.clauses.get(first + clause).map_or(0, |place| place.characters.start as usize);
        self.characters.get(start + range.start..start + range.end).unwrap_or_default()
    }
}

/// Counts and places; four thousand million characters are more than fit in memory.
fn small(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

fn hash(shingle: &[char]) -> u64 {
    let mixed = shingle.iter().fold(0xCBF2_9CE4_8422_2325, |h: u64, c| {
        (h.rotate_left(5) ^ u64::from(u32::from(*c))).wrapping_mul(0x517C_C1B7_2722_0A95)
    });
    let mixed = (mixed ^ (mixed >> 32)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    mixed ^ (mixed >> 29)
}
