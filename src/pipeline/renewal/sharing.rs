//! What the words of an edited page share with others, before and after.

use super::Edit;
use super::part::pages;
use crate::model::{Block, Circular, Clause, Page, ParallelPlace, Parallels};
use crate::pipeline::findings::{Found, Marks};
use crate::pipeline::stages::{self, Marked, reach};
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};

/// More circulars than these hold a mark of the edited words: following them is dearer than it is worth.
const MOST: usize = 1024;

/// The parallels of the edited circular and of those that share words with what was edited, with the places of circulars
/// among all; and which of them list a clause that was edited, or differ from before. None when the edit concerns more than that.
pub(super) fn sharing(found: &Found, edit: &Edit) -> Option<BTreeMap<usize, (Parallels, bool)>> {
    let marks = found.marks()?;
    let sharing = Sharing::new(found, edit, &marks)?;
    if !sharing.keeps_kin(found, edit, &marks)? {
        return None;
    }
    sharing.parallels(found, edit)
}

struct Sharing {
    /// Those of the edited circular as it was, as it is, and of the clauses that were edited both ways.
    old: Vec<u64>,
    new: Vec<u64>,
    reworded: Marked,
    /// Who holds them before and after.
    before: reach::Held,
    after: reach::Held,
    works: Vec<u32>,
    rank: Vec<u32>,
}

impl Sharing {
    fn new(found: &Found, edit: &Edit, marks: &Marks) -> Option<Sharing> {
        let table = &found.table;
        let (old, new) = (reach::marks(&edit.old.circular, None), reach::marks(&edit.new.circular, None));
        let only = Some(edit.reworded.as_slice());
        let reworded =
            [&edit.old, &edit.new].into_iter().flat_map(|page| reach::marks(&page.circular, only)).collect();
        let before = stages::holders(&old.iter().chain(&new).copied().collect(), marks.all()?);
        let count = |marks: &[u64]| {
            let mut counts: BTreeMap<u64, usize> = BTreeMap::new();
            marks.iter().for_each(|mark| *counts.entry(*mark).or_default() += 1);
            counts
        };
        let (was, is) = (count(&old), count(&new));
        let times = |counts: &BTreeMap<u64, usize>, mark: &u64| counts.get(mark).copied().unwrap_or(0);
        // Of many places of a shingle in one text not all are followed; which, hangs on the others.
        if was.values().chain(is.values()).any(|times| *times > reach::REPEATS) {
            return None;
        }
        let at = u32::try_from(edit.at).ok()?;
        let after: reach::Held = before
            .iter()
            .map(|(mark, holders)| (*mark, holders.with(at, times(&was, mark), times(&is, mark))))
            .collect();
        let works: Vec<u32> = table.circulars.iter().map(|finding| finding.work).collect();
        let mut rank = vec![u32::MAX; works.len()];
        for (n, (at, _)) in (0u32..).zip(&table.by_rank) {
            *rank.get_mut(*at as usize)? = n;
        }
        let of = |at: u32| rank.get(at as usize).copied().unwrap_or(u32::MAX);
        let came_or_went = before.iter().filter(|(mark, _)| was.contains_key(mark) != is.contains_key(mark));
        let concerns = |(mark, before): (&u64, &reach::Holders)| {
            after.get(mark).is_none_or(|after| reach::concerns_others(before, after, at, &works, of))
        };
        if came_or_went.into_iter().any(concerns) {
            return None;
        }
        Some(Sharing { old, new, reworded, before, after, works, rank })
    }

