//! The YAML block at the top of a page.

use crate::diagnostic::Diagnostic;
use crate::model::Metadata;
use std::path::Path;

const FENCE: &str = "---";

/// `meta` as YAML between two `---` lines, line end included. Keys stand in the order of [`Metadata`].
pub fn write(meta: &Metadata) -> String {
    // Metadata holds only strings, numbers, lists and maps with string keys: all have a form in YAML.
    let whole = |yaml: String| yaml.trim_end_matches('\n').to_owned() + "\n";
    let mut yaml = whole(serde_yaml::to_string(meta).unwrap_or_default());
    // The emitter writes block scalars even where U+2028 in them would be read as a line end.
    if !is_plain(&yaml) && serde_yaml::from_str::<Metadata>(&yaml).ok().as_ref() != Some(meta) {
        yaml = whole(flow(meta));
    }
    format!("{FENCE}\n{yaml}{FENCE}\n")
}

/// Whether the YAML holds no block scalar, no escape and none of the characters that YAML 1.1 calls a line break or
/// not printable: then it is read as what it was made of.
fn is_plain(yaml: &str) -> bool {
    !yaml.contains(|c: char| {
        matches!(c, '|' | '\\' | '\u{7f}'..='\u{a0}' | '\u{2028}' | '\u{2029}' | '\u{E000}'..='\u{F8FF}' | '\u{FEFF}' | '\u{FFF0}'..)
    })
}

/// As JSON, which is YAML as well, with everything escaped that YAML 1.1 calls
/// a line break or not printable.
fn flow(meta: &Metadata) -> String {
    let json = serde_json::to_string_pretty(meta).unwrap_or_default();
    let mut yaml = String::with_capacity(json.len());
    for c in json.chars() {
        match c {
            '\n' => yaml.push(c),
            '\u{7f}'..='\u{9f}' | '\u{2028}' | '\u{2029}' | '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}' => {
                yaml.push_str(&format!("\\u{:04x}", c as u32));
            }
            c => yaml.push(c),
        }
    }
    yaml
}

/// The metadata, and the offset in `markdown` (line ends `\n`) where the body begins.
///
/// # Errors
/// A page without front matter, YAML that does not parse, an unknown key or a
/// value of the wrong type: one error that names file and line.
pub fn read(markdown: &str, file: &Path) -> Result<(Metadata, usize), Diagnostic> {
    let Some(rest) = opened(markdown) else {
        return Err(Diagnostic::error("front-matter-missing", "the page does not begin with front matter")
            .at(file, Some(1))
            .help(
                "begin the file with a line `---`, then `title: …` and the other fields, then a line `---`",
            ));
    };
    let start = markdown.len() - rest.len();
    let Some((yaml, body)) = split_end(rest) else {
        return Err(Diagnostic::error("front-matter-missing", "the front matter is not closed")
            .at(file, Some(1))
            .help("put a line `---` after the last field"));
    };
    if yaml.trim().is_empty() {
        return Ok((Metadata::default(), start + body));
    }
    match serde_yaml::from_str::<Metadata>(yaml) {
        Ok(meta) => Ok((meta, start + body)),
        Err(error) => {
            let line = error.location().map_or(1, |place| place.line() + 1);
            let message = without_place(&error.to_string());
            let help = remedy(&message);
            Err(Diagnostic::error("front-matter-invalid", format!("the front matter is wrong: {message}"))
                .at(file, Some(line))
                .help(help))
        }
    }
}

/// The offset in `markdown` (line ends `\n`) where the body begins, whether the
/// YAML is right or not; None where there is no front matter.
pub fn body_start(markdown: &str) -> Option<usize> {
    let rest = opened(markdown)?;
    split_end(rest).map(|(_, body)| markdown.len() - rest.len() + body)
}

/// What stands behind the first fence.
fn opened(markdown: &str) -> Option<&str> {
    markdown.strip_prefix(FENCE)?.trim_start_matches(' ').strip_prefix('\n')
}

/// The YAML, and the offset behind the closing fence.
fn split_end(rest: &str) -> Option<(&str, usize)> {
    let mut at = 0;
    for line in rest.split_inclusive('\n') {
        if line.trim_end() == FENCE {
            return Some((&rest[..at], at + line.len()));
        }
        at += line.len();
    }
    None
}

