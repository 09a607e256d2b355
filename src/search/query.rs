//! The reference reader of the index: what `assets/search.js` does in a browser, in Rust.
//!
//! 1. Look each word up in the one index shard where its beginnings stand. A frequent word's facts stand there.
//! 2. One frequent word: the facts are the answer.
//! 3. Else take the records of the rarest word, keep those that the others allow. What a shard can't
//!    settle (a few records that begin alike) is settled by their texts.
//! 4. Rank, count, and read the texts of the results that are shown.

use super::alphabet::Alphabet;
use super::bits::BitReader;
use super::catalogue::{self, Base, Part};
use super::facets::{Counts, Facets, Facts, ISSUERS, LEVELS, STATUSES};
use super::fold;
use super::grams::BLIND;
use super::shard::{self, Codes};
use super::texts::{self, Text};
use super::words::Words;
use crate::model::{Level, Span, Status};
use serde::Deserialize;
use std::cell::RefCell;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;

/// Up to so many records are settled by their texts rather than by another word's list.
const FEW: usize = 12;
/// More candidates than this are thinned out by looking up the end of the word, too.
const MANY: usize = 4;
/// When the results need more catalogue shards than this, circulars and facets are not counted.
const PARTS: usize = 40;
/// Titles given with the results.
const TITLES: usize = 3;

#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum SearchError {
    #[error("search/{0}.js is missing; build the site again")]
    Missing(String),
    #[error("search/{0}.js is damaged; build the site again")]
    Damaged(String),
}

/// Which results to give, and of which circulars only.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    pub limit: usize,
    pub offset: usize,
    pub issuer: Option<String>,
    pub level: Option<Level>,
    pub kind: Option<String>,
    pub year: Option<u32>,
    pub status: Option<Status>,
}

/// The answer to a query.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Results {
    /// Clauses that answer, shown or not.
    pub total: usize,
    /// Circulars that these are in; None when that was not counted.
    pub circulars: Option<usize>,
    /// Circulars whose title answers: how many, and the first three.
    pub titles_total: usize,
    pub titles: Vec<Hit>,
    pub hits: Vec<Hit>,
    pub facets: FacetCounts,
}

impl Results {
    fn nothing() -> Results {
        Results { circulars: Some(0), ..Results::default() }
    }
}

/// One result.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hit {
    pub slug: String,
    pub title: String,
    pub date: String,
    /// Empty for a title.
    pub anchor: String,
    pub number: String,
    pub text: String,
    /// Bytes of `text` that answer.
    pub marks: Vec<Span>,
}

/// Clauses by value, most first. `partial`: issuers are only the most frequent, or nothing was counted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FacetCounts {
    pub issuer: Vec<(String, usize)>,
    pub level: Vec<(String, usize)>,
    pub kind: Vec<(String, usize)>,
    pub year: Vec<(String, usize)>,
    pub status: Vec<(String, usize)>,
    pub partial: bool,
}

#[derive(Deserialize)]
struct Head {
    titles: u32,
    headings: u32,
    clauses: u32,
    shards: usize,
    directory: usize,
    catalogue: Catalogue,
    kinds: Vec<String>,
    names: usize,
}

#[derive(Deserialize)]
struct Catalogue {
    every: usize,
    bases: Vec<[u32; 3]>,
}

/// An open index. `load` gives the bytes of a shard by its name (`i/12`), None when there is none.
pub struct Reader<L> {
    load: L,
    head: Head,
    codes: Codes,
    alphabet: Alphabet,
    /// First separator of each directory shard.
    directory: Vec<Vec<u16>>,
    width: u32,
    shards: RefCell<HashMap<String, Rc<Vec<u8>>>>,
    parts: RefCell<BTreeMap<usize, Rc<Part>>>,
    texts: RefCell<HashMap<String, Rc<Vec<Text>>>>,
}

/// What the index says of one word.
struct Term {
    key: String,
    symbols: Vec<u16>,
    /// Index shards that its beginnings stand in.
    shards: std::ops::Range<usize>,
    facts: Option<Facts>,
    /// Ascending; meaningless when there are facts.
    sure: Vec<u32>,
    maybe: Vec<u32>,
}

impl Term {
    fn size(&self) -> usize {
        self.facts.as_ref().map_or(self.sure.len() + self.maybe.len(), |f| (f.clauses + f.titles) as usize)
    }
}

