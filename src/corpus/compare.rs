//! Texts side by side: which pairs have a page of their own, and what stands on it.
//!
//! Pairs are few: the neighbouring versions, the copies of the fullest text of a day, and for each circular the few
//! with which it shares most, if that is worth reading. Their number grows with the circulars, not with their square.

use super::changes::changes;
use super::works;
use crate::model::{
    Anchor, Change, Circular, ClauseRef, Comparison, Corpus, Entry, Ground, Pair, Parallels, PartialDate,
    Row, Side, Span, Token,
};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Clauses, and provisions, that two works must share at least. What is shared stands beside its like at the clause
/// itself; a page of its own is worth opening when it shows how one work follows the other, and an article with its
/// five items is one thing shared.
const FEWEST: usize = 3;
/// Of a short work this part of its provisions is enough, `FEWEST_OF_SHORT` at least.
const PART: usize = 4;
const FEWEST_OF_SHORT: usize = 2;
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
    let provisions: Vec<usize> = entries.iter().map(|entry| provisions(entry.circular())).collect();
    for (at, entry) in entries.iter().enumerate() {
        let own = entry.circular().slug.as_str();
        for both in entry.ties.versions.windows(2) {
            if let [before, after] = both
                && [before, after].iter().any(|version| version.slug == own)
            {
                add(Ground::Versions, &before.slug, &after.slug, 0);
            }
        }
        if let Some(fullest) = fullest(entries, entry).filter(|fullest| *fullest != own) {
            add(Ground::Variants, fullest, own, 0);
        }
        for (other, strength) in
            closest(entry.circular(), &entry.parallels, |other| provisions[at].min(provisions[other]))
        {
            let Some(other) = entries.get(other) else { continue };
            let (before, after) = in_time(entry.circular(), other.circular());
            add(Ground::Parallels, &before.slug, &after.slug, strength);
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
    let others = entry.ties.variants.iter().filter_map(|variant| find(entries, &variant.slug));
    let circulars = others.chain([entry]).map(Entry::circular);
    works::fullest(circulars.map(|circular| (works::fullness(circular), circular.slug.as_str())))
}

/// The entries with which `circular` shares the wording of enough provisions, the strongest first, and how much.
/// `shorter` tells how many provisions the shorter of the two has.
pub(super) fn closest(
    circular: &Circular,
    parallels: &Parallels,
    shorter: impl Fn(usize) -> usize,
) -> Vec<(usize, usize)> {
    let mut shared: Vec<(u32, &str, u32, u32)> = Vec::with_capacity(parallels.len());
    for (place, _) in parallels.places() {
        let clause = clause(circular, place.from);
        shared
            .extend(clause.map(|clause| (place.entry, provision(clause.anchor), place.from, place.strength)));
    }
    shared.sort_unstable();
    let mut found: Vec<(usize, usize)> = Vec::new();
    for other in shared.chunk_by(|a, b| a.0 == b.0) {
        let common = other.chunk_by(|a, b| a.1 == b.1).count();
        let other_work = other[0].0 as usize;
        let part = FEWEST_OF_SHORT.max(shorter(other_work).div_ceil(PART));
        let clauses = other.chunk_by(|a, b| (a.1, a.2) == (b.1, b.2)).count();
        if clauses >= FEWEST && common >= FEWEST.min(part) {
            found.push((other_work, other.iter().map(|(_, _, _, strength)| *strength as usize).sum()));
        }
    }
    // Stable: of equals the first by slug.
    found.sort_by_key(|(_, strength)| Reverse(*strength));
    found.truncate(MOST);
    found
}

/// How many provisions a text has.
pub(super) fn provisions(circular: &Circular) -> usize {
    let clauses = circular.clauses().filter(|clause| !clause.is_heading());
    let mut all: Vec<&str> = clauses.map(|clause| provision(clause.anchor)).collect();
    // Those of one provision mostly stand together.
    all.dedup();
    all.sort_unstable();
    all.dedup();
    all.len()
}

/// The provision that a clause belongs to, by its anchor: the article, else the nearest number; an article that is
/// shared with its five items is one thing shared. A paragraph without a number above it stands for itself.
fn provision(anchor: &Anchor) -> &str {
    let whole = anchor.as_str();
    let (mut end, mut number, mut at) = (0, false, 0);
    for part in whole.split("__") {
        at += part.len();
        match part.split('_').next().and_then(Token::from_name) {
            Some(Token::Article) => return &whole[..at],
            Some(Token::Paragraph | Token::Point | Token::Indent | Token::Table) => {}
            Some(Token::Preamble | Token::Conclusion | Token::Cover | Token::Attachment) => number = false,
            _ => (end, number) = (at, true),
        }
        at += "__".len();
    }
    if number { &whole[..end] } else { whole }
}

/// The earlier first; what has no date comes last.
fn in_time<'a>(one: &'a Circular, other: &'a Circular) -> (&'a Circular, &'a Circular) {
    let key = |circular: &Circular| {
        let date = super::works::version_date(circular);
        let undated = PartialDate { year: i16::MAX, month: None, day: None };
        (date.unwrap_or(undated), circular.slug.clone())
    };
    if key(one) <= key(other) { (one, other) } else { (other, one) }
}

