//! From ordered suffixes to index shards and list shards.

use super::bits::BitWriter;
use super::catalogue::Row;
use super::facets::Facts;
use super::grams::{Division, Keys, Sink, divide};
use super::labels::{Codes, Sample};
use super::records::Records;
use super::shard::{self, Filling};

/// Most records in a bucket: so many texts are read at most to settle a rare phrase.
const BUCKET: usize = 16;
/// A beginning with more places carries its facts.
const NODE: usize = 500;
/// A beginning with more places has its records listed apart …
const LISTED: usize = 12_000;
/// … but one of a single symbol only from here on: those are many, and seldom asked for.
const SINGLE_LISTED: usize = 64_000;
/// Records a list shard.
const LIST_SHARD: usize = 65_536;
/// Bytes after which an index shard is closed.
const FULL: usize = 27_000;
/// First results kept with a frequent beginning, and first titles.
const FIRST: usize = 30;
const FIRST_TITLES: usize = 3;

/// Symbols that no branch decides are written up to so many in a row, the rest are blind.
const KNOWN: usize = 2;
/// Beginnings longer than this are not told apart in the index; texts decide.
const DEEPEST: usize = 256;

/// Writes all index and list shards for the suffixes at `places`; gives the codes they are written in
/// and, for each index shard, the shortest beginning that tells it from the one before (empty for the first).
pub fn write(
    keys: &Keys,
    mut places: Vec<u32>,
    records: &Records,
    rows: &[Row],
    give: &mut dyn FnMut(&str, &[u8]),
) -> (Codes, Vec<Vec<u16>>) {
    let division = Division { bucket: BUCKET, node: NODE, known: KNOWN, deepest: DEEPEST };
    let codes = sample(keys, &places, division);
    let mut writer = Writer {
        codes: &codes,
        width: shard::width(records.count()),
        records,
        rows,
        filling: Filling::default(),
        previous: Vec::new(),
        separators: vec![Vec::new()],
        lists: 0,
        scratch: Scratch::new(rows.len()),
        give,
    };
    divide(keys, &mut places, division, &mut writer);
    writer.close();
    let Writer { separators, .. } = writer;
    (codes, separators)
}

/// Learns the codes from the suffixes of about every 32nd symbol.
fn sample(keys: &Keys, places: &[u32], division: Division) -> Codes {
    struct Learner(Sample);
    impl Sink for Learner {
        fn node(&mut self, _: &Keys, _: &[u16], _: usize, _: &[u32]) {}
        fn bucket(&mut self, label: &[u16], _: bool, records: &[u32]) {
            self.0.bucket(label, records);
        }
    }
    let mut learner = Learner(Sample::default());
    let mut some: Vec<u32> =
        places.iter().copied().filter(|place| keys.symbols[*place as usize] % 32 == 11).collect();
    if some.len() < 100_000 {
        some = places.iter().copied().take(200_000).collect();
    }
    divide(keys, &mut some, division, &mut learner);
    learner.0.codes()
}

/// Takes the ordered suffixes into index shards and list shards.
struct Writer<'a> {
    codes: &'a Codes,
    width: u32,
    records: &'a Records,
    rows: &'a [Row],
    filling: Filling,
    /// Label of the bucket before.
    previous: Vec<u16>,
    /// For each shard the shortest beginning that tells its first bucket from the bucket before; empty for the first.
    separators: Vec<Vec<u16>>,
    lists: u32,
    scratch: Scratch,
    give: &'a mut dyn FnMut(&str, &[u8]),
}

impl Writer<'_> {
    fn close(&mut self) {
        if !self.filling.is_empty() {
            let name = format!("i/{}", self.separators.len() - 1);
            (self.give)(&name, &std::mem::take(&mut self.filling).finish());
        }
    }

    /// Closes the shard before `label` when it is full; a node's facts stand with its first bucket.
    fn make_room(&mut self, label: &[u16]) {
        if self.filling.bytes() < FULL {
            return;
        }
        self.close();
        let same = self.previous.iter().zip(label).take_while(|(a, b)| a == b).count();
        self.separators.push(label.iter().copied().take(same + 1).collect());
    }
}

impl Sink for Writer<'_> {
    fn node(&mut self, keys: &Keys, path: &[u16], shortest: usize, places: &[u32]) {
        self.make_room(path);
        let mut records = std::mem::take(&mut self.scratch.records);
        keys.records(places, &mut records);
        let mut facts = self.scratch.facts(&records, self.records, self.rows);
        if places.len() > if path.len() == 1 { SINGLE_LISTED } else { LISTED } {
            let first = self.lists;
            let mut ends = Vec::new();
            for part in records.chunks(LIST_SHARD) {
                (self.give)(&format!("l/{}", self.lists), &shard::list(part, self.width));
                self.lists += 1;
                ends.extend(part.last());
            }
            ends.pop();
            facts.lists = Some((first, ends));
        }
        let mut bits = BitWriter::default();
        facts.put(&mut bits, self.width);
        self.filling.node(shortest, path.len(), &bits);
        self.scratch.records = records;
    }

    fn bucket(&mut self, label: &[u16], mixed: bool, records: &[u32]) {
        self.make_room(label);
        self.filling.bucket(self.codes, self.width, label, mixed, records);
        self.previous.clear();
        self.previous.extend_from_slice(label);
    }
}

/// Room for working out facts.
struct Scratch {
    records: Vec<u32>,
    /// Class of each circular: 0 its title matches, 1 a heading, 2 neither.
    class: Vec<u8>,
}

impl Scratch {
    fn new(circulars: usize) -> Scratch {
        Scratch { records: Vec::new(), class: vec![2; circulars] }
    }

    fn facts(&mut self, found: &[u32], all: &Records, rows: &[Row]) -> Facts {
        let titles = found.partition_point(|r| *r < all.titles);
        let headings = found.partition_point(|r| *r < all.body());
        let of = |record: &u32| all.circular[*record as usize];
        for record in &found[titles..headings] {
            self.class[of(record) as usize] = 1;
        }
        for record in &found[..titles] {
            self.class[of(record) as usize] = 0;
        }
        let mut facts = Facts {
            clauses: (found.len() - titles) as u32,
            titles: titles as u32,
            first_titles: found[..titles].iter().copied().take(FIRST_TITLES).collect(),
            ..Facts::default()
        };
        let mut runs: [Vec<(&[u32], &[u32])>; 3] = Default::default();
        let (mut heads, mut body) = (&found[titles..headings], &found[headings..]);
        while let Some(circular) = [heads.first(), body.first()].into_iter().flatten().map(of).min() {
            let length = heads.iter().take_while(|r| of(r) == circular).count();
            let (head_run, rest) = heads.split_at(length);
            heads = rest;
            let length = body.iter().take_while(|r| of(r) == circular).count();
            let (body_run, rest) = body.split_at(length);
            body = rest;
            facts.circulars += 1;
            facts.counts.add(&rows[circular as usize].facets, (head_run.len() + body_run.len()) as u32);
            let class = &mut runs[usize::from(self.class[circular as usize])];
            if class.len() < FIRST {
                class.push((head_run, body_run));
            }
        }
        facts.first = runs
            .iter()
            .flatten()
            .flat_map(|(heads, body)| heads.iter().chain(*body))
            .copied()
            .take(FIRST)
            .collect();
        for record in &found[..headings] {
            self.class[of(record) as usize] = 2;
        }
        facts
    }
}