impl<L: Fn(&str) -> Option<Vec<u8>>> Reader<L> {
    /// Reads the root shard.
    pub fn open(load: L) -> Result<Reader<L>, SearchError> {
        let damaged = || SearchError::Damaged("root".into());
        let script = load("root").ok_or_else(|| SearchError::Missing("root".into()))?;
        let root = shard::unwrap(&script).and_then(|bytes| shard::inflate(&bytes)).ok_or_else(damaged)?;
        let (length, rest) = root.split_at_checked(4).ok_or_else(damaged)?;
        let length = length.iter().rev().fold(0usize, |n, byte| n << 8 | usize::from(*byte));
        let (head, rest) = rest.split_at_checked(length).ok_or_else(damaged)?;
        let head: Head = serde_json::from_slice(head).map_err(|_| damaged())?;
        let mut bits = BitReader::new(rest);
        let codes = Codes::read(&mut bits);
        let alphabet = Alphabet::read(&mut bits);
        let directory = take_labels(&mut bits, &codes);
        let width = shard::width(head.titles + head.headings + head.clauses);
        if bits.overrun() || head.directory == 0 || head.catalogue.every == 0 {
            return Err(damaged());
        }
        let (shards, parts, texts) = Default::default();
        Ok(Reader { load, head, codes, alphabet, directory, width, shards, parts, texts })
    }

    /// Answers a query. A query without a wanted word has no results.
    pub fn search(&self, query: &str, options: &Options) -> Result<Results, SearchError> {
        let words = Words::parse(query);
        let mut wanted = Vec::new();
        for key in &words.wanted {
            match self.look_up(key)? {
                Some(term) => wanted.push(term),
                None => return Ok(Results::nothing()),
            }
        }
        let filter = self.filter(options)?;
        match wanted.as_slice() {
            [] => Ok(Results::nothing()),
            [Term { facts: Some(facts), .. }]
                if words.unwanted.is_empty()
                    && filter.is_empty()
                    && (facts.first.len() as u32 == facts.clauses
                        || options.offset + options.limit <= facts.first.len()) =>
            {
                let page: Vec<u32> =
                    facts.first.iter().copied().skip(options.offset).take(options.limit).collect();
                Ok(Results {
                    total: facts.clauses as usize,
                    circulars: Some(facts.circulars as usize),
                    titles_total: facts.titles as usize,
                    titles: self.hits(&facts.first_titles, &words)?,
                    hits: self.hits(&page, &words)?,
                    facets: self.facet_counts(&facts.counts, false)?,
                })
            }
            _ => {
                let found = self.records(wanted, &words)?;
                self.results(found, filter, &words, options)
            }
        }
    }

    fn bytes(&self, name: &str) -> Result<Rc<Vec<u8>>, SearchError> {
        if let Some(bytes) = self.shards.borrow().get(name) {
            return Ok(bytes.clone());
        }
        let script = (self.load)(name).ok_or_else(|| SearchError::Missing(name.to_owned()))?;
        let damaged = || SearchError::Damaged(name.to_owned());
        let mut bytes = shard::unwrap(&script).ok_or_else(damaged)?;
        if name.starts_with(['t', 'c', 'n']) {
            bytes = shard::inflate(&bytes).ok_or_else(damaged)?;
        }
        let bytes = Rc::new(bytes);
        self.shards.borrow_mut().insert(name.to_owned(), bytes.clone());
        Ok(bytes)
    }

    /// The separators of directory shard `at`.
    fn separators(&self, at: usize) -> Result<Vec<Vec<u16>>, SearchError> {
        let bytes = self.bytes(&format!("d/{at}"))?;
        Ok(take_labels(&mut BitReader::new(&bytes), &self.codes))
    }

    /// The index shards that beginnings with `symbols` stand in.
    fn locate(&self, symbols: &[u16]) -> Result<std::ops::Range<usize>, SearchError> {
        let part = last_not_after(&self.directory, symbols);
        let mut separators = self.separators(part)?;
        let mut at = last_not_after(&separators, symbols);
        let first = part * self.head.directory + at;
        let mut end = first + 1;
        while end < self.head.shards {
            at += 1;
            if at == separators.len() {
                separators = self.separators(end / self.head.directory)?;
                at = 0;
            }
            if !separators.get(at).is_some_and(|s| begins(s, symbols)) {
                break;
            }
            end += 1;
        }
        Ok(first..end)
    }

