//! From words to anchors: the grammar and the resolver together, over small circulars of our own.

use clausebook::corpus::resolve::resolve;
use clausebook::corpus::titles::TitleIndex;
use clausebook::model::{
    Anchor, Block, Circular, Clause, ClauseRef, Dates, Language, Mention, Metadata, Target, Token,
};
use clausebook::parse::citation::scan_all;

#[path = "citations/amending.rs"]
mod amending;

/// A circular from `anchor text` lines. The first paragraph of an article is
/// also `__para_1`; chapters are the parents of the articles after them.
fn circular(slug: &str, title: &str, lines: &[&str]) -> Circular {
    let mut chapter = None;
    let blocks = lines.iter().map(|line| {
        let (anchor, text) = line.split_once(' ').unwrap_or((line, ""));
        let anchor = Anchor::parse(anchor).unwrap();
        let token = anchor.last().unwrap().0;
        if token == Token::Chapter {
            chapter = Some(anchor.clone());
        }
        let article = token == Token::Article;
        let heading = text.strip_prefix('#');
        Block::Clause(Clause {
            also: if article { vec![anchor.child(Token::Paragraph, "1")] } else { Vec::new() },
            parent: if article { chapter.clone() } else { anchor.parent() },
            label: None,
            heading: heading.unwrap_or_default().to_owned(),
            text: if heading.is_some() { String::new() } else { text.to_owned() },
            table: None,
            line: 0,
            anchor,
        })
    });
    Circular {
        slug: slug.into(),
        meta: Metadata {
            title: title.into(),
            language: Some(Language::Simplified),
            dates: Dates { issued: "2020-05-01".parse().ok(), ..Dates::default() },
            ..Metadata::default()
        },
        blocks: blocks.collect(),
    }
}

/// Every citation of the first circular as `words -> target`: `slug#anchor`, `slug#?anchor` when the
/// clause is missing, `title#anchor` in 《》 when the work is not held.
fn cited(all: &[Circular]) -> Vec<String> {
    let index = TitleIndex::new(all);
    let mentions: Vec<(usize, Vec<Mention>)> =
        scan_all(all[0].clauses().map(ClauseRef::words)).into_iter().enumerate().collect();
    resolve(&all[0], &mentions, &index)
        .iter()
        .map(|c| {
            let at = |anchor: &Option<Anchor>| anchor.as_ref().map(|a| format!("#{a}")).unwrap_or_default();
            match &c.target {
                Target::Held { slug, anchor } => format!("{} -> {slug}{}", c.words, at(anchor)),
                Target::Missing { slug, anchor } => format!("{} -> {slug}#?{anchor}", c.words),
                Target::NotHeld { work, anchor } => format!("{} -> 《{work}》{}", c.words, at(anchor)),
            }
        })
        .collect()
}

#[track_caller]
fn check(title: &str, lines: &[&str], expected: &[&str]) {
    assert_eq!(cited(&[circular("own", title, lines)]), expected);
}

#[test]
fn provisions_of_the_article_itself() {
    check(
        "灯塔条例",
        &[
            "chp_1 #总则",
            "art_1 灯塔应当点亮：",
            "art_1__para_1__point_1 夜里；",
            "art_1__para_1__point_2 雾中。",
            "art_1__para_2 前款第二项的雾，以本条第一款第一项所称夜里为准。",
            "art_1__para_3 有第一款、前两款情形的，适用本章。",
            "art_2 违反前条第二款、第三条规定的，停航。",
        ],
        &[
            "前款第二项 -> own#art_1__para_1__point_2",
            "本条第一款第一项 -> own#art_1__para_1__point_1",
            "第一款 -> own#art_1",
            "前两款 -> own#art_1",
            "前两款 -> own#art_1__para_2",
            "本章 -> own#chp_1",
            "前条第二款 -> own#art_1__para_2",
            "第三条 -> own#?art_3",
        ],
    );
}

#[test]
fn ranges_take_in_what_was_inserted() {
    check(
        "灯塔条例",
        &["art_1 甲。", "art_1-1 乙。", "art_2 丙。", "art_3 违反第一条至第二条的。"],
        &["第一条至第二条 -> own#art_1", "第一条至第二条 -> own#art_1-1", "第一条至第二条 -> own#art_2"],
    );
}

