//! Characters of a font's private area, as PDF texts leave them behind.

use super::rules::Findings;
use super::script::is_han;
use crate::model::{Certainty, Edit, RepairKind, Span};

/// Code points whose meaning is known from the fonts that Chinese official PDFs
/// are set in (Founder's symbol area puts the middle dot there).
const KNOWN: [(char, char); 2] = [('\u{100170}', '·'), ('\u{100145}', '·')];

/// A known one between two words is put right; any other is kept and doubted.
pub(super) fn find(text: &str) -> Findings {
    let mut found = Findings::default();
    if !text.contains(is_private) {
        return found;
    }
    let mut before = None;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if is_private(c) {
            let span = Span::new(at, at + c.len_utf8());
            let after = chars.peek().map(|(_, next)| *next);
            let between = before.is_some_and(is_han) && after.is_some_and(is_han);
            match KNOWN.iter().find(|(code, _)| *code == c).filter(|_| between) {
                Some((_, meant)) => found.edits.push(Edit {
                    kind: RepairKind::PrivateUse,
                    span,
                    after: meant.to_string(),
                    certainty: Certainty::Likely,
                    note: Some(format!("U+{:X}", c as u32)),
                }),
                None => found.doubts.push((
                    span,
                    "private-use",
                    format!("私用区字符 U+{:X}，原字不明，照录", c as u32),
                )),
            }
        }
        before = Some(c);
    }
    found
}

fn is_private(c: char) -> bool {
    matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{FFFFD}' | '\u{100000}'..='\u{10FFFD}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dot_between_words_comes_back_and_a_stranger_stays() {
        let found = find("山\u{100170}水，甲\u{E123}");
        assert_eq!((found.edits.len(), found.doubts.len()), (1, 1));
        assert_eq!(found.edits[0].after, "·");
    }
}
