//! Dates as official papers give them: to the day, the month or only the year.

use serde::de::Visitor;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

/// A date with the precision its source gives. Orders by time, the coarser first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartialDate {
    pub year: i16,
    pub month: Option<u8>,
    pub day: Option<u8>,
}

impl PartialDate {
    /// None when there is no such day.
    pub fn ymd(year: i16, month: u8, day: u8) -> Option<Self> {
        let (m, d) = (i8::try_from(month).ok()?, i8::try_from(day).ok()?);
        jiff::civil::Date::new(year, m, d).ok()?;
        Some(PartialDate { year, month: Some(month), day: Some(day) })
    }

    /// Whether it is later than `other` for sure, whatever the coarser of the two leaves open.
    pub fn is_after(self, other: PartialDate) -> bool {
        let later = |a: Option<u8>, b: Option<u8>| a.zip(b).is_some_and(|(a, b)| a > b);
        self.year > other.year
            || self.year == other.year
                && (later(self.month, other.month)
                    || self.month.is_some() && self.month == other.month && later(self.day, other.day))
    }
}

impl fmt::Display for PartialDate {
    /// `2015-01-08`, `2015-01` or `2015`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        if let Some(month) = self.month {
            write!(f, "-{month:02}")?;
            if let Some(day) = self.day {
                write!(f, "-{day:02}")?;
            }
        }
        Ok(())
    }
}

impl FromStr for PartialDate {
    type Err = String;

    /// Reads what `Display` writes.
    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("“{text}” is no date; write 2015-01-08, 2015-01 or 2015");
        let mut parts = text.split('-');
        let year = parts.next().and_then(|y| y.parse().ok()).ok_or_else(wrong)?;
        let month = parts.next().map(|m| m.parse().map_err(|_| wrong())).transpose()?;
        let day = parts.next().map(|d| d.parse().map_err(|_| wrong())).transpose()?;
        if parts.next().is_some() {
            return Err(wrong());
        }
        match (month, day) {
            (Some(m), d) if Self::ymd(year, m, d.unwrap_or(1)).is_none() => Err(wrong()),
            _ => Ok(PartialDate { year, month, day }),
        }
    }
}

impl Serialize for PartialDate {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for PartialDate {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(Written)
    }
}

/// A year that stands alone in YAML is a number, not a string.
struct Written;

impl Visitor<'_> for Written {
    type Value = PartialDate;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a date")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<PartialDate, E> {
        text.parse().map_err(E::custom)
    }

    fn visit_u64<E: serde::de::Error>(self, year: u64) -> Result<PartialDate, E> {
        self.visit_str(&year.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_it_writes_and_refuses_days_that_are_not() {
        for text in ["2015-01-08", "1981-05", "1950"] {
            assert_eq!(text.parse::<PartialDate>().unwrap().to_string(), text);
        }
        for text in ["2015-02-30", "2015-13", "x", "2015-1-2-3"] {
            assert!(text.parse::<PartialDate>().is_err(), "{text}");
        }
    }
}
