//! What a publisher relies on and sees only when it fails: addresses of one's own, nothing that is not public, nothing that
//! runs, and messages that say where to mend what.

mod driver;

use driver::Site;

/// A notice that ends in `note`.
fn notice(note: &str) -> String {
    format!(
        "云岭省林业局关于清点护林小屋的通知\n云林发〔2021〕19号\n各县林业局：\n请于三月底以前清点护林小屋，登记造册。\n\
         云岭省林业局\n2021年2月3日\n{note}\n"
    )
}

#[test]
fn a_site_has_its_own_address() {
    let site = Site::new();
    site.write(
        "site.toml",
        "title = \"云岭省规定选\"\nas_of = \"2024-12-31\"\nbase_url = \"https://rules.example.org/\"\n",
    );
    site.write("content/sources/a.txt", notice("")).run(&["build"]).exits(0);
    let slug = site.slug("a.txt");
    let address = format!("https://rules.example.org/circulars/{slug}.html");
    let page = site.read(&format!("public/circulars/{slug}.html"));
    assert!(page.contains(&format!("<link rel=\"canonical\" href=\"{address}\">")));
    assert!(site.read("public/sitemap.xml").contains(&format!("<loc>{address}</loc>")));
    site.run(&["check"]).exits(0);
}

#[test]
fn what_says_that_it_is_not_public_leaves_no_trace() {
    let site = Site::new();
    site.write("content/sources/open.txt", notice("（此件公开发布）").replace("清点护林小屋", "修缮栈道"));
    let notes = [
        "（此件不公开）",
        "（此件不公开发布）",
        "（信息公开形式：不予公开）",
        "公开方式：不公开",
        "此件不公开",
        "（不公开）",
        "是否公开：否",
        "（此件属于工作秘密，不得公开）",
    ];
    let marks = ["机　密", "工作秘密", "【内部】", "内部资料　注意保密"];
    for (n, note) in notes.iter().enumerate() {
        let paper = notice(note).replace("护林小屋", &format!("护林小屋{n}号"));
        site.write(&format!("content/sources/note{n}.txt"), paper);
    }
    for (n, mark) in marks.iter().enumerate() {
        let paper = format!("{mark}\n{}", notice("").replace("护林小屋", &format!("瞭望塔{n}号")));
        site.write(&format!("content/sources/mark{n}.txt"), paper);
    }
    site.run(&["build"]).exits(0);
    let public = site.tree("public");
    assert!(public.contains_key("sources/open.txt"));
    let told: Vec<&String> = public
        .iter()
        .filter(|(path, bytes)| {
            let text = String::from_utf8_lossy(bytes);
            path.contains("note")
                || path.contains("mark")
                || text.contains("清点护林小屋")
                || text.contains("清点瞭望塔")
        })
        .map(|(path, _)| path)
        .collect();
    assert!(told.is_empty(), "{told:?}");
    for n in 0..marks.len() {
        let page = site.read(&site.page(&format!("mark{n}.txt")));
        assert!(page.contains("title: 云岭省林业局关于清点瞭望塔"), "{page}");
    }
}

#[test]
fn the_copy_of_a_web_page_is_a_text() {
    let site = Site::new();
    let page = format!(
        "<html><head><script>document.title='x'</script></head><body>{}</body></html>",
        notice("").lines().map(|line| format!("<p>{line}</p>")).collect::<String>()
    );
    site.write("content/sources/page.html", page).run(&["build"]).exits(0);
    let public = site.tree("public");
    assert!(public.contains_key("sources/page.html.txt") && !public.contains_key("sources/page.html"));
    let shown = site.read(&format!("public/circulars/{}.html", site.slug("page.html")));
    assert!(shown.contains("sources/page.html.txt\""), "{shown}");
}

#[test]
fn a_broken_link_is_told_where_it_was_written() {
    let site = Site::new();
    site.write("content/sources/a.txt", notice(""));
    site.write(
        "content/guide/使用.md",
        "---\ntitle: 使用\n---\n\n先看这里。\n\n再看[办法](../circulars/2020/nope.md)。\n",
    );
    site.run(&["build"]).exits(3).says("link-broken").says("guide/使用.md:7");
    site.write("content/guide/使用.md", "---\ntitle: 使用\n---\n\n好。\n");
    site.write("content/search.md", "---\ntitle: 检索\n---\n\n好。\n");
    site.run(&["build"]).exits(3).says("search.html would be made twice").says("program's own pages");
}

#[test]
fn what_can_not_be_imported_is_told_with_its_reason() {
    let site = Site::new();
    site.write("content/sources/a.txt", notice("")).write("content/sources/empty.txt", "");
    #[cfg(unix)]
    std::os::unix::fs::symlink("/nowhere/b.txt", site.path("content/sources/link.txt")).unwrap();
    site.run(&["build"]).exits(1).says("source-empty");
    let checked = site.run(&["check"]).exits(1).says("source-empty").keeps_quiet_about("source-not-imported");
    #[cfg(unix)]
    checked.says("source-link").says("link.txt");
}

#[test]
fn a_day_that_is_none_is_refused() {
    let site = Site::new();
    site.write("site.toml", "title = \"云岭省规定选\"\n").write("content/sources/a.txt", notice(""));
    for wrong in ["abc", "-1", "99999999999999999", ""] {
        let output =
            driver::program(site.root()).arg("build").env("SOURCE_DATE_EPOCH", wrong).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{wrong}: {said}");
        assert!(said.contains("SOURCE_DATE_EPOCH") && said.contains("seconds since 1970"), "{said}");
    }
    let output =
        driver::program(site.root()).arg("build").env("SOURCE_DATE_EPOCH", "1704038400").output().unwrap();
    assert!(output.status.success());
}

#[test]
fn a_move_that_leads_nowhere_is_told() {
    let site = Site::new();
    site.write("content/sources/a.txt", notice("")).run(&["build"]).exits(0);
    let page = site.page("a.txt");
    let moved = site.read(&page).replacen(
        "---\n",
        "---\nmoved:\n  sec_7: sec_8\n  para_1: para_9\n  art_1: para_1\n",
        1,
    );
    site.write(&page, moved);
    let checked = site.run(&["check"]).exits(0).keeps_quiet_about("#art_1");
    checked.says("moved-idle").says("#sec_8, which does not exist").says("#para_1 still stands there");
}
