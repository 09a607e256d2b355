//! 主送机关: to whom a paper is sent (GB/T 9704-2012, 7.3.2).

use super::lexer::{Kind, Line};
use regex::Regex;
use std::sync::LazyLock;

static ADDRESSEE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:局|委|厅|廳|部|府|院|行|司|会|會|办|辦|处|處|所|校|中心|机构|機構|单位|單位|集团|企业|组织|社|大学|学院|组|組|同志|关|区|區|县|縣|市|州|团|队|站|台|段|厂|馆|部门|机关|公司|署|政协|人大|党组|党委|组织|代表|委员|室|省|盟|旗|镇|乡)[）)]?[：:]$")
        .expect("a fixed pattern")
});

/// 主送机关, on one line or a few. None when the lines say something else.
pub(super) fn recipients(lines: &[Line], start: usize) -> Option<(String, usize)> {
    let mut words = String::new();
    for (n, line) in lines[start..].iter().take(4).enumerate() {
        if !matches!(line.kind, Kind::Text) || line.words.contains('。') {
            return None;
        }
        words.push_str(line.words);
        if line.words.ends_with(['：', ':']) {
            let plausible = (ADDRESSEE.is_match(&words) || words.starts_with('各'))
                && words.chars().count() <= 500
                && !words.contains("如下");
            return plausible.then_some((words, start + n + 1));
        }
        if !(words.starts_with('各') || line.words.ends_with(['，', '、'])) {
            return None;
        }
    }
    None
}
