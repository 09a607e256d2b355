//! The facts of a frequent beginning, gathered from its records.

use super::catalogue::Row;
use super::facets::{Facets, Facts, Tally};
use super::records::Records;
use std::collections::HashMap;

/// First results kept with a frequent beginning, and first titles.
const FIRST: usize = 30;
const FIRST_TITLES: usize = 3;

/// Works out facts.
pub struct Gatherer<'a> {
    all: &'a Records,
    /// Level, year, kind and status as circulars have them together, and of each circular which of these.
    groups: Vec<[u32; 4]>,
    group: Vec<u32>,
    /// The issuers of all circulars, and of each circular where its own begin; last their end.
    issuers: Vec<u32>,
    first_issuer: Vec<usize>,
    /// Clauses found of each circular, and of each group; zeros between two calls.
    clauses: Vec<u32>,
    group_clauses: Vec<u32>,
    /// Circulars and groups with clauses found.
    circulars: Vec<u32>,
    seen_groups: Vec<u32>,
    tally: Tally,
}

impl<'a> Gatherer<'a> {
    pub fn new(all: &'a Records, rows: &'a [Row]) -> Self {
        let mut groups = Vec::new();
        let mut numbers: HashMap<[u32; 4], u32> = HashMap::new();
        let mut group = Vec::with_capacity(rows.len());
        let mut issuers = Vec::new();
        let mut first_issuer = vec![0];
        for Row { facets: Facets { level, year, kind, status, issuers: own }, .. } in rows {
            let one = [*level, *year, *kind, *status];
            group.push(*numbers.entry(one).or_insert_with(|| {
                groups.push(one);
                groups.len() as u32 - 1
            }));
            issuers.extend_from_slice(own);
            first_issuer.push(issuers.len());
        }
        Gatherer {
            all,
            clauses: vec![0; rows.len()],
            group_clauses: vec![0; groups.len()],
            groups,
            group,
            issuers,
            first_issuer,
            circulars: Vec::new(),
            seen_groups: Vec::new(),
            tally: Tally::default(),
        }
    }

    /// Of a beginning that these records have, ascending.
    pub fn of(&mut self, found: &[u32]) -> Facts {
        let (titles, clauses) = found.split_at(found.partition_point(|r| *r < self.all.titles));
        for record in clauses {
            let circular = self.all.circular[*record as usize];
            let count = &mut self.clauses[circular as usize];
            if *count == 0 {
                self.circulars.push(circular);
            }
            *count += 1;
        }
        let first = self.first(titles, clauses);
        let circulars = self.circulars.len() as u32;
        for circular in self.circulars.drain(..) {
            let at = circular as usize;
            let count = std::mem::take(&mut self.clauses[at]);
            // Many circulars agree in all but the issuers, so these are counted for all of them at once.
            let group = self.group[at];
            let sum = &mut self.group_clauses[group as usize];
            if *sum == 0 {
                self.seen_groups.push(group);
            }
            *sum += count;
            let issuers = self.first_issuer[at]..self.first_issuer[at + 1];
            self.tally.add_issuers(&self.issuers[issuers], count);
        }
        for group in self.seen_groups.drain(..) {
            let count = std::mem::take(&mut self.group_clauses[group as usize]);
            self.tally.add(self.groups[group as usize], count);
        }
        Facts {
            clauses: clauses.len() as u32,
            circulars,
            titles: titles.len() as u32,
            first_titles: titles.iter().copied().take(FIRST_TITLES).collect(),
            first,
            counts: self.tally.take(),
        }
    }

    /// The first clauses in the order of the results: first of circulars whose title is found, then of those where a
    /// heading is, then of the others; of each circular headings first.
    fn first(&self, titles: &[u32], clauses: &[u32]) -> Vec<u32> {
        let (headings, body) = clauses.split_at(clauses.partition_point(|r| *r < self.all.body()));
        let within = |list: &'_ [u32], from: u32, to: u32| {
            list.partition_point(|r| *r < from)..list.partition_point(|r| *r < to)
        };
        let mut first: Vec<u32> = Vec::new();
        // Each of these gives a clause at least, so they are few.
        let mut taken: Vec<u32> = Vec::new();
        for list in [titles, headings, body] {
            for record in list {
                if first.len() >= FIRST {
                    break;
                }
                let circular = self.all.circular[*record as usize];
                let at = circular as usize;
                if self.clauses[at] == 0 || taken.contains(&circular) {
                    continue;
                }
                taken.push(circular);
                let heading = |at: usize| self.all.titles + self.all.headings[at];
                let clause = |at: usize| self.all.body() + self.all.clauses[at];
                first.extend_from_slice(&headings[within(headings, heading(at), heading(at + 1))]);
                first.extend_from_slice(&body[within(body, clause(at), clause(at + 1))]);
            }
        }
        first.truncate(FIRST);
        first
    }
}
