//! Relations of one circular, both ways, grouped by what is done.

use super::address::Way;
use super::citation_form::place;
use super::panel::not_held_href;
use super::shelf::{Link, Shelf};
use crate::model::{Anchor, Entry, PartialDate, Token, Verb};
use serde::Serialize;

/// All edges of one kind in one direction.
#[derive(Debug, Clone, Serialize)]
pub struct EdgeGroup {
    pub verb: &'static str,
    pub name: String,
    pub edges: Vec<Edge>,
}

/// The other work, and what states the relation.
#[derive(Debug, Clone, Serialize)]
pub struct Edge {
    pub work: Link,
    pub held: bool,
    /// The clause that says so; its text is empty when the title does.
    pub evidence: Link,
    pub words: String,
    pub date: String,
}

/// What the circular does to others.
pub fn outgoing(shelf: &Shelf, entry: &Entry, way: &Way) -> Vec<EdgeGroup> {
    let edges = entry.ties.relations.iter().map(|relation| {
        let own = relation.slug.as_deref() == Some(entry.circular().slug.as_str());
        let held = match &relation.slug {
            // A notice and what it carries stand on one page.
            Some(_) if own => Some(carried(entry, &relation.title)),
            slug => slug.as_deref().and_then(|slug| shelf.link(way, slug)),
        };
        let is_held = held.is_some();
        let work = held.unwrap_or_else(|| Link {
            text: relation.title.clone(),
            href: not_held_href(shelf, &relation.title, way),
        });
        let evidence = relation
            .evidence
            .as_ref()
            .map(|anchor| Link { text: place(entry.circular(), anchor), href: format!("#{anchor}") });
        (relation.verb, edge(shelf, work, is_held, evidence, &relation.words, relation.date))
    });
    grouped(shelf, "verb", edges)
}

/// What others do to the circular.
pub fn incoming(shelf: &Shelf, entry: &Entry, way: &Way) -> Vec<EdgeGroup> {
    let others = entry.ties.related_by.iter().filter(|other| other.slug != entry.circular().slug);
    let edges = others.filter_map(|other| {
        let work = shelf.link(way, &other.slug)?;
        let evidence = other.evidence.as_ref().and_then(|a| evidence_link(shelf, way, &other.slug, a));
        Some((other.verb, edge(shelf, work, true, evidence, &other.words, other.date)))
    });
    grouped(shelf, "verb_passive", edges)
}

/// An instrument that the page's own notice carries: an annex with its title, or the page itself.
fn carried(entry: &Entry, title: &str) -> Link {
    let annex = entry.circular().clauses().find(|clause| {
        matches!(clause.anchor.last(), Some((Token::Attachment, _))) && clause.words() == title
    });
    let href = annex.map_or_else(|| "#text".to_owned(), |clause| format!("#{}", clause.anchor));
    Link { text: title.to_owned(), href }
}

fn evidence_link(shelf: &Shelf, way: &Way, slug: &str, anchor: &Anchor) -> Option<Link> {
    let entry = shelf.entry(slug)?;
    Some(Link { text: place(entry.circular(), anchor), href: way.to_clause(slug, Some(anchor)) })
}

fn edge(
    shelf: &Shelf,
    work: Link,
    held: bool,
    evidence: Option<Link>,
    words: &str,
    date: Option<PartialDate>,
) -> Edge {
    Edge {
        work,
        held,
        evidence: evidence.unwrap_or(Link { text: String::new(), href: String::new() }),
        words: words.to_owned(),
        date: date.map(|d| shelf.date(d)).unwrap_or_default(),
    }
}

fn grouped(shelf: &Shelf, section: &str, edges: impl Iterator<Item = (Verb, Edge)>) -> Vec<EdgeGroup> {
    let mut all: Vec<(Verb, Edge)> = edges.collect();
    // Stable: within a verb the order of the text stays. Mere citing comes last.
    all.sort_by_key(|(verb, _)| (*verb == Verb::Cites, *verb));
    let mut groups: Vec<EdgeGroup> = Vec::new();
    for (verb, edge) in all {
        match groups.last_mut() {
            Some(group) if group.verb == verb.name() => group.edges.push(edge),
            _ => groups.push(EdgeGroup {
                verb: verb.name(),
                name: shelf.words().get(section, verb.name()).to_owned(),
                edges: vec![edge],
            }),
        }
    }
    groups
}
