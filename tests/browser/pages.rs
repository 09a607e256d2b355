//! Pages as wholes.

use crate::reader::{PHONE, Reader};
use crate::stage::Stage;

pub fn every_page_opens(stage: &Stage, reader: &Reader) {
    let pages = stage.pages();
    let kinds = [
        "404.html",
        "cited.html",
        "guide/address.html",
        "index.html",
        "issuers.html",
        "report.html",
        "search.html",
    ];
    assert!(kinds.iter().all(|kind| pages.iter().any(|page| page == kind)), "{pages:?}");
    for page in &pages {
        reader.open(page);
        assert_ne!(reader.text("document.querySelector('h1').innerText.trim()", &[]), "", "{page}");
        assert_eq!(reader.number("document.querySelectorAll('main').length", &[]), 1, "{page}");
    }
}

pub fn no_page_is_wider_than_a_phone(stage: &Stage, reader: &Reader) {
    let results = "search.html?q=图书室".to_owned();
    for page in stage.pages().into_iter().chain([results]) {
        reader.open(&page);
        if page.contains('?') {
            reader.waits_for("document.querySelector('.hit-group mark')", &[]);
        }
        let width = reader.number("document.documentElement.scrollWidth", &[]);
        assert!(width <= PHONE, "{page} is {width} wide");
        assert_eq!(reader.number("innerWidth", &[]), PHONE, "{page}");
    }
}

pub fn figures_stay_whole_on_a_phone(stage: &Stage, reader: &Reader) {
    reader.open(&format!("{}#att_2__table_1", stage.circular("qingdangfa_2022_5.txt")));
    let note = "document.querySelector('td[colspan]').innerText.startsWith(a)";
    assert_eq!(reader.sees(note, &["注："]), true, "a note spans the table");
    let fill = "document.querySelectorAll('.table td:not(.long), .table th').forEach((cell) => { cell.textContent = '144000元'; })";
    reader.sees(fill, &[]);
    let lines = |cell: &str| {
        let script = "Math.max(...Array.from(document.querySelectorAll(a), (cell) => { const range = new Range(); range.selectNodeContents(cell); return range.getClientRects().length; }))";
        reader.number(script, &[cell])
    };
    assert_eq!(lines(".table td:not(.long), .table th"), 1, "lines of a figure");
    assert_eq!(
        reader.sees(
            "(({scrollWidth, clientWidth}) => scrollWidth > clientWidth)(document.querySelector('.table'))",
            &[]
        ),
        true
    );
    assert_eq!(reader.number("document.documentElement.scrollWidth", &[]), PHONE);
}

pub fn reading_without_script(stage: &Stage, reader: &Reader) {
    let shown = "document.querySelector('main').innerText.includes(a)";
    let hidden = "Array.from(document.querySelectorAll(a)).every((e) => !e.checkVisibility())";
    reader.open("index.html");
    assert_eq!(reader.text("document.documentElement.className", &[]), "no-js", "scripts must not run here");
    for circular in stage.circulars() {
        let title = circular["title"].as_str().expect("a title");
        assert_eq!(reader.sees(shown, &[title]), true, "{title}");
    }
    assert_eq!(reader.sees(hidden, &[".filter, .shade"]), true, "what needs script is not offered");

    reader.open("timeline.html");
    let rows = reader.number(
        "Array.from(document.querySelectorAll('.rows li')).filter((e) => e.checkVisibility()).length",
        &[],
    );
    assert!(rows >= 17, "{rows} events");
    assert!(reader.number("document.querySelectorAll('.curves path').length", &[]) > 5);
    assert_eq!(reader.sees(hidden, &[".filters"]), true);
    reader.clicks(".rows a[href*='1998/']");
    assert!(reader.address().starts_with("circulars/1998/"));

    reader.open(&format!("{}#art_12-1", stage.circular("云岭省古茶树保护条例(2021-07-29).txt")));
    reader.is_at("art_12-1", "全省统一的古茶树数字档案");
    reader.clicks(":target > .tools > summary");
    reader.waits_for("document.querySelector(':target > .tools .panel').checkVisibility()", &[]);

    reader.open("search.html");
    assert_eq!(
        reader.sees(shown, &["clausebook find"]),
        true,
        "search says what it needs, and the way without"
    );
}

pub fn what_is_not_public_leaves_no_trace(stage: &Stage, reader: &Reader) {
    let traces = ["雾隐山", "云档内", "特藏库房", "neibu"];
    for (file, bytes) in stage.site.tree("public") {
        let text = String::from_utf8_lossy(&bytes);
        let found = traces.iter().find(|&trace| text.contains(trace) || file.contains(trace));
        assert_eq!(found, None, "{file}");
    }
    reader.open("index.html");
    for trace in traces {
        assert_eq!(reader.number("(await clausebook.search(a, {})).total", &[trace]), 0, "{trace}");
    }
}

pub fn an_address_without_a_page(_: &Stage, reader: &Reader) {
    reader.expects_in_the_console("404");
    reader.open("circulars/2001/nowhere.html");
    reader.waits_for("document.querySelector('main.lost a')?.checkVisibility()", &[]);
    reader.clicks("main.lost a");
    reader.waits_for("document.querySelector('main.home')", &[]);
    assert_eq!(reader.address(), "index.html");
}

pub fn reloading_only_when_served(stage: &Stage, reader: &Reader) {
    reader.open("index.html");
    let listens = "Array.from(document.scripts).some((s) => s.text.includes('EventSource'))";
    assert_eq!(reader.sees(listens, &[]), true);
    for (file, bytes) in stage.site.tree("public") {
        assert!(!String::from_utf8_lossy(&bytes).contains("EventSource"), "{file}");
    }
}
