//! What an index shard and a list shard hold: ordered buckets, records, facts of nodes.
//! The form is written down in `docs/search-format.md`.

use super::bits::{BitReader, BitWriter, Census, Code};
use super::grams::BLIND;
use super::labels::{Codes, order, put_label, take_label};
use std::cmp::Ordering;
use std::ops::RangeInclusive;

/// Bits that a record's number takes.
pub fn width(records: u32) -> u32 {
    32 - records.saturating_sub(1).leading_zeros()
}

/// Writes ascending, distinct records; how many is known from elsewhere.
fn put_records(bits: &mut BitWriter, gap: &Code, width: u32, records: &[u32]) {
    if let Some(first) = records.first() {
        bits.put(*first, width);
    }
    for two in records.windows(2) {
        gap.put(bits, two[1] - two[0] - 1);
    }
}

fn take_records(bits: &mut BitReader<'_>, gap: &Code, width: u32, count: usize, to: &mut Vec<u32>) {
    let mut record = 0u32;
    for i in 0..count {
        if bits.overrun() {
            return;
        }
        record = if i == 0 { bits.take(width) } else { record.wrapping_add(gap.take(bits)).wrapping_add(1) };
        to.push(record);
    }
}

/// The records of one long list, or of a stretch of it, as a shard of their own.
pub fn list(records: &[u32], width: u32) -> Vec<u8> {
    let mut census = Census::default();
    records.windows(2).for_each(|two| census.count(two[1] - two[0] - 1));
    let code = census.code();
    let mut bits = BitWriter::default();
    bits.number(records.len() as u32, 8);
    code.describe(&mut bits);
    put_records(&mut bits, &code, width, records);
    bits.finish()
}

/// Reads [`list`], behind what is in `to`.
pub fn read_list(bytes: &[u8], width: u32, to: &mut Vec<u32>) {
    let mut bits = BitReader::new(bytes);
    let count = bits.number(8) as usize;
    let code = Code::read(&mut bits);
    take_records(&mut bits, &code, width, count, to);
}

/// So many buckets stand between two whose labels are written whole, at which a reader may begin.
const STOP: u32 = 128;

/// An index shard in the making: buckets in order, and what is known of the nodes that begin in it.
#[derive(Debug, Default)]
pub struct Filling {
    nodes: BitWriter,
    node_count: u32,
    last_node: u32,
    buckets: BitWriter,
    bucket_count: u32,
    /// Where buckets stand that a reader may begin at, in bits behind the first.
    stops: Vec<usize>,
    last: Vec<u16>,
}

impl Filling {
    pub fn bytes(&self) -> usize {
        (self.nodes.len() + self.buckets.len()) / 8
    }

    pub fn is_empty(&self) -> bool {
        self.bucket_count == 0 && self.node_count == 0
    }

    /// The facts of the node whose buckets come next; it answers for beginnings of `shortest` to `longest` symbols.
    pub fn node(&mut self, shortest: usize, longest: usize, facts: &BitWriter) {
        let bits = &mut self.nodes;
        bits.number(self.bucket_count - self.last_node, 4);
        bits.number(shortest as u32, 2);
        bits.number((longest - shortest) as u32, 1);
        bits.number(facts.len() as u32, 8);
        bits.append(facts);
        self.last_node = self.bucket_count;
        self.node_count += 1;
    }

    pub fn bucket(&mut self, codes: &Codes, width: u32, label: &[u16], mixed: bool, records: &[u32]) {
        let bits = &mut self.buckets;
        if self.bucket_count > 0 && self.bucket_count.is_multiple_of(STOP) {
            self.stops.push(bits.len());
            self.last.clear();
        }
        put_label(bits, codes, &self.last, label);
        bits.put(u32::from(mixed), 1);
        codes.count.put(bits, records.len() as u32 - 1);
        put_records(bits, &codes.gap, width, records);
        self.last.clear();
        self.last.extend_from_slice(label);
        self.bucket_count += 1;
    }

