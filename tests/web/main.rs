//! The web of circulars, through the program and the sample corpus: citations, versions, texts side by side, and what
//! becomes of all that when a circular is taken away.

#[path = "../driver/mod.rs"]
mod driver;
mod graph;
mod held;

use driver::Site;
use percent_encoding::percent_decode_str;
use scraper::{Html, Selector};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

const REGULATIONS: [&str; 2] =
    ["2012/yun-ling-sheng-gu-cha-shu-bao-hu-tiao-li", "2021/yun-ling-sheng-gu-cha-shu-bao-hu-tiao-li"];
const BESIDE: &str = "compare/2012/yun-ling-sheng-gu-cha-shu-bao-hu-tiao-li--2021-yun-ling-sheng-gu-cha-shu-bao-hu-tiao-li.html";

/// The sample corpus in a folder of its own, without a ledger: what is taken away here was never promised.
fn sample() -> Site {
    let site = Site::new();
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("content"), &site.path("content"));
    fs::remove_file(site.path("content/anchors.toml")).unwrap();
    site
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().flatten() {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// Each circular's data by its slug.
fn data(site: &Site) -> BTreeMap<String, Value> {
    let files = site.tree("public/data/circulars");
    files
        .into_iter()
        .map(|(path, bytes)| {
            (path.trim_end_matches(".json").to_owned(), serde_json::from_slice(&bytes).unwrap())
        })
        .collect()
}

fn attributes<'a>(page: &'a Html, selector: &str, name: &str) -> Vec<&'a str> {
    page.select(&Selector::parse(selector).unwrap()).filter_map(|e| e.value().attr(name)).collect()
}

/// `href` as seen from `page`: path in the site and fragment.
fn target(page: &str, href: &str) -> (String, String) {
    let (path, fragment) = href.split_once('#').unwrap_or((href, ""));
    let decoded = |text: &str| percent_decode_str(text).decode_utf8().unwrap().into_owned();
    let path = decoded(path.split('?').next().unwrap());
    if path.is_empty() {
        return (page.to_owned(), decoded(fragment));
    }
    let mut folder: Vec<&str> = page.split('/').collect();
    folder.pop();
    for part in path.split('/') {
        match part {
            ".." => assert!(folder.pop().is_some(), "{page}: {href} leads out"),
            "." => {}
            part => folder.push(part),
        }
    }
    (folder.join("/"), decoded(fragment))
}

/// Fails unless every link of every page leads to a file, and its fragment to an id there.
#[track_caller]
fn every_link_lands(site: &Site) {
    let files = site.tree("public");
    let pages: BTreeMap<&str, Html> = files
        .iter()
        .filter(|(path, _)| path.ends_with(".html") && !path.starts_with("sources/"))
        .map(|(path, bytes)| (path.as_str(), Html::parse_document(std::str::from_utf8(bytes).unwrap())))
        .collect();
    let ids: BTreeMap<&str, BTreeSet<&str>> = pages
        .iter()
        .map(|(path, page)| (*path, attributes(page, "[id]", "id").into_iter().collect()))
        .collect();
    let mut dangling = Vec::new();
    for (path, page) in &pages {
        for href in attributes(page, "a[href]", "href").into_iter().filter(|h| !h.contains("://")) {
            let (file, fragment) = target(path, href);
            let lands =
                fragment.is_empty() || ids.get(file.as_str()).is_some_and(|ids| ids.contains(&*fragment));
            if !files.contains_key(&file) || !lands {
                dangling.push(format!("{path}: {href}"));
            }
        }
    }
    assert!(dangling.is_empty(), "{dangling:#?}");
}

/// Fails unless citations, read from the cited end, are the same as read from the citing end.
#[track_caller]
fn citations_are_one_set(data: &BTreeMap<String, Value>) {
    type Edge = (String, String, String, String, Option<String>);
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    // The clause on which an anchor lands, in the circular cited.
    let lands = |slug: &str, anchor: &Value| -> Option<String> {
        let circular = data.get(slug)?;
        let anchor = circular["moved"].get(anchor.as_str()?).unwrap_or(anchor);
        let clauses = circular["clauses"].as_array().unwrap();
        let has = |c: &&Value| {
            c["eid"] == *anchor || c["also"].as_array().is_some_and(|also| also.contains(anchor))
        };
        clauses.iter().find(has).map(|clause| text(&clause["eid"]))
    };
    let mut forth: Vec<Edge> = Vec::new();
    let mut back: Vec<Edge> = Vec::new();
    for (slug, circular) in data {
        for c in circular["citations"].as_array().unwrap() {
            let Some(to) = c["target_slug"].as_str() else { continue };
            assert!(data.contains_key(to), "{slug} cites {to}, which is not held");
            let landing = lands(to, &c["target_eid"]);
            let held = c["state"] == "held" && !c["target_eid"].is_null();
            assert_eq!(held, landing.is_some(), "{slug}: {c}");
            forth.push((slug.clone(), text(&c["eid"]), text(&c["words"]), to.to_owned(), landing));
        }
        for b in circular["cited_by"].as_array().unwrap() {
            let to = b["target_eid"].as_str().map(str::to_owned);
            back.push((text(&b["slug"]), text(&b["eid"]), text(&b["words"]), slug.clone(), to));
        }
    }
    assert!(!forth.is_empty());
    forth.sort();
    back.sort();
    assert_eq!(forth, back);
}

