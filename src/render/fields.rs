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
    table.others(&meta.provenance);
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

    /// What is said without a field of ours for it, as by lines of a header: under the name that it has there, else under one of ours.
    fn others(&mut self, provenance: &[Evidence]) {
        let words = self.shelf.words();
        let others = provenance.iter().filter(|found| words.get("field", &found.field) == found.field);
        // A name is that of the values which follow it, of the same key.
        let mut last = ("", "");
        let mut is_open = false;
        for found in others {
            let (name, value) = name_and_value(&found.words);
            if !name.is_empty() || last.0 != found.field {
                last = (&found.field, name);
                is_open = false;
            }
            if value.is_empty() {
                continue;
            }
            let value = Link { text: value.to_owned(), href: String::new() };
            match self.fields.last_mut().filter(|_| is_open) {
                Some(field) => field.values.push(value),
                None => {
                    let label = match last {
                        (key, "") => words.get("evidence", key).to_owned(),
                        (_, name) => name.split_whitespace().collect(),
                    };
                    let (key, from) = (found.field.clone(), self.from(found));
                    self.fields.push(Field { key, label, values: vec![value], from, words: String::new() });
                    is_open = true;
                }
            }
        }
    }
}

/// The name and the value of a header's words: `主题分类：` and nothing, `【主题分类】` and what follows, nothing and a value.
fn name_and_value(words: &str) -> (&str, &str) {
    if let Some((name, value)) = words.strip_prefix('【').and_then(|rest| rest.split_once('】')) {
        return (name.trim(), value.trim());
    }
    match words.trim_end().strip_suffix(['：', ':']) {
        Some(name) => (name, ""),
        None => ("", words.trim()),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Origin;
    use crate::render::sample;

    fn shown(provenance: &[(&str, &str)]) -> Vec<(String, Vec<String>)> {
        let provenance: Vec<Evidence> = provenance
            .iter()
            .zip(1..)
            .map(|(&(field, words), line)| Evidence {
                field: field.into(),
                from: Origin::Header,
                line: Some(line),
                words: words.into(),
            })
            .collect();
        sample::with_shelf(|shelf| {
            let mut table = Table { shelf, evidence: BTreeMap::new(), fields: Vec::new() };
            table.others(&provenance);
            let texts = |field: Field| field.values.into_iter().map(|value| value.text).collect();
            table.fields.into_iter().map(|field| (field.label.clone(), texts(field))).collect()
        })
    }

    #[test]
    fn a_headers_line_stands_under_the_name_it_has_there() {
        let fields = shown(&[
            ("title", "标题："),
            ("title", "云岭省渡口管理办法"),
            ("label", "索 引 号："),
            ("label", "530000001/2020-00133"),
            ("label", "通过会议："),
            ("label", "主题分类："),
            ("label", "交通\\渡运"),
            ("label", "安全"),
            ("label", "【备注】 节录"),
            ("label", "主 题 词："),
        ]);
        let expected = [
            ("索引号", vec!["530000001/2020-00133"]),
            ("主题分类", vec!["交通\\渡运", "安全"]),
            ("备注", vec!["节录"]),
        ];
        let expected =
            expected.map(|(name, values)| (name.to_owned(), values.into_iter().map(str::to_owned).collect()));
        assert_eq!(fields, expected);
    }

    #[test]
    fn what_has_no_name_of_its_own_gets_one_of_ours() {
        let fields = shown(&[
            ("status", "时效性："),
            ("status", "现行有效"),
            ("label", "主 题 词："),
            ("work", "据同一文件的另一文本"),
            ("relations", "引有原文"),
        ]);
        let names: Vec<&str> = fields.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["时效性", "同一文件", "文件关系"]);
    }
}
