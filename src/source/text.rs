//! Plain text: only its line ends are made alike.

use super::decode::undecoded;
use super::lines::{Lines, invisible};
use crate::model::Edit;

/// The text with `\n` for every line end (CR LF, CR, vertical tab, U+0085,
/// U+2028, U+2029), and the edits for what cannot be shown.
pub(super) fn read(text: &str) -> (String, Vec<Edit>) {
    if is_alike(text) { (text.to_owned(), Vec::new()) } else { made_alike(text) }
}

/// Whether line feeds are its only line ends and all of it can be shown, as in most texts.
fn is_alike(text: &str) -> bool {
    !text.contains(|c: char| {
        !matches!(c, '\n' | '\t' | ' '..='~' | '\u{3000}'..='\u{F8FF}' | '\u{FF00}'..='\u{FFEF}')
            && (LINE_ENDS.contains(&c) || invisible(c) || undecoded(c).is_some())
    })
}

fn made_alike(text: &str) -> (String, Vec<Edit>) {
    let mut lines = Lines::default();
    let mut rest = text;
    while let Some(at) = rest.find(LINE_ENDS) {
        lines.push(&rest[..at], None);
        rest = &rest[at..];
        // CR CR LF is what a CR LF becomes when it is sent as text twice.
        let end = ["\r\r\n", "\r\n"].iter().find(|end| rest.starts_with(**end)).map(|end| end.len());
        rest = &rest[end.unwrap_or_else(|| rest.chars().next().map_or(0, char::len_utf8))..];
    }
    let last = !rest.is_empty();
    if last {
        lines.push(rest, None);
    }
    let (mut text, edits) = lines.finish();
    if last {
        text.pop();
    }
    (text, edits)
}

const LINE_ENDS: [char; 6] = ['\n', '\r', '\x0B', '\u{85}', '\u{2028}', '\u{2029}'];

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn line_ends_are_made_alike_and_controls_are_noted() {
        let (text, edits) = read("甲\r\n乙\r丙\r\r\n丁\u{2028}戊\u{85}\n己\0");
        assert_eq!(text, "甲\n乙\n丙\n丁\n戊\n\n己\0");
        assert_eq!(edits.len(), 1);
        assert_eq!((edits[0].span.of(&text), edits[0].after.as_str()), ("\0", ""));
        assert_eq!(read("甲\n").0, "甲\n");
    }

    proptest! {
        #[test]
        fn what_is_alike_already_stays(text in "(甲|a|\\n|[\\x00-\\u{200}\\u{2020}-\\u{202f}\\u{fef0}-\\u{ffff}\\u{10fdf0}-\\u{10ffff}]){0,6}") {
            prop_assert_eq!(read(&text), made_alike(&text));
        }
    }
}
