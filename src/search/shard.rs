//! Shards: bytes in a script that a page loads from `file://` and `http://` alike, and the
//! ordered buckets that an index shard holds. The form is written down in `docs/search-format.md`.

use super::bits::{BitReader, BitWriter, Census, Code};
use super::grams::BLIND;
use flate2::Compression;
use flate2::read::{DeflateDecoder, DeflateEncoder};
use std::io::Read;

/// Escapes a unit that a script in UTF-16 can't carry bare.
const ESCAPE: u16 = 0xE000;
/// The asterisk, which could end the comment.
const STAR: u16 = 0x2A;

/// The script `clausebook.shard("name",()=>{/*…*/})` in UTF-16 with a byte order mark, which counts for
/// more than any charset a server may send. Two bytes go into one unit. The bytes stand in a comment, because
/// browsers keep string literals of scripts for long; the page reads them from the function's own source.
pub fn wrap(name: &str, bytes: &[u8]) -> Vec<u8> {
    let mut script = Vec::with_capacity(bytes.len() + bytes.len() / 16 + 80);
    let unit = |unit: u16, script: &mut Vec<u8>| script.extend_from_slice(&unit.to_le_bytes());
    unit(0xFEFF, &mut script);
    for c in "clausebook.shard(\"".bytes().chain(name.bytes()).chain("\",()=>{/*".bytes()) {
        unit(u16::from(c), &mut script);
    }
    unit(u16::from(b'0') + (bytes.len() % 2) as u16, &mut script);
    for pair in bytes.chunks(2) {
        let word = match pair {
            [low, high] => u16::from_le_bytes([*low, *high]),
            [low, ..] => u16::from(*low),
            [] => 0,
        };
        match word {
            0xD800..=0xDFFF => {
                unit(ESCAPE, &mut script);
                unit(word - 0xD700, &mut script);
            }
            STAR | ESCAPE => {
                unit(ESCAPE, &mut script);
                unit(if word == STAR { 0x1000 } else { 0x1001 }, &mut script);
            }
            word => unit(word, &mut script),
        }
    }
    for c in "*/})\n".bytes() {
        unit(u16::from(c), &mut script);
    }
    script
}

/// The bytes in a script that [`wrap`] made; None when it is none.
pub fn unwrap(script: &[u8]) -> Option<Vec<u8>> {
    let units: Vec<u16> = script.chunks_exact(2).map(|two| u16::from_le_bytes([two[0], two[1]])).collect();
    let open = units.windows(2).position(|two| two == [0x2F, STAR])?;
    let end = units.len().checked_sub(5)?;
    let mut units = units.get(open + 2..end)?.iter().copied();
    let odd = units.next()? == u16::from(b'1');
    let mut bytes = Vec::with_capacity(2 * units.len());
    while let Some(unit) = units.next() {
        let word = match unit {
            ESCAPE => match units.next()? {
                0x1000 => STAR,
                0x1001 => ESCAPE,
                low => low.wrapping_add(0xD700),
            },
            unit => unit,
        };
        bytes.extend_from_slice(&word.to_le_bytes());
    }
    if odd {
        bytes.pop();
    }
    Some(bytes)
}

/// Raw deflate (RFC 1951), which browsers inflate themselves.
pub fn deflate(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    // Reading from memory does not fail.
    let _ = DeflateEncoder::new(bytes, Compression::new(6)).read_to_end(&mut out);
    out
}

/// Undoes [`deflate`]; None when the bytes are damaged.
pub fn inflate(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    DeflateDecoder::new(bytes).read_to_end(&mut out).ok()?;
    Some(out)
}

/// Text as UTF-16, little end first: deflates better than UTF-8 for Chinese.
pub fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

/// Undoes [`utf16`].
pub fn from_utf16(bytes: &[u8]) -> String {
    let units: Vec<u16> = bytes.chunks_exact(2).map(|two| u16::from_le_bytes([two[0], two[1]])).collect();
    String::from_utf16_lossy(&units)
}

/// The codes of one index, made from a sample of it; they stand in the root shard.
#[derive(Debug, Clone)]
pub struct Codes {
    drop: Code,
    step: Code,
    extra: Code,
    symbol: Code,
    count: Code,
    gap: Code,
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

/// Bits that a record's number takes.
pub fn width(records: u32) -> u32 {
    32 - records.saturating_sub(1).leading_zeros()
}

/// Writes ascending, distinct records; how many is known from elsewhere.
fn put_records(bits: &mut BitWriter, gap: &Code, width: u32, records: &[u32]) {
    if let Some(first) = records.first() {
        bits.put(*first, width);
    }
    for two in records.windows(2) {
        gap.put(bits, two[1] - two[0] - 1);
    }
}

fn take_records(bits: &mut BitReader<'_>, gap: &Code, width: u32, count: usize, to: &mut Vec<u32>) {
    let mut record = 0u32;
    for i in 0..count {
        if bits.overrun() {
            return;
        }
        record = if i == 0 { bits.take(width) } else { record.wrapping_add(gap.take(bits)).wrapping_add(1) };
        to.push(record);
    }
}

/// The records of one long list, or of a stretch of it, as a shard of their own.
pub fn list(records: &[u32], width: u32) -> Vec<u8> {
    let mut census = Census::default();
    records.windows(2).for_each(|two| census.count(two[1] - two[0] - 1));
    let code = census.code();
    let mut bits = BitWriter::default();
    bits.number(records.len() as u32, 8);
    code.describe(&mut bits);
    put_records(&mut bits, &code, width, records);
    bits.finish()
}

/// Reads [`list`], behind what is in `to`.
pub fn read_list(bytes: &[u8], width: u32, to: &mut Vec<u32>) {
    let mut bits = BitReader::new(bytes);
    let count = bits.number(8) as usize;
    let code = Code::read(&mut bits);
    take_records(&mut bits, &code, width, count, to);
}

/// An index shard in the making: buckets in order, and what is known of the nodes that begin in it.
#[derive(Debug, Default)]
pub struct Filling {
    nodes: BitWriter,
    node_count: u32,
    last_node: u32,
    buckets: BitWriter,
    bucket_count: u32,
    last: Vec<u16>,
}

impl Filling {
    pub fn bytes(&self) -> usize {
        (self.nodes.len() + self.buckets.len()) / 8
    }

