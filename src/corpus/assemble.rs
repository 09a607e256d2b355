//! One corpus out of pages, their citations and their relations.

use super::align::align;
use super::compare::pairs;
use super::parallels::Field;
use super::shingles::Index;
use super::status::{self, Case};
use super::timeline::timeline;
use super::titles;
use super::works::{self, Families};
use crate::diagnostic::Diagnostic;
use crate::model::Workers;
use crate::model::{
    Anchor, Backlink, Circular, Citation, Corpus, Entry, Event, ImportRecord, Incoming, NotHeld, Page,
    Parallels, PartialDate, Relation, Standing, Target, Variant, Verb, Version,
};
use rustc_hash::FxHashSet;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::PathBuf;

/// Puts pages together with what holds among them. `citations` and `relations` are parallel to `pages`, as
/// `resolve` and `relations` give them; relations that a page's front matter states are added. Entries are
/// ordered by slug. Statuses hold for the day `as_of`. `workers` share what is done for each circular alone. `note` is
/// told of each entry, in order, the work that it is of (by the place of its first text) and its marks
/// ([`super::reach`]).
///
/// Diagnostics: `slug-twice` (the second page is left out), `work-unknown` (front matter names a work that is not held).
pub fn assemble(
    pages: Vec<(Page, Option<ImportRecord>)>,
    citations: Vec<Vec<Citation>>,
    relations: Vec<Vec<Relation>>,
    as_of: PartialDate,
    workers: &impl Workers,
    note: &mut dyn FnMut(usize, &mut dyn Iterator<Item = u64>),
) -> (Corpus, Vec<Diagnostic>) {
    let (mut entries, mut diagnostics) = entries(pages, citations, relations);
    let web = Web::new(&entries, workers, note);
    diagnostics.extend(web.diagnostics.iter().cloned());
    let events = timeline(entries.iter().map(Entry::circular));
    for (entry, ties) in entries.iter_mut().zip(web.ties) {
        entry.variants = ties.variants;
        entry.versions = ties.versions;
        entry.parallels = ties.parallels;
        entry.relations.extend(ties.own);
    }
    link_back(&mut entries);
    let standings = standings(&entries, as_of);
    for (entry, standing) in entries.iter_mut().zip(standings) {
        entry.standing = standing;
    }
    let not_held = not_held(&entries);
    (corpus(entries, not_held, events, as_of), diagnostics)
}

fn corpus(entries: Vec<Entry>, not_held: Vec<NotHeld>, timeline: Vec<Event>, as_of: PartialDate) -> Corpus {
    Corpus { pairs: pairs(&entries), entries, not_held, timeline, as_of: Some(as_of) }
}

/// Entries in the order of their slugs, one for each slug.
fn entries(
    pages: Vec<(Page, Option<ImportRecord>)>,
    citations: Vec<Vec<Citation>>,
    relations: Vec<Vec<Relation>>,
) -> (Vec<Entry>, Vec<Diagnostic>) {
    let (mut citations, mut relations) = (citations.into_iter(), relations.into_iter());
    let mut entries: Vec<Entry> = pages
        .into_iter()
        .map(|(page, record)| {
            let mut relations = relations.next().unwrap_or_default();
            for stated in &page.circular.meta.relations {
                let known =
                    |r: &Relation| r.verb == stated.verb && r.title == stated.title && r.slug == stated.slug;
                if !relations.iter().any(known) {
                    relations.push(stated.clone());
                }
            }
            let citations = citations.next().unwrap_or_default();
            Entry { page, record, citations, relations, ..Entry::default() }
        })
        .collect();
    entries.sort_by(|a, b| a.circular().slug.cmp(&b.circular().slug));
    let mut diagnostics = Vec::new();
    entries.dedup_by(|second, first| {
        let twice = second.circular().slug == first.circular().slug;
        if twice {
            let slug = &first.circular().slug;
            diagnostics.push(
                Diagnostic::error("slug-twice", format!("two pages have the path “{slug}”"))
                    .at(page_file(slug), None)
                    .help("rename one of them"),
            );
        }
        twice
    });
    (entries, diagnostics)
}

/// Below the content folder.
fn page_file(slug: &str) -> PathBuf {
    PathBuf::from("circulars").join(format!("{slug}.md"))
}

/// What the words of the texts show.
struct Web {
    /// One an entry.
    ties: Vec<Ties>,
    diagnostics: Vec<Diagnostic>,
}

/// What ties one text to others.
struct Ties {
    variants: Vec<Variant>,
    versions: Vec<Version>,
    parallels: Parallels,
    /// A copy is a variant of the fullest text of its work.
    own: Option<Relation>,
}

