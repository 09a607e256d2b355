//! Edges between works.

use super::{Anchor, PartialDate};
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verb {
    Carries,
    Implements,
    BasedOn,
    Cites,
    Amends,
    Repeals,
    Forwards,
    Approves,
    Explains,
    VariantOf,
}

impl Verb {
    pub const ALL: [Verb; 10] = [
        Verb::Carries,
        Verb::Implements,
        Verb::BasedOn,
        Verb::Cites,
        Verb::Amends,
        Verb::Repeals,
        Verb::Forwards,
        Verb::Approves,
        Verb::Explains,
        Verb::VariantOf,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Verb::Carries => "carries",
            Verb::Implements => "implements",
            Verb::BasedOn => "based-on",
            Verb::Cites => "cites",
            Verb::Amends => "amends",
            Verb::Repeals => "repeals",
            Verb::Forwards => "forwards",
            Verb::Approves => "approves",
            Verb::Explains => "explains",
            Verb::VariantOf => "variant-of",
        }
    }
}

/// What one circular does to another work.
#[derive(Debug, Clone, PartialEq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Relation {
    pub verb: Verb,
    /// Title of the other work.
    pub title: String,
    /// Its slug, when it is held.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slug: Option<String>,
    /// The clause that states it; None where the title states it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<Anchor>,
    /// The stating words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub words: String,
    /// When it takes effect, if a date is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<PartialDate>,
}
