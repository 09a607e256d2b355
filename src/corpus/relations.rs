//! What one circular does to others.
use super::titles::TitleIndex;
use crate::model::{Circular, Citation, Relation};
pub fn relations(_c: &Circular, _x: &[Citation], _i: &TitleIndex) -> Vec<Relation> {
    Vec::new()
}

/// Titles in 《》, brackets inside balanced.
pub fn titles_in(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut depth = 0usize;
    let mut start = 0;
    for (at, c) in text.char_indices() {
        match c {
            '《' => {
                depth += 1;
                if depth == 1 {
                    start = at + c.len_utf8();
                }
            }
            '》' if depth > 0 => {
                depth -= 1;
                if depth == 0 {
                    found.push(text[start..at].to_owned());
                }
            }
            _ => {}
        }
    }
    found
}