/// The place is shown as file and line of the page, not of the YAML.
fn without_place(message: &str) -> String {
    let end = message.rfind(" at line ").unwrap_or(message.len());
    message[..end].to_owned()
}

fn remedy(message: &str) -> &'static str {
    if message.contains("unknown field") {
        "correct the key's spelling or take the line out; the message lists the keys that are known"
    } else if message.contains("is no date") {
        "write the date as 2015-01-08, 2015-01 or 2015"
    } else if message.contains("expected a sequence") {
        "write a list: one line `- …` for each, under the key"
    } else if message.contains("expected a string") {
        "put the value in quotation marks: '…'"
    } else if message.contains("unknown variant") {
        "use one of the values that the message lists"
    } else if message.contains("duplicate") {
        "keep one of the two lines with this key"
    } else {
        "write `key: value`; put a value that holds `: ` or ` #`, or begins with a sign, in quotation marks: '…'"
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Severity;
    use crate::model::{Evidence, Origin};
    use proptest::prelude::*;

    fn error(markdown: &str) -> Diagnostic {
        read(markdown, Path::new("2015/x.md")).unwrap_err()
    }

    #[test]
    fn an_error_names_line_and_remedy() {
        for (markdown, code, line, message, help) in [
            ("# 甲\n", "front-matter-missing", 1, "does not begin", "begin the file"),
            ("---\ntitle: 甲\n", "front-matter-missing", 1, "not closed", "put a line"),
            (
                "---\ntitle: 甲\nissuer: 乙\n---\n",
                "front-matter-invalid",
                3,
                "unknown field `issuer`",
                "spelling",
            ),
            (
                "---\ntitle: 甲\ndates:\n  isued: '2015'\n---\n",
                "front-matter-invalid",
                4,
                "unknown field `isued`",
                "spelling",
            ),
            (
                "---\ntitle: 甲\ndates:\n  issued: 2015-02-30\n---\n",
                "front-matter-invalid",
                4,
                "is no date",
                "2015-01",
            ),
            ("---\ntitle: 甲\nissuers: 乙\n---\n", "front-matter-invalid", 3, "expected a sequence", "list"),
            ("---\ntitle: 甲: 乙\n---\n", "front-matter-invalid", 2, "mapping values", "quotation"),
        ] {
            let found = error(markdown);
            assert_eq!(
                (found.code, found.line, found.severity),
                (code, Some(line), Severity::Error),
                "{found}"
            );
            assert!(found.message.contains(message) && found.help.contains(help), "{found}");
            assert!(!found.message.contains(" at line"), "{found}");
        }
    }

    #[test]
    fn a_year_needs_no_quotation_marks_and_no_dates_no_line() {
        let (meta, _) = read("---\ntitle: 甲\ndates:\n  issued: 1981\n---\n", Path::new("x.md")).unwrap();
        assert_eq!(meta.dates.issued.map(|d| d.to_string()).as_deref(), Some("1981"));
        assert!(!write(&Metadata::default()).contains("dates"));
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(1024) })]
        #[test]
        fn what_is_plain_is_read_as_it_was_meant(words in prop::collection::vec("[ \t'\"#&*!>%@`{}\\[\\],?:~=.0-9a-fxnoNOyYT+_甲，：“—-]{0,6}(: | #|- |null|true|---)?[0-9甲 ]{0,3}", 6)) {
            let [title, number, issuer, recipients, field, said] = <[String; 6]>::try_from(words).unwrap();
            let provenance = vec![Evidence { field, from: Origin::Header, line: Some(1), words: said }];
            let (number, recipients) = (Some(number), Some(recipients));
            let meta =
                Metadata { title, number, issuers: vec![issuer], recipients, provenance, ..Metadata::default() };
            let yaml = serde_yaml::to_string(&meta).unwrap();
            prop_assert!(!is_plain(&yaml) || serde_yaml::from_str::<Metadata>(&yaml).ok() == Some(meta), "{}", yaml);
        }
    }

    #[test]
    fn the_body_begins_behind_the_fence() {
        let page = "---\ntitle: 甲\n---\n\n正文\n";
        let (meta, body) = read(page, Path::new("x.md")).unwrap();
        assert_eq!((meta.title.as_str(), &page[body..]), ("甲", "\n正文\n"));
    }
}
