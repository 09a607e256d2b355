use crate::source::from_bytes;
use std::io::{Cursor, Write};

/// A Word file with `body` as its body and further parts of `word/`.
fn docx(body: &str, parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let mut add = |name: &str, text: &str| {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    };
    let relation = |(at, (name, _)): (usize, &(&str, &str))| {
        let kind = name.trim_end_matches(".xml").trim_end_matches(|c: char| c.is_ascii_digit());
        let kind = if kind.starts_with("media/") { "image" } else { kind };
        format!(
            "<Relationship Id='r{at}' Type='http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}' Target='{name}'/>"
        )
    };
    let relations: String = parts.iter().enumerate().map(relation).collect();
    add("[Content_Types].xml", "<Types/>");
    add(
        "_rels/.rels",
        "<Relationships><Relationship Id='r' Type='http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument' Target='word/document.xml'/></Relationships>",
    );
    add("word/document.xml", &format!("<w:document xmlns:w='w'><w:body>{body}</w:body></w:document>"));
    add("word/_rels/document.xml.rels", &format!("<Relationships>{relations}</Relationships>"));
    for (name, text) in parts {
        add(&format!("word/{name}"), text);
    }
    zip.finish().unwrap().into_inner()
}

fn text(body: &str, parts: &[(&str, &str)]) -> String {
    from_bytes("a.docx", &docx(body, parts)).unwrap_or_else(|error| panic!("{error}")).0.text
}

fn p(properties: &str, text: &str) -> String {
    format!("<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>")
}

fn item(list: u32, level: u32, text: &str) -> String {
    p(&format!("<w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='{list}'/></w:numPr>"), text)
}

const NUMBERING: &str = "<w:numbering>\
    <w:abstractNum w:abstractNumId='0'>\
    <w:lvl w:ilvl='0'><w:start w:val='1'/><w:numFmt w:val='chineseCountingThousand'/><w:pStyle w:val='Chapter'/><w:lvlText w:val='第%1章'/></w:lvl>\
    <w:lvl w:ilvl='1'><w:start w:val='1'/><w:numFmt w:val='chineseCounting'/><w:lvlRestart w:val='0'/><w:pStyle w:val='Article'/><w:lvlText w:val='第%2条'/></w:lvl>\
    <w:lvl w:ilvl='2'><w:start w:val='1'/><w:numFmt w:val='chineseCounting'/><w:lvlText w:val='（%3）'/></w:lvl>\
    <w:lvl w:ilvl='3'><w:start w:val='1'/><w:numFmt w:val='decimal'/><w:isLgl/><w:suff w:val='nothing'/><w:lvlText w:val='%2.%4．'/></w:lvl>\
    </w:abstractNum>\
    <w:abstractNum w:abstractNumId='1'><w:lvl w:ilvl='0'><w:start w:val='1'/><w:numFmt w:val='decimal'/><w:lvlText w:val='%1.'/></w:lvl></w:abstractNum>\
    <w:abstractNum w:abstractNumId='2'><w:lvl w:ilvl='0'><w:numFmt w:val='bullet'/><w:lvlText w:val='\u{F06C}'/><w:rPr><w:rFonts w:ascii='Wingdings'/></w:rPr></w:lvl></w:abstractNum>\
    <w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num>\
    <w:num w:numId='2'><w:abstractNumId w:val='1'/></w:num>\
    <w:num w:numId='3'><w:abstractNumId w:val='1'/><w:lvlOverride w:ilvl='0'><w:startOverride w:val='1'/></w:lvlOverride></w:num>\
    <w:num w:numId='4'><w:abstractNumId w:val='2'/></w:num>\
    </w:numbering>";

const STYLES: &str = "<w:styles>\
    <w:style w:type='paragraph' w:default='1' w:styleId='a'/>\
    <w:style w:type='paragraph' w:styleId='Chapter'><w:basedOn w:val='a'/><w:pPr><w:numPr><w:numId w:val='1'/></w:numPr></w:pPr></w:style>\
    <w:style w:type='paragraph' w:styleId='Article'><w:basedOn w:val='Chapter'/></w:style>\
    <w:style w:type='character' w:styleId='Dark'><w:rPr><w:vanish/></w:rPr></w:style></w:styles>";

