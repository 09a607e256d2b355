//! The planned site's own links: each must lead to a file of the plan, and its anchor to an id there.
//! Works on the plan, not on the disk, so that a site with a broken link is never written.

use super::plan::{Body, Plan};
use crate::diagnostic::Diagnostic;
use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};
use percent_encoding::percent_decode_str;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// A way out of a page.
#[derive(Debug, PartialEq, Eq)]
struct Link {
    /// `a`, `img`, …
    element: String,
    target: String,
}

/// Ids and links of one HTML page.
#[derive(Debug, Default, PartialEq, Eq)]
struct Page {
    ids: HashSet<String>,
    repeated: Vec<String>,
    links: Vec<Link>,
}

/// What does not resolve: `link-broken`, `anchor-broken`, `id-repeated`, and `foreign-resource` for what
/// a page would load from another host. One message a target, with the first page that has it; in the order of the pages.
pub fn broken_links(plan: &Plan) -> Vec<Diagnostic> {
    let pages: BTreeMap<&str, Page> = plan
        .files()
        .filter(|(path, _)| path.ends_with(".html"))
        .filter_map(|(path, body)| match body {
            Body::Bytes(bytes) => Some((path, read(bytes))),
            Body::Copy(_) => None,
        })
        .collect();
    let mut faults: Vec<Diagnostic> = Vec::new();
    // Each fault with the pages that share it: a file that a template names is missing on every page.
    let mut shared: Vec<(Fault, &str, usize)> = Vec::new();
    let mut known: HashMap<Fault, usize> = HashMap::new();
    for (path, page) in &pages {
        for id in &page.repeated {
            faults.push(
                Diagnostic::error("id-repeated", format!("{path}: the id {id} stands twice"))
                    .help("an anchor must be one place; give one of the two clauses another anchor"),
            );
        }
        let found: BTreeSet<Fault> =
            page.links.iter().filter_map(|link| fault(plan, &pages, path, page, link)).collect();
        for fault in found {
            match known.get(&fault).and_then(|at| shared.get_mut(*at)) {
                Some((_, _, more)) => *more += 1,
                None => {
                    known.insert(fault.clone(), shared.len());
                    shared.push((fault, path, 0));
                }
            }
        }
    }
    faults.extend(shared.into_iter().map(|(fault, path, more)| fault.diagnostic(path, more)));
    faults
}

/// What is wrong with a link, by what it leads to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Fault {
    /// As written.
    LeadsOut(String),
    /// Path in the site.
    NoFile(String),
    /// Path in the site and fragment.
    NoAnchor(String, String),
    /// Element and address.
    Foreign(String, String),
}

impl Fault {
    /// The message for `path`, the first page with the fault, and `more` that have it too.
    fn diagnostic(self, path: &str, more: usize) -> Diagnostic {
        let place = if more == 0 { path.to_owned() } else { format!("{path} and {more} more") };
        let mend = "mend the link in the page's Markdown; `clausebook link` renews those the program made";
        match self {
            Fault::LeadsOut(target) => {
                Diagnostic::error("link-broken", format!("{place}: the link to {target} leads out of the site")).help(mend)
            }
            Fault::NoFile(file) => {
                Diagnostic::error("link-broken", format!("{place}: the link to {file} is broken: there is no such file"))
                    .help(mend)
            }
            Fault::NoAnchor(file, anchor) => {
                Diagnostic::error("anchor-broken", format!("{place}: the link to {file}#{anchor} finds no such anchor"))
                    .help("the page is there, the clause is not; look the anchor up with `clausebook find`")
            }
            Fault::Foreign(element, address) => {
                Diagnostic::error("foreign-resource", format!("{place}: <{element}> loads {address}"))
                    .help("put the file into the theme's assets or beside the page; the site must open without a network")
            }
        }
    }
}

fn fault(plan: &Plan, pages: &BTreeMap<&str, Page>, path: &str, page: &Page, link: &Link) -> Option<Fault> {
    let target = link.target.as_str();
    if has_scheme(target) || target.starts_with("//") {
        let loads = link.element != "a" && !target.starts_with("data:");
        return loads.then(|| Fault::Foreign(link.element.clone(), target.to_owned()));
    }
    let (place, fragment) = target.split_once('#').unwrap_or((target, ""));
    let place = place.split('?').next().unwrap_or_default();
    let Some(file) = resolve(path, &decoded(place)) else {
        return Some(Fault::LeadsOut(target.to_owned()));
    };
    let there = if file == path {
        page
    } else if plan.get(&file).is_none() {
        return Some(Fault::NoFile(file));
    } else {
        pages.get(file.as_str())?
    };
    let fragment = decoded(fragment);
    (!fragment.is_empty() && !there.ids.contains(&fragment)).then_some(Fault::NoAnchor(file, fragment))
}

