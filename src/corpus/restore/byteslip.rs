//! The forward check of a byte slip: which sentence, written in GBK, with
//! pinyin notes put between its bytes and read again, gives what stands?
//!
//! 1. A reader takes a sentence's bytes two by two. As long as it is in frame,
//!    each character shows as itself.
//! 2. A note put inside a character takes that character's first byte from it:
//!    the two break (`?`), and from there on pairs are made of the second byte
//!    of one character and the first of the next. Pairs without a character vanish.
//! 3. A second byte below 0x80 shows as ASCII and ends the slip, as does a note
//!    behind a second byte.
//! 4. The search walks sister sentence and standing text together. For every
//!    character it tries all that GBK has for it; only what reproduces the
//!    standing text to the letter comes through.

use super::super::gbk::{self, Bytes, Pair};
use super::super::script;
use std::ops::Range;

/// Readings that may be under way at once; more means that the text proves nothing.
const MOST_STATES: usize = 20_000;
const MOST_PROOFS: usize = 8;

/// One slip: what stands, and what stood there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slip {
    /// Characters of the standing text.
    pub standing: Range<usize>,
    pub words: String,
    /// Pairs that show nothing, taken from the sister alone.
    pub unseen: usize,
}

/// The outcome of one comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The slips of each sentence that passes the check; at least one.
    Proved(Vec<Vec<Slip>>),
    /// How many characters of the standing text could be explained.
    Refused(usize),
}

/// Compares `standing` (from the start of a sentence to the end of its paragraph, without blanks) with
/// `sister` (likewise). The sentence must agree from its start to its end, or the check fails.
pub fn check(standing: &[char], sister: &[char]) -> Outcome {
    let mut proofs: Vec<Vec<Slip>> = Vec::new();
    let mut furthest = 0;
    let mut open = vec![State::default()];
    let mut budget = MOST_STATES;
    while let Some(state) = open.pop() {
        furthest = furthest.max(state.at);
        if state.is_done(standing, sister) {
            if !proofs.contains(&state.slips) {
                proofs.push(state.slips);
            }
            continue;
        }
        if budget == 0 || proofs.len() > MOST_PROOFS {
            return Outcome::Refused(furthest);
        }
        budget -= 1;
        match state.pending {
            None => state.step_in_frame(standing, sister, &mut open),
            Some(byte) => state.step_late(byte, standing, sister, &mut open),
        }
    }
    if proofs.is_empty() { Outcome::Refused(furthest) } else { Outcome::Proved(proofs) }
}

/// Whether `c` ends a sentence. A question mark does not: it is what a broken pair shows.
pub fn ends_sentence(c: char) -> bool {
    matches!(c, '。' | '！' | '!')
}

#[derive(Debug, Clone, Default)]
struct State {
    /// Next character of the standing text, and of the sister.
    at: usize,
    next: usize,
    /// The second byte of the sister's last character, when the frame is lost.
    pending: Option<u8>,
    slips: Vec<Slip>,
}

impl State {
    fn is_done(&self, standing: &[char], sister: &[char]) -> bool {
        let sentence_over =
            self.next.checked_sub(1).and_then(|i| sister.get(i)).is_some_and(|c| ends_sentence(*c));
        let both_over = self.at == standing.len() && self.next == sister.len();
        self.pending.is_none() && !self.slips.is_empty() && (sentence_over || both_over)
    }

    fn step_in_frame(self, standing: &[char], sister: &[char], open: &mut Vec<State>) {
        if let Some(end) = note(standing, self.at) {
            open.push(State { at: end, ..self.clone() });
        }
        let Some(wanted) = sister.get(self.next) else { return };
        if let Some(end) = broken_by_note(standing, self.at) {
            for c in writings(*wanted) {
                if let Some(Bytes::Two(_, trail)) = gbk::write(c) {
                    let mut slips = self.slips.clone();
                    slips.push(Slip { standing: self.at..end, words: c.to_string(), unseen: 0 });
                    open.push(State { at: end, next: self.next + 1, pending: Some(trail), slips });
                }
            }
        }
        if standing.get(self.at).is_some_and(|c| script::same(*c, *wanted)) {
            open.push(State { at: self.at + 1, next: self.next + 1, ..self });
        }
    }

