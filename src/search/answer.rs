//! What is asked of the index and what it answers.

use crate::model::{Level, Span, Status};

#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum SearchError {
    #[error("search/{0}.js is missing; build the site again")]
    Missing(String),
    #[error("search/{0}.js is damaged; build the site again")]
    Damaged(String),
}

/// Which results to give, and of which circulars only.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    pub limit: usize,
    pub offset: usize,
    pub issuer: Option<String>,
    pub level: Option<Level>,
    pub kind: Option<String>,
    pub year: Option<u32>,
    pub status: Option<Status>,
}

/// The answer to a query.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Results {
    /// Clauses that answer, shown or not.
    pub total: usize,
    /// Circulars that these are in; None when that was not counted.
    pub circulars: Option<usize>,
    /// Circulars whose title answers: how many, and the first three.
    pub titles_total: usize,
    pub titles: Vec<Hit>,
    pub hits: Vec<Hit>,
    pub facets: FacetCounts,
}

impl Results {
    pub(super) fn nothing() -> Results {
        Results { circulars: Some(0), ..Results::default() }
    }
}

/// One result.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hit {
    pub slug: String,
    pub title: String,
    pub date: String,
    /// Empty for a title.
    pub anchor: String,
    pub number: String,
    pub text: String,
    /// Bytes of `text` that answer.
    pub marks: Vec<Span>,
}

/// Clauses by value, most first. `partial`: issuers are only the most frequent, or nothing was counted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FacetCounts {
    pub issuer: Vec<(String, usize)>,
    pub level: Vec<(String, usize)>,
    pub kind: Vec<(String, usize)>,
    pub year: Vec<(String, usize)>,
    pub status: Vec<(String, usize)>,
    pub partial: bool,
}
