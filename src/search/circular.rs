//! What search sees of a circular.

use crate::model::{Circular, ClauseRef, Entry, Level, Naming, PartialDate, Status};
use std::hash::{Hash, Hasher};

/// One circular as search sees it.
#[derive(Debug, Clone, Default, Hash)]
pub struct SearchCircular<'a> {
    /// Its page is `circulars/<slug>.html`.
    pub slug: &'a str,
    pub title: &'a str,
    pub issuers: Vec<&'a str>,
    pub level: Option<Level>,
    pub kind: Option<&'a str>,
    pub date: Option<PartialDate>,
    pub status: Option<Status>,
    /// How its clauses are named where a result stands.
    pub naming: Naming,
    /// In reading order.
    pub clauses: SearchClauses<'a>,
}

/// The clauses of a circular.
#[derive(Debug, Clone)]
pub enum SearchClauses<'a> {
    /// All that it has. They are looked at where they stand: a list of those of a large collection would be a tenth of all
    /// that is in memory.
    Of(&'a Circular),
    These(Vec<SearchClause<'a>>),
}

/// One clause as search sees it.
#[derive(Debug, Clone, Copy, Default, Hash)]
pub struct SearchClause<'a> {
    pub anchor: &'a str,
    /// The printed number, or empty.
    pub number: &'a str,
    /// What is searched and shown.
    pub words: &'a str,
    /// Only a heading.
    pub heading: bool,
}

impl<'a> SearchCircular<'a> {
    /// With the status that the corpus found.
    pub fn of(entry: &'a Entry) -> SearchCircular<'a> {
        let alone = SearchCircular::alone(entry.circular());
        SearchCircular { status: entry.ties.standing.status.or(alone.status), ..alone }
    }

    /// Bytes of its clauses' words.
    pub(super) fn size(&self) -> usize {
        self.clauses.iter().map(|clause| clause.words.len()).sum()
    }

    /// As the circular itself says.
    pub fn alone(circular: &'a Circular) -> SearchCircular<'a> {
        let meta = &circular.meta;
        SearchCircular {
            slug: &circular.slug,
            title: circular.name(),
            issuers: meta.issuers.iter().map(String::as_str).collect(),
            level: meta.level,
            kind: meta.kind.as_deref(),
            date: meta.dates.principal(),
            status: meta.status,
            naming: circular.naming(),
            clauses: SearchClauses::Of(circular),
        }
    }
}

impl<'a> SearchClauses<'a> {
    /// In reading order.
    pub fn iter(&self) -> impl Iterator<Item = SearchClause<'a>> {
        let (all, these) = match self {
            SearchClauses::Of(circular) => (Some(circular.clauses().map(SearchClause::of)), &[][..]),
            SearchClauses::These(list) => (None, list.as_slice()),
        };
        all.into_iter().flatten().chain(these.iter().copied())
    }

    pub fn len(&self) -> usize {
        match self {
            SearchClauses::Of(circular) => circular.blocks.anchors().len(),
            SearchClauses::These(list) => list.len(),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl Default for SearchClauses<'_> {
    fn default() -> Self {
        SearchClauses::These(Vec::new())
    }
}

impl Hash for SearchClauses<'_> {
    /// A list hashes as the circular that it is of.
    fn hash<H: Hasher>(&self, hasher: &mut H) {
        self.len().hash(hasher);
        self.iter().for_each(|clause| clause.hash(hasher));
    }
}

impl<'a> FromIterator<SearchClause<'a>> for SearchClauses<'a> {
    fn from_iter<I: IntoIterator<Item = SearchClause<'a>>>(clauses: I) -> Self {
        SearchClauses::These(clauses.into_iter().collect())
    }
}

impl<'a> SearchClause<'a> {
    fn of(clause: ClauseRef<'a>) -> SearchClause<'a> {
        SearchClause {
            anchor: clause.anchor.as_str(),
            number: clause.printed_number(),
            words: clause.words(),
            heading: clause.is_heading(),
        }
    }
}
