//! Citations of what is held become links in the pages.

use super::shelf::{AT_ONCE, Shelf};
use super::{Failure, Progress, stages};
use crate::config::Site;
use crate::diagnostic::Diagnostic;
use crate::site::Content;
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
    let changed = relink(shelf, progress);
    changed.par_iter().filter_map(|at| shelf.texts.get(*at)).try_for_each(|stored| {
        content.write_page(&stored.name, &stored.text)?;
        Ok::<_, Failure>(())
    })?;
    Ok(changed)
}

/// Links the pages of `shelf` among one another; gives the places of those that changed.
pub(super) fn in_memory(shelf: &mut Shelf, progress: &dyn Progress) -> Vec<usize> {
    shelf.citations = stages::citations(&shelf.pages);
    relink(shelf, progress)
}

/// Writes the links that its citations want into each page.
fn relink(shelf: &mut Shelf, progress: &dyn Progress) -> Vec<usize> {
    progress.begin("linking", shelf.pages.len());
    let Shelf { pages, texts, citations, .. } = shelf;
    let mut changed = Vec::new();
    let portions = pages.chunks_mut(AT_ONCE).zip(texts.chunks_mut(AT_ONCE)).zip(citations.chunks(AT_ONCE));
    for (nth, ((pages, texts), citations)) in portions.enumerate() {
        // First the texts, then what is made of them; see `Shelf::read_beside`.
        let linked: Vec<Option<String>> = (&*pages, &*texts, citations)
            .into_par_iter()
            .map(|(page, stored, citations)| {
                let text = stages::relink(page, stored, citations);
                progress.step();
                text
            })
            .collect();
        let first = nth * AT_ONCE;
        changed.extend((first..).zip(&linked).filter(|(_, text)| text.is_some()).map(|(at, _)| at));
        (pages, texts, linked).into_par_iter().for_each(|(page, stored, text)| {
            let Some(text) = text else { return };
            stored.text = text;
            // Its problems were said when it was first read.
            if let (Some(fresh), _) = stages::read_page(&stored.name, &stored.text, &stored.file) {
                *page = fresh;
            }
        });
    }
    progress.end();
    changed
}
