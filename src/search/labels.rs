//! Labels, the beginnings that buckets and shards are told apart by, each written as a change of the one before.

use super::bits::{BitReader, BitWriter, Census, Code};
use super::grams::BLIND;
use std::cmp::Ordering;

/// The codes of one index, made from a sample of it; they stand in the root shard.
#[derive(Debug, Clone)]
pub struct Codes {
    pub drop: Code,
    pub step: Code,
    pub extra: Code,
    pub symbol: Code,
    pub count: Code,
    pub gap: Code,
}

impl Codes {
    pub fn describe(&self, bits: &mut BitWriter) {
        for code in [&self.drop, &self.step, &self.extra, &self.symbol, &self.count, &self.gap] {
            code.describe(bits);
        }
    }

    pub fn read(bits: &mut BitReader<'_>) -> Codes {
        let mut next = || Code::read(bits);
        Codes { drop: next(), step: next(), extra: next(), symbol: next(), count: next(), gap: next() }
    }
}

/// Counts what [`Codes`] are made for.
#[derive(Debug, Clone, Default)]
pub struct Sample {
    drop: Census,
    step: Census,
    extra: Census,
    symbol: Census,
    count: Census,
    gap: Census,
    last: Vec<u16>,
}

impl Sample {
    pub fn bucket(&mut self, label: &[u16], records: &[u32]) {
        let change = Change::between(&self.last, label);
        self.drop.count(change.drop);
        if let Some(step) = change.step {
            self.step.count(step);
        }
        self.extra.count(change.extras.len() as u32);
        change.extras.iter().filter(|s| **s != BLIND).for_each(|s| self.symbol.count(u32::from(*s) + 1));
        self.last.clear();
        self.last.extend_from_slice(label);
        self.count.count(records.len() as u32 - 1);
        records.windows(2).for_each(|two| self.gap.count(two[1] - two[0] - 1));
    }

    /// Adds what another sample counted.
    pub fn merge(&mut self, other: &Sample) {
        let Sample { drop, step, extra, symbol, count, gap, .. } = other;
        self.drop.merge(drop);
        self.step.merge(step);
        self.extra.merge(extra);
        self.symbol.merge(symbol);
        self.count.merge(count);
        self.gap.merge(gap);
    }

    pub fn codes(&self) -> Codes {
        Codes {
            drop: self.drop.code(),
            step: self.step.code(),
            extra: self.extra.code(),
            symbol: self.symbol.code(),
            count: self.count.code(),
            gap: self.gap.code(),
        }
    }
}

/// What makes the next label of the last.
struct Change<'a> {
    /// Symbols taken off the end.
    drop: u32,
    /// By how much more than one the symbol rises at the place where they part.
    step: Option<u32>,
    extras: &'a [u16],
}

impl<'a> Change<'a> {
    fn between(last: &[u16], label: &'a [u16]) -> Change<'a> {
        let same = last.iter().zip(label).take_while(|(a, b)| a == b).count();
        let drop = (last.len() - same) as u32;
        let step = (drop > 0).then(|| {
            let (old, new) = (last[same], label.get(same).copied().unwrap_or(0));
            u32::from(new).saturating_sub(u32::from(old) + 1)
        });
        let extras = label.get(same + usize::from(drop > 0)..).unwrap_or(&[]);
        Change { drop, step, extras }
    }
}

/// Writes `label` as a change of `last`.
pub fn put_label(bits: &mut BitWriter, codes: &Codes, last: &[u16], label: &[u16]) {
    let change = Change::between(last, label);
    codes.drop.put(bits, change.drop);
    if let Some(step) = change.step {
        codes.step.put(bits, step);
    }
    codes.extra.put(bits, change.extras.len() as u32);
    let mut extras = change.extras;
    while let Some((first, rest)) = extras.split_first() {
        if *first == BLIND {
            let run = extras.iter().take_while(|s| **s == BLIND).count();
            codes.symbol.put(bits, 0);
            bits.number(run as u32 - 1, 2);
            extras = &extras[run..];
        } else {
            codes.symbol.put(bits, u32::from(*first) + 1);
            extras = rest;
        }
    }
}

/// Turns `label` into the next one.
pub fn take_label(bits: &mut BitReader<'_>, codes: &Codes, label: &mut Vec<u16>) {
    let drop = codes.drop.take(bits) as usize;
    let same = label.len().saturating_sub(drop);
    let old = label.get(same).copied();
    label.truncate(same);
    if let (true, Some(old)) = (drop > 0, old) {
        let step = codes.step.take(bits);
        label.push((u32::from(old) + step + 1).min(u32::from(BLIND)) as u16);
    }
    let extras = codes.extra.take(bits) as usize;
    let end = label.len() + extras.min(usize::from(BLIND));
    while label.len() < end && !bits.overrun() {
        match codes.symbol.take(bits) {
            0 => {
                let run = bits.number(2) as usize + 1;
                label.resize((label.len() + run).min(end), BLIND);
            }
            symbol => label.push((symbol - 1).min(u32::from(BLIND)) as u16),
        }
    }
}

/// How a label stands to a beginning; a blind symbol agrees with any.
pub fn order(label: &[u16], symbols: &[u16]) -> Ordering {
    label
        .iter()
        .zip(symbols)
        .find(|(a, b)| **a != BLIND && a != b)
        .map_or(label.len().cmp(&symbols.len()), |(a, b)| a.cmp(b))
}

/// Writes labels one after the other, their number first.
pub fn put_labels(bits: &mut BitWriter, codes: &Codes, labels: &[Vec<u16>]) {
    bits.number(labels.len() as u32, 8);
    let mut last: &[u16] = &[];
    for label in labels {
        put_label(bits, codes, last, label);
        last = label;
    }
}

/// Reads [`put_labels`].
pub fn take_labels(bits: &mut BitReader<'_>, codes: &Codes) -> Vec<Vec<u16>> {
    let mut label = Vec::new();
    let mut labels = Vec::new();
    for _ in 0..bits.number(8) {
        if bits.overrun() {
            break;
        }
        take_label(bits, codes, &mut label);
        labels.push(label.clone());
    }
    labels
}
