//! Works named without 《》: 依照刑法第一百六十五条, 治安管理处罚条例的规定.
//!
//! Where such a name begins cannot be read off its letters. Three things tell:
//! the short names of national laws and those the circular itself defines; the
//! words that lead to a work (依照, 违反); and the end of the word before.

use super::glyphs::{Glyphs, is_han};
use super::provision;
use super::work::{is_law_end, own};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Names known beforehand, by first character, longest first.
pub(super) struct Names(BTreeMap<char, Vec<String>>);

static LAWS: LazyLock<Names> = LazyLock::new(|| Names::new(include_str!("laws.txt").lines()));

impl Names {
    pub(super) fn new(names: impl IntoIterator<Item = impl AsRef<str>>) -> Names {
        let mut by_first: BTreeMap<char, Vec<String>> = BTreeMap::new();
        for name in names {
            let name = Glyphs::new(name.as_ref());
            let name = name.folded(0, name.len());
            if let Some(first) = name.chars().next() {
                by_first.entry(first).or_default().push(name);
            }
        }
        for names in by_first.values_mut() {
            names.sort_unstable_by(|a, b| b.chars().count().cmp(&a.chars().count()).then_with(|| a.cmp(b)));
            names.dedup();
        }
        Names(by_first)
    }

    /// Whether some name begins with the character at `at`.
    fn opens(&self, glyphs: &Glyphs, at: usize) -> bool {
        glyphs.get(at).is_some_and(|c| self.0.contains_key(&c))
    }

    fn at(&self, glyphs: &Glyphs, at: usize) -> Option<usize> {
        let names = self.0.get(&glyphs.get(at)?)?;
        names.iter().find(|name| glyphs.starts(at, name)).map(|name| at + name.chars().count())
    }
}

/// What stands before a name, from nothing to a sure sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Boundary {
    Inside,
    /// A word that may also be part of a name: 和, 对.
    Soft,
    /// Punctuation, or the start.
    Hard,
    /// 依照, 违反, or another work and a conjunction.
    Lead,
}

const LEADS: &[&str] = &[
    "依照",
    "按照",
    "根据",
    "依据",
    "违反",
    "适用",
    "参照",
    "比照",
    "遵守",
    "执行",
    "符合",
    "属于",
    "触犯",
    "涉嫌",
    "实施",
    "贯彻",
    "落实",
    "违背",
    "构成",
    "具有",
    "修正后",
    "修改后",
    "修订后",
    "修订的",
    "修正的",
    "修改的",
    "修正前",
    "修改前",
    "现行",
    "遵照",
    "依",
    "犯",
    "援引",
    "对照",
    "履行",
    "学习",
    "不适用",
    "除",
    "修改",
    "准用",
];

const SOFT: &[char] = &[
    '和', '与', '及', '或', '者', '由', '对', '在', '有', '将', '为', '以', '因', '除', '就', '按', '据',
    '从', '至', '于', '是', '的', '本', '把', '受', '如', '应', '后', '前', '原', '即', '指', '到', '当',
    '向', '并', '且', '用', '合', '反',
];

/// A work named without 《》 at `at`: its name as it stands, and where it ends.
/// `open` is where the last mention ended: what stands before it is settled.
pub(super) fn named(glyphs: &Glyphs, own: &Names, at: usize, open: usize, listed: bool) -> Option<usize> {
    if !glyphs.get(at).is_some_and(is_han) {
        return None;
    }
    let boundary = boundary(glyphs, at, open, listed);
    if boundary == Boundary::Inside && !own.opens(glyphs, at) && !LAWS.opens(glyphs, at) {
        return None;
    }
    let start = if glyphs.starts(at, "中华人民共和国") { at + 7 } else { at };
    // A name the circular gave is known wherever it stands with a provision.
    if let Some(end) = own.at(glyphs, at) {
        let long = end - at >= 4 || boundary >= Boundary::Soft;
        if leads_on(glyphs, end) && long
            || boundary > Boundary::Inside && end - at >= 4 && closes(glyphs, end)
        {
            return Some(end);
        }
    }
    if let Some(end) = LAWS.at(glyphs, start) {
        let end = longer(glyphs, end);
        if is_law_end(glyphs, end) || leads_on(glyphs, end) {
            if leads_on(glyphs, end) {
                return Some(end);
            }
            let full = end - at >= 4 && boundary > Boundary::Inside;
            let sure = boundary == Boundary::Lead || start > at;
            if (full || sure) && closes(glyphs, end) {
                return Some(end);
            }
        }
    }
    unknown(glyphs, at, boundary)
}

