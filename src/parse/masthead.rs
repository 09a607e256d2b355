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
        r"^(?:绝密|機密|机密|秘密)(?:[★☆*](?:[0-9一二三四五六七八九十]{1,3}(?:年|个月|天)|长期|解密)?)?$",
    )
    .expect("a fixed pattern")
});

static URGENCY: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^(?:特急|特提|加急|平急|急件|紧急)$").expect("a fixed pattern"));

static SIGNER: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\s*签\s*发\s*人?\s*[：:]\s*").expect("a fixed pattern"));

/// How many stacked names of joint issuers may stand above 文件.
const MOST_NAMES: usize = 8;

/// Reads the lines at `start` into `head`; returns where the title begins.
pub(super) fn read(lines: &[Line], start: usize, head: &mut Head) -> usize {
    let mut at = start;
    while let Some(line) = lines.get(at) {
        if let Some(next) = marks(line, head).then_some(at + 1).or_else(|| red_head(lines, at, head)) {
            at = next;
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

/// 份号, 密级 and 紧急程度, one or more on a line.
fn marks(line: &Line, head: &mut Head) -> bool {
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
