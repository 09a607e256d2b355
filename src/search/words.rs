//! What a reader asks for: words, phrases in quotation marks, words to leave out;
//! and where a text answers.

use super::fold::{self, Symbol};
use crate::model::Span;

/// A query as keys. A clause answers when it contains all of `wanted` and none of `unwanted`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Words {
    pub wanted: Vec<String>,
    pub unwanted: Vec<String>,
}

impl Words {
    /// White space parts words; `"…"` (also “…” and full-width) holds them together; `-` before a word or
    /// phrase leaves it out. Punctuation inside a word falls away. What folds to nothing is no word.
    pub fn parse(query: &str) -> Words {
        let mut words = Words::default();
        let mut rest = query.trim_start();
        while let Some(first) = rest.chars().next() {
            let minus = matches!(first, '-' | '－' | '−');
            let body = if minus { &rest[first.len_utf8()..] } else { rest };
            let quote = body.chars().next().filter(|c| is_quote(*c)).map_or(0, char::len_utf8);
            let body = &body[quote..];
            let end =
                body.find(|c: char| is_quote(c) || quote == 0 && c.is_whitespace()).unwrap_or(body.len());
            let key = fold::fold(&body[..end]);
            let list = if minus { &mut words.unwanted } else { &mut words.wanted };
            if !key.is_empty() && !list.contains(&key) {
                list.push(key);
            }
            let closing = body[end..].chars().next().filter(|c| quote > 0 && is_quote(*c));
            rest = body[end + closing.map_or(0, char::len_utf8)..].trim_start();
        }
        words
    }

    /// Whether `text` answers; the plain scan that an index must agree with.
    pub fn answered_by(&self, text: &str) -> bool {
        let key = fold::fold(text);
        !self.wanted.is_empty()
            && self.wanted.iter().all(|word| key.contains(word.as_str()))
            && !self.unwanted.iter().any(|word| key.contains(word.as_str()))
    }

    /// The bytes of `text` that the wanted words stand in, ordered, disjoint.
    pub fn marks(&self, text: &str) -> Vec<Span> {
        let mut symbols: Vec<Symbol> = Vec::new();
        fold::symbols(text, |symbol| symbols.push(symbol));
        let mut spans: Vec<Span> = Vec::new();
        for word in &self.wanted {
            let word: Vec<char> = word.chars().collect();
            for window in symbols.windows(word.len().max(1)) {
                if window.iter().map(|symbol| symbol.of).ne(word.iter().copied()) {
                    continue;
                }
                let mut shown = window.iter().filter(|symbol| symbol.of != fold::BOUNDARY);
                if let Some(first) = shown.next() {
                    spans.push(Span::new(first.start, shown.next_back().unwrap_or(first).end));
                }
            }
        }
        spans.sort_unstable();
        let mut merged: Vec<Span> = Vec::new();
        for span in spans {
            match merged.last_mut() {
                Some(last) if span.start <= last.end => last.end = last.end.max(span.end),
                _ => merged.push(span),
            }
        }
        merged
    }
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '＂' | '“' | '”')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn queries_are_words_phrases_and_exclusions() {
        for (query, wanted, unwanted) in [
            ("青川　白石", &["青川", "白石"][..], &[][..]),
            ("青川、白石", &["青川白石"], &[]),
            ("“青川 白石” -溪口", &["青川白石"], &["溪口"]),
            ("-\"ISO 9001\" 標準", &["标准"], &[" iso 9001 "]),
            ("2015年 2015年", &[" 2015 年"], &[]),
            ("。 - \"\" \"", &[], &[]),
            ("\"未完", &["未完"], &[]),
        ] {
            let words = Words::parse(query);
            assert_eq!((words.wanted, words.unwanted), (owned(wanted), owned(unwanted)), "{query}");
        }
    }

    fn owned(words: &[&str]) -> Vec<String> {
        words.iter().map(|word| (*word).to_owned()).collect()
    }

    #[test]
    fn marks_are_places_in_the_text_as_it_stands() {
        let text = "黨組織、負責人（ISO 9001）和党组织";
        let marks = Words::parse("组织负责 党组织 iso").marks(text);
        let words: Vec<&str> = marks.iter().map(|span| span.of(text)).collect();
        assert_eq!(words, ["黨組織、負責", "ISO", "党组织"]);
    }
}
