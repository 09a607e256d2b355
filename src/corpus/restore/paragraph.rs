//! A damaged paragraph in the characters of its source.

use super::byteslip;
use crate::model::{Label, RepairKind, RepairedText, Span};

/// A line of the text in the characters of its source, without blanks and hard wraps.
pub(super) struct Paragraph {
    /// In the current text.
    line: Span,
    pub(super) chars: Vec<char>,
    /// Of each character, in the source.
    pub(super) spans: Vec<Span>,
}

impl Paragraph {
    /// `line` in bytes of the current text.
    pub(super) fn new(text: &RepairedText, line: Span) -> Self {
        let source = text.source_span(line);
        let layout = |kind| {
            matches!(
                kind,
                RepairKind::LineUnwrap | RepairKind::PageBreak | RepairKind::Spacing | RepairKind::Chrome
            )
        };
        let removed: Vec<Span> = text
            .repairs()
            .iter()
            .filter(|r| {
                layout(r.kind)
                    && r.after.trim().is_empty()
                    && r.span.start < source.end
                    && r.span.end > source.start
            })
            .map(|r| r.span)
            .collect();
        let mut paragraph = Paragraph { line, chars: Vec::new(), spans: Vec::new() };
        let mut removed = removed.iter().peekable();
        for (at, c) in source.of(text.source()).char_indices() {
            let at = source.start + at;
            while removed.next_if(|span| span.end <= at).is_some() {}
            let cut = removed.peek().is_some_and(|span| span.start <= at);
            if !cut && !c.is_whitespace() {
                paragraph.chars.push(c);
                paragraph.spans.push(Span::new(at, at + c.len_utf8()));
            }
        }
        paragraph
    }

    /// Where the sentence of character `mark` may start: after the last full stop, or the paragraph's number.
    pub(super) fn sentence_starts(&self, mark: usize) -> Vec<usize> {
        let before = &self.chars[..mark.min(self.chars.len())];
        match before.iter().rposition(|c| byteslip::ends_sentence(*c)) {
            Some(stop) => vec![stop + 1],
            None => {
                let line: String = self.chars.iter().collect();
                let number = Label::split(&line)
                    .map(|(label, _)| label.printed.chars().filter(|c| !c.is_whitespace()).count());
                [Some(0), number.filter(|n| *n <= mark)].into_iter().flatten().collect()
            }
        }
    }

    /// The part of the current line that stands for `wanted` of the source.
    pub(super) fn current(&self, text: &RepairedText, wanted: Span) -> Option<Span> {
        let mut found: Option<Span> = None;
        for (at, c) in self.line.of(text.text()).char_indices() {
            let here = Span::new(self.line.start + at, self.line.start + at + c.len_utf8());
            let source = text.source_span(here);
            if source.start < wanted.end && source.end > wanted.start {
                found = Some(Span::new(found.map_or(here.start, |f| f.start), here.end));
            }
        }
        found
    }
}
