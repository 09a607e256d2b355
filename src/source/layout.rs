//! Words that stand anywhere on a page, put into lines in reading order. Shared by
//! the formats that know places and no paragraphs (OFD, PDF). Lengths are in
//! the unit of the format, y grows downwards.

use super::columns;
use super::html::is_wide;
use std::collections::HashMap;

/// A stretch of words on one base line, or an image.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub(super) struct Run {
    pub x: f64,
    pub end: f64,
    pub y: f64,
    /// Height of its characters.
    pub size: f64,
    pub text: String,
    /// Stands on a line of its own: images, vertical and turned text.
    pub alone: bool,
}

/// A line of a page; a blank one is empty.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Line {
    pub text: String,
    /// Where its base line stands, and the height of its first characters.
    pub y: f64,
    pub size: f64,
    /// Where its words begin and end, from the left margin of the page or column.
    pub start: f64,
    pub end: f64,
    /// Words that run on from start to end; not cells, images, turned words.
    pub runs_on: bool,
}

type Row = Vec<Run>;

/// Character widths between two cells, and between two words or letter-spaced characters.
pub(super) const CELL_GAP: f64 = 1.5;
pub(super) const WORD_GAP: f64 = 0.6;

/// The lines from top to bottom, column after column. A line that begins right of the
/// margin has full-width spaces before it, one for each character's width; a wide step
/// down is a blank line. Tabs part the cells of what is a table for certain.
pub(super) fn lines(mut runs: Vec<Run>) -> Vec<Line> {
    // A file may print a line end or a tab as a character. Here they part lines, pages and cells.
    for run in runs.iter_mut().filter(|run| run.text.contains(parts)) {
        run.text = run.text.replace(parts, " ");
    }
    runs.sort_by(|a, b| a.y.total_cmp(&b.y).then(a.x.total_cmp(&b.x)));
    let mut rows: Vec<Row> = Vec::new();
    for run in runs {
        match rows.last_mut() {
            Some(row) if fits(row, &run) => row.push(run),
            _ => rows.push(vec![run]),
        }
    }
    for row in &mut rows {
        row.sort_by(|a, b| a.x.total_cmp(&b.x));
        // Words printed twice with a small shift are bold.
        row.dedup_by(|b, a| a.text == b.text && (a.x - b.x).abs() < 0.3 * a.size);
    }
    match gutter(&rows) {
        Some(x) => {
            let margin = margin_of(&rows);
            let set = |group| match group {
                Group::Across(rows) => set_rows(rows, margin),
                Group::Column(rows) => {
                    let margin = margin_of(&rows);
                    set_rows(rows, margin)
                }
            };
            by_columns(rows, x).into_iter().flat_map(set).collect()
        }
        None => {
            let margin = margin_of(&rows);
            set_rows(rows, margin)
        }
    }
}

/// White space that is more than a gap between words.
fn parts(c: char) -> bool {
    c.is_whitespace() && c.is_control()
}

/// Whether a run stands on the base line of the row, small raised characters included.
fn fits(row: &[Run], run: &Run) -> bool {
    // A run that stands alone is the only one of its row.
    row.first().is_some_and(|first| {
        !first.alone && !run.alone && (run.y - first.y).abs() <= 0.4 * first.size.max(run.size)
    })
}

/// The middle of the gap between two columns of running text. In most rows it is the
/// only wide gap; the left column is filled up to it, and in many rows flush with it.
/// The cells of a table are not.
fn gutter(rows: &[Row]) -> Option<f64> {
    let pairs: Vec<(&Run, &Run)> = rows
        .iter()
        .filter_map(|row| {
            let mut wide = row.windows(2).filter(|pair| pair[1].x - pair[0].end >= 0.9 * pair[0].size);
            let pair = wide.next()?;
            wide.next().is_none().then(|| (&pair[0], &pair[1]))
        })
        .collect();
    if pairs.len() < 6 || pairs.len() * 2 < rows.len() {
        return None;
    }
    // A few short or long rows may stand out.
    let (mut left, mut right): (Vec<f64>, Vec<f64>) = pairs.iter().map(|(l, r)| (l.end, r.x)).unzip();
    left.sort_by(f64::total_cmp);
    right.sort_by(f64::total_cmp);
    let (left, right) = (*left.get(left.len() * 9 / 10)?, *right.get(right.len() / 10)?);
    let start = rows.iter().flatten().map(|run| run.x).min_by(f64::total_cmp)?;
    let end = rows.iter().flatten().map(|run| run.end).max_by(f64::total_cmp)?;
    let count = |holds: &dyn Fn(&Run, &Run) -> bool| pairs.iter().filter(|(l, r)| holds(l, r)).count();
    let flush = count(&|l, r| (left - l.end).abs() <= l.size && (r.x - right).abs() <= 2.5 * r.size);
    let filled = count(&|l, _| l.end - start >= 0.7 * (left - start) && l.end <= right);
    let enough = flush * 5 >= pairs.len() * 2 && filled * 5 >= pairs.len() * 4;
    let place = (left + right) / 2.0;
    let central = (place - start) > 0.35 * (end - start) && (end - place) > 0.35 * (end - start);
    (enough && central && left < right).then_some(place)
}

