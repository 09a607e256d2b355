//! Whether a page is still as import wrote it, or belongs to a person by now.

use super::link::relink;
use super::read::normalised;
use sha2::{Digest, Sha256};

/// SHA-256 (lower-case hex) of a page without the program's links and with `\n`
/// line ends: what neither `link` nor an editor's line ends change.
pub fn page_sha256(markdown: &str) -> String {
    let page = relink(&normalised(markdown), &[]);
    Sha256::digest(page.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Anchor, Span};
    use crate::page::link::PageLink;
    use crate::page::{sample, write};

    #[test]
    fn links_and_line_ends_are_no_edits_and_a_character_is() {
        let page = write(&sample::circular());
        let written = page_sha256(&page);
        let anchor = Anchor::parse("art_3").unwrap();
        let link = PageLink { anchor, span: Span::new(0, 9), href: "#art_2".into() };
        let linked = relink(&page, &[link]);
        assert_ne!(linked, page);
        for same in [&linked, &linked.replace('\n', "\r\n")] {
            assert_eq!(page_sha256(same), written);
        }
        for edit in [("六小时", "八小时"), ("issued: 2016-03-09", "issued: 2016-03-10")] {
            assert_ne!(page_sha256(&page.replacen(edit.0, edit.1, 1)), written);
        }
    }
}
