//! PDF files, written here object by object: what a printer makes of a paper, and what a reader must make of that.
#![cfg(feature = "pdf")]

mod driver;

use clausebook::model::{Format, RepairKind, SourceText};
use clausebook::source::{self, Problem};
use driver::Site;
use proptest::prelude::*;
use std::io::Write;

/// How the characters of the font are coded. It is a Chinese one that is not embedded, and has no map to Unicode.
#[derive(Clone, Copy)]
enum Codes {
    Ucs2,
    Euc,
}

impl Codes {
    fn encoding(self) -> &'static str {
        match self {
            Codes::Ucs2 => "UniGB-UCS2-H",
            Codes::Euc => "GBK-EUC-H",
        }
    }

    fn hex(self, text: &str) -> String {
        let bytes: Vec<u8> = match self {
            Codes::Ucs2 => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
            Codes::Euc => encoding_rs::GBK.encode(text).0.into_owned(),
        };
        bytes.iter().map(|byte| format!("{byte:02X}")).collect()
    }

    /// Words of `size` at a place.
    fn at(self, x: usize, y: usize, size: usize, text: &str) -> String {
        format!("BT /F {size} Tf 1 0 0 1 {x} {y} Tm <{}> Tj ET\n", self.hex(text))
    }
}

/// A file of these pages. `page` goes into the dictionary of each, `trailer` into the last one.
fn pdf(codes: Codes, pages: &[String], page: &str, trailer: &str) -> Vec<u8> {
    file(&objects(codes, pages, page, <[u8]>::to_vec), trailer)
}

/// The objects of such a file; `locked` makes of the bytes of a stream what stands in the file.
fn objects(codes: Codes, pages: &[String], page: &str, locked: impl Fn(&[u8]) -> Vec<u8>) -> Vec<Vec<u8>> {
    let kids: String = (0..pages.len()).map(|at| format!("{} 0 R ", 5 + 2 * at)).collect();
    let mut objects = vec![
        b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
        format!("<</Type/Pages/Kids[{kids}]/Count {}>>", pages.len()).into_bytes(),
        format!("<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/{}/DescendantFonts[4 0 R]>>", codes.encoding()).into_bytes(),
        b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>/DW 1000/W[814 939 500]>>".to_vec(),
    ];
    for (at, content) in pages.iter().enumerate() {
        objects.push(
            format!(
                "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]{page}/Resources<</Font<</F 3 0 R>>>>/Contents {} 0 R>>",
                6 + 2 * at
            )
            .into_bytes(),
        );
        objects.push(stream(content.as_bytes(), &locked));
    }
    objects
}

fn stream(content: &[u8], locked: impl Fn(&[u8]) -> Vec<u8>) -> Vec<u8> {
    let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    packed.write_all(content).unwrap();
    let packed = locked(&packed.finish().unwrap());
    let head = format!("<</Length {}/Filter/FlateDecode>>stream\n", packed.len());
    [head.as_bytes(), &packed, b"\nendstream"].concat()
}

fn file(objects: &[Vec<u8>], trailer: &str) -> Vec<u8> {
    let mut out = b"%PDF-1.4\n".to_vec();
    let mut places = Vec::new();
    for (at, object) in objects.iter().enumerate() {
        places.push(out.len());
        out.extend(format!("{} 0 obj\n", at + 1).bytes());
        out.extend(object);
        out.extend(b"\nendobj\n");
    }
    let start = out.len();
    out.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).bytes());
    places.iter().for_each(|place| out.extend(format!("{place:010} 00000 n \n").bytes()));
    let size = objects.len() + 1;
    out.extend(format!("trailer<</Size {size}/Root 1 0 R{trailer}>>\nstartxref\n{start}\n%%EOF\n").bytes());
    out
}

fn read(bytes: &[u8]) -> SourceText {
    source::from_bytes("a.pdf", bytes).unwrap_or_else(|error| panic!("{error}")).0
}

fn problem(bytes: &[u8]) -> Problem {
    match source::from_bytes("a.pdf", bytes) {
        Ok((source, _)) => panic!("{}", source.text.chars().take(200).collect::<String>()),
        Err(error) => error.problem,
    }
}

