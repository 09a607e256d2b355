//! Themes: Tera templates, assets and words. The default theme is part of the program; a site
//! overrides single files of it in `themes/<name>/{templates,assets,i18n}/…`.

use super::error::RenderError;
use super::words::Words;
use crate::config::Config;
use rust_embed::Embed;
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::Path;
use tera::{Context, Tera};

#[derive(Embed)]
#[folder = "themes/default/"]
struct BuiltIn;

/// Everything that gives pages their look, loaded and checked.
pub struct Theme {
    tera: Tera,
    /// Path below `assets/` and bytes.
    assets: BTreeMap<String, Vec<u8>>,
    words: Words,
}

#[derive(Serialize)]
struct Site<'a> {
    title: &'a str,
    description: &'a str,
    publisher: &'a str,
    language: &'a str,
    base_url: &'a str,
    has_search: bool,
}

impl Theme {
    /// Loads the theme that `config` names: the built-in files, and over them those of the folder
    /// `themes/<name>` below `site_root`.
    ///
    /// # Errors
    /// When a theme other than `default` has no folder, a file cannot be read, a template is wrong,
    /// or the interface's language has no words.
    pub fn load(site_root: &Path, config: &Config) -> Result<Theme, RenderError> {
        let mut files = built_in();
        let folder = site_root.join(&config.paths.themes).join(&config.theme);
        if folder.is_dir() {
            files.extend(read_folder(&folder)?);
        } else if config.theme != "default" {
            return Err(RenderError::NoTheme { name: config.theme.clone(), folder });
        }
        Self::from_files(files, config)
    }

    /// The built-in theme as it is, for a site without a folder of its own.
    ///
    /// # Errors
    /// When the interface's language is none of the built-in ones.
    pub fn built_in(config: &Config) -> Result<Theme, RenderError> {
        Self::from_files(built_in(), config)
    }

    fn from_files(files: BTreeMap<String, Vec<u8>>, config: &Config) -> Result<Theme, RenderError> {
        let words = words(&files, &config.language)?;
        let mut templates = Vec::new();
        let mut assets = BTreeMap::new();
        for (path, bytes) in files {
            if let Some(name) = path.strip_prefix("templates/") {
                templates.push((name.to_owned(), text(&path, &bytes)?.to_owned()));
            } else if let Some(name) = path.strip_prefix("assets/") {
                assets.insert(name.to_owned(), bytes);
            }
        }
        let mut tera = Tera::default();
        tera.add_raw_templates(templates)
            .map_err(|e| RenderError::Template { name: config.theme.clone(), message: report(&e) })?;
        let site = Site {
            title: &config.title,
            description: &config.description,
            publisher: &config.publisher,
            language: &config.language,
            base_url: config.base_url.as_deref().unwrap_or("").trim_end_matches('/'),
            has_search: assets.contains_key("search.js"),
        };
        tera.global_context().insert("site", &site);
        tera.global_context().insert("t", words.sections());
        Ok(Theme { tera, assets, words })
    }

    /// The interface's words.
    pub fn words(&self) -> &Words {
        &self.words
    }

    /// Path below `assets/` and bytes of each asset.
    pub fn assets(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.assets.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice()))
    }

    /// Fills the template `name`.
    pub fn fill(&self, name: &str, context: &Context) -> Result<Vec<u8>, RenderError> {
        let mut bytes = Vec::with_capacity(32 * 1024);
        self.tera
            .render_to(name, context, &mut bytes)
            .map_err(|e| RenderError::Template { name: name.to_owned(), message: report(&e) })?;
        Ok(bytes)
    }
}

fn built_in() -> BTreeMap<String, Vec<u8>> {
    BuiltIn::iter()
        .filter_map(|path| BuiltIn::get(&path).map(|file| (path.into_owned(), file.data.into_owned())))
        .collect()
}

/// Files of a theme's folder by their path below it, with `/`; hidden files left out.
fn read_folder(folder: &Path) -> Result<BTreeMap<String, Vec<u8>>, RenderError> {
    let mut files = BTreeMap::new();
    let visible = |e: &walkdir::DirEntry| e.depth() == 0 || !e.file_name().to_string_lossy().starts_with('.');
    for entry in walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().filter_entry(visible) {
        let entry = entry
            .map_err(|e| RenderError::Io { path: e.path().unwrap_or(folder).to_owned(), source: e.into() })?;
        if !entry.file_type().is_file() {
            continue;
        }
        let Ok(inside) = entry.path().strip_prefix(folder) else { continue };
        let name = inside.components().map(|c| c.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/");
        let bytes = std::fs::read(entry.path())
            .map_err(|source| RenderError::Io { path: entry.path().to_owned(), source })?;
        files.insert(name, bytes);
    }
    Ok(files)
}

/// The words of `language`. A file of the site may hold a few words only: the rest comes from the
/// built-in file of the same language, or else from the Chinese one.
fn words(files: &BTreeMap<String, Vec<u8>>, language: &str) -> Result<Words, RenderError> {
    let path = format!("i18n/{language}.toml");
    let own = files.get(&path).ok_or_else(|| RenderError::Language(language.to_owned()))?;
    let parse = |file: &str, bytes: &[u8]| {
        Words::parse(text(file, bytes)?)
            .map_err(|message| RenderError::Words { file: file.to_owned(), message })
    };
    let mut words = match BuiltIn::get(&path).or_else(|| BuiltIn::get("i18n/zh-Hans.toml")) {
        Some(base) => parse(&path, &base.data)?,
        None => Words::default(),
    };
    words.overlay(parse(&path, own)?);
    Ok(words)
}

fn text<'a>(file: &str, bytes: &'a [u8]) -> Result<&'a str, RenderError> {
    std::str::from_utf8(bytes)
        .map_err(|e| RenderError::Words { file: file.to_owned(), message: format!("not UTF-8: {e}") })
}

/// Tera's message with its causes.
fn report(error: &tera::Error) -> String {
    let mut message = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(inner) = cause {
        message.push_str(": ");
        message.push_str(&inner.to_string());
        cause = inner.source();
    }
    message
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(theme: &str) -> Config {
        toml::from_str(&format!("title = \"云岭省文件汇编\"\ntheme = \"{theme}\"")).unwrap()
    }

    #[test]
    fn a_site_overrides_single_files() {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join("themes/office");
        std::fs::create_dir_all(folder.join("templates")).unwrap();
        std::fs::create_dir_all(folder.join("i18n")).unwrap();
        std::fs::write(folder.join("templates/404.html"), "{{ site.title }} {{ t.ui.home }}").unwrap();
        std::fs::write(folder.join("i18n/zh-Hans.toml"), "[ui]\nhome = \"主页\"").unwrap();
        let theme = Theme::load(root.path(), &config("office")).unwrap();
        assert_eq!(theme.fill("404.html", &Context::new()).unwrap(), "云岭省文件汇编 主页".as_bytes());
        assert!(theme.assets().any(|(path, _)| path == "site.css"));
    }

    #[test]
    fn a_theme_that_is_not_there_is_named() {
        let root = tempfile::tempdir().unwrap();
        let error = Theme::load(root.path(), &config("office")).err().unwrap();
        assert!(error.to_string().contains("office"));
    }
}
