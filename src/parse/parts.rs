//! A source may hold several texts: a notice, what it carries, attachments.
//!
//! 1. Read the head of the first text.
//! 2. Walk its lines until the next text begins: an 附件 mark, a title that is
//!    expected, or a title after the signature.
//! 3. Say which text is the body: the carried instrument when there is just one.

use super::closing::{self, Closing};
use super::heading::{self, Head, close, is_title_line};
use super::lexer::{Kind, Line};
use crate::model::{Label, Role, Unit};
use regex::Regex;
use std::sync::LazyLock;

/// Where a text stands in the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scope {
    Body,
    Cover,
    /// `att_N`
    Attachment(usize),
}

/// A line of a text's body: still to be placed, or with its role known.
#[derive(Debug, Clone)]
pub(super) enum Item<'a> {
    Line(Line<'a>),
    Fixed(Role, &'a str, usize),
}

#[derive(Debug, Clone)]
pub(super) struct Part<'a> {
    pub scope: Scope,
    /// 附件1 as printed, and its line.
    pub mark: Option<(&'a str, Option<u32>, usize)>,
    pub head: Head,
    pub items: Vec<Item<'a>>,
    /// Names under the text, as printed lines.
    pub signature: Vec<&'a str>,
    pub date: Option<(&'a str, usize)>,
}

static CARRIES: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(印发|印發|发布|發布|公布|颁布|頒布|转发|轉發|批转|批轉).{2,}(通知|决定|公告|令|函)$")
        .expect("a fixed pattern")
});

/// Words of a notice or order that hand over what follows.
static HANDS_OVER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:现|現|予|特|批准|同意).{0,40}(?:印发|印發|公布|发布|發布|颁布|頒布|颁发|转发|轉發|转发|批转|批轉|下发|下發)")
        .expect("a fixed pattern")
});

/// An order or announcement that is nothing but the cover of what it publishes: 某某令, 某某公告.
fn is_order(title: &str) -> bool {
    let bare = super::genre::bare(title);
    bare.ends_with(['令']) && !bare.contains("关于") && !bare.contains("關於")
}

static QUOTED_TITLE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"《((?:[^《》]|《[^《》]*》)+)》").expect("a fixed pattern"));

/// Parts a text. `header_title` is the title that fields above it give.
pub(super) fn split<'a>(lines: &[Line<'a>], header_title: Option<&str>) -> Vec<Part<'a>> {
    let mut expected: Vec<String> = header_title.map(close).into_iter().collect();
    let mut parts: Vec<Part> = Vec::new();
    let mut at = 0;
    while at < lines.len() || parts.is_empty() {
        let (part, next) = read(lines, at, &mut expected);
        parts.push(part);
        if next <= at {
            break;
        }
        at = next;
    }
    place(&mut parts);
    parts
}

