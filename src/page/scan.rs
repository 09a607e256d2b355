//! The blocks of a page's Markdown, one a clause or line: paragraphs, headings,
//! tables, and the items of lists that people wrote.

mod item;
mod lines;

use super::attributes::{Attributes, Malformed, split_suffix};
use super::events::{Seen, events, inside, parts};
use super::inline::{Words, words};
use pulldown_cmark::{Event, Tag, TagEnd};
use std::ops::Range;

/// Quotations and lists nested deeper than this are read as one line: nobody
/// writes them, and reading must not run out of stack on a page made to do that.
const DEEPEST: usize = 16;

/// One block and what it says.
#[derive(Debug, Clone, PartialEq)]
pub struct Scanned {
    pub kind: Kind,
    /// Bytes of the page.
    pub span: Range<usize>,
    /// Its Markdown without heading marks and attributes.
    pub markdown: String,
    pub words: Words,
    /// What the block ends in; None when it ends in no group of braces.
    pub attributes: Option<Result<Attributes, Malformed>>,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    Heading,
    Paragraph {
        /// Destination of its first image.
        image: Option<String>,
    },
    /// The first row is the header row.
    Table(Vec<Vec<Words>>),
    /// Its paragraphs belong to the block above.
    Quote,
    /// A list without anchors in it.
    List,
    Code,
    Html,
    Footnote,
}

/// The blocks of `page` from the byte `start` on. Rules and HTML comments say
/// nothing and are left out.
pub fn scan(page: &str, start: usize) -> Vec<Scanned> {
    let events: Vec<Seen> = events(page, start).collect();
    let mut scanner = Scanner { page, containers: 0, depth: 0, blocks: Vec::new() };
    scanner.blocks_of(&events);
    anchored_tables(scanner.blocks)
}

/// The paragraph behind a table that is only an attribute is the table's.
fn anchored_tables(blocks: Vec<Scanned>) -> Vec<Scanned> {
    let mut out: Vec<Scanned> = Vec::with_capacity(blocks.len());
    for block in blocks {
        let only_attributes = block.markdown.is_empty() && matches!(block.kind, Kind::Paragraph { .. });
        match out.last_mut() {
            Some(table)
                if only_attributes && table.attributes.is_none() && matches!(table.kind, Kind::Table(_)) =>
            {
                table.attributes = block.attributes;
            }
            _ => out.push(block),
        }
    }
    out
}

struct Scanner<'p> {
    page: &'p str,
    containers: usize,
    depth: usize,
    blocks: Vec<Scanned>,
}

