//! A small collection built by hand, for the tests of this stage: a central opinion, provincial
//! measures carried by a notice, municipal rules, an amendment, a Traditional copy, an English page.

use super::{Shelf, Sources};
use crate::config::Config;
use crate::model::*;

pub fn config() -> Config {
    toml::from_str(
        "title = \"云岭省渡运制度汇编\"\ndescription = \"云岭省渡口与航运管理文件的汇编（虚构样例）\"\npublisher = \"云岭省渡运管理局办公室\"",
    )
    .unwrap()
}

pub fn sources() -> Sources {
    let names =
        ["中央渡口意见.txt", "云岭省渡口管理办法.txt", "青川市实施细则.txt", "修改决定.txt", "渡口意見.txt"];
    Sources::named(names)
}

pub fn documents() -> Vec<Document> {
    vec![Document {
        path: "guide".into(),
        title: "使用说明".into(),
        menu: Some(1),
        markdown: "# 使用说明\n\n本汇编收录云岭省渡口管理文件[^1]，每一条、款、项都有固定地址，例如\
            [《办法》第三条第二款](circulars/2020/banfa.md#art_3__para_2)。\n\n## 检索\n\n字词全部出现才算命中。\n\n\
            | 写法 | 意思 |\n| --- | --- |\n| `渡口 船员` | 两词都要出现 |\n| `\"safe crossing\"` | 含空格的短语 |\n| `-停航` | 不要含有此词 |\n\n\
            ## 命令\n\n```sh\n# 查找条文\nclausebook find 渡口安全 --limit 20\n```\n\n## 数据\n\n```rust\nfn main() -> Result<(), Error> {\n    let clause = site.find(\"art_3__para_2\")?; // 第三条第二款\n    println!(\"{}\", clause.text);\n    Ok(())\n}\n```\n\n```json\n{ \"eid\": \"art_3\", \"num\": \"第三条\", \"held\": true }\n```\n\n## 更正\n\n> 发现错误请告知编者。\n\n1. 指出条文地址；\n2. 附上原件。\n\n[^1]: 均为虚构文本。\n"
            .into(),
    }]
}

pub fn a(anchor: &str) -> Anchor {
    Anchor::parse(anchor).unwrap()
}

fn day(text: &str) -> Option<PartialDate> {
    Some(text.parse().unwrap())
}

/// Blocks and their Markdown, in step.
#[derive(Default)]
pub struct Pages {
    pub blocks: Vec<Block>,
    pub markdown: Vec<String>,
}

impl Pages {
    pub fn line(mut self, role: Role, text: &str) -> Self {
        self.blocks.push(Block::Line { role, text: text.into(), line: 0 });
        self.markdown.push(text.into());
        self
    }

    /// A clause from its whole line; `parent` is empty at the top. `heading`: the line is only that.
    fn add(mut self, anchor: &str, parent: &str, line: &str, heading: bool, markdown: Option<&str>) -> Self {
        let (label, text) = match Label::split(line) {
            Some((label, rest)) => (Some(label), rest),
            None => (None, line),
        };
        let numbered = label.as_ref().is_some_and(|l| l.unit != Unit::Article);
        let run_in = if numbered { run_in_heading(text) } else { None };
        self.blocks.push(Block::Clause(Clause {
            anchor: a(anchor),
            also: Vec::new(),
            parent: (!parent.is_empty()).then(|| a(parent)),
            label,
            heading: if heading { text.to_owned() } else { run_in.unwrap_or_default().to_owned() },
            text: if heading { String::new() } else { text.to_owned() },
            table: None,
            line: 0,
        }));
        self.markdown.push(markdown.unwrap_or(line).to_owned());
        self
    }

    pub fn heading(self, anchor: &str, parent: &str, line: &str) -> Self {
        self.add(anchor, parent, line, true, None)
    }

    pub fn clause(self, anchor: &str, parent: &str, line: &str) -> Self {
        self.add(anchor, parent, line, false, None)
    }

    pub fn linked(self, anchor: &str, parent: &str, line: &str, markdown: &str) -> Self {
        self.add(anchor, parent, line, false, Some(markdown))
    }

