//! All clauses folded, one after the other, and the marks in them.

use super::super::fold::{self, BREAK};
use super::small;
use crate::model::Workers;
use crate::model::{BlockRef, Circular, ClauseRef, Span};
use std::ops::Range;

/// Characters in a shingle.
pub const SIZE: usize = 6;
/// Shingles side by side of which one is kept.
const WINDOW: usize = 7;
/// Han characters in the shortest run that counts, `SIZE + WINDOW - 1`.
pub const SHORTEST: usize = 12;

/// Of the characters of a stretch of [`SHORTEST`] around a shingle so many at least stand on one side of it.
const BESIDE: u32 = (SHORTEST - SIZE) as u32 / 2;

/// Codes up to the last are like none, not even themselves: a title that was, the end of a clause.
const TITLE: u16 = 0;
const END: u16 = 1;

/// The place of every 2^STRIDEth character is kept; the others are counted from there.
const STRIDE: u32 = 3;
/// Farther from the beginning of a clause than places can say: there characters are counted from the beginning.
const FAR: u16 = u16::MAX;

/// Circulars that are folded by one worker at a time, and by all before they are put together.
const PORTION: usize = 32;
const WAVE: usize = 64 * PORTION;

/// The lowest bits of a character's place that don't count for finding its circular and its clause.
const STEP: u32 = 8;

/// A clause in the row.
#[derive(Debug, Clone, Copy)]
pub struct Place {
    pub start: u32,
    /// In the order of the rows.
    pub circular: u32,
    /// Its place among the circular's blocks.
    pub block: u32,
    pub heading: bool,
}

#[derive(Default)]
pub struct Rows {
    codes: Vec<u16>,
    /// Where every 2^STRIDEth character stands in its clause, in bytes.
    bytes: Vec<u16>,
    clauses: Vec<Place>,
    /// Where each mark's shingle begins, in order.
    marks: Vec<u32>,
    /// Where each circular's marks begin; and their end.
    marks_of: Vec<u32>,
    /// The clause of every 2^STEPth character.
    near: Vec<u32>,
}

impl Rows {
    pub fn new(circulars: &[&Circular], workers: &impl Workers) -> Rows {
        let mut rows = Rows { marks_of: vec![0], ..Rows::default() };
        for wave in circulars.chunks(WAVE) {
            let portions = wave.chunks(PORTION).collect();
            for portion in workers.map(portions, Rows::of) {
                rows.append(portion);
            }
        }
        rows.codes.shrink_to_fit();
        rows.bytes.shrink_to_fit();
        rows.marks.shrink_to_fit();
        let mut clause = 0;
        for at in (0..small(rows.codes.len())).step_by(1 << STEP) {
            while rows.clauses.get(clause + 1).is_some_and(|next| next.start <= at) {
                clause += 1;
            }
            rows.near.push(small(clause));
        }
        rows
    }

    fn of(circulars: &[&Circular]) -> Rows {
        let mut rows = Rows { marks_of: vec![0], ..Rows::default() };
        let mut hashes = Vec::new();
        for (circular, text) in circulars.iter().enumerate() {
            for (block, clause) in text.blocks.iter().enumerate() {
                if let BlockRef::Clause(clause) = clause {
                    let (circular, block) = (small(circular), small(block));
                    let start = small(rows.codes.len());
                    rows.clauses.push(Place { start, circular, block, heading: clause.is_heading() });
                    rows.add(clause, &mut hashes);
                }
            }
            rows.marks_of.push(small(rows.marks.len()));
        }
        // What is appended begins where a place is kept.
        while !rows.codes.len().is_multiple_of(1 << STRIDE) {
            rows.push(END, 0);
        }
        rows
    }

    fn push(&mut self, code: u16, byte: usize) {
        if self.codes.len().is_multiple_of(1 << STRIDE) {
            self.bytes.push(u16::try_from(byte).unwrap_or(FAR));
        }
        self.codes.push(code);
    }