#[test]
fn every_link_lands_and_citations_are_read_from_both_ends() {
    let site = sample();
    site.run(&["build"]).exits(0);
    every_link_lands(&site);
    citations_are_one_set(&data(&site));
    let pages = site.tree("content/circulars");
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("content/circulars");
    for (path, bytes) in &pages {
        assert_eq!(fs::read(kept.join(path)).ok().as_ref(), Some(bytes), "{path} is not as `link` writes it");
    }
    site.run(&["link"]).exits(0);
    assert_eq!(site.tree("content/circulars"), pages, "linking once more changes nothing");
}

#[test]
fn a_circular_taken_away_leaves_no_dangling_link_and_comes_back_as_before() {
    let site = sample();
    site.run(&["build"]).exits(0);
    let (public, pages) = (site.tree("public"), site.tree("content/circulars"));
    // What most cite; a version; what amends; a copy. All at once, too.
    let hub = "2018/jia-qiang-he-gai-jin-xiang-cun-gong-gong-tu-shu-shi-gong-zuo";
    let copy = "2018/jia-qiang-he-gai-jin-xiang-cun-gong-gong-tu-shu-shi-gong-zuo-2";
    let sets: [&[&str]; 4] = [&[hub], &[REGULATIONS[0]], &[REGULATIONS[1]], &[hub, copy, REGULATIONS[0]]];
    for slugs in sets {
        let mut away = Vec::new();
        for slug in slugs {
            let record = format!("content/imports/{slug}.json");
            let value: Value = serde_json::from_str(&site.read(&record)).unwrap();
            let source = format!("content/sources/{}", value["source"].as_str().unwrap());
            for file in [record, format!("content/circulars/{slug}.md"), source] {
                away.push((file.clone(), fs::read(site.path(&file)).unwrap()));
                fs::remove_file(site.path(&file)).unwrap();
            }
        }
        let ledger = site.path("content/anchors.toml");
        fs::remove_file(&ledger).unwrap();
        site.run(&["build"]).exits(0);
        every_link_lands(&site);
        citations_are_one_set(&data(&site));
        for slug in slugs {
            let name = slug.rsplit('/').next().unwrap();
            let page = format!("circulars/{slug}.html");
            let left = site.tree("public");
            assert!(!left.contains_key(&page));
            assert!(!left.keys().any(|path| path.starts_with("compare/") && names(path, slug)), "{name}");
        }
        for (file, bytes) in away {
            site.write(&file, bytes);
        }
        fs::remove_file(&ledger).unwrap();
        site.run(&["build"]).exits(0);
        assert_eq!(site.tree("content/circulars"), pages, "{slugs:?}");
        let again = site.tree("public");
        let changed: Vec<&String> =
            public.keys().chain(again.keys()).filter(|path| public.get(*path) != again.get(*path)).collect();
        assert!(changed.is_empty(), "{slugs:?}: {changed:?}");
    }
}

/// Whether the path of a comparison names `slug`, as its first or its second text.
fn names(path: &str, slug: &str) -> bool {
    let both = path.trim_start_matches("compare/").trim_end_matches(".html");
    both.split_once("--").is_some_and(|(before, after)| before == slug || after == slug.replace('/', "-"))
}

