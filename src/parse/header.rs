//! Fields that stand above a text: `法规标题：…` of a law database, the table of
//! a government web page (索引号, 成文日期 …), the record of Taiwan's law database.

use super::genre::ends_like_a_title;
use super::heading::close;
use super::lexer::{Kind, Line};
use super::rubric::is_han;
use crate::model::Unit;
use regex::Regex;
use std::sync::LazyLock;

/// What a field says, in our names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    Title,
    Issuer,
    Number,
    Issued,
    Published,
    Effective,
    /// The date of the last change.
    Changed,
    History,
    /// What the record remarks on itself; it may run over several lines.
    Remark,
    Repealed,
    Validity,
    Secrecy,
    Audience,
    Other,
}

const LABELS: [(&str, Field); 134] = [
    ("法规标题", Field::Title),
    ("标题", Field::Title),
    ("標題", Field::Title),
    ("名称", Field::Title),
    ("名稱", Field::Title),
    ("法规名称", Field::Title),
    ("法規名稱", Field::Title),
    ("文件名称", Field::Title),
    ("信息名称", Field::Title),
    ("颁布主体", Field::Issuer),
    ("发文机关", Field::Issuer),
    ("發文機關", Field::Issuer),
    ("发布机关", Field::Issuer),
    ("发布机构", Field::Issuer),
    ("制定机关", Field::Issuer),
    ("颁布单位", Field::Issuer),
    ("发布部门", Field::Issuer),
    ("发文单位", Field::Issuer),
    ("发文字号", Field::Number),
    ("發文字號", Field::Number),
    ("发布文号", Field::Number),
    ("文号", Field::Number),
    ("文號", Field::Number),
    ("颁布时间", Field::Issued),
    ("颁布日期", Field::Issued),
    ("成文日期", Field::Issued),
    ("发文日期", Field::Issued),
    ("公布日期", Field::Issued),
    ("生成日期", Field::Issued),
    ("發文日期", Field::Issued),
    ("公發布日", Field::Issued),
    ("发布日期", Field::Published),
    ("发布时间", Field::Published),
    ("發布日期", Field::Published),
    ("施行日期", Field::Effective),
    ("实施日期", Field::Effective),
    ("生效日期", Field::Effective),
    ("最新異動日期", Field::Changed),
    ("修正日期", Field::Changed),
    ("沿革內容", Field::History),
    ("生效內容", Field::Remark),
    ("附件", Field::Remark),
    ("前言", Field::Remark),
    ("沿革", Field::History),
    ("廢止註記", Field::Repealed),
    ("废止日期", Field::Repealed),
    ("时效性", Field::Validity),
    ("有效性", Field::Validity),
    ("密级", Field::Secrecy),
    ("公开方式", Field::Audience),
    ("公开属性", Field::Audience),
    ("索引号", Field::Other),
    ("主题分类", Field::Other),
    ("主题词", Field::Other),
    ("体裁分类", Field::Other),
    ("分类", Field::Other),
    ("通过会议", Field::Other),
    ("法规正文", Field::Other),
    ("正文", Field::Other),
    ("效力级别", Field::Other),
    ("法規性質", Field::Other),
    ("法規網址", Field::Other),
    ("法規類別", Field::Other),
    ("是否英譯註記", Field::Other),
    ("信息来源", Field::Other),
    ("颁布部门", Field::Issuer),
    ("公布机关", Field::Issuer),
    ("批准部门", Field::Other),
    ("發布機關", Field::Issuer),
    ("文件编号", Field::Number),
    ("发文号", Field::Number),
    ("文件号", Field::Number),
    ("发文时间", Field::Issued),
    ("印发日期", Field::Other),
    ("公布时间", Field::Issued),
    ("信息生成日期", Field::Issued),
    ("實施日期", Field::Effective),
    ("生效时间", Field::Effective),
    ("实施时间", Field::Effective),
    ("施行时间", Field::Effective),
    ("失效时间", Field::Repealed),
    ("失效日期", Field::Repealed),
    ("废止时间", Field::Repealed),
    ("效力状态", Field::Validity),
    ("有效状态", Field::Validity),
    ("信息分类", Field::Other),
    ("组配分类", Field::Other),
    ("所属类别", Field::Other),
    ("内容分类", Field::Other),
    ("法规类别", Field::Other),
    ("法规来源", Field::Other),
    ("发文文号", Field::Number),
    ("全文", Field::Other),
    ("法宝引证码", Field::Other),
    ("效力等级", Field::Other),
    ("主送单位", Field::Other),
    ("内容概述", Field::Other),
    ("公文种类", Field::Other),
    ("文件类型", Field::Other),
    ("关键词", Field::Other),
    ("关键字", Field::Other),
    ("主题", Field::Other),
    ("公开范围", Field::Audience),
    ("公开类别", Field::Audience),
    ("公开形式", Field::Audience),
    ("公开时限", Field::Other),
    ("批准日期", Field::Other),
    ("发布形式", Field::Other),
    ("英文法規名稱", Field::Other),
    ("受文者", Field::Other),
    ("速別", Field::Other),
    ("密等及解密條件或保密期限", Field::Other),
    ("文件标题", Field::Title),
    ("文件名", Field::Title),
    ("发布单位", Field::Issuer),
    ("制发机关", Field::Issuer),
    ("制定单位", Field::Issuer),
    ("文件字号", Field::Number),
    ("公开日期", Field::Published),
    ("公开时间", Field::Published),
    ("文件时效", Field::Validity),
    ("效力", Field::Validity),
    ("文件状态", Field::Validity),
    ("内容概览", Field::Other),
    ("在线链接地址", Field::Other),
    ("信息索引号", Field::Other),
    ("主题类别", Field::Other),
    ("体裁", Field::Other),
    ("服务对象", Field::Other),
    ("公开目录", Field::Other),
    ("公开主体", Field::Other),
    ("责任部门", Field::Other),
    ("规范性文件编号", Field::Other),
    ("统一编号", Field::Other),
];

