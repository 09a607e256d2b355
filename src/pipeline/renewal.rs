//! An edit of words, followed to the pages that it reaches, where a build would read and compare the whole collection.
//!
//! Most edits change the words of a clause and nothing that other circulars or lists could see: no title, no date, no
//! number, nothing cited. Whether it is so is found out by doing the page as it was and the page as it is alike, and holding
//! the results against each other; where they differ, or anything is not as expected, there is no renewal, and the build
//! does all. What the words share with other texts is worked out again for the clauses that it can concern ([`reach`]).

mod outputs;
mod part;
mod sharing;

use super::build::Built;
use super::findings::Found;
use super::remembered::{Remembered, Renewed};
use super::stages::{self, reach};
use super::{Failure, images, shelf};
use crate::config::Site;
use crate::model::{Circular, Citation, Entry, ImportRecord, Output, Page, Ties};
use crate::site::{Content, Patch, Shelved, Stored};
use part::Part;
use std::collections::BTreeSet;

/// The page that was edited.
struct Edit {
    /// The place of the circular among all.
    at: usize,
    stored: Stored,
    old: Page,
    new: Page,
    /// The places of the blocks whose words changed.
    reworded: Vec<usize>,
    /// As they are with the new words.
    ties: Ties,
    record: Option<ImportRecord>,
}

/// Brings the site up to date with the edit of one page; None when there is more to do than that, and nothing was done.
pub(super) fn renew(site: &Site, remembered: &mut Remembered) -> Option<Result<Built, Failure>> {
    let content = Content::new(site.content());
    let slug = remembered.edited_page(&content)?;
    let mut found = remembered.findings()?;
    let mut edit = edit(&content, &found, &slug)?;
    // Search sees the words, and nothing of what they mean.
    let entry = edit.entry();
    let follow = || {
        let followed = follow(site, &content, &found, &mut edit, remembered)?;
        Some((followed, Patch::open(&site.output()).ok()?))
    };
    let (followed, index) = stages::both(follow, || remembered.index(&entry));
    let ((Followed { part, ledger, outputs }, mut patch), mut index) = followed.zip(index)?;
    let pages = outputs.iter().map(|output| output.path.clone()).collect();
    let of_index = std::mem::take(&mut index.renewed.outputs);
    outputs.into_iter().chain(of_index).for_each(|output| patch.take(output));
    index.renewed.gone.iter().cloned().for_each(|path| patch.drop_file(path));
    if !patch.is_sound() {
        return None;
    }
    let finish = || {
        let (changed, written) = patch.finish()?;
        // After the site: an anchor that was never published is not promised.
        let promise = || {
            let is_new = content.write_ledger(&ledger)?;
            Ok::<_, Failure>(remembered.inputs_with(is_new.then_some(&*ledger)))
        };
        let keep = || {
            keep(&mut found, &edit, &part).ok()?;
            remembered.keep_renewed(Renewed { found, pages, circular: edit.at, changed, index })
        };
        let (inputs, kept) = stages::both(promise, keep);
        Ok(remembered.renewed(inputs?, kept).map(|built| Built { written, ..built }))
    };
    match finish() {
        Ok(built) => built.map(Ok),
        Err(failure) => Some(Err(failure)),
    }
}

/// What an edit makes of the site but for its index.
struct Followed {
    part: Part,
    /// The text of the ledger.
    ledger: String,
    outputs: Vec<Output>,
}

fn follow(
    site: &Site,
    content: &Content,
    found: &Found,
    edit: &mut Edit,
    remembered: &Remembered,
) -> Option<Followed> {
    let part = Part::read(found, edit)?;
    settle(edit, &part, site)?;
    let ledger = stages::renewed_ledger(&content.ledger().ok()?, &edit.new.circular, content.folder())?;
    let outputs = outputs::outputs(site, content, found, &part, edit, remembered)?;
    Some(Followed { part, ledger, outputs })
}

