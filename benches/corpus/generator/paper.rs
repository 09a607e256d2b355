//! A document as a whole: masthead, cover, body, signature.

use super::Library;
use super::body::{Edit, edits, provisions};
use super::numeral::chinese;
use super::plan::{Plan, Shape};
use super::voice::Voice;

/// The lines of a document.
pub fn lines(library: &Library, id: usize) -> Vec<String> {
    let mut voice = Voice::new(library, id);
    let plan = voice.plan;
    let mut lines = Vec::new();
    match plan.shape {
        Shape::Statute | Shape::Version => {
            lines.extend([plan.title.clone(), history(library, plan)]);
            lines.extend(articles(library, id));
        }
        Shape::Order => {
            lines.extend(order(&mut voice));
            lines.push(plan.title.clone());
            lines.extend(articles(library, id));
        }
        Shape::Measures | Shape::Scheme => {
            let carried = format!("现将《{}》印发给你们，{}。", plan.title, voice.say("carry"));
            lines.extend(head(&mut voice, plan.cover.as_ref().unwrap_or(&plan.title)));
            lines.push(carried);
            lines.extend(signature(plan));
            lines.push(plan.title.clone());
            match plan.shape {
                Shape::Measures => lines.extend(articles(library, id)),
                _ => {
                    lines.push(voice.say("opening").replace("意见", plan.kind));
                    lines.extend(sections(&mut voice, id));
                }
            }
        }
        Shape::Decision => lines.extend(decision(library, id)),
        Shape::Traditional => return self::lines(library, plan.base.unwrap_or_default()),
        _ => lines.extend(simple(&mut voice)),
    }
    if plan.shape == Shape::Measures || plan.shape == Shape::Scheme {
        lines.push(format!("抄送：{}，{}。", voice.say("org"), voice.say("org")));
    }
    lines
}

/// Documents that are one text under a title.
fn simple(voice: &mut Voice) -> Vec<String> {
    let (library, id, plan) = (voice.library(), voice.id, voice.plan);
    let mut lines = head(voice, &plan.title);
    let numbered = |voice: &mut Voice, rule: &str, count: usize| -> Vec<String> {
        (1..=count).map(|nth| format!("{}、{}", chinese(nth), voice.say(rule))).collect()
    };
    let count = plan.provisions.clamp(2, 12);
    match plan.shape {
        Shape::Opinion => {
            lines.push(voice.say("opening"));
            lines.extend(sections(voice, id));
            lines.push(format!("{}。", voice.say("ending").trim_end_matches('。')));
        }
        Shape::Reply => {
            lines.push(format!("你{}关于{}的请示收悉。现批复如下：", voice.say("self"), plan.subject));
            lines.extend(numbered(voice, "reply", count));
        }
        Shape::Letter => {
            lines.push(voice.say("letter"));
            lines.extend(numbered(voice, "letter", count));
            lines.push("专此函达。".into());
        }
        Shape::Announcement => {
            lines.push(format!("根据{}，现就{}公告如下：", voice.say("basis"), plan.subject));
            lines.extend(numbered(voice, "declare", count));
        }
        Shape::Repeal => {
            lines.push("经研究，决定废止下列文件：".into());
            for (nth, id) in plan.repeals.iter().enumerate() {
                let old = &library.plans[*id];
                let number = old.number.as_ref().map(|number| format!("（{number}）")).unwrap_or_default();
                lines.push(format!("{}、《{}》{number}", chinese(nth + 1), quoted(&old.title)));
            }
            lines.push(format!("本决定自{}起施行。", plan.day.later()));
        }
        Shape::Forward => {
            let base = &library.plans[plan.base.unwrap_or_default()];
            let title = quoted(base.cover.as_ref().unwrap_or(&base.title));
            lines.push(format!("现将《{title}》转发给你们，{}：", voice.say("pass")));
            lines.extend(numbered(voice, "say", count).into_iter().map(|line| line + "。"));
        }
        Shape::Explanation => {
            let base = &library.plans[plan.base.unwrap_or_default()];
            lines.push(format!("{}发布了《{}》。现就主要内容解读如下。", base.issuer, quoted(&base.title)));
            for nth in 1..=count {
                lines.push(format!("{}、{}的主要考虑", chinese(nth), voice.say("head")));
                lines.push(voice.say("art") + &voice.say("para"));
            }
        }
        _ => {
            lines.push(voice.say("notice"));
            if plan.shape == Shape::Attachments {
                lines.extend(numbered(voice, "say", 4).into_iter().map(|line| line + "。"));
                lines.extend(attachments(voice, id));
                return lines;
            }
            lines.extend(sections(voice, id));
            lines.push(voice.say("ending"));
        }
    }
    if plan.shape != Shape::Explanation {
        lines.extend(signature(plan));
    }
    lines
}

