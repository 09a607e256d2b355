//! The index of works by title, short title and number: what 《…》 and 〔〕 name.
//!
//! Titles are compared by a key: script, width, brackets, blanks and
//! 中华人民共和国 folded away, so that 《刑法》 and 《中華人民共和國刑法》 are one.

mod spelling;

pub use spelling::key;

use super::outline::Outline;
use crate::model::{Anchor, Circular, Extent, Language, PartialDate, Token};
use spelling::{edition, forwards, loose_keys, number_keys, other_number, own_loose_keys, trial};
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// One text that can be cited: a circular, or an instrument annexed to one.
pub struct Holding<'c> {
    pub circular: &'c Circular,
    /// The annex that is the instrument; None for the circular itself.
    pub scope: Option<Anchor>,
    pub title: String,
    /// When this version began to hold.
    pub date: Option<PartialDate>,
    /// The title as compared.
    key: OnceLock<String>,
    outline: OnceLock<Outline<'c>>,
}

impl<'c> Holding<'c> {
    pub fn outline(&self) -> &Outline<'c> {
        self.outline.get_or_init(|| Outline::new(self.circular))
    }

    /// Asked for again wherever its name is cited, which in a large collection is often.
    fn key(&self) -> &str {
        self.key.get_or_init(|| key(&self.title))
    }

    /// What the texts of one work share.
    fn work(&self) -> &str {
        match &self.circular.meta.work {
            Some(work) if self.scope.is_none() => work,
            _ => self.key(),
        }
    }

    fn partial(&self) -> bool {
        self.circular.meta.extent == Some(Extent::Partial)
    }
}

/// Works by what they are called. Build it once for the corpus.
pub struct TitleIndex<'c> {
    holdings: Vec<Holding<'c>>,
    /// Whole titles.
    exact: BTreeMap<String, Vec<usize>>,
    /// Titles without issuer, without （试行）: good only where they name one work.
    loose: BTreeMap<String, Vec<usize>>,
    numbers: BTreeMap<String, Vec<usize>>,
    slugs: BTreeMap<&'c str, usize>,
}

/// What a title was looked up to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    One(usize),
    /// Several works have that name.
    Ambiguous,
    Nothing,
}

impl<'c> TitleIndex<'c> {
    pub fn new(circulars: impl IntoIterator<Item = &'c Circular>) -> Self {
        let mut index = TitleIndex {
            holdings: Vec::new(),
            exact: BTreeMap::new(),
            loose: BTreeMap::new(),
            numbers: BTreeMap::new(),
            slugs: BTreeMap::new(),
        };
        for circular in circulars {
            index.add(circular);
        }
        index
    }

    fn add(&mut self, circular: &'c Circular) {
        let meta = &circular.meta;
        let date =
            meta.dates.revised.iter().max().copied().or(meta.dates.effective).or(meta.dates.principal());
        let at = self.holdings.len();
        self.slugs.insert(&circular.slug, at);
        self.holdings.push(Holding {
            circular,
            scope: None,
            title: circular.name().to_owned(),
            date,
            key: OnceLock::new(),
            outline: OnceLock::new(),
        });
        self.name(&meta.title, at, own_loose_keys);
        if let Some(cover) = &meta.cover_title {
            self.name(cover, at, loose_keys);
        }
        for number in meta.number.iter() {
            for key in number_keys(number, &meta.issuers) {
                push(&mut self.numbers, key, at);
            }
        }
        for clause in circular.clauses() {
            let annex = matches!(clause.anchor.last(), Some((Token::Attachment, _)))
                && clause.anchor.parent().is_none();
            let title = clause.words();
            if annex && title.chars().count() > 3 && !title.contains('。') {
                let at = self.holdings.len();
                self.holdings.push(Holding {
                    circular,
                    scope: Some(clause.anchor.clone()),
                    title: title.to_owned(),
                    date,
                    key: OnceLock::new(),
                    outline: OnceLock::new(),
                });
                self.name(title, at, own_loose_keys);
            }
        }
    }

    fn name(&mut self, title: &str, at: usize, shorter: fn(&str) -> Vec<String>) {
        let whole = key(title);
        if whole.is_empty() {
            return;
        }
        for loose in shorter(&whole) {
            push(&mut self.loose, loose, at);
        }
        push(&mut self.exact, whole, at);
    }

