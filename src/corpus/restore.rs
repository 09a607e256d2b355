//! What a damaged text takes from a sister copy: words that a byte slip
//! destroyed, where the forward check proves them.

mod byteslip;
mod paragraph;
mod proof;

use super::script;
use crate::model::{Circular, Doubt, Edit, RepairedText, Span};
use paragraph::Paragraph;
use proof::Verdict;
use std::collections::HashMap;

/// The doubt's code.
const CODE: &str = "byte-slip";

/// Restores the byte slips that `doubts` mark in `text` from `sisters` (other texts of the same work).
///
/// Gives edits in bytes of the current text, in order, all certain: each reproduces the damaged words
/// when the forward check is run on it, in a sentence that agrees from start to end. Gives also
/// the doubts that remain, other codes untouched; one that a sister speaks to but does not prove says so.
pub fn restore_slips(
    text: &RepairedText,
    circular: &Circular,
    doubts: &[Doubt],
    sisters: &[&Circular],
) -> (Vec<Edit>, Vec<Doubt>) {
    let usage = usage(text.text());
    let mut edits: Vec<Edit> = Vec::new();
    let mut remain = Vec::new();
    for doubt in doubts {
        let place = (doubt.code == CODE).then(|| place(text, doubt)).flatten();
        let Some((line, at)) = place else {
            remain.push(doubt.clone());
            continue;
        };
        if edits.iter().any(|edit| edit.span.start <= at && at < edit.span.end) {
            continue;
        }
        let paragraph = Paragraph::new(text, line);
        let others =
            sisters.iter().copied().filter(|sister| sister.slug != circular.slug || sister.slug.is_empty());
        match paragraph.prove(text, at, others, &usage) {
            Verdict::Proved(proved) => {
                for edit in proved {
                    if !edits.iter().any(|known| known.span == edit.span) {
                        edits.push(edit);
                    }
                }
            }
            Verdict::Refused(message) => {
                let message = message.unwrap_or_else(|| doubt.message.clone());
                remain.push(Doubt { message, ..doubt.clone() });
            }
        }
    }
    edits.sort_by_key(|edit| edit.span);
    (edits, remain)
}

/// How often each character stands in the copy: its own orthography.
fn usage(text: &str) -> HashMap<char, usize> {
    let mut usage = HashMap::new();
    for c in text.chars().filter(|c| script::is_han(*c)) {
        *usage.entry(c).or_insert(0) += 1;
    }
    usage
}

/// The line in which the doubt's words stand, and where they start: of several places the one nearest to
/// the doubt's line in the source, not before it.
fn place(text: &RepairedText, doubt: &Doubt) -> Option<(Span, usize)> {
    if doubt.words.is_empty() {
        return None;
    }
    let current = text.text();
    let distance = |at: usize| {
        let start = text.source_span(Span::new(at, at + doubt.words.len())).start;
        let line = 1 + text.source()[..start].bytes().filter(|b| *b == b'\n').count();
        (line < doubt.line, line.abs_diff(doubt.line))
    };
    let at = current.match_indices(&doubt.words).map(|(at, _)| at).min_by_key(|at| distance(*at))?;
    let start = current[..at].rfind('\n').map_or(0, |end| end + 1);
    let end = current[at..].find('\n').map_or(current.len(), |end| at + end);
    Some((Span::new(start, end), at))
}

#[cfg(test)]
mod tests;
