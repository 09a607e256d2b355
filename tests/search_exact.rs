//! What a plain scan finds, search finds: no clause more, no clause less, counts and marks included.

#[path = "search_support/mod.rs"]
mod support;

use clausebook::model::Level;
use clausebook::search::{Options, SearchError, Words, fold};
use std::collections::BTreeSet;
use support::{Chance, OwnedCircular, index, invented, reader};

/// The corpus as keys, for plain scans.
struct Scan {
    /// Slug, anchor, key.
    clauses: Vec<(String, String, String)>,
    titles: Vec<String>,
}

impl Scan {
    fn new(corpus: &[OwnedCircular]) -> Scan {
        let clauses = corpus.iter().flat_map(|circular| {
            circular.clauses.iter().map(|c| (circular.slug.clone(), c.anchor.clone(), fold::fold(&c.words)))
        });
        Scan {
            clauses: clauses.collect(),
            titles: corpus.iter().map(|circular| fold::fold(&circular.title)).collect(),
        }
    }

    /// Slug and anchor of the clauses that answer, and how many titles do.
    fn answer(&self, query: &str) -> (BTreeSet<(String, String)>, usize) {
        let words = Words::parse(query);
        let answers = |key: &str| {
            words.wanted.iter().all(|word| key.contains(word.as_str()))
                && !words.unwanted.iter().any(|word| key.contains(word.as_str()))
        };
        let clauses = self.clauses.iter().filter(|(_, _, key)| answers(key));
        (
            clauses.map(|(slug, anchor, _)| (slug.clone(), anchor.clone())).collect(),
            self.titles.iter().filter(|key| answers(key)).count(),
        )
    }
}

/// A query of random words out of the clauses, or of words that may be in none.
fn query(corpus: &[OwnedCircular], chance: &mut Chance) -> String {
    let mut word = || {
        loop {
            let circular = chance.pick(corpus);
            let clause = &circular.clauses[chance.below(circular.clauses.len())].words;
            let key: Vec<char> = fold::fold(clause).chars().collect();
            let length = 1 + chance.below(12);
            let Some(last) = key.len().checked_sub(length) else { continue };
            let from = chance.below(last + 1);
            let mut word: String = key[from..from + length].iter().collect();
            // A piece of a word of letters is another word.
            if word.chars().any(|c| c.is_ascii()) {
                word = word.split_whitespace().last().unwrap_or_default().to_owned();
            }
            if chance.below(8) == 0 {
                word = word.chars().rev().collect();
            }
            if !word.is_empty() {
                return word;
            }
        }
    };
    match word().chars().count() % 6 {
        0 => format!("{} {}", word(), word()),
        1 => format!("{} -{}", word(), word()),
        2 => format!("{} {} -{}", word(), word(), word()),
        _ => word(),
    }
}

fn agrees(corpus: &[OwnedCircular], queries: usize, seed: u64) {
    let files = index(corpus);
    let reader = reader(&files);
    let scan = Scan::new(corpus);
    let mut chance = Chance::new(seed);
    for _ in 0..queries {
        let query = query(corpus, &mut chance);
        let (clauses, titles) = scan.answer(&query);
        let all = Options { limit: usize::MAX, ..Options::default() };
        let results = reader.search(&query, &all).unwrap();
        let found: BTreeSet<_> = results.hits.iter().map(|h| (h.slug.clone(), h.anchor.clone())).collect();
        assert_eq!(results.total, clauses.len(), "total of {query:?}");
        assert_eq!(results.hits.len(), clauses.len(), "hits of {query:?}");
        assert_eq!(found, clauses, "clauses of {query:?}");
        assert_eq!(results.titles_total, titles, "titles of {query:?}");
        assert!(results.hits.iter().all(|hit| !hit.marks.is_empty()), "marks of {query:?}");
        let circulars: BTreeSet<_> = results.hits.iter().map(|h| &h.slug).collect();
        assert!(results.circulars.is_none_or(|n| n == circulars.len()), "circulars of {query:?}");
        // The first page is the beginning of all, though it may come from elsewhere.
        let first = reader.search(&query, &Options { limit: 10, ..Options::default() }).unwrap();
        assert_eq!(first.total, results.total);
        assert_eq!(first.hits[..], results.hits[..first.hits.len()], "order of {query:?}");
        assert_eq!(first.facets, results.facets, "facets of {query:?}");
        assert_eq!(first.circulars, results.circulars, "circulars of {query:?}");
        assert_eq!(first.titles, results.titles, "titles of {query:?}");
    }
}

