//! What an index shard and a list shard hold: ordered buckets, records, facts of nodes.
//! The form is written down in `docs/search-format.md`.

use super::bits::{BitReader, BitWriter, Census, Code};
use super::grams::BLIND;
use super::labels::{Codes, put_label, take_label};
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

pub fn take_records(bits: &mut BitReader<'_>, gap: &Code, width: u32, count: usize, to: &mut Vec<u32>) {
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

/// An index shard in the making: buckets in order, and what is known of the nodes that begin in it.
#[derive(Debug, Default)]
pub struct Filling {
    nodes: BitWriter,
    node_count: u32,
    last_node: u32,
    buckets: BitWriter,
    bucket_count: u32,
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
pub fn nodes<'b>(bits: &mut BitReader<'b>) -> Option<Vec<Node<'b>>> {
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

/// Looks a beginning up in an index shard.
pub fn look_up(bytes: &[u8], codes: &Codes, width: u32, key: &[u16]) -> Found {
    let mut bits = BitReader::new(bytes);
    let bucket_count = bits.number(8);
    let Some(nodes) = nodes(&mut bits) else { return Found::default() };
    let mut found = Found::default();
    let mut label = Vec::new();
    let mut records = Vec::new();
    for at in 0..bucket_count {
        take_label(&mut bits, codes, &mut label);
        let mixed = bits.take(1) == 1;
        let count = codes.count.take(&mut bits) as usize + 1;
        records.clear();
        take_records(&mut bits, &codes.gap, width, count, &mut records);
        if bits.overrun() {
            return found;
        }
        let same = label.iter().zip(key).take_while(|(l, k)| l == k || **l == BLIND).count();
        let blind = label.iter().take(key.len()).any(|l| *l == BLIND);
        let stem = label.len() - 1;
        if same == key.len() && (same <= stem || !mixed) {
            found.maybe.clear();
            if found.sure.is_empty() {
                found.blind = blind;
                found.node = nodes
                    .iter()
                    .find(|node| node.bucket == at && node.lengths.contains(&key.len()))
                    .map(|node| node.facts.position());
            }
            found.sure.extend_from_slice(&records);
        } else if label.get(same) > key.get(same) && same < key.len() {
            break;
        } else {
            found.maybe.clear();
            let reaches = if mixed { same >= stem } else { same == label.len() };
            if reaches {
                found.known = if mixed { stem } else { label.len() };
                found.maybe.extend_from_slice(&records);
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
}
