//! The table of what is known of a circular, each field with where it was found.

use super::address::{self, Way};
use super::shelf::{Link, Shelf};
use crate::model::{Entry, Evidence};
use serde::Serialize;
use std::collections::BTreeMap;

/// One field of the table.
#[derive(Debug, Clone, Serialize)]
pub struct Field {
    pub key: String,
    pub label: String,
    pub values: Vec<Link>,
    /// Where it was found, in words; empty when nothing says so.
    pub from: String,
    /// The words that stood there.
    pub words: String,
}

/// The fields that have a value, in the order of an official paper's head.
pub fn fields(shelf: &Shelf, entry: &Entry, way: &Way) -> Vec<Field> {
    let meta = &entry.circular().meta;
    let words = shelf.words();
    let mut evidence: BTreeMap<&str, &Evidence> = BTreeMap::new();
    for found in &meta.provenance {
        evidence.entry(&found.field).or_insert(found);
    }
    let mut table = Table { shelf, evidence, fields: Vec::new() };
    let issuers = meta
        .issuers
        .iter()
        .map(|name| Link {
            text: name.clone(),
            href: format!("{}#{}", way.to("issuers.html"), address::encode(&address::id("issuer", name))),
        })
        .collect();
    table.add("issuers", issuers);
    table.text("number", meta.number.as_deref());
    for (name, date) in meta.dates.named() {
        table.text(&format!("dates.{name}"), Some(&shelf.date(date)));
    }
    table.text("kind", meta.kind.as_deref().map(|k| words.get("kind", k)));
    table.text("level", meta.level.map(|l| words.get("level", l.name())));
    table.text("language", meta.language.map(|l| words.get("language", l.tag())));
    table.text(
        "extent",
        meta.extent.filter(|e| *e == crate::model::Extent::Partial).map(|_| words.get("ui", "partial")),
    );
    table.text("cover_title", meta.cover_title.as_deref());
    table.text("title", meta.cover_title.is_some().then_some(meta.title.as_str()).filter(|t| !t.is_empty()));
    table.text("recipients", meta.recipients.as_deref());
    table.text("copied_to", meta.copied_to.as_deref());
    table.text("printed_by", meta.printed_by.as_deref());
    table.text("signed_by", meta.signed_by.as_deref());
    table.text("urgency", meta.urgency.as_deref());
    table.text("secrecy", meta.secrecy.as_deref());
    table.others();
    table.fields
}

struct Table<'a> {
    shelf: &'a Shelf<'a>,
    evidence: BTreeMap<&'a str, &'a Evidence>,
    fields: Vec<Field>,
}

impl Table<'_> {
    fn text(&mut self, key: &str, value: Option<&str>) {
        if let Some(value) = value {
            self.add(key, vec![Link { text: value.to_owned(), href: String::new() }]);
        }
    }

    fn add(&mut self, key: &str, values: Vec<Link>) {
        if values.is_empty() {
            return;
        }
        let found = self.evidence.remove(key);
        self.fields.push(Field {
            key: key.to_owned(),
            label: self.shelf.words().get("field", key).to_owned(),
            values,
            from: found.map(|e| self.from(e)).unwrap_or_default(),
            words: found.map(|e| e.words.clone()).unwrap_or_default(),
        });
    }

    /// 落款，第 12 行
    fn from(&self, evidence: &Evidence) -> String {
        let words = self.shelf.words();
        let origin = words.get("origin", origin(evidence)).to_owned();
        match evidence.line {
            Some(line) => format!("{origin} · {}", words.count("line", line)),
            None => origin,
        }
    }

    /// Lines of a header for which there is no field of ours: kept, because a source said them.
    fn others(&mut self) {
        for (key, found) in std::mem::take(&mut self.evidence) {
            let known = self.shelf.words().get("field", key) != key;
            if !known && !found.words.is_empty() {
                let from = self.from(found);
                self.fields.push(Field {
                    key: key.to_owned(),
                    label: key.to_owned(),
                    values: vec![Link { text: found.words.clone(), href: String::new() }],
                    from,
                    words: String::new(),
                });
            }
        }
    }
}

fn origin(evidence: &Evidence) -> &'static str {
    use crate::model::Origin::*;
    match evidence.from {
        Header => "header",
        TitleBlock => "title-block",
        Signature => "signature",
        Imprint => "imprint",
        Text => "text",
        SisterCopy => "sister-copy",
        File => "file",
        Person => "person",
    }
}
