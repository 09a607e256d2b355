//! Two wordings of one clause: which words went, which came.
//!
//! 1. Sentences that both have stand fast; what lies between them is compared character by character (Myers, by
//!    `similar`). Script and width do not count.
//! 2. A few shared characters between larger changes are chance: they are taken into the change, so that marks can be
//!    read (the "semantic cleanup" of Fraser, Diff Strategies, 2006).
//! 3. Where next to nothing is shared, all of it is marked.
//! 4. A change that could as well stand a little earlier or later stands where a sentence or an item ends.

use super::script::{narrow, simplified};
use crate::model::Span;
use similar::{Algorithm, DiffOp, capture_diff_slices};

/// More characters than this are not compared one by one: time grows with length and difference.
const LONGEST: usize = 6_000;

/// One character in so many of the shorter text must have stayed.
const LEAST_SHARED: usize = 8;

/// So many characters of each text, which are the same, or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Piece {
    Same(usize),
    Other(usize, usize),
}

/// The words of `before` that went and the words of `after` that came, as bytes of each, in order.
pub fn differences(before: &str, after: &str) -> (Vec<Span>, Vec<Span>) {
    let (old, new) = (Text::new(before), Text::new(after));
    let mut pieces = Pieces::default();
    let (a, b) = (old.sentences(), new.sentences());
    for op in capture_diff_slices(Algorithm::Myers, &a, &b) {
        let (ours, theirs) = (joined(&a[op.old_range()]), joined(&b[op.new_range()]));
        match op {
            DiffOp::Equal { .. } => pieces.push(Piece::Same(ours.len())),
            _ => by_characters(&ours, &theirs, &mut pieces),
        }
    }
    let mut pieces = pieces.0;
    while absorb_chance(&mut pieces) {}
    settle(&mut pieces, &old.folded, &new.folded);
    if is_another(&pieces, &old.folded, &new.folded) {
        pieces = vec![Piece::Other(old.folded.len(), new.folded.len())];
    }
    spans(&pieces, &old, &new)
}

/// Whether two wordings differ in script and width at most.
pub fn same(before: &str, after: &str) -> bool {
    before == after || before.chars().map(fold).eq(after.chars().map(fold))
}

fn fold(c: char) -> char {
    simplified(narrow(c))
}

struct Text {
    folded: Vec<char>,
    /// Where each character begins, and the end.
    starts: Vec<usize>,
}

impl Text {
    fn new(text: &str) -> Text {
        let starts = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        Text { folded: text.chars().map(fold).collect(), starts }
    }

    fn sentences(&self) -> Vec<&[char]> {
        self.folded.split_inclusive(|c| matches!(c, '。' | ';' | '\n')).collect()
    }
}

fn joined(sentences: &[&[char]]) -> Vec<char> {
    sentences.concat()
}

/// Pieces of which no two of a kind stand side by side.
#[derive(Default)]
struct Pieces(Vec<Piece>);

impl Pieces {
    fn push(&mut self, piece: Piece) {
        match (self.0.last_mut(), piece) {
            (_, Piece::Same(0) | Piece::Other(0, 0)) => {}
            (Some(Piece::Same(n)), Piece::Same(more)) => *n += more,
            (Some(Piece::Other(a, b)), Piece::Other(c, d)) => (*a, *b) = (*a + c, *b + d),
            _ => self.0.push(piece),
        }
    }
}

fn by_characters(ours: &[char], theirs: &[char], pieces: &mut Pieces) {
    if ours.len() + theirs.len() > LONGEST {
        pieces.push(Piece::Other(ours.len(), theirs.len()));
        return;
    }
    for op in capture_diff_slices(Algorithm::Myers, ours, theirs) {
        pieces.push(match op {
            DiffOp::Equal { len, .. } => Piece::Same(len),
            _ => Piece::Other(op.old_range().len(), op.new_range().len()),
        });
    }
}

