//! What a single character can be in the name of a work, by table: the grammar asks at every character of every text.

use super::bare::{LEADS, NAME_ENDS, SOFT};
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
}

/// Flags of the characters below U+10000; the grammar knows no others.
static CLASSES: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let mut classes = vec![0; 0x1_0000];
    let mut mark = |c: char, class: Class| {
        if let Some(flags) = classes.get_mut(c as usize) {
            *flags |= class as u8;
        }
    };
    LEADS.iter().filter_map(|lead| lead.chars().next_back()).for_each(|c| mark(c, Class::LeadEnd));
    SOFT.iter().for_each(|c| mark(*c, Class::Soft));
    NAME_ENDS.chars().for_each(|c| mark(c, Class::NameEnd));
    LAWS.firsts().for_each(|c| mark(c, Class::LawStart));
    classes
});

/// Whether `c` can be `class`.
pub(super) fn is(c: char, class: Class) -> bool {
    CLASSES.get(c as usize).is_some_and(|flags| flags & class as u8 != 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_says_what_the_lists_say() {
        for c in '\u{0}'..='\u{FFFF}' {
            assert_eq!(is(c, Class::LeadEnd), LEADS.iter().any(|lead| lead.ends_with(c)), "{c}");
            assert_eq!(is(c, Class::Soft), SOFT.contains(&c), "{c}");
            assert_eq!(is(c, Class::NameEnd), NAME_ENDS.contains(c), "{c}");
            assert_eq!(is(c, Class::LawStart), LAWS.firsts().any(|first| first == c), "{c}");
        }
        assert!(!is('\u{20000}', Class::Soft));
    }
}