const PARAGRAPHS: [&str; 10] = [
    "第一条　为了保护本县古石桥，传承山区造桥技艺，方便两岸群众通行，根据《云岭省文物保护条例》，结合本县实际，制定本办法。",
    "第二条　本办法所称古石桥，是指本县境内建成满一百年、至今仍在使用或者桥身主体尚存的石拱桥、石梁桥和石板汀步桥。",
    "第三条　县文化旅游部门主管全县古石桥的保护工作，县交通、水利、林业等部门在各自职责范围内做好有关工作，乡镇人民政府负责本行政区域内古石桥的日常巡查、清淤和看护，发现险情应当立即封桥并在一日内报告县文化旅游部门。",
    "县财政每年安排古石桥养护资金，专款专用，接受审计和社会监督。",
    "第四条　禁止下列行为：",
    "（一）擅自拆除、迁移古石桥，或者在桥身上开孔、刻画、张贴、悬挂重物；",
    "（二）在桥址上游五百米、下游二百米以内采砂、取石、爆破、挖塘；",
    "（三）驾驶载重超过限定标准的车辆过桥，或者在桥面堆放谷物、柴草、石料等物品妨碍通行。",
    "第五条　修缮古石桥应当使用原形制、原材料、原工艺，由具有石作经验的匠人施工，修缮方案报县文化旅游部门同意后方可实施，竣工后由县文化旅游部门会同交通部门验收。",
    "第六条　本办法自2021年5月1日起施行，有效期五年。",
];

/// The paragraphs as a printer sets them: 26 characters a line, 9 lines a page, a running head and a number on each.
fn printed(codes: Codes, number: impl Fn(usize) -> String) -> Vec<u8> {
    let mut lines = vec![(190, 22, "溪口县古石桥保护办法".to_owned())];
    for paragraph in PARAGRAPHS {
        let mut rest: Vec<char> = paragraph.chars().collect();
        let mut x = 120;
        while !rest.is_empty() {
            let (mut fits, mut left) = (0, if x == 120 { 24.0 } else { 26.0 });
            while let Some(c) = rest.get(fits).filter(|_| left >= 1.0) {
                left -= if c.is_ascii() { 0.5 } else { 1.0 };
                fits += 1;
            }
            // No mark at the start of a line: it hangs out.
            while rest.get(fits).is_some_and(|c| "，。、；：》）".contains(*c)) {
                fits += 1;
            }
            lines.push((x, 16, rest.drain(..fits).collect()));
            x = 88;
        }
    }
    let page = |(at, lines): (usize, &[(usize, usize, String)])| {
        let mut content = codes.at(88, 790, 10, "溪口县人民政府公报　　2021年第3期");
        for (row, (x, size, text)) in lines.iter().enumerate() {
            content += &codes.at(*x, 730 - 28 * row, *size, text);
        }
        content + &codes.at(290, 60, 14, &number(at + 1))
    };
    let pages: Vec<String> = lines.chunks(9).enumerate().map(page).collect();
    pdf(codes, &pages, "", "")
}

#[test]
fn a_printed_paper_comes_back_as_its_paragraphs() {
    for codes in [Codes::Ucs2, Codes::Euc] {
        for number in [|at: usize| format!("{at}"), |at: usize| format!("— {at} —")] {
            let site = Site::new();
            site.write("content/sources/a.pdf", printed(codes, number));
            site.run(&["import", "--report"]).exits(0).says("read as pdf").says("repaired, page-break");
            let page = site.read(&site.page("a.pdf"));
            assert!(page.contains("title: 溪口县古石桥保护办法"), "{page}");
            for paragraph in PARAGRAPHS {
                assert!(page.lines().any(|line| line.starts_with(paragraph)), "{paragraph}\n{page}");
            }
            assert!(!page.contains("公报") && !page.contains("\n1\n"), "{page}");
            assert!(!page_is_doubtful(&site));
            let record = site.tree("content/imports").into_values().next().unwrap();
            let record = String::from_utf8(record).unwrap();
            assert!(record.contains("公报"), "what was dropped is in the record");
        }
    }
}

/// Whether the reader warned that digits may be misread.
fn page_is_doubtful(site: &Site) -> bool {
    site.tree("content/imports")
        .into_values()
        .any(|record| String::from_utf8(record).unwrap().contains("pdf-encoding"))
}

