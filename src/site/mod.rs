//! The plan of the site to disk: whole or not at all. Also what stands in `content/`.

mod check;
mod content;
mod document;
mod manifest;
mod plan;
mod starter;
mod write;

pub use check::broken_links;
pub use content::{Content, ContentError, Shelved, Stored};
pub use document::read_document;
pub use plan::{Body, Plan};
pub use starter::{StartError, start};
pub use write::{WriteError, Written, write};
