//! What stands before a name that has no brackets.

use super::super::classes::Class;
use super::super::glyphs::Glyphs;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// What stands before a name, from nothing to a sure sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Boundary {
    Inside,
    /// A word that may also be part of a name: 和, 对.
    Soft,
    /// Punctuation, or the start.
    Hard,
    /// 依照, 违反, or another work and a conjunction.
    Lead,
}

/// Words that lead to a work.
pub(in super::super) const LEADS: &[&str] = &[
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

/// Characters that end the word before, but may also be part of a name.
pub(in super::super) const SOFT: &[char] = &[
    '和', '与', '及', '或', '者', '由', '对', '在', '有', '将', '为', '以', '因', '除', '就', '按', '据',
    '从', '至', '于', '是', '的', '本', '把', '受', '如', '应', '后', '前', '原', '即', '指', '到', '当',
    '向', '并', '且', '用', '合', '反',
];

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
    glyphs.classes_before(at).filter(|c| c.has(Class::LeadEnd))?;
    let last = glyphs.before(at)?;
    let leads = BY_LAST.get(&last)?;
    leads.iter().filter(|(lead, _)| glyphs.ends(at, lead)).map(|(_, length)| *length).max()
}

/// What stands before `at`. `open` is where the last mention and the conjunction behind it
/// ended; `listed`, whether a conjunction stood there.
pub(super) fn boundary(glyphs: &Glyphs, at: usize, open: usize, listed: bool) -> Boundary {
    if at == open && listed {
        return Boundary::Lead;
    }
    let Some(previous) = glyphs.classes_before(at) else { return Boundary::Hard };
    // 依 leads, but not in the middle of 依照.
    if lead_before(glyphs, at + 1).is_some_and(|length| length == 2) {
        return Boundary::Inside;
    }
    if lead_before(glyphs, at).is_some() {
        return Boundary::Lead;
    }
    if !previous.has(Class::Han) || at == open {
        return Boundary::Hard;
    }
    if previous.has(Class::Soft) { Boundary::Soft } else { Boundary::Inside }
}
