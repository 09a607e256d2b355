//! Where anchors went when a page is made anew: from a source that changed, or by newer rules of reading. An address
//! that was published is a promise, and what the program moves it must say itself.

use crate::model::{Anchor, BlockRef, Circular};
use std::collections::{BTreeMap, HashMap};

/// What the page of `fresh` must say under `moved`, when `old` was its page before: each anchor that `old` had or had
/// moved and `fresh` has not, with the clause that has the same words now. Where several clauses say the same, the nth
/// stays the nth as long as there are so many. Words that are no clause any more (a signature, a date) lead to the clause
/// above them. An anchor whose words are gone is left out, so that the ledger asks a person.
pub fn moved(old: &Circular, fresh: &Circular) -> BTreeMap<Anchor, Anchor> {
    let (before, now, lines) = (by_words(old), by_words(fresh), lines(fresh));
    let mut moved = BTreeMap::new();
    for (words, before) in &before {
        let Some(now) = now.get(words).or_else(|| lines.get(words)) else { continue };
        let lasting = now.iter().chain(now.last().into_iter().cycle());
        for (from, to) in before.iter().zip(lasting) {
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
        by_words.entry(clause.words()).or_default().push(clause.anchor);
    }
    by_words
}

/// The anchors of the clauses above all lines, by what the lines say; that of the first clause for lines above it.
fn lines(circular: &Circular) -> HashMap<&str, Vec<&Anchor>> {
    let mut lines: HashMap<&str, Vec<&Anchor>> = HashMap::new();
    let mut above = circular.clauses().next().map(|clause| clause.anchor);
    for block in circular.blocks.iter() {
        match block {
            BlockRef::Clause(clause) => above = Some(clause.anchor),
            BlockRef::Line { text, .. } => lines.entry(text).or_default().extend(above),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::super::samples::articles;
    use super::*;
    use crate::model::{Block, Role};

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
    fn what_became_a_line_is_found_above_it_and_what_is_gone_is_not() {
        let old = articles(
            "a",
            "办法",
            &[("1", "甲事。"), ("2", "某局"), ("3", "同上。"), ("4", "同上。"), ("5", "丙事。")],
        );
        let mut fresh = articles("a", "办法", &[("1", "甲事。"), ("6", "同上。")]);
        let line = Block::Line { role: Role::Signature, text: "某局".into(), line: 0 };
        fresh.blocks.edit(|blocks| blocks.insert(1, line));
        let moved: Vec<String> =
            moved(&old, &fresh).iter().map(|(from, to)| format!("{from}→{to}")).collect();
        assert_eq!(moved, ["art_2→art_1", "art_3→art_6", "art_4→art_6"]);
    }

    #[test]
    fn an_anchor_that_is_there_needs_no_word() {
        let mut old = articles("a", "办法", &[("1", "甲事。"), ("2", "乙事。")]);
        old.meta.moved.insert(anchor("art_3"), anchor("art_1"));
        let fresh = articles("a", "办法", &[("1", "乙事。"), ("2", "甲事。"), ("3", "丙事。")]);
        assert_eq!(moved(&old, &fresh), BTreeMap::new());
    }
}
