//! Blocks of a document: paragraphs with their numbers, tables, notes, text boxes.

use super::numbering::Numbering;
use super::parts::{Parts, Relations};
use super::run::{Content, Note, Seen, collect};
use super::styles::Styles;
use crate::diagnostic::Diagnostic;
use crate::source::error::Problem;
use crate::source::pieces::Laid;
use crate::source::xml::Element;
use std::collections::HashMap;

/// Columns that a cell may span.
const COLUMN_LIMIT: usize = 200;

pub(super) struct Reader {
    styles: Styles,
    numbering: Numbering,
    relations: Relations,
    notes: Notes,
    seen: Seen,
    /// How many tables the place of reading is inside of.
    tables: usize,
    /// Notes of a table, which follow it.
    deferred: Vec<Note>,
}

#[derive(Default)]
struct Notes {
    foot: HashMap<String, Element>,
    end: HashMap<String, Element>,
    foot_count: usize,
    end_count: usize,
}

impl Reader {
    pub(super) fn new(parts: &mut Parts<'_, '_>) -> Result<Self, Problem> {
        let styles = parts.related("styles")?;
        let numbering = parts.related("numbering")?;
        let notes = Notes {
            foot: notes(parts.related("footnotes")?),
            end: notes(parts.related("endnotes")?),
            ..Notes::default()
        };
        Ok(Reader {
            styles: Styles::new(styles.as_ref()),
            numbering: Numbering::new(numbering.as_ref()),
            relations: parts.relations(),
            notes,
            seen: Seen::default(),
            tables: 0,
            deferred: Vec::new(),
        })
    }

    /// The lines of a header or footer.
    pub(super) fn header(&mut self, parts: &mut Parts<'_, '_>, id: &str) -> Result<Vec<String>, Problem> {
        let Some((part, relations)) = parts.behind(id)? else { return Ok(Vec::new()) };
        let own = std::mem::replace(&mut self.relations, relations);
        let lines = self.blocks(&part);
        self.relations = own;
        Ok(lines)
    }

    /// The lines of the blocks below `parent`; an empty line for an empty paragraph.
    pub(super) fn blocks(&mut self, parent: &Element) -> Vec<String> {
        let mut lines = Vec::new();
        let mut content = Content::default();
        let mut label = None;
        self.add_blocks(parent, &mut content, &mut label, &mut lines);
        // A last paragraph whose end was deleted has nothing to join.
        self.end_paragraph(content, label, &mut lines);
        lines
    }

