//! Search: from words to the clause that says them.

use crate::reader::{CONTROL, DOWN, ENTER, RELEASE, Reader};
use crate::stage::Stage;
use serde_json::Value;

pub fn a_simplified_phrase_leads_to_its_clause(stage: &Stage, reader: &Reader) {
    reader.open("search.html");
    reader.types_into("#q", "擅自移植古茶树");
    reader.types_into("#q", ENTER);
    let page = stage.circular("云岭省古茶树保护条例(2021-07-29).txt");
    let hit = format!(".hit-group a[href^='{page}'][href$='#art_15__para_1__point_2']");
    reader.waits_for("document.querySelector(a)", &[&hit]);
    assert!(reader.address().contains("q=擅自移植古茶树"), "{}", reader.address());
    assert_eq!(reader.text("document.querySelector(a + ' mark').innerText", &[&hit]), "擅自移植古茶树");
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
