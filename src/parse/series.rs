//! What a line is, judged by the lines around it: numbers that only their series proves.

use super::lexer::{self, Kind, Line};
use crate::model::{Label, Unit};

/// The lines with every item on a line of its own, and 甲、乙、丙、 known as numbers.
pub(super) fn read(lines: Vec<Line>) -> Vec<Line> {
    let mut lines = apart(lines);
    stems(&mut lines);
    decimals(&mut lines);
    lines
}

/// Parts the items that a copy printed on one line, （一）…；（二）…, where the
/// lines around it go on with their numbers or a colon above introduces them.
fn apart(lines: Vec<Line>) -> Vec<Line> {
    if !lines.iter().any(|line| pieces(line).len() >= 2) {
        return lines;
    }
    let mut out: Vec<Line> = Vec::with_capacity(lines.len());
    for (at, line) in lines.iter().enumerate() {
        let pieces = pieces(line);
        let numbers = |label: &Label| label.main_number().map(|n| (label.unit, n));
        let opens = |l: Option<&Line>| match l.map(|l| &l.kind) {
            Some(Kind::Numbered(label, _)) => numbers(label),
            _ => None,
        };
        let above = at.checked_sub(1).and_then(|above| lines.get(above));
        let proved = opens(Some(line)).is_some_and(|(unit, first)| {
            let last = first + pieces.len() as u32 - 1;
            opens(lines.get(at + 1)) == Some((unit, last + 1))
                || first > 1 && opens(out.last()) == Some((unit, first - 1))
                || first == 1 && above.is_some_and(|l| l.words.ends_with(['：', ':']))
        });
        if pieces.len() < 2 || !proved {
            out.push(line.clone());
            continue;
        }
        out.extend(pieces.into_iter().enumerate().map(|(n, words)| Line {
            words,
            line: line.line,
            blank_before: n == 0 && line.blank_before,
            kind: lexer::kind(words),
        }));
    }
    out
}

/// The items on one line: each ends in a stop, and the next number opens the next.
fn pieces<'a>(line: &Line<'a>) -> Vec<&'a str> {
    let Kind::Numbered(label, _) = &line.kind else { return Vec::new() };
    let listed = matches!(label.unit, Unit::Comma | Unit::Bracket | Unit::Digit | Unit::BracketDigit);
    let Some(mut number) = label.main_number().filter(|_| listed) else { return Vec::new() };
    let mut found = Vec::new();
    let mut start = 0;
    for (at, stop) in line.words.match_indices(['；', '。', ';']) {
        let end = at + stop.len();
        let next = line.words[end..].trim_start();
        let follows = Label::split(next).is_some_and(|(l, rest)| {
            l.unit == label.unit && l.main_number() == Some(number + 1) && !rest.is_empty()
        });
        let own = &line.words[start..end];
        // What is quoted has numbers of its own.
        if follows && own.matches('“').count() == own.matches('”').count() {
            found.push(own.trim());
            start = end;
            number += 1;
        }
    }
    found.push(line.words[start..].trim());
    found
}

/// Marks 甲、 as a number where 乙、 opens a line further down.
fn stems(lines: &mut [Line]) {
    let found: Vec<(usize, Label)> = lines
        .iter()
        .enumerate()
        .filter(|(_, line)| line.kind == Kind::Text)
        .filter_map(|(at, line)| Some((at, Label::stem(line.words)?.0)))
        .collect();
    let goes_on = |(_, one): &(usize, Label), (_, next): &(usize, Label)| {
        next.main_number() == one.main_number().map(|n| n + 1)
    };
    for run in found.chunk_by(goes_on) {
        if run.len() < 2 || run[0].1.main_number() != Some(1) {
            continue;
        }
        for (at, label) in run {
            let words = lines[*at].words;
            lines[*at].kind = Kind::Numbered(label.clone(), words[label.printed.len()..].trim_start());
        }
    }
}

