//! Text to text and repairs: nothing changes without a record.
//!
//! Each kind of damage has a file of its own that reads the text as it then
//! stands and proposes edits; `rules` says in which order. What needs a second
//! text (the byte slip) is only marked here.

pub mod byteslip;
mod chrome;
mod furniture;
mod grid;
mod invisible;
mod lines;
mod page_break;
mod page_foot;
mod pinyin;
mod private_use;
mod rules;
mod script;
mod spacing;
mod width;

pub use rules::{RULES, repair};
