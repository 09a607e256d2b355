//! Simplified and Traditional, after OpenCC's dictionaries: which character writes which, and a text in the other script.

use opencc_fmmseg::OpenCC;
use std::borrow::Cow;
use std::sync::{LazyLock, OnceLock};

/// Pairs of a character and the one that it is written with in Simplified texts, ordered by the first; closed: no second is
/// a first. OpenCC's single characters, made by `tests/search_fold_table.rs`.
const SIMPLIFIED: &str = include_str!("simplified.txt");

/// The ideographs below the supplementary planes, radicals and compatibility forms included.
const FIRST: u32 = 0x2E80;
const LAST: u32 = 0xFAFF;

/// Large, and slow to load: only texts with Traditional characters need it.
static CONVERTER: LazyLock<OpenCC> = LazyLock::new(|| {
    let mut converter = OpenCC::new();
    converter.set_parallel(false);
    converter
});

/// Every character that Simplified texts write otherwise, with what they write, in order.
pub fn simplified_pairs() -> impl Iterator<Item = (char, char)> {
    let mut chars = SIMPLIFIED.chars().filter(|c| *c != '\n');
    std::iter::from_fn(move || Some((chars.next()?, chars.next()?)))
}

/// What Simplified texts write for `c` by itself, not by phrases; None when that is `c`.
pub fn simplified_char(c: char) -> Option<char> {
    static NEAR: OnceLock<Vec<char>> = OnceLock::new();
    static FAR: OnceLock<Vec<(char, char)>> = OnceLock::new();
    let near = NEAR.get_or_init(|| {
        let mut near: Vec<char> = (FIRST..=LAST).map(|c| char::from_u32(c).unwrap_or_default()).collect();
        for (from, to) in simplified_pairs() {
            if let Some(near) = place(from).and_then(|at| near.get_mut(at)) {
                *near = to;
            }
        }
        near
    });
    let to = match near.get(place(c)?) {
        Some(to) => *to,
        None => {
            let far =
                FAR.get_or_init(|| simplified_pairs().filter(|(from, _)| *from as u32 > LAST).collect());
            far.get(far.binary_search_by_key(&c, |pair| pair.0).ok()?)?.1
        }
    };
    (to != c).then_some(to)
}

fn place(c: char) -> Option<usize> {
    (c as u32).checked_sub(FIRST).and_then(|at| usize::try_from(at).ok())
}

/// Characters that Simplified texts write otherwise in some phrases only.
const IN_PHRASES: &str = "哩坏幷抱沈甦瞭藉衹覆";

/// Whether Simplified texts write `c` otherwise, by itself or in a phrase.
fn may_change(c: char) -> bool {
    simplified_char(c).is_some() || IN_PHRASES.contains(c)
}

/// `text` in Simplified characters (OpenCC `t2s`, by phrases), punctuation as it is.
pub fn in_simplified(text: &str) -> Cow<'_, str> {
    // Most texts have nothing that OpenCC would change.
    if text.chars().any(may_change) { Cow::Owned(CONVERTER.t2s(text, false)) } else { Cow::Borrowed(text) }
}

/// `text` in Traditional characters (OpenCC `s2t`, by phrases), punctuation as it is.
pub fn in_traditional(text: &str) -> String {
    CONVERTER.s2t(text, false)
}

#[cfg(test)]
mod tests {
    use super::*;
    use opencc_fmmseg::DictionaryMaxlength;

    #[test]
    fn the_table_is_ordered_and_closed() {
        let all: Vec<_> = simplified_pairs().collect();
        assert!(all.windows(2).all(|two| two[0].0 < two[1].0));
        for (from, to) in all {
            assert_eq!((simplified_char(from), simplified_char(to)), (Some(to), None));
        }
        assert_eq!(
            (simplified_char('歷'), simplified_char('于'), simplified_char('a')),
            (Some('历'), None, None)
        );
    }

    #[test]
    fn texts_come_into_the_other_script() {
        assert_eq!(in_traditional("关于青川市的决定"), "關於青川市的決定");
        assert_eq!(in_simplified("關於青川市的決定"), "关于青川市的决定");
        assert!(matches!(in_simplified("关于〇，A"), Cow::Borrowed(_)));
    }

    #[test]
    fn all_that_opencc_changes_holds_a_character_of_the_table() {
        let dictionary = DictionaryMaxlength::new().unwrap();
        let all = dictionary.ts_phrases.iter().chain(dictionary.ts_characters.iter());
        let changed = all.filter(|(from, to)| !to.chars().eq(from.iter().copied()));
        let unknown = changed.filter(|(from, _)| !from.iter().any(|c| may_change(*c)));
        assert_eq!(unknown.collect::<Vec<_>>(), [], "IN_PHRASES must hold a character of each");
    }
}
