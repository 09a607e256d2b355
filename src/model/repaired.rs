//! Texts after repairs: what each piece stands for in the source, and the way back.

use super::{Edit, Repair, Span};

/// A stretch of a repaired text, verbatim or replaced.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Piece {
    out: Span,
    src: Span,
    verbatim: bool,
}

/// A text after some repairs. Its pieces cover the source without gap or
/// overlap, so that every repair can be undone and every place traced back.
#[derive(Debug, Clone, PartialEq)]
pub struct RepairedText {
    source: String,
    text: String,
    pieces: Vec<Piece>,
    repairs: Vec<Repair>,
}

impl RepairedText {
    pub fn new(source: &str) -> Self {
        Self::build(source.to_owned(), Vec::new())
    }

    /// The text that `repairs` (ordered, disjoint spans of `source`) make of it.
    /// None when they are not ordered, or when a `before` is not what stands there.
    pub fn from_repairs(source: &str, repairs: Vec<Repair>) -> Option<Self> {
        let mut at = 0;
        for repair in &repairs {
            let found = source.get(repair.span.start..repair.span.end)?;
            if repair.span.start < at || found != repair.before {
                return None;
            }
            at = repair.span.end;
        }
        Some(Self::build(source.to_owned(), repairs))
    }

    fn build(source: String, repairs: Vec<Repair>) -> Self {
        let mut text = String::with_capacity(source.len());
        let mut pieces = Vec::with_capacity(2 * repairs.len() + 1);
        let mut at = 0;
        let mut add = |src: Span, words: &str, verbatim: bool, text: &mut String| {
            let start = text.len();
            text.push_str(words);
            pieces.push(Piece { out: Span::new(start, text.len()), src, verbatim });
        };
        for repair in &repairs {
            if repair.span.start > at {
                let gap = Span::new(at, repair.span.start);
                add(gap, gap.of(&source), true, &mut text);
            }
            add(repair.span, &repair.after, false, &mut text);
            at = repair.span.end;
        }
        if at < source.len() {
            let rest = Span::new(at, source.len());
            add(rest, rest.of(&source), true, &mut text);
        }
        RepairedText { source, text, pieces, repairs }
    }

    /// The text as it now reads.
    pub fn text(&self) -> &str {
        &self.text
    }

    pub fn source(&self) -> &str {
        &self.source
    }

    /// Repairs so far, in source order, spans in the source.
    pub fn repairs(&self) -> &[Repair] {
        &self.repairs
    }

    /// Its repairs alone, with which [`RepairedText::from_repairs`] makes it again.
    pub fn into_repairs(self) -> Vec<Repair> {
        self.repairs
    }

    /// Applies `edits`: spans in the *current* text, in order. An edit that
    /// overlaps its predecessor is left out. An edit that cuts into an earlier
    /// repair takes the whole of it in: the two become one repair of the later kind,
    /// or of the earlier where that is one that takes words out.
    pub fn apply(&mut self, edits: Vec<Edit>) {
        let mut fresh: Vec<Repair> = Vec::with_capacity(edits.len());
        let mut at = 0;
        for edit in edits {
            if edit.span.start < at {
                continue;
            }
            let whole = self.widen(edit.span);
            let src = self.source_span(whole);
            if fresh.last().is_some_and(|last| last.span.end > src.start) {
                continue;
            }
            at = whole.end.max(edit.span.end);
            let after = format!(
                "{}{}{}",
                &self.text[whole.start..edit.span.start],
                edit.after,
                &self.text[edit.span.end..whole.end]
            );
            fresh.push(Repair {
                kind: edit.kind,
                span: src,
                at: None,
                before: src.of(&self.source).to_owned(),
                after,
                certainty: edit.certainty,
                note: edit.note,
            });
        }
        if fresh.is_empty() {
            return;
        }
        let mut repairs = Vec::with_capacity(self.repairs.len() + fresh.len());
        let mut old = std::mem::take(&mut self.repairs).into_iter().peekable();
        for new in fresh {
            while let Some(earlier) = old.next_if(|r| {
                r.span.end <= new.span.start && (r.span.start < new.span.start || !r.span.is_empty())
            }) {
                repairs.push(earlier);
            }
            let mut new = new;
            while let Some(swallowed) = old.next_if(|r| r.span.start < new.span.end) {
                // What was taken out as chrome stays out as chrome.
                if swallowed.kind.may_delete() && !new.kind.may_delete() {
                    new.kind = swallowed.kind;
                }
            }
            repairs.push(new);
        }
        repairs.extend(old);
        *self = Self::build(std::mem::take(&mut self.source), repairs);
    }

