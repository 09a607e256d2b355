//! The part of renewing that is about the order of suffixes: from changed keys to index shards, facts and lists.

use super::alphabet::Alphabet;
use super::bits::{BitReader, BitWriter};
use super::catalogue::Row;
use super::events::Event;
use super::frequent::{self, Frequent};
use super::gatherer::Gatherer;
use super::grams::{BLIND, Sink, divide_below};
use super::keys::{Keys, Letters, Place};
use super::labels::Codes;
use super::memory::{self, Memory};
use super::moves::{Change, Moves};
use super::nodes::{Node, Tree};
use super::patch::{Edit, NewFacts, Patcher};
use super::records::Records;
use super::retext;
use super::scan::{Hits, Pattern, Scan};
use super::shard;
use super::sizes::Sizes;
use super::stretches::{Plan, is_within, plan};
use super::writer::{is_frequent, pieces_of};
use crate::model::Workers;
use std::collections::BTreeMap;

/// What an index is made new from.
pub struct Ground<'a> {
    pub memory: &'a Memory,
    pub sizes: &'a Sizes,
    pub alphabet: &'a Alphabet,
    pub records: &'a Records,
    pub rows: &'a [Row],
    /// How many places now begin with each symbol.
    pub begin: &'a [usize],
    /// A piece of the memory, and the bytes of a shard.
    pub recall: &'a (dyn Fn(&str) -> Option<Vec<u8>> + Sync),
    pub read: &'a dyn Fn(&str) -> Option<Vec<u8>>,
}

/// What becomes of the index.
pub struct Redivided {
    /// All index shards: separators and bytes.
    pub shards: Vec<(Vec<u16>, retext::Place)>,
    /// Shards of lists and of frequent beginnings' facts that may differ.
    pub others: Named,
    pub nodes: Vec<Node>,
    /// The hashes of the parts of the keys, and those that differ.
    pub parts: Vec<u64>,
    pub changed_parts: Named,
}

/// Shards with their names.
type Named = Vec<(String, Vec<u8>)>;

/// A part of the keys: its symbols, and the bytes and hash to remember where they changed.
type Part = (Vec<u16>, Option<(Vec<u8>, u64)>);

/// Works out what `changes` change; None when that is too much.
pub fn redivide(ground: &Ground<'_>, changes: &[Change], workers: &impl Workers) -> Option<Redivided> {
    let Ground { memory, sizes, records, rows, .. } = *ground;
    let letters = Letters::new(ground.alphabet);
    let pieces = pieces_of(ground.begin, sizes);
    if pieces != pieces_of(&memory.begin, sizes) || memory.nodes.is_empty() {
        return None;
    }
    let parts = parts(ground, changes, workers)?;
    let tree = Tree::new(&memory.nodes);
    let moves = Moves::of(&tree, changes, &letters);
    let find =
        |patterns: &[Pattern]| find(&parts, sizes, ground.alphabet.last(), patterns, &letters, workers);
    let plan = plan(memory, &tree, &moves, &pieces, sizes, find)?;
    let mut facts = Gatherer::new(records, rows);
    let mut edits = Vec::new();
    let mut divided = Vec::new();
    for (stretch, hits) in plan.stretches.iter().zip(&plan.suffixes) {
        let label = tree.label(stretch.node, sizes.division.known, BLIND);
        let mut collector = Collector { facts, events: Vec::new(), ground, is_common: false };
        divided.push(divide_hits(
            hits,
            records.count(),
            ground.alphabet.last(),
            &label,
            sizes,
            &mut collector,
        ));
        if collector.is_common {
            return None;
        }
        facts = collector.facts;
        let path = memory.nodes[stretch.node].path.clone();
        edits.push(Edit { path, label, symbols: stretch.symbols.clone(), events: collector.events });
    }
    let codes = Codes::read(&mut BitReader::new(&memory.codes));
    let (new_facts, others) = new_facts(ground, &tree, &plan, &mut facts)?;
    let names = shard_names(memory, sizes);
    let patcher = Patcher {
        codes: &codes,
        sizes,
        width: shard::width(records.count()),
        separators: &memory.separators,
        pieces: &pieces,
        read: &|shard| (ground.read)(names.get(shard)?),
    };
    let shards = patcher.patch(edits, new_facts)?;
    let nodes = nodes(memory, &tree, &moves, &plan, divided);
    let mut hashes = memory.parts.clone();
    let mut changed_parts = Vec::new();
    for (at, (_, changed)) in parts.into_iter().enumerate() {
        if let Some((bytes, hash)) = changed {
            hashes[at] = hash;
            changed_parts.push((memory::part_name(at), bytes));
        }
    }
    Some(Redivided { shards, others, nodes, parts: hashes, changed_parts })
}

