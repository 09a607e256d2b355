//! The search of a site, held against a plain scan of its clauses, and what a query reads.

use super::queries::Clauses;
use anyhow::Result;
use clausebook::search::{Options, Reader};
use serde::{Deserialize, Serialize};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::time::Instant;

/// Results beyond this number are counted, not compared one by one.
const LISTED: usize = 2_000;

#[derive(Debug, Clone, Serialize, Deserialize, Default)]
pub struct Found {
    pub circulars: usize,
    pub clauses: usize,
    /// UTF-8 of the clauses' words.
    pub text_bytes: usize,
    pub queries: usize,
    /// Queries that no clause answers.
    pub absent: usize,
    /// Queries whose total is not that of the scan.
    pub wrong_totals: usize,
    /// Clauses that the scan finds, of the queries whose results were compared one by one; how many of them search
    /// found; how many others it gave.
    pub expected: usize,
    pub right: usize,
    pub foreign: usize,
    /// Bytes of the shards that a first query reads, the root included: median, nineteen of twenty, most.
    pub cold_bytes: [u64; 3],
    pub cold_files: [u64; 3],
    /// Microseconds of a first query with the shards on disk.
    pub cold_micros: [u64; 3],
}

/// Prints what is found in a built site as JSON.
pub fn print(site: &Path, count: usize, each: bool) -> Result<()> {
    let found = measure(&Clauses::read(site)?, &site.join("public/search"), count, each)?;
    println!("{}", serde_json::to_string(&found)?);
    Ok(())
}

/// Asks the index in `folder` for words of these clauses, which it is made of; with `each` says what every query read.
pub fn measure(clauses: &Clauses, folder: &Path, count: usize, each: bool) -> Result<Found> {
    let queries = clauses.mixed(count);
    let mut found = Found {
        circulars: clauses.slugs.len(),
        clauses: clauses.all.len(),
        text_bytes: clauses.bytes,
        queries: count,
        ..Found::default()
    };
    let (mut bytes, mut files, mut micros) = (Vec::new(), Vec::new(), Vec::new());
    for query in &queries {
        let expected: BTreeSet<(&str, &str)> = clauses
            .answering(query)
            .map(|clause| (clauses.slugs[clause.circular].as_str(), clause.anchor.as_str()))
            .collect();
        // A reader of its own for each query: nothing is in memory.
        let read = RefCell::new(BTreeMap::<String, (u64, u64)>::new());
        let load = |name: &str| {
            let shard = fs::read(folder.join(format!("{name}.js"))).ok()?;
            let kind = name.split('/').next().unwrap_or_default().to_owned();
            let mut read = read.borrow_mut();
            let sum = read.entry(kind).or_default();
            *sum = (sum.0 + shard.len() as u64, sum.1 + 1);
            Some(shard)
        };
        let start = Instant::now();
        let reader = Reader::open(load)?;
        let first = reader.search(query, &Options { limit: 10, ..Options::default() })?;
        micros.push(start.elapsed().as_micros() as u64);
        bytes.push(read.borrow().values().map(|sum| sum.0).sum());
        files.push(read.borrow().values().map(|sum| sum.1).sum());
        if each {
            let total: u64 = read.borrow().values().map(|sum| sum.0).sum();
            eprintln!("{total}\t{query}\t{}\t{:?}", expected.len(), read.borrow());
        }
        found.absent += usize::from(expected.is_empty());
        found.wrong_totals += usize::from(first.total != expected.len());
        if expected.len().max(first.total) > LISTED {
            continue;
        }
        // Titles take places among the results.
        let limit = first.total + first.titles_total + 10;
        let all = reader.search(query, &Options { limit, ..Options::default() })?;
        let given: BTreeSet<(&str, &str)> = all
            .hits
            .iter()
            .filter(|hit| !hit.anchor.is_empty())
            .map(|hit| (hit.slug.as_str(), hit.anchor.as_str()))
            .collect();
        found.expected += expected.len();
        found.right += given.intersection(&expected).count();
        found.foreign += given.difference(&expected).count();
    }
    found.cold_bytes = spread(bytes);
    found.cold_files = spread(files);
    found.cold_micros = spread(micros);
    Ok(found)
}

/// Median, nineteen of twenty, most.
pub fn spread(mut all: Vec<u64>) -> [u64; 3] {
    all.sort_unstable();
    let at = |share: usize| all.get((all.len() * share / 100).min(all.len().saturating_sub(1)));
    [50, 95, 100].map(|share| at(share).copied().unwrap_or_default())
}
