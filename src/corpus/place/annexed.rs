//! What is annexed, by other words than a number: 见附件, 附表, 税率表附后.

use super::super::outline::scope;
use super::super::titles::key;
use super::{Ground, Landing};
use crate::model::{Anchor, Tier, Token, chinese_number, number_in_chinese};

impl Ground<'_, '_> {
    /// 附件 or 附表 without a number: the only one; from inside an annex the only one behind it.
    pub(super) fn annex(&self, tier: Tier) -> Option<Landing> {
        let outline = self.outline?;
        if tier == Tier::Schedule {
            let mut all = outline.schedules();
            all.retain(|(anchor, words)| {
                matches!(anchor.last(), Some((Token::Table, _)))
                    || words.contains("附表")
                    || words.ends_with('表')
            });
            let [(anchor, _)] = all.as_slice() else { return None };
            return Some(Landing { anchor: anchor.clone(), exists: true });
        }
        let all = outline.annexes();
        let own = self.here.as_ref().and_then(scope);
        let mut open: Vec<&Anchor> = match own.as_ref().and_then(|own| all.iter().position(|a| a == own)) {
            Some(at) => all.iter().skip(at + 1).collect(),
            None => all.iter().collect(),
        };
        let one = open.pop().filter(|_| open.is_empty())?;
        Some(Landing { anchor: one.clone(), exists: true })
    }

    /// 税率表附后: the schedule of that name; of several the one whose title shares most with the words here.
    pub(super) fn schedule(&self, name: &str) -> Option<Landing> {
        let mut fitting: Vec<(Anchor, String)> = self
            .outline?
            .schedules()
            .into_iter()
            .filter(|(_, words)| words.contains(name) || fold_has(words, name))
            .collect();
        // A table in an annex of that name is named by the annex.
        let annexes: Vec<Anchor> = fitting.iter().map(|(a, _)| a.clone()).collect();
        fitting.retain(|(anchor, _)| !annexes.iter().any(|other| other != anchor && anchor.is_within(other)));
        if let [(anchor, _)] = fitting.as_slice() {
            return Some(Landing { anchor: anchor.clone(), exists: true });
        }
        let mut ranked: Vec<(usize, Anchor)> =
            fitting.into_iter().map(|(anchor, words)| (shared(&words, self.context, name), anchor)).collect();
        ranked.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
        match ranked.as_slice() {
            [(best, anchor), (second, _), ..] if best > second && *best >= 2 => {
                Some(Landing { anchor: anchor.clone(), exists: true })
            }
            _ => None,
        }
    }
}

pub(super) fn numbered_schedule(words: &str, number: &str) -> bool {
    let chinese = number.parse().map(number_in_chinese).unwrap_or_default();
    [number.to_owned(), chinese].iter().any(|n| {
        let lead = format!("附表{n}");
        words
            .strip_prefix(&lead)
            .is_some_and(|rest| !rest.starts_with(|c: char| chinese_number(&c.to_string()).is_some()))
    })
}

/// `name` in `words` whatever the script of 編/编.
pub(super) fn fold_has(words: &str, name: &str) -> bool {
    key(words).contains(&key(name))
}

/// Han characters of the longest stretch of `title` in `context`, the schedule's own name aside.
pub(super) fn shared(title: &str, context: &str, name: &str) -> usize {
    let title: Vec<char> = title.replace(name, "\n").chars().collect();
    let mut best = 0;
    for from in 0..title.len() {
        for to in from + 1..=title.len().min(from + 20) {
            let piece: String = title[from..to].iter().collect();
            if piece.contains('\n') || !context.contains(&piece) {
                break;
            }
            best = best.max(to - from);
        }
    }
    best
}
