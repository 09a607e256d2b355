//! Circulars to Markdown pages and back.
