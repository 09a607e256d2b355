//! Which texts are of one work: variants (another script, a part) and
//! versions (another date), recognised by their words.

use super::fold;
use super::shingles::{Everyone, Index};
use crate::model::Workers;
use crate::model::{Circular, Language, Level, PartialDate, Version};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// A shingle in more circulars than this tells nothing about whose text it is.
pub(super) const WIDESPREAD: usize = 32;
/// So many shingles in common at least; two lines may agree by chance.
pub const FEWEST: usize = 6;
/// About so many shingles of a text are looked up.
pub(super) const SAMPLE: usize = 256;
/// Of the shorter text's shingles in the longer: a copy under the same title, a later version of it
/// (a revision may leave a tenth as it was), a copy under another title.
const SAME_TITLE: f64 = 0.5;
pub(super) const REVISED: f64 = 0.08;
const OTHER_TITLE: f64 = 0.8;

/// How two texts of one work differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kinship {
    /// The same words of the same day.
    Variant,
    /// Words of another day.
    Version,
}

/// Two texts of one work, `first < second` by their places in the list.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Kin {
    pub first: usize,
    pub second: usize,
    pub kinship: Kinship,
    /// The share of `first`'s shingles that `second` has, and the other way round.
    pub shares: (f64, f64),
}

/// The places of circulars in the order in which a reader wants to see them: by level, then date, the fullest first.
pub fn by_rank(circulars: &[&Circular]) -> Vec<u32> {
    let mut order: Vec<u32> = (0..).take(circulars.len()).collect();
    order.sort_by_cached_key(|i| {
        let circular = circulars[*i as usize];
        let undated = PartialDate { year: i16::MAX, month: None, day: None };
        let date = version_date(circular).unwrap_or(undated);
        (circular.meta.level.unwrap_or(Level::Other), date, Reverse(fullness(circular)), *i)
    });
    order
}

/// For each circular the places of those it may borrow from: the other texts of its work and,
/// for an English page, the circulars whose words it quotes.
pub fn sisters(circulars: &[&Circular], workers: &impl Workers) -> Vec<Vec<usize>> {
    let index = Index::new(circulars, workers);
    let mut sisters = vec![BTreeSet::new(); circulars.len()];
    for pair in kin(circulars, &index, workers) {
        sisters[pair.first].insert(pair.second);
        sisters[pair.second].insert(pair.first);
    }
    for (i, circular) in circulars.iter().enumerate() {
        if circular.meta.language == Some(Language::English) {
            sisters[i]
                .extend(index.runs(i, &Everyone, |_| true).into_iter().map(|run| run.circular as usize));
        }
    }
    sisters.into_iter().map(|set| set.into_iter().collect()).collect()
}

/// All pairs of texts of one work, in order.
pub fn kin(circulars: &[&Circular], index: &Index, workers: &impl Workers) -> Vec<Kin> {
    let all = (0..circulars.len()).collect();
    let widespread = index.widespread(WIDESPREAD);
    let shares: Vec<Vec<(usize, f64)>> = workers.map(all, |i| index.shares(i, SAMPLE, &widespread, FEWEST));
    let titles: Vec<String> = circulars.iter().map(|circular| title(circular)).collect();
    let mut pairs: Vec<(usize, usize)> = shares
        .iter()
        .enumerate()
        .flat_map(|(i, others)| others.iter().map(move |(other, _)| (i.min(*other), i.max(*other))))
        .collect();
    pairs.sort_unstable();
    pairs.dedup();
    let share = |of: usize, other: usize| {
        let at = shares[of].binary_search_by_key(&other, |(other, _)| *other);
        at.map_or(0.0, |at| shares[of][at].1)
    };
    let kin = pairs.into_iter().filter_map(|(first, second)| {
        let shares = (share(first, second), share(second, first));
        let known = |i: usize| Known { circular: circulars[i], title: &titles[i] };
        let kinship = kinship(known(first), known(second), shares)?;
        Some(Kin { first, second, kinship, shares })
    });
    let kin = kin.collect();
    without_bridges(circulars, kin)
}

/// How two texts are of one work, if they are, by the share of each that the other has. Where one of them has no date, it may
/// be nearer to a third.
pub(super) fn kinship_of(first: &Circular, second: &Circular, shares: (f64, f64)) -> Option<Kinship> {
    let (one, other) = (title(first), title(second));
    kinship(Known { circular: first, title: &one }, Known { circular: second, title: &other }, shares)
}

/// A circular with its title as compared.
#[derive(Clone, Copy)]
struct Known<'a> {
    circular: &'a Circular,
    title: &'a str,
}

