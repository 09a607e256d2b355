//! Marks of one hash, side by side.

use super::row::Rows;
use super::small;
use crate::model::Workers;
use std::ops::Range;

/// The group of a mark whose shingle stands nowhere else.
const NONE: u32 = u32::MAX;
/// Marks are sorted in so many parts, by the first bits of their hashes.
const PARTS: usize = 64;
/// Parts with so many marks in all are made at a time: all of them would take more memory than what becomes of them.
const WAVE: usize = 1 << 21;

pub struct Groups {
    /// The group of each mark.
    of: Vec<u32>,
    /// In the order of the groups.
    waves: Vec<Wave>,
    form: Form,
}

/// Some groups.
struct Wave {
    /// The first of them.
    first: usize,
    /// Where each begins in `places`; and the end.
    starts: Vec<u32>,
    /// Where the shingles of each group stand, in order.
    places: Vec<Place>,
}

/// Where a shingle stands.
#[derive(Debug, Clone, Copy)]
pub struct Place {
    pub at: u32,
    /// Its circular, by [`Form::circular`], and what stands on both sides of it, by [`Form::may_go_on`].
    pub about: u32,
}

/// How the bits of `about` are used: the lowest for the circular, the others for both sides, as many for each. A look at what
/// stands around a shingle costs a cache miss for each place; most of it is told by these bits.
#[derive(Debug, Clone, Copy)]
struct Form {
    circular: u32,
    side: u32,
}

/// A mark that is being sorted: the hash beside it, for comparing through an index costs a cache miss each time.
type Mark = (u64, u32, u32);

impl Groups {
    pub fn new(rows: &Rows, workers: &impl Workers) -> Groups {
        let form = Form::of(rows.len());
        let mut groups = Groups { of: vec![NONE; rows.marks().len()], waves: Vec::new(), form };
        let mut sizes = [0usize; PARTS];
        let part = |at: &u32| {
            let part = (rows.hash(*at) >> 58) as u8;
            sizes[usize::from(part)] += 1;
            part
        };
        let parts: Vec<u8> = rows.marks().iter().map(part).collect();
        let mut from = 0;
        while from < PARTS {
            let mut sum = 0;
            let fits = |size: &&usize| {
                sum += **size;
                sum <= WAVE
            };
            let fitting = sizes[from..].iter().take_while(fits).count().max(1);
            groups.add(rows, &parts, from, &sizes[from..from + fitting], workers);
            from += fitting;
        }
        groups
    }

    /// Adds the groups of some parts, `from` the first of them, which have so many marks; `parts` tells that of each mark.
    fn add(&mut self, rows: &Rows, parts: &[u8], from: usize, sizes: &[usize], workers: &impl Workers) {
        let mut wave: Vec<Vec<Mark>> = sizes.iter().map(|size| Vec::with_capacity(*size)).collect();
        for circular in 0..rows.len() {
            for mark in rows.marks_of(circular) {
                let part = usize::from(parts[mark]).checked_sub(from);
                if let Some(part) = part.and_then(|part| wave.get_mut(part)) {
                    let at = rows.mark(mark);
                    part.push((rows.hash(at), small(mark), self.form.about(small(circular), rows.sides(at))));
                }
            }
        }
        let sorted = workers.map(wave, |mut part| {
            // Marks of one hash in their order: what is said about them plays no part.
            part.sort_unstable_by_key(|(hash, mark, _)| (*hash, *mark));
            let groups = part.chunk_by(|a, b| a.0 == b.0).filter(|same| same.len() > 1);
            let sizes: Vec<u32> = groups.clone().map(|same| small(same.len())).collect();
            let marks: Vec<(u32, u32)> = groups.flatten().map(|(_, mark, about)| (*mark, *about)).collect();
            (sizes, marks)
        });
        let (groups, marks) = sorted.iter().fold((0, 0), |(a, b), (s, m)| (a + s.len(), b + m.len()));
        let (mut starts, mut places) = (Vec::with_capacity(groups + 1), Vec::with_capacity(marks));
        starts.push(0);
        let first = self.len();
        for (sizes, marks) in sorted {
            let mut marks = marks.as_slice();
            for size in sizes {
                let group = small(first + starts.len() - 1);
                let (same, rest) = marks.split_at(size as usize);
                marks = rest;
                for (mark, about) in same {
                    self.of[*mark as usize] = group;
                    places.push(Place { at: rows.mark(*mark as usize), about: *about });
                }
                starts.push(small(places.len()));
            }
        }
        self.waves.push(Wave { first, starts, places });
    }

