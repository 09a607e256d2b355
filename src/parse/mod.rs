//! Text to a circular: metadata and clauses.
