//! Hard-wrapped texts: lines that end where the paper did, not the paragraph.
//!
//! 1. Is the text wrapped at all? Its long lines then have nearly one width and
//!    mostly end in the middle of a sentence.
//! 2. A line is joined to the next when it fills the measure and its sentence
//!    goes on, unless the next one opens a unit of its own.

use super::rules::Findings;
use super::script::{cells, is_han};
use crate::model::{Certainty, Edit, Label, RepairKind, Span, Unit};
use regex::Regex;
use std::sync::LazyLock;

/// First-line indents that were lost and marks that may not open a line make a
/// full line this many cells shorter than the widest.
const SLACK: f32 = 5.0;

/// A line with words, without the blanks around them.
pub(super) struct Line<'a> {
    pub start: usize,
    pub end: usize,
    pub words: &'a str,
    /// In Chinese cells.
    pub width: f32,
    pub indented: bool,
    pub blank_before: bool,
}

pub(super) fn find(text: &str) -> Findings {
    let mut found = Findings::default();
    let lines = lines(text);
    let Some(measure) = measure(&lines) else { return strays(&lines) };
    let blanks = lines.iter().filter(|l| l.blank_before).count();
    let spaced = 2 * blanks > lines.len();
    let indents = indents_paragraphs(&lines, measure);
    for (i, pair) in lines.windows(2).enumerate() {
        let (line, next) = (&pair[0], &pair[1]);
        let Some(certainty) = joins(line, next, measure, indents) else { continue };
        if stands_alone(&lines, i) || stands_alone(&lines, i + 1) {
            continue;
        }
        let kind = if spaced && !next.blank_before { RepairKind::PageBreak } else { RepairKind::LineUnwrap };
        let words_meet =
            ends_latin(line.words) && next.words.starts_with(|c: char| c.is_ascii_alphanumeric());
        found.edits.push(Edit {
            kind,
            span: Span::new(line.end, next.start),
            after: if words_meet { " ".to_owned() } else { String::new() },
            certainty,
            note: None,
        });
    }
    found
}

/// Ends in a Latin word or in its mark.
fn ends_latin(words: &str) -> bool {
    let word = words.trim_end_matches([',', '.', ';', ':', '?', '!', ')', '"', '\'']);
    word.ends_with(|c: char| c.is_ascii_alphanumeric())
        && (word.len() == words.len() || word.ends_with(|c: char| c.is_ascii_alphabetic()))
}

pub(super) fn lines(text: &str) -> Vec<Line<'_>> {
    let mut all = Vec::new();
    let mut at = 0;
    let mut blank = false;
    for line in text.split_inclusive('\n') {
        let words = line.trim();
        let start = at + (line.len() - line.trim_start().len());
        at += line.len();
        if words.is_empty() {
            blank = true;
            continue;
        }
        all.push(Line {
            start,
            end: start + words.len(),
            words,
            width: words.chars().map(printed_cells).sum(),
            indented: line.starts_with(['\u{3000}', '\t']) || line.starts_with("  "),
            blank_before: blank,
        });
        blank = false;
    }
    all
}

/// A mark that came out of a Chinese PDF as ASCII was a cell wide on paper.
fn printed_cells(c: char) -> f32 {
    if matches!(c, ',' | '.' | ';' | ':') { 1.0 } else { cells(c) }
}

