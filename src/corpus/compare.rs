//! Texts side by side: which pairs have a page of their own, and what stands on it.
//!
//! Pairs are few: the neighbouring versions, the copies of the fullest text of a day, and for each circular the few
//! with which it shares most. Their number grows with the circulars, not with their square.

use super::changes::changes;
use super::works::fullness;
use crate::model::{
    Anchor, Change, Clause, Comparison, Corpus, Entry, Ground, Pair, PartialDate, Row, Side, Span,
};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Clauses that two works must share at least.
const FEWEST: usize = 3;
/// So many other works are chosen for a circular; it may be chosen by more.
const MOST: usize = 3;

/// The pairs among `entries`, which stand in the order of their slugs and have their versions, variants and parallels.
pub fn pairs(entries: &[Entry]) -> Vec<Pair> {
    let mut pairs: BTreeMap<(String, String), Pair> = BTreeMap::new();
    let mut add = |ground, before: &str, after: &str, strength| {
        let (before, after) = (before.to_owned(), after.to_owned());
        let pair = Pair { ground, before: before.clone(), after: after.clone(), strength };
        let known = pairs.entry((before, after)).or_insert_with(|| pair.clone());
        if (pair.ground, Reverse(pair.strength)) < (known.ground, Reverse(known.strength)) {
            *known = pair;
        }
    };
    for entry in entries {
        let own = entry.circular().slug.as_str();
        for both in entry.versions.windows(2) {
            if let [before, after] = both
                && [before, after].iter().any(|version| version.slug == own)
            {
                add(Ground::Versions, &before.slug, &after.slug, 0);
            }
        }
        if let Some(fullest) = fullest(entries, entry).filter(|fullest| *fullest != own) {
            add(Ground::Variants, fullest, own, 0);
        }
        for (other, strength) in closest(entry) {
            let Some(other) = find(entries, other) else { continue };
            let (before, after) = in_time(entry, other);
            add(Ground::Parallels, &before.circular().slug, &after.circular().slug, strength);
        }
    }
    pairs.into_values().collect()
}

fn find<'a>(entries: &'a [Entry], slug: &str) -> Option<&'a Entry> {
    let at = entries.binary_search_by(|e| e.circular().slug.as_str().cmp(slug)).ok()?;
    entries.get(at)
}

/// The fullest of the texts of one day.
fn fullest<'a>(entries: &'a [Entry], entry: &'a Entry) -> Option<&'a str> {
    let others = entry.variants.iter().filter_map(|variant| find(entries, &variant.slug));
    let circulars = others.chain([entry]).map(Entry::circular);
    circulars.max_by_key(|c| (fullness(c), Reverse(c.slug.as_str()))).map(|c| c.slug.as_str())
}

/// The circulars that share most clauses' wording, the strongest first, and how much.
fn closest(entry: &Entry) -> Vec<(&str, usize)> {
    let mut shared: BTreeMap<&str, (BTreeSet<&Anchor>, usize)> = BTreeMap::new();
    for parallel in &entry.parallels {
        let (clauses, strength) = shared.entry(&parallel.slug).or_default();
        clauses.insert(&parallel.from);
        *strength += parallel.strength;
    }
    let enough = shared.into_iter().filter(|(_, (clauses, _))| clauses.len() >= FEWEST);
    let mut found: Vec<(&str, usize)> = enough.map(|(slug, (_, strength))| (slug, strength)).collect();
    found.sort_by_key(|(_, strength)| Reverse(*strength));
    found.truncate(MOST);
    found
}

/// The earlier first; what has no date comes last.
fn in_time<'a>(one: &'a Entry, other: &'a Entry) -> (&'a Entry, &'a Entry) {
    let key = |entry: &Entry| {
        let date = super::works::version_date(entry.circular());
        let undated = PartialDate { year: i16::MAX, month: None, day: None };
        (date.unwrap_or(undated), entry.circular().slug.clone())
    };
    if key(one) <= key(other) { (one, other) } else { (other, one) }
}

/// What stands on the page of `pair`; None when one of the two is not held.
pub fn compare(corpus: &Corpus, pair: &Pair) -> Option<Comparison> {
    let (before, after) = (corpus.entry(&pair.before)?, corpus.entry(&pair.after)?);
    let rows = match pair.ground {
        Ground::Versions | Ground::Variants => changes(before.circular(), after.circular()),
        Ground::Parallels => shared(before, after),
    };
    Some(Comparison { pair: pair.clone(), rows })
}

