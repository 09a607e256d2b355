//! The pages and records that are held, as read from `content/`.

use super::portions::portions;
use super::{Failure, Progress, stages};
use crate::diagnostic::Diagnostic;
use crate::model::{BlockRef, Circular, Citation, Doubt, ImportRecord, Page};
use crate::site::{Aside, Content, Put, Shelved, Stored};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// What is held.
#[derive(Debug, Default)]
pub(super) struct Shelf {
    /// In the order of the slugs.
    pub pages: Vec<Page>,
    /// The Markdown of each page. It is asked for once more at most, and as long as all else that is held of a page.
    pub texts: Vec<Put>,
    pub aside: Aside,
    pub content: Content,
    pub records: BTreeMap<String, ImportRecord>,
    /// Of each page, resolved among all of them; empty until they are linked.
    pub citations: Vec<Vec<Citation>>,
    /// Slugs of pages that could not be read.
    pub unreadable: Vec<String>,
    pub problems: Vec<Diagnostic>,
}

/// Whether a page that a person has edited still has what was doubted: its words, its clause.
fn stands(doubt: &Doubt, circular: &Circular) -> bool {
    let has_words = |block: BlockRef| match block {
        BlockRef::Clause(clause) => [&clause.heading, &clause.text].iter().any(|t| t.contains(&doubt.words)),
        BlockRef::Line { text, .. } => text.contains(&doubt.words),
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
        let aside = Aside::new();
        let mut shelf = Shelf { records, problems, aside, content: content.clone(), ..Shelf::default() };
        for portion in portions(files) {
            // First the texts, then what is made of them: what texts leave can only be used if nothing that stays stands
            // between them.
            let texts: Vec<_> =
                portion.into_par_iter().map(|file| (file.name.clone(), file.text())).collect();
            let read: Vec<_> = texts
                .into_par_iter()
                .map(|(name, text)| {
                    let read = text.map(|stored| {
                        let (page, problems) = stages::read_page(&stored.name, &stored.text, &stored.file);
                        (stored, page, problems)
                    });
                    progress.step();
                    (name, read)
                })
                .collect();
            for (name, read) in read {
                match read {
                    Ok((stored, page, problems)) => shelf.take(stored, page, problems),
                    Err(problem) => {
                        shelf.problems.push(problem);
                        shelf.unreadable.push(name);
                    }
                }
            }
        }
        progress.end();
        shelf
    }

    /// Takes up a page that was read.
    fn take(&mut self, stored: Stored, page: Option<Page>, problems: Vec<Diagnostic>) {
        self.problems.extend(problems);
        let Some(page) = page else {
            self.unreadable.push(stored.name);
            return;
        };
        if let Some(record) = self.records.get_mut(&stored.name) {
            settle_doubts(record, &stored.text, &page.circular);
        }
        self.pages.push(page);
        self.texts.push(self.aside.put(stored.text));
    }

    pub fn circulars(&self) -> impl Iterator<Item = &Circular> {
        self.pages.iter().map(|page| &page.circular)
    }

    /// The place of a page that could be read.
    pub fn place(&self, slug: &str) -> Option<usize> {
        self.pages.binary_search_by(|page| page.circular.slug.as_str().cmp(slug)).ok()
    }

    pub fn circular(&self, slug: &str) -> Option<&Circular> {
        self.pages.get(self.place(slug)?).map(|page| &page.circular)
    }

    /// The file of the page at a place.
    pub fn file(&self, at: usize) -> PathBuf {
        self.content.page_file(self.pages.get(at).map_or("", |page| &page.circular.slug))
    }

    /// The page at a place as it stands, its new links included.
    ///
    /// # Errors
    /// [`Failure::Write`] when the disk fails.
    pub fn stored(&self, at: usize) -> Result<Stored, Failure> {
        let name = self.pages.get(at).map(|page| page.circular.slug.clone()).unwrap_or_default();
        let text = self.texts.get(at).map_or(Ok(String::new()), |put| self.aside.text(put))?;
        Ok(Stored { file: self.content.page_file(&name), name, text })
    }

    /// Puts another page, and its text, at a place.
    pub fn replace(&mut self, at: usize, page: Page, text: String) {
        let put = self.aside.put(text);
        if let (Some(at_page), Some(at_text)) = (self.pages.get_mut(at), self.texts.get_mut(at)) {
            (*at_page, *at_text) = (page, put);
        }
    }

    /// Forgets the texts: no page will change any more.
    pub fn forget_texts(&mut self) {
        (self.texts, self.aside) = (Vec::new(), Aside::default());
    }
}
