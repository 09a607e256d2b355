//! Tables that a mechanical copy flattened to one cell a line. They are put
//! together again where header and cells leave no choice; else the lines stay as
//! they are, as one table, and are doubted.

use super::heading::close;
use super::lexer::{Kind, Line};
use super::table::is_group;
use crate::model::{Table, chinese_number};

/// What the first cell of a header says.
const FIRST_CELLS: [&str; 49] = [
    "序号",
    "序號",
    "编号",
    "編號",
    "项目",
    "项次",
    "名称",
    "单位",
    "类别",
    "级别",
    "级数",
    "级次",
    "等级",
    "税目",
    "税级",
    "地区",
    "姓名",
    "指标",
    "年份",
    "年度",
    "品种",
    "种类",
    "部门",
    "职务",
    "职称",
    "科目",
    "县名",
    "市名",
    "站名",
    "省份",
    "城市",
    "目标",
    "任务",
    "时间",
    "内容",
    "事项",
    "機關",
    "類別",
    "名稱",
    "職稱",
    "職務",
    "項目",
    "單位",
    "代码",
    "点号",
    "拐点",
    "界址点",
    "学段",
    "行业",
];

/// A table one cell a line, how many lines it takes, and whether it was rebuilt.
pub(super) fn read(lines: &[Line]) -> Option<(Table, usize, bool)> {
    let first = close(lines.first()?.words);
    if !is_cell(lines.first()?) || !is_cell(lines.get(1)?) || first.chars().count() > LONGEST_HEADER {
        return None;
    }
    let counted = matches!(first.as_str(), "序号" | "序號" | "编号" | "編號" | "项次");
    if let Some((table, count)) = numbered(lines).filter(|_| counted) {
        return Some((table, count, true));
    }
    let length = run(lines);
    // Rows that have numbers of their own and do not come out even: a cell takes two lines.
    let uneven = counted && lost(lines).is_some_and(|all| all > length);
    if let Some(table) = typed(&lines[..length]).filter(|_| !uneven) {
        return Some((table, length, true));
    }
    let named = ["名称", "编号", "代码", "名稱", "編號"].iter().any(|end| first.ends_with(end));
    if !named && !FIRST_CELLS.contains(&first.as_str()) {
        return None;
    }
    let length = lost(lines).unwrap_or(length);
    let rows = lines[..length].iter().map(|l| vec![l.words.to_owned()]).collect();
    (length >= FEWEST).then_some((Table { header: 1, rows }, length, false))
}

/// Fewer lines are no table.
const FEWEST: usize = 6;
const LONGEST_HEADER: usize = 8;
const MOST_CELLS: usize = 2000;
const MOST_COLUMNS: usize = 12;

/// A table whose rows are numbered.
fn numbered(lines: &[Line]) -> Option<(Table, usize)> {
    let columns = (2..=MOST_COLUMNS.min(lines.len().saturating_sub(1)))
        .find(|&n| is_group(&lines[n]) || row_number(&lines[n]) == Some(1))?;
    let header: Vec<String> = lines[..columns].iter().map(|l| close(l.words)).collect();
    let mut rows = vec![header];
    let mut at = columns;
    let mut last = 0;
    while let Some(line) = lines.get(at) {
        match row_number(line) {
            Some(n) if n > last && at + columns <= lines.len() => {
                let row = &lines[at..at + columns];
                // A number among the cells would mean that a cell is missing.
                if row[1..].iter().any(|l| is_group(l) || row_number(l) == Some(n + 1)) {
                    return None;
                }
                rows.push(row.iter().map(|l| l.words.to_owned()).collect());
                last = n;
                at += columns;
            }
            // Every group with a header of its own is a table of its own.
            None if is_group(line) && is_header(&lines[at + 1..], &rows[0]) => break,
            None if is_group(line) => {
                rows.push(vec![line.words.to_owned()]);
                at += 1;
            }
            // A cell more than the header has: the columns are not what they seem.
            None if lines[at..].iter().take(2 * columns).any(|l| row_number(l) == Some(last + 1)) => {
                return None;
            }
            _ => break,
        }
    }
    (rows.len() > 1 && last > 0).then_some((Table { header: 1, rows }, at))
}

fn is_header(lines: &[Line], header: &[String]) -> bool {
    lines.len() >= header.len() && lines.iter().zip(header).all(|(line, cell)| close(line.words) == *cell)
}