    pub fn also(mut self, anchor: &str) -> Self {
        if let Some(Block::Clause(clause)) = self.blocks.last_mut() {
            clause.also.push(a(anchor));
        }
        self
    }

    fn table(mut self, anchor: &str, parent: &str, rows: &[&[&str]]) -> Self {
        let rows: Vec<Vec<String>> = rows.iter().map(|r| r.iter().map(|c| c.to_string()).collect()).collect();
        let line = |row: &Vec<String>| format!("| {} |", row.join(" | "));
        let mut markdown = format!("{}\n|{}", line(&rows[0]), " --- |".repeat(rows[0].len()));
        rows[1..].iter().for_each(|row| markdown.push_str(&format!("\n{}", line(row))));
        let table = Table { header: 1, rows };
        self.blocks.push(Block::Clause(Clause {
            anchor: a(anchor),
            also: Vec::new(),
            parent: Some(a(parent)),
            label: None,
            heading: String::new(),
            text: table.text(),
            table: Some(table),
            line: 0,
        }));
        self.markdown.push(markdown);
        self
    }

    pub fn entry(self, slug: &str, meta: Metadata) -> Entry {
        let circular = Circular { slug: slug.into(), meta, blocks: self.blocks };
        Entry { page: Page { circular, markdown: self.markdown }, ..Entry::default() }
    }
}

fn evidence(field: &str, from: Origin, line: usize, words: &str) -> Evidence {
    Evidence { field: field.into(), from, line: (line > 0).then_some(line), words: words.into() }
}

fn source(file: &str) -> Source {
    Source { file: file.into(), sha256: "0d2c9c7be0a1".repeat(5) }
}

fn text_of(entry: &Entry, anchor: &str) -> String {
    entry.circular().find(&a(anchor)).unwrap().text.clone()
}

fn span(text: &str, words: &str) -> Span {
    let start = text.find(words).unwrap();
    Span::new(start, start + words.len())
}

fn citation(entry: &Entry, from: &str, words: &str, target: Target) -> Citation {
    let span = span(&text_of(entry, from), words);
    Citation { from: a(from), span, words: words.into(), title: None, number: None, target }
}

fn relation(verb: Verb, title: &str, slug: Option<&str>, evidence: &str, words: &str) -> Relation {
    Relation {
        verb,
        title: title.into(),
        slug: slug.map(str::to_owned),
        evidence: (!evidence.is_empty()).then(|| a(evidence)),
        words: words.into(),
        date: None,
    }
}

fn incoming(verb: Verb, slug: &str, evidence: &str, words: &str) -> Incoming {
    Incoming { verb, slug: slug.into(), evidence: Some(a(evidence)), words: words.into(), date: None }
}

fn held(slug: &str, anchor: &str) -> Target {
    Target::Held { slug: slug.into(), anchor: (!anchor.is_empty()).then(|| a(anchor)) }
}

fn backlink(slug: &str, from: &str, to: &str, words: &str) -> Backlink {
    Backlink { slug: slug.into(), from: a(from), to: (!to.is_empty()).then(|| a(to)), words: words.into() }
}

fn record(file: &str, repairs: Vec<Repair>, doubts: Vec<Doubt>) -> Option<ImportRecord> {
    Some(ImportRecord {
        source: file.into(),
        sha256: source(file).sha256,
        format: Format::Text,
        encoding: "GB18030".into(),
        rules: 1,
        page_sha256: String::new(),
        repairs,
        doubts,
    })
}

fn repair(kind: RepairKind, at: usize, before: &str, after: &str, certainty: Certainty) -> Repair {
    let span = Span::new(at, at + before.len());
    Repair {
        kind,
        span,
        at: Some((1 + at / 7, 1)),
        before: before.into(),
        after: after.into(),
        certainty,
        note: None,
    }
}

