//! The words that texts are written in: what stands often together is one token, so that texts deflate
//! to two thirds of what they else take.
//!
//! 1. In a sample the most frequent pairs of neighbours become tokens, in rounds (byte pair encoding).
//! 2. The sample is written in these; the most frequent tokens get one byte, the others two.
//! 3. What is no token is written as it stands, a byte before it.

use super::script;
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};

/// Tokens of one byte.
const ONE: usize = 200;
/// The byte before two that are a unit of UTF-16.
const BARE: u8 = 255;
/// Tokens of one unit, at most. All of them are read with the first result.
const SINGLES: usize = 1_100;
/// Pairs become tokens in so many rounds, about: enough that they are chosen well, and soon done.
const ROUNDS: usize = 20;
/// A pair that is in the sample less often is no token.
const FEWEST: usize = 8;
/// Parts tokens in the shard; never in one.
const END: u16 = 0;
/// The separators of texts, which no token reaches across.
const SEPARATORS: std::ops::RangeInclusive<u32> = 0x1D..=0x1F;
/// Halves of characters are in no token: a browser can't read one that stands alone.
const SURROGATES: std::ops::RangeInclusive<u16> = 0xD800..=0xDFFF;
/// The numbers of pairs begin behind those of units.
const FIRST_PAIR: u32 = 0x1_0000;

/// Tokens, those of one byte first.
#[derive(Debug, Clone, Default)]
pub struct Vocabulary {
    tokens: Vec<Vec<u16>>,
    /// For each unit the tokens that begin with it.
    begin: Vec<Begin>,
}

/// Tokens that begin with one unit, by number.
#[derive(Debug, Clone, Default)]
struct Begin {
    /// Nothing but the unit.
    alone: Option<u16>,
    /// With their second unit, the longest first.
    longer: Vec<(u16, u16)>,
}

impl Vocabulary {
    /// From texts like those that are to be written, with at most so many tokens made of `pairs`.
    pub fn learn(sample: &str, most: usize) -> Vocabulary {
        let units: Vec<u16> = sample.encode_utf16().collect();
        let mut singles: BTreeMap<u16, usize> = BTreeMap::new();
        units
            .iter()
            .filter(|unit| **unit != END && !SURROGATES.contains(*unit))
            .for_each(|unit| *singles.entry(*unit).or_default() += 1);
        let mut singles: Vec<(u16, usize)> = singles.into_iter().collect();
        singles.sort_by_key(|(unit, count)| (std::cmp::Reverse(*count), *unit));
        let mut tokens: Vec<Vec<u16>> = singles.iter().take(SINGLES).map(|(unit, _)| vec![*unit]).collect();
        tokens.extend(pairs(&units, most));
        let draft = Vocabulary::new(tokens);
        let mut counts = vec![0usize; draft.tokens.len()];
        draft.tokens_of(&units, |token, _| token.into_iter().for_each(|at| counts[usize::from(at)] += 1));
        let mut ranked: Vec<(usize, Vec<u16>)> = counts.into_iter().zip(draft.tokens).collect();
        ranked.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        let mut tokens: Vec<Vec<u16>> = ranked.into_iter().map(|(_, token)| token).collect();
        // The order of the others costs nothing, and neighbours that begin alike deflate well.
        tokens.get_mut(ONE..).unwrap_or_default().sort();
        Vocabulary::new(tokens)
    }

    fn new(tokens: Vec<Vec<u16>>) -> Vocabulary {
        let mut begin = vec![Begin::default(); usize::from(u16::MAX) + 1];
        for (token, number) in tokens.iter().zip(0u16..) {
            match token.as_slice() {
                [] => {}
                [first] => begin[usize::from(*first)].alone = Some(number),
                [first, second, ..] => begin[usize::from(*first)].longer.push((*second, number)),
            }
        }
        for Begin { longer, .. } in &mut begin {
            longer.sort_by_key(|(_, number)| std::cmp::Reverse(tokens[usize::from(*number)].len()));
        }
        Vocabulary { tokens, begin }
    }

    /// As a shard, not yet deflated.
    pub fn write(&self) -> Vec<u8> {
        self.tokens.join(&END).into_iter().flat_map(u16::to_le_bytes).collect()
    }

    /// Reads [`write`](Self::write).
    pub fn read(bytes: &[u8]) -> Vocabulary {
        let units: Vec<u16> = bytes.chunks_exact(2).map(|two| u16::from_le_bytes([two[0], two[1]])).collect();
        Vocabulary {
            tokens: units.split(|unit| *unit == END).map(<[u16]>::to_vec).collect(),
            ..Vocabulary::default()
        }
    }

    /// [`read`](Self::read), for writing as well.
    pub fn reread(bytes: &[u8]) -> Vocabulary {
        Vocabulary::new(Vocabulary::read(bytes).tokens)
    }

    /// Gives each token, longest first, with the unit that it begins with; None where there is none.
    fn tokens_of(&self, units: &[u16], mut each: impl FnMut(Option<u16>, u16)) {
        let mut at = 0;
        while let Some((first, rest)) = units.get(at..).and_then(<[u16]>::split_first) {
            let (mut number, mut length) = (None, 1);
            if let Some(Begin { alone, longer }) = self.begin.get(usize::from(*first)) {
                number = *alone;
                let begins = |(second, number): &&(u16, u16)| {
                    rest.first() == Some(second) && rest.starts_with(&self.tokens[usize::from(*number)][1..])
                };
                if let Some((_, longest)) = longer.iter().find(begins) {
                    number = Some(*longest);
                    length = self.tokens[usize::from(*longest)].len();
                }
            }
            each(number, *first);
            at += length;
        }
    }