/// The clauses of the later work that share words with the earlier one, each with the clauses it shares them with,
/// the strongest first.
fn shared(before: &Entry, after: &Entry) -> Vec<Row> {
    let (old, new) = (clauses(before), clauses(after));
    // Each side keeps the strongest parallels of a clause only: what one left out the other may have.
    let mut found: BTreeMap<(usize, usize), Vec<(Span, Span)>> = BTreeMap::new();
    for p in before.parallels.iter().filter(|p| p.slug == after.circular().slug) {
        if let (Some((j, _)), Some((i, _))) = (new.get(&p.to), old.get(&p.from)) {
            found.insert((*j, *i), p.shared.clone());
        }
    }
    for p in after.parallels.iter().filter(|p| p.slug == before.circular().slug) {
        if let (Some((j, _)), Some((i, _))) = (new.get(&p.from), old.get(&p.to)) {
            found.insert((*j, *i), p.shared.iter().map(|(ours, theirs)| (*theirs, *ours)).collect());
        }
    }
    let old: BTreeMap<usize, &Clause> = old.into_values().collect();
    let new: BTreeMap<usize, &Clause> = new.into_values().collect();
    let mut rows: BTreeMap<usize, (Vec<Side>, Vec<Span>)> = BTreeMap::new();
    for ((j, i), spans) in found {
        let Some(ours) = old.get(&i) else { continue };
        let (befores, marked) = rows.entry(j).or_default();
        befores.push(side(ours, spans.iter().map(|(span, _)| *span).collect()));
        marked.extend(spans.iter().map(|(_, span)| *span));
    }
    let row = |(j, (mut before, marked)): (usize, (Vec<Side>, Vec<Span>))| {
        // Stable: of equals the first in reading order.
        before.sort_by_key(|side| Reverse(side.marked.iter().map(|s| s.end - s.start).sum::<usize>()));
        Some(Row { change: Change::Shared, before, after: vec![side(new.get(&j)?, marked)] })
    };
    rows.into_iter().filter_map(row).collect()
}

/// Clauses and their places in reading order, by anchor.
fn clauses(entry: &Entry) -> HashMap<&Anchor, (usize, &Clause)> {
    entry.circular().clauses().enumerate().map(|(at, clause)| (&clause.anchor, (at, clause))).collect()
}

/// A side with spans of the clause's text, in order, those that touch made one.
fn side(clause: &Clause, mut spans: Vec<Span>) -> Side {
    // `whole` has a heading before the text.
    let offset = clause.whole().len() - clause.words().len();
    spans.sort_unstable();
    let mut marked: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans.into_iter().map(|span| Span::new(span.start + offset, span.end + offset)) {
        match marked.last_mut() {
            Some(last) if span.start <= last.end => last.end = last.end.max(span.end),
            _ => marked.push(span),
        }
    }
    Side { anchor: clause.anchor.clone(), marked }
}

#[cfg(test)]
mod tests {
    use super::super::samples::circular;
    use super::*;
    use crate::model::{Page, Parallel, Token, Variant, Version};

    fn entry(slug: &str, issued: &str, text: &[&str]) -> Entry {
        let mut circular = circular(slug, "办法", text);
        circular.meta.dates.issued = issued.parse().ok();
        Entry { page: Page { circular, markdown: Vec::new() }, ..Entry::default() }
    }

    fn parallel(from: usize, slug: &str, to: usize, shared: (Span, Span)) -> Parallel {
        let anchor = |n: usize| Anchor::top(Token::Paragraph, &n.to_string());
        Parallel { from: anchor(from), slug: slug.into(), to: anchor(to), shared: vec![shared], strength: 12 }
    }

    fn shown(pairs: &[Pair]) -> Vec<String> {
        pairs.iter().map(|p| format!("{} {} {}", p.ground.name(), p.before, p.after)).collect()
    }

    #[test]
    fn neighbours_in_time_copies_and_the_closest_are_paired() {
        let version = |slug: &str| Version { slug: slug.into(), date: None };
        let mut entries: Vec<Entry> =
            ["2001/a", "2005/a", "2009/a"].iter().map(|slug| entry(slug, &slug[..4], &["甲"])).collect();
        for entry in &mut entries {
            entry.versions = ["2001/a", "2005/a", "2009/a"].map(version).to_vec();
        }
        let mut copy = entry("undated/a", "", &[]);
        copy.variants = vec![Variant { slug: "2009/a".into(), aligned: Vec::new(), missing: Vec::new() }];
        entries[2].variants =
            vec![Variant { slug: "undated/a".into(), aligned: Vec::new(), missing: Vec::new() }];
        let mut other = entry("undated/b", "2003-05-01", &[]);
        let shared = (Span::new(0, 3), Span::new(0, 3));
        other.parallels = (1..=3).map(|n| parallel(n, "2005/a", 1, shared)).collect();
        other.parallels.push(parallel(4, "2009/a", 1, shared));
        entries.extend([copy, other]);
        assert_eq!(
            shown(&pairs(&entries)),
            [
                "versions 2001/a 2005/a",
                "versions 2005/a 2009/a",
                "variants 2009/a undated/a",
                "parallels undated/b 2005/a",
            ]
        );
    }

    #[test]
    fn shared_words_are_read_from_both_ends_and_marked_once() {
        let mut before = entry("2001/a", "2001", &["甲乙丙丁", "戊己"]);
        let mut after = entry("2002/b", "2002", &["丁丙乙甲", "己戊"]);
        let span = |a: usize, b: usize| Span::new(3 * a, 3 * b);
        before.parallels = vec![
            parallel(1, "2002/b", 1, (span(0, 2), span(2, 4))),
            parallel(2, "2002/b", 1, (span(0, 1), span(1, 3))),
        ];
        after.parallels = vec![parallel(1, "2001/a", 1, (span(2, 4), span(0, 2)))];
        let pair =
            Pair { ground: Ground::Parallels, before: "2001/a".into(), after: "2002/b".into(), strength: 24 };
        let corpus = Corpus { entries: vec![before, after], ..Corpus::default() };
        let rows = compare(&corpus, &pair).map(|c| c.rows).unwrap_or_default();
        assert_eq!((rows.len(), rows[0].before.len()), (1, 2));
        assert_eq!(rows[0].before[0].marked, [span(0, 2)]);
        assert_eq!(rows[0].after[0].marked, [span(1, 4)]);
    }
}
