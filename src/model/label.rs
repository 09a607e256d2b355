//! Printed clause numbers: 第十二条, 一、, （一）, 1．, （1）, ①, ——.
//! GB/T 9704-2012, 7.3.3, names 一、 （一） 1． （1） as the four levels of an
//! official document; 编 章 节 条 款 项 目 are those of the Legislation Law, art. 65.

use super::{Anchor, LabelRef, Token, chinese_number};
use compact_str::CompactString;

/// What kind of number a line opens with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unit {
    /// 第一编, 第一分编, 第一篇, 第一部分, Hong Kong's 第1部
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
    /// 1, 1.2, 2.1.3, where others of their series stand, as in emergency plans and standards (GB/T 1.1-2020).
    Decimal,
    /// （1） 1）
    BracketDigit,
    /// ①
    Circle,
    /// 甲、 （甲）, where 乙、 follows; it has no rank of its own.
    Stem,
    /// ——
    Dash,
    /// 附件1, 附表一; only ever the number of an attachment's own heading.
    Attachment,
}

/// A printed number.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Label {
    pub unit: Unit,
    /// The number in digits, 之 and the dots of a decimal as `-`: `12`, `120-1`, `3-A`, `3A`, `2-1-3`. Empty for a dash.
    pub number: CompactString,
    /// As printed, with its own punctuation, without the white space around it.
    pub printed: CompactString,
}

impl Label {
    /// As one that is held.
    pub fn view(&self) -> LabelRef<'_> {
        LabelRef { unit: self.unit, number: &self.number, printed: &self.printed }
    }

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
            Some((Token::Part | Token::Point, _)) => Label::split(line).or_else(|| Label::stem(line)),
            Some((Token::Clause, _)) => Label::split(line).or_else(|| Label::decimal(line)),
            _ => Label::split(line),
        }
    }

    /// 甲、 or （甲） at the beginning of a line. Whether it is a number only 乙、 below it can tell.
    pub fn stem(line: &str) -> Option<(Label, &str)> {
        const STEMS: &str = "甲乙丙丁戊己庚辛壬癸";
        let line = line.trim_start();
        let mut chars = line.chars();
        let first = chars.next()?;
        let bracket = matches!(first, '（' | '(');
        let stem = if bracket { chars.next()? } else { first };
        let n = STEMS.chars().position(|c| c == stem)? + 1;
        let mark = chars.next()?;
        let closes = if bracket { matches!(mark, '）' | ')') } else { matches!(mark, '、' | '．' | '.') };
        let end = line.len() - chars.as_str().len();
        closes.then(|| label(Unit::Stem, n.to_string(), line, end))
    }

    /// 1 总则, 2.1.3 职责. Whether it is a number only its series can tell.
    pub fn decimal(line: &str) -> Option<(Label, &str)> {
        const MOST: usize = 5;
        let line = line.trim_start();
        let end = line.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(line.len());
        let parts: Vec<&str> = line[..end].split('.').collect();
        let is_part = |part: &&str| (1..=2).contains(&part.len()) && !part.starts_with('0');
        // A word follows, after a gap where there is one part only: 3个月 is none.
        let rest = &line[end..];
        let parted = parts.len() > 1 || rest.starts_with(char::is_whitespace);
        let words = rest.trim_start();
        let opens =
            words.starts_with(|c: char| ('\u{4e00}'..='\u{9fff}').contains(&c) || matches!(c, '《' | '“'));
        (parts.len() <= MOST && parts.iter().all(is_part) && parted && opens)
            .then(|| label(Unit::Decimal, parts.join("-"), line, end))
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

    /// The number before a 之 or a letter: 120 of 120-1, 3 of 3-A. None for a dash.
    pub fn main_number(&self) -> Option<u32> {
        let digits = self.number.find(|c: char| !c.is_ascii_digit()).unwrap_or(self.number.len());
        self.number[..digits].parse().ok()
    }
}

fn label(unit: Unit, number: String, line: &str, end: usize) -> (Label, &str) {
    (Label { unit, number: number.into(), printed: line[..end].into() }, line[end..].trim_start())
}