    /// A text in tokens.
    pub fn encode(&self, text: &str) -> Vec<u8> {
        let units: Vec<u16> = text.encode_utf16().collect();
        let mut bytes = Vec::with_capacity(units.len() * 5 / 4);
        self.tokens_of(&units, |token, unit| match token.map(usize::from) {
            Some(number) if number < ONE => bytes.push(number as u8),
            Some(number) => {
                let behind = number - ONE;
                bytes.extend([(ONE + behind / 256) as u8, (behind % 256) as u8]);
            }
            None => {
                bytes.push(BARE);
                bytes.extend(unit.to_le_bytes());
            }
        });
        bytes
    }

    /// Undoes [`encode`](Self::encode); what is damaged falls away.
    pub fn decode(&self, bytes: &[u8]) -> String {
        let mut units: Vec<u16> = Vec::with_capacity(2 * bytes.len());
        let mut bytes = bytes.iter().copied();
        while let Some(byte) = bytes.next() {
            let mut next = || bytes.next().unwrap_or_default();
            if byte == BARE {
                units.push(u16::from_le_bytes([next(), next()]));
                continue;
            }
            let number = match usize::from(byte) {
                one @ ..ONE => one,
                lead => ONE + (lead - ONE) * 256 + usize::from(next()),
            };
            units.extend(self.tokens.get(number).into_iter().flatten());
        }
        String::from_utf16_lossy(&units)
    }

    /// A text as its shard holds it.
    pub fn deflate(&self, text: &str) -> Vec<u8> {
        script::deflate(&self.encode(text))
    }
}

/// The pairs, pairs of pairs … of units that stand together most often.
fn pairs(units: &[u16], most: usize) -> Vec<Vec<u16>> {
    let mut row: Vec<u32> = units.iter().map(|unit| u32::from(*unit)).collect();
    let mut made: Vec<Vec<u16>> = Vec::new();
    let is_apart = |token: u32| {
        token == u32::from(END)
            || SEPARATORS.contains(&token)
            || (u32::from(*SURROGATES.start())..=u32::from(*SURROGATES.end())).contains(&token)
    };
    while made.len() < most {
        let round = most.div_ceil(ROUNDS).min(most - made.len());
        let chosen = most_frequent(&row, is_apart, round);
        if chosen.is_empty() {
            break;
        }
        let mut numbers = BTreeMap::new();
        for pair in chosen {
            let mut token = Vec::new();
            for half in [pair.0, pair.1] {
                match half.checked_sub(FIRST_PAIR) {
                    Some(pair) => token.extend_from_slice(&made[pair as usize]),
                    None => token.push(half as u16),
                }
            }
            numbers.insert(pair, FIRST_PAIR + made.len() as u32);
            made.push(token);
        }
        let mut joined = Vec::with_capacity(row.len());
        let mut rest = row.as_slice();
        while let [first, after @ ..] = rest {
            let number = after.first().and_then(|second| numbers.get(&(*first, *second)));
            joined.push(number.copied().unwrap_or(*first));
            rest = if number.is_some() { &after[1..] } else { after };
        }
        row = joined;
    }
    made.sort();
    made.dedup();
    made
}

/// The most frequent neighbours, none of which shares a token with another.
fn most_frequent(row: &[u32], is_apart: impl Fn(u32) -> bool, most: usize) -> Vec<(u32, u32)> {
    let mut counts: FxHashMap<(u32, u32), usize> = FxHashMap::default();
    let pairs = row.windows(2).map(|two| (two[0], two[1]));
    pairs
        .filter(|two| !is_apart(two.0) && !is_apart(two.1))
        .for_each(|two| *counts.entry(two).or_default() += 1);
    let mut counts: Vec<(usize, (u32, u32))> =
        counts.into_iter().filter(|(_, count)| *count >= FEWEST).map(|(pair, count)| (count, pair)).collect();
    counts.sort_by_key(|(count, pair)| (std::cmp::Reverse(*count), *pair));
    let mut used = BTreeSet::new();
    let mut chosen = Vec::new();
    for (_, pair) in counts {
        if chosen.len() == most {
            break;
        }
        if !used.contains(&pair.0) && !used.contains(&pair.1) {
            used.extend([pair.0, pair.1]);
            chosen.push(pair);
        }
    }
    chosen
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_come_back() {
        let sample = "茶场负责人应当每季巡查一次，茶场负责人应当保存巡查记录。\u{1E}".repeat(30);
        let vocabulary = Vocabulary::learn(&sample, 600);
        let again = Vocabulary::read(&vocabulary.write());
        for text in [sample.as_str(), "", "𠮷祥茶场 ISO 3720\u{1E}茶场\0负责人\n应当"] {
            assert_eq!(again.decode(&vocabulary.encode(text)), text);
        }
        assert!(vocabulary.encode(&sample).len() * 4 < sample.encode_utf16().count());
        again.decode(&[BARE, 1]);
        again.decode(&[254, 255]);
    }

    #[test]
    fn a_vocabulary_is_whole_characters() {
        let vocabulary = Vocabulary::learn(&"𠮷祥茶场与㙟坑茶场".repeat(40), 600);
        let units: Vec<u16> =
            vocabulary.write().chunks_exact(2).map(|two| u16::from_le_bytes([two[0], two[1]])).collect();
        assert!(String::from_utf16(&units).is_ok());
    }

    #[test]
    fn nothing_to_learn_from_is_no_obstacle() {
        let vocabulary = Vocabulary::learn("", 600);
        let again = Vocabulary::read(&vocabulary.write());
        assert_eq!(again.decode(&vocabulary.encode("茶场")), "茶场");
    }
}
