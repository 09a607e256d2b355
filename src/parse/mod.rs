//! Text to a circular: metadata and clauses.

pub mod citation;
