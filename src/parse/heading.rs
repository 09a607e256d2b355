//! What stands above a text: title over several lines, 发文字号, 题注, issuers
//! under the title, 主送机关 (GB/T 9704-2012, 7.2.5 and 7.3.1–7.3.2).

use super::genre::ends_like_a_title;
use super::issuer::is_organ;
use super::lexer::{Kind, Line};
use super::recipients::recipients;
use super::rubric::is_han;
use super::{closing, history, masthead};
use crate::model::{Role, Unit};
use regex::Regex;
use std::sync::LazyLock;

/// Lines above one text, in order, those of one role joined.
#[derive(Debug, Clone, Default)]
pub(super) struct Head {
    /// Role, words, line in the source.
    pub lines: Vec<(Role, String, usize)>,
    /// 密级 and its term.
    pub secrecy: Option<String>,
    /// 紧急程度
    pub urgency: Option<String>,
    /// 签发人
    pub signer: Option<String>,
    /// The organs of the 发文机关标志.
    pub organs: Vec<String>,
}

impl Head {
    pub fn get(&self, role: Role) -> Option<(&str, usize)> {
        self.lines.iter().find(|l| l.0 == role).map(|l| (l.1.as_str(), l.2))
    }

    pub fn all(&self, role: Role) -> impl Iterator<Item = (&str, usize)> {
        self.lines.iter().filter(move |l| l.0 == role).map(|l| (l.1.as_str(), l.2))
    }

    pub fn title(&self) -> &str {
        self.get(Role::Title).map_or("", |t| t.0)
    }
}

const LONGEST_TITLE_LINE: usize = 60;
const MOST_TITLE_LINES: usize = 8;