/// The width of the type area in cells, None when the text is not wrapped.
fn measure(lines: &[Line]) -> Option<f32> {
    let widths: Vec<f32> = lines.iter().filter(|l| !is_box(l.words)).map(|l| l.width).collect();
    if widths.len() < 6 {
        return None;
    }
    // The width that most lines come near to without passing it.
    let near = |top: f32| widths.iter().filter(|w| **w <= top && **w > top - 4.0).count();
    let mut tops = widths.clone();
    tops.sort_by(f32::total_cmp);
    tops.dedup();
    let wider = |top: f32| widths.iter().filter(|w| **w > top + 2.0).count();
    let (_, top) = tops
        .into_iter()
        .filter(|w| (16.0..=60.0).contains(w) && wider(*w) * 25 <= widths.len())
        .map(|w| (near(w), w))
        .max_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)))?;
    let full: Vec<&Line> =
        lines.iter().filter(|l| !is_box(l.words) && l.width >= top - 4.0 && l.width <= top + 2.0).collect();
    let broken = full.iter().filter(|l| !ends_sentence(l.words)).count();
    // Items of a list end nowhere in a sentence, too, and have one width; but no sentence runs on from them.
    let runs_on = lines
        .windows(2)
        .filter(|pair| {
            let (line, next) = (&pair[0], &pair[1]);
            line.width >= top - 4.0
                && !is_box(line.words)
                && is_under_way(line.words)
                && !opens_unit(next.words, false)
        })
        .count();
    let wrapped =
        full.len() * 6 >= lines.len() && broken * 2 >= full.len() && broken >= 3 && 3 * runs_on >= broken;
    // A short paper has few full lines; then nothing may be wider.
    let short_paper = wider(top) == 0 && runs_on >= 3 && 3 * runs_on >= 2 * broken;
    (wrapped || short_paper).then_some(top)
}

/// A sentence that stops where no sentence can: it has a comma and no end.
pub(super) fn is_under_way(words: &str) -> bool {
    words.contains(['，', ',', '、', '。']) && !ends_sentence(words)
}

/// Single paragraphs that were broken in a text that is not wrapped as a whole: a
/// sentence under way, and below it a line that ends it or is under way, too. Where
/// several such lines have one width, a line of that width is broken as well,
/// though it has no comma or opens with a number.
fn strays(lines: &[Line]) -> Findings {
    const NARROWEST: f32 = 15.0;
    const SEVERAL: usize = 2;
    let mut found = Findings::default();
    let stops = |line: &Line| {
        line.width >= NARROWEST
            && !ends_sentence(line.words)
            && line.words.ends_with(|c| is_han(c) || matches!(c, '，' | '、'))
            && !is_apart(line.words)
    };
    let candidate = |line: &Line, next: &Line| {
        hangs(line.words, next.words)
            || stops(line)
                && next.words.starts_with(is_han)
                && (next.words.ends_with(['。', '；', '：'])
                    || stops(next) && (next.width - line.width).abs() <= 1.5)
                && !next.indented
                && !is_apart(next.words)
                && !opens_unit(next.words, false)
    };
    let pairs: Vec<(&Line, &Line, bool)> = lines
        .windows(2)
        .filter(|p| candidate(&p[0], &p[1]))
        .map(|p| (&p[0], &p[1], p[0].words.contains('，') && !may_be_heading(p[0].words)))
        .collect();
    let widths: Vec<f32> = pairs.iter().filter(|p| p.2).map(|p| p.0.width).collect();
    for (line, next, plain) in pairs {
        let usual = || widths.iter().filter(|w| (**w - line.width).abs() <= 1.5).count() >= SEVERAL;
        if hangs(line.words, next.words) || plain && next.words.ends_with(['。', '；']) || usual() {
            found.edits.push(Edit {
                kind: RepairKind::LineUnwrap,
                span: Span::new(line.end, next.start),
                after: String::new(),
                certainty: Certainty::Likely,
                note: None,
            });
        }
    }
    found
}

/// A numbered line may be a heading, but none ends in a comma.
fn may_be_heading(words: &str) -> bool {
    !words.ends_with(['，', '、']) && Label::split(words).is_some()
}

/// The next line opens with a mark that may open none, or closes this one's bracket.
fn hangs(line: &str, next: &str) -> bool {
    let open = |mark: char| line.matches(mark).count();
    let bracket = next.starts_with('）') && open('（') > open('）');
    (bracket || next.starts_with(['。', '，', '；', '、'])) && !ends_sentence(line) && !is_apart(line)
}