    /// `span` widened to the replaced pieces it cuts into.
    fn widen(&self, span: Span) -> Span {
        let mut whole = span;
        let first = self.pieces.partition_point(|p| p.out.end <= span.start);
        for piece in &self.pieces[first..] {
            if piece.out.start >= span.end {
                break;
            }
            if !piece.verbatim {
                whole.start = whole.start.min(piece.out.start);
                whole.end = whole.end.max(piece.out.end);
            }
        }
        whole
    }

    /// The part of the source that `span` of the current text stands for.
    pub fn source_span(&self, span: Span) -> Span {
        let first = self.pieces.partition_point(|p| p.out.end <= span.start);
        let start = match self.pieces.get(first) {
            Some(p) if p.verbatim => p.src.start + (span.start.max(p.out.start) - p.out.start),
            Some(p) => p.src.start,
            None => self.source.len(),
        };
        if span.is_empty() {
            return Span::new(start, start);
        }
        let last = self.pieces.partition_point(|p| p.out.start < span.end);
        let end = match self.pieces[..last].iter().rev().find(|p| !p.out.is_empty()) {
            Some(p) if p.verbatim => p.src.start + (span.end.min(p.out.end) - p.out.start),
            Some(p) => p.src.end,
            None => start,
        };
        Span::new(start, end.max(start))
    }

    /// The part of the current text that stands for `span` of the source.
    pub fn text_span(&self, span: Span) -> Span {
        let first = self.pieces.partition_point(|p| p.src.end <= span.start);
        let start = match self.pieces.get(first) {
            Some(p) if p.verbatim => p.out.start + (span.start.max(p.src.start) - p.src.start),
            Some(p) => p.out.start,
            None => self.text.len(),
        };
        let last = self.pieces.partition_point(|p| p.src.start < span.end);
        let end = match self.pieces[..last].last() {
            Some(p) if p.verbatim => p.out.start + (span.end.min(p.src.end) - p.src.start),
            Some(p) => p.out.end,
            None => start,
        };
        Span::new(start, end.max(start))
    }

    /// Applies one edit whose span is in the *source*: it stands against every earlier repair. What was
    /// taken out around it stays out; a line of its own that was taken out becomes a line again. Where it
    /// cuts into other repairs it takes them in, with the words of the source.
    pub fn overrule(&mut self, edit: Edit) {
        let Edit { kind, mut span, mut after, certainty, note } = edit;
        let taken_out = |at: usize| {
            self.repairs.iter().any(|r| r.after.is_empty() && r.span.start <= at && at < r.span.end)
        };
        let is_line_end = |at: usize| self.source.as_bytes().get(at) == Some(&b'\n');
        let before = span.start.checked_sub(1).filter(|at| is_line_end(*at) && taken_out(*at));
        if let Some(at) = before {
            span.start = at;
            after.insert(0, '\n');
        }
        if is_line_end(span.end) && taken_out(span.end) {
            span.end += 1;
            after.push('\n');
        }
        let mut kept = Vec::with_capacity(self.repairs.len() + 2);
        let mut own = span;
        for old in std::mem::take(&mut self.repairs) {
            if old.span.end <= span.start || old.span.start >= span.end {
                kept.push(old);
            } else if old.after.is_empty() {
                let parts = [Span { end: span.start, ..old.span }, Span { start: span.end, ..old.span }];
                for part in parts.into_iter().filter(|part| part.start < part.end) {
                    kept.push(Repair { span: part, before: part.of(&self.source).to_owned(), ..old.clone() });
                }
            } else {
                own = Span::new(own.start.min(old.span.start), own.end.max(old.span.end));
            }
        }
        let head = self.source.get(own.start..span.start).unwrap_or_default();
        let tail = self.source.get(span.end..own.end).unwrap_or_default();
        let after = format!("{head}{after}{tail}");
        let before = own.of(&self.source).to_owned();
        kept.push(Repair { kind, span: own, at: None, before, after, certainty, note });
        kept.sort_by_key(|repair| (repair.span.start, repair.span.end));
        *self = Self::build(std::mem::take(&mut self.source), kept);
    }

