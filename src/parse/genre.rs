//! Kinds of papers: the last word of a title.

use regex::Regex;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// Printed genre and the kind's name, longest first. The fifteen kinds of the 2012
/// Regulations on Official Documents (art. 8), the forms of the Legislation Law and
/// of party regulations, and what offices use beside them.
const GENRES: [(&str, &str); 95] = [
    ("法总则", "法律"),
    ("法通则", "法律"),
    ("倡议书", "倡议书"),
    ("議定書", "议定书"),
    ("议定书", "议定书"),
    ("修正案", "修正案"),
    ("答记者问", "解读"),
    ("指导意见", "意见"),
    ("實施細則", "细则"),
    ("条例", "条例"),
    ("條例", "条例"),
    ("办法", "办法"),
    ("辦法", "办法"),
    ("规定", "规定"),
    ("規定", "规定"),
    ("意见", "意见"),
    ("意見", "意见"),
    ("通知", "通知"),
    ("决定", "决定"),
    ("決定", "决定"),
    ("决议", "决议"),
    ("決議", "决议"),
    ("规则", "规则"),
    ("規則", "规则"),
    ("规程", "规程"),
    ("規程", "规程"),
    ("细则", "细则"),
    ("細則", "细则"),
    ("方案", "方案"),
    ("规划", "规划"),
    ("規劃", "规划"),
    ("纲要", "纲要"),
    ("綱要", "纲要"),
    ("计划", "计划"),
    ("計畫", "计划"),
    ("通报", "通报"),
    ("通報", "通报"),
    ("公告", "公告"),
    ("通告", "通告"),
    ("公报", "公报"),
    ("公報", "公报"),
    ("批复", "批复"),
    ("批覆", "批复"),
    ("复函", "复函"),
    ("函", "函"),
    ("报告", "报告"),
    ("報告", "报告"),
    ("请示", "请示"),
    ("请示", "请示"),
    ("议案", "议案"),
    ("纪要", "纪要"),
    ("章程", "章程"),
    ("准则", "准则"),
    ("準則", "准则"),
    ("守则", "守则"),
    ("制度", "制度"),
    ("标准", "标准"),
    ("標準", "标准"),
    ("规范", "规范"),
    ("指南", "指南"),
    ("指引", "指引"),
    ("解释", "解释"),
    ("解釋", "解释"),
    ("解读", "解读"),
    ("安排", "安排"),
    ("要点", "要点"),
    ("法典", "法律"),
    ("規章", "规章"),
    ("规章", "规章"),
    ("批示", "批示"),
    ("法規", "法规"),
    ("法令", "法令"),
    ("通則", "通则"),
    ("指示", "指示"),
    ("布告", "布告"),
    ("训令", "训令"),
    ("通令", "通令"),
    ("简则", "简则"),
    ("通则", "通则"),
    ("要點", "要点"),
    ("须知", "须知"),
    ("須知", "须知"),
    ("协定", "协定"),
    ("公约", "公约"),
    ("公約", "公约"),
    ("宣言", "宣言"),
    ("预案", "预案"),
    ("規約", "规约"),
    ("条约", "条约"),
    ("命令", "命令"),
    ("令", "令"),
    ("答复", "答复"),
    ("说明", "说明"),
    ("規例", "規例"),
    ("法", "法律"),
];

static TAIL: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"[（(][^（()）]{1,20}[)）]$").expect("a fixed pattern"));

/// The title without a closing （试行）, （十二）, （修订）.
pub(super) fn bare(title: &str) -> &str {
    let mut title = title.trim();
    while title.ends_with(['）', ')'])
        && let Some(tail) = TAIL.find(title).filter(|t| t.start() > 0)
    {
        title = title[..tail.start()].trim_end();
    }
    title
}

/// The places in `GENRES` of those that end in each character: every line of a text is asked for them.
static ENDINGS: LazyLock<FxHashMap<char, Vec<usize>>> = LazyLock::new(|| {
    let mut endings: FxHashMap<char, Vec<usize>> = FxHashMap::default();
    for (at, (genre, _)) in GENRES.iter().enumerate() {
        endings.entry(genre.chars().next_back().unwrap_or_default()).or_default().push(at);
    }
    endings
});

/// The first of `GENRES` in which `title` ends.
fn genre(title: &str) -> Option<(&'static str, &'static str)> {
    let last = title.chars().next_back()?;
    let ending = ENDINGS.get(&last)?.iter().filter_map(|at| GENRES.get(*at));
    ending.copied().find(|(genre, _)| title.ends_with(genre))
}

/// Whether a title ends like one.
pub(super) fn ends_like_a_title(title: &str) -> bool {
    genre(bare(title)).is_some()
}

/// The kind of a titled paper. Taiwan's own forms keep their printed name
/// (規程 there is a form of the Central Regulation Standards Act, art. 3).
pub(super) fn kind(title: &str, taiwan: bool) -> Option<String> {
    let title = bare(title);
    // 民法典物权编: a book of a code.
    let title =
        title.find("法典").filter(|_| title.ends_with('编')).map_or(title, |at| &title[..at + "法典".len()]);
    let (printed, kind) = genre(title)?;
    Some(if taiwan && kind != "法律" { printed.to_owned() } else { kind.to_owned() })
}

static SELF: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("本(法|条例|條例|办法|辦法|规定|規定|细则|細則|规则|規則|决定|意见|通知|规程|規程|章程)")
        .expect("a fixed pattern")
});

/// The kind of a paper without a title, by what it calls itself most often.
pub(super) fn kind_by_self_reference(text: &str) -> Option<String> {
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for name in SELF.captures_iter(text).filter_map(|c| c.get(1)) {
        match counts.iter_mut().find(|(n, _)| *n == name.as_str()) {
            Some((_, count)) => *count += 1,
            None => counts.push((name.as_str(), 1)),
        }
    }
    let most = counts.iter().map(|(_, n)| *n).max()?;
    let name = counts.iter().find(|(_, n)| *n == most)?.0;
    kind(name, false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_word_of_the_title_is_the_kind() {
        for (title, expected) in [
            ("关于加强山路养护的实施办法", "办法"),
            ("云岭省图书室条例（试行）", "条例"),
            ("云岭省图书室法修正案（三）", "修正案"),
            ("古树法", "法律"),
            ("渡口法通则", "法律"),
            ("省人民委员会关于整顿渡口的指示", "指示"),
            ("关于同意青川市规划的批复", "批复"),
        ] {
            assert_eq!(kind(title, false).as_deref(), Some(expected), "{title}");
        }
        assert_eq!(kind("图书室管理规定名单", false), None);
        for (at, (word, _)) in GENRES.iter().enumerate() {
            let first = GENRES.iter().find(|(genre, _)| word.ends_with(genre));
            assert_eq!(genre(word).as_ref(), first, "{at} {word}");
        }
        assert_eq!(kind_by_self_reference("本条例所称……适用本条例。依照本法").as_deref(), Some("条例"));
    }
}
