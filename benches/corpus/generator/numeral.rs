//! Numbers as documents print them.

use clausebook::model::number_in_chinese;

/// 十二, 一百零三; 1 up to 9,999.
pub fn chinese(number: usize) -> String {
    u32::try_from(number).map_or_else(|_| number.to_string(), number_in_chinese)
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
