//! Shards as files: bytes in a script that a page loads from `file://` and `http://` alike.
//! The form is written down in `docs/search-format.md`.

use flate2::Compression;
use flate2::read::{DeflateDecoder, DeflateEncoder};
use std::io::Read;

/// The asterisk, which could end the comment.
const STAR: u16 = 0x2A;
/// Units of a block; all of them are raised by one number, so that none is a unit that a script in UTF-16 can't carry.
const BLOCK: usize = 96;
/// Before a block of few units, for which there is always such a number: each unit rules out 2,049.
const SHORT: u16 = 0xE001;
const FEW: usize = 24;

/// The script `clausebook.shard("name",()=>{/*…*/})` in UTF-16 with a byte order mark, which counts for
/// more than any charset a server may send. Two bytes go into one unit. The bytes stand in a comment, because
/// browsers keep string literals of scripts for long; the page reads them from the function's own source.
pub fn wrap(name: &str, bytes: &[u8]) -> Vec<u8> {
    let mut script = Vec::with_capacity(bytes.len() + bytes.len() / 16 + 80);
    let unit = |unit: u16, script: &mut Vec<u8>| script.extend_from_slice(&unit.to_le_bytes());
    unit(0xFEFF, &mut script);
    for c in "clausebook.shard(\"".bytes().chain(name.bytes()).chain("\",()=>{/*".bytes()) {
        unit(u16::from(c), &mut script);
    }
    unit(u16::from(b'0') + (bytes.len() % 2) as u16, &mut script);
    for block in bytes.chunks(2 * BLOCK) {
        let mut units = [0; BLOCK];
        for (unit, pair) in units.iter_mut().zip(block.chunks(2)) {
            *unit = u16::from_le_bytes([pair[0], pair.get(1).copied().unwrap_or_default()]);
        }
        let units = &units[..block.len().div_ceil(2)];
        let mut put = |units: &[u16], raise: u16| {
            unit(raise, &mut script);
            units.iter().for_each(|word| unit(word.wrapping_add(raise), &mut script));
        };
        match raise(units) {
            Some(raise) => put(units, raise),
            None => units.chunks(FEW).for_each(|few| {
                put(&[], SHORT);
                put(few, raise(few).unwrap_or_default());
            }),
        }
    }
    for c in "*/})\n".bytes() {
        unit(u16::from(c), &mut script);
    }
    script
}

/// By how much some units must be raised for a script to carry them, and this number itself; None when they are too
/// many and too different.
fn raise(units: &[u16]) -> Option<u16> {
    let is_bare = |unit: u16| unit != STAR && !(0xD800..=0xDFFF).contains(&unit);
    // An odd step leads to all numbers, and soon far away from those that did not do.
    let mut steps = (0..=u16::MAX).map(|nth| nth.wrapping_mul(0x9E37));
    steps.find(|raise| {
        is_bare(*raise) && *raise != SHORT && units.iter().all(|unit| is_bare(unit.wrapping_add(*raise)))
    })
}

/// The bytes in a script that [`wrap`] made; None when it is none.
pub fn unwrap(script: &[u8]) -> Option<Vec<u8>> {
    let units: Vec<u16> = script.chunks_exact(2).map(|two| u16::from_le_bytes([two[0], two[1]])).collect();
    let open = units.windows(2).position(|two| two == [0x2F, STAR])?;
    let end = units.len().checked_sub(5)?;
    let mut units = units.get(open + 2..end)?.iter().copied();
    let odd = units.next()? == u16::from(b'1');
    let mut bytes = Vec::with_capacity(2 * units.len());
    while let Some(first) = units.next() {
        let (raise, count) = if first == SHORT { (units.next()?, FEW) } else { (first, BLOCK) };
        units.by_ref().take(count).for_each(|unit| bytes.extend(unit.wrapping_sub(raise).to_le_bytes()));
    }
    if odd {
        bytes.pop();
    }
    Some(bytes)
}

/// Raw deflate (RFC 1951), which browsers inflate themselves.
pub fn deflate(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    // Reading from memory does not fail.
    let _ = DeflateEncoder::new(bytes, Compression::new(9)).read_to_end(&mut out);
    out
}

/// Undoes [`deflate`]; None when the bytes are damaged.
pub fn inflate(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    DeflateDecoder::new(bytes).read_to_end(&mut out).ok()?;
    Some(out)
}

/// Text as UTF-16, little end first: deflates better than UTF-8 for Chinese.
pub fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

/// Undoes [`utf16`].
pub fn from_utf16(bytes: &[u8]) -> String {
    let units: Vec<u16> = bytes.chunks_exact(2).map(|two| u16::from_le_bytes([two[0], two[1]])).collect();
    String::from_utf16_lossy(&units)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn bytes_come_back_out_of_their_script(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
            let script = wrap("i/1", &bytes);
            let text = String::from_utf16(
                &script.chunks_exact(2).map(|two| u16::from_le_bytes([two[0], two[1]])).collect::<Vec<_>>(),
            ).expect("no lone surrogate");
            prop_assert_eq!(text.matches('*').count(), 2);
            prop_assert_eq!(unwrap(&script), Some(bytes));
        }
    }

    #[test]
    fn what_no_number_raises_is_parted() {
        // One in each stretch of the numbers.
        let units = (0..BLOCK as u16).map(|nth| nth.wrapping_mul(0x2AA));
        let bytes: Vec<u8> = units.flat_map(u16::to_le_bytes).chain([7]).collect();
        assert_eq!(unwrap(&wrap("t/0-1", &bytes)), Some(bytes));
    }

    #[test]
    fn other_files_are_no_scripts_of_ours() {
        assert_eq!(unwrap(b"<html>"), None);
        assert_eq!(inflate(&[0xFF; 9]), None);
    }
}
