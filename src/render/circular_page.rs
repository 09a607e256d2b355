//! The page of one circular: its text between what is known of it and what touches it.

use super::address::{self, Way};
use super::body::body;
use super::citation_form::{citation_form, cited_cover};
use super::edges::{self, EdgeGroup};
use super::error::RenderError;
use super::fields::{self, Field};
use super::frame;
use super::graph;
use super::repairs::{self, Repairs};
use super::shelf::{Link, Shelf};
use super::toc;
use crate::model::{Entry, Output, Version};
use serde::Serialize;
use std::collections::BTreeMap;

/// Circulars with like wording that are shown; the others open on demand.
const CLOSEST: usize = 12;

#[derive(Serialize)]
struct Page<'a> {
    title: &'a str,
    /// As one cites it, and its cover notice if it has one.
    cited_title: String,
    cited_cover: Option<String>,
    lang: &'static str,
    titled: bool,
    level: &'a str,
    level_name: &'a str,
    year: String,
    status: Option<StatusView<'a>>,
    fields: Vec<Field>,
    contents: String,
    body: String,
    outgoing: Vec<EdgeGroup>,
    incoming: Vec<EdgeGroup>,
    graph: String,
    variants: Vec<VariantView>,
    versions: Vec<VersionView>,
    switch: Option<Switch>,
    /// Other works that share much wording.
    closest: Vec<Closest>,
    /// Those that share less than the first dozen: a central opinion may stand beside hundreds.
    less_close: Vec<Closest>,
    cited_by: Vec<CitedBy>,
    repairs: Option<Repairs>,
    source: Option<Link>,
    data: String,
    before: Option<Link>,
    after: Option<Link>,
}

#[derive(Serialize)]
pub struct StatusView<'a> {
    pub key: &'static str,
    pub name: &'a str,
    pub since: String,
    pub as_of: String,
    pub evidence: Vec<Link>,
}

#[derive(Serialize)]
struct VariantView {
    link: Link,
    language: String,
    extent: String,
    aligned: String,
    /// Clauses of the other text that this one lacks.
    missing: Vec<Link>,
    /// The page of both side by side; empty when there is none.
    compare: String,
}

#[derive(Serialize)]
struct VersionView {
    link: Link,
    date: String,
    current: bool,
    /// The page that puts it beside this page's text; empty when there is none.
    compare: String,
}

/// The way to the neighbouring versions.
#[derive(Serialize)]
struct Switch {
    earlier: Option<VersionView>,
    date: String,
    later: Option<VersionView>,
}

#[derive(Serialize)]
struct Closest {
    link: Link,
    shared: String,
    compare: String,
}

#[derive(Serialize)]
struct CitedBy {
    circular: Link,
    clauses: Vec<Link>,
}

/// Renders the page of `entry`.
pub fn circular_page(shelf: &Shelf, entry: &Entry) -> Result<Output, RenderError> {
    let circular = entry.circular();
    let meta = &circular.meta;
    let words = shelf.words();
    let path = address::circular(&circular.slug);
    let way = Way::of(&path);
    let body = body(shelf, entry, &way);
    let (before, after) = shelf.neighbours(&circular.slug);
    let neighbour = |e: Option<&Entry>| e.and_then(|e| shelf.link(&way, &e.circular().slug));
    let level = meta.level.map_or("", |l| l.name());
    let outgoing = edges::outgoing(shelf, entry, &way);
    let incoming = edges::incoming(shelf, entry, &way);
    let mut closest = closest(shelf, entry, &way);
    let page = Page {
        title: circular.name(),
        cited_title: citation_form(circular, None),
        cited_cover: cited_cover(circular),
        lang: meta.language.map_or("zh-Hans", |l| l.tag()),
        titled: body.titled,
        level,
        level_name: if level.is_empty() { "" } else { words.get("level", level) },
        year: meta.dates.principal().map(|d| d.year.to_string()).unwrap_or_default(),
        status: status(shelf, entry, &way),
        fields: fields::fields(shelf, entry, &way),
        contents: toc::html(&body.contents, words),
        body: body.html,
        graph: graph::graph(words, circular.name(), &outgoing, &incoming),
        outgoing,
        incoming,
        variants: variants(shelf, entry, &way),
        switch: switch(shelf, entry, &way),
        versions: versions(shelf, entry, &way),
        less_close: closest.split_off(closest.len().min(CLOSEST)),
        closest,
        cited_by: cited_by(shelf, entry, &way),
        repairs: repairs::repairs(shelf, entry),
        source: source(shelf, entry, &way),
        data: way.to(&address::data(&circular.slug)),
        before: neighbour(before),
        after: neighbour(after),
    };
    frame::fill(shelf, "circular.html", &path, "circular", circular.name(), &page)
}