fn joins(line: &Line, next: &Line, measure: f32, indents: bool) -> Option<Certainty> {
    if line.width < measure - SLACK || is_apart(line.words) || is_apart(next.words) {
        return None;
    }
    let ended = ends_sentence(line.words);
    if opens_unit(next.words, ended) {
        return None;
    }
    if !ended {
        // A hanging indent does not open a paragraph in the middle of a sentence,
        // but the usual one does, and blocks that stand one under the other (signatures) do.
        return (!(next.indented && (indents || is_name(line.words)))).then_some(Certainty::Certain);
    }
    (line.width >= measure - 1.5 && !next.indented).then_some(Certainty::Likely)
}

/// Whether what surely begins a paragraph, below a sentence that ends before the measure, is indented:
/// then an indent begins one also below a heading as long as the line.
fn indents_paragraphs(lines: &[Line], measure: f32) -> bool {
    const FEWEST: usize = 3;
    let begins = || {
        lines
            .windows(2)
            .filter(|pair| pair[0].width < measure - SLACK && ends_sentence(pair[0].words))
            .map(|p| &p[1])
    };
    let indented = begins().filter(|line| line.indented).count();
    indented >= FEWEST && indented * 5 >= begins().count() * 4
}

/// Ends like a sentence or an item of a list.
pub(super) fn ends_sentence(words: &str) -> bool {
    let tail = words.trim_end_matches(['”', '’', '）', ')', '》', '»', '】']);
    let end = if tail.is_empty() { words } else { tail };
    end.ends_with(['。', '；', '：', '！', '？', ';', ':', '!', '?'])
        || (end.ends_with(['.', '．'])
            && end
                .trim_end_matches(['.', '．'])
                .ends_with(|c: char| is_han(c) || c == ')' || c == '）' || c == '”'))
}

/// No sentence but names side by side: joint issuers at the foot.
fn is_name(words: &str) -> bool {
    !words.contains(['，', ',', '。', '、', '；'])
}

/// 某政发〔2021〕8号, as the whole line.
static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^[\p{Han}（）()]{1,16}\s*[〔﹝\[［（(【]\s*[0-9０-９]{4}\s*[〕﹞\]］）)】]\s*第?\s*[0-9０-９]{1,5}\s*[号號]$")
        .expect("a fixed pattern")
});

static DATE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^[0-9０-９〇○零一二三四五六七八九十]{2,4}\s*年\s*[0-9０-９一二三四五六七八九十]{1,3}\s*月\s*[0-9０-９一二三四五六七八九十]{1,3}\s*日$")
        .expect("a fixed pattern")
});

static TITLE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"的(?:通知|意见|意見|决定|決定|公告|通告|批复|批覆|函|报告|報告|通报|通報|请示|議案|议案|规定|規定|办法|辦法)(?:[（(].{1,8}[)）])?$")
        .expect("a fixed pattern")
});

/// Whether a line is one by what it is: a 发文字号, the end of the title, a date, or the
/// signature above it. However wide it is, it is joined to no other.
pub(super) fn stands_alone(lines: &[Line], at: usize) -> bool {
    /// The title is among these.
    const TOP: usize = 6;
    let words = lines[at].words;
    // A name above a date, or one of several; a sentence has marks, and a short one its end.
    let signature = || {
        let below = lines[at..].iter().take(4).position(|l| is_date(l.words));
        below.is_some_and(|n| lines[at..at + n].iter().all(|l| is_name(l.words) && !ends_sentence(l.words)))
            && !opens_unit(words, true)
    };
    NUMBER.is_match(words)
        || is_date(words)
        || at < TOP
            && is_name(words)
            && TITLE.is_match(words)
            && lines.get(at + 1).is_some_and(|l| !l.words.starts_with(['》', '的']))
        || signature()
}

static MARKER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(附\s*件|附\s*表|附\s*录|附\s*註|附\s*注|抄\s*送|主\s*送|目\s*录|目\s*錄|[（(]此件|[（(]本文|法規|沿革內容|生效|廢止註記|是否英譯|英文法規|前言[：:])")
        .expect("a fixed pattern")
});

