//! The part of the collection that the pages which an edit changes are made of.

use super::Edit;
use super::sharing::sharing;
use crate::model::{Circular, Incoming, Page, Pair, Parallels, PartialDate, Standing, Ties};
use crate::pipeline::findings::Found;
use crate::pipeline::stages::{self, Among, reach};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// An edit that changes more pages, or for which more circulars must be read, is dearer to follow than it is worth.
const MOST_CHANGED: usize = 64;
const MOST_READ: usize = 1024;

/// Circulars by their places among all, read again.
pub(super) struct Part {
    /// Their pages as they are now.
    pub pages: BTreeMap<usize, Page>,
    /// Those whose pages may show something else than before.
    pub reached: BTreeMap<usize, Reached>,
    /// All pairs of the site as they are now.
    pub pairs: Vec<Pair>,
    /// What others do to the texts of the work of the edited circular, in the order of these texts.
    incoming: Vec<Incoming>,
}

/// A circular that an edit reaches.
pub(super) struct Reached {
    pub ties: Ties,
    /// Places of circulars are those among all.
    pub parallels: Parallels,
    /// Whether its page may show something else than before; else only what it is put beside may.
    pub changes: bool,
}

impl Part {
    /// None when the edit changes more than what clauses share with others, or reaches too far.
    pub fn read(found: &Found, edit: &Edit) -> Option<Part> {
        if !keeps_rank(found, edit) {
            return None;
        }
        let mut shared = sharing(found, edit)?;
        shared.retain(|_, (_, changes)| *changes);
        // The other texts of its day name what they lack of it.
        let variants = edit.ties.variants.iter().map(|variant| found.place(&variant.slug));
        for at in variants.collect::<Option<Vec<usize>>>()? {
            shared.insert(at, (found.parallels(at)?, true));
        }
        let changed: BTreeSet<usize> = shared.keys().copied().collect();
        let partners = partners(found, &changed);
        // What a page shows of a pair stands in the parallels of both.
        for at in partners.values().flatten() {
            if !shared.contains_key(at) {
                shared.insert(*at, (found.parallels(*at)?, false));
            }
        }
        if shared.len() > MOST_CHANGED {
            return None;
        }
        let mut read: BTreeSet<usize> = shared.keys().copied().collect();
        let mut reached = BTreeMap::new();
        for (at, (parallels, changes)) in shared {
            let ties = found.ties(at)?;
            if changes {
                read.extend(ties.slugs().filter_map(|slug| found.place(slug)));
            }
            read.extend(parallels.places().map(|(place, _)| place.entry as usize));
            reached.insert(at, Reached { ties, parallels, changes });
        }
        read.extend(neighbours(found, &changed));
        let incoming = incoming(found, edit)?;
        read.extend(incoming.iter().filter_map(|incoming| found.place(&incoming.slug)));
        if read.len() > MOST_READ {
            return None;
        }
        let mut all = pages(found, &read)?;
        all.insert(edit.at, edit.new.clone());
        let named: BTreeSet<usize> = changed
            .iter()
            .filter_map(|at| all.get(at))
            .flat_map(named)
            .filter_map(|slug| found.place(slug))
            .filter(|at| !all.contains_key(at))
            .collect();
        all.extend(pages(found, &named)?);
        let mut part = Part { pages: all, reached, pairs: found.table.pairs.clone(), incoming };
        part.weigh(found, edit, &changed)?;
        part.keeps_variants(found, edit)?.then_some(part)
    }

    /// Gives the pairs their strength; None where other circulars would be put beside one another than before.
    fn weigh(&mut self, found: &Found, edit: &Edit, changed: &BTreeSet<usize>) -> Option<()> {
        let provisions = |at: usize| self.pages.get(&at).map_or(0, |page| reach::provisions(&page.circular));
        let chosen = |at: usize, parallels: &Parallels| -> Option<BTreeMap<usize, usize>> {
            let circular = &self.pages.get(&at)?.circular;
            Some(reach::chosen(circular, parallels, provisions).into_iter().collect())
        };
        let mut now: BTreeMap<usize, BTreeMap<usize, usize>> = BTreeMap::new();
        let mut changing: BTreeSet<(usize, usize)> = BTreeSet::new();
        for at in changed {
            let (was, is) =
                (chosen(*at, &found.parallels(*at)?)?, chosen(*at, &self.reached.get(at)?.parallels)?);
            if !was.keys().eq(is.keys()) {
                return None;
            }
            let others = is.iter().filter(|(other, strength)| was.get(other) != Some(strength));
            changing.extend(others.map(|(other, _)| (*at.min(other), *at.max(other))));
            now.insert(*at, is);
        }
        let mut strengths: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        for (one, other) in &changing {
            // Either may have chosen the other; the stronger counts.
            let mut strength = 0;
            for (own, beside) in [(one, other), (other, one)] {
                let chosen = match now.get(own) {
                    Some(chosen) => chosen.get(beside).copied(),
                    None => chosen(*own, &self.reached.get(own)?.parallels)?.get(beside).copied(),
                };
                strength = strength.max(chosen.unwrap_or(0));
            }
            let slug = |at: &usize| Some(self.pages.get(at)?.circular.slug.as_str());
            strengths.insert((slug(one)?, slug(other)?), strength);
        }
        for pair in &mut self.pairs {
            let ends = (pair.before.as_str().min(&pair.after), pair.before.as_str().max(&pair.after));
            if let Some(strength) = strengths.get(&ends).filter(|_| pair.strength > 0) {
                pair.strength = *strength;
            }
        }
        for at in changing.iter().flat_map(|(one, other)| [one, other]) {
            // Who is put beside the edited one shows how much they share.
            let reached = self.reached.get_mut(at)?;
            if !reached.changes && *at != edit.at {
                return None;
            }
        }
        Some(())
    }

