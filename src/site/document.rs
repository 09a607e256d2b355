//! Hand-written documents: front matter of two keys, then CommonMark.

use super::content::Stored;
use crate::diagnostic::Diagnostic;
use crate::model::Document;
use serde::Deserialize;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct FrontMatter {
    title: String,
    #[serde(default)]
    menu: Option<i64>,
}

/// The document in `stored`: its name is its path below `content/`.
///
/// # Errors
/// One diagnostic with the line: no front matter, a key that is not known, a value of the wrong type.
pub fn read_document(stored: &Stored) -> Result<Document, Diagnostic> {
    const FENCE: &str = "---\n";
    let text = stored.text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    let fault = |message: String, line: usize| {
        Diagnostic::error("document-front-matter", message)
            .at(&stored.file, Some(line))
            .help("begin the file with `---`, `title: …`, if it shall stand in the menu `menu: 1`, and `---`")
    };
    let whole = text.strip_prefix(FENCE).and_then(|rest| rest.split_once("\n---\n"));
    let Some((yaml, markdown)) = whole else {
        return Err(fault("a document begins with front matter between two lines `---`".into(), 1));
    };
    let front: FrontMatter = serde_yaml::from_str(yaml).map_err(|error| {
        // The first line is the fence.
        let line = error.location().map_or(1, |place| place.line() + 1);
        fault(error.to_string(), line)
    })?;
    Ok(Document {
        path: stored.name.clone(),
        title: front.title,
        menu: front.menu,
        markdown: markdown.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Document, Diagnostic> {
        read_document(&Stored { name: "guide/x".into(), file: "x.md".into(), text: text.into() })
    }

    #[test]
    fn front_matter_is_read_and_its_faults_have_a_line() {
        let document = read("---\r\ntitle: 指南\r\nmenu: 2\r\n---\r\n\r\n正文\r\n").unwrap();
        assert_eq!((document.title.as_str(), document.menu), ("指南", Some(2)));
        assert_eq!(document.markdown.trim(), "正文");
        assert_eq!(read("正文").unwrap_err().line, Some(1));
        assert_eq!(read("---\ntitle: 指南\nmenu: 前\n---\n").unwrap_err().line, Some(3));
        assert!(read("---\ntitle: 指南\ntitel: x\n---\n").unwrap_err().message.contains("titel"));
    }
}