/// Codes of one byte among those of two, in strings of both kinds, beside a font of another coding.
#[test]
fn codes_of_mixed_length_are_told_apart() {
    let codes = Codes::Euc;
    let escaped: String = "5月1日(A4)"
        .chars()
        .map(|c| match c {
            '(' | ')' => format!("\\{c}"),
            c => {
                encoding_rs::GBK.encode(&c.to_string()).0.iter().map(|byte| format!("\\{byte:03o}")).collect()
            }
        })
        .collect();
    let content = codes.at(80, 700, 16, "自2021年5月1日起ABC级施行")
        + &format!(
            "q BT /F 16 Tf 80 670 Td ({escaped}) Tj [<{}> -20 <{}>] TJ ET Q\n",
            codes.hex("第3"),
            codes.hex("条x")
        )
        + "BT /E 16 Tf 80 640 Td (No. 12) Tj ET\n";
    let bytes = pdf(codes, &[content], "", "");
    let bytes = replaced(
        &bytes,
        "/Font<</F 3 0 R>>",
        "/Font<</F 3 0 R/E<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>",
    );
    let (source, said) = source::from_bytes("a.pdf", &bytes).unwrap();
    assert_eq!(source.text, "自2021年5月1日起ABC级施行\n5月1日(A4)第3条x\nNo. 12\n");
    assert!(said.is_empty(), "{said:?}");
}

/// A form brings its own font: digits in it may be misread, which is said.
#[test]
fn mixed_codes_in_a_form_are_doubted() {
    let words = Codes::Euc.at(80, 700, 16, "老茶园受保护。");
    let bytes = pdf(Codes::Euc, &[format!("{words}/X Do")], "", "");
    let form = "/Font<</F 3 0 R>>/XObject<</X 7 0 R>>";
    let form_object = format!(
        "7 0 obj\n<</Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<</Font<</F 3 0 R>>>>/Length {}>>stream\n{words}\nendstream\nendobj\nxref\n",
        words.len()
    );
    let bytes = replaced(&replaced(&bytes, "/Font<</F 3 0 R>>", form), "xref\n", &form_object);
    let (_, said) = source::from_bytes("a.pdf", &bytes).unwrap();
    assert_eq!(said.iter().map(|d| d.code).collect::<Vec<_>>(), ["pdf-encoding"]);
}

/// Puts `new` in the place of the first `old`. Readers find objects again whose places have changed.
fn replaced(bytes: &[u8], old: &str, new: &str) -> Vec<u8> {
    let at = bytes.windows(old.len()).position(|window| window == old.as_bytes()).unwrap();
    [&bytes[..at], new.as_bytes(), &bytes[at + old.len()..]].concat()
}

/// Locked against printing only: anyone may open it, with the empty password (ISO 32000-1, 7.6.3.3, revision 2).
#[test]
fn a_file_that_anyone_may_open_is_read() {
    let content = Codes::Ucs2.at(80, 680, 16, "老茶园受保护。");
    let locked = format!(
        "/ID[<00><00>]/Encrypt<</Filter/Standard/V 1/R 2/P -60/O<{}>/U<{}>>>",
        "C92422687FACEE686E373F10B5C7D04738053152F7E2EE30E11C69EC442576AB",
        "F7565E0584EFD883B34AB0ABFCB4E297E6C35003013A21709A5F4DFF441650EC",
    );
    let key: Vec<u8> = (0..20)
        .step_by(2)
        .map(|at| u8::from_str_radix(&"0FE0EE4B173A68413CEC"[at..at + 2], 16).unwrap())
        .collect();
    let objects = objects(Codes::Ucs2, &[content], "", |stream| rc4(&key, stream));
    assert_eq!(read(&file(&objects, &locked)).text, "老茶园受保护。\n");
}

/// The key of object 6 is that of the empty password, found beforehand.
fn rc4(key: &[u8], bytes: &[u8]) -> Vec<u8> {
    let mut state: Vec<u8> = (0..=255).collect();
    let mut j = 0u8;
    for i in 0..256 {
        j = j.wrapping_add(state[i]).wrapping_add(key[i % key.len()]);
        state.swap(i, usize::from(j));
    }
    let (mut i, mut j) = (0u8, 0u8);
    let next = |byte: &u8| {
        i = i.wrapping_add(1);
        j = j.wrapping_add(state[usize::from(i)]);
        state.swap(usize::from(i), usize::from(j));
        byte ^ state[usize::from(state[usize::from(i)].wrapping_add(state[usize::from(j)]))]
    };
    bytes.iter().map(next).collect()
}

