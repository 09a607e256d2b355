//! Home and issuers: the circulars by year, level and issuer, as plain sections.

use super::address::{self, Way};
use super::circular_page::status;
use super::error::RenderError;
use super::frame;
use super::shelf::{Link, Shelf};
use crate::model::{Entry, Language, Level, Output};
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// One circular in a list.
#[derive(Debug, Clone, Serialize)]
pub struct Row {
    pub title: String,
    pub href: String,
    pub number: String,
    pub issuers: String,
    pub level: &'static str,
    pub level_name: String,
    pub kind: String,
    /// ISO, for sorting; empty without a date.
    pub iso: String,
    pub date: String,
    pub status: &'static str,
    pub status_name: String,
    pub lang: &'static str,
    /// Of other languages than Simplified Chinese; empty for that.
    pub language_name: String,
}

/// Circulars under one heading.
#[derive(Serialize)]
pub struct Group {
    pub id: String,
    pub key: String,
    pub name: String,
    pub n: usize,
    /// The page that lists them; empty where `rows` does.
    pub href: String,
    pub rows: Vec<Row>,
    /// Pages that list them in part.
    pub parts: Vec<Counted>,
}

/// A link and how many it stands for.
#[derive(Serialize)]
pub struct Counted {
    pub link: Link,
    pub n: usize,
}

#[derive(Serialize)]
struct Home {
    total: usize,
    clauses: usize,
    span: String,
    as_of: String,
    /// All circulars by year, or the newest.
    years: Vec<Group>,
    /// Where the circulars of each year stand, if not here.
    index: Vec<Group>,
    levels: Vec<Group>,
    issuers: Vec<Counted>,
}

/// Circulars that the home page of a parted collection shows.
const NEWEST: usize = 50;
/// Circulars of one issuer that are listed among the issuers of a parted collection.
const FEW: usize = 3;

/// The row of one circular.
pub fn row(shelf: &Shelf, entry: &Entry, way: &Way) -> Row {
    let circular = entry.circular();
    let meta = &circular.meta;
    let words = shelf.words();
    let level = meta.level.unwrap_or(Level::Other).name();
    let status = status(shelf, entry, way);
    let date = meta.dates.principal();
    let language = meta.language.unwrap_or(Language::Simplified);
    Row {
        title: circular.name().to_owned(),
        href: way.to_clause(&circular.slug, None),
        number: meta.number.clone().unwrap_or_default(),
        issuers: meta.issuers.join("　"),
        level,
        level_name: words.get("level", level).to_owned(),
        kind: meta.kind.clone().unwrap_or_default(),
        iso: date.map(|d| d.to_string()).unwrap_or_default(),
        date: date.map(|d| shelf.date(d)).unwrap_or_default(),
        status: status.as_ref().map_or("", |s| s.key),
        status_name: status.map(|s| s.name.to_owned()).unwrap_or_default(),
        lang: language.tag(),
        language_name: match language {
            Language::Simplified => String::new(),
            other => words.get("language", other.tag()).to_owned(),
        },
    }
}