fn opinion() -> Entry {
    let meta = Metadata {
        title: "关于加强江河渡口安全工作的意见".into(),
        kind: Some("意见".into()),
        issuers: vec!["全国渡运工作委员会".into()],
        level: Some(Level::Central),
        number: Some("渡运发〔2019〕3号".into()),
        dates: Dates { issued: day("2019-03-18"), published: day("2019-04-02"), ..Dates::default() },
        language: Some(Language::Simplified),
        source: source("中央渡口意见.txt"),
        provenance: vec![
            evidence("title", Origin::Header, 1, "标题：关于加强江河渡口安全工作的意见"),
            evidence("issuers", Origin::Header, 3, "发布主体：全国渡运工作委员会"),
            evidence("dates.issued", Origin::Header, 2, "颁布时间：20190318"),
            evidence("number", Origin::TitleBlock, 5, "渡运发〔2019〕3号"),
        ],
        ..Metadata::default()
    };
    let mut entry = Pages::default()
        .line(Role::Title, "关于加强江河渡口安全工作的意见")
        .line(Role::Number, "渡运发〔2019〕3号")
        .clause("preamble__para_1", "", "渡口连着两岸百姓的日常往来。近年来，各地渡运条件明显改善，但老旧渡船多、看护人手少、汛期停航标准不一等问题仍然存在。为守住渡运安全底线，现提出以下意见。")
        .heading("sec_1", "", "一、总体要求")
        .clause("sec_1__para_1", "sec_1", "坚持方便群众与保障安全并重，县级以上渡运管理机构每年至少组织一次渡口普查，普查结果向社会公开。")
        .heading("sec_2", "", "二、主要任务")
        .clause("sec_2__subsec_1", "sec_2", "（一）改造老旧渡船。三年内将船龄满二十年的木质渡船全部更换。")
        .clause("sec_2__subsec_1__cl_1", "sec_2__subsec_1", "1．逐船登记船龄、载客定额和上次检修时间；")
        .clause("sec_2__subsec_1__cl_2", "sec_2__subsec_1", "2．对更换确有困难的渡口给予补助。")
        .clause("sec_2__subsec_2", "sec_2", "（二）统一停航标准。遇六级以上大风、能见度不足五百米或者水位超过警戒线的，渡口应当停航并在两岸明显位置告示。")
        .clause("sec_2__subsec_3", "sec_2", "（三）配齐看护人员。各渡口要做到：")
        .clause("sec_2__subsec_3__indent_1", "sec_2__subsec_3", "——每班至少有一名持证船员和一名看护人员；")
        .clause("sec_2__subsec_3__indent_2", "sec_2__subsec_3", "——节假日和赶集日增派人手，防止超载。")
        .heading("sec_3", "", "三、组织实施")
        .clause("sec_3__para_1", "sec_3", "各省要在一年内制定管理办法，并参照《水上交通应急预案编制导则》完善应急预案。")
        .clause("concl__para_1", "", "各级渡运管理机构要把本意见传达到每一个渡口。")
        .line(Role::Signature, "全国渡运工作委员会")
        .line(Role::Date, "2019年3月18日")
        .line(Role::Note, "（此件公开发布）")
        .entry("2019/yijian", meta);
    entry.citations = vec![citation(
        &entry,
        "sec_3__para_1",
        "《水上交通应急预案编制导则》",
        Target::NotHeld { work: "水上交通应急预案编制导则".into(), anchor: None },
    )];
    entry.relations = vec![relation(
        Verb::Cites,
        "水上交通应急预案编制导则",
        None,
        "sec_3__para_1",
        "参照《水上交通应急预案编制导则》",
    )];
    entry.cited_by = vec![
        backlink("2020/banfa", "art_1", "", "《关于加强江河渡口安全工作的意见》"),
        backlink("2020/banfa", "art_5", "sec_2__subsec_2", "《意见》第二部分第（二）项"),
        backlink("2021/xize", "cl_2", "sec_2__subsec_2", "《意见》二（二）"),
    ];
    entry.related_by = vec![
        incoming(Verb::Implements, "2020/banfa", "art_1", "为贯彻落实《关于加强江河渡口安全工作的意见》"),
        incoming(Verb::Explains, "undated/ferry", "preamble__para_1", "the Opinions"),
        incoming(Verb::VariantOf, "2019/yijian-hant", "sec_2", ""),
    ];
    entry.variants = vec![Variant {
        slug: "2019/yijian-hant".into(),
        aligned: vec![(a("sec_2"), a("sec_2")), (a("sec_2__subsec_1"), a("sec_2__subsec_1"))],
        missing: vec![],
    }];
    entry.record = record("中央渡口意见.txt", vec![], vec![]);
    entry.standing = Standing {
        status: Some(Status::InForce),
        since: day("2019-03-18"),
        evidence: vec![("2019/yijian".into(), None)],
    };
    entry
}

