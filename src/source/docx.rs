//! Word files (ISO/IEC 29500): what Word would print, automatic numbers included.
//!
//! 1. `parts` opens the package and follows its relationships.
//! 2. `styles` and `numbering` know which number a paragraph gets.
//! 3. `run` reads the content of a paragraph, `body` the blocks and tables.

mod body;
mod number_format;
mod numbering;
mod parts;
mod run;
mod styles;
mod symbol;

use super::archive::Archive;
use super::error::Problem;
use super::lines::{Chrome, Lines};
use super::xml::Element;
use crate::diagnostic::Diagnostic;
use crate::model::Edit;
use body::Reader;
use parts::Parts;

const HEADER: Chrome = Some("page header");
const FOOTER: Chrome = Some("page footer");
/// Headers and footers that one document may have.
const HEADER_LIMIT: usize = 60;

/// Whether the package is a Word file.
pub(super) fn is_docx(archive: &Archive<'_>) -> bool {
    archive.has("word/document.xml") || archive.has("word/document2.xml")
}

/// The lines of a Word file; headers and footers are noted as chrome.
pub(super) fn read(archive: &mut Archive<'_>) -> Result<(String, Vec<Edit>, Vec<Diagnostic>), Problem> {
    let mut parts = Parts::open(archive)?;
    let document = parts.document()?;
    let mut reader = Reader::new(&mut parts)?;
    let mut headers = Vec::new();
    section_references(&document, &mut headers);
    let mut around: Vec<(Chrome, Vec<String>)> = Vec::new();
    for (chrome, relation) in headers.into_iter().take(HEADER_LIMIT) {
        let lines: Vec<String> = reader.header(&mut parts, &relation)?;
        let lines: Vec<String> = lines.into_iter().filter(|line| !line.trim().is_empty()).collect();
        if !lines.is_empty() && !around.contains(&(chrome, lines.clone())) {
            around.push((chrome, lines));
        }
    }
    let body = document.child("body").ok_or_else(|| Problem::damaged("Word", "it has no body"))?;
    let text = reader.blocks(body);
    let mut lines = Lines::default();
    let add = |wanted: Chrome, lines: &mut Lines| {
        for line in around.iter().filter(|(chrome, _)| *chrome == wanted).flat_map(|(_, lines)| lines) {
            lines.push(line, wanted);
        }
    };
    add(HEADER, &mut lines);
    for line in &text {
        if line.trim().is_empty() {
            lines.push_blank(None);
        } else {
            lines.push(line, None);
        }
    }
    add(FOOTER, &mut lines);
    let (text, edits) = lines.finish();
    Ok((text, edits, reader.diagnostics()))
}

/// The headers and footers that the sections name, in order, each once.
fn section_references(element: &Element, out: &mut Vec<(Chrome, String)>) {
    for child in element.elements() {
        let chrome = match &*child.name {
            "headerReference" => HEADER,
            "footerReference" => FOOTER,
            _ => {
                section_references(child, out);
                continue;
            }
        };
        if let Some(relation) = child.attr("id") {
            let reference = (chrome, relation.to_owned());
            if !out.contains(&reference) && out.len() < HEADER_LIMIT {
                out.push(reference);
            }
        }
    }
}

#[cfg(test)]
mod tests;