/// 第…条 and its fellows. Blanks inside (第 6-1 條) are printed by Taiwan's law database.
fn ordinal(line: &str) -> Option<(Label, &str)> {
    let body = &line['第'.len_utf8()..];
    let end =
        body.find(|c: char| !(is_numeral(c) || matches!(c, ' ' | '\u{3000}' | '-' | '之' | 'A'..='Z')))?;
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
        '部' | '篇' => {
            let part = |c: &char| name == '部' && *c == '分';
            stop += body[end + name.len_utf8()..].chars().next().filter(part).map_or(0, char::len_utf8);
            stop += line[stop..].chars().next().filter(|c| *c == '：').map_or(0, char::len_utf8);
            let parted = line[..stop].ends_with('：') || line[stop..].is_empty();
            if !parted && !line[stop..].starts_with(char::is_whitespace) {
                return None;
            }
            Unit::Part
        }
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

/// 12, 6-1, 十二, 六之一, 三-A, 3A -> 12, 6-1, 6-1, 3-A, 3A. None when no number opens it.
fn spelled(number: &str) -> Option<String> {
    let parts: Option<Vec<String>> = number
        .split(['-', '之'])
        .enumerate()
        .map(|(at, part)| {
            let part = part.trim();
            let digits = part.trim_end_matches(|c: char| c.is_ascii_uppercase());
            let letters = &part[digits.len()..];
            match digits.trim_end() {
                "" if at > 0 && !letters.is_empty() => Some(letters.to_owned()),
                digits => chinese_number(digits).map(|n| format!("{n}{letters}")),
            }
        })
        .collect();
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

/// 1. 1．1、 3A. but not 1.5, 2019年, 3D、 or 10%.
fn digits(line: &str) -> Option<(Label, &str)> {
    let end = line.find(|c: char| !(c.is_ascii_digit() || ('０'..='９').contains(&c)))?;
    let letters = line[end..].bytes().take_while(u8::is_ascii_uppercase).count();
    let (digits, end) = (end, end + letters);
    let mark = line[end..].chars().next()?;
    let unit = match mark {
        '.' | '．' if letters > 0 && !line[end + mark.len_utf8()..].starts_with(char::is_whitespace) => {
            return None;
        }
        '、' | '）' | ')' if letters > 0 => return None,
        '.' | '．' | '、' => Unit::Digit,
        // （1） that lost the half of its bracket, or never had it.
        '）' | ')' => Unit::BracketDigit,
        _ => return None,
    };
    let stop = end + mark.len_utf8();
    let decimal = line[stop..].starts_with(|c: char| c.is_ascii_digit() || ('０'..='９').contains(&c));
    if decimal && !opens_with_year(&line[stop..]) {
        return None;
    }
    let n = chinese_number(&line[..digits])?;
    (n <= 999).then(|| label(unit, format!("{n}{}", &line[digits..end]), line, stop))
}

/// 1.2021年，… is an item that begins with a year.
fn opens_with_year(words: &str) -> bool {
    let digits = words.find(|c: char| !c.is_ascii_digit()).unwrap_or(words.len());
    digits == 4 && words.starts_with(['1', '2']) && words[digits..].starts_with('年')
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
            ("第三-A條", Unit::Article, "3-A", "第三-A條", ""),
            ("第3A條　收費", Unit::Article, "3A", "第3A條", "收費"),
            ("3A.　收費", Unit::Digit, "3A", "3A.", "收費"),
            ("第三章　总　则", Unit::Chapter, "3", "第三章", "总　则"),
            ("十一、加强", Unit::Comma, "11", "十一、", "加强"),
            ("七、 支持", Unit::Comma, "7", "七、", "支持"),
            ("二.存在问题", Unit::Comma, "2", "二.", "存在问题"),
            ("2）现金", Unit::BracketDigit, "2", "2）", "现金"),
            ("(一)坚持", Unit::Bracket, "1", "(一)", "坚持"),
            ("（12）甲", Unit::BracketDigit, "12", "（12）", "甲"),
            ("１．建立", Unit::Digit, "1", "１．", "建立"),
            ("30．加强", Unit::Digit, "30", "30．", "加强"),
            ("1.2021年建成", Unit::Digit, "1", "1.", "2021年建成"),
            ("第二部分　任务", Unit::Part, "2", "第二部分", "任务"),
            ("第二部分：任务", Unit::Part, "2", "第二部分：", "任务"),
            ("第1部", Unit::Part, "1", "第1部", ""),
            ("第二篇　任务", Unit::Part, "2", "第二篇", "任务"),
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
    fn stems_are_numbers_only_where_they_are_asked_for() {
        for (line, number, rest) in [("乙、意见", "2", "意见"), ("（甲）情况", "1", "情况")] {
            let (label, tail) = Label::stem(line).expect(line);
            assert_eq!((label.unit, label.number.as_str(), tail), (Unit::Stem, number, rest));
            assert_eq!(Label::split(line), None);
        }
        assert_eq!(Label::stem("甲方应当"), None);
    }

    #[test]
    fn decimals_are_numbers_only_where_they_are_asked_for() {
        for (line, number, printed, rest) in [
            ("1　总则", "1", "1", "总则"),
            ("2.1.3 职责", "2-1-3", "2.1.3", "职责"),
            ("1.2目的", "1-2", "1.2", "目的"),
        ] {
            let (label, tail) = Label::decimal(line).expect(line);
            assert_eq!((label.unit, label.number.as_str()), (Unit::Decimal, number));
            assert_eq!((label.printed.as_str(), tail), (printed, rest));
            assert_eq!(Label::split(line), None, "{line}");
        }
        for line in ["3个月", "2019 年", "1. 总则", "1.05 倍", "1.2", "10 %", "1.2.3.4.5.6 甲"] {
            assert_eq!(Label::decimal(line), None, "{line}");
        }
    }

    #[test]
    fn leaves_words_alone() {
        for line in [
            "1.5倍",
            "3D.5",
            "3D、4K",
            "第A條",
            "1.2021倍",
            "第一部分工作",
            "第一部法律",
            "第一篇文章",
            "2019年",
            "（2019）",
            "一般由",
            "第一款",
            "一",
            "—一横",
            "第二十三号",
            "10%",
        ] {
            assert_eq!(Label::split(line), None, "{line}");
        }
    }
}
