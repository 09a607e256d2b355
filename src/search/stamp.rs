//! A name for all that is indexed.

use xxhash_rust::xxh3::xxh3_64_with_seed;

/// Raised when the index of the same texts changes its form.
pub const FORM: u64 = 7;

/// Changes with anything that is indexed, so that shards of two builds do not mix in a cache: a sum over the shards that
/// hold the texts and what is known of them, so that the share of one can be taken out again.
#[derive(Debug, Default, Clone, Copy)]
pub struct Stamp(pub u64);

impl Stamp {
    pub fn add(&mut self, name: &str, bytes: &[u8]) {
        self.0 = self.0.wrapping_add(Stamp::share(name, bytes));
    }

    pub fn take_out(&mut self, name: &str, bytes: &[u8]) {
        self.0 = self.0.wrapping_sub(Stamp::share(name, bytes));
    }

    fn share(name: &str, bytes: &[u8]) -> u64 {
        xxh3_64_with_seed(bytes, xxh3_64_with_seed(name.as_bytes(), FORM))
    }

    pub fn name(self) -> String {
        format!("{:016x}", self.0)
    }
}
