//! All circulars together, and what holds among them.

use super::{
    Anchor, Circular, Citation, ImportRecord, Level, Page, Pair, PartialDate, Relation, Span, Status, Verb,
};

/// The whole collection. Entries stand in the order of their slugs.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Corpus {
    pub entries: Vec<Entry>,
    /// Cited but not held, most cited first, then by title.
    pub not_held: Vec<NotHeld>,
    /// Every dated event, oldest first.
    pub timeline: Vec<Event>,
    /// Which texts stand side by side, ordered by their slugs.
    pub pairs: Vec<Pair>,
    /// The day for which each status holds.
    pub as_of: Option<PartialDate>,
}

impl Corpus {
    pub fn entry(&self, slug: &str) -> Option<&Entry> {
        let at = self.entries.binary_search_by(|e| e.circular().slug.as_str().cmp(slug)).ok()?;
        self.entries.get(at)
    }
}

/// One circular and all that touches it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Entry {
    pub page: Page,
    /// None for a page that people wrote themselves.
    pub record: Option<ImportRecord>,
    /// In reading order.
    pub citations: Vec<Citation>,
    /// Who cites this circular or a clause of it.
    pub cited_by: Vec<Backlink>,
    /// What this circular does to others.
    pub relations: Vec<Relation>,
    /// What others do to it.
    pub related_by: Vec<Incoming>,
    /// Other texts of the same work (Simplified/Traditional, partial, English).
    pub variants: Vec<Variant>,
    /// Other versions of the same work (another date), oldest first, this one included; empty when there is only one.
    pub versions: Vec<Version>,
    /// Clauses of others that share wording, strongest first within a clause, clauses in reading order.
    pub parallels: Vec<Parallel>,
    pub standing: Standing,
}

impl Entry {
    pub fn circular(&self) -> &Circular {
        &self.page.circular
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backlink {
    /// The citing circular and clause.
    pub slug: String,
    pub from: Anchor,
    /// The clause cited; None for the circular as such.
    pub to: Option<Anchor>,
    pub words: String,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Incoming {
    pub verb: Verb,
    /// The circular that does it, and the clause that says so.
    pub slug: String,
    pub evidence: Option<Anchor>,
    pub words: String,
    pub date: Option<PartialDate>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Variant {
    pub slug: String,
    /// Our clause, its clause.
    pub aligned: Vec<(Anchor, Anchor)>,
    /// Clauses of its that we do not have: what a partial copy lacks.
    pub missing: Vec<Anchor>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    pub slug: String,
    pub date: Option<PartialDate>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Parallel {
    pub from: Anchor,
    pub slug: String,
    pub to: Anchor,
    /// Shared words: bytes of our clause's text, bytes of its.
    pub shared: Vec<(Span, Span)>,
    /// Han characters shared.
    pub strength: usize,
}

/// Whether a circular is in force, and why we say so.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Standing {
    /// None when nothing says anything (no date, no relation).
    pub status: Option<Status>,
    pub since: Option<PartialDate>,
    /// The circular and clause that make it so (the repealing act, 自…起施行).
    pub evidence: Vec<(String, Option<Anchor>)>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotHeld {
    /// Title without 《》, or the number; the fullest of its names.
    pub work: String,
    /// What else it is called where it is cited (刑法 for 中华人民共和国刑法), sorted.
    pub names: Vec<String>,
    /// (slug, citing clause), in order; one for each citation.
    pub cited_by: Vec<(String, Anchor)>,
}

/// One dated event of one circular.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    pub date: PartialDate,
    /// The date's name: `issued`, `effective`, …
    pub name: &'static str,
    pub slug: String,
    pub level: Level,
}
