//! Edits of words in an invented library, whose circulars cite and restate one another: most are followed to the pages that
//! they reach, and all give what a build of everything gives.

use super::driver::Site;
use super::generator::Library;
use super::{Draws, as_built_anew, pages, text_sources};
use std::collections::BTreeMap;
use std::fs;

const CIRCULARS: usize = 80;
/// The site is held against a clean one after so many edits.
const AT_ONCE: usize = 6;
const EDITS: usize = 18;

fn library() -> Site {
    let site = Site::new();
    let library = Library::new(CIRCULARS, 11);
    for id in 0..library.len() {
        let (name, text) = library.document(id);
        site.write(&format!("content/sources/{name}"), text);
    }
    site
}

/// The lines of a page that are clauses with a sentence.
fn sentences(text: &str) -> Vec<String> {
    text.lines().filter(|line| line.contains("。 {#")).map(str::to_owned).collect()
}

/// Changes words of one page as a person might; gives what was done.
fn reword(site: &Site, draws: &mut Draws, step: usize, before: &mut BTreeMap<String, String>) -> String {
    let pages = pages(site);
    let mut choose = |all: &[String]| all[draws.below(all.len())].clone();
    let (page, other) = (choose(&pages), choose(&pages));
    let text = site.read(&page);
    let (lines, others) = (sentences(&text), sentences(&site.read(&other)));
    if lines.is_empty() || others.is_empty() {
        return format!("nothing to {page}");
    }
    let (line, theirs) = (choose(&lines), choose(&others));
    let (words, done) = match step % 6 {
        0 => (line.replacen("。 {#", "，并将结果记入台账。 {#", 1), "added words"),
        1 => (line.replacen("，", "，另外", 1), "put a word in"),
        2 => {
            // What another says, to the word.
            let sentence = theirs.split(" {#").next().unwrap_or_default();
            let sentence = sentence.rsplit(['\u{3000}', '）', '、']).next().unwrap_or_default();
            (line.replacen("。 {#", &format!("；{sentence} {{#"), 1), "restated another")
        }
        3 => (line.replacen("应当", "必须", 1), "replaced a word"),
        4 => (line.replacen("。 {#", "，并依照《水上条例》第三条办理。 {#", 1), "cited"),
        _ => {
            // An edit taken back.
            let (page, text) = before.pop_first().unwrap_or((page, text));
            site.write(&page, text);
            return format!("took back {page}");
        }
    };
    before.insert(page.clone(), text.clone());
    site.write(&page, text.replacen(&line, &words, 1));
    format!("{done} in {page}")
}

/// Builds, and tells whether the edit was followed: what is noted of all links is written anew by a build of everything only.
fn follows(site: &Site) -> bool {
    let part =
        |name: &str| fs::metadata(site.path(&format!(".clausebook/{name}"))).unwrap().modified().unwrap();
    let (links, standing) = (part("links"), part("standing"));
    site.run(&["build", "--quiet"]).exits(0);
    links == part("links") && standing != part("standing")
}

#[test]
fn edits_of_words_are_followed() {
    let site = library();
    site.run(&["build", "--quiet"]).exits(0);
    let (mut draws, mut before, mut followed) = (Draws(0x0B5E_55ED), BTreeMap::new(), 0);
    let mut done = Vec::new();
    for step in 0..EDITS {
        done.push(reword(&site, &mut draws, step, &mut before));
        followed += usize::from(follows(&site));
        if step % AT_ONCE == AT_ONCE - 1 {
            as_built_anew(&site, &done.join(", "));
            done.clear();
        }
    }
    assert!(followed >= EDITS / 9, "{followed} of {EDITS} edits were followed");
}

#[test]
fn edits_of_texts_of_one_day_are_followed() {
    let site = library();
    for source in text_sources(&site).into_iter().step_by(3) {
        // A second text of most, which lacks the sentence before the last.
        let text = site.read(&source);
        let sentences: Vec<&str> = text.split_inclusive("。\n").collect();
        if let [before @ .., _, last] = sentences.as_slice()
            && before.len() > 8
        {
            site.write(&source.replace(".txt", "-2.txt"), [before, &[*last]].concat().concat());
        }
    }
    site.run(&["build", "--quiet"]).exits(0);
    let has_variants = |page: &String| {
        let data = page.replacen("content/", "public/data/", 1).replace(".md", ".json");
        site.read(&data).contains("\"variants\"")
    };
    let pages: Vec<String> = pages(&site).into_iter().filter(has_variants).step_by(6).collect();
    assert!(pages.len() > 5, "{pages:?}");
    let mut followed = 0;
    for page in &pages {
        let text = site.read(page);
        site.write(page, text.replacen("。 {#", "，另行公布。 {#", 1));
        followed += usize::from(follows(&site));
    }
    // Others are in the sample of search, or share less than before with what shows them.
    assert!(followed > 0, "{followed} of {} edits were followed", pages.len());
    as_built_anew(&site, "edits of texts of one day");
}
