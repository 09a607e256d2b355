//! Where things stand in the site, and links to them: always relative.

use crate::model::Anchor;
use sha2::{Digest, Sha256};
use std::fmt::Write;

/// Path of a circular's page below the site's folder.
pub fn circular(slug: &str) -> String {
    format!("circulars/{slug}.html")
}

/// Path of a circular's data below the site's folder.
pub fn data(slug: &str) -> String {
    format!("data/circulars/{slug}.json")
}

/// Path of the page that puts two circulars side by side, below the site's folder.
pub fn comparison(before: &str, after: &str) -> String {
    // File systems end names at 255 bytes.
    const LONGEST: usize = 200;
    let whole = format!("{before}--{}", after.replace('/', "-"));
    let (folder, name) = whole.split_once('/').unwrap_or(("undated", &whole));
    if name.len() <= LONGEST {
        return format!("compare/{folder}/{name}.html");
    }
    let digest = Sha256::digest(whole.as_bytes());
    let digest: String = digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    let start: String = name.chars().take(LONGEST / 8).collect();
    format!("compare/{folder}/{start}-{digest}.html")
}

/// The id of a clause on the page of two texts; `side` is `before` or `after`.
pub fn side(side: &str, anchor: &Anchor) -> String {
    format!("{side}-{anchor}")
}

/// The way from the page at `path` up to the site's folder: `./`, `../../`.
pub fn root(path: &str) -> String {
    match path.matches('/').count() {
        0 => "./".into(),
        depth => "../".repeat(depth),
    }
}

/// Percent-encodes what would end or break a URL's path (RFC 3986, 3.3); Han characters too,
/// because not every mail program takes a link beyond them.
pub fn encode(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                out.push(char::from(byte));
            }
            _ => {
                // Writing to a String cannot fail.
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
    out
}

/// A link from a page whose way up is `root` to a clause of a circular, or to the circular.
pub fn to_clause(root: &str, slug: &str, anchor: Option<&Anchor>) -> String {
    let mut href = format!("{root}{}", encode(&circular(slug)));
    if let Some(anchor) = anchor {
        href.push('#');
        href.push_str(anchor.as_str());
    }
    href
}

/// An id in a page that says what it stands for: `work-某办法`, `issuer-某局`.
pub fn id(kind: &str, name: &str) -> String {
    let id: String =
        name.chars().map(|c| if c.is_whitespace() || c.is_control() { '_' } else { c }).collect();
    format!("{kind}-{id}")
}

/// What a Markdown link leads to in the site, None when it may not lead anywhere: only web and
/// mail addresses and paths inside the site are let through, `.md` becomes `.html`.
pub fn link(destination: &str) -> Option<String> {
    let clean: String = destination
        .trim()
        .chars()
        .filter(|c| !c.is_control())
        .map(|c| if c == '\\' { '/' } else { c })
        .collect();
    if clean.starts_with("//") {
        return None;
    }
    if let Some(scheme) = scheme(&clean) {
        let known = ["http", "https", "mailto", "tel"].iter().any(|k| scheme.eq_ignore_ascii_case(k));
        return known.then(|| clean.replace(' ', "%20"));
    }
    let end = clean.find(['#', '?']).unwrap_or(clean.len());
    let (path, rest) = clean.split_at(end);
    let path = match path.strip_suffix(".md") {
        Some(page) => format!("{page}.html"),
        None => path.to_owned(),
    };
    Some(format!("{path}{rest}").replace(' ', "%20"))
}

/// Whether `url` names another place than this site.
pub fn is_foreign(url: &str) -> bool {
    scheme(url).is_some() || url.starts_with("//")
}

fn scheme(url: &str) -> Option<&str> {
    let (scheme, _) = url.split_once(':')?;
    let first = scheme.bytes().next()?;
    let legal = scheme.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'));
    // `a/b:c` has no scheme; `&#106;avascript:` has been decoded by the parser before.
    (first.is_ascii_alphabetic() && legal).then_some(scheme)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_harmless_links_pass() {
        for (given, want) in [
            ("../2015/a.md#art_3", Some("../2015/a.html#art_3")),
            ("#art_3", Some("#art_3")),
            ("https://example.org/a.md", Some("https://example.org/a.md")),
            ("javascript:alert(1)", None),
            ("JaVa\tScript:alert(1)", None),
            ("data:text/html,x", None),
            ("vbscript:x", None),
            ("//evil.example/x", None),
            ("\\\\evil.example", None),
            ("a b.md", Some("a%20b.html")),
        ] {
            assert_eq!(link(given).as_deref(), want, "{given}");
        }
    }

    #[test]
    fn a_comparison_is_named_for_both_its_texts() {
        assert_eq!(comparison("2012/a", "2021/b"), "compare/2012/a--2021-b.html");
        let long = "条".repeat(60);
        let (one, other) = (format!("2012/{long}"), format!("2021/{long}乙"));
        assert!(comparison(&one, &other).len() < 200);
        assert_ne!(comparison(&one, &other), comparison(&one, &format!("2021/{long}丙")));
    }

    #[test]
    fn paths_are_encoded_and_roots_counted() {
        assert_eq!(encode("办法 1#.txt"), "%E5%8A%9E%E6%B3%95%201%23.txt");
        assert_eq!((root("index.html"), root("circulars/2015/a.html")), ("./".into(), "../../".into()));
    }
}
