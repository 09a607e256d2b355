//! What only LibreOffice can read is imported through it, and says what is needed where it is not installed.
#![cfg(unix)]

mod driver;

use driver::{Run, Site};
use std::io::{Cursor, Write};
use std::os::unix::fs::PermissionsExt;

/// Runs the program where `folder` is all there is to find programs in.
fn run(site: &Site, folder: &str, args: &[&str]) -> Run {
    let path = format!("{}:/bin:/usr/bin", site.path(folder).display());
    let path = if folder.is_empty() { "/nowhere".to_owned() } else { path };
    let output = driver::program(site.root()).env("PATH", path).args(args).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Run { code: output.status.code().unwrap(), out: text(&output.stdout), err: text(&output.stderr) }
}

const PNG: &[u8] = b"\x89PNG\r\n\x1A\n-- a map of the groves --";

fn docx() -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let body = "<w:document xmlns:w='w'><w:body><w:p><w:r><w:t>溪口县茶园保护办法</w:t></w:r></w:p>\
        <w:p><w:r><w:t>第一条　老茶园受保护。</w:t></w:r></w:p>\
        <w:p><w:r><w:drawing><a:blip r:embed='i'/></w:drawing></w:r></w:p></w:body></w:document>";
    for (name, bytes) in [
        ("[Content_Types].xml", b"<Types/>".as_slice()),
        ("word/document.xml", body.as_bytes()),
        (
            "word/_rels/document.xml.rels",
            b"<Relationships><Relationship Id='i' Type='x/image' Target='media/image1.png'/></Relationships>",
        ),
        ("word/media/image1.png", PNG),
    ] {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// Takes the part of LibreOffice: the folder for the result is the argument after --outdir.
/// Each run leaves a line in `programs/runs`.
fn install_office(site: &Site) {
    site.write("programs/converted.docx", docx());
    let script = "#!/bin/sh\nhere=$(dirname \"$0\")\necho run >> \"$here/runs\"\n\
        while [ \"$1\" != --outdir ]; do shift; done\ncp \"$here/converted.docx\" \"$2/source.docx\"\n";
    site.write("programs/soffice", script);
    std::fs::set_permissions(site.path("programs/soffice"), std::fs::Permissions::from_mode(0o755)).unwrap();
}

#[test]
fn a_doc_file_is_imported_through_the_office_program() {
    let site = Site::new();
    site.write("content/sources/a.doc", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 a compound file");
    run(&site, "", &["import"])
        .exits(1)
        .says("error[source-needs-office]")
        .says("a.doc")
        .says("install LibreOffice");
    install_office(&site);
    run(&site, "programs", &["import", "--report"]).exits(0).says("read as docx").says("unsure, line 1");
    assert!(site.read(&site.page("a.doc")).contains("第一条　老茶园受保护。 {#art_1}"));
    run(&site, "", &["import", "--report"]).exits(0).says("0 read, 1 unchanged").says("source-converted");
}

#[test]
fn the_images_of_a_converted_file_are_shown_where_they_stand() {
    let site = Site::new();
    install_office(&site);
    site.write("content/sources/a.rtf", "{\\rtf1 a text}");
    run(&site, "programs", &["build"]).exits(0);
    assert_eq!(site.read("programs/runs"), "run\n", "once for the words and the images");
    let slug = site.slug("a.rtf");
    let page = site.read(&format!("public/circulars/{slug}.html"));
    assert!(page.contains(&format!("<img src=\"../../images/{slug}/1.png\"")), "{page}");
    assert_eq!(site.tree("public/images")[&format!("{slug}/1.png")], PNG);
    // Without the program the words stay, and the image is named.
    run(&site, "", &["build"]).exits(0).says("image-missing");
    assert!(site.tree("public/images").is_empty());
}