    pub fn len(&self) -> usize {
        self.waves.last().map_or(0, |last| last.first + last.starts.len() - 1)
    }

    /// The group of a mark; None when its shingle stands once.
    #[inline]
    pub fn of(&self, mark: usize) -> Option<usize> {
        self.of.get(mark).filter(|group| **group != NONE).map(|group| *group as usize)
    }

    /// Where the shingle of a group stands, in order.
    #[inline]
    pub fn places(&self, group: usize) -> &[Place] {
        let wave = self.waves.partition_point(|wave| wave.first <= group).checked_sub(1);
        let Some(wave) = wave.and_then(|wave| self.waves.get(wave)) else { return &[] };
        let range: Range<usize> = match wave.starts.get(group - wave.first..) {
            Some([start, end, ..]) => *start as usize..*end as usize,
            _ => 0..0,
        };
        wave.places.get(range).unwrap_or_default()
    }

    /// The circular that a place is in.
    #[inline]
    pub fn circular(&self, place: Place) -> usize {
        self.form.circular(place.about)
    }

    /// What [`Groups::may_go_on`] compares of the shingle that begins there.
    #[inline]
    pub fn sides(&self, rows: &Rows, at: u32) -> u32 {
        self.form.about(0, rows.sides(at))
    }

    /// Whether a stretch that counts may stand around two shingles that are the same.
    #[inline]
    pub fn may_go_on(&self, about: u32, other: u32) -> bool {
        self.form.may_go_on(about, other)
    }
}

impl Form {
    /// With room for so many circulars.
    fn of(circulars: usize) -> Form {
        let circular = u32::BITS - small(circulars).leading_zeros();
        Form { circular, side: (u32::BITS - circular) / 2 }
    }

    fn about(self, circular: u32, sides: [u64; 2]) -> u32 {
        let [before, after] = sides.map(|hash| hash.checked_shr(u64::BITS - self.side).unwrap_or(0));
        let sides = before << self.side | after;
        circular | (sides << (u32::BITS - 2 * self.side)) as u32
    }

    fn circular(self, about: u32) -> usize {
        (u64::from(about) & ((1 << self.circular) - 1)) as usize
    }

    /// What is not the same on both sides ends too soon.
    fn may_go_on(self, about: u32, other: u32) -> bool {
        let differ = u64::from(about ^ other) >> (u32::BITS - 2 * self.side);
        differ >> self.side == 0 || differ & ((1 << self.side) - 1) == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_tells_its_circular_and_what_stands_beside_it() {
        for circulars in [0usize, 1, 2, 100_000, 1 << 20, 1 << 31, u32::MAX as usize] {
            let form = Form::of(circulars);
            let last = small(circulars);
            let [a, b, c] = [0x1234_5678_9ABC_DEF0, 0xFEDC_BA98_7654_3210, 0].map(|hash: u64| hash);
            let one = form.about(last, [a, b]);
            assert_eq!(form.circular(one), circulars);
            for (other, goes_on) in [([a, b], true), ([a, c], true), ([c, b], true), ([b, c], form.side == 0)]
            {
                assert_eq!(form.may_go_on(one, form.about(0, other)), goes_on, "{circulars}");
            }
        }
    }
}