    /// None when nothing contains it.
    fn look_up(&self, key: &str) -> Result<Option<Term>, SearchError> {
        let symbols: Option<Vec<u16>> = key.chars().map(|c| self.alphabet.number(c)).collect();
        let Some(symbols) = symbols else { return Ok(None) };
        let shards = self.locate(&symbols)?;
        let bytes = self.bytes(&format!("i/{}", shards.start))?;
        let found = shard::look_up(&bytes, &self.codes, self.width, &symbols);
        let facts = found.node.map(|at| {
            let mut bits = BitReader::new(&bytes);
            bits.skip(at);
            Facts::take(&mut bits, self.width)
        });
        let mut term =
            Term { key: key.to_owned(), symbols, shards, facts, sure: Vec::new(), maybe: found.maybe };
        let witness = match &term.facts {
            Some(facts) => facts.first.first().or(facts.first_titles.first()).copied(),
            None => {
                term.sure = self.all(&term)?;
                term.sure.first().copied()
            }
        };
        if term.maybe.len() > MANY {
            term.maybe = self.thin_out(&term)?;
        }
        // All that was found agrees where the shard is blind: one text tells of all.
        if let (true, Some(record)) = (found.blind, witness)
            && !fold::fold(&self.text(record)?.words).contains(key)
        {
            return Ok(None);
        }
        Ok((term.size() > 0).then_some(term))
    }

    /// The candidates that may contain the end of the word, too. Saves reading texts.
    fn thin_out(&self, term: &Term) -> Result<Vec<u32>, SearchError> {
        let Some(end) = tail(&term.key) else { return Ok(term.maybe.clone()) };
        let symbols: Vec<u16> = end.chars().filter_map(|c| self.alphabet.number(c)).collect();
        let shards = self.locate(&symbols)?;
        if shards.len() > 1 {
            return Ok(term.maybe.clone());
        }
        let bytes = self.bytes(&format!("i/{}", shards.start))?;
        let found = shard::look_up(&bytes, &self.codes, self.width, &symbols);
        let allowed: BTreeSet<u32> = found.sure.into_iter().chain(found.maybe).collect();
        Ok(term.maybe.iter().copied().filter(|record| allowed.contains(record)).collect())
    }

    /// All records of a word, ascending.
    fn all(&self, term: &Term) -> Result<Vec<u32>, SearchError> {
        let mut records = Vec::new();
        if let Some((first, ends)) = term.facts.as_ref().and_then(|f| f.lists.as_ref()) {
            for at in 0..=ends.len() as u32 {
                shard::read_list(&self.bytes(&format!("l/{}", first + at))?, self.width, &mut records);
            }
            return Ok(records);
        }
        for at in term.shards.clone() {
            let bytes = self.bytes(&format!("i/{at}"))?;
            records.extend(shard::look_up(&bytes, &self.codes, self.width, &term.symbols).sure);
        }
        records.sort_unstable();
        records.dedup();
        Ok(records)
    }

    /// The records, titles among them, that contain all wanted words and no unwanted one.
    fn records(&self, mut wanted: Vec<Term>, words: &Words) -> Result<Vec<u32>, SearchError> {
        wanted.sort_by_key(Term::size);
        let mut found: Option<Vec<u32>> = None;
        let mut open = Words::default();
        for term in &wanted {
            if !term.maybe.is_empty() {
                open.wanted.push(term.key.clone());
                found = Some(match found {
                    None => term.maybe.clone(),
                    Some(found) => common(&found, &term.maybe),
                });
                continue;
            }
            found = Some(match found {
                Some(found) if found.len() <= FEW && term.facts.is_some() => {
                    open.wanted.push(term.key.clone());
                    found
                }
                found => {
                    let all = if term.facts.is_some() { &self.all(term)? } else { &term.sure };
                    found.map_or_else(|| all.clone(), |found| common(&found, all))
                }
            });
        }
        let mut found = found.unwrap_or_default();
        for key in &words.unwanted {
            if found.len() <= FEW {
                open.unwanted.push(key.clone());
                continue;
            }
            let Some(term) = self.look_up(key)? else { continue };
            let mut without = if term.facts.is_some() { self.all(&term)? } else { term.sure };
            for record in term.maybe {
                if fold::fold(&self.text(record)?.words).contains(&term.key) {
                    without.push(record);
                }
            }
            found.retain(|record| without.binary_search(record).is_err());
        }
        if open == Words::default() {
            return Ok(found);
        }
        let mut settled = Vec::with_capacity(found.len());
        for record in found {
            let key = fold::fold(&self.text(record)?.words);
            if open.wanted.iter().all(|word| key.contains(word.as_str()))
                && !open.unwanted.iter().any(|word| key.contains(word.as_str()))
            {
                settled.push(record);
            }
        }
        Ok(settled)
    }

