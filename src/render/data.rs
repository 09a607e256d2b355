//! The same facts for other programs: `data/catalogue.json`, `data/timeline.json`, `data/circulars/<slug>.json`. Paths
//! are relative to the site's folder. What is empty is left out, but for the lists that programs ask for first: at ten
//! thousand circulars empty fields would be a tenth of all data. Everything is written straight from the model.

use super::address;
use super::error::RenderError;
use super::shelf::Shelf;
use crate::model::{
    Anchor, Circular, Dates, Entry, Extent, Language, Level, Output, PartialDate, Status, Verb,
};
use serde::Serialize;

/// All circulars, in the order of their slugs.
pub fn catalogue<'a>(shelf: &Shelf<'a>) -> Result<Output, RenderError> {
    #[derive(Serialize)]
    struct Catalogue<'a> {
        title: &'a str,
        as_of: Option<PartialDate>,
        circulars: Vec<Item<'a>>,
    }
    #[derive(Serialize)]
    struct Item<'a> {
        #[serde(flatten)]
        head: Head<'a>,
        page: String,
        data: String,
        clauses: usize,
    }
    let item = |entry: &'a Entry| Item {
        head: Head::of(entry),
        page: address::circular(&entry.circular().slug),
        data: address::data(&entry.circular().slug),
        clauses: entry.circular().blocks.anchors().len(),
    };
    let circulars = shelf.corpus.entries.iter().map(item).collect();
    let value = Catalogue { title: &shelf.config.title, as_of: shelf.corpus.as_of, circulars };
    output("data/catalogue.json".into(), 512 * shelf.corpus.entries.len(), &value)
}

/// Every dated event, oldest first, the undated circulars, and the relations between held ones.
pub fn timeline(shelf: &Shelf) -> Result<Output, RenderError> {
    #[derive(Serialize)]
    struct Timeline<'a> {
        events: Vec<EventData<'a>>,
        undated: Vec<&'a str>,
        relations: Vec<Edge<'a>>,
    }
    #[derive(Serialize)]
    struct EventData<'a> {
        date: PartialDate,
        event: &'static str,
        slug: &'a str,
        level: Level,
        title: Option<&'a str>,
    }
    #[derive(Serialize)]
    struct Edge<'a> {
        from: &'a str,
        verb: Verb,
        to: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        date: Option<PartialDate>,
    }
    let corpus = shelf.corpus;
    let title = |slug: &str| corpus.entry(slug).map(|e| e.circular().name());
    let value = Timeline {
        events: corpus
            .timeline
            .iter()
            .map(|e| EventData {
                date: e.date,
                event: e.name,
                slug: &e.slug,
                level: e.level,
                title: title(&e.slug),
            })
            .collect(),
        undated: undated(shelf).map(|c| c.slug.as_str()).collect(),
        relations: corpus
            .entries
            .iter()
            .flat_map(|entry| entry.ties.relations.iter().map(|relation| (&entry.circular().slug, relation)))
            .filter_map(|(from, r)| Some(Edge { from, verb: r.verb, to: r.slug.as_deref()?, date: r.date }))
            .collect(),
    };
    output("data/timeline.json".into(), 256 * corpus.timeline.len(), &value)
}

/// Circulars without any date.
pub fn undated<'a>(shelf: &Shelf<'a>) -> impl Iterator<Item = &'a Circular> {
    let all = shelf.corpus.entries.iter().map(Entry::circular);
    all.filter(|c| c.meta.dates.named().is_empty())
}

/// What the catalogue and the file of a circular both say of it.
#[derive(Serialize)]
pub(super) struct Head<'a> {
    slug: &'a str,
    source: Source<'a>,
    title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    cover_title: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<&'a str>,
    issuers: &'a [String],
    dates: &'a Dates,
    #[serde(skip_serializing_if = "Option::is_none")]
    recipients: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    copied_to: Option<&'a str>,
    language: Option<Language>,
    level: Option<Level>,
    #[serde(skip_serializing_if = "Option::is_none")]
    extent: Option<Extent>,
    #[serde(skip_serializing_if = "Option::is_none")]
    work: Option<&'a str>,
    status: StatusData<'a>,
}

#[derive(Serialize)]
struct Source<'a> {
    file: &'a str,
    sha256: &'a str,
}

#[derive(Serialize)]
struct StatusData<'a> {
    value: Option<Status>,
    since: Option<PartialDate>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    evidence: Vec<Place<'a>>,
}

#[derive(Serialize)]
struct Place<'a> {
    slug: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    eid: Option<&'a Anchor>,
}

impl<'a> Head<'a> {
    pub(super) fn of(entry: &'a Entry) -> Head<'a> {
        let circular = entry.circular();
        let meta = &circular.meta;
        let standing = &entry.ties.standing;
        Head {
            slug: &circular.slug,
            source: Source { file: &meta.source.file, sha256: &meta.source.sha256 },
            title: &meta.title,
            cover_title: meta.cover_title.as_deref(),
            kind: meta.kind.as_deref(),
            number: meta.number.as_deref(),
            issuers: &meta.issuers,
            dates: &meta.dates,
            recipients: meta.recipients.as_deref(),
            copied_to: meta.copied_to.as_deref(),
            language: meta.language,
            level: meta.level,
            extent: meta.extent,
            work: meta.work.as_deref(),
            status: StatusData {
                value: standing.status,
                since: standing.since,
                evidence: standing
                    .evidence
                    .iter()
                    .map(|(slug, eid)| Place { slug, eid: eid.as_ref() })
                    .collect(),
            },
        }
    }
}

/// A file of data; `room` is about how many bytes it takes.
pub(super) fn output(path: String, room: usize, value: &impl Serialize) -> Result<Output, RenderError> {
    let mut bytes = Vec::with_capacity(room);
    serde_json::to_writer(&mut bytes, value).map_err(|e| RenderError::Data(path.clone(), e))?;
    bytes.push(b'\n');
    Ok(Output { path, bytes })
}
