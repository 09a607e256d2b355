//! The site's own links: each must lead to a file of the site, and its anchor to an id there. Each page is read when it
//! is made, and forgotten but for the names in it; where they lead is looked up when all are known, and before anything
//! of the site is in its place, so that a site with a broken link is never written.

use super::scan::{Found, scan};
use crate::diagnostic::Diagnostic;
use percent_encoding::percent_decode_str;
use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

type IndexSet<T> = indexmap::IndexSet<T, FxBuildHasher>;

/// A path in the site or an id, by its number in [`Links`].
type Name = u32;

/// The ids and links of one page as they stand in it, each once: read without a look at any other page.
pub(super) struct Read<'h> {
    ids: IndexSet<Cow<'h, str>>,
    repeated: Vec<Cow<'h, str>>,
    /// To other pages.
    links: IndexSet<Cow<'h, str>>,
    /// Ids that the page links to within itself and has not.
    absent: Vec<String>,
    foreign: BTreeSet<Fault>,
}

impl<'h> Read<'h> {
    pub fn of(html: &'h [u8]) -> Read<'h> {
        let mut read = Read {
            ids: IndexSet::default(),
            repeated: Vec::new(),
            links: IndexSet::default(),
            absent: Vec::new(),
            foreign: BTreeSet::new(),
        };
        let mut within: FxHashSet<Cow<str>> = FxHashSet::default();
        scan(html, |found| match found {
            Found::Id(id) if read.ids.contains(&id) => read.repeated.push(id),
            Found::Id(id) => {
                read.ids.insert(id);
            }
            Found::Link { target, .. } if target.starts_with('#') => {
                within.insert(target);
            }
            Found::Link { element, target } if has_scheme(&target) || target.starts_with("//") => {
                let loads = !element.eq_ignore_ascii_case("a") && !target.starts_with("data:");
                if loads {
                    read.foreign.insert(Fault::Foreign(element.to_lowercase(), target.into_owned()));
                }
            }
            Found::Link { target, .. } => {
                read.links.insert(target);
            }
        });
        // A page may link to what comes later in it.
        for target in within {
            let id = decoded(target.get(1..).unwrap_or_default());
            if !id.is_empty() && !read.ids.contains(&id) {
                read.absent.push(id.into_owned());
            }
        }
        read
    }
}

/// Whether the page at `path` may become `new` where `old` stood, and no link of the site can be broken by it: it keeps all
/// its ids, and what it links to anew is there. `read` gives the file at a path in the site.
pub(super) fn is_sound(path: &str, old: &[u8], new: &[u8], read: impl Fn(&str) -> Option<Vec<u8>>) -> bool {
    let (old, new) = (Read::of(old), Read::of(new));
    let is_whole = new.repeated.is_empty() && new.absent.is_empty() && new.foreign.is_empty();
    let lands = |target: &Cow<str>| {
        let (place, fragment) = target.split_once('#').unwrap_or((target, ""));
        let place = place.split('?').next().unwrap_or_default();
        let mut file = String::new();
        let fragment = decoded(fragment);
        resolve(path, &decoded(place), &mut file)
            && match file == path {
                true => fragment.is_empty() || new.ids.contains(&fragment),
                false => read(&file)
                    .is_some_and(|there| fragment.is_empty() || Read::of(&there).ids.contains(&fragment)),
            }
    };
    is_whole
        && old.ids.iter().all(|id| new.ids.contains(id))
        && new.links.iter().filter(|link| !old.links.contains(*link)).all(lands)
}

/// What stays of one page.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Page {
    /// In order of their numbers, each once.
    ids: Box<[Name]>,
    /// Path and id, the empty name for the page as such; each once.
    links: Box<[(Name, Name)]>,
    /// What is wrong whatever other pages are.
    faults: Vec<Fault>,
    repeated: Vec<Name>,
}

/// The ids and links of all pages, names kept once.
#[derive(Debug, Clone, Default)]
pub(super) struct Links {
    names: IndexSet<Box<str>>,
    pages: FxHashMap<Name, Page>,
}

/// [`Links`] on disk: the names in the order of their numbers, the pages in that of theirs.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Noted {
    names: Vec<Box<str>>,
    pages: Vec<(Name, Page)>,
}

