//! The strings in the content of a page (ISO 32000-1, 7.3.4 and 7.8.2), and in which font each is shown.

use std::fmt::Write;
use std::ops::Range;

/// What a string becomes that is shown in the font of this name; None to leave it as it is.
type Decoded<'a> = dyn Fn(&str, &[u8]) -> Option<Vec<u8>> + 'a;

/// The content with the strings shown in some fonts written anew. `renamed` gives such a font its new name,
/// `decoded` what becomes of a string in it. All else stays as it is.
pub(super) fn rewrite(
    content: &[u8],
    renamed: &dyn Fn(&str) -> Option<String>,
    decoded: &Decoded,
) -> Vec<u8> {
    let mut out = Vec::with_capacity(content.len() + content.len() / 2);
    // The font is part of the state that q keeps and Q brings back.
    let mut font = String::new();
    let mut kept: Vec<String> = Vec::new();
    // The last name, and where it stands in `out`.
    let mut name: Option<(String, Range<usize>)> = None;
    let mut dictionaries = 0usize;
    let mut at = 0;
    while let Some(rest) = content.get(at..).filter(|rest| !rest.is_empty()) {
        let token = token(rest);
        let (words, length) = (token.words(rest), token.length());
        at += length;
        match token {
            Token::Text(..) if dictionaries == 0 => match decoded(&font, &string(words)) {
                Some(bytes) => push_hex(&bytes, &mut out),
                None => out.extend_from_slice(words),
            },
            Token::Name(_) => {
                let set = String::from_utf8_lossy(words.get(1..).unwrap_or_default()).into_owned();
                name = Some((set, out.len()..out.len() + words.len()));
                out.extend_from_slice(words);
            }
            Token::Word(_) => {
                match words {
                    b"<<" => dictionaries += 1,
                    b">>" => dictionaries = dictionaries.saturating_sub(1),
                    b"q" if kept.len() < MOST_KEPT => kept.push(font.clone()),
                    b"Q" => font = kept.pop().unwrap_or_default(),
                    b"Tf" => {
                        if let Some((set, place)) = name.take() {
                            if let Some(new) = renamed(&set) {
                                out.splice(place, format!("/{new}").into_bytes());
                            }
                            font = set;
                        }
                    }
                    _ => {}
                }
                out.extend_from_slice(words);
                if words == b"ID" {
                    let image = image(content.get(at..).unwrap_or_default());
                    out.extend_from_slice(image);
                    at += image.len();
                }
            }
            _ => out.extend_from_slice(words),
        }
    }
    out
}

/// States that one page may keep.
const MOST_KEPT: usize = 10_000;

/// What stands next, and how many bytes it takes.
enum Token {
    /// `(…)` or `<…>`
    Text(usize),
    Name(usize),
    /// An operator, a number, `<<`, a bracket.
    Word(usize),
    /// White space or a comment.
    Gap(usize),
}

impl Token {
    fn length(&self) -> usize {
        let (Token::Text(length) | Token::Name(length) | Token::Word(length) | Token::Gap(length)) = self;
        *length
    }

    fn words<'a>(&self, rest: &'a [u8]) -> &'a [u8] {
        rest.get(..self.length()).unwrap_or(rest)
    }
}

fn token(rest: &[u8]) -> Token {
    let run = |from: usize, ends: &dyn Fn(u8) -> bool| {
        let tail = rest.get(from..).unwrap_or_default();
        from + tail.iter().position(|byte| ends(*byte)).unwrap_or(tail.len())
    };
    let regular_end = |byte: u8| is_white(byte) || is_delimiter(byte);
    match rest {
        [b'(', ..] => Token::Text(literal(rest)),
        [b'<', b'<', ..] | [b'>', b'>', ..] => Token::Word(2),
        [b'<', ..] => Token::Text((run(1, &|byte| byte == b'>') + 1).min(rest.len())),
        [b'/', ..] => Token::Name(run(1, &regular_end)),
        [b'%', ..] => Token::Gap(run(1, &|byte| matches!(byte, b'\n' | b'\r'))),
        [first, ..] if is_white(*first) => Token::Gap(run(1, &|byte| !is_white(byte))),
        [first, ..] if is_delimiter(*first) => Token::Word(1),
        _ => Token::Word(run(1, &regular_end)),
    }
}

fn is_white(byte: u8) -> bool {
    matches!(byte, 0 | b'\t' | b'\n' | 0x0C | b'\r' | b' ')
}

