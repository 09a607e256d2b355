//! From ordered suffixes to index shards and list shards.

use super::bits::BitWriter;
use super::catalogue::Row;
use super::frequent::Frequent;
use super::gatherer::Gatherer;
use super::grams::{Division, Sink, divide};
use super::keys::Keys;
use super::labels::{Codes, Sample};
use super::pieces;
use super::records::Records;
use super::shard::{self, Filling};
use crate::model::Workers;
use std::ops::Range;

/// Most records in a bucket: so many texts are read at most to settle a rare phrase.
const BUCKET: usize = 16;
/// A beginning with more places carries its facts.
const NODE: usize = 500;
/// A beginning with more places, and more than such a share of all records, is frequent: its records are listed apart …
const LISTED: (usize, usize) = (12_000, 64);
/// … but one of a single symbol only from here on: those are many, and seldom asked for.
const SINGLE_LISTED: (usize, usize) = (20_000, 32);
/// Records a list shard.
const LIST_SHARD: usize = 65_536;
/// Bytes after which an index shard is closed …
const FULL: usize = 21_000;
/// … but a beginning is kept in one shard when that does not grow beyond this …
const MOST: usize = 30_000;
/// … or when the one before has so many.
const LEAST: usize = 12_000;
/// Records of one bucket in one shard, where keys end.
const LONGEST: usize = 16_384;

/// Symbols that no branch decides are written up to so many in a row, the rest are blind.
const KNOWN: usize = 2;
/// Beginnings longer than this are not told apart in the index; texts decide.
const DEEPEST: usize = 256;

/// About so many places make one piece of work. The shards end with it, so it must not depend on the machine.
const PIECE: usize = 600_000;
/// But there are no more pieces than this: all keys are read for each.
const PIECES: usize = 32;
/// The codes are learnt from about so many places.
const SAMPLE: usize = 600_000;
/// … in so many pieces.
const SAMPLES: usize = 4;

/// What all shards are written from.
#[derive(Clone, Copy)]
pub struct Sources<'a> {
    pub keys: &'a Keys,
    pub records: &'a Records,
    pub rows: &'a [Row],
}

/// The shards of a stretch of the order.
#[derive(Default)]
pub struct Stretch {
    /// Index shards in order.
    pub shards: Vec<Vec<u8>>,
    /// For each the shortest beginning that tells its first bucket from the bucket before.
    pub separators: Vec<Vec<u16>>,
    /// The most frequent beginnings in order, and the list shards of their records with their names.
    pub frequent: Vec<Frequent>,
    pub lists: Vec<(String, Vec<u8>)>,
}

const DIVISION: Division = Division { bucket: BUCKET, node: NODE, known: KNOWN, deepest: DEEPEST };

/// Writes all index and list shards and gives them away in order; gives the codes they are written in.
pub fn write(from: Sources<'_>, workers: &impl Workers, give: impl FnMut(Stretch)) -> Codes {
    let size = from.keys.size();
    let samples = workers.map(samples(from.keys), |symbols| learn(from, symbols));
    let mut sample = Sample::default();
    samples.iter().for_each(|part| sample.merge(part));
    let codes = sample.codes();
    let stretches = from.keys.stretches(PIECE.max(size / PIECES));
    pieces::each(workers, stretches, |symbols| stretch(from, &codes, symbols), give);
    codes
}

/// Stretches of symbols from all over the alphabet, or all of it when it is small.
fn samples(keys: &Keys) -> Vec<Range<u16>> {
    let step = keys.size().div_ceil(SAMPLE);
    if step < SAMPLES {
        return keys.stretches(usize::MAX);
    }
    keys.stretches(SAMPLE / SAMPLES).into_iter().skip(step / 2).step_by(step).collect()
}

/// Learns the codes.
fn learn(from: Sources<'_>, symbols: Range<u16>) -> Sample {
    struct Learner(Sample);
    impl Sink for Learner {
        fn node(&mut self, _: &[u16], _: usize, _: usize, _: &[u32]) {}
        fn bucket(&mut self, label: &[u16], _: bool, records: &[u32]) {
            self.0.bucket(label, records);
        }
    }
    let mut learner = Learner(Sample::default());
    divide(from.keys, symbols, DIVISION, &mut learner);
    learner.0
}