    fn add(&mut self, clause: ClauseRef, hashes: &mut Vec<Option<u64>>) {
        let start = self.codes.len();
        let text = clause.words();
        for (c, span) in fold::folded(text) {
            self.push(code(c), span.start);
        }
        hashes.clear();
        let row = &self.codes[start..];
        hashes.extend(row.windows(SIZE).map(|w| (!w.contains(&TITLE)).then(|| hash(w))));
        let mut last = usize::MAX;
        for from in 0..(hashes.len() + 1).saturating_sub(WINDOW).max(usize::from(!hashes.is_empty())) {
            // The least found before stands till it is out of the window, or one that came is no greater.
            let end = (from + WINDOW).min(hashes.len());
            let kept = (from > 0 && (from..end).contains(&last)).then(|| hashes[last]).flatten();
            let least = match (kept, hashes[end - 1]) {
                (Some(kept), Some(came)) if came <= kept => Some(end - 1),
                (Some(_), _) => Some(last),
                // The rightmost of equals, so that a repeated shingle is not kept twice.
                (None, _) => (from..end)
                    .filter_map(|i| hashes[i].map(|h| (h, i)))
                    .min_by_key(|(h, i)| (*h, usize::MAX - i))
                    .map(|(_, i)| i),
            };
            if let Some(i) = least
                && i != last
            {
                last = i;
                self.marks.push(small(start + i));
            }
        }
        self.push(END, 0);
    }

    fn append(&mut self, other: Rows) {
        let (characters, marks) = (small(self.codes.len()), small(self.marks.len()));
        let circulars = small(self.len());
        let place = |p: &Place| Place { start: p.start + characters, circular: p.circular + circulars, ..*p };
        self.clauses.extend(other.clauses.iter().map(place));
        self.marks.extend(other.marks.iter().map(|at| at + characters));
        self.marks_of.extend(other.marks_of.iter().skip(1).map(|end| end + marks));
        self.codes.extend_from_slice(&other.codes);
        self.bytes.extend_from_slice(&other.bytes);
    }

    #[inline]
    pub fn codes(&self, range: &Range<u32>) -> &[u16] {
        self.codes.get(range.start as usize..range.end as usize).unwrap_or_default()
    }

    /// The hash of the shingle that begins there.
    #[inline]
    pub fn hash(&self, at: u32) -> u64 {
        hash(self.codes(&(at..at + SIZE as u32)))
    }

    /// Where the shingle of a mark begins.
    #[inline]
    pub fn mark(&self, mark: usize) -> u32 {
        self.marks.get(mark).copied().unwrap_or_default()
    }

    #[inline]
    pub fn marks(&self) -> &[u32] {
        &self.marks
    }

    #[inline]
    pub fn marks_of(&self, circular: usize) -> Range<usize> {
        self.marks_of[circular] as usize..self.marks_of[circular + 1] as usize
    }

    /// How many circulars.
    pub fn len(&self) -> usize {
        self.marks_of.len() - 1
    }

    #[inline]
    pub fn clause(&self, number: u32) -> Place {
        self.clauses[number as usize]
    }

    /// The number of the clause that a character stands in.
    #[inline]
    pub fn clause_at(&self, at: u32) -> u32 {
        let mut clause = self.near.get((at >> STEP) as usize).map_or(0, |clause| *clause as usize);
        while self.clauses.get(clause + 1).is_some_and(|next| next.start <= at) {
            clause += 1;
        }
        small(clause)
    }

    /// The longest common stretch through two places.
    #[inline]
    pub fn extend(&self, at: u32, there: u32) -> (Range<u32>, Range<u32>) {
        let (at, there) = (at as usize, there as usize);
        let alike = |(a, b): &(&u16, &u16)| a == b && **a > END;
        let (before, before_there) = (&self.codes[..at], &self.codes[..there]);
        let back = before.iter().rev().zip(before_there.iter().rev()).take_while(alike).count();
        let on = self.codes[at..].iter().zip(&self.codes[there..]).take_while(alike).count();
        (small(at - back)..small(at + on), small(there - back)..small(there + on))
    }

    /// The bytes of a `clause`, which has that number, in which a stretch of it stands; None when it is empty.
    pub fn bytes(&self, number: u32, clause: ClauseRef, range: &Range<u32>) -> Option<Span> {
        let last = range.end.checked_sub(1).filter(|last| *last >= range.start)?;
        let (start, words) = (self.clause(number).start, clause.words());
        let place = |at: u32| {
            let step = at >> STRIDE << STRIDE;
            let kept = self.bytes.get((at >> STRIDE) as usize).filter(|at| step >= start && **at != FAR);
            let (byte, from) = kept.map_or((0, start), |byte| (usize::from(*byte), step));
            let nth = at.checked_sub(from)? as usize;
            let (_, span) = fold::folded(words.get(byte..)?).nth(nth)?;
            Some(Span::new(byte + span.start, byte + span.end))
        };
        Some(Span::new(place(range.start)?.start, place(last)?.end))
    }

