//! Corpora of any size, and what it costs to make sites of them, with clausebook and with its peers.
//!
//! 1. `generate` writes the texts of an invented library (`generator`).
//! 2. `compare` imports and builds them with the program (`ours`) and with the peers that are installed (`peers`), each
//!    command as a process of its own (`measure`), and writes one table (`table`)
//!    beside what is asked (`asked`).
//! 3. `browser` asks the search page of a built site in Chromium, as a reader would (`browser`).
//! 4. `exact` holds the search of a site against a plain scan (`exact`), `index` that of an index made without a site
//!    (`index`); `stats` shows how texts are made up (`stats`).

mod asked;
mod browser;
#[path = "../../tests/browser/chromium.rs"]
mod chromium;
mod edit;
mod exact;
mod generator;
mod growth;
mod index;
mod measure;
mod ours;
mod peers;
mod peers_search;
#[path = "../../tests/browser/process.rs"]
mod process;
mod queries;
mod site;
mod stats;
mod table;

use anyhow::{Result, anyhow};
use clap::{Parser, Subcommand};
use peers::Runs;
use std::path::PathBuf;
use std::time::Duration;

/// Makes corpora and measures what it costs to make sites of them
#[derive(Parser)]
#[command(name = "cargo bench --bench corpus --", max_term_width = 100)]
struct Arguments {
    #[command(subcommand)]
    task: Option<Task>,
    /// What cargo adds by itself
    #[arg(long, global = true, hide = true)]
    bench: bool,
}

#[derive(Subcommand)]
enum Task {
    /// Write an invented library as texts
    Generate {
        /// Documents
        #[arg(long, default_value_t = 1_000)]
        size: usize,
        /// The folder for the texts
        #[arg(long)]
        out: PathBuf,
        #[arg(long, default_value_t = 7)]
        seed: u64,
    },
    /// Characters, and how often pairs, triples … of them are repeated, in the texts below a folder
    Stats { folder: PathBuf },
    /// Import, build and search a corpus with us and with the peers on PATH; print one table
    Compare(Comparison),
    /// Times of import and build at several sizes
    Growth {
        #[arg(long, value_delimiter = ',', default_value = "1000,10000")]
        sizes: Vec<usize>,
        #[command(flatten)]
        common: Common,
    },
    /// Hold the search of a built site against a plain scan of its pages; print the counts as JSON
    Exact {
        /// The folder that holds site.toml
        #[arg(long)]
        site: PathBuf,
        #[arg(long, default_value_t = 500)]
        queries: usize,
        /// Tell of each query how many bytes and shards it reads, by their kind
        #[arg(long)]
        each: bool,
    },
    /// Ask the search page of a built site in Chromium, from file:// and http://; print times and memory as JSON
    Browser {
        /// The folder that holds site.toml
        #[arg(long)]
        site: PathBuf,
        #[arg(long, default_value_t = 200)]
        queries: usize,
        /// Tell of each cold query: milliseconds until its clauses are there, until shown, bytes, files
        #[arg(long)]
        each: bool,
    },
    /// Index an invented library without making its site, and hold the search against a plain scan
    Index {
        /// Documents
        #[arg(long, default_value_t = 10_000)]
        size: usize,
        /// The folder for the index
        #[arg(long)]
        out: PathBuf,
        #[arg(long, default_value_t = 500)]
        queries: usize,
        #[arg(long)]
        each: bool,
    },
    /// Phrases of a site with the pages that hold them, as JSON: what the peers are asked
    Phrases {
        #[arg(long)]
        site: PathBuf,
        #[arg(long, default_value_t = 200)]
        queries: usize,
    },
}

#[derive(clap::Args)]
struct Comparison {
    /// Documents of the invented library
    #[arg(long, default_value_t = 1_000)]
    size: usize,
    /// A folder of texts instead of the invented library
    #[arg(long)]
    texts: Option<PathBuf>,
    /// Peers to run, of hugo, pagefind, zensical, mdbook; all that are on PATH when none is named, `none` for none
    #[arg(long, value_delimiter = ',')]
    peers: Vec<String>,
    /// Minutes that one command of a peer may take
    #[arg(long, default_value_t = 30.0)]
    limit: f64,
    /// Queries that are typed in Chromium; 0 leaves the browser out
    #[arg(long, default_value_t = 200)]
    browser: usize,
    #[command(flatten)]
    common: Common,
}

#[derive(clap::Args)]
struct Common {
    /// Where to build
    #[arg(long, default_value = concat!(env!("CARGO_MANIFEST_DIR"), "/target/bench-corpus"))]
    work: PathBuf,
    /// Each command so many times; the medians count
    #[arg(long, default_value_t = 3)]
    runs: usize,
    /// The table goes here, too
    #[arg(long)]
    out: Option<PathBuf>,
    /// Leave the sites where they were built
    #[arg(long)]
    keep: bool,
}

fn main() -> Result<()> {
    match Arguments::parse().task {
        None => {
            println!(
                "one of generate, stats, compare, growth, exact, browser, index: `cargo bench --bench corpus -- help`"
            );
            Ok(())
        }
        Some(Task::Generate { size, out, seed }) => site::generate(size, seed, &out),
        Some(Task::Stats { folder }) => stats::print(&folder),
        Some(Task::Exact { site, queries, each }) => exact::print(&site, queries, each),
        Some(Task::Browser { site, queries, each }) => browser::print(&site, queries, each),
        Some(Task::Index { size, out, queries, each }) => index::print(size, &out, queries, each),
        Some(Task::Phrases { site, queries }) => queries::print(&site, queries),
        Some(Task::Compare(comparison)) => compare(&comparison),
        Some(Task::Growth { sizes, common }) => growth(&sizes, &common),
    }
}

fn compare(asked: &Comparison) -> Result<()> {
    let common = &asked.common;
    let folder = match &asked.texts {
        Some(_) => common.work.join("texts"),
        None => common.work.join(asked.size.to_string()),
    };
    site::make(&folder, asked.size, asked.texts.as_deref())?;
    let ours = ours::measure(&folder, common.runs)?;
    let browser = match asked.browser {
        0 => Err(anyhow!("not asked for")),
        queries => browser::measure(&folder.join("site"), queries)
            .inspect_err(|error| eprintln!("browser: {error:#}")),
    };
    // At once: the peers may take long.
    eprintln!("{}", table::comparison(&ours, &browser, &[]));
    let runs = Runs { count: common.runs, limit: Duration::from_secs_f64(60.0 * asked.limit) };
    let peers = peers::measure(&folder, runs, &asked.peers)?;
    let text = table::machine() + &table::comparison(&ours, &browser, &peers);
    finish(&text, &folder, common)
}

fn growth(sizes: &[usize], common: &Common) -> Result<()> {
    let mut rows = Vec::new();
    for size in sizes {
        let folder = common.work.join(size.to_string());
        site::make(&folder, *size, None)?;
        rows.push(ours::measure(&folder, common.runs)?);
        if !common.keep {
            std::fs::remove_dir_all(&folder)?;
        }
    }
    finish(&(table::machine() + &growth::table(&rows)), &common.work.join("none"), common)
}

fn finish(text: &str, folder: &std::path::Path, common: &Common) -> Result<()> {
    println!("{text}");
    if let Some(out) = &common.out {
        std::fs::write(out, text)?;
    }
    if !common.keep && folder.exists() {
        std::fs::remove_dir_all(folder)?;
    }
    Ok(())
}
