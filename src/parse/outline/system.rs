//! How a text numbers its units, and which of them stand above which.

use crate::model::{Label, Unit};
use crate::parse::lexer::{Kind, Line};
use crate::parse::parts::Item;

/// How a text numbers its units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::parse) struct System {
    pub(in crate::parse) articles: bool,
    /// 一、 heads groups of articles and does not list within them.
    comma_above: bool,
    /// Where 甲、 stands: below the unit that the text had opened when it first came.
    stem: (u8, u8),
}

impl System {
    pub(super) fn of(items: &[Item]) -> System {
        let mut system = System { articles: false, comma_above: false, stem: (1, 1) };
        let mut comma = false;
        for item in items {
            let Item::Line(Line { kind: Kind::Numbered(label, _), .. }) = item else { continue };
            match label.unit {
                Unit::Article => {
                    system.comma_above |= comma && !system.articles;
                    system.articles = true;
                }
                Unit::Comma => comma = true,
                _ => {}
            }
        }
        let labels = || {
            items.iter().filter_map(|item| match item {
                Item::Line(Line { kind: Kind::Numbered(label, _), .. }) => Some(label),
                _ => None,
            })
        };
        if let Some(above) = labels().take_while(|l| l.unit != Unit::Stem).last() {
            system.stem = (system.rank(above.unit), 1);
        }
        system
    }

    /// Smaller stands higher; 分编 is a part within a part, 1） stands below （1）, 1.1 below 1.
    pub(super) fn place(self, label: &Label) -> (u8, u8) {
        let lower = match label.unit {
            Unit::Stem => return self.stem,
            Unit::Part => u8::from(label.printed.contains("分编")),
            Unit::BracketDigit => u8::from(!label.printed.starts_with(['（', '('])),
            Unit::Decimal => label.number.matches('-').count().try_into().unwrap_or(u8::MAX),
            _ => 0,
        };
        (self.rank(label.unit), lower)
    }

    /// Smaller stands higher.
    pub(super) fn rank(self, unit: Unit) -> u8 {
        match unit {
            Unit::Attachment => 0,
            Unit::Part => 1,
            Unit::Chapter => 2,
            Unit::Section => 3,
            Unit::Comma if self.articles && !self.comma_above => 6,
            Unit::Comma => 4,
            Unit::Article => 5,
            Unit::Bracket => 7,
            // A text that numbers so has its other numbers below.
            Unit::Decimal => 4,
            Unit::Digit => 8,
            Unit::BracketDigit => 9,
            Unit::Circle => 10,
            Unit::Stem => self.stem.0,
            Unit::Dash => 11,
        }
    }
}
