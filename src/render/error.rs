//! What can go wrong between pages and site.

use std::path::PathBuf;

/// Why a site could not be rendered.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    #[error("theme “{name}”: there is no folder {}; `theme` in site.toml names a folder below `themes/`, or `default`", .folder.display())]
    NoTheme { name: String, folder: PathBuf },
    #[error("{}: {source}", .path.display())]
    Io { path: PathBuf, source: std::io::Error },
    #[error("{file}: {message}")]
    Words { file: String, message: String },
    #[error(
        "language = \"{0}\" in site.toml: the theme has no i18n/{0}.toml; built in are zh-Hans, zh-Hant and en"
    )]
    Language(String),
    #[error("template {name}: {message}")]
    Template { name: String, message: String },
    #[error("{0}: cannot be written as JSON: {1}")]
    Data(String, serde_json::Error),
    #[error("feed.xml: {0}")]
    Feed(String),
}