/// What stands on the page of `pair`; None when one of the two is not held.
pub fn compare(corpus: &Corpus, pair: &Pair) -> Option<Comparison> {
    let (before, after) = (corpus.entry(&pair.before)?, corpus.entry(&pair.after)?);
    let rows = match pair.ground {
        Ground::Versions | Ground::Variants => changes(before.circular(), after.circular()),
        Ground::Parallels => shared(corpus, before, after),
    };
    Some(Comparison { pair: pair.clone(), rows })
}

/// The clauses of the later work that share words with the earlier one, each with the clauses it shares them with,
/// the strongest first.
fn shared(corpus: &Corpus, before: &Entry, after: &Entry) -> Vec<Row> {
    // By places among the blocks. Each side keeps the strongest parallels of a clause only: what one left out the other
    // may have.
    let mut found: BTreeMap<(u32, u32), Vec<(Span, Span)>> = BTreeMap::new();
    let to = |other: &Entry| {
        let at = corpus.entries.binary_search_by(|e| e.circular().slug.cmp(&other.circular().slug));
        at.ok().and_then(|at| u32::try_from(at).ok())
    };
    let (old, new) = (to(before), to(after));
    for (p, spans) in before.parallels.places().filter(|(p, _)| Some(p.entry) == new) {
        found.insert((p.to, p.from), spans.collect());
    }
    for (p, spans) in after.parallels.places().filter(|(p, _)| Some(p.entry) == old) {
        found.insert((p.from, p.to), spans.map(|(ours, theirs)| (theirs, ours)).collect());
    }
    let mut rows: BTreeMap<u32, (Vec<Side>, Vec<Span>)> = BTreeMap::new();
    for ((j, i), spans) in found {
        let Some(ours) = clause(before.circular(), i) else { continue };
        let (befores, marked) = rows.entry(j).or_default();
        befores.push(side(ours, spans.iter().map(|(span, _)| *span).collect()));
        marked.extend(spans.iter().map(|(_, span)| *span));
    }
    let row = |(j, (mut before, marked)): (u32, (Vec<Side>, Vec<Span>))| {
        // Stable: of equals the first in reading order.
        before.sort_by_key(|side| Reverse(side.marked.iter().map(|s| s.end - s.start).sum::<usize>()));
        Some(Row { change: Change::Shared, before, after: vec![side(clause(after.circular(), j)?, marked)] })
    };
    rows.into_iter().filter_map(row).collect()
}

/// The clause at a place among the blocks.
fn clause(circular: &Circular, block: u32) -> Option<ClauseRef<'_>> {
    circular.blocks.clause(block as usize)
}

