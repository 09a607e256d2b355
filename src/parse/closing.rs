//! What stands below a text: 附件说明, 署名, 成文日期, 附注, 抄送, 印发
//! (GB/T 9704-2012, 7.3.4–7.4.3).

use super::date::dates;
use super::genre::ends_like_a_title;
use super::issuer::{is_organ, side_by_side};
use super::lexer::{Kind, Line};
use crate::model::{Label, PartialDate, Unit};
use regex::Regex;
use std::sync::LazyLock;

/// A signature block: the lines of the names, and the date.
#[derive(Debug, Clone, Copy)]
pub(super) struct Closing {
    /// First line of the names; equal to `date` when there is none.
    pub start: usize,
    pub date: usize,
}

/// How many lines of names a signature block may have.
pub(super) const MOST_NAMES: usize = 10;

/// The signature block whose date stands at `at`, None when the date is not one.
pub(super) fn at(lines: &[Line], from: usize, at: usize) -> Option<Closing> {
    let line = lines.get(at)?;
    if signed_line(line.words).is_some() {
        return Some(Closing { start: at, date: at });
    }
    if !matches!(line.kind, Kind::Date(_)) {
        return None;
    }
    let mut start = at;
    while start > from && at - start < MOST_NAMES && is_signature(&lines[start - 1]) {
        start -= 1;
    }
    let below = lines.get(at + 1);
    let ends = below.is_none_or(|l| {
        !matches!(l.kind, Kind::Text | Kind::Numbered(..)) || super::heading::is_title_line(l.words)
    });
    (start < at || ends).then_some(Closing { start, date: at })
}

/// 某某局 2015年1月8日, name and date on one line.
pub(super) fn signed_line(words: &str) -> Option<(Vec<String>, PartialDate)> {
    if !words.ends_with(['日', '号', '號']) || words.len() > 240 {
        return None;
    }
    let found = dates(words);
    let (span, date) = found.last()?;
    let names = side_by_side(words[..span.start].trim());
    let signs =
        span.end == words.len() && found.len() == 1 && !names.is_empty() && names.iter().all(|n| is_organ(n));
    signs.then_some((names, *date))
}

static OFFICIAL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"^\p{Han}{0,16}?(?:总理|主席|委员长|省长|市长|县长|区长|州长|盟长|旗长|乡长|镇长|主任|部长|局长|署长|行长|院长|校长|厅长|处长|关长|会长|社长|",
        r"书记|检察长|审计长|秘书长|司令员|政治委员|总司令|总统|總統|總理|部長|院長|局長|署長|縣長|市長|行政長官|行政长官|主任委員|司長|司长)",
        r"(?P<name>\p{Han}{2,4})$"
    ))
    .expect("a fixed pattern")
});

/// The signing person of an order: 总理　某某某.
pub(super) fn official(words: &str) -> Option<String> {
    // Office and name stand apart; a whole word (办公室主任委员会) is neither.
    let apart = |c: char| c.is_whitespace() || matches!(c, '：' | ':');
    if words.chars().count() > 30 || !words.contains(apart) {
        return None;
    }
    let close: String = words.chars().filter(|c| !apart(*c)).collect();
    OFFICIAL.captures(&close)?.name("name").map(|name| name.as_str().to_owned())
}

/// Names below the last paragraph that no date follows: from `at` to the end of the text.
pub(super) fn undated(lines: &[Line], from: usize, at: usize) -> Option<usize> {
    const MOST: usize = 6;
    let signs = |l: &Line| {
        matches!(l.kind, Kind::Text)
            && l.words.len() <= 200
            && (official(l.words).is_some() || side_by_side(l.words).iter().all(|n| is_organ(n)))
    };
    let count = lines[at..].iter().take(MOST).take_while(|l| signs(l)).count();
    let after_text = at > from
        && (lines[at - 1].words.ends_with(['。', '！', '”', '）'])
            || matches!(lines[at - 1].kind, Kind::Date(_)));
    let ends = lines.get(at + count).is_none_or(|l| {
        matches!(
            l.kind,
            Kind::Attachment { .. } | Kind::Note | Kind::CopiedTo | Kind::Imprint | Kind::Image(_)
        )
    });
    (count > 0 && after_text && ends).then_some(at + count)
}

