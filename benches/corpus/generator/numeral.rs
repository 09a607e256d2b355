//! Numbers as documents print them.

const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];

/// 十二, 一百零三; 1 up to 9,999.
pub fn chinese(number: usize) -> String {
    let mut out = String::new();
    let mut gap = false;
    for (unit, name) in [(1000, "千"), (100, "百"), (10, "十"), (1, "")] {
        let digit = number / unit % 10;
        if digit == 0 {
            gap = !out.is_empty();
            continue;
        }
        if gap {
            out.push('零');
        }
        gap = false;
        // Ten to nineteen begin with 十.
        if !(unit == 10 && digit == 1 && number < 20) {
            out.push_str(DIGITS[digit]);
        }
        out.push_str(name);
    }
    out
}

/// `2019年3月15日`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day {
    pub year: usize,
    pub month: usize,
    pub day: usize,
}

impl Day {
    /// The first of the month after next: what is issued now comes into force then.
    pub fn later(self) -> Day {
        match self.month {
            month @ 1..=10 => Day { month: month + 2, day: 1, ..self },
            month => Day { year: self.year + 1, month: month - 10, day: 1 },
        }
    }
}

impl std::fmt::Display for Day {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}年{}月{}日", self.year, self.month, self.day)
    }
}
