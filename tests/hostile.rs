//! What the fuzz targets found, kept so that it stays found.

mod driver;

use clausebook::{page, source};
use driver::Site;
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

/// A line above the title of a second act came behind that title.
#[test]
fn lines_keep_their_order_above_a_title_without_a_mark() {
    let site = Site::new();
    site.write("content/sources/a.txt", "2019年5月2日\n彜\n（二○一九年五月四日会议\n第");
    site.run(&["import"]).exits(0);
}

/// A cell that opens a quotation of new text took the lines below the table for its own, and they were lost.
#[test]
fn a_quotation_opened_in_a_cell_ends_with_its_row() {
    let site = Site::new();
    let text = "云岭省渡口规定对照\n\n原文\t“将第三条修改为：渡船每年检修\n第三条\t渡船每两年检修\n检修的日子由船主定。\n";
    site.write("content/sources/a.txt", text);
    site.run(&["import"]).exits(0);
    assert!(site.read(&site.page("a.txt")).contains("检修的日子由船主定。"));
}
