//! The words of a stretch of Markdown, and where each of them stands in it.

use super::events::{Seen, is_inline};
use pulldown_cmark::{Event, Tag};
use std::ops::Range;

/// Text with its places in the Markdown.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Words {
    pub text: String,
    /// In order. White space that stands for a line end has none.
    pub pieces: Vec<Piece>,
}

/// A stretch of text and the stretch of Markdown it comes from.
#[derive(Debug, Clone, PartialEq)]
pub struct Piece {
    pub text: Range<usize>,
    pub markdown: Range<usize>,
    /// Whether both are the same bytes (not so for `&amp;`).
    pub verbatim: bool,
    /// The paragraph, cell, emphasis, … in which it stands: same number, same place.
    pub container: usize,
    /// Whether a link may be put here: not in a link, an image or code.
    pub open: bool,
}

impl Words {
    fn push(&mut self, text: &str, markdown: Range<usize>, verbatim: bool, container: usize, open: bool) {
        let start = self.text.len();
        self.text.push_str(text);
        let text = start..self.text.len();
        self.pieces.push(Piece { text, markdown, verbatim, container, open });
    }

    /// Takes the first `length` bytes of the text away.
    pub fn drop_front(&mut self, length: usize) {
        self.text.drain(..length);
        self.pieces.retain(|piece| piece.text.end > length);
        for piece in &mut self.pieces {
            let cut = length.saturating_sub(piece.text.start);
            if piece.verbatim {
                piece.markdown.start += cut;
            } else if cut > 0 {
                piece.open = false;
            }
            piece.text = piece.text.start.saturating_sub(length)..piece.text.end - length;
        }
    }

    /// Appends `gap` and then `other`.
    pub fn join(&mut self, gap: &str, other: Words) {
        self.text.push_str(gap);
        let by = self.text.len();
        self.text.push_str(&other.text);
        self.pieces.extend(other.pieces.into_iter().map(|mut piece| {
            piece.text = piece.text.start + by..piece.text.end + by;
            piece
        }));
    }
}

/// Reads the inline events of one paragraph, heading, cell or item as far as
/// the byte `end` of `page`. `containers` counts on through the page.
/// A line end between Han characters is no space; `<br>` in a cell is a line end.
pub fn words(events: &[Seen], page: &str, end: usize, in_cell: bool, containers: &mut usize) -> Words {
    let mut words = Words::default();
    *containers += 1;
    // Innermost last: number, and whether links may be put in it.
    let mut within = vec![(*containers, true)];
    let mut broken = false;
    for (event, range) in events {
        if range.start >= end {
            break;
        }
        let (container, open) = within.last().copied().unwrap_or_default();
        match event {
            Event::Start(tag) if is_inline(tag) => {
                let link = matches!(tag, Tag::Link { .. } | Tag::Image { .. });
                *containers += 1;
                within.push((*containers, open && !link));
            }
            // What was opened above is closed in the same order; the paragraph stays.
            Event::End(_) if within.len() > 1 => {
                within.pop();
            }
            Event::Text(text) => {
                let stands = &page[range.start..range.end.min(end)];
                let verbatim = text.as_ref() == &page[range.clone()];
                let text = if verbatim { stands } else { text.as_ref() };
                close_line(&mut words, &mut broken, text);
                words.push(text, range.start..range.start + stands.len(), verbatim, container, open);
            }
            Event::Code(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
                close_line(&mut words, &mut broken, text);
                words.push(text, range.clone(), false, container, false);
            }
            Event::InlineHtml(tag) if is_line_break(tag) => {
                if in_cell {
                    words.push("\n", range.clone(), false, container, false);
                } else {
                    broken = true;
                }
            }
            Event::SoftBreak | Event::HardBreak => broken = true,
            // Says nothing, but no link may be put around it.
            Event::InlineHtml(_) | Event::FootnoteReference(_) => {
                words.push("", range.clone(), false, container, false);
            }
            _ => {}
        }
    }
    words
}

/// Puts the space that a line end stands for, once what follows is known.
fn close_line(words: &mut Words, broken: &mut bool, next: &str) {
    if std::mem::take(broken) {
        let narrow = |c: Option<char>| c.is_some_and(|c| !is_wide(c) && !c.is_whitespace());
        if narrow(words.text.chars().next_back()) && narrow(next.chars().next()) {
            words.text.push(' ');
        }
    }
}

/// Han characters and their punctuation, between which no space stands.
fn is_wide(c: char) -> bool {
    matches!(c, '\u{2014}'..='\u{2026}' | '\u{2E80}'..='\u{A4CF}' | '\u{F900}'..='\u{FAFF}' | '\u{FE30}'..='\u{FE4F}' | '\u{FF00}'..='\u{FFEF}' | '\u{20000}'..='\u{3FFFF}')
}

fn is_line_break(tag: &str) -> bool {
    let name = tag.trim_start_matches('<').trim_end_matches('>').trim_end_matches('/').trim();
    name.eq_ignore_ascii_case("br")
}