#[test]
fn random_substrings_are_found_as_a_scan_finds_them() {
    agrees(&invented(150, 7), 1_000, 11);
}

#[test]
fn small_corpora_too() {
    for (circulars, seed) in [(1, 1), (2, 2), (3, 3), (17, 4)] {
        agrees(&invented(circulars, seed), 60, seed);
    }
}

#[test]
fn long_lists_and_many_shards() {
    // Enough for lists apart and for facts that speak for many circulars.
    let corpus = invented(1_500, 5);
    let files = index(&corpus);
    assert!(files.keys().any(|path| path.starts_with("search/l/")));
    assert!(files.keys().filter(|path| path.starts_with("search/i/")).count() > 5);
    assert!(files.contains_key("search/c/2.js"));
    assert!(files.values().all(|bytes| bytes.len() <= 256 << 10));
    let (reader, scan) = (reader(&files), Scan::new(&corpus));
    for query in ["应当", "规定", "的", "規定 應當", "应当 -规定", "茶场负责人应当", "union 应当", "茶 -应当"]
    {
        let (clauses, titles) = scan.answer(query);
        let all = Options { limit: usize::MAX, ..Options::default() };
        let results = reader.search(query, &all).unwrap();
        let found: BTreeSet<_> = results.hits.iter().map(|h| (h.slug.clone(), h.anchor.clone())).collect();
        assert!(found == clauses && results.total == clauses.len(), "{query}");
        assert_eq!(results.titles_total, titles, "{query}");
    }
}

#[test]
fn a_clause_that_repeats_itself_is_counted_once() {
    let mut corpus = invented(3, 9);
    corpus[0].clauses[0].words = "茶".repeat(3_000);
    corpus[1].clauses[0].words = format!("{}。", "茶".repeat(700));
    let files = index(&corpus);
    for (length, total) in
        [(1, None), (300, Some(2)), (700, Some(2)), (701, Some(1)), (3_000, Some(1)), (3_001, Some(0))]
    {
        let query = "茶".repeat(length);
        let results = reader(&files).search(&query, &Options { limit: 10, ..Options::default() }).unwrap();
        assert_eq!(results.total, total.unwrap_or(Scan::new(&corpus).answer(&query).0.len()), "{length}");
    }
}

#[test]
fn filters_agree_with_a_scan() {
    let corpus = invented(120, 3);
    let files = index(&corpus);
    let reader = reader(&files);
    for query in ["应当", "茶场 规定", "缴存押金"] {
        let options = Options {
            limit: 9_999,
            level: Some(Level::County),
            kind: Some("通知".into()),
            ..Options::default()
        };
        let chosen: Vec<OwnedCircular> = corpus
            .iter()
            .filter(|c| c.level == Some(Level::County) && c.kind.as_deref() == Some("通知"))
            .cloned()
            .collect();
        let results = reader.search(query, &options).unwrap();
        assert_eq!(results.total, Scan::new(&chosen).answer(query).0.len(), "{query}");
        // A facet's count is what choosing it gives.
        let all = reader.search(query, &Options::default()).unwrap();
        for (issuer, count) in &all.facets.issuer {
            let only = Options { issuer: Some(issuer.clone()), ..Options::default() };
            assert_eq!(reader.search(query, &only).unwrap().total, *count, "{query} {issuer}");
        }
    }
}

#[test]
fn same_corpus_same_bytes_whatever_the_order() {
    let corpus = invented(40, 2);
    let mut reversed = corpus.clone();
    reversed.reverse();
    assert!(index(&corpus) == index(&reversed));
}

#[test]
fn an_empty_corpus_has_an_index_that_finds_nothing() {
    let files = index(&[]);
    let results = reader(&files).search("茶场", &Options::default()).unwrap();
    assert_eq!((results.total, results.hits.len(), results.titles.len()), (0, 0, 0));
}

#[test]
fn what_is_missing_is_named() {
    let mut files = index(&invented(5, 1));
    files.retain(|path, _| !path.starts_with("search/i/"));
    let error = reader(&files).search("应当", &Options::default()).unwrap_err();
    assert!(matches!(&error, SearchError::Missing(name) if name.starts_with("i/")));
}
