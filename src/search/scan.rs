//! Finding all places of some beginnings in one reading of all keys.

use super::keys::Letters;
use std::ops::RangeInclusive;

/// What is looked for.
#[derive(Debug, Clone)]
pub struct Pattern {
    pub prefix: Vec<u16>,
    /// The symbols that may follow, and the suffixes are wanted; None when only the records are.
    pub next: Option<RangeInclusive<u16>>,
}

/// What was found of one pattern, in order.
#[derive(Debug, Clone, Default)]
pub struct Hits {
    /// Of each place the record; when only records are wanted, each once.
    pub records: Vec<u32>,
    /// Where each place's suffix begins among `symbols`, which are whole suffixes, each with the 0 behind it.
    pub starts: Vec<u32>,
    pub symbols: Vec<u16>,
}

impl Hits {
    /// Puts what was found further on behind.
    pub fn append(&mut self, more: Hits) {
        let base = self.symbols.len() as u32;
        self.records.extend(more.records);
        self.starts.extend(more.starts.iter().map(|start| start + base));
        self.symbols.extend(more.symbols);
    }
}

/// Patterns by their first symbols.
pub struct Scan<'a> {
    patterns: &'a [Pattern],
    /// By symbol: 0, or where its row is, from 1.
    first: Vec<u16>,
    rows: Vec<Row>,
}

/// The patterns that may begin with one symbol.
struct Row {
    patterns: Vec<usize>,
    /// The second symbols that any of them allows.
    second: Vec<u64>,
}

impl<'a> Scan<'a> {
    pub fn new(patterns: &'a [Pattern], last: u16) -> Scan<'a> {
        let all = usize::from(last) + 1;
        let mut first = vec![0u16; all];
        let mut rows: Vec<Row> = Vec::new();
        let mut add = |symbol: u16, pattern: usize, second: RangeInclusive<u16>| {
            let Some(slot) = first.get_mut(usize::from(symbol)) else { return };
            if *slot == 0 {
                rows.push(Row { patterns: Vec::new(), second: vec![0; all.div_ceil(64)] });
                *slot = rows.len() as u16;
            }
            let row = &mut rows[usize::from(*slot) - 1];
            row.patterns.push(pattern);
            for symbol in *second.start()..=(*second.end()).min(last) {
                row.second[usize::from(symbol) / 64] |= 1 << (symbol % 64);
            }
        };
        for (at, Pattern { prefix, next }) in patterns.iter().enumerate() {
            match (prefix.as_slice(), next) {
                ([], Some(next)) => {
                    (*next.start()..=(*next.end()).min(last)).for_each(|symbol| add(symbol, at, 0..=last));
                }
                ([], None) => {}
                ([symbol], next) => add(*symbol, at, next.clone().unwrap_or(0..=last)),
                ([symbol, second, ..], _) => add(*symbol, at, *second..=*second),
            }
        }
        Scan { patterns, first, rows }
    }

    /// What the keys of some records in a row hold, of which the first is `record`.
    pub fn find(&self, symbols: &[u16], mut record: u32, letters: &Letters) -> Vec<Hits> {
        let mut found = vec![Hits::default(); self.patterns.len()];
        for at in 0..symbols.len() {
            let symbol = symbols[at];
            let row = self.first.get(usize::from(symbol)).copied().unwrap_or_default();
            if row > 0
                && let Some(second) = symbols.get(at + 1)
                && self.rows[usize::from(row) - 1].second[usize::from(*second) / 64] >> (second % 64) & 1 == 1
                && letters.begins(symbol, *second)
            {
                for pattern in &self.rows[usize::from(row) - 1].patterns {
                    self.take(*pattern, &symbols[at..], record, &mut found[*pattern]);
                }
            }
            record += u32::from(symbol == 0);
        }
        found
    }

    fn take(&self, pattern: usize, rest: &[u16], record: u32, to: &mut Hits) {
        let Pattern { prefix, next } = &self.patterns[pattern];
        if !rest.starts_with(prefix) {
            return;
        }
        let Some(next) = next else {
            if to.records.last() != Some(&record) {
                to.records.push(record);
            }
            return;
        };
        if rest.get(prefix.len()).is_some_and(|symbol| next.contains(symbol)) {
            let end = rest.iter().position(|symbol| *symbol == 0).map_or(rest.len(), |end| end + 1);
            to.records.push(record);
            to.starts.push(to.symbols.len() as u32);
            to.symbols.extend_from_slice(&rest[..end]);
        }
    }
}
