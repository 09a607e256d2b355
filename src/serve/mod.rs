//! A server for the desk: answers from the output folder, watches what a site is made of, and tells open pages to reload.
//! It builds nothing itself: the command joins it to the pipeline.

mod error;
mod previews;
mod reload;
mod server;
mod watch;

pub use error::ServeError;
pub use previews::Previews;
pub use reload::{Listeners, News};
pub use server::Server;
pub use watch::Watch;
