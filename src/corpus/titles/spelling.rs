//! Keys under which all spellings of a title or a 发文字号 fall together.

use crate::model::{chinese_number, in_simplified};

/// What is the same in all spellings of one title.
pub fn key(title: &str) -> String {
    let plain: String = title
        .chars()
        .filter_map(|c| match c {
            '《' | '》' | '〈' | '〉' | '<' | '>' | '＜' | '＞' | '«' | '»' | '“' | '”' | '"' | '‘' | '’'
            | '「' | '」' | '『' | '』' | '、' | '，' | ',' | '·' | '\u{200b}' | '\u{feff}' => None,
            '(' => Some('（'),
            ')' => Some('）'),
            '！'..='～' => char::from_u32(c as u32 - 0xfee0).map(|c| match c {
                '(' => '（',
                ')' => '）',
                c => c,
            }),
            c if c.is_whitespace() => None,
            c => Some(c),
        })
        .filter(|c| *c != ',')
        .collect();
    in_simplified(&plain).to_lowercase().replace("中华人民共和国", "").replace("最新修订", "")
}

/// Whether the title is of a trial version, another work than what followed it.
pub(super) fn trial(key: &str) -> bool {
    ["（试行）", "（暂行）", "（草案）"].iter().any(|mark| key.ends_with(mark))
}

/// The year of the edition that the title ends in: 2018 of （2018年版）.
pub(super) fn edition(key: &str) -> Option<i16> {
    let bracket = &key[stem(key).len()..];
    let from = bracket.find(|c: char| c.is_ascii_digit())?;
    bracket.get(from..from + 4)?.parse().ok()
}

/// Shorter names of the work with the key `whole`: without （试行）or a year, without issuer, of what a notice carries.
pub(super) fn loose_keys(whole: &str) -> Vec<String> {
    shorter(whole, true)
}

/// Those of a paper that stands under its title alone: a notice that only forwards X is not X.
pub(super) fn own_loose_keys(whole: &str) -> Vec<String> {
    shorter(whole, !forwards(whole))
}

/// Whether the title is of a notice that hands on what another body issued, and so under a number of its own.
pub(super) fn forwards(key: &str) -> bool {
    without_issuer(key).is_some_and(|(_, rest)| {
        let rest = rest.strip_prefix("关于").unwrap_or(rest);
        (rest.starts_with("转发") || rest.starts_with("批转")) && rest.ends_with("通知")
    })
}

fn shorter(whole: &str, with_carried: bool) -> Vec<String> {
    let mut keys = Vec::new();
    let stem = stem(whole);
    if stem != whole {
        keys.push(stem.to_owned());
    }
    if let Some((issuer, rest)) = without_issuer(stem) {
        // 关于印发X的通知 names X.
        if let Some(carried) = carried(rest).filter(|_| with_carried) {
            keys.push(carried.to_owned());
        } else if !issuer.is_empty() {
            keys.push(rest.to_owned());
        }
    }
    keys
}

/// The key without a last bracket of its kind: （试行）, （2019年修订）.
fn stem(key: &str) -> &str {
    let Some(open) = key.strip_suffix('）').and_then(|_| key.rfind('（')) else { return key };
    let inner = &key[open..];
    let marks = ["试行", "暂行", "修订", "修正", "草案", "年版", "版）"];
    let year = inner.chars().filter(char::is_ascii_digit).count() >= 4;
    if open > 0 && (year || marks.iter().any(|mark| inner.contains(mark))) { &key[..open] } else { key }
}

/// Issuer and the rest, which begins with 关于 or 印发.
fn without_issuer(key: &str) -> Option<(&str, &str)> {
    let at = ["关于", "印发", "转发", "批转"].iter().filter_map(|word| key.find(word)).min()?;
    let (issuer, rest) = key.split_at(at);
    let body = [
        "委", "会", "府", "厅", "局", "部", "院", "室", "中央", "办", "组", "行", "署", "工委", "党组", "联",
    ];
    (issuer.is_empty() || body.iter().any(|end| issuer.ends_with(end)) || issuer.chars().count() > 2)
        .then_some((issuer, rest))
}

fn carried(rest: &str) -> Option<&str> {
    let lead = ["关于印发", "关于转发", "关于批转", "关于发布", "印发", "转发", "批转"];
    let rest = lead.iter().find_map(|lead| rest.strip_prefix(lead))?;
    rest.strip_suffix("的通知").or_else(|| rest.strip_suffix("通知"))
}

/// A 发文字号 in one spelling of its brackets and figures.
fn plain_number(number: &str) -> String {
    let plain = key(number).replace(['[', '【', '（'], "〔").replace([']', '】', '）'], "〕");
    let plain = plain
        .trim_end_matches("文件")
        .trim_end_matches('文')
        .replace("国务院令", "国令")
        .replace("〕第", "〕");
    let mut out = String::new();
    let mut digits = String::new();
    for c in plain.chars().chain(['\0']) {
        if chinese_number(&c.to_string()).is_some() || matches!(c, '百' | '千') {
            digits.push(c);
            continue;
        }
        match chinese_number(&digits) {
            Some(n) => out += &n.to_string(),
            None => out += &digits,
        }
        digits.clear();
        if c != '\0' {
            out.push(c);
        }
    }
    out
}

/// Keys of a 发文字号: 国发〔2019〕5号, and 国令第706号 for 国务院令第706号.
pub(super) fn number_keys(number: &str, issuers: &[String]) -> Vec<String> {
    let out = plain_number(number);
    let mut keys = Vec::new();
    // 第706号 alone is the State Council's only if it issued the paper; 2021年第5号 is a 公告's of those who did.
    if out.starts_with('第') {
        if issuers.iter().any(|issuer| issuer.contains("国务院")) {
            keys.push(format!("国令{out}"));
        }
    } else if let Some((issuer, rest)) = announcement(&out) {
        let issuer = if issuer.is_empty() { key(&issuers.concat()) } else { issuer.to_owned() };
        if !issuer.is_empty() {
            keys.push(format!("{issuer}公告{rest}"));
        }
    } else if !out.is_empty() {
        keys.push(out);
    }
    keys
}

/// Issuer and rest of the number of a 公告, which counts anew each year: 云岭省财政厅公告2021年第5号,
/// 云岭省财政厅2021年第5号公告, 2021年第5号.
fn announcement(number: &str) -> Option<(&str, &str)> {
    let plain = number.strip_suffix("公告").unwrap_or(number);
    let (head, rest) = plain.split_at(plain.find(|c: char| c.is_ascii_digit())?);
    let issuer = head.strip_suffix("公告").unwrap_or(head);
    (rest.contains("年第") && !issuer.ends_with('令')).then_some((issuer, rest))
}

/// Whether both are numbers of one form, year and number within it, and not the same.
pub(super) fn other_number(one: &str, other: &str) -> bool {
    let (one, other) = (plain_number(one), plain_number(other));
    let of_year = |number: &str| number.find('〔').map(|at| number[at..].to_owned());
    let announced = |number: &str| announcement(number).map(|(_, rest)| rest.to_owned());
    let differ = |tail: &dyn Fn(&str) -> Option<String>| matches!((tail(&one), tail(&other)), (Some(a), Some(b)) if a != b);
    differ(&of_year) || differ(&announced)
}
