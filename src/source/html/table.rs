//! Tables: of data (rows of tab-separated cells), of fields (label and value), or
//! a mere frame for the page.

use super::element::{Flow, flow_of, image_source};
use super::flow::{Kind, Step, is_wide, walk};
use ego_tree::NodeRef;
use scraper::Node;

/// Columns that one row may span.
const COLUMN_LIMIT: usize = 200;
/// Cells of one table up to which row spans are honoured.
const FILLED_LIMIT: usize = 2_000_000;

pub(super) enum Shape {
    /// Holds the page together; its cells are read one after the other.
    Layout,
    /// Labels that end in a colon, each followed by its value.
    Fields,
    Grid(Vec<Row>),
}

pub(super) struct Row {
    pub text: String,
    pub linked: usize,
    pub kind: Kind,
}

#[derive(Default)]
struct Cell {
    text: String,
    linked: usize,
    /// Lines the cell would make by itself.
    lines: usize,
    columns: usize,
    rows: usize,
}

/// Reads the table at `node`.
pub(super) fn shape(node: NodeRef<'_, Node>) -> Shape {
    let mut reader = Reader::default();
    walk(node, &mut |step| reader.step(step, node));
    if reader.nested {
        return Shape::Layout;
    }
    reader.end_cell();
    let rows = reader.rows;
    let filled = |row: &Vec<Cell>| row.iter().filter(|cell| !cell.text.is_empty()).count();
    if is_fields(&rows) {
        return Shape::Fields;
    }
    if rows.iter().map(filled).max().unwrap_or(0) < 2 || is_layout(&rows) {
        return Shape::Layout;
    }
    Shape::Grid(lay_rows(rows, reader.captions))
}

fn is_fields(rows: &[Vec<Cell>]) -> bool {
    let cells: Vec<&Cell> = rows.iter().flatten().filter(|cell| !cell.text.is_empty()).collect();
    let is_label = |cell: &&&Cell| {
        cell.text.ends_with(['：', ':']) && cell.text.chars().filter(|c| !c.is_whitespace()).count() <= 10
    };
    let labels = cells.iter().filter(is_label).count();
    labels > 0 && labels * 5 >= cells.len() * 2
}

/// A cell that holds most of the table in many lines is the page's text, and
/// columns of many lines in a single row are the page's columns.
fn is_layout(rows: &[Vec<Cell>]) -> bool {
    let cells: Vec<&Cell> = rows.iter().flatten().collect();
    let total: usize = cells.iter().map(|cell| cell.text.len()).sum();
    let largest = cells.iter().max_by_key(|cell| cell.text.len());
    let dominant = largest.is_some_and(|cell| cell.lines >= 4 && cell.text.len() * 5 >= total * 3);
    let page_like = cells.iter().any(|cell| cell.lines >= 12 && cell.text.len() > 3000);
    let columns = rows.len() == 1 && cells.iter().filter(|cell| cell.lines >= 3).count() >= 2;
    dominant || page_like || columns
}

/// Rows with their spans filled by empty cells, so that every column stands under its head.
fn lay_rows(rows: Vec<Vec<Cell>>, captions: Vec<(usize, String)>) -> Vec<Row> {
    let caption = |(_, text): (usize, String)| Row { text, linked: 0, kind: Kind::Paragraph };
    let mut captions = captions.into_iter().peekable();
    let mut out = Vec::new();
    // For each column, how many further rows a cell above reaches down.
    let mut reach: Vec<usize> = Vec::new();
    let mut filled = 0;
    for (at, row) in rows.into_iter().enumerate() {
        while let Some(above) = captions.next_if(|(place, _)| *place <= at) {
            out.push(caption(above));
        }
        let mut texts: Vec<String> = Vec::new();
        let mut linked = 0;
        let mut next_reach = reach.clone();
        let skip = |texts: &mut Vec<String>, next_reach: &mut Vec<usize>| {
            while let Some(left) = reach.get(texts.len()).filter(|left| **left > 0) {
                if let Some(next) = next_reach.get_mut(texts.len()) {
                    *next = left - 1;
                }
                texts.push(String::new());
            }
        };
        for cell in row {
            skip(&mut texts, &mut next_reach);
            linked += cell.linked;
            for column in 0..cell.columns.clamp(1, COLUMN_LIMIT) {
                let at = texts.len();
                if at >= COLUMN_LIMIT && column > 0 {
                    break;
                }
                if next_reach.len() <= at && at < COLUMN_LIMIT {
                    next_reach.resize(at + 1, 0);
                }
                if let Some(down) = next_reach.get_mut(at) {
                    *down = cell.rows.saturating_sub(1);
                }
                texts.push(if column == 0 { cell.text.clone() } else { String::new() });
            }
        }
        skip(&mut texts, &mut next_reach);
        filled += texts.len();
        reach = if filled < FILLED_LIMIT { next_reach } else { Vec::new() };
        if texts.iter().any(|text| !text.is_empty()) {
            out.push(Row { text: texts.join("\t"), linked, kind: Kind::Row });
        }
    }
    out.extend(captions.map(caption));
    out
}

