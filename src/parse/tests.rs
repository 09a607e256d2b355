//! Short texts and the clauses they must give: `anchor words`, one a line.

use super::parse;
use crate::model::{Block, Format, RepairedText, SourceText};

fn outline(text: &str) -> String {
    let parsed = parse(&RepairedText::new(text));
    let lines: Vec<String> = parsed
        .blocks
        .iter()
        .filter_map(Block::as_clause)
        .map(|c| {
            format!(
                "{} {}",
                c.anchor,
                c.words().lines().next().unwrap_or_default().chars().take(4).collect::<String>()
            )
        })
        .collect();
    lines.join("\n")
}

fn check(text: &str, expected: &str) {
    assert_eq!(outline(text), expected.trim().lines().map(str::trim).collect::<Vec<_>>().join("\n"));
}

#[test]
fn articles_have_paragraphs_points_and_indents() {
    check(
        "云岭省古树条例\n第一章　总则\n第一条　为了保护古树，制定本条例。\n第二条　有下列情形之一的，不予批准：\n（一）砍伐的；\n1.成片砍伐的；\n2.单株砍伐的；\n（二）移植的。\n省林业部门可以另行规定。\n有下列行为的，从重处罚：\n（一）再犯的。\n第二条之一　本条例所称古树，是指老树。",
        "chp_1 总则
         art_1 为了保护
         art_2 有下列情
         art_2__para_1__point_1 砍伐的；
         art_2__para_1__point_1__indent_1 成片砍伐
         art_2__para_1__point_1__indent_2 单株砍伐
         art_2__para_1__point_2 移植的。
         art_2__para_2 省林业部
         art_2__para_3 有下列行
         art_2__para_3__point_1 再犯的。
         art_2-1 本条例所",
    );
}

#[test]
fn what_runs_on_stands_alone() {
    check(
        "关于办图书室的意见\n为了读书，提出如下意见。\n一、建设\n1．选址。要近。\n2．配书。要新。\n二、管理\n3．开放。要久。",
        "preamble__para_1 为了读书
         sec_1 建设
         cl_1 选址。要
         cl_2 配书。要
         sec_2 管理
         cl_3 开放。要",
    );
    check(
        "关于办图书室的意见\n一、建设\n（一）选址。要近。\n二、管理\n（一）开放。要久。\n经常检查。",
        "sec_1 建设
         sec_1__subsec_1 选址。要
         sec_2 管理
         sec_2__subsec_1 开放。要
         sec_2__subsec_1__para_2 经常检查",
    );
}

#[test]
fn a_paragraph_after_a_list_belongs_to_what_introduced_it() {
    check(
        "图书室工作规则\n一、图书室的职责是：\n（一）借书；\n（二）还书。\n借书证由县里统一印制，不得收费，遗失的应当免费补办。\n二、图书室每天开放，节假日不休息，开放时间不少于八个小时。",
        "sec_1 图书室的
         sec_1__subsec_1 借书；
         sec_1__subsec_2 还书。
         sec_1__para_2 借书证由
         sec_2 图书室每",
    );
}

#[test]
fn a_paragraph_between_two_items_belongs_to_the_first() {
    check(
        "第一条　图书室的职责是：\n（一）借书。\n借书应当登记：\n1．姓名；\n2．日期。\n（二）还书。\n图书室每天开放。",
        "art_1 图书室的
         art_1__para_1__point_1 借书。
         art_1__para_1__point_1__para_2 借书应当
         art_1__para_1__point_1__indent_1 姓名；
         art_1__para_1__point_1__indent_2 日期。
         art_1__para_1__point_2 还书。
         art_1__para_2 图书室每",
    );
}

#[test]
fn a_notice_with_one_instrument_is_its_cover() {
    let text = "青川市文化局关于印发《图书室管理办法》的通知\n青文发〔2020〕3号\n各县文化局：\n现将《图书室管理办法》印发给你们，请执行。\n青川市文化局\n2020年3月5日\n图书室管理办法\n第一条　为了读书，制定本办法。\n第二条　本办法自2020年4月1日起施行。";
    check(text, "cover__para_1 现将《图\nart_1 为了读书\nart_2 本办法自");
    let meta = parse(&RepairedText::new(text)).meta;
    assert_eq!((meta.title.as_str(), meta.number.as_deref()), ("图书室管理办法", Some("青文发〔2020〕3号")));
    assert_eq!(meta.cover_title.as_deref(), Some("青川市文化局关于印发《图书室管理办法》的通知"));
    assert_eq!(
        (meta.issuers.as_slice(), meta.recipients.as_deref()),
        (&["青川市文化局".to_owned()][..], Some("各县文化局"))
    );
    assert_eq!(meta.dates.issued.map(|d| d.to_string()).as_deref(), Some("2020-03-05"));
    assert_eq!(meta.dates.effective.map(|d| d.to_string()).as_deref(), Some("2020-04-01"));
}