/// 刑法修正案（八）, 药品管理法实施条例, 刑法（修订草案） carry the name on.
fn longer(glyphs: &Glyphs, end: usize) -> usize {
    let Some((words, mut stop)) =
        glyphs.longest(end, &["实施条例", "实施细则", "实施办法", "修正案", "解释", "补充规定"])
    else {
        return end;
    };
    if words == "修正案"
        && glyphs.get(stop) == Some('（')
        && let Some((_, close)) =
            glyphs.number(stop + 1).filter(|(_, close)| glyphs.get(*close) == Some('）'))
    {
        stop = close + 1;
    }
    stop
}

/// Whether a provision follows: 第三条, 的第三条, 分则第四章.
fn leads_on(glyphs: &Glyphs, end: usize) -> bool {
    provision_at(glyphs, end).is_some()
}

/// Where the provision of a work that ends at `end` begins.
pub(super) fn provision_at(glyphs: &Glyphs, end: usize) -> Option<usize> {
    let mut at = glyphs.skip_blanks(end);
    if let Some((_, stop)) = glyphs.longest(at, &["分则", "总则"])
        && glyphs.get(stop) == Some('第')
    {
        at = stop;
    }
    if let Some((_, stop)) = glyphs.longest(at, &["中的", "中", "的", "之", "规定的", "里的", "有关", "关于"])
    {
        let stop = glyphs.skip_blanks(stop);
        if matches!(glyphs.get(stop), Some('第')) {
            at = stop;
        }
    }
    let found = match glyphs.get(at) {
        Some('第') => !provision::list(glyphs, at).is_empty(),
        Some('附') => provision::list(glyphs, at).first().is_some_and(|item| {
            item.place.iter().any(|step| matches!(step.which, crate::model::Which::Number(_)))
        }),
        _ => false,
    };
    found.then_some(at)
}

/// Whether a name may close at `end` in a sentence that refers to it.
fn closes(glyphs: &Glyphs, end: usize) -> bool {
    let Some(next) = glyphs.get(end) else { return true };
    !is_han(next)
        || "的之等和与及或有相规执处予给追定以所中另已施".contains(next)
            && !["规则", "规范", "之前", "之后", "有效", "所得", "以来"]
                .iter()
                .any(|word| glyphs.starts(end, word))
}

/// The length of the longest word that leads to a work and ends before `at`.
fn lead_before(glyphs: &Glyphs, at: usize) -> Option<usize> {
    static BY_LAST: LazyLock<BTreeMap<char, Vec<(&'static str, usize)>>> = LazyLock::new(|| {
        let mut by_last: BTreeMap<char, Vec<(&str, usize)>> = BTreeMap::new();
        for lead in LEADS {
            if let Some(last) = lead.chars().next_back() {
                by_last.entry(last).or_default().push((lead, lead.chars().count()));
            }
        }
        by_last
    });
    let leads = BY_LAST.get(&glyphs.before(at)?)?;
    leads.iter().filter(|(lead, _)| glyphs.ends(at, lead)).map(|(_, length)| *length).max()
}

fn boundary(glyphs: &Glyphs, at: usize, open: usize, listed: bool) -> Boundary {
    if at == open && listed {
        return Boundary::Lead;
    }
    let Some(previous) = glyphs.before(at) else { return Boundary::Hard };
    // 依 leads, but not in the middle of 依照.
    if lead_before(glyphs, at + 1).is_some_and(|length| length == 2) {
        return Boundary::Inside;
    }
    if lead_before(glyphs, at).is_some() {
        return Boundary::Lead;
    }
    if !is_han(previous) || at == open {
        return Boundary::Hard;
    }
    if SOFT.contains(&previous) { Boundary::Soft } else { Boundary::Inside }
}

/// Endings of works, those of statutes first: only they are believed without a provision.
const ENDINGS: &[&str] = &[
    "法",
    "法典",
    "条例",
    "通则",
    "办法",
    "规定",
    "规则",
    "细则",
    "决定",
    "解释",
    "章程",
    "规程",
    "公约",
    "议定书",
    "协定",
    "意见",
    "方案",
    "准则",
    "标准",
    "纲要",
    "大纲",
    "宪章",
];

/// Whether `name` ends as works do.
pub(super) fn is_work_name(name: &str) -> bool {
    let name = Glyphs::new(name);
    let end = name.len();
    let bracket = (name.get(end.wrapping_sub(1)) == Some('）'))
        .then(|| (0..end).rev().find(|i| name.get(*i) == Some('（')));
    let end = bracket.flatten().unwrap_or(end);
    ENDINGS.iter().any(|ending| name.ends(end, ending))
        || ["通知", "规划", "计划", "要点", "制度", "指南", "守则"]
            .iter()
            .any(|ending| name.ends(end, ending))
}

