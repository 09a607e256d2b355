//! What the peers' searches find, asked with their own code in Node: pages, where ours gives clauses.

use super::measure;
use super::queries::Phrase;
use anyhow::{Context, Result};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

/// Pages that hold the phrases, and what was found of them.
#[derive(Debug, Clone, Copy, Default)]
pub struct Matched {
    /// Phrases asked, and those whose pages were found, all of them and no other.
    pub asked: usize,
    pub exact: usize,
    pub expected: usize,
    pub given: usize,
    pub right: usize,
}

/// Phrases in quotation marks, which Pagefind takes as such.
pub fn pagefind(public: &Path, phrases: &Path, limit: Duration) -> Result<Matched> {
    ask(include_str!("pagefind.mjs"), public, phrases, limit)
}

/// Phrases as they stand: mdBook knows no other way.
pub fn mdbook(book: &Path, phrases: &Path, limit: Duration) -> Result<Matched> {
    ask(include_str!("mdbook.mjs"), book, phrases, limit)
}

/// Runs a script of Node with the site and the phrases. It prints a list of addresses for each phrase.
fn ask(script: &str, site: &Path, phrases: &Path, limit: Duration) -> Result<Matched> {
    let file = phrases.with_extension("mjs");
    fs::write(&file, script)?;
    let said = measure::output(Command::new("node").arg(&file).arg(site).arg(phrases), Some(limit))?;
    let given: Vec<Vec<String>> = serde_json::from_str(said.trim()).context("a list of lists")?;
    let phrases: Vec<Phrase> = serde_json::from_str(&fs::read_to_string(phrases)?)?;
    let mut matched = Matched { asked: phrases.len(), ..Matched::default() };
    for (phrase, given) in phrases.iter().zip(given) {
        let given: BTreeSet<String> = given.iter().map(|address| slug(address)).collect();
        matched.expected += phrase.slugs.len();
        matched.given += given.len();
        matched.right += given.intersection(&phrase.slugs).count();
        matched.exact += usize::from(given == phrase.slugs);
    }
    Ok(matched)
}

/// `/2019/name/`, `2019/name.html#place` to `2019/name`.
fn slug(address: &str) -> String {
    let path = address.split('#').next().unwrap_or_default();
    path.trim_matches('/').trim_end_matches(".html").trim_end_matches("/index").to_owned()
}
