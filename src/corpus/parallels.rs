//! Clauses of different circulars that share wording.

use super::shingles::{Choice, Index, Run, SHORTEST, is_han};
use crate::model::{Circular, ClauseRef, ParallelPlace, Parallels, Span};
use std::cmp::Reverse;
use std::ops::Range;
use std::sync::LazyLock;

/// Parallels kept for a clause.
pub(super) const MOST: usize = 8;
/// Words in more works than this, and in more than one of a hundred, are a formula.
const COMMON_WORDS: usize = 16;
/// Of the circulars in which a shingle stands, so many are looked at: the highest and earliest.
pub(super) const LOOKED_AT: usize = 16;

/// Words in more works than this are a formula, in a collection of `held` circulars.
pub(super) fn formula(held: usize) -> usize {
    COMMON_WORDS.max(held / 100)
}

/// What every paper says; it does not count as wording shared. Folded.
const FORMULAS: [&str; 11] = [
    "现印发给你们请认真贯彻执行",
    "现印发给你们请结合实际认真贯彻执行",
    "印发给你们请认真贯彻落实",
    "请结合实际认真贯彻落实",
    "自公布之日起施行",
    "自发布之日起施行",
    "自印发之日起施行",
    "同时废止",
    "县级以上地方人民政府",
    "构成犯罪的依法追究刑事责任",
    "各省自治区直辖市人民政府",
];

/// What the search needs to know of every circular, in the order of the index.
pub struct Field<'a> {
    circulars: &'a [&'a Circular],
    index: &'a Index,
    /// The work of each: texts of one work are no parallels of one another.
    work: &'a [usize],
    /// In how many works each shingle stands.
    spread: Vec<u32>,
    /// Words in more works than this are a formula.
    formula: usize,
}

/// A clause of another circular with the runs shared.
struct Found {
    circular: usize,
    clause: u32,
    /// Where its runs stand among those kept.
    runs: Range<usize>,
    strength: usize,
}

impl Choice for Field<'_> {
    #[inline]
    fn works(&self, group: usize) -> Option<u32> {
        let works = self.spread.get(group).copied().unwrap_or_default();
        (works > 1 && works as usize <= self.formula).then_some(works)
    }

    #[inline]
    fn admits(&self, circular: usize, other: usize) -> bool {
        self.work[circular] != self.work[other]
    }

    #[inline]
    fn most(&self) -> usize {
        LOOKED_AT
    }
}

