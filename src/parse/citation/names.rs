//! Names of works that are known beforehand: of national laws, and those that a circular gives.

use super::glyphs::Glyphs;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Names known beforehand, by first character, longest first.
pub(super) struct Names(BTreeMap<char, Vec<String>>);

/// Short names of national laws, a line each.
pub(super) static LAWS: LazyLock<Names> = LazyLock::new(|| Names::new(include_str!("laws.txt").lines()));

impl Names {
    pub(super) fn new(names: impl IntoIterator<Item = impl AsRef<str>>) -> Names {
        let mut by_first: BTreeMap<char, Vec<String>> = BTreeMap::new();
        for name in names {
            let name = Glyphs::new(name.as_ref());
            let name = name.folded(0, name.len());
            if let Some(first) = name.chars().next() {
                by_first.entry(first).or_default().push(name);
            }
        }
        for names in by_first.values_mut() {
            names.sort_unstable_by(|a, b| b.chars().count().cmp(&a.chars().count()).then_with(|| a.cmp(b)));
            names.dedup();
        }
        Names(by_first)
    }

    /// The characters with which names begin.
    pub(super) fn firsts(&self) -> impl Iterator<Item = char> {
        self.0.keys().copied()
    }

    /// Whether some name begins with the character at `at`.
    pub(super) fn opens(&self, glyphs: &Glyphs, at: usize) -> bool {
        glyphs.get(at).is_some_and(|c| self.0.contains_key(&c))
    }

    /// Where the longest name that stands at `at` ends.
    pub(super) fn at(&self, glyphs: &Glyphs, at: usize) -> Option<usize> {
        let names = self.0.get(&glyphs.get(at)?)?;
        names.iter().find(|name| glyphs.starts(at, name)).map(|name| at + name.chars().count())
    }
}