/// Title over one or two lines, number, recipients.
fn head(voice: &mut Voice, title: &str) -> Vec<String> {
    let plan = voice.plan;
    voice.turn_to(0x7_0000);
    let mut lines = Vec::new();
    match title.split_once("关于") {
        Some((issuer, rest)) if issuer == plan.issuer && voice.chance.percent(40.0) => {
            lines.extend([issuer.to_owned(), format!("关于{rest}")]);
        }
        _ => lines.push(title.to_owned()),
    }
    lines.extend(plan.number.clone());
    match plan.shape {
        Shape::Opinion | Shape::Announcement | Shape::Repeal | Shape::Explanation => {}
        Shape::Reply => lines.push(format!("{}：", voice.say("place"))),
        Shape::Letter => lines.push(format!("{}：", voice.say("org"))),
        _ => lines.push(match voice.region().own() {
            "省" => "各市、县人民政府，省政府各部门：".into(),
            "市" => "各县人民政府，市政府各部门：".into(),
            _ => "各乡镇人民政府，县政府各部门：".into(),
        }),
    }
    lines
}

fn signature(plan: &Plan) -> Vec<String> {
    vec![plan.issuer.clone(), plan.day.to_string()]
}

/// The note below the title of what a congress passed.
fn history(library: &Library, plan: &Plan) -> String {
    let session = |plan: &Plan| {
        let term = (plan.day.year - 1993) / 5 + 8;
        let meeting = plan.day.year % 5 * 6 + plan.day.month / 2 + 1;
        let congress = plan.issuer.replace("人民代表大会", &format!("第{}届人民代表大会", chinese(term)));
        format!("{}{congress}第{}次会议", plan.day, chinese(meeting))
    };
    let made = match plan.shape {
        Shape::Version if !plan.issuer.ends_with("委员会") => format!("{}公布", plan.day),
        _ => format!("{}通过", session(plan)),
    };
    match plan.via.map(|via| &library.plans[via]) {
        Some(via) => format!("（{made}　根据{}《{}》修正）", via.day, quoted(&via.title)),
        None => format!("（{made}）"),
    }
}

fn order(voice: &mut Voice) -> Vec<String> {
    let plan = voice.plan;
    let decree = plan.day.year * 12 % 97 + plan.day.month;
    let date = plan.day.later();
    let passed = format!("已经{}{}第{decree}次常务会议通过", plan.day, voice.region().government());
    vec![
        format!("{}令", plan.issuer),
        format!("第{decree}号"),
        format!("《{}》{passed}，现予公布，自{date}起施行。", plan.title),
        format!("　　{}长　{}", voice.region().own(), voice.person()),
        voice.day().to_string(),
    ]
}

/// 第一条 and so on, in chapters when there are many.
fn articles(library: &Library, id: usize) -> Vec<String> {
    let mut voice = Voice::new(library, id);
    let provisions = provisions(library, id);
    let (count, repeals) = (provisions.len(), &library.plans[id].repeals);
    voice.turn_to(0x7_1000);
    let chapters = count >= 14 && voice.chance.percent(75.0);
    let mut lines = Vec::new();
    let (mut chapter, mut next) = (0, 0);
    for (at, (number, provision)) in provisions.into_iter().enumerate() {
        if chapters && at == next {
            chapter += 1;
            let (title, size) = match () {
                () if at == 0 => ("总则".to_owned(), 5),
                () if at + 2 >= count => ("附则".to_owned(), count),
                () if at + 6 >= count => ("法律责任".to_owned(), count - 2 - at),
                () => (voice.say("head"), voice.chance.range(4, 9).min(count - 6 - at)),
            };
            next = at + size;
            lines.push(format!("第{}章　{title}", chinese(chapter)));
        }
        let mut provision = provision.into_iter();
        lines.push(format!("{number}　{}", provision.next().unwrap_or_default()));
        lines.extend(provision);
    }
    if let (Some(last), false) = (lines.last_mut(), repeals.is_empty()) {
        let old: Vec<String> =
            repeals.iter().map(|id| format!("《{}》", quoted(&library.plans[*id].title))).collect();
        *last = format!("{}{}同时废止。", last, old.join("、"));
    }
    lines
}

