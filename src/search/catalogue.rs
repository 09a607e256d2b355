//! Circulars in the order of the results, and where each one's records are.
//!
//! Records are numbered: first the titles, one a circular, then all clauses that are only a heading,
//! then all others, each part in the order of the circulars. So a record's number says its class and rank.

use super::facets::Facets;

/// Circulars a catalogue shard.
pub const EVERY: usize = 512;

/// What the index keeps of one circular.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    pub facets: Facets,
    pub headings: u32,
    pub clauses: u32,
}

/// Where the circulars of one catalogue shard begin.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Base {
    /// Headings and other clauses of all circulars before.
    pub headings: u32,
    pub clauses: u32,
    /// Text shards before.
    pub texts: u32,
}

/// Writes the rows of one shard, to be deflated: column by column, numbers of 7 bits a byte.
/// `text_sizes` says how many records each text shard of these circulars holds.
pub fn write(rows: &[Row], text_sizes: &[u32]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let column = |of: &dyn Fn(&Row) -> u32, bytes: &mut Vec<u8>| rows.iter().for_each(|r| put(bytes, of(r)));
    put(&mut bytes, rows.len() as u32);
    column(&|r| r.facets.level, &mut bytes);
    let mut last = 0;
    for row in rows {
        // Years mostly stand still or fall by one.
        let fall = last - row.facets.year as i64;
        put(&mut bytes, ((fall << 1) ^ (fall >> 63)) as u32);
        last = i64::from(row.facets.year);
    }
    column(&|r| r.facets.kind, &mut bytes);
    column(&|r| r.facets.status, &mut bytes);
    column(&|r| r.facets.issuers.len() as u32, &mut bytes);
    rows.iter().flat_map(|r| &r.facets.issuers).for_each(|issuer| put(&mut bytes, *issuer));
    column(&|r| r.headings, &mut bytes);
    column(&|r| r.clauses, &mut bytes);
    put(&mut bytes, text_sizes.len() as u32);
    text_sizes.iter().for_each(|size| put(&mut bytes, *size));
    bytes
}

/// One catalogue shard as read.
#[derive(Debug, Clone, Default)]
pub struct Part {
    pub facets: Vec<Facets>,
    /// First heading and first clause (as counted among all headings, all clauses) of each circular and of the next part.
    pub headings: Vec<u32>,
    pub clauses: Vec<u32>,
    /// First record (as counted in the order of the texts, from this part on) of each text shard.
    pub texts: Vec<u32>,
}

/// Reads [`write()`].
pub fn read(bytes: &[u8], base: Base) -> Part {
    let mut bytes = bytes.iter().copied();
    let mut next = move || take(&mut bytes);
    let rows = (next() as usize).min(EVERY);
    let mut facets = vec![Facets::default(); rows];
    facets.iter_mut().for_each(|f| f.level = next());
    let mut year = 0i64;
    for f in &mut facets {
        let coded = i64::from(next());
        year -= (coded >> 1) ^ -(coded & 1);
        f.year = year.clamp(0, i64::from(u32::MAX)) as u32;
    }
    facets.iter_mut().for_each(|f| f.kind = next());
    facets.iter_mut().for_each(|f| f.status = next());
    let issuers: Vec<u32> = facets.iter().map(|_| next()).collect();
    for (f, count) in facets.iter_mut().zip(issuers) {
        f.issuers = (0..count.min(1 << 10)).map(|_| next()).collect();
    }
    let mut sums = |mut sum: u32, count: usize| {
        let mut all = vec![sum];
        for _ in 0..count {
            sum = sum.wrapping_add(next());
            all.push(sum);
        }
        all
    };
    let headings = sums(base.headings, rows);
    let clauses = sums(base.clauses, rows);
    let shards = next() as usize;
    let mut first = 0u32;
    let texts = (0..shards.min(1 << 20))
        .map(|_| {
            let this = first;
            first = first.wrapping_add(next());
            this
        })
        .collect();
    Part { facets, headings, clauses, texts }
}

fn put(bytes: &mut Vec<u8>, mut value: u32) {
    while value >= 0x80 {
        bytes.push(value as u8 | 0x80);
        value >>= 7;
    }
    bytes.push(value as u8);
}

fn take(bytes: &mut impl Iterator<Item = u8>) -> u32 {
    let mut value = 0u32;
    for shift in (0..35).step_by(7) {
        let byte = bytes.next().unwrap_or(0);
        value |= u32::from(byte & 0x7F).checked_shl(shift).unwrap_or(0);
        if byte < 0x80 {
            break;
        }
    }
    value
}
