//! What can be wrong with `site.toml`.

use super::FILE;
use crate::diagnostic::Diagnostic;
use std::path::PathBuf;

/// Why a site could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    #[error("{} holds no {FILE}", folder.display())]
    Absent { folder: PathBuf },
    #[error("{} can't be read: {source}", path.display())]
    Read { path: PathBuf, source: std::io::Error },
    /// Never empty.
    #[error("{} is wrong", FILE)]
    Wrong(Vec<Diagnostic>),
}

impl ConfigError {
    /// The same as messages, each with its remedy.
    pub fn into_diagnostics(self) -> Vec<Diagnostic> {
        match self {
            ConfigError::Absent { ref folder } => {
                vec![Diagnostic::error("config-absent", self.to_string()).at(folder.join(FILE), None).help(
                    "run in a site's folder, name it with --site DIR, or make one with `clausebook init DIR`",
                )]
            }
            ConfigError::Read { ref path, .. } => vec![
                Diagnostic::error("config-unreadable", self.to_string())
                    .at(path.clone(), None)
                    .help("the file must be UTF-8 text that you may read"),
            ],
            ConfigError::Wrong(all) => all,
        }
    }
}
