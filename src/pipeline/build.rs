//! Import, link, corpus, site: for what changed, whole or not at all.

use super::import::{Imported, import};
use super::shelf::Shelf;
use super::{Failure, Progress, audience, link, stages};
use crate::config::Site;
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::{Corpus, Document};
use crate::site::{Content, Plan, Written, broken_links, read_document, write};

/// What a build did.
#[derive(Debug)]
pub struct Built {
    pub imported: Imported,
    /// Circulars in the site.
    pub circulars: usize,
    /// Pages whose links changed.
    pub linked: usize,
    pub written: Written,
    /// Of pages and site; those of the import stand in `imported`.
    pub problems: Vec<Diagnostic>,
}

/// Builds the site. Single texts and pages with errors are left out and said; the rest is built.
///
/// # Errors
/// [`Failure::Refused`] when a published anchor has vanished, a link would be broken, two files would be one, or the
/// theme fails: then the site that was there stands. [`Failure::Content`] and [`Failure::Write`] when the disk fails.
pub fn build(site: &Site, progress: &dyn Progress) -> Result<Built, Failure> {
    let imported = import(site, &[], progress)?;
    let content = Content::new(site.content());
    let mut shelf = Shelf::read(&content, progress);
    let linked = link::on_disk(&content, &mut shelf, progress)?;
    let mut problems = std::mem::take(&mut shelf.problems);
    let (ledger, vanished) = promise(&content, &shelf)?;
    let (plan, corpus, faults) = plan(site, &content, shelf, progress)?;
    problems.extend(faults);
    problems.extend(vanished);
    if problems.iter().any(refuses) {
        return Err(Failure::Refused(problems));
    }
    progress.begin("writing", 1);
    let written = write(&site.output(), &plan)?;
    // After the site: an anchor that was never published is not promised.
    content.write_ledger(&ledger)?;
    progress.end();
    Ok(Built { imported, circulars: corpus.entries.len(), linked, written, problems })
}

/// Errors of a single page leave it out; these concern the site as a whole, or what was promised.
fn refuses(problem: &Diagnostic) -> bool {
    const OF_THE_SITE: [&str; 8] = [
        "anchor-broken",
        "anchor-vanished",
        "foreign-resource",
        "id-repeated",
        "link-broken",
        "path-twice",
        "path-unsafe",
        "published-page-broken",
    ];
    problem.severity == Severity::Error && OF_THE_SITE.contains(&problem.code)
}

/// The ledger as it will be, and the promises that would be broken. A published page that can't be
/// read is one message, not one for each of its anchors.
pub(super) fn promise(content: &Content, shelf: &Shelf) -> Result<(String, Vec<Diagnostic>), Failure> {
    let old = content.ledger()?;
    stages::promise(&old, &shelf.pages, &shelf.unreadable, &content.ledger_file())
        .map_err(|error| Failure::Refused(vec![error]))
}

/// The plan of the site for its audience, and what is wrong with it.
pub(super) fn plan(
    site: &Site,
    content: &Content,
    mut shelf: Shelf,
    progress: &dyn Progress,
) -> Result<(Plan, Corpus, Vec<Diagnostic>), Failure> {
    if site.is_public() && audience::restrict(&mut shelf) {
        link::in_memory(&mut shelf, progress);
    }
    let citations = stages::citations(&shelf.pages);
    let (corpus, mut problems) = stages::assemble(shelf.pages, shelf.records, citations, site.as_of());
    let documents = documents(content, &mut problems);
    progress.begin("rendering", corpus.entries.len());
    let outputs =
        stages::outputs(site, &corpus, &documents).map_err(|error| Failure::Refused(vec![error]))?;
    progress.end();
    let (plan, faults) = Plan::new(outputs, downloads(site, &corpus));
    problems.extend(faults);
    problems.extend(broken_links(&plan));
    Ok((plan, corpus, problems))
}

fn documents(content: &Content, problems: &mut Vec<Diagnostic>) -> Vec<Document> {
    let (stored, unread) = content.documents();
    problems.extend(unread);
    let mut documents = Vec::with_capacity(stored.len());
    for stored in &stored {
        match read_document(stored) {
            Ok(document) => documents.push(document),
            Err(problem) => problems.push(problem),
        }
    }
    documents
}

/// Sources of the circulars shown, for download, those that are still there: path in the site, file on disk.
/// A member of an archive is not a file of its own.
fn downloads(site: &Site, corpus: &Corpus) -> Vec<(String, std::path::PathBuf)> {
    let mut files: Vec<_> = corpus
        .entries
        .iter()
        .filter_map(|entry| entry.record.as_ref())
        .map(|record| (format!("sources/{}", record.source), site.sources().join(&record.source)))
        .filter(|(_, file)| file.is_file())
        .collect();
    files.sort();
    files.dedup();
    files
}