fn traditional() -> Entry {
    let meta = Metadata {
        title: "關於加強江河渡口安全工作的意見".into(),
        kind: Some("意见".into()),
        issuers: vec!["全国渡运工作委员会".into()],
        level: Some(Level::Central),
        dates: Dates { issued: day("2019-03-18"), ..Dates::default() },
        language: Some(Language::Traditional),
        work: Some("2019/yijian".into()),
        extent: Some(Extent::Partial),
        source: source("渡口意見.txt"),
        provenance: vec![evidence("dates.issued", Origin::SisterCopy, 0, "2019/yijian")],
        ..Metadata::default()
    };
    let mut entry = Pages::default()
        .line(Role::Title, "關於加強江河渡口安全工作的意見")
        .heading("sec_2", "", "二、主要任務")
        .clause("sec_2__subsec_1", "sec_2", "（一）改造老舊渡船。三年內將船齡滿二十年的木質渡船全部更換。")
        .clause("sec_2__subsec_2", "sec_2", "（二）統一停航標準。遇六級以上大風、能見度不足五百米或者水位超過警戒線的，渡口應當停航並在兩岸明顯位置告示。")
        .entry("2019/yijian-hant", meta);
    let mut slip =
        repair(RepairKind::ByteSlip, 120, "木質渡?zhèn)啓", "木質渡船全部更換", Certainty::Certain);
    slip.note = Some("据 2019/yijian 的同一句，转码后与残文逐字节相符".into());
    let repairs = vec![
        repair(RepairKind::Chrome, 0, "首頁>要聞", "", Certainty::Certain),
        repair(RepairKind::Pinyin, 40, "發(fā)", "發", Certainty::Certain),
        repair(RepairKind::Pinyin, 90, "應(yīng)", "應", Certainty::Certain),
        slip,
    ];
    let doubt = Doubt {
        code: "byte-slip".into(),
        anchor: Some(a("sec_2__subsec_2")),
        line: 9,
        words: "水位超過警戒線".into(),
        message: "此处原件残损，无他本可校".into(),
    };
    entry.record = record("渡口意見.txt", repairs, vec![doubt]);
    entry.relations =
        vec![relation(Verb::VariantOf, "关于加强江河渡口安全工作的意见", Some("2019/yijian"), "", "")];
    entry.variants = vec![Variant {
        slug: "2019/yijian".into(),
        aligned: vec![(a("sec_2"), a("sec_2"))],
        missing: vec![a("preamble__para_1"), a("sec_1"), a("sec_3__para_1")],
    }];
    entry.standing = Standing { status: Some(Status::InForce), ..Standing::default() };
    entry
}

