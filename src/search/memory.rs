//! What one index leaves to the next, so that this need not be made as a whole: all keys, the beginnings that many
//! records have, where shards end, and what else was counted. In pieces: a head, and the keys in parts.

use super::catalogue::Row;
use super::circular::{SearchCircular, SearchClauses};
use super::frequent::Frequent;
use super::nodes::Node;
use super::records::Counts;
use serde::{Deserialize, Serialize};
use std::hash::Hash;
use xxhash_rust::xxh3::{Xxh3, xxh3_64};

/// The name of the piece that knows the others.
pub const HEAD: &str = "head";

/// The head of a memory.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Memory {
    pub form: u64,
    pub stamp: u64,
    /// In the order of the results.
    pub circulars: Vec<Known>,
    pub kinds: Vec<String>,
    /// Shards of issuers' names.
    pub names: usize,
    /// UTF-8 of all clauses' words.
    pub words: usize,
    /// Symbols of all keys, as the sample is chosen by.
    pub size: usize,
    pub counts: Counts,
    /// How many places begin with each symbol.
    pub begin: Vec<usize>,
    /// The records in each text shard, by catalogue shard.
    pub texts: Vec<Vec<u32>>,
    /// The description of the codes.
    pub codes: Vec<u8>,
    /// Of all index shards.
    pub separators: Vec<Vec<u16>>,
    pub frequent: Vec<FrequentLabel>,
    /// Each before those below it.
    pub nodes: Vec<Node>,
    /// Of each part of the keys its hash.
    pub parts: Vec<u64>,
}

/// A circular as it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Known {
    pub slug: String,
    /// A hash of all but its clauses.
    pub print: u64,
    pub row: Row,
}

impl Known {
    pub fn new(circular: &SearchCircular<'_>, row: Row) -> Known {
        Known { slug: circular.slug.to_owned(), print: print(circular), row }
    }
}

/// A frequent beginning without its facts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FrequentLabel {
    pub label: Vec<u16>,
    pub shortest: usize,
    pub lists: (u32, u32),
}

impl From<&Frequent> for FrequentLabel {
    fn from(Frequent { label, shortest, lists, .. }: &Frequent) -> Self {
        FrequentLabel { label: label.clone(), shortest: *shortest, lists: *lists }
    }
}

impl Memory {
    /// How many records there are.
    pub fn records(&self) -> u32 {
        self.circulars.iter().map(|known| 1 + known.row.headings + known.row.clauses).sum()
    }

    /// Reads [`write`](Self::write); None when it is damaged.
    pub fn read(bytes: &[u8]) -> Option<Memory> {
        let (hash, bytes) = bytes.split_first_chunk()?;
        let is_whole = u64::from_le_bytes(*hash) == xxh3_64(bytes);
        is_whole.then(|| postcard::from_bytes(bytes).ok())?
    }

    /// A hash, and what has it.
    pub fn write(&self) -> Vec<u8> {
        // Nothing in it can't be written.
        let bytes = postcard::to_allocvec(self).unwrap_or_default();
        [&xxh3_64(&bytes).to_le_bytes()[..], &bytes].concat()
    }
}

/// A hash of all of a circular but its clauses.
pub fn print(circular: &SearchCircular<'_>) -> u64 {
    let mut hash = Xxh3::new();
    SearchCircular { clauses: SearchClauses::default(), ..circular.clone() }.hash(&mut hash);
    hash.digest()
}

/// The name of a part of the keys.
pub fn part_name(at: usize) -> String {
    format!("keys-{at}")
}

/// Keys as a part holds them, and their hash.
pub fn part(symbols: &[u16]) -> (Vec<u8>, u64) {
    let bytes: Vec<u8> = symbols.iter().flat_map(|symbol| symbol.to_le_bytes()).collect();
    let hash = xxh3_64(&bytes);
    (bytes, hash)
}

/// Reads [`part`]; None when it is another than that with the hash.
pub fn read_part(bytes: &[u8], hash: u64) -> Option<Vec<u16>> {
    let (two, rest) = bytes.as_chunks();
    let is_whole = rest.is_empty() && xxh3_64(bytes) == hash;
    is_whole.then(|| two.iter().map(|two| u16::from_le_bytes(*two)).collect())
}