/// Takes shared characters that are fewer than those changed on both their sides into the change. Whether any were.
fn absorb_chance(pieces: &mut Vec<Piece>) -> bool {
    let mut kept = Pieces(Vec::with_capacity(pieces.len()));
    let before = pieces.len();
    for (at, piece) in pieces.iter().enumerate() {
        let chance = match (kept.0.last(), piece, pieces.get(at + 1)) {
            (Some(Piece::Other(a, b)), Piece::Same(n), Some(Piece::Other(c, d))) => {
                *n <= *a.max(b) && *n <= *c.max(d)
            }
            _ => false,
        };
        kept.push(match piece {
            Piece::Same(n) if chance => Piece::Other(*n, *n),
            piece => *piece,
        });
    }
    *pieces = kept.0;
    pieces.len() < before
}

/// Moves what only went or only came to where it reads best.
fn settle(pieces: &mut [Piece], old: &[char], new: &[char]) {
    let (mut i, mut j) = (0, 0);
    for at in 0..pieces.len() {
        let (text, start, length) = match pieces[at] {
            Piece::Same(n) => {
                (i, j) = (i + n, j + n);
                continue;
            }
            Piece::Other(n, 0) => (old, i, n),
            Piece::Other(0, n) => (new, j, n),
            Piece::Other(n, m) => {
                (i, j) = (i + n, j + m);
                continue;
            }
        };
        if let Some(by) = best_shift(pieces, at, text, start, length) {
            if let (Some(Piece::Same(n)), true) = (pieces.get_mut(at.wrapping_sub(1)), at > 0) {
                *n = n.saturating_add_signed(by);
            }
            if let Some(Piece::Same(n)) = pieces.get_mut(at + 1) {
                *n = n.saturating_add_signed(-by);
            }
            (i, j) = (i.saturating_add_signed(by), j.saturating_add_signed(by));
        }
        match pieces[at] {
            Piece::Other(n, m) => (i, j) = (i + n, j + m),
            Piece::Same(n) => (i, j) = (i + n, j + n),
        }
    }
}

/// Whether so little of the shorter text is shared that it is another text: marks all through it would say nothing.
fn is_another(pieces: &[Piece], old: &[char], new: &[char]) -> bool {
    let (mut at, mut shared) = (0, 0);
    for piece in pieces {
        match piece {
            Piece::Same(n) => {
                shared += old.get(at..at + n).into_iter().flatten().filter(|c| c.is_alphanumeric()).count();
                at += n;
            }
            Piece::Other(n, _) => at += n,
        }
    }
    shared * LEAST_SHARED < old.len().min(new.len())
}

/// How far the change at `start` should move; None when it stands best where it is.
fn best_shift(pieces: &[Piece], at: usize, text: &[char], start: usize, length: usize) -> Option<isize> {
    let room = |piece: Option<&Piece>| match piece {
        Some(Piece::Same(n)) => *n,
        _ => 0,
    };
    // Both neighbours stay, with a character at least.
    let before = room(at.checked_sub(1).and_then(|b| pieces.get(b))).saturating_sub(1);
    let after = room(pieces.get(at + 1)).saturating_sub(1);
    let same = |a: usize, b: usize| text.get(a).is_some() && text.get(a) == text.get(b);
    let left = (1..=before).take_while(|by| same(start - by, start + length - by)).count();
    let right = (0..after).take_while(|by| same(start + by, start + length + by)).count();
    let mark = |at: usize| text.get(at).is_some_and(|c| !c.is_alphanumeric());
    let score = |by: isize| {
        let start = start.saturating_add_signed(by);
        2 * usize::from(start == 0 || mark(start - 1)) + usize::from(mark(start + length - 1))
    };
    let (left, right) = (isize::try_from(left).ok()?, isize::try_from(right).ok()?);
    // Of equals the one that moves least.
    let best = (-left..=right).max_by_key(|by| (score(*by), std::cmp::Reverse(by.abs())))?;
    (best != 0).then_some(best)
}