fn read<'a>(lines: &[Line<'a>], start: usize, expected: &mut Vec<String>) -> (Part<'a>, usize) {
    let mut at = start;
    let mut mark = None;
    let mut head = Head::default();
    if let Some(line) = lines.get(at)
        && let Kind::Attachment { mark: printed, number, title } = &line.kind
    {
        mark = Some((*printed, *number, line.line));
        at += 1;
        if !title.is_empty() {
            head.lines.push((Role::Title, (*title).to_owned(), line.line));
        }
    }
    if head.lines.is_empty() {
        (head, at) = heading::read(lines, at, expected);
    }
    let mut part =
        Part { scope: Scope::Body, mark, head, items: Vec::new(), signature: Vec::new(), date: None };
    expected.extend(
        QUOTED_TITLE.captures_iter(part.head.title()).filter_map(|c| c.get(1)).map(|t| close(t.as_str())),
    );

    expected.extend(announced(part.head.title()));

    let first = at;
    // A signature does not reach above the list of attachments.
    let mut unlisted = at;
    let mut closed = false;
    while let Some(line) = lines.get(at) {
        if let Some(list_end) = attachment_list(lines, at, closed) {
            let listed: Vec<&str> = lines[at..list_end].iter().map(|l| l.words).collect();
            expected.extend(closing::listed(&listed).iter().map(|(_, title)| close(title)));
            part.items.extend(
                lines[at..list_end].iter().map(|l| Item::Fixed(Role::AttachmentList, l.words, l.line)),
            );
            (at, unlisted) = (list_end, list_end);
            continue;
        }
        if matches!(line.kind, Kind::Attachment { .. }) && begins_attachment(lines, at, first) {
            break;
        }
        if let Some(Closing { start, date }) = closing_ahead(lines, unlisted, at) {
            if !closed {
                part.signature = lines[start..date].iter().map(|l| l.words).collect();
                part.date = Some((lines[date].words, lines[date].line));
            }
            for line in &lines[start..date] {
                part.items.push(Item::Fixed(Role::Signature, line.words, line.line));
            }
            part.items.push(Item::Fixed(Role::Date, lines[date].words, lines[date].line));
            closed = true;
            at = date + 1;
            continue;
        }
        if part.signature.is_empty()
            && let Some(end) = closing::undated(lines, first, at)
        {
            part.signature = lines[at..end].iter().map(|l| l.words).collect();
            part.items.extend(lines[at..end].iter().map(|l| Item::Fixed(Role::Signature, l.words, l.line)));
            closed = true;
            at = end;
            continue;
        }
        if matches!(line.kind, Kind::CopiedTo) {
            let end = closing::copied_to(lines, at);
            part.items.extend(lines[at..end].iter().map(|l| Item::Fixed(Role::CopiedTo, l.words, l.line)));
            at = end;
            continue;
        }
        if let Some(end) = closing::note(lines, at) {
            part.items.extend(lines[at..end].iter().map(|l| Item::Fixed(Role::Note, l.words, l.line)));
            at = end;
            continue;
        }
        let fixed = match line.kind {
            Kind::Note => Some(Role::Note),
            Kind::Imprint => Some(Role::Imprint),
            _ => None,
        };
        if let Some(role) = fixed {
            part.items.push(Item::Fixed(role, line.words, line.line));
            at += 1;
            continue;
        }
        if at > first
            && (closed && begins_text(lines, at)
                || is_expected(lines, at, expected)
                || begins_again(lines, at, &part)
                || begins_with_note(lines, at)
                || begins_schedule(lines, at, &part))
        {
            break;
        }
        if (part.items.is_empty() || !closed) && line.words.contains('《') {
            expected.extend(
                QUOTED_TITLE.captures_iter(line.words).filter_map(|c| c.get(1)).map(|t| close(t.as_str())),
            );
        }
        part.items.push(Item::Line(line.clone()));
        at += 1;
        if announces(&part) && at < lines.len() {
            break;
        }
    }
    (part, at)
}

/// A news release of a paper: 某某印发《…》, and the paper's text after 全文如下.
static RELEASE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?:印发|印發|发布|發布)《[^《》]+》$").expect("a fixed pattern"));

static FOLLOWS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:全文|主要内容|主要內容|内容|內容)(?:公布)?如下[：:。]$").expect("a fixed pattern")
});

/// Whether the last line of a news release says that the paper follows.
fn announces(part: &Part) -> bool {
    let plain = |i: &Item| matches!(i, Item::Line(l) if !matches!(l.kind, Kind::Numbered(..)));
    RELEASE.is_match(part.head.title())
        && part.items.iter().all(plain)
        && matches!(part.items.last(), Some(Item::Line(l)) if FOLLOWS.is_match(l.words))
}

