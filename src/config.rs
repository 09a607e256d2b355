//! `site.toml`.

use crate::model::PartialDate;
use serde::Deserialize;
use std::path::PathBuf;

/// The settings of one site. Every key has a default but `title`; unknown keys are errors.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Of the site, shown on every page.
    pub title: String,
    #[serde(default)]
    pub description: String,
    /// Who keeps the collection; the feed's author.
    #[serde(default)]
    pub publisher: String,
    /// Language of the interface: `zh-Hans`, `zh-Hant` or `en`.
    #[serde(default = "default_language")]
    pub language: String,
    /// Where the site will stand, for feed and sitemap only; all links are relative.
    #[serde(default)]
    pub base_url: Option<String>,
    /// A folder below `themes/`; `default` is built in.
    #[serde(default = "default_theme")]
    pub theme: String,
    /// `public` leaves out what is not public; `internal` shows all.
    #[serde(default = "default_audience")]
    pub audience: String,
    /// The day for which statuses are worked out; today when absent.
    #[serde(default)]
    pub as_of: Option<PartialDate>,
    #[serde(default)]
    pub paths: Paths,
}

/// Folders, relative to `site.toml`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Paths {
    pub content: PathBuf,
    pub themes: PathBuf,
    pub output: PathBuf,
}

impl Default for Paths {
    fn default() -> Self {
        Paths { content: "content".into(), themes: "themes".into(), output: "public".into() }
    }
}

fn default_language() -> String {
    "zh-Hans".into()
}

fn default_theme() -> String {
    "default".into()
}

fn default_audience() -> String {
    "public".into()
}
