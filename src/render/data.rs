//! The same facts for other programs: `data/catalogue.json`, `data/timeline.json`,
//! `data/circulars/<slug>.json`. Paths are relative to the site's folder.

use super::address;
use super::error::RenderError;
use super::repairs::certainty;
use super::shelf::Shelf;
use crate::model::{Anchor, Circular, Citation, Corpus, Entry, Output, Span, Target};
use serde_json::{Value, json};

/// One circular: metadata, clauses in reading order, and what touches them.
pub fn circular(corpus: &Corpus, entry: &Entry) -> Result<Output, RenderError> {
    let circular = entry.circular();
    let mut value = head(circular, entry);
    value["page"] = json!(address::circular(&circular.slug));
    value["clauses"] = circular
        .clauses()
        .map(|c| {
            let mut clause = json!({
                "eid": c.anchor, "num": c.printed_number(), "heading": c.heading, "text": c.text,
                "parent": c.parent, "also": c.also,
            });
            if let Some(table) = &c.table {
                clause["table"] = json!(table);
            }
            clause
        })
        .collect();
    value["citations"] = entry.citations.iter().map(citation).collect();
    value["provenance"] = json!(circular.meta.provenance);
    value["moved"] = json!(circular.meta.moved);
    value["relations"] = json!(entry.relations);
    value["related_by"] = entry
        .related_by
        .iter()
        .map(|r| json!({"verb": r.verb, "slug": r.slug, "evidence": r.evidence, "words": r.words, "date": r.date}))
        .collect();
    value["cited_by"] = entry
        .cited_by
        .iter()
        .map(|b| json!({"slug": b.slug, "eid": b.from, "target_eid": b.to, "words": b.words}))
        .collect();
    value["parallels"] = corpus
        .parallels(entry)
        .map(|p| {
            let shared: Vec<Value> =
                p.shared.iter().map(|(ours, theirs)| json!([pair(*ours), pair(*theirs)])).collect();
            json!({"eid": p.from, "slug": p.slug, "target_eid": p.to, "strength": p.strength, "shared": shared})
        })
        .collect();
    value["variants"] = entry
        .variants
        .iter()
        .map(|v| json!({"slug": v.slug, "aligned": v.aligned, "missing": v.missing}))
        .collect();
    value["versions"] = entry.versions.iter().map(|v| json!({"slug": v.slug, "date": v.date})).collect();
    let repairs = entry.record.iter().flat_map(|r| &r.repairs);
    value["repairs"] = repairs
        .map(|r| {
            json!({
                "kind": r.kind, "span": pair(r.span), "line": r.at.map(|at| at.0), "column": r.at.map(|at| at.1), "before": r.before, "after": r.after,
                "certainty": certainty(r.certainty), "note": r.note,
            })
        })
        .collect();
    value["doubts"] = json!(entry.record.as_ref().map_or(&[][..], |r| r.doubts.as_slice()));
    output(address::data(&circular.slug), &value)
}

/// All circulars, in the order of their slugs.
pub fn catalogue(shelf: &Shelf) -> Result<Output, RenderError> {
    let circulars: Vec<Value> = shelf
        .corpus
        .entries
        .iter()
        .map(|entry| {
            let circular = entry.circular();
            let mut value = head(circular, entry);
            value["page"] = json!(address::circular(&circular.slug));
            value["data"] = json!(address::data(&circular.slug));
            value["clauses"] = json!(circular.clauses().count());
            value
        })
        .collect();
    let value = json!({"title": shelf.config.title, "as_of": shelf.corpus.as_of, "circulars": circulars});
    output("data/catalogue.json".into(), &value)
}

/// Every dated event, oldest first, the undated circulars, and the relations between held ones.
pub fn timeline(shelf: &Shelf) -> Result<Output, RenderError> {
    let corpus = shelf.corpus;
    let title = |slug: &str| corpus.entry(slug).map(|e| e.circular().name());
    let events: Vec<Value> = corpus
        .timeline
        .iter()
        .map(|e| json!({"date": e.date, "event": e.name, "slug": e.slug, "level": e.level, "title": title(&e.slug)}))
        .collect();
    let undated: Vec<&str> = undated(shelf).map(|c| c.slug.as_str()).collect();
    let relations: Vec<Value> = corpus
        .entries
        .iter()
        .flat_map(|entry| {
            let slug = &entry.circular().slug;
            entry.relations.iter().filter_map(move |r| {
                r.slug.as_ref().map(|to| json!({"from": slug, "verb": r.verb, "to": to, "date": r.date}))
            })
        })
        .collect();
    let value = json!({"events": events, "undated": undated, "relations": relations});
    output("data/timeline.json".into(), &value)
}

/// Circulars without any date.
pub fn undated<'a>(shelf: &Shelf<'a>) -> impl Iterator<Item = &'a Circular> {
    let all = shelf.corpus.entries.iter().map(Entry::circular);
    all.filter(|c| c.meta.dates.named().is_empty())
}

fn head(circular: &Circular, entry: &Entry) -> Value {
    let meta = &circular.meta;
    let standing = &entry.standing;
    let evidence: Vec<Value> =
        standing.evidence.iter().map(|(slug, eid)| json!({"slug": slug, "eid": eid})).collect();
    json!({
        "slug": circular.slug,
        "source": {"file": meta.source.file, "sha256": meta.source.sha256},
        "title": meta.title,
        "cover_title": meta.cover_title,
        "kind": meta.kind,
        "number": meta.number,
        "issuers": meta.issuers,
        "dates": meta.dates,
        "recipients": meta.recipients,
        "copied_to": meta.copied_to,
        "language": meta.language,
        "level": meta.level,
        "extent": meta.extent,
        "work": meta.work,
        "status": {"value": standing.status, "since": standing.since, "evidence": evidence},
    })
}

fn citation(citation: &Citation) -> Value {
    let (slug, work, anchor, state): (Option<&str>, Option<&str>, Option<&Anchor>, &str) =
        match &citation.target {
            Target::Held { slug, anchor } => (Some(slug), None, anchor.as_ref(), "held"),
            Target::Missing { slug, anchor } => (Some(slug), None, Some(anchor), "missing"),
            Target::NotHeld { work, anchor } => (None, Some(work), anchor.as_ref(), "not-held"),
        };
    json!({
        "eid": citation.from, "words": citation.words, "span": pair(citation.span),
        "target_eid": anchor, "target_slug": slug, "target_work": work, "state": state,
        "title": citation.title, "number": citation.number,
    })
}

fn pair(span: Span) -> [usize; 2] {
    [span.start, span.end]
}

fn output(path: String, value: &Value) -> Result<Output, RenderError> {
    let mut bytes = serde_json::to_vec(value).map_err(|e| RenderError::Data(path.clone(), e))?;
    bytes.push(b'\n');
    Ok(Output { path, bytes })
}
