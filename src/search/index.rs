//! Writes the index of a corpus.
//!
//! 1. Put the circulars in the order of the results; number the records.
//! 2. Fold all texts twice: once to number the symbols, once into keys.
//! 3. Divide a sample of the suffixes, to learn the codes; then all, into index and list shards.
//! 4. Texts, catalogue, names, folding table, directory, root.

use super::bits::BitWriter;
use super::catalogue::{self, Base, EVERY, Row};
use super::facets::{LEVELS, NAMES, STATUSES};
use super::fold;
use super::grams::Keys;
use super::labels::put_labels;
use super::records::{self, Records};
use super::script;
use super::texts::Texts;
use super::writer;
use crate::model::{Corpus, Entry, Level, Output, PartialDate, Status};
use serde_json::json;

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
        give(Output { path: format!("search/{name}.js"), bytes: script::wrap(name, bytes) })
    };
    let (kinds, issuers) = records::names(&circulars);
    let rows = records::rows(&circulars, &kinds, &issuers);
    let records = Records::new(&rows);
    let (alphabet, folded) = records::alphabet(&circulars);
    let keys = records::keys(&circulars, &alphabet);
    let places = records::places(&keys, &alphabet);
    let (codes, separators) = writer::write(&keys, places, &records, &rows, &mut give);
    let stamp = stamp(&keys, &circulars);
    drop(keys);

    let bases = write_texts(&circulars, &rows, &mut give);
    let name_shards = write_names(&issuers, &mut give);
    let all: String = fold::pairs().flat_map(|(from, to)| [from, to]).collect();
    give("fold", &script::deflate(&script::utf16(&all)));
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
    give("root", &script::deflate(&root));
}

/// Index shards a directory shard knows.
const DIRECTORY: usize = 512;

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
                give(&format!("t/{written}"), &script::deflate(&script::utf16(&text)));
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
        give(&format!("c/{at}"), &script::deflate(&catalogue::write(rows, &sizes)));
    }
    bases
}

fn write_names(issuers: &[&str], give: &mut dyn FnMut(&str, &[u8])) -> usize {
    for (at, part) in issuers.chunks(NAMES).enumerate() {
        give(&format!("n/{at}"), &script::deflate(&script::utf16(&part.join("\n"))));
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
