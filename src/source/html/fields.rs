//! The fields by which sites describe a document: `索引号：…`, `发布日期：…`.

use super::flow::{Kind, Line};

/// `发布时间：2020-01-02　来源：县政府` as two lines.
pub(super) fn split_fields(line: Line) -> Vec<Line> {
    let bare: String = line.text.chars().filter(|c| !c.is_whitespace()).collect();
    if line.kind == Kind::Row || !known_field(&bare) {
        return vec![line];
    }
    let mut parts: Vec<String> = Vec::new();
    for word in line.text.split(char::is_whitespace).filter(|word| !word.is_empty()) {
        let label = word.find(['：', ':']).map(|at| word[..at].chars().count());
        // A label has some characters, the hour of 10:30 has two digits.
        let begins = label.is_some_and(|len| (2..=6).contains(&len))
            && !word.starts_with(|c: char| c.is_ascii_digit());
        match parts.last_mut() {
            Some(part) if !begins || part.ends_with(['：', ':']) => {
                part.push(' ');
                part.push_str(word);
            }
            _ => parts.push(word.to_owned()),
        }
    }
    if parts.len() < 2 {
        return vec![line];
    }
    parts.into_iter().map(|text| Line { text, ..line.clone() }).collect()
}

/// Labels by which government sites describe a document (国办发〔2019〕61号 and the sites that follow it).
pub(super) fn known_field(bare: &str) -> bool {
    const LABELS: [&str; 26] = [
        "索引号",
        "发文机关",
        "发布机构",
        "发布机关",
        "制发机关",
        "成文日期",
        "发布日期",
        "发布时间",
        "发文日期",
        "印发日期",
        "公开日期",
        "生成日期",
        "标题",
        "名称",
        "文件名称",
        "发文字号",
        "文号",
        "文件编号",
        "主题分类",
        "主题词",
        "体裁分类",
        "有效性",
        "生效日期",
        "施行日期",
        "废止日期",
        "失效日期",
    ];
    LABELS.iter().any(|label| bare.strip_prefix(label).is_some_and(|rest| rest.starts_with(['：', ':'])))
        && bare.chars().count() <= 120
}
