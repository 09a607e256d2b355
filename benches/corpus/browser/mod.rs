//! Search as a reader feels it: in Chromium, from `file://` and from `http://localhost`, from a key to the clauses.
//!
//! `probe.js` measures in the page; `tab` types and asks it; `host` serves the site; `renderer` looks at the process from
//! outside.

mod host;
mod renderer;
mod tab;

use super::queries::Clauses;
use super::{chromium, exact, measure, process};
use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};
use std::path::Path;
use std::time::Duration;
use tab::Tab;
use url::Url;

/// A quick typist's keys come so fast.
const KEYS: Duration = Duration::from_millis(80);

/// What was seen one way.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Seen {
    /// `file` or `http`.
    pub way: String,
    pub queries: usize,
    /// Queries whose total in the page is not that of a plain scan.
    pub wrong_totals: usize,
    /// A query of a page that was opened for it, its words in one go: nothing is loaded.
    pub cold: Times,
    /// Every key of queries that are typed one after the other in one page, each after the answer to the one before.
    pub warm: Times,
    /// Of both.
    pub all: Times,
    /// KB and files of the index that a cold query asks for, as the browser counts them; nothing is said of files
    /// that no server gives. Median, nineteen of twenty, most.
    pub cold_bytes: [u64; 3],
    pub cold_files: [u64; 3],
    /// While queries are typed into new pages, a key every 80 ms: milliseconds of the longest task of the page's thread (0 when
    /// none took 50 ms), and of the longest time without a frame.
    pub longest_task: f64,
    pub longest_gap: f64,
    /// Bytes at the end of the warm queries and at most among them: what the scripts of the page hold, and what its
    /// process has for itself alone.
    pub heap: [u64; 2],
    pub process: Option<[u64; 2]>,
    /// The same process with an empty page.
    pub empty: Option<u64>,
}

/// Microseconds from a key: until the clauses are in the page, and until the frame with them has been drawn. Median,
/// nineteen of twenty, most.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Times {
    pub keys: usize,
    pub there: [u64; 3],
    pub shown: [u64; 3],
}

impl Times {
    fn of(answers: &[Answer]) -> Times {
        let all =
            |of: fn(&Answer) -> f64| exact::spread(answers.iter().map(|a| (1000.0 * of(a)) as u64).collect());
        Times { keys: answers.len(), there: all(|answer| answer.there), shown: all(|answer| answer.shown) }
    }
}

/// Of `probe.js`.
#[derive(Debug, Clone, Deserialize)]
struct Answer {
    there: f64,
    shown: f64,
    total: usize,
    bytes: u64,
    files: u64,
}

#[derive(Debug, Deserialize)]
struct Longest {
    task: f64,
    gap: f64,
}

/// Measures a built site in a process of its own.
///
/// # Errors
/// When the browser or its driver is not on PATH, and what goes wrong with them.
pub fn measure(site: &Path, queries: usize) -> Result<Vec<Seen>> {
    let missing: Vec<&str> =
        ["chromium", "chromedriver"].into_iter().filter(|name| process::on_path(name).is_none()).collect();
    if !missing.is_empty() {
        bail!("no {} on PATH", missing.join(", no "));
    }
    let mut again = measure::again("browser")?;
    let said =
        measure::output(again.arg("--site").arg(site).arg("--queries").arg(queries.to_string()), None)?;
    Ok(serde_json::from_str(&said)?)
}

/// Measures a built site both ways and prints what was seen as JSON.
pub fn print(site: &Path, count: usize, each: bool) -> Result<()> {
    let clauses = Clauses::read(site)?;
    let queries = clauses.mixed(count);
    let asked: Vec<Asked> =
        queries.into_iter().map(|query| Asked { total: clauses.answering(&query).count(), query }).collect();
    drop(clauses);
    let public = site.join("public").canonicalize().context("the site has been built")?;
    let local = Url::from_directory_path(&public).ok().context("a full path")?;
    let served = host::serve(public)?;
    let litter = tempfile::tempdir()?;
    let (driver, address) = chromium::drive(litter.path());
    let seen = [("file", local), ("http", served)]
        .into_iter()
        .map(|(way, base)| {
            let tab = Tab::open(&address)?;
            see(&tab, driver.id(), (way, &base.join("search.html")?), &asked, each)
        })
        .collect::<Result<Vec<Seen>>>()?;
    println!("{}", serde_json::to_string(&seen)?);
    Ok(())
}

