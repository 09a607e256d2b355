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

/// Path of the page that lists what belongs to `name` (a year, an issuer, a work), one of many in `folder`.
pub fn part(folder: &str, name: &str) -> String {
    const LONGEST: usize = 40;
    let plain: String =
        name.chars().map(|c| if c.is_alphanumeric() { c } else { '_' }).take(LONGEST).collect();
    if plain == name && plain.to_lowercase() == plain {
        return format!("{folder}/{plain}.html");
    }
    // What was put in another character's place, cut off, or differs by capitals only is told apart.
    let digest = Sha256::digest(name.as_bytes());
    let digest: String = digest.iter().take(4).map(|byte| format!("{byte:02x}")).collect();
    format!("{folder}/{}-{digest}.html", plain.to_lowercase())
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
    push_encoded(path, &mut out);
    out
}

fn push_encoded(path: &str, out: &mut String) {
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~' | b'/');
    if path.as_bytes().iter().all(plain) {
        return out.push_str(path);
    }
    for byte in path.bytes() {
        if plain(&byte) {
            out.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
}

/// The links of one page: relative, and as short as can be.
#[derive(Debug, Clone)]
pub struct Way {
    /// The folder of the page, with `/` at its end; empty at the top.
    folder: String,
}

impl Way {
    /// From the page at `path`.
    pub fn of(path: &str) -> Way {
        Way { folder: path.rfind('/').and_then(|end| path.get(..=end)).unwrap_or_default().to_owned() }
    }

    /// To the file at `path`.
    pub fn to(&self, path: &str) -> String {
        let mut href = String::with_capacity(path.len() + 16);
        self.push(path, &mut href);
        href
    }

    fn push(&self, path: &str, out: &mut String) {
        let shared = |at: &usize| path.get(..=*at).is_some() && path.get(..=*at) == self.folder.get(..=*at);
        let common = self.folder.match_indices('/').map(|(at, _)| at).take_while(shared).last();
        let common = common.map_or(0, |at| at + 1);
        let up = self.folder.get(common..).unwrap_or_default().matches('/').count();
        (0..up).for_each(|_| out.push_str("../"));
        push_encoded(path.get(common..).unwrap_or_default(), out);
    }

    /// To a clause of a circular, or to the circular.
    pub fn to_clause(&self, slug: &str, anchor: Option<&Anchor>) -> String {
        let mut href = String::with_capacity(slug.len() + 48);
        self.push(&circular(slug), &mut href);
        if let Some(anchor) = anchor {
            href.push('#');
            href.push_str(anchor.as_str());
        }
        href
    }
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

/// The path in the site of the copy of the source `name`. A web page or a drawing gets `.txt` behind its name: opened from a
/// disk, a browser would run what it holds, and nothing there could say that it is only to be saved.
pub fn path_of_copy(name: &str) -> String {
    const RUN: [&str; 11] =
        ["html", "htm", "xhtml", "xht", "shtml", "shtm", "mht", "mhtml", "svg", "xml", "hta"];
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase());
    let runs = ending.is_some_and(|ending| RUN.contains(&ending.as_str()));
    format!("sources/{name}{}", if runs { ".txt" } else { "" })
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
    fn pages_of_names_are_apart() {
        assert_eq!(part("issuers", "溪口县人民政府"), "issuers/溪口县人民政府.html");
        let names = ["A/B", "A_B", "a_b", "甲：乙", "甲；乙"];
        let paths: std::collections::BTreeSet<String> =
            names.iter().map(|name| part("cited", name).to_lowercase()).collect();
        assert_eq!(paths.len(), names.len());
    }

    #[test]
    fn paths_are_encoded_and_roots_counted() {
        assert_eq!(encode("办法 1#.txt"), "%E5%8A%9E%E6%B3%95%201%23.txt");
        assert_eq!((root("index.html"), root("circulars/2015/a.html")), ("./".into(), "../../".into()));
    }

    #[test]
    fn links_are_relative_and_short() {
        let way = Way::of("circulars/2015/a.html");
        for (path, want) in [
            ("circulars/2015/b.html", "b.html"),
            ("circulars/2016/b.html", "../2016/b.html"),
            ("circulars/20/b.html", "../20/b.html"),
            ("index.html", "../../index.html"),
            ("compare/2015/a--b.html", "../../compare/2015/a--b.html"),
        ] {
            assert_eq!(way.to(path), want);
        }
        assert_eq!(
            Way::of("index.html").to_clause("2015/b", Anchor::parse("art_3").as_ref()),
            "circulars/2015/b.html#art_3"
        );
    }

    #[test]
    fn what_a_browser_would_run_is_shown_as_text() {
        assert_eq!(path_of_copy("a/b.txt"), "sources/a/b.txt");
        assert_eq!(path_of_copy("a/网页.HTML"), "sources/a/网页.HTML.txt");
        assert_eq!(path_of_copy("html"), "sources/html");
    }
}
