//! Clauses of different circulars that share wording.

use super::fold;
use super::script::is_han;
use super::shingles::{Choice, Index, Run, SHORTEST};
use super::works;
use crate::model::{Circular, Clause, Level, Parallel, PartialDate, Span};
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

/// Parallels kept for a clause.
const MOST: usize = 8;
/// Words in more works than this, and in more than one of a hundred, are a formula.
const COMMON_WORDS: usize = 16;
/// Of the circulars in which a shingle stands, so many are looked at: the highest and earliest.
const LOOKED_AT: usize = 16;

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
    clauses: Vec<Vec<&'a Clause>>,
    /// Each circular's place among all by level, then date.
    rank: Vec<usize>,
    /// In how many works each shingle stands.
    spread: Vec<u32>,
}

/// A clause of another circular with the runs shared.
struct Found {
    circular: usize,
    clause: usize,
    runs: Vec<Run>,
    strength: usize,
}

impl Choice for Field<'_> {
    fn works(&self, group: usize) -> Option<usize> {
        let works = self.spread.get(group).copied().unwrap_or_default() as usize;
        let formula = works > COMMON_WORDS.max(self.circulars.len() / 100);
        (works > 1 && !formula).then_some(works)
    }

    fn choose(&self, circular: usize, sharing: &[usize], chosen: &mut Vec<usize>) {
        chosen.extend(sharing.iter().filter(|i| self.work[**i] != self.work[circular]));
        chosen.dedup();
        if chosen.len() > LOOKED_AT {
            chosen.sort_unstable_by_key(|i| self.rank[*i]);
            chosen.truncate(LOOKED_AT);
        }
    }
}

