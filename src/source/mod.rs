//! Bytes to text: each format is found by content and read by a file of its own.
//!
//! 1. `find` lists the sources of a folder.
//! 2. `sniff` says what the bytes are.
//! 3. `decode` makes characters of them, or `archive` takes the package apart.
//! 4. The format's reader makes lines. What it knows to be no part of the document,
//!    and what could not be decoded, stays in the text and is noted as an edit.

mod archive;
mod columns;
mod convert;
mod decode;
mod docx;
mod error;
mod find;
mod html;
mod image;
mod layout;
mod lines;
mod markdown;
mod ofd;
mod overrides;
mod paragraphs;
mod patience;
#[cfg(feature = "pdf")]
mod pdf;
mod pieces;
mod running;
mod sniff;
mod text;
mod xml;

pub use convert::has_office;
pub use error::{Problem, SourceError};
pub use find::{Found, find};
pub use image::Picture;
pub use overrides::stray_overrides;
#[cfg(feature = "pdf")]
pub use pdf::serve as serve_pdf_pages;

use crate::diagnostic::Diagnostic;
use crate::model::{Edit, Format, SourceText};
use archive::{Archive, TEXT_LIMIT, too_large};
use lines::Lines;
use sha2::{Digest, Sha256};
use sniff::Container;
use std::path::Path;

/// What a reader makes of its bytes.
struct Reading {
    format: Format,
    encoding: String,
    text: String,
    edits: Vec<Edit>,
    diagnostics: Vec<Diagnostic>,
}

/// Reads one source of these `bytes`; what only LibreOffice can read, through it.
///
/// # Errors
/// When the bytes are no text that can be read, or are too many.
pub fn read(found: &Found, bytes: &[u8]) -> Result<(SourceText, Vec<Diagnostic>), SourceError> {
    let error = |problem| SourceError::new(found.shown(), problem);
    let mut reading = interpret(bytes);
    if let Err(Problem::NeedsOffice(what)) = reading {
        reading = convert::to_docx(bytes, what).and_then(|docx| interpret(&docx));
        if let Ok(reading) = &mut reading {
            let message = format!("{what}, read through LibreOffice");
            let note = Diagnostic::note("source-converted", message);
            reading
                .diagnostics
                .push(note.help("compare the page with the file: conversion may change numbers and tables"));
        }
    }
    Ok(source_text(&found.name, &found.shown(), bytes, reading.map_err(error)?))
}

/// The text of a source from its bytes alone. `name` is its path below the
/// sources folder, with `/`; the format is judged by content only.
///
/// # Errors
/// When the bytes are no text that can be read.
pub fn from_bytes(name: &str, bytes: &[u8]) -> Result<(SourceText, Vec<Diagnostic>), SourceError> {
    let reading = interpret(bytes).map_err(|problem| SourceError::new(name, problem))?;
    Ok(source_text(name, Path::new(name), bytes, reading))
}

fn source_text(name: &str, file: &Path, bytes: &[u8], reading: Reading) -> (SourceText, Vec<Diagnostic>) {
    let diagnostics = reading
        .diagnostics
        .into_iter()
        .map(|diagnostic| Diagnostic { file: Some(file.into()), ..diagnostic });
    let source = SourceText {
        name: name.to_owned(),
        sha256: Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect(),
        format: reading.format,
        encoding: reading.encoding,
        text: reading.text,
        edits: reading.edits,
    };
    (source, diagnostics.collect())
}

fn interpret(bytes: &[u8]) -> Result<Reading, Problem> {
    if bytes.is_empty() {
        return Err(Problem::Empty);
    }
    let reading = match sniff::container(bytes) {
        Container::Plain => plain(bytes)?,
        Container::Zip => package(bytes)?,
        Container::Pdf => pdf(bytes)?,
        Container::Ole if sniff::is_encrypted_package(bytes) => return Err(Problem::Encrypted),
        Container::Ole => return Err(Problem::NeedsOffice("a .doc or .wps file")),
        Container::Rtf => return Err(Problem::NeedsOffice("an .rtf file")),
        Container::Image => return Err(Problem::Foreign("a picture")),
        Container::Foreign(what) => return Err(Problem::Foreign(what)),
    };
    if reading.text.trim().is_empty() {
        return Err(Problem::Empty);
    }
    Ok(reading)
}

#[cfg(feature = "pdf")]
fn pdf(bytes: &[u8]) -> Result<Reading, Problem> {
    let (text, edits, remark) = pdf::read(bytes)?;
    let diagnostics = remark.into_iter().collect();
    Ok(Reading { format: Format::Pdf, encoding: "UTF-8".into(), text, edits, diagnostics })
}

#[cfg(not(feature = "pdf"))]
fn pdf(_bytes: &[u8]) -> Result<Reading, Problem> {
    Err(Problem::PdfWithoutReader)
}

fn plain(bytes: &[u8]) -> Result<Reading, Problem> {
    if bytes.len() as u64 > TEXT_LIMIT {
        return Err(too_large(bytes.len() as u64));
    }
    let decoded = decode::decode(bytes, html::declared_encoding(bytes))?;
    let encoding = decoded.encoding.to_owned();
    if html::is_html(&decoded.text) {
        let (text, edits, diagnostics) = html::read(&decoded.text)?;
        return Ok(Reading { format: Format::Html, encoding, text, edits, diagnostics });
    }
    if is_word_xml(&decoded.text) {
        return Err(Problem::NeedsOffice("a Word 2003 XML file"));
    }
    if markdown::is_markdown(&decoded.text) {
        let mut lines = Lines::default();
        markdown::lines(&decoded.text).iter().for_each(|line| lines.push(line, None));
        let (text, edits) = lines.finish();
        return Ok(Reading { format: Format::Markdown, encoding, text, edits, diagnostics: Vec::new() });
    }
    let (text, edits) = text::read(&decoded.text);
    if !edits.is_empty() && edits.len() * 10 > text.chars().count() {
        return Err(Problem::Binary("hardly a byte of it is a character"));
    }
    Ok(Reading { format: Format::Text, encoding, text, edits, diagnostics: Vec::new() })
}

/// Word 2003 wrote its files as one XML text, too.
fn is_word_xml(text: &str) -> bool {
    let head: String = text.chars().take(400).collect();
    head.trim_start().starts_with("<?xml")
        && head.contains("mso-application")
        && head.contains("Word.Document")
}

fn package(bytes: &[u8]) -> Result<Reading, Problem> {
    let mut archive = Archive::open(bytes)?;
    if let Some(kind) = archive.read("mimetype")? {
        // OpenDocument 1.3, part 2, 3.3: the first member names the type.
        return Err(match kind.starts_with(b"application/vnd.oasis.opendocument.text") {
            true => Problem::NeedsOffice("an OpenDocument text"),
            false => Problem::Foreign("a package without running text"),
        });
    }
    if docx::is_docx(&archive) {
        let (text, edits, diagnostics) = docx::read(&mut archive)?;
        return Ok(Reading { format: Format::Docx, encoding: "UTF-8".into(), text, edits, diagnostics });
    }
    if ofd::is_ofd(&archive) {
        let (text, edits) = ofd::read(&mut archive)?;
        return Ok(Reading {
            format: Format::Ofd,
            encoding: "UTF-8".into(),
            text,
            edits,
            diagnostics: Vec::new(),
        });
    }
    if archive.has("xl/workbook.xml") || archive.has("ppt/presentation.xml") {
        return Err(Problem::Foreign("a workbook or a presentation"));
    }
    Err(Problem::NestedArchive)
}