impl Web {
    fn new(
        entries: &[Entry],
        workers: &impl Workers,
        note: &mut dyn FnMut(usize, &mut dyn Iterator<Item = u64>),
    ) -> Web {
        let circulars: Vec<&Circular> = entries.iter().map(Entry::circular).collect();
        let index = Index::new(&circulars, workers);
        let (stated, diagnostics) = stated_works(&circulars);
        let mut kin = works::kin(&circulars, &index, workers);
        kin.extend(stated);
        let families = Families::new(&circulars, &kin);
        for (i, work) in families.works().iter().enumerate() {
            note(*work, &mut index.hashes(i));
        }
        let field = Field::new(&circulars, &index, families.works());
        let ties = |i: usize| Ties {
            variants: variants(&circulars, &families, i),
            versions: families.versions(&circulars, i),
            parallels: field.parallels(i),
            own: variant_of(&circulars, &families, i),
        };
        Web { ties: workers.map((0..circulars.len()).collect(), ties), diagnostics }
    }
}

fn variants(circulars: &[&Circular], families: &Families, i: usize) -> Vec<Variant> {
    let variant = |other: &usize| {
        let theirs = circulars[*other];
        let aligned = align(circulars[i], theirs);
        let found: BTreeSet<&Anchor> = aligned.iter().map(|(_, to)| to).collect();
        let missing = theirs.clauses().map(|c| c.anchor).filter(|a| !found.contains(a)).cloned().collect();
        Variant { slug: theirs.slug.clone(), missing, aligned }
    };
    families.variants(i).iter().filter(|other| **other != i).map(variant).collect()
}

fn variant_of(circulars: &[&Circular], families: &Families, i: usize) -> Option<Relation> {
    let fullest = *families
        .variants(i)
        .iter()
        .max_by_key(|other| (works::fullness(circulars[**other]), std::cmp::Reverse(**other)))?;
    let known = |r: &Relation| r.verb == Verb::VariantOf;
    (fullest != i && !circulars[i].meta.relations.iter().any(known)).then(|| Relation {
        verb: Verb::VariantOf,
        title: circulars[fullest].meta.title.clone(),
        slug: Some(circulars[fullest].slug.clone()),
        evidence: None,
        words: String::new(),
        date: None,
    })
}

/// Kinship that front matter states by `work`.
fn stated_works(circulars: &[&Circular]) -> (Vec<works::Kin>, Vec<Diagnostic>) {
    let at: HashMap<&str, usize> = circulars.iter().enumerate().map(|(i, c)| (c.slug.as_str(), i)).collect();
    let (mut kin, mut diagnostics) = (Vec::new(), Vec::new());
    for (i, circular) in circulars.iter().enumerate() {
        let Some(work) = circular.meta.work.as_deref().filter(|work| *work != circular.slug) else {
            continue;
        };
        match at.get(work) {
            Some(other) => kin.push(works::stated(circulars, i, *other)),
            None => diagnostics.push(
                Diagnostic::warning(
                    "work-unknown",
                    format!("`work: {work}` names a circular that is not held"),
                )
                .at(page_file(&circular.slug), None)
                .help("write the path of the work's fullest text, or leave `work` out"),
            ),
        }
    }
    (kin, diagnostics)
}

/// Reads citations and relations from their other end.
fn link_back(entries: &mut [Entry]) {
    let at: HashMap<String, usize> =
        entries.iter().enumerate().map(|(i, e)| (e.circular().slug.clone(), i)).collect();
    let mut cited_by: Vec<Vec<Backlink>> = vec![Vec::new(); entries.len()];
    let mut related_by: Vec<Vec<Incoming>> = vec![Vec::new(); entries.len()];
    for entry in entries.iter() {
        let slug = &entry.circular().slug;
        for citation in &entry.citations {
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
        for relation in &entry.relations {
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
        entry.cited_by = cited_by;
        entry.related_by = related_by;
    }
}

/// Puts the clauses on which the anchors cited land in their places; `circular` is the one cited.
fn land(cited_by: &mut [Backlink], circular: &Circular) {
    if cited_by.iter().all(|cited| cited.to.is_none()) {
        return;
    }
    let own: FxHashSet<&Anchor> = circular.clauses().map(|clause| clause.anchor).collect();
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
                .variants
                .iter()
                .map(|v| v.slug.as_str())
                .chain(entry.versions.iter().map(|v| v.slug.as_str()));
            let texts: BTreeSet<&str> = texts.chain([entry.circular().slug.as_str()]).collect();
            let incoming = texts.iter().filter_map(|slug| at.get(slug)).flat_map(|e| &e.related_by).collect();
            let case = Case { circular: entry.circular(), incoming, versions: &entry.versions, as_of };
            status::standing(&case, from, decided)
        })
        .collect()
}

/// What is cited and not held: the most cited first, then by title.
fn not_held(entries: &[Entry]) -> Vec<NotHeld> {
    // 刑法 and 《中华人民共和国刑法》 are one work; the fullest of its names is shown.
    let mut works: BTreeMap<String, NotHeld> = BTreeMap::new();
    for entry in entries {
        for citation in &entry.citations {
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
