//! Bytes to characters: UTF-8, UTF-16, GB18030, Big5-HKSCS, found by content.
//!
//! A byte that cannot be decoded is carried through the reader as a stand-in
//! character of its own (`stand_in`) and becomes U+FFFD with a recorded edit
//! only in `Lines`, where its place in the finished text is known.

use super::error::Problem;
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{BIG5, DecoderResult, Encoding, GB18030, GBK, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// First of the 256 stand-ins: the last private-use characters that Unicode
/// has, which no Chinese encoding or font uses.
const STAND_INS: u32 = 0x10_FE00;

/// The stand-in for an undecodable byte.
fn stand_in(byte: u8) -> char {
    char::from_u32(STAND_INS + u32::from(byte)).unwrap_or(char::REPLACEMENT_CHARACTER)
}

/// The byte that a stand-in stands for.
pub(super) fn undecoded(c: char) -> Option<u8> {
    (c as u32).checked_sub(STAND_INS).and_then(|byte| u8::try_from(byte).ok())
}

/// Characters and the name of the encoding they were read in (WHATWG).
pub(super) struct Decoded {
    pub text: String,
    pub encoding: &'static str,
}

/// Decodes `bytes`. `declared` is what the source says of itself (`<meta charset>`);
/// it is believed only where the bytes bear it out.
pub(super) fn decode(bytes: &[u8], declared: Option<&'static Encoding>) -> Result<Decoded, Problem> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return Ok(decode_as(&bytes[mark..], encoding));
    }
    if !bytes.contains(&0)
        && let Ok(text) = std::str::from_utf8(bytes)
    {
        return Ok(Decoded { text: text.to_owned(), encoding: UTF_8.name() });
    }
    let encoding = detect(bytes, declared)?;
    Ok(decode_as(bytes, encoding))
}

fn detect(bytes: &[u8], declared: Option<&'static Encoding>) -> Result<&'static Encoding, Problem> {
    let utf8 = std::str::from_utf8(bytes).is_ok();
    if (bytes.contains(&0) || !utf8)
        && let Some(encoding) = utf16_without_mark(bytes, utf8)
    {
        return Ok(encoding);
    }
    let nul = bytes.iter().filter(|b| **b == 0).count();
    if nul * 50 > bytes.len() {
        return Err(Problem::Binary("NUL bytes"));
    }
    if utf8 || nearly_utf8(bytes) {
        return Ok(UTF_8);
    }
    if let Some(encoding) = declared.filter(|e| e.is_ascii_compatible() && *e != UTF_8)
        && errors(bytes, encoding) * 100 <= bytes.len()
    {
        return Ok(if encoding == GBK { GB18030 } else { encoding });
    }
    Ok(legacy(bytes))
}

/// UTF-16 shows itself by units that are nearly all common characters in one
/// byte order; in GBK, Big5 and UTF-8 texts hardly a third of the pairs are.
fn utf16_without_mark(bytes: &[u8], utf8: bool) -> Option<&'static Encoding> {
    let ascii = bytes.iter().filter(|b| matches!(b, 0x09 | 0x0A | 0x0D | 0x20..=0x7E)).count();
    let nul = bytes.iter().filter(|b| **b == 0).count();
    if bytes.len() < 4 || ascii * 5 > bytes.len() * 4 || (utf8 && nul * 5 < bytes.len()) {
        return None;
    }
    let common = |unit: u16| {
        matches!(unit, 0x09 | 0x0A | 0x0D | 0x20..=0x7E | 0xA0 | 0xB7 | 0x2010..=0x203B
            | 0x2460..=0x249B | 0x3000..=0x303F | 0x4E00..=0x9FFF | 0xFF00..=0xFFEF)
    };
    let units = bytes.len() / 2;
    let count = |order: fn([u8; 2]) -> u16| {
        bytes.chunks_exact(2).filter(|pair| common(order([pair[0], pair[1]]))).count()
    };
    let (little, big) = (count(u16::from_le_bytes), count(u16::from_be_bytes));
    (little.max(big) * 10 >= units * 9).then_some(if little >= big { UTF_16LE } else { UTF_16BE })
}

/// UTF-8 with some damage: whole multi-byte characters outnumber the broken
/// ones by far, which chance does not bring about in GBK or Big5.
fn nearly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut broken) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| c.len_utf8() > 2).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    good >= 3 && good > broken * 4
}

/// GB18030 or Big5, or what else the detector is sure of. Sources are Chinese
/// or English, so other guesses are believed only when neither Chinese encoding fits.
fn legacy(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let guess = detector.guess(None, Utf8Detection::Deny);
    if guess == BIG5 || is_common_big5(bytes) {
        return BIG5;
    }
    if guess == GBK || guess == GB18030 {
        return GB18030;
    }
    let high = bytes.iter().filter(|b| **b >= 0x80).count();
    if high * 20 < bytes.len() {
        // English with typographic quotes.
        return if guess.is_single_byte() { guess } else { WINDOWS_1252 };
    }
    let (gb, big5) = (errors(bytes, GB18030), errors(bytes, BIG5));
    if big5 < gb {
        return BIG5;
    }
    if gb * 20 <= high { GB18030 } else { guess }
}

