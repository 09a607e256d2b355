//! Every fault of `site.toml` with its line, column and remedy.

use super::{Config, ConfigError, Site};
use crate::diagnostic::Diagnostic;
use crate::model::LineIndex;
use std::ops::Range;
use std::path::{Component, Path};
use toml::de::DeTable;

const LANGUAGES: [&str; 3] = ["zh-Hans", "zh-Hant", "en"];
const AUDIENCES: [&str; 2] = ["public", "internal"];

/// Reads the settings: syntax, keys and types first, then the values.
pub(super) fn parse(file: &Path, text: &str) -> Result<Config, ConfigError> {
    let config: Config =
        toml::from_str(text).map_err(|error| ConfigError::Wrong(vec![reading_fault(file, text, &error)]))?;
    let values = Values { file, text };
    let mut faults = Vec::new();
    if config.title.trim().is_empty() {
        faults.push(values.fault("title", "config-value", "`title` is empty").help("give the site a title"));
    }
    one_of(&values, "language", &config.language, &LANGUAGES, &mut faults);
    one_of(&values, "audience", &config.audience, &AUDIENCES, &mut faults);
    if let Some(url) = &config.base_url
        && !is_address_of_a_site(url)
    {
        faults.push(
            values
                .fault("base_url", "config-value", format!("`{url}` is no web address"))
                .help("write it whole, as in base_url = \"https://rules.example.org/\", or leave it out"),
        );
    }
    if faults.is_empty() { Ok(config) } else { Err(ConfigError::Wrong(faults)) }
}

/// A whole address to which paths of the site can be added.
fn is_address_of_a_site(url: &str) -> bool {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    rest.is_some_and(|rest| {
        !rest.starts_with('/')
            && !rest.is_empty()
            && !rest.contains(|c: char| c.is_whitespace() || matches!(c, '?' | '#' | '"' | '<' | '>'))
    })
}

/// Checks that the folders exist and that the output can't overwrite what people keep.
pub(super) fn folders(site: &Site, file: &Path, text: &str) -> Result<(), ConfigError> {
    let values = Values { file, text };
    let paths = &site.config.paths;
    let mut faults = Vec::new();
    for (key, path) in [("content", &paths.content), ("themes", &paths.themes), ("output", &paths.output)] {
        if !path.components().any(|c| matches!(c, Component::Normal(_))) {
            let message = format!("`{}` is no folder of its own", path.display());
            faults
                .push(values.fault(key, "config-folder", message).help("name a folder, such as \"public\""));
        }
    }
    if !site.content().is_dir() {
        let message = format!("the content folder {} does not exist", site.content().display());
        let help = format!(
            "make it (mkdir {}), or name another as `content` under [paths]",
            site.content().display()
        );
        faults.push(values.fault("content", "config-folder", message).help(help));
    }
    let (content, themes, output) = (lexical(&paths.content), lexical(&paths.themes), lexical(&paths.output));
    for (name, other) in [("content", &content), ("themes", &themes)] {
        if output.starts_with(other) || other.starts_with(&output) {
            let message = format!("the output folder and the {name} folder lie one in the other");
            faults.push(
                values
                    .fault("output", "config-folder", message)
                    .help("write the site into a folder beside it"),
            );
        }
    }
    if site.output().is_file() {
        let message = format!("the output folder {} is a file", site.output().display());
        faults
            .push(values.fault("output", "config-folder", message).help("name a folder, such as \"public\""));
    }
    let theme = &site.config.theme;
    if theme.contains(['/', '\\']) || theme.starts_with('.') {
        faults.push(
            values
                .fault("theme", "config-value", format!("`{theme}` is no theme's name"))
                .help("a theme is a folder directly in the themes folder; write its name only"),
        );
    } else if theme != "default" && !site.themes().join(theme).is_dir() {
        let folder = site.themes().join(theme);
        faults.push(
            values
                .fault(
                    "theme",
                    "config-folder",
                    format!("the theme's folder {} does not exist", folder.display()),
                )
                .help("make it, or leave `theme` out for the built-in one"),
        );
    }
    if faults.is_empty() { Ok(()) } else { Err(ConfigError::Wrong(faults)) }
}

/// The path without `.` and with each `name/..` taken out, as far as can be said without looking at the disk.
fn lexical(path: &Path) -> std::path::PathBuf {
    let mut out = std::path::PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if matches!(out.components().next_back(), Some(Component::Normal(_))) => {
                out.pop();
            }
            _ => out.push(part),
        }
    }
    out
}

fn one_of(values: &Values, key: &str, value: &str, allowed: &[&str], faults: &mut Vec<Diagnostic>) {
    if !allowed.contains(&value) {
        let help = match nearest(value, allowed.iter().copied()) {
            Some(near) => format!("did you mean \"{near}\"? It can be {}", list(allowed)),
            None => format!("it can be {}", list(allowed)),
        };
        faults.push(values.fault(key, "config-value", format!("`{key}` can't be \"{value}\"")).help(help));
    }
}

