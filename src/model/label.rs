//! Printed clause numbers: 第十二条, 一、, （一）, 1．, （1）, ①, ——.
//! GB/T 9704-2012, 7.3.3, names 一、 （一） 1． （1） as the four levels of an
//! official document; 编 章 节 条 款 项 目 are those of the Legislation Law, art. 65.

use super::{Anchor, Token, chinese_number};
use compact_str::CompactString;

/// What kind of number a line opens with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unit {
    /// 第一编, 第一分编
    Part,
    /// 第一章
    Chapter,
    /// 第一节
    Section,
    /// 第十二条, 第一百二十条之一, 第 6-1 條
    Article,
    /// 一、 一．
    Comma,
    /// （一）
    Bracket,
    /// 1. 1．1、
    Digit,
    /// （1） 1）
    BracketDigit,
    /// ①
    Circle,
    /// ——
    Dash,
    /// 附件1, 附表一; only ever the number of an attachment's own heading.
    Attachment,
}

/// A printed number.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Label {
    pub unit: Unit,
    /// The number in digits, 之 as `-`: `12`, `120-1`. Empty for a dash.
    pub number: CompactString,
    /// As printed, with its own punctuation, without the white space around it.
    pub printed: CompactString,
}

impl Label {
    /// Splits a line into the number it opens with and the rest, white space
    /// between them in neither. None when the line opens with no number.
    pub fn split(line: &str) -> Option<(Label, &str)> {
        let line = line.trim_start();
        let first = line.chars().next()?;
        match first {
            '第' => ordinal(line),
            '（' | '(' => bracket(line),
            '①'..='⑳' => {
                let number = first as u32 - '①' as u32 + 1;
                Some(label(Unit::Circle, number.to_string(), line, first.len_utf8()))
            }
            '㉑'..='㉟' => {
                let number = first as u32 - '㉑' as u32 + 21;
                Some(label(Unit::Circle, number.to_string(), line, first.len_utf8()))
            }
            '—' | '－' | '–' | '─' => {
                let end: usize = line.chars().take_while(|c| *c == first).take(3).map(char::len_utf8).sum();
                (end >= 2 * first.len_utf8()).then(|| label(Unit::Dash, String::new(), line, end))
            }
            '0'..='9' | '０'..='９' => digits(line),
            _ => comma(line),
        }
    }

    /// Splits the words of the clause at `anchor`: an attachment's heading opens with
    /// its mark (附件1), any other clause with its number.
    pub fn of<'a>(anchor: &Anchor, line: &'a str) -> Option<(Label, &'a str)> {
        match anchor.last() {
            Some((Token::Attachment, _)) => Label::attachment(line),
            _ => Label::split(line),
        }
    }

    /// 附件1, 附件：, 附表一. None without such a mark.
    fn attachment(line: &str) -> Option<(Label, &str)> {
        let line = line.trim_start();
        let name =
            ["附件", "附表", "附录", "附錄", "附图", "附圖"].into_iter().find(|n| line.starts_with(n))?;
        let rest = &line[name.len()..];
        let digits = rest.find(|c: char| !is_numeral(c)).unwrap_or(rest.len());
        let number = chinese_number(&rest[..digits]).map(|n| n.to_string()).unwrap_or_default();
        let colon =
            rest[digits..].chars().next().filter(|c| matches!(c, '：' | ':')).map_or(0, char::len_utf8);
        Some(label(Unit::Attachment, number, line, name.len() + digits + colon))
    }

    /// The number before a 之: 120 of 120-1. None for a dash.
    pub fn main_number(&self) -> Option<u32> {
        self.number.split('-').next()?.parse().ok()
    }
}

fn label(unit: Unit, number: String, line: &str, end: usize) -> (Label, &str) {
    (Label { unit, number: number.into(), printed: line[..end].into() }, line[end..].trim_start())
}

/// 第…条 and its fellows. Blanks inside (第 6-1 條) are printed by Taiwan's law database.
fn ordinal(line: &str) -> Option<(Label, &str)> {
    let body = &line['第'.len_utf8()..];
    let end =
        body.find(|c: char| !(is_numeral(c) || c == ' ' || c == '\u{3000}' || c == '-' || c == '之'))?;
    let number = body[..end].trim();
    let name = body[end..].chars().next()?;
    let mut stop = '第'.len_utf8() + end + name.len_utf8();
    let unit = match name {
        '编' | '編' => Unit::Part,
        '分' if body[end..].starts_with("分编") => {
            stop += '编'.len_utf8();
            Unit::Part
        }
        '章' => Unit::Chapter,
        '节' | '節' => Unit::Section,
        '条' | '條' => Unit::Article,
        _ => return None,
    };
    let mut number = spelled(number)?;
    if unit == Unit::Article {
        // 第一百二十条之一
        let tail = &line[stop..];
        if let Some(rest) = tail.strip_prefix('之') {
            let len = rest.find(|c: char| !is_numeral(c)).unwrap_or(rest.len());
            // 之十二 is a number; 之一的 runs on into a sentence.
            if let Some(n) = chinese_number(&rest[..len]) {
                let next = rest[len..].chars().next();
                if next.is_none_or(|c| c.is_whitespace() || matches!(c, '　' | '【' | '（' | '(')) {
                    number = format!("{number}-{n}");
                    stop += '之'.len_utf8() + len;
                }
            }
        }
    }
    Some(label(unit, number, line, stop))
}

