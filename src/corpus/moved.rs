//! Where anchors went when a page is made anew: from a source that changed, or by newer rules of reading. An address
//! that was published is a promise, and what the program moves it must say itself.

use crate::model::{Anchor, Circular};
use std::collections::{BTreeMap, HashMap};

/// What the page of `fresh` must say under `moved`, when `old` was its page before: each anchor that `old` had or had
/// moved and `fresh` has not, with the clause that has the same words now. Where several clauses say the same, the nth
/// stays the nth; an anchor whose words are gone is left out, so that the ledger asks a person.
pub fn moved(old: &Circular, fresh: &Circular) -> BTreeMap<Anchor, Anchor> {
    let (before, now) = (by_words(old), by_words(fresh));
    let mut moved = BTreeMap::new();
    for (words, before) in &before {
        let Some(now) = now.get(words).filter(|now| now.len() == before.len()) else { continue };
        for (from, to) in before.iter().zip(now) {
            if fresh.find(from).is_none() {
                moved.insert((*from).clone(), (*to).clone());
            }
        }
    }
    for (from, to) in &old.meta.moved {
        let to = moved.get(to).unwrap_or(to).clone();
        if fresh.find(from).is_none() && fresh.find(&to).is_some() {
            moved.insert(from.clone(), to);
        }
    }
    moved
}

/// The anchors of all clauses that say something, by what they say, in reading order.
fn by_words(circular: &Circular) -> HashMap<&str, Vec<&Anchor>> {
    let mut by_words: HashMap<&str, Vec<&Anchor>> = HashMap::new();
    for clause in circular.clauses().filter(|clause| !clause.words().is_empty()) {
        by_words.entry(clause.words()).or_default().push(&clause.anchor);
    }
    by_words
}

#[cfg(test)]
mod tests {
    use super::super::samples::articles;
    use super::*;

    fn anchor(text: &str) -> Anchor {
        Anchor::parse(text).expect("an anchor")
    }

    #[test]
    fn an_anchor_goes_where_its_words_go() {
        let mut old = articles(
            "a",
            "办法",
            &[("1", "甲事。"), ("2", "乙事。"), ("3", "同上。"), ("4", "同上。"), ("5", "丙事。")],
        );
        old.meta.moved.insert(anchor("art_9"), anchor("art_2"));
        let fresh =
            articles("a", "办法", &[("1", "甲事。"), ("2-1", "乙事。"), ("6", "同上。"), ("7", "同上。")]);
        let moved: Vec<String> =
            moved(&old, &fresh).iter().map(|(from, to)| format!("{from}→{to}")).collect();
        assert_eq!(moved, ["art_2→art_2-1", "art_3→art_6", "art_4→art_7", "art_9→art_2-1"]);
    }

    #[test]
    fn an_anchor_that_is_there_needs_no_word() {
        let mut old = articles("a", "办法", &[("1", "甲事。"), ("2", "乙事。")]);
        old.meta.moved.insert(anchor("art_3"), anchor("art_1"));
        let fresh = articles("a", "办法", &[("1", "乙事。"), ("2", "甲事。"), ("3", "丙事。")]);
        assert_eq!(moved(&old, &fresh), BTreeMap::new());
    }
}