#[test]
fn what_changed_between_two_versions_stands_side_by_side() {
    let site = sample();
    site.run(&["build"]).exits(0);
    let page = Html::parse_document(&site.read(&format!("public/{BESIDE}")));
    let row = |id: &str, selector: &str| -> Vec<String> {
        let selector = Selector::parse(&format!("#{id} {selector}")).unwrap();
        page.select(&selector).map(|e| e.text().collect()).collect()
    };
    assert_eq!(row("before-art_26", "del")[1..], ["五百", "五千"]);
    assert_eq!(row("before-art_5__para_2", "del"), ["行政"]);
    assert_eq!(row("after-art_5__para_2", "ins"), ["和草原"]);
    assert_eq!(row("before-art_20__para_2", "del").len(), 1, "a paragraph that was taken out");
    let inserted = Selector::parse(".k-inserted [id='after-art_12-1'] .num").unwrap();
    let number = page.select(&inserted).next().expect("an article that was put in");
    assert_eq!(
        number.value().attr("href"),
        Some("../../circulars/2021/yun-ling-sheng-gu-cha-shu-bao-hu-tiao-li.html#art_12-1")
    );
    // What did not change is there, folded away.
    assert_eq!(attributes(&page, "details.run #after-art_1", "id"), ["after-art_1"]);

    for (slug, rel, other) in [(REGULATIONS[0], "next", "2021/"), (REGULATIONS[1], "prev", "2012/")] {
        let path = format!("circulars/{slug}.html");
        let html = Html::parse_document(&site.read(&format!("public/{path}")));
        let way = attributes(&html, &format!(".switch a[rel={rel}]"), "href");
        assert!(way.len() == 1 && way[0].contains(other), "{way:?}");
        let beside = attributes(&html, ".switch .with a", "href");
        assert_eq!(beside.iter().map(|href| target(&path, href).0).collect::<Vec<_>>(), [BESIDE]);
    }
}

#[test]
fn a_copy_says_what_it_lacks_and_works_of_like_wording_stand_side_by_side() {
    let site = sample();
    site.run(&["build"]).exits(0);
    let pages = site.tree("public/compare");
    let read = |ground: &str| -> Vec<Html> {
        let all = pages.values().map(|bytes| Html::parse_document(std::str::from_utf8(bytes).unwrap()));
        all.filter(|page| !attributes(page, &format!("main.g-{ground}"), "id").is_empty()).collect()
    };
    let variants = read("variants");
    assert_eq!(variants.len(), 1);
    assert!(attributes(&variants[0], ".lacking a", "href").contains(&"#before-sec_1"));
    let parallels = read("parallels");
    assert!(!parallels.is_empty() && parallels.len() <= 3 * data(&site).len());
    for page in &parallels {
        let count = |selector: &str| page.select(&Selector::parse(selector).unwrap()).count();
        let clauses = count("[id^=before-]").max(count("[id^=after-]"));
        assert!(clauses >= 3 && count(".pair mark") >= 2 * count(".pair"));
    }
}

#[test]
fn citations_go_to_the_version_in_force_and_say_when_it_is_not_held() {
    let site = sample();
    for (year, date) in [("2005", "2005年3月1日"), ("2015", "2015年3月1日"), ("2023", "2023年3月1日")]
    {
        let text = format!(
            "溪口县林业局关于{year}年古茶树采摘的通知\n\n各乡镇：\n\n一、按照《云岭省古茶树保护条例》第十八条的规定采摘。\n\n溪口县林业局\n\n{date}\n"
        );
        site.write(&format!("content/sources/{year}.txt"), text);
    }
    site.run(&["build"]).exits(0);
    let data = data(&site);
    for (year, version, note) in [("2005", "2012/", true), ("2015", "2012/", false), ("2023", "2021/", false)]
    {
        let slug = site.slug(&format!("{year}.txt"));
        let cited: Vec<&str> = data[&slug]["citations"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(|c| c["target_slug"].as_str())
            .collect();
        assert!(cited.len() == 1 && cited[0].starts_with(version), "{year}: {cited:?}");
        let page = site.read(&format!("public/circulars/{slug}.html"));
        assert_eq!(page.contains("所引为较早版本，此处链接到现存文本"), note, "{year}");
    }
}

#[test]
fn a_version_that_is_not_public_is_beside_nothing() {
    let site = sample();
    let page = format!("content/circulars/{}.md", REGULATIONS[0]);
    site.write(&page, site.read(&page).replacen("---\n", "---\naudience: internal\n", 1));
    site.run(&["build"]).exits(0);
    assert!(!site.path(&format!("public/{BESIDE}")).exists());
    let other = site.read(&format!("public/circulars/{}.html", REGULATIONS[1]));
    assert!(!other.contains("class=\"switch\"") && !other.contains("compare/2012"));
    for (path, bytes) in site.tree("public") {
        assert!(!names(&path, REGULATIONS[0]), "{path}");
        assert!(!String::from_utf8_lossy(&bytes).contains(REGULATIONS[0]), "{path}");
    }
    every_link_lands(&site);
}
