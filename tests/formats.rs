//! Every format of a source, read from fixtures made for this, and the laws that hold for any bytes.

use clausebook::model::{Format, RepairKind, SourceText};
use clausebook::source::{self, Problem};
use proptest::prelude::*;
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/formats")
}

fn fixture(name: &str) -> Vec<u8> {
    std::fs::read(fixtures().join(name)).unwrap()
}

fn fixture_text(name: &str) -> String {
    String::from_utf8(fixture(name)).unwrap()
}

fn read(name: &str, bytes: &[u8]) -> SourceText {
    source::from_bytes(name, bytes).unwrap_or_else(|error| panic!("{error}")).0
}

fn problem(bytes: &[u8]) -> Problem {
    match source::from_bytes("x", bytes) {
        Ok((source, _)) => {
            panic!("read as {:?}: {}", source.format, source.text.chars().take(200).collect::<String>())
        }
        Err(error) => error.problem,
    }
}

/// The text with the reader's own edits made.
fn kept(source: &SourceText) -> String {
    let mut out = String::new();
    let mut at = 0;
    for edit in &source.edits {
        out.push_str(&source.text[at..edit.span.start]);
        out.push_str(&edit.after);
        at = edit.span.end;
    }
    out + &source.text[at..]
}

fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn docx(document: &[u8], numbering: &[u8]) -> Vec<u8> {
    zip(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("word/document.xml", document),
        ("word/_rels/document.xml.rels", b"<Relationships><Relationship Id='n' Type='x/numbering' Target='numbering.xml'/></Relationships>"),
        ("word/numbering.xml", numbering),
    ])
}

const DOCUMENT: &str = "<?xml version='1.0' encoding='UTF-8'?><w:document xmlns:w='w'><w:body>\
    <w:p><w:pPr><w:numPr><w:ilvl w:val='0'/><w:numId w:val='1'/></w:numPr></w:pPr><w:r><w:t>老茶园受保护。</w:t></w:r></w:p>\
    <w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val='2'/></w:tcPr><w:p><w:r><w:t>级别</w:t></w:r></w:p></w:tc>\
    <w:tc><w:p><w:r><w:t>树龄</w:t></w:r></w:p></w:tc></w:tr></w:tbl><w:p/></w:body></w:document>";
const NUMBERING: &str = "<w:numbering><w:abstractNum w:abstractNumId='0'><w:lvl w:ilvl='0'><w:start w:val='1'/>\
    <w:numFmt w:val='chineseCountingThousand'/><w:lvlText w:val='第%1条'/></w:lvl></w:abstractNum>\
    <w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num></w:numbering>";

fn ofd(page: &[u8]) -> Vec<u8> {
    zip(&[
        ("OFD.xml", b"<OFD><DocBody><DocRoot>D/Document.xml</DocRoot></DocBody></OFD>"),
        ("D/Document.xml", b"<Document><Pages><Page ID='1' BaseLoc='P/Content.xml'/></Pages></Document>"),
        ("D/P/Content.xml", page),
    ])
}

const PAGE: &str = "<Page><Content><Layer><TextObject Boundary='30 40 100 6' Size='5' CTM='1 0 0 1 0 0'>\
    <TextCode X='0' Y='5' DeltaX='g 6 5'>老茶园受保护。</TextCode></TextObject></Layer></Content></Page>";

#[test]
fn one_notice_in_every_encoding() {
    let notice = fixture_text("notice.utf8.txt");
    for (name, encoding) in [
        ("notice.utf8.txt", "UTF-8"),
        ("notice.utf8-bom.txt", "UTF-8"),
        ("notice.gb18030.txt", "gb18030"),
        ("notice.utf16le.txt", "UTF-16LE"),
        ("notice.utf16be-bom.txt", "UTF-16BE"),
    ] {
        let source = read(name, &fixture(name));
        assert_eq!((source.text.as_str(), source.encoding.as_str()), (notice.as_str(), encoding), "{name}");
        assert_eq!((source.format, source.edits.len()), (Format::Text, 0), "{name}");
    }
    let big5 = read("notice-hant.big5.txt", &fixture("notice-hant.big5.txt"));
    assert_eq!((big5.text, big5.encoding.as_str()), (fixture_text("notice-hant.utf8.txt"), "Big5"));
}