/// The names of the index shards that stand.
pub fn shard_names(memory: &Memory, sizes: &Sizes) -> Vec<String> {
    let mut directory = super::directory::Directory::new(sizes.directory);
    memory.separators.iter().map(|separator| directory.name(separator.clone())).collect()
}

/// All keys in parts, with `changes` in them; None where these do not fit.
fn parts(ground: &Ground<'_>, changes: &[Change], workers: &impl Workers) -> Option<Vec<Part>> {
    let of = |at: usize| {
        let hash = ground.memory.parts[at];
        let mut symbols = memory::read_part(&(ground.recall)(&memory::part_name(at))?, hash)?;
        let first = at * ground.sizes.part;
        let within =
            |change: &&Change| (first..first + ground.sizes.part).contains(&(change.record as usize));
        let here: BTreeMap<usize, &Change> =
            changes.iter().filter(within).map(|change| (change.record as usize - first, change)).collect();
        if here.is_empty() {
            return Some((symbols, None));
        }
        let mut patched = Vec::with_capacity(symbols.len());
        let mut found = 0;
        for (nth, key) in symbols.split_inclusive(|symbol| *symbol == 0).enumerate() {
            match here.get(&nth) {
                Some(change) if change.old == key => {
                    found += 1;
                    patched.extend_from_slice(&change.new);
                }
                Some(_) => return None,
                None => patched.extend_from_slice(key),
            }
        }
        symbols = patched;
        let remembered = memory::part(&symbols);
        (found == here.len()).then_some((symbols, Some(remembered)))
    };
    workers.map((0..ground.memory.parts.len()).collect(), of).into_iter().collect()
}

/// What all keys hold of some patterns.
fn find(
    parts: &[Part],
    sizes: &Sizes,
    last: u16,
    patterns: &[Pattern],
    letters: &Letters,
    workers: &impl Workers,
) -> Vec<Hits> {
    let scan = Scan::new(patterns, last);
    let each = |(at, (symbols, _)): (usize, &Part)| scan.find(symbols, (at * sizes.part) as u32, letters);
    let mut all = vec![Hits::default(); patterns.len()];
    for found in workers.map(parts.iter().enumerate().collect(), each) {
        all.iter_mut().zip(found).for_each(|(all, more)| all.append(more));
    }
    all
}

/// Divides the suffixes of one stretch.
fn divide_hits(
    hits: &Hits,
    all: u32,
    last: u16,
    label: &[u16],
    sizes: &Sizes,
    collector: &mut Collector<'_>,
) -> Vec<Node> {
    let places = hits.starts.iter().zip(&hits.records);
    let places = places.map(|(at, record)| Place { at: *at, record: *record }).collect();
    let keys = Keys::suffixes(hits.symbols.clone(), all, last);
    divide_below(&keys, places, label.to_vec(), sizes.division, collector)
}

/// Takes a stretch of the order, to be put into shards later.
struct Collector<'a> {
    facts: Gatherer<'a>,
    events: Vec<Event>,
    ground: &'a Ground<'a>,
    /// A beginning that was not frequent now is.
    is_common: bool,
}

impl Sink for Collector<'_> {
    fn node(&mut self, path: &[u16], shortest: usize, records: &[u32]) {
        self.is_common |= is_frequent(self.ground.sizes, path, records.len(), self.ground.records.count());
        let mut facts = BitWriter::default();
        self.facts.of(records).put(&mut facts);
        self.events.push(Event::Node { path: path.to_vec(), shortest, records: records.len(), facts });
    }

    fn bucket(&mut self, label: &[u16], mixed: bool, records: &[u32]) {
        self.events.push(Event::Bucket { label: label.to_vec(), mixed, records: records.to_vec() });
    }
}

