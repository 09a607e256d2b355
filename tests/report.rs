//! The import report, printed and as a page: what was read, found, repaired, dropped and doubted, each with its line.

mod driver;

use driver::Site;

const PAGE: &str = "<html><body><div class='nav'><a href='/'>首页</a> <a href='/x'>信息公开</a></div><div class='article'>\
    <h1>白石市渡口管理办法</h1><p>第一条　渡口由市交通运输局管理，任何单位和个人不得擅自设立、迁移、撤销渡口。</p>\
    <p>第三条　本办法自２０１９年５月１日起施行，由白石市交通运输局负责解释并组织实施。</p></div></body></html>";

#[test]
fn the_report_says_what_was_done_to_each_source() {
    let site = Site::new();
    site.write("content/sources/渡口.html", PAGE);
    site.write("content/sources/空.txt", "");
    let first = site.run(&["import", "--report"]).exits(1);
    let parts = |run: &driver::Run| {
        for words in [
            "渡口.html",
            "read as html, UTF-8",
            "dropped, chrome: 1",
            "信息公开",
            "repaired, digits: ",
            "→ \"2\"",
        ] {
            assert!(run.out.contains(words), "{words}\n{}", run.out);
        }
        assert!(run.out.contains("(number-gap)") && run.out.contains("unsure, line "), "{}", run.out);
    };
    parts(&first);
    assert!(
        first.out.contains("found 《白石市渡口管理办法》, 2 clauses")
            && first.out.contains("no page was made")
    );
    // What has not changed is reported all the same.
    let again = site.run(&["import", "--report"]).exits(1);
    parts(&again);
    assert!(again.out.contains("unchanged"), "{}", again.out);

    site.run(&["build"]);
    let report = site.read("public/report.html");
    let slug = site.slug("渡口.html");
    for words in ["渡口.html", "2 条条文", "信息公开", "序号缺漏", &format!("circulars/{slug}.html#repairs")]
    {
        assert!(report.contains(words), "{words}\n{report}");
    }
    let doubts = report.split("class=\"doubts\"").nth(1).unwrap_or_else(|| panic!("{report}"));
    assert!(doubts.contains("第 ") && doubts.contains(" 行"), "{doubts}");
}
