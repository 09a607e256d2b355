//! The joints: each stage as the pipeline calls it, and nothing else. When a stage changes its
//! signature, this is the file to change.

use super::Progress;
use crate::config::Site;
use crate::diagnostic::Diagnostic;
use crate::model::{
    Block, Circular, Citation, Corpus, Document, Doubt, Edit, Format, ImportRecord, Metadata, Output, Page,
    PartialDate, RepairedText, SourceText,
};
use crate::site::Stored;
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

/// The slug that title and date suggest, `2019/…` or `undated/…`, one that is not taken.
pub(super) fn slug(circular: &Circular, taken: &dyn Fn(&str) -> bool) -> String {
    let plain = format!("undated/{}", circular.meta.source.sha256);
    if taken(&plain) { format!("{plain}-2") } else { plain }
}

/// The page of `circular`, whose derived fields are set first.
pub(super) fn write_page(_circular: &mut Circular) -> String {
    String::new()
}

/// A page as it stands on disk; None when it can't be read.
pub(super) fn read_page(_slug: &str, _text: &str, _file: &Path) -> (Option<Page>, Vec<Diagnostic>) {
    (None, Vec::new())
}

/// Words of the source that are in neither the page nor a repair, and words of the page that are in neither.
pub(super) fn lost(_source: &SourceText, _record: &ImportRecord, _page: &Circular) -> Vec<Diagnostic> {
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

/// The Markdown of a page with exactly the links that its citations give.
pub(super) fn relink(page: &Stored, _citations: &[Citation]) -> String {
    page.text.clone()
}

/// All that holds among `pages`.
pub(super) fn corpus(
    _pages: Vec<Page>,
    _records: BTreeMap<String, ImportRecord>,
    _citations: Vec<Vec<Citation>>,
    as_of: PartialDate,
) -> (Corpus, Vec<Diagnostic>) {
    (Corpus { as_of: Some(as_of), ..Corpus::default() }, Vec::new())
}

/// Every anchor ever published.
pub(super) struct Ledger;

/// The ledger that stands in `file`.
///
/// # Errors
/// When it can't be understood: then nothing may be published.
pub(super) fn ledger(_text: &str, _file: &Path) -> Result<Ledger, Diagnostic> {
    Ok(Ledger)
}

/// What of the ledger `circulars` no longer have; `content` is the folder for naming their pages.
pub(super) fn broken_promises<'a>(
    _ledger: &Ledger,
    _circulars: impl Iterator<Item = &'a Circular>,
    _content: &Path,
) -> Vec<Diagnostic> {
    Vec::new()
}

/// The ledger's text with what `corpus` publishes added.
pub(super) fn promise(_ledger: Ledger, _corpus: &Corpus) -> String {
    String::new()
}

/// Every file of the site but the downloads of sources, which are named.
///
/// # Errors
/// A theme that can't be read or a template that fails: nothing can be shown then.
pub(super) fn outputs(
    _site: &Site,
    _corpus: &Corpus,
    _documents: &[Document],
    _downloads: &[Found],
    _progress: &dyn Progress,
) -> Result<Vec<Output>, Diagnostic> {
    Ok(Vec::new())
}

/// Words as the site's search understands them.
pub(super) struct Query(String);

pub(super) fn query(words: &str) -> Query {
    Query(words.to_owned())
}

/// Whether a clause answers a query.
pub(super) fn answers(query: &Query, words: &str) -> bool {
    words.contains(&query.0)
}