/// Reads the head that begins at `start`; returns it and where the text begins.
/// `expected` are titles known from elsewhere (header, list of attachments, the
/// notice that carries this text), white space left out.
pub(super) fn read(lines: &[Line], start: usize, expected: &[String]) -> (Head, usize) {
    let mut head = Head::default();
    let mut title = String::new();
    let mut title_lines = 0;
    let mut i = if start == 0 { masthead::read(lines, start, &mut head) } else { start };
    if start == 0 {
        let above = strays(&lines[i..]);
        head.lines.extend(lines[i..i + above].iter().map(|l| (Role::Other, l.words.to_owned(), l.line)));
        i += above;
    }
    if let Some(next) = joint_order(lines, i, &mut head) {
        i = next;
        title.push('令');
    }
    while let Some(line) = lines.get(i) {
        let complete = is_complete(&title, expected);
        match &line.kind {
            Kind::Number => numbered(line, &mut head, &mut title),
            Kind::Date(_) if complete => head.lines.push((Role::Date, line.words.to_owned(), line.line)),
            // ——2019年1月15日在某某大会上, below the title of a speech.
            Kind::Numbered(label, rest) if complete && label.unit == Unit::Dash && is_occasion(rest) => {
                head.lines.push((Role::Date, line.words.to_owned(), line.line));
            }
            Kind::Text if complete && closing::official(line.words).is_some() => {
                head.lines.push((Role::Note, line.words.to_owned(), line.line));
            }
            Kind::Note if !title.is_empty() => {
                head.lines.push((Role::Note, line.words.to_owned(), line.line));
            }
            Kind::Text if BYLINE.is_match(line.words) => {
                head.lines.push((Role::Note, line.words.to_owned(), line.line));
            }
            Kind::Text if complete && closing::signed_line(line.words).is_some() => {
                head.lines.push((Role::Date, line.words.to_owned(), line.line));
            }
            // Below the fields of a record the note may open the text.
            _ if (!title.is_empty() || i == 0 && line.words.starts_with(['（', '(']))
                && history::note(lines, i).is_some() =>
            {
                let (words, next) = history::note(lines, i).unwrap_or_default();
                head.lines.push((Role::HistoryNote, words, line.line));
                i = next;
                continue;
            }
            Kind::Text if !title.is_empty() && recipients(lines, i).is_some() => {
                let (words, next) = recipients(lines, i).unwrap_or_default();
                head.lines.push((Role::Recipients, words, line.line));
                i = next;
                break;
            }
            Kind::Text if title_lines < MOST_TITLE_LINES && is_title_line(line.words) => {
                let more = line.words.starts_with(['的', '和', '及', '与', '、'])
                    || (line.words.starts_with(['（', '(']) && title_lines > 0);
                let known = expected.contains(&close(&title));
                let twice = letters(&title).contains(&letters(line.words));
                let part_of_a_code = complete && !known && !twice && is_book(lines, i);
                if (known || complete && counts(line.words)) && is_remark(line.words)
                    || complete && states_power(line.words)
                {
                    head.lines.push((Role::Note, line.words.to_owned(), line.line));
                    i += 1;
                    continue;
                }
                if complete && (known || !more) && !part_of_a_code {
                    if twice {
                        // Some exports print the title twice.
                        head.lines.push((Role::Other, line.words.to_owned(), line.line));
                        i += 1;
                        continue;
                    }
                    if announces(&title) && line.words.contains("关于") && ends_like_a_title(line.words) {
                        head.organs = super::issuer::side_by_side(announcer(&title));
                        for above in head.lines.iter_mut().filter(|l| l.0 == Role::Title) {
                            above.0 = Role::Other;
                        }
                        head.lines.push((Role::Title, line.words.to_owned(), line.line));
                        title = line.words.to_owned();
                        i += 1;
                        continue;
                    }
                    if !are_authors(&lines[i..], start == 0) {
                        break;
                    }
                    head.lines.push((Role::Signature, line.words.to_owned(), line.line));
                } else {
                    // What a number parts from the title is not of it.
                    if head.lines.last().is_some_and(|l| l.0 != Role::Title)
                        && let Some(above) = head.lines.iter_mut().find(|l| l.0 == Role::Title)
                    {
                        above.0 = Role::Other;
                        title.clear();
                    }
                    match head.lines.iter_mut().find(|l| l.0 == Role::Title) {
                        Some(joined) => {
                            // Names side by side keep their gap, words cut by the line end do not.
                            if is_gap(&joined.1, line.words) {
                                joined.1.push(' ');
                            }
                            joined.1.push_str(line.words);
                        }
                        None => head.lines.push((Role::Title, line.words.to_owned(), line.line)),
                    }
                    title.push_str(line.words);
                    title_lines += 1;
                }
            }
            _ => break,
        }
        i += 1;
    }
    named_by_number(&mut head);
    (head, i)
}

/// How many lines stand above a title that is sure because a number or the recipients follow it, and can't be of it.
fn strays(lines: &[Line]) -> usize {
    const MOST: usize = 3;
    let no_title = |line: &&Line| {
        let has_han = line.words.chars().any(is_han);
        matches!(line.kind, Kind::Text) && !(has_han && is_title_line(line.words))
    };
    let above = lines.iter().take(MOST).take_while(no_title).count();
    let is_sure = match &lines[above..] {
        [title, rest @ ..] => {
            matches!(title.kind, Kind::Text)
                && is_title_line(title.words)
                && is_complete(title.words, &[])
                && (matches!(rest, [Line { kind: Kind::Number, .. }, ..]) || recipients(rest, 0).is_some())
        }
        [] => false,
    };
    if is_sure { above } else { 0 }
}

/// Whether organs below a title are its authors: a few, with a text below them. What a list names stands to the end.
fn are_authors(lines: &[Line], is_first: bool) -> bool {
    let most = if is_first { 10 } else { 3 };
    let count = lines.iter().take_while(|l| matches!(l.kind, Kind::Text) && is_organ_line(l.words)).count();
    let goes_on = lines.get(count).is_some_and(|l| !matches!(l.kind, Kind::Attachment { .. }));
    (1..=most).contains(&count) && goes_on
}

