//! Writes the index of a corpus.
//!
//! 1. Put the circulars in the order of the results; number the records.
//! 2. Fold all texts twice: once to number the symbols, once into keys.
//! 3. Divide a sample of the suffixes, to learn the codes; then all, into index and list shards.
//! 4. Texts, catalogue, names, folding table, directory, root.

use super::alphabet::Alphabet;
use super::bits::BitWriter;
use super::catalogue::{self, Base, EVERY, Row};
use super::facets::{Facets, Facts, LEVELS, STATUSES};
use super::fold;
use super::grams::{Division, Keys, Sink, divide};
use super::shard::{self, Codes, Filling, Sample};
use super::texts::Texts;
use crate::model::{Corpus, Entry, Level, Output, PartialDate, Status};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// One circular as search sees it.
#[derive(Debug, Clone, Default)]
pub struct SearchCircular<'a> {
    /// Its page is `circulars/<slug>.html`.
    pub slug: &'a str,
    pub title: &'a str,
    pub issuers: Vec<&'a str>,
    pub level: Option<Level>,
    pub kind: Option<&'a str>,
    pub date: Option<PartialDate>,
    pub status: Option<Status>,
    /// In reading order.
    pub clauses: Vec<SearchClause<'a>>,
}

/// One clause as search sees it.
#[derive(Debug, Clone, Copy, Default)]
pub struct SearchClause<'a> {
    pub anchor: &'a str,
    /// The printed number, or empty.
    pub number: &'a str,
    /// What is searched and shown.
    pub words: &'a str,
    /// Only a heading.
    pub heading: bool,
}

impl<'a> SearchCircular<'a> {
    pub fn of(entry: &'a Entry) -> SearchCircular<'a> {
        let circular = entry.circular();
        let meta = &circular.meta;
        SearchCircular {
            slug: &circular.slug,
            title: circular.name(),
            issuers: meta.issuers.iter().map(String::as_str).collect(),
            level: meta.level,
            kind: meta.kind.as_deref(),
            date: meta.dates.principal(),
            status: entry.standing.status.or(meta.status),
            clauses: circular
                .clauses()
                .map(|clause| SearchClause {
                    anchor: clause.anchor.as_str(),
                    number: clause.printed_number(),
                    words: clause.words(),
                    heading: clause.is_heading(),
                })
                .collect(),
        }
    }
}

/// The search files of a corpus: paths `search/…`, in no particular order but always the same.
/// Everything in the corpus is indexed; who must not show a circular leaves it out of what is given here.
pub fn build(corpus: &Corpus) -> Vec<Output> {
    let mut outputs = Vec::new();
    build_into(corpus.entries.iter().map(SearchCircular::of).collect(), &mut |output| outputs.push(output));
    outputs
}

/// [`build`] for any circulars, each file given away as soon as it is made.
pub fn build_into(mut circulars: Vec<SearchCircular<'_>>, give: &mut dyn FnMut(Output)) {
    circulars.sort_by(|a, b| {
        let rank = |c: &SearchCircular<'_>| c.level.map_or(LEVELS.len(), |level| level as usize);
        rank(a).cmp(&rank(b)).then_with(|| b.date.cmp(&a.date)).then_with(|| a.slug.cmp(b.slug))
    });
    let mut give = |name: &str, bytes: &[u8]| {
        give(Output { path: format!("search/{name}.js"), bytes: shard::wrap(name, bytes) })
    };
    let (kinds, issuers) = names(&circulars);
    let rows = rows(&circulars, &kinds, &issuers);
    let records = Records::new(&rows);
    let (alphabet, folded) = alphabet(&circulars);
    let keys = keys(&circulars, &alphabet);

    let mut places = places(&keys, &alphabet);
    let division = Division { bucket: BUCKET, node: NODE, known: 2, deepest: 256 };
    let codes = sample(&keys, &mut places, division);
    let mut writer = Writer {
        codes: &codes,
        width: shard::width(records.count()),
        records: &records,
        rows: &rows,
        filling: Filling::default(),
        previous: Vec::new(),
        separators: vec![Vec::new()],
        lists: 0,
        scratch: Scratch::new(rows.len()),
        give: &mut give,
    };
    divide(&keys, &mut places, division, &mut writer, |_| true);
    writer.close();
    let Writer { separators, .. } = writer;
    let stamp = stamp(&keys, &circulars);
    drop((places, keys));

    let bases = write_texts(&circulars, &rows, &mut give);
    let name_shards = write_names(&issuers, &mut give);
    let all: String = fold::pairs().flat_map(|(from, to)| [from, to]).collect();
    give("fold", &shard::deflate(&shard::utf16(&all)));
    let mut directory = Vec::new();
    for (at, part) in separators.chunks(DIRECTORY).enumerate() {
        let mut bits = BitWriter::default();
        put_labels(&mut bits, &codes, part);
        give(&format!("d/{at}"), &bits.finish());
        directory.extend(part.first().cloned());
    }
    let head = json!({
        "stamp": stamp,
        "titles": rows.len(),
        "headings": records.headings.last(),
        "clauses": records.clauses.last(),
        "shards": separators.len(),
        "directory": DIRECTORY,
        "catalogue": { "every": EVERY, "bases": bases },
        "kinds": kinds,
        "levels": LEVELS.map(Level::name),
        "statuses": STATUSES.map(Status::name),
        "names": name_shards,
        "fold": folded,
    })
    .to_string();
    let mut bits = BitWriter::default();
    codes.describe(&mut bits);
    alphabet.describe(&mut bits);
    put_labels(&mut bits, &codes, &directory);
    let mut root = (head.len() as u32).to_le_bytes().to_vec();
    root.extend_from_slice(head.as_bytes());
    root.extend(bits.finish());
    give("root", &shard::deflate(&root));
}

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
/// Index shards a directory shard knows.
const DIRECTORY: usize = 512;
/// Names of issuers a name shard.
const NAMES: usize = 256;
/// First results kept with a frequent beginning, and first titles.
const FIRST: usize = 30;
const FIRST_TITLES: usize = 3;

fn names<'a>(circulars: &[SearchCircular<'a>]) -> (Vec<&'a str>, Vec<&'a str>) {
    fn ranked<'a>(all: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        all.for_each(|name| *counts.entry(name).or_default() += 1);
        let mut names: Vec<(&str, usize)> = counts.into_iter().collect();
        names.sort_by_key(|(name, n)| (std::cmp::Reverse(*n), *name));
        names.into_iter().map(|(name, _)| name).collect()
    }
    (
        ranked(circulars.iter().filter_map(|c| c.kind)),
        ranked(circulars.iter().flat_map(|c| c.issuers.iter().copied())),
    )
}