/// 12, 6-1, 十二, 六之一 -> 12, 6-1.
fn spelled(number: &str) -> Option<String> {
    let parts: Option<Vec<String>> =
        number.split(['-', '之']).map(|part| chinese_number(part.trim()).map(|n| n.to_string())).collect();
    parts.map(|parts| parts.join("-"))
}

fn bracket(line: &str) -> Option<(Label, &str)> {
    let open = line.chars().next()?.len_utf8();
    let close = line.find(['）', ')'])?;
    let number = line[open..close].trim();
    let n = chinese_number(number)?;
    let unit = if number.starts_with(|c: char| c.is_ascii_digit() || ('０'..='９').contains(&c)) {
        Unit::BracketDigit
    } else {
        Unit::Bracket
    };
    if n > 999 {
        return None; // （2019）, a year
    }
    let end = close + line[close..].chars().next()?.len_utf8();
    Some(label(unit, n.to_string(), line, end))
}

/// 1. 1．1、 but not 1.5, 2019年 or 10%.
fn digits(line: &str) -> Option<(Label, &str)> {
    let end = line.find(|c: char| !(c.is_ascii_digit() || ('０'..='９').contains(&c)))?;
    let mark = line[end..].chars().next()?;
    let unit = match mark {
        '.' | '．' | '、' => Unit::Digit,
        // （1） that lost the half of its bracket, or never had it.
        '）' | ')' => Unit::BracketDigit,
        _ => return None,
    };
    let stop = end + mark.len_utf8();
    if line[stop..].starts_with(|c: char| c.is_ascii_digit() || ('０'..='９').contains(&c)) {
        return None;
    }
    let n = chinese_number(&line[..end])?;
    (n <= 999).then(|| label(unit, n.to_string(), line, stop))
}

fn comma(line: &str) -> Option<(Label, &str)> {
    let end = line.find(|c: char| !is_numeral(c))?;
    let mark = line[end..].chars().next().filter(|c| matches!(c, '、' | '．' | '.'))?;
    // 一.五 is a number.
    let goes_on = mark != '、' && line[end + mark.len_utf8()..].starts_with(is_numeral);
    if end == 0 || goes_on {
        return None;
    }
    let n = chinese_number(&line[..end])?;
    Some(label(Unit::Comma, n.to_string(), line, end + mark.len_utf8()))
}

fn is_numeral(c: char) -> bool {
    matches!(c, '0'..='9' | '０'..='９' | '〇' | '○' | '零' | '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十' | '百' | '千')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn splits_what_is_printed() {
        for (line, unit, number, printed, rest) in [
            ("第一条　为了", Unit::Article, "1", "第一条", "为了"),
            ("第一百二十条之一　资助", Unit::Article, "120-1", "第一百二十条之一", "资助"),
            ("第 6-1 條", Unit::Article, "6-1", "第 6-1 條", ""),
            ("第三章　总　则", Unit::Chapter, "3", "第三章", "总　则"),
            ("十一、加强", Unit::Comma, "11", "十一、", "加强"),
            ("七、 支持", Unit::Comma, "7", "七、", "支持"),
            ("二.存在问题", Unit::Comma, "2", "二.", "存在问题"),
            ("2）现金", Unit::BracketDigit, "2", "2）", "现金"),
            ("(一)坚持", Unit::Bracket, "1", "(一)", "坚持"),
            ("（12）甲", Unit::BracketDigit, "12", "（12）", "甲"),
            ("１．建立", Unit::Digit, "1", "１．", "建立"),
            ("30．加强", Unit::Digit, "30", "30．", "加强"),
            ("——坚持", Unit::Dash, "", "——", "坚持"),
            ("③丙", Unit::Circle, "3", "③", "丙"),
        ] {
            let (label, tail) = Label::split(line).expect(line);
            assert_eq!(
                (label.unit, label.number.as_str(), label.printed.as_str(), tail),
                (unit, number, printed, rest)
            );
        }
    }

    #[test]
    fn leaves_words_alone() {
        for line in ["1.5倍", "2019年", "（2019）", "一般由", "第一款", "一", "—一横", "第二十三号", "10%"]
        {
            assert_eq!(Label::split(line), None, "{line}");
        }
    }
}