/// A side with spans of the clause's text, in order, those that touch made one.
fn side(clause: ClauseRef, mut spans: Vec<Span>) -> Side {
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
    use super::super::samples::{articles, circular};
    use super::*;
    use crate::model::{Page, ParallelPlace, Variant, Version};

    fn entry(slug: &str, issued: &str, text: &[&str]) -> Entry {
        let mut circular = circular(slug, "办法", text);
        circular.meta.dates.issued = issued.parse().ok();
        Entry { page: Page::new(circular, Vec::new()), ..Entry::default() }
    }

    /// To the first clause of an entry.
    fn parallel(from: u32, entry: u32) -> ParallelPlace {
        ParallelPlace { from, entry, to: 0, strength: 12 }
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
            entry.ties.versions = ["2001/a", "2005/a", "2009/a"].map(version).to_vec();
        }
        let mut copy = entry("undated/a", "", &[]);
        copy.ties.variants =
            vec![Variant { slug: "2009/a".into(), aligned: Vec::new(), missing: Vec::new() }];
        entries[2].ties.variants =
            vec![Variant { slug: "undated/a".into(), aligned: Vec::new(), missing: Vec::new() }];
        let mut other = entry("undated/b", "2003-05-01", &["甲", "乙", "丙", "丁"]);
        (0..3).for_each(|n| other.parallels.push(parallel(n, 1), []));
        other.parallels.push(parallel(3, 2), []);
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
    fn a_page_shows_provisions_not_the_items_of_one() {
        let of = |text: &str| Anchor::parse(text).map(|anchor| provision(&anchor).to_owned());
        for (anchor, is) in [
            ("art_12__para_2__point_3", "art_12"),
            ("att_1__art_3__point_1", "att_1__art_3"),
            ("sec_4__subsec_1__cl_3__para_2", "sec_4__subsec_1__cl_3"),
            ("cl_10", "cl_10"),
            ("preamble__para_2", "preamble__para_2"),
            ("att_2__para_7", "att_2__para_7"),
            ("sec_3__para_1", "sec_3"),
        ] {
            assert_eq!(of(anchor).as_deref(), Some(is));
        }
        // The clauses of ours that are shared with a work of so many provisions.
        let paired = |shared: &[u32], theirs: usize| {
            let mut ours = entry("2001/a", "2001", &[]);
            let numbers = ["1", "1__para_2", "1__point_1", "2", "3", "4", "5", "6", "7", "8", "9"];
            ours.page.circular.blocks =
                articles("2001/a", "办法", &numbers.map(|number| (number, "甲"))).blocks;
            shared.iter().for_each(|n| ours.parallels.push(parallel(*n, 1), []));
            !pairs(&[ours, entry("2002/b", "2002", &vec!["甲"; theirs])]).is_empty()
        };
        assert!(paired(&[0, 3, 4], 9) && paired(&[0, 1, 3], 8));
        assert!(!paired(&[0, 1, 2, 3], 9) && !paired(&[0, 3], 8) && !paired(&[0, 1, 2], 1));
    }

    #[test]
    fn shared_words_are_read_from_both_ends_and_marked_once() {
        let mut before = entry("2001/a", "2001", &["甲乙丙丁", "戊己"]);
        let mut after = entry("2002/b", "2002", &["丁丙乙甲", "己戊"]);
        let span = |a: usize, b: usize| Span::new(3 * a, 3 * b);
        before.parallels.push(parallel(0, 1), [(span(0, 2), span(2, 4))]);
        before.parallels.push(parallel(1, 1), [(span(0, 1), span(1, 3))]);
        after.parallels.push(parallel(0, 0), [(span(2, 4), span(0, 2))]);
        let pair =
            Pair { ground: Ground::Parallels, before: "2001/a".into(), after: "2002/b".into(), strength: 24 };
        let corpus = Corpus { entries: vec![before, after], ..Corpus::default() };
        let rows = compare(&corpus, &pair).map(|c| c.rows).unwrap_or_default();
        assert_eq!((rows.len(), rows[0].before.len()), (1, 2));
        assert_eq!(rows[0].before[0].marked, [span(0, 2)]);
        assert_eq!(rows[0].after[0].marked, [span(1, 4)]);
    }
}