/// 某某辦公室 / 第12/2019號行政長官批示: the paper has no name but its number.
fn named_by_number(head: &mut Head) {
    let named = head.get(Role::Number).is_some_and(|(number, _)| number.ends_with("批示"));
    if !named || !is_organ(head.title()) {
        return;
    }
    for organ in head.lines.iter_mut().filter(|l| l.0 == Role::Title) {
        organ.0 = Role::Other;
    }
    if let Some(number) = head.lines.iter_mut().find(|l| l.0 == Role::Number) {
        number.0 = Role::Title;
    }
}

fn is_gap(before: &str, after: &str) -> bool {
    before.ends_with(|c: char| c.is_ascii_alphanumeric())
        && after.starts_with(|c: char| c.is_ascii_alphanumeric())
}

/// Words without white space: how titles are compared.
pub(super) fn close(words: &str) -> String {
    words.chars().filter(|c| !c.is_whitespace()).collect()
}

fn is_complete(title: &str, expected: &[String]) -> bool {
    let dangling = ["of", "for", "on", "and", "the", "in", "to", "with", "from", "by", ",", ":"];
    let english = title.is_ascii() && title.len() > 12 && !dangling.iter().any(|w| title.ends_with(w));
    !title.is_empty()
        && (english
            || expected.contains(&close(title))
            || (is_balanced(title)
                && (ends_like_a_title(title) || ends_like_a_list(title))
                && !lacks_its_form(title)))
}

/// 关于印发某某办法 is the title of a notice and goes on: …的通知.
fn lacks_its_form(title: &str) -> bool {
    let carries =
        ["关于印发", "关于转发", "关于批转", "關於印發", "關於轉發"].iter().any(|w| title.contains(w));
    let forms =
        ["通知", "决定", "決定", "公告", "通告", "函", "令", "批复", "通报", "的意见", "的报告", "请示"];
    carries && !forms.iter().any(|form| super::genre::bare(title).ends_with(form))
}

/// Titles of attachments name things, not kinds of papers.
fn ends_like_a_list(title: &str) -> bool {
    let title = super::genre::bare(title);
    let names = [
        "清单",
        "名单",
        "目录",
        "表",
        "样图",
        "示意图",
        "式样",
        "名录",
        "说明",
        "流程图",
        "样本",
        "样式",
        "模板",
    ];
    names.iter().any(|e| title.ends_with(e)) && !title.ends_with("代表")
}

/// Every bracket that opens in it closes in it.
pub(super) fn is_balanced(words: &str) -> bool {
    [('《', '》'), ('〈', '〉'), ('（', '）'), ('“', '”')]
        .iter()
        .all(|(open, shut)| words.matches(*open).count() == words.matches(*shut).count())
}

/// No sentence, and short; the longest titles still end like one.
pub(super) fn is_title_line(words: &str) -> bool {
    // What most lines are told by comes first.
    if words.ends_with(['。', '；', '：', ':', '!', '.']) || words.contains('。') {
        return false;
    }
    let length = words.chars().count();
    let longest = match () {
        () if words.is_ascii() => 160,
        () if length > LONGEST_TITLE_LINE && !words.contains('，') && ends_like_a_title(words) => 150,
        () => LONGEST_TITLE_LINE,
    };
    // 出席：…, 联系电话：…
    let labelled = || words.find('：').is_some_and(|at| words[..at].chars().count() <= 5);
    length <= longest && !labelled()
}

/// One or more organs side by side.
fn is_organ_line(words: &str) -> bool {
    let names = super::issuer::side_by_side(words);
    !names.is_empty() && names.iter().all(|n| is_organ(n))
}

/// When and where a web page says it was put online: 发布时间：2021-08-05 来源：….
pub(super) static BYLINE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"^(?:发布时间|发布日期|發布時間|發布日期|发布人|发布单位|时间|時間|日期|来源|來源|稿源|信息来源|文章来源|作者)\s*[：:].{0,80}$",
        r"|^(?:19|20)\d{2}[-/年.]\d{1,2}[-/月.]\d{1,2}日?\s+(?:\d{1,2}[:：]\d{2}(?:[:：]\d{2})?)?\s*(?:(?:来源|來源|稿源|作者|字号|浏览|【|\[).{0,80})?$",
    ))
    .expect("a fixed pattern")
});

