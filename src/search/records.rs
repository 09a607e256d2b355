//! The records of an index: their numbers, whose they are, their keys.

use super::alphabet::Alphabet;
use super::catalogue::Row;
use super::facets::{Facets, LEVELS, STATUSES};
use super::fold;
use super::grams::Keys;
use super::index::SearchCircular;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Kinds and issuers, the most frequent first.
pub fn names<'a>(circulars: &[SearchCircular<'a>]) -> (Vec<&'a str>, Vec<&'a str>) {
    fn ranked<'a>(all: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        all.for_each(|name| *counts.entry(name).or_default() += 1);
        let mut names: Vec<(&str, usize)> = counts.into_iter().collect();
        names.sort_by_key(|(name, n)| (std::cmp::Reverse(*n), *name));
        names.into_iter().map(|(name, _)| name).collect()
    }
    (
        ranked(circulars.iter().filter_map(|c| c.kind)),
        ranked(circulars.iter().flat_map(|c| c.issuers.iter().copied())),
    )
}

/// What the catalogue keeps, a row a circular.
pub fn rows(circulars: &[SearchCircular<'_>], kinds: &[&str], issuers: &[&str]) -> Vec<Row> {
    fn numbers<'a>(names: &[&'a str]) -> HashMap<&'a str, u32> {
        names.iter().zip(0u32..).map(|(name, number)| (*name, number)).collect()
    }
    let (kinds, issuers) = (numbers(kinds), numbers(issuers));
    circulars
        .iter()
        .map(|c| Row {
            facets: Facets {
                level: c.level.map_or(LEVELS.len(), |level| level as usize) as u32,
                year: c.date.and_then(|date| u32::try_from(date.year).ok()).unwrap_or(0),
                kind: c.kind.and_then(|kind| kinds.get(kind)).map_or(0, |number| number + 1),
                status: STATUSES.iter().position(|s| Some(*s) == c.status).map_or(0, |at| at as u32 + 1),
                // An issuer printed twice is one issuer.
                issuers: c
                    .issuers
                    .iter()
                    .filter_map(|name| issuers.get(name).copied())
                    .collect::<BTreeSet<u32>>()
                    .into_iter()
                    .collect(),
            },
            headings: c.clauses.iter().filter(|clause| clause.heading).count() as u32,
            clauses: c.clauses.iter().filter(|clause| !clause.heading).count() as u32,
        })
        .collect()
}

/// Whose each record is.
pub struct Records {
    pub titles: u32,
    /// Headings before each circular and, last, in all; likewise for other clauses.
    pub headings: Vec<u32>,
    pub clauses: Vec<u32>,
    /// Of each record the circular, by its place in the order of the results.
    pub circular: Vec<u32>,
}

impl Records {
    /// Records of circulars with these rows.
    pub fn new(rows: &[Row]) -> Records {
        fn sums(counts: impl Iterator<Item = u32>) -> Vec<u32> {
            let mut sum = 0;
            std::iter::once(0)
                .chain(counts.map(|n| {
                    sum += n;
                    sum
                }))
                .collect()
        }
        let of = |count: fn(&Row) -> u32| {
            rows.iter().zip(0u32..).flat_map(move |(row, at)| std::iter::repeat_n(at, count(row) as usize))
        };
        Records {
            titles: rows.len() as u32,
            headings: sums(rows.iter().map(|row| row.headings)),
            clauses: sums(rows.iter().map(|row| row.clauses)),
            circular: of(|_| 1).chain(of(|row| row.headings)).chain(of(|row| row.clauses)).collect(),
        }
    }

    /// How many there are.
    pub fn count(&self) -> u32 {
        self.circular.len() as u32
    }

    /// Where the records begin that are no headings.
    pub fn body(&self) -> u32 {
        self.titles + self.headings.last().copied().unwrap_or(0)
    }
}

/// All words of all records, in the order of the records.
fn words<'a>(circulars: &'a [SearchCircular<'_>]) -> impl Iterator<Item = &'a str> {
    let part = |heading: bool| {
        circulars
            .iter()
            .flat_map(move |c| c.clauses.iter().filter(move |clause| clause.heading == heading))
            .map(|clause| clause.words)
    };
    circulars.iter().map(|c| c.title).chain(part(true)).chain(part(false))
}

/// The symbols in use, and the pairs (one after the other) of the folding table that the texts need.
pub fn alphabet(circulars: &[SearchCircular<'_>]) -> (Alphabet, String) {
    const BMP: usize = 0x10000;
    let mut common = vec![0u64; BMP];
    let mut rare: BTreeMap<char, u64> = BTreeMap::new();
    let mut folded = BTreeSet::new();
    for words in words(circulars) {
        fold::symbols(words, |symbol| match common.get_mut(symbol.of as usize) {
            Some(count) => *count += 1,
            None => *rare.entry(symbol.of).or_default() += 1,
        });
        folded.extend(words.chars().filter(|c| *c > '\u{2000}' && fold::simplified(*c).is_some()));
    }
    let common = (0u32..).zip(common).filter_map(|(c, n)| Some((char::from_u32(c)?, n)));
    let pairs = folded.into_iter().flat_map(|c| [Some(c), fold::simplified(c)]).flatten().collect();
    (Alphabet::new(common.chain(rare)), pairs)
}

/// The key of every record.
pub fn keys(circulars: &[SearchCircular<'_>], alphabet: &Alphabet) -> Keys {
    let mut numbers = vec![0u16; 0x10000];
    for (symbol, number) in alphabet.iter() {
        if let Some(slot) = numbers.get_mut(symbol as usize) {
            *slot = number;
        }
    }
    let mut keys = Keys::default();
    let mut key = Vec::new();
    for words in words(circulars) {
        key.clear();
        fold::symbols(words, |symbol| {
            let number = numbers.get(symbol.of as usize).copied();
            key.extend(number.or_else(|| alphabet.number(symbol.of)));
        });
        keys.push(key.iter().copied());
    }
    keys
}

/// Where a search can begin: at characters that stand bare, and at the boundary before a word.
pub fn places(keys: &Keys, alphabet: &Alphabet) -> Vec<u32> {
    let mut word = vec![false; usize::from(u16::MAX) + 1];
    for (symbol, number) in alphabet.iter() {
        word[usize::from(number)] = fold::is_word(symbol);
    }
    let boundary = alphabet.number(fold::BOUNDARY);
    let is_word = |symbol: u16| word[usize::from(symbol)];
    (0u32..)
        .zip(keys.symbols.windows(2))
        .filter(|(_, two)| two[0] != 0 && !is_word(two[0]) && (Some(two[0]) != boundary || is_word(two[1])))
        .map(|(place, _)| place)
        .collect()
}
