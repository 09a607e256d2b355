//! Paths of pages: a title in syllables.

use super::readings;
use crate::model::in_simplified;
use pinyin::ToPinyin;

/// Slugs end at the syllable with which they reach this many characters, at the latest.
const LONGEST: usize = 60;

/// The path of a circular's page below `content/circulars/`, without `.md`:
/// `2015/jia-qiang-…`, `undated/…` without a year. Han characters become
/// syllables without tones (ü is v), the same for a Traditional title as for its
/// Simplified form; Latin words and digits stay, in small ASCII letters.
///
/// `title` is the instrument's; where it has none, give the source file's stem.
/// A slug that is `taken` gets `-2`, `-3`, …
pub fn slug(title: &str, year: Option<i16>, taken: &dyn Fn(&str) -> bool) -> String {
    let folder = year.map_or_else(|| "undated".to_owned(), |year| format!("{year:04}"));
    let words = shortened(&syllables(subject(&in_simplified(title))));
    let slug = format!("{folder}/{}", if words.is_empty() { "circular" } else { &words });
    if !taken(&slug) {
        return slug;
    }
    let mut nth = 2usize;
    loop {
        let next = format!("{slug}-{nth}");
        if !taken(&next) {
            return next;
        }
        nth += 1;
    }
}

/// What the title is about: the words after 某某机关关于, which many titles share, when enough of them remain.
fn subject(title: &str) -> &str {
    const FEWEST: usize = 4;
    match title.split_once("关于") {
        Some((issuer, rest)) if !issuer.contains(['《', '“']) && rest.chars().count() >= FEWEST => rest,
        _ => title,
    }
}

/// Syllables of Han text and words of Latin text, in order.
fn syllables(title: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut latin = String::new();
    let mut rest = title;
    while let Some(c) = rest.chars().next() {
        let narrow = narrow(c);
        if narrow.is_ascii_alphanumeric() {
            latin.push(narrow.to_ascii_lowercase());
            rest = &rest[c.len_utf8()..];
            continue;
        }
        // party's is one word.
        if matches!(c, '\'' | '’') && !latin.is_empty() {
            rest = &rest[c.len_utf8()..];
            continue;
        }
        if !latin.is_empty() {
            out.push(std::mem::take(&mut latin));
        }
        if let Some((word, reading)) = readings::opening(rest) {
            out.extend(reading.split(' ').map(ascii));
            rest = &rest[word.len()..];
        } else {
            out.extend(c.to_pinyin().map(|syllable| ascii(syllable.plain())));
            rest = &rest[c.len_utf8()..];
        }
    }
    if !latin.is_empty() {
        out.push(latin);
    }
    out
}

/// A full-width letter or digit as its ASCII form (U+FF01 to U+FF5E double U+0021 to U+007E).
fn narrow(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        c => c,
    }
}

fn ascii(syllable: &str) -> String {
    syllable.replace('ü', "v").chars().filter(char::is_ascii_alphanumeric).collect()
}

fn shortened(words: &[String]) -> String {
    let mut slug = String::new();
    for word in words.iter().filter(|word| !word.is_empty()) {
        let length = slug.len() + usize::from(!slug.is_empty()) + word.len();
        if length > LONGEST && !slug.is_empty() {
            break;
        }
        if !slug.is_empty() {
            slug.push('-');
        }
        // A single word can be longer than all of it: a file name of digits.
        slug.extend(word.chars().take(LONGEST));
    }
    slug
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn titles_become_syllables() {
        for (title, year, expected) in [
            (
                "关于调整重庆银行会计制度的通知",
                Some(2016),
                "2016/tiao-zheng-chong-qing-yin-hang-kuai-ji-zhi-du-de",
            ),
            ("長沙市重大調查辦法", Some(2016), "2016/chang-sha-shi-zhong-da-diao-cha-ban-fa"),
            ("长沙市重大调查办法", None, "undated/chang-sha-shi-zhong-da-diao-cha-ban-fa"),
            ("部长期间执行业务", None, "undated/bu-zhang-qi-jian-zhi-xing-ye-wu"),
            ("旅游（２０１６）条例", Some(2016), "2016/lv-you-2016-tiao-li"),
            ("What are the party's new rules?", None, "undated/what-are-the-partys-new-rules"),
            ("001_bd0c", None, "undated/001-bd0c"),
            ("《》", Some(2016), "2016/circular"),
        ] {
            let found = slug(title, year, &|_| false);
            assert!(found.starts_with(expected), "{found}");
        }
    }

    #[test]
    fn a_taken_slug_gets_a_number() {
        let taken = ["2016/gong-gao", "2016/gong-gao-2"];
        assert_eq!(slug("公告", Some(2016), &|slug| taken.contains(&slug)), "2016/gong-gao-3");
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(64) })]
        #[test]
        fn a_slug_is_a_file_name_everywhere(title in any::<String>()) {
            let slug = slug(&title, Some(2016), &|_| false);
            let name = slug.strip_prefix("2016/").unwrap();
            prop_assert!(!name.is_empty() && name.len() <= LONGEST && !name.starts_with('-') && !name.ends_with('-'));
            prop_assert!(name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'));
        }
    }
}
