use super::super::kinship::kinship;
use super::super::samples::circular;
use super::*;
use crate::diagnostic::Diagnostic;
use crate::model::{Alone, Anchor, Span, Status, Verb};

fn page(circular: Circular) -> (Page, Option<ImportRecord>) {
    let markdown = vec![String::new(); circular.blocks.len()];
    (Page::new(circular, markdown), None)
}

fn cites(from: &str, target: Target) -> Citation {
    let from = Anchor::parse(from).expect("an anchor");
    Citation { from, span: Span::new(0, 0), words: "《某》".into(), title: None, number: None, target }
}

fn held(slug: &str, anchor: &str) -> Target {
    Target::Held { slug: slug.into(), anchor: Anchor::parse(anchor) }
}

fn not_held(work: &str) -> Target {
    Target::NotHeld { work: work.into(), anchor: None }
}

fn assembled() -> (Corpus, Vec<Diagnostic>) {
    let mut old = circular("2015/old", "旧办法", &["旧办法的第一句话。", "第二句。"]);
    old.meta.dates.issued = "2015-01-01".parse().ok();
    let mut new = circular("2018/new", "新办法", &["新办法废止旧办法。"]);
    new.meta.dates.effective = "2018-06-01".parse().ok();
    new.meta.work = Some("2010/none".into());
    let repeals = Relation {
        verb: Verb::Repeals,
        title: "旧办法".into(),
        slug: Some("2015/old".into()),
        evidence: Anchor::parse("para_1"),
        words: "废止".into(),
        date: None,
    };
    let citations = vec![
        vec![cites("para_2", not_held("甲"))],
        vec![
            cites("para_1", held("2015/old", "para_2")),
            cites("para_1", held("2015/old", "para_9")),
            cites("para_1", not_held("乙")),
            cites("para_1", not_held("甲")),
            cites("para_1", held("2018/new", "para_1")),
        ],
    ];
    put_together(vec![old, new], citations, vec![vec![], vec![repeals]])
}

fn put_together(
    circulars: Vec<Circular>,
    citations: Vec<Vec<Citation>>,
    relations: Vec<Vec<Relation>>,
) -> (Corpus, Vec<Diagnostic>) {
    let (kinship, diagnostics) = kinship(&circulars.iter().collect::<Vec<_>>(), &Alone, &mut |_, _| ());
    let pages = circulars.into_iter().map(page).collect();
    (assemble(pages, citations, relations, kinship, "2020-01-01".parse().expect("a date")), diagnostics)
}

#[test]
fn citations_and_relations_are_one_set_read_from_both_ends() {
    let (corpus, _) = assembled();
    let old = corpus.entry("2015/old").expect("held");
    let to: Vec<_> =
        old.ties.cited_by.iter().map(|b| (b.slug.as_str(), b.to.as_ref().map(Anchor::as_str))).collect();
    assert_eq!(to, [("2018/new", Some("para_2")), ("2018/new", None)]);
    let new = corpus.entry("2018/new").expect("held");
    assert_eq!(new.ties.cited_by.len(), 1);
    assert_eq!(
        (old.ties.related_by[0].verb, old.ties.related_by[0].slug.as_str()),
        (Verb::Repeals, "2018/new")
    );
    let works: Vec<(&str, usize)> =
        corpus.not_held.iter().map(|n| (n.work.as_str(), n.cited_by.len())).collect();
    assert_eq!(works, [("甲", 2), ("乙", 1)]);
}

#[test]
fn statuses_follow_and_faults_are_told() {
    let (corpus, diagnostics) = assembled();
    let status = |slug: &str| corpus.entry(slug).and_then(|e| e.ties.standing.status);
    assert_eq!((status("2015/old"), status("2018/new")), (Some(Status::Repealed), Some(Status::InForce)));
    assert_eq!(corpus.timeline.len(), 2);
    let codes: Vec<&str> = diagnostics.iter().map(|d| d.code).collect();
    assert_eq!(codes, ["work-unknown"]);
}

#[test]
fn a_copy_is_aligned_and_says_what_it_lacks() {
    let text = [
        "水库大坝应当每月巡查一次并作记录。",
        "汛期每日巡查两次，夜间有人值守，险情立即上报。",
        "经费列入年度预算，由县财政统筹安排解决。",
    ];
    let whole = circular("2015/whole", "大坝巡查办法", &text);
    let mut copy = circular("undated/copy", "大坝巡查办法", &text[1..]);
    copy.meta.work = Some("2015/whole".into());
    let (corpus, _) = put_together(vec![whole, copy], vec![], vec![]);
    let copy = corpus.entry("undated/copy").expect("held");
    let variant = &copy.ties.variants[0];
    let aligned: Vec<(&str, &str)> = variant.aligned.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    assert_eq!(aligned, [("para_1", "para_2"), ("para_2", "para_3")]);
    assert_eq!(variant.missing.iter().map(Anchor::as_str).collect::<Vec<_>>(), ["para_1"]);
    assert_eq!(copy.ties.relations[0].verb, Verb::VariantOf);
    assert!(copy.parallels.is_empty() && corpus.entries[0].ties.variants[0].missing.is_empty());
    assert_eq!(corpus.entries[0].ties.related_by[0].verb, Verb::VariantOf);
}
