//! Pages that people wrote: CommonMark with tables, footnotes, strikethrough, heading anchors and
//! highlighted code.

use super::address;
use super::error::RenderError;
use super::frame;
use super::highlight::code_block;
use super::html::escaped;
use super::shelf::Shelf;
use super::toc::{self, Item};
use crate::model::{Document, Output};
use pulldown_cmark::{CodeBlockKind, CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use serde::Serialize;
use std::collections::HashSet;

#[derive(Serialize)]
struct Page {
    title: String,
    contents: String,
    body: String,
}

/// Renders one document.
pub fn document(shelf: &Shelf, document: &Document) -> Result<Output, RenderError> {
    let path = format!("{}.html", document.path);
    let (body, items) = html(&document.markdown);
    let titled = body.contains("<h1");
    let page = Page {
        title: if titled { String::new() } else { document.title.clone() },
        contents: if items.len() > 2 { toc::html(&items, shelf.words()) } else { String::new() },
        body,
    };
    frame::fill(shelf, "document.html", &path, &path, &document.title, &page)
}

/// The HTML of a hand-written page, and its headings below the title.
fn html(markdown: &str) -> (String, Vec<Item>) {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_TASKLISTS;
    let events: Vec<Event> = Parser::new_ext(markdown, options).collect();
    let mut items = Vec::new();
    let mut ids = HashSet::new();
    let mut notes = Vec::new();
    let mut main = Vec::new();
    let mut in_note = false;
    let mut code: Option<(String, String)> = None;
    let mut dropped: Vec<bool> = Vec::new();
    for (at, event) in events.iter().enumerate() {
        let mapped = match event {
            Event::Html(text) | Event::InlineHtml(text) => Event::Text(text.clone()),
            Event::Start(Tag::HtmlBlock) => Event::Start(Tag::Paragraph),
            Event::End(TagEnd::HtmlBlock) => Event::End(TagEnd::Paragraph),
            Event::Start(Tag::CodeBlock(kind)) => {
                let language = match kind {
                    CodeBlockKind::Fenced(info) => info.to_string(),
                    CodeBlockKind::Indented => String::new(),
                };
                code = Some((language, String::new()));
                continue;
            }
            Event::End(TagEnd::CodeBlock) => match code.take() {
                Some((language, text)) => Event::Html(code_block(&text, &language).into()),
                None => continue,
            },
            Event::Text(text) => match &mut code {
                Some((_, block)) => {
                    block.push_str(text);
                    continue;
                }
                None => event.clone(),
            },
            Event::Start(Tag::Heading { level, id, .. }) => {
                heading(&events[at..], *level, id.as_deref(), &mut ids, &mut items)
            }
            Event::Start(Tag::Table(_)) => {
                push(
                    &mut main,
                    &mut notes,
                    in_note,
                    Event::Html("<div class=\"table\" tabindex=\"0\" role=\"group\">".into()),
                );
                event.clone()
            }
            Event::End(TagEnd::Table) => {
                push(&mut main, &mut notes, in_note, event.clone());
                Event::Html("</div>\n".into())
            }
            Event::Start(tag @ (Tag::Link { .. } | Tag::Image { .. })) => match safe(tag) {
                Some(tag) => {
                    dropped.push(false);
                    Event::Start(tag)
                }
                None => {
                    dropped.push(true);
                    continue;
                }
            },
            Event::End(TagEnd::Link | TagEnd::Image) if dropped.pop() == Some(true) => continue,
            Event::Start(Tag::FootnoteDefinition(_)) => {
                in_note = true;
                event.clone()
            }
            Event::End(TagEnd::FootnoteDefinition) => {
                notes.push(event.clone());
                in_note = false;
                continue;
            }
            _ => event.clone(),
        };
        push(&mut main, &mut notes, in_note, mapped);
    }
    if !notes.is_empty() {
        main.push(Event::Html("<section class=\"footnotes\" role=\"doc-endnotes\">\n".into()));
        main.append(&mut notes);
        main.push(Event::Html("</section>\n".into()));
    }
    let mut out = String::with_capacity(markdown.len() * 2);
    pulldown_cmark::html::push_html(&mut out, main.into_iter());
    (out, items)
}

fn push<'e>(main: &mut Vec<Event<'e>>, notes: &mut Vec<Event<'e>>, in_note: bool, event: Event<'e>) {
    if in_note { notes.push(event) } else { main.push(event) }
}

/// A heading's start tag with an id; its words go to the contents.
fn heading<'e>(
    events: &[Event<'e>],
    level: HeadingLevel,
    id: Option<&str>,
    ids: &mut HashSet<String>,
    items: &mut Vec<Item>,
) -> Event<'e> {
    let words: String = events
        .iter()
        .take_while(|e| !matches!(e, Event::End(TagEnd::Heading(_))))
        .filter_map(|e| match e {
            Event::Text(text) | Event::Code(text) => Some(text.as_ref()),
            _ => None,
        })
        .collect();
    let wanted = id.map_or_else(|| words.split_whitespace().collect::<Vec<_>>().join("-"), str::to_owned);
    let mut id = wanted.clone();
    let mut nth = 2;
    while !ids.insert(id.clone()) {
        id = format!("{wanted}-{nth}");
        nth += 1;
    }
    if level > HeadingLevel::H1 {
        items.push(Item {
            depth: level as usize - 2,
            anchor: escaped(&id),
            number: String::new(),
            title: words,
            quiet: false,
        });
    }
    Event::Start(Tag::Heading { level, id: Some(id.into()), classes: Vec::new(), attrs: Vec::new() })
}

/// The tag with a link of the site; None where it may not lead anywhere. Images come from the site
/// alone.
fn safe<'e>(tag: &Tag<'e>) -> Option<Tag<'e>> {
    match tag.clone() {
        Tag::Link { link_type, dest_url, title, id } => {
            let dest_url: CowStr = address::link(&dest_url)?.into();
            Some(Tag::Link { link_type, dest_url, title, id })
        }
        Tag::Image { dest_url, .. } if address::is_foreign(&dest_url) => None,
        tag => Some(tag),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_of_people_get_all_of_their_markdown() {
        let (out, items) = html(concat!(
            "# 说明\n\n## 用法 {#use}\n\n甲[^1]。[条](circulars/2015/a.md#art_1)\n\n",
            "| 甲 |\n|---|\n| 乙 |\n\n[^1]: 注。\n\n```rust\nfn a() {}\n```\n",
        ));
        assert!(
            out.contains("<h2 id=\"use\">用法</h2>") && out.contains("href=\"circulars/2015/a.html#art_1\"")
        );
        assert!(out.contains("<div class=\"table\"") && out.contains("c-storage"), "{out}");
        assert!(out.contains("footnote-definition"), "{out}");
        assert_eq!(items.len(), 1);
    }

    #[test]
    fn nothing_foreign_is_fetched_and_markup_stays_text() {
        let (out, _) = html("甲 ![图](http://e.example/x.png) [乙](javascript:x)\n\n<script>x</script>");
        assert_eq!(out, "<p>甲 图 乙</p>\n<p>&lt;script&gt;x&lt;/script&gt;</p>\n");
    }
}
