//! What a person settled about one source, in the file beside it.

use super::{Extent, Language, Level, PartialDate, Status};
use serde::{Deserialize, Deserializer};
use std::path::PathBuf;

/// The settlements for one source.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Override {
    /// The file they stand in, for messages.
    pub file: PathBuf,
    /// Of that file's bytes, lower-case hex.
    pub sha256: String,
    pub fields: SettledFields,
    pub accepted: Vec<Accepted>,
    pub corrections: Vec<Correction>,
}

/// A doubt that a person has looked at: it goes off the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted {
    /// The doubt's code, as the report gives it.
    pub code: String,
    /// Line in the source, from 1.
    pub line: usize,
    /// Line of the entry in the override file.
    pub at: usize,
}

/// Words of the source that shall read otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// Line in the source, from 1, on which `before` begins.
    pub line: usize,
    /// As the page or as the source has it; never empty.
    pub before: String,
    pub after: String,
    /// Line of the entry in the override file.
    pub at: usize,
}

/// Fields of the metadata as a person settled them. None leaves a field as the source gives it; an empty
/// text or list makes it empty.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SettledFields {
    pub title: Option<String>,
    pub cover_title: Option<String>,
    pub kind: Option<String>,
    pub issuers: Option<Vec<String>>,
    pub level: Option<Level>,
    pub number: Option<String>,
    pub recipients: Option<String>,
    pub copied_to: Option<String>,
    pub printed_by: Option<String>,
    pub signed_by: Option<String>,
    pub secrecy: Option<String>,
    pub urgency: Option<String>,
    pub audience: Option<String>,
    pub language: Option<Language>,
    pub extent: Option<Extent>,
    pub status: Option<Status>,
    pub dates: SettledDates,
}

/// Dates by name; see [`super::Dates`].
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SettledDates {
    pub passed: Option<SettledDate>,
    pub approved: Option<SettledDate>,
    pub issued: Option<SettledDate>,
    pub published: Option<SettledDate>,
    pub printed: Option<SettledDate>,
    pub effective: Option<SettledDate>,
    pub repealed: Option<SettledDate>,
    pub revised: Option<Vec<PartialDate>>,
}

/// A date, or that there is none: `"2019-04-02"`, `"2019-04"`, `"2019"`, TOML's own `2019-04-02`, or `""`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SettledDate(pub Option<PartialDate>);

impl<'de> Deserialize<'de> for SettledDate {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged, expecting = "a date is written \"2019-04-02\", \"2019-04\", \"2019\" or \"\"")]
        enum Form {
            Words(String),
            Day(toml::value::Datetime),
        }
        let words = match Form::deserialize(from)? {
            Form::Words(words) => words,
            Form::Day(day) => day.to_string(),
        };
        if words.is_empty() {
            return Ok(SettledDate(None));
        }
        words.parse().map(|date| SettledDate(Some(date))).map_err(serde::de::Error::custom)
    }
}
