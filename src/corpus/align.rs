//! Two texts of one work, clause by clause.
//!
//! 1. Clauses with the same words, found once in each text, are fixed points where they keep their order.
//! 2. Between fixed points, clauses with the same anchor and like words are fixed.
//! 3. What is left between them is aligned by likeness (dynamic programming).

use super::fold;
use crate::model::{Anchor, Circular};
use std::collections::HashMap;
use std::ops::Range;

/// The share of character pairs that like clauses have in common (Dice).
const SAME_ANCHOR: f64 = 0.3;
const ANY_ANCHOR: f64 = 0.5;
/// Between two fixed points no more pairs than this are compared; anchors alone decide in larger gaps.
const MOST_PAIRS: usize = 250_000;

struct Side<'a> {
    anchors: Vec<&'a Anchor>,
    words: Vec<String>,
    /// Pairs of neighbouring characters, sorted.
    pairs: Vec<Vec<(char, char)>>,
}

impl<'a> Side<'a> {
    fn new(circular: &'a Circular) -> Self {
        let words: Vec<String> = circular.clauses().map(|c| fold::folded_words(c.words())).collect();
        let pairs = words.iter().map(|w| {
            let mut pairs: Vec<(char, char)> = w.chars().zip(w.chars().skip(1)).collect();
            pairs.sort_unstable();
            pairs
        });
        Side { anchors: circular.blocks.anchors().iter().collect(), pairs: pairs.collect(), words }
    }
}

/// The clauses of `ours` and `theirs` that say the same, in reading order; each clause at most once.
pub fn align(ours: &Circular, theirs: &Circular) -> Vec<(Anchor, Anchor)> {
    let (a, b) = (Side::new(ours), Side::new(theirs));
    let whole = (0..a.words.len(), 0..b.words.len());
    let mut fixed = in_order(same_words(&a, &b));
    for (ours, theirs) in gaps(&fixed, &whole) {
        fixed.extend(in_order(same_anchors(&a, &b, ours, theirs)));
    }
    fixed.sort_unstable();
    for (ours, theirs) in gaps(&fixed, &whole) {
        fixed.extend(by_likeness(&a, &b, ours, theirs));
    }
    fixed.sort_unstable();
    fixed.into_iter().map(|(i, j)| (a.anchors[i].clone(), b.anchors[j].clone())).collect()
}

fn same_words(a: &Side, b: &Side) -> Vec<(usize, usize)> {
    let once = |side: &Side| {
        let mut at: HashMap<String, Option<usize>> = HashMap::new();
        for (i, words) in side.words.iter().enumerate().filter(|(_, w)| !w.is_empty()) {
            at.entry(words.clone()).and_modify(|i| *i = None).or_insert(Some(i));
        }
        at
    };
    let (ours, theirs) = (once(a), once(b));
    let mut found: Vec<(usize, usize)> =
        ours.into_iter().filter_map(|(words, i)| Some((i?, theirs.get(&words).copied()??))).collect();
    found.sort_unstable();
    found
}

fn same_anchors(a: &Side, b: &Side, ours: Range<usize>, theirs: Range<usize>) -> Vec<(usize, usize)> {
    let at: HashMap<&Anchor, usize> = theirs.map(|j| (b.anchors[j], j)).collect();
    ours.filter_map(|i| Some((i, *at.get(a.anchors[i])?)))
        .filter(|(i, j)| likeness(&a.pairs[*i], &b.pairs[*j]) >= SAME_ANCHOR)
        .collect()
}

/// The longest part of `found` (ordered by its first) whose seconds rise.
fn in_order(found: Vec<(usize, usize)>) -> Vec<(usize, usize)> {
    let mut tails: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(found.len());
    for (at, (_, second)) in found.iter().enumerate() {
        let place = tails.partition_point(|tail| found[*tail].1 < *second);
        before.push(place.checked_sub(1).map(|p| tails[p]));
        if place == tails.len() {
            tails.push(at);
        } else {
            tails[place] = at;
        }
    }
    let mut kept = Vec::with_capacity(tails.len());
    let mut next = tails.last().copied();
    while let Some(at) = next {
        kept.push(found[at]);
        next = before[at];
    }
    kept.reverse();
    kept
}

/// The stretches between fixed points in which both sides have clauses.
fn gaps(fixed: &[(usize, usize)], whole: &(Range<usize>, Range<usize>)) -> Vec<(Range<usize>, Range<usize>)> {
    let mut gaps = Vec::new();
    let (mut i, mut j) = (0, 0);
    for (x, y) in fixed.iter().copied().chain([(whole.0.end, whole.1.end)]) {
        if i < x && j < y {
            gaps.push((i..x, j..y));
        }
        (i, j) = (x + 1, y + 1);
    }
    gaps
}

