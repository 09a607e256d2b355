//! Sources become pages. Each file stands alone: an error in one is one message, the rest goes on.

mod page;

use super::draft::{self, Draft, RULES};
use super::portions::portions;
use super::shelf::{self, Shelf};
use super::slugs::Slugs;
use super::stages::Found;
use super::standing::Again;
use super::{Failure, Progress, sisters, stages};
use crate::config::Site;
use crate::diagnostic::Diagnostic;
use crate::model::{Circular, ImportRecord, RepairKind};
use crate::site::{Aside, Content};
use page::{make_page, unedited};
use rayon::prelude::*;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;

/// What became of one source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// A new page.
    New,
    /// The page was made again.
    Renewed,
    /// Read again, and the page says so already.
    Same,
    /// The page was edited by hand; the new text stands beside it.
    Beside,
    /// The page was edited by hand, and the source says what it said before.
    Kept,
    /// No page was written.
    Failed,
}

/// One source that was read.
#[derive(Debug)]
pub struct ImportedFile {
    /// Path below the sources folder.
    pub source: String,
    pub slug: String,
    pub outcome: Outcome,
    pub title: String,
    pub clauses: usize,
    /// What was done to it; None when it failed.
    pub record: Option<ImportRecord>,
}

/// What an import did.
#[derive(Debug, Default)]
pub struct Imported {
    pub files: Vec<ImportedFile>,
    /// How many sources have not changed since their page was made.
    pub unchanged: usize,
    /// The slugs of their pages, in the order of the sources; only import itself gives them.
    pub unchanged_slugs: Vec<String>,
    /// All records by slug, as they stood before the import.
    pub records: BTreeMap<String, ImportRecord>,
    pub problems: Vec<Diagnostic>,
    /// What an import right after this one would have to say; None where only trying it tells.
    pub(super) again: Option<Again>,
    /// Every record could be read.
    pub(super) records_are_whole: bool,
}

impl Imported {
    /// Repairs by kind in the files that were read, kinds without any left out.
    pub fn repairs(&self) -> BTreeMap<RepairKind, usize> {
        let mut counts = BTreeMap::new();
        for repair in self.files.iter().filter_map(|file| file.record.as_ref()).flat_map(|r| &r.repairs) {
            *counts.entry(repair.kind).or_insert(0) += 1;
        }
        counts
    }
}

/// What a first look at a source shows.
enum Look {
    /// Source and rules are those that its page was made of.
    Unchanged(Found),
    Draft(Box<Draft>),
    Failed(Found, Vec<Diagnostic>),
}

/// Imports what `paths` name (files or folders of sources; all when empty) and has changed.
///
/// # Errors
/// [`Failure`] when the sources folder can't be listed or a page or record can't be written.
pub fn import(site: &Site, paths: &[PathBuf], progress: &dyn Progress) -> Result<Imported, Failure> {
    import_new(site, paths, &|_, _| false, progress)
}

