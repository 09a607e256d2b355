//! The reference reader of the index: what `assets/search.js` does in a browser, in Rust.
//!
//! 1. Look each word up in the one index shard where its beginnings stand. A frequent word's facts stand there, those of
//!    the most frequent ones in smaller shards of their own.
//! 2. One frequent word: the facts are the answer.
//! 3. Else take the records of the rarest word, keep those that the others allow. What a shard can't
//!    settle (a few records that begin alike) is settled by their texts.
//! 4. Rank, count, and read the texts of the results that are shown.

use super::alphabet::Alphabet;
use super::answer::{FacetCounts, Hit, Options, Results, SearchError};
use super::bits::{BitReader, Code};
use super::catalogue::{ColumnCodes, Part};
use super::facets::{Counts, Facets, ISSUERS, LEVELS, NAMES, STATUSES, Tally};
use super::frequent::Table;
use super::labels::Codes;
use super::lookup::{Separators, Term};
use super::script;
use super::shard;
use super::text_starts::TextStarts;
use super::texts::Text;
use super::vocabulary::Vocabulary;
use super::words::Words;
use serde::Deserialize;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;

/// When the results need more catalogue shards than this, circulars and facets are not counted.
const PARTS: usize = 40;
/// Titles given with the results.
const TITLES: usize = 3;

#[derive(Deserialize)]
pub struct Head {
    pub(super) titles: u32,
    pub(super) headings: u32,
    pub(super) clauses: u32,
    pub(super) frequent: usize,
    pub(super) catalogue: Catalogue,
    kinds: Vec<String>,
    names: usize,
}

#[derive(Deserialize)]
pub struct Catalogue {
    pub(super) every: usize,
    pub(super) bases: Vec<[u32; 2]>,
}

/// An open index. `load` gives the bytes of a shard by its name (`i/7-1`), None when there is none.
pub struct Reader<L> {
    load: L,
    pub(super) head: Head,
    pub(super) codes: Codes,
    pub(super) columns: ColumnCodes,
    pub(super) alphabet: Alphabet,
    pub(super) directory: Separators,
    pub(super) frequent: Table,
    pub(super) width: u32,
    /// Not of a large collection.
    pub(super) text_starts: Option<TextStarts>,
    pub(super) shards: RefCell<HashMap<String, Rc<Vec<u8>>>>,
    pub(super) parts: RefCell<BTreeMap<usize, Rc<Part>>>,
    pub(super) texts: RefCell<HashMap<String, Rc<Vec<Text>>>>,
    pub(super) vocabulary: RefCell<Option<Rc<Vocabulary>>>,
}

impl<L: Fn(&str) -> Option<Vec<u8>>> Reader<L> {
    /// Reads the root shard.
    pub fn open(load: L) -> Result<Reader<L>, SearchError> {
        let damaged = || SearchError::Damaged("root".into());
        let script = load("root").ok_or_else(|| SearchError::Missing("root".into()))?;
        let root = script::unwrap(&script).and_then(|bytes| script::inflate(&bytes)).ok_or_else(damaged)?;
        let (length, rest) = root.split_at_checked(4).ok_or_else(damaged)?;
        let length = length.iter().rev().fold(0usize, |n, byte| n << 8 | usize::from(*byte));
        let (head, rest) = rest.split_at_checked(length).ok_or_else(damaged)?;
        let head: Head = serde_json::from_slice(head).map_err(|_| damaged())?;
        let mut bits = BitReader::new(rest);
        let codes = Codes::read(&mut bits);
        let columns = std::array::from_fn(|_| Code::read(&mut bits));
        let alphabet = Alphabet::read(&mut bits);
        let directory = Separators::take(&mut bits, &codes);
        let frequent = Table::take(&mut bits, &codes);
        let width = shard::width(head.titles + head.headings + head.clauses);
        let text_starts = TextStarts::take(&mut bits);
        if bits.overrun() || [head.frequent, head.catalogue.every].contains(&0) {
            return Err(damaged());
        }
        let (shards, parts, texts, vocabulary) = Default::default();
        Ok(Reader {
            load,
            head,
            codes,
            columns,
            alphabet,
            directory,
            frequent,
            width,
            text_starts,
            shards,
            parts,
            texts,
            vocabulary,
        })
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

    pub(super) fn bytes(&self, name: &str) -> Result<Rc<Vec<u8>>, SearchError> {
        if let Some(bytes) = self.shards.borrow().get(name) {
            return Ok(bytes.clone());
        }
        let script = (self.load)(name).ok_or_else(|| SearchError::Missing(name.to_owned()))?;
        let damaged = || SearchError::Damaged(name.to_owned());
        let mut bytes = script::unwrap(&script).ok_or_else(damaged)?;
        if name.starts_with(['t', 'n', 'v']) {
            bytes = script::inflate(&bytes).ok_or_else(damaged)?;
        }
        let bytes = Rc::new(bytes);
        self.shards.borrow_mut().insert(name.to_owned(), bytes.clone());
        Ok(bytes)
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
        let mut counts = Tally::default();
        let mut circulars = BTreeMap::<usize, u32>::new();
        if counted {
            for record in clauses {
                *circulars.entry(self.circular(*record)?.0).or_default() += 1;
            }
            for (circular, clauses) in &circulars {
                let part = self.part(circular / self.head.catalogue.every)?;
                if let Some(facets) = part.facets.get(circular % self.head.catalogue.every) {
                    counts.add_facets(facets, *clauses);
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
            facets: self.facet_counts(&counts.take(), !counted)?,
        })
    }

    /// The records to show: first of circulars whose title answers, then of those where a heading does,
    /// then of the others; within each in the order of the circulars, headings first.
    fn page(&self, titles: &[u32], clauses: &[u32], options: &Options) -> Result<Vec<u32>, SearchError> {
        let end = options.offset.saturating_add(options.limit);
        let headings = clauses.partition_point(|record| *record < self.head.titles + self.head.headings);
        let (headings, body) = clauses.split_at(headings);
        if titles.is_empty() && headings.is_empty() {
            // In order as they are.
            return Ok(body.iter().copied().skip(options.offset).take(options.limit).collect());
        }
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

    fn hits(&self, records: &[u32], words: &Words) -> Result<Vec<Hit>, SearchError> {
        records
            .iter()
            .map(|record| {
                let Text { slug, title, date, anchor, number, words: text, .. } = self.text(*record)?;
                let marks = words.marks(&text);
                Ok(Hit { slug, title, date, anchor, number, text, marks })
            })
            .collect()
    }

    /// Names of issuers by number.
    fn name(&self, number: u32) -> Result<String, SearchError> {
        let names = script::from_utf16(&self.bytes(&format!("n/{}", number as usize / NAMES))?);
        Ok(names.split('\n').nth(number as usize % NAMES).unwrap_or_default().to_owned())
    }

    fn facet_counts(&self, counts: &Counts, partial: bool) -> Result<FacetCounts, SearchError> {
        let named = |counts: &[(u32, u32)], name: &dyn Fn(u32) -> Option<String>| -> Vec<(String, usize)> {
            Counts::ranked(counts)
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
                let names = script::from_utf16(&self.bytes(&format!("n/{at}"))?);
                if let Some(nth) = names.split('\n').position(|name| name == issuer) {
                    filter.issuer = Some((at * NAMES + nth) as u32);
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
