//! Items of lists that people wrote: their numbers count as printed.

use super::Scanned;
use crate::page::inline::Words;

/// `1.` or `1)` of the item that begins at `start`.
fn number(page: &str, start: usize) -> Option<&str> {
    let item = page.get(start..)?;
    let digits = item.find(|c: char| !c.is_ascii_digit())?;
    (digits > 0 && item[digits..].starts_with(['.', ')'])).then(|| &item[..=digits])
}

/// Puts the number of the item that begins at `start` before what its first block says.
pub(super) fn number_first(block: &mut Scanned, page: &str, start: usize) {
    if let Some(number) = number(page, start) {
        insert(&mut block.words, 0, number);
        let (digits, mark) = number.split_at(number.len() - 1);
        block.markdown = format!("{digits}\\{mark} {}", block.markdown);
    }
}

/// Puts `number` and a space before the words of the item, which begin at `from` of `lines`.
pub(super) fn number_lines(lines: &mut Words, from: usize, page: &str, start: usize) {
    if let Some(number) = number(page, start)
        && let Some(at) = lines.text.get(from..).and_then(|t| t.find(|c| c != '\n'))
    {
        insert(lines, from + at, &format!("{number} "));
    }
}

/// Puts words in that have no place of their own.
fn insert(words: &mut Words, at: usize, text: &str) {
    words.text.insert_str(at, text);
    for piece in &mut words.pieces {
        if piece.text.start >= at {
            piece.text = piece.text.start + text.len()..piece.text.end + text.len();
        }
    }
}
