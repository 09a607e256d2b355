//! Words without script, width, case, blanks and marks: how texts are compared.

use super::script;
use crate::model::Span;

/// Stands where a title in 《》 was: naming the same paper is not sharing words.
pub const BREAK: char = '\0';

/// A title of more characters than this is a quotation.
const LONGEST_TITLE: usize = 80;

/// The characters of `text` that carry meaning, folded, each with its bytes in `text`; a title in 《》 is one `BREAK`.
pub fn folded(text: &str) -> impl Iterator<Item = (char, Span)> {
    let mut title_end = 0;
    text.char_indices().filter_map(move |(at, c)| {
        if at < title_end {
            return None;
        }
        let span = Span::new(at, at + c.len_utf8());
        if c == '《' {
            let close = text[at..].char_indices().take(LONGEST_TITLE).find(|(_, c)| *c == '》')?.0;
            title_end = at + close;
            return Some((BREAK, span));
        }
        fold(c).map(|c| (c, span))
    })
}

/// The folded form of one character; None for blanks and marks.
pub fn fold(c: char) -> Option<char> {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric().then(|| c.to_ascii_lowercase());
    }
    if script::is_han(c) {
        return Some(script::simplified(c));
    }
    let narrow = script::narrow(c);
    if narrow.is_ascii() {
        return narrow.is_ascii_alphanumeric().then(|| narrow.to_ascii_lowercase());
    }
    c.is_alphanumeric().then(|| c.to_lowercase().next().unwrap_or(c))
}

/// All of `text` folded, titles too.
pub fn folded_words(text: &str) -> String {
    let mut words = String::with_capacity(text.len());
    words.extend(text.chars().filter_map(fold));
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn script_width_and_marks_do_not_matter() {
        assert_eq!(folded_words("關於，ＡB１ 的"), folded_words("关於Ab1、的"));
        let text = "按《甲》和《乙的办法》办。";
        let found: Vec<(char, &str)> = folded(text).map(|(c, s)| (c, s.of(text))).collect();
        assert_eq!(found, [('按', "按"), (BREAK, "《"), ('和', "和"), (BREAK, "《"), ('办', "办")]);
        assert_eq!(folded("《无尾").count(), 2);
    }
}
