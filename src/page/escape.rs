//! Text to Markdown that CommonMark 0.31 (and the tables, strikethrough and
//! mathematics of Git web views) reads as exactly that text.

use std::fmt::Write;

/// Adds one line of text as the whole content of a paragraph or heading to `out`.
pub fn line(text: &str, out: &mut String) {
    escape(text, true, out);
}

/// One cell of a table.
pub fn cell(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    escape(text, false, &mut out);
    out
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

/// All that is markup is ASCII: what stands between is taken as it is.
fn escape(text: &str, block_start: bool, out: &mut String) {
    let last = text.len().saturating_sub(1);
    let marker = if block_start { block_marker(text) } else { None };
    let mut taken = 0;
    for (at, byte) in text.bytes().enumerate() {
        if !byte.is_ascii() {
            continue;
        }
        // White space at the edges is not part of a paragraph's content.
        let at_edge = byte == b' ' && (at == 0 || at == last);
        // In a table `\|` and `\\|` are read differently by different readers.
        if byte.is_ascii_control() || at_edge || byte == b'|' && !block_start {
            out.push_str(&text[taken..at]);
            taken = at + 1;
            match byte {
                b'\n' if !block_start => out.push_str("<br>"),
                _ => entity(char::from(byte), out),
            }
        } else if matches!(byte, b'\\' | b'`' | b'*' | b'_' | b'[' | b']' | b'<' | b'~' | b'$')
            || byte == b'&' && opens_entity(&text[at..])
            || marker == Some(at)
        {
            out.push_str(&text[taken..at]);
            taken = at;
            out.push('\\');
        }
    }
    out.push_str(&text[taken..]);
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
            let mut out = String::new();
            line(text, &mut out);
            assert_eq!(out, markdown);
        }
        assert_eq!(cell("甲|乙\n丙"), "甲&#124;乙<br>丙");
        assert_eq!(destination("图 1.png"), "<图 1.png>");
    }
}
