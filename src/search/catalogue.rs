//! Circulars in the order of the results, and where each one's records are.
//!
//! Records are numbered: first the titles, one a circular, then all clauses that are only a heading,
//! then all others, each part in the order of the circulars. So a record's number says its class and rank.

use super::bits::{BitReader, BitWriter, Census, Code, DESCRIPTION};
use super::facets::Facets;
use super::text_starts::{Counts, TextStarts};
use serde::{Deserialize, Serialize};

/// What the index keeps of one circular.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    pub facets: Facets,
    pub headings: u32,
    pub clauses: u32,
}

/// Where the circulars of one catalogue shard begin.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Base {
    /// Titles, headings and other clauses of all circulars before.
    pub titles: u32,
    pub headings: u32,
    pub clauses: u32,
}

/// What stands in one shard: columns of numbers, of the circulars level, fall of the year since the one before
/// (zigzag), kind, status, number of issuers; all issuers; headings and other clauses of the circulars; and the
/// titles, headings and other clauses in each of their text shards.
#[derive(Debug, Default)]
pub struct Columns([Column; COLUMNS]);

pub const COLUMNS: usize = 11;

/// The codes of the columns' values; they stand in the root shard.
pub type ColumnCodes = [Code; COLUMNS];

/// Values, each with how often it follows itself when it often does; else with 1.
#[derive(Debug, Default)]
pub struct Column {
    in_runs: bool,
    values: Vec<(u32, u32)>,
}

impl Column {
    pub fn new(values: impl Iterator<Item = u32>) -> Column {
        let values: Vec<u32> = values.collect();
        let runs: Vec<(u32, u32)> =
            values.chunk_by(|a, b| a == b).map(|run| (run[0], run.len() as u32)).collect();
        let in_runs = runs.len() * RUN < values.len();
        Column { in_runs, values: if in_runs { runs } else { values.into_iter().map(|v| (v, 1)).collect() } }
    }

    /// The best code for the values of some columns.
    pub fn code<'a>(columns: impl Iterator<Item = &'a Column>) -> Code {
        let mut census = Census::default();
        columns.flat_map(|column| &column.values).for_each(|(value, _)| census.count(*value));
        census.code()
    }

    /// In the code for all shards, or in one of its own where that takes less.
    pub fn put(&self, bits: &mut BitWriter, code: &Code) {
        bits.put(u32::from(self.in_runs), 1);
        let own = Column::code([self].into_iter());
        let cost = |code: &Code| self.values.iter().map(|(value, _)| code.cost(*value)).sum::<usize>();
        let is_own = cost(&own) + DESCRIPTION < cost(code);
        bits.put(u32::from(is_own), 1);
        if is_own {
            own.describe(bits);
        }
        let code = if is_own { &own } else { code };
        for (value, length) in &self.values {
            code.put(bits, *value);
            if self.in_runs {
                bits.number(*length - 1, 2);
            }
        }
    }

    pub fn take(bits: &mut BitReader<'_>, code: &Code, count: usize) -> Vec<u32> {
        let in_runs = bits.take(1) == 1;
        let own = (bits.take(1) == 1).then(|| Code::read(bits));
        let code = own.as_ref().unwrap_or(code);
        let mut values = Vec::new();
        while values.len() < count && !bits.overrun() {
            let value = code.take(bits);
            let length = if in_runs { bits.number(2) as usize + 1 } else { 1 };
            values.resize(values.len().saturating_add(length).min(count), value);
        }
        values.resize(count, 0);
        values
    }
}

/// A column is written in runs when these are so long on average.
const RUN: usize = 3;

impl Columns {
    /// Of some circulars and their text shards.
    pub fn new(rows: &[Row], texts: &[Counts]) -> Columns {
        let of = |value: fn(&Row) -> u32| Column::new(rows.iter().map(value));
        let mut last = 0;
        let falls = rows.iter().map(|row| {
            // Years mostly stand still or fall by one.
            let fall = last - i64::from(row.facets.year);
            last = i64::from(row.facets.year);
            ((fall << 1) ^ (fall >> 63)) as u32
        });
        Columns([
            of(|r| r.facets.level),
            Column::new(falls),
            of(|r| r.facets.kind),
            of(|r| r.facets.status),
            of(|r| r.facets.issuers.len() as u32),
            Column::new(rows.iter().flat_map(|r| &r.facets.issuers).copied()),
            of(|r| r.headings),
            of(|r| r.clauses),
            Column::new(texts.iter().map(|counts| counts[0])),
            Column::new(texts.iter().map(|counts| counts[1])),
            Column::new(texts.iter().map(|counts| counts[2])),
        ])
    }

