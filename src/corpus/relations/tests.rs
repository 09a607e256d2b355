use super::*;
use crate::corpus::resolve::resolve;
use crate::model::{Block, Clause, Dates, Mention, Metadata, Span, WorkName};

fn clause(anchor: &str, parent: Option<&str>, text: &str) -> Block {
    Block::Clause(Clause {
        anchor: Anchor::parse(anchor).unwrap(),
        also: Vec::new(),
        parent: parent.and_then(Anchor::parse),
        label: None,
        heading: String::new(),
        text: text.into(),
        table: None,
        line: 0,
    })
}

fn circular(slug: &str, title: &str, blocks: Vec<Block>) -> Circular {
    let dates =
        Dates { issued: "2020-05-01".parse().ok(), effective: "2020-06-01".parse().ok(), ..Dates::default() };
    Circular {
        slug: slug.into(),
        meta: Metadata { title: title.into(), dates, ..Metadata::default() },
        blocks: blocks.into(),
    }
}

/// Mentions of plain titles, as the grammar would find them.
fn mentions(circular: &Circular) -> Vec<(usize, Vec<Mention>)> {
    circular
        .clauses()
        .map(|clause| {
            let mut from = 0;
            titles_in(clause.words())
                .into_iter()
                .filter_map(|title| {
                    let words = format!("《{title}》");
                    let start = from + clause.words()[from..].find(&words)?;
                    from = start + words.len();
                    let work = WorkName::Named { title: Some(title), number: None };
                    Some(Mention {
                        span: Span::new(start, from),
                        work,
                        place: Vec::new(),
                        through: None,
                        short: None,
                        quoted: None,
                    })
                })
                .collect()
        })
        .enumerate()
        .collect()
}

/// `verb title (evidence)` of each relation of a circular with these clauses.
#[track_caller]
fn check(title: &str, texts: &[&str], expected: &[&str]) {
    let blocks = texts.iter().enumerate().map(|(i, text)| {
        let parent = text.starts_with('《').then(|| "art_1".to_owned());
        let anchor = if parent.is_some() { format!("art_1__point_{i}") } else { format!("art_{}", i + 1) };
        clause(&anchor, parent.as_deref(), text)
    });
    let all = [circular("own", title, blocks.collect()), circular("law", "中华人民共和国灯塔法", Vec::new())];
    let index = TitleIndex::new(&all);
    let citations = resolve(&all[0], &mentions(&all[0]), &index);
    let found: Vec<String> = relations(&all[0], &citations, &index)
        .iter()
        .map(|r| {
            let evidence = r.evidence.as_ref().map_or("title", Anchor::as_str);
            let date = r.date.map(|d| format!(" {d}")).unwrap_or_default();
            format!("{} {} ({evidence}){date}", r.verb.name(), r.title)
        })
        .collect();
    assert_eq!(found, expected, "{title} {texts:?}");
}

#[test]
fn verbs_by_their_words() {
    let law = "中华人民共和国灯塔法";
    check(
        "云岭省灯塔条例",
        &["根据《中华人民共和国灯塔法》《渔港法》，结合本省实际，制定本条例。"],
        &["based-on 中华人民共和国灯塔法 (art_1)", "based-on 渔港法 (art_1)"],
    );
    check(
        "青川市通知",
        &["为贯彻落实省委《关于灯塔的意见》精神，现通知如下。"],
        &["implements 关于灯塔的意见 (art_1)"],
    );
    check(
        "云岭省灯塔条例",
        &["本条例自2020年6月1日起施行。1990年公布的《渔火条例》同时废止。"],
        &["repeals 渔火条例 (art_1) 2020-06-01"],
    );
    check(
        "决定",
        &["下列文件予以废止：", "《渔火条例》", "《渔汛办法》（1990年）"],
        &["repeals 渔火条例 (art_1__point_1) 2020-06-01", "repeals 渔汛办法 (art_1__point_2) 2020-06-01"],
    );
    check("决定", &["对《灯塔法》作如下修改："], &[&format!("amends {law} (art_1) 2020-06-01")]);
    check(
        "青川市通知",
        &["现将《关于渔火的意见》转发给你们，请执行。"],
        &["forwards 关于渔火的意见 (art_1)"],
    );
    check(
        "青川市通知",
        &["市渔业局《渔火意见》已经市政府同意，现转发给你们。"],
        &["forwards 渔火意见 (art_1)"],
    );
    check(
        "青川市通知",
        &["市政府同意市渔业局《渔火安排》，现批转给你们。"],
        &["approves 渔火安排 (art_1) 2020-06-01", "forwards 渔火安排 (art_1)"],
    );
    check("决议", &["会议决定批准《渔火计划》。"], &["approves 渔火计划 (art_1) 2020-06-01"]);
    let first = "现有《渔火规定》和《渔汛规定》已经省政府同意，现印发给你们。";
    check("通知", &[first], &["carries 渔火规定 (art_1)", "carries 渔汛规定 (art_1)"]);
    check(
        "令",
        &["现有《渔火规定》已经会议通过，现予公布，自公布之日起施行。"],
        &["carries 渔火规定 (art_1)"],
    );
    check("云岭省灯塔条例", &["1963年省政府批转《渔火办法》中的规定，照旧。"], &[]);
    check("决定", &["将第一条修改为：“根据《渔火办法》，制定本办法。”"], &[]);
    check("通知", &["根据《渔火办法》，决定点灯。"], &["based-on 渔火办法 (art_1)"]);
    check("办法", &["点灯。", "船长根据《渔火办法》，决定点灯。"], &[]);
    check("办法", &["点灯。", "各级政府要认真贯彻《渔火办法》，作为要事。"], &[]);
    check(
        "云岭省灯塔条例",
        &["点灯。", "本条例自公布之日起施行，省政府批转的《渔火办法》同时废止。"],
        &["repeals 渔火办法 (art_2) 2020-06-01"],
    );
    check("云岭省灯塔条例", &["违反规定的，依照《灯塔法》处罚。"], &[&format!("cites {law} (art_1)")]);
    check("云岭省灯塔条例", &["依照《渔港法》处罚。", "市可以根据《渔港法》制定细则。"], &[]);
}

