use super::*;
use crate::model::{Tier, Which};
use proptest::prelude::*;

/// A mention as text: `words = work | place ~ through`.
fn show(text: &str, mention: &Mention) -> String {
    let work = match &mention.work {
        WorkName::Own { noun: None } => String::new(),
        WorkName::Own { noun: Some(noun) } => format!("本{noun}"),
        WorkName::Same { noun } => format!("该{noun}"),
        WorkName::Named { title, number } => {
            [title.clone(), number.clone()].into_iter().flatten().collect::<Vec<_>>().join("/")
        }
    };
    let mut out = format!("{}={work}|{}", mention.span.of(text), place(&mention.place));
    if let Some(through) = &mention.through {
        out += &format!("~{}", place(through));
    }
    if let Some(short) = &mention.short {
        out += &format!(" [{short}]");
    }
    if let Some(quoted) = &mention.quoted {
        out += &format!(
            " “{}:{}:{}”",
            quoted.article.as_deref().unwrap_or("-"),
            quoted.paragraph,
            quoted.point.as_deref().unwrap_or("-")
        );
    }
    out
}

fn place(steps: &[Step]) -> String {
    let step = |step: &Step| {
        let tier = match step.tier {
            Tier::Annex => "附件",
            Tier::Schedule => "表",
            Tier::Part => "编",
            Tier::Subpart => "分编",
            Tier::Chapter => "章",
            Tier::Section => "节",
            Tier::Division => "部分",
            Tier::Article => "条",
            Tier::Kuan => "款",
            Tier::Xiang => "项",
            Tier::Indent => "目",
        };
        match &step.which {
            Which::Number(n) => format!("{tier}{n}"),
            Which::This => format!("本{tier}"),
            Which::Same => format!("该{tier}"),
            Which::Before(u32::MAX) => format!("前各{tier}"),
            Which::Before(n) => format!("前{n}{tier}"),
            Which::First(n) => format!("头{n}{tier}"),
            Which::Next => format!("次{tier}"),
            Which::Any => tier.to_owned(),
            Which::Titled(name) => format!("{tier}:{name}"),
            Which::Above => format!("上列{tier}"),
        }
    };
    steps.iter().map(step).collect::<Vec<_>>().join(".")
}

/// The citations of a circular that has only this text.
fn alone(text: &str) -> Vec<Mention> {
    scan_all([text]).remove(0)
}

#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let found: Vec<String> = alone(text).iter().map(|mention| show(text, mention)).collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn works_by_title_and_number() {
    check("按照《云岭省河湖保护条例》执行。", &["《云岭省河湖保护条例》=云岭省河湖保护条例|"]);
    check(
        "《青川市人民政府关于印发〈青川市灯塔管理办法〉的通知》（青政发〔2019〕5号）第三条",
        &[
            "《青川市人民政府关于印发〈青川市灯塔管理办法〉的通知》（青政发〔2019〕5号）第三条=青川市人民政府关于印发〈青川市灯塔管理办法〉的通知/青政发〔2019〕5号|条3",
        ],
    );
    check(
        "《云岭省实施《中华人民共和国渔业法》办法》",
        &["《云岭省实施《中华人民共和国渔业法》办法》=云岭省实施《中华人民共和国渔业法》办法|"],
    );
    check("按照云发[2015]4号文件要求", &["云发[2015]4号=云发[2015]4号|"]);
    check("云岭省人民政府令第706号公布", &["云岭省人民政府令第706号=云岭省人民政府令第706号|"]);
    check(
        "《灯塔管理办法》（云府〔2001〕7号，以下简称《办法》）",
        &["《灯塔管理办法》（云府〔2001〕7号，以下简称《办法》）=灯塔管理办法/云府〔2001〕7号| [办法]"],
    );
    check(
        "《中华人民共和国渔业法》及其实施条例第二条",
        &[
            "《中华人民共和国渔业法》=中华人民共和国渔业法|",
            "实施条例第二条=中华人民共和国渔业法实施条例|条2",
        ],
    );
    check(
        "云岭省人民政府令第15号发布的《渔火办法》同时废止",
        &["云岭省人民政府令第15号发布的《渔火办法》=渔火办法/云岭省人民政府令第15号|"],
    );
    check("各县应按省政府一九八〇年223号文件办理", &["省政府一九八〇年223号文件=省政府一九八〇年223号文件|"]);
    check("将《安排》序言及第一条修改", &["《安排》序言及第一条=安排|条1"]);
    check("依第13/2021號法律第二條", &["第13/2021號法律第二條=第13/2021號法律|条2"]);
}

