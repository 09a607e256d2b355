//! What the fuzz targets found, kept so that it stays found.

use clausebook::{page, source};
use std::path::Path;

/// A page with NUL in it was written with `&#0;`, which reads as U+FFFD: each import found it changed.
#[test]
fn a_page_with_nul_is_written_as_it_is_read() {
    let file = Path::new("x.md");
    let page = "---\ntitle: 办法\n---\n\n第一条　老茶园\0受保护。 {#art_1}\n\n乙\0 {.other}\n";
    let (first, problems) = page::read("undated/x", page, file);
    assert!(problems.is_empty(), "{problems:?}");
    let written = page::write(&first.unwrap().circular);
    assert!(written.contains("老茶园\u{FFFD}受保护。"));
    let (second, _) = page::read("undated/x", &written, file);
    assert_eq!(page::write(&second.unwrap().circular), written);
}

/// A carriage return alone in a code block stayed in the text, in which lines end in `\n` only.
#[test]
fn a_lone_carriage_return_in_markdown_code_ends_a_line() {
    let text = "# 办法\n\n## 总则\n\n```\n甲\r乙\r\n丙\n```\n\n-\t\t丁\r戊\n";
    let (source, _) = source::from_bytes("x.md", text.as_bytes()).unwrap();
    assert_eq!(source.text, "办法\n总则\n甲\n乙\n丙\n丁\n戊\n");
}