pub(super) fn opens_unit(words: &str, sentence_ended: bool) -> bool {
    if is_closing(words) || is_date(words) {
        return true;
    }
    match Label::split(words) {
        // 第三条 in the middle of a sentence is a citation that the wrap put first.
        Some((label, rest)) if !sentence_ended && label.unit <= Unit::Article => {
            rest.is_empty() || words[label.printed.len()..].starts_with(|c: char| c.is_whitespace())
        }
        Some(_) => true,
        None => false,
    }
}

/// 附件：…, 抄送：…, 某某办公室 2021年5月6日印发: what stands below a text or its signature.
pub(super) fn is_closing(words: &str) -> bool {
    MARKER.is_match(words) || words.ends_with(['发', '發']) && words.contains('年') && words.contains('印')
}

/// A date that is the whole line.
pub(super) fn is_date(words: &str) -> bool {
    words.len() <= 60 && words.ends_with('日') && DATE.is_match(words)
}

/// Lines that are never part of a paragraph: boxes, rows, pictures, letter-spaced names, fields.
fn is_apart(words: &str) -> bool {
    let spaces = words.chars().filter(|c| c.is_whitespace()).count();
    let letters = words.chars().count() - spaces;
    is_box(words)
        || words.contains('\t')
        || words.starts_with("[img ")
        || (letters > 3 && spaces * 2 >= letters)
}