/// A table with columns of numbers: there is one width for which the header has
/// none and every column is all numbers or all words.
fn typed(lines: &[Line]) -> Option<Table> {
    let figures: Vec<bool> = lines.iter().map(|l| is_figure(l.words)).collect();
    let fits = |columns: &usize| {
        let columns = *columns;
        lines.len().is_multiple_of(columns)
            && lines.len() / columns >= 3
            && figures[..columns].iter().all(|f| !f)
            && figures[columns..].iter().any(|f| *f)
            && (0..columns).all(|c| {
                let mut column = figures[columns..].iter().skip(c).step_by(columns);
                let first = column.next();
                column.all(|f| Some(f) == first)
            })
    };
    let columns = (2..=MOST_COLUMNS).find(fits)?;
    let rows = lines.chunks(columns).map(|row| row.iter().map(|l| l.words.to_owned()).collect()).collect();
    Some(Table { header: 1, rows })
}

/// How many lines a table with numbered rows takes whose cells do not come out
/// even: to the end of the row that is numbered last, judged by the longest.
fn lost(lines: &[Line]) -> Option<usize> {
    let mut last: Option<(usize, u32)> = None;
    let mut longest = 0;
    for (at, line) in lines.iter().enumerate() {
        if ends_table(line) {
            break;
        }
        match (row_number(line), last) {
            (Some(1), None) if (2..=2 * MOST_COLUMNS).contains(&at) => {
                last = Some((at, 1));
                longest = at;
            }
            (Some(n), Some((from, before))) if n == before + 1 => {
                longest = longest.max(at - from);
                last = Some((at, n));
            }
            _ => {}
        }
    }
    let (at, _) = last?;
    let most = lines.len().min(at + longest);
    Some((at..most).find(|i| ends_table(&lines[*i])).unwrap_or(most))
}

fn ends_table(line: &Line) -> bool {
    matches!(
        line.kind,
        Kind::Attachment { .. } | Kind::Row | Kind::Image(_) | Kind::Note | Kind::CopiedTo | Kind::Imprint
    )
}

/// How many short lines without a stop stand one under the other.
fn run(lines: &[Line]) -> usize {
    lines.iter().take(MOST_CELLS).take_while(|l| is_cell(l)).count()
}

fn is_cell(line: &Line) -> bool {
    matches!(line.kind, Kind::Text | Kind::Date(_) | Kind::Number)
        && line.words.chars().count() <= 40
        && !line.words.ends_with(['。', '：', '；', '，'])
}

fn is_figure(words: &str) -> bool {
    let han = words.chars().filter(|c| c.is_alphabetic()).count();
    words.chars().any(|c| c.is_ascii_digit()) && han <= 2
        || matches!(words, "-" | "—" | "——" | "－" | "/" | "无")
}

fn row_number(line: &Line) -> Option<u32> {
    let digits = line.words.trim_end_matches(['.', '．', '、']);
    digits.chars().all(|c| c.is_ascii_digit()).then(|| chinese_number(digits)).flatten()
}

#[cfg(test)]
mod tests {
    use super::super::lexer;
    use super::*;
    use crate::model::RepairedText;

    fn check(text: &str, expected: Option<(usize, usize, bool)>) {
        let repaired = RepairedText::new(text);
        let lines = lexer::lex(&repaired);
        let got = read(&lines).map(|(table, count, sure)| (table.rows.len(), count, sure));
        assert_eq!(got, expected, "{text}");
    }

    #[test]
    fn rebuilt_where_nothing_else_is_possible() {
        check("序号\n名称\n藏书\n1\n甲村\n三百册\n2\n乙村\n四百册\n完。", Some((3, 9, true)));
        check("序号\n名称\n1\n甲村\n二、学校（1个）\n序号\n名称\n2\n乙校", Some((2, 4, true)));
        check("县名\n户数\n人口\n溪口县\n120\n400\n山前县\n90\n300\n完。", Some((3, 9, true)));
        check("序号\n名称\n审批\n部门\n1\n甲\n县局\n2\n乙\n市局", Some((10, 10, false)));
        check("项目\n标准\n藏书\n每人一册以上\n面积\n四十平方米\n完。", Some((6, 6, false)));
        // A cell on two lines: what is sure is only that it is one table.
        check(
            "序号\n名称\n依据\n1\n甲\n《甲法》\n2\n乙\n《乙法》\n第三条\n3\n丙\n《丙法》",
            Some((13, 13, false)),
        );
        check("事项名称\n机构\n图书登记\n县局\n图书年检\n市局\n完。", Some((6, 6, false)));
        check("项目管理由县里负责。\n一、甲", None);
    }
}