#[test]
fn a_bracket_behind_a_title_is_part_of_it() {
    check(
        "《关于渔火的公告》（2019年第2号）第一条停止执行",
        &["《关于渔火的公告》（2019年第2号）第一条=关于渔火的公告/2019年第2号|条1"],
    );
    check(
        "《关于渔汛的公告》（省财政厅 省税务局公告2021年第17号）第二条",
        &[
            "《关于渔汛的公告》（省财政厅 省税务局公告2021年第17号）第二条=关于渔汛的公告/省财政厅 省税务局公告2021年第17号|条2",
        ],
    );
    check("《渔火办法》（见汇编）第三条", &["《渔火办法》（见汇编）第三条=渔火办法|条3"]);
    check("《渔火办法》（见汇编）第三项任务", &["《渔火办法》=渔火办法|"]);
    check(
        "依照云岭省财政厅公告2021年第17号",
        &["云岭省财政厅公告2021年第17号=云岭省财政厅公告2021年第17号|"],
    );
}

#[test]
fn titles_in_a_list_need_no_brackets() {
    check(
        "渔火条例（1992年6月22日云岭省人民政府令第5号公布）",
        &["渔火条例（1992年6月22日云岭省人民政府令第5号公布）=渔火条例/云岭省人民政府令第5号|"],
    );
    check(
        "云岭省人民政府关于渔汛期间点灯的规定（云政发〔1990〕1号）；",
        &[
            "云岭省人民政府关于渔汛期间点灯的规定（云政发〔1990〕1号）=云岭省人民政府关于渔汛期间点灯的规定/云政发〔1990〕1号|",
        ],
    );
    check("渔汛办法（1990年3月1日发布）", &["渔汛办法（1990年3月1日发布）=渔汛办法|"]);
    check("执行有关规定（云政发〔1990〕1号）", &["云政发〔1990〕1号=云政发〔1990〕1号|"]);
    check("渔汛办法（见附件）执行", &["附件=|附件"]);
    check("渔火管理规定（云政发〔1990〕1号）由渔业局解释。", &["云政发〔1990〕1号=云政发〔1990〕1号|"]);
}

#[test]
fn works_without_brackets() {
    check("依照刑法第一百六十五条处罚", &["刑法第一百六十五条=刑法|条165"]);
    check("依照治安管理处罚条例的规定处罚", &["治安管理处罚条例=治安管理处罚条例|"]);
    check("严格依照仲裁法组建，规避海关法的", &["仲裁法=仲裁法|"]);
    check("保险法施行前成立的合同，学习保险法律", &["保险法=保险法|"]);
    check("依照白石市码头安全条例执行", &["白石市码头安全条例=白石市码头安全条例|"]);
    check("要按照行政诉讼法及有关规定", &["行政诉讼法=行政诉讼法|"]);
    check(
        "适用民事诉讼法第六条和灯塔保护法第七条",
        &["民事诉讼法第六条=民事诉讼法|条6", "灯塔保护法第七条=灯塔保护法|条7"],
    );
    check("本規程依灯塔防護法第六條第二項規定訂定之。", &["灯塔防護法第六條第二項=灯塔防護法|条6.项2"]);
    check("依法执行司法解释，采取办法，合法经营，按照有关规定办理。", &[]);
    check("触犯刑法分则第九章第三百九十八条的", &["刑法分则第九章第三百九十八条=刑法|章9.条398"]);
    check("任何公司法人和行政诉讼法律关系", &[]);
    check("该条例第三条、同法第五条", &["该条例第三条=该条例|条3", "同法第五条=该法|条5"]);
    check("本条例自公布之日起施行，本项目、本条件不在其内。", &[]);
    check(
        "《白石市码头条例》（以下简称码头条例）。违反码头条例第二条",
        &["《白石市码头条例》（以下简称码头条例）=白石市码头条例| [码头条例]", "码头条例第二条=码头条例|条2"],
    );
}

