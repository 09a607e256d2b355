//! Writes the index of a corpus.
//!
//! 1. Put the circulars in the order of the results; number the records.
//! 2. Texts, catalogue, names, folding table.
//! 3. Fold all texts; number the symbols; put the keys in a row.
//! 4. Divide the suffixes of some circulars, to learn the codes; then all, into index and list shards.
//! 5. Facts of the most frequent beginnings, directory, root.
//!
//! What takes long is done in pieces that the caller's [`Workers`] do at once; pieces never depend on how many these are.

use super::bits::BitWriter;
use super::catalogue::{ColumnCodes, Row};
use super::circular::SearchCircular;
use super::directory::Directory;
use super::facets::{LEVELS, NAMES};
use super::frequent;
use super::labels::put_labels;
use super::memory::{self, FrequentLabel, Known, Memory};
use super::nodes::{self, Node};
use super::records::{self, FoldedPart, Records};
use super::root::Root;
use super::sample::Share;
use super::script;
use super::sizes::{SIZES, Sizes};
use super::stamp::{FORM, Stamp};
use super::text_shards::{self, vocabulary, write_texts};
use super::writer::{self, Sources};
use crate::model::{Corpus, Output, Workers, simplified_pairs};

/// The search files of a corpus: paths `search/…`, in no particular order but always the same.
/// Everything in the corpus is indexed; who must not show a circular leaves it out of what is given here.
pub fn build(corpus: &Corpus, workers: &impl Workers) -> Vec<Output> {
    let mut outputs = Vec::new();
    let circulars = corpus.entries.iter().map(SearchCircular::of).collect();
    build_into(circulars, workers, &mut |output| outputs.push(output), &mut |_, _| ());
    outputs
}

/// [`build`] for any circulars, each file given away as soon as it is made. `remember` is told, piece by piece with its name,
/// what [`renew`](super::renew) wants to know when a few of them changed: two bytes for each symbol of the texts, and
/// a little.
pub fn build_into(
    circulars: Vec<SearchCircular<'_>>,
    workers: &impl Workers,
    give: &mut dyn FnMut(Output),
    remember: &mut dyn FnMut(&str, &[u8]),
) {
    build_sized(&SIZES, circulars, workers, give, remember);
}

/// [`build_into`] with parts of other sizes.
pub(super) fn build_sized(
    sizes: &Sizes,
    circulars: Vec<SearchCircular<'_>>,
    workers: &impl Workers,
    give: &mut dyn FnMut(Output),
    remember: &mut dyn FnMut(&str, &[u8]),
) {
    Folded::of(sizes, circulars, workers, give).finish(workers, give, remember);
}

/// An index whose texts are given away and whose keys are folded: the rest of it, which takes longest and much memory, is
/// made without the circulars.
pub struct Folded {
    sizes: Sizes,
    stamp: Stamp,
    rows: Vec<Row>,
    /// Records of the text shards, by catalogue shard.
    texts: Vec<Vec<u32>>,
    columns: ColumnCodes,
    kinds: Vec<String>,
    /// Shards of names.
    names: usize,
    parts: Vec<FoldedPart>,
    /// From which circulars the codes are learnt.
    is_sample: Vec<bool>,
    known: Vec<Known>,
    /// Bytes of all words, and symbols of all keys.
    words: usize,
    size: usize,
}

impl Folded {
    /// The first half of [`build_into`].
    pub fn new(
        circulars: Vec<SearchCircular<'_>>,
        workers: &impl Workers,
        give: &mut dyn FnMut(Output),
    ) -> Folded {
        Folded::of(&SIZES, circulars, workers, give)
    }