fn rows(circulars: &[SearchCircular<'_>], kinds: &[&str], issuers: &[&str]) -> Vec<Row> {
    fn numbers<'a>(names: &[&'a str]) -> HashMap<&'a str, u32> {
        names.iter().zip(0u32..).map(|(name, number)| (*name, number)).collect()
    }
    let (kinds, issuers) = (numbers(kinds), numbers(issuers));
    circulars
        .iter()
        .map(|c| Row {
            facets: Facets {
                level: c.level.map_or(LEVELS.len(), |level| level as usize) as u32,
                year: c.date.and_then(|date| u32::try_from(date.year).ok()).unwrap_or(0),
                kind: c.kind.and_then(|kind| kinds.get(kind)).map_or(0, |number| number + 1),
                status: STATUSES.iter().position(|s| Some(*s) == c.status).map_or(0, |at| at as u32 + 1),
                // An issuer printed twice is one issuer.
                issuers: c
                    .issuers
                    .iter()
                    .filter_map(|name| issuers.get(name).copied())
                    .collect::<BTreeSet<u32>>()
                    .into_iter()
                    .collect(),
            },
            headings: c.clauses.iter().filter(|clause| clause.heading).count() as u32,
            clauses: c.clauses.iter().filter(|clause| !clause.heading).count() as u32,
        })
        .collect()
}

/// Whose each record is.
struct Records {
    titles: u32,
    /// Headings before each circular and, last, in all; likewise for other clauses.
    headings: Vec<u32>,
    clauses: Vec<u32>,
    circular: Vec<u32>,
}

impl Records {
    fn new(rows: &[Row]) -> Records {
        fn sums(counts: impl Iterator<Item = u32>) -> Vec<u32> {
            let mut sum = 0;
            std::iter::once(0)
                .chain(counts.map(|n| {
                    sum += n;
                    sum
                }))
                .collect()
        }
        let of = |count: fn(&Row) -> u32| {
            rows.iter().zip(0u32..).flat_map(move |(row, at)| std::iter::repeat_n(at, count(row) as usize))
        };
        Records {
            titles: rows.len() as u32,
            headings: sums(rows.iter().map(|row| row.headings)),
            clauses: sums(rows.iter().map(|row| row.clauses)),
            circular: of(|_| 1).chain(of(|row| row.headings)).chain(of(|row| row.clauses)).collect(),
        }
    }

    fn count(&self) -> u32 {
        self.circular.len() as u32
    }

    /// Where the records begin that are no headings.
    fn body(&self) -> u32 {
        self.titles + self.headings.last().copied().unwrap_or(0)
    }
}

