use crate::source::{Problem, from_bytes};
use std::io::{Cursor, Write};

/// An OFD file with these pages; the template page bears `溪口县公报`.
fn ofd(pages: &[String]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let mut add = |name: &str, text: &str| {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    };
    add(
        "OFD.xml",
        "<ofd:OFD><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
    );
    let listed: String = (0..pages.len())
        .map(|at| format!("<ofd:Page ID='{at}' BaseLoc='Pages/Page_{at}/Content.xml'/>"))
        .collect();
    add(
        "Doc_0/Document.xml",
        &format!(
            "<ofd:Document><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>\
             <ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes><ofd:TemplatePage ID='90' BaseLoc='Tpls/T.xml'/></ofd:CommonData>\
             <ofd:Pages>{listed}</ofd:Pages></ofd:Document>"
        ),
    );
    add(
        "Doc_0/DocumentRes.xml",
        "<ofd:Res BaseLoc='Res'><ofd:MultiMedias><ofd:MultiMedia ID='7' Type='Image'><ofd:MediaFile>图.png</ofd:MediaFile></ofd:MultiMedia></ofd:MultiMedias></ofd:Res>",
    );
    add("Doc_0/Tpls/T.xml", &page(&words(20.0, 10.0, "溪口县公报")));
    for (at, page) in pages.iter().enumerate() {
        add(&format!("Doc_0/Pages/Page_{at}/Content.xml"), page);
    }
    zip.finish().unwrap().into_inner()
}

fn page(objects: &str) -> String {
    format!(
        "<ofd:Page><ofd:Template TemplateID='90'/><ofd:Content><ofd:Layer>{objects}</ofd:Layer></ofd:Content></ofd:Page>"
    )
}

/// A text object of 5 mm characters.
fn words(x: f64, y: f64, text: &str) -> String {
    let steps = text.chars().count() - 1;
    format!(
        "<ofd:TextObject Boundary='{x} {y} 100 6' Size='5'><ofd:TextCode X='0' Y='5' DeltaX='g {steps} 5'>{text}</ofd:TextCode></ofd:TextObject>"
    )
}

#[test]
fn text_is_read_in_the_order_in_which_it_stands() {
    let first = [
        words(30.0, 60.0, "第二条　本办法自发布日起施行。"),
        words(30.0, 50.0, "园，制定本办法。"),
        words(40.0, 42.0, "第一条　为了保护老茶"),
        words(80.0, 30.0, "茶园管护办法"),
        // Bold by printing twice, and a second stretch on the same line.
        words(80.1, 30.0, "茶园管护办法"),
        words(130.0, 60.0, "（试行）"),
        "<ofd:PageBlock><ofd:ImageObject Boundary='50 90 20 20' ResourceID='7'/></ofd:PageBlock>".to_owned(),
    ];
    let second = words(30.0, 40.0, "附则");
    let (source, _) = from_bytes("a.ofd", &ofd(&[page(&first.concat()), page(&second)]))
        .unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(
        source.text,
        "溪口县公报\n　　　　　　　　　　茶园管护办法\n　　第一条　为了保护老茶\n园，制定本办法。\n第二条　本办法自发布日起施行。　（试行）\n\
         \n[img Doc_0/Res/图.png]\n\x0C\n附则\n"
    );
    assert_eq!(source.edits.len(), 1);
    assert_eq!(source.edits[0].span.of(&source.text), "溪口县公报\n");
}

#[test]
fn letter_spacing_and_scans() {
    let spaced = page(
        "<ofd:TextObject Boundary='0 0 100 6' Size='5'><ofd:TextCode X='0' Y='5' DeltaX='10 5 20'>通 知书</ofd:TextCode></ofd:TextObject>",
    );
    let (source, _) = from_bytes("a.ofd", &ofd(&[spaced])).unwrap_or_else(|error| panic!("{error}"));
    assert!(source.text.ends_with("通 知　书\n"), "{}", source.text);
    let scan = page("<ofd:ImageObject Boundary='0 0 210 297' ResourceID='7'/>");
    assert!(matches!(
        from_bytes("a.ofd", &ofd(&[scan])).map_err(|error| error.problem),
        Err(Problem::Scanned)
    ));
}