/// One field as printed.
#[derive(Debug, Clone)]
pub(super) struct Entry<'a> {
    pub field: Field,
    /// Label and value lines, as printed, each with its line in the source.
    pub words: Vec<(&'a str, usize)>,
    /// Value lines, the label taken off; may be empty.
    pub value: String,
}

/// Where the fields begin: some lines of a page's furniture may stand above them.
fn begin(lines: &[Line]) -> usize {
    const MOST_ABOVE: usize = 6;
    const RUN: usize = 4;
    let field = |l: &Line| split(l.words).is_some();
    let run = |at: usize| lines[at..].iter().take(2 * RUN).filter(|l| field(l)).count() >= RUN;
    (0..lines.len().min(MOST_ABOVE))
        .find(|at| field(&lines[*at]))
        .filter(|at| *at == 0 || run(*at) || formal(&lines[*at..]))
        .unwrap_or(0)
}

/// Two lines that no sentence and no byline has: 發文日期：… 發文字號：….
fn formal(lines: &[Line]) -> bool {
    let strong =
        |l: &Line| matches!(split(l.words), Some((Field::Number | Field::Issued, v)) if !v.is_empty());
    lines.iter().take(2).filter(|l| strong(l)).count() == 2
}

/// Reads the fields at the top. Returns them, where they begin and where the text does.
///
/// A value stands on the label's line or on the lines right below it; a blank
/// line ends it, so that an empty field does not swallow the title.
pub(super) fn read<'a>(lines: &[Line<'a>]) -> (Vec<Entry<'a>>, usize, usize) {
    let mut entries: Vec<Entry> = Vec::new();
    let start = begin(lines);
    let mut i = start;
    while let Some(line) = lines.get(i) {
        let recorded = entries.iter().any(|e| e.words.first().is_some_and(|(w, _)| w.starts_with("法規")));
        let here = fields(line.words);
        if here.first().is_some_and(|f| f.0 != Field::Remark || recorded) {
            entries.extend(here.into_iter().map(|(field, value, words)| Entry {
                field,
                words: vec![(words, line.line)],
                value: value.to_owned(),
            }));
            i += 1;
            continue;
        }
        if !entries.is_empty() && (is_unknown(lines, i) || is_unknown_row(lines, i)) {
            let words = vec![(line.words, line.line)];
            entries.push(Entry { field: Field::Other, words, value: String::new() });
            i += 1;
            continue;
        }
        // The title below an empty field is the text's own.
        let is_title = |e: &Entry| e.field == Field::Title && close(&e.value) == close(line.words);
        let is_title_again = entries.iter().any(is_title);
        let Some(last) = entries.last_mut() else { break };
        let continues = if last.field == Field::History {
            // Numbered entries run on until the text proper begins.
            !opens_unit(line) && !matches!(line.kind, Kind::Contents)
        } else if last.field == Field::Remark && !last.value.is_empty() {
            !line.blank_before && !opens_unit(line)
        } else {
            !line.blank_before
                && last.value.is_empty()
                && last.field != Field::Remark
                && !opens_text(last)
                && !matches!(line.kind, Kind::Numbered(..))
                && !is_title_again
        };
        if !continues {
            break;
        }
        if !last.value.is_empty() {
            last.value.push('\n');
        }
        last.value.push_str(line.words);
        last.words.push((line.words, line.line));
        i += 1;
    }
    // One such line alone is more likely a sentence.
    if entries.len() < 2 {
        return (Vec::new(), 0, 0);
    }
    entries.extend(title_above(&lines[..start], &entries, lines.get(i)));
    (entries, start, i)
}