/// Rows that belong together.
enum Group {
    Across(Vec<Row>),
    Column(Vec<Row>),
}

/// Rows in reading order. Columns begin where a row has words on both sides of the
/// gutter and end where words cross it, or where only the right side goes on (a signature).
fn by_columns(rows: Vec<Row>, gutter: f64) -> Vec<Group> {
    let mut groups = Vec::new();
    let (mut left, mut right, mut across): (Vec<Row>, Vec<Row>, Vec<Row>) = Default::default();
    for row in rows {
        let crosses = row.iter().any(|run| run.x < gutter && run.end > gutter);
        let (before, after): (Row, Row) = row.into_iter().partition(|run| run.x < gutter);
        let in_columns = match (before.is_empty(), after.is_empty()) {
            _ if crosses => false,
            (false, false) => true,
            (one_sided, _) => !left.is_empty() && !one_sided,
        };
        if !in_columns {
            close_columns(&mut left, &mut right, &mut groups);
            across.push(before.into_iter().chain(after).collect());
            continue;
        }
        if !across.is_empty() {
            groups.push(Group::Across(std::mem::take(&mut across)));
        }
        left.extend((!before.is_empty()).then_some(before));
        right.extend((!after.is_empty()).then_some(after));
    }
    close_columns(&mut left, &mut right, &mut groups);
    groups.push(Group::Across(across));
    groups
}

fn close_columns(left: &mut Vec<Row>, right: &mut Vec<Row>, groups: &mut Vec<Group>) {
    if !left.is_empty() {
        groups.push(Group::Column(std::mem::take(left)));
        groups.push(Group::Column(std::mem::take(right)));
    }
}

fn margin_of(rows: &[Row]) -> f64 {
    let words = rows.iter().flatten().filter(|run| !run.alone);
    words.map(|run| run.x).min_by(f64::total_cmp).unwrap_or(0.0)
}

fn set_rows(rows: Vec<Row>, margin: f64) -> Vec<Line> {
    let words = rows.iter().flatten().filter(|run| !run.alone);
    let body = typical(words.map(|run| run.size)).unwrap_or(1.0);
    // The usual step down depends on the size of the characters.
    let step_sizes: Vec<(i64, f64)> =
        rows.windows(2).map(|pair| (size_of(&pair[1]), top(&pair[1]) - top(&pair[0]))).collect();
    let mut pitches: HashMap<i64, f64> = HashMap::new();
    let mut lines = Vec::new();
    let mut above: Option<f64> = None;
    let tables = columns::tables(&rows);
    for (row, cells) in rows.into_iter().zip(tables) {
        let (y, size) = (top(&row), size_of(&row));
        let pitch = *pitches.entry(size).or_insert_with(|| {
            let own = || step_sizes.iter().filter(|(of, step)| *of == size && *step > body * 0.8);
            let usual = if own().count() > 1 { typical(own().map(|(_, step)| *step)) } else { None };
            usual.unwrap_or(body * 1.6)
        });
        let height = row.first().map_or(0.0, |run| run.size);
        if above.is_some_and(|above| y - above > pitch * 1.6) {
            lines.push(Line { text: String::new(), y, size: height, start: 0.0, end: 0.0, runs_on: false });
        }
        above = Some(y);
        let (start, end) = (row.first().map_or(0.0, |run| run.x), row.last().map_or(0.0, |run| run.end));
        let parted = row.windows(2).any(|pair| pair[1].x - pair[0].end >= CELL_GAP * pair[1].size);
        let runs_on = !parted && row.iter().all(|run| !run.alone);
        let text = cells.map_or_else(|| set_row(row, margin), |cells| cells.join("\t"));
        lines.push(Line { text, y, size: height, start: start - margin, end: end - margin, runs_on });
    }
    lines
}

/// Size of its first characters, to half a unit.
fn size_of(row: &[Run]) -> i64 {
    row.first().map_or(0, |run| (run.size * 2.0).round() as i64)
}

fn top(row: &[Run]) -> f64 {
    row.first().map_or(0.0, |run| run.y)
}

