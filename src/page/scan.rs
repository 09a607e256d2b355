//! The blocks of a page's Markdown, one a clause or line: paragraphs, headings,
//! tables, and the items of lists that people wrote.

use super::attributes::{Attributes, Malformed, split_suffix};
use super::inline::{Seen, Words, words};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
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
    let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH;
    let body = page.get(start..).unwrap_or_default();
    let events: Vec<Seen> = Parser::new_ext(body, options)
        .into_offset_iter()
        .map(|(event, range)| (event, range.start + start..range.end + start))
        .collect();
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
            let inside = part.get(1..part.len().saturating_sub(1)).unwrap_or_default();
            match first {
                Event::Start(Tag::Heading { .. }) => self.heading(inside, range.clone()),
                Event::Start(Tag::Paragraph) => self.paragraphs(inside, range.clone()),
                Event::Start(Tag::Table(_)) => self.table(inside, range.clone()),
                Event::Start(Tag::List(_)) => self.list(part, range.clone()),
                Event::Start(Tag::BlockQuote(_)) => self.whole(Kind::Quote, inside, range.clone()),
                Event::Start(Tag::FootnoteDefinition(_)) => self.whole(Kind::Footnote, inside, range.clone()),
                Event::Start(Tag::CodeBlock(_)) => self.whole(Kind::Code, part, range.clone()),
                Event::Start(Tag::HtmlBlock) => self.html(inside, range.clone()),
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
            let cells = row.get(1..row.len().saturating_sub(1)).unwrap_or_default();
            let cells = parts(cells).into_iter().map(|cell| {
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
        let inside = events.get(1..events.len().saturating_sub(1)).unwrap_or_default();
        let ordered = matches!(events.first(), Some((Event::Start(Tag::List(Some(_))), _)));
        let mut inner = Scanner {
            page: self.page,
            containers: self.containers,
            depth: self.depth + 1,
            blocks: Vec::new(),
        };
        for item in parts(inside).into_iter().filter(|_| self.depth < DEEPEST) {
            let Some((_, range)) = item.first() else { continue };
            let first = inner.blocks.len();
            inner.blocks_of(item.get(1..item.len().saturating_sub(1)).unwrap_or_default());
            if ordered && let Some(block) = inner.blocks.get_mut(first) {
                number_item(block, self.page, range.start);
            }
        }
        self.containers = inner.containers;
        if self.depth < DEEPEST && inner.blocks.iter().any(|block| block.attributes.is_some()) {
            self.blocks.append(&mut inner.blocks);
        } else {
            self.whole(Kind::List, inside, span);
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

    /// Appends the words in `events` to `lines`, a line for each paragraph, row, ….
    fn lines_of(&mut self, events: &[Seen], lines: &mut Words) {
        self.depth += 1;
        self.lines_within(events, lines);
        self.depth -= 1;
    }

    fn lines_within(&mut self, events: &[Seen], lines: &mut Words) {
        for part in parts(events) {
            let Some((first, range)) = part.first() else { continue };
            let inside = part.get(1..part.len().saturating_sub(1)).unwrap_or_default();
            let line = match first {
                _ if self.depth > DEEPEST => words(part, self.page, usize::MAX, false, &mut self.containers),
                Event::Start(Tag::TableHead | Tag::TableRow) => {
                    let mut row = Words::default();
                    for (at, cell) in parts(inside).into_iter().enumerate() {
                        let words = words(cell, self.page, usize::MAX, true, &mut self.containers);
                        row.join(if at == 0 { "" } else { "\t" }, words);
                    }
                    row
                }
                Event::Start(Tag::Paragraph | Tag::Heading { .. } | Tag::CodeBlock(_)) => {
                    words(inside, self.page, usize::MAX, false, &mut self.containers)
                }
                Event::Start(Tag::HtmlBlock) => {
                    self.lines_of(inside, lines);
                    continue;
                }
                Event::Html(html) => Words { text: without_tags(html).trim().to_owned(), pieces: Vec::new() },
                Event::Start(Tag::Item) => {
                    let from = lines.text.len();
                    self.lines_of(inside, lines);
                    // The number of an item is part of what it says.
                    if let Some(number) = item_number(self.page, range.start)
                        && let Some(at) = lines.text.get(from..).and_then(|t| t.find(|c| c != '\n'))
                    {
                        insert(lines, from + at, &format!("{number} "));
                    }
                    continue;
                }
                Event::Start(_) => {
                    self.lines_of(inside, lines);
                    continue;
                }
                Event::Rule => continue,
                _ => words(part, self.page, usize::MAX, false, &mut self.containers),
            };
            if !line.text.is_empty() {
                let trailing = line.text.trim_end_matches('\n').len();
                let mut line = line;
                line.text.truncate(trailing);
                line.pieces.retain(|piece| piece.text.end <= trailing);
                lines.join(if lines.text.is_empty() { "" } else { "\n" }, line);
            }
        }
    }
}

/// The blocks among `events`: from each start to its end; inline events that
/// stand in no block are one part.
fn parts<'e, 'a>(events: &'e [Seen<'a>]) -> Vec<&'e [Seen<'a>]> {
    let mut parts = Vec::new();
    let (mut at, mut run) = (0, 0);
    while at < events.len() {
        if !is_block(&events[at].0) {
            at += 1;
            continue;
        }
        if run < at {
            parts.push(&events[run..at]);
        }
        let start = at;
        let mut depth = 0usize;
        while at < events.len() {
            match events[at].0 {
                Event::Start(_) => depth += 1,
                Event::End(_) => depth = depth.saturating_sub(1),
                _ => {}
            }
            at += 1;
            if depth == 0 {
                break;
            }
        }
        parts.push(&events[start..at]);
        run = at;
    }
    if run < events.len() {
        parts.push(&events[run..]);
    }
    parts
}

fn is_block(event: &Event) -> bool {
    match event {
        Event::Start(tag) => !matches!(
            tag,
            Tag::Emphasis
                | Tag::Strong
                | Tag::Strikethrough
                | Tag::Superscript
                | Tag::Subscript
                | Tag::Link { .. }
                | Tag::Image { .. }
        ),
        Event::Rule | Event::Html(_) => true,
        _ => false,
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

/// `1.` or `1)` of the item that begins at `start`.
fn item_number(page: &str, start: usize) -> Option<&str> {
    let item = page.get(start..)?;
    let digits = item.find(|c: char| !c.is_ascii_digit())?;
    (digits > 0 && item[digits..].starts_with(['.', ')'])).then(|| &item[..=digits])
}

fn number_item(block: &mut Scanned, page: &str, start: usize) {
    if let Some(number) = item_number(page, start) {
        insert(&mut block.words, 0, number);
        let (digits, mark) = number.split_at(number.len() - 1);
        block.markdown = format!("{digits}\\{mark} {}", block.markdown);
    }
}

/// Puts words in that have no place of their own.
fn insert(words: &mut Words, at: usize, text: &str) {
    words.text.insert_str(at, text);
    for piece in &mut words.pieces {
        if piece.text.start >= at {
            piece.text = piece.text.start + text.len()..piece.text.end + text.len();
        }
    }
}

/// What a reader would see of a stretch of HTML.
fn without_tags(html: &str) -> String {
    let mut out = String::new();
    let mut inside = false;
    for c in html.chars() {
        match c {
            '<' => inside = true,
            '>' if inside => inside = false,
            c if !inside => out.push(c),
            _ => {}
        }
    }
    out
}