/// The end of the 附件说明 that begins at `at`: it stands above the signature, or
/// right below it and is followed by the attachments it lists.
fn attachment_list(lines: &[Line], at: usize, closed: bool) -> Option<usize> {
    let Kind::Attachment { title, .. } = &lines.get(at)?.kind else { return None };
    // Under a mark that stands alone the list begins on the next line.
    let shortest = at + 1 + usize::from(title.is_empty());
    for end in shortest..(at + 30).min(lines.len() + 1) {
        if !closing::is_attachment_list(lines, at, end) {
            return None;
        }
        let signed = !closed
            && (end..=end + closing::MOST_NAMES)
                .any(|d| closing::at(lines, end, d).is_some_and(|c| c.start == end));
        let followed = lines.get(end).is_some_and(|l| match &l.kind {
            // The attachment itself, under the mark that the list gave it.
            Kind::Attachment { title: t, .. } => {
                !title.is_empty() && (t.is_empty() || title.contains(t) || Label::split(title).is_some())
            }
            _ => false,
        });
        let files = closing::names_files(lines, at, end);
        if signed || followed || files || end == lines.len() && !title.is_empty() {
            return Some(end);
        }
    }
    None
}

/// An 附件 mark opens a text when something follows it. Where a table's caption
/// (附表：…) stands in the middle of articles, it does not.
fn begins_attachment(lines: &[Line], at: usize, first: usize) -> bool {
    let goes_on = lines[at + 1..]
        .iter()
        .any(|l| matches!(&l.kind, Kind::Numbered(label, _) if label.unit == Unit::Article));
    let number = lines[first..at].iter().rev().find_map(article_number);
    let next = lines[at + 1..].iter().find_map(article_number);
    let caption = goes_on && matches!((number, next), (Some(a), Some(b)) if b == a + 1);
    !caption && !super::contents::lists(&lines[first..], at - first)
}

fn article_number(line: &Line) -> Option<u32> {
    match &line.kind {
        Kind::Numbered(label, _) if label.unit == Unit::Article => label.main_number(),
        _ => None,
    }
}

fn closing_ahead(lines: &[Line], first: usize, at: usize) -> Option<Closing> {
    // The names come first: look down from them to the date.
    (at..(at + 10).min(lines.len())).find_map(|d| closing::at(lines, first, d)).filter(|c| c.start == at)
}

/// A title after the signature, perhaps with its 发文字号 above it.
fn begins_text(lines: &[Line], at: usize) -> bool {
    let titled = |l: &Line| matches!(l.kind, Kind::Text) && is_title_line(l.words);
    titled(&lines[at]) || lines[at].kind == Kind::Number && lines.get(at + 1).is_some_and(titled)
}

/// One to three lines that together are a title that was announced.
fn is_expected(lines: &[Line], at: usize, expected: &[String]) -> bool {
    let mut words = String::new();
    for line in lines[at..].iter().take(3) {
        if !matches!(line.kind, Kind::Text) || !is_title_line(line.words) {
            return false;
        }
        words.push_str(&close(line.words));
        if (words.chars().count() > 6
            || super::genre::ends_like_a_title(&words) && words.chars().count() >= 4)
            && expected.contains(&words)
        {
            return true;
        }
    }
    false
}

/// The titles that 关于印发甲办法和乙办法的通知 names.
fn announced(title: &str) -> Vec<String> {
    let after = ["印发", "转发", "批转"].iter().find_map(|verb| title.split_once(verb)).map(|(_, rest)| rest);
    let Some(named) = after.and_then(|rest| rest.strip_suffix("的通知")) else { return Vec::new() };
    let names: Vec<String> = named.split(['和', '、', '及']).map(close).collect();
    let whole = names.len() > 1 && names.iter().all(|n| super::genre::ends_like_a_title(n));
    if whole { names } else { Vec::new() }
}

/// A title with 第一章 or 第一条 below it, after articles: a second act.
fn begins_again(lines: &[Line], at: usize, part: &Part) -> bool {
    let titled = matches!(lines[at].kind, Kind::Text)
        && is_title_line(lines[at].words)
        && super::genre::ends_like_a_title(lines[at].words);
    let first = |l: &Line| matches!(&l.kind, Kind::Numbered(label, _) if matches!(label.unit, Unit::Chapter | Unit::Article) && label.main_number() == Some(1));
    titled
        && lines.get(at + 1).is_some_and(first)
        && part.items.iter().any(|i| matches!(i, Item::Line(l) if article_number(l).is_some()))
}

