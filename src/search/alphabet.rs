//! Numbers for the symbols of an index: frequent symbols have small numbers.
//!
//! The order is by the bit length of how often a symbol occurs, then by code point, so that the whole table is a few
//! rows of ascending code points, takes little room, and seldom changes when a text does: all that are rarer than one in
//! some thousands are in one row.

use super::bits::{BitReader, BitWriter};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// The last number that a symbol can have; rarer symbols than that share it.
const LAST: usize = 0xFFF0;

/// A symbol of which there are fewer than one in two to the power of this many is rare.
const RARE: u32 = 12;

/// Symbols and their numbers, from 1.
#[derive(Debug, Clone, Default)]
pub struct Alphabet {
    /// Code points ascending within each class.
    classes: Vec<Vec<u32>>,
    numbers: BTreeMap<char, u16>,
}

impl Alphabet {
    /// From how often each symbol occurs.
    pub fn new(counts: impl Iterator<Item = (char, u64)>) -> Alphabet {
        let counts: Vec<(char, u64)> = counts.filter(|(_, n)| *n > 0).collect();
        let all: u64 = counts.iter().map(|(_, n)| n).sum();
        let rare = bit_length(all).saturating_sub(RARE);
        let mut classes: BTreeMap<Reverse<u32>, Vec<u32>> = BTreeMap::new();
        for (symbol, n) in counts {
            classes.entry(Reverse(bit_length(n).max(rare))).or_default().push(symbol as u32);
        }
        classes.values_mut().for_each(|class| class.sort_unstable());
        Alphabet::from_classes(classes.into_values().collect())
    }

    fn from_classes(classes: Vec<Vec<u32>>) -> Alphabet {
        let numbers = classes
            .iter()
            .flatten()
            .enumerate()
            .filter_map(|(at, c)| Some((char::from_u32(*c)?, (at + 1).min(LAST) as u16)))
            .collect();
        Alphabet { classes, numbers }
    }

    pub fn number(&self, symbol: char) -> Option<u16> {
        self.numbers.get(&symbol).copied()
    }

    /// The last number in use.
    pub fn last(&self) -> u16 {
        self.numbers.values().copied().max().unwrap_or(0)
    }

    /// All symbols with their numbers.
    pub fn iter(&self) -> impl Iterator<Item = (char, u16)> {
        self.numbers.iter().map(|(symbol, number)| (*symbol, *number))
    }

    pub fn describe(&self, bits: &mut BitWriter) {
        bits.number(self.classes.len() as u32, 2);
        for class in &self.classes {
            let span = class.last().copied().unwrap_or(0) / (class.len() as u32).max(1);
            let k = span.max(1).ilog2().saturating_sub(1);
            bits.number(class.len() as u32, 4);
            bits.put(k, 5);
            let mut next = 0;
            for symbol in class {
                bits.number(symbol - next, k);
                next = symbol + 1;
            }
        }
    }

    pub fn read(bits: &mut BitReader<'_>) -> Alphabet {
        let classes = (0..bits.number(2).min(32))
            .map(|_| {
                let count = bits.number(4).min(1 << 21);
                let k = bits.take(5);
                let mut next = 0u32;
                let mut class = Vec::new();
                for _ in 0..count {
                    if bits.overrun() {
                        break;
                    }
                    let symbol = next.wrapping_add(bits.number(k));
                    class.push(symbol);
                    next = symbol.wrapping_add(1);
                }
                class
            })
            .collect();
        Alphabet::from_classes(classes)
    }
}

fn bit_length(n: u64) -> u32 {
    u64::BITS - n.leading_zeros()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frequent_symbols_come_first_and_the_table_comes_back() {
        let alphabet = Alphabet::new([('的', 9), ('溪', 1), ('青', 5), ('云', 5), (' ', 0)].into_iter());
        assert_eq!(alphabet.number('的'), Some(1));
        assert_eq!(alphabet.number('云'), Some(2));
        assert_eq!(alphabet.number(' '), None);
        let mut bits = BitWriter::default();
        alphabet.describe(&mut bits);
        let bytes = bits.finish();
        let again = Alphabet::read(&mut BitReader::new(&bytes));
        assert!(again.iter().eq(alphabet.iter()));
    }
}
