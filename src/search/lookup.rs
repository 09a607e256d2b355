//! Finding the records that contain a word, and those that contain several.

use super::answer::SearchError;
use super::bits::BitReader;
use super::facets::Facts;
use super::fold;
use super::frequent;
use super::grams::BLIND;
use super::labels::{Codes, order, take_labels};
use super::query::Reader;
use super::shard::{self, Found};
use super::words::Words;
use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::ops::Range;

/// Up to so many records are settled by their texts rather than by looking up a word to leave out: most will be shown.
const FEW: usize = 10;
/// Bytes that it takes to read a record's text, and an index shard, about: what is less is read.
const TEXT: usize = 6_000;
const INDEX_SHARD: usize = 20_000;
/// More candidates than this are thinned out by looking up the end of the word, too.
const MANY: usize = 4;

/// What the index says of one word.
pub struct Term {
    key: String,
    symbols: Vec<u16>,
    stand: Stand,
    pub facts: Option<Facts>,
    /// Ascending; meaningless when there are facts.
    sure: Vec<u32>,
    maybe: Vec<u32>,
}

/// Where all records of a word stand.
enum Stand {
    /// The index shards that its beginnings stand in, by name.
    Index(Vec<String>),
    /// The list shards of its first symbol.
    Lists(Range<u32>),
}

impl Term {
    /// How many bytes are still to be read, about, to have all its records, of all that there are.
    fn price(&self, records: u32) -> usize {
        match &self.stand {
            Stand::Index(_) if self.facts.is_none() => 0,
            Stand::Index(shards) => (shards.len() - 1) * INDEX_SHARD,
            Stand::Lists(_) => {
                let share = records as usize / self.size().max(1);
                self.size() * (2 + (usize::BITS - share.leading_zeros()) as usize) / 8
            }
        }
    }

    fn size(&self) -> usize {
        self.facts.as_ref().map_or(self.sure.len() + self.maybe.len(), |f| (f.clauses + f.titles) as usize)
    }
}

/// The separators of index shards that the root tells.
pub struct Separators {
    /// The first of each part of the directory.
    first: Vec<Vec<u16>>,
    /// All, where there are few; else each part is a shard.
    whole: Option<Vec<Vec<Vec<u16>>>>,
}

impl Separators {
    pub fn take(bits: &mut BitReader<'_>, codes: &Codes) -> Separators {
        if bits.take(1) == 0 {
            return Separators { first: take_labels(bits, codes), whole: None };
        }
        let mut parts = Vec::new();
        for _ in 0..bits.number(2) {
            if bits.overrun() {
                break;
            }
            parts.push(take_labels(bits, codes));
        }
        Separators {
            first: parts.iter().filter_map(|part| part.first().cloned()).collect(),
            whole: Some(parts),
        }
    }
}

