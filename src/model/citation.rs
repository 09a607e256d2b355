//! Words in a clause that name a circular or a clause.

use super::{Anchor, Span};

/// What a citation means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A held circular (its slug), and the clause of it if one is named.
    /// The circular itself for 本办法第三条 and 前款.
    Held { slug: String, anchor: Option<Anchor> },
    /// A held circular that does not have the clause named. `anchor` is what it would be called.
    Missing { slug: String, anchor: Anchor },
    /// Cited, not held: the title or number as cited, and the clause named.
    NotHeld { work: String, anchor: Option<Anchor> },
}

/// One citation. A list or range (第三条至第五条) gives one for each member,
/// all with the span of the words that name that member (a range: the whole words).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Citation {
    /// The clause in which it stands.
    pub from: Anchor,
    /// Bytes of that clause's text.
    pub span: Span,
    pub words: String,
    /// Title cited, without 《》, as far as one is named.
    pub title: Option<String>,
    /// 发文字号 cited.
    pub number: Option<String>,
    pub target: Target,
}