impl<'a> Field<'a> {
    /// `work` is parallel to `circulars`, of which `index` was made.
    pub fn new(circulars: &'a [&'a Circular], index: &'a Index, work: &'a [usize]) -> Self {
        let mut order: Vec<usize> = (0..circulars.len()).collect();
        order.sort_by_cached_key(|i| {
            let circular = circulars[*i];
            let undated = PartialDate { year: i16::MAX, month: None, day: None };
            let date = works::version_date(circular).unwrap_or(undated);
            (circular.meta.level.unwrap_or(Level::Other), date, Reverse(works::fullness(circular)), *i)
        });
        let mut rank = vec![0; circulars.len()];
        for (place, i) in order.into_iter().enumerate() {
            rank[i] = place;
        }
        let clauses = circulars.iter().map(|c| c.clauses().collect()).collect();
        Field { circulars, index, work, clauses, rank, spread: index.spread(work) }
    }

    /// The parallels of one circular: clauses in reading order, the strongest first, at most eight a clause.
    /// Shared words are bytes of the clauses' texts. A heading that stands alone has none.
    pub fn parallels(&self, circular: usize) -> Vec<Parallel> {
        // Runs come in the order of our clauses, then theirs.
        let runs = self.index.runs(circular, self);
        let mut parallels = Vec::new();
        for runs in runs.chunk_by(|a, b| a.clause == b.clause) {
            let Some(ours) = runs.first().and_then(|run| self.clauses[circular].get(run.clause)) else {
                continue;
            };
            if ours.is_heading() {
                continue;
            }
            let others = runs.chunk_by(|a, b| (a.circular, a.other) == (b.circular, b.other));
            let mut found: Vec<Found> = others.filter_map(|runs| self.weigh(circular, runs)).collect();
            self.one_text_a_work(&mut found);
            // Stable: what is equally strong stays in reading order.
            found.sort_by_key(|f| (Reverse(f.strength), self.rank[f.circular]));
            found.truncate(MOST);
            parallels.extend(found.into_iter().filter_map(|found| self.parallel(ours, found)));
        }
        parallels
    }

    /// The runs of one pair of clauses that count, none overlapping another in either text, the longest first.
    fn weigh(&self, circular: usize, runs: &[Run]) -> Option<Found> {
        let first = runs.first()?;
        let (other, clause) = (first.circular, first.other);
        self.clauses[other].get(clause).filter(|theirs| !theirs.is_heading())?;
        let mut runs: Vec<&Run> = runs.iter().collect();
        runs.sort_by_key(|run| (Reverse(run.ours.len()), run.ours.start, run.theirs.start));
        let apart = |a: &Range<usize>, b: &Range<usize>| a.end <= b.start || b.end <= a.start;
        let (mut kept, mut strength): (Vec<Run>, usize) = (Vec::new(), 0);
        for run in runs {
            if kept.iter().all(|k| apart(&k.ours, &run.ours) && apart(&k.theirs, &run.theirs)) {
                let weight = weight(self.index.words(circular, run.clause, &run.ours));
                if weight >= telling(run.works) {
                    strength += weight;
                    kept.push(run.clone());
                }
            }
        }
        kept.sort_by_key(|run| run.ours.start);
        (!kept.is_empty()).then_some(Found { circular: other, clause, runs: kept, strength })
    }

    /// Of several texts of one other work keeps the one that shares most, of equals the higher in rank.
    fn one_text_a_work(&self, found: &mut Vec<Found>) {
        let mut strength: BTreeMap<usize, usize> = BTreeMap::new();
        for f in found.iter() {
            *strength.entry(f.circular).or_insert(0) += f.strength;
        }
        let mut best: BTreeMap<usize, (usize, Reverse<usize>, usize)> = BTreeMap::new();
        for (circular, strength) in strength {
            let here = (strength, Reverse(self.rank[circular]), circular);
            let chosen = best.entry(self.work[circular]).or_insert(here);
            *chosen = here.max(*chosen);
        }
        found
            .retain(|f| best.get(&self.work[f.circular]).is_some_and(|(_, _, chosen)| *chosen == f.circular));
    }

    fn parallel(&self, ours: &Clause, found: Found) -> Option<Parallel> {
        let theirs = self.clauses.get(found.circular)?.get(found.clause)?;
        let spans = |clause: &Clause| -> Vec<Span> { fold::folded(&clause.text).map(|(_, s)| s).collect() };
        let (our_spans, their_spans) = (spans(ours), spans(theirs));
        let bytes = |spans: &[Span], range: &Range<usize>| {
            let last = spans.get(range.end.checked_sub(1)?)?;
            Some(Span::new(spans.get(range.start)?.start, last.end))
        };
        let both = |run: &Run| Some((bytes(&our_spans, &run.ours)?, bytes(&their_spans, &run.theirs)?));
        Some(Parallel {
            from: ours.anchor.clone(),
            slug: self.circulars[found.circular].slug.clone(),
            to: theirs.anchor.clone(),
            shared: found.runs.iter().filter_map(both).collect(),
            strength: found.strength,
        })
    }
}

/// How many Han characters a run must have. The more works share even its rarest shingle,
/// the longer: twelve up to three works, fifteen up to seven, eighteen up to fifteen.
fn telling(works: usize) -> usize {
    SHORTEST + 3 * (works / 2).checked_ilog2().unwrap_or(0) as usize
}

/// Han characters outside formulas.
fn weight(words: &[char]) -> usize {
    static FOLDED: LazyLock<Vec<Vec<char>>> =
        LazyLock::new(|| FORMULAS.iter().map(|formula| formula.chars().collect()).collect());
    let (mut weight, mut at) = (0, 0);
    while let Some(c) = words.get(at) {
        let formula = FOLDED.iter().find(|formula| words[at..].starts_with(formula));
        weight += usize::from(formula.is_none() && is_han(*c));
        at += formula.map_or(1, Vec::len);
    }
    weight
}

#[cfg(test)]
mod tests {
    use super::super::samples::circular;
    use super::*;
    use proptest::prelude::*;

    fn parallels(circulars: &[Circular], work: &[usize], of: usize) -> Vec<Parallel> {
        let list: Vec<&Circular> = circulars.iter().collect();
        Field::new(&list, &Index::new(list.iter().copied()), work).parallels(of)
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
