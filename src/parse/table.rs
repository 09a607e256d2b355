//! Tables whose rows stand on lines, their cells parted by tabs.

use super::lexer::{Kind, Line};
use crate::model::{Table, Unit};

/// Rows that stand one under the other, their cells parted by tabs.
pub(super) fn from_rows(rows: &[&str]) -> Table {
    let mut rows: Vec<Vec<String>> =
        rows.iter().map(|r| r.split('\t').map(|c| c.trim().to_owned()).collect()).collect();
    // Columns that no row fills are margins.
    let used = |c: usize| rows.iter().any(|row| row.get(c).is_some_and(|cell: &String| !cell.is_empty()));
    let widest = rows.iter().map(Vec::len).max().unwrap_or(0);
    let last = (0..widest).rev().find(|c| used(*c)).map_or(0, |c| c + 1);
    let first = (0..last).find(|c| used(*c)).unwrap_or(0);
    for row in &mut rows {
        row.truncate(last);
        row.drain(..first.min(row.len()));
    }
    Table { header: 1, rows }
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
pub(super) fn is_group(line: &Line) -> bool {
    matches!(&line.kind, Kind::Numbered(label, rest) if matches!(label.unit, Unit::Comma | Unit::Bracket) && rest.chars().count() < 30 && !rest.ends_with('。'))
}

/// Notes below a table belong to it: 注：…, （注1：…）. Returns how many lines they take.
pub(super) fn notes(lines: &[Line]) -> usize {
    let opens = |l: &Line| {
        let words = l.words.trim_start_matches(['（', '(', '*', '＊', '【']);
        matches!(l.kind, Kind::Text)
            && ["注：", "注:", "备注：", "附注：", "附註：", "註：", "注1", "注2", "注3", "说明：1"]
                .iter()
                .any(|w| words.starts_with(w))
    };
    let mut open = 0i32;
    lines
        .iter()
        .take_while(|l| {
            let belongs = opens(l) || open > 0 && matches!(l.kind, Kind::Text);
            open += l.words.matches(['（', '(']).count() as i32 - l.words.matches(['）', ')']).count() as i32;
            belongs
        })
        .count()
}