#[derive(Default)]
struct Reader {
    rows: Vec<Vec<Cell>>,
    /// Captions, each with the number of rows before it.
    captions: Vec<(usize, String)>,
    cell: Option<Cell>,
    in_caption: bool,
    links: usize,
    /// A line has ended, or white space was seen, since the last character.
    broken: bool,
    gap: Option<bool>,
    nested: bool,
}

impl Reader {
    fn step(&mut self, step: Step<'_>, table: NodeRef<'_, Node>) -> bool {
        match step {
            Step::Open(node) => self.open(node, table),
            Step::Close(node) => {
                self.close(node);
                true
            }
        }
    }

    fn open(&mut self, node: NodeRef<'_, Node>, table: NodeRef<'_, Node>) -> bool {
        let element = match node.value() {
            Node::Text(text) => {
                self.text(text);
                return false;
            }
            Node::Element(element) => element,
            _ => return false,
        };
        let flow = flow_of(element);
        if self.nested || flow == Flow::Hidden {
            return false;
        }
        let span = |name: &str| element.attr(name).and_then(|n| n.trim().parse().ok()).unwrap_or(1usize);
        match element.name() {
            "table" if node.id() != table.id() => self.nested = true,
            "tr" => {
                self.end_cell();
                self.rows.push(Vec::new());
            }
            "td" | "th" => {
                self.end_cell();
                self.cell =
                    Some(Cell { columns: span("colspan"), rows: span("rowspan").max(1), ..Cell::default() });
            }
            "caption" => {
                self.end_cell();
                self.in_caption = true;
                self.cell = Some(Cell::default());
            }
            "img" => {
                if let Some(source) = image_source(element) {
                    self.broken = true;
                    self.words(&format!("[img {source}]"));
                    self.broken = true;
                }
            }
            "a" => self.links += 1,
            "br" => self.broken = true,
            _ if flow == Flow::Block => self.broken = true,
            _ => {}
        }
        true
    }

    fn close(&mut self, node: NodeRef<'_, Node>) {
        let Node::Element(element) = node.value() else { return };
        match element.name() {
            "td" | "th" | "caption" | "tr" => self.end_cell(),
            "a" => self.links = self.links.saturating_sub(1),
            _ if flow_of(element) == Flow::Block => self.broken = true,
            _ => {}
        }
    }

    fn words(&mut self, words: &str) {
        for c in words.chars() {
            self.char(c);
        }
    }

    fn text(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                '\n' | '\r' => self.gap = Some(true),
                ' ' | '\t' | '\x0B' | '\x0C' | '\u{85}' | '\u{2028}' | '\u{2029}' => {
                    self.gap = Some(self.gap.unwrap_or(false))
                }
                c => self.char(c),
            }
        }
    }

    fn char(&mut self, c: char) {
        // Text between the rows of a table was moved before it by the parser.
        let linked = usize::from(self.links > 0 && !c.is_whitespace());
        let Some(cell) = self.cell.as_mut() else { return };
        let gap = self.gap.take();
        let broken = std::mem::take(&mut self.broken);
        if cell.text.is_empty() {
            cell.lines = 1;
        } else if broken {
            cell.lines += 1;
            cell.text.push(' ');
        } else if let Some(wrapped) = gap
            && !(wrapped && is_wide(c) && cell.text.chars().next_back().is_some_and(is_wide))
        {
            cell.text.push(' ');
        }
        cell.text.push(c);
        cell.linked += linked;
    }

    fn end_cell(&mut self) {
        self.gap = None;
        self.broken = false;
        let Some(mut cell) = self.cell.take() else { return };
        cell.text = cell.text.trim().to_owned();
        if std::mem::take(&mut self.in_caption) {
            if !cell.text.is_empty() {
                self.captions.push((self.rows.len(), cell.text));
            }
        } else if let Some(row) = self.rows.last_mut() {
            row.push(cell);
        }
    }
}
