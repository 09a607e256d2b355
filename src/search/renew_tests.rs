//! The law of renewing: what it gives is what a build from nothing gives, byte for byte, files and memory.

use super::circular::{SearchCircular, SearchClause};
use super::grams::Division;
use super::index::build_sized;
use super::renew::renew_sized;
use super::sizes::{Growth, Scale, Sizes};
use crate::model::{Alone, Level, Naming};
use std::collections::BTreeMap;

/// Many shards, nodes and lists of few texts.
const SMALL: Sizes = Sizes {
    division: Division { bucket: 3, node: 12, known: 2, deepest: 14 },
    listed: (90, 16),
    single_listed: (150, 8),
    list_shard: 400,
    full: 150,
    cut: 1,
    most: 300,
    least: 80,
    longest: 32,
    piece: 1_500,
    pieces: 8,
    sample: 500,
    samples: 2,
    directory: 5,
    part: 60,
    every: 8,
    starts: 40,
    text: 400,
    growth: Growth { steep: 1_800, least: 350, most: 1_250, few: (2, 900) },
    pairs: 600,
    vocabulary: 800,
    scales: &[],
};

/// Numbers that look random and are the same each time (xorshift).
struct Chance(u64);

impl Chance {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % n.max(1) as u64) as usize
    }

    fn pick<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.below(of.len())]
    }
}

const WORDS: [&str; 30] = [
    "茶场",
    "负责人",
    "应当",
    "每季",
    "巡查",
    "一次",
    "茶场负责人应当",
    "记录",
    "保存",
    "三年",
    "不得",
    "擅自",
    "采摘",
    "林茶局",
    "檢查",
    "公布",
    "结果",
    "县",
    "市",
    "的",
    "的",
    "和",
    "ISO 3720 ",
    "union",
    "2019年",
    "逾期的责令改正",
    "，并报上一级备案",
    "。",
    "、",
    "水渠",
];

#[derive(Clone)]
struct Owned {
    slug: String,
    title: String,
    level: Option<Level>,
    /// Anchor, words, heading.
    clauses: Vec<(String, String, bool)>,
}

impl Owned {
    fn lend(&self) -> SearchCircular<'_> {
        SearchCircular {
            slug: &self.slug,
            title: &self.title,
            level: self.level,
            issuers: vec!["林茶局"],
            naming: if self.slug.ends_with('1') { Naming::Traditional } else { Naming::Simplified },
            clauses: self
                .clauses
                .iter()
                .map(|(anchor, words, heading)| SearchClause { anchor, number: "", words, heading: *heading })
                .collect(),
            ..SearchCircular::default()
        }
    }
}

fn words(chance: &mut Chance, most: usize) -> String {
    (0..1 + chance.below(most)).map(|_| chance.pick(&WORDS)).collect()
}

fn corpus(circulars: usize, chance: &mut Chance) -> Vec<Owned> {
    (0..circulars)
        .map(|nth| Owned {
            slug: format!("2020/{nth}"),
            title: words(chance, 4),
            level: [None, Some(Level::Central), Some(Level::County)][chance.below(3)],
            clauses: (0..1 + chance.below(9))
                .map(|at| (format!("art_{at}"), words(chance, 14), chance.below(6) == 0))
                .collect(),
        })
        .collect()
}

/// Changes something in one clause, as people do.
fn edit(circular: &mut Owned, chance: &mut Chance) {
    let at = chance.below(circular.clauses.len());
    let (anchor, text, _) = &mut circular.clauses[at];
    let mut letters: Vec<char> = text.chars().collect();
    let place = chance.below(letters.len() + 1);
    match chance.below(6) {
        0 => *text = words(chance, 14),
        1 => anchor.push('x'),
        2 => {
            let end = (place + 1 + chance.below(4)).min(letters.len());
            letters.drain(place..end);
            *text = letters.into_iter().collect();
        }
        _ => {
            let more: Vec<char> = words(chance, 3).chars().collect();
            letters.splice(place..place, more);
            *text = letters.into_iter().collect();
        }
    }
}

type Files = BTreeMap<String, Vec<u8>>;

fn built(sizes: &Sizes, corpus: &[Owned]) -> (Files, Files) {
    let (mut files, mut memory) = (Files::new(), Files::new());
    build_sized(
        sizes,
        corpus.iter().map(Owned::lend).collect(),
        &Alone,
        &mut |output| assert!(files.insert(output.path, output.bytes).is_none()),
        &mut |name, bytes| assert!(memory.insert(name.to_owned(), bytes.to_vec()).is_none()),
    );
    (files, memory)
}

