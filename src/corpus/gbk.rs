//! The pairs of bytes of GBK (code page 936), as readers of web pages take them.

use super::script::is_han;
use encoding_rs::GBK;

/// What a reader makes of two bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pair {
    Character(char),
    /// An area of GBK without characters of its own: the pair vanishes, or shows as this.
    UserDefined(Option<char>),
    /// No pair at all: shown as a question mark.
    Broken,
}

/// Reads two bytes. User-defined are AAA1–AFFE, F8A1–FEFE and A140–A7A0 (GBK 1.0), and FE50–FEA0,
/// to which code page 936 gives no characters.
pub fn read(lead: u8, trail: u8) -> Pair {
    if !(0x81..=0xFE).contains(&lead) || !(0x40..=0xFE).contains(&trail) || trail == 0x7F {
        return Pair::Broken;
    }
    let bytes = [lead, trail];
    let (text, malformed) = GBK.decode_without_bom_handling(&bytes);
    let shown = (!malformed).then_some(text).and_then(|text| single(&text));
    let user_defined = matches!((lead, trail), (0xAA..=0xAF | 0xF8..=0xFE, 0xA1..) | (0xA1..=0xA7, ..=0xA0))
        || (lead == 0xFE && (0x50..=0xA0).contains(&trail));
    match shown {
        _ if user_defined => Pair::UserDefined(shown),
        Some('\u{E000}'..='\u{F8FF}') | None => Pair::UserDefined(shown),
        Some(c) => Pair::Character(c),
    }
}

fn single(text: &str) -> Option<char> {
    let mut chars = text.chars();
    chars.next().filter(|_| chars.next().is_none())
}

/// How GBK writes a character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bytes {
    One(u8),
    Two(u8, u8),
}

/// The bytes of `c`; None when GBK does not have it.
pub fn write(c: char) -> Option<Bytes> {
    let mut buffer = [0; 4];
    let (bytes, _, unmappable) = GBK.encode(c.encode_utf8(&mut buffer));
    match (&*bytes, unmappable) {
        (&[one], false) => Some(Bytes::One(one)),
        (&[lead, trail], false) => Some(Bytes::Two(lead, trail)),
        _ => None,
    }
}

/// The Han characters of GBK, in the order of their bytes.
pub fn han() -> impl Iterator<Item = char> {
    (0x81..=0xFEu8).flat_map(|lead| (0x40..=0xFEu8).map(move |trail| (lead, trail))).filter_map(
        |(lead, trail)| match read(lead, trail) {
            Pair::Character(c) if is_han(c) => Some(c),
            _ => None,
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_it_writes() {
        assert_eq!(write('備'), Some(Bytes::Two(0x82, 0xE4)));
        assert_eq!(write('x'), Some(Bytes::One(b'x')));
        assert_eq!(write('😀'), None);
        assert_eq!(read(0x82, 0xE4), Pair::Character('備'));
        assert_eq!(read(0x82, 0x28), Pair::Broken);
        for (lead, trail) in [(0xAC, 0xB0), (0xA2, 0x9E), (0xFE, 0x84), (0xFD, 0xC1)] {
            assert!(matches!(read(lead, trail), Pair::UserDefined(_)), "{lead:X} {trail:X}");
        }
        assert!(han().count() > 20_900);
    }
}
