//! A page with every kind of block, as a person sees it, and pages that people changed.

use super::{derive, read, write};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::*;
use std::path::Path;

fn line(role: Role, text: &str) -> Block {
    Block::Line { role, text: text.to_owned(), line: 0 }
}

/// A clause from its printed line; a heading when the line ends in `!`.
fn clause(anchor: &str, printed: &str) -> Block {
    let anchor = Anchor::parse(anchor).unwrap();
    let (label, rest) = match Label::of(&anchor, printed.trim_end_matches('!')) {
        Some((label, _)) => {
            let rest = printed[label.printed.len()..].trim_start();
            (Some(label), rest)
        }
        None => (None, printed),
    };
    let (heading, text) = match rest.strip_suffix('!') {
        Some(heading) => (heading.to_owned(), String::new()),
        None => {
            let counted = label.as_ref().is_some_and(|l| !matches!(l.unit, Unit::Article | Unit::Dash));
            let first = rest.split('\n').next().unwrap_or_default();
            let heading = run_in_heading(first).filter(|_| counted).unwrap_or_default();
            (heading.to_owned(), rest.to_owned())
        }
    };
    Block::Clause(Clause { anchor, also: vec![], parent: None, label, heading, text, table: None, line: 0 })
}

fn table(anchor: &str, header: usize, rows: &[&[&str]]) -> Block {
    let rows = rows.iter().map(|row| row.iter().map(|cell| (*cell).to_owned()).collect()).collect();
    let table = Table { header, rows };
    let Block::Clause(mut clause) = clause(anchor, &table.text()) else { unreachable!() };
    clause.table = Some(Box::new(table));
    Block::Clause(clause)
}

/// A municipal notice of a fictional province that carries measures.
pub fn circular() -> Circular {
    let meta = Metadata {
        title: "青川市群众文体活动场地开放办法".into(),
        cover_title: Some("青川市人民政府印发《青川市群众文体活动场地开放办法》的通知".into()),
        kind: Some("办法".into()),
        issuers: vec!["青川市人民政府".into()],
        level: Some(Level::Municipal),
        number: Some("青政发〔2016〕7号".into()),
        dates: Dates {
            issued: PartialDate::ymd(2016, 3, 9),
            effective: PartialDate::ymd(2016, 5, 1),
            ..Dates::default()
        },
        recipients: Some("各县（区）人民政府，市级各部门".into()),
        language: Some(Language::Simplified),
        extent: Some(Extent::Complete),
        relations: vec![Relation {
            verb: Verb::Carries,
            title: "青川市群众文体活动场地开放办法".into(),
            slug: None,
            evidence: Anchor::parse("cover__para_1"),
            words: "印发".into(),
            date: None,
        }],
        source: Source { file: "青川市.txt".into(), sha256: "ab".repeat(32) },
        provenance: vec![
            Evidence {
                field: "number".into(),
                from: Origin::TitleBlock,
                line: Some(2),
                words: "青政发〔2016〕7号".into(),
            },
            Evidence {
                field: "dates.issued".into(),
                from: Origin::Signature,
                line: Some(9),
                words: "2016年3月9日".into(),
            },
        ],
        ..Metadata::default()
    };
    let mut blocks = vec![
        line(Role::CoverTitle, "青川市人民政府印发《青川市群众文体活动场地开放办法》的通知"),
        line(Role::Number, "青政发〔2016〕7号"),
        line(Role::Recipients, "各县（区）人民政府，市级各部门："),
        clause("cover__para_1", "现将《青川市群众文体活动场地开放办法》印发给你们，请照此办理。"),
        line(Role::Signature, "青川市人民政府"),
        line(Role::Date, "2016年3月9日"),
        line(Role::Title, "青川市群众文体活动场地开放办法"),
        line(Role::HistoryNote, "（2016年3月9日青川市人民政府发布）"),
        line(Role::Contents, "第一章　总则"),
        clause("preamble__para_1", "为了让场地*真正*开放（费用 < 5元），制定本办法。"),
        clause("chp_1", "第一章 总则!"),
        clause("art_1", "第一条 场地分为下列两类："),
        clause("art_1__point_1", "（一）室内场地；"),
        clause("art_1__point_2", "（二）室外场地，包括：\n1. 广场；\n2. 步道。"),
        clause("chp_2", "第二章 开放!"),
        clause("chp_2__sec_1", "第一节 时间!"),
        clause("art_2", "第二条 工作日开放不少于六小时。"),
        clause("art_2__para_2", "节假日适当延长。"),
        clause(
            "art_3",
            "第三条 原办法第五条修改为：\n“第五条　场地由县（区）负责养护。”\n“养护费用列入预算。”",
        ),
        clause("sec_9", "九、其他事项!"),
        clause("sec_9__para_1", "各县（区）抓好下列工作："),
        clause("sec_9__indent_1", "——摸清底数。"),
        clause("cl_1", "1. 建立台账。每季度更新一次。"),
        clause("cl_1__subcl_1", "（1）台账一场一页。"),
        clause("cl_1__subcl_1__point_1", "①写明地址。"),
        clause("concl__para_1", "本办法自2016年5月1日起施行。"),
        line(Role::AttachmentList, "附件：1. 场地名录"),
        clause("att_1", "附件1!"),
        line(Role::Caption, "表1　场地名录"),
        table("att_1__table_1", 1, &[&["序号", "名称"], &["1", "白石|体育场"], &["2", "*溪口*步道"]]),
        table("att_1__table_2", 0, &[&["甲", "乙"]]),
        line(Role::Image, "图 1.png"),
        line(Role::Note, "（此件公开发布）"),
        line(Role::CopiedTo, "抄送：市委办公室。"),
        line(Role::Imprint, "青川市人民政府办公室　2016年3月10日印发"),
        line(Role::Other, "# 页码"),
    ];
    // An unnumbered paragraph that opens like a numbered one.
    if let Some(Block::Clause(clause)) = blocks.get_mut(17) {
        clause.text = "一、二级场地适当延长。".into();
    }
    derive(&mut blocks);
    Circular { slug: "2016/qing-chuan".into(), meta, blocks: blocks.into() }
}

