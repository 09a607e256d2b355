//! The facts of a frequent beginning, gathered from its records.

use super::catalogue::Row;
use super::facets::{Facets, Facts, Tally};
use super::records::Records;

/// First results kept with a frequent beginning, and first titles.
const FIRST: usize = 30;
const FIRST_TITLES: usize = 3;

/// Works out facts.
pub struct Gatherer<'a> {
    all: &'a Records,
    facets: Vec<Known>,
    issuers: Vec<u32>,
    /// Class of each circular: 0 its title matches, 1 a heading, 2 neither.
    class: Vec<u8>,
    tally: Tally,
}

/// One circular's facets, close together; its issuers as a range of all.
struct Known {
    one: [u32; 4],
    issuers: (u32, u32),
}

/// The records of one circular, as ranges of those found.
#[derive(Default, Clone, Copy)]
struct Run {
    heads: (usize, usize),
    body: (usize, usize),
}

impl<'a> Gatherer<'a> {
    pub fn new(all: &'a Records, rows: &'a [Row]) -> Self {
        let mut issuers = Vec::new();
        let facets = rows
            .iter()
            .map(|row| {
                let from = issuers.len();
                issuers.extend_from_slice(&row.facets.issuers);
                let Facets { level, year, kind, status, .. } = row.facets;
                Known { one: [level, year, kind, status], issuers: (from as u32, issuers.len() as u32) }
            })
            .collect();
        Gatherer { all, facets, issuers, class: vec![2; rows.len()], tally: Tally::default() }
    }

    /// Of a beginning that these records have, ascending.
    pub fn of(&mut self, found: &[u32]) -> Facts {
        let titles = found.partition_point(|r| *r < self.all.titles);
        let headings = found.partition_point(|r| *r < self.all.body());
        // Past the end stands a circular that is behind all.
        let of = |at: usize, end: usize| {
            if at < end { self.all.circular[found[at] as usize] } else { u32::MAX }
        };
        // How many of them stand before the next circular.
        let run = |records: &[u32], next: u32| records.iter().take_while(|record| **record < next).count();
        for (records, class) in [(titles..headings, 1), (0..titles, 0)] {
            for record in &found[records] {
                self.class[self.all.circular[*record as usize] as usize] = class;
            }
        }
        let mut runs: [Vec<Run>; 3] = Default::default();
        let mut circulars = 0;
        let (mut head, mut body) = (titles, headings);
        let (mut in_head, mut in_body) = (of(head, headings), of(body, found.len()));
        while head < headings || body < found.len() {
            let circular = in_head.min(in_body);
            let (head_from, body_from) = (head, body);
            let next = circular as usize + 1;
            if in_head == circular {
                head += run(&found[head..headings], self.all.titles + self.all.headings[next]);
                in_head = of(head, headings);
            }
            if in_body == circular {
                body += run(&found[body..], self.all.body() + self.all.clauses[next]);
                in_body = of(body, found.len());
            }
            circulars += 1;
            let clauses = (head - head_from + body - body_from) as u32;
            let known = &self.facets[circular as usize];
            let issuers = known.issuers.0 as usize..known.issuers.1 as usize;
            self.tally.add(known.one, &self.issuers[issuers], clauses);
            let class = &mut runs[usize::from(self.class[circular as usize])];
            if class.len() < FIRST {
                class.push(Run { heads: (head_from, head), body: (body_from, body) });
            }
        }
        for record in &found[..headings] {
            self.class[self.all.circular[*record as usize] as usize] = 2;
        }
        let ranked =
            runs.iter().flatten().flat_map(|run| (run.heads.0..run.heads.1).chain(run.body.0..run.body.1));
        Facts {
            clauses: (found.len() - titles) as u32,
            circulars,
            titles: titles as u32,
            first_titles: found[..titles].iter().copied().take(FIRST_TITLES).collect(),
            first: ranked.take(FIRST).map(|at| found[at]).collect(),
            counts: self.tally.take(),
        }
    }
}
