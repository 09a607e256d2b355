//! How names of works end: 法, 条例, 办法 …

use super::glyphs::{Glyphs, is_han};

/// Endings of works, those of statutes first: only they are believed without a provision.
pub(super) const ENDINGS: &[&str] = &[
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
pub(super) const NO_LAWS: &[&str] = &[
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

/// Whether 法 before `end` closes a law's name and opens no other word (法律, 法院, 法定).
pub(super) fn is_law_end(glyphs: &Glyphs, end: usize) -> bool {
    let Some(next) = glyphs.get(end) else { return true };
    if next == '规' {
        return glyphs.starts(end, "规定");
    }
    !is_han(next)
        || !"律院人庭官学制治医系理警域盲宝国门槛场典师纪案条办硕科令".contains(next)
            && !is_fixed(glyphs, end)
}

/// 法定 (but not 法定罪, as in 依照刑法定罪处罚).
fn is_fixed(glyphs: &Glyphs, at: usize) -> bool {
    glyphs.get(at) == Some('定') && glyphs.get(at + 1) != Some('罪')
}
