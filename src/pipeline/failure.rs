//! Why nothing was written.

use crate::diagnostic::Diagnostic;
use crate::site::{ContentError, WriteError};

/// A command that could not be carried out. Errors in single texts are no failure but diagnostics.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    #[error("refused")]
    Refused(Vec<Diagnostic>),
    #[error(transparent)]
    Content(#[from] ContentError),
    #[error(transparent)]
    Write(#[from] WriteError),
}

impl Failure {
    /// The same as messages with remedies.
    pub fn into_diagnostics(self) -> Vec<Diagnostic> {
        match self {
            Failure::Refused(all) => all,
            Failure::Content(error) => vec![error.diagnostic()],
            Failure::Write(error @ WriteError::Foreign { .. }) => vec![
                Diagnostic::error("output-foreign", error.to_string())
                    .help("move them away, or name another `output` in site.toml; what clausebook did not write it does not overwrite"),
            ],
            Failure::Write(WriteError::Io { path, source }) => vec![
                Diagnostic::error("output-io", source.to_string())
                    .at(path, None)
                    .help("check that you may write there and that the disk is not full, then build again"),
            ],
        }
    }
}
