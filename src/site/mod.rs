//! The site on its way to disk: looked at file by file as it is made, then put in place whole or not at all. Also what
//! stands in `content/`.

mod check;
mod content;
mod document;
mod draft;
mod manifest;
mod paths;
mod scan;
mod starter;
mod write;

pub use content::{Content, ContentError, Shelved, Stored};
pub use document::read_document;
pub use draft::Draft;
pub use starter::{StartError, start};
pub use write::{WriteError, Written};
