//! The keys of all records in one row, and the places in it where a search can begin.

use super::alphabet::Alphabet;
use super::fold;
use std::ops::Range;

/// Zeros behind the last key, so that some symbols can be read from any place.
pub const PADDING: usize = 8;

/// The keys of all records, one after the other.
#[derive(Debug, Clone, Default)]
pub struct Keys {
    /// Symbols' numbers from 1; a 0 ends each record's key. Behind the last are [`PADDING`] zeros.
    pub symbols: Vec<u16>,
    /// How many records the index has.
    pub records: u32,
    /// The records whose keys these are, in order; empty when they are all.
    numbers: Vec<u32>,
    /// The greatest symbol in use.
    pub last: u16,
    letters: Letters,
    /// By symbol: how many places begin with it.
    pub begin: Vec<usize>,
}

/// Which symbols make words.
#[derive(Debug, Clone, Default)]
pub struct Letters {
    /// By symbol: whether it is part of a word.
    word: Vec<bool>,
    boundary: u16,
}

impl Letters {
    pub fn new(alphabet: &Alphabet) -> Letters {
        let mut word = vec![false; usize::from(alphabet.last()) + 1];
        for (symbol, number) in alphabet.iter() {
            word[usize::from(number)] = fold::is_word(symbol);
        }
        Letters { word, boundary: alphabet.number(fold::BOUNDARY).unwrap_or(0) }
    }

    /// A search begins at characters that stand bare, and at the boundary before a word.
    pub fn begins(&self, symbol: u16, next: u16) -> bool {
        symbol != 0
            && !self.word[usize::from(symbol)]
            && (symbol != self.boundary || self.word[usize::from(next)])
    }
}

/// Where a search can begin.
#[derive(Debug, Clone, Copy, Default)]
pub struct Place {
    /// Among all symbols.
    pub at: u32,
    pub record: u32,
}

impl Keys {
    /// From the symbols of all keys, each key ended by a 0; `size` is about how many there are.
    pub fn new(symbols: impl Iterator<Item = u16>, size: usize, alphabet: &Alphabet) -> Keys {
        let last = alphabet.last();
        let mut keys = Keys {
            symbols: Vec::with_capacity(size + PADDING),
            begin: vec![0; usize::from(last) + 1],
            last,
            letters: Letters::new(alphabet),
            records: 0,
            numbers: Vec::new(),
        };
        let mut before = 0;
        for symbol in symbols {
            keys.symbols.push(symbol);
            keys.records += u32::from(symbol == 0);
            keys.begin[usize::from(before)] += usize::from(keys.letters.begins(before, symbol));
            before = symbol;
        }
        keys.symbols.resize(keys.symbols.len() + PADDING, 0);
        keys
    }

    /// The keys of some records, ascending, of `all` that there are: each key with the 0 behind it.
    pub fn excerpt<'k>(keys: impl Iterator<Item = (u32, &'k [u16])>, all: u32, alphabet: &Alphabet) -> Keys {
        let mut numbers = Vec::new();
        let symbols = keys.flat_map(|(record, key)| {
            numbers.push(record);
            key.iter().copied()
        });
        let keys = Keys::new(symbols, 0, alphabet);
        Keys { records: all, numbers, ..keys }
    }

    /// Suffixes of some keys, each with the 0 behind it, of `all` records; only for the places in them.
    pub fn suffixes(mut symbols: Vec<u16>, all: u32, last: u16) -> Keys {
        symbols.resize(symbols.len() + PADDING, 0);
        Keys { symbols, records: all, last, ..Keys::default() }
    }

    /// The key of each record, with the 0 behind it.
    pub fn each(&self) -> impl Iterator<Item = &[u16]> {
        self.symbols[..self.symbols.len() - PADDING].split_inclusive(|symbol| *symbol == 0)
    }

    /// How many places begin with one of these symbols.
    pub fn count(&self, first: &Range<u16>) -> usize {
        self.begin[usize::from(first.start)..usize::from(first.end)].iter().sum()
    }

    /// The places that begin with one of these symbols, ascending, each with the [`PADDING`] symbols from there on.
    pub fn places(&self, first: &Range<u16>, mut each: impl FnMut(Place, &[u16])) {
        let count = first.end - first.start;
        let mut record = 0;
        // All keys are read for each piece of work, so most symbols are passed over, eight at once. Those behind the
        // last eight are zeros, and no place.
        for (nth, eight) in self.symbols.as_chunks::<PADDING>().0.iter().enumerate() {
            if !eight.iter().fold(false, |any, symbol| any | (symbol.wrapping_sub(first.start) < count)) {
                record += eight.iter().map(|symbol| u32::from(*symbol == 0)).sum::<u32>();
                continue;
            }
            for (at, symbol) in (nth * PADDING..).zip(eight) {
                if first.contains(symbol) {
                    let next = &self.symbols[at..at + PADDING];
                    if self.letters.begins(next[0], next[1]) {
                        let record = self.numbers.get(record as usize).copied().unwrap_or(record);
                        each(Place { at: at as u32, record }, next);
                    }
                }
                record += u32::from(*symbol == 0);
            }
        }
    }

    /// How many places there are.
    pub fn size(&self) -> usize {
        self.begin.iter().sum()
    }

    /// The keys in parts of so many records.
    pub fn parts(&self, records: usize, mut each: impl FnMut(&[u16])) {
        let (mut from, mut nth) = (0, 0);
        let end = self.symbols.len() - PADDING;
        for (at, symbol) in self.symbols[..end].iter().enumerate() {
            nth += usize::from(*symbol == 0);
            if nth == records || at + 1 == end {
                each(&self.symbols[from..=at]);
                (from, nth) = (at + 1, 0);
            }
        }
    }
}

/// All symbols in stretches with about `size` places each, of which so many begin with each symbol.
pub fn stretches(begin: &[usize], size: usize) -> Vec<Range<u16>> {
    let mut stretches = Vec::new();
    let (mut from, mut sum) = (1, 0);
    for (symbol, count) in (0u16..).zip(begin).skip(1) {
        if sum > 0 && sum + count > size {
            stretches.push(from..symbol);
            (from, sum) = (symbol, 0);
        }
        sum += count;
    }
    stretches.push(from..begin.len().max(1) as u16);
    stretches
}
