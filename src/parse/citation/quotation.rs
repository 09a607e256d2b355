//! Quoted new text of an amendment: 修改为：“第五条　…” and the lines after it
//! that each begin with “ (only the last one closes).

use super::glyphs::Glyphs;
use crate::model::{Label, Quoted, Unit};

/// A stretch of quoted new text on one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Quotation {
    pub from: usize,
    pub to: usize,
    /// Behind the printed number of the line, which cites nothing.
    pub body: usize,
    pub place: Quoted,
}

/// All quoted new text of `text`, in order.
pub(super) fn all(glyphs: &Glyphs, text: &str) -> Vec<Quotation> {
    let mut found = Vec::new();
    let mut state = State::default();
    let mut from = 0;
    while from <= glyphs.len() {
        let to = (from..glyphs.len()).find(|i| glyphs.get(*i) == Some('\n')).unwrap_or(glyphs.len());
        line(glyphs, text, from, to, &mut state, &mut found);
        from = to + 1;
    }
    found
}

#[derive(Default)]
struct State {
    /// New text was announced in this clause.
    announced: bool,
    /// The last line of new text was not closed.
    open: bool,
    article: Option<String>,
    paragraph: u32,
}

fn line(glyphs: &Glyphs, text: &str, from: usize, to: usize, state: &mut State, found: &mut Vec<Quotation>) {
    let start = glyphs.skip_blanks(from);
    let mut at = start;
    if glyphs.get(start) == Some('“') {
        let close = closing(glyphs, start, to);
        let whole = close.is_none_or(|end| end + 2 >= to);
        if whole || state.announced {
            let end = close.unwrap_or(to);
            state.open = close.is_none();
            add(glyphs, text, start + 1, end, state, found);
            at = end;
        }
    } else if state.open && start < to {
        // A line of the new text without a mark of its own.
        let close = unbalanced(glyphs, start, to);
        let end = close.unwrap_or(to);
        state.open = close.is_none();
        add(glyphs, text, start, end, state, found);
        at = end;
    }
    while at < to {
        if glyphs.get(at) == Some('“') && announces(glyphs, from, at) {
            *state = State { announced: true, ..State::default() };
            let close = closing(glyphs, at, to);
            let end = close.unwrap_or(to);
            state.open = close.is_none();
            add(glyphs, text, at + 1, end, state, found);
            at = end;
        }
        at += 1;
    }
    if ends_with_announcement(glyphs, from, to) {
        *state = State { announced: true, ..State::default() };
    }
}

fn add(glyphs: &Glyphs, text: &str, from: usize, to: usize, state: &mut State, found: &mut Vec<Quotation>) {
    let words = glyphs.of(text, from, to);
    let mut point = None;
    let mut body = from;
    match Label::split(words) {
        Some((label, rest)) => {
            body = to - rest.chars().count().min(to - from);
            match label.unit {
                Unit::Article => {
                    state.article = Some(label.number.into());
                    state.paragraph = 1;
                }
                Unit::Bracket | Unit::Digit | Unit::BracketDigit => {
                    state.paragraph = state.paragraph.max(1);
                    point = Some(label.number.into());
                }
                _ => state.paragraph += 1,
            }
        }
        None => state.paragraph += 1,
    }
    let place = Quoted { article: state.article.clone(), paragraph: state.paragraph.max(1), point };
    found.push(Quotation { from, to, body, place });
}

/// Where the quotation mark at `at` is closed, counting those inside.
fn closing(glyphs: &Glyphs, at: usize, to: usize) -> Option<usize> {
    let mut depth = 0usize;
    for i in at..to {
        match glyphs.get(i)? {
            '“' => depth += 1,
            '”' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return Some(i);
        }
    }
    None
}

/// Where a quotation opened on an earlier line is closed.
fn unbalanced(glyphs: &Glyphs, from: usize, to: usize) -> Option<usize> {
    let mut depth = 1usize;
    (from..to).find(|i| {
        match glyphs.get(*i) {
            Some('“') => depth += 1,
            Some('”') => depth -= 1,
            _ => {}
        }
        depth == 0
    })
}

const ANNOUNCEMENTS: &[&str] =
    &["修改为", "改为", "增加", "作为", "修正为", "调整为", "表述为", "规定为", "新增", "插入"];

/// Whether the words before `at` announce new text: 修改为：“.
fn announces(glyphs: &Glyphs, from: usize, at: usize) -> bool {
    let mut end = at;
    while end > from && glyphs.before(end) == Some(' ') {
        end -= 1;
    }
    glyphs.before(end) == Some('：') && within_sentence(glyphs, from, end)
}

fn ends_with_announcement(glyphs: &Glyphs, from: usize, to: usize) -> bool {
    to > from && glyphs.before(to) == Some('：') && within_sentence(glyphs, from, to)
}

fn within_sentence(glyphs: &Glyphs, from: usize, to: usize) -> bool {
    let start =
        (from..to).rev().find(|i| matches!(glyphs.get(*i), Some('。' | '；' | '”'))).map_or(from, |i| i + 1);
    let sentence = glyphs.folded(start, to);
    ANNOUNCEMENTS.iter().any(|word| sentence.contains(word))
}
