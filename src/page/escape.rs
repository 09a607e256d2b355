//! Text to Markdown that CommonMark 0.31 (and the tables, strikethrough and
//! mathematics of Git web views) reads as exactly that text.

use std::fmt::Write;

/// One line of text as the whole content of a paragraph or heading.
pub fn line(text: &str) -> String {
    escaped(text, true)
}

/// One cell of a table.
pub fn cell(text: &str) -> String {
    escaped(text, false)
}

/// The destination of a link or image: bare where that is possible, else in `<…>`.
pub fn destination(path: &str) -> String {
    let bare = path.chars().all(|c| {
        !c.is_whitespace() && !c.is_control() && !matches!(c, '(' | ')' | '<' | '>' | '\\' | '&' | '|')
    });
    if bare {
        return path.to_owned();
    }
    let mut out = String::from("<");
    for c in path.chars() {
        match c {
            '<' | '>' | '\\' => out.extend(['\\', c]),
            '&' | '|' => entity(c, &mut out),
            c if c.is_ascii_control() => entity(c, &mut out),
            c => out.push(c),
        }
    }
    out.push('>');
    out
}

fn escaped(text: &str, block_start: bool) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let last = text.char_indices().next_back().map_or(0, |(at, _)| at);
    let marker = if block_start { block_marker(text) } else { None };
    for (at, c) in text.char_indices() {
        match c {
            '\n' if !block_start => out.push_str("<br>"),
            // White space at the edges is not part of a paragraph's content.
            c if c.is_whitespace() && c.is_ascii() && (at == 0 || at == last || c != ' ') => {
                entity(c, &mut out);
            }
            c if c.is_ascii_control() => entity(c, &mut out),
            // In a table `\|` and `\\|` are read differently by different readers.
            '|' if !block_start => entity(c, &mut out),
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '~' | '$' => out.extend(['\\', c]),
            '&' if opens_entity(&text[at..]) => out.extend(['\\', c]),
            c if marker == Some(at) => out.extend(['\\', c]),
            c => out.push(c),
        }
    }
    out
}

fn entity(c: char, out: &mut String) {
    // Writing to a String cannot fail.
    let _ = write!(out, "&#{};", c as u32);
}

/// The offset of the character that would make the line a heading, a quote, a
/// list item or a rule (CommonMark 0.31, sections 4 and 5).
fn block_marker(text: &str) -> Option<usize> {
    let mut chars = text.chars();
    match chars.next()? {
        '#' | '>' | '=' => Some(0),
        '-' | '+' if chars.next().is_none_or(|c| c.is_ascii_whitespace() || c == '-') => Some(0),
        '0'..='9' => {
            let digits = text.find(|c: char| !c.is_ascii_digit())?;
            let rest = &text[digits..];
            let ends = rest.strip_prefix(['.', ')'])?;
            let item = ends.chars().next().is_none_or(|c| c.is_ascii_whitespace());
            item.then_some(digits)
        }
        _ => None,
    }
}

fn opens_entity(text: &str) -> bool {
    let body = text.trim_start_matches('&');
    let name = body.find(|c: char| !(c.is_ascii_alphanumeric() || c == '#')).unwrap_or(body.len());
    name > 0 && body[name..].starts_with(';')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_what_would_be_markup_and_nothing_else() {
        for (text, markdown) in [
            ("各县：贯彻“三个一”（试行）、1-2项。", "各县：贯彻“三个一”（试行）、1-2项。"),
            ("1. 甲", "1\\. 甲"),
            ("1.甲", "1.甲"),
            ("2015年", "2015年"),
            ("# 甲", "\\# 甲"),
            ("- 甲", "\\- 甲"),
            ("-The", "-The"),
            ("AT&T &lt; *x*", "AT&T \\&lt; \\*x\\*"),
            (" 甲 ", "&#32;甲&#32;"),
        ] {
            assert_eq!(line(text), markdown);
        }
        assert_eq!(cell("甲|乙\n丙"), "甲&#124;乙<br>丙");
        assert_eq!(destination("图 1.png"), "<图 1.png>");
    }
}
