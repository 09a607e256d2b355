//! The words of the interface, from a theme's `i18n/<language>.toml`.

use std::collections::BTreeMap;

/// Sections of words: `ui`, `verb`, `status`, `repair`, `level`, …
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Words {
    sections: BTreeMap<String, BTreeMap<String, String>>,
}

impl Words {
    /// Reads one file; the message of the error names line and column.
    pub fn parse(text: &str) -> Result<Words, String> {
        toml::from_str(text).map(|sections| Words { sections }).map_err(|e| e.to_string())
    }

    /// Lets `other` overrule and add.
    pub fn overlay(&mut self, other: Words) {
        for (name, words) in other.sections {
            self.sections.entry(name).or_default().extend(words);
        }
    }

    /// The word for `key`; the key itself where the theme has none.
    pub fn get<'a>(&'a self, section: &str, key: &'a str) -> &'a str {
        self.sections.get(section).and_then(|words| words.get(key)).map_or(key, String::as_str)
    }

    /// A word of `ui` with its `{n}` filled in.
    pub fn count(&self, key: &str, n: usize) -> String {
        self.get("ui", key).replace("{n}", &n.to_string())
    }

    /// All words, as templates see them under `t`.
    pub fn sections(&self) -> &BTreeMap<String, BTreeMap<String, String>> {
        &self.sections
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_overrules_single_words() {
        let mut words = Words::parse("[ui]\nhome = \"首页\"\nhits = \"{n} 条\"").unwrap();
        words.overlay(Words::parse("[ui]\nhome = \"主页\"").unwrap());
        assert_eq!((words.get("ui", "home"), words.get("verb", "cites")), ("主页", "cites"));
        assert_eq!(words.count("hits", 3), "3 条");
    }

    #[test]
    fn the_three_languages_have_the_same_words() {
        let keys = |text: &str| -> Vec<(String, Vec<String>)> {
            let words = Words::parse(text).unwrap();
            words.sections.iter().map(|(s, w)| (s.clone(), w.keys().cloned().collect())).collect()
        };
        let simplified = keys(include_str!("../../themes/default/i18n/zh-Hans.toml"));
        assert_eq!(simplified, keys(include_str!("../../themes/default/i18n/zh-Hant.toml")));
        assert_eq!(simplified, keys(include_str!("../../themes/default/i18n/en.toml")));
    }
}
