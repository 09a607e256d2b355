//! A circular as a Markdown page.

use super::attributes::Attributes;
use super::{escape, front_matter};
use crate::model::{Anchor, BlockRef, Circular, ClauseRef, Label, LabelRef, Role, Table};
use rustc_hash::FxHashMap;
use std::borrow::Cow;

/// Headings of clauses begin one below the title.
const FIRST_DEPTH: usize = 2;
/// CommonMark has six levels.
const LAST_DEPTH: usize = 6;

/// The page of `circular`: front matter and one block a clause or line, as
/// [`super::read()`] reads it back. Reads `label`, `heading`, `text`, `table`,
/// and `parent` for the depth of headings; `also` and `line` are not written.
pub fn write(circular: &Circular) -> String {
    let clauses: FxHashMap<&Anchor, ClauseRef> = circular.clauses().map(|c| (c.anchor, c)).collect();
    let mut page = front_matter::write(&circular.meta);
    page.reserve(circular.blocks.iter().map(room).sum());
    for block in circular.blocks.iter() {
        page.push('\n');
        match block {
            BlockRef::Clause(clause) => write_clause(clause, &clauses, &mut page),
            BlockRef::Line { role, text, .. } => write_line(role, text, &mut page),
        }
        page.push('\n');
    }
    page
}

/// About so many bytes are written of a block.
fn room(block: BlockRef) -> usize {
    const MARKS: usize = 40;
    MARKS
        + match block {
            BlockRef::Clause(clause) => clause.words().len() + clause.printed_number().len(),
            BlockRef::Line { text, .. } => text.len(),
        }
}

/// Two for a heading under no other heading, one more for each above it.
fn depth(clause: ClauseRef, clauses: &FxHashMap<&Anchor, ClauseRef>) -> usize {
    let parent = |c: &ClauseRef| c.parent.and_then(|anchor| clauses.get(anchor)).copied();
    let above = std::iter::successors(parent(&clause), parent);
    let headings = above.take(LAST_DEPTH).filter(|c| is_heading(*c)).count();
    (FIRST_DEPTH + headings).min(LAST_DEPTH)
}

/// A heading that stands alone on its line, quoted paragraphs after it or not.
fn is_heading(clause: ClauseRef) -> bool {
    let alone = clause.text.is_empty() || clause.text.starts_with('\n');
    alone && clause.table.is_none() && (!clause.heading.is_empty() || clause.label.is_some())
}

fn write_clause(clause: ClauseRef, clauses: &FxHashMap<&Anchor, ClauseRef>, page: &mut String) {
    if let Some(table) = clause.table {
        page.push_str(&write_table(table, clause.anchor));
        return;
    }
    let (first, quoted) = clause.text.split_once('\n').unwrap_or((clause.text, ""));
    let mut words = first;
    if is_heading(clause) {
        words = clause.heading;
        page.push_str(&"#".repeat(depth(clause, clauses)));
        page.push(' ');
    }
    let (line, unnumbered) = match clause.label {
        Some(label) => (Cow::from(numbered(clause.anchor, label, words)), false),
        None => (Cow::from(words), Label::of(clause.anchor, words).is_some()),
    };
    let attributes = Attributes::Clause { anchor: clause.anchor.clone(), unnumbered, header: None };
    write_ended(&line, &attributes, page);
    write_quoted(quoted, page);
}

/// Number and words on one line, with the white space between them that lets
/// them be told apart again.
fn numbered(anchor: &Anchor, label: LabelRef, words: &str) -> String {
    let usual = match label.unit {
        crate::model::Unit::Part
        | crate::model::Unit::Chapter
        | crate::model::Unit::Section
        | crate::model::Unit::Article
        | crate::model::Unit::Decimal
        | crate::model::Unit::Attachment
            if !words.is_empty() =>
        {
            "\u{3000}"
        }
        _ => "",
    };
    let joined = |gap: &str| format!("{}{gap}{words}", label.printed);
    let splits =
        |line: &String| Label::of(anchor, line).is_some_and(|(l, rest)| l.view() == label && rest == words);
    [usual, "\u{3000}", " "].into_iter().map(joined).find(splits).unwrap_or_else(|| joined(usual))
}

fn write_line(role: Role, text: &str, page: &mut String) {
    let attributes = Attributes::Line(role);
    if role == Role::Image {
        page.push_str(&format!("![]({}) {}", escape::destination(text), attributes.write()));
        return;
    }
    let (first, quoted) = text.split_once('\n').unwrap_or((text, ""));
    page.push_str(if matches!(role, Role::Title | Role::CoverTitle) { "# " } else { "" });
    write_ended(first, &attributes, page);
    write_quoted(quoted, page);
}

/// A line of text with its attributes.
fn write_ended(line: &str, attributes: &Attributes, page: &mut String) {
    escape::line(line, page);
    page.push_str(if line.is_empty() { "" } else { " " });
    page.push_str(&attributes.write());
}

/// Paragraphs that belong to the block above, as one quotation.
fn write_quoted(lines: &str, page: &mut String) {
    for (at, line) in lines.split('\n').filter(|line| !line.is_empty()).enumerate() {
        page.push_str(if at == 0 { "\n\n> " } else { "\n>\n> " });
        escape::line(line, page);
    }
}

/// A GFM table, then its anchor. GFM knows exactly one header row: a table
/// without gets an empty one, and a table whose header that would not tell
/// says it in its attributes.
fn write_table(table: &Table, anchor: &Anchor) -> String {
    let width = table.rows.iter().map(Vec::len).max().unwrap_or(0).max(1);
    let row = |cells: &[String]| -> String {
        let cells = (0..width).map(|at| cells.get(at).map(|cell| escape::cell(cell)).unwrap_or_default());
        cells
            .map(|cell| if cell.is_empty() { "| ".to_owned() } else { format!("| {cell} ") })
            .collect::<String>()
            + "|"
    };
    let (head, rest) = match table.rows.split_first() {
        Some((head, rest)) if table.header > 0 => (row(head), rest),
        _ => (row(&[]), table.rows.as_slice()),
    };
    let told = match table.rows.first() {
        Some(first) if table.header > 0 => table.header == 1 && !first.iter().all(String::is_empty),
        _ => table.header == 0,
    };
    let attributes = Attributes::Clause {
        anchor: anchor.clone(),
        unnumbered: false,
        header: (!told).then_some(table.header),
    };
    let mut lines = vec![head, "| --- ".repeat(width) + "|"];
    lines.extend(rest.iter().map(|cells| row(cells)));
    format!("{}\n\n{}", lines.join("\n"), attributes.write())
}
