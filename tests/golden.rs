//! The data flow on paper: each folder of `tests/golden` holds a source, the text as repaired, the clauses, the
//! page, and the body of the page on the site. `UPDATE_GOLDEN=1 cargo test --test golden` writes them anew;
//! read the difference before you commit it.

mod driver;

use clausebook::model::Block;
use clausebook::{parse, repair, source};
use driver::Site;
use std::fmt::Write as _;
use std::path::Path;

fn outline(blocks: &[Block], doubts: usize) -> String {
    let mut out = String::new();
    for block in blocks {
        let _ = match block {
            Block::Clause(c) => {
                writeln!(out, "{} | {} | {}", c.anchor, c.printed_number(), c.words().replace('\n', "⏎"))
            }
            Block::Line { role, text, .. } => writeln!(out, "[{role:?}] {}", text.replace('\n', "⏎")),
        };
    }
    let _ = writeln!(out, "doubts: {doubts}");
    out
}

/// The part of a page that holds the circular's text, tags one a line.
fn body(html: &str) -> String {
    let start = html.find("<article").unwrap_or(0);
    let end = html.rfind("</article>").map_or(html.len(), |at| at + "</article>".len());
    html[start..end].to_owned() + "\n"
}

#[test]
fn every_case_is_as_it_was_reviewed() {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let update = std::env::var_os("UPDATE_GOLDEN").is_some();
    let mut names: Vec<_> = std::fs::read_dir(&cases).expect("cases").flatten().map(|e| e.path()).collect();
    names.sort();
    let mut differs = Vec::new();
    for case in names {
        let bytes = std::fs::read(case.join("1-source.txt")).expect("a source");
        let (text, _) = source::from_bytes("1-source.txt", &bytes).expect("a text");
        let (repaired, marks) = repair::repair(&text);
        let parsed = parse::parse(&repaired);
        let site = Site::new();
        site.write("content/sources/1-source.txt", &bytes);
        site.run(&["build", "--quiet"]).exits(0);
        let slug = site.slug("1-source.txt");
        let found = [
            ("2-repaired.txt", repaired.text().to_owned()),
            ("3-outline.txt", outline(&parsed.blocks, marks.len() + parsed.doubts.len())),
            ("4-page.md", site.read(&format!("content/circulars/{slug}.md"))),
            ("5-page.html", body(&site.read(&format!("public/circulars/{slug}.html")))),
        ];
        for (name, found) in found {
            let file = case.join(name);
            if update {
                std::fs::write(&file, found).expect("a file");
            } else if std::fs::read_to_string(&file).unwrap_or_default() != found {
                differs.push(file.display().to_string());
            }
        }
    }
    assert!(differs.is_empty(), "differs from what was reviewed: {differs:#?}");
}
