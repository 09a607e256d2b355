//! What touches each clause of one circular, gathered once for the page.

use crate::model::{Anchor, Backlink, Circular, Citation, Corpus, Doubt, Entry, Parallel};
use rustc_hash::FxHashMap;

/// Citations, backlinks, parallels and doubts by clause.
#[derive(Default)]
pub struct Around<'a> {
    pub cites: FxHashMap<&'a Anchor, Vec<&'a Citation>>,
    pub cited_by: FxHashMap<&'a Anchor, Vec<&'a Backlink>>,
    pub parallels: FxHashMap<&'a Anchor, Vec<Parallel<'a>>>,
    pub doubts: FxHashMap<&'a Anchor, Vec<&'a Doubt>>,
    /// The same clause in other texts of the work: slug and anchor there.
    pub aligned: FxHashMap<&'a Anchor, Vec<(&'a str, &'a Anchor)>>,
}

impl<'a> Around<'a> {
    pub fn of(corpus: &'a Corpus, entry: &'a Entry) -> Around<'a> {
        let mut around = Around::default();
        let doubts = entry.record.as_ref().map_or(&[][..], |record| &record.doubts);
        let landing = match entry.ties.cited_by.is_empty() && doubts.is_empty() {
            true => FxHashMap::default(),
            false => landing(entry.circular()),
        };
        for citation in &entry.ties.citations {
            around.cites.entry(&citation.from).or_default().push(citation);
        }
        for link in &entry.ties.cited_by {
            if let Some(at) = link.to.as_ref().and_then(|to| landing.get(to)) {
                around.cited_by.entry(at).or_default().push(link);
            }
        }
        for parallel in corpus.parallels(entry) {
            around.parallels.entry(parallel.from).or_default().push(parallel);
        }
        for doubt in doubts {
            if let Some(at) = doubt.anchor.as_ref().and_then(|a| landing.get(a)) {
                around.doubts.entry(at).or_default().push(doubt);
            }
        }
        for variant in &entry.ties.variants {
            for (ours, theirs) in &variant.aligned {
                around.aligned.entry(ours).or_default().push((&variant.slug, theirs));
            }
        }
        around
    }
}

/// Where each anchor of a circular lands: an old or short form counts for the clause that has it now.
fn landing(circular: &Circular) -> FxHashMap<&Anchor, &Anchor> {
    let mut landing = FxHashMap::default();
    for clause in circular.clauses() {
        landing.extend(clause.also.iter().map(|also| (also, clause.anchor)));
    }
    landing.extend(&circular.meta.moved);
    landing.extend(circular.blocks.anchors().iter().map(|own| (own, own)));
    landing
}
