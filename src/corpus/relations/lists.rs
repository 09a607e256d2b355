//! Words that leave what they say to the items of a list.

use crate::model::in_simplified;
/// Whether the words introduce a list: they end in a colon, or are the heading of
/// what is repealed (一、废止的文件（3件）).
pub(super) fn introduces(words: &str) -> bool {
    let heading = || {
        let words = in_simplified(words);
        let after =
            ["废止", "失效"].iter().find_map(|word| words.find(word).map(|at| &words[at + word.len()..]));
        let papers = ["文件", "规章", "法规", "目录", "清单"];
        words.chars().count() <= 40
            && !words.contains('。')
            && after.is_some_and(|rest| rest.starts_with('的') && papers.iter().any(|p| rest.contains(p)))
    };
    words.ends_with(['：', ':']) || heading()
}

/// Whether a paragraph leaves its object to the list below: 决定废止下列文件：.
pub(super) fn hands_to_list(words: &str) -> bool {
    let words = in_simplified(words);
    let last = words.rsplit(['。', '，']).next().unwrap_or_default();
    words.ends_with(['：', ':']) && ["下列", "以下", "废止的", "失效的"].iter().any(|w| last.contains(w))
}
