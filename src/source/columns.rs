//! Tables that a page shows by their columns alone. Only what can't be anything else is one: a header without
//! a digit, rows below it with as many cells, each under its own, and a column of nothing but figures. Names
//! side by side have no figures; a cell that runs over two lines makes the rows uneven. Those stay lines.

use super::layout::{CELL_GAP, Run, WORD_GAP};

/// The header and two rows.
const FEWEST: usize = 3;
/// Characters of a header's cell.
const LONGEST_HEADER: usize = 12;
/// Character widths of white that part two columns from top to bottom.
const GAP: f64 = 0.8;

/// A cell: where it begins and ends, and what it says.
type Cell = (f64, f64, String);

/// The cells of the rows of tables; None for every other row.
pub(super) fn tables(rows: &[Vec<Run>]) -> Vec<Option<Vec<String>>> {
    let cells: Vec<Vec<Cell>> = rows.iter().map(|row| cells(row)).collect();
    let mut found = vec![None; rows.len()];
    let mut at = 0;
    while at < rows.len() {
        let length = table(&cells, at);
        for row in at..at + length {
            found[row] = Some(cells[row].iter().map(|(_, _, text)| text.clone()).collect());
        }
        at += length.max(1);
    }
    found
}

fn cells(row: &[Run]) -> Vec<Cell> {
    let mut cells: Vec<Cell> = Vec::new();
    for run in row {
        match cells.last_mut() {
            Some(cell) if run.x - cell.1 < CELL_GAP * run.size => {
                if run.x - cell.1 >= WORD_GAP * run.size {
                    cell.2.push(' ');
                }
                cell.1 = run.end;
                cell.2.push_str(&run.text);
            }
            _ => cells.push((run.x, run.end, run.text.clone())),
        }
    }
    cells
}

/// How many rows from `at` are a table.
fn table(rows: &[Vec<Cell>], at: usize) -> usize {
    let header = &rows[at];
    let heads = |(_, _, text): &Cell| {
        text.chars().count() <= LONGEST_HEADER
            && !text.chars().any(|c| c.is_numeric() || "。，；：".contains(c))
    };
    let columns = header.len();
    let alone = |beside: Option<&Vec<Cell>>| beside.is_none_or(|row| row.len() < 2);
    if columns < 2 || !header.iter().all(heads) || !alone(at.checked_sub(1).and_then(|above| rows.get(above)))
    {
        return 0;
    }
    let length = rows[at..].iter().take_while(|row| row.len() == columns).count();
    let below = rows.get(at + length);
    // Words under a column but the first are the rest of a cell.
    let rest = below.and_then(|row| row.first()).is_some_and(|cell| cell.0 >= header[1].0);
    let body = &rows[at + 1..at + length];
    let figures = (0..columns).any(|column| body.iter().all(|row| is_figure(&row[column].2)));
    // 目　录 above titles and page numbers has as many cells, and nothing stands under them.
    let under =
        |row: &Vec<Cell>| row.iter().zip(header).all(|(cell, head)| cell.0 < head.1 && head.0 < cell.1);
    let certain = length >= FEWEST
        && alone(below)
        && !rest
        && figures
        && body.iter().all(under)
        && are_parted(&rows[at..at + length]);
    if certain { length } else { 0 }
}

/// Whether white runs down between any two columns.
fn are_parted(rows: &[Vec<Cell>]) -> bool {
    let columns = rows.first().map_or(0, Vec::len);
    let end = |column: usize| rows.iter().map(|row| row[column].1).fold(f64::MIN, f64::max);
    let begin = |column: usize| rows.iter().map(|row| row[column].0).fold(f64::MAX, f64::min);
    let width = |(x, end, text): &Cell| (end - x) / text.chars().count().max(1) as f64;
    let character = rows.iter().flatten().map(width).fold(0.0, f64::max);
    (1..columns).all(|column| begin(column) - end(column - 1) >= GAP * character)
}

fn is_figure(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    text.chars().any(char::is_numeric) && letters <= 2
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rows of 10 units a character; `|` begins a cell at the next of the columns, which stand 100 apart.
    fn found(text: &str) -> Vec<bool> {
        let row = |line: &str| -> Vec<Run> {
            let cells = line.split('|').enumerate().filter(|(_, cell)| !cell.is_empty());
            cells
                .map(|(at, cell)| {
                    let x = 100.0 * at as f64;
                    let end = x + 10.0 * cell.chars().count() as f64;
                    Run { x, end, y: 0.0, size: 10.0, text: cell.to_owned(), alone: false }
                })
                .collect()
        };
        let rows: Vec<Vec<Run>> = text.lines().map(row).collect();
        tables(&rows).iter().map(Option::is_some).collect()
    }

    #[test]
    fn a_header_and_a_column_of_figures_make_a_table() {
        let table = "渡口一览\n渡口|所在乡|渡船\n石门渡|青山乡|2\n白水渡|溪口乡|13\n以上渡口由县里管理。";
        assert_eq!(found(table), [false, true, true, true, false]);
    }

    #[test]
    fn a_list_of_contents_is_no_table() {
        let cell = |x: f64, text: &str| {
            let end = x + 10.0 * text.chars().count() as f64;
            Run { x, end, y: 0.0, size: 10.0, text: text.to_owned(), alone: false }
        };
        let entry = |title, page| vec![cell(0.0, title), cell(400.0, page)];
        let rows = [
            vec![cell(180.0, "目"), cell(210.0, "录")],
            entry("第一章　总则", "1"),
            entry("第二章　渡工", "3"),
        ];
        assert_eq!(tables(&rows), [None, None, None]);
    }

    #[test]
    fn what_is_not_certain_stays_lines() {
        for text in [
            // Names side by side.
            "省财政厅|省教育厅|省交通厅\n省水利厅|省林业厅|省文旅厅\n省公安厅|省民政厅|省司法厅",
            // A cell on two lines, and a cell that is empty.
            "渡口|所在乡|渡船\n石门渡|青山乡|2\n|东村\n白水渡|溪口乡|13",
            "渡口|所在乡|渡船\n石门渡|青山乡|2\n白水渡||13\n东渡|溪口乡|1",
            "渡口|说明|渡船\n石门渡|甲|2\n东渡|乙|1\n|丙",
            // No header.
            "1|石门渡|2\n2|白水渡|13\n3|东渡|1",
            // Columns that touch.
            "渡口|渡船\n石门渡口在青山乡境内的|2\n白水渡|3",
        ] {
            assert!(!found(text).contains(&true), "{text}");
        }
    }
}