    pub fn is_empty(&self) -> bool {
        self.bucket_count == 0 && self.node_count == 0
    }

    /// The facts of the node whose buckets come next; it answers for beginnings of `shortest` to `longest` symbols.
    pub fn node(&mut self, shortest: usize, longest: usize, facts: &BitWriter) {
        let bits = &mut self.nodes;
        bits.number(self.bucket_count - self.last_node, 4);
        bits.number(shortest as u32, 2);
        bits.number((longest - shortest) as u32, 1);
        bits.number(facts.len() as u32, 8);
        bits.append(facts);
        self.last_node = self.bucket_count;
        self.node_count += 1;
    }

    pub fn bucket(&mut self, codes: &Codes, width: u32, label: &[u16], mixed: bool, records: &[u32]) {
        let bits = &mut self.buckets;
        put_label(bits, codes, &self.last, label);
        bits.put(u32::from(mixed), 1);
        codes.count.put(bits, records.len() as u32 - 1);
        put_records(bits, &codes.gap, width, records);
        self.last.clear();
        self.last.extend_from_slice(label);
        self.bucket_count += 1;
    }

    pub fn finish(self) -> Vec<u8> {
        let mut bits = BitWriter::default();
        bits.number(self.bucket_count, 8);
        bits.number(self.node_count, 2);
        bits.append(&self.nodes);
        bits.append(&self.buckets);
        bits.finish()
    }
}

/// What an index shard says of a beginning.
#[derive(Debug, Clone, Default)]
pub struct Found {
    /// Every record in these begins so somewhere; not ordered, not yet each once.
    pub sure: Vec<u32>,
    /// These may.
    pub maybe: Vec<u32>,
    /// A blind symbol was passed: one of the records must be looked at, and it stands for all.
    pub blind: bool,
    /// Where the node's facts begin, in bits, when the shard has them.
    pub node: Option<usize>,
    /// The last bucket belongs to it: the next shard may go on.
    pub open: bool,
}

/// Looks a beginning up in an index shard.
pub fn look_up(bytes: &[u8], codes: &Codes, width: u32, key: &[u16]) -> Found {
    let mut bits = BitReader::new(bytes);
    let bucket_count = bits.number(8);
    let mut nodes = Vec::new();
    let mut bucket = 0;
    for _ in 0..bits.number(2) {
        bucket += bits.number(4);
        let shortest = bits.number(2) as usize;
        let longest = shortest + bits.number(1) as usize;
        let length = bits.number(8) as usize;
        nodes.push((bucket, shortest..=longest, bits.clone()));
        bits.skip(length);
        if bits.overrun() {
            return Found::default();
        }
    }
    let mut found = Found::default();
    let mut label = Vec::new();
    let mut records = Vec::new();
    for at in 0..bucket_count {
        take_label(&mut bits, codes, &mut label);
        let mixed = bits.take(1) == 1;
        let count = codes.count.take(&mut bits) as usize + 1;
        records.clear();
        take_records(&mut bits, &codes.gap, width, count, &mut records);
        if bits.overrun() {
            return found;
        }
        found.open = false;
        let same = label.iter().zip(key).take_while(|(l, k)| l == k || **l == BLIND).count();
        let blind = label.iter().take(key.len()).any(|l| *l == BLIND);
        let stem = label.len() - 1;
        if same == key.len() && (same <= stem || !mixed) {
            found.maybe.clear();
            if found.sure.is_empty() {
                found.blind = blind;
                found.node = nodes
                    .iter()
                    .find(|(bucket, lengths, _)| *bucket == at && lengths.contains(&key.len()))
                    .map(|(_, _, facts)| facts.position());
            }
            found.sure.extend_from_slice(&records);
            found.open = true;
        } else if label.get(same) > key.get(same) && same < key.len() {
            break;
        } else {
            found.maybe.clear();
            let reaches = if mixed { same >= stem } else { same == label.len() };
            if reaches {
                found.maybe.extend_from_slice(&records);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn bytes_come_back_out_of_their_script(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
            let script = wrap("i/1", &bytes);
            let text = String::from_utf16(
                &script.chunks_exact(2).map(|two| u16::from_le_bytes([two[0], two[1]])).collect::<Vec<_>>(),
            ).expect("no lone surrogate");
            prop_assert_eq!(text.matches('*').count(), 2);
            prop_assert_eq!(unwrap(&script), Some(bytes));
        }
    }

    #[test]
    fn damaged_shards_do_not_panic() {
        assert_eq!(unwrap(b"<html>"), None);
        let codes = Sample::default().codes();
        for bytes in [&[][..], &[0; 3], &[0xFF; 40], &[0x00, 0x80, 0x13, 0x77, 0xFE]] {
            look_up(bytes, &codes, 9, &[1, 2]);
            read_list(bytes, 9, &mut Vec::new());
        }
    }
}