fn spans(pieces: &[Piece], old: &Text, new: &Text) -> (Vec<Span>, Vec<Span>) {
    let (mut i, mut j) = (0, 0);
    let (mut went, mut came) = (Vec::new(), Vec::new());
    let bytes = |text: &Text, from: usize, length: usize| {
        let span = (text.starts.get(from)?, text.starts.get(from + length)?);
        (length > 0).then(|| Span::new(*span.0, *span.1))
    };
    for piece in pieces {
        match piece {
            Piece::Same(n) => (i, j) = (i + n, j + n),
            Piece::Other(n, m) => {
                went.extend(bytes(old, i, *n));
                came.extend(bytes(new, j, *m));
                (i, j) = (i + n, j + m);
            }
        }
    }
    (went, came)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// `before` with [-…-] and `after` with [+…+] around what is marked.
    fn shown(before: &str, after: &str) -> (String, String) {
        let (went, came) = differences(before, after);
        (marked(before, &went, "-"), marked(after, &came, "+"))
    }

    fn marked(text: &str, spans: &[Span], sign: &str) -> String {
        let mut out = text.to_owned();
        for span in spans.iter().rev() {
            out.insert_str(span.end, &format!("{sign}]"));
            out.insert_str(span.start, &format!("[{sign}"));
        }
        out
    }

    #[track_caller]
    fn check(before: &str, after: &str, want: (&str, &str)) {
        assert_eq!(shown(before, after), (want.0.to_owned(), want.1.to_owned()));
    }

    #[test]
    fn marks_are_words_not_crumbs() {
        check(
            "由林业行政主管部门责令改正。",
            "由林业和草原主管部门责令改正。",
            ("由林业[-行政-]主管部门责令改正。", "由林业[+和草原+]主管部门责令改正。"),
        );
        check(
            "摊位应当保持整洁，垃圾日产日清。",
            "经营者对摊位的整洁负责，随产随清。",
            ("[-摊位应当保持整洁，垃圾日产日清。-]", "[+经营者对摊位的整洁负责，随产随清。+]"),
        );
    }

    #[test]
    fn an_item_that_came_is_marked_with_its_own_comma() {
        check(
            "桥梁、渡船应当登记。",
            "桥梁、渡口、渡船应当登记。",
            ("桥梁、渡船应当登记。", "桥梁、[+渡口、+]渡船应当登记。"),
        );
        check(
            "集市应当整洁。",
            "集市应当整洁。逢年过节加开夜市的，提前五日公告，并增设急救点、厕所和饮水处，派人值守。",
            (
                "集市应当整洁。",
                "集市应当整洁。[+逢年过节加开夜市的，提前五日公告，并增设急救点、厕所和饮水处，派人值守。+]",
            ),
        );
        check("甲。乙。", "甲。丙。乙。", ("甲。乙。", "甲。[+丙。+]乙。"));
    }

    #[test]
    fn script_and_width_are_no_change() {
        check(
            "关于“渡口”的规定，共3条。",
            "關於「渡口」的規定,共３條。",
            ("关于“渡口”的规定，共3条。", "關於「渡口」的規定,共３條。"),
        );
        assert!(same("关于：", "關於:") && !same("关于", "关于的"));
    }

    #[test]
    fn what_is_too_long_to_compare_is_marked_whole() {
        let (old, new) = ("甲".repeat(LONGEST), "乙".repeat(3));
        assert_eq!(differences(&old, &new), (vec![Span::new(0, old.len())], vec![Span::new(0, new.len())]));
    }

    proptest! {
        #[test]
        fn without_its_marks_each_text_is_the_other_without_its(
            before in "[甲乙丙丁，。；]{0,40}", after in "[甲乙丙丁，。；]{0,40}",
        ) {
            let rest = |text: &str, spans: &[Span]| {
                let mut rest = text.to_owned();
                spans.iter().rev().for_each(|span| rest.replace_range(span.start..span.end, ""));
                rest
            };
            let (went, came) = differences(&before, &after);
            prop_assert!(went.windows(2).chain(came.windows(2)).all(|w| w[0].end < w[1].start));
            prop_assert_eq!(rest(&before, &went), rest(&after, &came));
        }
    }
}
