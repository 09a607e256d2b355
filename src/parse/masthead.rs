//! 版头: what an official paper prints above its title (GB/T 9704-2012, 7.2): 份号,
//! 密级和保密期限, 紧急程度, 发文机关标志 (某某人民政府文件), 发文字号 beside 签发人.

use super::heading::{Head, close};
use super::issuer::{is_organ, side_by_side};
use super::lexer::{self, Kind, Line};
use crate::model::Role;
use regex::Regex;
use std::sync::LazyLock;

static COPY: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^(?:No\.?|№)?\d{6,7}$").expect("a fixed pattern"));

static SECRECY: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"^[【\[（(]?(?:内部(?:资料|文件|材料)?(?:[，,]?(?:注意保密|不得外传|请勿外传|严禁外传))?|不予公开|不公开|工作秘密|(?:绝密|機密|机密|秘密)(?:[★☆*](?:[0-9一二三四五六七八九十]{1,3}(?:年|个月|天)|长期|解密)?)?)[】\]）)]?$",
    )
    .expect("a fixed pattern")
});

static URGENCY: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^(?:特急|特提|加急|平急|急件|紧急)$").expect("a fixed pattern"));

/// The code under which a rule of a government is registered: ZJFC00-2022-0003, 规范性文件统一编号：HZ01-2022-0003.
static REGISTERED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"^(?:(?:行政)?规范性文件)?(?:统一|登记|备案)?(?:编号|登记号|备案号|编码)\s*[：:]\s*[A-Z0-9\p{Han}〔〕\[\]（）()—–-]{4,40}$",
        r"|^[A-Z]{2,8}\d{0,6}[-—–](?:19|20)\d{2}[-—–]\d{2,6}$",
    ))
    .expect("a fixed pattern")
});

/// What an editor says of the paper above it.
static EDITOR: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^[【\[（(]?(?:编者按|編者按|按语|导读)[】\]）)]?\s*[：:].").expect("a fixed pattern")
});

static SIGNER: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\s*签\s*发\s*人?\s*[：:]\s*").expect("a fixed pattern"));

/// 秘密★10年, 内部资料.
const LONGEST_MARK: usize = 12;

/// How many stacked names of joint issuers may stand above 文件.
const MOST_NAMES: usize = 8;

/// Reads the lines at `start` into `head`; returns where the title begins.
pub(super) fn read(lines: &[Line], start: usize, head: &mut Head) -> usize {
    let mut at = start;
    while let Some(line) = lines.get(at) {
        if let Some(next) = marks(line, head).then_some(at + 1).or_else(|| red_head(lines, at, head)) {
            at = next;
        } else if matches!(line.kind, Kind::Note) || EDITOR.is_match(line.words) {
            head.lines.push((Role::Note, line.words.to_owned(), line.line));
            at += 1;
        } else if matches!(line.kind, Kind::Number) && lines.get(at + 1).is_some_and(is_signer) {
            head.lines.push((Role::Number, line.words.to_owned(), line.line));
            at += 1;
        } else if let Some(found) = SIGNER.find(line.words) {
            let (number, names) = (&line.words[..found.start()], &line.words[found.end()..]);
            let numbered = matches!(lexer::kind(number), Kind::Number);
            if !(number.is_empty() || numbered) || names.chars().count() > 30 || names.contains('，') {
                break;
            }
            if numbered {
                head.lines.push((Role::Number, number.to_owned(), line.line));
            }
            head.lines.push((Role::Other, line.words[number.len()..].trim().to_owned(), line.line));
            head.signer = Some(side_by_side(names).join("、")).filter(|n| !n.is_empty());
            at += 1;
        } else {
            break;
        }
    }
    at
}

/// 签发人：某某 on a line of its own.
fn is_signer(line: &Line) -> bool {
    SIGNER.find(line.words).is_some_and(|found| found.start() == 0)
}

/// 份号, 密级, 紧急程度 and the code of registration, one or more on a line.
fn marks(line: &Line, head: &mut Head) -> bool {
    if REGISTERED.is_match(line.words) {
        head.lines.push((Role::Other, line.words.to_owned(), line.line));
        return true;
    }
    if let Some((label, value)) = line.words.split_once(['：', ':']).map(|(l, v)| (close(l), v.trim()))
        && !value.is_empty()
        && value.chars().count() <= LONGEST_MARK
    {
        match label.as_str() {
            "密级" | "密級" | "密级和保密期限" => {
                head.secrecy =
                    Some(value.to_owned()).filter(|v| !["公开", "無", "无", "非密"].contains(&v.as_str()));
            }
            "紧急程度" | "緊急程度" | "缓急" => head.urgency = Some(value.to_owned()),
            "份号" | "份號" => {}
            _ => return false,
        }
        head.lines.push((Role::Other, line.words.to_owned(), line.line));
        return true;
    }
    // 机　密: letters set apart.
    let whole = close(line.words);
    if line.words.len() <= 80 && SECRECY.is_match(&whole) {
        head.secrecy = Some(whole);
        head.lines.push((Role::Other, line.words.to_owned(), line.line));
        return true;
    }
    let words: Vec<&str> = line.words.split_whitespace().collect();
    let known = |w: &&str| COPY.is_match(w) || SECRECY.is_match(w) || URGENCY.is_match(w);
    if line.words.len() > 80 || !words.iter().all(known) {
        return false;
    }
    for word in words {
        if SECRECY.is_match(word) {
            head.secrecy = Some(word.to_owned());
        } else if URGENCY.is_match(word) {
            head.urgency = Some(word.to_owned());
        }
    }
    head.lines.push((Role::Other, line.words.to_owned(), line.line));
    true
}

/// 某某厅文件, or the names of several organs and 文件 behind the last. Returns the next line.
fn red_head(lines: &[Line], start: usize, head: &mut Head) -> Option<usize> {
    let mut names = Vec::new();
    let mut at = start;
    let end = loop {
        let line = lines.get(at).filter(|l| matches!(l.kind, Kind::Text) && at - start < MOST_NAMES)?;
        let stem = line.words.strip_suffix("文件").map(str::trim_end);
        let organs = side_by_side(stem.unwrap_or(line.words));
        let letter_spaced = close(stem.unwrap_or(line.words));
        if organs.iter().all(|n| is_organ(n)) {
            names.extend(organs);
        } else if is_organ(&letter_spaced) {
            names.push(letter_spaced);
        } else {
            return None;
        }
        at += 1;
        if stem.is_some() {
            break at;
        }
    };
    if names.is_empty() {
        return None;
    }
    head.organs = names;
    head.lines.extend(lines[start..end].iter().map(|l| (Role::Other, l.words.to_owned(), l.line)));
    Some(end)
}
