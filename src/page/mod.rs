//! Circulars to Markdown pages and back. A page is read in three steps: `scan`
//! finds the blocks and their words, [`read()`] makes clauses and lines of them,
//! [`derive()`] adds what is not written. [`link`] works on the Markdown itself.

pub mod conserve;
pub mod link;
pub mod ownership;
pub mod slug;

mod attributes;
mod derive;
mod escape;
mod events;
mod front_matter;
mod inline;
mod lawful;
mod read;
mod readings;
mod scan;
mod texts;
mod write;

pub use derive::derive;
pub use read::read;
pub use write::write;

#[cfg(test)]
mod law;
#[cfg(test)]
mod sample;
