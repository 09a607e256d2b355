//! Quoted new text in an act that changes another: its lines are no clauses.
//!
//! Every quoted paragraph opens with “ and only the last closes with ”, so pairs
//! cannot be counted; what decides is which mark came last.

use regex::Regex;
use std::sync::LazyLock;

static CHANGES: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(修改为|修改為|修正为|增加(?:一|二|两|三|四|五|[2-9])?(?:条|條|款|项|項|章|节|目)|作为第|作為第|改为[：:“]|改為|表述为|规定如下|增加规定)")
        .expect("a fixed pattern")
});

/// Whether the last quotation mark of `text` opens.
fn is_open(text: &str) -> bool {
    match (text.rfind('“'), text.rfind('”')) {
        (Some(open), Some(shut)) => open > shut,
        (Some(_), None) => true,
        _ => false,
    }
}

/// Whether `line` goes on with the quotation in `text`, the words of the clause so far.
pub(super) fn continues(text: &str, line: &str) -> bool {
    let opens = line.starts_with(['“', '"', '『', '「']);
    if opens {
        return CHANGES.is_match(text);
    }
    is_open(text) && CHANGES.is_match(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_quoted_paragraph_belongs_to_the_clause() {
        let text = "一、将第三条修改为：“第三条　图书室免费开放。";
        assert!(continues(text, "“图书室不得出租。”"));
        assert!(continues(text, "（一）甲"));
        assert!(!continues("一、将第三条修改为：“甲。”", "二、本决定自公布之日起施行。"));
        assert!(!continues("各地要弘扬“山区精神”。", "“两不误”要求要落实。"));
    }
}
