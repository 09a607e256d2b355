//! Text to text and repairs: nothing changes without a record.

pub mod byteslip;
