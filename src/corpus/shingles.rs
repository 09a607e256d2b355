//! An inverted index of hashed shingles: where texts share words, found
//! without comparing every pair.
//!
//! 1. Every clause is folded to one row of characters.
//! 2. Each window of `SIZE` characters is hashed; of every `WINDOW` hashes side by side the
//!    least is kept (winnowing: Schleimer, Wilkerson, Aiken, 2003). Any run of `SIZE + WINDOW - 1`
//!    characters that two clauses share is thereby found, with about one mark in four characters.
//! 3. The marks are sorted by hash. What has the same hash stands together.
//!
//! Time is that of the sort, memory about 10 bytes a character.

use super::fold::{self, BREAK};
use super::script::is_han;
use crate::model::{Circular, Clause};
use std::ops::Range;

/// Characters in a shingle.
const SIZE: usize = 6;
/// Shingles side by side of which one is kept.
const WINDOW: usize = 7;
/// Han characters in the shortest run that counts, `SIZE + WINDOW - 1`.
pub const SHORTEST: usize = 12;

/// A kept shingle: where it stands in the row of all characters, and in which clause.
#[derive(Debug, Clone, Copy)]
struct Mark {
    hash: u64,
    at: u32,
    clause: u32,
}

#[derive(Debug, Clone)]
struct Place {
    circular: u32,
    /// In the order of the circular's clauses.
    number: u32,
    characters: Range<u32>,
}

/// The index of some circulars, named by their places in the list it was made from.
pub struct Index {
    characters: Vec<char>,
    clauses: Vec<Place>,
    /// In the order of the texts.
    marks: Vec<Mark>,
    /// Marks by hash, then place.
    by_hash: Vec<u32>,
    /// For each mark, where its like begin in `by_hash`.
    group: Vec<u32>,
    /// Marks of each circular.
    of_circular: Vec<Range<u32>>,
}

/// Characters that two clauses share, as ranges of their folded characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// Number of the clause in its circular.
    pub clause: usize,
    pub circular: usize,
    pub other: usize,
    pub ours: Range<usize>,
    pub theirs: Range<usize>,
    /// In how many works its rarest shingle stands.
    pub works: usize,
}

/// Which of the circulars that share a shingle are looked at.
pub trait Choice {
    /// In how many works the shingle of a group stands; None where it is not looked at.
    fn works(&self, group: usize) -> Option<usize>;

    /// Adds to `chosen` whom to compare with `circular`, of those that share a shingle (in order, with repetition).
    fn choose(&self, circular: usize, sharing: &[usize], chosen: &mut Vec<usize>);
}

/// Everyone else.
pub struct Everyone;

impl Choice for Everyone {
    fn works(&self, _: usize) -> Option<usize> {
        Some(1)
    }

    fn choose(&self, circular: usize, sharing: &[usize], chosen: &mut Vec<usize>) {
        chosen.extend(sharing.iter().filter(|other| **other != circular));
        chosen.dedup();
    }
}

/// A shingle that two clauses share.
struct Hit {
    /// Clause, other clause, and how far they are apart in the row of all characters.
    line: (u32, u32, i64),
    at: u32,
    there: u32,
    works: usize,
}

