//! The smallest stretches of the order that moved suffixes can have changed.
//!
//! A stretch is what goes on from a node with certain symbols: one that leads to many suffixes, or all in a row that lead
//! to few, for these share buckets. The node itself must be one before and after, with the same path.

use super::grams::is_small;
use super::memory::Memory;
use super::moves::{Move, Moves};
use super::nodes::Tree;
use super::scan::{Hits, Pattern};
use super::sizes::Sizes;
use super::writer::is_frequent;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::{Range, RangeInclusive};

/// More suffixes than this that moved are better divided with all others, too: each touches some shards.
const MOVED: usize = 250;

/// More records than this in a node that is divided anew are better divided with all others.
const MOST: u32 = 60_000;

/// What goes on from a node with these symbols.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stretch {
    pub node: usize,
    pub symbols: RangeInclusive<u16>,
}

/// What there is to do.
#[derive(Debug, Default)]
pub struct Plan {
    /// In the order of the index, none within another.
    pub stretches: Vec<Stretch>,
    /// What is in each.
    pub suffixes: Vec<Hits>,
    /// The records of the nodes that stand in no stretch and have others than before.
    pub facts: BTreeMap<usize, Vec<u32>>,
    /// How many different symbols go on from the nodes of stretches.
    pub kinds: BTreeMap<usize, u32>,
}

/// Finds the stretches; `find` looks through all keys as they now are. None when too much changes.
pub fn plan(
    memory: &Memory,
    tree: &Tree<'_>,
    moves: &Moves,
    pieces: &[Range<u16>],
    sizes: &Sizes,
    find: impl Fn(&[Pattern]) -> Vec<Hits>,
) -> Option<Plan> {
    if moves.suffixes.len() > MOVED {
        return None;
    }
    let all = memory.records();
    let count =
        |node: usize| (i64::from(tree.nodes[node].records) + moves.nodes.get(&node).unwrap_or(&0)) as usize;
    let frequent = |node: usize, records: usize| is_frequent(sizes, &tree.nodes[node].path, records, all);
    // Nodes that are none any more, or have another path.
    let mut broken: BTreeSet<usize> = moves.suffixes.iter().filter_map(|moved| moved.way.leaves).collect();
    for node in moves.nodes.keys() {
        if frequent(*node, tree.nodes[*node].records as usize) != frequent(*node, count(*node)) {
            return None;
        }
        if count(*node) <= sizes.division.node {
            broken.insert(*node);
        }
    }
    // Symbols that lead from a node to few suffixes, though they led to many.
    let mut dwindled: BTreeSet<(usize, u16)> = BTreeSet::new();
    loop {
        if broken.iter().any(|node| {
            let records = tree.nodes[*node].records;
            records > MOST || frequent(*node, records as usize)
        }) {
            return None;
        }
        let homes: Vec<(usize, u16)> =
            moves.suffixes.iter().map(|moved| home(tree, &broken, moved)).collect();
        let stretches = stretches(tree, &homes, &dwindled, pieces);
        let known: BTreeSet<usize> =
            moves.nodes.keys().copied().filter(|node| !is_within(tree, &stretches, *node)).collect();
        let mut patterns: Vec<Pattern> = stretches
            .iter()
            .map(|stretch| Pattern {
                prefix: tree.nodes[stretch.node].path.clone(),
                next: Some(stretch.symbols.clone()),
            })
            .collect();
        patterns.extend(known.iter().map(|node| {
            let node = &tree.nodes[*node];
            Pattern { prefix: node.path[..node.shortest].to_vec(), next: None }
        }));
        let mut suffixes = find(&patterns);
        let facts = suffixes.split_off(stretches.len());
        let facts = known.iter().copied().zip(facts.into_iter().map(|hits| hits.records)).collect();
        let before = (broken.len(), dwindled.len());
        for (stretch, hits) in stretches.iter().zip(&suffixes) {
            let symbol = *stretch.symbols.start();
            let was_large =
                stretch.symbols == (symbol..=symbol) && tree.child(stretch.node, symbol).is_some();
            if was_large && is_small(sizes.division, &hits.records) {
                dwindled.insert((stretch.node, symbol));
            }
        }
        let kinds = kinds(tree, &homes, moves, &stretches, &suffixes);
        broken.extend(kinds.iter().filter(|(node, kinds)| **node > 0 && **kinds < 2).map(|(node, _)| *node));
        if before == (broken.len(), dwindled.len()) {
            return Some(Plan { stretches, suffixes, facts, kinds });
        }
    }
}

