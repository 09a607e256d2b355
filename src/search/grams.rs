//! All suffixes of all keys in order, as far as the order is needed.
//!
//! A *bucket* is a handful of suffixes that begin alike; a *node* is a beginning that
//! more suffixes share. The order is that of the symbols' numbers; where a key ends comes first.

/// The keys of all records, one after the other.
#[derive(Debug, Clone, Default)]
pub struct Keys {
    /// Symbols' numbers from 1; a 0 ends each record's key.
    pub symbols: Vec<u16>,
    /// Where each record's key begins.
    pub starts: Vec<u32>,
    /// For each 64th place the record it is in.
    every: Vec<u32>,
}

impl Keys {
    pub fn push(&mut self, key: impl Iterator<Item = u16>) {
        let record = self.starts.len() as u32;
        self.starts.push(self.symbols.len() as u32);
        self.symbols.extend(key);
        self.symbols.push(0);
        while self.every.len() * 64 < self.symbols.len() {
            self.every.push(record);
        }
    }

    /// The record that `place` is in.
    pub fn record(&self, place: u32) -> u32 {
        let mut record = self.every[place as usize / 64];
        while self.starts.get(record as usize + 1).is_some_and(|start| *start <= place) {
            record += 1;
        }
        record
    }

    fn at(&self, place: u32, depth: usize) -> u16 {
        self.symbols[place as usize + depth]
    }

    /// The records of ascending places, each once, into `to`.
    pub fn records(&self, places: &[u32], to: &mut Vec<u32>) {
        to.clear();
        let mut end = 0;
        for place in places {
            if *place >= end {
                let record = self.record(*place);
                end = self.starts.get(record as usize + 1).copied().unwrap_or(u32::MAX);
                to.push(record);
            }
        }
    }
}

/// A symbol of a label that is not written down.
pub const BLIND: u16 = u16::MAX;

/// How the suffixes are divided.
#[derive(Debug, Clone, Copy)]
pub struct Division {
    /// Most records in a bucket.
    pub bucket: usize,
    /// A beginning with more places than this is told to the sink as a node.
    pub node: usize,
    /// Symbols on a path that no branch decides: so many are written, the rest is blind.
    pub known: usize,
    /// Beginnings are not divided further from this length on.
    pub deepest: usize,
}

/// What takes the ordered suffixes.
pub trait Sink {
    /// All places that begin with `path`, in ascending order, before their buckets.
    /// The same places begin with every cut of `path` from length `shortest` on.
    fn node(&mut self, keys: &Keys, path: &[u16], shortest: usize, places: &[u32]);

    /// The records of the suffixes that begin with `label`; when `mixed`, those that begin with all of it
    /// but the last symbol, and then with that or a later one before the next label's.
    fn bucket(&mut self, label: &[u16], mixed: bool, records: &[u32]);
}

/// Orders `places` (ascending) and tells `sink` buckets and nodes in order.
pub fn divide(keys: &Keys, places: &mut [u32], how: Division, sink: &mut impl Sink) {
    let most = keys.symbols.iter().copied().max().unwrap_or(0) as usize + 1;
    let mut divider = Divider {
        keys,
        how,
        scratch: vec![0; places.len()],
        counts: vec![0; most],
        pairs: Vec::new(),
        path: Vec::new(),
        records: Vec::new(),
    };
    divider.sort(places, 0);
    divider.children(places, 0, sink);
}

struct Divider<'a> {
    keys: &'a Keys,
    how: Division,
    scratch: Vec<u32>,
    counts: Vec<u32>,
    pairs: Vec<(u16, u32)>,
    path: Vec<u16>,
    records: Vec<u32>,
}

