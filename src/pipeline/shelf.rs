//! The pages and records that are held, as read from `content/`.

use super::{Progress, stages};
use crate::diagnostic::Diagnostic;
use crate::model::{Block, Circular, Citation, Doubt, ImportRecord, Page};
use crate::site::{Content, Shelved, Stored};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// So many pages are read together.
pub(super) const AT_ONCE: usize = 1024;

/// What is held.
#[derive(Debug, Default)]
pub(super) struct Shelf {
    /// In the order of the slugs.
    pub pages: Vec<Page>,
    /// The Markdown of each page.
    pub texts: Vec<Stored>,
    pub records: BTreeMap<String, ImportRecord>,
    /// Of each page, resolved among all of them; empty until they are linked.
    pub citations: Vec<Vec<Citation>>,
    /// Slugs of pages that could not be read.
    pub unreadable: Vec<String>,
    pub problems: Vec<Diagnostic>,
}

/// Whether a page that a person has edited still has what was doubted: its words, its clause.
fn stands(doubt: &Doubt, circular: &Circular) -> bool {
    let has_words = |block: &Block| match block {
        Block::Clause(clause) => [&clause.heading, &clause.text].iter().any(|t| t.contains(&doubt.words)),
        Block::Line { text, .. } => text.contains(&doubt.words),
    };
    doubt.anchor.as_ref().is_none_or(|anchor| circular.find(anchor).is_some())
        && (doubt.words.is_empty() || circular.blocks.iter().any(has_words))
}

/// Takes the doubts out of a record that are settled: those that a person's edit of the page, `text`, has done away with.
pub(super) fn settle_doubts(record: &mut ImportRecord, text: &str, circular: &Circular) {
    if !record.doubts.is_empty() && stages::page_hash(text) != record.page_sha256 {
        record.doubts.retain(|doubt| stands(doubt, circular));
    }
}

/// All import records, by slug, and what is wrong with those that can't be read.
pub(super) fn records(content: &Content) -> (BTreeMap<String, ImportRecord>, Vec<Diagnostic>) {
    let (files, mut problems) = content.records();
    let read: Vec<_> = files.into_par_iter().map(Shelved::record).collect();
    let mut records = BTreeMap::new();
    for record in read {
        match record {
            Ok((slug, record)) => {
                records.insert(slug, record);
            }
            Err(problem) => problems.push(problem),
        }
    }
    (records, problems)
}

impl Shelf {
    /// Reads all pages; one that can't be read is one message, the others are held.
    pub fn read(content: &Content, progress: &dyn Progress) -> Shelf {
        let (records, problems) = records(content);
        Shelf::read_beside(content, records, problems, progress)
    }

    /// [`Shelf::read`] with the records as they have been read, and what was wrong with them.
    pub fn read_beside(
        content: &Content,
        records: BTreeMap<String, ImportRecord>,
        of_records: Vec<Diagnostic>,
        progress: &dyn Progress,
    ) -> Shelf {
        let (files, mut problems) = content.pages();
        problems.extend(of_records);
        progress.begin("reading", files.len());
        let mut read = Vec::with_capacity(files.len());
        let mut files = files.into_iter();
        loop {
            let portion: Vec<Shelved> = files.by_ref().take(AT_ONCE).collect();
            if portion.is_empty() {
                break;
            }
            // First the texts, then what is made of them: texts go when their links are settled, and what they leave can
            // only be used if nothing that stays stands between them.
            let texts: Vec<_> =
                portion.into_par_iter().map(|file| (file.name.clone(), file.text())).collect();
            read.par_extend(texts.into_par_iter().map(|(name, text)| {
                let read = text.map(|stored| {
                    let (page, problems) = stages::read_page(&stored.name, &stored.text, &stored.file);
                    (stored, page, problems)
                });
                progress.step();
                (name, read)
            }));
        }
        progress.end();
        let mut shelf = Shelf { records, problems, ..Shelf::default() };
        for (name, read) in read {
            let (stored, page, problems) = match read {
                Ok(read) => read,
                Err(problem) => {
                    shelf.problems.push(problem);
                    shelf.unreadable.push(name);
                    continue;
                }
            };
            shelf.problems.extend(problems);
            match page {
                Some(page) => {
                    if let Some(record) = shelf.records.get_mut(&stored.name) {
                        settle_doubts(record, &stored.text, &page.circular);
                    }
                    shelf.pages.push(page);
                    shelf.texts.push(stored);
                }
                None => shelf.unreadable.push(stored.name),
            }
        }
        shelf
    }

    pub fn circulars(&self) -> impl Iterator<Item = &Circular> {
        self.pages.iter().map(|page| &page.circular)
    }

    /// The Markdown of a page that could be read.
    pub fn text(&self, slug: &str) -> Option<&Stored> {
        let at = self.texts.binary_search_by(|stored| stored.name.as_str().cmp(slug)).ok()?;
        self.texts.get(at)
    }

    pub fn circular(&self, slug: &str) -> Option<&Circular> {
        let at = self.pages.binary_search_by(|page| page.circular.slug.as_str().cmp(slug)).ok()?;
        self.pages.get(at).map(|page| &page.circular)
    }
}