/// Edits a corpus again and again; how often the index was renewed, how many files that touched, and how many there are.
fn walk(sizes: &Sizes, circulars: usize, edits: usize, seed: u64) -> (usize, usize, usize) {
    let mut chance = Chance(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
    let mut corpus = corpus(circulars, &mut chance);
    let (mut files, mut memory) = built(sizes, &corpus);
    let (mut renewed, mut touched) = (0, 0);
    for nth in 0..edits {
        let mut changed: Vec<usize> = (0..1 + nth % 2).map(|_| chance.below(circulars)).collect();
        changed.dedup();
        changed.iter().for_each(|at| edit(&mut corpus[*at], &mut chance));
        let (expected, remembered) = built(sizes, &corpus);
        let changed: Vec<SearchCircular<'_>> = changed.iter().map(|at| corpus[*at].lend()).collect();
        let recall = |name: &str| memory.get(name).cloned();
        let read = |path: &str| files.get(path).cloned();
        let Some(new) = renew_sized(sizes, &changed, &recall, &read, &Alone) else {
            (files, memory) = (expected, remembered);
            continue;
        };
        renewed += 1;
        touched += new.outputs.len() + new.vanished.len();
        for path in new.vanished {
            assert!(files.remove(&path).is_some(), "{path} was not there");
        }
        for output in new.outputs {
            assert_ne!(files.insert(output.path.clone(), output.bytes.clone()), Some(output.bytes));
        }
        memory.extend(new.memory);
        let differ = |a: &Files, b: &Files| -> Vec<String> {
            a.iter()
                .filter(|(path, bytes)| b.get(*path) != Some(bytes))
                .map(|(path, _)| path.clone())
                .collect()
        };
        let wrong = (differ(&expected, &files), differ(&files, &expected));
        assert!(wrong.0.is_empty() && wrong.1.is_empty(), "seed {seed}, edit {nth}: {wrong:?}");
        let wrong = (differ(&remembered, &memory), differ(&memory, &remembered));
        assert!(wrong.0.is_empty() && wrong.1.is_empty(), "seed {seed}, edit {nth}, memory: {wrong:?}");
    }
    (renewed, touched, files.len())
}

#[test]
fn what_is_renewed_is_what_is_built() {
    let (mut renewed, mut all, mut share) = (0, 0, 0.0);
    for seed in 1..=30 {
        let (circulars, edits) = (20 + 7 * (seed as usize % 12), 10);
        let (times, touched, files) = walk(&SMALL, circulars, edits, seed);
        renewed += times;
        all += edits;
        share += touched as f64 / files as f64;
    }
    // Where all is small a word more often makes a symbol more frequent by a class, and a shard more renames many.
    assert!(2 * renewed > all, "only {renewed} of {all} were renewed");
    assert!(share < 0.25 * renewed as f64, "{share} times all files were touched in {renewed} edits");
}

/// Sizes that bring out one thing or another.
fn sizes(seed: u64) -> Sizes {
    let lists = Sizes { listed: (100_000, 1), single_listed: (100_000, 1), ..SMALL };
    match seed % 4 {
        0 => SMALL,
        // Nodes everywhere, labels that end early.
        1 => Sizes {
            division: Division { bucket: 2, node: 6, known: 1, deepest: 8 },
            full: 60,
            most: 200,
            least: 40,
            ..SMALL
        },
        // Larger shards and no lists.
        2 => Sizes {
            division: Division { bucket: 5, node: 40, known: 1, deepest: 40 },
            full: 900,
            most: 2_000,
            least: 500,
            ..lists
        },
        // Many pieces of work.
        _ => Sizes { piece: 300, pieces: 40, part: 7, every: 3, starts: 9, text: 150, cut: 2, ..SMALL },
    }
}

#[test]
fn whatever_the_sizes() {
    // The last were wrong once.
    let seeds = (100..116).chain([1005, 1062, 1239, 2059]);
    let renewed: usize =
        seeds.map(|seed| walk(&sizes(seed), 20 + 7 * (seed as usize % 12), 12, seed).0).sum();
    assert!(renewed > 120, "only {renewed} of 240 were renewed");
}

#[test]
fn a_collection_may_grow_large_or_small_with_an_edit() {
    let (of_seed, mut renewed) = (|seed: u64| Chance(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1), 0);
    for seed in 200..206 {
        let corpus = corpus(40, &mut of_seed(seed));
        let from: usize = corpus.iter().map(|circular| circular.lend().size()).sum();
        let scales = Vec::leak(vec![Scale { from, bucket: 5, pairs: 30, vocabulary: 1_600 }]);
        let sizes = Sizes { scales, ..SMALL };
        assert!(built(&sizes, &corpus) != built(&SMALL, &corpus));
        renewed += walk(&sizes, 40, 10, seed).0;
    }
    assert!((10..60).contains(&renewed), "{renewed} of 60 were renewed");
}

#[test]
fn what_does_not_fit_is_made_anew() {
    let corpus = corpus(60, &mut Chance(77));
    let (files, memory) = built(&SMALL, &corpus);
    let renewed = |circulars: &[SearchCircular<'_>], memory: &Files, files: &Files| {
        let recall = |name: &str| memory.get(name).cloned();
        renew_sized(&SMALL, circulars, &recall, &|path| files.get(path).cloned(), &Alone)
    };
    // Nothing changed: nothing is to do.
    let nothing = renewed(&[], &memory, &files).expect("nothing is little");
    assert!(nothing.outputs.is_empty() && nothing.vanished.is_empty());
    let edited = |circular: &Owned| {
        let mut edited = circular.clone();
        edited.clauses[0].1.push_str("应当");
        edited
    };
    let changed = corpus.iter().map(edited).find(|one| renewed(&[one.lend()], &memory, &files).is_some());
    let changed = changed.expect("some are renewed");
    // Another title, a clause more, an unknown circular, one named twice.
    assert!(renewed(&[SearchCircular { title: "新", ..changed.lend() }], &memory, &files).is_none());
    let mut more = changed.clone();
    more.clauses.push(("art_99".into(), "应当".into(), false));
    assert!(renewed(&[more.lend()], &memory, &files).is_none());
    assert!(renewed(&[SearchCircular { slug: "2020/new", ..changed.lend() }], &memory, &files).is_none());
    assert!(renewed(&[changed.lend(), changed.lend()], &memory, &files).is_none());
    // A memory that is damaged or not there, files that are not.
    assert!(renewed(&[changed.lend()], &Files::new(), &files).is_none());
    assert!(renewed(&[changed.lend()], &memory, &Files::new()).is_none());
    for (name, bytes) in &memory {
        for damaged in [&bytes[..bytes.len() / 2], &[0xFF; 40][..], &[]] {
            let mut memory = memory.clone();
            memory.insert(name.clone(), damaged.to_vec());
            renewed(&[changed.lend()], &memory, &files);
        }
    }
}