impl<'a> Field<'a> {
    /// `work` is parallel to `circulars`, of which `index` was made.
    pub fn new(circulars: &'a [&'a Circular], index: &'a Index, work: &'a [usize]) -> Self {
        Field { circulars, index, work, spread: index.spread(work), formula: formula(circulars.len()) }
    }

    /// The field of some circulars of a collection of `held`, of which `spread` tells in how many works the shingle with
    /// a hash stands.
    pub fn of_part(
        circulars: &'a [&'a Circular],
        index: &'a Index,
        work: &'a [usize],
        held: usize,
        spread: impl Fn(u64) -> u32,
    ) -> Self {
        let spread = index.groups().map(spread).collect();
        Field { circulars, index, work, spread, formula: formula(held) }
    }

    /// The parallels of one circular: clauses in reading order, the strongest first, at most eight a clause.
    /// Shared words are bytes of the clauses' texts. A heading that stands alone has none.
    pub fn parallels(&self, circular: usize) -> Parallels {
        self.parallels_of(circular, MOST, |_| true)
    }

    /// The parallels of those blocks of a circular for which `is_asked`, at most `most` a clause.
    pub fn parallels_of(&self, circular: usize, most: usize, is_asked: impl Fn(u32) -> bool) -> Parallels {
        // Runs come in the order of our clauses, then theirs.
        let runs = self.index.runs(circular, self, is_asked);
        let (mut parallels, mut kept, mut found) = (Parallels::default(), Vec::new(), Vec::new());
        for runs in runs.chunk_by(|a, b| a.clause == b.clause) {
            let Some(ours) = runs.first().map(|run| run.clause).filter(|c| !self.index.is_heading(*c)) else {
                continue;
            };
            kept.clear();
            found.clear();
            let others = runs.chunk_by(|a, b| a.other == b.other);
            found.extend(others.filter_map(|runs| self.weigh(runs, &mut kept)));
            self.one_text_a_work(&mut found);
            // Stable: what is equally strong stays in reading order.
            found.sort_by_key(|f| (Reverse(f.strength), self.index.rank(f.circular)));
            for found in found.iter().take(most) {
                self.add(ours, found, &kept[found.runs.clone()], &mut parallels);
            }
        }
        parallels.shrink();
        parallels
    }

    /// The runs of one pair of clauses that count, none overlapping another in either text, the longest first.
    /// They are added to `kept` in the order of our text.
    fn weigh<'r>(&self, runs: &'r [Run], kept: &mut Vec<&'r Run>) -> Option<Found> {
        let first = runs.first()?;
        if self.index.is_heading(first.other) {
            return None;
        }
        let start = kept.len();
        let mut strength = 0;
        let mut add = |run: &'r Run, kept: &mut Vec<&'r Run>| {
            let apart = |a: &Range<u32>, b: &Range<u32>| a.end <= b.start || b.end <= a.start;
            if kept[start..].iter().all(|k| apart(&k.ours, &run.ours) && apart(&k.theirs, &run.theirs)) {
                let weight = weight(self.index.words(&run.ours));
                if weight >= telling(run.works as usize) {
                    strength += weight;
                    kept.push(run);
                }
            }
        };
        if let [run] = runs {
            add(run, kept);
        } else {
            let mut runs: Vec<&Run> = runs.iter().collect();
            runs.sort_by_key(|run| (Reverse(run.ours.len()), run.ours.start, run.theirs.start));
            runs.into_iter().for_each(|run| add(run, kept));
            kept[start..].sort_by_key(|run| run.ours.start);
        }
        let runs = start..kept.len();
        let (circular, clause) = (first.circular as usize, first.other);
        (!runs.is_empty()).then_some(Found { circular, clause, runs, strength })
    }

    /// Of several texts of one other work keeps the one that shares most, of equals the higher in rank.
    fn one_text_a_work(&self, found: &mut Vec<Found>) {
        let mut texts: Vec<(usize, usize, usize)> =
            found.iter().map(|f| (self.work[f.circular], f.circular, f.strength)).collect();
        texts.sort_unstable();
        if texts.windows(2).all(|two| two[0].0 != two[1].0 || two[0].1 == two[1].1) {
            return;
        }
        let mut best: Vec<(usize, usize)> = Vec::new();
        for work in texts.chunk_by(|a, b| a.0 == b.0) {
            let texts = work.chunk_by(|a, b| a.1 == b.1).map(|text| {
                let strength: usize = text.iter().map(|(_, _, strength)| strength).sum();
                (strength, Reverse(self.index.rank(text[0].1)), text[0].1)
            });
            best.extend(texts.max().map(|(_, _, circular)| (work[0].0, circular)));
        }
        found.retain(|f| best.binary_search(&(self.work[f.circular], f.circular)).is_ok());
    }

    /// A clause by its number in the index.
    fn clause(&self, number: u32) -> Option<ClauseRef<'a>> {
        let (circular, block) = self.index.clause(number);
        self.circulars.get(circular)?.blocks.clause(block)
    }

    fn add(&self, ours: u32, found: &Found, runs: &[&Run], parallels: &mut Parallels) {
        let (our_clause, their_clause) = (self.clause(ours), self.clause(found.clause));
        let both = |run: &&Run| -> Option<(Span, Span)> {
            let spans = (
                self.index.bytes(ours, our_clause?, &run.ours)?,
                self.index.bytes(found.clause, their_clause?, &run.theirs)?,
            );
            Some(spans)
        };
        let small = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let block = |number| small(self.index.clause(number).1);
        let place = ParallelPlace {
            from: block(ours),
            entry: small(found.circular),
            to: block(found.clause),
            strength: small(found.strength),
        };
        parallels.push(place, runs.iter().filter_map(both));
    }
}

/// How many Han characters a run must have. The more works share even its rarest shingle,
/// the longer: twelve up to three works, fifteen up to seven, eighteen up to fifteen.
pub(super) fn telling(works: usize) -> usize {
    SHORTEST + 3 * (works / 2).checked_ilog2().unwrap_or(0) as usize
}

/// Formulas as the index writes them, and by the last byte of its first character whether one may begin there.
static FOLDED: LazyLock<(Vec<Vec<u16>>, [bool; 256])> = LazyLock::new(|| {
    let formulas: Vec<Vec<u16>> = FORMULAS.iter().map(|formula| formula.encode_utf16().collect()).collect();
    let mut begins = [false; 256];
    formulas.iter().filter_map(|formula| formula.first()).for_each(|c| begins[usize::from(c & 0xFF)] = true);
    (formulas, begins)
});

/// Han characters outside formulas.
fn weight(words: &[u16]) -> usize {
    let (formulas, begins) = &*FOLDED;
    let (mut weight, mut at) = (0, 0);
    while let Some(c) = words.get(at) {
        let formula = match begins[usize::from(c & 0xFF)] {
            true => formulas.iter().find(|formula| words[at..].starts_with(formula)),
            false => None,
        };
        weight += usize::from(formula.is_none() && is_han(*c));
        at += formula.map_or(1, Vec::len);
    }
    weight
}

#[cfg(test)]
mod tests {
    use super::super::samples::circular;
    use super::*;
    use crate::model::Alone;
    use proptest::prelude::*;

