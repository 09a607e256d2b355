//! An inverted index of hashed shingles: where texts share words, found
//! without comparing every pair.
//!
//! 1. Every clause is folded to one row of characters (`row`).
//! 2. Each window of `SIZE` characters is hashed; of every `WINDOW` hashes side by side the
//!    least is kept (winnowing: Schleimer, Wilkerson, Aiken, 2003). Any run of `SIZE + WINDOW - 1`
//!    characters that two clauses share is thereby found, with about one mark in four characters.
//! 3. The marks are sorted by hash, and what has the same hash stands together; a shingle that stands
//!    once leads nowhere and is not kept (`groups`).
//!
//! Circulars stand in the order in which a reader wants to see them (`works::by_rank`), so that the first of those
//! that share a shingle are the first worth looking at, and a shingle that stands in very many costs no more than one
//! that stands in some. Time is that of the sort; memory is 4 to 6 bytes a character.

mod groups;
mod row;
mod runs;

use super::works::by_rank;
use crate::model::{Circular, ClauseRef, Span, Workers};
use groups::{Groups, Place};
use row::Rows;
use std::ops::Range;

pub use row::{SHORTEST, is_han, marks};
pub use runs::{Choice, Everyone, REPEATS, Run};

/// The index of some circulars, named by their places in the list it was made from.
pub struct Index {
    /// In the order of rank, with those marks of theirs that stand in the sample.
    rows: Rows,
    groups: Groups,
    /// The circular of each rank, and the rank of each circular.
    by_rank: Vec<u32>,
    rank: Vec<u32>,
}

impl Index {
    pub fn new(circulars: &[&Circular], workers: &impl Workers) -> Index {
        Index::in_order(circulars, by_rank(circulars), workers)
    }

    /// The index of circulars that want to be seen in the order `by_rank` of their places.
    pub fn in_order(circulars: &[&Circular], by_rank: Vec<u32>, workers: &impl Workers) -> Index {
        let mut rank = vec![0; circulars.len()];
        for (at, circular) in by_rank.iter().enumerate() {
            rank[*circular as usize] = small(at);
        }
        let ordered: Vec<&Circular> = by_rank.iter().map(|i| circulars[*i as usize]).collect();
        let rows = Rows::new(&ordered, workers);
        let groups = Groups::new(&rows, workers);
        Index { rows, groups, by_rank, rank }
    }

    /// The place of a circular among all, from 0, the first to be shown.
    #[inline]
    pub fn rank(&self, circular: usize) -> u32 {
        self.rank.get(circular).copied().unwrap_or(u32::MAX)
    }

    /// The hash of each group's shingle.
    pub fn groups(&self) -> impl Iterator<Item = u64> {
        let first = |group| self.groups.places(group).first();
        (0..self.groups.len()).map(move |group| first(group).map_or(0, |place| self.rows.hash(place.at)))
    }

    /// The hashes of a circular's marks, in the order of its text.
    pub fn hashes(&self, circular: usize) -> impl Iterator<Item = u64> {
        self.marks_of(circular).map(|mark| self.rows.hash(self.rows.mark(mark)))
    }

    /// In how many works the shingle of each group stands; `work` tells each circular's.
    pub fn spread(&self, work: &[usize]) -> Vec<u32> {
        let mut works = Vec::new();
        let spread = (0..self.groups.len()).map(|group| {
            works.clear();
            works.extend(self.circulars(group).map(|(circular, _)| work[circular]));
            works.dedup();
            works.sort_unstable();
            works.dedup();
            small(works.len())
        });
        spread.collect()
    }

    /// The circulars in which a group's shingle stands, in the order of rank, and where.
    #[inline]
    fn circulars(&self, group: usize) -> impl Iterator<Item = (usize, Place)> {
        self.groups
            .places(group)
            .iter()
            .map(|place| (self.by_rank[self.groups.circular(*place)] as usize, *place))
    }

    /// For each group whether its shingle stands in more than `widespread` circulars. A shingle that stands in many is
    /// asked for from each of them: were it counted out each time, time would grow with the square of the collection.
    pub fn widespread(&self, widespread: usize) -> Vec<bool> {
        let is_widespread = |group: usize| {
            // Far more places than circulars allowed: not worth counting out.
            let places = self.groups.places(group);
            places.len() > 8 * widespread
                || places.len() > widespread
                    && places.chunk_by(|a, b| self.groups.circular(*a) == self.groups.circular(*b)).count()
                        > widespread
        };
        (0..self.groups.len()).map(is_widespread).collect()
    }

    /// How much of `circular` stands in others: those that have at least `fewest` of some `sample` of its shingles,
    /// each with its share of them, 0 to 1, in order. Shingles of groups that are `widespread` don't count.
    pub fn shares(
        &self,
        circular: usize,
        sample: usize,
        widespread: &[bool],
        fewest: usize,
    ) -> Vec<(usize, f64)> {
        let marks = self.marks_of(circular);
        let every = (marks.len() / sample).max(1).next_power_of_two() as u64;
        let (mut counted, mut others, mut distinct) = (0usize, Vec::new(), Vec::new());
        for mark in marks.filter(|mark| self.rows.hash(self.rows.mark(*mark)).is_multiple_of(every)) {
            let Some(group) = self.groups.of(mark) else {
                counted += 1;
                continue;
            };
            if widespread.get(group).is_none_or(|widespread| *widespread) {
                continue;
            }
            counted += 1;
            distinct.clear();
            distinct.extend(self.circulars(group).map(|(other, _)| other));
            distinct.dedup();
            others.extend(distinct.iter().copied().filter(|other| *other != circular));
        }
        others.sort_unstable();
        others
            .chunk_by(|a, b| a == b)
            .filter(|same| same.len() >= fewest)
            .map(|same| (same[0], same.len() as f64 / counted as f64))
            .collect()
    }

    fn marks_of(&self, circular: usize) -> Range<usize> {
        self.rank.get(circular).map_or(0..0, |rank| self.rows.marks_of(*rank as usize))
    }

    /// The clause with a number of the whole index, as [`Run`]s name them: its circular and its place among the blocks.
    #[inline]
    pub fn clause(&self, number: u32) -> (usize, usize) {
        let place = self.rows.clause(number);
        (self.by_rank[place.circular as usize] as usize, place.block as usize)
    }

    /// Whether a clause is a heading that stands alone.
    #[inline]
    pub fn is_heading(&self, number: u32) -> bool {
        self.rows.clause(number).heading
    }

    /// The folded characters of a stretch, as UTF-16.
    #[inline]
    pub fn words(&self, range: &Range<u32>) -> &[u16] {
        self.rows.codes(range)
    }

    /// The bytes of `clause`, which has that number, in which a stretch of it stands.
    pub fn bytes(&self, number: u32, clause: ClauseRef, range: &Range<u32>) -> Option<Span> {
        self.rows.bytes(number, clause, range)
    }
}

/// Counts and places; four thousand million characters are more than fit in memory.
fn small(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