#[test]
fn attachments_begin_at_their_mark_and_not_in_the_list() {
    check(
        "青川市文化局关于普查图书室的通知\n各县文化局：\n请按要求普查。\n附件：1.普查表\n2.名单\n青川市文化局\n2020年3月5日\n附件1\n普查表\n序号\n名称\n藏书\n1\n甲村图书室\n三百册\n2\n乙村图书室\n四百册\n附件2\n名单\n甲村、乙村。",
        "para_1 请按要求
         att_1 普查表
         att_1__table_1 序号\t名
         att_2 名单
         att_2__para_1 甲村、乙",
    );
}

#[test]
fn quoted_new_text_and_contents_make_no_clauses() {
    check(
        "关于修改《云岭省古树条例》的决定\n一、将第二条修改为：“第二条　古树不得砍伐。\n“有特殊情况的，报省里批准：\n“（一）倒伏的；\n“（二）枯死的。”\n二、删去第三条。",
        "sec_1 将第二条\nsec_2 删去第三",
    );
    check(
        "云岭省古树条例\n目　录\n第一章　总则\n第二章　附则\n第一章　总则\n第一条　甲。\n第二章　附则\n第二条　乙。",
        "chp_1 总则\nart_1 甲。\nchp_2 附则\nart_2 乙。",
    );
    check(
        "云岭省船员条例\n目　录\n第一章　总则\n附件：证书样式\n第一章　总则\n第一条　甲。\n附件：\n证书样式\n样式另定。",
        "chp_1 总则\nart_1 甲。\natt_1 证书样式\natt_1__para_1 样式另定",
    );
}

#[test]
fn taiwan_and_macau_number_in_their_own_way() {
    check(
        "法規名稱：圖書室管理規程\n最新異動日期：20020724\n第 1 條\n本規程依圖書館法訂定之。\n第 1-1 條\n圖書室辦理下列事項：\n一、借書。\n（一）兒童書。\n二、還書。",
        "art_1 本規程依
         art_1-1 圖書室辦
         art_1-1__point_1 借書。
         art_1-1__point_1__indent_1 兒童書。
         art_1-1__point_2 還書。",
    );
    check(
        "澳門特別行政區圖書室規章\n行政長官根據基本法制定本規章，由澳門文化部門執行。\n第一條\n標的\n一、本規章訂定圖書室制度。\n二、圖書室免費。",
        "preamble__para_1 行政長官
         art_1 標的
         art_1__para_1 本規章訂
         art_1__para_2 圖書室免",
    );
}

#[test]
fn fields_are_read_from_notes_and_rubrics() {
    let text = "图书借阅规定\n（云大发〔2016〕8号，2016年3月1日校长办公会议通过）\n第一条【目的】为了借书。\n第二条【施行】本规定自2016年5月1日起施行。";
    let meta = parse(&RepairedText::new(text)).meta;
    assert_eq!(meta.number.as_deref(), Some("云大发〔2016〕8号"));
    assert_eq!(meta.dates.effective.map(|d| d.to_string()).as_deref(), Some("2016-05-01"));
    let note = "图书借阅规定\n（根据2019年3月1日《关于修改借阅规定的决定》（云大发〔2019〕2号）修正）\n第一条　为了借书。";
    assert_eq!(parse(&RepairedText::new(note)).meta.number, None);
    let list = "示范图书室名录\n（共计2项）\n甲村图书室。\n乙村图书室。";
    assert_eq!(parse(&RepairedText::new(list)).meta.title, "示范图书室名录");
    let order = "中华人民共和国国务院令\n第912号\n现公布《渡口条例》，自2021年8月1日起施行。\n2021年6月24日\n渡口条例\n第一条　甲。";
    assert_eq!(parse(&RepairedText::new(order)).meta.issuers, ["国务院"]);
}

