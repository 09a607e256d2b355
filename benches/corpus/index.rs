//! The index of an invented library, made without pages or a site: what search costs at any size.

use super::exact::{self, Found};
use super::generator::Library;
use super::queries::Clauses;
use super::site::{self, Size};
use anyhow::Result;
use clausebook::model::{Circular, Output, Workers};
use clausebook::search::{SearchCircular, build_into};
use clausebook::{page, parse, repair, source};
use rayon::prelude::*;
use serde::Serialize;
use std::fs;
use std::path::Path;
use std::time::Instant;

#[derive(Serialize)]
struct Indexed {
    files: usize,
    bytes: u64,
    largest: u64,
    /// Seconds that the index took, and seconds of all threads together.
    wall: f64,
    cpu: f64,
    /// Bytes of memory held before, with all texts, and the most while the index was made.
    before: u64,
    peak: u64,
    found: Found,
}

struct Threads;

impl Workers for Threads {
    fn map<A: Send, B: Send>(&self, items: Vec<A>, work: impl Fn(A) -> B + Send + Sync) -> Vec<B> {
        items.into_par_iter().map(work).collect()
    }
}

/// Indexes a library of `size` below `out`, asks it `queries` and prints what is found as JSON.
pub fn print(size: usize, out: &Path, queries: usize, each: bool) -> Result<()> {
    if out.exists() {
        fs::remove_dir_all(out)?;
    }
    let library = Library::new(size, 7);
    let circulars: Vec<Circular> =
        (0..library.len()).into_par_iter().map(|id| circular(&library, id)).collect();
    drop(library);
    let before = memory("VmRSS");
    // From here on the most memory counts anew (Linux).
    let _ = fs::write("/proc/self/clear_refs", "5");
    let (start, cpu) = (Instant::now(), cpu());
    let mut written = Ok(());
    let mut write = |output: Output| {
        let path = out.join(output.path);
        let folder = path.parent().map_or(Ok(()), fs::create_dir_all);
        if let Err(error) = folder.and_then(|()| fs::write(path, output.bytes)) {
            written = Err(error);
        }
    };
    let all = circulars.iter().map(SearchCircular::alone).collect();
    build_into(all, &Threads, &mut write, &mut |_, _| ());
    written?;
    let (wall, cpu) = (start.elapsed().as_secs_f64(), self::cpu() - cpu);
    let peak = memory("VmHWM");
    let folder = out.join("search");
    let Size { files, bytes, largest } = site::size(&folder)?;
    eprintln!(
        "{files} files, {bytes} bytes, largest {largest}; {wall:.1} s, {cpu:.1} s CPU; {before} bytes of memory before, {peak} at most"
    );
    let clauses = Clauses::of(circulars);
    let found = exact::measure(&clauses, &folder, queries, each)?;
    let indexed = Indexed { files, bytes, largest, wall, cpu, before, peak, found };
    println!("{}", serde_json::to_string(&indexed)?);
    Ok(())
}

fn circular(library: &Library, id: usize) -> Circular {
    let (name, text) = library.document(id);
    let (text, _) = source::from_bytes(&name, text.as_bytes()).expect("an invented text can be read");
    let mut parsed = parse::parse(&repair::repair(&text).0);
    page::derive(&mut parsed.blocks);
    let year = parsed.meta.dates.principal().map_or("undated".to_owned(), |date| date.year.to_string());
    Circular { slug: format!("{year}/{id:06}"), meta: parsed.meta, blocks: parsed.blocks.into() }
}

/// A line of Linux's account of this process, in bytes; 0 elsewhere.
fn memory(name: &str) -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
    let kilobytes = line.and_then(|rest| rest.split_whitespace().next()?.parse::<u64>().ok());
    1024 * kilobytes.unwrap_or(0)
}

/// Seconds that all threads have worked (Linux counts hundredths); 0 elsewhere.
fn cpu() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace();
    fields.skip(11).take(2).filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>() / 100.0
}
