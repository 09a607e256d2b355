//! What import changed in a source, and what it is not sure of.

use super::html::{shortened, visible};
use super::shelf::Shelf;
use crate::model::{Certainty, Doubt, Entry, Repair, RepairKind};
use serde::Serialize;

/// A page shows so many repairs; all stand in the circular's data.
const MOST: usize = 400;
/// Characters of a repair's words that are shown.
const LONGEST: usize = 60;

/// The record of one import, for a page.
#[derive(Debug, Clone, Serialize)]
pub struct Repairs {
    pub total: usize,
    pub counts: Vec<Count>,
    pub rows: Vec<Row>,
    /// How many are not shown.
    pub more: String,
    pub doubts: Vec<DoubtRow>,
    pub format: String,
    pub encoding: String,
    pub sha256: String,
}

/// How many repairs of one kind.
#[derive(Debug, Clone, Serialize)]
pub struct Count {
    pub kind: &'static str,
    pub name: String,
    pub n: usize,
}

#[derive(Debug, Clone, Serialize)]
pub struct Row {
    pub kind: &'static str,
    pub name: String,
    pub place: String,
    pub before: String,
    pub after: String,
    pub certainty: &'static str,
    pub certainty_name: String,
    pub note: String,
}

#[derive(Debug, Clone, Serialize)]
pub struct DoubtRow {
    pub code: String,
    pub line: usize,
    pub words: String,
    pub message: String,
    /// `#art_3`, or empty.
    pub anchor: String,
}

/// None for a page that people wrote themselves.
pub fn repairs(shelf: &Shelf, entry: &Entry) -> Option<Repairs> {
    let record = entry.record.as_ref()?;
    let words = shelf.words();
    let place = |repair: &Repair| match repair.at {
        Some((line, _)) => words.count("line", line),
        None => words.count("byte", repair.span.start),
    };
    let row = |repair: &Repair| Row {
        kind: repair.kind.name(),
        name: words.get("repair", repair.kind.name()).to_owned(),
        place: place(repair),
        before: shortened(&visible(&repair.before), LONGEST),
        after: shortened(&visible(&repair.after), LONGEST),
        certainty: certainty(repair.certainty),
        certainty_name: words.get("certainty", certainty(repair.certainty)).to_owned(),
        note: repair.note.clone().unwrap_or_default(),
    };
    let hidden = record.repairs.len().saturating_sub(MOST);
    Some(Repairs {
        total: record.repairs.len(),
        counts: counts(shelf, entry),
        rows: record.repairs.iter().take(MOST).map(row).collect(),
        more: if hidden > 0 { words.count("more_in_data", hidden) } else { String::new() },
        doubts: record.doubts.iter().map(|d| doubt(d, words)).collect(),
        format: words.get("source_format", format_name(record.format)).to_owned(),
        encoding: record.encoding.clone(),
        sha256: record.sha256.clone(),
    })
}

/// Repairs by kind, in the order of the kinds, those that occur.
pub fn counts(shelf: &Shelf, entry: &Entry) -> Vec<Count> {
    let repairs = entry.record.as_ref().map_or(&[][..], |r| r.repairs.as_slice());
    RepairKind::ALL
        .iter()
        .map(|kind| Count {
            kind: kind.name(),
            name: shelf.words().get("repair", kind.name()).to_owned(),
            n: repairs.iter().filter(|r| r.kind == *kind).count(),
        })
        .filter(|count| count.n > 0)
        .collect()
}

fn doubt(doubt: &Doubt, words: &super::words::Words) -> DoubtRow {
    DoubtRow {
        code: words.get("doubt", &doubt.code).to_owned(),
        line: doubt.line,
        words: shortened(&visible(&doubt.words), LONGEST),
        message: doubt.message.clone(),
        anchor: doubt.anchor.as_ref().map(|a| format!("#{a}")).unwrap_or_default(),
    }
}

/// Names as the records write them.
pub fn certainty(certainty: Certainty) -> &'static str {
    match certainty {
        Certainty::Certain => "certain",
        Certainty::Likely => "likely",
        Certainty::Conjecture => "conjecture",
    }
}

fn format_name(format: crate::model::Format) -> &'static str {
    use crate::model::Format::*;
    match format {
        Text => "text",
        Html => "html",
        Docx => "docx",
        Ofd => "ofd",
        Pdf => "pdf",
        Markdown => "markdown",
    }
}
