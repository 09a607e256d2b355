//! From ordered suffixes to index shards and list shards.

use super::alphabet::Alphabet;
use super::bits::BitWriter;
use super::catalogue::Row;
use super::cuts::{Cutter, Shard};
use super::frequent::Frequent;
use super::gatherer::Gatherer;
use super::grams::{self, Piece, Sink, divide};
use super::keys::{Keys, stretches};
use super::labels::{Codes, Sample};
use super::nodes::Node;
use super::records::Records;
use super::shard;
use super::sizes::Sizes;
use crate::model::Workers;
use std::ops::Range;

/// Pieces are worked on in about so many groups: all keys are read for each, and the places of a group are held at once.
const GROUPS: usize = 48;

/// What all shards are written from.
#[derive(Clone, Copy)]
pub struct Sources<'a> {
    pub keys: &'a Keys,
    pub alphabet: &'a Alphabet,
    pub records: &'a Records,
    pub rows: &'a [Row],
    pub sizes: &'a Sizes,
}

/// The shards of a stretch of the order.
#[derive(Default)]
pub struct Stretch {
    /// Index shards in order.
    pub shards: Vec<Shard>,
    /// The most frequent beginnings in order, and the list shards of their records with their names.
    pub frequent: Vec<Frequent>,
    pub lists: Vec<(String, Vec<u8>)>,
    /// Beginnings that many records have; the first is the empty one.
    pub nodes: Vec<Node>,
}

/// Writes all index and list shards and gives them away in order; gives the codes they are written in, which are learnt
/// from some circulars.
pub fn write(
    from: Sources<'_>,
    is_sample: &[bool],
    workers: &impl Workers,
    mut give: impl FnMut(Stretch),
) -> Codes {
    let samples = from.sizes.samples;
    let sampled = |record: &(u32, &[u16])| is_sample[from.records.circular[record.0 as usize] as usize];
    let some = Keys::excerpt((0..).zip(from.keys.each()).filter(sampled), from.keys.records, from.alphabet);
    let stretches = stretches(&some.begin, some.size().div_ceil(samples));
    let mut sample = Sample::default();
    let learn = |symbols| learn(Sources { keys: &some, ..from }, symbols);
    workers.map(stretches, learn).iter().for_each(|part| sample.merge(part));
    drop(some);
    let codes = sample.codes();
    let ranges = pieces_of(&from.keys.begin, from.sizes);
    let groups = ranges.chunks(ranges.len().div_ceil(GROUPS));
    let stretches = |ranges: &[Range<u16>]| -> Vec<Stretch> {
        let pieces = grams::pieces(from.keys, ranges).into_iter();
        pieces.map(|piece| stretch(from, &codes, piece)).collect()
    };
    workers.each(groups, stretches, |stretches| stretches.into_iter().for_each(&mut give));
    codes
}

/// The symbols of each piece of work; with each the shards begin anew.
pub fn pieces_of(begin: &[usize], sizes: &Sizes) -> Vec<Range<u16>> {
    stretches(begin, sizes.piece.max(begin.iter().sum::<usize>() / sizes.pieces))
}

/// Learns the codes.
fn learn(from: Sources<'_>, symbols: Range<u16>) -> Sample {
    struct Learner(Sample);
    impl Sink for Learner {
        fn node(&mut self, _: &[u16], _: usize, _: &[u32]) {}
        fn bucket(&mut self, label: &[u16], _: bool, records: &[u32]) {
            self.0.bucket(label, records);
        }
    }
    let mut learner = Learner(Sample::default());
    for piece in grams::pieces(from.keys, &[symbols]) {
        divide(from.keys, piece, from.sizes.division, &mut learner);
    }
    learner.0
}

/// Writes the shards of some symbols' places.
fn stretch(from: Sources<'_>, codes: &Codes, piece: Piece) -> Stretch {
    let width = shard::width(from.records.count());
    let mut writer = Writer {
        from,
        width,
        cutter: Cutter::new(codes, from.sizes, width, Vec::new()),
        done: Stretch::default(),
        list: (0, 0),
        facts: Gatherer::new(from.records, from.rows),
    };
    let nodes = divide(from.keys, piece, from.sizes.division, &mut writer);
    writer.cutter.close();
    Stretch { shards: writer.cutter.done(), nodes, ..writer.done }
}

/// Takes the ordered suffixes into index shards and list shards.
struct Writer<'a> {
    from: Sources<'a>,
    width: u32,
    cutter: Cutter<'a>,
    done: Stretch,
    /// The symbol in hand, and how many list shards it has.
    list: (u16, u32),
    facts: Gatherer<'a>,
}

/// Whether the records of a beginning, so many of `all`, are listed apart.
pub fn is_frequent(sizes: &Sizes, path: &[u16], records: usize, all: u32) -> bool {
    let (least, share) = if path.len() == 1 { sizes.single_listed } else { sizes.listed };
    records > least.max(all as usize / share)
}

impl Sink for Writer<'_> {
    fn node(&mut self, path: &[u16], shortest: usize, records: &[u32]) {
        let facts = self.facts.of(records);
        if is_frequent(self.from.sizes, path, records.len(), self.from.records.count()) {
            let symbol = path[0];
            let first = if self.list.0 == symbol { self.list.1 } else { 0 };
            let parts = records.chunks(self.from.sizes.list_shard);
            let lists = (first, parts.len() as u32);
            for (at, part) in (first..).zip(parts) {
                self.done.lists.push((format!("l/{symbol}-{at}"), shard::list(part, self.width)));
            }
            self.list = (symbol, lists.0 + lists.1);
            self.done.frequent.push(Frequent { label: path.to_vec(), shortest, facts, lists });
            return;
        }
        let mut bits = BitWriter::default();
        facts.put(&mut bits);
        self.cutter.node(path, shortest, records.len(), &bits);
    }

    fn bucket(&mut self, label: &[u16], mixed: bool, records: &[u32]) {
        self.cutter.bucket(label, mixed, records);
    }
}
