//! Clauses to a search index that a browser reads without a server.
//!
//! `docs/search-format.md` says what the files hold and why; `index` writes them, `query`
//! reads them, and so does `assets/search.js` in the page.

mod alphabet;
mod answer;
mod bits;
mod catalogue;
mod circular;
mod cuts;
mod directory;
mod events;
mod facets;
mod files;
pub mod fold;
mod frequent;
mod gatherer;
mod grams;
mod index;
mod keys;
mod labels;
mod lookup;
mod memory;
mod moves;
mod nodes;
mod patch;
mod places;
mod query;
mod records;
mod redivide;
mod renew;
#[cfg(test)]
mod renew_tests;
mod retext;
mod root;
mod sample;
mod scan;
mod script;
mod shard;
mod sizes;
mod stamp;
mod stretches;
mod text_shards;
mod text_starts;
mod texts;
mod vocabulary;
mod words;
mod writer;

pub use answer::{FacetCounts, Hit, Options, Results, SearchError};
pub use circular::{SearchCircular, SearchClause, SearchClauses};
pub use index::{Folded, build, build_into};
pub use query::Reader;
pub use renew::{Renewed, renew};
pub use words::Words;
