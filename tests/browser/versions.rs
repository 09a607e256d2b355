//! From one text to another: the versions of a work, and clauses that run parallel.

use crate::reader::Reader;
use crate::stage::Stage;

const BEFORE: &str = "云岭省古茶树保护条例(2012-05-30).txt";
const AFTER: &str = "云岭省古茶树保护条例(2021-07-29).txt";

pub fn at_the_same_clause(stage: &Stage, reader: &Reader) {
    let (before, after) = (stage.circular(BEFORE), stage.circular(AFTER));
    reader.open(&format!("{before}#art_26"));
    reader.is_at("art_26", "五百元");
    switches(reader, "nav a[rel='next']");
    reader.is_at("art_26", "二万元");
    assert_eq!(reader.address(), format!("{after}#art_26"));
    // The reader goes on to another clause, and back to the text before.
    reader.clicks("a[href='#art_5']");
    reader.is_at("art_5", "");
    switches(reader, "nav a[rel='prev']");
    reader.is_at("art_5", "");
    assert_eq!(reader.address(), format!("{before}#art_5"));

    // What was put in later has no place before: the page opens at its head.
    reader.open(&format!("{after}#art_12-1"));
    reader.is_at("art_12-1", "数字档案");
    switches(reader, "nav a[rel='prev']");
    reader.waits_for(
        "document.readyState === 'complete' && document.querySelector('nav a[rel=\"next\"][href*=\"2021/\"]')",
        &[],
    );
    assert!(reader.address().starts_with(&before), "{}", reader.address());
    assert_eq!(reader.sees("scrollY === 0 && !document.querySelector(':target')", &[]), true);
}

/// The switch stands at the head of the page, which the reader goes to first.
fn switches(reader: &Reader, link: &str) {
    reader.sees("scrollTo({ top: 0, behavior: 'instant' })", &[]);
    reader.clicks(link);
}

pub fn side_by_side_and_back(stage: &Stage, reader: &Reader) {
    let (before, after) = (stage.circular(BEFORE), stage.circular(AFTER));
    reader.open(&format!("{after}#art_26"));
    reader.is_at("art_26", "二万元");
    reader.clicks("#art_26 summary");
    reader.clicks("#art_26 a[href*='compare/2012/']");
    reader.waits_for("document.querySelector(':target')?.id === 'after-art_26'", &[]);
    let marked = "Array.from(document.querySelectorAll(a)).map((e) => e.innerText).join('/')";
    assert!(reader.text(marked, &["[id='before-art_26'] del"]).ends_with("五百/五千"));
    assert_ne!(reader.text(marked, &["[id='after-art_26'] ins"]), "");
    reader.clicks("[id='before-art_26'] a");
    reader.is_at("art_26", "五百元");
    assert_eq!(reader.address(), format!("{before}#art_26"));
}

pub fn from_a_parallel_and_back(stage: &Stage, reader: &Reader) {
    let page = stage.circular("青川市_图书室实施办法.txt");
    let opinion = stage.circular("zy_2018_0412_tushushi.txt");
    reader.open(&format!("{page}#cl_1"));
    reader.is_at("cl_1", "");
    reader.clicks("#cl_1 summary");
    // The panel shows the shared words, and the way to the clause and to both side by side.
    let other = opinion.trim_start_matches("circulars/");
    let item = format!("#cl_1 li:has(a[href*='{other}'])");
    reader.waits_for("document.querySelector(a + ' mark').checkVisibility()", &[&item]);
    let shared = reader.text("document.querySelector(a + ' mark').innerText", &[&item]);
    reader.clicks(&format!("{item} a[href*='compare/']"));
    reader.waits_for("document.querySelector(':target mark')", &[]);
    assert!(reader.address().starts_with("compare/"), "{}", reader.address());
    let sides = "Array.from(document.querySelectorAll(`[id^=${a}]`)).some((e) => Array.from(e.querySelectorAll('mark')).some((m) => m.innerText.includes(b)))";
    for side in ["before-", "after-"] {
        assert_eq!(reader.sees(sides, &[side, &shared]), true, "{side} does not mark {shared}");
    }
    assert_eq!(
        reader.sees("(({top, bottom}) => bottom > 0 && top < innerHeight)(document.querySelector(':target').getBoundingClientRect())", &[]),
        true
    );
    reader.goes_back();
    reader.is_at("cl_1", "");
    assert_eq!(reader.address(), format!("{page}#cl_1"));
}
