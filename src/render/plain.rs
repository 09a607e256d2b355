//! The plain words of a block, as marks count them.

use pulldown_cmark::{Event, Tag, TagEnd};

/// The words of the events, number left out, paragraphs joined by `\n`, cells by `\t`.
pub(super) fn plain_text(events: &[Event], number: &str) -> String {
    let mut out = String::new();
    let mut strip = Strip::new(number);
    let mut line_end = LineEnd::default();
    let mut started = false;
    for event in events {
        match event {
            Event::Text(text) | Event::Code(text) | Event::Html(text) => {
                let text = strip.cut(text);
                if line_end.is_space(text) {
                    out.push(' ');
                }
                out.push_str(text);
            }
            Event::SoftBreak | Event::HardBreak => line_end.broken = true,
            event => {
                if let Some(joint) = joint(event, &mut started) {
                    out.push(joint);
                }
            }
        }
    }
    out
}

/// What a line end inside a paragraph stands for: a space between words in letters, nothing beside
/// Han characters and their punctuation.
#[derive(Default)]
pub(super) struct LineEnd {
    pub broken: bool,
    last: Option<char>,
}

impl LineEnd {
    /// Whether a space stands before `text`, the next words.
    pub(super) fn is_space(&mut self, text: &str) -> bool {
        let Some(first) = text.chars().next() else { return false };
        let narrow = |c: char| !is_wide(c) && !c.is_whitespace();
        let space = self.broken && self.last.is_some_and(narrow) && narrow(first);
        self.broken = false;
        self.last = text.chars().next_back();
        space
    }
}

pub(super) fn is_wide(c: char) -> bool {
    matches!(c, '\u{2014}'..='\u{2026}' | '\u{2E80}'..='\u{A4CF}' | '\u{F900}'..='\u{FAFF}' | '\u{FE30}'..='\u{FE4F}' | '\u{FF00}'..='\u{FFEF}' | '\u{20000}'..='\u{3FFFF}')
}

/// The character that separates what follows from what came before, in plain text.
pub(super) fn joint(event: &Event, started: &mut bool) -> Option<char> {
    match event {
        Event::Start(
            Tag::Paragraph | Tag::HtmlBlock | Tag::Heading { .. } | Tag::TableHead | Tag::TableRow,
        ) => std::mem::replace(started, true).then_some('\n'),
        Event::End(TagEnd::TableCell) => Some('\t'),
        Event::InlineHtml(tag) if is_line_break(tag) => Some('\n'),
        _ => None,
    }
}

/// `<br>` in a table's cell is the only way CommonMark's tables know to break a line.
pub(super) fn is_line_break(html: &str) -> bool {
    let name = html.trim_start_matches('<').trim_end_matches('>').trim_end_matches('/').trim();
    name.eq_ignore_ascii_case("br")
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

#[cfg(test)]
mod tests {
    use super::*;
    use pulldown_cmark::Parser;

    #[test]
    fn line_ends_count_between_letters_only() {
        let plain = |markdown| plain_text(&Parser::new(markdown).collect::<Vec<_>>(), "第一条");
        assert_eq!(plain("第一条　渡口\n停航，see\nnote *a*\nb"), "渡口停航，see note a b");
        assert_eq!(plain("第一条　甲\n\n> 乙\n>\n> 丙"), "甲\n乙\n丙");
    }
}