#[test]
fn numbers_that_run_through_a_paper_without_articles() {
    check(
        "关于灯塔工作的意见",
        &[
            "sec_1 #总体要求",
            "subsec_1 点灯。",
            "sec_2 #保障",
            "subsec_2 添油。",
            "sec_2__para_2 第二条、第二部分执行五年，依第（一）项办理。",
        ],
        &["第二条 -> own#subsec_2", "第二部分 -> own#sec_2", "第（一）项 -> own#subsec_1"],
    );
    check(
        "灯塔工作规定",
        &[
            "sec_1 点灯人有：",
            "sec_1__subsec_1 甲；",
            "sec_1__subsec_2 乙。",
            "sec_1__para_2 以上所列人员，依前款值班。",
        ],
        &["以上所列 -> own#sec_1__subsec_1", "以上所列 -> own#sec_1__subsec_2", "前款 -> own#sec_1"],
    );
}

#[test]
fn annexed_instruments_are_cited_by_title_and_by_number() {
    check(
        "关于印发两个规定的通知",
        &[
            "para_1 现将《点灯规定》、《添油规定》印发给你们。",
            "att_1 #点灯规定",
            "att_1__art_1 本规定第二条，见附件2。",
            "att_1__art_2 甲。",
            "att_2 #添油规定",
            "att_2__art_1 依照《点灯规定》第二条和本规定第二条办理。",
            "att_2__art_2 乙。",
        ],
        &[
            "《点灯规定》 -> own#att_1",
            "《添油规定》 -> own#att_2",
            "本规定第二条 -> own#att_1__art_2",
            "附件2 -> own#att_2",
            "《点灯规定》第二条 -> own#att_1__art_2",
            "本规定第二条 -> own#att_2__art_2",
        ],
    );
}

#[test]
fn schedules_by_name_and_by_what_they_are_for() {
    check(
        "渔税条例",
        &[
            "art_1 税率：",
            "art_1__point_1 远洋捕捞，适用比例税率（税率表附后）；",
            "art_1__point_2 近海养殖，适用定额税率（税率表附后）。",
            "att_1 #税率表一（远洋捕捞适用）",
            "att_2 #税率表二（近海养殖适用）",
        ],
        &["税率表附后 -> own#att_1", "税率表附后 -> own#att_2"],
    );
}

#[test]
fn other_works_by_short_names_and_by_what_was_named_before() {
    let own = circular(
        "own",
        "青川市灯塔办法",
        &[
            "art_1 根据《中华人民共和国灯塔法》（以下简称《灯塔法》）和《渔港条例》，制定本办法。",
            "art_2 违反《灯塔法》第一条的，依该法第九条处罚；按渔港条例第三条，停航。",
            "art_3 第二百条由船长解释。",
            "art_4 1999年公布的《青川市灯塔办法》同时废止。",
        ],
    );
    let act = circular("act", "中华人民共和国灯塔法", &["art_1 点灯。"]);
    assert_eq!(
        cited(&[own, act]),
        [
            "《中华人民共和国灯塔法》（以下简称《灯塔法》） -> act",
            "《渔港条例》 -> 《渔港条例》",
            "《灯塔法》第一条 -> act#art_1",
            "该法第九条 -> act#?art_9",
            "渔港条例第三条 -> 《渔港条例》#art_3",
            "第二百条 -> own#?art_200",
            "《青川市灯塔办法》 -> 《青川市灯塔办法》",
        ]
    );
}

#[test]
fn a_paper_without_articles_speaks_of_the_act_in_its_title() {
    let lines = [
        "preamble__para_1 根据《中华人民共和国灯塔法》和《渔港法》，提出如下意见：",
        "cl_1 熄灯罪（第102条）",
    ];
    assert_eq!(
        cited(&[circular("own", "关于适用灯塔法分则的意见", &lines)]),
        [
            "《中华人民共和国灯塔法》 -> 《中华人民共和国灯塔法》",
            "《渔港法》 -> 《渔港法》",
            "第102条 -> 《中华人民共和国灯塔法》#art_102",
        ]
    );
}

#[test]
fn a_row_of_a_table_speaks_for_itself() {
    let mut own = circular("own", "关于执行《灯塔法》的规定", &["table_1 第2条\t熄灯（《渔港法》第5条）"]);
    own.blocks.edit(|blocks| {
        let Some(Block::Clause(clause)) = blocks.first_mut() else { unreachable!() };
        clause.text += "\n第3条之一\t偷油";
        clause.table = Some(Box::default());
    });
    assert_eq!(
        cited(&[own]),
        [
            "第2条 -> 《灯塔法》#art_2",
            "《渔港法》第5条 -> 《渔港法》#art_5",
            "第3条之一 -> 《灯塔法》#art_3-1"
        ]
    );
}

