//! `site.toml`: the settings of one site, checked before anything is done.

mod check;
mod error;

pub use error::ConfigError;

use crate::diagnostic::Diagnostic;
use crate::model::PartialDate;
use serde::Deserialize;
use std::path::{Path, PathBuf};

/// The name of the settings file, which makes a folder a site.
pub const FILE: &str = "site.toml";

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

/// The environment's variable for the day of a build.
const EPOCH: &str = "SOURCE_DATE_EPOCH";

/// The moment that a value of [`EPOCH`] names.
fn moment(given: &str) -> Option<jiff::Timestamp> {
    jiff::Timestamp::from_second(given.trim().parse().ok().filter(|seconds| *seconds >= 0)?).ok()
}

/// A site on disk: its folder and its settings.
#[derive(Debug, Clone, PartialEq)]
pub struct Site {
    /// The folder that holds `site.toml`.
    pub root: PathBuf,
    pub config: Config,
}

impl Site {
    /// Reads and checks `site.toml` in `root`.
    ///
    /// # Errors
    /// [`ConfigError`] when there is none, when it can't be read, or with everything that is wrong in it.
    pub fn open(root: &Path) -> Result<Site, ConfigError> {
        let file = root.join(FILE);
        let text = match std::fs::read_to_string(&file) {
            Ok(text) => text,
            Err(source) if source.kind() == std::io::ErrorKind::NotFound => {
                return Err(ConfigError::Absent { folder: root.to_owned() });
            }
            Err(source) => return Err(ConfigError::Read { path: file, source }),
        };
        let config = check::parse(&file, &text)?;
        let site = Site { root: root.to_owned(), config };
        check::folders(&site, &file, &text)?;
        if let Some(given) = std::env::var_os(EPOCH).filter(|_| site.config.as_of.is_none())
            && given.to_str().and_then(moment).is_none()
        {
            let message = format!("the environment's {EPOCH}, {given:?}, is no number of seconds since 1970");
            let help = format!("unset it, or give such a number: {EPOCH}=$(date -d 2024-01-01 +%s)");
            return Err(ConfigError::Wrong(vec![Diagnostic::error("config-value", message).help(help)]));
        }
        Ok(site)
    }

    /// The folder of sources, pages, records and hand-written documents.
    pub fn content(&self) -> PathBuf {
        self.root.join(&self.config.paths.content)
    }

    /// The folder of the texts as received.
    pub fn sources(&self) -> PathBuf {
        self.content().join("sources")
    }

    /// The folder of themes and of single files that override the built-in one.
    pub fn themes(&self) -> PathBuf {
        self.root.join(&self.config.paths.themes)
    }

    /// The folder that `build` writes.
    pub fn output(&self) -> PathBuf {
        self.root.join(&self.config.paths.output)
    }

    /// Whether a build of this site leaves out what is not public.
    pub fn is_public(&self) -> bool {
        self.config.audience == "public"
    }

    /// The day for which statuses hold: `as_of`, else the day of `SOURCE_DATE_EPOCH`
    /// (seconds, <https://reproducible-builds.org/specs/source-date-epoch/>), else today; both in Beijing.
    pub fn as_of(&self) -> PartialDate {
        if let Some(day) = self.config.as_of {
            return day;
        }
        let moment = std::env::var(EPOCH).ok().and_then(|given| moment(&given));
        let beijing = jiff::tz::TimeZone::fixed(jiff::tz::offset(8));
        let day = moment.unwrap_or_else(jiff::Timestamp::now).to_zoned(beijing).date();
        let (month, day_of_month) = (day.month().unsigned_abs(), day.day().unsigned_abs());
        PartialDate { year: day.year(), month: Some(month), day: Some(day_of_month) }
    }
}
