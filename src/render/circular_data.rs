//! `data/circulars/<slug>.json`: all that a page says of one circular, for other programs.

use super::address;
use super::data::{Head, output};
use super::error::RenderError;
use super::repairs::certainty;
use super::shelf::Shelf;
use crate::model::{
    Anchor, Citation, ClauseRef, Doubt, Entry, Evidence, Output, Parallel, PartialDate, Relation, RepairKind,
    Span, Table, Target, Verb,
};
use rustc_hash::FxHashMap;
use serde::Serialize;
use std::collections::BTreeMap;

/// One circular: metadata, clauses in reading order, and what touches them.
pub fn circular_data<'a>(shelf: &Shelf<'a>, entry: &'a Entry) -> Result<Output, RenderError> {
    let circular = entry.circular();
    let record = entry.record.as_ref();
    let data = Data {
        head: Head::of(entry),
        page: address::circular(&circular.slug),
        clauses: circular.clauses().map(ClauseData::of).collect(),
        citations: entry.ties.citations.iter().map(CitationData::of).collect(),
        provenance: &circular.meta.provenance,
        moved: &circular.meta.moved,
        relations: &entry.ties.relations,
        related_by: entry
            .ties
            .related_by
            .iter()
            .map(|r| RelatedBy {
                verb: r.verb,
                slug: &r.slug,
                evidence: r.evidence.as_ref(),
                words: &r.words,
                date: r.date,
            })
            .collect(),
        cited_by: entry
            .ties
            .cited_by
            .iter()
            .map(|b| CitedBy { slug: &b.slug, eid: &b.from, target_eid: b.to.as_ref(), words: &b.words })
            .collect(),
        parallels: parallels(shelf, entry),
        variants: entry
            .ties
            .variants
            .iter()
            .map(|v| VariantData { slug: &v.slug, aligned: &v.aligned, missing: &v.missing })
            .collect(),
        versions: entry.ties.versions.iter().map(|v| VersionData { slug: &v.slug, date: v.date }).collect(),
        repairs: record
            .iter()
            .flat_map(|record| &record.repairs)
            .map(|r| RepairData {
                kind: r.kind,
                span: pair(r.span),
                line: r.at.map(|at| at.0),
                column: r.at.map(|at| at.1),
                before: &r.before,
                after: &r.after,
                certainty: certainty(r.certainty),
                note: r.note.as_deref(),
            })
            .collect(),
        doubts: record.map_or(&[][..], |r| r.doubts.as_slice()),
    };
    output(address::data(&circular.slug), 16 * 1024, &data)
}

#[derive(Serialize)]
struct Data<'a> {
    #[serde(flatten)]
    head: Head<'a>,
    page: String,
    clauses: Vec<ClauseData<'a>>,
    citations: Vec<CitationData<'a>>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    provenance: &'a [Evidence],
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    moved: &'a BTreeMap<Anchor, Anchor>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    relations: &'a [Relation],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_by: Vec<RelatedBy<'a>>,
    cited_by: Vec<CitedBy<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    parallels: Vec<Parallels<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    variants: Vec<VariantData<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    versions: Vec<VersionData<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    repairs: Vec<RepairData<'a>>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    doubts: &'a [Doubt],
}

#[derive(Serialize)]
struct ClauseData<'a> {
    eid: &'a Anchor,
    #[serde(skip_serializing_if = "str::is_empty")]
    num: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    heading: &'a str,
    text: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    parent: Option<&'a Anchor>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    also: &'a [Anchor],
    #[serde(skip_serializing_if = "Option::is_none")]
    table: Option<&'a Table>,
}

impl<'a> ClauseData<'a> {
    fn of(clause: ClauseRef<'a>) -> ClauseData<'a> {
        ClauseData {
            eid: clause.anchor,
            num: clause.printed_number(),
            heading: clause.heading,
            text: clause.text,
            parent: clause.parent,
            also: clause.also,
            table: clause.table,
        }
    }
}

#[derive(Serialize)]
struct CitationData<'a> {
    eid: &'a Anchor,
    words: &'a str,
    span: [usize; 2],
    #[serde(skip_serializing_if = "Option::is_none")]
    target_eid: Option<&'a Anchor>,
    #[serde(skip_serializing_if = "Option::is_none")]
    target_slug: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    target_work: Option<&'a str>,
    state: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<&'a str>,
}

impl<'a> CitationData<'a> {
    fn of(citation: &'a Citation) -> CitationData<'a> {
        let (target_slug, target_work, target_eid, state) = match &citation.target {
            Target::Held { slug, anchor } => (Some(slug.as_str()), None, anchor.as_ref(), "held"),
            Target::Missing { slug, anchor } => (Some(slug.as_str()), None, Some(anchor), "missing"),
            Target::NotHeld { work, anchor } => (None, Some(work.as_str()), anchor.as_ref(), "not-held"),
        };
        CitationData {
            eid: &citation.from,
            words: &citation.words,
            span: pair(citation.span),
            target_eid,
            target_slug,
            target_work,
            state,
            title: citation.title.as_deref(),
            number: citation.number.as_deref(),
        }
    }
}

#[derive(Serialize)]
struct RelatedBy<'a> {
    verb: Verb,
    slug: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    evidence: Option<&'a Anchor>,
    #[serde(skip_serializing_if = "str::is_empty")]
    words: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<PartialDate>,
}

#[derive(Serialize)]
struct CitedBy<'a> {
    slug: &'a str,
    eid: &'a Anchor,
    #[serde(skip_serializing_if = "Option::is_none")]
    target_eid: Option<&'a Anchor>,
    words: &'a str,
}

/// Clauses that share wording with clauses of one other circular.
#[derive(Serialize)]
struct Parallels<'a> {
    slug: &'a str,
    /// Ours, theirs, and the words shared; without these the two say the same from end to end.
    clauses: Vec<Shared<'a>>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Shared<'a> {
    Whole(&'a Anchor, &'a Anchor),
    /// Start and end in ours, start and end in theirs.
    Parts(&'a Anchor, &'a Anchor, Vec<[usize; 4]>),
}

/// By circular, in the order of their slugs; a slug takes more room than all else that is said of a parallel.
fn parallels<'a>(shelf: &Shelf<'a>, entry: &'a Entry) -> Vec<Parallels<'a>> {
    let own: FxHashMap<&Anchor, &str> =
        entry.circular().clauses().map(|clause| (clause.anchor, clause.text)).collect();
    let mut by_slug: BTreeMap<&str, Vec<Shared>> = BTreeMap::new();
    for Parallel { from, slug, to, clause, shared, .. } in shelf.corpus.parallels(entry) {
        by_slug.entry(slug).or_default().push(match own.get(from) == Some(&clause.text) {
            true => Shared::Whole(from, to),
            false => {
                let parts = shared.iter().map(|(a, b)| [a.start, a.end, b.start, b.end]);
                Shared::Parts(from, to, parts.collect())
            }
        });
    }
    by_slug.into_iter().map(|(slug, clauses)| Parallels { slug, clauses }).collect()
}

#[derive(Serialize)]
struct VariantData<'a> {
    slug: &'a str,
    aligned: &'a [(Anchor, Anchor)],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    missing: &'a [Anchor],
}

#[derive(Serialize)]
struct VersionData<'a> {
    slug: &'a str,
    date: Option<PartialDate>,
}

#[derive(Serialize)]
struct RepairData<'a> {
    kind: RepairKind,
    span: [usize; 2],
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<usize>,
    before: &'a str,
    after: &'a str,
    certainty: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<&'a str>,
}

fn pair(span: Span) -> [usize; 2] {
    [span.start, span.end]
}