fn measures() -> Entry {
    let meta = Metadata {
        title: "云岭省渡口管理办法".into(),
        cover_title: Some("云岭省人民政府办公厅关于印发《云岭省渡口管理办法》的通知".into()),
        kind: Some("办法".into()),
        issuers: vec!["云岭省人民政府办公厅".into()],
        level: Some(Level::Provincial),
        number: Some("云政办发〔2020〕11号".into()),
        dates: Dates {
            issued: day("2020-05-06"),
            effective: day("2020-07-01"),
            printed: day("2020-05-07"),
            ..Dates::default()
        },
        recipients: Some("各市、县人民政府，省直各单位".into()),
        copied_to: Some("省委办公厅，省人大常委会办公厅".into()),
        language: Some(Language::Simplified),
        source: source("云岭省渡口管理办法.txt"),
        moved: [(a("art_9"), a("art_5"))].into(),
        provenance: vec![
            evidence("issuers", Origin::Signature, 9, "云岭省人民政府办公厅"),
            evidence("dates.issued", Origin::Signature, 10, "2020年5月6日"),
            evidence("dates.effective", Origin::Text, 41, "本办法自2020年7月1日起施行"),
            evidence("number", Origin::TitleBlock, 3, "云政办发〔2020〕11号"),
            evidence("recipients", Origin::TitleBlock, 5, "各市、县人民政府，省直各单位："),
            evidence("copied_to", Origin::Imprint, 60, "抄送：省委办公厅，省人大常委会办公厅。"),
        ],
        ..Metadata::default()
    };
    let first = "第一条　为贯彻落实《关于加强江河渡口安全工作的意见》，保障渡运安全，根据《内河渡运条例》，制定本办法。";
    let fifth = "第五条　渡口的停航标准按照《意见》第二部分第（二）项执行；遇六级以上大风、能见度不足五百米或者水位超过警戒线的，渡口应当停航并在两岸明显位置告示。";
    let mut entry = Pages::default()
        .line(Role::CoverTitle, "云岭省人民政府办公厅关于印发《云岭省渡口管理办法》的通知")
        .line(Role::Number, "云政办发〔2020〕11号")
        .line(Role::Recipients, "各市、县人民政府，省直各单位：")
        .clause("cover__para_1", "", "《云岭省渡口管理办法》已经省人民政府同意，现印发给你们，请认真组织实施。")
        .line(Role::AttachmentList, "附件：渡口分级表")
        .line(Role::Signature, "云岭省人民政府办公厅")
        .line(Role::Date, "2020年5月6日")
        .line(Role::Title, "云岭省渡口管理办法")
        .heading("chp_1", "", "第一章　总则")
        .linked("art_1", "chp_1", first, "第一条　为贯彻落实[《关于加强江河渡口安全工作的意见》](../2019/yijian.md \"引\")，保障渡运安全，根据《内河渡运条例》，制定本办法。")
        .clause("art_2", "chp_1", "第二条　本省行政区域内渡口的设置、经营和看护，适用本办法。")
        .also("art_2__para_1")
        .clause("art_2__para_2", "art_2", "前款所称渡口，包括：")
        .clause("art_2__para_2__point_1", "art_2__para_2", "（一）江河两岸之间供人员、车辆摆渡的固定场所；")
        .clause("art_2__para_2__point_2", "art_2__para_2", "（二）水库、湖泊上的下列摆渡场所：")
        .clause("art_2__para_2__point_2__indent_1", "art_2__para_2__point_2", "1.承担日常通行任务的；")
        .clause("art_2__para_2__point_2__indent_2", "art_2__para_2__point_2", "2.每年经营满一百日的。")
        .heading("chp_2", "", "第二章　设置与看护")
        .clause("art_3", "chp_2", "第三条　设置渡口，应当经县级人民政府批准。")
        .also("art_3__para_1")
        .clause("art_3__para_2", "art_3", "县级人民政府应当自受理申请之日起二十日内作出决定；情况复杂的，可以延长十日。")
        .clause("art_4", "chp_2", "第四条　渡口按照附件所列标准分级管理，每年核定一次。")
        .linked("art_5", "chp_2", fifth, "第五条　渡口的停航标准按照[《意见》第二部分第（二）项](../2019/yijian.md#sec_2__subsec_2 \"引\")执行；遇六级以上大风、能见度不足五百米或者水位超过警戒线的，渡口应当停航并在两岸明显位置告示。")
        .clause("art_5-1", "chp_2", "第五条之一　停航期间，渡口看护人员不得离岗。")
        .heading("chp_3", "", "第三章　附则")
        .linked("art_6", "chp_3", "第六条　违反本办法第三条规定的，依照前条规定处理，并按第十二条报告。", "第六条　违反本办法[第三条](#art_3 \"引\")规定的，依照[前条](#art_5-1 \"引\")规定处理，并按第十二条报告。")
        .clause("art_7", "chp_3", "第七条　本办法自2020年7月1日起施行。")
        .heading("att_1", "", "附件　渡口分级表")
        .table(
            "att_1__table_1",
            "att_1",
            &[
                &["级别", "日均渡运量", "看护人员", "停航风力"],
                &["一级", "五百人次以上", "每班三人", "五级以上"],
                &["二级", "一百至五百人次", "每班二人", "六级以上"],
                &["三级", "不足一百人次", "每班一人", "六级以上"],
            ],
        )
        .line(Role::CopiedTo, "抄送：省委办公厅，省人大常委会办公厅。")
        .line(Role::Imprint, "云岭省人民政府办公厅　　2020年5月7日印发")
        .entry("2020/banfa", meta);
    entry.citations = vec![
        citation(&entry, "art_1", "《关于加强江河渡口安全工作的意见》", held("2019/yijian", "")),
        citation(
            &entry,
            "art_1",
            "《内河渡运条例》",
            Target::NotHeld { work: "内河渡运条例".into(), anchor: None },
        ),
        citation(&entry, "art_5", "《意见》第二部分第（二）项", held("2019/yijian", "sec_2__subsec_2")),
        citation(&entry, "art_6", "第三条", held("2020/banfa", "art_3")),
        citation(&entry, "art_6", "前条", held("2020/banfa", "art_5-1")),
        citation(
            &entry,
            "art_6",
            "第十二条",
            Target::Missing { slug: "2020/banfa".into(), anchor: a("art_12") },
        ),
    ];
    entry.relations = vec![
        relation(
            Verb::Implements,
            "关于加强江河渡口安全工作的意见",
            Some("2019/yijian"),
            "art_1",
            "为贯彻落实《关于加强江河渡口安全工作的意见》",
        ),
        relation(Verb::BasedOn, "内河渡运条例", None, "art_1", "根据《内河渡运条例》"),
    ];
    entry.related_by = vec![
        incoming(Verb::BasedOn, "2021/xize", "preamble__para_1", "根据《云岭省渡口管理办法》"),
        incoming(Verb::Amends, "2023/xiugai", "sec_1", "将第三条第二款修改为"),
    ];
    entry.cited_by = vec![
        backlink("2020/banfa", "art_6", "art_3", "第三条"),
        backlink("2020/banfa", "art_6", "art_5-1", "前条"),
        backlink("2021/xize", "preamble__para_1", "", "《云岭省渡口管理办法》"),
        backlink("2023/xiugai", "sec_1", "art_3__para_2", "第三条第二款"),
    ];
    let shared = "遇六级以上大风、能见度不足五百米或者水位超过警戒线的，渡口应当停航并在两岸明显位置告示";
    let ours = span(&text_of(&entry, "art_5"), shared);
    let theirs = span(&text_of(&opinion(), "sec_2__subsec_2"), shared);
    entry.parallels = vec![Parallel {
        from: a("art_5"),
        slug: "2019/yijian".into(),
        to: a("sec_2__subsec_2"),
        shared: vec![(ours, theirs)],
        strength: 36,
    }];
    entry.record = record(
        "云岭省渡口管理办法.txt",
        vec![repair(RepairKind::Punctuation, 88, ",", "，", Certainty::Certain)],
        vec![Doubt {
            code: "number-gap".into(),
            anchor: Some(a("art_7")),
            line: 41,
            words: String::new(),
            message: "附则只有两条，原件似有缺页".into(),
        }],
    );
    entry.standing = Standing {
        status: Some(Status::Amended),
        since: day("2023-09-01"),
        evidence: vec![("2023/xiugai".into(), Some(a("sec_1")))],
    };
    entry
}

