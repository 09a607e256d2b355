//! Clauses of different circulars that share wording.

use super::fold;
use super::script::is_han;
use super::shingles::{Index, Run, SHORTEST};
use super::works;
use crate::model::{Circular, Clause, Level, Parallel, PartialDate, Span};
use std::collections::{BTreeMap, HashMap};

/// Parallels kept for a clause.
const MOST: usize = 8;
/// Words in more works than this, and in more than one of a hundred, are a formula.
const COMMON_WORDS: usize = 16;
/// Of the circulars in which a shingle stands, so many are looked at: the highest and earliest.
const LOOKED_AT: usize = 16;

/// What every paper says; it does not count as wording shared. Folded.
const FORMULAS: [&str; 12] = [
    "现印发给你们请认真贯彻执行",
    "现印发给你们请结合实际认真贯彻执行",
    "印发给你们请结合实际认真贯彻执行",
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
    pub circulars: &'a [&'a Circular],
    /// The work of each: texts of one work are no parallels of one another.
    pub work: &'a [usize],
    clauses: Vec<Vec<&'a Clause>>,
    /// Each circular's place among all by level, then date.
    rank: Vec<usize>,
}

impl<'a> Field<'a> {
    /// `work` is parallel to `circulars`.
    pub fn new(circulars: &'a [&'a Circular], work: &'a [usize]) -> Self {
        let mut order: Vec<usize> = (0..circulars.len()).collect();
        order.sort_by_key(|i| {
            let circular = circulars[*i];
            let undated = PartialDate { year: i16::MAX, month: None, day: None };
            let date = works::version_date(circular).unwrap_or(undated);
            (
                circular.meta.level.unwrap_or(Level::Other),
                date,
                std::cmp::Reverse(works::fullness(circular)),
                *i,
            )
        });
        let mut rank = vec![0; circulars.len()];
        for (place, i) in order.into_iter().enumerate() {
            rank[i] = place;
        }
        let clauses = circulars.iter().map(|c| c.clauses().collect()).collect();
        Field { circulars, work, clauses, rank }
    }

    /// The parallels of one circular: clauses in reading order, the strongest first, at most eight a clause.
    /// Shared words are bytes of the clauses' texts. A heading that stands alone has none.
    pub fn parallels(&self, index: &Index, circular: usize) -> Vec<Parallel> {
        let mut by_clause: BTreeMap<usize, BTreeMap<(usize, usize), Vec<Run>>> = BTreeMap::new();
        for run in index.runs(circular, |group| self.looked_at(circular, group)) {
            by_clause.entry(run.clause).or_default().entry((run.circular, run.other)).or_default().push(run);
        }
        by_clause
            .into_iter()
            .flat_map(|(clause, others)| self.of_clause(index, circular, clause, others))
            .collect()
    }

    /// Which of the circulars that share a shingle are looked at: none when it is a formula.
    fn looked_at(&self, circular: usize, group: &[usize]) -> Vec<usize> {
        let mut works: Vec<usize> = group.iter().map(|i| self.work[*i]).collect();
        works.sort_unstable();
        works.dedup();
        if works.len() > COMMON_WORDS.max(self.circulars.len() / 100) {
            return Vec::new();
        }
        let mut others: Vec<usize> =
            group.iter().copied().filter(|i| self.work[*i] != self.work[circular]).collect();
        others.dedup();
        others.sort_by_key(|i| self.rank[*i]);
        others.truncate(LOOKED_AT);
        others
    }

    fn of_clause(
        &self,
        index: &Index,
        circular: usize,
        clause: usize,
        others: BTreeMap<(usize, usize), Vec<Run>>,
    ) -> Vec<Parallel> {
        let Some(ours) = self.clauses[circular].get(clause).filter(|c| !c.is_heading()) else {
            return Vec::new();
        };
        let mut found: Vec<(usize, Parallel)> = Vec::new();
        for ((other, number), runs) in others {
            let Some(theirs) = self.clauses[other].get(number).filter(|c| !c.is_heading()) else { continue };
            let (shared, strength) = shared_words(index, circular, runs, ours, theirs);
            if strength >= SHORTEST {
                let (from, to) = (ours.anchor.clone(), theirs.anchor.clone());
                let slug = self.circulars[other].slug.clone();
                found.push((other, Parallel { from, slug, to, shared, strength }));
            }
        }
        self.one_text_a_work(&mut found);
        // Stable: what is equally strong stays by rank, then in reading order.
        found.sort_by_key(|(other, p)| (std::cmp::Reverse(p.strength), self.rank[*other]));
        found.truncate(MOST);
        found.into_iter().map(|(_, parallel)| parallel).collect()
    }

    /// Of several texts of one other work keeps the one that shares most, of equals the higher in rank.
    fn one_text_a_work(&self, found: &mut Vec<(usize, Parallel)>) {
        let mut strength: HashMap<usize, usize> = HashMap::new();
        for (other, parallel) in found.iter() {
            *strength.entry(*other).or_insert(0) += parallel.strength;
        }
        let better = |a: usize, b: usize| {
            (strength[&a], std::cmp::Reverse(self.rank[a])) > (strength[&b], std::cmp::Reverse(self.rank[b]))
        };
        let mut best: HashMap<usize, usize> = HashMap::new();
        for (other, _) in found.iter() {
            let chosen = best.entry(self.work[*other]).or_insert(*other);
            if better(*other, *chosen) {
                *chosen = *other;
            }
        }
        found.retain(|(other, _)| best.get(&self.work[*other]) == Some(other));
    }
}