#[test]
fn paragraphs_and_items_of_one_breach() {
    let own = circular(
        "own",
        "青川市灯塔办法",
        &[
            "art_2 船长不得：",
            "art_2__point_3 熄灯；",
            "art_2__point_4 偷油。",
            "art_2__para_2 也不得停航。",
            "art_7 违反本办法第二条第三项的，警告；违反第三、四项、第二款的，罚款。",
            "art_8 有下列情形的，停航：",
            "art_8__point_1 夜间；",
            "art_8__para_2 本条前款第一项由船长宣布，发《停航许可证》。",
        ],
    );
    assert_eq!(
        cited(&[own]),
        [
            "本办法第二条第三项 -> own#art_2__point_3",
            "第三 -> own#art_2__point_3",
            "四项 -> own#art_2__point_4",
            "第二款 -> own#art_2__para_2",
            "本条前款第一项 -> own#art_8__point_1",
        ]
    );
}

#[test]
fn items_of_the_first_paragraph_are_not_those_of_the_second() {
    let own = circular(
        "own",
        "青川市灯塔办法",
        &[
            "art_2 停航：",
            "art_2__para_1__point_1 夜间；",
            "art_2__para_1__point_2 达不到本款第一项的；",
            "art_2__para_2 罚款：",
            "art_2__para_2__point_1 偷油；",
            "art_2__para_2__point_2 有第一款第二项情形的。",
            "art_3 违反第二条第一项、第二条第二款第一项的，停航。",
        ],
    );
    assert_eq!(
        cited(&[own]),
        [
            "本款第一项 -> own#art_2__para_1__point_1",
            "第一款第二项 -> own#art_2__para_1__point_2",
            "第二条第一项 -> own#art_2__para_1__point_1",
            "第二条第二款第一项 -> own#art_2__para_2__point_1",
        ]
    );
}

#[test]
fn taiwan_and_macau_name_paragraphs_their_own_way() {
    let lines = [
        "art_6 船長應點燈：",
        "art_6__para_1__point_1 夜間。",
        "art_6__para_1__point_2 霧中。",
        "art_6__para_2 前項第一款之夜間，依第六條第一項第二款定之。",
        "art_7 次條第一項不適用之。",
        "art_8 停航。",
    ];
    let mut taiwan = circular("own", "燈塔法", &lines);
    taiwan.meta.language = Some(Language::Traditional);
    assert_eq!(
        cited(&[taiwan]),
        [
            "前項第一款 -> own#art_6__para_1__point_1",
            "第六條第一項第二款 -> own#art_6__para_1__point_2",
            "次條第一項 -> own#art_8",
        ]
    );
    let mut macau = circular(
        "own",
        "燈塔法律",
        &[
            "art_6 船長應點燈：",
            "art_6__para_1__point_2 霧中。",
            "art_6__para_2 上款（二）項之霧，依第13/2021號法律第二條第一款。",
        ],
    );
    macau.meta.language = Some(Language::Traditional);
    assert_eq!(
        cited(&[macau]),
        [
            "上款（二）項 -> own#art_6__para_1__point_2",
            "第13/2021號法律第二條第一款 -> 《第13/2021號法律》#art_2__para_1",
        ]
    );
}

proptest::proptest! {
    #[test]
    fn what_is_said_to_be_held_is_there(
        one in "[第前本该一二三（）条款项、和至的“”：修改为附件灯塔法《》\\n]{0,40}",
        two in "[第前本该同次一二三（）条條款项項目章节、和至上各表后]{0,40}",
    ) {
        let lines = [
            format!("art_1 {one}"),
            format!("art_1__para_1__point_1 {two}"),
            format!("art_1__para_2 {two}"),
            format!("sec_2__subsec_3 {two}"),
            format!("att_1__para_1 {one}"),
        ];
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        for title in ["关于修改《灯塔法》的决定", "灯塔法"] {
            let own = circular("own", title, &lines);
            for citation in cited(std::slice::from_ref(&own)) {
                let target = citation.rsplit(" -> ").next().unwrap();
                if let Some(anchor) = target.strip_prefix("own#").filter(|a| !a.starts_with('?')) {
                    proptest::prop_assert!(own.find(&Anchor::parse(anchor).unwrap()).is_some());
                }
            }
        }
    }
}
