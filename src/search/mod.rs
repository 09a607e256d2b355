//! Clauses to a search index that a browser reads without a server.
//!
//! `docs/search-format.md` says what the files hold and why; `index` writes them, `query`
//! reads them, and so does `assets/search.js` in the page.

mod alphabet;
mod bits;
mod catalogue;
mod facets;
pub mod fold;
mod grams;
mod index;
mod query;
mod shard;
mod texts;
mod words;

pub use index::{SearchCircular, SearchClause, build, build_into};
pub use query::{FacetCounts, Hit, Options, Reader, Results, SearchError};
pub use words::Words;
