//! Marks of one hash, side by side.

use super::row::Rows;
use super::small;
use crate::model::Workers;

/// The group of a mark whose shingle stands nowhere else.
const NONE: u32 = u32::MAX;
/// Marks are sorted in so many parts, by the first bits of their hashes.
const PARTS: usize = 64;
/// So many parts are made at a time: all of them would take more memory than what becomes of them.
const WAVE: usize = 16;

pub struct Groups {
    /// The group of each mark.
    of: Vec<u32>,
    /// Where each group begins in `places`; and the end.
    starts: Vec<u32>,
    /// Where the shingles of each group stand, in order, each with its circular.
    places: Vec<(u32, u32)>,
}

impl Groups {
    pub fn new(rows: &Rows, workers: &impl Workers) -> Groups {
        let part = |hash: u64| (hash >> 58) as usize % PARTS;
        let mut sizes = [0usize; PARTS];
        for at in rows.marks() {
            sizes[part(rows.hash(*at))] += 1;
        }
        let mut groups = Groups { of: vec![NONE; rows.marks().len()], starts: vec![0], places: Vec::new() };
        for (wave, sizes) in sizes.chunks(WAVE).enumerate() {
            // The hash beside its mark: comparing through an index costs a cache miss each time.
            let mut parts: Vec<Vec<(u64, u32, u32)>> =
                sizes.iter().map(|size| Vec::with_capacity(*size)).collect();
            for circular in 0..rows.len() {
                for mark in rows.marks_of(circular) {
                    let hash = rows.hash(rows.mark(mark));
                    let part = part(hash).checked_sub(wave * WAVE).and_then(|part| parts.get_mut(part));
                    if let Some(part) = part {
                        part.push((hash, small(mark), small(circular)));
                    }
                }
            }
            let sorted = workers.map(parts, |mut part| {
                part.sort_unstable();
                let groups = part.chunk_by(|a, b| a.0 == b.0).filter(|same| same.len() > 1);
                let sizes: Vec<u32> = groups.clone().map(|same| small(same.len())).collect();
                let marks: Vec<(u32, u32)> =
                    groups.flatten().map(|(_, mark, circular)| (*mark, *circular)).collect();
                (sizes, marks)
            });
            groups.places.reserve_exact(sorted.iter().map(|(_, marks)| marks.len()).sum());
            sorted.into_iter().for_each(|(sizes, marks)| groups.add(rows, &sizes, &marks));
        }
        groups
    }

    /// Adds groups of these sizes, made up of `marks` with their circulars.
    fn add(&mut self, rows: &Rows, sizes: &[u32], marks: &[(u32, u32)]) {
        let mut marks = marks;
        for size in sizes {
            let group = small(self.len());
            let (same, rest) = marks.split_at(*size as usize);
            marks = rest;
            for (mark, circular) in same {
                self.of[*mark as usize] = group;
                self.places.push((rows.mark(*mark as usize), *circular));
            }
            self.starts.push(small(self.places.len()));
        }
    }

    pub fn len(&self) -> usize {
        self.starts.len() - 1
    }

    /// The group of a mark; None when its shingle stands once.
    #[inline]
    pub fn of(&self, mark: usize) -> Option<usize> {
        self.of.get(mark).filter(|group| **group != NONE).map(|group| *group as usize)
    }

    /// Where the shingle of a group stands, in order, each place with its circular.
    #[inline]
    pub fn places(&self, group: usize) -> &[(u32, u32)] {
        let end = self.starts.get(group + 1).copied().unwrap_or_default() as usize;
        let start = self.starts.get(group).copied().unwrap_or_default() as usize;
        self.places.get(start..end).unwrap_or_default()
    }
}
