//! What every page needs to know of the whole collection, worked out once.

use super::address::{self, Way};
use super::citation_form::{citation_form, citation_under};
use super::theme::Theme;
use super::words::Words;
use crate::config::Config;
use crate::model::{Anchor, Corpus, Document, Entry, Ground, Pair, PartialDate};
use rustc_hash::{FxHashMap, FxHashSet};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// What the site holds of the sources: files to download, and the images in them.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    files: BTreeSet<String>,
    /// By slug and by the path that the page names: the file in the site.
    images: BTreeMap<String, BTreeMap<String, String>>,
}

impl Sources {
    /// Files by their path below the sources folder.
    pub fn named<S: Into<String>>(names: impl IntoIterator<Item = S>) -> Sources {
        Sources { files: names.into_iter().map(Into::into).collect(), images: BTreeMap::new() }
    }

    /// With `file` (its path in the site) as the image that the circular `slug` shows as `path`.
    pub fn add_image(&mut self, slug: &str, path: &str, file: &str) {
        self.images.entry(slug.to_owned()).or_default().insert(path.to_owned(), file.to_owned());
    }

    /// The images of a circular: path as the page names it, file in the site.
    pub(super) fn images(&self, slug: &str) -> impl Iterator<Item = (&str, &str)> {
        self.images.get(slug).into_iter().flatten().map(|(path, file)| (path.as_str(), file.as_str()))
    }

    pub(super) fn image(&self, slug: &str, path: &str) -> Option<&str> {
        self.images.get(slug)?.get(path).map(String::as_str)
    }

    pub(super) fn holds(&self, name: &str) -> bool {
        self.files.contains(name)
    }
}

/// A collection of more circulars than this has its lists (home, timeline, issuers, works not held, report) on pages of
/// their own for each year or name: as one page each they would be megabytes. The whole page stays, as the way to them.
const PARTED: usize = 500;

/// Words that may lead somewhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Link {
    pub text: String,
    /// Empty when it leads nowhere.
    pub href: String,
}

/// Before and after.
type Neighbours<'a> = (Option<&'a Entry>, Option<&'a Entry>);

/// What a part of a collection does not show of the whole.
#[derive(Debug, Default)]
pub struct Around {
    /// How many circulars there are.
    pub held: usize,
    /// The circulars before and after some of them in time, by slug.
    pub neighbours: BTreeMap<String, (Option<String>, Option<String>)>,
}

/// The collection, the theme, and what is looked up again and again.
pub struct Shelf<'a> {
    pub corpus: &'a Corpus,
    pub theme: &'a Theme,
    pub config: &'a Config,
    pub sources: &'a Sources,
    /// Documents of the menu, in its order.
    pub menu: Vec<Link>,
    /// Whether lists of all circulars are parted into pages; see [`PARTED`].
    pub parted: bool,
    /// By slug, with the name by which one cites it: every link asks for both.
    entries: FxHashMap<&'a str, (&'a Entry, String)>,
    /// The circulars before and after each dated one in time.
    neighbours: FxHashMap<&'a str, Neighbours<'a>>,
    not_held: FxHashSet<&'a str>,
    /// The pairs in which each circular stands.
    pairs: FxHashMap<&'a str, Vec<&'a Pair>>,
}

