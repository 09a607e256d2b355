//! The plain words of a block, as marks count them.

use pulldown_cmark::{Event, Tag, TagEnd};

/// The words of the events, number left out, paragraphs joined by `\n`, cells by `\t`.
pub(super) fn plain_text(events: &[Event], number: &str) -> String {
    let mut out = String::new();
    let mut strip = Strip::new(number);
    let mut started = false;
    for event in events {
        match event {
            Event::Text(text) | Event::Code(text) | Event::Html(text) | Event::InlineHtml(text) => {
                out.push_str(strip.cut(text));
            }
            Event::SoftBreak | Event::HardBreak => out.push('\n'),
            event => {
                if let Some(joint) = joint(event, &mut started) {
                    out.push(joint);
                }
            }
        }
    }
    out
}

/// The character that separates what follows from what came before, in plain text.
pub(super) fn joint(event: &Event, started: &mut bool) -> Option<char> {
    match event {
        Event::Start(
            Tag::Paragraph | Tag::HtmlBlock | Tag::Heading { .. } | Tag::TableHead | Tag::TableRow,
        ) => std::mem::replace(started, true).then_some('\n'),
        Event::End(TagEnd::TableCell) => Some('\t'),
        _ => None,
    }
}

/// Takes a printed number off the start of a text that comes in pieces.
pub(super) struct Strip<'a> {
    left: &'a str,
    done: bool,
}

impl<'a> Strip<'a> {
    pub(super) fn new(number: &'a str) -> Self {
        Strip { left: number, done: number.is_empty() }
    }

    /// What remains of the next piece.
    pub(super) fn cut<'t>(&mut self, piece: &'t str) -> &'t str {
        if self.done {
            return piece;
        }
        let mut rest = piece;
        loop {
            rest = rest.trim_start();
            self.left = self.left.trim_start();
            let (Some(want), Some(found)) = (self.left.chars().next(), rest.chars().next()) else { break };
            if want != found {
                // A person changed the number's form; show the text as it is.
                self.done = true;
                return rest;
            }
            self.left = &self.left[want.len_utf8()..];
            rest = &rest[found.len_utf8()..];
        }
        self.done = self.left.is_empty() && !rest.is_empty();
        rest
    }
}
