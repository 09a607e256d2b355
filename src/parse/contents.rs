//! 目录: a table of contents, which makes no units.

use super::heading::close;
use super::lexer::{Kind, Line};
use super::outline::Entry;
use super::rubric;
use crate::model::Role;

/// How many lines may stand above 目录.
const FARTHEST: usize = 12;

/// A table of contents gives no units: everything from 目录 to where its first
/// heading is printed again.
/// Returns the lines it stands on, and those above it, and where the text begins.
pub(super) fn read(lines: &[Line]) -> (Vec<Entry>, usize) {
    find(lines).unwrap_or_default()
}

fn find(lines: &[Line]) -> Option<(Vec<Entry>, usize)> {
    let start = lines.iter().take(FARTHEST).position(|l| l.kind == Kind::Contents)?;
    let first = lines[start + 1..].iter().find_map(|l| match &l.kind {
        Kind::Numbered(label, _) => Some(close(&label.printed)),
        _ => None,
    });
    let first = first?;
    let is_first = |l: &Line| matches!(&l.kind, Kind::Numbered(label, _) if close(&label.printed) == first);
    // 序言 listed above the first chapter is printed again above it, too.
    if let Some(preface) = lines.get(start + 1).filter(|l| rubric::is_preface(l.words)) {
        let again = |l: &Line| l.kind == Kind::Text && close(l.words) == close(preface.words);
        let end = lines[start + 2..].iter().position(again).map(|p| start + 2 + p)?;
        return Some((entries(lines, start, end), end));
    }
    let opening = lines[start + 1..].iter().position(is_first).map(|p| start + 1 + p)?;
    let end = lines[opening + 1..].iter().position(is_first).map(|p| opening + 1 + p)?;
    Some((entries(lines, start, end), end))
}

/// Whether the line at `at` stands in a table of contents: the first heading that the
/// table lists is printed again below it, and not above.
pub(super) fn lists(lines: &[Line], at: usize) -> bool {
    let printed = |l: &Line| match &l.kind {
        Kind::Numbered(label, _) => Some(close(&label.printed)),
        _ => None,
    };
    let Some(start) = lines[..at].iter().take(FARTHEST).position(|l| l.kind == Kind::Contents) else {
        return false;
    };
    let mut above = lines[start..at].iter().filter_map(printed);
    let Some(first) = above.next() else { return false };
    !above.any(|p| p == first) && lines[at..].iter().filter_map(printed).any(|p| p == first)
}

/// What stands before 目录 is a preamble; it is rare and stays in order.
fn entries(lines: &[Line], start: usize, end: usize) -> Vec<Entry> {
    let above = lines[..start].iter().map(|l| (Role::Other, l));
    let listed = lines[start..end].iter().map(|l| (Role::Contents, l));
    above.chain(listed).map(|(role, l)| Entry::Line(role, l.words.to_owned(), l.line)).collect()
}
