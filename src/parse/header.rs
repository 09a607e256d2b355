//! Fields that stand above a text: `法规标题：…` of a law database, the table of
//! a government web page (索引号, 成文日期 …), the record of Taiwan's law database.

use super::lexer::{Kind, Line};
use crate::model::Unit;

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
    Repealed,
    Validity,
    Secrecy,
    Audience,
    Other,
}

const LABELS: [(&str, Field); 62] = [
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
];

/// One field as printed.
#[derive(Debug, Clone)]
pub(super) struct Entry<'a> {
    pub field: Field,
    /// Label and value lines, as printed.
    pub words: Vec<&'a str>,
    /// Value lines, the label taken off; may be empty.
    pub value: String,
    pub line: usize,
}

/// Where the fields begin: some lines of a page's furniture may stand above them.
fn begin(lines: &[Line]) -> usize {
    const MOST_ABOVE: usize = 6;
    const RUN: usize = 4;
    let field = |l: &Line| split(l.words).is_some();
    let run = |at: usize| lines[at..].iter().take(2 * RUN).filter(|l| field(l)).count() >= RUN;
    (0..lines.len().min(MOST_ABOVE))
        .find(|at| field(&lines[*at]))
        .filter(|at| *at == 0 || run(*at))
        .unwrap_or(0)
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
        if let Some((field, value)) = split(line.words) {
            entries.push(Entry { field, words: vec![line.words], value: value.to_owned(), line: line.line });
            i += 1;
            continue;
        }
        let Some(last) = entries.last_mut() else { break };
        let continues = if last.field == Field::History {
            // Numbered entries run on until the text proper begins.
            !matches!(&line.kind, Kind::Numbered(label, _) if label.unit <= Unit::Comma)
                && !matches!(line.kind, Kind::Contents)
        } else {
            !line.blank_before
                && last.value.is_empty()
                && !opens_text(last)
                && !matches!(line.kind, Kind::Numbered(..))
        };
        if !continues {
            break;
        }
        if !last.value.is_empty() {
            last.value.push('\n');
        }
        last.value.push_str(line.words);
        last.words.push(line.words);
        i += 1;
    }
    // One such line alone is more likely a sentence.
    if entries.len() < 2 { (Vec::new(), 0, 0) } else { (entries, start, i) }
}

/// 正文： has no value; the text itself follows.
fn opens_text(entry: &Entry) -> bool {
    entry.words.first().is_some_and(|words| words.contains("正文"))
}

fn split(words: &str) -> Option<(Field, &str)> {
    let at = words.find(['：', ':'])?;
    let name: String = words[..at].chars().filter(|c| !c.is_whitespace()).collect();
    let field = LABELS.iter().find(|(label, _)| *label == name)?.1;
    Some((field, words[at..].trim_start_matches(['：', ':']).trim()))
}
