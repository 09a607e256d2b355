//! Tables: rows with tabs, boxes drawn with characters, and tables that a
//! mechanical copy flattened to one cell a line.

use super::heading::close;
use super::lexer::{Kind, Line};
use crate::model::{Table, Unit, chinese_number};

/// Rows that stand one under the other, as tabs or boxes part them.
pub(super) fn from_rows(rows: &[&str]) -> Table {
    if rows.iter().any(|r| r.starts_with(is_drawn)) { from_box(rows) } else { from_tabs(rows) }
}

fn from_tabs(rows: &[&str]) -> Table {
    let rows = rows.iter().map(|r| r.split('\t').map(|c| c.trim().to_owned()).collect()).collect();
    Table { header: 1, rows }
}

fn is_drawn(c: char) -> bool {
    ('\u{2500}'..='\u{257F}').contains(&c)
}

/// A row of a drawn table may take several lines: cells of one column between two
/// rules are one cell. The first row is the header.
fn from_box(lines: &[&str]) -> Table {
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut open = false;
    for line in lines {
        let is_rule = line.chars().filter(|c| !c.is_whitespace()).all(is_drawn)
            && line.chars().any(|c| c == '─' || c == '━' || c == '═');
        if is_rule {
            open = false;
            continue;
        }
        let cells: Vec<String> = line
            .trim_matches(|c: char| c.is_whitespace())
            .trim_start_matches(is_drawn)
            .trim_end_matches(is_drawn)
            .split(|c: char| matches!(c, '│' | '┃' | '║' | '｜'))
            .map(|c| c.trim().to_owned())
            .collect();
        match rows.last_mut().filter(|row| open && row.len() == cells.len()) {
            Some(row) => row.iter_mut().zip(cells).for_each(|(old, new)| old.push_str(&new)),
            None => rows.push(cells),
        }
        open = true;
    }
    Table { header: 1, rows }
}

/// A table one cell a line, which its header row (序号 …) and running numbers give
/// away. Returns it and how many lines it takes; None when they do not fit.
pub(super) fn flattened(lines: &[Line]) -> Option<(Table, usize)> {
    if !matches!(close(lines.first()?.words).as_str(), "序号" | "序號" | "编号" | "編號") {
        return None;
    }
    let columns = (2..=12.min(lines.len().saturating_sub(1)))
        .find(|&n| is_group(&lines[n]) || is_row_number(&lines[n]) == Some(1))?;
    let header: Vec<String> = lines[..columns].iter().map(|l| close(l.words)).collect();
    let mut rows = vec![header];
    let mut at = columns;
    let mut last = 0;
    while let Some(line) = lines.get(at) {
        match is_row_number(line) {
            Some(n) if n > last && at + columns <= lines.len() => {
                let row = &lines[at..at + columns];
                // A number among the cells would mean that a cell is missing.
                if row[1..].iter().any(|l| is_group(l)) {
                    break;
                }
                rows.push(row.iter().map(|l| l.words.to_owned()).collect());
                last = n;
                at += columns;
            }
            None if is_group(line) => {
                rows.push(vec![line.words.to_owned()]);
                at += 1;
            }
            _ => break,
        }
    }
    (rows.len() > 2 && last > 0).then_some((Table { header: 1, rows }, at))
}

/// How many lines from the first belong to one table: its rows, and between them
/// the rows that head a group, which have one cell and are numbered from 一.
pub(super) fn length(lines: &[Line]) -> usize {
    let mut end = 0;
    let mut groups = 0;
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        match &line.kind {
            Kind::Row => end = at + 1,
            Kind::Numbered(label, _) if is_group(line) && label.main_number() == Some(groups + 1) => {
                groups += 1
            }
            _ => break,
        }
        at += 1;
    }
    end
}

/// 一、知识产权方面（共5项）: a row that heads a group.
fn is_group(line: &Line) -> bool {
    matches!(&line.kind, Kind::Numbered(label, rest) if matches!(label.unit, Unit::Comma | Unit::Bracket) && rest.chars().count() < 30 && !rest.ends_with('。'))
}

fn is_row_number(line: &Line) -> Option<u32> {
    let digits = line.words.trim_end_matches(['.', '．', '、']);
    digits.chars().all(|c| c.is_ascii_digit()).then(|| chinese_number(digits)).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boxes_become_rows() {
        let table =
            from_rows(&["┌──┬──┐", "│名  │數  │", "├──┼──┤", "│甲  │一  │", "│    │(二)│", "└──┴──┘"]);
        assert_eq!(table.rows, [["名", "數"], ["甲", "一(二)"]]);
    }
}