    /// Whether the circular is of one work with the same others as before; None when that can't be told.
    fn keeps_kin(&self, found: &Found, edit: &Edit, marks: &Marks) -> Option<bool> {
        let at = u32::try_from(edit.at).ok()?;
        let mut near: BTreeSet<u32> = BTreeSet::new();
        let telling = |held: &reach::Held| -> Vec<Vec<u32>> {
            held.values().filter(|h| !h.is_widespread()).map(|h| h.circulars.clone()).collect()
        };
        let mut count: FxHashMap<u32, usize> = FxHashMap::default();
        for other in [telling(&self.before), telling(&self.after)].into_iter().flatten().flatten() {
            let n = count.entry(other).or_default();
            *n += 1;
            if *n == reach::FEWEST && other != at {
                near.insert(other);
            }
        }
        let own = [(&self.old, &self.before), (&self.new, &self.after)].map(|(own, held)| {
            reach::shares(own, at, |mark| held.get(mark)).into_iter().collect::<BTreeMap<u32, f64>>()
        });
        let mut sampled = Marked::default();
        let mut theirs: BTreeMap<u32, Vec<u64>> = BTreeMap::new();
        for other in near {
            let marks: Vec<u64> = marks.of(other as usize)?.collect();
            let shared = |held: &reach::Held| {
                let known = reach::sample(&marks).filter_map(|mark| held.get(&mark));
                known.filter(|holders| !holders.is_widespread() && holders.circulars.contains(&at)).count()
            };
            let is_held = [&self.before, &self.after].iter().any(|held| shared(held) >= reach::FEWEST);
            if is_held || own.iter().any(|own| own.contains_key(&other)) {
                sampled.extend(reach::sample(&marks));
                theirs.insert(other, marks);
            }
        }
        let known = stages::holders(&sampled, marks.all()?);
        let mut close = Vec::new();
        for (other, marks) in theirs {
            let of = |held: &reach::Held| {
                let shares = reach::shares(&marks, other, |mark| held.get(mark).or_else(|| known.get(mark)));
                shares.into_iter().find(|(to, _)| *to == at).map_or(0.0, |(_, share)| share)
            };
            let ours = |n: usize| own[n].get(&other).copied().unwrap_or(0.0);
            let shares = [(ours(0), of(&self.before)), (ours(1), of(&self.after))];
            if !shares.iter().all(|(a, b)| reach::is_little(a.max(*b))) {
                close.push((other as usize, shares));
            }
        }
        let read = pages(found, &close.iter().map(|(other, _)| *other).collect())?;
        for (other, [was, is]) in close {
            let page = read.get(&other)?;
            let kinship = |own: &Circular, (ours, theirs): (f64, f64)| match edit.at < other {
                true => reach::kinship(own, &page.circular, (ours, theirs)),
                false => reach::kinship(&page.circular, own, (theirs, ours)),
            };
            if kinship(&edit.old.circular, was)? != kinship(&edit.new.circular, is)? {
                return Some(false);
            }
        }
        Some(true)
    }

