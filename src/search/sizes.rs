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
    /// But there are about no more pieces than this.
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
    /// With no more catalogue shards than these the root tells where the texts begin, in a byte and a half a text shard.
    pub starts: usize,
    /// Bytes of text after which a text shard is closed, about …
    pub text: usize,
    /// … in shares of it.
    pub growth: Growth,
    /// So many tokens of the vocabulary are of several characters, at most …
    pub pairs: usize,
    /// … learnt from at most so many bytes of text.
    pub vocabulary: usize,
    /// What a large collection has else, by its size.
    pub scales: &'static [Scale],
}

/// From some size on.
#[derive(Debug, Clone, Copy)]
pub struct Scale {
    /// Bytes of all words.
    pub from: usize,
    pub bucket: usize,
    pub pairs: usize,
    pub vocabulary: usize,
}

/// How text shards grow from the first circulars to the last, in thousandths.
#[derive(Debug, Clone, Copy)]
pub struct Growth {
    /// Times the root of the place among all circulars …
    pub steep: usize,
    /// … but at least and at most so much.
    pub least: usize,
    pub most: usize,
    /// With fewer catalogue shards than this there are not many files: then at most so much.
    pub few: (usize, usize),
}

/// The sizes of every index.
pub const SIZES: Sizes = Sizes {
    division: Division { bucket: 16, node: 500, known: 2, deepest: 256 },
    listed: (12_000, 64),
    single_listed: (12_000, 32),
    list_shard: 131_072,
    full: 19_200,
    cut: 5,
    most: 30_000,
    least: 12_000,
    longest: 16_384,
    piece: 600_000,
    pieces: 192,
    sample: 900_000,
    samples: 4,
    directory: 400,
    part: 16_384,
    every: 512,
    starts: 40,
    text: 21_000,
    growth: Growth { steep: 1_800, least: 350, most: 1_250, few: (8, 900) },
    pairs: 1_000,
    vocabulary: 1_000_000,
    // The number of a record takes a bit more with every doubling: larger buckets need fewer labels, and a larger vocabulary,
    // which is read with the first result, is a smaller part of the whole.
    scales: &[
        Scale { from: 1 << 26, bucket: 24, pairs: 1_500, vocabulary: 1_400_000 },
        Scale { from: 1 << 28, bucket: 32, pairs: 6_000, vocabulary: 4_000_000 },
    ],
};

impl Sizes {
    /// How many of the scales a collection with so many bytes of words has reached.
    pub fn scale(&self, words: usize) -> usize {
        self.scales.partition_point(|scale| scale.from <= words)
    }

    /// The sizes for a collection with so many bytes of words.
    pub fn scaled(mut self, words: usize) -> Sizes {
        let reached = self.scale(words).checked_sub(1).and_then(|last| self.scales.get(last));
        if let Some(&Scale { bucket, pairs, vocabulary, .. }) = reached {
            self.division.bucket = bucket;
            (self.pairs, self.vocabulary) = (pairs, vocabulary);
        }
        self
    }

    /// Bytes of text after which a text shard of catalogue shard `part`, of so many, is closed. Results come in the order of
    /// the circulars, so of a common word only the first texts are shown: these stand in small shards, the last in large.
    pub fn text_in(&self, part: usize, parts: usize) -> usize {
        let Growth { steep, least, most, few } = self.growth;
        let most = if parts < few.0 { few.1 } else { most };
        let root = ((2 * part + 1) * 500_000 / parts.max(1)).isqrt();
        self.text * (root * steep / 1_000).clamp(least, most) / 1_000
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_large_collection_has_larger_buckets_and_a_larger_vocabulary() {
        let of = |words| {
            let sizes = SIZES.scaled(words);
            (SIZES.scale(words), sizes.division.bucket, sizes.pairs)
        };
        assert_eq!(of(0), (0, SIZES.division.bucket, SIZES.pairs));
        assert_eq!(of((1 << 26) - 1), of(0));
        assert_eq!(of(1 << 26), (1, 24, 1_500));
        assert_eq!(of(usize::MAX), (2, 32, 6_000));
    }

    #[test]
    fn the_first_texts_stand_in_the_smallest_shards() {
        let texts = |parts| (0..parts).map(|part| SIZES.text_in(part, parts)).collect::<Vec<usize>>();
        assert_eq!(texts(1), [18_900]);
        assert_eq!(texts(2), [18_900; 2]);
        let many = texts(200);
        assert!(many.is_sorted());
        assert_eq!((many[0], many[199]), (7_350, 26_250));
    }
}