    /// Whether edited text and other texts of its day say of one another what they said, and the same is the fullest of them.
    fn keeps_variants(&self, found: &Found, edit: &Edit) -> Option<bool> {
        let own = &edit.new.circular;
        let mut others = Vec::new();
        for known in &edit.ties.variants {
            let at = found.place(&known.slug)?;
            let other = &self.pages.get(&at)?.circular;
            let theirs =
                self.reached.get(&at)?.ties.variants.iter().find(|variant| variant.slug == own.slug)?;
            if reach::variant(own, other) != *known || reach::variant(other, own) != *theirs {
                return Some(false);
            }
            others.push((found.table.circulars.get(at)?.fullness, at));
        }
        let fullest = |own: u32| reach::fullest(others.iter().copied().chain([(own, edit.at)]));
        Some(fullest(found.table.circulars.get(edit.at)?.fullness) == fullest(stages::fullness(own)))
    }

    /// The circulars of the part for resolving citations, the edited one as it was or is.
    pub fn among<'a>(&'a self, was: Option<&'a Page>) -> Among<'a> {
        Among::new(self.pages.values().map(|page| match was {
            Some(was) if was.circular.slug == page.circular.slug => &was.circular,
            _ => &page.circular,
        }))
    }

    pub fn standing(&self, circular: &Circular, ties: &Ties, as_of: PartialDate) -> Standing {
        let held = |slug: &str| {
            self.pages.values().map(|page| &page.circular).find(|circular| circular.slug == slug)
        };
        reach::standing(circular, &self.incoming, &ties.versions, as_of, held)
    }
}

/// What others do to the edited circular and the other texts of its work.
fn incoming(found: &Found, edit: &Edit) -> Option<Vec<Incoming>> {
    let variants = edit.ties.variants.iter().map(|variant| variant.slug.as_str());
    let texts = variants.chain(edit.ties.versions.iter().map(|version| version.slug.as_str()));
    let texts: BTreeSet<&str> = texts.chain([edit.new.circular.slug.as_str()]).collect();
    let of = |slug: &str| Some(found.ties(found.place(slug)?)?.related_by);
    Some(texts.into_iter().map(of).collect::<Option<Vec<_>>>()?.concat())
}

/// Whether an edit leaves a circular where it stands among all.
fn keeps_rank(found: &Found, edit: &Edit) -> bool {
    let table = &found.table;
    let Some(rank) = table.by_rank.iter().position(|(at, _)| *at as usize == edit.at) else { return false };
    let key = |at: usize, fullness: u32| (Reverse(fullness), at);
    let own = key(edit.at, stages::fullness(&edit.new.circular));
    let of = |rank: usize| {
        let at = table.by_rank.get(rank)?.0 as usize;
        Some(key(at, table.circulars.get(at)?.fullness))
    };
    let is_tied = |rank: usize| table.by_rank.get(rank).is_some_and(|(_, is_tied)| *is_tied);
    let before = rank.checked_sub(1).filter(|_| is_tied(rank)).and_then(of);
    let after = Some(rank + 1).filter(|rank| is_tied(*rank)).and_then(of);
    before.is_none_or(|before| before < own) && after.is_none_or(|after| own < after)
}

/// Beside which others each of some circulars is put.
fn partners(found: &Found, of: &BTreeSet<usize>) -> BTreeMap<usize, BTreeSet<usize>> {
    let mut partners: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    let slugs: BTreeMap<&str, usize> =
        of.iter().filter_map(|at| Some((found.table.circulars.get(*at)?.slug.as_str(), *at))).collect();
    for pair in &found.table.pairs {
        for (own, other) in [(&pair.before, &pair.after), (&pair.after, &pair.before)] {
            if let Some(own) = slugs.get(own.as_str()) {
                partners.entry(*own).or_default().extend(found.place(other));
            }
        }
    }
    partners
}

/// Those before and after each of `places` in time.
fn neighbours(found: &Found, places: &BTreeSet<usize>) -> Vec<usize> {
    let is_one = |at: &u32| places.contains(&(*at as usize));
    let beside = |two: &[u32]| if two.iter().any(is_one) { two.to_vec() } else { Vec::new() };
    found.table.in_time.windows(2).flat_map(beside).map(|at| at as usize).collect()
}

/// The circulars that a page names by itself.
fn named(page: &Page) -> impl Iterator<Item = &str> {
    let meta = &page.circular.meta;
    meta.relations.iter().filter_map(|relation| relation.slug.as_deref()).chain(meta.work.as_deref())
}

/// The pages at `places` as the build before read them.
pub(super) fn pages(found: &Found, places: &BTreeSet<usize>) -> Option<BTreeMap<usize, Page>> {
    let mut texts = Vec::with_capacity(places.len());
    for at in places {
        let slug = found.table.circulars.get(*at)?.slug.clone();
        texts.push((*at, slug, found.text(*at)?));
    }
    let read =
        stages::each(texts, |(at, slug, text)| Some((at, stages::read_page(&slug, &text, Path::new("")).0?)));
    read.into_iter().collect()
}