/// `place` as seen from the page `path`, as a path in the site. None when it leads out.
/// A folder is its `index.html`.
fn resolve(path: &str, place: &str) -> Option<String> {
    if place.is_empty() {
        return Some(path.to_owned());
    }
    if place.starts_with('/') {
        return None;
    }
    let mut parts: Vec<&str> = path.split('/').collect();
    parts.pop();
    let folder = place.ends_with('/') || matches!(place.rsplit('/').next(), Some("." | ".."));
    for part in place.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            name => parts.push(name),
        }
    }
    if folder {
        parts.push("index.html");
    }
    Some(parts.join("/"))
}

fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

/// RFC 3986, 3.1: a letter, then letters, digits, `+-.`, then a colon.
fn has_scheme(target: &str) -> bool {
    target.split_once(':').is_some_and(|(scheme, _)| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
    })
}

fn read(html: &[u8]) -> Page {
    let mut page = Page::default();
    let mut element = String::new();
    let mut attribute = String::new();
    let callback = |event: CallbackEvent<'_>, _: Span| -> Option<std::convert::Infallible> {
        match event {
            CallbackEvent::OpenStartTag { name } => element = String::from_utf8_lossy(name).into_owned(),
            CallbackEvent::AttributeName { name } => attribute = String::from_utf8_lossy(name).into_owned(),
            CallbackEvent::AttributeValue { value } => {
                let value = String::from_utf8_lossy(value).trim().to_owned();
                match attribute.as_str() {
                    "id" if !page.ids.insert(value.clone()) => page.repeated.push(value),
                    // `rel=canonical` and the like name an address and load nothing, but they stand in
                    // <link>, as style sheets do; the site gives those it needs relative.
                    "href" | "src" | "xlink:href" | "poster" => {
                        page.links.push(Link { element: element.clone(), target: value });
                    }
                    _ => {}
                }
            }
            _ => {}
        }
        None
    };
    let mut emitter = CallbackEmitter::new(callback);
    emitter.naively_switch_states(true);
    let _ = Tokenizer::new_with_emitter(html, emitter).finish();
    page
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Output;

    fn codes(files: &[(&str, &str)]) -> Vec<String> {
        let outputs = files
            .iter()
            .map(|(path, text)| Output { path: (*path).into(), bytes: text.as_bytes().to_vec() })
            .collect();
        broken_links(&Plan::new(outputs, Vec::new()).0).iter().map(|fault| fault.message.clone()).collect()
    }

    #[test]
    fn links_are_followed_to_the_anchor() {
        let there =
            ("circulars/2015/甲.html", "<p id=art_1>一</p><a href='#art_1'>§</a><a href='../../'>首页</a>");
        let home = "<a href=\"circulars/2015/%E7%94%B2.html?q=x#art_1\">甲</a><a href=https://example.org/>外</a>\
                    <script>'<a href=\"no\">'</script><!-- <img src=no> --><img src='data:image/png;base64,'>";
        assert_eq!(codes(&[("index.html", home), there]), Vec::<String>::new());
    }

    #[test]
    fn what_many_pages_lack_is_one_message() {
        let all = codes(&[("a.html", "<a href=x>1</a>"), ("b/c.html", "<a href=../x>2</a>")]);
        assert_eq!(all, ["a.html and 1 more: the link to x is broken: there is no such file"]);
    }

    #[test]
    fn what_does_not_resolve_is_said_once_a_page() {
        for (html, said) in [
            ("<a href=b.html>x</a><a href=b.html>y</a>", "link to b.html is broken"),
            ("<a href='#art_9'>x</a>", "finds no such anchor"),
            ("<a href='c.html#art_9'>x</a>", "finds no such anchor"),
            ("<a href='../x.html'>x</a>", "leads out"),
            ("<a href='/c.html'>x</a>", "leads out"),
            ("<img src='http://example.org/x.png'>", "<img> loads http://example.org/x.png"),
            ("<script src='//example.org/x.js'></script>", "<script> loads"),
            ("<i id=a></i><b id=a></b>", "the id a stands twice"),
        ] {
            let all = codes(&[("a.html", html), ("c.html", "<p id=art_1>")]);
            assert_eq!(all.len(), 1, "{html}: {all:?}");
            assert!(all.iter().all(|message| message.contains(said)), "{html}: {all:?}");
        }
    }
}
