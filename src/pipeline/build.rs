//! Import, link, corpus, site: for what changed, whole or not at all.

use super::images::images;
use super::import::{Imported, import};
use super::shelf::Shelf;
use super::stages::Found;
use super::{Desk, Failure, Progress, audience, link, stages};
use crate::config::Site;
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::{Circular, Corpus, Document};
use crate::site::{Content, Draft, Written, read_document};
use std::collections::BTreeSet;

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
    /// What was built, for showing the next edit at once.
    pub desk: Desk,
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
    if shelf.circulars().all(|circular| audience::shows(site, circular)) {
        // Pages are linked again only when something was taken out that may not be shown.
        shelf.texts = Vec::new();
    }
    let (ledger, vanished) = promises(&content, &shelf, |circular| audience::shows(site, circular))?;
    let draft = Draft::on_disk(&site.output())?;
    let (desk, faults) = render(site, &content, shelf, &draft, progress)?;
    problems.extend(faults);
    problems.extend(vanished);
    if problems.iter().any(refuses) {
        return Err(Failure::Refused(problems));
    }
    progress.begin("writing", 1);
    let written = draft.finish()?;
    // After the site: an anchor that was never published is not promised.
    content.write_ledger(&ledger)?;
    progress.end();
    Ok(Built { imported, circulars: desk.corpus.entries.len(), linked, written, problems, desk })
}

/// Errors of a single page leave it out; these concern the site as a whole, or what was promised.
fn refuses(problem: &Diagnostic) -> bool {
    const OF_THE_SITE: [&str; 9] = [
        "anchor-broken",
        "anchor-vanished",
        "circular-vanished",
        "foreign-resource",
        "id-repeated",
        "link-broken",
        "path-twice",
        "path-unsafe",
        "published-page-broken",
    ];
    problem.severity == Severity::Error && OF_THE_SITE.contains(&problem.code)
}

/// Of so many circulars the anchors are held against the ledger at once: those of all would take as much memory as it.
const AT_ONCE: usize = 1024;

/// The ledger's text once what is `shown` has been published, and the promises that what is held would break. It is
/// made before the site, for what it is made of would stay in memory beside the corpus. A published page that can't be read is one
/// message, not one for each of its anchors.
pub(super) fn promises(
    content: &Content,
    shelf: &Shelf,
    shown: impl Fn(&Circular) -> bool,
) -> Result<(String, Vec<Diagnostic>), Failure> {
    let text = content.ledger()?;
    let mut ledger =
        stages::ledger(&text, &content.ledger_file()).map_err(|error| Failure::Refused(vec![error]))?;
    let circulars: Vec<&Circular> = shelf.circulars().collect();
    let mut broken = stages::vanished(&ledger, &circulars, content.folder());
    for circulars in circulars.chunks(AT_ONCE) {
        let mut today = stages::today(circulars);
        broken.extend(stages::broken_promises(&ledger, &today, circulars, content.folder()));
        for circular in circulars.iter().filter(|circular| !shown(circular)) {
            today.circulars.remove(&circular.slug);
        }
        ledger.update(today);
    }
    let unreadable = |d: &Diagnostic| {
        d.code == "circular-vanished"
            && shelf.unreadable.iter().any(|slug| d.file.as_deref() == Some(&*content.page_file(slug)))
    };
    let broken = broken
        .into_iter()
        .map(|d| match unreadable(&d) {
            true => {
                let message = "published, and now it can't be read: its addresses would be lost";
                let fault = Diagnostic { code: "published-page-broken", message: message.into(), ..d };
                fault.help("mend the page: its own error says what is wrong with it")
            }
            false => d,
        })
        .collect();
    Ok((ledger.write(), broken))
}

/// Gives the site for its audience to `draft`, file by file; what holds among what it shows, and what is wrong with it.
/// The pages of `shelf` have been linked.
pub(super) fn render(
    site: &Site,
    content: &Content,
    mut shelf: Shelf,
    draft: &Draft,
    progress: &dyn Progress,
) -> Result<(Desk, Vec<Diagnostic>), Failure> {
    let restricted = site.is_public() && audience::restrict(&mut shelf, progress);
    let (corpus, mut problems) = stages::corpus(shelf.pages, shelf.records, shelf.citations, site.as_of());
    let documents = documents(content, &mut problems);
    progress.begin("rendering", corpus.entries.len());
    let sources = stages::sources(&site.sources(), &[]).unwrap_or_default();
    let (images, pictures, unseen) = images(&corpus, &sources);
    problems.extend(unseen);
    pictures.into_iter().try_for_each(|picture| draft.take(picture))?;
    let downloads = downloads(sources, &corpus);
    let sources = stages::named(&downloads, &images);
    stages::outputs(site, &corpus, &documents, &sources, draft, progress)?;
    for found in downloads {
        draft.copy(&format!("sources/{}", found.name), &found.path)?;
    }
    progress.end();
    problems.extend(draft.faults());
    Ok((Desk { corpus, documents, sources, restricted }, problems))
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

/// Sources of the circulars shown, for download, those that are still there. A member of an archive is not a
/// file of its own.
fn downloads(mut sources: Vec<Found>, corpus: &Corpus) -> Vec<Found> {
    let names: BTreeSet<&str> =
        corpus.entries.iter().filter_map(|entry| entry.record.as_ref()).map(|r| r.source.as_str()).collect();
    sources.retain(|found| names.contains(found.name.as_str()) && found.path.ends_with(&found.name));
    sources
}
