//! Letter-spaced lines: 国 务 院 工 作 规 则, and 总　则 in a heading.

use super::rules::Findings;
use super::script::{is_han, is_han_mark};
use crate::model::{Certainty, Edit, Label, RepairKind, Span};

/// Closes up lines in which every character stands apart, and two-character
/// headings after 第X章. Gaps wider than the rest of the line stay, as one space:
/// they part joint issuers.
pub(super) fn find(text: &str) -> Findings {
    let mut found = Findings::default();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let words = line.trim();
        let start = at + (line.len() - line.trim_start().len());
        at += line.len();
        if !words.contains(char::is_whitespace) {
            continue;
        }
        let rest = match Label::split(words) {
            Some((label, rest)) if label.unit != crate::model::Unit::Dash => rest,
            _ => words,
        };
        let offset = start + (words.len() - rest.len());
        close_up(rest, offset, rest.len() < words.len(), &mut found);
    }
    found
}

fn close_up(words: &str, offset: usize, heading: bool, found: &mut Findings) {
    if words.contains('\t') {
        return;
    }
    let mut gaps: Vec<(usize, usize, usize)> = Vec::new(); // start, end, width
    let mut letters = 0usize;
    let mut gap: Option<(usize, usize)> = None;
    let mut together = false;
    for (i, c) in words.char_indices() {
        if c.is_whitespace() {
            let width = if c == '\u{3000}' { 2 } else { 1 };
            gap = Some(gap.map_or((i, width), |(from, w)| (from, w + width)));
            continue;
        }
        if !(is_han(c) || is_han_mark(c)) {
            return;
        }
        if letters > 0 {
            match gap.take() {
                Some((from, width)) => gaps.push((from, i, width)),
                None => together = true,
            }
        }
        letters += 1;
    }
    let enough = if heading { letters >= 2 } else { letters >= 3 };
    if together {
        // A whole name beside a letter-spaced one: only the latter closes up.
        gaps = spaced_runs(words, &gaps);
    }
    if !enough || gaps.is_empty() {
        return;
    }
    let usual = gaps.iter().map(|(.., width)| *width).min().unwrap_or(1);
    for (from, to, width) in gaps {
        let parts = width >= 2 * usual && width > 2;
        found.edits.push(Edit {
            kind: RepairKind::Spacing,
            span: Span::new(offset + from, offset + to),
            after: if parts { " ".to_owned() } else { String::new() },
            certainty: Certainty::Certain,
            note: None,
        });
    }
}

/// Gaps between characters that stand apart, four or more in a row.
fn spaced_runs(words: &str, gaps: &[(usize, usize, usize)]) -> Vec<(usize, usize, usize)> {
    const FEWEST: usize = 4;
    let mut runs: Vec<Vec<(usize, usize, usize)>> = vec![Vec::new()];
    for (i, gap) in gaps.iter().enumerate() {
        let before = i.checked_sub(1).map_or(0, |p| gaps[p].1);
        let alone = words[before..gap.0].chars().count() == 1;
        let next_end = gaps.get(i + 1).map_or(words.len(), |g| g.0);
        let next_alone = words[gap.1..next_end].chars().count() == 1;
        match runs.last_mut() {
            Some(run) if alone && next_alone => run.push(*gap),
            _ => runs.push(Vec::new()),
        }
    }
    runs.into_iter().filter(|run| run.len() + 1 >= FEWEST).flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::repair::rules;

    fn check(before: &str, after: &str) {
        rules::check(find, before, after);
    }

    #[test]
    fn closes_up_what_is_letter_spaced() {
        check("　　云 岭 省 总 工 会", "　　云岭省总工会");
        check("云 岭 省 公 安 厅    云 岭 省 教 育 厅", "云岭省公安厅 云岭省教育厅");
        check("第一章　总　　则", "第一章　总则");
        check("中共云岭省委宣传部 云 岭 省 文 化 厅", "中共云岭省委宣传部 云岭省文化厅");
    }

    #[test]
    fn leaves_what_is_not() {
        for line in ["中共云岭省委 省政府", "云岭 省", "甲\t乙\t丙", "七、 支持", "A B C"]
        {
            check(line, line);
        }
    }
}
