//! What a build leaves on the desk: enough to show an edited page at once, before the next build has seen it.

use super::stages::{self, Sources};
use crate::config::Site;
use crate::model::{Anchor, Corpus, Document, Entry, Output, Page, Parallels};
use crate::site::{Content, Stored};
use std::path::{Path, PathBuf};

/// A few pages are edited by a person; more than these come from a tool, and the build tells.
const AT_ONCE: usize = 8;

/// The collection as it was last built.
#[derive(Debug)]
pub struct Desk {
    pub(super) corpus: Corpus,
    pub(super) documents: Vec<Document>,
    pub(super) sources: Sources,
    /// Something that is not public was left out: then what a page may say of it is settled by the build only.
    pub(super) restricted: bool,
}

impl Desk {
    /// The files of the site that show the pages in `changed` as they read now: text, addresses, citations.
    /// What other circulars say of them, and search, is as it was.
    ///
    /// Empty when anything but pages of held circulars has changed, or one of them can't be shown: the next build says why.
    /// What the last build itself wrote beside the pages may be told of together with an edit.
    pub fn preview(&self, site: &Site, changed: &[PathBuf]) -> Vec<Output> {
        let content = Content::new(site.content());
        let pages: Vec<&PathBuf> = changed.iter().filter(|file| !content.is_own(file)).collect();
        if self.restricted || pages.len() > AT_ONCE {
            return Vec::new();
        }
        let entries: Option<Vec<Entry>> = pages.iter().map(|file| self.entry(&content, file)).collect();
        let previews = entries.and_then(|entries| stages::preview(site, self, &entries).ok());
        previews.unwrap_or_default()
    }

    /// The circular whose page is `file`, as it reads now.
    fn entry(&self, content: &Content, file: &Path) -> Option<Entry> {
        let held =
            self.corpus.entries.iter().find(|entry| content.page_file(&entry.circular().slug) == file)?;
        let name = held.circular().slug.clone();
        let text = content.page(&name).ok()?;
        let stored = Stored { name, file: file.to_owned(), text };
        let (page, problems) = stages::read_page(&stored.name, &stored.text, &stored.file);
        let page = page.filter(|page| problems.is_empty() && page.circular.is_public())?;
        let citations = stages::citations_of(&page, &self.corpus);
        let page = match stages::relink(&page, &stored, &citations) {
            Some(linked) => stages::read_page(&stored.name, &linked, &stored.file).0?,
            None => page,
        };
        let mut entry = held.clone();
        entry.ties.citations = citations;
        // Parallels are known by the places of blocks.
        if anchors(&page) != anchors(&held.page) {
            entry.parallels = Parallels::default();
        }
        entry.page = page;
        Some(entry)
    }
}

/// The anchor of each block, None for lines.
fn anchors(page: &Page) -> Vec<Option<&Anchor>> {
    page.circular.blocks.iter().map(|block| block.as_clause().map(|clause| clause.anchor)).collect()
}