    /// Ranks and counts `found`, all that answers.
    fn results(
        &self,
        mut found: Vec<u32>,
        filter: Filter,
        words: &Words,
        options: &Options,
    ) -> Result<Results, SearchError> {
        if !filter.is_empty() {
            let mut kept = Vec::new();
            for record in found {
                let (circular, part) = self.circular(record)?;
                if part.facets.get(circular % self.head.catalogue.every).is_some_and(|f| filter.allows(f)) {
                    kept.push(record);
                }
            }
            found = kept;
        }
        let titles = found.partition_point(|record| *record < self.head.titles);
        let (titles, clauses) = found.split_at(titles);
        let needed: BTreeSet<usize> = clauses.iter().map(|record| self.part_of(*record)).collect();
        let counted = needed.len() <= PARTS || !filter.is_empty();
        let mut counts = Counts::default();
        let mut circulars = BTreeMap::<usize, u32>::new();
        if counted {
            for record in clauses {
                *circulars.entry(self.circular(*record)?.0).or_default() += 1;
            }
            for (circular, clauses) in &circulars {
                let part = self.part(circular / self.head.catalogue.every)?;
                if let Some(facets) = part.facets.get(circular % self.head.catalogue.every) {
                    counts.add(facets, *clauses);
                }
            }
        }
        let page = self.page(titles, clauses, options)?;
        let first_titles: Vec<u32> = titles.iter().copied().take(TITLES).collect();
        Ok(Results {
            total: clauses.len(),
            circulars: counted.then_some(circulars.len()),
            titles_total: titles.len(),
            titles: self.hits(&first_titles, words)?,
            hits: self.hits(&page, words)?,
            facets: self.facet_counts(&counts, !counted)?,
        })
    }

    /// The records to show: first of circulars whose title answers, then of those where a heading does,
    /// then of the others; within each in the order of the circulars, headings first.
    fn page(&self, titles: &[u32], clauses: &[u32], options: &Options) -> Result<Vec<u32>, SearchError> {
        let end = options.offset.saturating_add(options.limit);
        let headings = clauses.partition_point(|record| *record < self.head.titles + self.head.headings);
        let (headings, body) = clauses.split_at(headings);
        let mut ranked: Vec<u32> = Vec::new();
        let mut seen = BTreeSet::new();
        for list in [titles, headings, body] {
            for record in list {
                if ranked.len() >= end {
                    break;
                }
                let (circular, part) = self.circular(*record)?;
                // The first lists may hold all of a circular's records; the last one needs no look back.
                if !seen.insert(circular) {
                    continue;
                }
                let local = circular % self.head.catalogue.every;
                let within = |list: &[u32], starts: &[u32], base: u32| -> std::ops::Range<usize> {
                    let start = |at: usize| base + starts.get(at).copied().unwrap_or(0);
                    let (from, to) = (start(local), start(local + 1));
                    list.partition_point(|r| *r < from)..list.partition_point(|r| *r < to)
                };
                let heads = within(headings, &part.headings, self.head.titles);
                let bodies = within(body, &part.clauses, self.head.titles + self.head.headings);
                ranked.extend(headings.get(heads).unwrap_or(&[]));
                ranked.extend(body.get(bodies).unwrap_or(&[]));
            }
        }
        Ok(ranked.into_iter().skip(options.offset).take(options.limit).collect())
    }

    /// Which catalogue shard a record is in.
    fn part_of(&self, record: u32) -> usize {
        let bases = &self.head.catalogue.bases;
        let Head { titles, headings, .. } = self.head;
        if record < titles {
            return record as usize / self.head.catalogue.every;
        }
        let at = if record < titles + headings {
            bases.partition_point(|base| base[0] <= record - titles)
        } else {
            bases.partition_point(|base| base[1] <= record - titles - headings)
        };
        at.saturating_sub(1)
    }

