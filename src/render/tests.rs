//! The whole of a small site: every link lands, nothing comes from elsewhere, texts stay texts.

use super::sample;
use crate::model::Output;
use scraper::{Html, Selector};
use std::collections::{BTreeMap, BTreeSet};

fn pages(outputs: &[Output]) -> BTreeMap<&str, Html> {
    let html = outputs.iter().filter(|o| o.path.ends_with(".html"));
    html.map(|o| (o.path.as_str(), Html::parse_document(std::str::from_utf8(&o.bytes).unwrap()))).collect()
}

fn select<'a>(page: &'a Html, selector: &str, attribute: &str) -> Vec<&'a str> {
    page.select(&Selector::parse(selector).unwrap()).filter_map(|e| e.value().attr(attribute)).collect()
}

fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        let hex: Option<String> = (byte == b'%').then(|| rest.by_ref().take(2).map(char::from).collect());
        bytes.push(hex.map_or(byte, |h| u8::from_str_radix(&h, 16).unwrap()));
    }
    String::from_utf8(bytes).unwrap()
}

/// `../a/b.html` seen from `circulars/2015/x.html`.
fn resolve(page: &str, href: &str) -> String {
    let mut folder: Vec<&str> = page.split('/').collect();
    folder.pop();
    for part in href.split('/') {
        match part {
            ".." => assert!(folder.pop().is_some(), "{page}: {href} leaves the site"),
            "." => {}
            part => folder.push(part),
        }
    }
    folder.join("/")
}

#[test]
fn every_link_and_anchor_lands() {
    lands(&sample::site(&sample::config()));
}

#[test]
fn every_link_and_anchor_lands_in_parted_lists() {
    let outputs = sample::parted_site(&sample::config());
    lands(&outputs);
    let paths: BTreeSet<&str> = outputs.iter().map(|o| o.path.as_str()).collect();
    for path in ["catalogue/2020.html", "catalogue/undated.html", "timeline/2020.html", "report/2020.html"] {
        assert!(paths.contains(path), "{path}: {paths:?}");
    }
    // Addresses of the whole lists stay: the years, levels, issuers and works lead on.
    let whole = sample::site(&sample::config());
    for path in ["index.html", "timeline.html", "issuers.html", "cited.html"] {
        let ids = |outputs: &[Output]| -> BTreeSet<String> {
            let pages = pages(outputs);
            select(&pages[path], "[id]", "id").into_iter().map(str::to_owned).collect()
        };
        let (ids, whole) = (ids(&outputs), ids(&whole));
        let gone: Vec<_> =
            whole.iter().filter(|id| *id != "filter" && *id != "undated" && !ids.contains(*id)).collect();
        assert!(gone.is_empty(), "{path}: {gone:?}");
    }
    let map = outputs.iter().find(|o| o.path == "sitemap.xml").unwrap();
    let map = std::str::from_utf8(&map.bytes).unwrap();
    for page in ["catalogue/2020.html", "compare/2019/", "guide.html", "circulars/2020/banfa.html"] {
        assert!(map.contains(page), "{page}");
    }
}

