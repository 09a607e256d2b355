//! Dates as they are printed: 二〇二一年五月七日, 2021年5月7日, 20210507,
//! 2021-05-07, 中華民國八十八年四月九日.

use crate::model::{PartialDate, Span, chinese_number};
use regex::Regex;
use std::sync::LazyLock;

const N: &str = "[0-9０-９〇○零一二三四五六七八九十元]";

static PRINTED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(
        r"(?P<roc>(?:中華|中华)?(?:民國|民国)\s*)?(?P<y>{N}{{1,5}})\s*年\s*(?P<m>{N}{{1,3}})\s*月\s*(?P<d>{N}{{1,3}})\s*[日号號]"
    ))
    .expect("a fixed pattern")
});

static DIGITS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"\b(?P<y>(?:19|20)\d{2})(?:[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})|(?P<m2>\d{2})(?P<d2>\d{2}))\b",
    )
    .expect("a fixed pattern")
});

/// Every full date in `text` with its place, in order. Both printed forms and digits.
pub(super) fn dates(text: &str) -> Vec<(Span, PartialDate)> {
    // No year is written without the word.
    let printed = if text.contains('年') { text } else { "" };
    let mut found: Vec<(Span, PartialDate)> = PRINTED
        .captures_iter(printed)
        .filter_map(|c| {
            let whole = c.get(0)?;
            let year = number(c.name("y")?.as_str())?;
            let year = if c.name("roc").is_some() { year + 1911 } else { year };
            let year = i16::try_from(year).ok().filter(|y| *y > 1000)?;
            let month = u8::try_from(number(c.name("m")?.as_str())?).ok()?;
            let day = u8::try_from(number(c.name("d")?.as_str())?).ok()?;
            Some((Span::new(whole.start(), whole.end()), PartialDate::ymd(year, month, day)?))
        })
        .collect();
    if found.is_empty() && text.bytes().any(|byte| byte.is_ascii_digit()) {
        found.extend(DIGITS.captures_iter(text).filter_map(|c| {
            let whole = c.get(0)?;
            let month = c.name("m").or(c.name("m2"))?.as_str().parse().ok()?;
            let day = c.name("d").or(c.name("d2"))?.as_str().parse().ok()?;
            let date = PartialDate::ymd(c.name("y")?.as_str().parse().ok()?, month, day)?;
            Some((Span::new(whole.start(), whole.end()), date))
        }));
    }
    found
}

/// 元年 is the first year.
fn number(text: &str) -> Option<u32> {
    if text == "元" { Some(1) } else { chinese_number(text) }
}

/// The date when `line` is nothing but one, perhaps in brackets.
pub(super) fn only_date(line: &str) -> Option<PartialDate> {
    let line = line.trim().trim_matches(['（', '）', '(', ')']).trim();
    // What does not end like a date is none; most lines are told by that.
    if !line.ends_with(|c: char| c.is_ascii_digit() || matches!(c, '日' | '号' | '號')) {
        return None;
    }
    match dates(line).as_slice() {
        [(span, date)] if span.start == 0 && span.end == line.len() => Some(*date),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_printed_form_is_read() {
        for (text, date) in [
            ("二〇二一年五月七日", "2021-05-07"),
            ("二○○四年六月二十六日", "2004-06-26"),
            ("2019年01月27日", "2019-01-27"),
            ("20150108", "2015-01-08"),
            ("2015-1-8", "2015-01-08"),
            ("中華民國八十八年四月九日", "1999-04-09"),
            ("民國88年4月9日", "1999-04-09"),
            ("一九八一年五月二十三日", "1981-05-23"),
        ] {
            assert_eq!(only_date(text).map(|d| d.to_string()).as_deref(), Some(date), "{text}");
        }
        for text in ["2015年", "2015年13月1日", "前2015年1月8日", "12345678"] {
            assert_eq!(only_date(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_line_that_does_not_end_like_a_date_is_none(
            line in "[（甲]?(民國|中华民国)?[0-9０-９〇一二元年月日号號/.（）() -]{0,12}[日号號）甲]?|(19|20)[0-9]{2}[-/.年]?[0-9]{1,2}[-/.月]?[0-9]{1,2}[日 ]?",
        ) {
            let bare = line.trim().trim_matches(['（', '）', '(', ')']).trim();
            let whole = match dates(bare).as_slice() {
                [(span, date)] if span.start == 0 && span.end == bare.len() => Some(*date),
                _ => None,
            };
            prop_assert_eq!(only_date(&line), whole);
            // Nor does a text without the word for year, or without digits, hold what the patterns find.
            prop_assert!(line.contains('年') || !PRINTED.is_match(&line));
        }
    }
}
