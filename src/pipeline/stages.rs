//! The joints: each stage as the pipeline calls it, and nothing else. When a stage changes its
//! signature, this is the file to change.

use crate::config::Site;
use crate::diagnostic::Diagnostic;
use crate::model::{
    Block, Circular, Citation, Corpus, Document, Doubt, Edit, Format, ImportRecord, Metadata, Output, Page,
    PartialDate, RepairedText, SourceText,
};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// A source that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    pub name: String,
    pub path: PathBuf,
}

/// The sources below `folder`, all or those that `only` names.
pub(super) fn sources(_folder: &Path, _only: &[PathBuf]) -> Result<Vec<Found>, Diagnostic> {
    Ok(Vec::new())
}

/// The bytes as received.
pub(super) fn bytes(_found: &Found) -> Result<Vec<u8>, Diagnostic> {
    Ok(Vec::new())
}

/// The text of `bytes`, and what the reader has to say about it.
pub(super) fn text(found: &Found, _bytes: &[u8]) -> Result<(SourceText, Vec<Diagnostic>), Diagnostic> {
    Err(Diagnostic::error("source-unreadable", "no reader is joined").at(&found.path, None))
}

pub(super) fn repair(source: &SourceText) -> (RepairedText, Vec<Doubt>) {
    (RepairedText::new(&source.text), Vec::new())
}

pub(super) fn parse(
    _name: &str,
    _text: &RepairedText,
    _format: Format,
) -> (Metadata, Vec<Block>, Vec<Doubt>) {
    (Metadata::default(), Vec::new(), Vec::new())
}

/// Edits that undo slips, in bytes of `text`, and the doubts that remain.
pub(super) fn restore(
    _text: &RepairedText,
    _circular: &Circular,
    doubts: &[Doubt],
    _sisters: &[&Circular],
) -> (Vec<Edit>, Vec<Doubt>) {
    (Vec::new(), doubts.to_vec())
}

/// The metadata of `circular` with what a sister copy gives; None when none does.
pub(super) fn borrow(_circular: &Circular, _sisters: &[&Circular]) -> Option<Metadata> {
    None
}

/// The slug that title and date suggest, `2019/…` or `undated/…`.
pub(super) fn slug(circular: &Circular) -> String {
    format!("undated/{}", circular.meta.source.sha256)
}

/// The page of `circular`, whose derived fields are set first.
pub(super) fn write_page(_circular: &mut Circular) -> String {
    String::new()
}

/// A page as it stands on disk; None when it can't be read.
pub(super) fn read_page(_slug: &str, _text: &str, _file: &Path) -> (Option<Page>, Vec<Diagnostic>) {
    (None, Vec::new())
}

/// Characters of the source that are in neither the page nor a repair.
pub(super) fn lost(_text: &RepairedText, _page: &str) -> Vec<Diagnostic> {
    Vec::new()
}

/// SHA-256 of a page, links of the program left out, lower-case hex.
pub(super) fn page_hash(page: &str) -> String {
    Sha256::digest(page).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The citations of each page, resolved among `pages`.
pub(super) fn citations(pages: &[Page]) -> Vec<Vec<Citation>> {
    vec![Vec::new(); pages.len()]
}

/// The Markdown of a page with the links that its citations give.
pub(super) fn relink(markdown: &str, _page: &Page, _citations: &[Citation]) -> String {
    markdown.to_owned()
}

/// All that holds among `pages`.
pub(super) fn assemble(
    _pages: Vec<Page>,
    _records: BTreeMap<String, ImportRecord>,
    _citations: Vec<Vec<Citation>>,
    as_of: Option<PartialDate>,
) -> (Corpus, Vec<Diagnostic>) {
    (Corpus { as_of, ..Corpus::default() }, Vec::new())
}

/// The ledger `text` with what `pages` publish added, and the promises that they break: `anchor-vanished` for
/// an anchor that is no longer there, `published-page-broken` for a work whose page is one of the `unreadable`.
///
/// # Errors
/// When the ledger itself can't be understood.
pub(super) fn promise(
    text: &str,
    _pages: &[Page],
    _unreadable: &[String],
    _file: &Path,
) -> Result<(String, Vec<Diagnostic>), Diagnostic> {
    Ok((text.to_owned(), Vec::new()))
}

/// Every file of the site but the downloads of sources.
///
/// # Errors
/// A theme that can't be read or a template that fails: nothing can be shown then.
pub(super) fn outputs(
    _site: &Site,
    _corpus: &Corpus,
    _documents: &[Document],
) -> Result<Vec<Output>, Diagnostic> {
    Ok(Vec::new())
}

/// What makes spellings of the same words the same, for [`super::find()`].
pub(super) fn folded(text: &str) -> String {
    text.to_owned()
}
