//! From sources to the site, through the program.

mod driver;

use driver::Site;
use std::fs;

const TITLE: &str = "云岭省林业局关于修缮护林小屋的通知";

/// A notice with two sections; `more` is a sentence of its own in the second.
fn notice(more: &str) -> String {
    format!(
        "{TITLE}\n\n云林发〔2021〕9号\n\n各市、县林业局：\n\n为让护林员雨天有处避、夜里有处歇，现就修缮护林小屋通知如下。\n\n\
         一、查看屋况\n\n各县在开春以前把每一间护林小屋看一遍，屋顶、火塘、门窗逐项登记。\n\n\
         二、分批修缮\n\n漏雨的先修，离村远的先修。{more}\n\n云岭省林业局\n\n2021年2月3日\n"
    )
}

const MEASURES: &str = "青川市护林小屋管理办法\n\n第一条　为管好护林小屋，根据《云岭省林业局关于修缮护林小屋的通知》，制定本办法。\n\n\
    第二条　护林小屋由所在乡镇管理。\n\n小屋的钥匙由护林员保管。\n\n第三条　违反第二条第二款规定的，由乡镇责令改正。\n\n\
    第四条　本办法自2021年6月1日起施行。\n";

fn site() -> Site {
    let site = Site::new();
    site.write("content/sources/notice.txt", notice("")).write("content/sources/measures.txt", MEASURES);
    site
}

#[test]
fn a_new_site_builds_as_it_comes() {
    let folder = tempfile::tempdir().unwrap();
    driver::run(folder.path(), &["init", "rules"]).exits(0);
    driver::run(folder.path(), &["--site", "rules", "build"]).exits(0).says("index.html");
    assert!(folder.path().join("rules/public/index.html").is_file());
    driver::run(folder.path(), &["--site", "rules", "check"]).exits(0).says("0 errors");
}

#[test]
fn building_twice_changes_no_byte() {
    let site = site();
    site.run(&["build"]).exits(0);
    let (content, public) = (site.tree("content"), site.tree("public"));
    assert!(public.contains_key("index.html") && public.contains_key("sources/notice.txt"));
    site.run(&["build"]).exits(0).says("0 files written");
    assert_eq!((site.tree("content"), site.tree("public")), (content.clone(), public.clone()));
    for record in content.keys().filter(|path| path.starts_with("imports/")) {
        fs::remove_file(site.path("content").join(record)).unwrap();
    }
    site.run(&["import"]).exits(0);
    assert_eq!(site.tree("content"), content, "an import from nothing gives the same records");
    let other = self::site();
    other.run(&["build"]).exits(0);
    assert_eq!(other.tree("public"), public, "another folder gives the same site");
}

#[test]
fn a_page_that_people_edited_is_never_overwritten() {
    let site = site();
    site.run(&["build"]).exits(0);
    let page = site.page("notice.txt");
    let edited = site.read(&page).replace("离村远的先修。", "离村远的先修，不误农时。");
    site.write(&page, &edited);
    site.run(&["import"]).exits(0).keeps_quiet_about("page-edited");
    assert_eq!(site.read(&page), edited);

    site.write("content/sources/notice.txt", notice("木料就地取材。"));
    site.run(&["build"]).exits(0).says("page-edited");
    assert_eq!(site.read(&page), edited);
    let beside = page.replace(".md", ".new.md");
    assert!(site.read(&beside).contains("木料就地取材。"));
    let shown = site.read(&format!("public/circulars/{}.html", site.slug("notice.txt")));
    assert!(shown.contains("不误农时") && !shown.contains("木料就地取材"));
    assert!(!site.tree("public").keys().any(|path| path.contains(".new")));
    site.run(&["check"]).says("text-waiting");
    site.run(&["import"]).exits(0).keeps_quiet_about("page-edited");
}

#[test]
fn an_untouched_page_follows_its_source_and_keeps_its_address() {
    let site = site();
    site.run(&["build"]).exits(0);
    let page = site.page("notice.txt");
    site.write("content/sources/notice.txt", notice("木料就地取材。").replace("修缮", "整修"));
    site.run(&["build"]).exits(0).says("renewed");
    assert_eq!(site.page("notice.txt"), page, "the slug stays, though the title is another");
    assert!(site.read(&page).contains("木料就地取材。"));
    fs::rename(site.path("content/sources/notice.txt"), site.path("content/sources/renamed.txt")).unwrap();
    site.run(&["build"]).exits(0).keeps_quiet_about("source-gone");
    assert_eq!(site.page("renamed.txt"), page, "the same bytes under another name");
}

