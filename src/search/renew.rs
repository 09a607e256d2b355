//! An index made new where it changed.
//!
//! 1. The changed circulars as they were stand in the text shards; with these the counts are brought up to date. When
//!    codes, alphabet or vocabulary would be others, all is made anew.
//! 2. Text shards, catalogue (`retext`).
//! 3. Which suffixes moved (`moves`), which stretches of the order can that have changed (`stretches`), what is in these
//!    (`scan`); divide them, put them in place of what was there (`redivide`, `patch`).
//! 4. Directory, root, memory.

use super::alphabet::Alphabet;
use super::bits::{BitReader, BitWriter};
use super::catalogue::{ColumnCodes, Row};
use super::circular::SearchCircular;
use super::directory::Directory;
use super::files::Files;
use super::keys::Letters;
use super::labels::{Codes, put_labels};
use super::memory::{self, Memory};
use super::moves::Change;
use super::records::{self, FoldedPart, Records};
use super::redivide::{Ground, Redivided, redivide, shard_names};
use super::retext::{Place, retext};
use super::root::Root;
use super::sample::Share;
use super::script;
use super::sizes::{SIZES, Sizes};
use super::stamp::{FORM, Stamp};
use super::text_shards;
use super::texts::Text;
use super::vocabulary::Vocabulary;
use crate::model::{Output, Workers};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What must change for an index to be that of circulars of which a few changed.
#[derive(Debug, Default)]
pub struct Renewed {
    /// The files that differ from those that stand.
    pub outputs: Vec<Output>,
    /// The paths of those that are to go.
    pub vanished: Vec<String>,
    /// The pieces of the memory that differ, with their names, as `remember` of [`build_into`](super::build_into) is told.
    pub memory: Vec<(String, Vec<u8>)>,
}

