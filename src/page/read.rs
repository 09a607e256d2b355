//! A Markdown page as a circular.

use super::attributes::{Attributes, Malformed};
use super::inline::Words;
use super::scan::{Kind, Scanned, scan};
use super::texts::table_rows;
use super::{derive, front_matter};
use crate::diagnostic::Diagnostic;
use crate::model::{
    Anchor, Block, Circular, Clause, Label, LineIndex, Page, Role, Table, Unit, run_in_heading,
};
use rustc_hash::FxHashMap;
use std::borrow::Cow;
use std::cell::OnceCell;
use std::path::Path;

/// Reads a page, as the program wrote it or as people changed it. `slug` is its
/// path below the circulars without `.md`; `file` is named in messages.
///
/// Wrong front matter: no page, and an error that says why. A block with a
/// malformed or a second time used anchor is an error and is kept as a line
/// (`Role::Other`); a block without anchor is a warning and a line as well.
pub fn read(slug: &str, markdown: &str, file: &Path) -> (Option<Page>, Vec<Diagnostic>) {
    let text = normalised(markdown);
    let (meta, body) = match front_matter::read(&text, file) {
        Ok(found) => found,
        Err(error) => return (None, vec![error]),
    };
    let mut reader = Reader {
        file,
        text: &text,
        lines: OnceCell::new(),
        blocks: Vec::new(),
        markdown: Vec::new(),
        first: FxHashMap::default(),
        problems: Vec::new(),
    };
    for block in scan(&text, body) {
        reader.add(block);
    }
    derive(&mut reader.blocks);
    let Reader { blocks, markdown, problems, .. } = reader;
    let circular = Circular { slug: slug.to_owned(), meta, blocks: blocks.into() };
    (Some(Page::new(circular, markdown)), problems)
}

/// Line ends as `\n`, no byte order mark, U+FFFD for U+0000 (CommonMark 0.31, 2.3): what offsets and lines
/// are counted in.
pub fn normalised(markdown: &str) -> Cow<'_, str> {
    let text = markdown.strip_prefix('\u{FEFF}').unwrap_or(markdown);
    if memchr::memchr2(b'\r', b'\0', text.as_bytes()).is_none() {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n").replace('\0', "\u{FFFD}"))
}

