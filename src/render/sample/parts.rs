//! Short forms of the model's nouns, as the sample needs them.

use crate::model::*;

pub fn a(anchor: &str) -> Anchor {
    Anchor::parse(anchor).unwrap()
}

pub(super) fn day(text: &str) -> Option<PartialDate> {
    Some(text.parse().unwrap())
}

pub(super) fn evidence(field: &str, from: Origin, line: usize, words: &str) -> Evidence {
    Evidence { field: field.into(), from, line: (line > 0).then_some(line), words: words.into() }
}

pub(super) fn source(file: &str) -> Source {
    Source { file: file.into(), sha256: "0d2c9c7be0a1".repeat(5) }
}

pub(super) fn text_of(entry: &Entry, anchor: &str) -> String {
    entry.circular().find(&a(anchor)).unwrap().text.to_owned()
}

pub(super) fn span(text: &str, words: &str) -> Span {
    let start = text.find(words).unwrap();
    Span::new(start, start + words.len())
}

pub(super) fn citation(entry: &Entry, from: &str, words: &str, target: Target) -> Citation {
    let span = span(&text_of(entry, from), words);
    Citation { from: a(from), span, words: words.into(), title: None, number: None, target }
}

pub(super) fn relation(verb: Verb, title: &str, slug: Option<&str>, evidence: &str, words: &str) -> Relation {
    Relation {
        verb,
        title: title.into(),
        slug: slug.map(str::to_owned),
        evidence: (!evidence.is_empty()).then(|| a(evidence)),
        words: words.into(),
        date: None,
    }
}

pub(super) fn incoming(verb: Verb, slug: &str, evidence: &str, words: &str) -> Incoming {
    Incoming { verb, slug: slug.into(), evidence: Some(a(evidence)), words: words.into(), date: None }
}

pub(super) fn held(slug: &str, anchor: &str) -> Target {
    Target::Held { slug: slug.into(), anchor: (!anchor.is_empty()).then(|| a(anchor)) }
}

pub(super) fn backlink(slug: &str, from: &str, to: &str, words: &str) -> Backlink {
    Backlink { slug: slug.into(), from: a(from), to: (!to.is_empty()).then(|| a(to)), words: words.into() }
}

pub(super) fn record(file: &str, repairs: Vec<Repair>, doubts: Vec<Doubt>) -> Option<ImportRecord> {
    Some(ImportRecord {
        source: file.into(),
        sha256: source(file).sha256,
        format: Format::Text,
        encoding: "GB18030".into(),
        override_sha256: None,
        rules: 1,
        page_sha256: String::new(),
        repairs,
        doubts,
    })
}

pub(super) fn repair(kind: RepairKind, at: usize, before: &str, after: &str, certainty: Certainty) -> Repair {
    let span = Span::new(at, at + before.len());
    Repair {
        kind,
        span,
        at: Some((1 + at / 7, 1)),
        before: before.into(),
        after: after.into(),
        certainty,
        note: None,
    }
}
