//! Whether words are a heading: of a numbered unit, of a preamble, of a figure or table.

use super::heading::close;
use super::lexer::{Kind, Line};
use crate::model::Unit;
use regex::Regex;
use std::sync::LazyLock;

const LONGEST: usize = 60;
/// A heading that ends in a full stop (（一）加强领导。) is short.
pub(super) const LONGEST_SENTENCE: usize = 25;

/// Words that a heading does not have.
const SENTENCE_WORDS: [&str; 19] = [
    "删去",
    "删除",
    "修改",
    "增加",
    "作相应调整",
    "应当",
    "應當",
    "不得",
    "施行",
    "负责",
    "由",
    "本法",
    "本条例",
    "本办法",
    "本规定",
    "本意见",
    "本通知",
    "本市",
    "本省",
];

/// Whether the words of a numbered unit outside articles are a heading that stands
/// alone. `below`: units of its own or text follow; `text_below`: text does.
pub(super) fn is_heading(unit: Unit, words: &str, below: bool, text_below: bool) -> bool {
    let length = words.chars().count();
    let quotes = words.matches('“').count() != words.matches('”').count();
    if quotes || words.is_empty() {
        return false;
    }
    let last = without_note(words).trim_end_matches(['”', '’', '"']);
    let finished = last.ends_with(['。', '；', '：', '！', '？', ':', ';']);
    if !finished {
        // 三、附则 has nothing below where the list of units ends; it is a heading still.
        return length <= LONGEST && (below || unit == Unit::Comma && !words.contains('，'));
    }
    // 为什么要制定《办法》？ above its answer.
    let question = words.ends_with('？') && !words.contains(['。', '；', '：']);
    if question && text_below {
        return length <= LONGEST;
    }
    let one_sentence = words.ends_with('。')
        && words.matches('。').count() == 1
        && !SENTENCE_WORDS.iter().any(|w| words.contains(w));
    one_sentence && length <= LONGEST_SENTENCE && text_below
}

/// Without the bracket at its end: …进度安排。（文化厅负责）
fn without_note(words: &str) -> &str {
    match words.strip_suffix(['）', ')']).and_then(|w| w.rfind(['（', '('])) {
        Some(open) => words[..open].trim_end(),
        None => words,
    }
}

/// 序言, the heading above the paragraphs before the first chapter.
pub(super) fn is_preface(words: &str) -> bool {
    words.chars().count() <= 6 && ["序言", "前言", "引言", "導言", "序"].contains(&close(words).as_str())
}

/// A chapter's heading that the copy broke: short words without a stop, then the first unit.
pub(super) fn goes_on(heading: &str, next: &[Line]) -> bool {
    const SHORTEST: usize = 12;
    let [line, below, ..] = next else { return false };
    heading.chars().count() >= SHORTEST
        && matches!(line.kind, Kind::Text)
        && line.words.chars().count() <= LONGEST_SENTENCE
        && !line.words.contains(['。', '；', '：'])
        && matches!(&below.kind, Kind::Numbered(label, _) if label.unit <= Unit::Comma)
}

/// A heading without a number above an article: 附则 at the end of a code.
pub(super) fn heads_articles(lines: &[Line]) -> bool {
    const LONGEST: usize = 12;
    let [line, next, ..] = lines else { return false };
    line.words.chars().count() <= LONGEST
        && close(line.words).chars().all(is_han)
        && matches!(&next.kind, Kind::Numbered(label, _) if label.unit == Unit::Article)
}

pub(super) fn is_han(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

/// 图1　…, 表2　…, 单位：万元, 续表
pub(super) fn is_caption(words: &str) -> bool {
    let first = ['图', '圖', '表', '续', '續', '单', '單', '计', '金', '（', '('];
    words.len() < 300 && words.starts_with(first) && CAPTION.is_match(words)
}

static CAPTION: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^[图圖表]\s*[0-9０-９一二三四五六七八九十]{1,3}[\s　.．、：:][^。]{0,80}$|^[（(]?(?:单位|單位|计量单位|金额单位)[：:][^。，]{1,20}[）)]?$|^[（(]?续\s*表\s*[0-9一二三四五六七八九十]{0,3}[）)]?$")
        .expect("a fixed pattern")
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_told_from_sentences() {
        for words in ["总体要求", "为什么要制定《办法》？", "加强领导。"] {
            assert!(is_heading(Unit::Comma, words, true, true), "{words}");
        }
        for words in ["将第三条修改为：“甲。”", "渡口应当登记。", "第二条改为：“七月停采；”"]
        {
            assert!(!is_heading(Unit::Comma, words, true, true), "{words}");
        }
    }
}
