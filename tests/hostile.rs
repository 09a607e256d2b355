//! What the fuzz targets found, kept so that it stays found.

use clausebook::page;
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
