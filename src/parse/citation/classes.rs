//! A character as the grammar reads it, by table: the grammar asks at every character of every text.

use super::bare::{LEADS, NAME_ENDS, SOFT};
use super::glyphs::{fold, is_han};
use super::names::LAWS;
use std::sync::LazyLock;

/// What a character can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// The last one of a word that leads to a work.
    LeadEnd = 1,
    /// The end of the word before, but also part of names.
    Soft = 2,
    /// The last one of a name.
    NameEnd = 4,
    /// The first one of a national law's short name.
    LawStart = 8,
    /// The first one of a title, of 本办法 and its fellows, or of a provision.
    Start = 16,
    /// The first one of a reference by other words than a number (`schedule`).
    Schedule = 32,
    /// Opens a quotation.
    Quote = 64,
    /// Ends a 发文字号.
    Number = 128,
    Han = 256,
}

/// Some classes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Classes(u16);

impl Classes {
    #[inline]
    pub(super) fn has(self, class: Class) -> bool {
        self.0 & class as u16 != 0
    }

    #[inline]
    pub(super) fn with(self, other: Classes) -> Classes {
        Classes(self.0 | other.0)
    }
}

/// Those below U+10000, folded and with what they can be when folded; of others the grammar knows Han only.
static GLYPHS: LazyLock<Vec<(u16, Classes)>> = LazyLock::new(|| {
    let mut classes = vec![Classes::default(); 0x1_0000];
    let mut mark = |c: char, class: Class| {
        if let Some(classes) = classes.get_mut(c as usize) {
            classes.0 |= class as u16;
        }
    };
    LEADS.iter().filter_map(|lead| lead.chars().next_back()).for_each(|c| mark(c, Class::LeadEnd));
    SOFT.iter().for_each(|c| mark(*c, Class::Soft));
    NAME_ENDS.chars().for_each(|c| mark(c, Class::NameEnd));
    LAWS.firsts().for_each(|c| mark(c, Class::LawStart));
    "《本该同上前第次附".chars().for_each(|c| mark(c, Class::Start));
    "表目名标以上前".chars().for_each(|c| mark(c, Class::Schedule));
    mark('“', Class::Quote);
    mark('号', Class::Number);
    ('\u{0}'..='\u{FFFF}').filter(|c| is_han(*c)).for_each(|c| mark(c, Class::Han));
    let glyph = |c: u16| {
        let folded = char::from_u32(u32::from(c)).and_then(|c| u16::try_from(u32::from(fold(c))).ok());
        let folded = folded.unwrap_or(c);
        (folded, classes.get(usize::from(folded)).copied().unwrap_or_default())
    };
    (0..=u16::MAX).map(glyph).collect()
});

/// Each character of `text` folded, where it begins, and what it can be.
pub(super) fn glyphs(text: &str) -> impl Iterator<Item = (usize, char, Classes)> {
    let known = GLYPHS.as_slice();
    text.char_indices().map(|(at, c)| match known.get(c as usize) {
        Some((folded, classes)) => (at, char::from_u32(u32::from(*folded)).unwrap_or(c), *classes),
        None => (at, c, Classes(if is_han(c) { Class::Han as u16 } else { 0 })),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_says_what_the_lists_say() {
        let text: String = ('\u{0}'..='\u{FFFF}').chain(['\u{20000}']).collect();
        for ((_, folded, classes), c) in glyphs(&text).zip(text.chars()) {
            assert_eq!(folded, fold(c), "{c}");
            assert_eq!(classes.has(Class::LeadEnd), LEADS.iter().any(|lead| lead.ends_with(folded)), "{c}");
            assert_eq!(classes.has(Class::Soft), SOFT.contains(&folded), "{c}");
            assert_eq!(classes.has(Class::NameEnd), NAME_ENDS.contains(folded), "{c}");
            assert_eq!(classes.has(Class::LawStart), LAWS.firsts().any(|first| first == folded), "{c}");
            assert_eq!(classes.has(Class::Han), is_han(folded), "{c}");
        }
    }
}