#[test]
fn a_number_printed_twice_is_told() {
    let text = "图书室规则\n一、甲规定\n（一）借书要登记。\n（一）还书要及时。";
    check(text, "sec_1 甲规定\nsec_1__subsec_1 借书要登\nsec_1__subsec_1_2 还书要及");
    let doubts = parse(&RepairedText::new(text)).doubts;
    assert_eq!(doubts.iter().map(|d| d.code.as_str()).collect::<Vec<_>>(), ["number-repeated"]);
}

#[test]
fn no_text_is_refused() {
    for text in ["", "\n\n", "甲", "第一条", "（", "附件", "“", "一、", "——", "│", "目录"]
    {
        parse(&RepairedText::new(text));
    }
}

/// How often each character that is not white stands in `words`.
fn tally<'a>(words: impl Iterator<Item = &'a str>) -> std::collections::BTreeMap<char, usize> {
    let mut counts = std::collections::BTreeMap::new();
    for c in words.flat_map(str::chars).filter(|c| !c.is_whitespace()) {
        *counts.entry(c).or_default() += 1;
    }
    counts
}

proptest::proptest! {
    #[test]
    fn parsing_never_fails_loses_nothing_and_anchors_are_unique(text in "(第[一二]条|[一二]、|（[一二]）|1．|——|附件[12]?：?|附：|目录|序言|《|》|“|”|：|。|，|\n|\n|甲|\t|2020年1月1日| |序号|项目|注：|抄送：|云岭省文化厅|文件|令|公告|第1号|特急|签发人：|总理 某某|（|）|通过|印发|索引号：|通知|关于){0,60}") {
        let parsed = parse(&RepairedText::new(&text));
        let clauses: Vec<_> = parsed.blocks.iter().filter_map(Block::as_clause).collect();
        let mut anchors: Vec<&str> = clauses.iter().map(|c| c.anchor.as_str()).collect();
        let all = anchors.len();
        anchors.sort_unstable();
        anchors.dedup();
        proptest::prop_assert_eq!(anchors.len(), all);
        let kept = parsed.blocks.iter().flat_map(|block| match block {
            Block::Clause(c) => vec![c.printed_number(), c.words()],
            Block::Line { text, .. } => vec![text.as_str()],
        });
        let kept = tally(kept.chain(parsed.meta.provenance.iter().map(|e| e.words.as_str())));
        for (c, count) in tally(std::iter::once(text.as_str())) {
            proptest::prop_assert!(kept.get(&c).is_some_and(|k| *k >= count), "{c} is lost");
        }
    }
}

/// What the gold would say of a paper: title, fields, clauses.
fn summary(text: &str) -> String {
    let source = SourceText {
        name: String::new(),
        sha256: String::new(),
        format: Format::Text,
        encoding: "UTF-8".to_owned(),
        text: text.to_owned(),
        edits: Vec::new(),
    };
    let meta = parse(&crate::repair::repair(&source).0);
    let (meta, blocks) = (meta.meta, meta.blocks);
    let fields = [
        ("cover", meta.cover_title),
        ("kind", meta.kind),
        ("number", meta.number),
        ("issuers", Some(meta.issuers.join("、")).filter(|i| !i.is_empty())),
        ("to", meta.recipients),
        ("secrecy", meta.secrecy),
        ("urgency", meta.urgency),
        ("signed", meta.signed_by),
        ("copied", meta.copied_to),
    ];
    let fields = fields.into_iter().filter_map(|(name, value)| Some(format!("{name}={}", value?)));
    let dates = meta.dates.named().into_iter().map(|(name, date)| format!("{name}={date}"));
    let clauses = blocks.iter().filter_map(Block::as_clause).map(|c| {
        let words = c.words().lines().next().unwrap_or_default();
        format!("{} {}", c.anchor, words.chars().take(4).collect::<String>())
    });
    std::iter::once(meta.title).chain(fields).chain(dates).chain(clauses).collect::<Vec<_>>().join("\n")
}

/// Whole papers of every shape, each with what it must give below `====`.
#[test]
fn papers_of_every_shape_give_what_they_should() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/parse/tests/papers");
    let mut names: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    names.sort();
    let wrong: Vec<String> = names
        .iter()
        .filter_map(|path| {
            let paper = std::fs::read_to_string(path).unwrap();
            let (text, expected) = paper.split_once("\n====\n").unwrap();
            let got = summary(text);
            (got != expected.trim_end()).then(|| format!("{}:\n{got}", path.display()))
        })
        .collect();
    assert!(names.len() >= 25 && wrong.is_empty(), "{}", wrong.join("\n\n"));
}
