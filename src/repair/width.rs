//! ASCII marks and full-width digits in Chinese text.

use super::rules::{Findings, is_chinese};
use super::script::{is_han, is_han_mark};
use crate::model::{Certainty, Edit, RepairKind, Span};

/// Marks next to Han characters become Chinese ones, `«»` 《》, a `.` that ends a
/// sentence 。; full-width digits become ASCII. Numbers, English and code keep theirs.
pub(super) fn find(text: &str) -> Findings {
    let mut found = Findings::default();
    let chinese = is_chinese(text);
    let brackets = if chinese { pair_brackets(text) } else { Vec::new() };
    for (at, c) in text.char_indices() {
        let kind = match c {
            '０'..='９' => RepairKind::Digits,
            ',' | ':' | ';' | '?' | '!' | '.' | '．' | '(' | ')' | '«' | '»' | '‹' | '›' if chinese => {
                RepairKind::Punctuation
            }
            _ => continue,
        };
        let end = at + c.len_utf8();
        let (before, after) = (before(text, at), after(text, end));
        let beside = || before.is_some_and(is_chinese_side) || after.is_some_and(is_chinese_side);
        let meant = match c {
            '０'..='９' => char::from_u32(c as u32 - '０' as u32 + '0' as u32).unwrap_or(c),
            ',' | ':' | ';' | '?' | '!' if between_latin(before, after) || !beside() => continue,
            ',' => '，',
            ':' => '：',
            ';' => '；',
            '?' if suspicious(before, after) => continue,
            '?' => '？',
            '!' => '！',
            '.' | '．' if !ends_sentence(text, at, end) => continue,
            '.' | '．' => '。',
            '(' | ')' if brackets.binary_search(&at).is_err() => continue,
            '(' => '（',
            ')' => '）',
            '«' => '《',
            '»' => '》',
            '‹' => '〈',
            '›' => '〉',
            _ => continue,
        };
        let certainty = if meant == '。' { Certainty::Likely } else { Certainty::Certain };
        let span = Span::new(at, end);
        found.edits.push(Edit { kind, span, after: meant.to_string(), certainty, note: None });
    }
    found
}

fn before(text: &str, at: usize) -> Option<char> {
    text[..at].chars().next_back()
}

fn after(text: &str, end: usize) -> Option<char> {
    text[end..].chars().next()
}

fn is_chinese_side(c: char) -> bool {
    is_han(c) || is_han_mark(c)
}

/// 12:30, 3,000 and `a,b` are not Chinese, whatever stands further off.
fn between_latin(before: Option<char>, after: Option<char>) -> bool {
    before.is_some_and(|c| c.is_ascii_alphanumeric()) && after.is_some_and(|c| c.is_ascii_alphanumeric())
}

/// A `?` before a Latin letter with a tone mark is a lost character, not a question.
fn suspicious(before: Option<char>, after: Option<char>) -> bool {
    before.is_some_and(is_han) && after.is_some_and(|c| c.is_alphabetic() && !is_han(c))
}

/// A dot after a Chinese character or closing mark, at the end or before another
/// sentence; not after a clause number, not before digits or Latin.
fn ends_sentence(text: &str, at: usize, end: usize) -> bool {
    let closes = before(text, at)
        .is_some_and(|c| is_han(c) || matches!(c, '）' | '”' | '’' | '》' | '»' | ')' | '%' | '％'));
    let goes_on = after(text, end).is_none_or(|c| {
        c.is_whitespace() || is_han(c) || is_han_mark(c) || matches!(c, '(' | '«' | '０'..='９')
    });
    if !closes || !goes_on {
        return false;
    }
    // 一. 十二. at a line start are numbers.
    let head = text[..at].rsplit('\n').next().unwrap_or_default();
    crate::model::chinese_number(head.trim()).is_none()
}

/// Places of round brackets that stand next to Han characters, inside or
/// outside; both of a pair or neither.
fn pair_brackets(text: &str) -> Vec<usize> {
    let mut open = Vec::new();
    let mut wanted = Vec::new();
    let beside = |at: usize| {
        before(text, at).is_some_and(is_chinese_side) || after(text, at + 1).is_some_and(is_chinese_side)
    };
    for (at, mark) in text.match_indices(['(', ')', '）', '\n']) {
        match mark {
            "(" => open.push(at),
            "\n" => wanted.extend(open.drain(..).filter(|from| beside(*from))),
            _ => {
                let from: Option<usize> = open.pop();
                let outside = before(text, at).is_some_and(is_chinese_side)
                    || after(text, at + mark.len()).is_some_and(is_chinese_side);
                if outside || from.is_some_and(beside) {
                    wanted.extend(from);
                    if mark == ")" {
                        wanted.push(at);
                    }
                }
            }
        }
    }
    wanted.extend(open.into_iter().filter(|from| beside(*from)));
    wanted.sort_unstable();
    wanted
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::repair::rules;

    fn check(before: &str, after: &str) {
        rules::check(find, before, after);
    }

    #[test]
    fn chinese_marks_come_back() {
        check("各市,各县(区):请执行.", "各市，各县（区）：请执行。");
        check("«办法(试行)»有关规定.到２０２１年底,完成.", "《办法（试行）》有关规定。到2021年底，完成。");
        check("１．建立组织.按照要求", "1．建立组织。按照要求");
        check("(一)坚持", "（一）坚持");
    }

    #[test]
    fn numbers_english_and_code_keep_theirs() {
        check("一共3,000人,见a.b(c)文件,12:30到", "一共3,000人，见a.b（c）文件，12:30到");
        check("增长1.5倍", "增长1.5倍");
        check("The work, as it is (so far). 工会,在", "The work, as it is (so far). 工会,在");
    }
}
