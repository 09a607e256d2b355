//! The beginnings that many records have, as one index leaves them to the next: which there are, and what they divide into.
//! With them a change of one record finds the few suffixes that it can move.

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

/// A beginning that is in more records than a few hundred, and what stands directly below it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Node {
    /// All symbols, those that are blind in labels, too.
    pub path: Vec<u16>,
    /// The same places begin with every cut of `path` from this length on.
    pub shortest: usize,
    pub records: u32,
    /// How many different symbols go on from it.
    pub kinds: u32,
    /// Those that lead to more than a bucket holds, ascending.
    pub children: Vec<Child>,
}

/// What goes on from a node with one symbol.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Child {
    pub symbol: u16,
    /// The length of the longest label below, 0 when a node is there, [`DEEP`] when it is that or more.
    pub reach: u8,
}

/// The greatest reach that is told.
pub const DEEP: u8 = u8::MAX;

/// Puts the nodes of a further stretch of the order behind; each list begins with the empty beginning.
pub fn join(nodes: &mut Vec<Node>, more: Vec<Node>) {
    let mut more = more.into_iter();
    if let (Some(all), Some(first)) = (nodes.first_mut(), more.next()) {
        all.kinds += first.kinds;
        all.children.extend(first.children);
    }
    nodes.extend(more);
}

/// All nodes, each before those below it; the first is the empty beginning.
pub struct Tree<'a> {
    pub nodes: &'a [Node],
    pub parents: Vec<usize>,
    below: FxHashMap<(usize, u16), usize>,
}

/// The way of a suffix.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Way {
    /// The nodes on it, without the first of all.
    pub chain: Vec<usize>,
    /// The symbol behind the last.
    pub next: u16,
    /// The node which that symbol leads to when the suffix then leaves it: no other does.
    pub leaves: Option<usize>,
    /// So many symbols decide where the suffix stands.
    pub decisive: usize,
}

impl<'a> Tree<'a> {
    pub fn new(nodes: &'a [Node]) -> Tree<'a> {
        let mut parents = Vec::with_capacity(nodes.len());
        let mut below = FxHashMap::default();
        let mut open: Vec<usize> = Vec::new();
        for (at, node) in nodes.iter().enumerate() {
            while open.last().is_some_and(|last| !node.path.starts_with(&nodes[*last].path)) {
                open.pop();
            }
            let parent = open.last().copied().unwrap_or_default();
            if let Some(symbol) = node.path.get(nodes[parent].path.len()) {
                below.insert((parent, *symbol), at);
            }
            parents.push(parent);
            open.push(at);
        }
        Tree { nodes, parents, below }
    }

    /// What goes on from a node with a symbol, when that is more than a bucket holds.
    pub fn child(&self, node: usize, symbol: u16) -> Option<Child> {
        let children = &self.nodes[node].children;
        Some(children[children.binary_search_by_key(&symbol, |child| child.symbol).ok()?])
    }

    /// The way of a suffix, which ends with a 0.
    pub fn way(&self, suffix: &[u16]) -> Way {
        let mut chain = Vec::new();
        let mut at = 0;
        loop {
            let end = self.nodes[at].path.len();
            let next = suffix.get(end).copied().unwrap_or_default();
            let Some(below) = self.below.get(&(at, next)).copied() else {
                let decisive = match self.child(at, next) {
                    Some(child) if child.reach == DEEP => usize::MAX,
                    Some(child) => usize::from(child.reach).max(end + 1),
                    None => end + 1,
                };
                return Way { chain, next, leaves: None, decisive };
            };
            if !suffix.starts_with(&self.nodes[below].path) {
                return Way { chain, next, leaves: Some(below), decisive: usize::MAX };
            }
            chain.push(below);
            at = below;
        }
    }

    /// The path of a node as labels have it: of symbols that no branch decides only the first `known`.
    pub fn label(&self, at: usize, known: usize, blind: u16) -> Vec<u16> {
        let Node { path, shortest, .. } = &self.nodes[at];
        if path.is_empty() {
            return Vec::new();
        }
        let mut label = self.label(self.parents[at], known, blind);
        label.extend_from_slice(&path[label.len()..]);
        label.iter_mut().skip(shortest + known).for_each(|symbol| *symbol = blind);
        label
    }
}
