//! Text shards made anew where circulars changed.

use super::circular::SearchCircular;
use super::memory::Known;
use super::script;
use super::texts::{self, Text, Texts};
use super::vocabulary::Vocabulary;
use std::collections::BTreeMap;

/// A shard of a new row of shards.
#[derive(Debug)]
pub enum Place {
    /// One of the old row, as it stands.
    Old(usize),
    New(Vec<u8>),
}

/// What the texts of one catalogue shard become.
pub struct Retexted {
    pub shards: Vec<Place>,
    /// Records in each.
    pub sizes: Vec<u32>,
    /// The records of the changed circulars as they were, by the circulars' places.
    pub before: BTreeMap<usize, Vec<Text>>,
}

/// Makes the text shards anew that hold something of `changed`, by their places among `known`, the circulars of one
/// catalogue shard, each closed after about `full` bytes of text. `old` tells how many records each old shard holds, `read`
/// gives its bytes, still deflated.
pub fn retext(
    known: &[Known],
    changed: &BTreeMap<usize, &SearchCircular<'_>>,
    old: &[u32],
    vocabulary: &Vocabulary,
    full: usize,
    read: &dyn Fn(usize) -> Option<Vec<u8>>,
) -> Option<Retexted> {
    // Of each record its circular and its place there.
    let of = |(at, known): (usize, &Known)| {
        (0..1 + known.row.headings + known.row.clauses).map(move |own| (at, own as usize))
    };
    let owners: Vec<(usize, usize)> = known.iter().enumerate().flat_map(of).collect();
    let mut starts = vec![0];
    for count in old {
        starts.push(starts.last()? + *count as usize);
    }
    if *starts.last()? != owners.len() {
        return None;
    }
    let owners_of = |shard: usize| owners.get(starts[shard]..starts[shard + 1]).unwrap_or_default();
    let is_touched = |shard: usize| owners_of(shard).iter().any(|(at, _)| changed.contains_key(at));
    let mut done = Retexted { shards: Vec::new(), sizes: Vec::new(), before: BTreeMap::new() };
    let mut shard = 0;
    while shard < old.len() {
        if !is_touched(shard) {
            done.shards.push(Place::Old(shard));
            done.sizes.push(old[shard]);
            shard += 1;
            continue;
        }
        let mut texts = Texts::new(full);
        let first = shard;
        // On until a shard begins where an old one did behind which all is as it was.
        'shards: loop {
            if shard == old.len() {
                done.shards.extend(texts.close().map(|text| Place::New(vocabulary.deflate(&text))));
                break;
            }
            let held = texts::read(&vocabulary.decode(&script::inflate(&read(shard)?)?));
            if held.len() != old[shard] as usize {
                return None;
            }
            for (nth, (text, (at, own))) in held.into_iter().zip(owners_of(shard)).enumerate() {
                if nth == 0 && shard == first && *own > 0 {
                    texts.resume(&text, *own as u64);
                }
                let full = match changed.get(at) {
                    Some(circular) => give(&mut texts, circular, *own)?,
                    None if *own == 0 => texts.title(&text.slug, &text.title, &text.date, &text.naming),
                    None => texts.clause(text.clause()),
                };
                let ended = full.is_some();
                done.shards.extend(full.map(|text| Place::New(vocabulary.deflate(&text))));
                if nth == 0 && ended && !is_touched(shard) {
                    break 'shards;
                }
                if changed.contains_key(at) {
                    done.before.entry(*at).or_default().push(text);
                }
            }
            shard += 1;
        }
        done.sizes.extend(texts.take_sizes());
    }
    Some(done)
}

/// Gives one record of a circular to `texts`: its title, a heading or another clause.
fn give(texts: &mut Texts, circular: &SearchCircular<'_>, own: usize) -> Option<Option<String>> {
    let Some(nth) = own.checked_sub(1) else {
        let date = circular.date.map(|date| date.to_string()).unwrap_or_default();
        return Some(texts.title(circular.slug, circular.title, &date, circular.naming.code()));
    };
    let headings = circular.clauses.iter().filter(|clause| clause.heading);
    let clause = headings.chain(circular.clauses.iter().filter(|clause| !clause.heading)).nth(nth)?;
    Some(texts.clause(clause))
}