    /// Hashes of the three characters before and of those after the shingle that begins there.
    #[inline]
    pub fn sides(&self, at: u32) -> [u64; 2] {
        let three = |from: u32| hash(self.codes(&(from..from + BESIDE)));
        [at.checked_sub(BESIDE).map_or(0, three), three(at + SIZE as u32)]
    }
}

/// The hashes of the marks of some clauses, in the order of their text.
pub fn marks<'c>(clauses: impl Iterator<Item = ClauseRef<'c>>) -> Vec<u64> {
    let (mut rows, mut hashes) = (Rows::default(), Vec::new());
    clauses.for_each(|clause| rows.add(clause, &mut hashes));
    rows.marks.iter().map(|at| rows.hash(*at)).collect()
}

/// The code of a folded character. Those outside the basic plane share the 2,048 codes that no other character has:
/// of a hundred thousand few stand in circulars at all, and two bytes more of every character would be for them alone.
#[inline]
fn code(c: char) -> u16 {
    match u16::try_from(u32::from(c)) {
        Ok(_) if c == BREAK => TITLE,
        Ok(code) => code,
        Err(_) => 0xD800 | (u32::from(c) & 0x7FF) as u16,
    }
}

/// Whether a code is that of a Han character.
#[inline]
pub fn is_han(code: u16) -> bool {
    matches!(code, 0x3400..=0x9FFF | 0xD800..=0xDFFF | 0xF900..=0xFAFF | 0x3007)
}

#[inline]
fn hash(shingle: &[u16]) -> u64 {
    let mixed = shingle.iter().fold(0xCBF2_9CE4_8422_2325, |h: u64, c| {
        (h.rotate_left(5) ^ u64::from(*c)).wrapping_mul(0x517C_C1B7_2722_0A95)
    });
    let mixed = (mixed ^ (mixed >> 32)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    mixed ^ (mixed >> 29)
}

#[cfg(test)]
mod tests {
    use super::super::super::samples::circular;
    use super::*;
    use crate::model::Alone;
    use proptest::prelude::*;

    #[test]
    fn a_stretch_finds_its_bytes_however_far_it_stands() {
        let long = format!("{}𠮷，桥梁、渡口（一）ＡＢ", "甲，".repeat(3000));
        let text = circular("a", "办法", &["渡口，桥梁。", &long]);
        let rows = Rows::new(&[&text], &Alone);
        for (number, clause) in text.clauses().enumerate() {
            let folded: Vec<_> = fold::folded(clause.words()).collect();
            let start = rows.clause(small(number)).start;
            for (i, (c, span)) in folded.iter().enumerate() {
                let at = start + small(i);
                assert_eq!(rows.codes(&(at..at + 1)), [code(*c)]);
                assert_eq!(rows.bytes(small(number), clause, &(at..at + 1)), Some(*span));
                assert_eq!(rows.clause_at(at), small(number));
            }
            assert_eq!(rows.bytes(small(number), clause, &(start..start)), None);
        }
    }

    proptest! {
        #[test]
        fn the_least_of_each_window_is_kept(text in "[甲乙丙《》]{0,60}") {
            let rows = Rows::new(&[&circular("a", "办法", &[&text])], &Alone);
            let end = rows.codes.iter().position(|code| *code == END).unwrap_or_default();
            let codes = rows.codes(&(0..small(end)));
            let hashes: Vec<_> =
                codes.windows(SIZE).map(|w| (!w.contains(&TITLE)).then(|| hash(w))).collect();
            let mut kept = Vec::new();
            let windows = hashes.windows(WINDOW.min(hashes.len()).max(1)).enumerate();
            for (from, window) in windows {
                let least = window.iter().enumerate().filter_map(|(i, h)| h.map(|h| (h, i)));
                let least = least.min_by_key(|(h, i)| (*h, usize::MAX - i));
                kept.extend(least.map(|(_, i)| small(from + i)));
            }
            kept.dedup();
            prop_assert_eq!(rows.marks(), kept);
        }
    }
}