    fn of(
        sizes: &Sizes,
        mut circulars: Vec<SearchCircular<'_>>,
        workers: &impl Workers,
        give: &mut dyn FnMut(Output),
    ) -> Folded {
        circulars.sort_by(|a, b| {
            let rank = |c: &SearchCircular<'_>| c.level.map_or(LEVELS.len(), |level| level as usize);
            rank(a).cmp(&rank(b)).then_with(|| b.date.cmp(&a.date)).then_with(|| a.slug.cmp(b.slug))
        });
        let words = circulars.iter().map(SearchCircular::size).sum();
        let sizes = sizes.scaled(words);
        let mut give = wrapped(give);
        let (kinds, issuers) = records::names(&circulars);
        let rows = records::rows(&circulars, &kinds, &issuers);
        let mut stamp = Stamp::default();
        let vocabulary = vocabulary(&circulars, words, &sizes);
        let bytes = script::deflate(&vocabulary.write());
        stamp.add("v", &bytes);
        give("v", &bytes);
        let texts = write_texts(&circulars, &vocabulary, &sizes, workers, &mut stamp, &mut give);
        let (shards, columns) = text_shards::catalogue(&rows, &texts, &sizes);
        for (at, bytes) in shards.iter().enumerate() {
            let name = format!("c/{at}");
            stamp.add(&name, bytes);
            give(&name, bytes);
        }
        let names = write_names(&issuers, &mut stamp, &mut give);
        let all: String = simplified_pairs().flat_map(|(from, to)| [from, to]).collect();
        give("fold", &script::deflate(&script::utf16(&all)));

        let parts = workers.map(circulars.chunks(sizes.every).collect(), records::folded);
        let size = parts.iter().map(FoldedPart::size).sum();
        let share = Share::of(size, sizes.sample);
        let known = circulars.iter().zip(&rows).map(|(circular, row)| Known::new(circular, row.clone()));
        Folded {
            known: known.collect(),
            is_sample: circulars.iter().map(|circular| share.has(circular.slug)).collect(),
            words,
            kinds: kinds.into_iter().map(str::to_owned).collect(),
            sizes,
            stamp,
            rows,
            texts,
            columns,
            names,
            parts,
            size,
        }
    }

    /// The second half of [`build_into`].
    pub fn finish(
        self,
        workers: &impl Workers,
        give: &mut dyn FnMut(Output),
        remember: &mut dyn FnMut(&str, &[u8]),
    ) {
        let Folded {
            sizes, stamp, rows, texts, columns, kinds, names, is_sample, known, words, size, ..
        } = self;
        let mut give = wrapped(give);
        let counts = records::counts(&self.parts);
        let (alphabet, pairs) = (counts.alphabet(), counts.pairs());
        let keys = records::keys(self.parts, &alphabet);
        let mut parts = Vec::new();
        keys.parts(sizes.part, |symbols| {
            let (bytes, hash) = memory::part(symbols);
            remember(&memory::part_name(parts.len()), &bytes);
            parts.push(hash);
        });
        let records = Records::new(&rows);
        let from =
            Sources { keys: &keys, alphabet: &alphabet, records: &records, rows: &rows, sizes: &sizes };
        let mut directory = Directory::new(sizes.directory);
        let mut frequent = Vec::new();
        let mut nodes = vec![Node::default()];
        let codes = writer::write(from, &is_sample, workers, |stretch| {
            for shard in stretch.shards {
                give(&directory.name(shard.separator), &shard.bytes);
            }
            frequent.extend(stretch.frequent);
            stretch.lists.iter().for_each(|(name, bytes)| give(name, bytes));
            nodes::join(&mut nodes, stretch.nodes);
        });
        for (at, bytes) in frequent::shards(&frequent).enumerate() {
            give(&format!("f/{at}"), &bytes);
        }
        for (at, part) in directory.shards().iter().enumerate() {
            let mut bits = BitWriter::default();
            put_labels(&mut bits, &codes, part);
            give(&format!("d/{at}"), &bits.finish());
        }
        let root = Root {
            stamp,
            records: &records,
            rows: &rows,
            kinds: &kinds,
            names,
            codes: &codes,
            columns: &columns,
            alphabet: &alphabet,
            directory: &directory,
            texts: &texts,
            frequent: frequent.iter().map(|one| (one.label.as_slice(), one.shortest)).collect(),
            pairs: &pairs,
        };
        give("root", &root.write(&sizes));
        let mut bits = BitWriter::default();
        codes.describe(&mut bits);
        let memory = Memory {
            form: FORM,
            stamp: stamp.0,
            circulars: known,
            kinds,
            names,
            words,
            size,
            counts,
            begin: keys.begin,
            texts,
            codes: bits.finish(),
            separators: directory.parts.into_iter().flatten().collect(),
            frequent: frequent.iter().map(FrequentLabel::from).collect(),
            nodes,
            parts,
        };
        remember(memory::HEAD, &memory.write());
    }
}

/// `give` for shards, by name.
fn wrapped(give: &mut dyn FnMut(Output)) -> impl FnMut(&str, &[u8]) {
    |name, bytes| give(Output { path: format!("search/{name}.js"), bytes: script::wrap(name, bytes) })
}

fn write_names(issuers: &[&str], stamp: &mut Stamp, give: &mut dyn FnMut(&str, &[u8])) -> usize {
    for (at, part) in issuers.chunks(NAMES).enumerate() {
        let name = format!("n/{at}");
        let bytes = script::deflate(&script::utf16(&part.join("\n")));
        stamp.add(&name, &bytes);
        give(&name, &bytes);
    }
    issuers.len().div_ceil(NAMES)
}
