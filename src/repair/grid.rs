//! Tables drawn with characters: boxes (┌──┬──┐), bars (｜甲｜乙｜) and the
//! pipes of Markdown. Their rows become lines of cells parted by tabs.

use super::rules::Findings;
use crate::model::{Edit, RepairKind, Span};

/// Fewer lines than this are no table.
const FEWEST: usize = 2;

struct Line<'a> {
    span: Span,
    words: &'a str,
}

/// Rules are taken out; the cells of a row, which may take several lines, are joined.
pub(super) fn find(text: &str) -> Findings {
    let mut found = Findings::default();
    let mut drawn: Vec<Line> = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let words = line.trim();
        let start = at + (line.len() - line.trim_start().len());
        at += line.len();
        if is_drawn_line(words) {
            drawn.push(Line { span: Span::new(start, start + words.len()), words });
        } else if !words.is_empty() {
            table(&std::mem::take(&mut drawn), &mut found.edits);
        }
    }
    table(&drawn, &mut found.edits);
    found
}

fn is_bar(c: char) -> bool {
    matches!(c, '│' | '┃' | '║' | '｜' | '|' | '┆' | '┊')
}

fn is_drawn(c: char) -> bool {
    ('\u{2500}'..='\u{257F}').contains(&c) || is_bar(c)
}

fn is_drawn_line(words: &str) -> bool {
    let Some(first) = words.chars().next() else { return false };
    let ends = words.ends_with(is_drawn) && words.chars().count() > 2;
    match first {
        '|' | '｜' => ends,
        '+' => is_rule(words),
        // Dashes alone may be a list item or a line across the page.
        '─' | '━' | '═' => words.chars().any(|c| is_drawn(c) && !matches!(c, '─' | '━' | '═')),
        c => is_drawn(c) && ends,
    }
}

/// Nothing but lines: ├──┼──┤, |---|:--|, +--+--+.
fn is_rule(words: &str) -> bool {
    let line = |c: char| matches!(c, '─' | '━' | '═' | '-' | '－' | '—' | '┄' | '┈');
    words.chars().all(|c| c.is_whitespace() || is_drawn(c) || line(c) || matches!(c, '+' | ':' | '='))
        && words.chars().any(|c| line(c) || c == '=')
}

fn table(lines: &[Line], edits: &mut Vec<Edit>) {
    let rules = lines.iter().filter(|l| is_rule(l.words)).count();
    if lines.len() < FEWEST || rules == lines.len() {
        return;
    }
    // With a rule below every row, what stands between two rules is one row.
    let inside = lines.windows(3).filter(|w| is_rule(w[1].words)).count();
    let ruled = 3 * (inside + 1) >= 2 * (lines.len() - rules);
    let mut row: Vec<&Line> = Vec::new();
    for line in lines {
        if is_rule(line.words) {
            close(&std::mem::take(&mut row), edits);
            edits.push(Edit::certain(RepairKind::Chrome, line.span, ""));
            continue;
        }
        let found = cells(line.words);
        // The rest of a broken row leaves a cell empty; Markdown breaks none.
        let goes_on = !line.words.starts_with('|')
            && (ruled && (inside > 1 || found.iter().any(|c| c.is_empty())) || found[0].is_empty());
        if row.last().is_some_and(|above| !goes_on || cells(above.words).len() != found.len()) {
            close(&std::mem::take(&mut row), edits);
        }
        row.push(line);
    }
    close(&row, edits);
}

/// One row as cells parted by tabs.
fn close(lines: &[&Line], edits: &mut Vec<Edit>) {
    let (Some(first), Some(last)) = (lines.first(), lines.last()) else { return };
    let mut row: Vec<String> = cells(first.words).iter().map(|c| (*c).to_owned()).collect();
    for line in &lines[1..] {
        for (cell, more) in row.iter_mut().zip(cells(line.words)) {
            let apart = cell.ends_with(|c: char| c.is_ascii_alphanumeric())
                && more.starts_with(|c: char| c.is_ascii_alphanumeric());
            if apart {
                cell.push(' ');
            }
            cell.push_str(more);
        }
    }
    edits.push(Edit::certain(RepairKind::Chrome, Span::new(first.span.start, last.span.end), row.join("\t")));
}

fn cells(words: &str) -> Vec<&str> {
    let inside = words.strip_prefix(is_drawn).unwrap_or(words);
    let inside = inside.strip_suffix(is_drawn).unwrap_or(inside);
    inside.split(is_bar).map(str::trim).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::RepairedText;

    fn check(before: &str, after: &str) {
        let mut text = RepairedText::new(before);
        text.apply(find(before).edits);
        let lines: Vec<&str> = text.text().lines().filter(|l| !l.trim().is_empty()).collect();
        assert_eq!(lines.join("\n"), after);
        assert_eq!(text.undo(), before);
    }

    #[test]
    fn rows_become_cells_parted_by_tabs() {
        check(
            "附表\n┌──┬──┐\n│名  │數  │\n├──┼──┤\n│甲  │一  │\n│    │(二)│\n└──┴──┘\n附註",
            "附表\n名\t數\n甲\t一(二)\n附註",
        );
        check(
            "| 条文 |罪名 |\n|-----|:---:|\n| 第一条 | 甲 |\n| 第二条 | |",
            "条文\t罪名\n第一条\t甲\n第二条\t",
        );
        check("┌──┬──┐\n│名│数│\n│甲│1 │\n│乙│2 │\n│丙│3 │\n└──┴──┘", "名\t数\n甲\t1\n乙\t2\n丙\t3");
    }

    #[test]
    fn other_lines_stay() {
        for line in ["──坚持公益。\n──坚持就近。", "─────────", "| 甲", "a|b"]
        {
            check(line, line);
        }
    }
}
