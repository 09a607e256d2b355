//! The ids and links of an HTML page, in one pass over its bytes. What decides where a tag begins and ends is the tokenizer of
//! the HTML standard (13.2.5), as far as it concerns start tags; a test holds this reading against html5gum's. That one
//! takes half a second for ten megabytes, and the site's check reads every page of every build.

use memchr::{memchr, memchr2, memmem};
use std::borrow::Cow;

/// What a page says of addresses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Found<'h> {
    Id(Cow<'h, str>),
    /// `element` as written, but `a` for a `<link>` that only names an address, as `rel=canonical` does.
    Link {
        element: &'h str,
        target: Cow<'h, str>,
    },
}

/// Tells `found` every id and link of `bytes`, a page, in order. Values come decoded and trimmed.
pub(super) fn scan<'h>(bytes: &'h [u8], mut found: impl FnMut(Found<'h>)) {
    let mut at = 0;
    while let Some(open) = memchr(b'<', rest(bytes, at)).map(|n| at + n) {
        at = match rest(bytes, open + 1) {
            [b'!', b'-', b'-', ..] => comment_end(bytes, open + 4),
            [b'!' | b'?', ..] => after(bytes, open, b'>'),
            [b'/', letter, ..] if letter.is_ascii_alphabetic() => {
                let (_, start) = name(bytes, open + 2);
                attributes(bytes, start, |_, _| {})
            }
            [b'/', ..] => after(bytes, open, b'>'),
            [letter, ..] if letter.is_ascii_alphabetic() => {
                let (element, start) = name(bytes, open + 1);
                // What a `<link>` does with its address only its `rel` tells, which may come later.
                let is_head_link = element.eq_ignore_ascii_case(b"link");
                let (mut waiting, mut names) = (None, false);
                let end = attributes(bytes, start, |attribute, value| {
                    if attribute.eq_ignore_ascii_case(b"id") {
                        found(Found::Id(decoded(value)));
                    } else if is_link(attribute) && is_head_link {
                        waiting = waiting.or(Some(value));
                    } else if is_link(attribute) {
                        found(Found::Link { element: text(element), target: decoded(value) });
                    } else if is_head_link && attribute.eq_ignore_ascii_case(b"rel") {
                        names = only_names(value);
                    }
                });
                if let Some(value) = waiting {
                    let element = if names { "a" } else { text(element) };
                    found(Found::Link { element, target: decoded(value) });
                }
                text_end(bytes, element, end)
            }
            _ => open + 1,
        };
    }
}

fn is_link(attribute: &[u8]) -> bool {
    const KNOWN: [&[u8]; 4] = [b"href", b"src", b"xlink:href", b"poster"];
    KNOWN.iter().any(|known| attribute.eq_ignore_ascii_case(known))
}

/// Whether all kinds of a `<link>` (HTML standard, 4.6.7) are such that a browser loads nothing for them.
fn only_names(rel: &[u8]) -> bool {
    const NAMES: [&str; 8] =
        ["canonical", "alternate", "author", "license", "next", "prev", "help", "search"];
    let mut kinds = text(rel).split_ascii_whitespace().peekable();
    kinds.peek().is_some() && kinds.all(|kind| NAMES.iter().any(|name| kind.eq_ignore_ascii_case(name)))
}

/// A name as text; one that is none in Unicode is nobody's.
fn text(name: &[u8]) -> &str {
    std::str::from_utf8(name).unwrap_or_default()
}

fn rest(bytes: &[u8], at: usize) -> &[u8] {
    bytes.get(at..).unwrap_or_default()
}

/// Just behind the next `wanted`, or the end.
fn after(bytes: &[u8], at: usize, wanted: u8) -> usize {
    memchr(wanted, rest(bytes, at)).map_or(bytes.len(), |n| at + n + 1)
}

/// Where a comment ends whose `<!--` ends at `start`: `-->`, `--!>`, and at once with `>` and `->`.
fn comment_end(bytes: &[u8], start: usize) -> usize {
    for short in [&b">"[..], b"->"] {
        if rest(bytes, start).starts_with(short) {
            return start + short.len();
        }
    }
    let mut at = start;
    while let Some(n) = memmem::find(rest(bytes, at), b"--") {
        at += n + 2;
        match rest(bytes, at) {
            [b'>', ..] => return at + 1,
            [b'!', b'>', ..] => return at + 2,
            // `--->` ends it, too.
            _ => at -= 1,
        }
    }
    bytes.len()
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\n' | b'\t' | b'\r' | b'\x0c')
}

