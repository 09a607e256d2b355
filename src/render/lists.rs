//! Pages that list: what is cited but not held, what import did, and the pages that hold no data
//! of their own (search, 404).

use super::address;
use super::citation_form::place;
use super::error::RenderError;
use super::frame;
use super::repairs::{self, Count, Repairs, Row};
use super::shelf::{Link, Shelf};
use crate::model::{Level, NotHeld, Output, RepairKind, Status};
use serde::Serialize;

#[derive(Serialize)]
struct Work {
    id: String,
    /// Ids of its other names: citations lead to the name they use.
    ids: Vec<String>,
    title: String,
    n: usize,
    citing: Vec<Citing>,
}

#[derive(Serialize)]
struct Citing {
    circular: Link,
    clauses: Vec<Link>,
}

/// `cited.html`: works that are cited but not held, each with everything that cites it.
pub fn cited(shelf: &Shelf) -> Result<Output, RenderError> {
    let works: Vec<Work> = shelf.corpus.not_held.iter().map(|work| not_held(shelf, work)).collect();
    let title = shelf.words().get("ui", "not_held_title");
    frame::fill(shelf, "cited.html", "cited.html", "cited", title, &works)
}

fn not_held(shelf: &Shelf, work: &NotHeld) -> Work {
    let mut citing: Vec<Citing> = Vec::new();
    for (slug, anchor) in &work.cited_by {
        let Some(entry) = shelf.corpus.entry(slug) else { continue };
        let Some(circular) = shelf.link("./", slug) else { continue };
        let clause = Link {
            text: place(entry.circular(), anchor),
            href: address::to_clause("./", slug, Some(anchor)),
        };
        match citing.last_mut() {
            Some(last) if last.circular == circular => {
                if last.clauses.last() != Some(&clause) {
                    last.clauses.push(clause);
                }
            }
            _ => citing.push(Citing { circular, clauses: vec![clause] }),
        }
    }
    let ids = work.names.iter().map(|name| address::id("work", name)).collect();
    Work {
        id: address::id("work", &work.work),
        ids,
        title: work.work.clone(),
        n: work.cited_by.len(),
        citing,
    }
}

#[derive(Serialize)]
struct Report {
    files: Vec<ReportFile>,
    totals: Vec<Count>,
    repairs: usize,
    doubts: usize,
}

#[derive(Serialize)]
struct ReportFile {
    source: Link,
    circular: Link,
    import: Repairs,
    /// How many clauses were found, in words.
    clauses: String,
    /// What was taken out as no part of the text, its beginning.
    dropped: Vec<Row>,
    /// How much of it is not listed, in words.
    more_dropped: String,
}

/// What a source dropped is listed so far; all of it stands on the circular's page.
const DROPPED: usize = 20;

/// `report.html`: what import did to each source and what it is not sure of.
pub fn report(shelf: &Shelf) -> Result<Output, RenderError> {
    let mut files = Vec::new();
    for entry in &shelf.corpus.entries {
        let Some(record) = &entry.record else { continue };
        let Some(mut import) = repairs::repairs(shelf, entry) else { continue };
        import.rows.retain(|row| row.kind == RepairKind::Chrome.name());
        let mut dropped = std::mem::take(&mut import.rows);
        let all = record.repairs.iter().filter(|r| r.kind == RepairKind::Chrome).count();
        dropped.truncate(DROPPED);
        let more_dropped = match all - dropped.len() {
            0 => String::new(),
            hidden => shelf.words().count("more_dropped", hidden),
        };
        let clauses = shelf.words().count("clauses_found", entry.circular().clauses().count());
        let Some(circular) = shelf.link("./", &entry.circular().slug) else { continue };
        let held = shelf.sources.holds(&record.source);
        let href = if held { format!("sources/{}", address::encode(&record.source)) } else { String::new() };
        let source = Link { text: record.source.clone(), href };
        files.push(ReportFile { source, circular, import, clauses, dropped, more_dropped });
    }
    files.sort_by(|a, b| a.source.text.cmp(&b.source.text));
    let sum = |kind: RepairKind| {
        let counts = files.iter().flat_map(|f| &f.import.counts);
        counts.filter(|c| c.kind == kind.name()).map(|c| c.n).sum::<usize>()
    };
    let totals: Vec<Count> = RepairKind::ALL
        .iter()
        .map(|kind| Count {
            kind: kind.name(),
            name: shelf.words().get("repair", kind.name()).to_owned(),
            n: sum(*kind),
        })
        .filter(|count| count.n > 0)
        .collect();
    let report = Report {
        repairs: files.iter().map(|f| f.import.total).sum(),
        doubts: files.iter().map(|f| f.import.doubts.len()).sum(),
        totals,
        files,
    };
    frame::fill(shelf, "report.html", "report.html", "report", shelf.words().get("ui", "report"), &report)
}

#[derive(Serialize)]
struct Names<'a> {
    /// Key and word of each level and status, for what the reader of the index gives as keys.
    levels: Vec<(&'static str, &'a str)>,
    statuses: Vec<(&'static str, &'a str)>,
}

/// `search.html`.
pub fn search(shelf: &Shelf) -> Result<Output, RenderError> {
    let words = shelf.words();
    let statuses = [Status::InForce, Status::Amended, Status::Repealed, Status::Expired, Status::NotYet]
        .map(Status::name);
    let names = Names {
        levels: Level::ALL.map(Level::name).map(|key| (key, words.get("level", key))).to_vec(),
        statuses: statuses.map(|key| (key, words.get("status", key))).to_vec(),
    };
    frame::fill(shelf, "search.html", "search.html", "search", words.get("ui", "search"), &names)
}

/// `404.html`, which a server may send for any path.
pub fn not_found(shelf: &Shelf) -> Result<Output, RenderError> {
    let title = shelf.words().get("ui", "not_found");
    frame::fill(shelf, "404.html", "404.html", "404", title, &())
}