/// The node that a suffix goes on from, above all broken ones, and the symbol that it goes on with.
fn home(tree: &Tree<'_>, broken: &BTreeSet<usize>, moved: &Move) -> (usize, u16) {
    let chain = &moved.way.chain;
    match chain.iter().position(|node| broken.contains(node)) {
        Some(at) => {
            let node = at.checked_sub(1).map_or(0, |at| chain[at]);
            (node, tree.nodes[chain[at]].path[tree.nodes[node].path.len()])
        }
        None => (chain.last().copied().unwrap_or_default(), moved.way.next),
    }
}

/// The stretches that these stand in.
fn stretches(
    tree: &Tree<'_>,
    homes: &[(usize, u16)],
    dwindled: &BTreeSet<(usize, u16)>,
    pieces: &[Range<u16>],
) -> Vec<Stretch> {
    let mut found: BTreeMap<(usize, u16), u16> = BTreeMap::new();
    for (node, symbol) in homes {
        let is_large = |symbol: u16| !dwindled.contains(&(*node, symbol));
        let children = &tree.nodes[*node].children;
        let at = children.partition_point(|child| child.symbol < *symbol);
        let here = children.get(at).filter(|child| child.symbol == *symbol);
        let (mut from, mut to) = (*symbol, *symbol);
        if here.is_none_or(|child| !is_large(child.symbol)) {
            let before = children[..at].iter().rev().find(|child| is_large(child.symbol));
            let after = children[at..].iter().find(|child| is_large(child.symbol));
            from = before.map_or(0, |child| child.symbol + 1);
            to = after.map_or(u16::MAX - 1, |child| child.symbol - 1);
            if *node == 0 {
                // With each piece of work buckets begin anew.
                let piece = pieces.iter().find(|piece| piece.contains(symbol)).cloned().unwrap_or_default();
                from = from.max(piece.start);
                to = to.min(piece.end.saturating_sub(1));
            }
        }
        found.insert((*node, from), to);
    }
    let all = found.into_iter().map(|((node, from), to)| Stretch { node, symbols: from..=to });
    let all: Vec<Stretch> = all.collect();
    let kept = all.iter().filter(|stretch| !is_within(tree, &all, stretch.node));
    let mut kept: Vec<Stretch> = kept.cloned().collect();
    kept.sort_by(|a, b| {
        let path = |stretch: &Stretch| {
            let mut path = tree.nodes[stretch.node].path.clone();
            path.push(*stretch.symbols.start());
            path
        };
        path(a).cmp(&path(b))
    });
    kept
}

/// Whether a node stands in one of the stretches.
pub fn is_within(tree: &Tree<'_>, stretches: &[Stretch], node: usize) -> bool {
    let mut at = node;
    while at > 0 {
        let parent = tree.parents[at];
        let symbol = tree.nodes[at].path[tree.nodes[parent].path.len()];
        if stretches.iter().any(|stretch| stretch.node == parent && stretch.symbols.contains(&symbol)) {
            return true;
        }
        at = parent;
    }
    false
}

/// How many different symbols go on from each node of the stretches.
fn kinds(
    tree: &Tree<'_>,
    homes: &[(usize, u16)],
    moves: &Moves,
    stretches: &[Stretch],
    suffixes: &[Hits],
) -> BTreeMap<usize, u32> {
    // What came more than it went.
    let mut gains: BTreeMap<(usize, u16), i64> = BTreeMap::new();
    for (home, moved) in homes.iter().zip(&moves.suffixes) {
        *gains.entry(*home).or_default() += moved.gain;
    }
    let mut kinds = BTreeMap::new();
    for (stretch, hits) in stretches.iter().zip(suffixes) {
        let depth = tree.nodes[stretch.node].path.len();
        let mut counts: BTreeMap<u16, i64> = BTreeMap::new();
        for start in &hits.starts {
            *counts.entry(hits.symbols[*start as usize + depth]).or_default() += 1;
        }
        let kinds = kinds.entry(stretch.node).or_insert(i64::from(tree.nodes[stretch.node].kinds));
        for ((_, symbol), gain) in
            gains.range((stretch.node, *stretch.symbols.start())..=(stretch.node, *stretch.symbols.end()))
        {
            let now = counts.get(symbol).copied().unwrap_or_default();
            *kinds += i64::from(now > 0) - i64::from(now - gain > 0);
        }
    }
    kinds.into_iter().map(|(node, kinds)| (node, kinds as u32)).collect()
}
