//! What a line is, judged from the line alone.

use super::date::only_date;
use crate::model::{Label, LineIndex, PartialDate, RepairedText, Span, Unit};
use regex::Regex;
use std::sync::LazyLock;

/// One printed line that is not blank.
#[derive(Debug, Clone)]
pub(super) struct Line<'a> {
    /// Without the white space around it.
    pub words: &'a str,
    /// Line in the source, from 1.
    pub line: usize,
    pub blank_before: bool,
    pub kind: Kind<'a>,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Kind<'a> {
    /// Opens with a printed number; the rest of the line.
    Numbered(Label, &'a str),
    /// A table row: cells parted by tabs, or drawn with box characters.
    Row,
    /// `[img PATH]` and nothing else; the path.
    Image(&'a str),
    /// Nothing but a date.
    Date(PartialDate),
    /// Nothing but a 发文字号.
    Number,
    /// 附件, 附件1, 附表一 and what follows on the line.
    Attachment {
        mark: &'a str,
        number: Option<u32>,
        title: &'a str,
    },
    /// 目录
    Contents,
    /// 附注: （此件公开发布）
    Note,
    /// 抄送：…
    CopiedTo,
    /// … 2021年5月8日印发
    Imprint,
    Text,
}

static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    const NO: &str = r"[0-9０-９一二三四五六七八九十百〇○零]{1,6}";
    Regex::new(&format!(
        concat!(
            // 国办发〔2018〕126号, 财税字(1995)第12号, and in brackets below the title.
            r"^[（(]?(?:\p{{Han}}|[A-Z0-9（）()]){{1,16}}?\s*[〔\[［【（(]\s*(?:19|20)\d{{2}}\s*[〕\]］】）)]\s*(?:\p{{Han}}{{1,4}}字)?第?\s*\d{{1,5}}(?:[-－]\d{{1,3}})?\s*[号號期][）)]?$",
            // 〔2019〕第8期, (81)国发88号, [57]国秘习字第12号
            r"|^[〔\[［【（(]\s*(?:(?:19|20)\d{{2}}|[4-9]\d)\s*[〕\]］】）)]\s*\p{{Han}}{{0,14}}?(?:字)?第?\s*\d{{1,5}}\s*[号號期][）)]?$",
            // 第706号, （第十五号）, 第8期, 2019年第12号
            r"|^[（(]?(?:(?:19|20)\d{{2}}年)?第\s*{no}\s*[号號期](?:令|公告|公報|法律公告)?[）)]?$",
            // 第7/2019號行政法規
            r"|^第\s*\d{{1,4}}/(?:\d{{4}}|\d{{2}}/M)\s*[号號]\s*\p{{Han}}{{0,12}}$",
            // 云岭省人民政府令第5号, 省财政厅 省税务局公告2021年第17号
            r"|^\p{{Han}}{{2,24}}(?:\s\p{{Han}}{{2,24}}){{0,4}}(?:令|公告)\s*[（(]?(?:(?:19|20)\d{{2}}\s*年)?\s*第?\s*{no}\s*[号號][）)]?$",
        ),
        no = NO
    ))
    .expect("a fixed pattern")
});

static ATTACHMENT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:(?P<mark>附\s*(?:件|表|录|錄|图|圖)\s*(?P<n>[0-9０-９]{1,3}|[一二三四五六七八九十]{1,3})?)(?:\s*[：:]|\s+|$)|附\s*(?:[：:]|$))(?P<title>.*)$")
        .expect("a fixed pattern")
});

static NOTE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"^[（(](?:此件|此页|此頁|此文|本文|本件|联系人|联系电话|联系方式|印发|发至|發至|略|公开|信息公开|政府信息公开|主动公开|依申请公开|不予公开|不公开|共印|有删减|内容有删减|以下略|正文|请在此).*[）)]$",
        r"|^(?:主\s*题\s*词|主\s*題\s*詞|(?:政府)?(?:信息)?公开(?:选项|属性|方式|形式|类别|类型)|是否公开|主动公开)\s*[：:].{0,80}$",
        r"|^(?:联系人|联系电话|联系方式|咨询电话|聯絡人|聯絡電話)(?:及电话)?\s*[：:].{1,80}$",
        r"|^[（(](?:新华社|新華社).{2,24}[电電讯訊][）)]$",
        r"|^(?:命令)?(?:公佈|公布|頒佈|刊登)。$",
        r"|^共印\s*[0-9]{1,5}\s*份。?$",
        r"|^此件(?:主动公开|公开发布|依申请公开|不予公开|不公开).{0,8}$",
    ))
    .expect("a fixed pattern")
});

