//! What follows from the measures: municipal rules, a decision that amends them, an English page.

use super::pages::Pages;
use super::parts::*;
use crate::model::*;

pub(super) fn rules() -> Entry {
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
    entry.ties.citations = vec![
        citation(&entry, "preamble__para_1", "《云岭省渡口管理办法》", held("2020/banfa", "")),
        citation(
            &entry,
            "preamble__para_1",
            "《内河渡运条例》",
            Target::NotHeld { work: "内河渡运条例".into(), anchor: None },
        ),
        citation(&entry, "cl_2", "《意见》二（二）", held("2019/yijian", "sec_2__subsec_2")),
    ];
    entry.ties.relations = vec![relation(
        Verb::BasedOn,
        "云岭省渡口管理办法",
        Some("2020/banfa"),
        "preamble__para_1",
        "根据《云岭省渡口管理办法》",
    )];
    entry.ties.related_by = vec![incoming(Verb::Repeals, "2023/xiugai", "sec_2", "同时废止")];
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
    entry.ties.standing = Standing {
        status: Some(Status::Repealed),
        since: day("2023-09-01"),
        evidence: vec![("2023/xiugai".into(), Some(a("sec_2")))],
    };
    entry
}

pub(super) fn amendment() -> Entry {
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
    entry.ties.citations =
        vec![citation(&entry, "sec_2", "《青川市乡镇渡口管理实施细则》", held("2021/xize", ""))];
    entry.ties.relations = vec![
        relation(Verb::Amends, "云岭省渡口管理办法", Some("2020/banfa"), "sec_1", "第三条第二款修改为"),
        relation(Verb::Repeals, "青川市乡镇渡口管理实施细则", Some("2021/xize"), "sec_2", "同时废止"),
    ];
    entry.ties.standing = Standing {
        status: Some(Status::InForce),
        since: day("2023-09-01"),
        evidence: vec![("2023/xiugai".into(), Some(a("sec_3")))],
    };
    entry
}

pub(super) fn english() -> Entry {
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
    entry.ties.relations = vec![relation(
        Verb::Explains,
        "关于加强江河渡口安全工作的意见",
        Some("2019/yijian"),
        "preamble__para_1",
        "the Opinions",
    )];
    entry
}