/// `index.html`.
pub fn home(shelf: &Shelf) -> Result<Output, RenderError> {
    let (words, way) = (shelf.words(), Way::of("index.html"));
    let recent = recent_first(shelf);
    let years = by_year(&recent);
    let rows = |entries: &[&Entry]| -> Vec<Row> { entries.iter().map(|e| row(shelf, e, &way)).collect() };
    let span = match (years.keys().flatten().next(), years.keys().next_back()) {
        (Some(first), Some(Some(last))) if first != last => format!("{first}–{last}"),
        (Some(only), _) => only.to_string(),
        _ => String::new(),
    };
    let group = |(year, entries): (&Option<i16>, &Vec<&Entry>)| Group {
        id: year.map_or("undated".into(), |y| format!("y{y}")),
        key: year.map(|y| y.to_string()).unwrap_or_default(),
        name: year_name(shelf, *year),
        n: entries.len(),
        href: if shelf.parted { way.to(&year_path(*year)) } else { String::new() },
        rows: if shelf.parted { Vec::new() } else { rows(entries) },
        parts: Vec::new(),
    };
    let groups: Vec<Group> = years.iter().rev().map(group).collect();
    let newest = || Group {
        id: "newest".into(),
        key: String::new(),
        name: words.get("ui", "newest").into(),
        n: recent.len().min(NEWEST),
        href: String::new(),
        rows: rows(&recent[..recent.len().min(NEWEST)]),
        parts: Vec::new(),
    };
    let (years, index) = if shelf.parted { (vec![newest()], groups) } else { (groups, Vec::new()) };
    let page = Home {
        total: recent.len(),
        clauses: recent.iter().map(|e| e.circular().blocks.anchors().len()).sum(),
        span,
        as_of: shelf.corpus.as_of.map(|d| shelf.date(d)).unwrap_or_default(),
        years,
        index,
        levels: by_level(&recent)
            .into_iter()
            .map(|(level, entries)| Group {
                id: format!("level-{}", level.name()),
                key: level.name().into(),
                name: words.get("level", level.name()).into(),
                n: entries.len(),
                href: String::new(),
                parts: if shelf.parted { level_parts(shelf, level, &entries, &way) } else { Vec::new() },
                rows: if shelf.parted { Vec::new() } else { rows(&entries) },
            })
            .collect(),
        issuers: by_issuer(&recent)
            .into_iter()
            .map(|(name, entries)| Counted {
                link: Link {
                    text: name.to_owned(),
                    href: format!("issuers.html#{}", address::encode(&address::id("issuer", name))),
                },
                n: entries.len(),
            })
            .collect(),
    };
    frame::fill(shelf, "index.html", "index.html", "home", &shelf.config.title, &page)
}

/// The years in which circulars of one level stand, each with its place there.
fn level_parts(shelf: &Shelf, level: Level, entries: &[&Entry], way: &Way) -> Vec<Counted> {
    let years = by_year(entries);
    let part = |(year, entries): (&Option<i16>, &Vec<&Entry>)| Counted {
        link: Link {
            text: year.map_or_else(|| year_name(shelf, None), |year| year.to_string()),
            href: format!("{}#level-{}", way.to(&year_path(*year)), level.name()),
        },
        n: entries.len(),
    };
    years.iter().rev().map(part).collect()
}

/// `catalogue/<year>.html` for each year of a parted collection, by level.
pub fn years(shelf: &Shelf) -> Result<Vec<Output>, RenderError> {
    #[derive(Serialize)]
    struct Page {
        title: String,
        n: usize,
        levels: Vec<Group>,
        before: Option<Link>,
        after: Option<Link>,
    }
    if !shelf.parted {
        return Ok(Vec::new());
    }
    let recent = recent_first(shelf);
    let years: Vec<(Option<i16>, Vec<&Entry>)> = by_year(&recent).into_iter().collect();
    let neighbour = |at: Option<usize>, way: &Way| {
        let (year, _) = years.get(at?)?;
        Some(Link { text: year_name(shelf, *year), href: way.to(&year_path(*year)) })
    };
    let page = |(at, (year, entries)): (usize, &(Option<i16>, Vec<&Entry>))| {
        let path = year_path(*year);
        let way = Way::of(&path);
        let levels = by_level(entries).into_iter().map(|(level, entries)| Group {
            id: format!("level-{}", level.name()),
            key: level.name().into(),
            name: shelf.words().get("level", level.name()).into(),
            n: entries.len(),
            href: String::new(),
            rows: entries.iter().map(|e| row(shelf, e, &way)).collect(),
            parts: Vec::new(),
        });
        let page = Page {
            title: year_name(shelf, *year),
            n: entries.len(),
            levels: levels.collect(),
            before: neighbour(at.checked_sub(1), &way),
            after: neighbour(Some(at + 1), &way),
        };
        frame::fill(shelf, "catalogue.html", &path, "catalogue", &page.title, &page)
    };
    years.iter().enumerate().map(page).collect()
}

fn year_path(year: Option<i16>) -> String {
    address::part("catalogue", &year.map_or("undated".into(), |year| year.to_string()))
}

