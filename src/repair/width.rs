//! ASCII marks and full-width digits in Chinese text.

use super::rules::{Findings, is_chinese};
use super::script::{is_han, is_han_mark};
use crate::model::{Certainty, Edit, RepairKind, Span};

/// Marks next to Han characters become Chinese ones, `«»` 《》, a `.` that ends a
/// sentence 。; full-width digits become ASCII. Numbers, English and code keep theirs.
pub(super) fn find(text: &str) -> Findings {
    let mut found = Findings::default();
    let chinese = is_chinese(text);
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let brackets = if chinese { pair_brackets(&chars) } else { Vec::new() };
    for (i, &(at, c)) in chars.iter().enumerate() {
        let edit =
            |kind, after: char| Edit::certain(kind, Span::new(at, at + c.len_utf8()), after.to_string());
        if ('０'..='９').contains(&c) {
            let digit = char::from_u32(c as u32 - '０' as u32 + '0' as u32).unwrap_or(c);
            found.edits.push(edit(RepairKind::Digits, digit));
            continue;
        }
        if !chinese {
            continue;
        }
        let before = i.checked_sub(1).and_then(|i| chars.get(i)).map(|x| x.1);
        let after = chars.get(i + 1).map(|x| x.1);
        let beside = before.is_some_and(is_chinese_side) || after.is_some_and(is_chinese_side);
        let meant = match c {
            ',' | ':' | ';' | '?' | '!' if beside && !between_latin(before, after) => match c {
                ',' => '，',
                ':' => '：',
                ';' => '；',
                '?' if suspicious(before, after) => continue,
                '?' => '？',
                _ => '！',
            },
            '.' | '．' if ends_sentence(&chars, i) => {
                found.edits.push(Edit {
                    kind: RepairKind::Punctuation,
                    span: Span::new(at, at + c.len_utf8()),
                    after: "。".to_owned(),
                    certainty: Certainty::Likely,
                    note: None,
                });
                continue;
            }
            '(' | ')' if brackets.binary_search(&i).is_ok() => {
                if c == '(' {
                    '（'
                } else {
                    '）'
                }
            }
            '«' | '»' => {
                if c == '«' {
                    '《'
                } else {
                    '》'
                }
            }
            '‹' | '›' => {
                if c == '‹' {
                    '〈'
                } else {
                    '〉'
                }
            }
            _ => continue,
        };
        found.edits.push(edit(RepairKind::Punctuation, meant));
    }
    found
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
fn ends_sentence(chars: &[(usize, char)], i: usize) -> bool {
    let before = i.checked_sub(1).and_then(|i| chars.get(i)).map(|x| x.1);
    let after = chars.get(i + 1).map(|x| x.1);
    let closes =
        before.is_some_and(|c| is_han(c) || matches!(c, '）' | '”' | '’' | '》' | '»' | ')' | '%' | '％'));
    let goes_on = after.is_none_or(|c| {
        c.is_whitespace() || is_han(c) || is_han_mark(c) || matches!(c, '(' | '«' | '０'..='９')
    });
    if !closes || !goes_on {
        return false;
    }
    // 一. 十二. at a line start are numbers.
    let start = chars[..i].iter().rposition(|x| x.1 == '\n').map_or(0, |p| p + 1);
    let head: String = chars[start..i].iter().map(|x| x.1).collect();
    crate::model::chinese_number(head.trim()).is_none()
}

/// Indices of round brackets that stand next to Han characters, inside or
/// outside; both of a pair or neither.
fn pair_brackets(chars: &[(usize, char)]) -> Vec<usize> {
    let mut open = Vec::new();
    let mut wanted = Vec::new();
    let han_at = |i: Option<usize>| i.and_then(|i| chars.get(i)).is_some_and(|x| is_chinese_side(x.1));
    for (i, &(_, c)) in chars.iter().enumerate() {
        match c {
            '(' => open.push(i),
            ')' | '）' => {
                let from = open.pop();
                let beside = han_at(i.checked_sub(1))
                    || han_at(Some(i + 1))
                    || from.is_some_and(|f| han_at(f.checked_sub(1)) || han_at(Some(f + 1)));
                if beside {
                    wanted.extend(from);
                    if c == ')' {
                        wanted.push(i);
                    }
                }
            }
            '\n' => {
                wanted.extend(open.drain(..).filter(|&f| han_at(f.checked_sub(1)) || han_at(Some(f + 1))));
            }
            _ => {}
        }
    }
    wanted.extend(open.into_iter().filter(|&f| han_at(f.checked_sub(1)) || han_at(Some(f + 1))));
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