/// Nearly all pairs are of Big5's common part (A1–C6), and far fewer of GB 2312's
/// common part. The detector gives Big5 up at the first broken pair; this does not.
fn is_common_big5(bytes: &[u8]) -> bool {
    let (mut pairs, mut big5, mut gb) = (0usize, 0usize, 0usize);
    let mut rest = bytes.iter().copied();
    while let Some(lead) = rest.next() {
        if lead < 0x80 {
            continue;
        }
        let Some(trail) = rest.next() else { break };
        pairs += 1;
        big5 += usize::from(matches!(lead, 0xA1..=0xC6) && matches!(trail, 0x40..=0x7E | 0xA1..=0xFE));
        gb += usize::from(matches!(lead, 0xA1..=0xA3 | 0xB0..=0xD7) && trail >= 0xA1);
    }
    pairs >= 8 && big5 * 20 >= pairs * 19 && gb * 5 < pairs * 4
}

/// Number of undecodable sequences.
fn errors(bytes: &[u8], encoding: &'static Encoding) -> usize {
    let mut count = 0;
    decode_with(bytes, encoding, |_, bad| count += usize::from(!bad.is_empty()));
    count
}

fn decode_as(bytes: &[u8], encoding: &'static Encoding) -> Decoded {
    let mut text = String::with_capacity(bytes.len());
    decode_with(bytes, encoding, |good, bad| {
        text.push_str(good);
        text.extend(bad.iter().copied().map(stand_in));
    });
    Decoded { text, encoding: encoding.name() }
}

/// Calls `each` with stretches of text and the undecodable bytes that follow them.
fn decode_with(bytes: &[u8], encoding: &'static Encoding, mut each: impl FnMut(&str, &[u8])) {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut out = String::with_capacity(64 << 10);
    let mut at = 0;
    loop {
        let rest = bytes.get(at..).unwrap_or_default();
        let (result, read) = decoder.decode_to_string_without_replacement(rest, &mut out, true);
        at += read;
        match result {
            DecoderResult::InputEmpty => {
                each(&out, &[]);
                return;
            }
            DecoderResult::OutputFull => each(&out, &[]),
            DecoderResult::Malformed(bad, after) => {
                let end = at.saturating_sub(usize::from(after));
                let start = end.saturating_sub(usize::from(bad));
                each(&out, bytes.get(start..end).unwrap_or_default());
            }
        }
        out.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const PAPER: &str = "云岭省人民政府办公厅关于做好溪口县茶园管护工作的通知\n各市、县人民政府：\n\
        为了保护老茶园，促进茶农增收，现就有关事项通知如下：\n一、摸清家底。各地要在年底前完成老茶园登记。\n";
    const TRADITIONAL: &str = "雲嶺省政府關於加強老茶園保護的公告\n為了保護老茶園，增進茶農收益，特公告如下：\n\
        一、各縣應於年底前完成登記，並將結果報送本府備查。\n";

    fn name(bytes: &[u8]) -> &'static str {
        decode(bytes, None).map(|d| d.encoding).unwrap_or("none")
    }

    #[test]
    fn finds_the_encoding_of_a_paper() {
        let gb = GB18030.encode(PAPER).0;
        let big5 = BIG5.encode(TRADITIONAL).0;
        for (bytes, encoding) in [(&gb, "gb18030"), (&big5, "Big5")] {
            assert_eq!(name(bytes), encoding);
            for short in [60, 120] {
                assert_eq!(name(&bytes[..short]), encoding, "{short} bytes");
            }
        }
        assert_eq!(name(PAPER.as_bytes()), "UTF-8");
        assert_eq!(name(b"Rules of 2015\n"), "UTF-8");
        assert_eq!(
            name(b"The Council\x92s \x93Rules\x94 of 2015 on tea gardens and their upkeep\n"),
            "windows-1252"
        );
        let big_endian: Vec<u8> = PAPER.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let little_endian: Vec<u8> = PAPER.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!((name(&big_endian), name(&little_endian)), ("UTF-16BE", "UTF-16LE"));
        assert_eq!(decode(&big_endian, None).unwrap().text, PAPER);
    }

    #[test]
    fn short_files_and_damage() {
        assert_eq!(name(&GB18030.encode("第一条").0), "gb18030");
        let mut damaged = PAPER.as_bytes().to_vec();
        damaged[31] = 0xFF;
        let text = decode(&damaged, None).unwrap();
        assert_eq!(text.encoding, "UTF-8");
        let lost: Vec<u8> = text.text.chars().filter_map(undecoded).collect();
        assert!(lost.contains(&0xFF) && lost.len() <= 3, "{lost:X?}");
        // A private-use character of GBK stays.
        assert_eq!(
            decode(b"\xD4\xC6\xC1\xEB\xAA\xA1\xCA\xA1\xC8\xCB\xC3\xF1\xD5\xFE\xB8\xAE", None).unwrap().text,
            "云岭\u{E000}省人民政府"
        );
        assert!(matches!(decode(&[0, 1, 2, 0, 0, 9, 0, 0x88], None), Err(Problem::Binary(_))));
    }

    #[test]
    fn a_false_declaration_is_not_believed() {
        assert_eq!(decode(PAPER.as_bytes(), Some(GBK)).unwrap().text, PAPER);
        let gb = GB18030.encode(PAPER).0;
        assert_eq!(decode(&gb, Some(UTF_8)).unwrap().text, PAPER);
        assert_eq!(decode(&gb, Some(GBK)).unwrap().encoding, "gb18030");
    }

    proptest! {
        #[test]
        fn what_is_utf_8_is_taken_as_it_is(text in "\\PC{1,40}|[a-z\u{80}-\u{2ff}]{1,40}") {
            let read = decode(text.as_bytes(), Some(GBK)).unwrap();
            let detected = detect(text.as_bytes(), Some(GBK)).ok();
            prop_assert_eq!((read.text.as_str(), read.encoding, detected), (&*text, "UTF-8", Some(UTF_8)));
        }
    }
}
