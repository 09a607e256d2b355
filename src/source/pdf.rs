//! PDF files with a text layer (ISO 32000-1): words by where they stand, put into
//! lines by `layout`. Compiled in by the feature `pdf`.

use super::error::Problem;
use super::layout::{self, Run};
use super::lines::{Lines, PAGE_BREAK};
use crate::model::Edit;
use pdf_oxide::PdfDocument;
use pdf_oxide::layout::TextSpan;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Pages that one file may have.
const PAGE_LIMIT: usize = 5_000;

/// The lines of a PDF, a form feed between pages. Running heads and page numbers are
/// lines like others: what repeats on every page is for `repair` to see.
pub(super) fn read(bytes: &[u8]) -> Result<(String, Vec<Edit>), Problem> {
    // A hostile file must not take the import of the others down with it, whatever it does to the library.
    let pages = catch_unwind(AssertUnwindSafe(|| pages(bytes)))
        .unwrap_or_else(|_| Err(Problem::damaged("PDF", "its reader gave up")))?;
    if pages.iter().all(|runs| runs.is_empty()) {
        return Err(Problem::Scanned);
    }
    let mut lines = Lines::default();
    for (at, runs) in pages.into_iter().enumerate() {
        if at > 0 {
            lines.push(PAGE_BREAK, None);
        }
        for line in layout::lines(runs) {
            match line.is_empty() {
                true => lines.push_blank(None),
                false => lines.push(&line, None),
            }
        }
    }
    Ok(lines.finish())
}

fn pages(bytes: &[u8]) -> Result<Vec<Vec<Run>>, Problem> {
    let damaged = |error| Problem::damaged("PDF", error);
    let document = PdfDocument::from_bytes(bytes.to_vec()).map_err(damaged)?;
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
    let page = |page| {
        let turn = document.get_page_rotation(page).map_err(damaged)?;
        Ok(runs(&document.extract_spans(page).map_err(damaged)?, turn))
    };
    (0..count).map(page).collect()
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

#[cfg(test)]
mod tests {
    use super::*;

    /// A PDF of these content streams; its font is a Chinese one that is not embedded,
    /// with UCS-2 codes and no map to Unicode. `extra` goes into every page.
    fn pdf(pages: &[String], extra: &str) -> Vec<u8> {
        let kids: String = (0..pages.len()).map(|at| format!("{} 0 R ", 5 + 2 * at)).collect();
        let mut objects = vec![
            "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
            format!("<</Type/Pages/Kids[{kids}]/Count {}>>", pages.len()),
            "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[4 0 R]>>".to_owned(),
            "<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>/DW 1000>>".to_owned(),
        ];
        for (at, page) in pages.iter().enumerate() {
            objects.push(format!(
                "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]{extra}/Resources<</Font<</F 3 0 R>>>>/Contents {} 0 R>>",
                6 + 2 * at
            ));
            objects.push(format!("<</Length {}>>stream\n{page}\nendstream", page.len()));
        }
        let mut out = "%PDF-1.4\n".to_owned();
        let mut places = Vec::new();
        for (at, object) in objects.iter().enumerate() {
            places.push(out.len());
            out.push_str(&format!("{} 0 obj\n{object}\nendobj\n", at + 1));
        }
        let start = out.len();
        out.push_str(&format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1));
        places.iter().for_each(|place| out.push_str(&format!("{place:010} 00000 n \n")));
        out.push_str(&format!(
            "trailer<</Size {}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n",
            objects.len() + 1
        ));
        out.into_bytes()
    }

    fn words(matrix: &str, text: &str) -> String {
        let codes: String = text.encode_utf16().map(|unit| format!("{unit:04X}")).collect();
        format!("BT /F 16 Tf {matrix} Tm <{codes}> Tj ET\n")
    }

    #[test]
    fn chinese_fonts_without_a_map_are_read() {
        let first = [
            words("1 0 0 1 80 680", "园，制定本办法。"),
            words("1 0 0 1 112 710", "第一条　为了保护老茶"),
            words("1 0 0 1 240 760", "茶园办法"),
        ];
        let pages = [first.concat(), words("1 0 0 1 80 760", "附则")];
        let (text, _) = read(&pdf(&pages, "")).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(
            text,
            "　　　　　　　　　　茶园办法\n\n　　第一条　为了保护老茶\n园，制定本办法。\n\x0C\n附则\n"
        );
    }

    #[test]
    fn turned_pages_are_turned_back_and_scans_say_so() {
        for (turned, rotate) in [
            (["0 1 -1 0 100 80", "0 1 -1 0 130 80"], "/Rotate 90"),
            (["0 1 -1 0 100 80", "0 1 -1 0 130 80"], ""),
            (["-1 0 0 -1 500 80", "-1 0 0 -1 500 110"], "/Rotate 180"),
            (["0 -1 1 0 500 700", "0 -1 1 0 470 700"], "/Rotate 270"),
        ] {
            let page = words(turned[0], "第一行文字") + &words(turned[1], "第二行文字");
            let (text, _) = read(&pdf(&[page], rotate)).unwrap_or_else(|error| panic!("{error}"));
            assert_eq!(text, "第一行文字\n第二行文字\n", "{rotate}");
        }
        assert!(matches!(read(&pdf(&["0 0 10 10 re f".to_owned()], "")), Err(Problem::Scanned)));
        assert!(read(b"%PDF-1.4\nbroken").is_err());
    }

    proptest::proptest! {
        #[test]
        fn damaged_files_are_read_or_refused(changes in proptest::collection::vec((0usize..2000, proptest::num::u8::ANY), 0..20)) {
            let mut bytes = pdf(&[words("1 0 0 1 80 680", "老茶园受保护。")], "");
            for (at, byte) in changes {
                let at = at % bytes.len();
                bytes[at] = byte;
            }
            let _ = read(&bytes);
        }
    }
}