/// [`import`], without a look at what `is_imported` knows: a source with the slug of its page.
pub(super) fn import_new(
    site: &Site,
    paths: &[PathBuf],
    is_imported: &(dyn Fn(&Found, &str) -> bool + Sync),
    progress: &dyn Progress,
) -> Result<Imported, Failure> {
    let content = Content::new(site.content());
    let mut done = Imported::default();
    if !site.sources().is_dir() {
        done.problems.push(
            Diagnostic::warning("sources-absent", "there is no folder for sources")
                .at(site.sources(), None)
                .help("make it and put texts into it"),
        );
        done.again = Some(Again { problems: done.problems.clone(), ..Again::default() });
        return Ok(done);
    }
    let (records, problems) = shelf::records(&content);
    done.records_are_whole = problems.is_empty();
    done.problems.extend(problems);
    let all = stages::sources(&site.sources(), &[]).map_err(|error| Failure::Refused(vec![error]))?;
    let chosen = match paths {
        [] => all.clone(),
        some => stages::sources(&site.sources(), some).map_err(|error| Failure::Refused(vec![error]))?,
    };
    let names: BTreeSet<&str> = all.iter().map(|found| found.name.as_str()).collect();

    let of_source: BTreeMap<&str, (&str, &ImportRecord)> =
        records.iter().map(|(slug, record)| (record.source.as_str(), (slug.as_str(), record))).collect();
    progress.begin("sources", chosen.len());
    let first_look = |found: Found| {
        let known = of_source.get(found.name.as_str());
        let current = known.filter(|(slug, _)| content.page_file(slug).is_file());
        let is_same =
            current.is_some_and(|(slug, record)| record.rules == RULES && is_imported(&found, slug));
        let look = match is_same {
            true => Look::Unchanged(found),
            false => isolated(found, |found| look(found, current.map(|(_, record)| *record))),
        };
        progress.step();
        look
    };
    let (mut drafts, mut unchanged, mut aside) = (Vec::new(), Vec::new(), Aside::new());
    for portion in portions(chosen) {
        let looks: Vec<Look> = portion.into_par_iter().map(first_look).collect();
        for look in looks {
            match look {
                Look::Draft(mut draft) => {
                    draft.put_aside(&mut aside);
                    drafts.push(*draft);
                }
                Look::Unchanged(found) => unchanged.push(found),
                Look::Failed(found, problems) => {
                    done.problems.extend(problems);
                    done.files.push(failed(found.name));
                }
            }
        }
    }
    progress.end();
    let mut again = Again {
        failed: done.files.iter().map(|file| file.source.clone()).collect(),
        unchanged: unchanged.len() + drafts.len(),
        problems: done.problems.clone(),
    };
    // A record that could not be read is made anew; a conversion that failed may succeed.
    let mut can_repeat = paths.is_empty()
        && (done.records_are_whole || drafts.is_empty())
        && !done.problems.iter().any(|problem| problem.code == "source-conversion");
    if !drafts.is_empty() {
        let shelf = Shelf::read(&content, progress);
        unchanged = needy_again(unchanged, &records, &of_source, &shelf, &mut drafts);
        drafts.sort_by(|a, b| a.circular.slug.cmp(&b.circular.slug));
        let imported = make_pages(&content, drafts, &aside, &shelf, &records, &names, progress)?;
        can_repeat &= imported.files.iter().all(|file| file.outcome != Outcome::Failed);
        done.files.extend(imported.files);
        done.problems.extend(imported.problems);
    }
    let mut problems = stages::stray_overrides(&site.sources(), &all);
    done.files.sort_by(|a, b| a.source.cmp(&b.source));
    let settled: BTreeSet<&str> = done.files.iter().map(|file| file.slug.as_str()).collect();
    for (slug, record) in &records {
        if !names.contains(record.source.as_str()) && !settled.contains(slug.as_str()) {
            problems.push(
                Diagnostic::warning("source-gone", format!("its source {} is no longer there", record.source))
                    .at(content.page_file(slug), None)
                    .help("the page stays; to take the circular out, delete the page and its record in content/imports"),
            );
        }
    }
    again.problems.extend(problems.iter().cloned());
    done.problems.extend(problems);
    done.again = can_repeat.then_some(again);
    let unchanged: BTreeSet<&str> = unchanged.iter().map(|found| found.name.as_str()).collect();
    done.unchanged = unchanged.len();
    let mut slugs: Vec<_> =
        records.iter().filter(|(_, record)| unchanged.contains(record.source.as_str())).collect();
    slugs.sort_by(|(_, a), (_, b)| a.source.cmp(&b.source));
    done.unchanged_slugs = slugs.into_iter().map(|(slug, _)| slug.clone()).collect();
    done.records = records;
    Ok(done)
}

/// A source of which no page was made.
pub(super) fn failed(source: String) -> ImportedFile {
    ImportedFile {
        source,
        slug: String::new(),
        outcome: Outcome::Failed,
        title: String::new(),
        clauses: 0,
        record: None,
    }
}

/// A fault of the program in one text must not take the others down.
fn isolated(found: Found, look: impl FnOnce(Found) -> Look) -> Look {
    let again = found.clone();
    catch_unwind(AssertUnwindSafe(|| look(found))).unwrap_or_else(|_| {
        let problem = Diagnostic::error("internal", "the program failed on this text; the others go on")
            .at(&again.path, None)
            .help("please report it, with the text if you may give it away");
        Look::Failed(again, vec![problem])
    })
}