#[test]
fn provisions_inherit_in_lists() {
    check("本办法第十条第二款、第三款", &["本办法第十条第二款=本办法|条10.款2", "第三款=本办法|条10.款3"]);
    check("第十条、第十二条", &["第十条=|条10", "第十二条=|条12"]);
    check(
        "第六条第一款第（二）项及第二款、第十五条",
        &["第六条第一款第（二）项=|条6.款1.项2", "第二款=|条6.款2", "第十五条=|条15"],
    );
    check("第三条至第五条", &["第三条至第五条=|条3~条5"]);
    check("前款第一项至第四项", &["前款第一项至第四项=|前1款.项1~前1款.项4"]);
    check("第三项至八项", &["第三项至八项=|项3~项8"]);
    check("第九十八条和九十九条", &["第九十八条=|条98", "九十九条=|条99"]);
    check("第一、二款", &["第一=|款1", "二款=|款2"]);
    check("第三至五条", &["第三至五条=|条3~条5"]);
    check("第（一）、（三）项", &["第（一）=|项1", "（三）项=|项3"]);
    check("第一百二十条之一第二款", &["第一百二十条之一第二款=|条120-1.款2"]);
    check("第 6-1 條第一項第二款第三目", &["第 6-1 條第一項第二款第三目=|条6-1.项1.款2.目3"]);
    check("第三-A條、第3B條", &["第三-A條=|条3-A", "第3B條=|条3B"]);
    check("前款第（一）项第2目的规定", &["前款第（一）项第2目=|前1款.项1.目2"]);
    check("本办法的第一目的是点灯，此前目的不同", &[]);
    check("第十条第二项", &["第十条第二项=|条10.项2"]);
    check("第三编第四章和第五章", &["第三编第四章=|编3.章4", "第五章=|编3.章5"]);
    check("第三、四项、第二款", &["第三=|项3", "四项=|项4", "第二款=|款2"]);
    check("灯要擦净。第五章　灯油标准的制定", &[]);
    check("第二款（一）項", &["第二款（一）項=|款2.项1"]);
}

#[test]
fn provisions_that_count_from_here() {
    check("前两款、前条和上款", &["前两款=|前2款", "前条=|前1条", "上款=|前1款"]);
    check("前各項", &["前各項=|前各项"]);
    check("本条第二款和本章", &["本条第二款=|本条.款2", "本章=|本章"]);
    check("第三款前三项", &["第三款前三项=|款3.头3项"]);
    check("将该条修改为", &["该条=|该条"]);
    check("前項情形準用前條第一項", &["前項=|前1项", "前條第一項=|前1条.项1"]);
    check("合同条款、同等条件、本节能项目、前置条件、第一项工作、以上款项、在网上章程、前款项", &[]);
}

#[test]
fn annexes() {
    check("（见附件）", &["附件=|附件"]);
    check("详见附件2。", &["附件2=|附件2"]);
    check("（附件1、2）", &["附件1=|附件1", "2=|附件2"]);
    check("合同的附件一并报送，安全附件", &[]);
    check("税率（税率表附后）", &["税率表附后=|表:税率表"]);
    check("《灯塔办法》附件2第三条", &["《灯塔办法》附件2第三条=灯塔办法|附件2.条3"]);
    check("以上所列人员", &["以上所列=|上列项"]);
}

#[test]
fn quoted_new_text_knows_its_place() {
    check(
        "将刑法第九条修改为：“渔船靠岸的，处罚款。\n“（一）夜里的；\n“有前款行为的，依照本法第七条处罚。”",
        &["刑法第九条=刑法|条9", "前款=|前1款 “-:2:-”", "本法第七条=本法|条7 “-:2:-”"],
    );
    check(
        "增加一条，作为第十二条：“第十二条　渔船靠岸。\n“违反前款的，停航。”",
        &["第十二条=|条12", "前款=|前1款 “12:2:-”"],
    );
    check("第三条所称的“前款行为”，是指", &["第三条=|条3", "前款=|前1款"]);
}

proptest! {
    #[test]
    fn spans_are_valid_and_in_order(text in "[第条條款项項前本该附件一二十（）()《》〈〉“”、和至的规定法条例\n 之0-9-a号〔〕令字\\PC]{0,60}") {
        let mut last = 0;
        for mention in alone(&text) {
            prop_assert!(mention.span.start >= last && mention.span.end > mention.span.start);
            prop_assert!(text.get(mention.span.start..mention.span.end).is_some());
            last = mention.span.end;
        }
    }
}
