//! Where index shards end. It follows from what stands near the end, never from what stands before the shard; so an
//! index in which little changed has nearly all shards as they were.

use super::bits::BitWriter;
use super::labels::Codes;
use super::shard::Filling;
use super::sizes::Sizes;

/// An index shard, and the shortest beginning that tells its first bucket from the bucket before.
#[derive(Debug)]
pub struct Shard {
    pub separator: Vec<u16>,
    pub bytes: Vec<u8>,
}

/// Puts nodes and buckets, which come in order, into index shards.
pub struct Cutter<'a> {
    codes: &'a Codes,
    sizes: &'a Sizes,
    width: u32,
    filling: Filling,
    /// How much the open shard was given.
    given: usize,
    separator: Vec<u16>,
    /// Label of the bucket before.
    previous: Vec<u16>,
    /// A beginning whose buckets are to stand in one shard; empty when a shard begins.
    whole: Vec<u16>,
    /// A node was given: its facts stand with its first bucket.
    bound: bool,
    done: Vec<Shard>,
}

impl<'a> Cutter<'a> {
    /// Behind a bucket with the label `previous`.
    pub fn new(codes: &'a Codes, sizes: &'a Sizes, width: u32, previous: Vec<u16>) -> Self {
        Cutter {
            codes,
            sizes,
            width,
            filling: Filling::default(),
            given: 0,
            separator: Vec::new(),
            previous,
            whole: Vec::new(),
            bound: false,
            done: Vec::new(),
        }
    }

    /// The node whose buckets come next, in so many records.
    pub fn node(&mut self, path: &[u16], shortest: usize, records: usize, facts: &BitWriter) {
        // In this order: what a shard that begins here does must not depend on what was before it.
        self.make_room(path);
        self.keep_whole(path, records);
        self.open(path);
        self.filling.node(shortest, path.len(), facts);
        self.bound = true;
    }

    pub fn bucket(&mut self, label: &[u16], mixed: bool, records: &[u32]) {
        // Many keys may end alike. No phrase reaches to a key's end, so none begins at such a separator.
        let most = if label.last() == Some(&0) { self.sizes.longest } else { records.len().max(1) };
        for part in records.chunks(most) {
            self.make_room(label);
            self.open(label);
            self.filling.bucket(self.codes, self.width, label, mixed, part);
            self.bound = false;
            self.previous.clear();
            self.previous.extend_from_slice(label);
        }
    }

    /// The separator of the open shard, when that begins with what was given last.
    pub fn begun(&self) -> Option<&[u16]> {
        (self.given == 1).then_some(&self.separator)
    }

    pub fn close(&mut self) {
        if !self.filling.is_empty() {
            let separator = std::mem::take(&mut self.separator);
            self.done.push(Shard { separator, bytes: std::mem::take(&mut self.filling).finish() });
        }
        self.given = 0;
        self.whole.clear();
    }

    /// The shards closed so far.
    pub fn done(&mut self) -> Vec<Shard> {
        std::mem::take(&mut self.done)
    }

    /// Closes the shard before `label` when it is full.
    fn make_room(&mut self, label: &[u16]) {
        let bytes = self.filling.bytes();
        let in_whole = !self.whole.is_empty() && label.starts_with(&self.whole);
        let is_full = bytes >= self.sizes.most
            || bytes >= self.sizes.full && !in_whole && hash(label).trailing_zeros() >= self.sizes.cut;
        if is_full && !self.bound {
            self.close();
        }
    }

    /// Begins a shard before `label`, if none is open.
    fn open(&mut self, label: &[u16]) {
        if self.filling.is_empty() {
            let same = self.previous.iter().zip(label).take_while(|(a, b)| a == b).count();
            self.separator = label.iter().copied().take(same + 1).collect();
        }
        self.given += 1;
    }

    /// Sees to it that a word's buckets are read with one shard, when they fit into one.
    fn keep_whole(&mut self, path: &[u16], records: usize) {
        let most = self.sizes.most;
        let size = records * self.width as usize / 8;
        if size > most || !self.whole.is_empty() && path.starts_with(&self.whole) {
            return;
        }
        if self.filling.bytes() + size > most && self.filling.bytes() >= self.sizes.least && !self.bound {
            self.close();
        }
        self.whole.clear();
        if self.filling.bytes() + size <= most {
            self.whole.extend_from_slice(path);
        }
    }
}

/// FNV-1a, its bits mixed once more.
fn hash(label: &[u16]) -> u64 {
    let hash = label
        .iter()
        .fold(0xcbf2_9ce4_8422_2325, |hash: u64, s| (hash ^ u64::from(*s)).wrapping_mul(0x0100_0000_01b3));
    (hash ^ hash >> 32).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32
}
