//! The records of an index: their numbers, whose they are, their keys.

use super::alphabet::Alphabet;
use super::catalogue::Row;
use super::circular::SearchCircular;
use super::facets::{Facets, LEVELS, STATUSES};
use super::fold;
use super::keys::Keys;
use crate::model::simplified_char;
use serde::{Deserialize, Serialize};
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

/// What folding makes of some circulars.
pub struct FoldedPart {
    /// The symbols of titles, headings and other clauses in UTF-16; a NUL, which folds to nothing, ends each key.
    keys: [Vec<u16>; 3],
    /// How often symbols occur, and characters that the table of `fold` changes.
    counts: Counts,
}

impl FoldedPart {
    /// How many symbols the keys have, about.
    pub fn size(&self) -> usize {
        self.keys.iter().map(Vec::len).sum()
    }
}

const BMP: usize = 0x10000;

/// Folds the texts of some circulars.
pub fn folded(circulars: &[SearchCircular<'_>]) -> FoldedPart {
    let mut keys: [Vec<u16>; 3] = Default::default();
    // Of symbols below U+10000, and of those above.
    let (mut common, mut rare) = (vec![0u64; BMP], BTreeMap::new());
    let mut sizes = [0; 3];
    for circular in circulars {
        sizes[0] += circular.title.len();
        circular
            .clauses
            .iter()
            .for_each(|clause| sizes[if clause.heading { 1 } else { 2 }] += clause.words.len());
    }
    // Most of a text are characters of three bytes.
    keys.iter_mut().zip(sizes).for_each(|(keys, size)| keys.reserve_exact(size / 3 + size / 32));
    // By character: 0 not yet seen, 1 not changed, else how often it occurs, and 2.
    let mut changes = vec![0u32; BMP];
    let mut changed = BTreeMap::new();
    let mut add = |to: usize, words: &str| {
        fold::symbols(words, |symbol| {
            match common.get_mut(symbol.of as usize) {
                Some(count) => *count += 1,
                None => *rare.entry(symbol.of).or_default() += 1,
            }
            keys[to].extend_from_slice(symbol.of.encode_utf16(&mut [0; 2]));
        });
        keys[to].push(0);
        for c in words.chars().filter(|c| *c > '\u{2000}') {
            let is_changed = || simplified_char(c).is_some();
            match changes.get_mut(c as usize) {
                Some(known @ 0) => *known = if is_changed() { 3 } else { 1 },
                Some(1) => {}
                Some(known) => *known += 1,
                None if is_changed() => *changed.entry(c).or_default() += 1,
                None => {}
            }
        }
    };
    for circular in circulars {
        add(0, circular.title);
        circular.clauses.iter().for_each(|clause| add(if clause.heading { 1 } else { 2 }, clause.words));
    }
    let seen = (0u32..).zip(changes).filter(|(_, known)| *known > 1);
    changed.extend(seen.filter_map(|(c, known)| Some((char::from_u32(c)?, u64::from(known - 2)))));
    let common = (0u32..).zip(common).filter_map(|(c, n)| Some((char::from_u32(c)?, n)));
    let symbols = common.filter(|(_, n)| *n > 0).chain(rare).collect();
    FoldedPart { keys, counts: Counts { symbols, changed } }
}

/// How often symbols occur, and characters that the folding table changes; ordered.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    pub symbols: BTreeMap<char, u64>,
    pub changed: BTreeMap<char, u64>,
}

impl Counts {
    pub fn alphabet(&self) -> Alphabet {
        Alphabet::new(self.symbols.iter().map(|(symbol, count)| (*symbol, *count)))
    }

    /// Takes out what was counted of some circulars before, and adds what they now have; None when that was not in it.
    pub fn change(&mut self, before: &Counts, after: &Counts) -> Option<()> {
        fn change(
            all: &mut BTreeMap<char, u64>,
            before: &BTreeMap<char, u64>,
            after: &BTreeMap<char, u64>,
        ) -> Option<()> {
            after.iter().for_each(|(c, count)| *all.entry(*c).or_default() += count);
            for (c, count) in before {
                let all = all.get_mut(c)?;
                *all = all.checked_sub(*count)?;
            }
            all.retain(|_, count| *count > 0);
            Some(())
        }
        change(&mut self.symbols, &before.symbols, &after.symbols)?;
        change(&mut self.changed, &before.changed, &after.changed)
    }

    /// The pairs of the folding table that the texts need.
    pub fn pairs(&self) -> Vec<(char, char)> {
        self.changed.keys().filter_map(|c| Some((*c, simplified_char(*c)?))).collect()
    }
}

/// What is counted in all parts.
pub fn counts(parts: &[FoldedPart]) -> Counts {
    let mut all = Counts::default();
    for Counts { symbols, changed } in parts.iter().map(|part| &part.counts) {
        symbols.iter().for_each(|(symbol, count)| *all.symbols.entry(*symbol).or_default() += count);
        changed.iter().for_each(|(c, count)| *all.changed.entry(*c).or_default() += count);
    }
    all
}

/// The key of every record, in the order of the records.
pub fn keys(mut parts: Vec<FoldedPart>, alphabet: &Alphabet) -> Keys {
    let mut numbers = vec![0u16; BMP];
    for (symbol, number) in alphabet.iter() {
        if let Some(slot) = numbers.get_mut(symbol as usize) {
            *slot = number;
        }
    }
    let size = parts.iter().flat_map(|part| &part.keys).map(Vec::len).sum();
    let number = |symbol: char| {
        numbers.get(symbol as usize).copied().or_else(|| alphabet.number(symbol)).unwrap_or_default()
    };
    let mut rows = Vec::new();
    for nth in 0..3 {
        rows.extend(parts.iter_mut().map(|part| std::mem::take(&mut part.keys[nth])));
    }
    let symbols = char::decode_utf16(rows.into_iter().flatten()).map(|symbol| symbol.map_or(0, number));
    Keys::new(symbols, size, alphabet)
}
