//! What changed between two texts of one work, clause by clause.
//!
//! 1. Clauses that say the same are aligned (`align`); of what is left, clauses with the very same words were moved.
//! 2. Clauses that stand between the same aligned ones under the same number replace one another.
//! 3. What is left of the earlier text was deleted, what is left of the later one inserted.

use super::align::align;
use super::fold;
use super::wording::{differences, same};
use crate::model::{Anchor, Change, Circular, ClauseRef, Row, Side, Span};
use std::collections::{HashMap, HashSet};

/// Fewer folded characters than this are the same by chance.
const SHORTEST_MOVED: usize = 8;

/// Every clause of both texts once, in the order of `after`; deleted clauses where they stood.
pub fn changes(before: &Circular, after: &Circular) -> Vec<Row> {
    let (old, new): (Vec<ClauseRef>, Vec<ClauseRef>) =
        (before.clauses().collect(), after.clauses().collect());
    let (old_at, new_at) = (places(&old), places(&new));
    let fixed: Vec<(usize, usize)> =
        align(before, after).iter().filter_map(|(a, b)| Some((*old_at.get(a)?, *new_at.get(b)?))).collect();
    let mut account = Account { moved: moved(&old, &new, &fixed), old, new, pairs: Vec::new() };
    let (mut i, mut j) = (0, 0);
    for (x, y) in fixed.into_iter().chain([(account.old.len(), account.new.len())]) {
        account.between((i, x), (j, y));
        account.pairs.push((Some(x), Some(y)));
        (i, j) = (x + 1, y + 1);
    }
    account.pairs.pop();
    account.rows()
}

fn places<'a>(clauses: &[ClauseRef<'a>]) -> HashMap<&'a Anchor, usize> {
    clauses.iter().enumerate().map(|(at, clause)| (clause.anchor, at)).collect()
}

/// For a place in the later text the place in the earlier one from which it was moved.
fn moved(old: &[ClauseRef], new: &[ClauseRef], fixed: &[(usize, usize)]) -> HashMap<usize, usize> {
    let aligned: (HashSet<usize>, HashSet<usize>) = fixed.iter().copied().unzip();
    let once = |clauses: &[ClauseRef], aligned: &HashSet<usize>| {
        let mut at: HashMap<String, Option<usize>> = HashMap::new();
        for (i, clause) in clauses.iter().enumerate().filter(|(i, _)| !aligned.contains(i)) {
            let words = fold::folded_words(&clause.whole());
            if words.chars().count() >= SHORTEST_MOVED {
                at.entry(words).and_modify(|i| *i = None).or_insert(Some(i));
            }
        }
        at
    };
    let from = once(old, &aligned.0);
    let to = once(new, &aligned.1).into_iter();
    to.filter_map(|(words, j)| Some((j?, from.get(&words).copied()??))).collect()
}

struct Account<'a> {
    old: Vec<ClauseRef<'a>>,
    new: Vec<ClauseRef<'a>>,
    moved: HashMap<usize, usize>,
    /// Places in the earlier and the later text, in the order of the rows.
    pairs: Vec<(Option<usize>, Option<usize>)>,
}

impl Account<'_> {
    /// The clauses between two aligned ones.
    fn between(&mut self, ours: (usize, usize), theirs: (usize, usize)) {
        let gone: HashSet<usize> = self.moved.values().copied().collect();
        let left: Vec<usize> = (ours.0..ours.1).filter(|i| !gone.contains(i)).collect();
        let mut left = left.as_slice();
        for j in theirs.0..theirs.1 {
            if let Some(i) = self.moved.get(&j) {
                self.pairs.push((Some(*i), Some(j)));
                continue;
            }
            let number = &self.new[j].anchor;
            let replaced = left.iter().position(|i| self.old[*i].anchor == *number);
            if let Some(at) = replaced {
                self.pairs.extend(left[..at].iter().map(|i| (Some(*i), None)));
                self.pairs.push((Some(left[at]), Some(j)));
                left = &left[at + 1..];
            } else {
                self.pairs.push((None, Some(j)));
            }
        }
        self.pairs.extend(left.iter().map(|i| (Some(*i), None)));
    }

    fn rows(&self) -> Vec<Row> {
        let numbers = Numbers::new(self);
        let side =
            |clause: ClauseRef, marked: Vec<Span>| vec![Side { anchor: clause.anchor.clone(), marked }];
        let row = |(old, new): &(Option<usize>, Option<usize>)| {
            let old = old.and_then(|i| self.old.get(i)).copied();
            let new = new.and_then(|j| self.new.get(j)).copied();
            match (old, new) {
                (Some(old), Some(new)) => {
                    let (a, b) = (old.whole(), new.whole());
                    let (went, came) = if same(&a, &b) { Default::default() } else { differences(&a, &b) };
                    let change = match went.is_empty() && came.is_empty() {
                        false => Change::Reworded,
                        true if numbers.kept(old.anchor, new.anchor) => Change::Unchanged,
                        true => Change::Renumbered,
                    };
                    Some(Row { change, before: side(old, went), after: side(new, came) })
                }
                (Some(old), None) => {
                    let before = side(old, Vec::new());
                    Some(Row { change: Change::Deleted, before, after: Vec::new() })
                }
                (None, Some(new)) => {
                    let after = side(new, Vec::new());
                    Some(Row { change: Change::Inserted, before: Vec::new(), after })
                }
                (None, None) => None,
            }
        };
        self.pairs.iter().filter_map(row).collect()
    }
}