/// Words that end in 法 and name no law.
const NO_LAWS: &[&str] = &[
    "办法",
    "方法",
    "司法",
    "执法",
    "依法",
    "合法",
    "违法",
    "非法",
    "立法",
    "无法",
    "守法",
    "普法",
    "用法",
    "做法",
    "看法",
    "书法",
    "设法",
    "枉法",
    "算法",
    "手法",
    "说法",
    "疗法",
    "尊法",
    "学法",
    "懂法",
    "军法",
    "变法",
    "国际法",
    "国内法",
    "成文法",
    "打法",
    "想法",
    "语法",
    "上位法",
    "本法",
    "该法",
    "同法",
    "工法",
    "技法",
    "分析法",
    "评估法",
    "计算法",
    "抽样法",
    "单行法",
    "地方性法",
];

/// A name that nobody told us of, by its ending.
fn unknown(glyphs: &Glyphs, at: usize, boundary: Boundary) -> Option<usize> {
    if boundary < Boundary::Soft {
        return None;
    }
    let first = glyphs.get(at)?;
    if "法的了之其此各该本每被及和与或依按第前上下同一二三四五六七八九十有无不未经已应可须将由在对"
        .contains(first)
        && !glyphs.starts(at, "对外")
    {
        return None;
    }
    let mut end = at;
    while end - at < 40 && glyphs.get(end).is_some_and(is_han) {
        end += 1;
        if !glyphs.before(end).is_some_and(|c| "法典例则定释章程约书见案准纲决".contains(c)) {
            continue;
        }
        let Some(ending) = ENDINGS.iter().filter(|e| glyphs.ends(end, e)).max_by_key(|e| e.len()) else {
            continue;
        };
        let length = end - at;
        if length <= ending.chars().count() + 1 {
            continue;
        }
        if ENDINGS.iter().any(|e| e.chars().count() > 1 && glyphs.starts(end - 1, e)) {
            continue;
        }
        let law = *ending == "法";
        if law && (NO_LAWS.iter().any(|word| glyphs.ends(end, word)) || !is_law_end(glyphs, end)) {
            continue;
        }
        let stop = longer(glyphs, end);
        let name = glyphs.folded(at, stop);
        if !is_name(&name) || ends_in_law(glyphs, at, end) || ends_in_own(glyphs, at, end) {
            return None;
        }
        if leads_on(glyphs, stop) {
            return Some(stop);
        }
        let statute = law || matches!(*ending, "条例" | "法典" | "通则");
        let taiwan = matches!(*ending, "办法" | "规则" | "细则" | "准则" | "规程") && glyphs.ends(at, "依");
        let long = length >= if law { 4 } else { 5 };
        let rule = [
            "的规定",
            "之规定",
            "规定",
            "的有关规定",
            "有关规定",
            "的相关规定",
            "等有关规定",
            "和",
            "及",
            "、",
        ]
        .iter()
        .any(|words| glyphs.starts(stop, words));
        if boundary == Boundary::Lead && long && rule && (statute || taiwan) {
            return Some(stop);
        }
    }
    None
}

/// Whether words of the sentence stand before a law that we know: 应当认定为刑法.
/// 美国专利法 is another law; only national law is called 法.
fn ends_in_law(glyphs: &Glyphs, at: usize, end: usize) -> bool {
    (glyphs.ends(end, "法") || glyphs.ends(end, "法典"))
        && (at + 1..end.saturating_sub(1)).any(|from| {
            let foreign = glyphs.before(from) == Some('国') && !glyphs.ends(from, "中国");
            LAWS.at(glyphs, from) == Some(end) && !foreign
        })
}

/// Whether the words end in 本实施细则.
fn ends_in_own(glyphs: &Glyphs, at: usize, end: usize) -> bool {
    (at..end).any(|from| own(glyphs, from).is_some_and(|(_, stop)| stop == end))
}

/// Whether `name` can be the name of one work, not words of a sentence.
fn is_name(name: &str) -> bool {
    const NEVER: &[&str] = &[
        "有关",
        "相关",
        "规定的",
        "所称",
        "下列",
        "其他",
        "上述",
        "按照",
        "依照",
        "根据",
        "违反",
        "法律",
        "行政法规",
        "应当",
        "或者",
        "以及",
        "可以",
        "不得",
        "本条例",
        "本办法",
        "本规定",
        "本法",
        "国家规定",
        "作出",
        "制定",
        "另有",
        "具体",
        "适用",
        "前款",
        "依据",
        "符合",
        "执行",
        "属于",
        "修改",
        "同时",
        "有权",
        "进行",
        "实际",
        "法规",
        "予以",
        "构成",
        "规范性",
        "提出",
        "所列",
        "处理",
        "决定和",
        "是否",
        "通过",
        "人民法院",
        "人民检察院",
        "要求",
        "审查",
        "情形",
        "自治条例",
        "单行条例",
    ];
    let leads = LEADS.iter().filter(|lead| lead.chars().count() > 1 && **lead != "实施");
    !name.starts_with("实施")
        && !NEVER.iter().chain(leads).any(|word| name.contains(word))
        && (!name.contains('的') || name.starts_with("关于"))
}