#[test]
fn a_source_that_is_gone_leaves_its_page() {
    let site = site();
    site.run(&["build"]).exits(0);
    let page = site.page("notice.txt");
    fs::remove_file(site.path("content/sources/notice.txt")).unwrap();
    site.run(&["build"]).exits(0).says("source-gone").says(&page[8..]);
    assert!(site.path(&page).is_file() && !site.path("public/sources/notice.txt").exists());
}

#[test]
fn a_broken_source_is_one_message_and_the_rest_goes_on() {
    let site = site();
    site.write("content/sources/empty.txt", "")
        .write("content/sources/program.bin", b"\x7fELF\x02\x01\x01\0\0\0");
    site.run(&["build"]).exits(1).says("empty.txt").says("program.bin").says("2 circulars");
    assert!(site.path("public/index.html").is_file());
}

#[test]
fn a_vanished_address_stops_the_build_until_the_page_says_where_it_went() {
    let site = site();
    site.run(&["build"]).exits(0);
    let (public, page) = (site.tree("public"), site.page("measures.txt"));
    let text = site.read(&page);
    assert!(text.contains("{#art_3}"), "{text}");
    site.write(&page, text.replace("{#art_3}", "{#art_5}").replace("第三条", "第五条"));
    site.run(&["build"]).exits(3).says("anchor-vanished").says("art_3");
    assert_eq!(site.tree("public"), public, "the old site stands");
    site.run(&["check"]).exits(1).says("anchor-vanished");
    let moved = site.read(&page).replacen("---\n", "---\nmoved:\n  art_3: art_5\n", 1);
    site.write(&page, moved);
    site.run(&["build"]).exits(0);
    let shown = site.read(&format!("public/circulars/{}.html", site.slug("measures.txt")));
    assert!(shown.contains("id=\"art_3\"") && shown.contains("id=\"art_5\""));
}

#[test]
fn a_source_that_is_renumbered_takes_its_addresses_along() {
    let site = site();
    site.run(&["build"]).exits(0);
    let page = site.page("measures.txt");
    let source = site.read("content/sources/measures.txt");
    site.write("content/sources/measures.txt", source.replace("第三条", "第五条"));
    site.run(&["build"]).exits(0).keeps_quiet_about("anchor-vanished");
    let text = site.read(&page);
    assert!(text.contains("{#art_5}") && text.contains("art_3: art_5"), "{text}");
    site.write("content/sources/measures.txt", source.replace("第三条", "第六条"));
    site.run(&["build"]).exits(0);
    let text = site.read(&page);
    assert!(text.contains("art_3: art_6") && text.contains("art_5: art_6"), "{text}");
}

#[test]
fn a_published_page_that_breaks_keeps_the_old_site() {
    let site = site();
    site.run(&["build"]).exits(0);
    let (public, page) = (site.tree("public"), site.page("notice.txt"));
    let text = site.read(&page);
    site.write(&page, text.replacen("title:", "titel:", 1));
    site.run(&["build"]).exits(3).says("front-matter-invalid").says("published-page-broken");
    assert_eq!(site.tree("public"), public);
}

#[test]
fn what_is_not_public_leaves_no_trace() {
    let site = site();
    site.run(&["import"]).exits(0);
    let (slug, page) = (site.slug("notice.txt"), site.page("notice.txt"));
    let text = site.read(&page).replacen("---\n", "---\naudience: internal\n", 1);
    site.write(&page, text);
    site.run(&["build"]).exits(0).says("1 circulars");
    let name = slug.rsplit('/').next().unwrap();
    for (path, bytes) in site.tree("public") {
        let text = String::from_utf8_lossy(&bytes);
        assert!(!path.contains(name) && !path.contains("notice.txt"), "{path}");
        assert!(!text.contains(name) && !text.contains("notice.txt"), "{path} names it");
        assert!(!text.contains("火塘"), "{path} holds its words");
    }
    let measures = site.read(&format!("public/circulars/{}.html", site.slug("measures.txt")));
    assert!(measures.contains(TITLE), "the citing words stay, as words");
    site.write("site.toml", "title = \"内部\"\naudience = \"internal\"\nas_of = \"2024-12-31\"\n");
    site.run(&["build"]).exits(0).says("2 circulars");
    site.write("site.toml", "title = \"公开\"\naudience = \"public\"\nas_of = \"2024-12-31\"\n");
    site.run(&["build"]).exits(0);
    assert!(
        !site.path(&format!("public/circulars/{slug}.html")).exists(),
        "an internal build before leaves nothing"
    );
}

