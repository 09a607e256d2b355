//! Footnotes that people put into a circular's page.

use super::block_writer::Writer;
use super::markdown::{OPTIONS, Setting};
use pulldown_cmark::{Event, Parser, Tag, TagEnd};
use std::collections::BTreeMap;

/// Footnotes of a page: definitions stand in blocks of their own, numbers follow the references.
#[derive(Debug, Clone, Default)]
pub struct Footnotes {
    definitions: String,
    order: Vec<String>,
}

impl Footnotes {
    /// Collects the definitions among the blocks of a page.
    pub fn collect(blocks: impl Iterator<Item = impl AsRef<str>>) -> Footnotes {
        let mut definitions = String::new();
        for block in blocks.filter(|block| is_definition(block.as_ref())) {
            definitions.push_str("\n\n");
            definitions.push_str(block.as_ref());
        }
        Footnotes { definitions, order: Vec::new() }
    }

    pub(super) fn definitions(&self) -> &str {
        &self.definitions
    }

    /// From 1, and whether this is the first reference to it.
    pub(super) fn number(&mut self, label: &str) -> (usize, bool) {
        match self.order.iter().position(|known| known == label) {
            Some(at) => (at + 1, false),
            None => {
                self.order.push(label.to_owned());
                (self.order.len(), true)
            }
        }
    }

    /// The list of those that were referred to; empty without any.
    pub fn html(&mut self) -> String {
        if self.order.is_empty() {
            return String::new();
        }
        let mut texts: BTreeMap<String, String> = BTreeMap::new();
        let mut open: Option<(String, Vec<Event>)> = None;
        for event in Parser::new_ext(&self.definitions, OPTIONS) {
            match event {
                Event::Start(Tag::FootnoteDefinition(label)) => {
                    open = Some((label.into_string(), Vec::new()))
                }
                Event::End(TagEnd::FootnoteDefinition) => {
                    if let Some((label, events)) = open.take() {
                        let mut out = String::new();
                        let setting = Setting { open: "<p>", close: "</p>", ..Setting::plain() };
                        let mut notes = Footnotes::default();
                        Writer::new(&mut out, &setting, &[], &mut notes).run(&events);
                        texts.entry(label).or_insert(out);
                    }
                }
                event => {
                    if let Some((_, events)) = &mut open {
                        events.push(event);
                    }
                }
            }
        }
        let mut html = String::from("<section class=\"footnotes\" role=\"doc-endnotes\"><ol>");
        for (at, label) in self.order.iter().enumerate() {
            let n = at + 1;
            html.push_str(&format!("<li id=\"fn-{n}\">{}", texts.get(label).map_or("", String::as_str)));
            html.push_str(&format!("<a class=\"back\" href=\"#fnref-{n}\" role=\"doc-backlink\">↩</a></li>"));
        }
        html.push_str("</ol></section>");
        html
    }
}

/// Whether a block only defines footnotes.
pub fn is_definition(markdown: &str) -> bool {
    markdown.starts_with("[^") && markdown.contains("]:")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::markdown::block;

    #[test]
    fn definitions_in_other_blocks_are_found() {
        let blocks = ["甲[^a]。".to_owned(), "[^a]: 编者注：<b>。".to_owned()];
        let mut notes = Footnotes::collect(blocks.iter());
        let mut out = String::new();
        block(&mut out, &blocks[0], &Setting::plain(), &mut notes, |_| Vec::new());
        assert!(out.contains("<a id=\"fnref-1\" href=\"#fn-1\""), "{out}");
        assert!(notes.html().contains("<li id=\"fn-1\"><p>编者注：&lt;b&gt;。</p>"), "{}", notes.html());
    }
}
