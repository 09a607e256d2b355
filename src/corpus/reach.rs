//! How far an edit reaches that changes nothing but words, worked out from the texts that share words with what was edited.
//!
//! Whatever `shingles` finds begins with a mark that two clauses have in common. So what an edited clause shares with others
//! shows among the circulars that hold one of its marks ([`holders`]), as it was or as it is. Each clause's parallels are
//! found for itself, the strongest: those of other clauses stay but for the place of the edited one among them
//! ([`replaced`]). It is another matter where a mark that came or went is one by which others are told apart
//! ([`concerns_others`]).

use super::compare::{self, closest};
use super::parallels::{Field, LOOKED_AT, MOST, formula, telling};
use super::shingles::{self, Index};
use super::status::{self, Case};
use super::works::{self, Kinship};
use crate::model::{
    Anchor, BlockRef, Circular, ClauseRef, Incoming, Level, ParallelPlace, Parallels, PartialDate, Span,
    Standing, Token, Variant, Version, Workers,
};
use rustc_hash::{FxHashMap, FxHashSet};
use std::cmp::Reverse;

pub use shingles::REPEATS;
pub use works::{FEWEST, fullest};

/// The places of the blocks of which only the words differ between two readings of one circular; None where anything
/// else does: metadata, numbers, what is a heading, what the page is made of, what others may be named by.
pub fn reworded(old: &Circular, new: &Circular) -> Option<Vec<usize>> {
    if old.slug != new.slug || old.meta != new.meta || old.blocks.len() != new.blocks.len() {
        return None;
    }
    let mut found = Vec::new();
    for (at, blocks) in old.blocks.iter().zip(new.blocks.iter()).enumerate() {
        match blocks {
            (BlockRef::Clause(old), BlockRef::Clause(new)) if is_same(old, new) => {
                if (&old.heading, &old.text) != (&new.heading, &new.text) {
                    found.push(at);
                }
            }
            (BlockRef::Line { role, text, .. }, BlockRef::Line { role: of, text: words, .. })
                if role == of && text == words => {}
            _ => return None,
        }
    }
    let is_reworded = |anchor: &Anchor| {
        let clauses = found.iter().filter_map(|at| new.blocks.clause(*at));
        clauses.into_iter().any(|clause| clause.anchor == anchor)
    };
    // An annex is known by its title, a table by the words before it.
    let names_another = new.clauses().any(|clause| match clause.anchor.last() {
        Some((Token::Attachment, _)) => is_reworded(clause.anchor),
        Some((Token::Table, _)) => is_reworded(clause.anchor) || clause.parent.is_some_and(is_reworded),
        _ => false,
    });
    (!names_another).then_some(found)
}

/// Whether two readings of a clause differ in nothing but words, if at all. Where they stand in a file does not count.
fn is_same(old: ClauseRef, new: ClauseRef) -> bool {
    let ClauseRef { anchor, also, parent, label, heading: _, text: _, table, line: _ } = old;
    (anchor, also, parent, label, table) == (new.anchor, new.also, new.parent, new.label, new.table)
        && old.is_heading() == new.is_heading()
        && old.words().is_empty() == new.words().is_empty()
}

/// The marks of a circular in the order of its text, those of its blocks at `only` when some are given.
pub fn marks(circular: &Circular, only: Option<&[usize]>) -> Vec<u64> {
    let clause = |at: &usize| circular.blocks.clause(*at);
    match only {
        Some(only) => shingles::marks(only.iter().filter_map(clause)),
        None => shingles::marks(circular.clauses()),
    }
}

/// Where a mark stands.
#[derive(Debug, Clone, Default)]
pub struct Holders {
    /// The circulars, by their places, in order.
    pub circulars: Vec<u32>,
    /// How often it stands there in all.
    pub places: usize,
}

/// Marks with their holders.
pub type Held = FxHashMap<u64, Holders>;

/// The holders of the marks in `wanted` among `all`, the marks of each circular in the order of the places.
pub fn holders<M: Iterator<Item = u64> + Send>(
    wanted: &FxHashSet<u64>,
    all: Vec<M>,
    workers: &impl Workers,
) -> Held {
    const PART: usize = 256;
    /// Of each mark so many bits tell whether it may be wanted.
    const BITS: u32 = 18;
    let short = |mark: &u64| (mark >> (u64::BITS - BITS)) as usize;
    let mut maybe = vec![false; 1 << BITS];
    wanted.iter().for_each(|mark| maybe[short(mark)] = true);
    let mut parts: Vec<Vec<(u32, M)>> = Vec::new();
    for (at, marks) in (0..).zip(all) {
        match parts.last_mut().filter(|part| part.len() < PART) {
            Some(part) => part.push((at, marks)),
            None => parts.push(vec![(at, marks)]),
        }
    }
    let found = workers.map(parts, |part| {
        let mut found: Vec<(u64, u32)> = Vec::new();
        for (at, marks) in part {
            let held = marks.filter(|mark| maybe[short(mark)] && wanted.contains(mark));
            found.extend(held.map(|mark| (mark, at)));
        }
        found
    });
    let mut held: Held = wanted.iter().map(|mark| (*mark, Holders::default())).collect();
    for (mark, at) in found.into_iter().flatten() {
        let Some(holders) = held.get_mut(&mark) else { continue };
        holders.places += 1;
        if holders.circulars.last() != Some(&at) {
            holders.circulars.push(at);
        }
    }
    held
}

