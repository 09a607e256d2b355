//! The most frequent beginnings. Their facts stand apart from the index, a few together, and all their records in
//! lists, so that a common word is answered without the large shards of rare ones.

use super::bits::{BitReader, BitWriter};
use super::facets::Facts;
use super::grams::BLIND;
use super::labels::{Codes, put_labels, take_labels};

/// Beginnings a shard.
pub const EVERY: usize = 16;

/// One frequent beginning as it is written.
#[derive(Debug)]
pub struct Frequent {
    /// It answers for its own beginnings of `shortest` symbols and more.
    pub label: Vec<u16>,
    pub shortest: usize,
    pub facts: Facts,
    /// The first of the list shards of its first symbol that hold its records, and how many do.
    pub lists: (u32, u32),
}

/// The shards, in order.
pub fn shards(all: &[Frequent]) -> impl Iterator<Item = Vec<u8>> {
    all.chunks(EVERY).map(|part| {
        let mut bits = BitWriter::default();
        for Frequent { facts, lists, .. } in part {
            let mut one = BitWriter::default();
            one.number(lists.0, 8);
            one.number(lists.1 - 1, 0);
            facts.put(&mut one);
            bits.number(one.len() as u32, 8);
            bits.append(&one);
        }
        bits.finish()
    })
}

/// Facts and lists of the beginning at place `nth` of a shard.
pub fn take(shard: &[u8], nth: usize) -> Option<(Facts, (u32, u32))> {
    let mut bits = BitReader::new(shard);
    for _ in 0..nth {
        let length = bits.number(8) as usize;
        bits.skip(length);
    }
    bits.number(8);
    let lists = (bits.number(8), bits.number(0).saturating_add(1));
    let facts = Facts::take(&mut bits);
    (!bits.overrun()).then_some((facts, lists))
}

/// Which beginnings are frequent; it stands in the root shard.
#[derive(Debug, Default)]
pub struct Table(Vec<(Vec<u16>, usize)>);

/// Writes a [`Table`] of labels, each with the shortest length that it answers for.
pub fn put_table(bits: &mut BitWriter, codes: &Codes, all: &[(&[u16], usize)]) {
    let labels: Vec<Vec<u16>> = all.iter().map(|(label, _)| label.to_vec()).collect();
    put_labels(bits, codes, &labels);
    all.iter().for_each(|(label, shortest)| bits.number((label.len() - shortest) as u32, 0));
}

impl Table {
    pub fn take(bits: &mut BitReader<'_>, codes: &Codes) -> Table {
        let labels = take_labels(bits, codes);
        let shortest = |label: Vec<u16>| {
            let shortest = label.len().saturating_sub(bits.number(0) as usize);
            (label, shortest)
        };
        Table(labels.into_iter().map(shortest).collect())
    }

    /// The place of the beginning that answers for `symbols`, and whether a blind symbol was passed.
    pub fn find(&self, symbols: &[u16]) -> Option<(usize, bool)> {
        let length = symbols.len();
        let answers = |(label, shortest): &(Vec<u16>, usize)| {
            (*shortest..=label.len()).contains(&length)
                && label.iter().zip(symbols).all(|(a, b)| *a == BLIND || a == b)
        };
        let at = self.0.iter().position(answers)?;
        Some((at, self.0[at].0.iter().take(length).any(|symbol| *symbol == BLIND)))
    }
}

#[cfg(test)]
mod tests {
    use super::super::labels::Sample;
    use super::*;

    #[test]
    fn beginnings_come_back() {
        let one = |label: &[u16], shortest, clauses| Frequent {
            label: label.to_vec(),
            shortest,
            facts: Facts { clauses, first: vec![clauses], ..Facts::default() },
            lists: (clauses / 10, 1 + clauses % 3),
        };
        let mut all = vec![one(&[3], 1, 70), one(&[3, 9, BLIND, 4], 2, 50), one(&[3, 12], 2, 40)];
        all.extend((20..60).map(|symbol| one(&[symbol], 1, u32::from(symbol))));
        let codes = Sample::default().codes();
        let mut bits = BitWriter::default();
        let labels: Vec<(&[u16], usize)> =
            all.iter().map(|one| (one.label.as_slice(), one.shortest)).collect();
        put_table(&mut bits, &codes, &labels);
        let bytes = bits.finish();
        let table = Table::take(&mut BitReader::new(&bytes), &codes);
        assert_eq!(table.find(&[3]), Some((0, false)));
        assert_eq!(table.find(&[3, 9]), Some((1, false)));
        assert_eq!(table.find(&[3, 9, 7, 4]), Some((1, true)));
        for none in [&[4][..], &[3, 9, 7, 5], &[3, 9, 7, 4, 1], &[3, 11]] {
            assert_eq!(table.find(none), None);
        }
        let shards: Vec<Vec<u8>> = shards(&all).collect();
        for (at, one) in all.iter().enumerate() {
            let (facts, lists) = take(&shards[at / EVERY], at % EVERY).unwrap();
            assert_eq!((&facts, lists), (&one.facts, one.lists));
        }
        assert_eq!(take(&[0xFF], 3), None);
    }
}
