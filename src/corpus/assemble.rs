//! One corpus out of pages, their citations and their relations.

use super::compare::pairs;
use super::kinship::{Kin, Kinship};
use super::status::{self, Case};
use super::timeline::timeline;
use super::titles;
use crate::model::{
    Anchor, Backlink, Circular, Citation, Corpus, Entry, Event, ImportRecord, Incoming, NotHeld, Page,
    PartialDate, Relation, Standing, Target, Ties,
};
use rustc_hash::FxHashSet;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Puts pages, in the order of their slugs, together with what holds among them. `citations` and `relations` are parallel to
/// `pages`, as `resolve` and `relations` give them, and so is `kinship`; relations that a page's front matter states are
/// added. Statuses hold for the day `as_of`.
pub fn assemble(
    pages: Vec<(Page, Option<ImportRecord>)>,
    citations: Vec<Vec<Citation>>,
    relations: Vec<Vec<Relation>>,
    kinship: Kinship,
    as_of: PartialDate,
) -> Corpus {
    let mut entries = entries(pages, citations, relations, kinship);
    let events = timeline(entries.iter().map(Entry::circular));
    link_back(&mut entries);
    let standings = standings(&entries, as_of);
    for (entry, standing) in entries.iter_mut().zip(standings) {
        entry.ties.standing = standing;
    }
    let not_held = not_held(&entries);
    corpus(entries, not_held, events, as_of)
}

fn corpus(entries: Vec<Entry>, not_held: Vec<NotHeld>, timeline: Vec<Event>, as_of: PartialDate) -> Corpus {
    Corpus { pairs: pairs(&entries), entries, not_held, timeline, as_of: Some(as_of) }
}

fn entries(
    pages: Vec<(Page, Option<ImportRecord>)>,
    citations: Vec<Vec<Citation>>,
    relations: Vec<Vec<Relation>>,
    kinship: Kinship,
) -> Vec<Entry> {
    debug_assert!(
        pages.is_sorted_by_key(|(page, _)| &page.circular.slug),
        "entries are found by their slugs"
    );
    let (mut citations, mut relations) = (citations.into_iter(), relations.into_iter());
    let entry = |((page, record), kin): ((Page, Option<ImportRecord>), Kin)| {
        let mut relations = relations.next().unwrap_or_default();
        for stated in &page.circular.meta.relations {
            let known =
                |r: &Relation| r.verb == stated.verb && r.title == stated.title && r.slug == stated.slug;
            if !relations.iter().any(known) {
                relations.push(stated.clone());
            }
        }
        let Kin { variants, versions, parallels, own } = kin;
        relations.extend(own);
        let citations = citations.next().unwrap_or_default();
        let ties = Ties { citations, relations, variants, versions, ..Ties::default() };
        Entry { page, record, ties, parallels }
    };
    pages.into_iter().zip(kinship.kin).map(entry).collect()
}

/// Reads citations and relations from their other end.
fn link_back(entries: &mut [Entry]) {
    let at: HashMap<String, usize> =
        entries.iter().enumerate().map(|(i, e)| (e.circular().slug.clone(), i)).collect();
    let mut cited_by: Vec<Vec<Backlink>> = vec![Vec::new(); entries.len()];
    let mut related_by: Vec<Vec<Incoming>> = vec![Vec::new(); entries.len()];
    for entry in entries.iter() {
        let slug = &entry.circular().slug;
        for citation in &entry.ties.citations {
            let (to, anchor) = match &citation.target {
                Target::Held { slug, anchor } => (slug, anchor.as_ref()),
                Target::Missing { slug, .. } => (slug, None),
                Target::NotHeld { .. } => continue,
            };
            if let Some(i) = at.get(to) {
                let (from, words) = (citation.from.clone(), citation.words.clone());
                cited_by[*i].push(Backlink { slug: slug.clone(), from, to: anchor.cloned(), words });
            }
        }
        for relation in &entry.ties.relations {
            if let Some(i) = relation.slug.as_ref().and_then(|to| at.get(to)) {
                related_by[*i].push(Incoming {
                    verb: relation.verb,
                    slug: slug.clone(),
                    evidence: relation.evidence.clone(),
                    words: relation.words.clone(),
                    date: relation.date,
                });
            }
        }
    }
    for (entry, (mut cited_by, related_by)) in entries.iter_mut().zip(cited_by.into_iter().zip(related_by)) {
        land(&mut cited_by, entry.circular());
        entry.ties.cited_by = cited_by;
        entry.ties.related_by = related_by;
    }
}

/// Puts the clauses on which the anchors cited land in their places; `circular` is the one cited.
fn land(cited_by: &mut [Backlink], circular: &Circular) {
    if cited_by.iter().all(|cited| cited.to.is_none()) {
        return;
    }
    let own: FxHashSet<&Anchor> = circular.blocks.anchors().iter().collect();
    for cited in cited_by {
        // Most name a clause as it is called; the others are looked for.
        if cited.to.as_ref().is_some_and(|to| !own.contains(to)) {
            cited.to = cited.to.take().and_then(|to| Some(circular.find(&to)?.anchor.clone()));
        }
    }
}

fn standings(entries: &[Entry], as_of: PartialDate) -> Vec<Standing> {
    let at: HashMap<&str, &Entry> = entries.iter().map(|e| (e.circular().slug.as_str(), e)).collect();
    let from = |slug: &str| at.get(slug).and_then(|entry| status::applies_from(entry.circular()));
    let decided = |slug: &str| at.get(slug).and_then(|entry| entry.circular().meta.dates.principal());
    entries
        .iter()
        .map(|entry| {
            // Who repeals a law names it, not one of its texts.
            let texts = entry
                .ties
                .variants
                .iter()
                .map(|v| v.slug.as_str())
                .chain(entry.ties.versions.iter().map(|v| v.slug.as_str()));
            let texts: BTreeSet<&str> = texts.chain([entry.circular().slug.as_str()]).collect();
            let incoming =
                texts.iter().filter_map(|slug| at.get(slug)).flat_map(|e| &e.ties.related_by).collect();
            let case = Case { circular: entry.circular(), incoming, versions: &entry.ties.versions, as_of };
            status::standing(&case, from, decided)
        })
        .collect()
}

/// What is cited and not held: the most cited first, then by title.
fn not_held(entries: &[Entry]) -> Vec<NotHeld> {
    // 刑法 and 《中华人民共和国刑法》 are one work; the fullest of its names is shown.
    let mut works: BTreeMap<String, NotHeld> = BTreeMap::new();
    for entry in entries {
        for citation in &entry.ties.citations {
            let Target::NotHeld { work, .. } = &citation.target else { continue };
            let listed = works.entry(titles::key(work)).or_insert_with(|| NotHeld {
                work: work.clone(),
                names: Vec::new(),
                cited_by: Vec::new(),
            });
            if !listed.names.contains(work) {
                listed.names.push(work.clone());
            }
            listed.cited_by.push((entry.circular().slug.clone(), citation.from.clone()));
        }
    }
    let mut list: Vec<NotHeld> = works.into_values().collect();
    for listed in &mut list {
        listed.names.sort();
        let fullest = listed.names.iter().max_by_key(|name| name.len()).cloned();
        listed.work = fullest.unwrap_or_default();
        listed.names.retain(|name| *name != listed.work);
    }
    list.sort_by_key(|work| std::cmp::Reverse(work.cited_by.len()));
    list
}

#[cfg(test)]
mod tests;
