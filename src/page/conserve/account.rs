//! What of a source's text is accounted for.

use memchr::memmem;

/// A text without its white space, and which of it is accounted for. Offsets
/// are bytes of the text without white space.
pub(super) struct Account {
    text: String,
    /// For each run without white space: where it begins here, and in the text with white space.
    runs: Vec<(usize, usize)>,
    covered: Vec<bool>,
}

impl Account {
    pub(super) fn new(full: &str) -> Self {
        let mut text = String::with_capacity(full.len());
        let mut runs = Vec::new();
        let mut at = 0;
        for run in full.split_inclusive(char::is_whitespace) {
            let solid = run.trim_end();
            if !solid.is_empty() {
                runs.push((text.len(), at));
                text.push_str(solid);
            }
            at += run.len();
        }
        let covered = vec![false; text.len()];
        Account { text, runs, covered }
    }

    /// The offset in the text with white space of the character at `at`; of the last one for the end.
    pub(super) fn place(&self, at: usize) -> usize {
        let last = self.text.char_indices().next_back().map_or(0, |(last, _)| last);
        let at = at.min(last);
        let after = self.runs.partition_point(|(here, _)| *here <= at);
        let run = after.checked_sub(1).and_then(|run| self.runs.get(run));
        run.map_or(0, |(here, there)| there + (at - here))
    }

    /// The first place at or after `cursor` where `words` stand with none of them accounted for.
    pub(super) fn find_from(&self, cursor: usize, words: &str) -> Option<usize> {
        let rest = self.text.get(cursor..)?;
        // Nearly always they are the next; to prepare a search for them costs more than to look.
        if rest.starts_with(words) && self.is_free(cursor, words.len()) {
            return Some(cursor);
        }
        let mut places = memmem::find_iter(rest.as_bytes(), words).map(|at| at + cursor);
        places.find(|at| self.is_free(*at, words.len()))
    }

    fn is_free(&self, at: usize, length: usize) -> bool {
        self.covered.get(at..at + length).is_none_or(|stretch| !stretch.contains(&true))
    }

    pub(super) fn cover(&mut self, at: usize, length: usize) {
        if let Some(stretch) = self.covered.get_mut(at..at + length) {
            stretch.fill(true);
        }
    }

    /// Where `words` stand with none of them accounted for.
    pub(super) fn left_places(&self, words: &str) -> Vec<usize> {
        if words.is_empty() {
            return Vec::new();
        }
        memmem::find_iter(self.text.as_bytes(), words).filter(|at| self.is_free(*at, words.len())).collect()
    }

    /// The stretches that nothing accounts for.
    pub(super) fn left(&self) -> Vec<(usize, &str)> {
        let mut left = Vec::new();
        let mut at = 0;
        for same in self.covered.chunk_by(|a, b| a == b) {
            if same.first() == Some(&false) {
                left.extend(self.text.get(at..at + same.len()).map(|words| (at, words)));
            }
            at += same.len();
        }
        left
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Held against a plain list of characters.
        #[test]
        fn every_character_has_its_place(text in "[甲a \n\u{3000}]{0,12}", cover in (0usize..12, 0usize..4)) {
            let mut account = Account::new(&text);
            let solid: Vec<(usize, char)> = text.char_indices().filter(|(_, c)| !c.is_whitespace()).collect();
            prop_assert_eq!(&account.text, &solid.iter().map(|(_, c)| *c).collect::<String>());
            let mut starts: Vec<usize> = account.text.char_indices().map(|(at, _)| at).collect();
            for (at, (there, _)) in starts.iter().zip(&solid) {
                prop_assert_eq!(account.place(*at), *there);
            }
            prop_assert_eq!(account.place(account.text.len()), solid.last().map_or(0, |(there, _)| *there));

            starts.push(account.text.len());
            let last = starts.len() - 1;
            let (from, to) = (starts[cover.0.min(last)], starts[(cover.0 + cover.1).min(last)]);
            account.cover(from, to - from);
            for words in ["", "a", "甲", "甲甲", "a甲"] {
                for cursor in &starts {
                    let free = |at: &usize| account.covered[*at..*at + words.len()].iter().all(|covered| !covered);
                    let found = account.text[*cursor..].match_indices(words).map(|(at, _)| at + cursor).find(free);
                    prop_assert_eq!(account.find_from(*cursor, words), found);
                }
            }
        }
    }
}
