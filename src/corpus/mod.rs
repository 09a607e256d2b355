//! Circulars to a corpus: what holds among them.

pub mod outline;
pub mod place;
pub mod relations;
pub mod resolve;
pub mod titles;
