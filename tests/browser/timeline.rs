//! The timeline with script.

use crate::reader::Reader;
use crate::stage::Stage;

pub fn filters_stay_in_the_address(_: &Stage, reader: &Reader) {
    let shown = "Array.from(document.querySelectorAll('.rows li')).filter((e) => e.checkVisibility())";
    let all = format!("{shown}.length");
    reader.open("timeline.html");
    let before = reader.number(&all, &[]);
    reader.chooses("select[name=level]", "市级");
    reader.chooses("select[name=from]", "2020");
    let only = format!(
        "{shown}.every((e) => e.dataset.level === 'municipal' && e.querySelector('time').dateTime >= '2020')"
    );
    reader.waits_for(&only, &[]);
    let after = reader.number(&all, &[]);
    assert!(0 < after && after < before, "{after} of {before}");
    let address = reader.address();
    assert!(address.contains("level=municipal") && address.contains("from=2020"), "{address}");

    // The address alone brings the choice back, also in a page that is opened afresh.
    reader.open("index.html");
    reader.open(&address);
    reader.waits_for(&only, &[]);
    assert_eq!(reader.number(&all, &[]), after);
    assert_eq!(reader.text("document.querySelector('select[name=level]').value", &[]), "municipal");

    reader.clicks(".filters button[type=reset]");
    reader.waits_for(&format!("{all} === Number(a)"), &[&before.to_string()]);
    assert_eq!(reader.address(), "timeline.html");
}

pub fn a_year_of_a_filtered_timeline(_: &Stage, reader: &Reader) {
    let seen = |css: &str| {
        format!("Array.from(document.querySelectorAll('{css}')).filter((e) => e.checkVisibility())")
    };
    reader.open("timeline.html");
    let undated = reader.number(&format!("{}.length", seen(".undated li")), &[]);
    reader.chooses("select[name=level]", "市级");
    let years = format!("{}.map((e) => e.innerText).join()", seen(".years a"));
    let shown = format!("{}.map((e) => e.dataset.year).join()", seen(".rows section"));
    reader.waits_for(&format!("{years} === {shown} && {shown}.length < 100"), &[]);
    assert_eq!(
        reader.sees(&format!("{}.every((e) => e.dataset.level === 'municipal')", seen(".undated li")), &[]),
        true
    );
    let address = reader.address();
    let last = reader.text(&format!("{}.at(-1).hash", seen(".years a")), &[]);
    reader.clicks(&format!(".years a[href='{last}']"));
    reader.waits_for("document.activeElement.id === a.slice(1)", &[&last]);
    assert_eq!(reader.address(), address, "the choice stays");
    reader.reload();
    reader.waits_for(&format!("{years} === {shown}"), &[]);
    // What has no date is in no stretch of years.
    reader.clicks(".filters button[type=reset]");
    reader.waits_for(&format!("{}.length === Number(a)", seen(".undated li")), &[&undated.to_string()]);
    reader.chooses("select[name=from]", "2020");
    reader.waits_for("!document.querySelector('.undated').checkVisibility()", &[]);
}

pub fn five_lanes_fit(_: &Stage, reader: &Reader) {
    reader.open("timeline.html");
    reader.sees("document.querySelector('.lanes').style.setProperty('--lanes', 5)", &[]);
    reader.sees("document.querySelector('.rows li').style.setProperty('--k', 4)", &[]);
    let right = |css: &str| {
        reader.number("Math.round(document.querySelector(a).getBoundingClientRect().right)", &[css])
    };
    assert!(right(".rows li .event") <= right(".lanes"), "the last lane stands out");
}
