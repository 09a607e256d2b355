//! Where each text shard begins. The root of a collection that is not large tells it, so a record's text is found without
//! its catalogue shard; else that does.

use super::bits::{BitReader, BitWriter, Code};
use super::catalogue::{Column, Row};
use super::sizes::Sizes;

/// Titles, headings and other clauses in one text shard.
pub type Counts = [u32; 3];

/// Whether the root tells it.
pub fn are_told(texts: &[Vec<u32>], sizes: &Sizes) -> bool {
    texts.len() <= sizes.starts
}

/// Of the circulars `rows`, and `texts`, the records in each text shard by catalogue shard: a bit that says whether it is
/// told; how many shards each catalogue shard has, and what each holds in three columns, each with a code of its own.
pub fn put(bits: &mut BitWriter, rows: &[Row], texts: &[Vec<u32>], sizes: &Sizes) {
    let is_told = are_told(texts, sizes);
    bits.put(u32::from(is_told), 1);
    if !is_told {
        return;
    }
    bits.number(texts.len() as u32, 4);
    texts.iter().for_each(|shards| bits.number(shards.len() as u32, 6));
    let parts = rows.chunks(sizes.every).zip(texts);
    let counts: Vec<Counts> = parts.flat_map(|(rows, records)| counts(rows, records)).collect();
    for kind in 0..3 {
        let column = Column::new(counts.iter().map(|counts| counts[kind]));
        let code = Column::code([&column].into_iter());
        code.describe(bits);
        column.put(bits, &code);
    }
}

/// Of circulars, what each of their text shards holds; `records` is how many that are.
pub fn counts(rows: &[Row], records: &[u32]) -> Vec<Counts> {
    // What of the circular in hand is in no shard yet.
    let mut left: Counts = [0; 3];
    let mut rows = rows.iter().map(|row| [1, row.headings, row.clauses]);
    let of = |size: &u32| {
        let (mut counts, mut size) = ([0; 3], *size);
        while size > 0 {
            if left == [0; 3] {
                let Some(row) = rows.next() else { break };
                left = row;
            }
            for (left, count) in left.iter_mut().zip(&mut counts) {
                let taken = size.min(*left);
                (*left, *count, size) = (*left - taken, *count + taken, size - taken);
            }
        }
        counts
    };
    records.iter().map(of).collect()
}

/// What stands before each text shard: titles, headings and other clauses.
#[derive(Debug, Clone, Default)]
pub struct TextStarts {
    starts: [Vec<u32>; 3],
    /// Of the shards of a whole collection the catalogue shard, and the number there.
    shards: Vec<(usize, usize)>,
}

impl TextStarts {
    /// Reads [`put`].
    pub fn take(bits: &mut BitReader<'_>) -> Option<TextStarts> {
        if bits.take(1) == 0 {
            return None;
        }
        let mut shards = Vec::new();
        for part in 0..(bits.number(4) as usize).min(1 << 12) {
            if bits.overrun() {
                break;
            }
            shards.extend((0..(bits.number(6) as usize).min(1 << 20)).map(|nth| (part, nth)));
        }
        let starts = std::array::from_fn(|_| {
            let code = Code::read(bits);
            let before = Column::take(bits, &code, shards.len()).into_iter().scan(0u32, |sum, count| {
                let before = *sum;
                *sum = sum.saturating_add(count);
                Some(before)
            });
            before.collect()
        });
        Some(TextStarts { starts, shards })
    }

    /// Those of one catalogue shard, and behind them what stands before the next.
    pub fn of_part(mut starts: [Vec<u32>; 3]) -> TextStarts {
        for starts in &mut starts {
            starts.pop();
        }
        TextStarts { starts, shards: Vec::new() }
    }

    /// The shard of the title, heading or other clause (0, 1, 2) of a number among its like, and its number among those there.
    pub fn find(&self, kind: usize, number: u32) -> Option<(usize, usize)> {
        let starts = self.starts.get(kind)?;
        let at = starts.partition_point(|start| *start <= number).checked_sub(1)?;
        Some((at, (number - starts.get(at)?) as usize))
    }

    /// The catalogue shard of a shard of a whole collection, and its number there.
    pub fn shard(&self, at: usize) -> Option<(usize, usize)> {
        self.shards.get(at).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::sizes::SIZES;

    #[test]
    fn every_record_is_found_in_its_shard() {
        let row = |(headings, clauses)| Row { headings, clauses, ..Row::default() };
        let rows: Vec<Row> = [(2, 3), (0, 0), (1, 5), (0, 4)].map(row).into();
        // Two catalogue shards; a circular may go on in the next text shard, at any place.
        let texts = [vec![2, 4, 1], vec![3, 1, 8]];
        assert_eq!(counts(&rows[..2], &texts[0]), [[1, 1, 0], [0, 1, 3], [1, 0, 0]]);
        assert_eq!(counts(&rows[2..], &texts[1]), [[1, 1, 1], [0, 0, 1], [1, 0, 7]]);
        let written = |starts| {
            let mut bits = BitWriter::default();
            put(&mut bits, &rows, &texts, &Sizes { every: 2, starts, ..SIZES });
            bits.finish()
        };
        assert!(TextStarts::take(&mut BitReader::new(&written(1))).is_none());
        let starts = TextStarts::take(&mut BitReader::new(&written(2))).unwrap();
        let found = [(0, 0), (0, 1), (0, 3), (1, 1), (1, 2), (2, 2), (2, 3), (2, 4), (2, 11)];
        assert_eq!(
            found.map(|(kind, number)| {
                let (at, nth) = starts.find(kind, number).unwrap();
                (starts.shard(at).unwrap(), nth)
            }),
            [
                ((0, 0), 0),
                ((0, 2), 0),
                ((1, 2), 0),
                ((0, 1), 0),
                ((1, 0), 0),
                ((0, 1), 2),
                ((1, 0), 0),
                ((1, 1), 0),
                ((1, 2), 6)
            ]
        );
        TextStarts::take(&mut BitReader::new(&[0xFF; 9]));
    }
}