/// What each number of the earlier text became.
struct Numbers {
    became: HashMap<String, String>,
}

impl Numbers {
    fn new(account: &Account) -> Numbers {
        let both = account.pairs.iter().filter_map(|(i, j)| {
            let (old, new) = (account.old.get((*i)?)?, account.new.get((*j)?)?);
            Some((cited(old.anchor), cited(new.anchor)))
        });
        Numbers { became: both.collect() }
    }

    /// Whether a clause has the number that it must have since what it stands under has its own: 第二款 of an article
    /// that is now another one is 第二款 still.
    fn kept(&self, old: &Anchor, new: &Anchor) -> bool {
        let (old, new) = (cited(old), cited(new));
        let mut above = old.as_str();
        while let Some((parent, _)) = above.rsplit_once("__") {
            if let Some(now) = self.became.get(parent) {
                return format!("{now}{}", &old[parent.len()..]) == new;
            }
            above = parent;
        }
        old == new
    }
}

/// An anchor without `para_1` inside: 第一款第三项 is 第三项 where there is one paragraph only.
fn cited(anchor: &Anchor) -> String {
    anchor.as_str().replace("__para_1__", "__")
}

#[cfg(test)]
mod tests {
    use super::super::samples::articles;
    use super::*;
    use proptest::prelude::*;

    fn shown(before: &Circular, after: &Circular) -> Vec<String> {
        let number = |sides: &[Side]| sides.first().map_or("-", |side| side.anchor.as_str()).to_owned();
        changes(before, after)
            .iter()
            .map(|row| format!("{} {} {}", number(&row.before), number(&row.after), row.change.name()))
            .collect()
    }

    #[test]
    fn each_clause_is_accounted_for() {
        let old = articles(
            "a",
            "条例",
            &[
                ("1", "为了规范集市贸易，制定本条例。"),
                ("2", "集市由乡镇人民政府管理。"),
                ("2__para_2", "管理费按月收取，收支公开。"),
                ("2__para_3", "收费项目由价格主管部门核定。"),
                ("3", "摊位应当保持整洁。"),
                ("4", "逢年过节加开夜市的，提前五日公告。"),
                ("5", "骡马交易须有兽医在场。"),
                ("6", "本条例自公布之日起施行。"),
            ],
        );
        let new = articles(
            "b",
            "条例",
            &[
                ("1", "为了规范集市贸易，制定本条例。"),
                ("2", "逢年过节加开夜市的，提前五日公告。"),
                ("3", "集市由乡镇人民政府和街道办事处管理。"),
                ("3__para_2", "管理费按月收取，收支公开。"),
                ("3__para_3", "收费项目由价格主管部门核定。"),
                ("5", "电动车不得进入集市，轮椅除外。"),
                ("7", "赶集日应当设急救点。"),
                ("8", "本条例自公布之日起施行。"),
            ],
        );
        assert_eq!(
            shown(&old, &new),
            [
                "art_1 art_1 unchanged",
                "art_4 art_2 renumbered",
                "art_2 art_3 reworded",
                "art_2__para_2 art_3__para_2 unchanged",
                "art_2__para_3 art_3__para_3 unchanged",
                "art_3 - deleted",
                "art_5 art_5 reworded",
                "- art_7 inserted",
                "art_6 art_8 renumbered",
            ]
        );
        let rows = changes(&old, &new);
        let came = rows[2].after[0].marked[0];
        assert_eq!(came.of(new.clauses().nth(2).map_or("", ClauseRef::words)), "和街道办事处");
    }

    proptest! {
        #[test]
        fn every_clause_stands_in_one_row(
            old in proptest::collection::vec("[甲乙丙丁戊己]{1,9}", 0..9),
            new in proptest::collection::vec("[甲乙丙丁戊己]{1,9}", 0..9),
        ) {
            let numbers: Vec<String> = (1..=9).map(|n| n.to_string()).collect();
            let make = |texts: &[String]| {
                let list: Vec<(&str, &str)> =
                    numbers.iter().map(String::as_str).zip(texts.iter().map(String::as_str)).collect();
                articles("x", "办法", &list)
            };
            let (old, new) = (make(&old), make(&new));
            let rows = changes(&old, &new);
            let all = |sides: fn(&Row) -> &[Side]| -> Vec<&str> {
                rows.iter().flat_map(sides).map(|side| side.anchor.as_str()).collect()
            };
            let (mut befores, afters) = (all(|row| &row.before), all(|row| &row.after));
            befores.sort_unstable();
            prop_assert_eq!(befores, old.clauses().map(|c| c.anchor.as_str()).collect::<Vec<_>>());
            prop_assert_eq!(afters, new.clauses().map(|c| c.anchor.as_str()).collect::<Vec<_>>());
            prop_assert!(changes(&old, &old).iter().all(|row| row.change == Change::Unchanged));
        }
    }
}