/// Whether it is in force; None when nothing says so.
pub fn status<'a>(shelf: &Shelf<'a>, entry: &Entry, way: &Way) -> Option<StatusView<'a>> {
    let standing = &entry.ties.standing;
    let key = standing.status?.name();
    let own = &entry.circular().slug;
    let link = |slug: &str, anchor: Option<&crate::model::Anchor>| {
        let mut link = shelf.clause_link(way, slug, anchor)?;
        if slug == own {
            link.href = anchor.map(|a| format!("#{a}")).unwrap_or_default();
        }
        Some(link)
    };
    Some(StatusView {
        key,
        name: shelf.words().get("status", key),
        since: standing.since.map(|d| shelf.date(d)).unwrap_or_default(),
        as_of: shelf.corpus.as_of.map(|d| shelf.date(d)).unwrap_or_default(),
        evidence: standing.evidence.iter().filter_map(|(slug, a)| link(slug, a.as_ref())).collect(),
    })
}

fn source(shelf: &Shelf, entry: &Entry, way: &Way) -> Option<Link> {
    let file = &entry.circular().meta.source.file;
    let held = shelf.sources.holds(file);
    let href = if held { way.to(&address::path_of_copy(file)) } else { String::new() };
    (!file.is_empty()).then(|| Link { text: file.clone(), href })
}

fn variants(shelf: &Shelf, entry: &Entry, way: &Way) -> Vec<VariantView> {
    let words = shelf.words();
    entry
        .ties
        .variants
        .iter()
        .filter_map(|variant| {
            let other = shelf.entry(&variant.slug)?.circular();
            let missing = variant.missing.iter();
            Some(VariantView {
                link: shelf.link(way, &variant.slug)?,
                language: other.meta.language.map_or("", |l| words.get("language", l.tag())).to_owned(),
                extent: match other.meta.extent {
                    Some(crate::model::Extent::Partial) => words.get("ui", "partial").to_owned(),
                    _ => String::new(),
                },
                aligned: words.count("aligned", variant.aligned.len()),
                missing: missing.filter_map(|a| shelf.clause_link(way, &variant.slug, Some(a))).collect(),
                compare: shelf
                    .comparison(way, &entry.circular().slug, &variant.slug, None)
                    .unwrap_or_default(),
            })
        })
        .collect()
}

fn versions(shelf: &Shelf, entry: &Entry, way: &Way) -> Vec<VersionView> {
    entry.ties.versions.iter().filter_map(|version| version_view(shelf, entry, version, way)).collect()
}

fn version_view(shelf: &Shelf, entry: &Entry, version: &Version, way: &Way) -> Option<VersionView> {
    let own = &entry.circular().slug;
    Some(VersionView {
        link: shelf.link(way, &version.slug)?,
        date: version
            .date
            .map_or_else(|| shelf.words().get("ui", "undated").to_owned(), |date| shelf.date(date)),
        current: version.slug == *own,
        compare: shelf.comparison(way, own, &version.slug, None).unwrap_or_default(),
    })
}

fn switch(shelf: &Shelf, entry: &Entry, way: &Way) -> Option<Switch> {
    let at = entry.ties.versions.iter().position(|version| version.slug == entry.circular().slug)?;
    let view = |at: usize| version_view(shelf, entry, entry.ties.versions.get(at)?, way);
    Some(Switch { earlier: at.checked_sub(1).and_then(view), date: view(at)?.date, later: view(at + 1) })
}

fn closest(shelf: &Shelf, entry: &Entry, way: &Way) -> Vec<Closest> {
    let own = &entry.circular().slug;
    let view = |(slug, shared): (&str, usize)| {
        Some(Closest {
            link: shelf.link(way, slug)?,
            shared: shelf.words().count("shared_characters", shared),
            compare: shelf.comparison(way, own, slug, None)?,
        })
    };
    shelf.closest(own).into_iter().filter_map(view).collect()
}

/// Who cites the circular or a clause of it, by citing circular.
fn cited_by(shelf: &Shelf, entry: &Entry, way: &Way) -> Vec<CitedBy> {
    let mut by_slug: BTreeMap<&str, Vec<Link>> = BTreeMap::new();
    for backlink in &entry.ties.cited_by {
        let Some(other) = shelf.entry(&backlink.slug) else { continue };
        let links = by_slug.entry(&backlink.slug).or_default();
        let link = Link {
            text: super::citation_form::place(other.circular(), &backlink.from),
            href: way.to_clause(&backlink.slug, Some(&backlink.from)),
        };
        if links.last() != Some(&link) {
            links.push(link);
        }
    }
    by_slug
        .into_iter()
        .filter_map(|(slug, clauses)| Some(CitedBy { circular: shelf.link(way, slug)?, clauses }))
        .collect()
}
