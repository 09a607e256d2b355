//! The central opinion, and its copy in Traditional characters.

use super::pages::Pages;
use super::parts::*;
use crate::model::*;

pub(super) fn opinion() -> Entry {
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
    entry.ties.citations = vec![citation(
        &entry,
        "sec_3__para_1",
        "《水上交通应急预案编制导则》",
        Target::NotHeld { work: "水上交通应急预案编制导则".into(), anchor: None },
    )];
    entry.ties.relations = vec![relation(
        Verb::Cites,
        "水上交通应急预案编制导则",
        None,
        "sec_3__para_1",
        "参照《水上交通应急预案编制导则》",
    )];
    entry.ties.cited_by = vec![
        backlink("2020/banfa", "art_1", "", "《关于加强江河渡口安全工作的意见》"),
        backlink("2020/banfa", "art_5", "sec_2__subsec_2", "《意见》第二部分第（二）项"),
        backlink("2021/xize", "cl_2", "sec_2__subsec_2", "《意见》二（二）"),
    ];
    entry.ties.related_by = vec![
        incoming(Verb::Implements, "2020/banfa", "art_1", "为贯彻落实《关于加强江河渡口安全工作的意见》"),
        incoming(Verb::Explains, "undated/ferry", "preamble__para_1", "the Opinions"),
        incoming(Verb::VariantOf, "2019/yijian-hant", "sec_2", ""),
    ];
    entry.ties.variants = vec![Variant {
        slug: "2019/yijian-hant".into(),
        aligned: vec![(a("sec_2"), a("sec_2")), (a("sec_2__subsec_1"), a("sec_2__subsec_1"))],
        missing: vec![],
    }];
    entry.record = record("中央渡口意见.txt", vec![], vec![]);
    entry.ties.standing = Standing {
        status: Some(Status::InForce),
        since: day("2019-03-18"),
        evidence: vec![("2019/yijian".into(), None)],
    };
    entry
}

pub(super) fn traditional() -> Entry {
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
    entry.ties.relations =
        vec![relation(Verb::VariantOf, "关于加强江河渡口安全工作的意见", Some("2019/yijian"), "", "")];
    entry.ties.variants = vec![Variant {
        slug: "2019/yijian".into(),
        aligned: vec![(a("sec_2"), a("sec_2"))],
        missing: vec![a("preamble__para_1"), a("sec_1"), a("sec_3__para_1")],
    }];
    entry.ties.standing = Standing { status: Some(Status::InForce), ..Standing::default() };
    entry
}