impl Holders {
    /// These holders when the mark stands so many `times` in the circular `at`.
    pub fn with(&self, at: u32, before: usize, times: usize) -> Holders {
        let mut circulars = self.circulars.clone();
        match circulars.binary_search(&at) {
            Ok(found) if times == 0 => drop(circulars.remove(found)),
            Err(found) if times > 0 => circulars.insert(found, at),
            _ => {}
        }
        Holders { circulars, places: (self.places + times).saturating_sub(before) }
    }

    /// In how many works it stands; `works` tells each circular's.
    pub fn spread(&self, works: &[u32]) -> u32 {
        let mut of: Vec<u32> =
            self.circulars.iter().filter_map(|at| works.get(*at as usize)).copied().collect();
        of.sort_unstable();
        of.dedup();
        u32::try_from(of.len()).unwrap_or(u32::MAX)
    }

    /// As [`Index::widespread`].
    pub fn is_widespread(&self) -> bool {
        self.places > 8 * works::WIDESPREAD
            || self.places > works::WIDESPREAD && self.circulars.len() > works::WIDESPREAD
    }
}

/// Whether a mark stands in so many works that it tells nothing of what is shared.
pub fn is_formula(holders: &Holders, works: &[u32]) -> bool {
    holders.spread(works) as usize > formula(works.len())
}

/// Whether a mark that came to the circular `at` or went from it, so that it stands no longer in `before` but in `after`, may
/// change what others share: how telling it is for them, or which of those that hold it are looked at. `rank` tells where a
/// circular stands among all, `works` the work of each.
pub fn concerns_others(
    before: &Holders,
    after: &Holders,
    at: u32,
    works: &[u32],
    rank: impl Fn(u32) -> u32,
) -> bool {
    let work = |at: u32| works.get(at as usize).copied();
    let others = before.circulars.iter().copied().filter(|other| work(*other) != work(at)).collect();
    let kind = |holders: &Holders| {
        let spread = holders.spread(works) as usize;
        (spread <= formula(works.len())).then(|| telling(spread))
    };
    if (Holders { circulars: others, places: 0 }).spread(works) < 2 {
        return false;
    }
    // Whoever looks passes over the texts of its own work.
    let ahead = after.circulars.iter().copied().filter(|other| rank(*other) < rank(at));
    let mut works_ahead: Vec<Option<u32>> = ahead.map(work).collect();
    works_ahead.sort_unstable();
    let passed_over = works_ahead.chunk_by(|a, b| a == b).map(<[_]>::len).max().unwrap_or(0);
    let is_looked_at = works_ahead.len() - passed_over < LOOKED_AT;
    let is_crowded = before.circulars.len().max(after.circulars.len()) > LOOKED_AT;
    match (kind(before), kind(after)) {
        (None, None) => false,
        (was, is) => was != is || is_crowded && is_looked_at,
    }
}

/// Which circulars have some of the `own` marks of a text at `at`, and what share of it: as [`Index::shares`]. `held` tells
/// who holds a mark of [`sample`].
pub fn shares<'h>(own: &[u64], at: u32, held: impl Fn(&u64) -> Option<&'h Holders>) -> Vec<(u32, f64)> {
    let every = (own.len() / works::SAMPLE).max(1).next_power_of_two() as u64;
    let (mut counted, mut others) = (0usize, Vec::new());
    for holders in own.iter().filter(|mark| mark.is_multiple_of(every)).filter_map(held) {
        if !holders.is_widespread() {
            counted += 1;
            others.extend(holders.circulars.iter().copied().filter(|other| *other != at));
        }
    }
    others.sort_unstable();
    let of = |same: &[u32]| (same[0], same.len() as f64 / counted as f64);
    others.chunk_by(|a, b| a == b).filter(|same| same.len() >= works::FEWEST).map(of).collect()
}

/// The marks of a text that are looked up for [`shares`].
pub fn sample(own: &[u64]) -> impl Iterator<Item = u64> {
    let every = (own.len() / works::SAMPLE).max(1).next_power_of_two() as u64;
    own.iter().copied().filter(move |mark| mark.is_multiple_of(every))
}

/// Two texts share too little, by the greater of the two shares, to be of one work whatever they are called.
pub fn is_little(share: f64) -> bool {
    share < works::REVISED
}