#[test]
fn what_runs_on_every_page_is_noted_and_stays_in_the_text() {
    let source = read(&printed(Codes::Ucs2, |at| format!("{at}")));
    assert_eq!(source.format, Format::Pdf);
    let dropped: Vec<&str> = source.edits.iter().map(|edit| edit.span.of(&source.text)).collect();
    let heads = dropped.iter().filter(|words| words.contains("公报")).count();
    assert_eq!(heads, source.text.matches('\x0C').count() + 1, "{dropped:?}");
    for edit in &source.edits {
        assert!(matches!(edit.kind, RepairKind::PageBreak | RepairKind::LineUnwrap) && edit.after.is_empty());
    }
}

#[test]
fn columns_are_read_one_after_the_other() {
    let codes = Codes::Ucs2;
    let mut content = codes.at(200, 780, 16, "溪口县渡船安全须知");
    let sides = [
        [
            "各村渡口应当配备合格的渡工",
            "和完好的渡船，渡船每年检验",
            "一次，检验不合格的一律停航",
            "整修，整修后经复检合格方可",
            "恢复摆渡，渡工须持证上岗，",
            "不得转借证件，不得酒后摆渡",
            "。",
        ],
        [
            "遇到大雾、大风、洪水或者夜",
            "间照明不足的，渡工应当停渡",
            "，并在两岸悬挂停渡标志，乘",
            "客应当服从渡工指挥，按次序",
            "上下，不得抢渡，不得携带易",
            "燃易爆物品上船，违反的由乡",
            "镇人民政府予以劝阻。",
        ],
    ];
    for (side, lines) in sides.iter().enumerate() {
        for (row, line) in lines.iter().enumerate() {
            content += &codes.at(60 + 250 * side, 720 - 24 * row, 16, line);
        }
    }
    let text = read(&pdf(codes, &[content], "", "")).text;
    let joined: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    assert_eq!(joined, "溪口县渡船安全须知".to_owned() + &sides[0].concat() + &sides[1].concat());
}

/// A carriage return that a page prints stayed in the text, in which lines end in `\n` only.
#[test]
fn a_line_end_that_a_page_prints_is_a_space() {
    let page = Codes::Ucs2.at(80, 680, 16, "老茶园\r受保护。");
    assert_eq!(read(&pdf(Codes::Ucs2, &[page], "", "")).text, "老茶园 受保护。\n");
}

/// Columns without a ruled line: a header, and a column of figures.
#[test]
fn clear_columns_become_a_table() {
    let codes = Codes::Ucs2;
    let mut content = codes.at(200, 780, 16, "溪口县渡口一览");
    for (row, cells) in
        [["渡口", "所在乡镇", "渡船"], ["石门渡", "青山乡", "２"], ["白水渡", "溪口镇", "１３"]]
            .iter()
            .enumerate()
    {
        for (column, cell) in cells.iter().enumerate() {
            content += &codes.at(80 + 150 * column, 740 - 28 * row, 16, cell);
        }
    }
    content += &codes.at(112, 640, 16, "以上渡口由县人民政府批准设立。");
    let site = Site::new();
    site.write("content/sources/a.pdf", pdf(codes, &[content], "", ""));
    site.run(&["import"]).exits(0);
    let page = site.read(&site.page("a.pdf"));
    assert!(page.contains("| 渡口 | 所在乡镇 | 渡船 |\n| --- | --- | --- |\n| 石门渡 | 青山乡 |"), "{page}");
}

#[test]
fn turned_pages_are_turned_back() {
    let words =
        |matrix: &str, text: &str| format!("BT /F 16 Tf {matrix} Tm <{}> Tj ET\n", Codes::Ucs2.hex(text));
    for (turned, rotate) in [
        (["0 1 -1 0 100 80", "0 1 -1 0 130 80"], "/Rotate 90"),
        (["0 1 -1 0 100 80", "0 1 -1 0 130 80"], ""),
        (["-1 0 0 -1 500 80", "-1 0 0 -1 500 110"], "/Rotate 180"),
        (["0 -1 1 0 500 700", "0 -1 1 0 470 700"], "/Rotate 270"),
    ] {
        let page = words(turned[0], "第一行文字") + &words(turned[1], "第二行文字");
        assert_eq!(read(&pdf(Codes::Ucs2, &[page], rotate, "")).text, "第一行文字\n第二行文字\n", "{rotate}");
    }
}

#[test]
fn lines_stand_where_they_are_printed() {
    for codes in [Codes::Ucs2, Codes::Euc] {
        let first = [
            codes.at(80, 680, 16, "园，制定本办法。"),
            codes.at(112, 710, 16, "第一条　为了保护老茶"),
            codes.at(240, 760, 16, "茶园办法"),
        ];
        let pages = [first.concat(), codes.at(80, 760, 16, "附则")];
        assert_eq!(
            read(&pdf(codes, &pages, "", "")).text,
            "　　　　　　　　　　茶园办法\n\n　　第一条　为了保护老茶\n园，制定本办法。\n\x0C\n附则\n"
        );
    }
}