#[test]
fn links_are_written_once_and_those_of_people_are_left_alone() {
    let site = site();
    site.run(&["import"]).exits(0);
    let page = site.page("measures.txt");
    let theirs = "[另见](https://example.org/ \"参考\")";
    site.write(&page, site.read(&page).replace("由所在乡镇管理。", &format!("由所在乡镇管理。{theirs}")));
    site.run(&["link"]).exits(0);
    let linked = site.read(&page);
    let name = site.slug("notice.txt");
    assert!(linked.contains(&format!("{}.md \"引\")", name.rsplit('/').next().unwrap())), "{linked}");
    assert!(linked.contains("(#art_2__para_2 \"引\")") && linked.contains(theirs), "{linked}");
    site.run(&["link"]).exits(0).says("0 with other links");
    assert_eq!(site.read(&page), linked);
    fs::remove_file(site.path(&site.page("notice.txt"))).unwrap();
    site.run(&["link"]).exits(0);
    let alone = site.read(&page);
    assert!(!alone.contains(".md \"引\"") && alone.contains(TITLE) && alone.contains(theirs), "{alone}");
}

#[test]
fn find_prints_place_and_address() {
    let site = site();
    site.run(&["import"]).exits(0);
    let found = site.run(&["find", "鑰匙由護林員"]).exits(0).out;
    assert!(found.contains(&site.page("measures.txt")) && found.contains("#art_2__para_2"), "{found}");
    let line: usize = found.split(".md:").nth(1).unwrap().split(':').next().unwrap().parse().unwrap();
    assert!(site.read(&site.page("measures.txt")).lines().nth(line - 1).unwrap().contains("钥匙"));
    site.run(&["find", "--count", "护林小屋"]).exits(0);
    site.run(&["find", "没有这句话"]).exits(1);
}

#[test]
fn a_template_that_fails_leaves_the_old_site() {
    let site = site();
    site.run(&["build"]).exits(0);
    let public = site.tree("public");
    site.write("themes/default/templates/circular.html", "{% if %}");
    site.run(&["build"]).exits(3).says("circular.html");
    assert_eq!(site.tree("public"), public);
}

#[test]
fn a_broken_link_in_a_document_leaves_the_old_site() {
    let site = site();
    site.run(&["build"]).exits(0);
    let public = site.tree("public");
    site.write("content/about.md", "---\ntitle: 关于\n---\n\n见[那里](nowhere.md)。\n");
    site.run(&["build"]).exits(3).says("link-broken").says("nowhere");
    assert_eq!(site.tree("public"), public);
}

#[test]
fn a_page_of_others_in_the_output_is_not_overwritten() {
    let site = site();
    site.write("public/index.html", "theirs");
    site.run(&["build"]).exits(3).says("output-foreign").says("index.html");
    assert_eq!(site.read("public/index.html"), "theirs");
}

#[test]
fn quiet_is_quiet_and_a_pipe_gets_plain_lines() {
    let site = site();
    let run = site.run(&["build"]).exits(0);
    assert!(!format!("{}{}", run.out, run.err).contains('\u{1b}'));
    fs::remove_dir_all(site.path("public")).unwrap();
    let run = site.run(&["build", "--quiet"]).exits(0);
    assert_eq!((run.out.as_str(), run.err.as_str()), ("", ""));
}

#[test]
fn the_report_names_lines_and_repairs() {
    let site = Site::new();
    site.write("content/sources/digits.txt", notice("").replace("2021年2月3日", "２０２１年２月３日"));
    let report = site.run(&["import", "--report"]).exits(0).out;
    for words in ["digits.txt", "read as text, UTF-8", "2021", TITLE] {
        assert!(report.contains(words), "{words}\n{report}");
    }
}
