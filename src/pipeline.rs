//! The way of a text from source to site. Nobody else but the command line names two stages.
//!
//! 1. [`import()`]: sources are read, repaired, parsed, mended from sister copies, and written as pages.
//! 2. [`link()`]: citations of what is held become links in the pages.
//! 3. [`build()`]: 1 and 2, then what the audience may see becomes a corpus, a site and an index, is checked, and is written.
//!
//! [`check()`] and [`find()`] look and write nothing. How the stages are called stands in `stages`.

mod audience;
mod build;
mod check;
mod desk;
mod draft;
mod failure;
mod find;
mod findings;
mod images;
mod import;
mod keys;
mod link;
mod overrides;
mod portions;
mod prints;
mod progress;
mod remembered;
mod renewal;
mod shelf;
mod sisters;
mod slugs;
mod stages;
mod standing;
mod waiting;

pub use build::{Built, Wish, build};
pub use check::check;
pub use desk::Desk;
pub use failure::Failure;
pub use find::{Hit, find};
pub use import::{Imported, ImportedFile, Outcome, import};
pub use link::{Linked, link};
pub use progress::{Progress, Silent};