fn kinship(one: Known, other: Known, shares: (f64, f64)) -> Option<Kinship> {
    let (first, second) = (one.circular, other.circular);
    let (most, least) = (shares.0.max(shares.1), shares.0.min(shares.1));
    let same_title = !one.title.is_empty() && one.title == other.title;
    // Most pairs share little, under other titles.
    if most < if same_title { REVISED } else { OTHER_TITLE } {
        return None;
    }
    // An English page that quotes a circular is no text of it.
    let english = |c: &Circular| c.meta.language == Some(Language::English);
    if english(first) != english(second) {
        return None;
    }
    let date = same_day(first, second).unwrap_or(least >= 0.9 || !both_dated(first, second));
    if same_title && !other_issuers(first, second) {
        // Where one has no date and little in common, it is a text of some other day.
        let other_day = !date || !both_dated(first, second);
        if date && most >= SAME_TITLE {
            Some(Kinship::Variant)
        } else {
            (other_day && most >= REVISED).then_some(Kinship::Version)
        }
    } else {
        // A copy without a date must itself stand in the other, not the other in it.
        let copied = match (dated(first), dated(second)) {
            (false, true) => shares.0,
            (true, false) => shares.1,
            _ => most,
        };
        (copied >= OTHER_TITLE && date && titles_agree(one, other)).then_some(Kinship::Variant)
    }
}

/// Titles that both name and that differ are those of two papers, however alike: standard decisions of many places.
/// A text without a title, or whose title is part of the other's, may be the same paper.
fn titles_agree(one: Known, other: Known) -> bool {
    let (a, b) = (one.title, other.title);
    a.is_empty()
        || b.is_empty()
        || a.contains(b)
        || b.contains(a)
        || !both_dated(one.circular, other.circular)
}

fn both_dated(first: &Circular, second: &Circular) -> bool {
    dated(first) && dated(second)
}

pub(super) fn dated(circular: &Circular) -> bool {
    circular.meta.dates.principal().is_some()
}

/// An undated copy whose words stand in several works is a text of the one that has most of it;
/// it must not make one work of them.
fn without_bridges(circulars: &[&Circular], kin: Vec<Kin>) -> Vec<Kin> {
    let known: BTreeSet<(usize, usize)> = kin.iter().map(|k| (k.first, k.second)).collect();
    let share =
        |k: &Kin, copy: usize| if k.first == copy { (k.shares.0, k.second) } else { (k.shares.1, k.first) };
    let mut best: HashMap<usize, (f64, usize)> = HashMap::new();
    for k in &kin {
        for copy in [k.first, k.second].into_iter().filter(|i| !dated(circulars[*i])) {
            let (new, fuller) = (share(k, copy), |i: usize| fullness(circulars[i]));
            let chosen = best.entry(copy).or_insert(new);
            if new.0.total_cmp(&chosen.0).then(fuller(new.1).cmp(&fuller(chosen.1))).is_gt() {
                *chosen = new;
            }
        }
    }
    let agrees = |copy: usize, other: usize| {
        best.get(&copy)
            .is_none_or(|(_, work)| *work == other || known.contains(&(other.min(*work), other.max(*work))))
    };
    kin.into_iter().filter(|k| agrees(k.first, k.second) && agrees(k.second, k.first)).collect()
}

/// The title as compared: folded, without a closing bracket that names a revision, such as （2018年修正）.
/// Other brackets tell papers apart: 补充规定（二）.
pub fn title(circular: &Circular) -> String {
    let name = if circular.meta.title.is_empty() {
        circular.meta.cover_title.as_deref().unwrap_or_default()
    } else {
        &circular.meta.title
    };
    let name = name.trim_end();
    let bare = name.strip_suffix(['）', ')']).and_then(|n| {
        let open = n.rfind(['（', '('])?;
        ["修正", "修订", "修訂", "修改"].iter().any(|word| n[open..].contains(word)).then_some(&n[..open])
    });
    fold::folded_words(bare.unwrap_or(name))
}

/// Whether both name issuers and have none in common: two offices may each have 工作规则.
fn other_issuers(first: &Circular, second: &Circular) -> bool {
    let folded = |c: &Circular| -> BTreeSet<String> {
        c.meta.issuers.iter().map(|issuer| fold::folded_words(issuer)).collect()
    };
    let (a, b) = (folded(first), folded(second));
    !a.is_empty() && !b.is_empty() && a.is_disjoint(&b)
}

/// Whether the dates that both give are the same; None when they give none of the same name.
fn same_day(first: &Circular, second: &Circular) -> Option<bool> {
    let (a, b) = (&first.meta.dates, &second.meta.dates);
    if a.revised.last() != b.revised.last() && both_dated(first, second) {
        return Some(false);
    }
    let shared: Vec<bool> = [
        (a.issued, b.issued),
        (a.passed, b.passed),
        (a.approved, b.approved),
        (a.published, b.published),
        (a.effective, b.effective),
    ]
    .into_iter()
    .filter_map(|(a, b)| Some(agree(a?, b?)))
    .collect();
    (!shared.is_empty()).then(|| shared.iter().any(|same| *same))
}

