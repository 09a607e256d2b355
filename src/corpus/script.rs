//! Simplified and Traditional, after OpenCC's dictionaries: which character
//! writes which, and a text put into the other script.

use super::gbk;
use opencc_fmmseg::OpenCC;
use std::collections::HashMap;
use std::sync::OnceLock;

const FIRST: u32 = 0x3400;
const LAST: u32 = 0x9FFF;

/// Whether `c` is a Han character.
pub fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{323AF}' | '〇')
}

fn converter() -> OpenCC {
    let mut converter = OpenCC::new();
    converter.set_parallel(false);
    converter
}

/// `text` in Traditional characters (OpenCC `s2t`, by phrases), punctuation as it is.
pub fn traditional(text: &str) -> String {
    static CONVERTER: OnceLock<OpenCC> = OnceLock::new();
    CONVERTER.get_or_init(converter).s2t(text, false)
}

/// The Simplified character for `c`, by itself, not by phrases; `c` where there is none.
pub fn simplified(c: char) -> char {
    static TABLE: OnceLock<Vec<char>> = OnceLock::new();
    let table = TABLE.get_or_init(|| {
        // Its dictionaries are large, and this is all that most runs want of them: they are not kept.
        let all: Vec<char> = (FIRST..=LAST).filter_map(char::from_u32).collect();
        let lines: String = all.iter().flat_map(|c| [*c, '\n']).collect();
        let converted = converter().t2s(&lines, false);
        let mut one = converted.split('\n').map(|line| {
            let mut chars = line.chars();
            chars.next().filter(|_| chars.next().is_none())
        });
        all.iter().map(|c| one.next().flatten().unwrap_or(*c)).collect()
    });
    let at = (c as u32).checked_sub(FIRST).and_then(|at| usize::try_from(at).ok());
    at.and_then(|at| table.get(at)).copied().unwrap_or(c)
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
        assert_eq!(traditional("关于青川市的决定"), "關於青川市的決定");
    }
}