fn list(words: &[&str]) -> String {
    words.iter().map(|word| format!("\"{word}\"")).collect::<Vec<_>>().join(", ")
}

/// What the TOML reader says, with a remedy.
fn reading_fault(file: &Path, text: &str, error: &toml::de::Error) -> Diagnostic {
    let message = error.message();
    let names: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
    let (code, help) = if message.starts_with("unknown field") {
        let near = names.split_first().and_then(|(key, known)| nearest(key, known.iter().copied()));
        let help = match near {
            Some(near) => format!(
                "did you mean `{near}`? A key that is not known is refused, so that a slip does not pass unseen"
            ),
            None => format!("take it out; known here are {}", names.get(1..).unwrap_or_default().join(", ")),
        };
        ("config-key", help)
    } else if message.starts_with("missing field") {
        ("config-key", format!("add a line such as {} = \"…\"", names.first().copied().unwrap_or("title")))
    } else if message.starts_with("invalid type") {
        ("config-type", "texts and dates stand in quotation marks, as in title = \"…\"".to_owned())
    } else if message.contains("is no date") {
        ("config-value", "write the date in quotation marks, as in as_of = \"2024-12-31\"".to_owned())
    } else {
        ("config-syntax", "the form is TOML: key = \"value\", one a line; see https://toml.io".to_owned())
    };
    place(file, text, error.span(), Diagnostic::error(code, message.replace('\n', " "))).help(help)
}

/// The word of `known` that `word` is a slip of, if any is near enough.
fn nearest<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    known
        .map(|name| (strsim::damerau_levenshtein(word, name), name))
        .filter(|(distance, name)| *distance <= 2.max(name.len() / 3))
        .min()
        .map(|(_, name)| name)
}

fn place(file: &Path, text: &str, span: Option<Range<usize>>, diagnostic: Diagnostic) -> Diagnostic {
    match span {
        Some(span) if text.is_char_boundary(span.start) => {
            let (line, column) = LineIndex::new(text).place(text, span.start);
            diagnostic.at(file, Some(line)).column(column)
        }
        _ => diagnostic.at(file, None),
    }
}

/// The text again, for the places of values that only a closer look finds wrong.
struct Values<'a> {
    file: &'a Path,
    text: &'a str,
}

impl Values<'_> {
    /// A fault at the value of `key`, wherever it stands; at the file when it is a default.
    fn fault(&self, key: &str, code: &'static str, message: impl Into<String>) -> Diagnostic {
        let span = DeTable::parse(self.text).ok().and_then(|table| {
            let root = table.get_ref();
            let paths = root.get("paths").and_then(|value| value.get_ref().as_table());
            root.get(key).or_else(|| paths?.get(key)).map(|value| value.span())
        });
        place(self.file, self.text, span, Diagnostic::error(code, message))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(text: &str) -> String {
        match parse(Path::new("site.toml"), text) {
            Err(ConfigError::Wrong(faults)) => faults.iter().map(|fault| format!("{fault}\n")).collect(),
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn a_fault_names_its_place_and_remedy() {
        for (text, place, words) in [
            ("title = \"云岭\"\ntitel = 1\n", "site.toml:2:1", "did you mean `title`?"),
            ("title = 7\n", "site.toml:1:9", "quotation marks"),
            ("title = \"云岭\"\n[paths]\noutptu = \"x\"\n", "site.toml:3:1", "did you mean `output`?"),
            ("title = \"云岭\"\nlanguage = \"zh-hans\"\n", "site.toml:2:12", "did you mean \"zh-Hans\"?"),
            ("title = \"云岭\"\naudience = \"all\"\n", "site.toml:2:12", "\"internal\""),
            ("title = \"云岭\"\nas_of = \"2024-02-30\"\n", "site.toml:2:9", "as_of = \"2024-12-31\""),
            ("title = \"云岭\"\nas_of = 2024-02-03\n", "site.toml:2:9", "quotation marks"),
            ("title = \"云岭\"\nbase_url = \"rules\"\n", "site.toml:2:12", "web address"),
            ("title = \"云岭\"\nbase_url = \"https://e.org/a?x=1\"\n", "site.toml:2:12", "web address"),
            ("title = \n", "site.toml:1:", "toml.io"),
            ("description = \"x\"\n", "site.toml", "title = \"…\""),
        ] {
            let said = fault(text);
            assert!(said.contains(place), "{text}\n{said}");
            assert!(said.contains(words), "{text}\n{said}");
        }
    }

    #[test]
    fn everything_but_the_title_has_a_default() {
        let config = parse(Path::new("site.toml"), "title = \"云岭\"").unwrap();
        assert_eq!((config.language.as_str(), config.audience.as_str()), ("zh-Hans", "public"));
        assert_eq!(config.paths.output, Path::new("public"));
    }

    #[test]
    fn paths_are_compared_without_their_dots() {
        assert_eq!(lexical(Path::new("./a/../content/x")), Path::new("content/x"));
        assert_eq!(lexical(Path::new("../a")), Path::new("../a"));
    }
}
