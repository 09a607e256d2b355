//! PDF files with a text layer (ISO 32000-1): words by where they stand, put into
//! lines by `layout`. Compiled in by the feature `pdf`.

mod child;
mod mixed;
mod strings;

pub use child::serve;

use super::archive::{TEXT_LIMIT, too_large};
use super::error::Problem;
use super::layout::{self, Run};
use super::lines::Lines;
use crate::diagnostic::Diagnostic;
use crate::model::Edit;
use pdf_oxide::PdfDocument;
use pdf_oxide::layout::TextSpan;
use serde::{Deserialize, Serialize};
use std::thread;

/// Pages that one file may have.
const PAGE_LIMIT: usize = 5_000;
/// The library goes down into what is nested by calling itself.
const STACK: usize = 256 << 20;

type Page = Vec<Run>;

/// What the library gives of a file.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Pages {
    pages: Vec<Page>,
    /// A page shows a form in a font whose codes are misread.
    misread: bool,
}

/// The lines of a PDF, a form feed between pages. Running heads and page numbers are noted, and
/// where lines and pages end within a paragraph.
pub(super) fn read(bytes: &[u8]) -> Result<(String, Vec<Edit>, Option<Diagnostic>), Problem> {
    // A hostile file must not take the import of the others down with it, whatever it does to the library.
    let Pages { pages, misread } = match child::program() {
        Some(program) => child::read(&program, bytes, child::PATIENCE)?,
        None => in_thread(bytes.to_vec())?,
    };
    if pages.iter().all(|runs| runs.is_empty()) {
        return Err(Problem::Scanned);
    }
    let pages: Vec<_> = pages.into_iter().map(layout::lines).collect();
    let mut lines = Lines::default();
    lines.push_pages(&pages);
    let (text, edits) = lines.finish();
    Ok((text, edits, misread.then(remark)))
}

fn remark() -> Diagnostic {
    let message = "its forms have fonts with codes of mixed length; digits and Latin letters may be misread";
    Diagnostic::warning("pdf-encoding", message).help("compare digits and letters with the file")
}

/// The pages, read with room for deep calls. A panic of the library ends here.
fn in_thread(bytes: Vec<u8>) -> Result<Pages, Problem> {
    let reader = thread::Builder::new().name("pdf".into()).stack_size(STACK).spawn(move || pages(bytes))?;
    reader.join().unwrap_or_else(|_| Err(Problem::damaged("PDF", "its reader gave up")))
}

fn pages(bytes: Vec<u8>) -> Result<Pages, Problem> {
    let damaged = |error| Problem::damaged("PDF", error);
    let document = PdfDocument::from_bytes(bytes).map_err(damaged)?;
    if document.is_encrypted() && !document.is_authenticated() {
        return Err(Problem::Encrypted);
    }
    let count = document.page_count().map_err(damaged)?;
    if count > PAGE_LIMIT {
        return Err(Problem::TooLarge {
            what: format!("{count} pages"),
            limit: format!("{PAGE_LIMIT} pages"),
        });
    }
    let mut pages = Vec::new();
    let mut forms = mixed::Forms::default();
    let mut misread = false;
    let mut bytes = 0;
    for page in 0..count {
        let runs = match mixed::spans(&document, page).map_err(damaged)? {
            // As they stand in the content, which knows no /Rotate.
            Some(spans) => runs(&spans, 0),
            None => {
                let turn = document.get_page_rotation(page).map_err(damaged)?;
                runs(&document.extract_spans(page).map_err(damaged)?, turn)
            }
        };
        misread |= forms.are_misread(&document, page);
        bytes += runs.iter().map(|run| run.text.len() as u64).sum::<u64>();
        if bytes > TEXT_LIMIT {
            return Err(too_large(bytes));
        }
        pages.push(runs);
    }
    Ok(Pages { pages, misread })
}

/// The direction in which words are written, in quarter turns against the clock;
/// None for slanted ones (watermarks).
fn quarter(span: &TextSpan) -> Option<u8> {
    let turns = span.rotation_degrees.rem_euclid(360.0) / 90.0;
    let nearest = turns.round();
    ((turns - nearest).abs() < 0.1).then_some(nearest as u8 % 4)
}

/// Words one after the other on a base line become runs. The page is turned so that most
/// of its characters stand upright: `/Rotate` and landscape tables come out alike.
fn runs(spans: &[TextSpan], page_turn: i32) -> Vec<Run> {
    let mut counts = [0usize; 4];
    for span in spans {
        if let Some(count) = quarter(span).and_then(|turn| counts.get_mut(usize::from(turn))) {
            *count += span.text.chars().count();
        }
    }
    let upright = (0u8..4).max_by_key(|turn| (counts[usize::from(*turn)], 4 - turn)).unwrap_or(0);
    let mut runs: Vec<Run> = Vec::new();
    for span in spans {
        let (right, up, width) = origin(span, page_turn);
        let (x, y) = match upright {
            0 => (right, -up),
            1 => (up, right),
            2 => (-right, up),
            _ => (-up, -right),
        };
        let size = f64::from(span.font_size).abs().max(0.1);
        let alone = quarter(span) != Some(upright) || span.wmode == 1;
        let end = x + width;
        if !(x.is_finite() && y.is_finite() && end.is_finite()) {
            continue;
        }
        match runs.last_mut() {
            Some(run) if !alone && joins(run, x, y, size) => {
                let letters = |c: char| c.is_ascii_alphanumeric();
                if x - run.end >= 0.15 * size && run.text.ends_with(letters) && span.text.starts_with(letters)
                {
                    run.text.push(' ');
                }
                run.text.push_str(&span.text);
                run.end = end;
            }
            _ => runs.push(Run { x, end, y, size, text: span.text.clone(), alone }),
        }
    }
    runs.retain(|run| !run.text.trim().is_empty());
    runs
}

/// Where the words begin, in the page's own coordinates, and how far they reach. The library gives
/// the box turned with the page's `/Rotate`, its width always along the words before that turn.
fn origin(span: &TextSpan, page_turn: i32) -> (f64, f64, f64) {
    let (x, y) = (f64::from(span.bbox.x), f64::from(span.bbox.y));
    let (width, height) = (f64::from(span.bbox.width), f64::from(span.bbox.height));
    match page_turn {
        90 => (-(y + height), x, height),
        180 => (-(x + width), -(y + height), width),
        270 => (y, -(x + width), height),
        _ => (x, y, width),
    }
}

/// Whether words that begin at `x`, `y` go on with the run.
fn joins(run: &Run, x: f64, y: f64, size: f64) -> bool {
    let gap = (x - run.end) / size;
    !run.alone && (run.y - y).abs() < 0.1 * size && (-0.6..0.6).contains(&gap)
}