fn set_row(row: Row, margin: f64) -> String {
    let mut line = String::new();
    let mut last: Option<Run> = None;
    for run in row {
        match &last {
            None if run.alone => {}
            None => {
                let indent = ((run.x - margin) / run.size.max(0.1)).round();
                if indent >= 1.5 {
                    line.extend(std::iter::repeat_n('　', indent.min(40.0) as usize));
                }
            }
            Some(last) => {
                let gap = (run.x - last.end) / run.size.max(0.1);
                if gap >= CELL_GAP {
                    line.push('　');
                } else if gap >= WORD_GAP {
                    line.push(' ');
                }
            }
        }
        line.push_str(&run.text);
        last = Some(run);
    }
    unstretched(single_spaced(line.trim_end()))
}

/// A line that was stretched to the measure has a space between any two of its characters; names that
/// are spaced out are shorter, and for `repair` to see.
fn unstretched(line: String) -> String {
    const FEWEST: usize = 10;
    let chars: Vec<char> = line.chars().collect();
    let wide = |at: usize| chars.get(at).copied().is_some_and(is_wide);
    let spaced = |at: usize| at > 0 && chars.get(at) == Some(&' ') && wide(at - 1) && wide(at + 1);
    let spaces = (0..chars.len()).filter(|at| spaced(*at)).count();
    let touching = (1..chars.len()).filter(|at| wide(*at) && wide(*at - 1)).count();
    if spaces < FEWEST || touching * 5 > spaces {
        return line;
    }
    chars.iter().enumerate().filter(|(at, _)| !spaced(*at)).map(|(_, c)| *c).collect()
}

/// Justified lines of Latin words have wide spaces, some of which are printed as well.
fn single_spaced(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    for c in line.chars() {
        let doubled = c == ' ' && out.ends_with(' ') && out.trim_end().ends_with(|c: char| c.is_ascii());
        if !doubled {
            out.push(c);
        }
    }
    out
}

/// The most frequent of some lengths, to a tenth of the unit.
fn typical(lengths: impl Iterator<Item = f64>) -> Option<f64> {
    let mut counts: HashMap<i64, usize> = HashMap::new();
    for length in lengths {
        *counts.entry((length * 10.0).round() as i64).or_default() += 1;
    }
    counts
        .into_iter()
        .max_by_key(|(length, count)| (*count, -*length))
        .map(|(length, _)| length as f64 / 10.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(x: f64, y: f64, text: &str) -> Run {
        let end = x + 5.0 * text.chars().count() as f64;
        Run { x, end, y, size: 5.0, text: text.to_owned(), alone: false }
    }

    #[test]
    fn a_stretched_line_has_no_spaces_of_its_own() {
        let spaced = |text: &str| text.chars().map(String::from).collect::<Vec<_>>().join(" ");
        assert_eq!(unstretched(spaced("一、批准老茶园保护规划的请示")), "一、批准老茶园保护规划的请示");
        assert_eq!(unstretched(spaced("云岭省总工会")), spaced("云岭省总工会"));
        assert_eq!(single_spaced("The  old  trees"), "The old trees");
    }

    #[test]
    fn what_parts_lines_is_a_space_within_one() {
        let words = lines(vec![run(10.0, 0.0, "甲\r\n乙\t丙\x0C丁")]);
        assert_eq!(words.into_iter().map(|line| line.text).collect::<Vec<_>>(), ["甲  乙 丙 丁"]);
    }

    #[test]
    fn columns_are_read_one_after_the_other_and_tables_across() {
        let mut page = vec![run(40.0, 0.0, "横贯两栏的标题文字")];
        let mut expected = vec!["　　　　　　横贯两栏的标题文字".to_owned()];
        for at in 0..8 {
            let y = 10.0 + 8.0 * f64::from(at);
            page.push(run(10.0, y, &format!("左栏第{at}行的文字")));
            page.push(run(60.0, y, &format!("右栏第{at}行的文字")));
        }
        expected.extend((0..8).map(|at| format!("左栏第{at}行的文字")));
        expected.extend((0..8).map(|at| format!("右栏第{at}行的文字")));
        let words = |runs| lines(runs).into_iter().map(|line| line.text).collect::<Vec<_>>();
        assert_eq!(words(page), expected);
        let cells = ["甲", "乙乙乙乙", "丙丙丙丙丙丙", "丁", "戊戊戊", "己己己己己己己", "庚"];
        let table = cells.iter().zip(0..).flat_map(|(word, at)| {
            [run(10.0, 8.0 * f64::from(at), word), run(60.0, 8.0 * f64::from(at), "说明文字")]
        });
        assert!(words(table.collect()).iter().all(|line| line.ends_with("　说明文字")));
    }
}
