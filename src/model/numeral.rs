//! Numbers as Chinese official papers print them: 一, 十二, 一百二十, 二〇二一,
//! 贰, also with Arabic digits of either width.

/// The value of `text`, None unless the whole of it is one number.
/// Positional (`二〇二一` = 2021) and multiplicative (`一百二十` = 120) forms are read.
pub fn chinese_number(text: &str) -> Option<u32> {
    if text.is_empty() || text.chars().count() > 12 {
        return None;
    }
    let mut positional = Some(0u32);
    let mut units = false;
    for c in text.chars() {
        match symbol(c)? {
            Symbol::Digit(d) => positional = positional.and_then(|n| n.checked_mul(10)?.checked_add(d)),
            Symbol::Unit(_) => units = true,
        }
    }
    if !units {
        return positional;
    }
    let (mut total, mut current) = (0u32, None);
    let mut last_unit = u32::MAX;
    for c in text.chars() {
        match symbol(c)? {
            Symbol::Digit(0) => {
                if current.is_some() {
                    return None;
                }
            }
            Symbol::Digit(d) => {
                if current.replace(d).is_some() {
                    return None;
                }
            }
            Symbol::Unit(unit) => {
                if unit >= last_unit {
                    return None;
                }
                last_unit = unit;
                // 十二 and 一百十二 leave the one out.
                let times = match current.take() {
                    Some(d) => d,
                    None if unit == 10 => 1,
                    None => return None,
                };
                total += times * unit;
            }
        }
    }
    Some(total + current.unwrap_or(0))
}

enum Symbol {
    Digit(u32),
    Unit(u32),
}

fn symbol(c: char) -> Option<Symbol> {
    Some(match c {
        '0'..='9' => Symbol::Digit(c as u32 - '0' as u32),
        '０'..='９' => Symbol::Digit(c as u32 - '０' as u32),
        '〇' | '零' | '○' | 'Ｏ' | '◯' => Symbol::Digit(0),
        '一' | '壹' => Symbol::Digit(1),
        '二' | '贰' | '貳' => Symbol::Digit(2),
        '三' | '叁' => Symbol::Digit(3),
        '四' | '肆' => Symbol::Digit(4),
        '五' | '伍' => Symbol::Digit(5),
        '六' | '陆' => Symbol::Digit(6),
        '七' | '柒' => Symbol::Digit(7),
        '八' | '捌' => Symbol::Digit(8),
        '九' | '玖' => Symbol::Digit(9),
        '十' | '拾' => Symbol::Unit(10),
        '百' | '佰' => Symbol::Unit(100),
        '千' | '仟' => Symbol::Unit(1000),
        _ => return None,
    })
}

/// `n` as clause numbers print it: 十二, 一百二十, 一千零五. Zero to 9999.
pub fn number_in_chinese(n: u32) -> String {
    const DIGITS: [&str; 10] = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    if n == 0 || n > 9999 {
        return if n == 0 { "零".into() } else { n.to_string() };
    }
    let mut out = String::new();
    let mut gap = false;
    for (unit, name) in [(1000, "千"), (100, "百"), (10, "十"), (1, "")] {
        let digit = n / unit % 10;
        if digit == 0 {
            gap = !out.is_empty();
            continue;
        }
        if gap {
            out.push('零');
            gap = false;
        }
        if !(unit == 10 && digit == 1 && out.is_empty()) {
            out.push_str(DIGITS[digit as usize]);
        }
        out.push_str(name);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_forms_that_are_printed() {
        for (text, n) in [
            ("一", 1),
            ("十", 10),
            ("十二", 12),
            ("二十", 20),
            ("一百零三", 103),
            ("一百二十", 120),
            ("一百十二", 112),
            ("一千二百六十", 1260),
            ("二〇二一", 2021),
            ("１２", 12),
            ("30", 30),
            ("○", 0),
        ] {
            assert_eq!(chinese_number(text), Some(n), "{text}");
        }
        for text in ["", "甲", "十十", "百", "一二十"] {
            assert_eq!(chinese_number(text), None, "{text}");
        }
    }

    #[test]
    fn writes_what_it_reads() {
        for n in 1..=9999 {
            assert_eq!(chinese_number(&number_in_chinese(n)), Some(n), "{n}");
        }
    }
}