/// The edit of a page; None when more than words changed, or something is to be said about it.
fn edit(content: &Content, found: &Found, slug: &str) -> Option<Edit> {
    let at = found.place(slug)?;
    let file = content.page_file(slug);
    let before = Stored { name: slug.to_owned(), file: file.clone(), text: found.text(at)? };
    let stored = Stored { name: slug.to_owned(), file, text: content.page(slug).ok()? };
    let read = |stored: &Stored| {
        let (page, problems) = stages::read_page(&stored.name, &stored.text, &stored.file);
        page.filter(|_| problems.is_empty())
    };
    let (old, new) = (read(&before)?, read(&stored)?);
    let reworded = reach::reworded(&old.circular, &new.circular)?;
    if images::paths(&old.circular) != images::paths(&new.circular) {
        return None;
    }
    let ties = found.ties(at)?;
    let (was, record) = (record(content, &before, &old)?, record(content, &stored, &new)?);
    // What is doubted stands in the report.
    let doubts = |record: &Option<ImportRecord>| record.as_ref().map(|record| record.doubts.clone());
    (doubts(&was) == doubts(&record)).then_some(Edit { at, stored, old, new, reworded, ties, record })
}

/// The record of a page with the doubts that stand; None when it can't be read.
fn record(content: &Content, stored: &Stored, page: &Page) -> Option<Option<ImportRecord>> {
    let file = content.record_file(&stored.name);
    if !file.exists() {
        return Some(None);
    }
    let (_, mut record) = Shelved { name: stored.name.clone(), file }.record().ok()?;
    shelf::settle_doubts(&mut record, &stored.text, &page.circular);
    Some(Some(record))
}

impl Edit {
    fn entry(&self) -> Entry {
        let (page, record, ties) = (self.new.clone(), self.record.clone(), self.ties.clone());
        Entry { page, record, ties, ..Entry::default() }
    }
}

/// Takes in what the new words cite; None when that is anything else than before, or the page's links are, or its status.
fn settle(edit: &mut Edit, part: &Part, site: &Site) -> Option<()> {
    let (before, now) = (part.among(Some(&edit.old)), part.among(None));
    let (was, cited) = (before.citations(&edit.old), now.citations(&edit.new));
    let is_moved = |(was, is): (&Citation, &Citation)| *was == Citation { span: was.span, ..is.clone() };
    if before.relations(&edit.old, &was) != now.relations(&edit.new, &cited)
        || was.len() != cited.len()
        || !was.iter().zip(&cited).all(is_moved)
    {
        return None;
    }
    let blocks = edit.reworded.iter().filter_map(|at| edit.new.circular.blocks.clause(*at));
    let anchors: BTreeSet<_> = blocks.map(|clause| clause.anchor).collect();
    let of = |list: &[Citation]| -> Vec<Citation> {
        list.iter().filter(|citation| anchors.contains(&citation.from)).cloned().collect()
    };
    // What was found among all must be what is found in the part.
    if of(&edit.ties.citations) != of(&was) {
        return None;
    }
    let mut now = of(&cited).into_iter();
    let known = std::mem::take(&mut edit.ties.citations).into_iter();
    edit.ties.citations =
        known.filter_map(|c| if anchors.contains(&c.from) { now.next() } else { Some(c) }).collect();
    let standing = |circular: &Circular| part.standing(circular, &edit.ties, site.as_of());
    (stages::relink(&edit.new, &edit.stored, &edit.ties.citations).is_none()
        && standing(&edit.old.circular) == standing(&edit.new.circular))
    .then_some(())
}

/// Takes the edit into what was found out.
fn keep(found: &mut Found, edit: &Edit, part: &Part) -> std::io::Result<()> {
    let circular = &edit.new.circular;
    let marks = reach::marks(circular, None);
    found.edit(edit.at, &edit.stored.text, &marks, &edit.ties, stages::fullness(circular))?;
    let changed = part.reached.iter().filter(|(_, reached)| reached.changes);
    changed.into_iter().try_for_each(|(at, reached)| found.edit_parallels(*at, &reached.parallels))?;
    found.table.pairs.clone_from(&part.pairs);
    Ok(())
}
