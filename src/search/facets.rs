//! What can be counted and chosen: issuer, level, kind, year, status. And the facts of a
//! frequent beginning, worked out when the index is written, so that it answers at once.

use super::bits::{BitReader, BitWriter};
use crate::model::{Level, Status};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Names of levels in the order of their numbers; the number after the last is "none".
pub const LEVELS: [Level; 5] = Level::ALL;
/// Names of statuses by number less one; 0 is "none".
pub const STATUSES: [Status; 5] =
    [Status::InForce, Status::Amended, Status::Repealed, Status::Expired, Status::NotYet];

/// Names of issuers a name shard.
pub const NAMES: usize = 128;

/// How many issuers are told with an answer: the most frequent.
pub const ISSUERS: usize = 12;

/// One circular's facets, as numbers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facets {
    /// Place in [`LEVELS`], 5 for none.
    pub level: u32,
    /// 0 for none.
    pub year: u32,
    /// Place in the root's table of kinds, from 1; 0 for none.
    pub kind: u32,
    pub status: u32,
    /// Places in the table of issuers, from 0, the most frequent first.
    pub issuers: Vec<u32>,
}

/// How many clauses there are for each value, values ascending. Values as in [`Facets`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts {
    pub level: Vec<(u32, u32)>,
    pub year: Vec<(u32, u32)>,
    pub kind: Vec<(u32, u32)>,
    pub status: Vec<(u32, u32)>,
    pub issuer: Vec<(u32, u32)>,
}

impl Counts {
    /// Values by count, the greater first, then by value.
    pub fn ranked(counts: &[(u32, u32)]) -> Vec<(u32, u32)> {
        let mut all = counts.to_vec();
        all.sort_by_key(|(value, count)| (std::cmp::Reverse(*count), *value));
        all
    }
}

/// Counts clauses by value.
#[derive(Debug, Clone, Default)]
pub struct Tally([Column; 5]);

/// Values that are small numbers, or years.
#[derive(Debug, Clone, Default)]
struct Column {
    counts: Vec<u32>,
    seen: Vec<u32>,
    /// Values that no site has; a damaged index may.
    odd: BTreeMap<u32, u32>,
}

impl Column {
    const MOST: usize = 1 << 20;

    fn add(&mut self, value: u32, clauses: u32) {
        let at = value as usize;
        if at >= Column::MOST {
            *self.odd.entry(value).or_default() += clauses;
            return;
        }
        if at >= self.counts.len() {
            self.counts.resize(at + 1, 0);
        }
        if self.counts[at] == 0 {
            self.seen.push(value);
        }
        self.counts[at] = self.counts[at].wrapping_add(clauses);
    }

    fn take(&mut self) -> Vec<(u32, u32)> {
        self.seen.sort_unstable();
        self.seen.dedup();
        let counts = &mut self.counts;
        let common = self.seen.drain(..).map(|value| (value, std::mem::take(&mut counts[value as usize])));
        common.chain(std::mem::take(&mut self.odd)).collect()
    }
}

impl Tally {
    /// `clauses` more with this level, year, kind and status.
    pub fn add(&mut self, one: [u32; 4], clauses: u32) {
        self.0.iter_mut().zip(one).for_each(|(column, value)| column.add(value, clauses));
    }

    /// `clauses` more by these issuers.
    pub fn add_issuers(&mut self, issuers: &[u32], clauses: u32) {
        let [.., last] = &mut self.0;
        issuers.iter().for_each(|name| last.add(*name, clauses));
    }

    /// `clauses` more of a circular with these.
    pub fn add_facets(&mut self, facets: &Facets, clauses: u32) {
        let Facets { level, year, kind, status, issuers } = facets;
        self.add([*level, *year, *kind, *status], clauses);
        self.add_issuers(issuers, clauses);
    }

    /// What was counted since the last call.
    pub fn take(&mut self) -> Counts {
        let [level, year, kind, status, issuer] = self.0.each_mut().map(Column::take);
        Counts { level, year, kind, status, issuer }
    }
}

/// What is known of a frequent beginning without reading its records.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    /// Clauses that contain it, and circulars that these are in.
    pub clauses: u32,
    pub circulars: u32,
    /// Titles that contain it.
    pub titles: u32,
    /// The first of these, as records.
    pub first_titles: Vec<u32>,
    /// The first clauses in the order of the results, as records.
    pub first: Vec<u32>,
    /// The issuers are only the most frequent ones.
    pub counts: Counts,
}

impl Facts {
    pub fn put(&self, bits: &mut BitWriter) {
        bits.number(self.clauses, 10);
        bits.number(self.circulars, 8);
        bits.number(self.titles, 4);
        bits.number(self.first_titles.len() as u32, 2);
        bits.number(self.first.len() as u32, 4);
        let mut last = 0;
        for record in self.first_titles.iter().chain(&self.first) {
            // Most follow their forerunner closely.
            let ahead = *record > last;
            bits.put(u32::from(ahead), 1);
            bits.number(record.abs_diff(last), 3);
            last = *record;
        }
        let Counts { level, year, kind, status, issuer } = &self.counts;
        for counts in [level, year, kind, status] {
            put_counts(bits, counts);
        }
        let mut most = Counts::ranked(issuer);
        // One more, so that a reader knows that there are more.
        most.truncate(ISSUERS + 1);
        most.sort_unstable();
        put_counts(bits, &most);
    }

    pub fn take(bits: &mut BitReader<'_>) -> Facts {
        let mut facts = Facts {
            clauses: bits.number(10),
            circulars: bits.number(8),
            titles: bits.number(4),
            ..Facts::default()
        };
        let titles = bits.number(2).min(1 << 10);
        let clauses = bits.number(4).min(1 << 10);
        let mut last = 0u32;
        for i in 0..titles + clauses {
            let ahead = bits.take(1) == 1;
            let step = bits.number(3);
            last = if ahead { last.wrapping_add(step) } else { last.wrapping_sub(step) };
            if i < titles { &mut facts.first_titles } else { &mut facts.first }.push(last);
        }
        let Counts { level, year, kind, status, issuer } = &mut facts.counts;
        for counts in [level, year, kind, status, issuer] {
            let mut value = 0u32;
            for i in 0..bits.number(2).min(1 << 16) {
                value = value.wrapping_add(bits.number(1)).wrapping_add(u32::from(i > 0));
                counts.push((value, bits.number(5)));
            }
        }
        facts
    }
}

fn put_counts(bits: &mut BitWriter, counts: &[(u32, u32)]) {
    bits.number(counts.len() as u32, 2);
    let mut next = 0;
    for (value, count) in counts {
        bits.number(*value - next, 1);
        bits.number(*count, 5);
        next = value + 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facts_come_back() {
        let mut counts = Tally::default();
        counts.add_facets(&Facets { level: 1, year: 2019, kind: 3, status: 0, issuers: vec![0, 4] }, 7);
        counts.add_facets(&Facets { level: 5, year: 0, kind: 0, status: 1, issuers: vec![4] }, 2);
        let facts = Facts {
            clauses: 9000,
            circulars: 12,
            titles: 2,
            first_titles: vec![3, 9],
            first: vec![100, 101, 90, 511],
            counts: counts.take(),
        };
        let mut bits = BitWriter::default();
        facts.put(&mut bits);
        let bytes = bits.finish();
        assert_eq!(Facts::take(&mut BitReader::new(&bytes)), facts);
    }
}
