//! The site on its way to disk: looked at file by file as it is made, then put in place whole or not at all. Also what
//! stands in `content/`.

mod aside;
mod check;
mod content;
mod document;
mod draft;
mod heap;
mod manifest;
mod memory;
mod patch;
mod paths;
mod register;
mod same;
mod scan;
mod seal;
mod starter;
mod tree;
mod write;

pub use aside::{Aside, Put};
pub use check::Noted;
pub use content::{Content, ContentError, Shelved, Stored};
pub use document::read_document;
pub use draft::Draft;
pub use heap::{Heap, NewHeap, Piece};
pub use memory::{Memory, program};
pub use patch::Patch;
pub use seal::Seal;
pub use starter::{StartError, start};
pub use tree::Tree;
pub use write::{WriteError, Written};
