//! The shards of texts and of the catalogue, and the words that texts are written in.

use super::catalogue::{ColumnCodes, Columns, Row};
use super::circular::SearchCircular;
use super::sample::Share;
use super::sizes::Sizes;
use super::stamp::Stamp;
use super::text_starts;
use super::texts::Texts;
use super::vocabulary::Vocabulary;
use crate::model::Workers;

/// Writes the text shards; gives how many records each holds, by catalogue shard.
pub fn write_texts(
    circulars: &[SearchCircular<'_>],
    vocabulary: &Vocabulary,
    sizes: &Sizes,
    workers: &impl Workers,
    stamp: &mut Stamp,
    give: &mut dyn FnMut(&str, &[u8]),
) -> Vec<Vec<u32>> {
    let mut records = Vec::new();
    let parts = circulars.len().div_ceil(sizes.every);
    let deflated = |(part, circulars)| texts(circulars, vocabulary, sizes.text_in(part, parts));
    workers.each(circulars.chunks(sizes.every).enumerate(), deflated, |(texts, sizes)| {
        for (nth, text) in texts.iter().enumerate() {
            let name = format!("t/{}-{nth}", records.len());
            stamp.add(&name, text);
            give(&name, text);
        }
        records.push(sizes);
    });
    records
}

/// The catalogue shards, and the codes of their columns; `texts` as [`write_texts`] gives it, of which nothing is written
/// where the root tells it.
pub fn catalogue(rows: &[Row], texts: &[Vec<u32>], sizes: &Sizes) -> (Vec<Vec<u8>>, ColumnCodes) {
    let is_told = text_starts::are_told(texts, sizes);
    let parts = rows.chunks(sizes.every).zip(texts).map(|(rows, records)| {
        let counts = if is_told { Vec::new() } else { text_starts::counts(rows, records) };
        (Columns::new(rows, &counts), (rows.len(), counts.len()))
    });
    let (columns, sizes): (Vec<Columns>, Vec<(usize, usize)>) = parts.unzip();
    let codes = Columns::codes(&columns);
    let shards = columns.iter().zip(sizes).map(|(columns, (rows, texts))| columns.write(rows, texts, &codes));
    (shards.collect(), codes)
}

/// The text shards of one catalogue shard's circulars, each closed after about `full` bytes of text, deflated, and how many
/// records each holds.
fn texts(circulars: &[SearchCircular<'_>], vocabulary: &Vocabulary, full: usize) -> (Vec<Vec<u8>>, Vec<u32>) {
    let mut texts = Texts::new(full);
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
        texts.title(circular.slug, circular.title, &date, circular.naming.code()).map(&mut give);
        for heading in [true, false] {
            for clause in circular.clauses.iter().filter(|clause| clause.heading == heading) {
                texts.clause(clause).map(&mut give);
            }
        }
    }
    texts.close().map(give);
}

/// The words that the texts are written in, learnt from some circulars; `words` is the bytes of all.
pub fn vocabulary(circulars: &[SearchCircular<'_>], words: usize, sizes: &Sizes) -> Vocabulary {
    let share = Share::of(words, sizes.vocabulary);
    let mut sample = String::new();
    let some = circulars.iter().filter(|circular| share.has(circular.slug));
    write_circulars(&mut Texts::new(sizes.text), some, |text| sample.push_str(&text));
    Vocabulary::learn(&sample, sizes.pairs)
}