    pub fn finish(self) -> Vec<u8> {
        let mut bits = BitWriter::default();
        bits.number(self.bucket_count, 8);
        bits.number(self.node_count, 2);
        bits.append(&self.nodes);
        let mut before = 0;
        for stop in self.stops {
            bits.number((stop - before) as u32, 14);
            before = stop;
        }
        bits.append(&self.buckets);
        bits.finish()
    }
}

/// What an index shard says of a beginning.
#[derive(Debug, Clone, Default)]
pub struct Found {
    /// Every record in these begins so somewhere; not ordered, not yet each once.
    pub sure: Vec<u32>,
    /// These may: so many first symbols are theirs.
    pub maybe: Vec<u32>,
    pub known: usize,
    /// A blind symbol was passed: one of the records must be looked at, and it stands for all.
    pub blind: bool,
    /// Where the node's facts begin, in bits, when the shard has them.
    pub node: Option<usize>,
}

/// A node at the head of an index shard.
pub struct Node<'b> {
    /// Before which bucket it begins.
    pub bucket: u32,
    /// The lengths that it answers for.
    pub lengths: RangeInclusive<usize>,
    /// Its facts begin here, and have so many bits.
    pub facts: BitReader<'b>,
    pub length: usize,
}

/// The nodes of an index shard, read on from its number of buckets; None when it is damaged.
fn nodes<'b>(bits: &mut BitReader<'b>) -> Option<Vec<Node<'b>>> {
    let mut nodes = Vec::new();
    let mut bucket = 0;
    for _ in 0..bits.number(2) {
        bucket += bits.number(4);
        let shortest = bits.number(2) as usize;
        let longest = shortest + bits.number(1) as usize;
        let length = bits.number(8) as usize;
        nodes.push(Node { bucket, lengths: shortest..=longest, facts: bits.clone(), length });
        bits.skip(length);
        if bits.overrun() {
            return None;
        }
    }
    Some(nodes)
}

/// The buckets of an index shard, read one after the other.
pub struct Buckets<'b, 'c> {
    bits: BitReader<'b>,
    codes: &'c Codes,
    width: u32,
    count: u32,
    /// Where one may begin, in bits; the first of all is none of them.
    stops: Vec<usize>,
    next: u32,
    /// Of the bucket read last.
    pub label: Vec<u16>,
    pub mixed: bool,
    pub records: Vec<u32>,
}

impl<'b, 'c> Buckets<'b, 'c> {
    /// The nodes and the buckets of a shard; None when it is damaged.
    pub fn open(bytes: &'b [u8], codes: &'c Codes, width: u32) -> Option<(Vec<Node<'b>>, Self)> {
        let mut bits = BitReader::new(bytes);
        let count = bits.number(8);
        let nodes = nodes(&mut bits)?;
        let mut stops = Vec::new();
        let mut end = 0;
        for _ in 0..count.saturating_sub(1) / STOP {
            end += bits.number(14) as usize;
            stops.push(end);
            if bits.overrun() {
                return None;
            }
        }
        stops.iter_mut().for_each(|stop| *stop += bits.position());
        let (label, records) = (Vec::new(), Vec::new());
        Some((nodes, Buckets { bits, codes, width, count, stops, next: 0, label, mixed: false, records }))
    }

    /// Goes to the last stop that stands before `key`: what is to be known of it begins there or behind.
    pub fn approach(&mut self, key: &[u16]) {
        let mut bits = self.bits.clone();
        let is_before = |stop: &usize| {
            bits.go_to(*stop);
            let mut label = Vec::new();
            take_label(&mut bits, self.codes, &mut label);
            order(&label, key) == Ordering::Less
        };
        let before = self.stops.partition_point(is_before);
        if let Some(stop) = before.checked_sub(1).and_then(|last| self.stops.get(last)) {
            self.bits.go_to(*stop);
            self.next = before as u32 * STOP;
        }
    }

