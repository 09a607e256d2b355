//! Writes the index of a corpus.
//!
//! 1. Put the circulars in the order of the results; number the records.
//! 2. Texts, catalogue, names, folding table.
//! 3. Fold all texts; number the symbols; put the keys in a row.
//! 4. Divide a sample of the suffixes, to learn the codes; then all, into index and list shards.
//! 5. Facts of the most frequent beginnings, directory, root.
//!
//! What takes long is done in pieces that the caller's [`Workers`] do at once; pieces never depend on how many these are.

use super::bits::BitWriter;
use super::catalogue::{Base, ColumnCodes, Columns, EVERY, Row};
use super::facets::{LEVELS, NAMES, STATUSES};
use super::fold;
use super::frequent::{self, Table};
use super::labels::put_labels;
use super::pieces;
use super::records::{self, Records};
use super::script;
use super::texts::Texts;
use super::vocabulary::Vocabulary;
use super::writer::{self, Sources};
use crate::model::{Circular, Corpus, Entry, Level, Output, PartialDate, Status, Workers};
use serde_json::json;

/// One circular as search sees it.
#[derive(Debug, Clone, Default, Hash)]
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
#[derive(Debug, Clone, Copy, Default, Hash)]
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
    /// With the status that the corpus found.
    pub fn of(entry: &'a Entry) -> SearchCircular<'a> {
        let alone = SearchCircular::alone(entry.circular());
        SearchCircular { status: entry.standing.status.or(alone.status), ..alone }
    }

    /// As the circular itself says.
    pub fn alone(circular: &'a Circular) -> SearchCircular<'a> {
        let meta = &circular.meta;
        SearchCircular {
            slug: &circular.slug,
            title: circular.name(),
            issuers: meta.issuers.iter().map(String::as_str).collect(),
            level: meta.level,
            kind: meta.kind.as_deref(),
            date: meta.dates.principal(),
            status: meta.status,
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
pub fn build(corpus: &Corpus, workers: &impl Workers) -> Vec<Output> {
    let mut outputs = Vec::new();
    let circulars = corpus.entries.iter().map(SearchCircular::of).collect();
    build_into(circulars, workers, &mut |output| outputs.push(output));
    outputs
}

/// [`build`] for any circulars, each file given away as soon as it is made.
pub fn build_into(
    mut circulars: Vec<SearchCircular<'_>>,
    workers: &impl Workers,
    give: &mut dyn FnMut(Output),
) {
    circulars.sort_by(|a, b| {
        let rank = |c: &SearchCircular<'_>| c.level.map_or(LEVELS.len(), |level| level as usize);
        rank(a).cmp(&rank(b)).then_with(|| b.date.cmp(&a.date)).then_with(|| a.slug.cmp(b.slug))
    });
    let mut give = |name: &str, bytes: &[u8]| {
        give(Output { path: format!("search/{name}.js"), bytes: script::wrap(name, bytes) })
    };
    let (kinds, issuers) = records::names(&circulars);
    let rows = records::rows(&circulars, &kinds, &issuers);
    let mut stamp = Stamp::default();
    let vocabulary = vocabulary(&circulars);
    let bytes = script::deflate(&vocabulary.write());
    stamp.add(&bytes);
    give("v", &bytes);
    let (bases, columns) = write_texts(&circulars, &rows, &vocabulary, workers, &mut stamp, &mut give);
    let name_shards = write_names(&issuers, &mut stamp, &mut give);
    let all: String = fold::pairs().flat_map(|(from, to)| [from, to]).collect();
    give("fold", &script::deflate(&script::utf16(&all)));

    let folded = workers.map(circulars.chunks(EVERY).collect(), records::folded);
    drop(circulars);
    let (alphabet, pairs) = records::alphabet(&folded);
    let keys = records::keys(folded, &alphabet);
    let records = Records::new(&rows);
    let from = Sources { keys: &keys, records: &records, rows: &rows };
    let mut separators = Vec::new();
    let mut frequent = Vec::new();
    let mut shards = 0;
    let codes = writer::write(from, workers, |stretch| {
        separators.extend(stretch.separators);
        frequent.extend(stretch.frequent);
        for bytes in stretch.shards {
            give(&format!("i/{shards}"), &bytes);
            shards += 1;
        }
        stretch.lists.iter().for_each(|(name, bytes)| give(name, bytes));
    });
    // Before the first shard there is nothing.
    separators.first_mut().map(Vec::clear);

    for (at, bytes) in frequent::shards(&frequent).enumerate() {
        give(&format!("f/{at}"), &bytes);
    }
    let mut directory = Vec::new();
    for (at, part) in separators.chunks(DIRECTORY).enumerate() {
        let mut bits = BitWriter::default();
        put_labels(&mut bits, &codes, part);
        give(&format!("d/{at}"), &bits.finish());
        directory.extend(part.first().cloned());
    }
    let head = json!({
        "stamp": stamp.name(),
        "titles": rows.len(),
        "headings": records.headings.last(),
        "clauses": records.clauses.last(),
        "shards": separators.len(),
        "directory": DIRECTORY,
        "frequent": frequent::EVERY,
        "catalogue": { "every": EVERY, "bases": bases },
        "kinds": kinds,
        "levels": LEVELS.map(Level::name),
        "statuses": STATUSES.map(Status::name),
        "names": name_shards,
    })
    .to_string();
    let mut bits = BitWriter::default();
    codes.describe(&mut bits);
    columns.iter().for_each(|code| code.describe(&mut bits));
    alphabet.describe(&mut bits);
    put_labels(&mut bits, &codes, &directory);
    Table::put(&mut bits, &codes, &frequent);
    put_pairs(&mut bits, &pairs);
    let mut root = (head.len() as u32).to_le_bytes().to_vec();
    root.extend_from_slice(head.as_bytes());
    root.extend(bits.finish());
    give("root", &script::deflate(&root));
}

/// The folding pairs: each first character as what it is more than the one before, the second as what it differs from the first.
fn put_pairs(bits: &mut BitWriter, pairs: &[(char, char)]) {
    bits.number(pairs.len() as u32, 8);
    let mut last = 0;
    for (from, to) in pairs.iter().map(|(from, to)| (*from as u32, *to as u32)) {
        bits.number(from - last, 5);
        let rise = i64::from(to) - i64::from(from);
        bits.number(((rise << 1) ^ (rise >> 63)) as u32, 12);
        last = from;
    }
}

/// Index shards a directory shard knows.
const DIRECTORY: usize = 256;

/// Text and catalogue shards; gives where each catalogue shard begins, and the codes of its columns.
fn write_texts(
    circulars: &[SearchCircular<'_>],
    rows: &[Row],
    vocabulary: &Vocabulary,
    workers: &impl Workers,
    stamp: &mut Stamp,
    give: &mut dyn FnMut(&str, &[u8]),
) -> (Vec<[u32; 3]>, ColumnCodes) {
    let mut base = Base::default();
    let mut bases = Vec::new();
    let mut columns = Vec::new();
    let parts = circulars.chunks(EVERY).zip(rows.chunks(EVERY));
    let deflated = |(circulars, rows)| (rows, texts(circulars, vocabulary));
    pieces::each(workers, parts, deflated, |(rows, (texts, sizes)): (&[Row], _)| {
        bases.push([base.headings, base.clauses, base.texts]);
        base.headings += rows.iter().map(|row| row.headings).sum::<u32>();
        base.clauses += rows.iter().map(|row| row.clauses).sum::<u32>();
        for text in texts {
            stamp.add(&text);
            give(&format!("t/{}", base.texts), &text);
            base.texts += 1;
        }
        columns.push(Columns::new(rows, &sizes));
    });
    let codes = Columns::codes(&columns);
    for (at, (columns, rows)) in columns.iter().zip(rows.chunks(EVERY)).enumerate() {
        let next = bases.get(at + 1).map_or(base.texts, |base| base[2]);
        let bytes = columns.write(rows.len(), (next - bases[at][2]) as usize, &codes);
        stamp.add(&bytes);
        give(&format!("c/{at}"), &bytes);
    }
    (bases, codes)
}

/// The text shards of one catalogue shard's circulars, deflated, and how many records each holds.
fn texts(circulars: &[SearchCircular<'_>], vocabulary: &Vocabulary) -> (Vec<Vec<u8>>, Vec<u32>) {
    let mut texts = Texts::default();
    let mut done = Vec::new();
    write_circulars(&mut texts, circulars, |text| done.push(vocabulary.deflate(&text)));
    (done, texts.take_sizes())
}

/// Puts circulars into `texts`, and gives away each shard.
fn write_circulars<'a>(
    texts: &mut Texts,
    circulars: impl IntoIterator<Item = &'a SearchCircular<'a>>,
    mut give: impl FnMut(String),
) {
    for circular in circulars {
        let date = circular.date.map(|date| date.to_string()).unwrap_or_default();
        texts.title(circular.slug, circular.title, &date).map(&mut give);
        for heading in [true, false] {
            for clause in circular.clauses.iter().filter(|clause| clause.heading == heading) {
                texts.clause(clause.anchor, clause.number, clause.words).map(&mut give);
            }
        }
    }
    texts.close().map(give);
}

/// Learns the vocabulary from about so many bytes of text.
const SAMPLE: usize = 500_000;

/// The words that the texts are written in, learnt from some circulars.
fn vocabulary(circulars: &[SearchCircular<'_>]) -> Vocabulary {
    let size: usize = circulars.iter().flat_map(|c| &c.clauses).map(|clause| clause.words.len()).sum();
    let step = size.div_ceil(SAMPLE).max(1);
    let mut sample = String::new();
    write_circulars(&mut Texts::default(), circulars.iter().step_by(step), |text| sample.push_str(&text));
    Vocabulary::learn(&sample)
}

fn write_names(issuers: &[&str], stamp: &mut Stamp, give: &mut dyn FnMut(&str, &[u8])) -> usize {
    for (at, part) in issuers.chunks(NAMES).enumerate() {
        let bytes = script::deflate(&script::utf16(&part.join("\n")));
        stamp.add(&bytes);
        give(&format!("n/{at}"), &bytes);
    }
    issuers.len().div_ceil(NAMES)
}

/// Raised when the index of the same texts changes its form.
const FORM: u64 = 3;

/// Changes with anything that is indexed (FNV-1a), so that shards of two builds do not mix in a cache.
struct Stamp(u64);

impl Default for Stamp {
    fn default() -> Self {
        Stamp(0xcbf2_9ce4_8422_2325 ^ FORM)
    }
}

impl Stamp {
    fn add(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    fn name(&self) -> String {
        format!("{:016x}", self.0)
    }
}
