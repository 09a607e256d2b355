//! Where one page of paper ended and the next began: page numbers and running heads,
//! and the sentences they stand in.

use super::lines::{self, Line};
use super::rules::Findings;
use super::script::is_han;
use crate::model::{Certainty, Edit, Label, RepairKind, RepairedText, Span, Unit};
use regex::Regex;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// Page numbers: - 3 -, — 3 —, 第3页 共9页.
static PAGE_NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^([-—–－─·•]{1,2}\s*[0-9０-９]{1,3}\s*[-—–－─·•]{1,2}|第\s*[0-9０-９]{1,3}\s*[页頁]([,，/／\s]*共\s*[0-9０-９]{1,3}\s*[页頁])?|(?i:page)\s+\d{1,3}(\s+of\s+\d{1,3})?)$")
        .expect("a fixed pattern")
});

pub(super) fn is_page_number(words: &str) -> bool {
    words.len() <= 60 && words.starts_with(|c| !is_han(c) || c == '第') && PAGE_NUMBER.is_match(words)
}

/// Words that stand beside page numbers again and again: running heads.
pub(super) fn running_heads(text: &str) -> BTreeSet<&str> {
    const LONGEST: usize = 40;
    const FEWEST: usize = 2;
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|l| !l.is_empty()).collect();
    let mut beside: BTreeMap<&str, usize> = BTreeMap::new();
    for (i, line) in lines.iter().enumerate().filter(|(_, l)| is_page_number(l)) {
        let around = [i.checked_sub(1).and_then(|p| lines.get(p)), lines.get(i + 1)];
        for words in around.into_iter().flatten().filter(|w| *w != line) {
            if words.chars().count() <= LONGEST && !words.ends_with(['。', '；', '：', '，']) {
                *beside.entry(words).or_default() += 1;
            }
        }
    }
    beside.into_iter().filter(|(_, count)| *count >= FEWEST).map(|(words, _)| words).collect()
}

/// Joins the sentences in whose middle a page number was taken out.
///
/// It comes after lines were joined by their width: what still stands broken there is a
/// paragraph of a text that is not wrapped, and the page alone broke it.
pub(super) fn join(text: &RepairedText) -> Findings {
    let mut found = Findings::default();
    let mut breaks = text
        .repairs()
        .iter()
        .filter(|r| r.kind == RepairKind::PageBreak && r.after.is_empty())
        .map(|r| text.text_span(r.span).start)
        .peekable();
    if breaks.peek().is_none() {
        return found;
    }
    let lines = lines::lines(text.text());
    for (i, pair) in lines.windows(2).enumerate() {
        while breaks.next_if(|at| *at < pair[0].end).is_some() {}
        let broken = breaks.next_if(|at| *at <= pair[1].start).is_some();
        if broken && goes_on(&lines, i) {
            found.edits.push(Edit {
                kind: RepairKind::PageBreak,
                span: Span::new(pair[0].end, pair[1].start),
                after: String::new(),
                certainty: Certainty::Likely,
                note: None,
            });
        }
    }
    found
}

/// Whether the sentence of line `at` surely goes on below.
fn goes_on(lines: &[Line], at: usize) -> bool {
    /// Shorter lines are names and cells of tables.
    const NARROWEST: f32 = 15.0;
    let (line, next) = (&lines[at], &lines[at + 1]);
    line.width >= NARROWEST
        && lines::is_under_way(line.words)
        && !lines::is_closing(line.words)
        && !lines::stands_alone(lines, at)
        && !lines::stands_alone(lines, at + 1)
        && !lines::opens_unit(next.words, false)
        && !next.indented
        && next.words.starts_with(|c| is_han(c) || matches!(c, '《' | '“'))
        // The title of what begins on the page has neither.
        && next.words.contains(['，', '。', '；', '、', '：'])
        && !may_be_heading(lines, line.words)
}

/// A numbered line without an end may be a heading, unless a sentence ended within it, it
/// stops at a comma, or every other line with such a number is a sentence.
fn may_be_heading(lines: &[Line], words: &str) -> bool {
    let unit = |words: &str| Label::split(words).map(|(label, _)| label.unit).filter(|u| *u < Unit::Dash);
    let Some(own) = unit(words) else { return false };
    if words.contains(['。', '；']) || words.ends_with(['，', '、']) {
        return false;
    }
    let mut others = lines.iter().filter(|l| l.words != words && unit(l.words) == Some(own)).peekable();
    others.peek().is_none() || others.any(|l| !lines::ends_sentence(l.words))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::repair::chrome;
    use proptest::prelude::*;

    fn check(before: &str, after: &str) {
        let mut text = RepairedText::new(before);
        text.apply(chrome::find(before).edits);
        let joined = join(&text);
        text.apply(joined.edits);
        let lines: Vec<&str> = text.text().lines().map(str::trim).filter(|l| !l.is_empty()).collect();
        assert_eq!(lines.join("|"), after);
        assert_eq!(text.undo(), before);
    }

    #[test]
    fn a_sentence_goes_on_over_the_page() {
        check(
            "一、办好图书室，方便群众借阅，对办得好的，给\n— 1 —\n予奖励。\n二、管好图书。",
            "一、办好图书室，方便群众借阅，对办得好的，给予奖励。|二、管好图书。",
        );
        check(
            "图书室要办在群众走得到的地方，不得以\n\n- 2 -\n\n任何理由收取费用。\n其他。",
            "图书室要办在群众走得到的地方，不得以任何理由收取费用。|其他。",
        );
        check(
            "山路条例\n图书室要办在群众走得到的地方，并且\n山路条例\n- 1 -\n免费，开放。\n山路条例\n- 2 -\n丙。",
            "山路条例|图书室要办在群众走得到的地方，并且免费，开放。|丙。",
        );
    }

    #[test]
    fn what_begins_on_the_page_stays_apart() {
        for (before, after) in [
            ("图书室要办在群众走得到的地方，免费开放\n— 1 —\n二、管好图书。", "二、管好图书。"),
            ("图书室要办在群众走得到的地方，免费开放\n— 1 —\n云文发〔2021〕8号", "云文发〔2021〕8号"),
            ("图书室要办在群众走得到的地方，免费开放\n— 1 —\n2021年5月6日", "2021年5月6日"),
            ("图书室要办在群众走得到的地方，免费开放\n— 1 —\n图书室管理办法", "图书室管理办法"),
            ("抄送：省委各部门，省人大常委会办公厅，省政协办公厅\n— 1 —\n图书，管理。", "图书，管理。"),
            ("图书室要办在群众走得到的地方，免费开放\n— 1 —\n　　图书，管理。", "图书，管理。"),
        ] {
            let above = before.split('\n').next().unwrap_or_default();
            check(before, &format!("{above}|{after}"));
        }
        // The other numbered lines are headings; this one may be one.
        check(
            "一、办好乡村图书室，方便群众借阅书刊\n— 1 —\n各地，要办好。\n二、保障经费\n要保障。",
            "一、办好乡村图书室，方便群众借阅书刊|各地，要办好。|二、保障经费|要保障。",
        );
    }

    proptest! {
        /// What is asked first, because it is quick, refuses only what the pattern would.
        #[test]
        fn a_quick_refusal_is_a_right_one(
            words in "[-—–－─·•]?(第|page |P|甲)?[0-9０-９ ]{0,3}(页|頁)?( of 1)?[0-9甲]{0,2}[-—•]?",
        ) {
            let words = words.trim();
            prop_assert_eq!(is_page_number(words), words.len() <= 60 && PAGE_NUMBER.is_match(words));
        }
    }
}