    fn part(&self, at: usize) -> Result<Rc<Part>, SearchError> {
        if let Some(part) = self.parts.borrow().get(&at) {
            return Ok(part.clone());
        }
        let [headings, clauses, texts] = self.head.catalogue.bases.get(at).copied().unwrap_or_default();
        let part = catalogue::read(&self.bytes(&format!("c/{at}"))?, Base { headings, clauses, texts });
        let part = Rc::new(part);
        self.parts.borrow_mut().insert(at, part.clone());
        Ok(part)
    }

    /// The circular of a record, and the catalogue shard that knows it.
    fn circular(&self, record: u32) -> Result<(usize, Rc<Part>), SearchError> {
        let at = self.part_of(record);
        let part = self.part(at)?;
        let Head { titles, headings, .. } = self.head;
        let local = if record < titles {
            record as usize % self.head.catalogue.every
        } else if record < titles + headings {
            part.headings.partition_point(|start| *start <= record - titles).saturating_sub(1)
        } else {
            part.clauses.partition_point(|start| *start <= record - titles - headings).saturating_sub(1)
        };
        Ok((at * self.head.catalogue.every + local, part))
    }

    fn text(&self, record: u32) -> Result<Text, SearchError> {
        let (circular, part) = self.circular(record)?;
        let at = circular / self.head.catalogue.every;
        let local = circular % self.head.catalogue.every;
        let Head { titles, headings, .. } = self.head;
        let of = |list: &[u32], at: usize| list.get(at).copied().unwrap_or(0);
        let (heads, bodies) = (of(&part.headings, local), of(&part.clauses, local));
        // Before it in its part: titles, headings and clauses of the circulars before …
        let before = local as u32 + heads - of(&part.headings, 0) + bodies - of(&part.clauses, 0);
        // … and of its own.
        let own = if record < titles {
            0
        } else if record < titles + headings {
            1 + record - titles - heads
        } else {
            1 + of(&part.headings, local + 1) - heads + (record - titles - headings - bodies)
        };
        let nth = before + own;
        let shard = part.texts.partition_point(|first| *first <= nth).saturating_sub(1);
        let base = self.head.catalogue.bases.get(at).map_or(0, |base| base[2] as usize);
        let name = format!("t/{}", base + shard);
        let first = part.texts.get(shard).copied().unwrap_or(0);
        let held = self.texts.borrow().get(&name).cloned();
        let texts = match held {
            Some(texts) => texts,
            None => {
                let texts = Rc::new(texts::read(&shard::from_utf16(&self.bytes(&name)?)));
                self.texts.borrow_mut().insert(name.clone(), texts.clone());
                texts
            }
        };
        texts.get((nth - first) as usize).cloned().ok_or(SearchError::Damaged(name))
    }

    fn hits(&self, records: &[u32], words: &Words) -> Result<Vec<Hit>, SearchError> {
        records
            .iter()
            .map(|record| {
                let Text { slug, title, date, anchor, number, words: text } = self.text(*record)?;
                let marks = words.marks(&text);
                Ok(Hit { slug, title, date, anchor, number, text, marks })
            })
            .collect()
    }

    /// Names of issuers by number.
    fn name(&self, number: u32) -> Result<String, SearchError> {
        const NAMES: usize = 256;
        let names = shard::from_utf16(&self.bytes(&format!("n/{}", number as usize / NAMES))?);
        Ok(names.split('\n').nth(number as usize % NAMES).unwrap_or_default().to_owned())
    }

    fn facet_counts(&self, counts: &Counts, partial: bool) -> Result<FacetCounts, SearchError> {
        let named =
            |map: &BTreeMap<u32, u32>, name: &dyn Fn(u32) -> Option<String>| -> Vec<(String, usize)> {
                Counts::ranked(map)
                    .into_iter()
                    .filter_map(|(value, count)| Some((name(value)?, count as usize)))
                    .collect()
            };
        let mut issuer = Vec::new();
        let mut issuers = Counts::ranked(&counts.issuer);
        let partial = partial || issuers.len() > ISSUERS;
        issuers.truncate(ISSUERS);
        for (number, count) in issuers {
            issuer.push((self.name(number)?, count as usize));
        }
        let from_one = |value: u32| (value as usize).checked_sub(1);
        Ok(FacetCounts {
            issuer,
            level: named(&counts.level, &|v| LEVELS.get(v as usize).map(|level| level.name().to_owned())),
            kind: named(&counts.kind, &|v| self.head.kinds.get(from_one(v)?).cloned()),
            year: named(&counts.year, &|v| (v > 0).then(|| v.to_string())),
            status: named(&counts.status, &|v| STATUSES.get(from_one(v)?).map(|s| s.name().to_owned())),
            partial,
        })
    }

