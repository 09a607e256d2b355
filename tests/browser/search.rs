//! Search: from words to the clause that says them.

use crate::reader::{CONTROL, DOWN, ENTER, RELEASE, Reader};
use crate::stage::Stage;
use clausebook::model::{Anchor, Circular, Language};
use clausebook::render::citation_form;
use serde_json::Value;
use std::collections::BTreeMap;

pub fn a_simplified_phrase_leads_to_its_clause(stage: &Stage, reader: &Reader) {
    reader.open("search.html");
    reader.types_into("#q", "擅自移植古茶树");
    reader.types_into("#q", ENTER);
    let page = stage.circular("云岭省古茶树保护条例(2021-07-29).txt");
    let hit = format!(".hit-group a[href^='{page}'][href$='#art_15__para_1__point_2']");
    reader.waits_for("document.querySelector(a)", &[&hit]);
    assert!(reader.address().contains("q=擅自移植古茶树"), "{}", reader.address());
    assert_eq!(reader.text("document.querySelector(a + ' mark').innerText", &[&hit]), "擅自移植古茶树");
    assert_eq!(
        reader.text("document.querySelector(a + ' b').innerText", &[&hit]),
        "第十五条第一款第（二）项"
    );
    reader.clicks(&hit);
    reader.is_at("art_15__para_1__point_2", "擅自移植古茶树");
    are_marked(reader, &["擅自移植古茶树"]);
}

pub fn a_traditional_phrase_leads_to_both_texts(stage: &Stage, reader: &Reader) {
    let simplified = stage.circular("zy_2018_0412_tushushi.txt");
    let traditional = stage.circular("yuedu_wang_fanti.txt");
    for (page, words) in [(simplified, "县级公共图书馆统一审核"), (traditional, "縣級公共圖書館統一審核")]
    {
        reader.open("search.html?q=縣級公共圖書館統一審核");
        let hit = format!(".hit-group a[href^='{page}'][href$='#sec_5__para_4']");
        reader.clicks(&hit);
        reader.is_at("sec_5__para_4", words);
        are_marked(reader, &[words]);
    }
}

/// Fails unless these words, and no others, are marked in the clause of the address, for the eye to see.
fn are_marked(reader: &Reader, words: &[&str]) {
    reader.waits_for("document.querySelector(':target mark')", &[]);
    let marks = "Array.from(document.querySelectorAll(':target > p mark')).filter((m) => m.checkVisibility()).map((m) => m.innerText)";
    assert_eq!(reader.sees(marks, &[]), Value::from(words.to_vec()));
}

pub fn what_nobody_wrote_is_not_found(_: &Stage, reader: &Reader) {
    // Each two neighbours stand side by side somewhere; the whole stands nowhere.
    for phrase in ["古茶树图书室管理", "第九十九条", "volcano"] {
        reader.open(&format!("search.html?q={phrase}"));
        reader.waits_for("document.querySelector('.tally').innerText === a", &["没有条文包含这些字词。"]);
        assert_eq!(reader.number("document.querySelectorAll('.hit-group').length", &[]), 0, "{phrase}");
    }
}

/// Addresses of every kind, whether the sample corpus has them or not.
const ANCHORS: [&str; 25] = [
    "preamble",
    "preamble__para_1",
    "concl",
    "concl__para_2",
    "cover",
    "cover__para_1__point_2",
    "att_3",
    "att_1__art_3__para_11",
    "part_2__chp_10",
    "part_1__sec_20",
    "chp_100__sec_12__subsec_3",
    "sec_4__subsec_101__cl_3__subcl_12",
    "cl_3_2",
    "cl_2-1-3",
    "art_12_2__para_1",
    "art_120-1__point_3__indent_2",
    "art_1010-11",
    "art_3-A",
    "art_3A__para_2",
    "sec_1__point_3",
    "sec_1__para_2__indent_4",
    "att_2__table_11",
    "art_0",
    "art_9999__table_1",
    "sec_10000",
];

/// What Taiwan calls 項 is the paragraph.
const TAIWAN: [(&str, &str); 4] = [
    ("art_6-1", "第6-1條"),
    ("art_5__para_2", "第5條第2項"),
    ("art_5__para_2__point_3", "第5條第2項第3款"),
    ("sec_2__para_2", "第二部分第二段"),
];