/// Some databases print the title above the fields only.
fn title_above<'a>(above: &[Line<'a>], entries: &[Entry], next: Option<&Line>) -> Option<Entry<'a>> {
    let words = || above.iter().map(|l| l.words).collect::<String>();
    let has = entries.iter().any(|e| e.field == Field::Title && !e.value.is_empty());
    let again = next.is_some_and(|l| ends_like_a_title(l.words));
    (!has && !again && ends_like_a_title(&words())).then(|| Entry {
        field: Field::Title,
        words: Vec::new(),
        value: words(),
    })
}

/// Whether the text proper begins: not with 第三條條文, which a broken line may begin with.
fn opens_unit(line: &Line) -> bool {
    matches!(&line.kind, Kind::Numbered(label, rest)
        if label.unit <= Unit::Comma && !(label.unit == Unit::Article && rest.starts_with(['條', '、', '及', '～'])))
}

/// 正文： has no value; the text itself follows.
fn opens_text(entry: &Entry) -> bool {
    entry.words.first().is_some_and(|(words, _)| words.contains("正文") || words.contains("全文"))
}

/// A label of the record that we do not know: short, and known ones go on below it.
fn is_unknown(lines: &[Line], at: usize) -> bool {
    const LONGEST: usize = 12;
    let label = |words: &str| {
        let name = match words.strip_prefix('【') {
            Some(inside) => inside.split_once('】').map(|(name, _)| name),
            None => words.find(['：', ':']).map(|end| &words[..end]),
        };
        name.is_some_and(|n| (1..=LONGEST).contains(&n.chars().count()) && !n.contains(['，', '、', '。']))
    };
    lines[at].words.chars().count() <= 60
        && label(lines[at].words)
        && lines.get(at + 1).is_some_and(|next| split(next.words).is_some())
}

/// A row of the fields' table with labels that we do not know, right below one with known ones.
fn is_unknown_row(lines: &[Line], at: usize) -> bool {
    const LONGEST: usize = 8;
    let is_label = |cell: &str| {
        let name = close(cell);
        (2..=LONGEST).contains(&name.chars().count()) && name.chars().all(is_han)
    };
    let row = lines[at].words;
    let above = at.checked_sub(1).and_then(|above| lines.get(above));
    let labels: Vec<&str> =
        row.split('\t').step_by(2).map(str::trim).filter(|cell| !cell.is_empty()).collect();
    row.contains('\t')
        && !lines[at].blank_before
        && above.is_some_and(|above| above.words.contains('\t'))
        && !labels.is_empty()
        && labels.iter().all(|label| is_label(label))
        && row.split('\t').count() <= 4
}

/// `标题：…` or, in some exports, `【标题】…`; of several on one line the first.
fn split(words: &str) -> Option<(Field, &str)> {
    let (name, value) = match words.strip_prefix('【') {
        Some(inside) => inside.split_once('】')?,
        None => words.split_at(words.find(['：', ':'])?),
    };
    Some((field(name)?, value.trim_start_matches(['：', ':']).trim()))
}

fn field(name: &str) -> Option<Field> {
    let name: String = name.chars().filter(|c| !c.is_whitespace()).collect();
    LABELS.iter().find(|(label, _)| *label == name).map(|(_, field)| *field)
}

/// A label behind a gap, as it is printed: `　文　　号：`.
static INNER: LazyLock<Regex> = LazyLock::new(|| {
    let spaced = |label: &str| label.chars().map(String::from).collect::<Vec<_>>().join(r"\s*");
    let labels: Vec<String> = LABELS.iter().map(|(label, _)| spaced(label)).collect();
    let any = labels.join("|");
    Regex::new(&format!(r"\s(?:{any})\s*[：:]|【(?:{any})】")).expect("a fixed pattern")
});

/// The fields of one line: `发布机构：甲　文号：乙`, `索引号<tab>甲<tab>文号<tab>乙`.
fn fields(words: &str) -> Vec<(Field, &str, &str)> {
    let cells: Vec<&str> = words.split('\t').map(str::trim).collect();
    if let [label, _, rest @ ..] = cells.as_slice()
        && field(label).is_some()
        && rest.first().is_none_or(|l| l.is_empty() || field(l).is_some())
    {
        let pairs = cells.chunks(2).filter_map(|pair| Some((field(pair[0])?, pair)));
        return pairs
            .flat_map(|(field, pair)| {
                [
                    (Field::Other, "", pair[0]),
                    (field, pair.get(1).copied().unwrap_or(""), pair.get(1).copied().unwrap_or("")),
                ]
            })
            .collect();
    }
    if split(words).is_none() {
        return Vec::new();
    }
    let mut ends: Vec<usize> =
        INNER.find_iter(words).map(|found| found.start()).filter(|at| *at > 0).collect();
    ends.push(words.len());
    let mut start = 0;
    let mut found = Vec::new();
    for end in ends {
        let part = words[start..end].trim();
        found.extend(split(part).map(|(field, value)| (field, value, part)));
        start = end;
    }
    found
}
