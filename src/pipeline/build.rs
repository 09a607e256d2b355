//! Import, link, corpus, site: for what changed, whole or not at all.

use super::findings::Notes;
use super::images::images;
use super::import::{Imported, Outcome, import_new};
use super::portions::AT_ONCE;
use super::prints::{Past, Prints};
use super::remembered::{Kept, Remembered};
use super::shelf::Shelf;
use super::stages::{Found, Indexed, Indexing, Left};
use super::standing::Said;
use super::waiting::Waiting;
use super::{Desk, Failure, Progress, audience, link, renewal, stages};
use crate::config::Site;
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::{Circular, Corpus, Document};
use crate::site::{Aside, Content, Draft, Written, read_document};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};

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
    /// What was built, for showing the next edit at once; always there when it was wished for.
    pub desk: Option<Desk>,
}

/// What a build is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wish {
    /// The site on disk.
    Site,
    /// The desk as well: then all is read, whether it changed or not.
    Desk,
}

/// Builds the site. Single texts and pages with errors are left out and said; the rest is built. Where nothing has changed
/// since the last build, nothing is done but to say the same again.
///
/// # Errors
/// [`Failure::Refused`] when a published anchor has vanished, a link would be broken, two files would be one, or the
/// theme fails: then the site that was there stands. [`Failure::Content`] and [`Failure::Write`] when the disk fails.
pub fn build(site: &Site, wish: Wish, progress: &dyn Progress) -> Result<Built, Failure> {
    let mut remembered = Remembered::open(site);
    if wish == Wish::Site
        && let Some(built) = remembered.as_ref().and_then(Remembered::nothing_to_do)
    {
        return Ok(built);
    }
    if wish == Wish::Site
        && let Some(remembered) = &mut remembered
        && let Some(renewed) = renewal::renew(site, remembered)
    {
        return renewed;
    }
    let content = Content::new(site.content());
    let is_imported = |found: &Found, slug: &str| {
        let files = [&found.path, &found.override_file(), &content.record_file(slug)];
        remembered.as_ref().is_some_and(|remembered| remembered.is_imported(&found.name, &files))
    };
    let mut imported = import_new(site, &[], &is_imported, progress)?;
    let has_written = imported.files.iter().any(|file| file.record.is_some());
    if let Some(remembered) = &mut remembered
        && has_written
    {
        remembered.wrote(|path| content.is_of_import(path));
    }
    let mut shelf = if has_written || !imported.records_are_whole {
        Shelf::read(&content, progress)
    } else {
        Shelf::read_beside(&content, std::mem::take(&mut imported.records), Vec::new(), progress)
    };
    let shown = |circular: &Circular| audience::shows(site, circular);
    let (citations, promised) =
        stages::both(|| stages::citations(&shelf.pages), || promises(&content, &shelf, shown));
    shelf.citations = citations;
    let linked = link::on_disk(&content, &mut shelf, progress)?;
    // Links change no words and no anchors: what was promised of the pages before holds of them as they are now.
    let (ledger, vanished) = promised?;
    // Not wanted until the site is written, and a third as long as all pages.
    let mut aside = Aside::new();
    let ledger = aside.put(ledger);
    let mut can_repeat = true;
    if let Some(remembered) = &mut remembered
        && !linked.is_empty()
    {
        let files: BTreeMap<PathBuf, usize> = linked.iter().map(|at| (shelf.file(*at), *at)).collect();
        remembered.wrote(|path| {
            let stored = files.get(Path::new(path)).and_then(|at| shelf.stored(*at).ok());
            stored.is_some_and(|stored| content.page(&stored.name).is_ok_and(|text| text == stored.text))
        });
        // What was said of them was said of the page before.
        can_repeat =
            !shelf.problems.iter().filter_map(|d| d.file.as_ref()).any(|file| files.contains_key(file));
    }
    let mut problems = std::mem::take(&mut shelf.problems);
    let mut notes = None;
    if shelf.circulars().all(shown) {
        notes = remembered.as_ref().and_then(Remembered::notes);
        if let Some(notes) = &mut notes {
            for at in 0..shelf.pages.len() {
                notes.text(&shelf.stored(at)?);
            }
        }
        // Pages are linked again only when something was taken out that may not be shown.
        shelf.forget_texts();
    }
    let mut draft = Draft::on_disk(&site.output())?;
    let past = remembered.as_mut().map(|remembered| remembered.resume(&mut draft)).unwrap_or_default();
    let rendering = render(site, &content, shelf, notes.as_mut(), &draft, &past, progress)?;
    let circulars = rendering.desk.corpus.entries.len();
    let Rendered { desk, prints, left, problems: faults } = rendering.finish(wish, &draft, progress)?;
    problems.extend(faults.into_iter().map(|fault| at_its_source(&content, fault)));
    let is_promised = vanished.is_empty();
    problems.extend(vanished);
    if problems.iter().any(refuses) {
        return Err(Failure::Refused(problems));
    }
    progress.begin("writing", 1);
    let links = draft.take_links();
    // Before the site: it must not be there without what it promises.
    let ledger = aside.text(&ledger)?;
    let written = draft.finish()?;
    // After the site: an anchor that was never published is not promised.
    let is_new = content.write_ledger(&ledger)?;
    if let Some(mut remembered) = remembered {
        if is_new {
            let file = content.ledger_file();
            let is_ours = || content.has_ledger(&ledger);
            remembered.wrote(|path| Path::new(path) == file && is_ours());
            can_repeat &= is_promised;
        }
        let again = imported.again.take().filter(|_| can_repeat);
        let said = again.map(|again| Said::after(again, circulars, &problems));
        let failed = imported.files.iter().filter(|file| file.outcome == Outcome::Failed);
        let failed = failed.map(|file| file.source.clone()).collect();
        remembered.keep(Kept { said, failed, prints, links, notes, left, written: written.written });
    }
    progress.end();
    Ok(Built { imported, circulars, linked: linked.len(), written, problems, desk })
}

