//! Circulars to a corpus: what holds among them.