#[test]
fn a_page_of_every_kind_of_block() {
    let circular = circular();
    let page = write(&circular);
    insta::assert_snapshot!(page);
    let (read, problems) = read("2016/qing-chuan", &page, Path::new("x.md"));
    assert_eq!((read.unwrap().circular, problems), (circular, vec![]));
}

fn page_of(body: &str) -> (Page, Vec<Diagnostic>) {
    let (page, problems) = read("x", &format!("---\ntitle: 甲\n---\n{body}"), Path::new("2016/x.md"));
    (page.unwrap(), problems)
}

/// `anchor|number|text` of clauses, `role|text` of lines.
fn shown(page: &Page) -> Vec<String> {
    let show = |block: BlockRef| match block {
        BlockRef::Clause(c) => format!("{}|{}|{}", c.anchor, c.printed_number(), c.words()),
        BlockRef::Line { role, text, .. } => format!("{role:?}|{text}"),
    };
    page.circular.blocks.iter().map(show).collect()
}

#[test]
fn what_people_write_is_read_for_its_words_and_kept_as_it_stands() {
    let body = "
## 第一章　总则 {#chp_1} ##

第一条　**场地**由[县](a.md)负责，`收费`<b>不得</b>超过&lt;5元&gt;[^1]。  
另见 ![图](t.png) {#art_1}
第二条　不空行
也行。{#art_2}

1. 甲 {#art_2__point_1}
2. 乙
   丙 {#art_2__point_2}

| 名 |
|----|
| 甲 |
{#art_2__table_1}

<!-- 备忘 -->

---

标题二 {#chp_2}
===

[^1]: 脚注。
";
    let (page, problems) = page_of(&body.replace('\n', "\r\n"));
    assert_eq!(problems, []);
    assert_eq!(
        shown(&page),
        [
            "chp_1|第一章|总则",
            "art_1|第一条|场地由县负责，收费不得超过<5元>。另见 图",
            "art_2|第二条|不空行也行。",
            "art_2__point_1|1.|甲",
            "art_2__point_2|2.|乙丙",
            "art_2__table_1||名\n甲",
            "chp_2||标题二",
            "Note|脚注。",
        ]
    );
    let markdown: Vec<_> = (0..page.circular.blocks.len()).map(|at| page.markdown(at)).collect();
    assert_eq!(
        markdown,
        [
            "第一章　总则",
            "第一条　**场地**由[县](a.md)负责，`收费`<b>不得</b>超过&lt;5元&gt;[^1]。  \n另见 ![图](t.png)",
            "第二条　不空行\n也行。",
            "1\\. 甲",
            "2\\. 乙\n   丙",
            "| 名 |\n|----|\n| 甲 |",
            "标题二",
            "[^1]: 脚注。",
        ]
    );
}

#[test]
fn problems_name_the_line_and_lose_no_words() {
    let body = "第一条　甲 {#art_1}

第一条　乙 {#art_1}

丙 {#article_3}

丁 {.titel}

戊

    己

- 庚
- 辛

<div>壬</div>

| 癸 |
| -- |
| 子 |

> 丑
";
    let (page, problems) = page_of(body);
    let found: Vec<_> = problems.iter().map(|p| (p.severity, p.code, p.line.unwrap())).collect();
    use Severity::{Error, Warning};
    assert_eq!(
        found,
        [
            (Error, "anchor-duplicate", 6),
            (Error, "anchor-malformed", 8),
            (Error, "role-unknown", 10),
            (Warning, "anchor-missing", 12),
            (Warning, "anchor-missing", 14),
            (Warning, "anchor-missing", 16),
            (Warning, "anchor-missing", 19),
            (Warning, "anchor-missing", 21),
        ]
    );
    assert!(problems.iter().all(|p| !p.help.is_empty() && p.file.is_some()));
    assert_eq!(
        shown(&page),
        [
            "art_1|第一条|甲",
            "Other|第一条　乙",
            "Other|丙",
            "Other|丁",
            "Other|戊",
            "Other|己",
            "Other|庚\n辛",
            "Other|壬",
            "Other|癸\n子\n丑"
        ]
    );
    assert_eq!(page.markdown(6), "- 庚\n- 辛");
}

#[test]
fn a_page_nested_without_end_is_read_to_its_end() {
    for mark in ["> ", "- ", "1. "] {
        let (page, _) = page_of(&format!("甲 {{#para_1}}\n\n{}乙\n", mark.repeat(20_000)));
        assert!(shown(&page).last().unwrap().ends_with('乙'), "{mark}");
    }
}