struct Reader<'a> {
    file: &'a Path,
    text: &'a str,
    /// Few pages have a line that must be named.
    lines: OnceCell<LineIndex>,
    blocks: Vec<Block>,
    markdown: Vec<String>,
    /// Where each anchor is first used.
    first: FxHashMap<Anchor, usize>,
    problems: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn add(&mut self, block: Scanned) {
        let start = block.span.start;
        if block.kind == Kind::Quote && self.quote(&block) {
            return;
        }
        let made = match &block.attributes {
            Some(Ok(Attributes::Clause { anchor, unnumbered, header })) => {
                if let Some(first) = self.first.get(anchor) {
                    let first = self.line(*first);
                    let message = format!("the anchor {anchor} stands on line {first} already");
                    self.error(
                        "anchor-duplicate",
                        self.line(start),
                        message,
                        "give one of the two blocks another anchor",
                    );
                    other(&block)
                } else {
                    self.first.insert(anchor.clone(), start);
                    Block::Clause(clause(&block, anchor.clone(), *unnumbered, *header))
                }
            }
            Some(Ok(Attributes::Line(role))) => role_line(&block, *role),
            Some(Err(malformed)) => {
                self.malformed(malformed, self.line(start));
                other(&block)
            }
            None if block.kind == Kind::Footnote => {
                Block::Line { role: Role::Note, text: block.words.text.clone(), line: 0 }
            }
            None => {
                self.unanchored(&block, self.line(start));
                other(&block)
            }
        };
        self.blocks.push(made);
        self.markdown.push(block.markdown);
    }

    fn line(&self, offset: usize) -> usize {
        self.lines.get_or_init(|| LineIndex::new(self.text)).line(offset)
    }

    /// Adds a quotation to the block above; false where there is none.
    fn quote(&mut self, block: &Scanned) -> bool {
        let (Some(above), Some(markdown)) = (self.blocks.last_mut(), self.markdown.last_mut()) else {
            return false;
        };
        let text = match above {
            Block::Clause(Clause { table: Some(_), .. }) => return false,
            Block::Clause(clause) => &mut clause.text,
            Block::Line { text, .. } => text,
        };
        text.push('\n');
        text.push_str(&block.words.text);
        markdown.push_str("\n\n");
        markdown.push_str(&block.markdown);
        true
    }

    fn malformed(&mut self, malformed: &Malformed, line: usize) {
        match malformed {
            Malformed::Anchor(text) => self.error(
                "anchor-malformed",
                line,
                format!("“{text}” is no anchor"),
                "write tokens and numbers joined by `__`, as in {#art_12__para_2__point_3} or {#sec_1__para_2}",
            ),
            Malformed::Role(name) => self.error(
                "role-unknown",
                line,
                format!("“{name}” is no role of a line"),
                &format!("write one of {}", Attributes::role_names()),
            ),
            Malformed::Other(what) => self.error(
                "anchor-malformed",
                line,
                format!("the braces at the end of the block hold {what}"),
                "write one anchor, {#art_12}, or one role, {.signature}",
            ),
        }
    }

    fn unanchored(&mut self, block: &Scanned, line: usize) {
        let (what, help) = match block.kind {
            Kind::Code => (
                "a block of code",
                "take the spaces or fences away that make it code, and end it in an anchor: {#art_1__para_2}",
            ),
            Kind::Html => ("raw HTML", "write Markdown; HTML is shown as text only"),
            Kind::Table(_) => {
                ("a table without an anchor", "add a paragraph after the table: {#art_1__table_1}")
            }
            Kind::Quote => {
                ("a quotation under no clause", "put the clause that quotes it above, or take the `>` away")
            }
            _ => (
                "a block without an anchor: it has no address and search does not find it",
                "end it in an anchor, {#art_1__para_2}, or a role, {.note}",
            ),
        };
        let short: String = block.words.text.chars().take(20).collect();
        let message = format!("{what} (“{short}”)");
        self.problems
            .push(Diagnostic::warning("anchor-missing", message).at(self.file, Some(line)).help(help));
    }

    fn error(&mut self, code: &'static str, line: usize, message: String, help: &str) {
        self.problems.push(Diagnostic::error(code, message).at(self.file, Some(line)).help(help));
    }
}

fn clause(block: &Scanned, anchor: Anchor, unnumbered: bool, header: Option<usize>) -> Clause {
    let mut clause = Clause {
        anchor,
        also: Vec::new(),
        parent: None,
        label: None,
        heading: String::new(),
        text: String::new(),
        table: None,
        line: 0,
    };
    if let Kind::Table(rows) = &block.kind {
        let table = table(rows, header);
        clause.text = table.text();
        clause.table = Some(Box::new(table));
        return clause;
    }
    let words = block.words.text.as_str();
    let rest = match Label::of(&clause.anchor, words).filter(|_| !unnumbered) {
        Some((label, rest)) => {
            clause.label = Some(label);
            rest
        }
        None => words,
    };
    if block.kind == Kind::Heading {
        clause.heading = rest.to_owned();
    } else {
        if clause.label.as_ref().is_some_and(|label| !matches!(label.unit, Unit::Article | Unit::Dash)) {
            clause.heading = run_in_heading(rest).unwrap_or_default().to_owned();
        }
        clause.text = rest.to_owned();
    }
    clause
}

fn table(rows: &[Vec<Words>], header: Option<usize>) -> Table {
    let (header, rows) = table_rows(rows, header);
    let text = |row: &Vec<Words>| row.iter().map(|cell| cell.text.clone()).collect();
    Table { header, rows: rows.iter().map(text).collect() }
}

fn role_line(block: &Scanned, role: Role) -> Block {
    let text = match (&block.kind, role) {
        (Kind::Paragraph { image: Some(path) }, Role::Image) => path.clone(),
        _ => text_of(block),
    };
    Block::Line { role, text, line: 0 }
}

fn other(block: &Scanned) -> Block {
    Block::Line { role: Role::Other, text: text_of(block), line: 0 }
}

fn text_of(block: &Scanned) -> String {
    match &block.kind {
        Kind::Table(rows) => table(rows, None).text(),
        _ => block.words.text.clone(),
    }
}