impl Divider<'_> {
    /// Orders by the symbol at `depth`, places ascending among equals.
    fn sort(&mut self, places: &mut [u32], depth: usize) {
        if places.len() < 1024 {
            self.pairs.clear();
            self.pairs.extend(places.iter().map(|p| (self.keys.at(*p, depth), *p)));
            self.pairs.sort_unstable();
            places.iter_mut().zip(&self.pairs).for_each(|(place, pair)| *place = pair.1);
            return;
        }
        self.counts.fill(0);
        for place in places.iter() {
            self.counts[self.keys.at(*place, depth) as usize] += 1;
        }
        let mut sum = 0;
        for count in &mut self.counts {
            sum += std::mem::replace(count, sum);
        }
        let scratch = &mut self.scratch[..places.len()];
        for place in places.iter() {
            let slot = &mut self.counts[self.keys.at(*place, depth) as usize];
            scratch[*slot as usize] = *place;
            *slot += 1;
        }
        places.copy_from_slice(scratch);
    }

    /// Whether the places lie in no more records than a bucket holds.
    fn is_small(&mut self, places: &[u32]) -> bool {
        if places.len() <= self.how.bucket {
            return true;
        }
        if places.len() > 16 * self.how.bucket {
            return false;
        }
        let mut records = std::mem::take(&mut self.records);
        self.keys.records(places, &mut records);
        let small = records.len() <= self.how.bucket;
        self.records = records;
        small
    }

    /// `places` all begin with the path and are ordered by the symbol behind it.
    fn children(&mut self, places: &mut [u32], depth: usize, sink: &mut impl Sink) {
        let mut from = 0;
        // Small brothers that wait to share a bucket.
        let mut waiting = 0..0;
        let mut brothers = 0;
        while from < places.len() {
            let symbol = self.keys.at(places[from], depth);
            let mut to = from + 1;
            while to < places.len() && self.keys.at(places[to], depth) == symbol {
                to += 1;
            }
            if self.is_small(&places[from..to]) {
                if !waiting.is_empty() && waiting.len() + to - from > self.how.bucket {
                    self.flush(&mut places[waiting.clone()], depth, brothers, sink);
                    waiting = from..from;
                    brothers = 0;
                }
                waiting = if waiting.is_empty() { from..to } else { waiting.start..to };
                brothers += 1;
            } else {
                self.flush(&mut places[waiting.clone()], depth, brothers, sink);
                waiting = to..to;
                brothers = 0;
                self.path.push(symbol);
                self.visit(&mut places[from..to], depth + 1, sink);
                self.path.truncate(depth);
            }
            from = to;
        }
        self.flush(&mut places[waiting], depth, brothers, sink);
    }

    fn flush(&mut self, places: &mut [u32], depth: usize, brothers: usize, sink: &mut impl Sink) {
        let Some(first) = places.first() else { return };
        self.path.push(self.keys.at(*first, depth));
        let mut records = std::mem::take(&mut self.records);
        records.clear();
        records.extend(places.iter().map(|place| self.keys.record(*place)));
        records.sort_unstable();
        records.dedup();
        sink.bucket(&self.path, brothers > 1, &records);
        self.records = records;
        self.path.pop();
    }

    /// `places`, ascending, all begin with the path, of length `depth`.
    fn visit(&mut self, places: &mut [u32], depth: usize, sink: &mut impl Sink) {
        let mut end = depth;
        let ended = self.path.last() == Some(&0);
        if !ended {
            while end < self.how.deepest {
                let symbol = self.keys.at(places[0], end);
                if symbol == 0 || places.iter().any(|p| self.keys.at(*p, end) != symbol) {
                    break;
                }
                self.path.push(if end - depth < self.how.known { symbol } else { BLIND });
                end += 1;
            }
        }
        if places.len() > self.how.node && !ended {
            sink.node(self.keys, &self.path, depth, places);
        }
        if ended || end >= self.how.deepest {
            let mut records = std::mem::take(&mut self.records);
            self.keys.records(places, &mut records);
            sink.bucket(&self.path, false, &records);
            self.records = records;
            return;
        }
        self.sort(places, end);
        self.children(places, end, sink);
    }
}
