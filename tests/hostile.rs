//! What the fuzz targets found, kept so that it stays found.

mod driver;

use clausebook::model::{Circular, Format, ImportRecord, SourceText};
use clausebook::{page, parse, repair, source};
use driver::Site;
use proptest::prelude::*;
use std::path::Path;

/// Imports, and fails the test where a page of plain lines had to do.
#[track_caller]
fn imports_with_its_structure(site: &Site) {
    site.run(&["import"]).exits(0);
    for (name, record) in site.tree("content/imports") {
        let record = String::from_utf8(record).unwrap();
        assert!(!record.contains("structure-unsure"), "{name}\n{record}");
    }
}

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
    imports_with_its_structure(&site);
}

/// A cell that opens a quotation of new text took the lines below the table for its own, and they were lost.
#[test]
fn a_quotation_opened_in_a_cell_ends_with_its_row() {
    let site = Site::new();
    let text = "云岭省渡口规定对照\n\n原文\t“将第三条修改为：渡船每年检修\n第三条\t渡船每两年检修\n检修的日子由船主定。\n";
    site.write("content/sources/a.txt", text);
    imports_with_its_structure(&site);
    assert!(site.read(&site.page("a.txt")).contains("检修的日子由船主定。"));
}

/// What stood below a signature went on with the quotation above it, and came before the signature.
#[test]
fn a_signature_ends_a_quotation_that_is_open() {
    let site = Site::new();
    let text = "云岭省人民政府关于修改《云岭省渡口管理办法》的决定\n\n一、增加一条，作为第九条：“第九条　渡船每年检修。\n\n\
        云岭省人民政府\n2021年5月24日\n\n第十条　渡工持证上岗。\n";
    site.write("content/sources/a.txt", text);
    imports_with_its_structure(&site);
    let page = site.read(&site.page("a.txt"));
    let at = |words: &str| page.rfind(words).unwrap_or_else(|| panic!("{words}\n{page}"));
    assert!(at("渡船每年检修") < at("2021年5月24日") && at("2021年5月24日") < at("渡工持证上岗"), "{page}");
}

/// The value of a field on the line below its label took its words out of the line above the fields.
#[test]
fn a_value_below_its_label_is_found_on_its_own_line() {
    let site = Site::new();
    let fields = "索引号：\nYL-2019-0031\n发布机构：\n溪口县人民政府\n成文日期：\n2019年4月2日\n发文字号：\n";
    site.write("content/sources/a.txt", format!("YL-2019-0031 发布\n{fields}\n渡口应当登记。\n"));
    imports_with_its_structure(&site);
    let page = site.read(&site.page("a.txt"));
    assert!(page.contains("\nYL-2019-0031 发布 {.other}\n"), "{page}");
}

/// The number that names a paper was put behind the lines below it, and a second number was lost.
#[test]
fn a_number_that_is_a_name_stays_on_its_line() {
    let site = Site::new();
    let text = "行政長官辦公室\n第12/2019號行政長官批示\n（此件公开发布）\n第13/2019號行政長官批示\n\n一、渡口應當登記。\n";
    site.write("content/sources/a.txt", text);
    imports_with_its_structure(&site);
}

/// A number between the mark of an attachment and its title came behind the title.
#[test]
fn a_number_below_the_mark_of_an_attachment_stays_above_the_title() {
    let site = Site::new();
    let text = "云岭省人民政府关于渡口工作的通知\n云政发〔2019〕5号\n\n各县人民政府：\n\n请照此办理。\n\n云岭省人民政府\n\
        2019年5月2日\n\n附件1\n云渡发〔2019〕6号\n渡口管理办法\n\n第一条　渡口应当登记。\n";
    site.write("content/sources/a.txt", text);
    imports_with_its_structure(&site);
}

/// What papers print on a line; the parser makes something of each.
const LINES: [&str; 28] = [
    "云岭省人民政府关于印发《云岭省渡口管理办法》的通知",
    "云政发〔2019〕5号",
    "（2019年5月2日云岭省人民政府第3次常务会议通过）",
    "各市、县人民政府：",
    "标题：云岭省渡口管理办法",
    "索引号：",
    "YL-2019-0031",
    "目录",
    "第一章\t总则",
    "第一条　渡口应当登记。",
    "一、将第三条修改为：“渡船每年检修。",
    "（一）加强领导。",
    "——渡工持证上岗。",
    "“第四条　渡工持证上岗。”",
    "序号\t渡口\t",
    "\t1\t石门渡",
    "注：渡口以县为单位。",
    "[img a.png]",
    "附件：1.渡口名单",
    "附件1",
    "附：",
    "云岭省人民政府",
    "省长　王某某",
    "2019年5月2日",
    "（此件公开发布）",
    "抄送：省委办公室。",
    "云岭省人民政府办公室 2019年5月8日印发",
    "第12/2019號行政長官批示",
];

proptest! {
    /// Whatever stands in a text: as a page of its lines nothing of it is lost.
    #[test]
    fn a_page_of_lines_holds_every_text(
        lines in prop::collection::vec(prop_oneof![prop::sample::select(&LINES[..]).prop_map(str::to_owned), "\\PC{0,30}", any::<String>()], 0..20),
    ) {
        let text = lines.join("\n").replace('\r', "\n");
        let (name, sha256, encoding) = ("x.txt".to_owned(), String::new(), "UTF-8".to_owned());
        let source = SourceText { name, sha256, format: Format::Text, encoding, text, edits: Vec::new() };
        let (repaired, _) = repair::repair(&source);
        let record = ImportRecord {
            source: source.name.clone(),
            sha256: String::new(),
            format: source.format,
            encoding: source.encoding.clone(),
            override_sha256: None,
            rules: repair::RULES,
            page_sha256: String::new(),
            repairs: repaired.repairs().to_vec(),
            doubts: Vec::new(),
        };
        let circular = Circular { blocks: parse::flat(&repaired).into(), ..Circular::default() };
        let written = page::write(&circular);
        let (read, problems) = page::read("undated/x", &written, Path::new("x.md"));
        prop_assert!(problems.is_empty(), "{:?}\n{}", problems, written);
        let lost = page::conserve::lost(&source, &record, &read.unwrap().circular);
        prop_assert!(lost.is_empty(), "{:?}\n{}", lost, written);
    }
}
