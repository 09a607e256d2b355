//! Every clause has an address, and it lands.

use crate::reader::Reader;
use crate::stage::{GUIDE, MOVED, Stage};

const REGULATIONS: &str = "云岭省古茶树保护条例(2021-07-29).txt";
/// The text that the decision of 2021 changed.
const REGULATIONS_BEFORE: &str = "云岭省古茶树保护条例(2012-05-30).txt";

pub fn from_home_to_a_clause(stage: &Stage, reader: &Reader) {
    let page = stage.circular(REGULATIONS);
    reader.open("index.html");
    reader.clicks(&format!("#by-year a[href$='{page}']"));
    reader.waits_for("document.querySelector('.role-title')?.innerText === a", &["云岭省古茶树保护条例"]);
    reader.clicks(".contents a[href='#art_15']");
    reader.is_at("art_15", "禁止下列损害古茶树的行为");
    assert_eq!(reader.address(), format!("{page}#art_15"));
    reader.waits_for(
        "document.querySelector(\".contents a[href='#art_15']\").getAttribute('aria-current')",
        &[],
    );
    reader.clicks("#art_15__para_1__point_2 > p > .num");
    reader.is_at("art_15__para_1__point_2", "擅自移植古茶树");
}

pub fn every_kind_of_address_lands(stage: &Stage, reader: &Reader) {
    let lands = [
        // 章 with 节, 条之一 with 款, 项 with 目.
        (REGULATIONS, "chp_3__sec_2", "采摘与利用"),
        (REGULATIONS, "art_12-1__para_2", "录入数字档案"),
        (REGULATIONS, "art_10__point_2__indent_1", "树高、地围和冠幅"),
        // The other form of an address, where only one clause can be meant.
        (REGULATIONS, "art_15__point_3", "挖坑取土"),
        (REGULATIONS, "art_10__para_1__point_2__indent_1", "树高、地围和冠幅"),
        (REGULATIONS, "art_2__para_1", "在本省行政区域内"),
        ("yunwenfa_2019_7_pdf.txt", "sec_2__subsec_1__cl_1", "改造现有场所"),
        // Numbers that run on across sections stand alone.
        ("青川市_图书室实施办法.txt", "cl_8", "严禁挪作他用"),
        ("yunzhengban_2020_33.txt", "att_1__subsec_4", "（四）"),
        ("qingdangfa_2022_5.txt", "att_2__table_1", "序号"),
        // An address that was published once and moved.
        (GUIDE, MOVED.0, "按照下列次序排架"),
    ];
    for (source, anchor, words) in lands {
        reader.open(&format!("{}#{anchor}", stage.circular(source)));
        reader.is_at(anchor, words);
    }
}

pub fn the_contents_mark_what_is_read(stage: &Stage, reader: &Reader) {
    let marked = "document.querySelector('.contents a[aria-current]')?.hash === a";
    reader.open(&stage.circular(REGULATIONS));
    let links = "Array.from(document.querySelectorAll('.contents a'), (link) => link.hash).join()";
    let links = reader.text(links, &[]);
    // Those at the end of the page, too, which do not come up as far.
    assert!(links.split(',').count() > 30, "{links}");
    for link in links.split(',') {
        reader.sees("location.hash = a", &[link]);
        reader.waits_for(marked, &[link]);
    }
    // What stands in an article belongs to it.
    reader.open(&format!("{}#art_15__para_1__point_2", stage.circular(REGULATIONS)));
    reader.waits_for(marked, &["#art_15"]);
    let to = |anchor: &str, below: &str| {
        let script =
            "scrollTo(0, scrollY + document.getElementById(a).getBoundingClientRect().top - 80 + Number(b))";
        reader.sees(script, &[anchor, below]);
    };
    to("art_8", "-5");
    reader.waits_for(marked, &["#art_7"]);
    to("art_8", "5");
    reader.waits_for(marked, &["#art_8"]);
}

pub fn a_citation_leads_to_its_clause(stage: &Stage, reader: &Reader) {
    reader.open(&format!("{}#art_15__para_2", stage.circular(REGULATIONS)));
    reader.clicks("#art_15__para_2 > p > a.cite");
    reader.is_at("art_15__para_1__point_3", "挖坑取土");
    // And to another circular: the decision names the articles it amends.
    reader.open(&stage.circular("guchashu_xiugai_jueding_2021.txt"));
    reader.clicks("#sec_1 > p > a.cite[href*='#art_3__para_2']");
    reader.is_at("art_3__para_2", "为古茶树群落");
    assert_eq!(reader.address(), format!("{}#art_3__para_2", stage.circular(REGULATIONS_BEFORE)));
}