fn rules() -> Entry {
    let meta = Metadata {
        title: "青川市乡镇渡口管理实施细则".into(),
        kind: Some("细则".into()),
        issuers: vec!["青川市交通运输局".into(), "青川市农业农村局".into()],
        level: Some(Level::Municipal),
        number: Some("青交联发〔2021〕2号".into()),
        dates: Dates { issued: day("2021-01-20"), repealed: day("2023-09-01"), ..Dates::default() },
        language: Some(Language::Simplified),
        source: source("青川市实施细则.txt"),
        provenance: vec![evidence("issuers", Origin::Signature, 30, "青 川 市 交 通 运 输 局")],
        ..Metadata::default()
    };
    let mut entry = Pages::default()
        .line(Role::Title, "青川市乡镇渡口管理实施细则")
        .clause(
            "preamble__para_1",
            "",
            "根据《云岭省渡口管理办法》和《内河渡运条例》，结合我市实际，制定本细则。",
        )
        .heading("sec_1", "", "一、日常看护")
        .clause("cl_1", "sec_1", "1．落实值守。乡镇渡口每日首班前检查缆绳、跳板和救生衣。")
        .clause("cl_2", "sec_1", "2．及时停航。停航条件按照《意见》二（二）执行，由看护人员在两岸挂牌。")
        .heading("sec_2", "", "二、登记与培训")
        .clause("cl_3", "sec_2", "3．逐人登记。船员姓名、证号由乡镇人民政府造册，每季度核对一次[^a]。")
        .line(Role::Other, "[^a]: 编者注：原件此处有手写批注，未录。")
        .line(Role::Signature, "青川市交通运输局　青川市农业农村局")
        .line(Role::Date, "2021年1月20日")
        .entry("2021/xize", meta);
    entry.citations = vec![
        citation(&entry, "preamble__para_1", "《云岭省渡口管理办法》", held("2020/banfa", "")),
        citation(
            &entry,
            "preamble__para_1",
            "《内河渡运条例》",
            Target::NotHeld { work: "内河渡运条例".into(), anchor: None },
        ),
        citation(&entry, "cl_2", "《意见》二（二）", held("2019/yijian", "sec_2__subsec_2")),
    ];
    entry.relations = vec![relation(
        Verb::BasedOn,
        "云岭省渡口管理办法",
        Some("2020/banfa"),
        "preamble__para_1",
        "根据《云岭省渡口管理办法》",
    )];
    entry.related_by = vec![incoming(Verb::Repeals, "2023/xiugai", "sec_2", "同时废止")];
    entry.record = record(
        "青川市实施细则.txt",
        vec![
            repair(RepairKind::LineUnwrap, 6, "\n", "", Certainty::Certain),
            repair(RepairKind::Spacing, 12, "青 川 市", "青川市", Certainty::Certain),
            repair(RepairKind::Digits, 20, "２０２１", "2021", Certainty::Certain),
            repair(RepairKind::PrivateUse, 26, "\u{e003}", "·", Certainty::Likely),
            repair(RepairKind::Punctuation, 27, ".", "。", Certainty::Conjecture),
        ],
        vec![],
    );
    entry.standing = Standing {
        status: Some(Status::Repealed),
        since: day("2023-09-01"),
        evidence: vec![("2023/xiugai".into(), Some(a("sec_2")))],
    };
    entry
}