/// Writes the shards of some symbols' places.
fn stretch(from: Sources<'_>, codes: &Codes, symbols: Range<u16>) -> Stretch {
    let mut writer = Writer {
        codes,
        from,
        width: shard::width(from.records.count()),
        filling: Filling::default(),
        previous: Vec::new(),
        whole: Vec::new(),
        done: Stretch::default(),
        list: (0, 0),
        facts: Gatherer::new(from.records, from.rows),
    };
    divide(from.keys, symbols, DIVISION, &mut writer);
    writer.close();
    writer.done
}

/// Takes the ordered suffixes into index shards and list shards.
struct Writer<'a> {
    codes: &'a Codes,
    from: Sources<'a>,
    width: u32,
    filling: Filling,
    /// Label of the bucket before.
    previous: Vec<u16>,
    /// A beginning whose buckets are to stand in one shard.
    whole: Vec<u16>,
    done: Stretch,
    /// The symbol in hand, and how many list shards it has.
    list: (u16, u32),
    facts: Gatherer<'a>,
}

impl Writer<'_> {
    fn close(&mut self) {
        if !self.filling.is_empty() {
            self.done.shards.push(std::mem::take(&mut self.filling).finish());
        }
    }

    /// Closes the shard before `label` when it is full; a node's facts stand with its first bucket.
    fn make_room(&mut self, label: &[u16]) {
        let full = if label.starts_with(&self.whole) && !self.whole.is_empty() { MOST } else { FULL };
        if self.filling.bytes() >= full {
            self.close();
        }
        if self.filling.is_empty() {
            let same = self.previous.iter().zip(label).take_while(|(a, b)| a == b).count();
            self.done.separators.push(label.iter().copied().take(same + 1).collect());
        }
    }

    /// Sees to it that a word's buckets are read with one shard, when they fit into one.
    fn keep_whole(&mut self, path: &[u16], places: usize) {
        let size = places * self.width as usize / 8;
        if size > MOST || path.starts_with(&self.whole) && !self.whole.is_empty() {
            return;
        }
        if self.filling.bytes() + size > MOST && self.filling.bytes() >= LEAST {
            self.close();
        }
        self.whole.clear();
        if self.filling.bytes() + size <= MOST {
            self.whole.extend_from_slice(path);
        }
    }
}

impl Sink for Writer<'_> {
    fn node(&mut self, path: &[u16], shortest: usize, places: usize, records: &[u32]) {
        let facts = self.facts.of(records);
        let all = self.from.records.count() as usize;
        let (least, share) = if path.len() == 1 { SINGLE_LISTED } else { LISTED };
        if places > least.max(all / share) {
            let symbol = path[0];
            let first = if self.list.0 == symbol { self.list.1 } else { 0 };
            let parts = records.chunks(LIST_SHARD);
            let lists = (first, parts.len() as u32);
            for (at, part) in (first..).zip(parts) {
                self.done.lists.push((format!("l/{symbol}-{at}"), shard::list(part, self.width)));
            }
            self.list = (symbol, lists.0 + lists.1);
            self.done.frequent.push(Frequent { label: path.to_vec(), shortest, facts, lists });
            return;
        }
        self.keep_whole(path, places);
        self.make_room(path);
        let mut bits = BitWriter::default();
        facts.put(&mut bits);
        self.filling.node(shortest, path.len(), &bits);
    }

    fn bucket(&mut self, label: &[u16], mixed: bool, records: &[u32]) {
        // Many keys may end alike. No phrase reaches to a key's end, so none begins at such a separator.
        let most = if label.last() == Some(&0) { LONGEST } else { records.len().max(1) };
        for part in records.chunks(most) {
            self.make_room(label);
            self.filling.bucket(self.codes, self.width, label, mixed, part);
            self.previous.clear();
            self.previous.extend_from_slice(label);
        }
    }
}