    /// A parallel with its names.
    #[derive(Debug, PartialEq)]
    struct Shown {
        slug: String,
        to: String,
        shared: Vec<(Span, Span)>,
        strength: u32,
    }

    fn parallels(circulars: &[Circular], work: &[usize], of: usize) -> Vec<Shown> {
        let list: Vec<&Circular> = circulars.iter().collect();
        let found = Field::new(&list, &Index::new(&list, &Alone), work).parallels(of);
        let mut shown = Vec::new();
        for (place, shared) in found.places() {
            let other = list[place.entry as usize];
            let clause = other.blocks.clause(place.to as usize);
            let to = clause.map_or(String::new(), |c| c.anchor.to_string());
            let (slug, shared) = (other.slug.clone(), shared.collect());
            shown.push(Shown { slug, to, shared, strength: place.strength });
        }
        shown
    }

    const CENTRE: &str = "各地要建立健全河道巡查制度，明确专人负责，发现问题及时处理。";

    #[test]
    fn shared_words_are_exact_in_both_texts() {
        let circulars = [
            circular("2014/zhong", "意见", &["前言。", CENTRE]),
            circular(
                "2015/qing",
                "办法",
                &[
                    "青川市建立健全河道巡查制度、明确專人負責，每月一报。",
                    "按《关于建立健全河道巡查制度明确专人负责的意见》办。",
                ],
            ),
        ];
        let found = parallels(&circulars, &[0, 1], 1);
        assert_eq!(found.len(), 1);
        let (ours, theirs) = found[0].shared[0];
        let text = |i: usize, j: usize| circulars[i].clauses().nth(j).map_or("", |c| c.text);
        assert_eq!(ours.of(text(1, 0)), "建立健全河道巡查制度、明确專人負責");
        assert_eq!(theirs.of(text(0, 1)), "建立健全河道巡查制度，明确专人负责");
        assert_eq!(
            (found[0].strength, found[0].slug.as_str(), found[0].to.as_str()),
            (16, "2014/zhong", "para_2")
        );
        assert_eq!(parallels(&circulars, &[0, 0], 1), [], "texts of one work");
    }

    #[test]
    fn formulas_are_no_parallels() {
        let many: Vec<Circular> =
            (0..20).map(|i| circular(&format!("2015/{i:02}"), "办法", &[CENTRE])).collect();
        let work: Vec<usize> = (0..20).collect();
        assert_eq!(parallels(&many, &work, 3), []);
        assert_eq!(parallels(&many[..9], &work[..9], 3).len(), MOST);
        let short: Vec<Circular> = (0..5)
            .map(|i| circular(&format!("{i}"), "办法", &["建立健全河道巡查制度，设专人负责。"]))
            .collect();
        assert_eq!(
            (parallels(&short, &work[..5], 0).len(), parallels(&short[..3], &work[..3], 0).len()),
            (4, 2)
        );
        let shorter: Vec<Circular> =
            (0..5).map(|i| circular(&format!("{i}"), "办法", &["建立健全河道巡查制度，专人。"])).collect();
        assert_eq!(
            (parallels(&shorter, &work[..5], 0).len(), parallels(&shorter[..3], &work[..3], 0).len()),
            (0, 2)
        );
        let formula = "现印发给你们，请结合实际认真贯彻执行。";
        let two = [circular("a", "甲", &[formula]), circular("b", "乙", &[formula])];
        assert_eq!(parallels(&two, &[0, 1], 0), []);
    }

    #[test]
    fn of_two_copies_of_one_work_one_is_shown() {
        let circulars = [
            circular("a", "意见", &["前言有好几句话。", CENTRE]),
            circular("b", "意見", &[&crate::model::in_traditional(CENTRE)]),
            circular("c", "办法", &[CENTRE]),
        ];
        let found = parallels(&circulars, &[0, 0, 2], 2);
        assert_eq!(found.iter().map(|p| p.slug.as_str()).collect::<Vec<_>>(), ["a"]);
    }

    proptest! {
        #[test]
        fn every_shared_run_of_twelve_is_found(
            before in "[甲乙丙]{0,20}", run in "[子丑寅卯辰巳午未申酉]{12,30}", after in "[丁戊己]{0,20}",
            other in "[天地玄黄]{0,20}",
        ) {
            let circulars = [
                circular("a", "甲", &[&format!("{before}{run}{after}")]),
                circular("b", "乙", &[&format!("{other}{run}")]),
            ];
            let found = parallels(&circulars, &[0, 1], 0);
            prop_assert_eq!(found.len(), 1);
            let whole: String = found[0].shared.iter().map(|(ours, _)| {
                ours.of(circulars[0].clauses().next().map_or("", |c| c.text)).to_owned()
            }).collect();
            prop_assert_eq!(whole, run);
        }
    }
}
