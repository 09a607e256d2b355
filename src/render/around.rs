//! What touches each clause of one circular, gathered once for the page.

use crate::model::{Anchor, Backlink, Citation, Corpus, Doubt, Entry, Parallel};
use std::collections::HashMap;

/// Citations, backlinks, parallels and doubts by clause.
#[derive(Default)]
pub struct Around<'a> {
    pub cites: HashMap<&'a Anchor, Vec<&'a Citation>>,
    pub cited_by: HashMap<&'a Anchor, Vec<&'a Backlink>>,
    pub parallels: HashMap<&'a Anchor, Vec<Parallel<'a>>>,
    pub doubts: HashMap<&'a Anchor, Vec<&'a Doubt>>,
    /// The same clause in other texts of the work: slug and anchor there.
    pub aligned: HashMap<&'a Anchor, Vec<(&'a str, &'a Anchor)>>,
}

impl<'a> Around<'a> {
    pub fn of(corpus: &'a Corpus, entry: &'a Entry) -> Around<'a> {
        let mut around = Around::default();
        // An old or short form of an anchor counts for the clause on which it lands.
        let mut landing: HashMap<&Anchor, &Anchor> = HashMap::new();
        for clause in entry.circular().clauses() {
            clause.also.iter().for_each(|also| {
                landing.insert(also, &clause.anchor);
            });
        }
        landing.extend(&entry.circular().meta.moved);
        landing.extend(entry.circular().clauses().map(|c| (&c.anchor, &c.anchor)));
        for citation in &entry.citations {
            around.cites.entry(&citation.from).or_default().push(citation);
        }
        for link in &entry.cited_by {
            if let Some(at) = link.to.as_ref().and_then(|to| landing.get(to)) {
                around.cited_by.entry(at).or_default().push(link);
            }
        }
        for parallel in corpus.parallels(entry) {
            around.parallels.entry(parallel.from).or_default().push(parallel);
        }
        for doubt in entry.record.iter().flat_map(|r| &r.doubts) {
            if let Some(at) = doubt.anchor.as_ref().and_then(|a| landing.get(a)) {
                around.doubts.entry(at).or_default().push(doubt);
            }
        }
        for variant in &entry.variants {
            for (ours, theirs) in &variant.aligned {
                around.aligned.entry(ours).or_default().push((&variant.slug, theirs));
            }
        }
        around
    }
}