fn amendment() -> Entry {
    let meta = Metadata {
        title: "云岭省人民政府关于修改《云岭省渡口管理办法》的决定".into(),
        kind: Some("决定".into()),
        issuers: vec!["云岭省人民政府".into()],
        level: Some(Level::Provincial),
        dates: Dates { issued: day("2023-08-12"), effective: day("2023-09-01"), ..Dates::default() },
        language: Some(Language::Simplified),
        source: source("修改决定.txt"),
        ..Metadata::default()
    };
    let mut entry = Pages::default()
        .line(Role::Title, "云岭省人民政府关于修改《云岭省渡口管理办法》的决定")
        .linked(
            "sec_1",
            "",
            "一、将《云岭省渡口管理办法》第三条第二款修改为：",
            "一、将[《云岭省渡口管理办法》第三条第二款](../2020/banfa.md#art_3__para_2 \"引\")修改为：\n\n> “县级人民政府应当自受理申请之日起十五日内作出决定。”",
        )
        .clause("sec_2", "", "二、《青川市乡镇渡口管理实施细则》同时废止。")
        .clause("sec_3", "", "三、本决定自2023年9月1日起施行。")
        .entry("2023/xiugai", meta);
    entry.citations =
        vec![citation(&entry, "sec_2", "《青川市乡镇渡口管理实施细则》", held("2021/xize", ""))];
    entry.relations = vec![
        relation(Verb::Amends, "云岭省渡口管理办法", Some("2020/banfa"), "sec_1", "第三条第二款修改为"),
        relation(Verb::Repeals, "青川市乡镇渡口管理实施细则", Some("2021/xize"), "sec_2", "同时废止"),
    ];
    entry.standing = Standing {
        status: Some(Status::InForce),
        since: day("2023-09-01"),
        evidence: vec![("2023/xiugai".into(), Some(a("sec_3")))],
    };
    entry
}

