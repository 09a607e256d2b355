//! The content of a paragraph: what Word shows of its runs.

use super::parts::Relations;
use super::styles::{Styles, on};
use super::symbol;
use crate::source::pieces::Pieces;
use crate::source::xml::Element;

/// A note that a paragraph refers to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Note {
    Foot(String),
    End(String),
}

/// What is not shown, or not as it stands, counted for the report.
#[derive(Debug, Default)]
pub(super) struct Seen {
    pub insertions: usize,
    pub deletions: usize,
    /// Characters of hidden text.
    pub hidden: usize,
    pub comments: usize,
    /// Diagrams and charts, whose text lies in parts of their own.
    pub diagrams: usize,
    /// Documents embedded whole.
    pub embedded: usize,
}

/// The content of one paragraph.
#[derive(Default)]
pub(super) struct Content<'a> {
    pub pieces: Pieces,
    pub boxes: Vec<&'a Element>,
    pub notes: Vec<Note>,
}

/// Collects what the elements below `parent` show.
pub(super) fn collect<'a>(
    parent: &'a Element,
    relations: &Relations,
    styles: &Styles,
    seen: &mut Seen,
    out: &mut Content<'a>,
) {
    let mut collector = Collector { relations, styles, seen, out };
    collector.children(parent);
}

struct Collector<'c, 'a> {
    relations: &'c Relations,
    styles: &'c Styles,
    seen: &'c mut Seen,
    out: &'c mut Content<'a>,
}

impl<'a> Collector<'_, 'a> {
    fn children(&mut self, parent: &'a Element) {
        for child in parent.elements() {
            self.element(child);
        }
    }

    fn element(&mut self, element: &'a Element) {
        match &*element.name {
            "t" => {
                let text = element.text();
                self.out
                    .pieces
                    .words()
                    .extend(text.chars().map(|c| if matches!(c, '\n' | '\r' | '\t') { ' ' } else { c }));
            }
            "r" => self.run(element),
            // A tab inside a line must not pass for the border of a cell.
            "tab" | "ptab" => self.out.pieces.words().push('　'),
            "br" | "cr" => self.out.pieces.words().push('\n'),
            "noBreakHyphen" => self.out.pieces.words().push('-'),
            "sym" => self.symbol(element),
            "del" | "moveFrom" => self.seen.deletions += 1,
            "ins" | "moveTo" => {
                self.seen.insertions += 1;
                self.children(element);
            }
            "footnoteReference" => {
                self.out.notes.extend(element.attr("id").map(|id| Note::Foot(id.to_owned())))
            }
            "endnoteReference" => {
                self.out.notes.extend(element.attr("id").map(|id| Note::End(id.to_owned())))
            }
            "commentReference" => self.seen.comments += 1,
            "ruby" => self.ruby(element),
            "AlternateContent" => self.alternative(element),
            "txbxContent" => self.out.boxes.push(element),
            "blip" => self.image(element.attr("embed").or(element.attr("link"))),
            "imagedata" => self.image(element.attr("id")),
            "relIds" | "chart" => self.seen.diagrams += 1,
            "delText" | "instrText" | "delInstrText" | "softHyphen" | "fldData" | "pPr" | "rPr" | "sdtPr"
            | "sdtEndPr" | "sectPr" | "rt" => {}
            _ => self.children(element),
        }
    }

    fn run(&mut self, run: &'a Element) {
        let properties = run.child("rPr");
        let hidden = match properties.and_then(|properties| properties.child("vanish")) {
            Some(vanish) => on(vanish.attr("val")),
            None => self.styles.is_hidden(properties.and_then(|properties| properties.value("rStyle"))),
        };
        if hidden {
            self.seen.hidden += run.named("t").map(|text| text.text().chars().count()).sum::<usize>();
        } else {
            self.children(run);
        }
    }

    fn symbol(&mut self, element: &Element) {
        let code = element.attr("char").and_then(|code| u32::from_str_radix(code, 16).ok());
        let font = element.attr("font").unwrap_or_default();
        let c = code.and_then(|code| symbol::character(font, code).or_else(|| char::from_u32(code)));
        self.out.pieces.words().extend(c);
    }

    /// 漢(hàn): the reading in brackets after the characters.
    fn ruby(&mut self, ruby: &'a Element) {
        if let Some(base) = ruby.child("rubyBase") {
            self.children(base);
        }
        if let Some(reading) = ruby.child("rt") {
            self.out.pieces.words().push('(');
            self.children(reading);
            self.out.pieces.words().push(')');
        }
    }

    /// One of several forms of the same thing (ISO/IEC 29500-3, 7.5): the first that shows anything.
    fn alternative(&mut self, element: &'a Element) {
        let shown = |content: &Content<'a>| (content.pieces.len(), content.boxes.len(), content.notes.len());
        let before = shown(self.out);
        for form in element.elements() {
            self.children(form);
            if shown(self.out) != before {
                return;
            }
        }
    }

    fn image(&mut self, relation: Option<&str>) {
        if let Some(target) = relation.and_then(|id| self.relations.get(id)) {
            self.out.pieces.image(
                &target.path.replace([' ', '\n', '\r', '\t'], "%20").replace('[', "%5B").replace(']', "%5D"),
            );
        }
    }
}