#[test]
fn undecodable_bytes_are_kept_and_named() {
    let source = read("n.txt", &fixture("notice.damaged-gb18030.txt"));
    assert_eq!(source.encoding, "gb18030");
    let edit = &source.edits[0];
    assert_eq!(
        (edit.kind, edit.span.of(&source.text), edit.after.as_str()),
        (RepairKind::Decoding, "\u{FFFD}", "\u{FFFD}")
    );
    assert!(edit.note.as_ref().is_some_and(|note| note.contains("FF")), "{:?}", edit.note);
    assert!(source.text.contains("由县人民政府\u{FFFD}"), "{}", source.text);
}

#[test]
fn a_web_page_in_gbk_gives_its_main_text() {
    let source = read("page.html", &fixture("page.gbk.html"));
    assert_eq!((source.format, source.encoding.as_str()), (Format::Html, "gb18030"));
    assert_eq!(kept(&source), fixture_text("page.expected.txt"));
    for words in ["首页", "当前位置：", "微信", "欢迎提出宝贵意见。"] {
        assert!(source.text.contains(words), "{words} must stay in the text");
    }
    assert!(!source.text.contains("不是正文") && !source.text.contains("red"));
}

#[test]
fn the_format_is_judged_by_content() {
    for (name, bytes, format) in [
        ("a.txt", docx(DOCUMENT.as_bytes(), NUMBERING.as_bytes()), Format::Docx),
        ("a.doc", fixture("page.gbk.html"), Format::Html),
        ("a.html", fixture("notice.utf8.txt"), Format::Text),
        ("a.docx", ofd(PAGE.as_bytes()), Format::Ofd),
        ("a.txt", "# 茶园办法\n\n## 总则\n\n见[附件](a.md)。\n".into(), Format::Markdown),
    ] {
        assert_eq!(read(name, &bytes).format, format, "{name}");
    }
    assert_eq!(
        read("a", &docx(DOCUMENT.as_bytes(), NUMBERING.as_bytes())).text,
        "第一条　老茶园受保护。\n级别\t\t树龄\n\n"
    );
    assert_eq!(read("a", &ofd(PAGE.as_bytes())).text, "老茶园受保护。\n");
}

#[test]
fn what_cannot_be_read_says_why_and_what_to_do() {
    let mut encrypted = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    let legacy = encrypted.clone();
    encrypted.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    for (bytes, code) in [
        (b"".to_vec(), "source-empty"),
        (b" \n\r\n".to_vec(), "source-empty"),
        (legacy, "source-needs-office"),
        (encrypted, "source-encrypted"),
        (b"{\\rtf1 x}".to_vec(), "source-needs-office"),
        (b"%PDF-1.4\nx".to_vec(), if cfg!(feature = "pdf") { "source-damaged" } else { "source-pdf" }),
        (b"\x89PNG\r\n\x1A\n".to_vec(), "source-not-text"),
        (b"\x7FELF\x02\x01".to_vec(), "source-not-text"),
        ((0..=255).cycle().take(4000).collect(), "source-not-text"),
        (b"PK\x03\x04 broken".to_vec(), "source-damaged"),
        (zip(&[("a.txt", "甲".as_bytes())]), "source-nested-archive"),
        (zip(&[("mimetype", b"application/vnd.oasis.opendocument.text")]), "source-needs-office"),
        (zip(&[("[Content_Types].xml", b""), ("xl/workbook.xml", b"")]), "source-not-text"),
        (docx(b"<w:document><w:body>", b"<n/>"), "source-damaged"),
    ] {
        let problem = problem(&bytes);
        assert_eq!(problem.code(), code, "{problem}");
        assert!(!problem.remedy().is_empty());
    }
}

