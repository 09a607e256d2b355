//! Pages that list: what is cited but not held, what import did, and the pages that hold no data
//! of their own (search, 404).

use super::address::{self, Way};
use super::catalogue::year_name;
use super::citation_form::place;
use super::error::RenderError;
use super::frame;
use super::repairs::{self, Count, Repairs, Row};
use super::shelf::{Link, Shelf};
use crate::model::{Entry, Level, NotHeld, Output, RepairKind, Status};
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Serialize)]
struct Work {
    id: String,
    /// Ids of its other names: citations lead to the name they use.
    ids: Vec<String>,
    title: String,
    n: usize,
    /// The page that lists what cites it; empty where `citing` does.
    href: String,
    citing: Vec<Citing>,
}

/// Citing circulars of one work that are listed among the works of a parted collection.
const FEW: usize = 3;

#[derive(Serialize)]
struct Citing {
    circular: Link,
    clauses: Vec<Link>,
}

/// `cited.html`: works that are cited but not held, each with everything that cites it; in a parted collection
/// that stands on `cited/<work>.html` where it is much.
pub fn cited(shelf: &Shelf) -> Result<Vec<Output>, RenderError> {
    let way = Way::of("cited.html");
    let mut outputs = Vec::new();
    let mut works: Vec<Work> = Vec::new();
    for not_held in &shelf.corpus.not_held {
        let mut work = work(shelf, not_held, &way);
        if shelf.parted && work.citing.len() > FEW {
            let path = address::part("cited", &not_held.work);
            let apart = self::work(shelf, not_held, &Way::of(&path));
            outputs.push(frame::fill(shelf, "work.html", &path, "cited", &not_held.work, &apart)?);
            work.href = way.to(&path);
            work.citing.clear();
        }
        works.push(work);
    }
    let title = shelf.words().get("ui", "not_held_title");
    outputs.insert(0, frame::fill(shelf, "cited.html", "cited.html", "cited", title, &works)?);
    Ok(outputs)
}

fn work(shelf: &Shelf, work: &NotHeld, way: &Way) -> Work {
    let mut citing: Vec<Citing> = Vec::new();
    for (slug, anchor) in &work.cited_by {
        let Some(entry) = shelf.entry(slug) else { continue };
        let Some(circular) = shelf.link(way, slug) else { continue };
        let clause = Link { text: place(entry.circular(), anchor), href: way.to_clause(slug, Some(anchor)) };
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
        href: String::new(),
        citing,
    }
}

#[derive(Serialize)]
struct Report {
    title: String,
    /// How many sources there are.
    n: usize,
    files: Vec<ReportFile>,
    totals: Vec<Count>,
    repairs: usize,
    doubts: usize,
    /// Pages with all files, where this one has only those that a person should look at.
    parts: Vec<Link>,
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

/// `report.html`: what import did to each source and what it is not sure of; in a parted collection it shows what
/// is doubtful, and `report/<year>.html` the rest.
pub fn report(shelf: &Shelf) -> Result<Vec<Output>, RenderError> {
    let path = "report.html";
    let title = shelf.words().get("ui", "report");
    let all: Vec<&Entry> = shelf.corpus.entries.iter().filter(|entry| entry.record.is_some()).collect();
    let page = |path: &str, title: &str, entries: &[&Entry], parts: Vec<Link>, doubtful: bool| {
        let way = Way::of(path);
        let shown = entries.iter().filter(|entry| !doubtful || is_doubtful(entry));
        let mut files: Vec<ReportFile> = shown.filter_map(|entry| report_file(shelf, entry, &way)).collect();
        files.sort_by(|a, b| a.source.text.cmp(&b.source.text));
        let records = || entries.iter().filter_map(|entry| entry.record.as_ref());
        let report = Report {
            title: title.to_owned(),
            n: entries.len(),
            totals: totals(shelf, entries),
            repairs: records().map(|record| record.repairs.len()).sum(),
            doubts: records().map(|record| record.doubts.len()).sum(),
            files,
            parts,
        };
        frame::fill(shelf, "report.html", path, "report", title, &report)
    };
    if !shelf.parted {
        return Ok(vec![page(path, title, &all, Vec::new(), false)?]);
    }
    let mut years: BTreeMap<Option<i16>, Vec<&Entry>> = BTreeMap::new();
    for entry in &all {
        let date = entry.circular().meta.dates.principal();
        years.entry(date.map(|date| date.year)).or_default().push(entry);
    }
    let year_path = |year: Option<i16>| {
        address::part("report", &year.map_or("undated".into(), |year: i16| year.to_string()))
    };
    let way = Way::of(path);
    let link = |year: &Option<i16>| Link { text: year_name(shelf, *year), href: way.to(&year_path(*year)) };
    let mut outputs = vec![page(path, title, &all, years.keys().map(link).collect(), true)?];
    for (year, entries) in &years {
        let title = format!("{title} · {}", year_name(shelf, *year));
        outputs.push(page(&year_path(*year), &title, entries, Vec::new(), false)?);
    }
    Ok(outputs)
}

fn is_doubtful(entry: &Entry) -> bool {
    entry.record.as_ref().is_some_and(|record| !record.doubts.is_empty())
}

fn report_file(shelf: &Shelf, entry: &Entry, way: &Way) -> Option<ReportFile> {
    let record = entry.record.as_ref()?;
    let mut import = repairs::repairs(shelf, entry)?;
    import.rows.retain(|row| row.kind == RepairKind::Chrome.name());
    let mut dropped = std::mem::take(&mut import.rows);
    let all = record.repairs.iter().filter(|r| r.kind == RepairKind::Chrome).count();
    dropped.truncate(DROPPED);
    let more_dropped = match all - dropped.len() {
        0 => String::new(),
        hidden => shelf.words().count("more_dropped", hidden),
    };
    let clauses = shelf.words().count("clauses_found", entry.circular().blocks.anchors().len());
    let circular = shelf.link(way, &entry.circular().slug)?;
    let held = shelf.sources.holds(&record.source);
    let href = if held { way.to(&address::path_of_copy(&record.source)) } else { String::new() };
    let source = Link { text: record.source.clone(), href };
    Some(ReportFile { source, circular, import, clauses, dropped, more_dropped })
}

/// Repairs of all `entries` by kind, those that occur.
fn totals(shelf: &Shelf, entries: &[&Entry]) -> Vec<Count> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let records = entries.iter().filter_map(|entry| entry.record.as_ref());
    for repair in records.flat_map(|record| &record.repairs) {
        *counts.entry(repair.kind.name()).or_default() += 1;
    }
    RepairKind::ALL
        .iter()
        .filter_map(|kind| {
            let name = shelf.words().get("repair", kind.name()).to_owned();
            Some(Count { kind: kind.name(), name, n: counts.get(kind.name()).copied()? })
        })
        .collect()
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
