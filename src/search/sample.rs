//! Which circulars speak for all: those whose path has a certain hash. So the choice does not change with the texts, and
//! what is learnt from it does not change when another text does.

use xxhash_rust::xxh3::xxh3_64;

/// One circular in two to the power of this.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Share(u32);

impl Share {
    /// Of things of so much size altogether so many that they have about `most` or less; half of them at most, for the
    /// others can be renewed.
    pub fn of(size: usize, most: usize) -> Share {
        Share(size.div_ceil(most.max(1)).max(2).next_power_of_two().ilog2())
    }

    /// Whether a circular is one of them.
    pub fn has(self, slug: &str) -> bool {
        xxh3_64(slug.as_bytes()).trailing_zeros() >= self.0
    }
}
