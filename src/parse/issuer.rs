//! Who issued a paper.

use regex::Regex;
use std::borrow::Cow;
use std::sync::LazyLock;

/// What the names of organs end in.
const ENDINGS: [&str; 73] = [
    "委员会",
    "委員會",
    "人民政府",
    "办公厅",
    "办公室",
    "辦公室",
    "领导小组",
    "指挥部",
    "工作组",
    "专家组",
    "联合会",
    "联席会议",
    "总工会",
    "工委",
    "党委",
    "党组",
    "省委",
    "市委",
    "县委",
    "区委",
    "州委",
    "中央",
    "国务院",
    "法院",
    "检察院",
    "政府",
    "大会",
    "人大",
    "政协",
    "总局",
    "分局",
    "厅",
    "局",
    "部",
    "署",
    "院",
    "委",
    "办",
    "司",
    "处",
    "行",
    "会",
    "會",
    "组",
    "站",
    "队",
    "所",
    "中心",
    "公司",
    "集团",
    "大学",
    "学院",
    "学校",
    "協會",
    "协会",
    "社",
    "府",
    "處",
    "廳",
    "研究室",
    "军区",
    "兵团",
    "海关",
    "总队",
    "军委",
    "纪委",
    "监委",
    "党校",
    "图书馆",
    "出版社",
    "银行",
    "监狱",
    "事务所",
];

/// Whether `name` reads like the name of an organ.
pub(super) fn is_organ(name: &str) -> bool {
    let spaced = name.contains(char::is_whitespace);
    let name: Cow<str> = if spaced { super::heading::close(name).into() } else { name.into() };
    let length = name.chars().count();
    (2..=40).contains(&length)
        && !["施行", "执行", "实行", "试行"].iter().any(|verb| name.ends_with(verb))
        && !name.contains(['。', '，', '；', '：', '《', '“', '、', '？'])
        && (ENDINGS.iter().any(|e| name.ends_with(e))
            || name.starts_with("共青团")
            || name.starts_with("中共"))
}

static TITLE_PREFIX: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?P<who>.{2,60}?)(?:关于|關于|關於|印发|转发|批转|对于|令$)").expect("a fixed pattern")
});

/// The organs that a title opens with: 国务院关于…, 中共某省委 某省人民政府印发….
pub(super) fn of_title(title: &str) -> Vec<String> {
    let Some(who) = TITLE_PREFIX.captures(title).and_then(|c| c.name("who")) else {
        return Vec::new();
    };
    let who = who.as_str();
    if who.contains(['《', '“', '（']) {
        return Vec::new();
    }
    let names: Vec<String> = side_by_side(who);
    if names.iter().all(|n| is_organ(n)) { names } else { Vec::new() }
}

/// Names that stand on one line, parted by white space or 、.
pub(super) fn side_by_side(line: &str) -> Vec<String> {
    line.split(|c: char| c.is_whitespace() || c == '、')
        .filter(|n| !n.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Parts the names of a signature block. Names that were letter-spaced have lost
/// the gaps between them; the title names the same organs in the same order, often
/// shorter (省总工会 for 安徽省总工会), and so tells where each ends.
pub(super) fn of_signature(lines: &[String], in_title: &[String]) -> Vec<String> {
    let apart: Vec<String> = lines.iter().flat_map(|l| side_by_side(l)).flat_map(|n| part_run(&n)).collect();
    if in_title.len() > apart.len() {
        let run: String = apart.concat();
        if let Some(names) = cut_by(&run, in_title) {
            return names;
        }
    }
    // 湖北省…村 / 地质…专家组: one name over two lines.
    if apart.len() > 1
        && apart.iter().any(|n| !is_organ(n))
        && lines.iter().all(|l| side_by_side(l).len() == 1)
    {
        let one = apart.concat();
        if is_organ(&one) {
            return vec![one];
        }
    }
    apart
}

/// Parts names that ran together: a new one begins with 中共, 共青团 or the region
/// that the first began with, where the words before are a whole name.
fn part_run(run: &str) -> Vec<String> {
    let region: String = run.chars().take(3).collect();
    let mut starts = vec!["中共", "共青团"];
    if region.ends_with(['省', '市', '县', '区']) {
        starts.push(&region);
    }
    let cut = run.char_indices().skip(2).map(|(at, _)| at).find(|&at| {
        starts.iter().any(|s| run[at..].starts_with(s))
            && ENDINGS.iter().any(|e| run[..at].ends_with(e))
            && is_organ(&run[at..])
    });
    match cut {
        Some(at) => {
            let mut names = vec![run[..at].to_owned()];
            names.extend(part_run(&run[at..]));
            names
        }
        None => vec![run.to_owned()],
    }
}

fn cut_by(run: &str, names: &[String]) -> Option<Vec<String>> {
    let mut rest = run;
    let mut out = Vec::new();
    for (i, name) in names.iter().enumerate() {
        let end = if i + 1 == names.len() {
            rest.ends_with(name.as_str()).then_some(rest.len())?
        } else {
            rest.find(name.as_str())? + name.len()
        };
        out.push(rest[..end].to_owned());
        rest = &rest[end..];
    }
    Some(out)
}

static SESSION: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"第[一二三四五六七八九十百0-9]+(届|屆)").expect("a fixed pattern"));

