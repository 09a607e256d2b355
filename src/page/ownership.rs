//! Whether a page is still as import wrote it, or belongs to a person by now.

use super::link::relink;
use super::read::normalised;
use crate::model::ImportRecord;
use sha2::{Digest, Sha256};

/// SHA-256 (lower-case hex) of a page without the program's links and with `\n`
/// line ends: what neither `link` nor an editor's line ends change.
pub fn page_sha256(markdown: &str) -> String {
    let page = relink(&normalised(markdown), &[]);
    Sha256::digest(page.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Whether a person changed the page since the import that `record` tells of.
pub fn is_edited(markdown: &str, record: &ImportRecord) -> bool {
    page_sha256(markdown) != record.page_sha256
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Anchor, Format, Span};
    use crate::page::link::PageLink;
    use crate::page::{sample, write};

    #[test]
    fn links_and_line_ends_are_no_edits_and_a_character_is() {
        let page = write(&sample::circular());
        let record = ImportRecord {
            source: "青川市.txt".into(),
            sha256: String::new(),
            format: Format::Text,
            encoding: "UTF-8".into(),
            override_sha256: None,
            rules: 1,
            page_sha256: page_sha256(&page),
            repairs: vec![],
            doubts: vec![],
        };
        let anchor = Anchor::parse("art_3").unwrap();
        let link = PageLink { anchor, span: Span::new(0, 9), href: "#art_2".into() };
        let linked = relink(&page, &[link]);
        assert_ne!(linked, page);
        assert!(!is_edited(&linked, &record));
        assert!(!is_edited(&linked.replace('\n', "\r\n"), &record));
        assert!(is_edited(&page.replacen("六小时", "八小时", 1), &record));
        assert!(is_edited(&page.replacen("issued: 2016-03-09", "issued: 2016-03-10", 1), &record));
    }
}