/// How two texts are of one work by the share of each that the other has; None where that can't be told from the two alone.
pub fn kinship(first: &Circular, second: &Circular, shares: (f64, f64)) -> Option<Option<Kinship>> {
    let kinship = works::kinship_of(first, second, shares);
    (kinship.is_none() || works::dated(first) && works::dated(second)).then_some(kinship)
}

/// Some circulars of a collection: all that hold a mark of the clauses of which one asks, that is no formula.
pub struct Part<'a> {
    /// In the order of their slugs. Clauses that hold no such mark may be left empty.
    pub circulars: &'a [&'a Circular],
    /// Their places here in the order in which one wants to see them.
    pub by_rank: Vec<u32>,
    /// The work of each.
    pub works: &'a [usize],
    /// How many circulars the collection has.
    pub held: usize,
}

impl Part<'_> {
    /// What the blocks `asked` of some circulars (by their places here) share with others; of `spread` marks it is known in
    /// how many works they stand. Of the first, as in the whole collection; of `others`, all that they share with the
    /// first, not only the strongest.
    pub fn parallels(
        &self,
        spread: impl Fn(u64) -> u32,
        edited: usize,
        reworded: &[usize],
        workers: &impl Workers,
    ) -> (Parallels, Vec<Parallels>) {
        let index = Index::in_order(self.circulars, self.by_rank.clone(), workers);
        let field = Field::of_part(self.circulars, &index, self.works, self.held, spread);
        let is_reworded = |block: u32| reworded.contains(&(block as usize));
        let own = field.parallels_of(edited, MOST, is_reworded);
        let others = workers.map((0..self.circulars.len()).collect(), |at| {
            let mut shared = Parallels::default();
            if at != edited {
                let all = field.parallels_of(at, usize::MAX, |_| true);
                let with = |place: &ParallelPlace| place.entry as usize == edited && is_reworded(place.to);
                all.places().filter(|(place, _)| with(place)).for_each(|(p, words)| shared.push(p, words));
            }
            shared
        });
        (own, others)
    }
}

/// The parallels of one clause, `old`, when those with an edited clause for which `is_edited` are now `new`; `rank` tells
/// where a circular stands. None when one that was not kept may take a place.
pub fn replaced(
    old: &[Parallel],
    new: &[Parallel],
    is_edited: impl Fn(&ParallelPlace) -> bool,
    rank: impl Fn(u32) -> u32,
) -> Option<Vec<Parallel>> {
    let key = |(place, _): &Parallel| (Reverse(place.strength), rank(place.entry), place.to);
    let mut list: Vec<Parallel> = old.iter().filter(|(p, _)| !is_edited(p)).chain(new).cloned().collect();
    list.sort_by_key(key);
    list.truncate(MOST);
    let is_full = old.len() >= MOST;
    let last = old.last().map(key);
    (!is_full || list.len() == MOST && list.iter().all(|p| Some(key(p)) <= last)).then_some(list)
}

/// A parallel with the words shared.
pub type Parallel = (ParallelPlace, Vec<(Span, Span)>);

/// What `ours` says of `theirs`, another text of the same work and day, as the corpus has it.
pub fn variant(ours: &Circular, theirs: &Circular) -> Variant {
    super::kinship::variant(ours, theirs)
}

/// How many provisions a text has; see [`chosen`].
pub fn provisions(circular: &Circular) -> usize {
    compare::provisions(circular)
}

/// The entries beside which a circular is put for what it shares, with how much; `provisions` tells how many provisions an
/// entry has.
pub fn chosen(
    circular: &Circular,
    parallels: &Parallels,
    provisions: impl Fn(usize) -> usize,
) -> Vec<(usize, usize)> {
    let own = compare::provisions(circular);
    closest(circular, parallels, |other| own.min(provisions(other)))
}

/// The status of `circular` by itself and what others do to it; `held` finds another circular.
pub fn standing<'c>(
    circular: &Circular,
    incoming: &[Incoming],
    versions: &[Version],
    as_of: PartialDate,
    held: impl Fn(&str) -> Option<&'c Circular>,
) -> Standing {
    let case = Case { circular, incoming: incoming.iter().collect(), versions, as_of };
    let from = |slug: &str| held(slug).and_then(status::applies_from);
    status::standing(&case, from, |slug| held(slug)?.meta.dates.principal())
}

/// The places of circulars in the order in which a reader wants to see them, each with whether nothing but its length
/// tells it from the one before.
pub fn by_rank(circulars: &[&Circular]) -> Vec<(u32, bool)> {
    let key = |at: u32| {
        let circular = circulars.get(at as usize)?;
        Some((circular.meta.level.unwrap_or(Level::Other), works::version_date(circular)))
    };
    let mut before = None;
    let tied = |at: u32| {
        let known = std::mem::replace(&mut before, key(at));
        (at, known.is_some() && known == before)
    };
    works::by_rank(circulars).into_iter().map(tied).collect()
}

#[cfg(test)]
mod tests;