impl Scanner<'_> {
    fn blocks_of(&mut self, events: &[Seen]) {
        for part in parts(events) {
            let Some((first, range)) = part.first() else { continue };
            match first {
                Event::Start(Tag::Heading { .. }) => self.heading(inside(part), range.clone()),
                Event::Start(Tag::Paragraph) => self.paragraphs(inside(part), range.clone()),
                Event::Start(Tag::Table(_)) => self.table(inside(part), range.clone()),
                Event::Start(Tag::List(_)) => self.list(part, range.clone()),
                Event::Start(Tag::BlockQuote(_)) => self.whole(Kind::Quote, inside(part), range.clone()),
                Event::Start(Tag::FootnoteDefinition(_)) => {
                    self.whole(Kind::Footnote, inside(part), range.clone())
                }
                Event::Start(Tag::CodeBlock(_)) => self.whole(Kind::Code, part, range.clone()),
                Event::Start(Tag::HtmlBlock) => self.html(inside(part), range.clone()),
                Event::Start(_) | Event::Rule => {}
                // An item of a tight list has its words without a paragraph.
                _ => {
                    let end = part.last().map_or(range.end, |(_, last)| last.end);
                    self.paragraphs(part, before_escape(self.page, range.start)..end);
                }
            }
        }
    }

    fn heading(&mut self, events: &[Seen], span: Range<usize>) {
        let source = self.page[span.clone()].trim_end();
        let setext = !source.starts_with('#');
        let content = if setext {
            source.rsplit_once('\n').map_or(source, |(above, _)| above)
        } else {
            source.trim_start_matches('#')
        };
        let lead = if setext { 0 } else { source.len() - content.len() };
        let start = span.start + lead + (content.len() - content.trim_start().len());
        let mut content = start..start + content.trim().len();
        if !setext && split_suffix(&self.page[content.clone()]).is_none() {
            // A closing sequence: `## 标题 ##`.
            let open = self.page[content.clone()].trim_end_matches('#');
            if open.ends_with([' ', '\t']) {
                content.end = content.start + open.trim_end().len();
            }
        }
        self.push_line(Kind::Heading, events, span, content);
    }

    /// A paragraph; several, where people left out the empty line between two that end in an anchor.
    fn paragraphs(&mut self, events: &[Seen], span: Range<usize>) {
        let mut depth = 0usize;
        let (mut from, mut start) = (0, span.start);
        for (at, (event, range)) in events.iter().enumerate() {
            match event {
                Event::Start(_) => depth += 1,
                Event::End(_) => depth = depth.saturating_sub(1),
                Event::SoftBreak | Event::HardBreak if depth == 0 => {
                    let line = &self.page[start..range.start];
                    if split_suffix(line).is_some_and(|(_, inner)| Attributes::parse(inner).is_ok()) {
                        self.paragraph(&events[from..at], start..range.start);
                        from = at + 1;
                        let next = events.get(from).map_or(span.end, |(_, next)| next.start);
                        start = before_escape(self.page, next);
                    }
                }
                _ => {}
            }
        }
        if start < span.end {
            self.paragraph(&events[from..], start..span.end);
        }
    }

    fn paragraph(&mut self, events: &[Seen], span: Range<usize>) {
        let image = events.iter().find_map(|(event, _)| match event {
            Event::Start(Tag::Image { dest_url, .. }) => Some(dest_url.to_string()),
            _ => None,
        });
        let content =
            span.start..span.start + self.page[span.clone()].trim_end_matches([' ', '\t', '\n']).len();
        self.push_line(Kind::Paragraph { image }, events, span, content);
    }

    fn push_line(&mut self, kind: Kind, events: &[Seen], span: Range<usize>, content: Range<usize>) {
        let source = &self.page[content.clone()];
        let closed = split_suffix(source).filter(|_| !ends_in_code_or_link(events, content.end));
        let (cut, attributes) = match closed {
            Some((cut, inner)) => (cut, Some(Attributes::parse(inner))),
            None => (source.len(), None),
        };
        let words = words(events, self.page, content.start + cut, false, &mut self.containers);
        self.blocks.push(Scanned { kind, span, markdown: source[..cut].to_owned(), words, attributes });
    }

    fn table(&mut self, events: &[Seen], span: Range<usize>) {
        let mut rows: Vec<Vec<Words>> = Vec::new();
        for row in parts(events) {
            let cells = parts(inside(row)).into_iter().map(|cell| {
                let end = cell.last().map_or(0, |(_, range)| range.end);
                words(cell, self.page, end, true, &mut self.containers)
            });
            rows.push(cells.collect());
        }
        let mut markdown = self.page[span.clone()].trim_end();
        let mut attributes = None;
        // `{#…}` on the line after a table is one more row to GFM.
        if let Some((above, last)) = markdown.rsplit_once('\n')
            && let Some((0, inner)) = split_suffix(last.trim())
        {
            attributes = Some(Attributes::parse(inner));
            markdown = above;
            rows.pop();
        }
        self.blocks.push(Scanned {
            kind: Kind::Table(rows),
            markdown: markdown.to_owned(),
            span,
            words: Words::default(),
            attributes,
        });
    }

    /// A list in which an item has an anchor is read item by item, its numbers
    /// as if they were printed; another list is one block.
    fn list(&mut self, events: &[Seen], span: Range<usize>) {
        let items = inside(events);
        let ordered = matches!(events.first(), Some((Event::Start(Tag::List(Some(_))), _)));
        let mut inner = Scanner {
            page: self.page,
            containers: self.containers,
            depth: self.depth + 1,
            blocks: Vec::new(),
        };
        for entry in parts(items).into_iter().filter(|_| self.depth < DEEPEST) {
            let Some((_, range)) = entry.first() else { continue };
            let first = inner.blocks.len();
            inner.blocks_of(inside(entry));
            if ordered && let Some(block) = inner.blocks.get_mut(first) {
                item::number_first(block, self.page, range.start);
            }
        }
        self.containers = inner.containers;
        if self.depth < DEEPEST && inner.blocks.iter().any(|block| block.attributes.is_some()) {
            self.blocks.append(&mut inner.blocks);
        } else {
            self.whole(Kind::List, items, span);
        }
    }

    fn html(&mut self, events: &[Seen], span: Range<usize>) {
        let source = self.page[span.clone()].trim();
        if source.starts_with("<!--") && source.find("-->").is_some_and(|end| end + 3 == source.len()) {
            return;
        }
        self.whole(Kind::Html, events, span);
    }

    /// A block with everything in it, a line of text a paragraph.
    fn whole(&mut self, kind: Kind, events: &[Seen], span: Range<usize>) {
        let mut words = Words::default();
        self.lines_of(events, &mut words);
        let markdown = self.page[span.clone()].trim_end().to_owned();
        self.blocks.push(Scanned { kind, span, markdown, words, attributes: None });
    }
}

/// Whether the braces at the end are inside code or a link, not behind them.
fn ends_in_code_or_link(events: &[Seen], end: usize) -> bool {
    events.iter().rev().take_while(|(_, range)| range.end >= end).any(|(event, _)| {
        matches!(
            event,
            Event::Code(_) | Event::InlineHtml(_) | Event::End(TagEnd::Link | TagEnd::Image | TagEnd::Strong)
        )
    })
}

/// `at`, or the backslash before it that escapes what stands there.
fn before_escape(page: &str, at: usize) -> usize {
    if page[..at].ends_with('\\') { at - 1 } else { at }
}