    /// Reads the next bucket and gives its number; None behind the last one, or when the shard is damaged.
    pub fn read(&mut self) -> Option<u32> {
        let at = self.next;
        if at >= self.count {
            return None;
        }
        if at.is_multiple_of(STOP) {
            self.label.clear();
        }
        take_label(&mut self.bits, self.codes, &mut self.label);
        self.mixed = self.bits.take(1) == 1;
        let count = self.codes.count.take(&mut self.bits) as usize + 1;
        self.records.clear();
        take_records(&mut self.bits, &self.codes.gap, self.width, count, &mut self.records);
        self.next += 1;
        (!self.bits.overrun()).then_some(at)
    }

    /// Whether the shard ended too early.
    pub fn damaged(&self) -> bool {
        self.bits.overrun()
    }
}

/// Looks a beginning up in an index shard.
pub fn look_up(bytes: &[u8], codes: &Codes, width: u32, key: &[u16]) -> Found {
    let Some((nodes, mut buckets)) = Buckets::open(bytes, codes, width) else { return Found::default() };
    buckets.approach(key);
    let mut found = Found::default();
    while let Some(at) = buckets.read() {
        let Buckets { label, mixed, records, .. } = &buckets;
        let same = label.iter().zip(key).take_while(|(l, k)| l == k || **l == BLIND).count();
        let blind = label.iter().take(key.len()).any(|l| *l == BLIND);
        // Only a damaged shard has an empty label.
        let stem = label.len().saturating_sub(1);
        if same == key.len() && (same <= stem || !mixed) {
            found.maybe.clear();
            if found.sure.is_empty() {
                found.blind = blind;
                found.node = nodes
                    .iter()
                    .find(|node| node.bucket == at && node.lengths.contains(&key.len()))
                    .map(|node| node.facts.position());
            }
            found.sure.extend_from_slice(records);
        } else if label.get(same) > key.get(same) && same < key.len() {
            break;
        } else {
            found.maybe.clear();
            let reaches = if *mixed { same >= stem } else { same == label.len() };
            if reaches {
                found.known = if *mixed { stem } else { label.len() };
                found.maybe.extend_from_slice(records);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::labels::Sample;
    use super::*;

    #[test]
    fn damaged_shards_do_not_panic() {
        let codes = Sample::default().codes();
        for bytes in [&[][..], &[0; 3], &[0xFF; 40], &[0x00, 0x80, 0x13, 0x77, 0xFE]] {
            look_up(bytes, &codes, 9, &[1, 2]);
            read_list(bytes, 9, &mut Vec::new());
        }
    }

    #[test]
    fn what_stands_between_two_stops_is_found() {
        let labels: Vec<Vec<u16>> = (0..5)
            .flat_map(|a| (0..7).flat_map(move |b| (0..11).map(move |c| vec![3 * a, BLIND, b, 2 * c])))
            .collect();
        let mut sample = Sample::default();
        let records = |at: usize| vec![at as u32, at as u32 + 1];
        labels.iter().enumerate().for_each(|(at, label)| sample.bucket(label, &records(at)));
        let codes = sample.codes();
        let mut filling = Filling::default();
        labels
            .iter()
            .enumerate()
            .for_each(|(at, label)| filling.bucket(&codes, 9, label, false, &records(at)));
        let bytes = filling.finish();
        for (at, label) in labels.iter().enumerate() {
            let key: Vec<u16> = label.iter().map(|s| if *s == BLIND { 77 } else { *s }).collect();
            assert_eq!(look_up(&bytes, &codes, 9, &key).sure, records(at), "{label:?}");
            let under = (0..labels.len()).filter(|other| labels[*other][..3] == label[..3]);
            let under: Vec<u32> = under.flat_map(records).collect();
            assert_eq!(look_up(&bytes, &codes, 9, &key[..3]).sure, under, "{label:?}");
            assert!(look_up(&bytes, &codes, 9, &[key[0] + 1, 77, key[2]]).sure.is_empty());
        }
    }
}