/// A query and the number of clauses that answer it.
struct Asked {
    query: String,
    total: usize,
}

/// Asks a page that is reached in one way; `driver` is the process below which the browser's are.
fn see(tab: &Tab, driver: u32, (way, page): (&str, &Url), asked: &[Asked], each: bool) -> Result<Seen> {
    let blank = Url::parse("about:blank")?;
    tab.goes_to(&blank)?;
    let empty = renderer::private(driver);
    // The browser itself is cold, too, and that is not what is asked.
    tab.goes_to(page)?;
    tab.types("应当")?;
    tab.sees::<Answer>("await probe.answer()")?;

    let mut wrong_totals = 0;
    let mut cold = Vec::new();
    for Asked { query, total } in asked {
        tab.goes_to(&blank)?;
        tab.goes_to(page)?;
        tab.types(query)?;
        let answer: Answer = tab.sees("await probe.answer()")?;
        if each {
            eprintln!(
                "{way}\t{:.1}\t{:.1}\t{}\t{}\t{query}",
                answer.there, answer.shown, answer.bytes, answer.files
            );
        }
        wrong_totals += usize::from(answer.total != *total);
        cold.push(answer);
    }

    let (mut longest_task, mut longest_gap) = (0.0_f64, 0.0_f64);
    for Asked { query, .. } in asked.iter().step_by(5) {
        tab.goes_to(&blank)?;
        tab.goes_to(page)?;
        tab.sees::<Longest>("probe.longest()")?;
        for key in query.chars() {
            tab.types(key.encode_utf8(&mut [0; 4]))?;
            tab.waits(KEYS);
        }
        tab.sees::<Answer>("await probe.answer()")?;
        let Longest { task, gap } = tab.sees("probe.longest()")?;
        (longest_task, longest_gap) = (longest_task.max(task), longest_gap.max(gap));
    }

    tab.goes_to(&blank)?;
    tab.goes_to(page)?;
    // What the pages before left behind is not this one's.
    tab.heap()?;
    let mut warm = Vec::new();
    let mut held = Held::default();
    for (nth, Asked { query, total }) in asked.iter().enumerate() {
        tab.sees::<()>("document.getElementById('q').select()")?;
        let mut last = 0;
        for key in query.chars() {
            tab.types(key.encode_utf8(&mut [0; 4]))?;
            // A space asks nothing new.
            let answer: Answer = tab.sees("await probe.answer()")?;
            last = answer.total;
            warm.push(answer);
        }
        wrong_totals += usize::from(last != *total);
        if nth % 10 == 9 {
            held.add(renderer::private(driver), tab.heap()?);
        }
    }
    // The first query's keys find nothing in memory.
    warm.drain(..asked.first().map_or(0, |first| first.query.chars().count()));
    held.add(renderer::private(driver), tab.heap()?);
    Ok(Seen {
        way: way.to_owned(),
        queries: asked.len(),
        wrong_totals,
        cold_bytes: exact::spread(cold.iter().map(|answer| answer.bytes).collect()),
        cold_files: exact::spread(cold.iter().map(|answer| answer.files).collect()),
        cold: Times::of(&cold),
        warm: Times::of(&warm),
        all: Times::of(&[cold, warm].concat()),
        longest_task,
        longest_gap,
        heap: held.heap,
        process: held.process,
        empty,
    })
}

/// Memory last and at most.
#[derive(Default)]
struct Held {
    heap: [u64; 2],
    process: Option<[u64; 2]>,
}

impl Held {
    fn add(&mut self, process: Option<u64>, heap: u64) {
        self.heap = [heap, self.heap[1].max(heap)];
        self.process = process.map(|now| [now, self.process.map_or(now, |[_, most]| most.max(now))]);
    }
}
