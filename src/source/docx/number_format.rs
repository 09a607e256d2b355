//! Numbers in the formats that Word numbers paragraphs with (ISO/IEC 29500-1, 17.18.59, ST_NumberFormat).

use crate::model::number_in_chinese;

/// `n` as the format prints it; None for a format that is not known.
pub(super) fn print(format: &str, n: u32) -> Option<String> {
    Some(match format {
        "none" | "bullet" => String::new(),
        "decimal" | "decimalHalfWidth" => n.to_string(),
        "decimalZero" => format!("{n:02}"),
        "decimalFullWidth" | "decimalFullWidth2" => wide_digits(n),
        "numberInDash" => format!("- {n} -"),
        "ordinal" => format!("{n}{}", ordinal_ending(n)),
        "upperRoman" => roman(n),
        "lowerRoman" => roman(n).to_ascii_lowercase(),
        "upperLetter" => letters(n, b'A'),
        "lowerLetter" => letters(n, b'a'),
        "chineseCounting"
        | "chineseCountingThousand"
        | "taiwaneseCounting"
        | "taiwaneseCountingThousand"
        | "japaneseCounting" => number_in_chinese(n),
        "ideographDigital" | "japaneseDigitalTenThousand" | "taiwaneseDigital" => {
            by_digits(n, "〇一二三四五六七八九")
        }
        "chineseLegalSimplified" => legal(n, "零壹贰叁肆伍陆柒捌玖拾佰仟"),
        "ideographLegalTraditional" | "japaneseLegal" => legal(n, "零壹貳參肆伍陸柒捌玖拾佰仟"),
        "ideographTraditional" => of_series(n, "甲乙丙丁戊己庚辛壬癸"),
        "ideographZodiac" => of_series(n, "子丑寅卯辰巳午未申酉戌亥"),
        "ideographEnclosedCircle" => shifted(n, 10, '㊀'),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => circle(n),
        "decimalEnclosedFullstop" => shifted(n, 20, '⒈'),
        "decimalEnclosedParen" => shifted(n, 20, '⑴'),
        _ => return None,
    })
}

fn wide_digits(n: u32) -> String {
    n.to_string().chars().filter_map(|c| char::from_u32(c as u32 - '0' as u32 + '０' as u32)).collect()
}

fn by_digits(n: u32, digits: &str) -> String {
    n.to_string().chars().filter_map(|c| digits.chars().nth(c.to_digit(10)? as usize)).collect()
}

fn ordinal_ending(n: u32) -> &'static str {
    match (n % 10, n % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    }
}

fn roman(mut n: u32) -> String {
    if n == 0 || n > 3999 {
        return n.to_string();
    }
    let mut out = String::new();
    for (value, letters) in [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ] {
        while n >= value {
            out.push_str(letters);
            n -= value;
        }
    }
    out
}

/// a … z, aa, bb, … (Word repeats the letter).
fn letters(n: u32, first: u8) -> String {
    let Some(at) = n.checked_sub(1).filter(|at| *at < 26 * 20) else { return n.to_string() };
    let letter = char::from(first + (at % 26) as u8);
    std::iter::repeat_n(letter, at as usize / 26 + 1).collect()
}

/// The number in the characters of `series`, given as digits 0 to 9, then ten, hundred, thousand.
fn legal(n: u32, series: &str) -> String {
    const PLAIN: &str = "零一二三四五六七八九十百千";
    number_in_chinese(n)
        .chars()
        .map(|c| {
            PLAIN.chars().position(|plain| plain == c).and_then(|at| series.chars().nth(at)).unwrap_or(c)
        })
        .collect()
}

fn of_series(n: u32, series: &str) -> String {
    let at = n.checked_sub(1).and_then(|at| series.chars().nth(at as usize));
    at.map_or_else(|| n.to_string(), |c| c.to_string())
}

fn shifted(n: u32, count: u32, first: char) -> String {
    let c = (1..=count).contains(&n).then(|| char::from_u32(first as u32 + n - 1)).flatten();
    c.map_or_else(|| n.to_string(), |c| c.to_string())
}

fn circle(n: u32) -> String {
    match n {
        1..=20 => shifted(n, 20, '①'),
        21..=35 => shifted(n - 20, 15, '㉑'),
        36..=50 => shifted(n - 35, 15, '㊱'),
        _ => n.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::print;

    #[test]
    fn prints_as_word_does() {
        for (format, n, printed) in [
            ("chineseCountingThousand", 103, "一百零三"),
            ("chineseCounting", 11, "十一"),
            ("ideographTraditional", 3, "丙"),
            ("chineseLegalSimplified", 12, "拾贰"),
            ("decimalFullWidth", 12, "１２"),
            ("decimalEnclosedCircleChinese", 21, "㉑"),
            ("upperRoman", 14, "XIV"),
            ("lowerLetter", 28, "bb"),
            ("ideographDigital", 20, "二〇"),
            ("decimalEnclosedParen", 2, "⑵"),
        ] {
            assert_eq!(print(format, n).as_deref(), Some(printed), "{format}");
        }
        assert_eq!(print("hebrew1", 1), None);
    }
}
