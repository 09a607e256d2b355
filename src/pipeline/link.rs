//! Citations of what is held become links in the pages.

use super::portions::AT_ONCE;
use super::shelf::Shelf;
use super::{Failure, Progress, stages};
use crate::config::Site;
use crate::diagnostic::Diagnostic;
use crate::site::{Content, Stored};
use rayon::prelude::*;

/// What linking did.
#[derive(Debug, Default)]
pub struct Linked {
    /// Pages held.
    pub pages: usize,
    /// Pages whose links changed.
    pub changed: usize,
    pub problems: Vec<Diagnostic>,
}

/// Writes the links of all pages again, where they differ.
///
/// # Errors
/// [`Failure::Content`] when a page can't be written; each page is whole, and running it again goes on.
pub fn link(site: &Site, progress: &dyn Progress) -> Result<Linked, Failure> {
    let content = Content::new(site.content());
    let mut shelf = Shelf::read(&content, progress);
    shelf.citations = stages::citations(&shelf.pages);
    let changed = on_disk(&content, &mut shelf, progress)?.len();
    Ok(Linked { pages: shelf.pages.len(), changed, problems: shelf.problems })
}

/// Writes the links that the citations of `shelf` want into its pages, and those on disk with them. Gives the places of
/// those that changed.
pub(super) fn on_disk(
    content: &Content,
    shelf: &mut Shelf,
    progress: &dyn Progress,
) -> Result<Vec<usize>, Failure> {
    relink(shelf, progress, |stored| {
        content.write_page(&stored.name, &stored.text)?;
        Ok(())
    })
}

/// Links the pages of `shelf` among one another; gives the places of those that changed.
pub(super) fn in_memory(shelf: &mut Shelf, progress: &dyn Progress) -> Result<Vec<usize>, Failure> {
    shelf.citations = stages::citations(&shelf.pages);
    relink(shelf, progress, |_| Ok(()))
}

/// Writes the links that its citations want into each page; those that change are given to `keep`.
fn relink(
    shelf: &mut Shelf,
    progress: &dyn Progress,
    keep: impl Fn(&Stored) -> Result<(), Failure> + Sync,
) -> Result<Vec<usize>, Failure> {
    progress.begin("linking", shelf.pages.len());
    let mut changed = Vec::new();
    for first in (0..shelf.pages.len()).step_by(AT_ONCE) {
        let portion = (first..shelf.pages.len().min(first + AT_ONCE)).into_par_iter();
        // First the texts, then what is made of them; see `Shelf::read_beside`.
        let linked: Result<Vec<Option<Stored>>, Failure> = portion
            .zip(shelf.pages[first..].par_iter().zip(&shelf.citations[first..]))
            .map(|(at, (page, citations))| {
                let stored = shelf.stored(at)?;
                let text = stages::relink(page, &stored, citations);
                progress.step();
                Ok(text.map(|text| Stored { text, ..stored }))
            })
            .collect();
        let linked: Vec<(usize, Stored)> =
            (first..).zip(linked?).filter_map(|(at, stored)| Some((at, stored?))).collect();
        // Their problems were said when they were first read.
        let read = |stored: &Stored| stages::read_page(&stored.name, &stored.text, &stored.file).0;
        let fresh: Result<Vec<_>, Failure> = linked
            .into_par_iter()
            .map(|(at, stored)| {
                keep(&stored)?;
                Ok((at, read(&stored), stored.text))
            })
            .collect();
        for (at, page, text) in fresh? {
            changed.push(at);
            if let Some(page) = page {
                shelf.replace(at, page, text);
            }
        }
    }
    progress.end();
    Ok(changed)
}
