//! What import did to one source, kept beside the page.

use super::{Anchor, Format, Repair};
use serde::{Deserialize, Serialize};

/// A place the program is not sure of. A reader sees the mark, `check` lists it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Doubt {
    /// Stable code, e.g. `byte-slip`, `number-repeated`, `number-gap`, `table-lost`, `structure-unsure`.
    pub code: String,
    /// The clause, when it is in one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub anchor: Option<Anchor>,
    /// Line in the source, from 1.
    pub line: usize,
    /// The words in question, as they stand in the page; empty for the whole clause.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub words: String,
    /// For a reader, in Chinese.
    pub message: String,
}

/// The record of one import: `content/imports/<slug>.json`.
#[derive(Debug, Clone, PartialEq, Hash, Serialize, Deserialize)]
pub struct ImportRecord {
    /// Path below the sources folder.
    pub source: String,
    pub sha256: String,
    pub format: Format,
    pub encoding: String,
    /// SHA-256 of the override file that was taken in, lower-case hex.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub override_sha256: Option<String>,
    /// Version of the program's reading rules, so that a page made by older ones is made again.
    pub rules: u32,
    /// SHA-256 of the page as import wrote it, links left out: a page that differs was edited by hand.
    pub page_sha256: String,
    /// In source order; undoing them all gives the source back.
    pub repairs: Vec<Repair>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub doubts: Vec<Doubt>,
}
