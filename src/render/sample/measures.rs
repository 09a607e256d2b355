//! The provincial measures, carried by a notice: every kind of clause, link and evidence.

use super::pages::Pages;
use super::parts::*;
use crate::model::*;

pub(super) fn measures() -> Entry {
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
    entry.ties.citations = vec![
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
    entry.ties.relations = vec![
        relation(
            Verb::Implements,
            "关于加强江河渡口安全工作的意见",
            Some("2019/yijian"),
            "art_1",
            "为贯彻落实《关于加强江河渡口安全工作的意见》",
        ),
        relation(Verb::BasedOn, "内河渡运条例", None, "art_1", "根据《内河渡运条例》"),
    ];
    entry.ties.related_by = vec![
        incoming(Verb::BasedOn, "2021/xize", "preamble__para_1", "根据《云岭省渡口管理办法》"),
        incoming(Verb::Amends, "2023/xiugai", "sec_1", "将第三条第二款修改为"),
    ];
    entry.ties.cited_by = vec![
        backlink("2020/banfa", "art_6", "art_3", "第三条"),
        backlink("2020/banfa", "art_6", "art_5-1", "前条"),
        backlink("2021/xize", "preamble__para_1", "", "《云岭省渡口管理办法》"),
        backlink("2023/xiugai", "sec_1", "art_3__para_2", "第三条第二款"),
    ];
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
    entry.ties.standing = Standing {
        status: Some(Status::Amended),
        since: day("2023-09-01"),
        evidence: vec![("2023/xiugai".into(), Some(a("sec_1")))],
    };
    entry
}

/// What the measures and the opinion share: their clauses and the words in each.
pub(super) fn shared(ours: &Entry, theirs: &Entry) -> [(&'static str, Span); 2] {
    let words = "遇六级以上大风、能见度不足五百米或者水位超过警戒线的，渡口应当停航并在两岸明显位置告示";
    [(ours, "art_5"), (theirs, "sec_2__subsec_2")].map(|(e, at)| (at, span(&text_of(e, at), words)))
}