    fn add_blocks<'a>(
        &mut self,
        parent: &'a Element,
        content: &mut Content<'a>,
        label: &mut Option<String>,
        lines: &mut Vec<String>,
    ) {
        for block in parent.elements() {
            match &*block.name {
                "p" => self.paragraph(block, content, label, lines),
                "tbl" => {
                    self.tables += 1;
                    let rows = self.table(block);
                    self.tables -= 1;
                    lines.extend(rows);
                    if self.tables == 0 {
                        for note in std::mem::take(&mut self.deferred) {
                            self.note(&note, lines);
                        }
                    }
                }
                "del" | "moveFrom" => self.seen.deletions += 1,
                "ins" | "moveTo" => {
                    self.seen.insertions += 1;
                    self.add_blocks(block, content, label, lines);
                }
                "altChunk" => self.seen.embedded += 1,
                "AlternateContent" => {
                    if let Some(form) = block.elements().next() {
                        self.add_blocks(form, content, label, lines);
                    }
                }
                "sdtPr" | "sdtEndPr" | "sectPr" | "tcPr" | "tblPr" | "tblGrid" => {}
                _ => self.add_blocks(block, content, label, lines),
            }
        }
    }

    /// Adds a paragraph. One whose end was deleted runs on into the next.
    fn paragraph<'a>(
        &mut self,
        paragraph: &'a Element,
        content: &mut Content<'a>,
        label: &mut Option<String>,
        lines: &mut Vec<String>,
    ) {
        let properties = paragraph.child("pPr");
        let style = properties.and_then(|properties| properties.value("pStyle"));
        let number = properties.and_then(|properties| properties.child("numPr"));
        let runs_on = !content.pieces.is_empty() || label.is_some();
        if !runs_on {
            *label = self.numbering.next(number, style, &self.styles);
        }
        collect(paragraph, &self.relations, &self.styles, &mut self.seen, content);
        if properties.and_then(|properties| properties.at(&["rPr", "del"])).is_some() {
            self.seen.deletions += 1;
            return;
        }
        let empty = content.pieces.is_empty() && content.boxes.is_empty() && label.is_none();
        self.end_paragraph(std::mem::take(content), label.take(), lines);
        if empty {
            lines.push(String::new());
        }
    }

    fn end_paragraph(
        &mut self,
        mut content: Content<'_>,
        mut label: Option<String>,
        lines: &mut Vec<String>,
    ) {
        for laid in content.pieces.lay() {
            match laid {
                Laid::Image(image) => lines.push(image),
                Laid::Words(words) => {
                    let words = match label.take() {
                        Some(label) => label + words.trim_start_matches([' ', '　']),
                        None => words,
                    };
                    let whole = words.split('\n').map(|line| line.trim_matches([' ', '\r']).to_owned());
                    lines.extend(whole.filter(|line| !line.is_empty()));
                }
            }
        }
        lines.extend(label.map(|label| label.trim_end().to_owned()));
        for text_box in content.boxes {
            let inside = self.blocks(text_box);
            lines.extend(inside.into_iter().filter(|line| !line.trim().is_empty()));
        }
        if self.tables > 0 {
            self.deferred.extend(content.notes);
            return;
        }
        for note in content.notes {
            self.note(&note, lines);
        }
    }

    /// A note as lines `注1：…`; endnotes are 尾注 when there are footnotes, too.
    fn note(&mut self, note: &Note, lines: &mut Vec<String>) {
        let both = !self.notes.foot.is_empty() && !self.notes.end.is_empty();
        // Taken out, so that a note that refers to itself comes to an end.
        let (body, head) = match note {
            Note::Foot(id) => {
                let Some(body) = self.notes.foot.remove(id) else { return };
                self.notes.foot_count += 1;
                (body, format!("注{}：", self.notes.foot_count))
            }
            Note::End(id) => {
                let Some(body) = self.notes.end.remove(id) else { return };
                self.notes.end_count += 1;
                (body, format!("{}{}：", if both { "尾注" } else { "注" }, self.notes.end_count))
            }
        };
        let inside = self.blocks(&body);
        let mut inside = inside.into_iter().filter(|line| !line.trim().is_empty());
        lines.push(format!("{head}{}", inside.next().unwrap_or_default().trim_start()));
        lines.extend(inside);
    }

    /// Rows of tab-separated cells; a table of one column is a frame, whose lines come as they are.
    fn table(&mut self, table: &Element) -> Vec<String> {
        let mut rows: Vec<Vec<Vec<String>>> = Vec::new();
        self.rows(table, &mut rows);
        let filled = |row: &Vec<Vec<String>>| row.iter().filter(|cell| !cell.is_empty()).count();
        if rows.iter().map(filled).max().unwrap_or(0) <= 1 {
            return rows.into_iter().flatten().flatten().collect();
        }
        let line = |row: Vec<Vec<String>>| {
            let cells: Vec<String> = row.into_iter().map(|cell| cell.join(" ").replace('\t', " ")).collect();
            cells.join("\t")
        };
        rows.into_iter().map(line).filter(|line| !line.trim().is_empty()).collect()
    }

    fn rows(&mut self, parent: &Element, rows: &mut Vec<Vec<Vec<String>>>) {
        for child in parent.elements() {
            match &*child.name {
                "tr" => {
                    let properties = child.child("trPr");
                    if properties.is_some_and(|properties| properties.child("del").is_some()) {
                        self.seen.deletions += 1;
                        continue;
                    }
                    let skipped = |name| {
                        properties.and_then(|p| p.value(name)).and_then(|n| n.parse().ok()).unwrap_or(0usize)
                    };
                    let mut row = vec![Vec::new(); skipped("gridBefore").min(COLUMN_LIMIT)];
                    self.cells(child, &mut row);
                    row.extend(vec![Vec::new(); skipped("gridAfter").min(COLUMN_LIMIT)]);
                    rows.push(row);
                }
                "tblPr" | "tblGrid" => {}
                _ => self.rows(child, rows),
            }
        }
    }

    fn cells(&mut self, parent: &Element, row: &mut Vec<Vec<String>>) {
        for child in parent.elements() {
            match &*child.name {
                "tc" => {
                    let properties = child.child("tcPr");
                    let lines = self.blocks(child);
                    row.push(lines.into_iter().filter(|line| !line.trim().is_empty()).collect());
                    let span = properties
                        .and_then(|p| p.value("gridSpan"))
                        .and_then(|n| n.parse().ok())
                        .unwrap_or(1usize);
                    row.extend(vec![Vec::new(); span.clamp(1, COLUMN_LIMIT) - 1]);
                }
                "trPr" | "tblPrEx" => {}
                _ => self.cells(child, row),
            }
        }
    }

    /// What a person should know of the reading.
    pub(super) fn diagnostics(&self) -> Vec<Diagnostic> {
        let mut out = Vec::new();
        let seen = &self.seen;
        if seen.insertions + seen.deletions > 0 {
            out.push(
                Diagnostic::warning(
                    "docx-tracked-changes",
                    format!(
                        "tracked changes ({} insertions, {} deletions): the text was read as if all were accepted",
                        seen.insertions, seen.deletions
                    ),
                )
                .help("accept or reject the changes in Word and save the file"),
            );
        }
        if seen.hidden > 0 {
            out.push(
                Diagnostic::warning(
                    "docx-hidden-text",
                    format!("{} characters of hidden text were left out", seen.hidden),
                )
                .help("delete the hidden text in Word, or make it visible"),
            );
        }
        if seen.comments > 0 {
            out.push(
                Diagnostic::note("docx-comments", format!("{} comments were left out", seen.comments))
                    .help("nothing to do: comments are no part of the document"),
            );
        }
        if seen.diagrams + seen.embedded > 0 {
            out.push(
                Diagnostic::warning(
                    "docx-diagram",
                    format!(
                        "{} diagrams or embedded documents could not be read",
                        seen.diagrams + seen.embedded
                    ),
                )
                .help("put their text, or a picture of them, in their place in Word"),
            );
        }
        for format in &self.numbering.unknown_formats {
            out.push(
                Diagnostic::warning(
                    "docx-number-format",
                    format!("numbers of the format `{format}` were read as 1, 2, 3"),
                )
                .help("compare the numbers with Word, and choose another format there"),
            );
        }
        out
    }
}

/// Notes by id; the separators between text and notes are none.
fn notes(part: Option<Element>) -> HashMap<String, Element> {
    let mut notes = HashMap::new();
    for child in part.into_iter().flat_map(|part| part.children) {
        if let crate::source::xml::Content::Element(note) = child
            && matches!(&*note.name, "footnote" | "endnote")
            && note.attr("type").is_none_or(|kind| kind == "normal")
            && let Some(id) = note.attr("id").map(str::to_owned)
        {
            notes.insert(id, note);
        }
    }
    notes
}
