//! Texts that change others, and what else is called like the paper itself.

use super::{check, circular, cited};

#[test]
fn quoted_new_text_speaks_of_the_act_amended() {
    let decision = circular(
        "own",
        "云岭省人大关于修改《灯塔法》的决定",
        &[
            "sec_1 第一条增加一款，作为第二款：“违反前款的，依照本法第二条处罚。”",
            "sec_2 将第二条修改为：“第二条　停航。\n“前款的停航，由船长宣布。”",
            "sec_3 本决定自公布之日起施行。",
        ],
    );
    let act = circular("act", "中华人民共和国灯塔法", &["art_1 点灯。", "art_2 停航。"]);
    assert_eq!(
        cited(&[decision, act]),
        [
            "第一条 -> act#art_1",
            "第二款 -> act#?art_1__para_2",
            "前款 -> act#art_1",
            "本法第二条 -> act#art_2",
            "第二条 -> act#art_2",
            "前款 -> act#art_2",
        ]
    );
}

#[test]
fn a_decision_under_the_title_of_the_act_it_prints() {
    let own = circular(
        "own",
        "灯塔规定",
        &[
            "preamble__para_1 现决定对《灯塔规定》作如下修改：",
            "sec_3 在《灯塔规定》第五条中增加一款，作为第一款：“点灯。”",
        ],
    );
    assert_eq!(cited(&[own]).last().unwrap(), "第一款 -> own#?art_5__para_1");
}

/// The notice is the body; the decision and the act as it now reads are annexed.
fn announced(text_of_sec_1: &str) -> Vec<String> {
    let own = circular(
        "own",
        "云岭省人大公告",
        &[
            "para_1 第三条现予公布。",
            "att_1 #云岭省人大关于修改《灯塔条例》的决定",
            &format!("att_1__sec_1 {text_of_sec_1}"),
            "att_1__sec_2 删去第一条。",
            "att_2 #灯塔条例",
            "att_2__art_1 点灯。",
            "att_2__art_2 违反第一条的，停航。",
        ],
    );
    cited(&[own])
}

#[test]
fn a_carried_decision_speaks_of_the_act_printed_behind_it() {
    let of_the_act = ["第一条 -> own#att_2__art_1", "第一条 -> own#att_2__art_1"];
    for (text, expected) in [
        ("第二条修改为：“停航。”", &["第二条 -> own#att_2__art_2"][..]),
        (
            "将第二条改为第三条，修改为：\n“第三条　停航。\n“前款的停航，由船长宣布。”",
            &[
                "第二条 -> own#att_2__art_2",
                "第三条 -> own#?att_2__art_3",
                "前款 -> own#?att_2__art_3__para_1",
            ],
        ),
    ] {
        let found = announced(text);
        let act = "《灯塔条例》 -> own#att_2";
        assert!(found.contains(&act.to_owned()), "{found:?}");
        let rest: Vec<_> = found.iter().filter(|c| *c != act && !c.contains("#?art_3")).collect();
        let expected: Vec<_> = expected.iter().chain(&of_the_act).collect();
        assert_eq!(rest, expected, "{text}");
    }
}

#[test]
fn an_act_printed_anew_behind_a_decision_speaks_of_itself() {
    let decision = circular(
        "own",
        "云岭省人大关于修改《灯塔条例》的决定",
        &[
            "sec_1 删去第二条。",
            "att_1 #灯塔条例（修正）",
            "att_1__art_1 点灯。",
            "att_1__art_2 违反第一条的，停航。",
        ],
    );
    let mut before = circular("act", "灯塔条例", &["art_1 点灯。", "art_2 停航。"]);
    before.meta.dates.issued = "2010-05-01".parse().ok();
    let found = cited(&[decision, before]);
    assert!(found.contains(&"第二条 -> act#art_2".to_owned()), "{found:?}");
    assert_eq!(found.last().unwrap(), "第一条 -> own#att_1__art_1");
}

#[test]
fn each_item_of_a_list_of_changes_speaks_of_its_own_act() {
    check(
        "云岭省人民政府关于修改部分规章的决定",
        &[
            "att_1 #修改的规章",
            "att_1__sec_1 将《渔火办法》第五条修改为：“点灯。”",
            "att_1__sec_2 删去《渔汛办法》第六条。",
            "att_1__sec_2__para_2 第七条改为第六条。",
        ],
        &[
            "《渔火办法》第五条 -> 《渔火办法》#art_5",
            "《渔汛办法》第六条 -> 《渔汛办法》#art_6",
            "第七条 -> 《渔汛办法》#art_7",
            "第六条 -> 《渔汛办法》#art_6",
        ],
    );
}

#[test]
fn what_is_only_called_like_the_paper_is_not_the_paper() {
    let last = |title: &str, number: Option<&str>, text: &str| {
        let mut own = circular("own", title, &[&format!("para_1 {text}")]);
        own.meta.number = number.map(str::to_owned);
        cited(&[own]).pop().unwrap_or_default()
    };
    let edition = last("渔具目录（2021年版）", None, "《渔具目录（2018年版）》同时废止。");
    assert_eq!(edition, "《渔具目录（2018年版）》 -> 《渔具目录（2018年版）》");
    let forerunner = last("云岭省关于渔火的办法", None, "《关于渔火的办法》同时废止。");
    assert_eq!(forerunner, "《关于渔火的办法》 -> 《关于渔火的办法》");
    let numbered = "《渔火办法》（云政发〔2011〕3号）第二条不再适用。";
    let of_before = last("渔火办法", Some("云政发〔2021〕5号"), numbered);
    assert_eq!(of_before, "《渔火办法》（云政发〔2011〕3号）第二条 -> 《渔火办法》#art_2");
    let itself =
        last("渔火办法", Some("云政发〔2021〕5号"), "《渔火办法》（云政发〔2021〕5号）自公布之日起施行。");
    assert_eq!(itself, "《渔火办法》（云政发〔2021〕5号） -> own");
}
