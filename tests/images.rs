//! Images of sources are shown where they stood, and those of what is not public leave no trace.

mod driver;

use driver::Site;
use std::io::{Cursor, Write};

const PNG: &[u8] = b"\x89PNG\r\n\x1A\n-- a map of the groves --";
const SECRET: &[u8] = b"\x89PNG\r\n\x1A\n-- a map of the granary --";

/// A Word file with an image between two clauses, and its caption.
fn docx(title: &str, image: &[u8]) -> Vec<u8> {
    let p = |text: &str| format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>");
    let body = [
        p(title),
        p("第一条　老茶园的范围以下图为准。"),
        "<w:p><w:r><w:drawing><a:blip r:embed='i'/></w:drawing></w:r></w:p>".to_owned(),
        p("图1　溪口县老茶园分布图"),
        p("第二条　老茶园不得采伐。"),
    ];
    let document = format!("<w:document xmlns:w='w'><w:body>{}</w:body></w:document>", body.concat());
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in [
        ("[Content_Types].xml", b"<Types/>".as_slice()),
        ("word/document.xml", document.as_bytes()),
        (
            "word/_rels/document.xml.rels",
            b"<Relationships><Relationship Id='i' Type='x/image' Target='media/map 1.png'/></Relationships>",
        ),
        ("word/media/map 1.png", image),
    ] {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn an_image_of_a_word_file_stands_between_its_clauses() {
    let site = Site::new();
    site.write("content/sources/a.docx", docx("溪口县茶园保护办法", PNG));
    site.run(&["build"]).exits(0);
    let slug = site.slug("a.docx");
    let page = site.read(&format!("public/circulars/{slug}.html"));
    let figure = page.find("<figure>").unwrap_or_else(|| panic!("{page}"));
    let (first, second) = (page.find("id=\"art_1\"").unwrap(), page.find("id=\"art_2\"").unwrap());
    assert!(first < figure && figure < second);
    let shown = format!("<img src=\"../../images/{slug}/1.png\" alt=\"图1　溪口县老茶园分布图\">");
    assert!(page.contains(&shown), "{page}");
    assert_eq!(site.tree("public")[&format!("images/{slug}/1.png")], PNG);
    let again = site.tree("public");
    site.run(&["build"]).exits(0);
    assert_eq!(site.tree("public"), again);
}

#[test]
fn a_web_page_shows_the_images_beside_it_and_names_the_others() {
    let site = Site::new();
    let html = "<html><body><div class='article'><h1>溪口县茶园保护办法</h1>\
        <p>第一条　老茶园受保护，任何单位和个人不得采伐、移植、损毁老茶树，范围见下图。</p><p><img src='a_files/%E5%9B%BE.png'></p>\
        <p>第二条　本办法所称<img src='a_files/glyph.gif'>茶，是指树龄三百年以上、胸径三十厘米以上的老茶树。</p>\
        <p><img src='https://host.example/far.png'></p><p><img src='../../site.toml'></p><p>第三条　本办法自发布之日起施行，由县林业局负责解释。</p></div></body></html>";
    site.write("content/sources/a.html", html);
    site.write("content/sources/a_files/图.png", PNG);
    site.write("content/sources/a_files/glyph.gif", "GIF89a..");
    site.run(&["build"]).exits(0).says("image-missing");
    let slug = site.slug("a.html");
    let page = site.read(&format!("public/circulars/{slug}.html"));
    for words in [
        format!("<figure><img src=\"../../images/{slug}/1.png\" alt=\"图\"></figure>"),
        format!("所称<img class=\"inline\" src=\"../../images/{slug}/2.gif\""),
        "〔图：https://host.example/far.png〕".to_owned(),
        "〔图：../../site.toml〕".to_owned(),
    ] {
        assert!(page.contains(&words), "{words}\n{page}");
    }
    let images: Vec<String> = site.tree("public/images").into_keys().collect();
    assert_eq!(images, [format!("{slug}/1.png"), format!("{slug}/2.gif")]);
}

/// `data:` addresses, whatever type they claim: their bytes say what they are.
#[test]
fn images_embedded_in_a_page_are_taken_out_and_scripts_are_not() {
    let site = Site::new();
    let html = "<html><body><div class='article'><h1>溪口县茶园保护办法</h1>\
        <p>第一条　老茶园受保护，任何单位和个人不得采伐、移植、损毁老茶树，范围见下图。</p>\
        <p><img src='data:image/svg+xml;base64,iVBORw0K\nGgotLSBtYXA='></p>\
        <table><tr><td>级别</td><td>标志</td></tr><tr><td>一级</td><td><img src='DATA:,GIF89a..'></td></tr></table>\
        <p><img src='data:image/png,%3Csvg%20onload=alert(1)%3E'></p>\
        <p><img src='data:image/svg+xml;base64,iVBORw0K\nGgotLSBtYXA='></p>\
        <p>第二条　本办法自发布之日起施行，由县林业局负责解释并组织实施，各乡镇应当遵照执行。</p></div></body></html>";
    site.write("content/sources/a.html", html);
    site.run(&["build"]).exits(0).says("html-embedded-image").says("image-missing");
    let slug = site.slug("a.html");
    let images = site.tree("public/images");
    assert_eq!(images.keys().collect::<Vec<_>>(), [&format!("{slug}/1.png"), &format!("{slug}/2.gif")]);
    assert_eq!(images[&format!("{slug}/1.png")], b"\x89PNG\r\n\x1A\n-- map");
    let page = site.read(&format!("public/circulars/{slug}.html"));
    assert_eq!(page.matches(&format!("images/{slug}/1.png")).count(), 2, "{page}");
    assert!(page.contains(&format!("images/{slug}/2.gif")) && !page.contains("onload"), "{page}");
}

#[test]
fn images_of_what_is_not_public_leave_no_trace() {
    let site = Site::new();
    site.write("content/sources/a.docx", docx("溪口县茶园保护办法", PNG));
    site.write("content/sources/b.docx", docx("溪口县粮仓管理办法", SECRET));
    site.write("content/sources/b.docx.override.toml", "[meta]\naudience = \"internal\"\n");
    site.run(&["build"]).exits(0);
    for (path, bytes) in site.tree("public") {
        let holds = |needle: &[u8]| bytes.windows(needle.len()).any(|window| window == needle);
        assert!(!holds(SECRET) && !holds("粮仓".as_bytes()), "{path}");
    }
    assert!(site.tree("public/images").into_values().all(|bytes| bytes == PNG));
    site.write("site.toml", "title = \"云岭省规定选\"\nas_of = \"2024-12-31\"\naudience = \"internal\"\n");
    site.run(&["build"]).exits(0);
    assert_eq!(site.tree("public/images").len(), 2);
}