fn is_box(words: &str) -> bool {
    words.starts_with(|c: char| ('\u{2500}'..='\u{257F}').contains(&c) || c == '|' || c == '+' || c == '｜')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::repair::rules;

    fn check(before: &str, after: &str) {
        rules::check(find, before, after);
    }

    #[test]
    fn a_wrapped_text_is_joined_and_its_units_stay_apart() {
        check(
            "一、重要意义\n\n乡村图书室是山区群众身边的公共文化阵地,是乡\n\n村学校和家庭之间的一座小小桥梁,各地要把它\n 办好.\n\n(一)坚持公益.各级各部门要把图书室免费开放作\n\n为基本要求,不得以任何理由收取费用,也不得把\n\n场地挪作他用.\n\n(二)坚持就近.图书室要办在群众走得到的地方,\n\n走路不超过半个小时.",
            "一、重要意义\n\n乡村图书室是山区群众身边的公共文化阵地,是乡村学校和家庭之间的一座小小桥梁,各地要把它办好.\n\n(一)坚持公益.各级各部门要把图书室免费开放作为基本要求,不得以任何理由收取费用,也不得把场地挪作他用.\n\n(二)坚持就近.图书室要办在群众走得到的地方,走路不超过半个小时.",
        );
    }

    #[test]
    fn a_short_wrapped_paper_and_single_broken_paragraphs_are_joined() {
        check(
            "关于图书室的通知\n各县：\n    为了加强乡村图书室的管理，提高图书的使用效益，我\n厅制定了图书室管理办法，现印发给你们，请各地认真\n执行。\n    图书室经费由省财政统一安排，用于购置图书、书架和\n桌椅，不得挪用。",
            "关于图书室的通知\n各县：\n    为了加强乡村图书室的管理，提高图书的使用效益，我厅制定了图书室管理办法，现印发给你们，请各地认真执行。\n    图书室经费由省财政统一安排，用于购置图书、书架和桌椅，不得挪用。",
        );
        check(
            "图书室规定\n第一条　甲。\n\n为了办好乡村图书室，方便群众借阅，保障\n\n读者权益，制定本规定。\n\n第二条　各级文化部门要按照就近方便的原则，合理布局图书室，配备管理人员和必要的图书，并对全体居民免费开放，不得挪作他用。",
            "图书室规定\n第一条　甲。\n\n为了办好乡村图书室，方便群众借阅，保障读者权益，制定本规定。\n\n第二条　各级文化部门要按照就近方便的原则，合理布局图书室，配备管理人员和必要的图书，并对全体居民免费开放，不得挪作他用。",
        );
    }

    #[test]
    fn a_line_that_opens_with_a_closing_mark_goes_on() {
        check("一、在縣（市\n）為縣政府。\n二、執行\n    。", "一、在縣（市）為縣政府。\n二、執行。");
        for text in ["（一）甲。\n）乙", "甲\n（乙）"] {
            check(text, text);
        }
    }

    #[test]
    fn an_indent_begins_a_paragraph_below_a_heading_that_fills_its_line() {
        check(
            "　　一、办好乡村图书室、方便群众借阅书刊\n　　乡村图书室是山区群众身边的公共文化阵\n地，各地要把它办好。\n　　图书室应当免费开放。\n　　要保障经费。\n　　要选好管理人员，管理人员应当热心为群\n众服务，熟悉图书，并且定期参加县图书馆\n举办的培训。\n　　其他事项另行通知。",
            "　　一、办好乡村图书室、方便群众借阅书刊\n　　乡村图书室是山区群众身边的公共文化阵地，各地要把它办好。\n　　图书室应当免费开放。\n　　要保障经费。\n　　要选好管理人员，管理人员应当热心为群众服务，熟悉图书，并且定期参加县图书馆举办的培训。\n　　其他事项另行通知。",
        );
    }

    #[test]
    fn one_paragraph_a_line_is_left_alone() {
        let text = "一、总体要求\n各地要办好图书室。\n二、主要任务\n各级文化部门要按照就近方便的原则，合理布局图书室，配备管理人员和必要的图书，并对全体居民免费开放，不得挪作他用。\n三、保障\n要保障经费。\n四、其他\n没有。";
        check(text, text);
    }

    #[test]
    fn items_without_full_stops_are_no_wrapped_text() {
        for text in [
            "云岭省文化厅关于公布一批图书室名单的通知\n云文发〔2021〕8号\n各市、县文化局，各直属单位：\n现将名单公布如下：\n一、溪口县图书室（溪口县文化局）\n二、青川市少年儿童图书室（青川市文化局）\n三、青川市图书馆流动图书室（青川市文化局）\n四、山路乡农家图书室（山路乡人民政府）\n云岭省文化厅\n2021年11月5日",
            "关于做好2021年图书室评估工作的通知\n青文发〔2021〕6号\n各图书室：\n一、材料报送\n1.登记表一式三份\n2.目录一份\n二、有关要求\n1.严格审核\n2.按时报送\n请各图书室高度重视，认真组织实施。\n青川市文化和旅游局以及教育体育局\n2021年4月6日",
        ] {
            check(text, text);
        }
    }

    #[test]
    fn numbers_titles_and_signatures_of_a_wrapped_text_stay_apart() {
        check(
            "云岭省文化厅关于办好图书室的若干意见的通知\n云文发〔2021〕8号\n各市、县文化局，各直属单位，各图书馆：\n为了加强乡村图书室的管理，提高图书的使\n用效益，我厅制定了图书室管理办法，现印\n发给你们，请各地结合实际，认真组织实施\n。图书室经费由省财政安排，用于购置图书\n和书架，不得挪用，各地要认真组织实施。\n云岭省文化厅\n2021年11月5日",
            "云岭省文化厅关于办好图书室的若干意见的通知\n云文发〔2021〕8号\n各市、县文化局，各直属单位，各图书馆：\n为了加强乡村图书室的管理，提高图书的使用效益，我厅制定了图书室管理办法，现印发给你们，请各地结合实际，认真组织实施。图书室经费由省财政安排，用于购置图书和书架，不得挪用，各地要认真组织实施。\n云岭省文化厅\n2021年11月5日",
        );
    }

    #[test]
    fn a_numbered_line_that_stops_at_a_comma_goes_on() {
        check(
            "　　一、办好图书室，方便群众。各地要高度重视，\n认真组织实施。",
            "　　一、办好图书室，方便群众。各地要高度重视，认真组织实施。",
        );
        let heading = "一、办好图书室，方便群众借阅书刊\n各地要办好图书室。";
        check(heading, heading);
    }
}
