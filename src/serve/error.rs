//! Why the server does not run.

use std::path::PathBuf;

#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    #[error("can't listen on {address}: {reason}; is it in use? `--port 0` takes a free port")]
    Listen { address: String, reason: String },
    #[error("can't watch {}: {source}", path.display())]
    Watch { path: PathBuf, source: notify_debouncer_full::notify::Error },
    #[error("changes are no longer reported")]
    Deaf,
}
