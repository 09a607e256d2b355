//! Words in a clause that name a circular or a clause.

use super::{Anchor, Span};
use serde::{Deserialize, Serialize};

/// What a citation means.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
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
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
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

/// A citation as its words stand, before it is known what they mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// Bytes of the clause's text: the words that name this member, the work included where it stands beside them.
    pub span: Span,
    pub work: WorkName,
    /// The provision from the coarsest step to the finest; empty when the work as such is named.
    pub place: Vec<Step>,
    /// The last provision of a range (第三条至第五条), in full.
    pub through: Option<Vec<Step>>,
    /// The short name introduced here by 以下简称, without quotation marks.
    pub short: Option<String>,
    /// Where in quoted new text it stands (修改为：“…”); None outside.
    pub quoted: Option<Quoted>,
}

/// How a mention names its work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WorkName {
    /// The circular itself: by 本 and the noun (本条例), or by silence (第三条, 前款).
    Own { noun: Option<String> },
    /// By title (without 《》), number or both.
    Named { title: Option<String>, number: Option<String> },
    /// 该条例, 同法: the work named last, and the noun.
    Same { noun: String },
}

/// One step of a provision: 第二款 is the tier 款 and the number 2.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    pub tier: Tier,
    pub which: Which,
}

/// The tiers of a provision, coarsest first. 款 and 项 are kept by name: in
/// Taiwan 項 is the paragraph and 款 the point, elsewhere the other way round.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tier {
    /// 附件
    Annex,
    /// 附表, 税率表附后
    Schedule,
    /// 编
    Part,
    /// 分编
    Subpart,
    /// 章
    Chapter,
    /// 节
    Section,
    /// 第三部分
    Division,
    /// 条
    Article,
    /// 款
    Kuan,
    /// 项
    Xiang,
    /// 目
    Indent,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Which {
    /// Digits, 之 as `-`: `120-1`.
    Number(String),
    /// 本
    This,
    /// 该, 同: the one named last.
    Same,
    /// 前, 前两: so many before this one, all of them. `u32::MAX` for 前各.
    Before(u32),
    /// 前两项 after 第三款: the first so many.
    First(u32),
    /// 次
    Next,
    /// 附件 without a number.
    Any,
    /// A schedule by its name (税率表).
    Titled(String),
    /// 以上所列: the list just above.
    Above,
}

/// A place inside quoted new text of an amendment.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Quoted {
    /// The article whose number the quotation prints.
    pub article: Option<String>,
    /// Paragraph from 1, counted since the quotation or its article began.
    pub paragraph: u32,
    /// The point whose number the line prints.
    pub point: Option<String>,
}
