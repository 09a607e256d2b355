//! Works named by a title in 《》, by 本 or by 该: 《…〈…〉…》（国发〔2019〕5号）, 本办法, 该条例, 同法.

use super::ending::is_law_end;
use super::glyphs::Glyphs;
use super::number;
use super::provision;
use crate::model::Tier;

/// A work named by its title.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Titled {
    pub to: usize,
    pub title: String,
    pub number: Option<String>,
    pub short: Option<String>,
}

/// The longest title that is believed; beyond it the closing bracket is lost.
const LONGEST_TITLE: usize = 160;

/// A title in 《》 at `at`, brackets inside balanced, with what stands in
/// brackets behind it: 发文字号 and short name.
pub(super) fn titled(glyphs: &Glyphs, text: &str, at: usize) -> Option<Titled> {
    if glyphs.get(at) != Some('《') {
        return None;
    }
    let mut depth = 0usize;
    let mut end = at;
    loop {
        match glyphs.get(end)? {
            '《' => depth += 1,
            '》' => depth -= 1,
            '。' | '；' if depth <= 1 => return None,
            _ => {}
        }
        end += 1;
        if depth == 0 {
            break;
        }
        if end - at > LONGEST_TITLE {
            return None;
        }
    }
    let title: String = glyphs.of(text, at + 1, end - 1).chars().filter(|c| *c != '\n').collect();
    let title = title.trim().to_owned();
    if !title.chars().any(char::is_alphanumeric) {
        return None;
    }
    let mut work = Titled { to: end, title, number: None, short: None };
    // Brackets behind the title belong to the work if they hold a number or a short name.
    while let Some((inner_from, inner_to, after)) = brackets(glyphs, glyphs.skip_blanks(work.to)) {
        let inner = glyphs.of(text, inner_from, inner_to);
        let found = number::in_brackets(inner)
            .or_else(|| number::all(inner).into_iter().find(|n| n.chars_from == 0 || work.number.is_none()));
        let short = short_name(glyphs, text, inner_from, inner_to);
        let year =
            inner.chars().count() <= 12 && ["修订", "修正", "试行", "年版"].iter().any(|w| inner.contains(w));
        // Whatever a bracket says, an article right behind it is one of the work before it.
        let leads_on = || !inner.contains('《') && opens_article(glyphs, after);
        if found.is_none() && short.is_none() && !year && !leads_on() {
            break;
        }
        work.number = work.number.or(found.map(|n| n.words));
        work.short = work.short.or(short);
        work.to = after;
    }
    // 《…》，以下简称《…》 without brackets.
    if work.short.is_none() && glyphs.get(work.to) == Some('，') {
        let stop = (work.to + 1..glyphs.len().min(work.to + 30))
            .find(|i| glyphs.get(*i).is_some_and(|c| matches!(c, '，' | '。' | '；' | '）')))
            .unwrap_or(work.to + 1);
        if glyphs.starts(work.to + 1, "以下") || glyphs.starts(work.to + 1, "下称") {
            work.short = short_name(glyphs, text, work.to + 1, stop);
        }
    }
    Some(work)
}

/// Whether an article is named at `at`: 第一条, 中的第一条.
fn opens_article(glyphs: &Glyphs, at: usize) -> bool {
    provision::after(glyphs, at)
        .and_then(|at| provision::list(glyphs, at).into_iter().next())
        .and_then(|item| item.place.into_iter().next())
        .is_some_and(|step| step.tier == Tier::Article)
}

/// （…） at `at`: inner start, inner end, and where it ends.
pub(super) fn brackets(glyphs: &Glyphs, at: usize) -> Option<(usize, usize, usize)> {
    if glyphs.get(at) != Some('（') {
        return None;
    }
    let mut depth = 0usize;
    for end in at..glyphs.len().min(at + 100) {
        match glyphs.get(end)? {
            '（' => depth += 1,
            '）' => depth -= 1,
            '。' | '\n' => return None,
            _ => {}
        }
        if depth == 0 {
            return Some((at + 1, end, end + 1));
        }
    }
    None
}

/// The name after 以下简称, 以下称, 下称 within `from..to`.
fn short_name(glyphs: &Glyphs, text: &str, from: usize, to: usize) -> Option<String> {
    let (at, end) = (from..to).find_map(|at| {
        let lead = glyphs
            .longest(at, &["以下简称", "以下统称", "以下称", "下称", "简称", "以下简称为", "以下称为"])?;
        Some((at, lead.1))
    })?;
    if at > from && !matches!(glyphs.before(at), Some('，' | '、' | '；' | ' ')) {
        return None;
    }
    let mut end = glyphs.skip_blanks(end);
    while matches!(glyphs.get(end), Some('：' | '“' | '《' | '〈' | '"' | '‘' | '為' | '为')) {
        end += 1;
    }
    let mut stop = end;
    while stop < to
        && glyphs.get(stop).is_some_and(|c| !matches!(c, '”' | '》' | '〉' | '"' | '’' | '，' | '；' | '、'))
    {
        stop += 1;
    }
    let name = glyphs.of(text, end, stop).trim().to_owned();
    let length = name.chars().count();
    ((2..=30).contains(&length) || name.chars().eq("法".chars())).then_some(name)
}

/// The nouns of works, as 本… and 该… name them.
const NOUNS: &[&str] = &[
    "法典",
    "条例",
    "实施条例",
    "暂行条例",
    "自治条例",
    "单行条例",
    "办法",
    "实施办法",
    "暂行办法",
    "管理办法",
    "试行办法",
    "规定",
    "暂行规定",
    "若干规定",
    "补充规定",
    "实施规定",
    "细则",
    "实施细则",
    "规则",
    "议事规则",
    "规程",
    "组织规程",
    "章程",
    "意见",
    "实施意见",
    "指导意见",
    "决定",
    "决议",
    "通知",
    "通告",
    "公告",
    "方案",
    "实施方案",
    "工作方案",
    "解释",
    "准则",
    "标准",
    "通则",
    "公约",
    "协定",
    "议定书",
    "指引",
    "指南",
    "制度",
    "守则",
    "要点",
    "修正案",
    "令",
    "纲要",
    "规范",
    "措施",
    "批复",
    "复函",
    "函",
    "总则",
    "预案",
    "法律",
    "法令",
    "行政法规",
    "行政命令",
    "规章",
    "注意事项",
    "作业要点",
    "规划",
    "计划",
    "目录",
    "规约",
    "说明",
];

/// 本办法 at `at`: the noun and where it ends.
pub(super) fn own(glyphs: &Glyphs, at: usize) -> Option<(String, usize)> {
    if glyphs.get(at) != Some('本') {
        return None;
    }
    noun(glyphs, at + 1)
}

/// 该条例, 同法, 上述办法 at `at`: the noun and where it ends.
pub(super) fn same(glyphs: &Glyphs, at: usize) -> Option<(String, usize)> {
    if !matches!(glyphs.get(at), Some('该' | '同' | '上' | '前')) {
        return None;
    }
    let (lead, end) = glyphs.longest(at, &["该", "同", "上述", "前述"])?;
    if lead == "同" && glyphs.before(at).is_some_and(|c| "合相不共等连陪协如雷类会".contains(c))
    {
        return None;
    }
    noun(glyphs, end)
}

fn noun(glyphs: &Glyphs, at: usize) -> Option<(String, usize)> {
    if let Some((word, end)) = glyphs.longest(at, NOUNS) {
        return Some((word.to_owned(), end));
    }
    let law = glyphs.get(at) == Some('法') && is_law_end(glyphs, at + 1);
    law.then(|| ("法".to_owned(), at + 1))
}
