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

/// Shorter names of the work with the key `whole`: without （试行）or a year, without issuer, of what a notice carries.
pub(super) fn loose_keys(whole: &str) -> Vec<String> {
    let mut keys = Vec::new();
    let stem = stem(whole);
    if stem != whole {
        keys.push(stem.to_owned());
    }
    if let Some((issuer, rest)) = without_issuer(stem) {
        // 关于印发X的通知 names X.
        if let Some(carried) = carried(rest) {
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
    let at = key.find("关于").into_iter().chain(key.find("印发")).chain(key.find("转发")).min()?;
    let (issuer, rest) = key.split_at(at);
    let body = [
        "委", "会", "府", "厅", "局", "部", "院", "室", "中央", "办", "组", "行", "署", "工委", "党组", "联",
    ];
    (issuer.is_empty() || body.iter().any(|end| issuer.ends_with(end)) || issuer.chars().count() > 2)
        .then_some((issuer, rest))
}

fn carried(rest: &str) -> Option<&str> {
    let lead = ["关于印发", "关于转发", "关于批转", "关于发布", "印发", "转发"];
    let rest = lead.iter().find_map(|lead| rest.strip_prefix(lead))?;
    rest.strip_suffix("的通知").or_else(|| rest.strip_suffix("通知"))
}

/// Keys of a 发文字号: 国发〔2019〕5号, and 国令第706号 for 国务院令第706号.
pub(super) fn number_keys(number: &str, issuers: &[String]) -> Vec<String> {
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
    let mut keys = Vec::new();
    // 第706号 alone is the State Council's only if it issued the paper.
    if out.starts_with('第') {
        if issuers.iter().any(|issuer| issuer.contains("国务院")) {
            keys.push(format!("国令{out}"));
        }
    } else if !out.is_empty() {
        keys.push(out);
    }
    keys
}