impl Links {
    /// Those of a site before, and a beginning of those of the next: they share the numbers of names.
    pub(super) fn next(noted: Noted) -> (Links, Links) {
        let names: IndexSet<Box<str>> = noted.names.into_iter().collect();
        let next = Links { names: names.clone(), pages: FxHashMap::default() };
        (Links { names, pages: noted.pages.into_iter().collect() }, next)
    }

    /// Whether the page at `path` is among them.
    pub(super) fn holds(&self, path: &str) -> bool {
        self.names.get_index_of(path).is_some_and(|name| self.pages.contains_key(&(name as Name)))
    }

    /// Takes the page at `path` over from `before`, which had the numbers that these began with.
    pub(super) fn keep(&mut self, path: &str, before: &Links) {
        let name = self.name(path);
        if let Some(page) = before.pages.get(&name) {
            self.pages.insert(name, page.clone());
        }
    }

    /// As they are written down, names that no page needs left out.
    pub(super) fn noted(mut self) -> Noted {
        let mut paths: Vec<Name> = self.pages.keys().copied().collect();
        paths.sort_unstable_by_key(|path| self.text(*path));
        let mut names: IndexSet<Name> = IndexSet::default();
        let mut number = |name: Name| names.insert_full(name).0 as Name;
        let pages = paths
            .into_iter()
            .filter_map(|path| {
                let Page { ids, links, faults, repeated } = self.pages.remove(&path)?;
                let path = number(path);
                let mut ids: Vec<Name> = ids.iter().map(|id| number(*id)).collect();
                let mut links: Vec<_> = links.iter().map(|(file, id)| (number(*file), number(*id))).collect();
                let repeated = repeated.iter().map(|id| number(*id)).collect();
                ids.sort_unstable();
                links.sort_unstable();
                Some((path, Page { ids: ids.into(), links: links.into(), faults, repeated }))
            })
            .collect();
        Noted { names: names.iter().map(|name| self.text(*name).into()).collect(), pages }
    }

    /// Takes over what was read in the page at `path`.
    pub(super) fn add(&mut self, path: &str, read: Read) {
        let mut ids: Vec<Name> = read.ids.iter().map(|id| self.name(id)).collect();
        ids.sort_unstable();
        let mut repeated: Vec<Name> = read.repeated.iter().map(|id| self.name(id)).collect();
        repeated.sort_unstable();
        repeated.dedup();
        let mut faults = read.foreign;
        faults.extend(read.absent.into_iter().map(|id| Fault::NoAnchor(path.to_owned(), id)));
        let mut links = Vec::with_capacity(read.links.len());
        let mut buffer = String::new();
        // Links to one page mostly stand together.
        let mut last: Option<(&str, Option<Name>)> = None;
        for target in &read.links {
            let (place, fragment) = target.split_once('#').unwrap_or((target, ""));
            let place = place.split('?').next().unwrap_or_default();
            let file = match last.filter(|(known, _)| *known == place) {
                Some((_, file)) => file,
                None => resolve(path, &decoded(place), &mut buffer).then(|| self.name(&buffer)),
            };
            last = Some((place, file));
            if let Some(file) = file {
                links.push((file, self.name(&decoded(fragment))));
            } else {
                faults.insert(Fault::LeadsOut(target.clone().into_owned()));
            }
        }
        links.sort_unstable();
        links.dedup();
        let faults = faults.into_iter().collect();
        let page = Page { ids: ids.into(), links: links.into(), faults, repeated };
        let path = self.name(path);
        self.pages.insert(path, page);
    }

    fn name(&mut self, text: &str) -> Name {
        let at = match self.names.get_index_of(text) {
            Some(at) => at,
            None => self.names.insert_full(text.into()).0,
        };
        // Four thousand million names would be a site of terabytes.
        at as Name
    }

    fn text(&self, name: Name) -> &str {
        self.names.get_index(name as usize).map_or("", |text| text)
    }

