//! The joints for a part of the collection.

use super::{Sources, Threads, mentions};
use crate::config::Site;
use crate::corpus::titles::TitleIndex;
use crate::corpus::{ledger, relations, resolve, works};
use crate::model::{Circular, Citation, Corpus, Document, Output, Page, Parallels, Relation, Workers};
use crate::render::{self, Shelf, Theme};
use std::path::Path;

pub(in crate::pipeline) use crate::corpus::reach;
pub(in crate::pipeline) use crate::render::Around;

/// Marks.
pub(in crate::pipeline) type Marked = rustc_hash::FxHashSet<u64>;

/// What `work` makes of each of `items`.
pub(in crate::pipeline) fn each<A: Send, B: Send>(
    items: Vec<A>,
    work: impl Fn(A) -> B + Send + Sync,
) -> Vec<B> {
    Threads.map(items, work)
}

/// How much a circular says, in bytes.
pub(in crate::pipeline) fn fullness(circular: &Circular) -> u32 {
    u32::try_from(works::fullness(circular)).unwrap_or(u32::MAX)
}

/// The holders of the marks in `wanted` among `all`.
pub(in crate::pipeline) fn holders<M: Iterator<Item = u64> + Send>(
    wanted: &Marked,
    all: Vec<M>,
) -> reach::Held {
    reach::holders(wanted, all, &Threads)
}

/// What the edited one of a part shares, and what the others share with it.
pub(in crate::pipeline) fn shared(
    part: &reach::Part,
    spread: impl Fn(u64) -> u32,
    edited: usize,
    reworded: &[usize],
) -> (Parallels, Vec<Parallels>) {
    part.parallels(spread, edited, reworded, &Threads)
}

/// Circulars among which citations are resolved.
pub(in crate::pipeline) struct Among<'c>(TitleIndex<'c>);

impl<'c> Among<'c> {
    pub fn new(circulars: impl IntoIterator<Item = &'c Circular>) -> Among<'c> {
        Among(TitleIndex::new(circulars))
    }

    pub fn citations(&self, page: &Page) -> Vec<Citation> {
        resolve::resolve(&page.circular, &mentions(page), &self.0)
    }

    pub fn relations(&self, page: &Page, citations: &[Citation]) -> Vec<Relation> {
        relations::relations(&page.circular, citations, &self.0)
    }
}

/// The text of a ledger with the words that `circular` has now; None where there is more to do or something to say.
pub(in crate::pipeline) fn renewed_ledger(text: &str, circular: &Circular, content: &Path) -> Option<String> {
    ledger::renewed(text, circular, content)
}

/// Pages and data of those circulars of a part for which `is_shown`, and of its pairs for which `is_compared`; None when
/// the theme fails.
pub(in crate::pipeline) fn part_outputs(
    site: &Site,
    corpus: &Corpus,
    documents: &[Document],
    sources: &Sources,
    around: &Around,
    is_shown: impl Fn(&str) -> bool,
    is_compared: impl Fn(&str, &str) -> bool,
) -> Option<Vec<Output>> {
    let theme = Theme::load(&site.root, &site.config).ok()?;
    let shelf = Shelf::new(corpus, documents, &theme, &site.config, sources).as_part(around);
    let shown = corpus.entries.iter().filter(|entry| is_shown(&entry.circular().slug)).collect();
    let pages = Threads.map(shown, |entry| render::render_circular(&shelf, entry).ok());
    let pairs = corpus.pairs.iter().filter(|pair| is_compared(&pair.before, &pair.after)).collect();
    let compared = Threads.map(pairs, |pair| {
        let comparison = crate::corpus::compare(corpus, pair)?;
        render::render_comparison(&shelf, &comparison).ok()?
    });
    let pages = pages.into_iter().flat_map(|page| page.map_or(vec![None], |page| page.map(Some).to_vec()));
    pages.chain(compared).collect()
}
