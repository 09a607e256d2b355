//! Which lines of a printed page are one paragraph. The page shows it: a line that reaches the right
//! margin goes on in the next one, when that begins at the left margin while paragraphs are indented.
//! What a page does not show so plainly is left to `repair`, which judges by the words.

use super::layout::Line;
use crate::model::{Label, RepairKind};
use std::collections::BTreeMap;

/// Character widths by which a full line may be shorter than the measure: marks that may not open
/// a line and numbers that are not parted are taken over.
const SLACK: f64 = 2.2;
/// Character widths from which a line is indented, and from which it is set elsewhere.
const INDENT: f64 = 1.2;
const CENTRED: f64 = 3.0;
/// Lines that show a measure or a habit.
const FEWEST: usize = 3;

/// The lines, as page and line, that go on in the next one: past the end of the line, or of the page.
pub(super) fn find(pages: &[Vec<Line>], running: &[Vec<usize>]) -> BTreeMap<(usize, usize), RepairKind> {
    let mut found = BTreeMap::new();
    let Some(measure) = measure(pages) else { return found };
    let words = |page: usize| {
        let known = running.get(page).map(Vec::as_slice).unwrap_or_default();
        pages[page].iter().enumerate().filter(move |(at, line)| !known.contains(at) && !line.text.is_empty())
    };
    let lines: Vec<(usize, usize, &Line)> =
        (0..pages.len()).flat_map(|page| words(page).map(move |(at, line)| (page, at, line))).collect();
    let full = |line: &Line| line.runs_on && line.end >= measure - SLACK * line.size;
    let is_parted = |a: &(usize, usize, &Line), b: &(usize, usize, &Line)| {
        a.0 == b.0 && pages[a.0].get(a.1..b.1).unwrap_or_default().iter().any(|line| line.text.is_empty())
    };
    // What follows a short line begins a paragraph for sure.
    let begins =
        || lines.windows(2).filter(|p| !full(p[0].2) && p[1].2.start < CENTRED * p[1].2.size).map(|p| p[1].2);
    let indented = begins().filter(|line| line.start >= INDENT * line.size).count();
    let indents = indented >= FEWEST && indented * 3 >= begins().count() * 2;
    for pair in lines.windows(2) {
        let ((page, at, line), next) = (pair[0], pair[1].2);
        let flush = next.runs_on && next.start < INDENT * next.size;
        let alike = (line.size - next.size).abs() <= 0.1 * line.size;
        let body = line.start < CENTRED * line.size;
        if !(full(line) && flush && alike && body) || is_parted(&pair[0], &pair[1]) {
            continue;
        }
        let ended = line.text.ends_with(['。', '；', '：', '！', '？', '.', ';', ':']);
        if (!indents || ended) && Label::split(&next.text).is_some() || !indents && ended {
            continue;
        }
        let kind = if page == pair[1].0 { RepairKind::LineUnwrap } else { RepairKind::PageBreak };
        found.insert((page, at), kind);
    }
    found
}

/// The width of the type area or column: where most lines end that hardly any passes.
fn measure(pages: &[Vec<Line>]) -> Option<f64> {
    let lines = || pages.iter().flatten().filter(|line| line.runs_on && line.start < CENTRED * line.size);
    let mut ends: Vec<(f64, f64)> = lines().map(|line| (line.end, line.size)).collect();
    ends.sort_by(|a, b| a.0.total_cmp(&b.0));
    // Marks that may not open a line hang out; words in a foreign script may be wider than they seem.
    let past = |end: f64| ends.len() - ends.partition_point(|(other, _)| *other <= end);
    let near = |(end, size): &(f64, f64)| past(end - 0.6 * size) - past(end + 0.6 * size);
    ends.iter()
        .filter(|(end, size)| *end >= 12.0 * size && past(end + 3.0 * size) * 20 <= ends.len())
        .max_by_key(|end| near(end))
        .filter(|end| near(end) >= FEWEST)
        .map(|(end, _)| *end)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lines of 10 units a character, pages parted by `|`; full-width spaces are an indent.
    fn joined(text: &str) -> String {
        let line = |(at, text): (usize, &str)| Line {
            text: text.trim_start_matches('　').to_owned(),
            y: 20.0 * at as f64,
            size: 10.0,
            start: 10.0 * text.chars().take_while(|c| *c == '　').count() as f64,
            end: 10.0 * text.chars().count() as f64,
            runs_on: !text.is_empty(),
        };
        let pages: Vec<Vec<Line>> =
            text.split('|').map(|page| page.split('\n').enumerate().map(line).collect()).collect();
        let found = find(&pages, &vec![Vec::new(); pages.len()]);
        let mut out = String::new();
        for (page, lines) in pages.iter().enumerate() {
            for (at, line) in lines.iter().enumerate().filter(|(_, line)| !line.text.is_empty()) {
                out.push_str(&line.text);
                out.push_str(match found.get(&(page, at)) {
                    Some(RepairKind::PageBreak) => "+",
                    Some(_) => "",
                    None => "/",
                });
            }
        }
        out
    }

    #[test]
    fn lines_go_on_at_the_margin_and_paragraphs_begin_with_an_indent() {
        assert_eq!(
            joined(
                "　　　　渡口管理办法\n　　第一条　为了保障山区群众渡河安\n全，制定本办法。\n　　二、办好渡口方便两岸往来群众\n　　渡口由县人民政府批准设立，依照\n第十二条的规定执行。\n　　渡工持证上岗。\n　　渡船每年检验一次。\n　　遇到大雾、大风、洪水，渡工应当|停止摆渡。"
            ),
            "渡口管理办法/第一条　为了保障山区群众渡河安全，制定本办法。/二、办好渡口方便两岸往来群众/渡口由县人民政府批准设立，依照第十二条的规定执行。/渡工持证上岗。/渡船每年检验一次。/遇到大雾、大风、洪水，渡工应当+停止摆渡。/"
        );
    }

    #[test]
    fn without_indents_only_sentences_under_way_go_on() {
        assert_eq!(
            joined(
                "渡口由县人民政府批准设立，其他单位\n不得设立渡口。\n渡工应持证上岗，遵守各项操作规程。\n渡船每年检验一次，检验不合格的渡船\n（一）停航；\n（二）整修。"
            ),
            "渡口由县人民政府批准设立，其他单位不得设立渡口。/渡工应持证上岗，遵守各项操作规程。/渡船每年检验一次，检验不合格的渡船/（一）停航；/（二）整修。/"
        );
        assert_eq!(joined("甲\n乙丙\n丁"), "甲/乙丙/丁/");
    }
}