static NUMBERED_TITLE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?P<name>.{2,60}?(?:令|公告))\s*(?P<number>[（(]?第.{1,10}[号號][）)]?)$")
        .expect("a fixed pattern")
});

/// A 发文字号; one that stands behind the name of an order is parted from it.
fn numbered(line: &Line, head: &mut Head, title: &mut String) {
    let mut number = line.words;
    if title.is_empty()
        && let Some(parts) = NUMBERED_TITLE.captures(line.words)
        && let (Some(name), Some(rest)) = (parts.name("name"), parts.name("number"))
    {
        head.lines.push((Role::Title, name.as_str().to_owned(), line.line));
        title.push_str(name.as_str());
        number = rest.as_str();
    }
    head.lines.push((Role::Number, number.to_owned(), line.line));
}

/// The names of several organs over two or more lines, 令 behind one of them or
/// on a line of its own. Returns the next line.
fn joint_order(lines: &[Line], start: usize, head: &mut Head) -> Option<usize> {
    const MOST_NAMES: usize = 6;
    let names: Vec<&Line> = lines
        .iter()
        .skip(start)
        .take(MOST_NAMES)
        .take_while(|l| {
            matches!(l.kind, Kind::Text) && (l.words == "令" || is_organ_line(order_stem(l.words)))
        })
        .collect();
    let orders = names.iter().filter(|l| l.words.ends_with('令')).count();
    if names.len() < 2 || orders != 1 {
        return None;
    }
    let title = names.iter().map(|l| l.words).collect::<Vec<_>>().join(" ");
    head.organs = names
        .iter()
        .flat_map(|l| super::issuer::side_by_side(order_stem(l.words)))
        .filter(|n| n != "令")
        .collect();
    head.lines.push((Role::Title, title, names[0].line));
    Some(start + names.len())
}

fn order_stem(words: &str) -> &str {
    words.strip_suffix('令').map_or(words, str::trim_end)
}

fn is_occasion(words: &str) -> bool {
    let opens = super::date::dates(words).first().is_some_and(|(span, _)| span.start == 0);
    opens && words.ends_with('上') && !words.contains('。')
}

/// （共3项） below a title that is known without it.
fn is_remark(words: &str) -> bool {
    const LONGEST: usize = 14;
    words.starts_with(['（', '(']) && words.ends_with(['）', ')']) && words.chars().count() <= LONGEST
}

/// （共计5项）, of a list.
fn counts(words: &str) -> bool {
    words.starts_with(['（', '(']) && words.chars().nth(1) == Some('共')
}

/// （根據《某某條例》第19條作出）, as Hong Kong prints below a title.
fn states_power(words: &str) -> bool {
    ["（根據", "（根据", "(根據", "(根据"].iter().any(|w| words.starts_with(w))
        && words.ends_with(['）', ')'])
        && words.contains('《')
}

/// 某某局公告 and nothing more: the title proper stands below the number.
fn announces(title: &str) -> bool {
    !title.contains("关于") && is_organ(announcer(title)) && announcer(title) != title
}

fn announcer(title: &str) -> &str {
    const FORMS: [&str; 6] = ["公告", "通告", "通报", "专题会议纪要", "办公会议纪要", "会议纪要"];
    FORMS.iter().find_map(|form| title.strip_suffix(form)).unwrap_or(title).trim()
}

/// A book of a code that is printed by itself: 某某法典 / 物权编, with the code's note below.
fn is_book(lines: &[Line], at: usize) -> bool {
    let short = lines[at].words.chars().count() <= 12 && !is_organ_line(lines[at].words);
    short
        && lines
            .get(at + 1)
            .is_some_and(|l| !matches!(l.kind, Kind::Number) && history::note(lines, at + 1).is_some())
}

/// Words without white space and marks: how a title printed twice is known again.
fn letters(words: &str) -> String {
    words.chars().filter(|c| c.is_alphanumeric()).collect()
}