fn english() -> Entry {
    let meta = Metadata {
        title: "What the Opinions mean for a village ferry".into(),
        kind: Some("commentary".into()),
        language: Some(Language::English),
        ..Metadata::default()
    };
    let mut entry = Pages::default()
        .clause("preamble__para_1", "", "The Opinions ask every ferry to stop when the wind is too strong. Their text is short, their meaning is not <script>alert(1)</script>.")
        .clause("preamble__para_2", "", "A ferry that 停航 must say so on both banks.")
        .entry("undated/ferry", meta);
    entry.relations = vec![relation(
        Verb::Explains,
        "关于加强江河渡口安全工作的意见",
        Some("2019/yijian"),
        "preamble__para_1",
        "the Opinions",
    )];
    entry
}

pub fn corpus() -> Corpus {
    let mut entries = vec![opinion(), traditional(), measures(), rules(), amendment(), english()];
    entries.sort_by(|a, b| a.circular().slug.cmp(&b.circular().slug));
    let mut timeline: Vec<Event> = entries
        .iter()
        .flat_map(|e| {
            let c = e.circular();
            let level = c.meta.level.unwrap_or(Level::Other);
            c.meta.dates.named().into_iter().map(move |(name, date)| Event {
                date,
                name,
                slug: c.slug.clone(),
                level,
            })
        })
        .collect();
    timeline.sort_by(|a, b| (a.date, &a.slug).cmp(&(b.date, &b.slug)));
    let not_held = vec![
        NotHeld {
            names: Vec::new(),
            work: "内河渡运条例".into(),
            cited_by: vec![("2020/banfa".into(), a("art_1")), ("2021/xize".into(), a("preamble__para_1"))],
        },
        NotHeld {
            names: Vec::new(),
            work: "水上交通应急预案编制导则".into(),
            cited_by: vec![("2019/yijian".into(), a("sec_3__para_1"))],
        },
    ];
    Corpus { entries, not_held, timeline, pairs: vec![comparison().pair], as_of: day("2024-01-01") }
}

/// The measures beside the opinion whose words they share.
pub fn comparison() -> Comparison {
    let pair = Pair {
        ground: Ground::Parallels,
        before: "2019/yijian".into(),
        after: "2020/banfa".into(),
        strength: 36,
    };
    let rows = measures().parallels.into_iter().map(|parallel| {
        let (ours, theirs) = parallel.shared.into_iter().unzip();
        Row {
            change: Change::Shared,
            before: vec![Side { anchor: parallel.to, marked: theirs }],
            after: vec![Side { anchor: parallel.from, marked: ours }],
        }
    });
    Comparison { pair, rows: rows.collect() }
}

/// Renders everything and hands the files over.
pub fn site(config: &Config) -> Vec<Output> {
    let theme = super::Theme::built_in(config).unwrap();
    super::render(&corpus(), &[comparison()], &documents(), &theme, config, &sources()).unwrap()
}

/// Calls `look` with the shelf of the sample.
pub fn with_shelf<T>(look: impl FnOnce(&Shelf) -> T) -> T {
    let (config, corpus, documents, sources) = (config(), corpus(), documents(), sources());
    let theme = super::Theme::built_in(&config).unwrap();
    look(&Shelf::new(&corpus, &documents, &theme, &config, &sources))
}
