//! The root shard, which a page reads first.

use super::alphabet::Alphabet;
use super::bits::BitWriter;
use super::catalogue::{ColumnCodes, Row};
use super::directory::Directory;
use super::facets::{LEVELS, STATUSES};
use super::frequent;
use super::labels::{Codes, put_labels};
use super::records::Records;
use super::script;
use super::sizes::Sizes;
use super::stamp::Stamp;
use super::text_starts;
use crate::model::{Level, Status};
use serde_json::json;

/// What the root shard tells.
pub struct Root<'a> {
    pub stamp: Stamp,
    pub records: &'a Records,
    pub rows: &'a [Row],
    pub kinds: &'a [String],
    /// Shards of issuers' names.
    pub names: usize,
    pub codes: &'a Codes,
    pub columns: &'a ColumnCodes,
    pub alphabet: &'a Alphabet,
    pub directory: &'a Directory,
    /// The records in each text shard, by catalogue shard.
    pub texts: &'a [Vec<u32>],
    /// The labels of the frequent beginnings, each with the shortest length it answers for.
    pub frequent: Vec<(&'a [u16], usize)>,
    pub pairs: &'a [(char, char)],
}

impl Root<'_> {
    pub fn write(&self, sizes: &Sizes) -> Vec<u8> {
        let bases = |at: usize| [self.records.headings[at], self.records.clauses[at]];
        let bases: Vec<[u32; 2]> = (0..self.rows.len()).step_by(sizes.every).map(bases).collect();
        let head = json!({
            "stamp": self.stamp.name(),
            "titles": self.rows.len(),
            "headings": self.records.headings.last(),
            "clauses": self.records.clauses.last(),
            "frequent": frequent::EVERY,
            "catalogue": { "every": sizes.every, "bases": bases },
            "kinds": self.kinds,
            "levels": LEVELS.map(Level::name),
            "statuses": STATUSES.map(Status::name),
            "names": self.names,
        })
        .to_string();
        let mut bits = BitWriter::default();
        self.codes.describe(&mut bits);
        self.columns.iter().for_each(|code| code.describe(&mut bits));
        self.alphabet.describe(&mut bits);
        put_directory(&mut bits, self.codes, self.directory);
        frequent::put_table(&mut bits, self.codes, &self.frequent);
        text_starts::put(&mut bits, self.rows, self.texts, sizes);
        put_pairs(&mut bits, self.pairs);
        let mut root = (head.len() as u32).to_le_bytes().to_vec();
        root.extend_from_slice(head.as_bytes());
        root.extend(bits.finish());
        script::deflate(&root)
    }
}

/// A bit that says whether the parts stand here, and these; or their first separators.
fn put_directory(bits: &mut BitWriter, codes: &Codes, directory: &Directory) {
    let is_here = directory.shards().is_empty();
    bits.put(u32::from(is_here), 1);
    if is_here {
        bits.number(directory.parts.len() as u32, 2);
        directory.parts.iter().for_each(|part| put_labels(bits, codes, part));
    } else {
        let first: Vec<Vec<u16>> = directory.parts.iter().filter_map(|part| part.first().cloned()).collect();
        put_labels(bits, codes, &first);
    }
}

/// The folding pairs: each first character as what it is more than the one before, the second as what it differs from the first.
fn put_pairs(bits: &mut BitWriter, pairs: &[(char, char)]) {
    bits.number(pairs.len() as u32, 8);
    let mut last = 0;
    for (from, to) in pairs.iter().map(|(from, to)| (*from as u32, *to as u32)) {
        bits.number(from - last, 5);
        let rise = i64::from(to) - i64::from(from);
        bits.number(((rise << 1) ^ (rise >> 63)) as u32, 12);
        last = from;
    }
}
