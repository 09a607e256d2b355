//! Bytes to text: each format is found by content and read by a file of its own.