/// The index of circulars of which some changed, in the bytes that [`build_into`](super::build_into) gives for them all.
///
/// `changed` are those whose clauses changed. `recall` gives a piece of the memory that the last [`build_into`](super::build_into)
/// or `renew` left, by the name that it was given; `read` a file that stands, by its path (`search/…`). Neither is
/// trusted to be whole. Nothing is written: what must be is given back, all or nothing.
///
/// None when the index must be made anew: a circular is not known, or it differs in more than words, numbers and anchors
/// of clauses, or has more or fewer of them (headings and others are counted apart); when it is one of those that codes
/// and vocabulary are learnt from (3 in 100, all where the collection is small); when a character becomes more frequent by
/// a class, or a rare one is used for the first time; when the memory is of another form or does not agree with the files.
pub fn renew(
    changed: &[SearchCircular<'_>],
    recall: &(dyn Fn(&str) -> Option<Vec<u8>> + Sync),
    read: &dyn Fn(&str) -> Option<Vec<u8>>,
    workers: &impl Workers,
) -> Option<Renewed> {
    renew_sized(&SIZES, changed, recall, read, workers)
}

/// [`renew`] with parts of other sizes.
pub(super) fn renew_sized(
    sizes: &Sizes,
    changed: &[SearchCircular<'_>],
    recall: &(dyn Fn(&str) -> Option<Vec<u8>> + Sync),
    read: &dyn Fn(&str) -> Option<Vec<u8>>,
    workers: &impl Workers,
) -> Option<Renewed> {
    let mut memory = Memory::read(&recall(memory::HEAD)?)?;
    if memory.form != FORM {
        return None;
    }
    let sizes = &sizes.scaled(memory.words);
    let mut files = Files { read, outputs: Vec::new(), vanished: Vec::new() };
    let changed = places(&memory, changed)?;
    let rows: Vec<Row> = memory.circulars.iter().map(|known| known.row.clone()).collect();
    let records = Records::new(&rows);
    let mut stamp = Stamp(memory.stamp);
    let before = texts(&mut memory, &changed, sizes, &mut stamp, &mut files)?;
    let columns = catalogue(&rows, &memory, sizes, &mut stamp, &mut files)?;
    let alphabet = memory.counts.alphabet();
    let (changes, begin) = changes(&mut memory, &changed, &before, &records, &alphabet, sizes)?;
    // The same numbers, though classes may be parted elsewhere.
    let alphabet = memory.counts.alphabet();
    let old_names = shard_names(&memory, sizes);
    let mut directory = Directory::new(sizes.directory);
    let mut pieces = Vec::new();
    if changes.is_empty() {
        memory.separators.iter().for_each(|separator| drop(directory.name(separator.clone())));
    } else {
        let ground = Ground {
            memory: &memory,
            sizes,
            alphabet: &alphabet,
            records: &records,
            rows: &rows,
            begin: &begin,
            recall,
            read: &|name| files.shard(name),
        };
        let Redivided { shards, others, nodes, parts, changed_parts } = redivide(&ground, &changes, workers)?;
        let shards = shards.into_iter().map(|(separator, place)| (directory.name(separator), place));
        files.row(&old_names, shards.collect())?;
        others.iter().for_each(|(name, bytes)| files.give(name, bytes));
        (memory.nodes, memory.parts, memory.begin, pieces) = (nodes, parts, begin, changed_parts);
    }
    let codes = Codes::read(&mut BitReader::new(&memory.codes));
    for (at, part) in directory.shards().iter().enumerate() {
        let mut bits = BitWriter::default();
        put_labels(&mut bits, &codes, part);
        files.give(&format!("d/{at}"), &bits.finish());
    }
    let mut old_directory = Directory::new(sizes.directory);
    memory.separators.iter().for_each(|separator| drop(old_directory.name(separator.clone())));
    (directory.shards().len()..old_directory.shards().len()).for_each(|at| files.vanish(&format!("d/{at}")));
    let root = Root {
        stamp,
        records: &records,
        rows: &rows,
        kinds: &memory.kinds,
        names: memory.names,
        codes: &codes,
        columns: &columns,
        alphabet: &alphabet,
        directory: &directory,
        texts: &memory.texts,
        frequent: memory.frequent.iter().map(|one| (one.label.as_slice(), one.shortest)).collect(),
        pairs: &memory.counts.pairs(),
    };
    files.give("root", &root.write(sizes));
    memory.separators = directory.parts.into_iter().flatten().collect();
    memory.stamp = stamp.0;
    pieces.push((memory::HEAD.to_owned(), memory.write()));
    Some(Renewed { outputs: files.outputs, vanished: files.vanished, memory: pieces })
}

/// Changed circulars by their places.
type Changed<'a> = BTreeMap<usize, &'a SearchCircular<'a>>;

/// Where the circulars stand; None when more than their clauses changed.
fn places<'a>(memory: &Memory, changed: &'a [SearchCircular<'a>]) -> Option<Changed<'a>> {
    let known = (0..).zip(&memory.circulars).map(|(at, known)| (known.slug.as_str(), at));
    let known: HashMap<&str, usize> = known.collect();
    let mut places = BTreeMap::new();
    for circular in changed {
        let at = *known.get(circular.slug)?;
        let Row { headings, clauses, .. } = memory.circulars[at].row;
        let has = circular.clauses.iter().filter(|clause| clause.heading).count();
        if memory::print(circular) != memory.circulars[at].print
            || (has, circular.clauses.len() - has) != (headings as usize, clauses as usize)
            || places.insert(at, circular).is_some()
        {
            return None;
        }
    }
    Some(places)
}

/// Makes the text shards new; gives the records of the changed circulars as they were.
fn texts(
    memory: &mut Memory,
    changed: &Changed<'_>,
    sizes: &Sizes,
    stamp: &mut Stamp,
    files: &mut Files<'_>,
) -> Option<BTreeMap<usize, Vec<Text>>> {
    let vocabulary = Vocabulary::reread(&script::inflate(&files.shard("v")?)?);
    let mut before = BTreeMap::new();
    let parts: BTreeSet<usize> = changed.keys().map(|at| at / sizes.every).collect();
    for part in parts {
        let first = part * sizes.every;
        let last = memory.circulars.len().min(first + sizes.every);
        let here = changed.range(first..last).map(|(at, circular)| (at - first, *circular)).collect();
        let old = memory.texts.get(part)?;
        let name = |nth: usize| format!("t/{part}-{nth}");
        let read = |nth: usize| files.shard(&name(nth));
        let full = sizes.text_in(part, memory.texts.len());
        let done = retext(&memory.circulars[first..last], &here, old, &vocabulary, full, &read)?;
        before.extend(done.before.into_iter().map(|(at, texts)| (at + first, texts)));
        let old: Vec<String> = (0..old.len()).map(name).collect();
        let new: Vec<(String, Place)> = (0..).map(name).zip(done.shards).collect();
        // What stands where it stood has the same share in the stamp as before.
        let stays = |at: usize| matches!(new.get(at), Some((_, Place::Old(from))) if *from == at);
        for (_, name) in old.iter().enumerate().filter(|(at, _)| !stays(*at)) {
            stamp.take_out(name, &files.shard(name)?);
        }
        for (_, (name, place)) in new.iter().enumerate().filter(|(at, _)| !stays(*at)) {
            match place {
                Place::New(bytes) => stamp.add(name, bytes),
                Place::Old(from) => stamp.add(name, &files.shard(old.get(*from)?)?),
            }
        }
        files.row(&old, new)?;
        memory.texts[part] = done.sizes;
    }
    Some(before)
}

/// Makes the catalogue new; gives the codes of its columns.
fn catalogue(
    rows: &[Row],
    memory: &Memory,
    sizes: &Sizes,
    stamp: &mut Stamp,
    files: &mut Files<'_>,
) -> Option<ColumnCodes> {
    let (shards, codes) = text_shards::catalogue(rows, &memory.texts, sizes);
    for (at, bytes) in shards.iter().enumerate() {
        let name = format!("c/{at}");
        stamp.take_out(&name, &files.shard(&name)?);
        stamp.add(&name, bytes);
        files.give(&name, bytes);
    }
    Some(codes)
}

/// The records whose keys changed, and how many places now begin with each symbol. Brings what `memory` counts up to
/// date; None when codes, alphabet or vocabulary would be others.
fn changes(
    memory: &mut Memory,
    changed: &Changed<'_>,
    before: &BTreeMap<usize, Vec<Text>>,
    records: &Records,
    alphabet: &Alphabet,
    sizes: &Sizes,
) -> Option<(Vec<Change>, Vec<usize>)> {
    let letters = Letters::new(alphabet);
    let (words, size) = (memory.words, memory.size);
    let mut begin = memory.begin.clone();
    let mut keys: Vec<(usize, [Vec<FoldedPart>; 2])> = Vec::new();
    for (at, circular) in changed {
        let old = as_it_was(circular, before.get(at)?);
        memory.words = memory.words.checked_sub(old.size())? + circular.size();
        let (old, new) = (records::folded(&[old]), records::folded(std::slice::from_ref(*circular)));
        memory.size = memory.size.checked_sub(old.size())? + new.size();
        let (old, new) = (vec![old], vec![new]);
        memory.counts.change(&records::counts(&old), &records::counts(&new))?;
        keys.push((*at, [old, new]));
    }
    if sizes.scale(words) != sizes.scale(memory.words) {
        return None;
    }
    let shares = |words, size| [Share::of(words, sizes.vocabulary), Share::of(size, sizes.sample)];
    let learnt = shares(words, size);
    if learnt != shares(memory.words, memory.size)
        || changed.values().any(|circular| learnt.iter().any(|share| share.has(circular.slug)))
        || !memory.counts.alphabet().iter().eq(alphabet.iter())
    {
        return None;
    }
    let mut changes = Vec::new();
    for (at, folded) in keys {
        let [old, new] = folded.map(|folded| records::keys(folded, alphabet));
        let title = at as u32;
        let headings = records.titles + records.headings[at]..records.titles + records.headings[at + 1];
        let clauses = records.body() + records.clauses[at]..records.body() + records.clauses[at + 1];
        let numbers = std::iter::once(title).chain(headings).chain(clauses);
        for ((record, old), new) in
            numbers.zip(old.each()).zip(new.each()).filter(|((_, old), new)| old != new)
        {
            let count = |begin: &mut [usize], key: &[u16], more: bool| {
                for two in key.windows(2).filter(|two| letters.begins(two[0], two[1])) {
                    let count = &mut begin[usize::from(two[0])];
                    *count = if more { *count + 1 } else { count.saturating_sub(1) };
                }
            };
            count(&mut begin, old, false);
            count(&mut begin, new, true);
            changes.push(Change { record, old: old.to_vec(), new: new.to_vec() });
        }
    }
    Some((changes, begin))
}

/// A circular with the clauses that its texts had.
fn as_it_was<'a>(circular: &SearchCircular<'a>, texts: &'a [Text]) -> SearchCircular<'a> {
    let clauses = texts.iter().skip(1).map(Text::clause).collect();
    SearchCircular { clauses, ..circular.clone() }
}
