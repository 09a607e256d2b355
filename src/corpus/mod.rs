//! Circulars to a corpus: what holds among them.
//!
//! 1. Citations are resolved, each circular's for itself (`resolve`): the work by its title (`titles`), the clause
//!    by its place (`place`) in the work's outline. What is done to other circulars is read beside (`relations`).
//! 2. Texts of one work are found by their words (`works`, by `shingles`) and aligned (`align`); clauses of different
//!    works that share wording are found (`parallels`). Both together are `kinship`.
//! 3. The corpus is put together (`assemble`): citations and relations are read from their other end too, the status of
//!    each circular follows from its dates and from what is done to it (`status`), its dates make the `timeline`.
//! 4. Texts that are worth reading side by side are paired, and each pair compared when it is shown (`compare`): what
//!    `changes` made of each clause, and of its `wording`.
//!
//! 5. After an edit of words, what can be other than before is worked out from a part of the circulars (`reach`).
//!
//! Before there is a corpus, at import, a copy takes from a sister what it lacks (`borrow`) and what a byte slip
//! destroyed (`restore`); after it, the `ledger` is held against what was published.

// Words, however they are written.
mod fold;
mod gbk;
mod script;

// What a citation means.
mod outline;
mod place;
pub mod relations;
pub mod resolve;
pub mod titles;

// Texts that share words.
mod align;
mod kinship;
mod parallels;
mod shingles;
pub mod works;

// What became of a text.
mod changes;
mod compare;
mod wording;

// The corpus.
mod assemble;
mod status;
mod timeline;

// Before and after.
pub mod borrow;
pub mod ledger;
mod moved;
pub mod reach;
pub mod restore;

#[cfg(test)]
mod samples;

pub use assemble::assemble;
pub use compare::compare;
pub use kinship::{Kinship, kinship};
pub use moved::moved;