    /// One step out of frame: `byte` is read next.
    fn step_late(self, byte: u8, standing: &[char], sister: &[char], open: &mut Vec<State>) {
        if let Some(end) = note(standing, self.at) {
            open.push(self.clone().shown(end, Some(byte)));
        }
        if byte < 0x80 {
            if standing.get(self.at) == Some(&char::from(byte)) {
                let end = self.at + 1;
                open.push(self.shown(end, None));
            }
            return;
        }
        if let Some(end) = broken_by_note(standing, self.at) {
            open.push(self.clone().shown(end, None));
        }
        let Some(wanted) = sister.get(self.next) else {
            // The paragraph ends on a lone byte.
            if standing.get(self.at).is_some_and(|c| is_mark(*c)) {
                let end = self.at + 1;
                open.push(self.shown(end, None));
            }
            return;
        };
        for c in writings(*wanted) {
            let (second, pending) = match gbk::write(c) {
                Some(Bytes::Two(lead, trail)) => (lead, Some(trail)),
                Some(Bytes::One(one)) => (one, None),
                None => continue,
            };
            for (end, unseen) in ends_after(gbk::read(byte, second), standing, self.at) {
                let mut later = State { next: self.next + 1, ..self.clone() };
                if let Some(slip) = later.slips.last_mut() {
                    slip.words.push(c);
                    slip.unseen += usize::from(unseen);
                }
                open.push(later.shown(end, pending));
            }
        }
    }

    /// With the standing text explained up to `end`, all of it part of the slip.
    fn shown(mut self, end: usize, pending: Option<u8>) -> State {
        if let Some(slip) = self.slips.last_mut() {
            slip.standing.end = end;
        }
        State { at: end, pending, ..self }
    }
}

/// Where the standing text goes on after showing `pair`, and whether the pair stayed unseen.
fn ends_after(pair: Pair, standing: &[char], at: usize) -> Vec<(usize, bool)> {
    let stands = standing.get(at).copied();
    let mut ends = Vec::with_capacity(2);
    match pair {
        Pair::Character(c) => {
            // Later hands change the width of marks, never letters.
            if stands.is_some_and(|s| s == c || script::narrow(s) == script::narrow(c)) {
                ends.push((at + 1, false));
            }
        }
        Pair::UserDefined(shown) => {
            ends.push((at, true));
            if shown.is_some() && shown == stands {
                ends.push((at + 1, false));
            }
        }
        Pair::Broken => {
            if stands.is_some_and(is_mark) {
                ends.push((at + 1, false));
            }
        }
    }
    ends
}

/// All that may have been written where the sister has `c`: the same character in either script,
/// the same mark in either width.
fn writings(c: char) -> Vec<char> {
    let mut all = vec![c];
    all.extend(script::written_alike(c).iter().filter(|other| **other != c));
    let wide = char::from_u32(c as u32 + 0xFEE0).filter(|_| c.is_ascii_graphic());
    let narrow = script::narrow(c);
    all.extend(wide.into_iter().chain((narrow != c && narrow != '"' && narrow != '\'').then_some(narrow)));
    all
}

fn is_mark(c: char) -> bool {
    matches!(c, '?' | '？' | char::REPLACEMENT_CHARACTER)
}

/// The end of a whole note `(fā)` at `at`.
fn note(standing: &[char], at: usize) -> Option<usize> {
    matches!(standing.get(at), Some('(' | '（')).then(|| syllable(standing, at + 1))?
}

/// The end of `?zhèn)` at `at`: a lone byte and the note's bracket, read as one broken pair
/// (some readers leave the bracket).
fn broken_by_note(standing: &[char], at: usize) -> Option<usize> {
    standing.get(at).copied().filter(|c| is_mark(*c))?;
    syllable(standing, at + 1).or_else(|| note(standing, at + 1))
}

/// The end of `zhèn)` at `at`.
fn syllable(standing: &[char], at: usize) -> Option<usize> {
    const LONGEST: usize = 6;
    let rest = standing.get(at..)?;
    let letters = rest.iter().take_while(|c| is_pinyin(**c)).count();
    let closed = matches!(rest.get(letters), Some(')' | '）'));
    ((1..=LONGEST).contains(&letters) && closed).then_some(at + letters + 1)
}

fn is_pinyin(c: char) -> bool {
    c.is_ascii_lowercase() || "āáǎàēéěèīíǐìōóǒòūúǔùüǖǘǚǜńňǹ".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chars(text: &str) -> Vec<char> {
        text.chars().collect()
    }

    #[test]
    fn a_note_between_characters_does_no_harm_and_proves_nothing() {
        let standing = chars("發(fā)揮作用。");
        assert!(matches!(check(&standing, &chars("发挥作用。")), Outcome::Refused(_)));
    }

    #[test]
    fn a_slip_may_end_with_a_note_behind_a_second_byte() {
        // 備 (82 E4) broken, then a note behind its second byte: E4 28 is broken as well.
        let standing = chars("設?bèi)?shè)齊全。");
        let Outcome::Proved(proofs) = check(&standing, &chars("设备齐全。")) else { panic!("refused") };
        assert!(proofs.iter().all(|slips| slips[0].standing == (1..11)), "{proofs:?}");
    }
}
