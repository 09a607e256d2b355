//! What was changed between a source and its page, and how sure that is.

use super::Span;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RepairKind {
    Decoding,
    LineUnwrap,
    PageBreak,
    Spacing,
    Punctuation,
    Digits,
    PrivateUse,
    Pinyin,
    Chrome,
    ByteSlip,
}

impl RepairKind {
    pub const ALL: [RepairKind; 10] = [
        RepairKind::Decoding,
        RepairKind::LineUnwrap,
        RepairKind::PageBreak,
        RepairKind::Spacing,
        RepairKind::Punctuation,
        RepairKind::Digits,
        RepairKind::PrivateUse,
        RepairKind::Pinyin,
        RepairKind::Chrome,
        RepairKind::ByteSlip,
    ];

    /// Whether repairs of this kind may take words out of the text.
    pub fn may_delete(self) -> bool {
        matches!(
            self,
            RepairKind::Chrome
                | RepairKind::PageBreak
                | RepairKind::Decoding
                | RepairKind::ByteSlip
                | RepairKind::Pinyin
        )
    }

    /// The name as written in records, e.g. `line-unwrap`.
    pub fn name(self) -> &'static str {
        match self {
            RepairKind::Decoding => "decoding",
            RepairKind::LineUnwrap => "line-unwrap",
            RepairKind::PageBreak => "page-break",
            RepairKind::Spacing => "spacing",
            RepairKind::Punctuation => "punctuation",
            RepairKind::Digits => "digits",
            RepairKind::PrivateUse => "private-use",
            RepairKind::Pinyin => "pinyin",
            RepairKind::Chrome => "chrome",
            RepairKind::ByteSlip => "byte-slip",
        }
    }
}

/// How sure a repair is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Certainty {
    /// Follows from the text itself or from a proof (the byte slip's forward check).
    Certain,
    /// What a careful reader would do; another reading is thinkable.
    Likely,
    /// A guess that the page shows as one.
    Conjecture,
}

/// One recorded change between source and page.
#[derive(Debug, Clone, PartialEq, Hash, Serialize, Deserialize)]
pub struct Repair {
    pub kind: RepairKind,
    /// Bytes of the source text.
    #[serde(with = "pair")]
    pub span: Span,
    /// Line and column in the source, from 1; the column counts characters. Filled in when recorded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<(usize, usize)>,
    pub before: String,
    pub after: String,
    pub certainty: Certainty,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

mod pair {
    use super::Span;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub fn serialize<S: Serializer>(span: &Span, to: S) -> Result<S::Ok, S::Error> {
        (span.start, span.end).serialize(to)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Span, D::Error> {
        let (start, end) = <(usize, usize)>::deserialize(from)?;
        if start > end {
            return Err(serde::de::Error::custom("a span ends before it starts"));
        }
        Ok(Span { start, end })
    }
}