/// The name that begins at `start`, and its end.
fn name(bytes: &[u8], start: usize) -> (&[u8], usize) {
    let ends = |byte: &u8| is_space(*byte) || matches!(byte, b'/' | b'>');
    let end = rest(bytes, start).iter().position(ends).map_or(bytes.len(), |n| start + n);
    (bytes.get(start..end).unwrap_or_default(), end)
}

/// Reads attributes from `at` on; just behind the tag's `>`. A tag that never ends is none, as the standard has it.
fn attributes<'h>(bytes: &'h [u8], mut at: usize, mut each: impl FnMut(&'h [u8], &'h [u8])) -> usize {
    let skip = |mut at: usize, what: &dyn Fn(u8) -> bool| {
        while bytes.get(at).is_some_and(|byte| what(*byte)) {
            at += 1;
        }
        at
    };
    let ends_name = |byte: u8| is_space(byte) || matches!(byte, b'/' | b'>' | b'=');
    loop {
        at = skip(at, &|byte| is_space(byte) || byte == b'/');
        match bytes.get(at) {
            None => return at,
            Some(b'>') => return at + 1,
            Some(_) => {}
        }
        // An equals sign at the start belongs to the name.
        let name_end = skip(at + 1, &|byte| !ends_name(byte));
        let attribute = bytes.get(at..name_end).unwrap_or_default();
        at = skip(name_end, &is_space);
        if bytes.get(at) != Some(&b'=') {
            continue;
        }
        at = skip(at + 1, &is_space);
        let (start, end) = match bytes.get(at) {
            Some(quote @ (b'"' | b'\'')) => {
                let Some(n) = memchr(*quote, rest(bytes, at + 1)) else { return bytes.len() };
                let end = at + 1 + n;
                (std::mem::replace(&mut at, end + 1) + 1, end)
            }
            _ => {
                let end = skip(at, &|byte| !is_space(byte) && byte != b'>');
                (std::mem::replace(&mut at, end), end)
            }
        };
        each(attribute, bytes.get(start..end).unwrap_or_default());
    }
}

/// Where the text ends that a start tag opens in which nothing is a tag; `at` for other elements.
fn text_end(bytes: &[u8], element: &[u8], at: usize) -> usize {
    const TEXT: [&[u8]; 8] =
        [b"script", b"style", b"title", b"textarea", b"xmp", b"iframe", b"noembed", b"noframes"];
    if element.eq_ignore_ascii_case(b"plaintext") {
        return bytes.len();
    }
    if !TEXT.iter().any(|name| element.eq_ignore_ascii_case(name)) {
        return at;
    }
    let mut from = at;
    while let Some(n) = memmem::find(rest(bytes, from), b"</") {
        let close = from + n;
        from = close + 2;
        let is_named =
            bytes.get(from..from + element.len()).is_some_and(|name| name.eq_ignore_ascii_case(element));
        let ends = bytes.get(from + element.len()).is_some_and(|b| is_space(*b) || matches!(b, b'/' | b'>'));
        if is_named && ends {
            return close;
        }
    }
    bytes.len()
}

