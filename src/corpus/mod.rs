//! Circulars to a corpus: what holds among them.
//!
//! 1. Texts of one work are found by their words (`works`, `shingles`) and aligned (`align`).
//! 2. Citations and relations, resolved before, are read from their other end: what cites a clause, what is done to a circular.
//! 3. Clauses that share wording are found (`parallels`).
//! 4. The status of each circular follows from its dates and from what is done to it (`status`); its dates make the `timeline`.
//! 5. Texts that are worth reading side by side are paired, and each pair compared when it is shown (`compare`): what `changes`
//!    made of each clause, and of its `wording`.
//!
//! Before there is a corpus, at import, a damaged or partial copy takes from a sister what it lacks (`restore`);
//! after it, the `ledger` is held against what was published.

mod align;
mod assemble;
mod borrow;
mod byteslip;
mod changes;
mod compare;
mod fold;
mod gbk;
pub mod ledger;
mod outline;
mod parallels;
mod place;
pub mod relations;
pub mod resolve;
pub mod restore;
#[cfg(test)]
mod samples;
mod script;
mod shingles;
mod status;
mod timeline;
pub mod titles;
mod wording;
pub mod works;

pub use assemble::assemble;
pub use compare::compare;