fn is_delimiter(byte: u8) -> bool {
    matches!(byte, b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%')
}

/// The length of a literal string, its brackets included.
fn literal(rest: &[u8]) -> usize {
    let mut depth = 0usize;
    let mut escaped = false;
    for (at, byte) in rest.iter().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'(' => depth += 1,
            b')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return at + 1;
        }
    }
    rest.len()
}

/// The bytes that a string stands for.
fn string(words: &[u8]) -> Vec<u8> {
    match words {
        [b'(', inside @ .., b')'] => unescaped(inside),
        [b'(', inside @ ..] => unescaped(inside),
        _ => {
            let digits: Vec<u8> = words
                .iter()
                .filter_map(|byte| char::from(*byte).to_digit(16))
                .map(|digit| digit as u8)
                .collect();
            // A last digit alone stands for two, the second 0.
            digits.chunks(2).map(|pair| pair[0] << 4 | pair.get(1).copied().unwrap_or(0)).collect()
        }
    }
}

fn unescaped(inside: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(inside.len());
    let mut bytes = inside.iter().copied().peekable();
    while let Some(byte) = bytes.next() {
        match byte {
            b'\\' => match bytes.next() {
                Some(b'n') => out.push(b'\n'),
                Some(b'r') => out.push(b'\r'),
                Some(b't') => out.push(b'\t'),
                Some(b'b') => out.push(8),
                Some(b'f') => out.push(12),
                Some(digit @ b'0'..=b'7') => {
                    let mut code = u32::from(digit - b'0');
                    for _ in 0..2 {
                        if let Some(digit) = bytes.next_if(|byte| matches!(byte, b'0'..=b'7')) {
                            code = code * 8 + u32::from(digit - b'0');
                        }
                    }
                    out.push(code as u8);
                }
                // A line end behind it is no character.
                Some(b'\r') => {
                    bytes.next_if_eq(&b'\n');
                }
                Some(b'\n') | None => {}
                Some(other) => out.push(other),
            },
            // Any line end is read as one.
            b'\r' => {
                bytes.next_if_eq(&b'\n');
                out.push(b'\n');
            }
            other => out.push(other),
        }
    }
    out
}

/// The data of an image that stands in the content, as far as its EI.
fn image(rest: &[u8]) -> &[u8] {
    let ends =
        |found: &[u8]| matches!(found, [before, b'E', b'I', after] if is_white(*before) && is_white(*after));
    let end = rest.windows(4).position(ends).map_or(rest.len(), |at| at + 1);
    rest.get(..end).unwrap_or(rest)
}

fn push_hex(bytes: &[u8], out: &mut Vec<u8>) {
    let mut hex = String::with_capacity(2 * bytes.len() + 2);
    hex.push('<');
    for byte in bytes {
        // Writing to a String cannot fail.
        let _ = write!(hex, "{byte:02X}");
    }
    hex.push('>');
    out.extend_from_slice(hex.as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rewritten(content: &str) -> String {
        let renamed = |name: &str| (name == "F").then(|| "G".to_owned());
        let decoded = |name: &str, bytes: &[u8]| (name == "F").then(|| bytes.to_vec());
        String::from_utf8(rewrite(content.as_bytes(), &renamed, &decoded)).unwrap()
    }

    #[test]
    fn only_strings_in_the_font_are_written_anew() {
        for (content, expected) in [
            ("BT /F 12 Tf (5a) Tj ET", "BT /G 12 Tf <3561> Tj ET"),
            ("/F 12 Tf[<3 5>-20(a)]TJ", "/G 12 Tf[<35>-20<61>]TJ"),
            ("/E 12 Tf (5) Tj /F 9 Tf (\\(\\065\\\n\\53)'", "/E 12 Tf (5) Tj /G 9 Tf <28352B>'"),
            ("q /F 1 Tf (a) Tj Q (a) Tj", "q /G 1 Tf <61> Tj Q (a) Tj"),
            (
                "/F 1 Tf /Span <</ActualText (a)>> BDC (b(c)) Tj",
                "/G 1 Tf /Span <</ActualText (a)>> BDC <62286329> Tj",
            ),
            (
                "/F 1 Tf BI /W 1 ID (x)< EI (a) Tj % (a)\n<6> Tj",
                "/G 1 Tf BI /W 1 ID (x)< EI <61> Tj % (a)\n<60> Tj",
            ),
            ("/F 1 Tf (a", "/G 1 Tf <61>"),
            ("(a) Tj >> Q /F Tf <", "(a) Tj >> Q /G Tf <>"),
        ] {
            assert_eq!(rewritten(content), expected, "{content}");
        }
    }
}