/// The facts of the nodes that have other records: those that stand in the index, and the shards of frequent ones.
fn new_facts(
    ground: &Ground<'_>,
    tree: &Tree<'_>,
    plan: &Plan,
    gatherer: &mut Gatherer<'_>,
) -> Option<(Vec<NewFacts>, Named)> {
    let Ground { memory, sizes, .. } = *ground;
    let width = shard::width(ground.records.count());
    let mut in_index = Vec::new();
    let mut frequent = BTreeMap::new();
    let mut shards = Vec::new();
    for (node, records) in &plan.facts {
        let Node { path, shortest, .. } = &memory.nodes[*node];
        let label = tree.label(*node, sizes.division.known, BLIND);
        let facts = gatherer.of(records);
        if !is_frequent(sizes, path, records.len(), ground.records.count()) {
            let mut bits = BitWriter::default();
            facts.put(&mut bits);
            let (path, shortest, records) = (path.clone(), *shortest, records.len());
            in_index.push(NewFacts { path, shortest, label, records, facts: bits });
            continue;
        }
        let nth = memory.frequent.iter().position(|one| one.label == label)?;
        let lists = memory.frequent[nth].lists;
        let parts = records.chunks(sizes.list_shard);
        if parts.len() != lists.1 as usize {
            return None;
        }
        for (at, part) in (lists.0..).zip(parts) {
            shards.push((format!("l/{}-{at}", path[0]), shard::list(part, width)));
        }
        frequent.insert(nth, facts);
    }
    for at in 0..memory.frequent.len().div_ceil(frequent::EVERY) {
        let here = at * frequent::EVERY..memory.frequent.len().min((at + 1) * frequent::EVERY);
        if frequent.range(here.clone()).next().is_none() {
            continue;
        }
        let name = format!("f/{at}");
        let old = (ground.read)(&name)?;
        let one = |nth: usize| {
            let known = &memory.frequent[nth];
            let facts = match frequent.remove(&nth) {
                Some(facts) => facts,
                None => frequent::take(&old, nth % frequent::EVERY)?.0,
            };
            Some(Frequent { label: known.label.clone(), shortest: known.shortest, facts, lists: known.lists })
        };
        let all: Option<Vec<Frequent>> = here.map(one).collect();
        shards.push((name, frequent::shards(&all?).next()?));
    }
    Some((in_index, shards))
}

/// The nodes as they now are.
fn nodes(memory: &Memory, tree: &Tree<'_>, moves: &Moves, plan: &Plan, divided: Vec<Vec<Node>>) -> Vec<Node> {
    let mut nodes = Vec::with_capacity(memory.nodes.len());
    let mut kept = BTreeMap::new();
    // Whether a node stands in a stretch: its parent comes before it.
    let mut within = vec![false; memory.nodes.len()];
    let divided_nodes: std::collections::BTreeSet<usize> = plan.stretches.iter().map(|s| s.node).collect();
    for (at, node) in memory.nodes.iter().enumerate() {
        let parent = tree.parents[at];
        within[at] = at > 0
            && (within[parent] || divided_nodes.contains(&parent) && is_within(tree, &plan.stretches, at));
        if within[at] {
            continue;
        }
        let mut node = node.clone();
        let gain = moves.nodes.get(&at).copied().unwrap_or_default();
        node.records = (i64::from(node.records) + gain) as u32;
        node.kinds = plan.kinds.get(&at).copied().unwrap_or(node.kinds);
        if divided_nodes.contains(&at) {
            kept.insert(at, nodes.len());
        }
        nodes.push(node);
    }
    for (stretch, divided) in plan.stretches.iter().zip(divided) {
        let mut divided = divided.into_iter();
        if let (Some(at), Some(top)) = (kept.get(&stretch.node), divided.next()) {
            let children = &mut nodes[*at].children;
            children.retain(|child| !stretch.symbols.contains(&child.symbol));
            children.extend(top.children);
            children.sort_by_key(|child| child.symbol);
        }
        nodes.extend(divided);
    }
    nodes.sort_by(|a, b| a.path.cmp(&b.path));
    nodes
}
