//! Where one page of paper ended and the next began: page numbers and running heads.

use super::script::is_han;
use regex::Regex;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// Page numbers: - 3 -, — 3 —, 第3页 共9页.
static PAGE_NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^([-—–－─·•]{1,2}\s*[0-9０-９]{1,3}\s*[-—–－─·•]{1,2}|第\s*[0-9０-９]{1,3}\s*[页頁]([,，/／\s]*共\s*[0-9０-９]{1,3}\s*[页頁])?|(?i:page)\s+\d{1,3}(\s+of\s+\d{1,3})?)$")
        .expect("a fixed pattern")
});

pub(super) fn is_page_number(words: &str) -> bool {
    words.len() <= 60 && words.starts_with(|c| !is_han(c) || c == '第') && PAGE_NUMBER.is_match(words)
}

/// Words that stand beside page numbers again and again: running heads.
pub(super) fn running_heads(text: &str) -> BTreeSet<&str> {
    const LONGEST: usize = 40;
    const FEWEST: usize = 2;
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|l| !l.is_empty()).collect();
    let mut beside: BTreeMap<&str, usize> = BTreeMap::new();
    for (i, line) in lines.iter().enumerate().filter(|(_, l)| is_page_number(l)) {
        let around = [i.checked_sub(1).and_then(|p| lines.get(p)), lines.get(i + 1)];
        for words in around.into_iter().flatten().filter(|w| *w != line) {
            if words.chars().count() <= LONGEST && !words.ends_with(['。', '；', '：', '，']) {
                *beside.entry(words).or_default() += 1;
            }
        }
    }
    beside.into_iter().filter(|(_, count)| *count >= FEWEST).map(|(words, _)| words).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// What is asked first, because it is quick, refuses only what the pattern would.
        #[test]
        fn a_quick_refusal_is_a_right_one(
            words in "[-—–－─·•]?(第|page |P|甲)?[0-9０-９ ]{0,3}(页|頁)?( of 1)?[0-9甲]{0,2}[-—•]?",
        ) {
            let words = words.trim();
            prop_assert_eq!(is_page_number(words), words.len() <= 60 && PAGE_NUMBER.is_match(words));
        }
    }
}