fn by_likeness(a: &Side, b: &Side, ours: Range<usize>, theirs: Range<usize>) -> Vec<(usize, usize)> {
    let (n, m) = (ours.len(), theirs.len());
    if n * m > MOST_PAIRS {
        return Vec::new();
    }
    let mut like = vec![0.0; n * m];
    let mut best = vec![0.0; (n + 1) * (m + 1)];
    for i in (0..n).rev() {
        for j in (0..m).rev() {
            let alike = likeness(&a.pairs[ours.start + i], &b.pairs[theirs.start + j]);
            let alike = if alike >= ANY_ANCHOR { alike } else { 0.0 };
            like[i * m + j] = alike;
            let skip = f64::max(best[(i + 1) * (m + 1) + j], best[i * (m + 1) + j + 1]);
            best[i * (m + 1) + j] = f64::max(skip, alike + best[(i + 1) * (m + 1) + j + 1]);
        }
    }
    let (mut i, mut j, mut found) = (0, 0, Vec::new());
    while i < n && j < m {
        let here = best[i * (m + 1) + j];
        if like[i * m + j] > 0.0 && here == like[i * m + j] + best[(i + 1) * (m + 1) + j + 1] {
            found.push((ours.start + i, theirs.start + j));
            (i, j) = (i + 1, j + 1);
        } else if here == best[(i + 1) * (m + 1) + j] {
            i += 1;
        } else {
            j += 1;
        }
    }
    found
}

/// Dice's measure of two sorted lists of character pairs, 0 to 1.
fn likeness(a: &[(char, char)], b: &[(char, char)]) -> f64 {
    let (mut i, mut j, mut common) = (0, 0, 0usize);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        match x.cmp(y) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                (i, j, common) = (i + 1, j + 1, common + 1);
            }
        }
    }
    let all = a.len() + b.len();
    if all == 0 { 0.0 } else { 2.0 * common as f64 / all as f64 }
}

#[cfg(test)]
mod tests {
    use super::super::samples::articles;
    use super::*;
    use proptest::prelude::*;

    fn shown(found: Vec<(Anchor, Anchor)>) -> Vec<String> {
        found.into_iter().map(|(a, b)| format!("{a}={b}")).collect()
    }

    #[test]
    fn inserted_reworded_and_renumbered_clauses_find_their_like() {
        let old = articles(
            "a",
            "条例",
            &[
                ("1", "为了规范集市贸易，制定本条例。"),
                ("2", "集市由乡镇人民政府管理。"),
                ("3", "摊位应当保持整洁。"),
                ("4", "本条例自公布之日起施行。"),
            ],
        );
        let new = articles(
            "b",
            "条例",
            &[
                ("1", "为了规范集市贸易，保障消费者权益，制定本条例。"),
                ("2", "本条例所称集市，是指定期交易的场所。"),
                ("3", "集市由乡镇人民政府和街道办事处管理。"),
                ("4", "摊位應當保持整潔。"),
                ("5", "本条例自公布之日起施行。"),
            ],
        );
        assert_eq!(shown(align(&old, &new)), ["art_1=art_1", "art_2=art_3", "art_3=art_4", "art_4=art_5"]);
    }

    proptest! {
        #[test]
        fn a_text_is_aligned_with_itself_and_order_is_kept(
            texts in proptest::collection::vec("[甲乙丙丁]{2,5}", 0..12),
            others in proptest::collection::vec("[甲乙丙丁]{2,5}", 0..12),
        ) {
            let numbers: Vec<String> = (1..=12).map(|n| n.to_string()).collect();
            let make = |texts: &[String]| {
                let list: Vec<(&str, &str)> =
                    numbers.iter().map(String::as_str).zip(texts.iter().map(String::as_str)).collect();
                articles("x", "办法", &list)
            };
            let (a, b) = (make(&texts), make(&others));
            prop_assert!(align(&a, &a).iter().all(|(x, y)| x == y) && align(&a, &a).len() == texts.len());
            let place = |anchor: &Anchor| anchor.last().and_then(|(_, n)| n.parse::<usize>().ok());
            let found: Vec<_> = align(&a, &b).iter().map(|(x, y)| (place(x), place(y))).collect();
            prop_assert!(found.windows(2).all(|w| w[0].0 < w[1].0 && w[0].1 < w[1].1));
        }
    }
}
