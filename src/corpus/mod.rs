//! Circulars to a corpus: what holds among them.

mod borrow;
mod byteslip;
mod fold;
mod gbk;
pub mod ledger;
pub mod restore;
#[cfg(test)]
mod samples;
mod script;
mod shingles;
pub mod works;
