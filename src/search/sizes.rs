//! How large the parts of an index are. Readers need none of these numbers.

use super::grams::Division;

/// Sizes and thresholds; [`SIZES`] but for tests, which want many parts of few texts.
#[derive(Debug, Clone, Copy)]
pub struct Sizes {
    pub division: Division,
    /// A beginning in more records, and in more than such a share of all, is frequent: its records are listed apart …
    pub listed: (usize, usize),
    /// … but one of a single symbol only from here on: those are many, and seldom asked for.
    pub single_listed: (usize, usize),
    /// Records of a list shard.
    pub list_shard: usize,
    /// Bytes after which an index shard is closed, at the first label whose hash ends in so many zero bits …
    pub full: usize,
    pub cut: u32,
    /// … or with these, but a beginning is kept in one shard when that does not grow beyond them …
    pub most: usize,
    /// … or when the one before has so many.
    pub least: usize,
    /// Records of one bucket in one shard, where keys end.
    pub longest: usize,
    /// About so many places make one piece of work. The shards end with it, so it must not depend on the machine.
    pub piece: usize,
    /// But there are no more pieces than this: all keys are read for each.
    pub pieces: usize,
    /// The codes are learnt from the circulars of at most so many symbols …
    pub sample: usize,
    /// … in so many pieces.
    pub samples: usize,
    /// Index shards that a directory shard knows, at least.
    pub directory: usize,
    /// Records of a part of the keys that are remembered.
    pub part: usize,
    /// Circulars of a catalogue shard.
    pub every: usize,
    /// Bytes of text after which a text shard is closed.
    pub text: usize,
    /// The vocabulary is learnt from at most so many bytes of text.
    pub vocabulary: usize,
}

/// The sizes of every index.
pub const SIZES: Sizes = Sizes {
    division: Division { bucket: 16, node: 500, known: 2, deepest: 256 },
    listed: (12_000, 64),
    single_listed: (20_000, 32),
    list_shard: 65_536,
    full: 19_200,
    cut: 5,
    most: 30_000,
    least: 12_000,
    longest: 16_384,
    piece: 600_000,
    pieces: 32,
    sample: 900_000,
    samples: 4,
    directory: 200,
    part: 16_384,
    every: 512,
    text: 18_600,
    vocabulary: 700_000,
};