/// A value with its character references read: those that HTML writers make, `&amp;`, `&#39;`, `&#x27;`.
fn decoded(bytes: &[u8]) -> Cow<'_, str> {
    let found = String::from_utf8_lossy(bytes);
    if let Cow::Borrowed(value) = found
        && memchr2(b'&', b'\0', bytes).is_none()
    {
        return Cow::Borrowed(value.trim());
    }
    let value = found.trim();
    let mut out = String::with_capacity(value.len());
    let mut rest = value;
    while let Some((before, reference)) = rest.split_once('&') {
        out.push_str(before);
        let named = reference.split_once(';').and_then(|(name, after)| Some((character(name)?, after)));
        match named {
            Some((c, after)) => {
                out.push(c);
                rest = after;
            }
            None => {
                out.push('&');
                rest = reference;
            }
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

fn character(name: &str) -> Option<char> {
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{a0}',
        name => {
            let digits = name.strip_prefix('#')?;
            let code = match digits.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => digits.parse().ok()?,
            };
            char::from_u32(code)?
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
    use html5gum::{Span, Tokenizer};
    use proptest::prelude::*;

    /// Names and values as ours gives them.
    fn ours(html: &str) -> Vec<(String, String)> {
        let mut all = Vec::new();
        scan(html.as_bytes(), |found| {
            all.push(match found {
                Found::Id(id) => ("id".into(), id.into_owned()),
                Found::Link { element, target } => (element.to_lowercase(), target.into_owned()),
            });
        });
        all
    }

    fn theirs(html: &str) -> Vec<(String, String)> {
        let mut all = Vec::new();
        let (mut element, mut attribute, mut tag) = (String::new(), String::new(), Vec::new());
        let callback = |event: CallbackEvent<'_>, _: Span| -> Option<std::convert::Infallible> {
            match event {
                CallbackEvent::OpenStartTag { name } => {
                    tag.clear();
                    element = String::from_utf8_lossy(name).into_owned();
                }
                CallbackEvent::EndTag { .. } => tag.clear(),
                CallbackEvent::AttributeName { name } => {
                    attribute = String::from_utf8_lossy(name).into_owned()
                }
                CallbackEvent::AttributeValue { value } => {
                    let value = String::from_utf8_lossy(value).trim().to_owned();
                    match attribute.as_str() {
                        "id" => tag.push(("id".to_owned(), value)),
                        "href" | "src" | "xlink:href" | "poster" => tag.push((element.clone(), value)),
                        _ => {}
                    }
                }
                CallbackEvent::CloseStartTag { .. } => all.append(&mut tag),
                _ => {}
            }
            None
        };
        let mut emitter = CallbackEmitter::new(callback);
        emitter.naively_switch_states(true);
        let _ = Tokenizer::new_with_emitter(html, emitter).finish();
        all
    }

    #[test]
    fn tags_are_told_from_what_only_looks_so() {
        let html = "<!doctype html><a href=x>1</a><A HREF='y z' ID=\"a&amp;b&#39;\"><!-- <i id=no> --><i id=c /><br id=d>\
                    <script>'<a href=\"no\">'</script><title><i id=no></title><svg xlink:href=#q></svg>< a href=no>\
                    </a href=no><img alt='>' src=p><p id= e><!--><b id=f><!--->x<b id=g><a href=x?b&c=1>";
        let expected = [
            ("a", "x"),
            ("a", "y z"),
            ("id", "a&b'"),
            ("id", "c"),
            ("id", "d"),
            ("svg", "#q"),
            ("img", "p"),
            ("id", "e"),
            ("id", "f"),
            ("id", "g"),
            ("a", "x?b&c=1"),
        ];
        let expected: Vec<(String, String)> = expected.map(|(a, b)| (a.to_owned(), b.to_owned())).into();
        assert_eq!(ours(html), expected);
        assert_eq!(theirs(html), expected);
    }

    #[test]
    fn what_a_link_in_the_head_does_its_rel_tells() {
        let html = "<link rel=canonical href=https://e.org/a><link href=https://e.org/b rel='Alternate'>\
                    <link rel='alternate stylesheet' href=c><link href=d><link rel=icon href=e>";
        let expected =
            [("a", "https://e.org/a"), ("a", "https://e.org/b"), ("link", "c"), ("link", "d"), ("link", "e")];
        assert_eq!(ours(html), expected.map(|(a, b)| (a.to_owned(), b.to_owned())));
    }

    proptest! {
        #[test]
        fn it_reads_as_html5gum_does(pieces in prop::collection::vec(prop::sample::select(vec![
            "<a ", "<p ", "<img", "</a", "</script", "<script", "<title", "</title>", "<!--", "-->", "--!>", "<!", "<?", "</", "<",
            ">", " href=", "id=", " id = ", "src", "=", "\"", "'", "/", " ", "\n", "x", "甲", "#a", "&amp;", "&#39;", "?q=1",
        ]), 0..40)) {
            let html = pieces.concat();
            // A tag that the end of the page cuts off is none; of attributes without a value html5gum does not speak.
            let told = |mut all: Vec<(String, String)>| {
                all.retain(|(_, value)| !value.is_empty());
                all
            };
            let (ours, theirs) = (told(ours(&html)), told(theirs(&html)));
            prop_assert!(ours.starts_with(&theirs), "{html}: {ours:?} {theirs:?}");
        }
    }
}