/// 一、 with （一）, with running numbers, or with plain paragraphs.
fn sections(voice: &mut Voice, id: usize) -> Vec<String> {
    let provisions = provisions(voice.library(), id);
    voice.turn_to(0x7_2000);
    let style = voice.chance.below(4);
    let count = provisions.len();
    let (mut lines, mut section, mut next, mut within) = (Vec::new(), 0, 0, 0);
    for (at, (_, provision)) in provisions.into_iter().enumerate() {
        if at == next {
            section += 1;
            within = 0;
            let rule = match at {
                0 => "goal",
                _ if at + 3 >= count => "care",
                _ if section == 2 => "task",
                _ => "head",
            };
            next = at + if rule == "care" { count } else { voice.chance.range(2, 6) };
            lines.push(format!("{}、{}", chinese(section), voice.say(rule)));
        }
        within += 1;
        let mut provision = provision.into_iter();
        let first = provision.next().unwrap_or_default();
        lines.push(match style {
            0 | 1 => format!("（{}）{first}", chinese(within)),
            2 => format!("{}．{first}", at + 1),
            _ => first,
        });
        // Items below a running number would go on counting.
        lines.extend(provision.filter(|_| style < 2));
    }
    lines
}

fn attachments(voice: &mut Voice, id: usize) -> Vec<String> {
    let plan = voice.plan;
    let titles = [format!("{}工作方案", plan.subject), format!("{}任务分解表", plan.subject)];
    let mut lines = vec![format!("附件：1．{}", titles[0]), format!("　　　2．{}", titles[1])];
    lines.extend(signature(plan));
    lines.extend(["附件1".to_owned(), titles[0].clone()]);
    lines.extend(sections(voice, id));
    lines.extend(["附件2".to_owned(), titles[1].clone(), "序号\t地区\t任务\t数量".to_owned()]);
    let rows = voice.chance.range(4, 14);
    lines.extend(
        (1..=rows)
            .map(|nth| format!("{nth}\t{}\t{}\t{}", voice.say("place"), voice.say("np"), voice.say("num"))),
    );
    lines
}

fn decision(library: &Library, id: usize) -> Vec<String> {
    let plan = &library.plans[id];
    let base = &library.plans[plan.base.unwrap_or_default()];
    let title = quoted(&base.title);
    let mut lines = vec![
        plan.issuer.clone(),
        format!("关于修改《{title}》的决定"),
        format!("（{}通过）", plan.day),
        format!("{}决定对《{title}》作如下修改：", plan.issuer),
    ];
    let edits = edits(library, id);
    let count = edits.len();
    for (nth, (at, edit)) in edits.into_iter().enumerate() {
        let (number, article) = (chinese(nth + 1), format!("第{}条", chinese(at + 1)));
        match edit {
            Edit::Change(text) => {
                lines.push(format!("{number}、将{article}修改为：“{article}　{}”", text.concat()));
            }
            Edit::Add(text) => {
                let text = text.join("\n“");
                lines.push(format!("{number}、增加一条，作为{article}之一：“{article}之一　{text}”"));
            }
            Edit::Shorten => lines.push(format!("{number}、删去{article}最后一款。")),
        }
    }
    lines.push(format!("{}、本决定自{}起施行。", chinese(count + 1), plan.day.later()));
    lines.push(format!("《{title}》根据本决定作相应修改，重新公布。"));
    lines
}

/// A title within 《》.
fn quoted(title: &str) -> String {
    title.replace('《', "〈").replace('》', "〉")
}