pub fn a_result_says_where_it_stands(stage: &Stage, reader: &Reader) {
    reader.open("search.html");
    let said = |anchors: &[String], naming: &str| -> Vec<String> {
        let script = "JSON.parse(a).map((eid) => clausebook.place(eid, b))";
        let anchors = serde_json::to_string(anchors).expect("JSON");
        serde_json::from_value(reader.sees(script, &[&anchors, naming])).expect("words")
    };
    let anchors = ANCHORS.map(str::to_owned);
    for (language, naming) in
        [(Language::Simplified, ""), (Language::Traditional, "t"), (Language::English, "e")]
    {
        let mut circular = Circular::default();
        circular.meta.language = Some(language);
        let title = citation_form(&circular, None);
        let expected = anchors.each_ref().map(|anchor| {
            let whole = citation_form(&circular, Anchor::parse(anchor).as_ref());
            whole[title.len()..].trim_start_matches(", ").to_owned()
        });
        assert_eq!(said(&anchors, naming), expected, "{naming}");
    }
    let (anchors, expected): (Vec<&str>, Vec<&str>) = TAIWAN.into_iter().unzip();
    assert_eq!(said(&anchors.iter().map(|&anchor| anchor.into()).collect::<Vec<_>>(), "w"), expected);

    // And what the pages say of the clauses that they have, in the naming that the index tells.
    let mut namings: BTreeMap<String, String> = BTreeMap::new();
    for word in ["的", "各", "the"] {
        let script = "(await clausebook.search(a, {limit: 2000})).hits.map((h) => [h.circular, h.naming])";
        let found: Vec<(String, String)> =
            serde_json::from_value(reader.sees(script, &[word])).expect("circulars");
        namings.extend(found);
    }
    for circular in stage.circulars() {
        let slug = circular["slug"].as_str().expect("a slug");
        let naming = namings.get(slug).unwrap_or_else(|| panic!("no result in {slug}"));
        let page = stage.site.read(&format!("public/circulars/{slug}.html"));
        let clauses = circular["clauses"].as_array().expect("clauses");
        let of = |clause: &Value| clause["eid"].as_str().expect("an anchor").to_owned();
        let anchors: Vec<String> = clauses.iter().map(of).collect();
        for (said, clause) in said(&anchors, naming).iter().zip(clauses) {
            let anchor = of(clause);
            // Where the page does not say it, it is the number that is printed.
            let at = page
                .split_once(&format!("id=\"{anchor}\" data-at=\""))
                .and_then(|(_, rest)| rest.split_once('"'));
            let expected = at.map_or_else(|| clause["num"].as_str().unwrap_or_default(), |(at, _)| at);
            assert_eq!(said, expected, "{slug}#{anchor}");
        }
    }
}

/// Simplified, Traditional.
const COUNTED: [(&str, &str); 8] = [
    ("乡村公共图书室", "鄉村公共圖書室"),
    ("图书", "圖書"),
    ("古茶树", "古茶樹"),
    ("应当", "應當"),
    ("不得", "不得"),
    ("的", "的"),
    ("第十二条之一", "第十二條之一"),
    ("县级公共图书馆", "縣級公共圖書館"),
];

pub fn as_many_as_a_plain_scan(stage: &Stage, reader: &Reader) {
    let circulars = stage.circulars();
    reader.open("search.html");
    for (simplified, traditional) in COUNTED {
        let expected = scan(&circulars, simplified, traditional);
        assert!(!expected.is_empty(), "{simplified} is a word of the sample corpus");
        for phrase in [simplified, traditional] {
            let found = reader.sees(
                "(({total, hits}) => [total, hits.map((h) => h.circular + '#' + h.eid).sort()])(await clausebook.search(a, {limit: 1000}))",
                &[phrase],
            );
            assert_eq!(found, serde_json::json!([expected.len(), expected]), "{phrase}");
        }
    }
}

/// Addresses of the clauses that contain one of the two, in order.
fn scan(circulars: &[Value], simplified: &str, traditional: &str) -> Vec<String> {
    let mut found = Vec::new();
    for circular in circulars {
        for clause in circular["clauses"].as_array().expect("clauses") {
            let text = clause["text"].as_str().filter(|text| !text.is_empty());
            let words: String = text
                .or(clause["heading"].as_str())
                .expect("words")
                .chars()
                .filter(|c| c.is_alphanumeric())
                .collect();
            if words.contains(simplified) || words.contains(traditional) {
                let (slug, anchor) =
                    (circular["slug"].as_str().expect("a slug"), clause["eid"].as_str().expect("an anchor"));
                found.push(format!("{slug}#{anchor}"));
            }
        }
    }
    found.sort();
    found
}

