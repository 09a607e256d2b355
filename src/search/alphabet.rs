//! Numbers for the symbols of an index: frequent symbols have small numbers.
//!
//! The order is by the bit length of how often a symbol occurs, then by code point, so that the whole table is a few
//! rows of ascending code points, takes little room, and seldom changes when a text does: all that are rarer than one in
//! some thousands are in one row, and so are common characters that are not used yet.

use super::bits::{BitReader, BitWriter};
use encoding_rs::GBK;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// The last number that a symbol can have; rarer symbols than that share it.
const LAST: usize = 0xFFF0;

/// A symbol of which there are fewer than one in two to the power of this many is rare.
const RARE: u32 = 12;

/// An alphabet of so many symbols has the common characters, too, that no text has yet.
const LARGE: usize = 1_200;

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
        let all_known = counts.len();
        let all: u64 = counts.iter().map(|(_, n)| n).sum();
        let rare = bit_length(all).saturating_sub(RARE);
        let mut classes: BTreeMap<Reverse<u32>, Vec<u32>> = BTreeMap::new();
        for (symbol, n) in counts {
            classes.entry(Reverse(bit_length(n).max(rare))).or_default().push(symbol as u32);
        }
        if all_known >= LARGE {
            let known: BTreeSet<u32> = classes.values().flatten().copied().collect();
            let more = common();
            let more = more.chars().map(u32::from).filter(|symbol| !known.contains(symbol));
            classes.entry(Reverse(rare)).or_default().extend(more);
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
            let next = std::iter::once(0).chain(class.iter().map(|symbol| symbol + 1));
            let gaps: Vec<u32> = class.iter().zip(next).map(|(symbol, next)| symbol - next).collect();
            let length = |k: &u32| gaps.iter().map(|gap| k + 2 * ((gap >> k) + 1).ilog2()).sum::<u32>();
            let k = (0..u32::BITS / 2).min_by_key(length).unwrap_or_default();
            bits.number(class.len() as u32, 4);
            bits.put(k, 5);
            gaps.iter().for_each(|gap| bits.number(*gap, k));
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

/// The characters that a text may use one day: the 3,755 of the first level of GB 2312.
fn common() -> String {
    let rows = (0xB0..=0xD7u8).flat_map(|row| (0xA1..=0xFEu8).map(move |cell| [row, cell]));
    let bytes: Vec<u8> = rows.take_while(|two| *two <= [0xD7, 0xF9]).flatten().collect();
    GBK.decode_without_bom_handling(&bytes).0.into_owned()
}

fn bit_length(n: u64) -> u32 {
    u64::BITS - n.leading_zeros()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_large_alphabet_does_not_change_with_a_character_that_is_used_once() {
        let all = common();
        let some = || all.chars().skip(1).step_by(2).map(|c| (c, 70));
        let (before, after) = (Alphabet::new(some()), Alphabet::new(some().chain([('酌', 1)])));
        assert!(before.number('酌').is_some() && before.iter().eq(after.iter()));
        assert_eq!(before.iter().count(), 3_755);
    }

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
