//! Characters that are never seen: zero-width blanks, joiners, soft hyphens, marks of direction.

use super::rules::Findings;
use crate::model::{Edit, RepairKind, Span};

/// Takes them out; they break words apart for a search and say nothing to a reader.
pub(super) fn find(text: &str) -> Findings {
    let edits = text
        .char_indices()
        .filter(|(_, c)| is_invisible(*c))
        .map(|(at, c)| Edit::certain(RepairKind::Spacing, Span::new(at, at + c.len_utf8()), ""))
        .collect();
    Findings { edits, doubts: Vec::new() }
}

fn is_invisible(c: char) -> bool {
    // Nearly all there is lies between.
    !matches!(c, ' '..='~' | '\u{3000}'..='\u{FE00}')
        && matches!(c, '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}' | '\u{AD}' | '\u{202A}'..='\u{202E}' | '\u{0}'..='\u{8}' | '\u{E}'..='\u{1F}')
}