impl Index {
    pub fn new<'a>(circulars: impl IntoIterator<Item = &'a Circular>) -> Index {
        let mut index = Index {
            characters: Vec::new(),
            clauses: Vec::new(),
            marks: Vec::new(),
            by_hash: Vec::new(),
            group: Vec::new(),
            of_circular: Vec::new(),
        };
        let mut hashes = Vec::new();
        for (circular, text) in circulars.into_iter().enumerate() {
            let first = index.marks.len();
            for (number, clause) in text.clauses().enumerate() {
                index.add(circular, number, clause, &mut hashes);
            }
            index.of_circular.push(small(first)..small(index.marks.len()));
        }
        index.sort();
        index
    }

    fn add(&mut self, circular: usize, number: usize, clause: &Clause, hashes: &mut Vec<Option<u64>>) {
        let start = self.characters.len();
        self.characters.extend(fold::folded(clause.words()).map(|(c, _)| c));
        let place = small(self.clauses.len());
        let row = &self.characters[start..];
        hashes.clear();
        hashes.extend(row.windows(SIZE).map(|w| (!w.contains(&BREAK)).then(|| hash(w))));
        let mut last = usize::MAX;
        for from in 0..(hashes.len() + 1).saturating_sub(WINDOW).max(usize::from(!hashes.is_empty())) {
            let window = hashes.iter().enumerate().skip(from).take(WINDOW);
            // The rightmost of equals, so that a repeated shingle is not kept twice.
            let least =
                window.filter_map(|(i, h)| h.map(|h| (h, i))).min_by_key(|(h, i)| (*h, usize::MAX - i));
            if let Some((hash, i)) = least
                && i != last
            {
                last = i;
                self.marks.push(Mark { hash, at: small(start + i), clause: place });
            }
        }
        let characters = small(start)..small(self.characters.len());
        self.clauses.push(Place { circular: small(circular), number: small(number), characters });
    }

    fn sort(&mut self) {
        let marks = &self.marks;
        // Hashes beside their marks: comparing through an index costs a cache miss each time.
        let mut order: Vec<(u64, u32)> = marks.iter().zip(0..).map(|(mark, i)| (mark.hash, i)).collect();
        order.sort_unstable();
        self.by_hash = order.into_iter().map(|(_, i)| i).collect();
        self.group = vec![0; marks.len()];
        let mut first = 0;
        for (i, mark) in self.by_hash.iter().enumerate() {
            if marks[*mark as usize].hash != marks[self.by_hash[first] as usize].hash {
                first = i;
            }
            self.group[*mark as usize] = small(first);
        }
    }

    /// The circular that a mark stands in.
    fn circular(&self, mark: u32) -> usize {
        self.clauses[self.marks[mark as usize].clause as usize].circular as usize
    }

    /// The marks of the group that begins at a place in `by_hash`.
    fn members(&self, group: usize) -> &[u32] {
        let rest = self.by_hash.get(group..).unwrap_or_default();
        let Some(hash) = rest.first().map(|mark| self.marks[*mark as usize].hash) else { return &[] };
        let end = rest.iter().position(|mark| self.marks[*mark as usize].hash != hash).unwrap_or(rest.len());
        &rest[..end]
    }

    /// For each place in `by_hash` at which a group begins, in how many works its shingle stands (`work` tells each
    /// circular's); 0 elsewhere.
    pub fn spread(&self, work: &[usize]) -> Vec<u32> {
        let mut spread = vec![0; self.by_hash.len()];
        let mut works = Vec::new();
        let mut first = 0;
        while first < spread.len() {
            let members = self.members(first);
            works.clear();
            works.extend(members.iter().map(|mark| work[self.circular(*mark)]));
            works.sort_unstable();
            works.dedup();
            spread[first] = small(works.len());
            first += members.len();
        }
        spread
    }

    /// How much of `circular` stands in others: those that have at least `fewest` of some `sample` of its shingles,
    /// each with its share of them, 0 to 1. Shingles in more than `widespread` circulars don't count.
    pub fn shares(
        &self,
        circular: usize,
        sample: usize,
        widespread: usize,
        fewest: usize,
    ) -> Vec<(usize, f64)> {
        let marks = self.of_circular.get(circular).cloned().unwrap_or_default();
        let every = (marks.len() / sample).max(1).next_power_of_two() as u64;
        let (mut counted, mut others, mut distinct) = (0usize, Vec::new(), Vec::new());
        for mark in marks.filter(|mark| self.marks[*mark as usize].hash.is_multiple_of(every)) {
            let group = self.group[mark as usize] as usize;
            // Far more marks than circulars allowed: not worth counting out.
            let far = self.by_hash.get(group + 8 * widespread);
            if far.is_some_and(|far| self.marks[*far as usize].hash == self.marks[mark as usize].hash) {
                continue;
            }
            // Marks stand in the order of their circulars.
            distinct.clear();
            distinct.extend(self.members(group).iter().map(|m| self.circular(*m)));
            distinct.dedup();
            if distinct.len() <= widespread {
                counted += 1;
                others.extend(distinct.iter().copied().filter(|other| *other != circular));
            }
        }
        others.sort_unstable();
        others
            .chunk_by(|a, b| a == b)
            .filter(|same| same.len() >= fewest)
            .map(|same| (same[0], same.len() as f64 / counted as f64))
            .collect()
    }

    /// The runs of at least `SHORTEST` Han characters that the clauses of `circular` share with those that `choice` admits.
    /// Work grows with the number of those.
    pub fn runs(&self, circular: usize, choice: &impl Choice) -> Vec<Run> {
        let mut hits: Vec<Hit> = Vec::new();
        let (mut circulars, mut chosen) = (Vec::new(), Vec::new());
        for mark in self.of_circular.get(circular).cloned().unwrap_or_default() {
            let here = self.marks[mark as usize];
            let group = self.group[mark as usize] as usize;
            let Some(works) = choice.works(group) else { continue };
            let members = self.members(group);
            circulars.clear();
            circulars.extend(members.iter().map(|other| self.circular(*other)));
            chosen.clear();
            choice.choose(circular, &circulars, &mut chosen);
            for (other, _) in members.iter().zip(&circulars).filter(|(_, c)| chosen.contains(c)) {
                let there = self.marks[*other as usize];
                let diagonal = i64::from(here.at) - i64::from(there.at);
                let line = (here.clause, there.clause, diagonal);
                hits.push(Hit { line, at: here.at, there: there.at, works });
            }
        }
        hits.sort_unstable_by_key(|hit| (hit.line, hit.at));
        let mut runs: Vec<Run> = Vec::new();
        for line in hits.chunk_by(|a, b| a.line == b.line) {
            let mut rest = line;
            while let Some(hit) = rest.first() {
                let (clause, other, _) = hit.line;
                let (ours, theirs) = self.extend(clause, other, hit.at, hit.there);
                let within = rest.partition_point(|hit| hit.at < ours.end);
                let works = rest[..within].iter().map(|hit| hit.works).min().unwrap_or_default();
                rest = &rest[within..];
                let row = &self.characters[ours.start as usize..ours.end as usize];
                if row.iter().filter(|c| is_han(**c)).count() >= SHORTEST {
                    runs.push(self.run(clause, other, ours, theirs, works));
                }
            }
        }
        runs
    }

    /// The longest common stretch through two places.
    fn extend(&self, clause: u32, other: u32, at: u32, there: u32) -> (Range<u32>, Range<u32>) {
        let (a, b) = (&self.clauses[clause as usize].characters, &self.clauses[other as usize].characters);
        let alike = |i: u32, j: u32| {
            let c = self.characters[i as usize];
            c != BREAK && c == self.characters[j as usize]
        };
        let mut back = 0;
        while at - back > a.start && there - back > b.start && alike(at - back - 1, there - back - 1) {
            back += 1;
        }
        let mut on = 0;
        while at + on < a.end && there + on < b.end && alike(at + on, there + on) {
            on += 1;
        }
        (at - back..at + on, there - back..there + on)
    }

    fn run(&self, clause: u32, other: u32, ours: Range<u32>, theirs: Range<u32>, works: usize) -> Run {
        let (a, b) = (&self.clauses[clause as usize], &self.clauses[other as usize]);
        let within = |range: Range<u32>, place: &Place| {
            let start = place.characters.start;
            (range.start - start) as usize..(range.end - start) as usize
        };
        Run {
            clause: a.number as usize,
            circular: b.circular as usize,
            other: b.number as usize,
            ours: within(ours, a),
            theirs: within(theirs, b),
            works,
        }
    }

    /// The folded characters of a stretch of a clause's text.
    pub fn words(&self, circular: usize, clause: usize, range: &Range<usize>) -> &[char] {
        let first = self.clauses.partition_point(|place| (place.circular as usize) < circular);
        let start = self.clauses.get(first + clause).map_or(0, |place| place.characters.start as usize);
        self.characters.get(start + range.start..start + range.end).unwrap_or_default()
    }
}

/// Counts and places; four thousand million characters are more than fit in memory.
fn small(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

fn hash(shingle: &[char]) -> u64 {
    let mixed = shingle.iter().fold(0xCBF2_9CE4_8422_2325, |h: u64, c| {
        (h.rotate_left(5) ^ u64::from(u32::from(*c))).wrapping_mul(0x517C_C1B7_2722_0A95)
    });
    let mixed = (mixed ^ (mixed >> 32)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    mixed ^ (mixed >> 29)
}