/// A title with its 题注 in brackets below it, after a sentence: what a law's annexes print one after the other.
fn begins_with_note(lines: &[Line], at: usize) -> bool {
    const MOST_LINES: usize = 4;
    let finished = at > 0 && lines[at - 1].words.ends_with(['。', '》', '；', '）']);
    let mut words = String::new();
    for (n, line) in lines[at..].iter().take(MOST_LINES).enumerate() {
        if !finished || !matches!(line.kind, Kind::Text) || !is_title_line(line.words) {
            return false;
        }
        words.push_str(line.words);
        let noted = |l: &Line| l.words.starts_with(['（', '(']);
        if heading::is_balanced(&words)
            && super::genre::ends_like_a_title(&words)
            && lines.get(at + n + 1).is_some_and(noted)
            && super::history::note(lines, at + n + 1).is_some()
        {
            return true;
        }
    }
    false
}

/// A law's schedule: a title and a table after the last article.
fn begins_schedule(lines: &[Line], at: usize, part: &Part) -> bool {
    let titled = begins_text(lines, at) && lines.get(at + 1).is_some_and(|l| matches!(l.kind, Kind::Row));
    let after_rows = matches!(part.items.last(), Some(Item::Line(l)) if matches!(l.kind, Kind::Row) || l.words.starts_with(['（', '注']));
    let articles = || part.items.iter().any(|i| matches!(i, Item::Line(l) if article_number(l).is_some()));
    // （目录附后）
    let appended = || part.items.iter().any(|i| matches!(i, Item::Line(l) if l.words.contains("附后")));
    titled
        && (after_rows || articles() || appended())
        && !lines[at..].iter().any(|l| article_number(l).is_some())
}

/// Scopes: the first text is the cover when it carries exactly one other.
fn place(parts: &mut [Part]) {
    let Some(first) = parts.first() else { return };
    let title = first.head.title();
    let unmarked = parts[1..].iter().filter(|p| p.mark.is_none()).count();
    let one = parts.get(1).is_some_and(|second| {
        second.mark.is_none()
            && (unmarked == 1 || is_order(title) && changes(second.head.title()))
            && (CARRIES.is_match(super::genre::bare(title))
                || is_order(title)
                || announces(first)
                || hands_over(first, second))
    });
    let mut count = 0;
    for (i, part) in parts.iter_mut().enumerate() {
        part.scope = match i {
            0 if one => Scope::Cover,
            1 if one => Scope::Body,
            0 => Scope::Body,
            _ => {
                count += 1;
                Scope::Attachment(part.mark.and_then(|m| m.1).map_or(count, |n| n as usize))
            }
        };
    }
}

/// A decision to change an act, by its title; the act as changed may stand behind it.
fn changes(title: &str) -> bool {
    title.contains("修改") || title.contains("修正")
}

/// Whether the words of `first` hand over `second` by its title.
fn hands_over(first: &Part, second: &Part) -> bool {
    let title = close(second.head.title());
    // A decision to change an act is followed by the act as changed.
    if changes(first.head.title()) {
        return false;
    }
    // An order with rules of its own is the body; what it publishes is attached.
    let rules = |i: &Item| matches!(i, Item::Line(Line { kind: Kind::Numbered(label, _), .. }) if label.unit <= Unit::Comma);
    if first.items.iter().any(rules) {
        return false;
    }
    first.items.iter().any(|item| match item {
        Item::Line(line) => {
            HANDS_OVER.is_match(line.words)
                && QUOTED_TITLE
                    .captures_iter(line.words)
                    .filter_map(|c| c.get(1))
                    .any(|t| title.ends_with(&close(t.as_str())))
        }
        Item::Fixed(..) => false,
    })
}
