//! One document: what is known about it, and its clauses.

use super::{Anchor, BlockRef, Blocks, ClauseRef, PartialDate, Relation};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Language {
    #[serde(rename = "zh-Hans")]
    Simplified,
    #[serde(rename = "zh-Hant")]
    Traditional,
    #[serde(rename = "en")]
    English,
}

impl Language {
    /// BCP 47 tag.
    pub fn tag(self) -> &'static str {
        match self {
            Language::Simplified => "zh-Hans",
            Language::Traditional => "zh-Hant",
            Language::English => "en",
        }
    }
}

/// The rank of the issuer: the lanes of the timeline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    Central,
    Provincial,
    Municipal,
    County,
    Other,
}

impl Level {
    pub const ALL: [Level; 5] =
        [Level::Central, Level::Provincial, Level::Municipal, Level::County, Level::Other];

    pub fn name(self) -> &'static str {
        match self {
            Level::Central => "central",
            Level::Provincial => "provincial",
            Level::Municipal => "municipal",
            Level::County => "county",
            Level::Other => "other",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Extent {
    Complete,
    Partial,
}

/// Whether it is in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// 现行有效
    InForce,
    /// 已修改
    Amended,
    /// 已废止
    Repealed,
    /// 失效
    Expired,
    /// 尚未生效
    NotYet,
}

impl Status {
    pub fn name(self) -> &'static str {
        match self {
            Status::InForce => "in-force",
            Status::Amended => "amended",
            Status::Repealed => "repealed",
            Status::Expired => "expired",
            Status::NotYet => "not-yet",
        }
    }
}

/// Every date under its own name; what the source does not give stays None.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dates {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub passed: Option<PartialDate>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approved: Option<PartialDate>,
    /// 成文日期, the date at the signature.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issued: Option<PartialDate>,
    /// On the web or in a gazette.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<PartialDate>,
    /// 印发日期
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub printed: Option<PartialDate>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub effective: Option<PartialDate>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub repealed: Option<PartialDate>,
    /// Each revision, 修正 or 修订, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub revised: Vec<PartialDate>,
}

impl Dates {
    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.named().is_empty()
    }

    /// Named dates in the order of a paper's life.
    pub fn named(&self) -> Vec<(&'static str, PartialDate)> {
        let mut all: Vec<(&'static str, PartialDate)> = [
            ("passed", self.passed),
            ("approved", self.approved),
            ("issued", self.issued),
            ("published", self.published),
            ("printed", self.printed),
            ("effective", self.effective),
            ("repealed", self.repealed),
        ]
        .into_iter()
        .filter_map(|(name, date)| date.map(|date| (name, date)))
        .collect();
        all.extend(self.revised.iter().map(|date| ("revised", *date)));
        all
    }

    /// The date that places this text in time: issued, else the last revision, else
    /// passed, approved, published, effective; never 印发 or repeal.
    pub fn principal(&self) -> Option<PartialDate> {
        let revised = self.revised.iter().max().copied();
        self.issued.or(revised).or(self.passed).or(self.approved).or(self.published).or(self.effective)
    }
}

/// Where a field was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Origin {
    /// `label：value` lines or a web page's table of fields.
    Header,
    /// Title, number and history note above the text.
    TitleBlock,
    /// Signature and date below it.
    Signature,
    /// 抄送 and 印发 lines.
    Imprint,
    /// The clauses themselves (自…起施行).
    Text,
    /// Another text of the same work.
    SisterCopy,
    /// The folder or file name.
    File,
    /// A person's override.
    Person,
}

/// The evidence for one field.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// `title`, `issuers`, `dates.issued`, …; `label` for a header line without a value of ours.
    pub field: String,
    pub from: Origin,
    /// Line in the source, from 1; None where the source is another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
    /// The words, as repaired.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub words: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Path below the sources folder, with `/`.
    pub file: String,
    /// Of the bytes as received, lower-case hex.
    pub sha256: String,
}

/// The front matter of a page.
#[derive(Debug, Clone, PartialEq, Hash, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Metadata {
    /// Of the instrument; empty when the source prints none.
    #[serde(default)]
    pub title: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cover_title: Option<String>,
    /// 意见, 通知, 办法, …, 法律; `commentary` for what only explains another paper.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub issuers: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<Level>,
    /// 发文字号
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    #[serde(default, skip_serializing_if = "Dates::is_empty")]
    pub dates: Dates,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recipients: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub copied_to: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub printed_by: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signed_by: Option<String>,
    /// 密级 and its term, as printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secrecy: Option<String>,
    /// 紧急程度
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub urgency: Option<String>,
    /// `public` (or absent), or whom the page is for; anything else stays out of a public build.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub audience: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
    /// The key that all expressions of one work share: the slug of its fullest text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub work: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extent: Option<Extent>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub relations: Vec<Relation>,
    /// Old anchors and where each went: the promise of the ledger.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub moved: BTreeMap<Anchor, Anchor>,
    #[serde(default)]
    pub source: Source,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub provenance: Vec<Evidence>,
}

/// One document as read from its page.
#[derive(Debug, Clone, PartialEq, Hash, Default)]
pub struct Circular {
    /// Path of the page below `content/circulars/` without `.md`: `2015/jia-qiang-…`.
    pub slug: String,
    pub meta: Metadata,
    pub blocks: Blocks,
}

impl Circular {
    pub fn clauses(&self) -> impl DoubleEndedIterator<Item = ClauseRef<'_>> {
        self.blocks.iter().filter_map(BlockRef::as_clause)
    }

    /// The clause that `anchor` lands on, by its own anchor or one of the others.
    pub fn find(&self, anchor: &Anchor) -> Option<ClauseRef<'_>> {
        let blocks = &self.blocks;
        let moved = || {
            let to = self.meta.moved.get(anchor)?;
            blocks.anchors().iter().position(|own| own == to)
        };
        let landed = blocks.landings().position(|other| other == anchor).map(|number| blocks.landed(number));
        blocks.nth_clause(landed.or_else(moved)?)
    }

    /// Title to show: of the instrument, else of the cover, else the file's name.
    pub fn name(&self) -> &str {
        match (self.meta.title.as_str(), &self.meta.cover_title) {
            ("", Some(cover)) => cover,
            ("", None) => &self.meta.source.file,
            (title, _) => title,
        }
    }

    /// Whether a public build may show it (`audience`; 密级 keeps it out too).
    pub fn is_public(&self) -> bool {
        self.meta.audience.as_deref().is_none_or(|a| a == "public") && self.meta.secrecy.is_none()
    }
}