/// Where a note ends whose bracket opens on the line at `at` and closes on one of the next: （联系方式：….
pub(super) fn note(lines: &[Line], at: usize) -> Option<usize> {
    const MOST: usize = 5;
    let is_open = |words: &str| !super::heading::is_balanced(words);
    let first = lines.get(at).filter(|l| NOTE.is_match(l.words) && is_open(l.words))?;
    let closes = |l: &&Line| l.words.ends_with(['）', ')']) && is_open(l.words);
    let more = lines[at + 1..].iter().take(MOST).position(|l| closes(&l))?;
    let is_plain = |l: &Line| matches!(l.kind, Kind::Text) && !l.words.contains('。');
    let between = &lines[at + 1..=at + 1 + more];
    (matches!(first.kind, Kind::Text) && between.iter().all(is_plain)).then_some(at + 2 + more)
}

static NOTE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^[（(](?:联系人|联系电话|联系方式|咨询电话|咨询方式|联系单位)\s*[：:]")
        .expect("a fixed pattern")
});

/// Where the lines of 抄送 that begin at `at` end: at its full stop, or above the imprint.
pub(super) fn copied_to(lines: &[Line], at: usize) -> usize {
    const MOST: usize = 8;
    let mut end = at + 1;
    while end < (at + MOST).min(lines.len())
        && matches!(lines[end].kind, Kind::Text)
        && !lines[end - 1].words.ends_with('。')
        && (lines[end - 1].words.ends_with(['，', '、', '；', ','])
            || lines.get(end + 1).is_some_and(|l| matches!(l.kind, Kind::Imprint)))
    {
        end += 1;
    }
    end
}

fn is_signature(line: &Line) -> bool {
    if !matches!(line.kind, Kind::Text) {
        return false;
    }
    if official(line.words).is_some() {
        return true;
    }
    let length = line.words.chars().count();
    let marks = ['。', '；', '：', ':', '，', '？', '！', '《', '》', '“', '”', '.', ','];
    // 关于…的意见 above its authors and the day is a title, not a name.
    let titled = line.words.starts_with(['关', '關']) || ends_like_a_title(line.words);
    length <= 60
        && !line.words.contains(marks)
        && super::heading::is_balanced(line.words)
        && (side_by_side(line.words).iter().all(|n| is_organ(n))
            || length <= 24 && !line.words.is_ascii() && !titled)
}

/// Whether lines `from..to` are a list of attachments: 附件：1.… 2.…
pub(super) fn is_attachment_list(lines: &[Line], from: usize, to: usize) -> bool {
    let Some(first) = lines.get(from) else { return false };
    let Kind::Attachment { title, .. } = &first.kind else { return false };
    let listed = |words: &str| {
        let words =
            Label::split(words).filter(|(l, _)| l.unit == Unit::Digit).map_or(words, |(_, rest)| rest);
        words.chars().count() <= 80 && !words.contains('。')
    };
    (!title.is_empty() || from + 1 < to)
        && lines[from + 1..to].iter().all(|l| match &l.kind {
            Kind::Numbered(label, _) => label.unit == Unit::Digit && listed(l.words),
            Kind::Text | Kind::Attachment { .. } => listed(l.words),
            _ => false,
        })
}

static FILE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\.(?:docx?|xlsx?|pdf|wps|ofd|zip|rar|pptx?|jpe?g|png|tiff?)$").expect("a fixed pattern")
});

/// Whether lines `from..to` are the whole of a web page's list of files to be loaded.
pub(super) fn names_files(lines: &[Line], from: usize, to: usize) -> bool {
    let file = |l: &Line| FILE.is_match(l.words);
    to > from
        && lines[from..to].iter().enumerate().all(|(n, l)| file(l) || n == 0 && to > from + 1)
        && !lines.get(to).is_some_and(file)
}

/// Numbers and titles in a list of attachments; notes (略, 另发) are taken off.
pub(super) fn listed(lines: &[&str]) -> Vec<(Option<u32>, String)> {
    lines
        .iter()
        .map(|words| {
            let words = words.trim_start_matches("附件").trim_start_matches(['：', ':', ' ', '\u{3000}']);
            let split = Label::split(words).filter(|(l, _)| l.unit == Unit::Digit);
            let number = split.as_ref().and_then(|(l, _)| l.main_number());
            let words = split.map_or(words, |(_, rest)| rest);
            (number, words.trim_matches(['《', '》', '；', ';', '。', ' ']).to_owned())
        })
        .filter(|(_, words)| !words.is_empty())
        .collect()
}

/// What is listed but said not to stand here: （略）, （另发）.
pub(super) fn is_left_out(title: &str) -> bool {
    ["略", "另发", "另送", "另附", "不公开", "见网站", "另行"].iter().any(|w| title.contains(w))
}
