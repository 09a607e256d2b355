//! Which texts are of one work: variants (another script, a part) and
//! versions (another date), recognised by their words.

use super::fold;
use super::shingles::Index;
use crate::model::{Circular, Language, PartialDate};
use std::collections::{BTreeSet, HashMap};

/// A shingle in more circulars than this tells nothing about whose text it is.
const WIDESPREAD: usize = 32;
/// So many shingles in common at least; two lines may agree by chance.
const FEWEST: usize = 6;
/// Of the shorter text's shingles in the longer, where the titles agree, and where they do not.
const SAME_TITLE: f64 = 0.5;
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

/// For each circular the places of those it may borrow from: the other texts of its work and,
/// for an English page, the circulars whose words it quotes.
pub fn sisters(circulars: &[&Circular]) -> Vec<Vec<usize>> {
    let index = Index::new(circulars.iter().copied());
    let mut sisters = vec![BTreeSet::new(); circulars.len()];
    for pair in kin(circulars, &index) {
        sisters[pair.first].insert(pair.second);
        sisters[pair.second].insert(pair.first);
    }
    for (i, circular) in circulars.iter().enumerate() {
        if circular.meta.language == Some(Language::English) {
            sisters[i].extend(index.runs(i, |others| others.to_vec()).into_iter().map(|run| run.circular));
        }
    }
    sisters.into_iter().map(|set| set.into_iter().collect()).collect()
}

/// All pairs of texts of one work, in order.
pub fn kin(circulars: &[&Circular], index: &Index) -> Vec<Kin> {
    let mut own = vec![0usize; circulars.len()];
    let mut common: HashMap<(usize, usize), usize> = HashMap::new();
    for group in index.groups().filter(|group| group.len() <= WIDESPREAD) {
        for (i, first) in group.iter().enumerate() {
            own[*first] += 1;
            for second in &group[i + 1..] {
                *common.entry((*first, *second)).or_insert(0) += 1;
            }
        }
    }
    let mut kin: Vec<Kin> = common
        .into_iter()
        .filter(|(_, shared)| *shared >= FEWEST)
        .filter_map(|((first, second), shared)| {
            let shares = (shared as f64 / own[first] as f64, shared as f64 / own[second] as f64);
            let kinship = kinship(circulars[first], circulars[second], shares)?;
            Some(Kin { first, second, kinship, shares })
        })
        .collect();
    kin.sort_by_key(|k| (k.first, k.second));
    kin
}

fn kinship(first: &Circular, second: &Circular, shares: (f64, f64)) -> Option<Kinship> {
    let (most, least) = (shares.0.max(shares.1), shares.0.min(shares.1));
    // An English page that quotes a circular is no text of it.
    let english = |c: &Circular| c.meta.language == Some(Language::English);
    if english(first) != english(second) {
        return None;
    }
    let date = same_day(first, second).unwrap_or(least >= 0.9 || !both_dated(first, second));
    if same_title(first, second) {
        (most >= SAME_TITLE).then_some(if date { Kinship::Variant } else { Kinship::Version })
    } else {
        (most >= OTHER_TITLE && date && covers_agree(first, second)).then_some(Kinship::Variant)
    }
}

/// Titles that both name and that differ are those of two papers, however alike: standard decisions of many places.
/// A text without a title, or whose title is part of the other's, may be the same paper.
fn covers_agree(first: &Circular, second: &Circular) -> bool {
    let (a, b) = (title(first), title(second));
    a.is_empty() || b.is_empty() || a.contains(&b) || b.contains(&a) || !both_dated(first, second)
}

fn both_dated(first: &Circular, second: &Circular) -> bool {
    first.meta.dates.principal().is_some() && second.meta.dates.principal().is_some()
}

/// The title as compared: folded, without a closing bracket such as （2018年修正）.
pub fn title(circular: &Circular) -> String {
    let name = if circular.meta.title.is_empty() {
        circular.meta.cover_title.as_deref().unwrap_or_default()
    } else {
        &circular.meta.title
    };
    let name = name.trim_end();
    let bare = name.strip_suffix(['）', ')']).and_then(|n| n.rfind(['（', '(']).map(|at| &n[..at]));
    fold::folded_words(bare.filter(|n| !n.is_empty()).unwrap_or(name))
}

fn same_title(first: &Circular, second: &Circular) -> bool {
    let a = title(first);
    !a.is_empty() && a == title(second)
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
