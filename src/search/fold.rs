//! Search keys: what of a text takes part in matching, and as what symbol.
//!
//! 1. Width: full-width ASCII becomes ASCII; compatibility ideographs their usual form.
//! 2. Case: lower case, character by character.
//! 3. 繁 -> 简: one character for one (`model/simplified.txt`, OpenCC's single characters).
//! 4. Punctuation, marks and white space fall away.
//! 5. A word of letters and digits (below U+2000) stands between two [`BOUNDARY`]s, so that
//!    only whole words match; two words in a row share one. Han and the like stand bare.
//!
//! Folding touches keys only, never the text. The same rules in JavaScript: `assets/search.js`.

use crate::model::simplified_char;
use std::sync::OnceLock;

/// Stands before and after each word of letters and digits.
pub const BOUNDARY: char = ' ';

/// Words end at U+2000: what follows (Han, kana, hangul, ①, Ⅳ …) is matched character by character.
const FIRST_BARE: u32 = 0x2000;

/// What one character of a text is to a search key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Folded {
    /// Not there (punctuation, white space); it ends a word.
    Nothing,
    /// Not there, and a word goes on across it (combining marks, soft hyphen).
    Transparent,
    /// A letter or digit of a word.
    Word(char),
    /// A character that is matched by itself.
    Bare(char),
}

/// A symbol of a key and the bytes of the text it stands for. A boundary stands for no bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Symbol {
    pub of: char,
    pub start: usize,
    pub end: usize,
}

/// Folds one character.
pub fn fold_char(c: char) -> Folded {
    const BMP: u32 = 0x10000;
    static TABLE: OnceLock<Vec<Folded>> = OnceLock::new();
    let table =
        TABLE.get_or_init(|| (0..BMP).map(|c| char::from_u32(c).map_or(Folded::Nothing, classify)).collect());
    table.get(c as usize).copied().unwrap_or_else(|| classify(c))
}

fn classify(c: char) -> Folded {
    let c = match c as u32 {
        wide @ 0xFF01..=0xFF5E => char::from_u32(wide - 0xFEE0).unwrap_or(c),
        _ => c,
    };
    let mut lower = c.to_lowercase();
    let c = match (lower.next(), lower.next()) {
        (Some(one), None) => one,
        _ => c,
    };
    let c = simplified_char(c).unwrap_or(c);
    match c as u32 {
        0x00AD | 0x0300..=0x036F => Folded::Transparent,
        // Ideographs newer than a reader's Unicode tables still match.
        0x20000..=0x3FFFF => Folded::Bare(c),
        _ if !c.is_alphanumeric() => Folded::Nothing,
        n if n < FIRST_BARE => Folded::Word(c),
        _ => Folded::Bare(c),
    }
}

/// Whether `symbol` of a key is part of a word.
pub fn is_word(symbol: char) -> bool {
    symbol != BOUNDARY && (symbol as u32) < FIRST_BARE
}

/// The symbols of a text, in order, given to `each`.
pub fn symbols(text: &str, mut each: impl FnMut(Symbol)) {
    let mut in_word = false;
    let mut after_boundary = false;
    let mut word_end = 0;
    for (start, c) in text.char_indices() {
        let end = start + c.len_utf8();
        let folded = fold_char(c);
        if folded == Folded::Transparent {
            continue;
        }
        if in_word && !matches!(folded, Folded::Word(_)) {
            each(Symbol { of: BOUNDARY, start: word_end, end: word_end });
            in_word = false;
            after_boundary = true;
        }
        match folded {
            Folded::Word(of) => {
                if !in_word && !after_boundary {
                    each(Symbol { of: BOUNDARY, start, end: start });
                }
                in_word = true;
                after_boundary = false;
                word_end = end;
                each(Symbol { of, start, end });
            }
            Folded::Bare(of) => {
                after_boundary = false;
                each(Symbol { of, start, end });
            }
            Folded::Nothing | Folded::Transparent => {}
        }
    }
    if in_word {
        each(Symbol { of: BOUNDARY, start: word_end, end: word_end });
    }
}

/// The key of a text: `ISO 9001，標準` gives ` iso 9001 标准`.
pub fn fold(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    symbols(text, |symbol| key.push(symbol.of));
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_keep_what_is_matched() {
        for (text, key) in [
            ("党组织、负责人", "党组织负责人"),
            ("ISO 9001，標準", " iso 9001 标准"),
            ("（ＡＢ１２）溪口", " ab12 溪口"),
            ("第3-1條", "第 3 1 条"),
            ("①甲 Ⅳ", "①甲ⅳ"),
            ("cafe\u{301}s", " cafes "),
            ("。、 \n", ""),
        ] {
            assert_eq!(fold(text), key, "{text}");
        }
    }

    #[test]
    fn symbols_point_into_the_text() {
        let text = "据ISO、标";
        let mut places = Vec::new();
        symbols(text, |s| places.push((s.of, text[s.start..s.end].to_owned())));
        let found: Vec<_> = places.iter().map(|(of, words)| (*of, words.as_str())).collect();
        assert_eq!(
            found,
            [('据', "据"), (' ', ""), ('i', "I"), ('s', "S"), ('o', "O"), (' ', ""), ('标', "标")]
        );
    }
}