pub fn the_box_by_keyboard(stage: &Stage, reader: &Reader) {
    let focused = "document.activeElement.id === a";
    reader.open(&stage.circular("yl_ling_12.txt"));
    reader.waits_for("document.readyState === 'complete'", &[]);
    reader.types("/");
    reader.waits_for(focused, &["find"]);
    assert_eq!(reader.text("document.getElementById('find').value", &[]), "", "the key is not typed");
    reader.types("擅自移植");
    reader.waits_for("document.querySelectorAll('#find-list [role=option]').length > 1", &[]);
    let first = "document.querySelector('#find-list b').innerText.endsWith(a)";
    assert_eq!(reader.sees(first, &["第十五条第一款第（二）项"]), true);
    reader.types(DOWN);
    reader.waits_for("document.querySelector('#find-list [aria-selected=true]')", &[]);
    reader.types(ENTER);
    reader.waits_for("document.querySelector(':target')?.innerText.includes(a)", &["擅自移植"]);

    // All results are the last choice; Enter without a choice goes there, too.
    reader.types(&format!("{CONTROL}k{RELEASE}"));
    reader.waits_for(focused, &["find"]);
    reader.types("擅自移植");
    reader.types(ENTER);
    reader.waits_for("document.querySelector('main.searching .hit-group mark')", &[]);
    assert!(reader.address().starts_with("search.html?q=擅自移植"), "{}", reader.address());
    // On the search page both keys go to its own box.
    reader.sees("document.activeElement.blur()", &[]);
    reader.types(&format!("{CONTROL}k{RELEASE}"));
    reader.waits_for(focused, &["q"]);
}

pub fn facets_stay_in_the_address(_: &Stage, reader: &Reader) {
    reader.open("search.html?q=图书室");
    reader.waits_for("document.querySelector('.hit-group')", &[]);
    let all = reader.number("(await clausebook.search('图书室', {})).total", &[]);
    let municipal = reader.number("(await clausebook.search('图书室', {level: 'municipal'})).total", &[]);
    assert!(0 < municipal && municipal < all, "{municipal} of {all}");
    reader.waits_for("document.querySelector('.tally').innerText.startsWith(a + ' ')", &[&all.to_string()]);
    let label = "Array.from(document.querySelectorAll('fieldset[data-facet=level] label')).find((l) => l.innerText.includes('市级'))";
    reader.sees(&format!("{label}.querySelector('input').click()"), &[]);
    let narrowed = ("document.querySelector('.tally').innerText.startsWith(a + ' ')", municipal.to_string());
    reader.waits_for(narrowed.0, &[&narrowed.1]);
    assert!(reader.address().contains("level=municipal"), "{}", reader.address());
    reader.reload();
    reader.waits_for(narrowed.0, &[&narrowed.1]);
    assert_eq!(reader.sees(&format!("{label}.querySelector('input').checked"), &[]), true);
}

pub fn clauses_come_at_once_and_the_rest_when_typing_rests(_: &Stage, reader: &Reader) {
    const SHOWN: &str = "document.querySelectorAll('.list li').length";
    reader.open("search.html");
    reader.types_into("#q", "应当");
    reader.waits_for(&format!("{SHOWN} === 30"), &[]);
    let total = reader.number("(await clausebook.search('应当', {})).total", &[]);
    assert!(total > 60, "应当 is a common word of the sample corpus: {total}");
    reader.waits_for("document.querySelector('fieldset[data-facet=level]').checkVisibility()", &[]);
    reader.clicks("button.more");
    reader.waits_for(&format!("{SHOWN} === 60"), &[]);
    let links = "new Set(Array.from(document.querySelectorAll('.list li a'), (a) => a.href)).size";
    assert_eq!(reader.number(links, &[]), 60, "each clause once");
    reader.waits_for("decodeURIComponent(location.href).includes('q=应当')", &[]);
    // What is read for the clauses alone are the same clauses.
    let same = "JSON.stringify((await clausebook.search('应当', {facets: false})).hits) === JSON.stringify((await clausebook.search('应当', {})).hits)";
    assert_eq!(reader.sees(same, &[]), true);
}

pub fn an_input_method_is_waited_for(_: &Stage, reader: &Reader) {
    reader.open("search.html");
    let told = |event: &str| {
        let script = format!(
            "((q) => {{ q.value = '图书室'; q.dispatchEvent({event}); return document.querySelector('.found').ariaBusy; }})(document.getElementById('q'))"
        );
        reader.sees(&script, &[])
    };
    assert_ne!(told("new InputEvent('input', {bubbles: true, isComposing: true})"), "true");
    assert_eq!(told("new CompositionEvent('compositionend', {bubbles: true})"), "true");
    reader.waits_for("document.querySelector('.hit-group mark').innerText === a", &["图书室"]);
    assert_eq!(reader.sees("document.querySelector('.found').ariaBusy", &[]), "false");
}

pub fn results_come_first_on_a_phone(_: &Stage, reader: &Reader) {
    reader.open("search.html?q=图书室");
    reader.waits_for("document.querySelector('.hit-group')", &[]);
    let top =
        reader.number("Math.round(document.querySelector('.hit-group').getBoundingClientRect().top)", &[]);
    let screen = reader.number("innerHeight", &[]);
    assert!(top < screen, "the first result stands at {top} of {screen}");
    reader.sees("document.querySelector('.facets summary').click()", &[]);
    reader.waits_for("document.querySelector('fieldset[data-facet=level] input').checkVisibility()", &[]);
}
