//! Which characters are one word's in other scripts and widths.

use super::gbk;
use crate::model::simplified_char;
use std::collections::HashMap;
use std::sync::OnceLock;

/// Whether `c` is a Han character.
pub fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{323AF}' | '〇')
}

/// The Simplified character for `c`, by itself, not by phrases; `c` where there is none.
pub fn simplified(c: char) -> char {
    simplified_char(c).unwrap_or(c)
}

/// The characters of GBK that write the same Simplified character as `c`.
pub fn written_alike(c: char) -> &'static [char] {
    static CLASSES: OnceLock<HashMap<char, Vec<char>>> = OnceLock::new();
    let classes = CLASSES.get_or_init(|| {
        let mut classes: HashMap<char, Vec<char>> = HashMap::new();
        for c in gbk::han() {
            classes.entry(simplified(c)).or_default().push(c);
        }
        classes
    });
    classes.get(&simplified(c)).map_or(&[], Vec::as_slice)
}

/// Narrow forms of full-width ASCII, and of the marks that stand for one another.
pub fn narrow(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        '“' | '”' | '「' | '」' => '"',
        '‘' | '’' | '『' | '』' => '\'',
        _ => c,
    }
}

/// Whether two characters differ at most by script and width.
pub fn same(a: char, b: char) -> bool {
    a == b || simplified(narrow(a)) == simplified(narrow(b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_simplified_character_has_its_writings() {
        assert_eq!(simplified('關'), '关');
        assert_eq!(simplified('于'), '于');
        assert_eq!(simplified('a'), 'a');
        for c in ['于', '於'] {
            assert!(written_alike('于').contains(&c));
        }
        assert!(same('於', '于') && same('，', ',') && !same('甲', '乙'));
    }
}