impl<L: Fn(&str) -> Option<Vec<u8>>> Reader<L> {
    /// The separators of a part of the directory.
    fn separators(&self, at: usize) -> Result<Cow<'_, [Vec<u16>]>, SearchError> {
        match &self.directory.whole {
            Some(parts) => {
                let part = parts.get(at).filter(|part| !part.is_empty());
                part.map(|part| part.into()).ok_or_else(|| SearchError::Damaged("root".into()))
            }
            None => {
                let bytes = self.bytes(&format!("d/{at}"))?;
                Ok(take_labels(&mut BitReader::new(&bytes), &self.codes).into())
            }
        }
    }

    /// The index shards that beginnings with `symbols` stand in: one, and those behind that begin so.
    fn locate(&self, symbols: &[u16]) -> Result<Vec<String>, SearchError> {
        let mut part = last_not_after(&self.directory.first, symbols);
        let mut separators = self.separators(part)?;
        let mut at = last_not_after(&separators, symbols);
        let mut names = vec![name(&separators, at)];
        loop {
            at += 1;
            if at >= separators.len() {
                part += 1;
                if !self.directory.first.get(part).is_some_and(|s| begins(s, symbols)) {
                    break;
                }
                separators = self.separators(part)?;
                at = 0;
            }
            if !separators.get(at).is_some_and(|s| begins(s, symbols)) {
                break;
            }
            names.push(name(&separators, at));
        }
        Ok(names)
    }

    /// None when nothing contains it.
    pub(super) fn look_up(&self, key: &str) -> Result<Option<Term>, SearchError> {
        let symbols: Option<Vec<u16>> = key.chars().map(|c| self.alphabet.number(c)).collect();
        let Some(symbols) = symbols else { return Ok(None) };
        let (found, stand, facts) = match self.frequent.find(&symbols) {
            Some((at, blind)) => {
                let name = format!("f/{}", at / self.head.frequent);
                let (facts, (first, count)) = frequent::take(&self.bytes(&name)?, at % self.head.frequent)
                    .ok_or(SearchError::Damaged(name))?;
                let lists = Stand::Lists(first..first.saturating_add(count));
                (Found { blind, ..Found::default() }, lists, Some(facts))
            }
            None => {
                let shards = self.locate(&symbols)?;
                let bytes = self.bytes(&shards[0])?;
                let found = shard::look_up(&bytes, &self.codes, self.width, &symbols);
                let facts = found.node.map(|at| {
                    let mut bits = BitReader::new(&bytes);
                    bits.skip(at);
                    Facts::take(&mut bits)
                });
                (found, Stand::Index(shards), facts)
            }
        };
        let mut term =
            Term { key: key.to_owned(), symbols, stand, facts, sure: Vec::new(), maybe: found.maybe };
        let witness = match &term.facts {
            Some(facts) => facts.first.first().or(facts.first_titles.first()).copied(),
            None => {
                term.sure = self.all(&term)?;
                term.sure.first().copied()
            }
        };
        if term.maybe.len() > MANY {
            term.maybe = self.thin_out(&term, found.known)?;
        }
        // All that was found agrees where the shard is blind: one text tells of all.
        if let (true, Some(record)) = (found.blind, witness)
            && !fold::fold(&self.text(record)?.words).contains(key)
        {
            return Ok(None);
        }
        Ok((term.size() > 0).then_some(term))
    }

    /// The candidates that may contain the end of the word, too, of which `known` symbols are sure. Saves reading texts.
    fn thin_out(&self, term: &Term, known: usize) -> Result<Vec<u32>, SearchError> {
        for from in tails(&term.key, known) {
            let symbols = &term.symbols[from..];
            if self.frequent.find(symbols).is_some() {
                continue;
            }
            let shards = self.locate(symbols)?;
            if shards.len() > 1 {
                continue;
            }
            let bytes = self.bytes(&shards[0])?;
            let found = shard::look_up(&bytes, &self.codes, self.width, symbols);
            let allowed: BTreeSet<u32> = found.sure.into_iter().chain(found.maybe).collect();
            return Ok(term.maybe.iter().copied().filter(|record| allowed.contains(record)).collect());
        }
        Ok(term.maybe.clone())
    }

    /// All records of a word, ascending.
    fn all(&self, term: &Term) -> Result<Vec<u32>, SearchError> {
        let mut records = Vec::new();
        match &term.stand {
            Stand::Lists(lists) => {
                for at in lists.clone() {
                    let list = self.bytes(&format!("l/{}-{at}", term.symbols[0]))?;
                    shard::read_list(&list, self.width, &mut records);
                }
            }
            Stand::Index(shards) => {
                for name in shards {
                    let bytes = self.bytes(name)?;
                    records.extend(shard::look_up(&bytes, &self.codes, self.width, &term.symbols).sure);
                }
                records.sort_unstable();
                records.dedup();
            }
        }
        Ok(records)
    }

    /// The records, titles among them, that contain all wanted words and no unwanted one.
    pub(super) fn records(&self, mut wanted: Vec<Term>, words: &Words) -> Result<Vec<u32>, SearchError> {
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
                Some(found)
                    if found.len() * TEXT
                        < term.price(self.head.titles + self.head.headings + self.head.clauses) =>
                {
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
}

/// The name of the index shard of separator `at`: its first symbol, and how many of its directory's before have the same.
fn name(separators: &[Vec<u16>], at: usize) -> String {
    let symbol = separators.get(at).and_then(|s| s.first()).copied().unwrap_or_default();
    let before = separators.iter().take(at).rev().take_while(|s| s.first() == Some(&symbol)).count();
    format!("i/{symbol}-{before}")
}

/// Place of the last separator that is not after `symbols`; the first is before everything.
pub(super) fn last_not_after(separators: &[Vec<u16>], symbols: &[u16]) -> usize {
    separators.partition_point(|s| order(s, symbols) != Ordering::Greater).saturating_sub(1)
}

fn begins(separator: &[u16], symbols: &[u16]) -> bool {
    separator.len() > symbols.len() && separator.iter().zip(symbols).all(|(a, b)| *a == BLIND || a == b)
}

/// Where the end of a key may begin that is looked up to thin out what begins with its first `known` symbols: the end
/// holds all others and one more, so that it is rare; of a long key it is the second half. Then the places before, for
/// where that end is common.
fn tails(key: &str, known: usize) -> Vec<usize> {
    let length = key.chars().count();
    let from = (length / 2).min(length.saturating_sub(3)).max(known.saturating_sub(1)).max(1);
    let begins = key.char_indices().enumerate().filter(|(_, (at, c))| {
        // Not inside a word, nor at the boundary behind one.
        if *c == fold::BOUNDARY { key[at + 1..].starts_with(fold::is_word) } else { !fold::is_word(*c) }
    });
    let mut places: Vec<usize> = begins.map(|(nth, _)| nth).filter(|nth| (1..=from).contains(nth)).collect();
    places.reverse();
    places
}

/// What two ascending lists share.
fn common(a: &[u32], b: &[u32]) -> Vec<u32> {
    let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
    short.iter().copied().filter(|record| long.binary_search(record).is_ok()).collect()
}