#[track_caller]
fn lands(outputs: &[Output]) {
    let pages = pages(outputs);
    let files: BTreeSet<&str> = outputs.iter().map(|o| o.path.as_str()).collect();
    let ids: BTreeMap<&str, BTreeSet<&str>> =
        pages.iter().map(|(path, page)| (*path, select(page, "[id]", "id").into_iter().collect())).collect();
    let mut wrong = Vec::new();
    for (path, page) in &pages {
        let links = select(page, "[href]", "href").into_iter().chain(select(page, "[src]", "src"));
        for link in links.chain(select(page, "form", "action")) {
            let (target, anchor) = link.split_once('#').unwrap_or((link, ""));
            let target = decoded(target.split('?').next().unwrap_or_default());
            let target = if target.is_empty() { (*path).to_owned() } else { resolve(path, &target) };
            if target.starts_with("sources/") {
                continue;
            }
            let there = files.contains(target.as_str());
            let anchor = decoded(anchor);
            let lands = anchor.is_empty()
                || ids.get(target.as_str()).is_some_and(|ids| ids.contains(anchor.as_str()));
            if !there || !lands {
                wrong.push(format!("{path}: {link}"));
            }
        }
        let all = select(page, "[id]", "id");
        assert_eq!(all.len(), ids[path].len(), "{path}: an id twice: {all:?}");
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn nothing_is_fetched_from_elsewhere() {
    for output in sample::site(&sample::config()) {
        let text = String::from_utf8(output.bytes).unwrap();
        if output.path.ends_with(".html") || output.path.ends_with(".css") {
            assert!(!text.contains("http:") && !text.contains("https:"), "{}", output.path);
        }
    }
}

#[test]
fn texts_stay_texts() {
    let outputs = sample::site(&sample::config());
    let page = outputs.iter().find(|o| o.path == "circulars/undated/ferry.html").unwrap();
    let html = std::str::from_utf8(&page.bytes).unwrap();
    assert!(html.contains("&lt;script&gt;alert(1)&lt;/script&gt;") && !html.contains("<script>alert"));
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    assert_eq!(sample::site(&sample::config()), sample::site(&sample::config()));
}

#[test]
fn every_interface_language_renders() {
    for language in ["zh-Hans", "zh-Hant", "en"] {
        let mut config = sample::config();
        config.language = language.into();
        let outputs = sample::site(&config);
        let home = outputs.iter().find(|o| o.path == "index.html").unwrap();
        assert!(std::str::from_utf8(&home.bytes).unwrap().contains(&format!("<html lang=\"{language}\"")));
    }
}

#[test]
fn old_and_short_anchors_land_on_their_clause() {
    let outputs = sample::site(&sample::config());
    let page = outputs.iter().find(|o| o.path == "circulars/2020/banfa.html").unwrap();
    let html = Html::parse_document(std::str::from_utf8(&page.bytes).unwrap());
    assert_eq!(select(&html, "#art_5 > i", "id"), ["art_9"]);
    assert_eq!(select(&html, "#art_2 > i", "id"), ["art_2__para_1"]);
}

#[test]
fn data_say_what_is_meant_whether_held_or_not() {
    let outputs = sample::site(&sample::config());
    let data = outputs.iter().find(|o| o.path == "data/circulars/2020/banfa.json").unwrap();
    let value: serde_json::Value = serde_json::from_slice(&data.bytes).unwrap();
    let missing = value["citations"].as_array().unwrap().iter().find(|c| c["state"] == "missing").unwrap();
    assert_eq!((&missing["eid"], &missing["target_eid"]), (&"art_6".into(), &"art_12".into()));
    assert_eq!(value["clauses"][1]["num"], "第一章");
    assert_eq!(value["dates"]["effective"], "2020-07-01");
}

#[test]
fn a_small_text_as_html() {
    let html = sample::with_shelf(|shelf| {
        let entry = shelf.corpus.entry("2023/xiugai").unwrap();
        super::body::body(shelf, entry, &super::address::Way::of("circulars/2023/xiugai.html")).html
    });
    insta::assert_snapshot!(
        html.replace("<div", "\n<div").replace("<details", "\n<details").replace("<p", "\n<p")
    );
}

/// Writes the sample for a look: `SAMPLE_SITE=/tmp/site cargo test --lib look_at_it -- --ignored`.
#[test]
#[ignore = "writes files for a person to look at"]
fn look_at_it() {
    let folder = std::path::PathBuf::from(std::env::var("SAMPLE_SITE").unwrap());
    let mut config = sample::config();
    if let Ok(language) = std::env::var("SAMPLE_LANGUAGE") {
        config.language = language;
    }
    for output in sample::site(&config) {
        let path = folder.join(output.path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, output.bytes).unwrap();
    }
}