/// The shared words of two clauses as bytes of their texts, in our order, and how many Han characters they are.
fn shared_words(
    index: &Index,
    circular: usize,
    mut runs: Vec<Run>,
    ours: &Clause,
    theirs: &Clause,
) -> (Vec<(Span, Span)>, usize) {
    runs.sort_by_key(|run| (std::cmp::Reverse(run.ours.len()), run.ours.start, run.theirs.start));
    let mut kept: Vec<Run> = Vec::new();
    let mut strength = 0;
    for run in runs {
        let apart =
            |a: &std::ops::Range<usize>, b: &std::ops::Range<usize>| a.end <= b.start || b.end <= a.start;
        let weight = weight(index.words(circular, run.clause, &run.ours));
        let fresh = kept.iter().all(|k| apart(&k.ours, &run.ours) && apart(&k.theirs, &run.theirs));
        if fresh && weight >= SHORTEST {
            strength += weight;
            kept.push(run);
        }
    }
    kept.sort_by_key(|run| run.ours.start);
    let spans = |clause: &Clause| -> Vec<Span> { fold::folded(&clause.text).map(|(_, span)| span).collect() };
    let (our_spans, their_spans) = (spans(ours), spans(theirs));
    let bytes = |spans: &[Span], range: &std::ops::Range<usize>| {
        let last = spans.get(range.end.checked_sub(1)?)?;
        Some(Span::new(spans.get(range.start)?.start, last.end))
    };
    let shared = kept
        .iter()
        .filter_map(|run| Some((bytes(&our_spans, &run.ours)?, bytes(&their_spans, &run.theirs)?)))
        .collect();
    (shared, strength)
}

/// Han characters outside formulas.
fn weight(words: &[char]) -> usize {
    let words: String = words.iter().collect();
    let bare = FORMULAS.iter().fold(words, |words, formula| words.replace(formula, ""));
    bare.chars().filter(|c| is_han(*c)).count()
}

#[cfg(test)]
mod tests {
    use super::super::samples::circular;
    use super::*;
    use proptest::prelude::*;

    fn parallels(circulars: &[Circular], work: &[usize], of: usize) -> Vec<Parallel> {
        let list: Vec<&Circular> = circulars.iter().collect();
        Field::new(&list, work).parallels(&Index::new(list.iter().copied()), of)
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
        let text =
            |i: usize, j: usize| circulars[i].clauses().nth(j).map(|c| c.text.clone()).unwrap_or_default();
        assert_eq!(ours.of(&text(1, 0)), "建立健全河道巡查制度、明确專人負責");
        assert_eq!(theirs.of(&text(0, 1)), "建立健全河道巡查制度，明确专人负责");
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
        let formula = "现印发给你们，请结合实际认真贯彻执行。";
        let two = [circular("a", "甲", &[formula]), circular("b", "乙", &[formula])];
        assert_eq!(parallels(&two, &[0, 1], 0), []);
    }

    #[test]
    fn of_two_copies_of_one_work_one_is_shown() {
        let circulars = [
            circular("a", "意见", &["前言有好几句话。", CENTRE]),
            circular("b", "意見", &[&super::super::script::traditional(CENTRE)]),
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
                ours.of(&circulars[0].clauses().next().map(|c| c.text.clone()).unwrap_or_default()).to_owned()
            }).collect();
            prop_assert_eq!(whole, run);
        }
    }
}