/// 2012年, or that there is no date.
pub fn year_name(shelf: &Shelf, year: Option<i16>) -> String {
    let words = shelf.words();
    match year {
        Some(year) => words.get("format", "year").replace("{y}", &year.to_string()),
        None => words.get("ui", "undated").to_owned(),
    }
}

/// `issuers.html`; in a parted collection the circulars of an issuer of many stand on `issuers/<name>.html`.
pub fn issuers(shelf: &Shelf) -> Result<Vec<Output>, RenderError> {
    #[derive(Serialize)]
    struct Page {
        groups: Vec<Group>,
        unsigned: Option<Group>,
    }
    let mut outputs = Vec::new();
    let recent = recent_first(shelf);
    let mut group = |id: String, name: &str, entries: &[&Entry]| -> Result<Group, RenderError> {
        let apart = shelf.parted && entries.len() > FEW;
        let path = if apart { address::part("issuers", name) } else { "issuers.html".into() };
        let way = Way::of(&path);
        let rows = entries.iter().map(|e| row(shelf, e, &way)).collect();
        let (key, name) = (name.to_owned(), name.to_owned());
        let href = if apart { Way::of("issuers.html").to(&path) } else { String::new() };
        let mut group = Group { id, key, name, n: entries.len(), href, rows, parts: Vec::new() };
        if apart {
            outputs.push(frame::fill(shelf, "issuer.html", &path, "issuers", &group.name, &group)?);
            group.rows.clear();
        }
        Ok(group)
    };
    let groups: Result<Vec<Group>, RenderError> = by_issuer(&recent)
        .into_iter()
        .map(|(name, entries)| group(address::id("issuer", name), name, &entries))
        .collect();
    let unsigned: Vec<&Entry> =
        recent.iter().filter(|e| e.circular().meta.issuers.is_empty()).copied().collect();
    let title = shelf.words().get("ui", "unsigned");
    let unsigned = match unsigned.as_slice() {
        [] => None,
        unsigned => Some(group("unsigned".into(), title, unsigned)?),
    };
    let page = Page { groups: groups?, unsigned };
    let title = shelf.words().get("ui", "issuers");
    outputs.insert(0, frame::fill(shelf, "issuers.html", "issuers.html", "issuers", title, &page)?);
    Ok(outputs)
}

fn by_year<'a>(entries: &[&'a Entry]) -> BTreeMap<Option<i16>, Vec<&'a Entry>> {
    let mut years: BTreeMap<Option<i16>, Vec<&Entry>> = BTreeMap::new();
    for entry in entries {
        let date = entry.circular().meta.dates.principal();
        years.entry(date.map(|d| d.year)).or_default().push(entry);
    }
    years
}

fn by_level<'a>(entries: &[&'a Entry]) -> BTreeMap<Level, Vec<&'a Entry>> {
    let mut levels: BTreeMap<Level, Vec<&Entry>> = BTreeMap::new();
    for entry in entries {
        levels.entry(entry.circular().meta.level.unwrap_or(Level::Other)).or_default().push(entry);
    }
    levels
}

/// Latest first, undated last, then by slug.
fn recent_first<'a>(shelf: &Shelf<'a>) -> Vec<&'a Entry> {
    let mut entries: Vec<&Entry> = shelf.corpus.entries.iter().collect();
    entries.sort_by_key(|e| (Reverse(e.circular().meta.dates.principal()), &e.circular().slug));
    entries
}

/// Issuers, those of most circulars first.
fn by_issuer<'a>(entries: &[&'a Entry]) -> Vec<(&'a str, Vec<&'a Entry>)> {
    let mut issuers: BTreeMap<&str, Vec<&Entry>> = BTreeMap::new();
    for entry in entries {
        for issuer in &entry.circular().meta.issuers {
            issuers.entry(issuer).or_default().push(entry);
        }
    }
    let mut issuers: Vec<(&str, Vec<&Entry>)> = issuers.into_iter().collect();
    issuers.sort_by_key(|(name, entries)| (Reverse(entries.len()), *name));
    issuers
}