    /// See [`sharing`].
    fn parallels(&self, found: &Found, edit: &Edit) -> Option<BTreeMap<usize, (Parallels, bool)>> {
        let held = self.works.len();
        let is_formula = |mark: &u64| {
            [&self.before, &self.after]
                .iter()
                .all(|held| held.get(mark).is_none_or(|holders| reach::is_formula(holders, &self.works)))
        };
        let telling: Marked = self.reworded.iter().filter(|mark| !is_formula(mark)).copied().collect();
        let holders = telling.iter().flat_map(|mark| [&self.before, &self.after].map(|held| held.get(mark)));
        let mut places: BTreeSet<usize> =
            holders.flatten().flat_map(|holders| &holders.circulars).map(|at| *at as usize).collect();
        places.insert(edit.at);
        if places.len() > MOST {
            return None;
        }
        let others: Vec<(usize, Page)> =
            pages(found, &places)?.into_iter().filter(|(at, _)| *at != edit.at).collect();
        let mut excerpts: BTreeMap<usize, Circular> =
            stages::each(others, |(at, page)| (at, excerpt(page.circular, &telling))).into_iter().collect();
        let places: Vec<usize> = places.into_iter().collect();
        let own = places.binary_search(&edit.at).ok()?;
        let works: Vec<usize> =
            places.iter().filter_map(|at| self.works.get(*at)).map(|w| *w as usize).collect();
        let rank = |at: u32| self.rank.get(at as usize).copied().unwrap_or(u32::MAX);
        let mut by_rank: Vec<u32> = (0..).take(places.len()).collect();
        by_rank.sort_by_key(|n| places.get(*n as usize).and_then(|at| self.rank.get(*at)));
        let mut shared = |circular: &Circular, marks: &reach::Held| {
            excerpts.insert(edit.at, circular.clone());
            let circulars: Vec<&Circular> = excerpts.values().collect();
            let part = reach::Part { circulars: &circulars, by_rank: by_rank.clone(), works: &works, held };
            let spread = |mark| marks.get(&mark).map_or(0, |holders| holders.spread(&self.works));
            stages::shared(&part, spread, own, &edit.reworded)
        };
        let (was, theirs_before) = shared(&edit.old.circular, &self.before);
        let (is, theirs_after) = shared(&edit.new.circular, &self.after);
        let among_all = |(place, words): reach::Parallel| {
            let entry = u32::try_from(*places.get(place.entry as usize)?).ok()?;
            Some((ParallelPlace { entry, ..place }, words))
        };
        let list = |parallels: &Parallels| -> Option<Vec<reach::Parallel>> {
            parallels.places().map(|(place, words)| among_all((place, words.collect()))).collect()
        };
        let is_reworded = |block: u32| edit.reworded.contains(&(block as usize));

        // Our own: those of the clauses that were edited.
        let known = listed(&found.parallels(edit.at)?);
        let (ours, rest): (Vec<_>, Vec<_>) =
            known.into_iter().partition(|(place, _)| is_reworded(place.from));
        if ours != list(&was)? {
            return None;
        }
        let mut own: Vec<reach::Parallel> = rest.into_iter().chain(list(&is)?).collect();
        // Stable: those of one clause stay in their order.
        own.sort_by_key(|(place, _)| place.from);
        let mut reached = BTreeMap::from([(edit.at, (unlisted(own), true))]);

        let is_one_text =
            self.works.iter().filter(|work| Some(*work) == self.works.get(edit.at)).count() == 1;
        let at_edit = |place: &ParallelPlace| place.entry as usize == edit.at && is_reworded(place.to);
        for ((at, was), is) in places.iter().zip(theirs_before).zip(theirs_after) {
            let (was, is) = (list(&was)?, list(&is)?);
            if was.is_empty() && is.is_empty() {
                continue;
            }
            let known = listed(&found.parallels(*at)?);
            // Of several texts of a work the one is shown that shares most; here there may be less of the others.
            if !is_one_text {
                let of = |list: &[reach::Parallel]| {
                    let mut shared: BTreeMap<u32, u32> = BTreeMap::new();
                    let edited = list.iter().filter(|(place, _)| at_edit(place));
                    edited.for_each(|(place, _)| *shared.entry(place.from).or_default() += place.strength);
                    shared
                };
                let (known, was, is) = (of(&known), of(&was), of(&is));
                let is_no_less = |(clause, was): (&u32, &u32)| is.get(clause).is_some_and(|is| is >= was);
                if known.len() != is.len() || !known.keys().eq(was.keys()) || !was.iter().all(is_no_less) {
                    return None;
                }
            }
            let put = |shared: &[reach::Parallel]| {
                let blocks: BTreeSet<u32> = known.iter().chain(shared).map(|(place, _)| place.from).collect();
                let of = |list: &[reach::Parallel], block: u32| -> Vec<reach::Parallel> {
                    list.iter().filter(|(place, _)| place.from == block).cloned().collect()
                };
                let replaced = blocks
                    .into_iter()
                    .map(|block| reach::replaced(&of(&known, block), &of(shared, block), at_edit, rank));
                Some(replaced.collect::<Option<Vec<_>>>()?.concat())
            };
            // What is found in this part must be what was found among all.
            if put(&was)? != known {
                return None;
            }
            let all = put(&is)?;
            // Whoever lists an edited clause shows its words.
            let changes = all != known || all.iter().any(|(place, _)| at_edit(place));
            reached.insert(*at, (unlisted(all), changes));
        }
        Some(reached)
    }
}

/// A circular in which the clauses that hold none of `telling` marks are left empty.
fn excerpt(mut circular: Circular, telling: &Marked) -> Circular {
    let holds = |at| reach::marks(&circular, Some(&[at])).iter().any(|mark| telling.contains(mark));
    let excerpt = circular.blocks.iter().enumerate().map(|(at, block)| match block.to_block() {
        Block::Clause(clause) if !holds(at) => {
            Block::Clause(Clause { text: String::new(), heading: String::new(), ..clause })
        }
        block => block,
    });
    circular.blocks = excerpt.collect();
    circular
}

fn listed(parallels: &Parallels) -> Vec<reach::Parallel> {
    parallels.places().map(|(place, words)| (place, words.collect())).collect()
}

fn unlisted(list: Vec<reach::Parallel>) -> Parallels {
    let mut parallels = Parallels::default();
    list.into_iter().for_each(|(place, words)| parallels.push(place, words));
    parallels
}