/// A fault of a page of the site with the place in `content` that people can mend: the Markdown of which the page is made,
/// and the line whose link is named.
pub(super) fn at_its_source(content: &Content, fault: Diagnostic) -> Diagnostic {
    const OF_A_PAGE: [&str; 4] = ["anchor-broken", "foreign-resource", "id-repeated", "link-broken"];
    let Some(path) = fault.file.as_deref().and_then(Path::to_str).filter(|_| OF_A_PAGE.contains(&fault.code))
    else {
        return fault;
    };
    let Some((file, text)) = content.made_of(path) else { return Diagnostic { file: None, ..fault } };
    let names = |line: &str| {
        line.split("](").skip(1).any(|link| {
            let path = link.split([')', '#', '?']).next().unwrap_or_default();
            let name = path.rsplit('/').next().unwrap_or_default();
            let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
            !stem.is_empty() && fault.message.contains(stem)
        })
    };
    let line = text.lines().position(names).map(|at| at + 1);
    fault.at(file, line)
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

/// The ledger's text once what is `shown` has been published, and the promises that what is held would break. It is
/// made before the site, for what it is made of would stay in memory beside the corpus, of some circulars at a time, for the
/// anchors of all would take as much as the ledger. A published page that can't be read is one
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

/// A site that has been given to a draft but for the part of its index for which no circular is needed.
pub(super) struct Rendering {
    desk: Desk,
    pages: HashMap<String, u128>,
    index: Indexing,
    problems: Vec<Diagnostic>,
}

/// A site that has been given to a draft.
pub(super) struct Rendered {
    pub desk: Option<Desk>,
    pub prints: Prints,
    pub left: Left,
    /// What is wrong with it.
    pub problems: Vec<Diagnostic>,
}

impl Rendering {
    /// Gives the rest to `draft`. The desk, most of what is in memory, goes before, unless it is wished for: the rest of the
    /// index takes a third as much.
    pub fn finish(self, wish: Wish, draft: &Draft, progress: &dyn Progress) -> Result<Rendered, Failure> {
        let Rendering { desk, pages, index, mut problems } = self;
        let desk = (wish == Wish::Desk).then_some(desk);
        let Indexed { search, files: search_files, left } = index.finish(draft)?;
        progress.end();
        problems.extend(draft.faults());
        Ok(Rendered { desk, prints: Prints { pages, search, search_files }, left, problems })
    }
}

/// Gives the site for its audience to `draft`, file by file; what holds among what it shows, and what is wrong with it.
/// The pages of `shelf` have been linked.
pub(super) fn render(
    site: &Site,
    content: &Content,
    mut shelf: Shelf,
    mut notes: Option<&mut Notes>,
    draft: &Draft,
    past: &Past,
    progress: &dyn Progress,
) -> Result<Rendering, Failure> {
    let restricted = site.is_public() && audience::restrict(&mut shelf, progress)?;
    // Not wanted until kinship is known, for which most memory is needed.
    let citations = Waiting::put(std::mem::take(&mut shelf.citations))?;
    // The corpus has stretches that one thread does: the other looks at the sources meanwhile.
    let (corpus, sources) = stages::both(
        || {
            let mut note = |work: usize, marks: &mut dyn Iterator<Item = u64>| {
                notes.iter_mut().for_each(|notes| notes.marks(work, marks));
            };
            stages::corpus(shelf.pages, shelf.records, || citations.take(), site.as_of(), &mut note)
        },
        || stages::sources(&site.sources(), &[]).unwrap_or_default(),
    );
    let (corpus, mut problems) = corpus?;
    let documents = documents(content, &mut problems);
    progress.begin("rendering", corpus.entries.len());
    let (images, pictures, unseen) = images(&corpus, &sources);
    problems.extend(unseen);
    notes.iter_mut().for_each(|notes| notes.corpus(&corpus, &images));
    pictures.into_iter().try_for_each(|picture| draft.take(picture))?;
    let downloads = downloads(sources, &corpus);
    let sources = stages::named(&downloads, &images);
    let (pages, index) = stages::outputs(site, &corpus, &documents, &sources, draft, past, progress)?;
    stages::copies(&downloads, draft)?;
    Ok(Rendering { desk: Desk { corpus, documents, sources, restricted }, pages, index, problems })
}

pub(super) fn documents(content: &Content, problems: &mut Vec<Diagnostic>) -> Vec<Document> {
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