/// Whether two dates may be the same day, one being less exact.
fn agree(a: PartialDate, b: PartialDate) -> bool {
    let part = |a: Option<u8>, b: Option<u8>| a.is_none() || b.is_none() || a == b;
    a.year == b.year && part(a.month, b.month) && part(a.day, b.day)
}

/// The day of a text among the versions of its work: the last revision, else the principal date.
pub fn version_date(circular: &Circular) -> Option<PartialDate> {
    circular.meta.dates.revised.last().copied().or(circular.meta.dates.principal())
}

/// How much a text says, for choosing the fullest of a work.
pub fn fullness(circular: &Circular) -> usize {
    circular.clauses().map(|clause| clause.words().len()).sum()
}

/// The fullest of some texts by their fullness and a key; of equals that with the least key.
pub fn fullest<F: Ord, K: Ord>(texts: impl Iterator<Item = (F, K)>) -> Option<K> {
    texts.max_by(|a, b| a.0.cmp(&b.0).then_with(|| b.1.cmp(&a.1))).map(|(_, key)| key)
}

/// The kinship that front matter states (`work: …`) between two places of the list.
pub fn stated(circulars: &[&Circular], one: usize, other: usize) -> Kin {
    let (first, second) = (one.min(other), one.max(other));
    let same = same_day(circulars[first], circulars[second]) != Some(false);
    let kinship = if same { Kinship::Variant } else { Kinship::Version };
    Kin { first, second, kinship, shares: (1.0, 1.0) }
}

/// Circulars grouped into works, and within a work into texts of one day.
pub struct Families {
    work: Vec<usize>,
    /// The texts of the same day, in order, by the group's first.
    days: BTreeMap<usize, Vec<usize>>,
    day: Vec<usize>,
    /// The days of each work, by the groups' firsts.
    days_of_work: BTreeMap<usize, BTreeSet<usize>>,
}

impl Families {
    pub fn new(circulars: &[&Circular], kin: &[Kin]) -> Families {
        let of = |kinds: &[Kinship]| {
            let mut groups = Groups::new(circulars.len());
            for pair in kin.iter().filter(|pair| kinds.contains(&pair.kinship)) {
                groups.join(pair.first, pair.second);
            }
            groups.firsts()
        };
        let (work, day) = (of(&[Kinship::Variant, Kinship::Version]), of(&[Kinship::Variant]));
        let mut days: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        let mut days_of_work: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
        for (i, first) in day.iter().enumerate() {
            days.entry(*first).or_default().push(i);
            days_of_work.entry(work[i]).or_default().insert(*first);
        }
        Families { work, days, day, days_of_work }
    }

    /// For each circular a number that the texts of its work share.
    pub fn works(&self) -> &[usize] {
        &self.work
    }

    /// The texts of the same day as `i`, itself included.
    pub fn variants(&self, i: usize) -> &[usize] {
        self.days.get(&self.day[i]).map_or(&[], Vec::as_slice)
    }

    /// The versions of the work of `i`, oldest first: of each day the fullest text, of its own day `i` itself.
    /// Empty when there is one only.
    pub fn versions(&self, circulars: &[&Circular], i: usize) -> Vec<Version> {
        let days = self.days_of_work.get(&self.work[i]).into_iter().flatten();
        let mut versions: Vec<Version> = days
            .filter_map(|day| self.days.get(day))
            .filter_map(|texts| {
                let fullest = || fullest(texts.iter().map(|text| (fullness(circulars[*text]), *text)));
                let text = if texts.contains(&i) { Some(i) } else { fullest() }?;
                Some(Version { slug: circulars[text].slug.clone(), date: version_date(circulars[text]) })
            })
            .collect();
        versions.sort_by(|a, b| (a.date, &a.slug).cmp(&(b.date, &b.slug)));
        if versions.len() > 1 { versions } else { Vec::new() }
    }
}

/// Union-find; a group's name is its first member.
struct Groups {
    parent: Vec<usize>,
}

impl Groups {
    fn new(n: usize) -> Groups {
        Groups { parent: (0..n).collect() }
    }

    fn first(&mut self, mut i: usize) -> usize {
        while self.parent[i] != i {
            self.parent[i] = self.parent[self.parent[i]];
            i = self.parent[i];
        }
        i
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.first(a), self.first(b));
        self.parent[a.max(b)] = a.min(b);
    }

    fn firsts(mut self) -> Vec<usize> {
        (0..self.parent.len()).map(|i| self.first(i)).collect()
    }
}

#[cfg(test)]
mod tests;