#[test]
fn what_cannot_be_read_says_why() {
    let whole = printed(Codes::Ucs2, |at| format!("{at}"));
    let locked =
        format!("/ID[<00><00>]/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<{0}>/U<{0}>>>", "5A".repeat(32));
    let words = Codes::Ucs2.at(80, 680, 16, "老茶园受保护。");
    assert!(matches!(problem(&pdf(Codes::Ucs2, &[words], "", &locked)), Problem::Encrypted));
    assert!(matches!(problem(&pdf(Codes::Ucs2, &["0 0 10 10 re f".into()], "", "")), Problem::Scanned));
    assert!(matches!(problem(b"%PDF-1.4\nbroken"), Problem::Damaged { .. }));
    // Cut off: either all that the reader gives is there and marked as pages, or it says that the file is damaged.
    for part in [10, 50, 90] {
        if let Err(error) = source::from_bytes("a.pdf", &whole[..whole.len() * part / 100]) {
            assert!(matches!(error.problem, Problem::Damaged { .. } | Problem::Scanned), "{part}: {error}");
        }
    }
    let site = Site::new();
    site.write("content/sources/a.pdf", pdf(Codes::Ucs2, &["0 0 10 10 re f".into()], "", ""));
    site.write("content/sources/b.pdf", &whole);
    site.run(&["import"]).exits(1).says("error[source-scanned]").says("a.pdf").says("OCR");
    site.page("b.pdf");
}

/// Files made to do harm are refused, or read in bounds.
#[test]
fn hostile_files_do_no_harm() {
    let pages = |kids: &str, count: usize| {
        file(
            &[
                b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
                format!("<</Type/Pages/Kids[{kids}]/Count {count}>>").into_bytes(),
            ],
            "",
        )
    };
    let nested = |open: &str, close: &str| format!("{}{}", open.repeat(200_000), close.repeat(200_000));
    let tree: Vec<Vec<u8>> = std::iter::once(b"<</Type/Catalog/Pages 2 0 R>>".to_vec())
        .chain((2..20_000).map(|at| format!("<</Type/Pages/Kids[{} 0 R]/Count 1>>", at + 1).into_bytes()))
        .collect();
    let site = Site::new();
    let mut names = Vec::new();
    let bomb = "0 0 m\n".repeat(20_000_000 / 6);
    for (name, bytes) in [
        ("more pages than there are", pages("3 0 R", 4_000_000_000)),
        ("pages that are each other", pages("2 0 R 2 0 R", 2)),
        ("pages far down", file(&tree, "")),
        // The program reads PDF files in a process of their own: here the reader's stack may overflow.
        ("arrays in arrays", pages(&nested("[", "]"), 1)),
        ("dictionaries in dictionaries", pages(&nested("<</A", ">>"), 1)),
        ("arrays on a page", pdf(Codes::Ucs2, &[nested("[", "]") + "TJ"], "", "")),
        ("states in states", pdf(Codes::Ucs2, &[nested("q ", "Q ")], "", "")),
        ("a bomb", pdf(Codes::Ucs2, &[bomb], "", "")),
    ] {
        site.write(&format!("content/sources/{name}.pdf"), bytes);
        names.push(name);
    }
    site.write("content/sources/z.txt", "溪口县渡口管理办法\n第一条　渡工持证上岗。\n");
    let run = site.run(&["import"]).exits(1);
    for name in names {
        assert!(run.err.contains(&format!("{name}.pdf")), "{name}\n{}", run.err);
    }
    site.page("z.txt");
    let many: Vec<String> = vec![String::new(); 5_001];
    assert_eq!(problem(&pdf(Codes::Ucs2, &many, "", "")).code(), "source-too-large");
}

proptest! {
    #[test]
    fn damaged_files_are_read_or_refused(changes in prop::collection::vec((0usize..4000, any::<u8>()), 0..20)) {
        let mut bytes = pdf(Codes::Ucs2, &[Codes::Ucs2.at(80, 680, 16, "老茶园受保护。")], "", "");
        for (at, byte) in changes {
            let at = at % bytes.len();
            bytes[at] = byte;
        }
        let _ = source::from_bytes("a.pdf", &bytes);
    }
}
