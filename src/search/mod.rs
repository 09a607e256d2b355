//! Clauses to a search index that a browser reads without a server.
//!
//! `docs/search-format.md` says what the files hold and why; `index` writes them, `query`
//! reads them, and so does `assets/search.js` in the page.

mod alphabet;
mod answer;
mod bits;
mod catalogue;
mod facets;
pub mod fold;
mod frequent;
mod gatherer;
mod grams;
mod index;
mod keys;
mod labels;
mod lookup;
mod pieces;
mod places;
mod query;
mod records;
mod script;
mod shard;
mod texts;
mod vocabulary;
mod words;
mod writer;

pub use answer::{FacetCounts, Hit, Options, Results, SearchError};
pub use index::{SearchCircular, SearchClause, build, build_into};
pub use query::Reader;
pub use words::Words;