    /// The source again, made from the text by undoing every repair.
    pub fn undo(&self) -> String {
        let mut source = String::with_capacity(self.source.len());
        let mut repairs = self.repairs.iter();
        for piece in &self.pieces {
            if piece.verbatim {
                source.push_str(piece.out.of(&self.text));
            } else if let Some(repair) = repairs.next() {
                source.push_str(&repair.before);
            }
        }
        source
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::RepairKind;

    fn edit(start: usize, end: usize, after: &str) -> Edit {
        Edit::certain(RepairKind::Spacing, Span::new(start, end), after)
    }

    #[test]
    fn repairs_compose_and_undo() {
        let mut text = RepairedText::new("ab  cd.\n\nef");
        text.apply(vec![edit(2, 4, " "), edit(6, 7, "。")]);
        assert_eq!(text.text(), "ab cd。\n\nef");
        text.apply(vec![edit(8, 10, "")]);
        assert_eq!(text.text(), "ab cd。ef");
        assert_eq!(text.repairs().len(), 3);
        // Cuts into the replaced space: both become one repair.
        text.apply(vec![edit(1, 3, "X")]);
        assert_eq!(text.text(), "aXcd。ef");
        assert_eq!(text.repairs()[0].before, "b  ");
        assert_eq!(text.undo(), "ab  cd.\n\nef");
        assert_eq!(text.source_span(Span::new(2, 3)), Span::new(4, 5));
        let again = RepairedText::from_repairs(text.source(), text.repairs().to_vec()).unwrap();
        assert_eq!(again.text(), text.text());
    }

    #[test]
    fn a_deletion_between_two_pieces_is_swallowed_by_an_edit_over_both() {
        let mut text = RepairedText::new("前\n条");
        text.apply(vec![edit(3, 4, "")]);
        text.apply(vec![edit(0, 6, "前條")]);
        assert_eq!((text.text(), text.undo().as_str()), ("前條", "前\n条"));
        assert_eq!(text.repairs().len(), 1);
    }

    #[test]
    fn an_overruling_edit_stands_against_what_was_taken_out() {
        let mut text = RepairedText::new("head\nkept\nbody a,b");
        text.apply(vec![edit(0, 10, "")]);
        text.apply(vec![edit(6, 7, "，")]);
        assert_eq!(text.text(), "body a，b");
        text.overrule(edit(5, 9, "KEPT"));
        assert_eq!(text.text(), "\nKEPT\nbody a，b", "a line of its own stays one");
        text.overrule(edit(15, 17, "A;"));
        assert_eq!((text.text(), text.repairs().len()), ("\nKEPT\nbody A;b", 3));
        assert_eq!(text.text_span(Span::new(10, 14)), Span::new(6, 10));
    }

    proptest::proptest! {
        #[test]
        fn whatever_is_overruled_can_be_undone(
            source in "[甲a,\n]{1,24}",
            edits in proptest::collection::vec((0usize..24, 0usize..6, "[乙\n]{0,2}"), 0..4),
            (start, len, after) in (0usize..24, 0usize..8, "[丙\n]{0,2}"),
        ) {
            let ends = |text: &str, start: usize, len: usize| {
                let mut ends: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
                ends.push(text.len());
                let start = start.min(ends.len() - 1);
                (ends[start], ends[(start + len).min(ends.len() - 1)])
            };
            let mut text = RepairedText::new(&source);
            for (start, len, after) in &edits {
                let (start, end) = ends(text.text(), *start, *len);
                text.apply(vec![edit(start, end, after)]);
            }
            let (start, end) = ends(&source, start, len);
            text.overrule(edit(start, end, &after));
            proptest::prop_assert_eq!(text.undo(), source.clone());
            let again = RepairedText::from_repairs(&source, text.repairs().to_vec());
            proptest::prop_assert_eq!(again.as_ref().map(RepairedText::text), Some(text.text()));
            proptest::prop_assert!(text.text().contains(&after));
            let own = text.text_span(Span::new(start, end));
            proptest::prop_assert!(text.text().get(own.start..own.end).is_some());
        }
    }
}