/// Reads, repairs and parses a source, unless `current`, the record of its page, is of the same bytes,
/// settlements and rules.
fn look(found: Found, current: Option<&ImportRecord>) -> Look {
    let read = stages::settled(&found).and_then(|settled| {
        let bytes = stages::bytes(&found)?;
        let sha256: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        let settled_by = settled.as_ref().map(|settled| &settled.sha256);
        if current.is_some_and(|record| {
            record.sha256 == sha256 && record.override_sha256.as_ref() == settled_by && record.rules == RULES
        }) {
            return Ok(None);
        }
        Ok(Some((stages::text(&found, &bytes)?, settled)))
    });
    match read {
        Ok(None) => Look::Unchanged(found),
        Ok(Some(((source, problems), settled))) => match Draft::new(source, &found.path, settled, problems) {
            Ok(draft) => Look::Draft(Box::new(draft)),
            Err(problems) => Look::Failed(found, problems),
        },
        Err(problem) => Look::Failed(found, vec![problem]),
    }
}

/// Drafts anew those of `unchanged` that a text which has just arrived may help; gives the others.
fn needy_again(
    unchanged: Vec<Found>,
    records: &BTreeMap<String, ImportRecord>,
    of_source: &BTreeMap<&str, (&str, &ImportRecord)>,
    shelf: &Shelf,
    drafts: &mut Vec<Draft>,
) -> Vec<Found> {
    let (needy, rest): (Vec<Found>, Vec<Found>) = unchanged.into_iter().partition(|found| {
        let Some((slug, record)) = of_source.get(found.name.as_str()) else { return false };
        unedited(shelf, records, slug)
            .is_some_and(|circular| draft::has_slipped(&record.doubts) || draft::lacks_evidence(circular))
    });
    for found in needy {
        if let Look::Draft(draft) = isolated(found, |found| look(found, None)) {
            drafts.push(*draft);
        }
    }
    rest
}

/// Settles drafts among themselves and with what is held, and writes pages and records.
fn make_pages(
    content: &Content,
    mut drafts: Vec<Draft>,
    aside: &Aside,
    shelf: &Shelf,
    records: &BTreeMap<String, ImportRecord>,
    names: &BTreeSet<&str>,
    progress: &dyn Progress,
) -> Result<Imported, Failure> {
    let again: BTreeSet<String> =
        drafts.iter().map(|draft| draft.circular.meta.source.file.clone()).collect();
    let held: Vec<&Circular> =
        shelf.circulars().filter(|circular| !again.contains(&circular.meta.source.file)).collect();
    let mut slugs = Slugs::new(shelf, records, names);
    sisters::restore(&mut drafts, &held, aside)?;
    // A slug follows from title and date, which may be borrowed; and a borrowed field names a work by its slug.
    // So it is borrowed for the slugs first, and for good when all have theirs.
    let lenders = sisters::lenders(&drafts, &held);
    let wished = sisters::borrowed(&drafts, &held, &lenders);
    // Those that borrow come last: the plain name is the lender's.
    let (lending, borrowing): (Vec<_>, Vec<_>) =
        drafts.iter_mut().zip(wished).partition(|(_, wished)| wished.is_none());
    for (draft, wished) in lending.into_iter().chain(borrowing) {
        let own = std::mem::take(&mut draft.circular.meta);
        draft.circular.meta = wished.unwrap_or_else(|| own.clone());
        draft.circular.slug = slugs.give(&draft.circular);
        draft.circular.meta = own;
    }
    let borrowed = sisters::borrowed(&drafts, &held, &lenders);
    for (draft, meta) in drafts.iter_mut().zip(borrowed) {
        draft.circular.meta = meta.unwrap_or_else(|| std::mem::take(&mut draft.circular.meta));
    }
    progress.begin("pages", drafts.len());
    let made: Vec<_> = drafts
        .into_par_iter()
        .map(|draft| {
            let made = make_page(content, draft, aside, shelf, records);
            progress.step();
            made
        })
        .collect();
    progress.end();
    let mut done = Imported::default();
    for made in made {
        let (file, problems) = made?;
        done.files.push(file);
        done.problems.extend(problems);
    }
    Ok(done)
}
