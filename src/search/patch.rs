//! Index shards with some stretches of the order made anew, and the facts of some nodes.

use super::bits::BitWriter;
use super::cuts::Cutter;
use super::events::{self, Event};
use super::grams::BLIND;
use super::labels::Codes;
use super::labels::order;
use super::lookup::last_not_after;
use super::retext::Place;
use super::sizes::Sizes;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::{Range, RangeInclusive};

/// A stretch as it now is.
#[derive(Debug)]
pub struct Edit {
    /// The path of its node, and as labels have it.
    pub path: Vec<u16>,
    pub label: Vec<u16>,
    pub symbols: RangeInclusive<u16>,
    pub events: Vec<Event>,
}

impl Edit {
    /// Whether the stretch is before, around or after what stands at `label`: how that stands to it.
    fn place_of(&self, label: &[u16]) -> Ordering {
        let agree = |a: u16, b: u16| a == b || a == BLIND || b == BLIND;
        match self.label.iter().zip(label).find(|(own, other)| !agree(**own, **other)) {
            Some((own, other)) => other.cmp(own),
            None => match label.get(self.label.len()) {
                // A node on the way to the stretch.
                None => Ordering::Less,
                Some(symbol) if symbol < self.symbols.start() => Ordering::Less,
                Some(symbol) if symbol > self.symbols.end() => Ordering::Greater,
                Some(_) => Ordering::Equal,
            },
        }
    }

    /// The shards that it can touch.
    fn shards(&self, separators: &[Vec<u16>]) -> RangeInclusive<usize> {
        let before = |symbol: u16| {
            let path = [&self.path[..], &[symbol]].concat();
            // A bucket in parts may go on where a shard begins, so only what is less begins before.
            separators.partition_point(|s| order(s, &path) == Ordering::Less).saturating_sub(1)
        };
        before(*self.symbols.start())..=before(self.symbols.end().saturating_add(1))
    }
}

/// A node with other facts than before, that is not in a stretch.
#[derive(Debug)]
pub struct NewFacts {
    pub path: Vec<u16>,
    pub shortest: usize,
    pub label: Vec<u16>,
    pub records: usize,
    pub facts: BitWriter,
}

/// What index shards are read and written with.
pub struct Patcher<'a> {
    pub codes: &'a Codes,
    pub sizes: &'a Sizes,
    pub width: u32,
    /// Of the shards as they stand.
    pub separators: &'a [Vec<u16>],
    /// The pieces of work, with which shards begin anew.
    pub pieces: &'a [Range<u16>],
    pub read: &'a dyn Fn(usize) -> Option<Vec<u8>>,
}

impl Patcher<'_> {
    /// The new row of shards with their separators, from `edits` in order and `facts`.
    pub fn patch(&self, edits: Vec<Edit>, facts: Vec<NewFacts>) -> Option<Vec<(Vec<u16>, Place)>> {
        let homes: Vec<RangeInclusive<usize>> =
            edits.iter().map(|edit| edit.shards(self.separators)).collect();
        let mut touched: BTreeSet<usize> = homes.iter().cloned().flatten().collect();
        touched.extend(facts.iter().map(|f| last_not_after(self.separators, &f.path[..f.shortest])));
        let mut facts: BTreeMap<Vec<u16>, NewFacts> =
            facts.into_iter().map(|f| (f.label.clone(), f)).collect();
        let mut edits = edits.into_iter().zip(homes).peekable();
        let mut done: Vec<(Vec<u16>, Place)> = Vec::new();
        let mut shard = 0;
        // How an old shard's separator now reads, where the bucket before it changed.
        let mut separator = None;
        while shard < self.separators.len() {
            if !touched.contains(&shard) {
                let old = || self.separators[shard].clone();
                done.push((separator.take().unwrap_or_else(old), Place::Old(shard)));
                shard += 1;
                continue;
            }
            // Whether a shard ends here depends on what comes next: when that is new, begin with the shard before.
            let next = self.events(shard)?.into_iter().next()?;
            let is_new = facts.contains_key(next.label())
                || edits.peek().is_some_and(|(edit, _)| edit.place_of(next.label()) != Ordering::Less);
            let before = if is_new && !self.begins_piece(shard) { done.pop() } else { None };
            shard -= usize::from(before.is_some());
            let mut cutter = Cutter::new(self.codes, self.sizes, self.width, self.label_before(shard)?);
            let first = shard;
            'shards: loop {
                for (nth, event) in self.events(shard)?.into_iter().enumerate() {
                    let mut is_replaced = false;
                    while let Some((edit, _)) = edits.peek_mut() {
                        let place = edit.place_of(event.label());
                        if place == Ordering::Less {
                            break;
                        }
                        edit.events.drain(..).for_each(|event| give(&mut cutter, event));
                        if place == Ordering::Equal {
                            is_replaced = true;
                            break;
                        }
                        edits.next();
                    }
                    if is_replaced {
                        continue;
                    }
                    let event = match event {
                        Event::Node { path, shortest, .. } if facts.contains_key(&path) => {
                            let NewFacts { records, facts, .. } = facts.remove(&path)?;
                            Event::Node { path, shortest, records, facts }
                        }
                        event => event,
                    };
                    give(&mut cutter, event);
                    if nth == 0
                        && shard > first
                        && !touched.contains(&shard)
                        && let Some(begun) = cutter.begun()
                    {
                        separator = Some(begun.to_vec());
                        break 'shards;
                    }
                }
                shard += 1;
                if self.begins_piece(shard) {
                    while let Some((mut edit, _)) = edits.next_if(|(_, home)| *home.end() < shard) {
                        edit.events.drain(..).for_each(|event| give(&mut cutter, event));
                    }
                    cutter.close();
                    break;
                }
            }
            // The bucket before the shard before may be another than it was.
            let mut own = before.map(|(separator, _)| separator);
            done.extend(
                cutter
                    .done()
                    .into_iter()
                    .map(|shard| (own.take().unwrap_or(shard.separator), Place::New(shard.bytes))),
            );
            while edits.next_if(|(_, home)| *home.end() < shard).is_some() {}
        }
        (facts.is_empty() && edits.next().is_none()).then_some(done)
    }

    /// Whether a piece of work begins with this shard; the end of all is a beginning as well.
    fn begins_piece(&self, shard: usize) -> bool {
        let piece = |shard: usize| {
            let symbol = self.separators.get(shard)?.first()?;
            self.pieces.iter().position(|piece| piece.contains(symbol))
        };
        shard.checked_sub(1).is_none_or(|before| piece(before) != piece(shard))
    }

    /// The label of the last bucket before a shard.
    fn label_before(&self, shard: usize) -> Option<Vec<u16>> {
        if self.begins_piece(shard) {
            return Some(Vec::new());
        }
        Some(self.events(shard.checked_sub(1)?)?.last()?.label().to_vec())
    }

    /// What an old shard was given.
    fn events(&self, shard: usize) -> Option<Vec<Event>> {
        events::read(&(self.read)(shard)?, self.codes, self.width)
    }
}

fn give(cutter: &mut Cutter<'_>, event: Event) {
    match event {
        Event::Node { path, shortest, records, facts } => cutter.node(&path, shortest, records, &facts),
        Event::Bucket { label, mixed, records } => cutter.bucket(&label, mixed, &records),
    }
}