#[test]
fn hostile_files_are_refused_in_time() {
    let bomb = format!("<w:document><w:body>{}</w:body></w:document>", " ".repeat(70 << 20));
    assert_eq!(problem(&docx(bomb.as_bytes(), b"<n/>")).code(), "source-too-large");
    assert_eq!(problem(&docx("<a>".repeat(100_000).as_bytes(), b"<n/>")).code(), "source-too-large");
    let entities = "<!DOCTYPE x [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;'>]><w:document><w:body><w:p><w:r><w:t>&b;茶</w:t></w:r></w:p></w:body></w:document>";
    assert_eq!(read("a", &docx(entities.as_bytes(), b"<n/>")).text, "&b;茶\n");
    assert_eq!(
        problem(format!("<!DOCTYPE html>{}", "<div>".repeat(200_000)).as_bytes()).code(),
        "source-too-large"
    );
    let spans = format!(
        "<table><tr>{}</tr>{}</table>",
        "<td rowspan=65000 colspan=60000>甲</td>".repeat(300),
        "<tr><td>乙</td></tr>".repeat(3000)
    );
    assert!(read("a", spans.as_bytes()).text.len() < 10 << 20);
    assert_eq!(problem(" ".repeat(65 << 20).as_bytes()).code(), "source-too-large");
}

#[test]
fn a_folder_is_read_whole_and_archives_are_folders() {
    let folder = tempfile::tempdir().unwrap();
    let archive =
        zip(&[("页.html", &fixture("page.gbk.html")), ("子/告.txt", &fixture("notice-hant.big5.txt"))]);
    std::fs::write(folder.path().join("b.zip"), archive).unwrap();
    std::fs::write(folder.path().join("a.docx"), docx(DOCUMENT.as_bytes(), NUMBERING.as_bytes())).unwrap();
    std::fs::write(folder.path().join("c.txt"), "").unwrap();
    let found = source::find(folder.path(), &[]).unwrap();
    let names: Vec<&str> = found.iter().map(|found| found.name.as_str()).collect();
    assert_eq!(names, ["a.docx", "b.zip/子/告.txt", "b.zip/页.html", "c.txt"]);
    let formats: Vec<Option<Format>> = found
        .iter()
        .map(|found| source::read(found, &found.bytes().ok()?).ok().map(|(source, _)| source.format))
        .collect();
    assert_eq!(formats, [Some(Format::Docx), Some(Format::Text), Some(Format::Html), None]);
    let error = source::read(&found[3], &found[3].bytes().unwrap()).unwrap_err();
    assert!(error.to_string().contains("c.txt") && !error.diagnostic().help.is_empty());
}

/// Laws that every reading keeps.
fn check(source: &SourceText) {
    let mut at = 0;
    for edit in &source.edits {
        assert!(at <= edit.span.start && edit.span.start < edit.span.end, "{:?}", source.edits);
        assert!(source.text.get(edit.span.start..edit.span.end).is_some());
        at = edit.span.end;
    }
    assert!(!source.text.contains('\r'));
}