    /// What does not resolve among the files for which `holds` is true: `link-broken`, `anchor-broken`, `id-repeated`,
    /// and `foreign-resource` for what a page would load from another host. One message a target, with the first
    /// page that has it, by its path in the site; in the order of the pages.
    pub(super) fn faults(&self, holds: impl Fn(&str) -> bool) -> Vec<Diagnostic> {
        let held: Vec<bool> = self.names.iter().map(|name| holds(name)).collect();
        let mut pages: Vec<(&str, &Page)> =
            self.pages.iter().map(|(path, page)| (self.text(*path), page)).collect();
        pages.sort_unstable_by_key(|(path, _)| *path);
        let mut faults: Vec<Diagnostic> = Vec::new();
        // Each fault with the pages that share it: a file that a template names is missing on every page.
        let mut shared: Vec<(Fault, &str, usize)> = Vec::new();
        let mut known: BTreeMap<Fault, usize> = BTreeMap::new();
        for (path, page) in pages {
            let repeated: BTreeSet<&str> = page.repeated.iter().map(|id| self.text(*id)).collect();
            faults.extend(repeated.into_iter().map(|id| {
                Diagnostic::error("id-repeated", format!("{path}: the id {id} stands twice"))
                    .at(path, None)
                    .help("an anchor must be one place; give one of the two clauses another anchor")
            }));
            let mut found: BTreeSet<Fault> = page.faults.iter().cloned().collect();
            found.extend(page.links.iter().filter_map(|link| self.fault(&held, *link)));
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
        faults.extend(
            shared.into_iter().map(|(fault, path, more)| fault.diagnostic(path, more).at(path, None)),
        );
        faults
    }

    fn fault(&self, held: &[bool], (file, id): (Name, Name)) -> Option<Fault> {
        if !held.get(file as usize).is_some_and(|held| *held) {
            return Some(Fault::NoFile(self.text(file).to_owned()));
        }
        let there = self.pages.get(&file)?;
        let lands = there.ids.binary_search(&id).is_ok() || self.text(id).is_empty();
        (!lands).then(|| Fault::NoAnchor(self.text(file).to_owned(), self.text(id).to_owned()))
    }
}

/// What is wrong with a link, by what it leads to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
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

/// Puts into `out` the path in the site that `place` means in the page `path`. False when it leads out.
/// A folder is its `index.html`.
fn resolve(path: &str, place: &str, out: &mut String) -> bool {
    out.clear();
    if place.is_empty() {
        out.push_str(path);
        return true;
    }
    if place.starts_with('/') {
        return false;
    }
    out.push_str(path.rsplit_once('/').map_or("", |(folder, _)| folder));
    for part in place.split('/') {
        match part {
            "" | "." => {}
            ".." if out.is_empty() => return false,
            ".." => out.truncate(out.rfind('/').unwrap_or(0)),
            name => {
                if !out.is_empty() {
                    out.push('/');
                }
                out.push_str(name);
            }
        }
    }
    if matches!(place.rsplit('/').next(), Some("" | "." | "..")) {
        out.push_str(if out.is_empty() { "index.html" } else { "/index.html" });
    }
    true
}

fn decoded(text: &str) -> Cow<'_, str> {
    percent_decode_str(text).decode_utf8_lossy()
}

/// RFC 3986, 3.1: a letter, then letters, digits, `+-.`, then a colon.
fn has_scheme(target: &str) -> bool {
    target.split_once(':').is_some_and(|(scheme, _)| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_that_are_kept_are_known_as_if_they_had_been_read() {
        let pages = [
            ("a.html", "<p id=art_1><a href='b.html#art_2'><a href=/x><i id=q><i id=q>"),
            ("b.html", "<p id=art_1>"),
        ];
        let mut links = Links::default();
        pages.iter().for_each(|(path, html)| links.add(path, Read::of(html.as_bytes())));
        let bytes = postcard::to_allocvec(&links.clone().noted()).unwrap();
        let (before, mut next) = Links::next(postcard::from_bytes(&bytes).unwrap());
        assert!(before.holds("a.html") && !before.holds("c.html"));
        next.keep("a.html", &before);
        next.add("b.html", Read::of(b"<p id=art_2>"));
        let (said, now) = (links.faults(|_| true), next.faults(|_| true));
        let broken = |all: &[Diagnostic]| all.iter().filter(|fault| fault.code == "anchor-broken").count();
        assert_eq!((said.len(), broken(&said), now.len(), broken(&now)), (3, 1, 2, 0));
    }

    fn codes(files: &[(&str, &str)]) -> Vec<String> {
        let mut links = Links::default();
        files.iter().for_each(|(path, html)| links.add(path, Read::of(html.as_bytes())));
        let faults = links.faults(|path| files.iter().any(|(file, _)| *file == path));
        faults.iter().map(|fault| fault.message.clone()).collect()
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
        let all = codes(&[("b/c.html", "<a href=../x>2</a>"), ("a.html", "<a href=x>1</a>")]);
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