static ADOPTED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?:\||^|[（(])\s*(?:经|由)?(?P<who>[\p{Han}、]{2,80}?)",
        r"(?P<verb>第[^会會，。）]{1,16}次(?:全体|全體|常务|部务|委务|局务|署务|党组)?(?:会议|會議)|令第?|公告第?|审议|審議|通过|通過|发布|發布|公布|颁布|頒布|印发|批准)",
    ))
    .expect("a fixed pattern")
});

/// The organs that passed it, else issued it, else approved it, from a history note
/// (某省第十二届人民代表大会常务委员会第二十次会议通过 → 某省人民代表大会常务委员会).
pub(super) fn of_history(note: &str) -> Vec<String> {
    let mut dated = note.to_owned();
    for (span, _) in super::date::dates(note).into_iter().rev() {
        dated.replace_range(span.start..span.end, "|");
    }
    // Who issued what another approved: 国务院批准 文化部 海关总署发布.
    if let Some((approved, issued)) = dated.split_once("批准 ")
        && !issued.contains('|')
    {
        let names = side_by_side(issued).join("、");
        dated = format!("{approved}批准|{names}");
    }
    let without_sessions = SESSION.replace_all(&dated, "");
    let found = ADOPTED.captures_iter(&without_sessions).filter_map(|c| {
        let verb = c.name("verb")?.as_str();
        let preference = match verb {
            v if v.starts_with('第') || ["通过", "通過", "审议", "審議"].contains(&v) => 0,
            "批准" => 2,
            _ => 1,
        };
        let names: Vec<String> = side_by_side(c.name("who")?.as_str()).iter().map(|n| plain(n)).collect();
        names.iter().all(|n| is_organ(n)).then_some((preference, names))
    });
    found.min_by_key(|(preference, _)| *preference).map(|(_, names)| names).unwrap_or_default()
}

/// Without the panel that met and the state's name before the State Council's.
fn plain(name: &str) -> String {
    let name = name.trim_end_matches("审判委员会").trim_end_matches("检察委员会");
    name.strip_prefix("中华人民共和国").filter(|n| n.starts_with("国务院")).unwrap_or(name).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joint_issuers_are_parted_by_the_title() {
        let title = ["中共云岭省委宣传部", "省总工会", "省妇女联合会"].map(str::to_owned);
        let lines = ["中共云岭省委宣传部 云岭省总工会云岭省妇女联合会".to_owned()];
        assert_eq!(of_signature(&lines, &[]), ["中共云岭省委宣传部", "云岭省总工会", "云岭省妇女联合会"]);
        assert_eq!(of_signature(&lines, &title), ["中共云岭省委宣传部", "云岭省总工会", "云岭省妇女联合会"]);
    }

    #[test]
    fn names_come_from_titles_and_history_notes() {
        assert_eq!(of_title("云岭省人民政府关于养护山路的意见"), ["云岭省人民政府"]);
        assert_eq!(of_title("关于养护山路的意见"), Vec::<String>::new());
        for (note, who) in [
            (
                "2015年5月27日 云岭省第十二届人民代表大会常务委员会第二十次会议通过",
                "云岭省人民代表大会常务委员会",
            ),
            ("（2022年3月11日雲嶺人民代表大會第五次會議通過）", "雲嶺人民代表大會"),
            ("（1980年9月10日第五届全国人民代表大会第三次会议通过", "全国人民代表大会"),
            ("1996年9月30日 中华人民共和国国务院令第204号发布", "国务院"),
            ("（一九九八年六月十八日云岭省人民政府发布）", "云岭省人民政府"),
            ("1989年10月11日 国务院批准 1989年11月4日 国家图书局发布", "国家图书局"),
            ("1981年10月13日 国务院批准 国家图书局发布", "国家图书局"),
            ("2016年12月5日最高人民法院审判委员会第1703次会议通过", "最高人民法院"),
        ] {
            assert_eq!(of_history(note), [who], "{note}");
        }
    }

    #[test]
    fn a_verb_is_no_bank() {
        assert!(is_organ("云岭银行") && !is_organ("自本日起施行"));
    }
}