    pub fn holding(&self, at: usize) -> Option<&Holding<'c>> {
        self.holdings.get(at)
    }

    /// The holding that is the circular itself.
    pub fn by_slug(&self, slug: &str) -> Option<usize> {
        self.slugs.get(slug).copied()
    }

    /// The work that `title`, cited with `number`, names for a paper of the day `on`: the version in
    /// force then. `own` is the citing circular, whose annexes come first.
    pub fn by_title(
        &self,
        title: &str,
        number: Option<&str>,
        on: Option<PartialDate>,
        own: &Circular,
    ) -> Found {
        let whole = key(title);
        if whole.is_empty() {
            return Found::Nothing;
        }
        let fits = |at: &usize| !self.is_another(*at, &whole, number, own);
        if let Some(all) = self.exact.get(&whole) {
            let all: Vec<usize> = all.iter().copied().filter(fits).collect();
            return if all.is_empty() { Found::Nothing } else { Found::One(self.version(&all, on, own)) };
        }
        for loose in loose_keys(&whole).into_iter().chain([whole.clone()]) {
            // A cited issuer or year may be more than the held title has, or less.
            let exact = if loose == whole { None } else { self.exact.get(&loose) };
            let Some(all) = exact.or_else(|| self.loose.get(&loose)) else { continue };
            if trial(&whole) && !all.iter().all(|at| trial(self.holdings[*at].key())) {
                continue;
            }
            let all: Vec<usize> = all.iter().copied().filter(fits).collect();
            let mut works = all.iter().map(|at| self.holdings[*at].work());
            let Some(first) = works.next() else { continue };
            let one = works.all(|work| work == first);
            return if one { Found::One(self.version(&all, on, own)) } else { Found::Ambiguous };
        }
        Found::Nothing
    }

    /// Whether the holding, called like what is cited, is another edition or bears another number.
    fn is_another(&self, at: usize, whole: &str, number: Option<&str>, own: &Circular) -> bool {
        let holding = &self.holdings[at];
        let other_edition = match (edition(whole), edition(holding.key())) {
            (Some(cited), Some(held)) => cited != held,
            // A paper names its own edition at most a year ahead.
            (Some(cited), None) if holding.circular.slug == own.slug => {
                own.meta.dates.principal().is_some_and(|day| !(day.year..=day.year + 1).contains(&cited))
            }
            _ => false,
        };
        other_edition || number.is_some_and(|number| self.numbered_otherwise(at, number))
    }

    /// An annex may have a number that the page does not tell.
    fn numbered_otherwise(&self, at: usize, number: &str) -> bool {
        let holding = &self.holdings[at];
        holding.scope.is_none() && numbered_otherwise(holding.circular, number)
    }

    /// The circular with the 发文字号 `number`.
    pub fn by_number(&self, number: &str, own: &Circular) -> Found {
        for key in number_keys(number, &[]) {
            if let Some(all) = self.numbers.get(&key) {
                return Found::One(self.version(all, None, own));
            }
        }
        Found::Nothing
    }

    /// Another version of the same title, older than `own` and not known under another number than that
    /// cited: what a new act repeals under its own name.
    pub fn older(&self, title: &str, number: Option<&str>, own: &Circular) -> Option<usize> {
        let all = self.exact.get(&key(title))?;
        let day = own.meta.dates.principal()?;
        all.iter()
            .copied()
            .filter(|at| self.holdings[*at].circular.slug != own.slug)
            .filter(|at| self.holdings[*at].date.is_some_and(|date| date < day))
            .filter(|at| !number.is_some_and(|number| self.numbered_otherwise(*at, number)))
            .max_by_key(|at| self.holdings[*at].date)
    }

    /// Other texts of the same title and day: the parts of an act kept in several files.
    pub fn peers(&self, at: usize) -> Vec<usize> {
        let Some(holding) = self.holdings.get(at) else { return Vec::new() };
        let all = self.exact.get(holding.key()).map(Vec::as_slice).unwrap_or_default();
        let same = |other: &usize| *other != at && self.holdings[*other].date == holding.date;
        all.iter().copied().filter(same).collect()
    }

    /// Of several texts the one in force on that day: the latest begun by then,
    /// else the earliest; complete before partial, the language of `own` first.
    fn version(&self, all: &[usize], on: Option<PartialDate>, own: &Circular) -> usize {
        let language = own.meta.language.unwrap_or(Language::Simplified);
        let rank = |at: &usize| {
            let holding = &self.holdings[*at];
            let own_annex = holding.scope.is_some() && holding.circular.slug == own.slug;
            let begun = match (holding.date, on) {
                (Some(date), Some(on)) => date <= on,
                _ => true,
            };
            // After the day: the earlier the better; before it: the later the better.
            let nearness = holding.date.map_or(0, |d| {
                let days = i64::from(d.year) * 400
                    + i64::from(d.month.unwrap_or(1)) * 31
                    + i64::from(d.day.unwrap_or(1));
                if begun { days } else { -days }
            });
            let same_language = holding.circular.meta.language.unwrap_or(Language::Simplified) == language;
            (own_annex, !holding.partial(), begun, nearness, same_language, std::cmp::Reverse(*at))
        };
        all.iter().copied().max_by_key(rank).unwrap_or(0)
    }
}

/// Whether the text that `circular` holds has a number other than `number`. What a notice
/// forwards has one of its own, which the page does not tell.
pub fn numbered_otherwise(circular: &Circular, number: &str) -> bool {
    let forwarded = circular.meta.cover_title.as_deref().is_some_and(|cover| forwards(&key(cover)));
    !forwarded && circular.meta.number.as_deref().is_some_and(|own| other_number(own, number))
}

fn push(map: &mut BTreeMap<String, Vec<usize>>, key: String, at: usize) {
    let all = map.entry(key).or_default();
    if all.last() != Some(&at) {
        all.push(at);
    }
}

#[cfg(test)]
mod tests;
