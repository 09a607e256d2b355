//! What a block says with all that is in it, a line of text a paragraph, row or item.

use super::{DEEPEST, Scanner, item};
use crate::page::events::{Seen, inside, parts};
use crate::page::inline::{Words, words};
use pulldown_cmark::{Event, Tag};

impl Scanner<'_> {
    /// Appends the words in `events` to `lines`, a line for each paragraph, row, ….
    pub(super) fn lines_of(&mut self, events: &[Seen], lines: &mut Words) {
        self.depth += 1;
        self.lines_within(events, lines);
        self.depth -= 1;
    }

    fn lines_within(&mut self, events: &[Seen], lines: &mut Words) {
        for part in parts(events) {
            let Some((first, range)) = part.first() else { continue };
            let mut line = match first {
                _ if self.depth > DEEPEST => words(part, self.page, usize::MAX, false, &mut self.containers),
                Event::Start(Tag::TableHead | Tag::TableRow) => {
                    let mut row = Words::default();
                    for (at, cell) in parts(inside(part)).into_iter().enumerate() {
                        let words = words(cell, self.page, usize::MAX, true, &mut self.containers);
                        row.join(if at == 0 { "" } else { "\t" }, words);
                    }
                    row
                }
                Event::Start(Tag::Paragraph | Tag::Heading { .. } | Tag::CodeBlock(_)) => {
                    words(inside(part), self.page, usize::MAX, false, &mut self.containers)
                }
                Event::Html(html) => Words { text: without_tags(html).trim().to_owned(), pieces: Vec::new() },
                Event::Start(Tag::Item) => {
                    let from = lines.text.len();
                    self.lines_of(inside(part), lines);
                    item::number_lines(lines, from, self.page, range.start);
                    continue;
                }
                Event::Start(_) => {
                    self.lines_of(inside(part), lines);
                    continue;
                }
                Event::Rule => continue,
                _ => words(part, self.page, usize::MAX, false, &mut self.containers),
            };
            if !line.text.is_empty() {
                let trailing = line.text.trim_end_matches('\n').len();
                line.text.truncate(trailing);
                line.pieces.retain(|piece| piece.text.end <= trailing);
                lines.join(if lines.text.is_empty() { "" } else { "\n" }, line);
            }
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