impl<'a> Shelf<'a> {
    pub fn new(
        corpus: &'a Corpus,
        documents: &'a [Document],
        theme: &'a Theme,
        config: &'a Config,
        sources: &'a Sources,
    ) -> Shelf<'a> {
        let mut by_date: Vec<&Entry> =
            corpus.entries.iter().filter(|e| e.circular().meta.dates.principal().is_some()).collect();
        by_date.sort_by_key(|e| (e.circular().meta.dates.principal(), &e.circular().slug));
        let neighbours = by_date.iter().enumerate().map(|(at, entry)| {
            let before = at.checked_sub(1).and_then(|at| by_date.get(at)).copied();
            (entry.circular().slug.as_str(), (before, by_date.get(at + 1).copied()))
        });
        let neighbours = neighbours.collect();
        let mut menu: Vec<&Document> = documents.iter().filter(|d| d.menu.is_some()).collect();
        menu.sort_by_key(|d| (d.menu, &d.path));
        let menu = menu
            .iter()
            .map(|d| Link { text: d.title.clone(), href: address::encode(&format!("{}.html", d.path)) })
            .collect();
        let not_held = corpus.not_held.iter().map(|n| n.work.as_str()).collect();
        let mut pairs: FxHashMap<&str, Vec<&Pair>> = FxHashMap::default();
        for pair in &corpus.pairs {
            pairs.entry(&pair.before).or_default().push(pair);
            pairs.entry(&pair.after).or_default().push(pair);
        }
        let entries = corpus
            .entries
            .iter()
            .map(|entry| (entry.circular().slug.as_str(), (entry, citation_form(entry.circular(), None))))
            .collect();
        let parted = corpus.entries.len() > PARTED;
        Shelf { corpus, theme, config, sources, menu, parted, entries, neighbours, not_held, pairs }
    }

    /// This shelf as a part of a collection, for pages of circulars whose surroundings are known.
    pub fn as_part(mut self, around: &Around) -> Shelf<'a> {
        self.parted = around.held > PARTED;
        let entry = |slug: &Option<String>| slug.as_ref().and_then(|slug| self.entry(slug));
        let neighbours = around.neighbours.iter().filter_map(|(slug, (before, after))| {
            let own = self.entry(slug)?.circular();
            Some((own.slug.as_str(), (entry(before), entry(after))))
        });
        self.neighbours = neighbours.collect();
        self
    }

    pub fn words(&self) -> &'a Words {
        self.theme.words()
    }

    /// A circular by its slug; None when it is not held.
    pub fn entry(&self, slug: &str) -> Option<&'a Entry> {
        self.entries.get(slug).map(|(entry, _)| *entry)
    }

    pub fn is_listed_as_not_held(&self, work: &str) -> bool {
        self.not_held.contains(work)
    }

    /// The circulars before and after `slug` in time.
    pub fn neighbours(&self, slug: &str) -> (Option<&'a Entry>, Option<&'a Entry>) {
        self.neighbours.get(slug).copied().unwrap_or_default()
    }

    /// The pairs in which `slug` stands, in the order of the corpus.
    pub fn pairs(&self, slug: &str) -> &[&'a Pair] {
        self.pairs.get(slug).map_or(&[], Vec::as_slice)
    }

    /// The page that puts two circulars side by side, at a clause of `own` if one is named; None when they have none.
    pub fn comparison(&self, way: &Way, own: &str, other: &str, anchor: Option<&Anchor>) -> Option<String> {
        let joins = |pair: &&&Pair| pair.before == other || pair.after == other;
        let pair = self.pairs(own).iter().find(joins)?;
        let mut href = way.to(&address::comparison(&pair.before, &pair.after));
        if let Some(anchor) = anchor {
            let side = if pair.before == own { "before" } else { "after" };
            href.push('#');
            href.push_str(&address::side(side, anchor));
        }
        Some(href)
    }

    /// Other works that stand beside `slug`, those that share most first: slug and Han characters shared.
    pub fn closest(&self, slug: &str) -> Vec<(&'a str, usize)> {
        let pairs = self.pairs(slug).iter().filter(|pair| pair.ground == Ground::Parallels);
        let other = |pair: &&'a Pair| if pair.before == slug { &pair.after } else { &pair.before };
        let mut found: Vec<(&str, usize)> = pairs.map(|p| (other(p).as_str(), p.strength)).collect();
        found.sort_by_key(|(slug, strength)| (std::cmp::Reverse(*strength), *slug));
        found
    }

    /// A circular by its title; None when it is not held.
    pub fn link(&self, way: &Way, slug: &str) -> Option<Link> {
        let entry = self.entry(slug)?;
        Some(Link { text: entry.circular().name().to_owned(), href: way.to_clause(slug, None) })
    }

    /// A clause as one cites it; None when its circular is not held.
    pub fn clause_link(&self, way: &Way, slug: &str, anchor: Option<&Anchor>) -> Option<Link> {
        let (entry, title) = self.entries.get(slug)?;
        Some(Link {
            text: citation_under(title, entry.circular(), anchor),
            href: way.to_clause(slug, anchor),
        })
    }

    /// A date in the interface's words.
    pub fn date(&self, date: PartialDate) -> String {
        let words = self.words();
        let form = match (date.month, date.day) {
            (Some(_), Some(_)) => words.get("format", "day"),
            (Some(_), None) => words.get("format", "month"),
            _ => words.get("format", "year"),
        };
        let (m, d) = (date.month.unwrap_or(0), date.day.unwrap_or(0));
        form.replace("{y}", &date.year.to_string())
            .replace("{mm}", &format!("{m:02}"))
            .replace("{dd}", &format!("{d:02}"))
            .replace("{m}", &m.to_string())
            .replace("{d}", &d.to_string())
    }
}
