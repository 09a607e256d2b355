//! The names of index shards, and which directory shard knows each.

/// A directory of no more parts than these stands in the root: one look less before anything can be looked up.
const IN_ROOT: usize = 6;

/// The separators of the index shards in the parts that directory shards hold.
pub struct Directory {
    least: usize,
    pub parts: Vec<Vec<Vec<u16>>>,
    /// How many shards with the first symbol in hand there were.
    nth: usize,
}

impl Directory {
    pub fn new(least: usize) -> Directory {
        Directory { least, parts: Vec::new(), nth: 0 }
    }

    /// The parts that stand in shards of their own: all, or none.
    pub fn shards(&self) -> &[Vec<Vec<u16>>] {
        if self.parts.len() > IN_ROOT { &self.parts } else { &[] }
    }

    /// The name of the next shard. Those of one first symbol are numbered, and known to one directory shard, so that
    /// one more of them gives few others a new name.
    pub fn name(&mut self, separator: Vec<u16>) -> String {
        let symbol = separator.first().copied().unwrap_or_default();
        let is_new = |part: &Vec<Vec<u16>>| part.last().and_then(|s| s.first()) != Some(&symbol);
        match self.parts.last_mut() {
            Some(part) if !is_new(part) => {
                self.nth += 1;
                part.push(separator);
            }
            Some(part) if part.len() < self.least => {
                self.nth = 0;
                part.push(separator);
            }
            _ => {
                self.nth = 0;
                self.parts.push(vec![separator]);
            }
        }
        format!("i/{symbol}-{}", self.nth)
    }
}