/// Macau's acts end in the day they were made: 二零一九年三月二十日制定。
static MADE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?:制定|簽署|通過|核准|批示|颁布|頒佈)。$").expect("a fixed pattern"));

static COPIED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:抄\s*送(?:机关)?|抄\s*报|分\s*送|报\s*送|[报送發发])\s*[：:]").expect("a fixed pattern")
});

static IMPRINT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?P<by>.{0,60}?)\s*(?P<date>[0-9０-９一二三四五六七八九〇○]{4}\s*年\s*[0-9０-９一二三四五六七八九十]{1,3}\s*月\s*[0-9０-９一二三四五六七八九十]{1,3}\s*日)\s*印\s*[发發]$")
        .expect("a fixed pattern")
});

/// Who printed it, of an imprint line.
pub(super) fn imprint(line: &str) -> Option<(&str, PartialDate)> {
    let parts = IMPRINT.captures(line)?;
    Some((parts.name("by")?.as_str().trim(), only_date(parts.name("date")?.as_str())?))
}

/// The lines of a text, blank ones left out.
pub(super) fn lex(text: &RepairedText) -> Vec<Line<'_>> {
    let index = LineIndex::new(text.source());
    let all = text.text();
    let mut lines = Vec::new();
    let mut at = 0;
    let mut blank = false;
    for raw in all.split_inclusive('\n') {
        let is_blank = |c: char| c.is_whitespace() || c == '\u{200b}' || c == '\u{feff}';
        let words = raw.trim_start_matches(is_blank);
        let start = at + (raw.len() - words.len());
        let words = words.trim_end_matches(is_blank);
        at += raw.len();
        if words.is_empty() {
            blank = true;
            continue;
        }
        let place = text.source_span(Span::new(start, start + words.len()));
        let mut kind = kind(words);
        let in_table = lines.last().is_some_and(|l: &Line| l.kind == Kind::Row);
        let words = match cells(raw) {
            // An empty first cell is white space that counts.
            Some(row)
                if kind == Kind::Row
                    || in_table
                        && (has_cells(row) || !blank && matches!(kind, Kind::Text | Kind::Date(_))) =>
            {
                kind = Kind::Row;
                row
            }
            _ => words,
        };
        lines.push(Line { words, line: index.line(place.start), blank_before: blank, kind });
        blank = false;
    }
    lines
}

/// What the words of a whole line are.
pub(super) fn kind(words: &str) -> Kind<'_> {
    if let Some(path) = words.strip_prefix("[img ").and_then(|rest| rest.strip_suffix(']')) {
        return Kind::Image(path.trim());
    }
    if has_cells(words) && !is_unit_line(words) {
        return Kind::Row;
    }
    if words.len() < 100
        && words.contains(|c: char| c.is_ascii_digit() || matches!(c, '日' | '号' | '號'))
        && let Some(date) = only_date(without_making(words))
    {
        return Kind::Date(date);
    }
    // A mark in every form of it, which tells most lines at once.
    if words.len() < 100 && words.contains(['号', '號', '期']) && NUMBER.is_match(words) {
        return Kind::Number;
    }
    if words.starts_with('附')
        && let Some(parts) = ATTACHMENT.captures(words)
        && let Some(title) = parts.name("title")
    {
        // As printed, the colon included.
        let mark = words[..title.start()].trim_end();
        let number = parts.name("n").and_then(|n| crate::model::chinese_number(n.as_str()));
        return Kind::Attachment { mark, number, title: title.as_str().trim() };
    }
    if words.starts_with('目') && words.chars().count() <= 8 {
        let close: String = words.chars().filter(|c| !c.is_whitespace()).collect();
        if matches!(close.as_str(), "目录" | "目錄" | "目次") {
            return Kind::Contents;
        }
    }
    if words.len() < 600 && NOTE.is_match(words) {
        return Kind::Note;
    }
    if words.starts_with(['抄', '分', '报', '送', '發', '发']) && COPIED.is_match(words) {
        return Kind::CopiedTo;
    }
    if words.ends_with(['发', '發']) && IMPRINT.is_match(words) {
        return Kind::Imprint;
    }
    match Label::split(words) {
        Some((label, rest)) if opens(&label, words, rest) => Kind::Numbered(label, rest),
        _ => Kind::Text,
    }
}

