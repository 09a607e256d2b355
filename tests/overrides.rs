//! A person settles in an override file what the program was not sure of, and every import after it keeps to it.

mod driver;

use driver::Site;

const SOURCE: &str = "\
青川市茶园保护办法

青政发〔2019〕7号

第一条　为了保护老茶圆，制定本办法。

第二条　老茶园不得采伐。

第四条　本办法自2019年5月1日起施行。

青川市人民政府

2019年4月2日
";
const OVERRIDE: &str = "content/sources/办法.txt.override.toml";

fn site() -> Site {
    let site = Site::new();
    site.write("content/sources/办法.txt", SOURCE);
    site
}

fn record(site: &Site) -> serde_json::Value {
    let slug = site.slug("办法.txt");
    serde_json::from_str(&site.read(&format!("content/imports/{slug}.json"))).unwrap()
}

fn line_of(words: &str) -> usize {
    SOURCE.lines().position(|line| line.contains(words)).unwrap() + 1
}

#[test]
fn words_fields_and_doubts_are_settled_and_stay_so() {
    let site = site();
    site.run(&["import"]).exits(0);
    let before = record(&site);
    let doubt = &before["doubts"][0];
    assert_eq!(doubt["code"], "number-gap", "第三条 is missing: {before:#}");
    let settled = format!(
        "[meta]\nnumber = \"青政发〔2019〕17号\"\naudience = \"public\"\nlevel = \"municipal\"\ndates.published = 2019-04-09\n\n\
         [[accept]]\ncode = \"number-gap\"\nline = {}\n\n[[replace]]\nline = {}\nbefore = \"茶圆\"\nafter = \"茶园\"\n",
        doubt["line"],
        line_of("茶圆")
    );
    site.write(OVERRIDE, &settled);
    site.run(&["import"]).exits(0).says("renewed").keeps_quiet_about("warning");
    let page = site.read(&site.page("办法.txt"));
    for words in [
        "为了保护老茶园，",
        "number: 青政发〔2019〕17号",
        "published: 2019-04-09",
        "from: person",
        "青政发〔2019〕7号 {.number}",
    ] {
        assert!(page.contains(words), "{words}\n{page}");
    }
    let after = record(&site);
    assert!(after["doubts"].is_null(), "{after:#}");
    let repairs = after["repairs"].as_array().unwrap();
    assert!(
        repairs.iter().any(|r| r["note"] == "by override" && r["before"] == "茶圆" && r["after"] == "茶园"),
        "{after:#}"
    );

    let tree = site.tree("content");
    site.run(&["import"]).exits(0).says("0 read, 1 unchanged");
    site.run(&["check"]).exits(0).keeps_quiet_about("doubt");
    assert_eq!(site.tree("content"), tree);

    // The source changes elsewhere: what was settled stays settled.
    site.write("content/sources/办法.txt", SOURCE.replace("不得采伐", "不得砍伐"));
    site.run(&["import"]).exits(0).says("renewed");
    let page = site.read(&site.page("办法.txt"));
    assert!(page.contains("老茶园，") && page.contains("砍伐") && page.contains("17号"), "{page}");

    // Without the file everything is as the source has it.
    std::fs::remove_file(site.path(OVERRIDE)).unwrap();
    site.run(&["import"]).exits(0).says("renewed");
    let page = site.read(&site.page("办法.txt"));
    assert!(page.contains("老茶圆") && !page.contains("person"), "{page}");
}

#[test]
fn what_does_not_fit_is_refused_with_file_line_and_remedy() {
    let site = site();
    site.run(&["import"]).exits(0);
    let tree = site.tree("content/circulars");
    for (text, code, line, words) in [
        ("[meta]\ntitel = \"x\"\n", "override-broken", 2, "titel"),
        ("[meta]\ndates.issued = \"2019-13\"\n", "override-broken", 2, "2019-13"),
        ("\n[[replace]]\nline = 1\nbefore = \"茶圆\"\nafter = \"茶园\"\n", "override-misplaced", 2, "茶圆"),
        ("[[replace]]\nline = 99\nbefore = \"茶圆\"\nafter = \"茶园\"\n", "override-misplaced", 1, "99"),
    ] {
        site.write(OVERRIDE, text);
        let run = site.run(&["import"]).exits(1).says(&format!("error[{code}]")).says(words);
        run.says(&format!("办法.txt.override.toml:{line}")).says("help: ");
        assert_eq!(site.tree("content/circulars"), tree, "the page stays as it was");
    }
    site.write(OVERRIDE, "[[accept]]\ncode = \"table-lost\"\nline = 3\n");
    site.run(&["import"]).exits(0).says("warning[override-stale]");
    std::fs::rename(site.path(OVERRIDE), site.path("content/sources/办法.override.toml")).unwrap();
    site.run(&["import"]).exits(0).says("warning[override-stray]").says("办法.override.toml");
}

#[test]
fn what_was_dropped_as_chrome_can_be_kept() {
    let site = Site::new();
    let page = "<html><body><div class='nav'><a href='/'>首页</a> <a href='/x'>公开</a></div><div class='article'>\
        <h1>青川市茶园保护办法</h1><p>第一条　老茶园受保护，任何单位和个人不得采伐、移植、损毁老茶树。</p>\
        <p>第二条　本办法自发布之日起施行，由青川市农业农村局负责解释并组织实施。</p></div>\
        <div class='footer'>编者注：本文依纸质件核对。</div></body></html>";
    site.write("content/sources/a.html", page);
    site.run(&["import"]).exits(0);
    let slug = site.slug("a.html");
    assert!(!site.read(&site.page("a.html")).contains("编者注"));
    let record: serde_json::Value =
        serde_json::from_str(&site.read(&format!("content/imports/{slug}.json"))).unwrap();
    let dropped = record["repairs"]
        .as_array()
        .unwrap()
        .iter()
        .find(|r| r["before"].as_str().unwrap().contains("编者注"));
    let dropped = dropped.unwrap_or_else(|| panic!("{record:#}"));
    assert_eq!(dropped["kind"], "chrome");
    let ahead =
        dropped["before"].as_str().unwrap().split("编者注").next().unwrap().matches('\n').count() as u64;
    let line = dropped["at"][0].as_u64().unwrap() + ahead;
    let words = "编者注：本文依纸质件核对。";
    site.write(
        "content/sources/a.html.override.toml",
        format!("[[replace]]\nline = {line}\nbefore = \"{words}\"\nafter = \"{words}\"\n"),
    );
    site.run(&["import"]).exits(0).says("renewed");
    let page = site.read(&site.page("a.html"));
    assert!(page.contains(words) && !page.contains("首页"), "{page}");
}

#[test]
fn a_doubt_is_settled_by_mending_its_words_in_the_page() {
    let site = Site::new();
    site.write(
        "content/sources/办法.txt",
        SOURCE.replace("第四条", "第三条").replace("老茶圆", "老茶\u{E9A7}"),
    );
    site.run(&["import"]).exits(0);
    let record = record(&site);
    assert!(record["doubts"][0]["words"].as_str().unwrap().contains('\u{E9A7}'), "{record:#}");
    site.run(&["check"]).exits(0).says("warning[doubt]");
    let page = site.page("办法.txt");
    let edited = site.read(&page).replace('\u{E9A7}', "园");
    site.write(&page, edited.replace("不得采伐", "不得砍伐"));
    site.run(&["check"]).exits(0).keeps_quiet_about("warning[doubt]");
    site.write(&page, site.read(&page).replace("老茶园，", "老茶\u{E9A7}，"));
    site.run(&["check"]).exits(0).says("warning[doubt]");
}