/// Marks 1, 1.1, 1.2, 1.2.1, 2 … as numbers where each goes on from the one before, from the first on.
fn decimals(lines: &mut [Line]) {
    const FEWEST: usize = 2;
    let parts =
        |label: &Label| -> Vec<u32> { label.number.split('-').filter_map(|n| n.parse().ok()).collect() };
    let mut runs: Vec<Vec<(usize, Label)>> = Vec::new();
    let mut last: Vec<u32> = Vec::new();
    for (at, line) in lines.iter().enumerate().filter(|(_, line)| line.kind == Kind::Text) {
        let Some((label, _)) = Label::decimal(line.words) else { continue };
        let own = parts(&label);
        if own == [1] || runs.is_empty() && own == [1, 1] {
            runs.push(Vec::new());
        } else if !follows(&own, &last) {
            continue;
        }
        let Some(run) = runs.last_mut() else { continue };
        run.push((at, label));
        last = own;
    }
    // A list of whole numbers alone may be anything.
    let is_series =
        |run: &&Vec<(usize, Label)>| run.iter().filter(|(_, l)| l.number.contains('-')).count() >= FEWEST;
    for (at, label) in runs.iter().filter(is_series).flatten() {
        let words = lines[*at].words;
        lines[*at].kind = Kind::Numbered(label.clone(), words[label.printed.len()..].trim_start());
    }
}

/// Whether the number `own` may stand next to `last`: 1.2 and 1.1.1 next to 1.1, and 2.
fn follows(own: &[u32], last: &[u32]) -> bool {
    let Some((n, above)) = own.split_last() else { return false };
    match last.get(above.len()) {
        Some(before) => last.starts_with(above) && *n == before + 1,
        None => last == above && *n == 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::RepairedText;

    fn check(text: &str, expected: &[&str]) {
        let repaired = RepairedText::new(text);
        let lines = read(lexer::lex(&repaired));
        assert_eq!(lines.iter().map(|l| l.words).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn items_on_one_line_are_parted_where_their_series_goes_on() {
        check(
            "（一）借书；（二）还书； （三）补书；\n（四）修书。",
            &["（一）借书；", "（二）还书；", "（三）补书；", "（四）修书。"],
        );
        check("图书室的职责是：\n1.借书；2.还书。", &["图书室的职责是：", "1.借书；", "2.还书。"]);
        for kept in [
            "（一）借书；（二）还书。",
            "修改如下：\n（一）改为“（一）借书；（二）还书。”",
            "一、借书。一是要快。\n二、还书。",
        ] {
            check(kept, &kept.lines().collect::<Vec<_>>());
        }
    }

    #[test]
    fn decimals_are_numbers_where_they_are_a_series() {
        let read = |text: &str| -> Vec<bool> {
            let repaired = RepairedText::new(text);
            let is_decimal =
                |l: &Line| matches!(&l.kind, Kind::Numbered(label, _) if label.unit == Unit::Decimal);
            read(lexer::lex(&repaired)).iter().map(is_decimal).collect()
        };
        assert_eq!(
            read("1 总则\n1.1 目的\n1.5 倍的。\n1.2 范围\n1.2.1 县\n2 附则\n3 个月。"),
            [true, true, false, true, true, true, true]
        );
        assert_eq!(read("1 甲村\n2 乙村\n2.5 倍"), [false; 3]);
    }

    #[test]
    fn stems_are_numbers_where_the_next_follows() {
        let repaired = RepairedText::new("甲、情况\n好。\n乙、意见\n丁、无");
        let lines = read(lexer::lex(&repaired));
        let numbered = |l: &Line| matches!(&l.kind, Kind::Numbered(label, _) if label.unit == Unit::Stem);
        assert_eq!(lines.iter().map(numbered).collect::<Vec<_>>(), [true, false, true, false]);
        let repaired = RepairedText::new("甲、乙两村共用。\n完。");
        assert!(!read(lexer::lex(&repaired)).iter().any(numbered));
    }
}
