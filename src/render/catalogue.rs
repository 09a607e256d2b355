//! Home and issuers: the circulars by year, level and issuer, as plain sections.

use super::address;
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

#[derive(Serialize)]
struct Group {
    id: String,
    key: String,
    name: String,
    rows: Vec<Row>,
}

#[derive(Serialize)]
struct Counted {
    link: Link,
    n: usize,
}

#[derive(Serialize)]
struct Home {
    total: usize,
    clauses: usize,
    span: String,
    as_of: String,
    years: Vec<Group>,
    levels: Vec<Group>,
    issuers: Vec<Counted>,
}

/// The row of one circular.
pub fn row(shelf: &Shelf, entry: &Entry, root: &str) -> Row {
    let circular = entry.circular();
    let meta = &circular.meta;
    let words = shelf.words();
    let level = meta.level.unwrap_or(Level::Other).name();
    let status = status(shelf, entry, root);
    let date = meta.dates.principal();
    let language = meta.language.unwrap_or(Language::Simplified);
    Row {
        title: circular.name().to_owned(),
        href: address::to_clause(root, &circular.slug, None),
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
    let words = shelf.words();
    let recent = recent_first(shelf);
    let mut years: BTreeMap<Option<i16>, Vec<&Entry>> = BTreeMap::new();
    let mut levels: BTreeMap<Level, Vec<&Entry>> = BTreeMap::new();
    for entry in &recent {
        let meta = &entry.circular().meta;
        years.entry(meta.dates.principal().map(|d| d.year)).or_default().push(entry);
        levels.entry(meta.level.unwrap_or(Level::Other)).or_default().push(entry);
    }
    let rows = |entries: &[&Entry]| entries.iter().map(|e| row(shelf, e, "./")).collect();
    let span = match (years.keys().flatten().next(), years.keys().next_back()) {
        (Some(first), Some(Some(last))) if first != last => format!("{first}–{last}"),
        (Some(only), _) => only.to_string(),
        _ => String::new(),
    };
    let page = Home {
        total: recent.len(),
        clauses: recent.iter().map(|e| e.circular().clauses().count()).sum(),
        span,
        as_of: shelf.corpus.as_of.map(|d| shelf.date(d)).unwrap_or_default(),
        years: years
            .iter()
            .rev()
            .map(|(year, entries)| Group {
                id: year.map_or("undated".into(), |y| format!("y{y}")),
                key: year.map(|y| y.to_string()).unwrap_or_default(),
                name: year.map_or(words.get("ui", "undated").into(), |y| {
                    words.get("format", "year").replace("{y}", &y.to_string())
                }),
                rows: rows(entries),
            })
            .collect(),
        levels: levels
            .iter()
            .map(|(level, entries)| Group {
                id: format!("level-{}", level.name()),
                key: level.name().into(),
                name: words.get("level", level.name()).into(),
                rows: rows(entries),
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

/// `issuers.html`.
pub fn issuers(shelf: &Shelf) -> Result<Output, RenderError> {
    let recent = recent_first(shelf);
    let groups: Vec<Group> = by_issuer(&recent)
        .into_iter()
        .map(|(name, entries)| Group {
            id: address::id("issuer", name),
            key: name.to_owned(),
            name: name.to_owned(),
            rows: entries.iter().map(|e| row(shelf, e, "./")).collect(),
        })
        .collect();
    let unsigned: Vec<&Entry> =
        recent.iter().filter(|e| e.circular().meta.issuers.is_empty()).copied().collect();
    let unsigned: Vec<Row> = unsigned.iter().map(|e| row(shelf, e, "./")).collect();
    #[derive(Serialize)]
    struct Page {
        groups: Vec<Group>,
        unsigned: Vec<Row>,
    }
    let title = shelf.words().get("ui", "issuers");
    frame::fill(shelf, "issuers.html", "issuers.html", "issuers", title, &Page { groups, unsigned })
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