fn ink(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

fn is_subsequence(short: &str, long: &str) -> bool {
    let mut long = long.chars();
    short.chars().all(|c| long.any(|other| other == c))
}

/// `bytes` with some places overwritten, cut out or doubled.
fn mutated(bytes: Vec<u8>) -> impl Strategy<Value = Vec<u8>> {
    let change = (any::<prop::sample::Index>(), 0usize..40, any::<u8>(), 0u8..4);
    prop::collection::vec(change, 0..12).prop_map(move |changes| {
        let mut bytes = bytes.clone();
        for (at, len, byte, how) in changes {
            if bytes.is_empty() {
                break;
            }
            let at = at.index(bytes.len());
            let end = (at + len).min(bytes.len());
            match how {
                0 => bytes[at] = byte,
                1 => drop(bytes.drain(at..end)),
                2 => {
                    let copy = bytes[at..end].to_vec();
                    bytes.splice(at..at, copy);
                }
                _ => bytes.insert(at, byte),
            }
        }
        bytes
    })
}

/// A piece of a page: tags in any order, well nested or not, and visible words.
fn markup() -> impl Strategy<Value = String> {
    let tag = prop::sample::select(vec![
        "<div>",
        "</div>",
        "<p>",
        "</p>",
        "<br>",
        "<table>",
        "</table>",
        "<tr>",
        "<td>",
        "<td colspan=3>",
        "<td rowspan=2>",
        "</td>",
        "</tr>",
        "<ul>",
        "<ol>",
        "<li>",
        "</ul>",
        "</ol>",
        "<a href=x>",
        "</a>",
        "<b>",
        "</b>",
        "<span>",
        "</span>",
        "<h1>",
        "</h1>",
        "<img src=a.png>",
        "<pre>",
        "</pre>",
        "<div class=footer>",
        "<nav>",
        "</nav>",
        "<caption>",
        "<th>",
        "<article>",
        "</article>",
    ]);
    let words = prop::sample::select(vec![
        "老茶园受保护。",
        "第一条　总则",
        "（一）登记；",
        "索引号：",
        "2019年4月2日",
        " ",
        "\n",
        "a b",
        "&amp;",
        "&nbsp;",
        "附件",
        "\u{FFFD}",
        "首页",
    ]);
    prop::collection::vec(prop_oneof![2 => tag, 3 => words], 0..60)
        .prop_map(|parts| format!("<html><body>{}", parts.concat()))
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..2000)) {
        if let Ok((source, _)) = source::from_bytes("x", &bytes) {
            check(&source);
        }
    }

    #[test]
    fn damaged_files_are_read_or_refused(
        page in mutated(fixture("page.gbk.html")),
        notice in mutated(fixture("notice.gb18030.txt")),
        package in mutated(docx(DOCUMENT.as_bytes(), NUMBERING.as_bytes())),
        document in mutated(DOCUMENT.into()),
        numbering in mutated(NUMBERING.into()),
        content in mutated(PAGE.into()),
        markdown in mutated("# 办法\n\n- [甲](a)\n- 乙\n\n| a | b |\n|---|---|\n| c | d |\n".into()),
    ) {
        let pdf = [b"%PDF-1.4\n".as_slice(), &notice].concat();
        for bytes in [pdf, page, notice, package, docx(&document, &numbering), ofd(&content), markdown] {
            if let Ok((source, _)) = source::from_bytes("x", &bytes) {
                check(&source);
            }
        }
    }

    #[test]
    fn no_word_of_a_text_is_lost(text in "[\\PC\r\n\u{2028}]{1,300}") {
        if let Ok((source, _)) = source::from_bytes("x", text.as_bytes())
            && source.format == Format::Text
        {
            check(&source);
            prop_assert_eq!(ink(&source.text), ink(text.trim_start_matches('\u{FEFF}')));
        }
    }

    #[test]
    fn no_visible_word_of_a_page_is_lost(page in markup()) {
        let tree = scraper::Html::parse_document(&page);
        let visible: String = tree.root_element().text().collect();
        match source::from_bytes("x", page.as_bytes()) {
            Ok((source, _)) => {
                check(&source);
                prop_assert_eq!(source.format, Format::Html);
                prop_assert!(is_subsequence(&ink(&visible), &source.text), "{}\n---\n{}", visible, source.text);
            }
            Err(error) => prop_assert!(ink(&visible).is_empty(), "{}", error),
        }
    }

    #[test]
    fn every_encoding_gives_the_text_back(lines in prop::collection::vec(0usize..11, 3..12)) {
        let notice = fixture_text("notice.utf8.txt");
        let all: Vec<&str> = notice.lines().collect();
        let text: String = lines.iter().map(|at| format!("{}\n", all[*at])).collect();
        prop_assume!(text.trim().chars().count() > 20);
        let gb = encoding_rs::GB18030.encode(&text).0;
        let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        prop_assert_eq!(&read("x", &gb).text, &text);
        prop_assert_eq!(&read("x", &utf16).text, &text);
    }
}