#[test]
fn every_item_of_a_list_is_repealed() {
    let listed = |lead: &str, heading: &str| {
        let blocks = vec![
            clause("preamble__para_1", None, lead),
            clause("sec_1", None, heading),
            clause("sec_1__cl_1", Some("sec_1"), "《渔火条例》（云政发〔1990〕1号）"),
            clause("sec_2", None, "《渔汛办法》"),
        ];
        let all = [circular("own", "关于废止部分文件的决定", blocks)];
        let index = TitleIndex::new(&all);
        let citations = resolve(&all[0], &mentions(&all[0]), &index);
        let found = relations(&all[0], &citations, &index);
        found.iter().map(|r| format!("{} {}", r.verb.name(), r.title)).collect::<Vec<_>>()
    };
    let both = ["repeals 渔火条例", "repeals 渔汛办法"];
    assert_eq!(listed("经清理，决定废止下列文件：", "政府文件"), both);
    assert_eq!(listed("经清理，决定如下：", "废止的文件（2件）"), both[..1]);
    assert_eq!(listed("《灯塔法》废止后，决定如下：", "有关文件"), ["repeals 灯塔法"]);
}

#[test]
fn what_a_bracket_says_is_not_what_the_sentence_does() {
    check(
        "通知",
        &["原《渔火条例》（根据《修改决定》修订）同时废止。"],
        &["repeals 渔火条例 (art_1) 2020-06-01"],
    );
    check("通知", &["自五月起点灯（《渔火条例》同时废止）。"], &["repeals 渔火条例 (art_1) 2020-06-01"]);
}

#[test]
fn a_notice_forwards_what_stands_on_its_own_page() {
    let text = "《关于擦灯的意见》已经市政府同意，现转发给你们。";
    let mut own = circular("own", "关于擦灯的意见", vec![clause("cover__para_1", None, text)]);
    own.meta.cover_title = Some("青川市政府转发市渔业局关于擦灯意见的通知".into());
    let all = [own];
    let index = TitleIndex::new(&all);
    let found = relations(&all[0], &resolve(&all[0], &mentions(&all[0]), &index), &index);
    let found: Vec<_> = found.iter().map(|r| (r.verb, r.title.as_str(), r.slug.as_deref())).collect();
    assert_eq!(found, [(Verb::Forwards, "关于擦灯的意见", Some("own"))]);
}

#[test]
fn a_carried_decision_amends_the_act_printed_anew_behind_it() {
    let blocks = vec![
        clause("para_1", None, "《关于修改〈灯塔条例〉的决定》已经会议通过，现予公布。"),
        clause("att_1", None, "关于修改《灯塔条例》的决定"),
        clause("att_1__preamble__para_1", Some("att_1"), "对《灯塔条例》作如下修改："),
        clause("att_2", None, "灯塔条例"),
    ];
    let all = [circular("own", "青川市人大公告", blocks)];
    let index = TitleIndex::new(&all);
    let found = relations(&all[0], &resolve(&all[0], &mentions(&all[0]), &index), &index);
    let found: Vec<_> = found.iter().map(|r| (r.verb, r.title.as_str(), r.slug.as_deref())).collect();
    let carried = (Verb::Carries, "关于修改〈灯塔条例〉的决定", Some("own"));
    assert_eq!(found, [carried, (Verb::Amends, "灯塔条例", None)]);
}

#[test]
fn an_act_that_prints_a_decision_on_itself_does_not_amend_itself() {
    let blocks = vec![
        clause("art_1", None, "点灯。"),
        clause("att_1", None, "附件一"),
        clause("att_2", None, "省人大关于灯塔条例的决定"),
        clause("att_2__sec_1", Some("att_2"), "在《灯塔条例》附件一中增加一项。"),
    ];
    let all = [circular("own", "灯塔条例", blocks)];
    let index = TitleIndex::new(&all);
    let words = "《灯塔条例》附件一";
    let start = "在".len();
    let citation = Citation {
        from: Anchor::parse("att_2__sec_1").unwrap(),
        span: Span::new(start, start + words.len()),
        words: words.into(),
        title: Some("灯塔条例".into()),
        number: None,
        target: Target::Held { slug: "own".into(), anchor: Anchor::parse("att_1") },
    };
    let found = relations(&all[0], &[citation], &index);
    assert_eq!(found, []);
}

#[test]
fn titles_speak() {
    let law = "灯塔法";
    check("关于修改《灯塔法》的决定", &[], &[&format!("amends {law} (title) 2020-06-01")]);
    check("灯塔法实施条例", &[], &[&format!("implements {law} (title)")]);
    check("云岭省实施《灯塔法》办法", &[], &[&format!("implements {law} (title)")]);
    check("《灯塔法》解读", &[], &[&format!("explains {law} (title)")]);
    check("云岭省实施办法", &[], &[]);
    check(
        "青川市政府批转市渔业局关于点灯意见的通知",
        &["市渔业局关于点灯的意见已经同意，现批转给你们。"],
        &["forwards 市渔业局关于点灯意见 (art_1)"],
    );
    check("转发灯塔法的通知", &[], &["forwards 灯塔法 (title)"]);
    check("关于印发《渔火办法》的通知", &["现将《渔火办法》印发给你们。"], &["carries 渔火办法 (art_1)"]);
}
