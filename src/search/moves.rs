//! Which suffixes of changed records stand elsewhere than before, and which nodes have records that they had not.

use super::keys::Letters;
use super::nodes::{Tree, Way};
use std::collections::{BTreeMap, BTreeSet};

/// A record whose key changed; keys end with a 0.
#[derive(Debug, Clone)]
pub struct Change {
    pub record: u32,
    pub old: Vec<u16>,
    pub new: Vec<u16>,
}

/// A suffix that is there no more, or now is.
#[derive(Debug, Clone)]
pub struct Move {
    pub way: Way,
    /// 1 for one that now is there, else −1.
    pub gain: i64,
}

/// What changes mean for an index.
#[derive(Debug, Default)]
pub struct Moves {
    pub suffixes: Vec<Move>,
    /// Of the nodes with other records than before, how many more these are; 0 when as many came as went.
    pub nodes: BTreeMap<usize, i64>,
}

impl Moves {
    pub fn of(tree: &Tree<'_>, changes: &[Change], letters: &Letters) -> Moves {
        let mut moves = Moves::default();
        changes.iter().for_each(|change| moves.add(tree, change, letters));
        moves
    }

    fn add(&mut self, tree: &Tree<'_>, Change { old, new, .. }: &Change, letters: &Letters) {
        let head = old.iter().zip(new).take_while(|(a, b)| a == b).count();
        let tail = old.iter().rev().zip(new.iter().rev()).take_while(|(a, b)| a == b).count();
        // No place is before and behind the change.
        let tail = tail.min(old.len().min(new.len()) - head);
        let mut ways = |key: &[u16], gain: i64| {
            let mut nodes = BTreeSet::new();
            for at in (0..key.len().saturating_sub(1)).filter(|at| letters.begins(key[*at], key[at + 1])) {
                let way = tree.way(&key[at..]);
                nodes.extend(way.chain.iter().copied());
                // What begins behind the change is as it was, and so is what is divided before it reaches the change.
                let stays = at + tail >= key.len() || way.decisive.max(2) <= head.saturating_sub(at);
                if !stays {
                    self.suffixes.push(Move { way, gain });
                }
            }
            nodes
        };
        let (before, after) = (ways(old, -1), ways(new, 1));
        for node in after.symmetric_difference(&before) {
            *self.nodes.entry(*node).or_default() += if after.contains(node) { 1 } else { -1 };
        }
    }
}