#[test]
fn automatic_numbers_are_printed() {
    let chapter = |text| p("<w:pStyle w:val='Chapter'/>", text);
    let article = |text| p("<w:pStyle w:val='Article'/>", text);
    let body = [
        chapter("总则"),
        article("茶园受保护。"),
        article("下列茶园不得采伐："),
        item(1, 2, "树龄百年以上的；"),
        item(1, 2, "列入名录的。"),
        item(1, 3, "名录由县编制。"),
        chapter("附则"),
        article("本办法自发布日起施行。"),
        item(1, 2, "县；"),
        item(2, 0, "登记"),
        item(2, 0, "核查"),
        item(3, 0, "公示"),
        item(2, 0, "存档"),
        item(4, 0, "其他"),
        p("<w:pStyle w:val='Chapter'/><w:numPr><w:numId w:val='0'/></w:numPr>", "无号"),
    ];
    assert_eq!(
        text(&body.concat(), &[("numbering.xml", NUMBERING), ("styles.xml", STYLES)]),
        "第一章　总则\n第一条　茶园受保护。\n第二条　下列茶园不得采伐：\n（一）树龄百年以上的；\n（二）列入名录的。\n2.1．名录由县编制。\n\
         第二章　附则\n第三条　本办法自发布日起施行。\n（一）县；\n1. 登记\n2. 核查\n1. 公示\n2. 存档\n● 其他\n无号\n"
    );
}

#[test]
fn tables_notes_boxes_and_images() {
    let cell =
        |properties: &str, text: &str| format!("<w:tc><w:tcPr>{properties}</w:tcPr>{}</w:tc>", p("", text));
    let body = format!(
        "<w:p><w:r><w:t>县名录</w:t><w:footnoteReference w:id='2'/></w:r><w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx>\
         <w:txbxContent>{red}</w:txbxContent></wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent>{red}\
         </w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>\
         <w:tbl><w:tr>{a}{b}</w:tr><w:tr>{c}{d}{e}</w:tr><w:tr>{f}{d}{e}</w:tr></w:tbl>\
         <w:tbl><w:tr>{d}</w:tr></w:tbl>\
         <w:p><w:r><w:drawing><a:blip r:embed='r1'/></w:drawing></w:r></w:p>\
         <w:p/><w:p/><w:p><w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:br/><w:t>丙</w:t><w:sym w:font='Wingdings 2' w:char='F052'/></w:r></w:p>",
        red = p("", "溪口县文件"),
        a = cell("<w:gridSpan w:val='2'/>", "级别"),
        b = cell("", "树龄"),
        c = cell("<w:vMerge w:val='restart'/>", "一级"),
        d = cell("", "三百年"),
        e = cell("", "以上"),
        f = cell("<w:vMerge/>", ""),
    );
    let notes = "<w:footnotes><w:footnote w:type='separator' w:id='0'/><w:footnote w:id='2'><w:p><w:r><w:footnoteRef/></w:r><w:r>\
        <w:t xml:space='preserve'> 见附表。</w:t></w:r></w:p></w:footnote></w:footnotes>";
    assert_eq!(
        text(&body, &[("footnotes.xml", notes), ("media/图 1.png", "x")]),
        "县名录\n溪口县文件\n注1：见附表。\n级别\t\t树龄\n一级\t三百年\t以上\n\t三百年\t以上\n三百年\n[img word/media/图%201.png]\n\n甲　乙\n丙☑\n"
    );
}

#[test]
fn changes_are_accepted_and_told_of() {
    let body = "<w:p><w:r><w:t>县</w:t></w:r><w:del><w:r><w:delText>旧</w:delText></w:r></w:del><w:ins><w:r><w:t>新</w:t></w:r></w:ins>\
        <w:r><w:rPr><w:rStyle w:val='Dark'/></w:rPr><w:t>暗</w:t></w:r></w:p>\
        <w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>前半</w:t></w:r></w:p><w:p><w:r><w:t>后半</w:t></w:r></w:p>\
        <w:sectPr><w:headerReference w:type='default' r:id='r1'/><w:footerReference r:id='r2'/></w:sectPr>";
    let parts = [
        ("styles.xml", STYLES),
        ("header1.xml", "<w:hdr><w:p><w:r><w:t>内部资料</w:t></w:r></w:p></w:hdr>"),
        (
            "footer1.xml",
            "<w:ftr><w:p><w:r><w:instrText>PAGE</w:instrText><w:t>— 1 —</w:t></w:r></w:p></w:ftr>",
        ),
    ];
    let (source, diagnostics) =
        from_bytes("a.docx", &docx(body, &parts)).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(source.text, "内部资料\n县新\n前半后半\n— 1 —\n");
    let chrome: Vec<&str> = source.edits.iter().map(|edit| edit.span.of(&source.text)).collect();
    assert_eq!(chrome, ["内部资料\n", "— 1 —\n"]);
    let codes: Vec<&str> = diagnostics.iter().map(|diagnostic| diagnostic.code).collect();
    assert_eq!(codes, ["docx-tracked-changes", "docx-hidden-text"]);
}