/// All words of all records, in the order of the records.
fn words<'a>(circulars: &'a [SearchCircular<'_>]) -> impl Iterator<Item = &'a str> {
    let part = |heading: bool| {
        circulars
            .iter()
            .flat_map(move |c| c.clauses.iter().filter(move |clause| clause.heading == heading))
            .map(|clause| clause.words)
    };
    circulars.iter().map(|c| c.title).chain(part(true)).chain(part(false))
}

/// The symbols in use, and the pairs (one after the other) of the folding table that the texts need.
fn alphabet(circulars: &[SearchCircular<'_>]) -> (Alphabet, String) {
    const BMP: usize = 0x10000;
    let mut common = vec![0u64; BMP];
    let mut rare: BTreeMap<char, u64> = BTreeMap::new();
    let mut folded = BTreeSet::new();
    for words in words(circulars) {
        fold::symbols(words, |symbol| match common.get_mut(symbol.of as usize) {
            Some(count) => *count += 1,
            None => *rare.entry(symbol.of).or_default() += 1,
        });
        folded.extend(words.chars().filter(|c| *c > '\u{2000}' && fold::simplified(*c).is_some()));
    }
    let common = (0u32..).zip(common).filter_map(|(c, n)| Some((char::from_u32(c)?, n)));
    let pairs = folded.into_iter().flat_map(|c| [Some(c), fold::simplified(c)]).flatten().collect();
    (Alphabet::new(common.chain(rare)), pairs)
}

fn keys(circulars: &[SearchCircular<'_>], alphabet: &Alphabet) -> Keys {
    let mut numbers = vec![0u16; 0x10000];
    for (symbol, number) in alphabet.iter() {
        if let Some(slot) = numbers.get_mut(symbol as usize) {
            *slot = number;
        }
    }
    let mut keys = Keys::default();
    let mut key = Vec::new();
    for words in words(circulars) {
        key.clear();
        fold::symbols(words, |symbol| {
            let number = numbers.get(symbol.of as usize).copied();
            key.extend(number.or_else(|| alphabet.number(symbol.of)));
        });
        keys.push(key.iter().copied());
    }
    keys
}

/// Where a search can begin: at characters that stand bare, and at the boundary before a word.
fn places(keys: &Keys, alphabet: &Alphabet) -> Vec<u32> {
    let mut word = vec![false; usize::from(u16::MAX) + 1];
    for (symbol, number) in alphabet.iter() {
        word[usize::from(number)] = fold::is_word(symbol);
    }
    let boundary = alphabet.number(fold::BOUNDARY);
    let is_word = |symbol: u16| word[usize::from(symbol)];
    (0u32..)
        .zip(keys.symbols.windows(2))
        .filter(|(_, two)| two[0] != 0 && !is_word(two[0]) && (Some(two[0]) != boundary || is_word(two[1])))
        .map(|(place, _)| place)
        .collect()
}

/// Learns the codes from the suffixes of about every 32nd symbol.
fn sample(keys: &Keys, places: &mut [u32], division: Division) -> Codes {
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
    divide(keys, &mut some, division, &mut learner, |_| true);
    learner.0.codes()
}

/// Writes labels one after the other, their number first.
fn put_labels(bits: &mut BitWriter, codes: &Codes, labels: &[Vec<u16>]) {
    bits.number(labels.len() as u32, 8);
    let mut last: &[u16] = &[];
    for label in labels {
        shard::put_label(bits, codes, last, label);
        last = label;
    }
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

/// Text and catalogue shards; gives where each catalogue shard begins.
fn write_texts(
    circulars: &[SearchCircular<'_>],
    rows: &[Row],
    give: &mut dyn FnMut(&str, &[u8]),
) -> Vec<[u32; 3]> {
    let mut base = Base::default();
    let mut bases = Vec::new();
    let mut written = 0;
    for (at, (circulars, rows)) in circulars.chunks(EVERY).zip(rows.chunks(EVERY)).enumerate() {
        bases.push([base.headings, base.clauses, base.texts]);
        let mut texts = Texts::default();
        let mut write = |full: Option<String>| {
            if let Some(text) = full {
                give(&format!("t/{written}"), &shard::deflate(&shard::utf16(&text)));
                written += 1;
            }
        };
        for circular in circulars {
            let date = circular.date.map(|date| date.to_string()).unwrap_or_default();
            write(texts.title(circular.slug, circular.title, &date));
            for heading in [true, false] {
                for clause in circular.clauses.iter().filter(|clause| clause.heading == heading) {
                    write(texts.clause(clause.anchor, clause.number, clause.words));
                }
            }
        }
        write(texts.close());
        let sizes = texts.take_sizes();
        base.texts += sizes.len() as u32;
        base.headings += rows.iter().map(|row| row.headings).sum::<u32>();
        base.clauses += rows.iter().map(|row| row.clauses).sum::<u32>();
        give(&format!("c/{at}"), &shard::deflate(&catalogue::write(rows, &sizes)));
    }
    bases
}

fn write_names(issuers: &[&str], give: &mut dyn FnMut(&str, &[u8])) -> usize {
    for (at, part) in issuers.chunks(NAMES).enumerate() {
        give(&format!("n/{at}"), &shard::deflate(&shard::utf16(&part.join("\n"))));
    }
    issuers.len().div_ceil(NAMES)
}

/// Changes with anything that is indexed (FNV-1a), so that shards of two builds do not mix in a cache.
fn stamp(keys: &Keys, circulars: &[SearchCircular<'_>]) -> String {
    let mut hash = 0xcbf2_9ce4_8422_2325u64;
    let mut add = |value: u64| hash = (hash ^ value).wrapping_mul(0x0100_0000_01b3);
    keys.symbols.iter().for_each(|symbol| add(u64::from(*symbol)));
    for circular in circulars {
        circular.slug.bytes().for_each(|byte| add(u64::from(byte)));
        circular.clauses.iter().flat_map(|c| c.words.bytes()).for_each(|byte| add(u64::from(byte)));
    }
    format!("{hash:016x}")
}