    /// The best codes for all shards together.
    pub fn codes(all: &[Columns]) -> ColumnCodes {
        std::array::from_fn(|at| Column::code(all.iter().map(|columns| &columns.0[at])))
    }

    /// The shard of `rows` circulars with `texts` text shards.
    pub fn write(&self, rows: usize, texts: usize, codes: &ColumnCodes) -> Vec<u8> {
        let mut bits = BitWriter::default();
        bits.number(rows as u32, 8);
        bits.number(texts as u32, 6);
        self.0.iter().zip(codes).for_each(|(column, code)| column.put(&mut bits, code));
        bits.finish()
    }
}

/// One catalogue shard as read.
#[derive(Debug, Clone, Default)]
pub struct Part {
    pub facets: Vec<Facets>,
    /// First heading and first clause (as counted among all headings, all clauses) of each circular and of the next part.
    pub headings: Vec<u32>,
    pub clauses: Vec<u32>,
    /// Where the root does not tell it.
    pub texts: TextStarts,
}

/// Reads [`Columns::write`].
pub fn read(bytes: &[u8], base: Base, codes: &ColumnCodes) -> Part {
    let mut bits = BitReader::new(bytes);
    let rows = (bits.number(8) as usize).min(1 << 16);
    let texts = (bits.number(6) as usize).min(1 << 20);
    let mut codes = codes.iter();
    let mut next = |count: usize| {
        codes.next().map_or_else(Vec::new, |code| Column::take(&mut bits, code, count)).into_iter()
    };
    let mut facets = vec![Facets::default(); rows];
    let put = |facets: &mut [Facets], column: std::vec::IntoIter<u32>, to: fn(&mut Facets) -> &mut u32| {
        facets.iter_mut().zip(column).for_each(|(facets, value)| *to(facets) = value);
    };
    put(&mut facets, next(rows), |f| &mut f.level);
    let mut year = 0i64;
    let years = next(rows).map(|coded| {
        let coded = i64::from(coded);
        year -= (coded >> 1) ^ -(coded & 1);
        year.clamp(0, i64::from(u32::MAX)) as u32
    });
    facets.iter_mut().zip(years).for_each(|(facets, year)| facets.year = year);
    put(&mut facets, next(rows), |f| &mut f.kind);
    put(&mut facets, next(rows), |f| &mut f.status);
    let counts: Vec<usize> = next(rows).map(|count| count.min(1 << 10) as usize).collect();
    let mut issuers = next(counts.iter().sum());
    for (facets, count) in facets.iter_mut().zip(counts) {
        facets.issuers = issuers.by_ref().take(count).collect();
    }
    let mut sums = |mut sum: u32, count: usize| {
        let mut all = vec![sum];
        for value in next(count) {
            sum = sum.wrapping_add(value);
            all.push(sum);
        }
        all
    };
    let headings = sums(base.headings, rows);
    let clauses = sums(base.clauses, rows);
    let starts = [base.titles, base.headings, base.clauses].map(|before| sums(before, texts));
    Part { facets, headings, clauses, texts: TextStarts::of_part(starts) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_come_back() {
        let row = |nth: u32| Row {
            facets: Facets {
                level: nth / 40,
                year: if nth % 50 == 49 { 0 } else { 2020 - nth / 9 },
                kind: nth % 5,
                status: 1,
                issuers: (0..nth % 3).map(|at| nth + 7 * at).collect(),
            },
            headings: nth % 4,
            clauses: 30 + nth,
        };
        let rows: Vec<Row> = (0..100).map(row).collect();
        let columns = Columns::new(&rows, &[[2, 8, 60], [3, 7, 70], [4, 6, 80]]);
        let codes = Columns::codes(std::slice::from_ref(&columns));
        let base = Base { titles: 3, headings: 5, clauses: 9 };
        let part = read(&columns.write(rows.len(), 3, &codes), base, &codes);
        assert!(part.facets.iter().eq(rows.iter().map(|row| &row.facets)));
        assert_eq!(part.headings[..4], [5, 5, 6, 8]);
        assert_eq!((part.clauses[..3].to_vec(), part.clauses.len()), (vec![9, 39, 70], 101));
        assert_eq!(
            [(0, 5), (1, 12), (2, 138)].map(|(kind, at)| part.texts.find(kind, at)),
            [Some((1, 0)), Some((0, 7)), Some((1, 69))]
        );
        read(&[0xFF; 4], base, &codes);
        read(&[], base, &codes);
    }
}
