//! An index shard taken apart into what was put into it, so that it can be put together again with a few changes.

use super::bits::BitWriter;
use super::labels::Codes;
use super::shard::{Buckets, Node};

/// What a shard was given.
#[derive(Debug, Clone)]
pub enum Event {
    Node { path: Vec<u16>, shortest: usize, records: usize, facts: BitWriter },
    Bucket { label: Vec<u16>, mixed: bool, records: Vec<u32> },
}

impl Event {
    /// What it stands at.
    pub fn label(&self) -> &[u16] {
        match self {
            Event::Node { path, .. } => path,
            Event::Bucket { label, .. } => label,
        }
    }
}

/// Everything in a shard, in order; None when it is damaged.
pub fn read(bytes: &[u8], codes: &Codes, width: u32) -> Option<Vec<Event>> {
    let (nodes, mut buckets) = Buckets::open(bytes, codes, width)?;
    let mut nodes = nodes.into_iter().peekable();
    let mut events = Vec::new();
    while let Some(at) = buckets.read() {
        while let Some(Node { lengths, facts: mut begin, length, .. }) = nodes.next_if(|n| n.bucket == at) {
            let (shortest, longest) = lengths.into_inner();
            let path = buckets.label.get(..longest)?.to_vec();
            // The facts begin with how many clauses, circulars and titles there are.
            let mut counts = begin.clone();
            let (clauses, _, titles) = (counts.number(10), counts.number(8), counts.number(4));
            let records = (clauses + titles) as usize;
            let mut facts = BitWriter::default();
            facts.copy(&mut begin, length);
            events.push(Event::Node { path, shortest, records, facts });
        }
        let Buckets { label, mixed, records, .. } = &mut buckets;
        events.push(Event::Bucket { label: label.clone(), mixed: *mixed, records: std::mem::take(records) });
    }
    (!buckets.damaged()).then_some(events)
}
