//! The law of pages: what is written is read back exactly.

use super::{derive, read, write};
use crate::model::*;
use proptest::prelude::*;
use std::path::Path;

/// Texts that CommonMark would like to read as something else.
pub fn hostile_line() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        4 => "[一-十各县党委群团工作。，、；：“”《》（）　]{1,6}",
        2 => "[a-zA-Z0-9 .,:;!?]{1,8}",
        3 => "[-+*_#>=~|`\\\\\\[\\]<>&$^!:\"'(){}@/%]{1,4}",
        1 => prop::sample::select(vec![
            "{#x}", "{#art_1}", "{.title}", "——", "1. ", "12) ", "（一）", "第三条", "一、", "&amp;", "&#32;",
            "www.x.com", "https://x.cn/a_b", "<b>", "</b>", "<!--", "-->", "<br>", "![a](b)", "[a](b \"引\")",
            "[^1]", "[^1]:", "[a]: b", "\\\\", "\\", "***", "---", "===", "```", "~~~", "| --- |", "\u{e5e5}",
            "\u{f8ff}", "\u{200b}", "\u{a0}", "\u{85}", "\u{2028}", "　", "  ", "\t", "\u{1b}", "\u{7f}", "\u{fffd}",
        ]).prop_map(str::to_owned),
    ];
    prop::collection::vec(word, 1..6).prop_map(|words| words.concat().replace(['\n', '\r'], ""))
}

fn trimmed() -> impl Strategy<Value = String> {
    hostile_line().prop_map(|line| line.trim_start().to_owned()).prop_filter("words", |line| !line.is_empty())
}

/// First line and quoted paragraphs.
fn paragraphs() -> impl Strategy<Value = String> {
    (trimmed(), prop::collection::vec(hostile_line().prop_filter("words", |l| !l.is_empty()), 0..3))
        .prop_map(|(first, quoted)| [vec![first], quoted].concat().join("\n"))
}

fn label() -> impl Strategy<Value = Option<Label>> {
    let printed = prop::sample::select(vec![
        "",
        "",
        "第一条",
        "第十二条之一",
        "第 6-1 條",
        "第三章",
        "第二节",
        "第一编",
        "一、",
        "（一）",
        "(二)",
        "1．",
        "1.",
        "２、",
        "（1）",
        "(3)",
        "①",
        "——",
        "－－",
    ]);
    printed.prop_map(|printed| Label::split(printed).map(|(label, _)| label))
}

fn table() -> impl Strategy<Value = Table> {
    (1usize..4, 1usize..4).prop_flat_map(|(width, height)| {
        let cell = prop_oneof![1 => Just(String::new()), 4 => hostile_line(),
            1 => (hostile_line(), hostile_line()).prop_map(|(a, b)| format!("{a}\n{b}"))];
        let rows = prop::collection::vec(prop::collection::vec(cell, width), height);
        (0..=height, rows).prop_map(|(header, rows)| Table { header, rows })
    })
}

#[derive(Debug)]
enum Shape {
    Heading(String),
    Text(String),
    Table(Table),
}

fn block(at: usize) -> impl Strategy<Value = Block> {
    let shape = prop_oneof![
        1 => trimmed().prop_map(Shape::Heading),
        4 => paragraphs().prop_map(Shape::Text),
        1 => table().prop_map(Shape::Table),
    ];
    let token = prop::sample::select(vec![
        Token::Article,
        Token::Section,
        Token::Clause,
        Token::Chapter,
        Token::Paragraph,
        Token::Subsection,
    ]);
    let clause = (shape, label(), token).prop_map(move |(shape, label, token)| {
        let mut clause = Clause {
            anchor: Anchor::top(token, &format!("{}", at + 1)),
            also: Vec::new(),
            parent: None,
            label,
            heading: String::new(),
            text: String::new(),
            table: None,
            line: 0,
        };
        match shape {
            Shape::Heading(heading) => clause.heading = heading,
            Shape::Text(text) => {
                if clause.label.as_ref().is_some_and(|l| !matches!(l.unit, Unit::Article | Unit::Dash)) {
                    let first = text.split('\n').next().unwrap_or_default();
                    clause.heading = run_in_heading(first).unwrap_or_default().to_owned();
                }
                clause.text = text;
            }
            Shape::Table(table) => {
                clause.label = None;
                clause.text = table.text();
                clause.table = Some(Box::new(table));
            }
        }
        Block::Clause(clause)
    });
    let role = prop::sample::select(vec![
        Role::Title,
        Role::CoverTitle,
        Role::Number,
        Role::Recipients,
        Role::Contents,
        Role::Signature,
        Role::Date,
        Role::Note,
        Role::Imprint,
        Role::Caption,
        Role::Other,
        Role::AttachmentList,
    ]);
    prop_oneof![
        4 => clause,
        1 => (role, paragraphs()).prop_map(|(role, text)| Block::Line { role, text, line: 0 }),
        1 => hostile_line().prop_map(|text| Block::Line { role: Role::Image, text, line: 0 }),
    ]
}

fn metadata() -> impl Strategy<Value = Metadata> {
    let text = || hostile_line();
    (
        (text(), prop::option::of(text()), prop::collection::vec(text(), 0..3), prop::option::of(text())),
        (
            paragraphs(),
            prop::option::of(Just(Level::Municipal)),
            prop::option::of(Just(Language::Traditional)),
        ),
        prop::collection::vec((text(), paragraphs(), prop::option::of(1usize..900)), 0..3),
    )
        .prop_map(|((title, number, issuers, recipients), (copied, level, language), evidence)| {
            Metadata {
                title,
                number,
                issuers,
                recipients,
                copied_to: Some(copied),
                level,
                language,
                dates: Dates {
                    issued: PartialDate::ymd(2015, 12, 16),
                    effective: Some(PartialDate { year: 2016, month: None, day: None }),
                    ..Dates::default()
                },
                provenance: evidence
                    .into_iter()
                    .map(|(field, words, line)| Evidence { field, from: Origin::TitleBlock, line, words })
                    .collect(),
                ..Metadata::default()
            }
        })
}

pub fn circular() -> impl Strategy<Value = Circular> {
    let blocks = (1usize..8).prop_flat_map(|n| (0..n).map(block).collect::<Vec<_>>());
    (metadata(), blocks).prop_map(|(meta, mut blocks)| {
        derive(&mut blocks);
        Circular { slug: "2015/shi".into(), meta, blocks: blocks.into() }
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(256) })]
    #[test]
    fn what_is_written_is_read_back(circular in circular()) {
        let page = write(&circular);
        let (read, problems) = read("2015/shi", &page, Path::new("2015/shi.md"));
        prop_assert!(problems.is_empty(), "{problems:?}\n{page}");
        let read = read.unwrap();
        prop_assert_eq!(&read.circular.meta, &circular.meta, "{}", page);
        prop_assert_eq!(&read.circular.blocks, &circular.blocks, "{}", page);
        prop_assert_eq!(write(&read.circular), page);
    }

    #[test]
    fn no_text_of_people_makes_the_reader_fail(lines in prop::collection::vec(hostile_line(), 0..12)) {
        let page = format!("---\ntitle: 甲\n---\n{}", lines.join("\n"));
        let (read, _) = read("x", &page, Path::new("x.md"));
        prop_assert!(read.is_some());
    }
}