fn without_making(words: &str) -> &str {
    let made = if words.ends_with('。') { MADE.find(words) } else { None };
    made.map_or(words, |made| &words[..made.start()])
}

/// A line of cells, the empty ones at its ends included. None without a tab.
fn cells(raw: &str) -> Option<&str> {
    let row = raw.trim_matches(|c: char| c.is_whitespace() && c != '\t');
    row.contains('\t').then_some(row)
}

fn has_cells(words: &str) -> bool {
    words.contains('\t') && words.split('\t').filter(|cell| !cell.trim().is_empty()).nth(1).is_some()
}

/// `第三章\t附则` is a heading, not a row.
fn is_unit_line(words: &str) -> bool {
    Label::split(words).is_some_and(|(label, _)| label.unit <= Unit::Article)
}

/// 第十条规定的… is a sentence that begins with a citation.
fn opens(label: &Label, words: &str, rest: &str) -> bool {
    if label.unit > Unit::Article {
        return true;
    }
    let tail = &words[label.printed.len()..];
    let Some(next) = tail.chars().next() else { return true };
    if next.is_whitespace() || next == '【' || next == '〔' {
        return true;
    }
    if label.unit == Unit::Article {
        let cites = [
            "第", "的", "、", "和", "至", "到", "及", "与", "或", "，", "。", "；", "规定", "規定", "所",
            "之", "中", "修改", "改为",
        ];
        return !cites.iter().any(|c| rest.starts_with(c));
    }
    !rest.starts_with(['的', '、', '和', '至', '，', '。', '；', '规', '第', '所'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(line: &str, expected: &str) {
        let got = format!("{:?}", kind(line));
        assert!(got.starts_with(expected), "{line}: {got}");
    }

    #[test]
    fn lines_are_told_apart() {
        check("云政发〔2019〕5号", "Number");
        for number in [
            "第706号",
            "（第十五号）",
            "〔2019〕第8期",
            "（81）云政发12号",
            "[57]云秘字第12号",
            "第7/2019號行政法規",
            "第 40/99/M 號法令",
            "云财税字〔1995〕第012号",
            "2019年第12号",
            "（云政发〔2019〕5号）",
            "第四十三号",
            "云岭省人民政府令第5号",
            "云岭省财政厅公告2021年第17号",
            "省财政厅 省税务局公告2021年第17号",
        ] {
            check(number, "Number");
        }
        check("（一）国家秘密第3号", "Numbered");
        check("附：", "Attachment { mark: \"附：\"");
        check("附　则", "Text");
        check("2019年1月27日", "Date");
        check("附件", "Attachment");
        check("附件1：清单", "Attachment { mark: \"附件1：\", number: Some(1), title: \"清单\"");
        check("附件所列事项由省财政厅负责", "Text");
        check("第十条规定的事项", "Text");
        check("第十条　有下列情形", "Numbered");
        check("第十条有下列情形", "Numbered");
        check("（此件公开发布）", "Note");
        check("共印80份", "Note");
        check("抄送：各市", "CopiedTo");
        check("云岭省委办公室 2021年5月8日印发", "Imprint");
        check("级数\t税率", "Row");
        check("第五章\t附则", "Numbered");
        check("[img a/1.jpg]", "Image");
        check("目　　录", "Contents");
    }

    proptest! {
        #[test]
        fn every_number_of_a_paper_has_its_mark(
            words in "[（]?(云政发|[A-Z]{2})?[〔（]?(2019|81)?[〕）]?(年)?第?[0-9十/]{0,4}(/M)?(号|號|期|令|公告)?(令|公报|行政法規)?[）]?",
        ) {
            prop_assert!(words.contains(['号', '號', '期']) || !NUMBER.is_match(&words), "{}", words);
        }
    }
}