    fn filter(&self, options: &Options) -> Result<Filter, SearchError> {
        // A value that the corpus does not know allows nothing.
        const UNKNOWN: u32 = u32::MAX;
        let mut filter = Filter {
            level: options.level.map(|level| level as u32),
            year: options.year,
            kind: options.kind.as_ref().map(|kind| {
                self.head.kinds.iter().position(|known| known == kind).map_or(UNKNOWN, |at| at as u32 + 1)
            }),
            status: options
                .status
                .map(|status| STATUSES.iter().position(|s| *s == status).map_or(UNKNOWN, |at| at as u32 + 1)),
            issuer: None,
        };
        if let Some(issuer) = &options.issuer {
            filter.issuer = Some(UNKNOWN);
            for at in 0..self.head.names {
                let names = shard::from_utf16(&self.bytes(&format!("n/{at}"))?);
                if let Some(nth) = names.split('\n').position(|name| name == issuer) {
                    filter.issuer = Some((at * 256 + nth) as u32);
                    break;
                }
            }
        }
        Ok(filter)
    }
}

/// The wanted facets as numbers.
#[derive(Default, PartialEq, Eq)]
struct Filter {
    issuer: Option<u32>,
    level: Option<u32>,
    kind: Option<u32>,
    year: Option<u32>,
    status: Option<u32>,
}

impl Filter {
    fn is_empty(&self) -> bool {
        *self == Filter::default()
    }

    fn allows(&self, facets: &Facets) -> bool {
        let is = |wanted: Option<u32>, value: u32| wanted.is_none_or(|wanted| wanted == value);
        is(self.level, facets.level)
            && is(self.year, facets.year)
            && is(self.kind, facets.kind)
            && is(self.status, facets.status)
            && self.issuer.is_none_or(|issuer| facets.issuers.contains(&issuer))
    }
}

fn take_labels(bits: &mut BitReader<'_>, codes: &Codes) -> Vec<Vec<u16>> {
    let mut label = Vec::new();
    let mut labels = Vec::new();
    for _ in 0..bits.number(8) {
        if bits.overrun() {
            break;
        }
        shard::take_label(bits, codes, &mut label);
        labels.push(label.clone());
    }
    labels
}

/// How a separator stands to a beginning; a blind symbol agrees with any.
fn order(separator: &[u16], symbols: &[u16]) -> Ordering {
    separator
        .iter()
        .zip(symbols)
        .find(|(a, b)| **a != BLIND && a != b)
        .map_or(separator.len().cmp(&symbols.len()), |(a, b)| a.cmp(b))
}

/// Place of the last separator that is not after `symbols`; the first is before everything.
fn last_not_after(separators: &[Vec<u16>], symbols: &[u16]) -> usize {
    separators.partition_point(|s| order(s, symbols) != Ordering::Greater).saturating_sub(1)
}

fn begins(separator: &[u16], symbols: &[u16]) -> bool {
    separator.len() > symbols.len() && separator.iter().zip(symbols).all(|(a, b)| *a == BLIND || a == b)
}

/// The end of a key from about its middle on, where a search can begin; None when the key is short.
fn tail(key: &str) -> Option<&str> {
    let length = key.chars().count();
    let from = match length {
        0..4 => return None,
        4..7 => 1,
        _ => length / 2,
    };
    key.char_indices().enumerate().find_map(|(nth, (at, c))| {
        // Not inside a word, nor at the boundary behind one.
        let begins =
            if c == fold::BOUNDARY { key[at + 1..].starts_with(fold::is_word) } else { !fold::is_word(c) };
        (nth >= from && begins).then(|| &key[at..])
    })
}

/// What two ascending lists share.
fn common(a: &[u32], b: &[u32]) -> Vec<u32> {
    let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
    short.iter().copied().filter(|record| long.binary_search(record).is_ok()).collect()
}
