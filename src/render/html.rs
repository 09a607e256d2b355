//! Text into HTML: the one place where a character becomes an entity.

/// Appends `text` so that it stays text, in content and in quoted attributes alike.
pub fn escape(text: &str, out: &mut String) {
    let mut written = 0;
    // All five are of one byte in UTF-8, and no part of another character.
    for (at, byte) in text.bytes().enumerate() {
        let entity = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            b'\'' => "&#39;",
            _ => continue,
        };
        out.push_str(text.get(written..at).unwrap_or_default());
        out.push_str(entity);
        written = at + 1;
    }
    out.push_str(text.get(written..).unwrap_or_default());
}

/// `text` escaped.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    escape(text, &mut out);
    out
}

/// `text` with white space made visible: what a repair took away would not be seen otherwise.
pub fn visible(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\n' => '↵',
            ' ' | '\u{a0}' => '␣',
            '\u{3000}' => '□',
            '\t' => '⇥',
            '\u{c}' => '␌',
            c if c.is_control() => '␦',
            c => c,
        })
        .collect()
}

/// The first `most` characters of `text`, with `…` when there were more.
pub fn shortened(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_stays_text() {
        assert_eq!(escaped("<a b=\"c\">&'"), "&lt;a b=&quot;c&quot;&gt;&amp;&#39;");
        assert_eq!(visible("甲 \n乙"), "甲␣↵乙");
        assert_eq!((shortened("一二三", 2), shortened("一二", 2)), ("一二…".into(), "一二".into()));
    }
}
