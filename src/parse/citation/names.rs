//! Names of works that are known beforehand: of national laws, and those that a circular gives.

use super::glyphs::{Glyphs, fold};
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// Names known beforehand.
pub(super) struct Names {
    /// By first character, longest first; folded.
    by_first: FxHashMap<char, Vec<Box<[char]>>>,
    /// A bit for the first characters whose codes end alike: most characters of a text begin no name.
    firsts: u64,
}

/// Short names of national laws, a line each.
pub(super) static LAWS: LazyLock<Names> = LazyLock::new(|| Names::new(include_str!("laws.txt").lines()));

impl Names {
    pub(super) fn new(names: impl IntoIterator<Item = impl AsRef<str>>) -> Names {
        let mut by_first: FxHashMap<char, Vec<Box<[char]>>> = FxHashMap::default();
        for name in names {
            let name: Box<[char]> = name.as_ref().chars().map(fold).collect();
            if let Some(first) = name.first() {
                by_first.entry(*first).or_default().push(name);
            }
        }
        for names in by_first.values_mut() {
            names.sort_unstable_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
            names.dedup();
        }
        let firsts = by_first.keys().fold(0, |firsts, first| firsts | bit(*first));
        Names { by_first, firsts }
    }

    /// The characters with which names begin.
    pub(super) fn firsts(&self) -> impl Iterator<Item = char> {
        self.by_first.keys().copied()
    }

    /// Whether some name begins with the character at `at`.
    pub(super) fn opens(&self, glyphs: &Glyphs, at: usize) -> bool {
        self.begun(glyphs, at).is_some()
    }

    /// Where the longest name that stands at `at` ends.
    pub(super) fn at(&self, glyphs: &Glyphs, at: usize) -> Option<usize> {
        let mut names = self.begun(glyphs, at)?.iter();
        names.find(|name| glyphs.stand(at, name)).map(|name| at + name.len())
    }

    /// The names that begin with the character at `at`.
    fn begun(&self, glyphs: &Glyphs, at: usize) -> Option<&Vec<Box<[char]>>> {
        let first = glyphs.get(at).filter(|first| self.firsts & bit(*first) != 0)?;
        self.by_first.get(&first)
    }
}

fn bit(first: char) -> u64 {
    1 << (u32::from(first) & 63)
}
