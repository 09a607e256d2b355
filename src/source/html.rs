//! Web pages: the main text as lines, the rest kept as chrome.
//!
//! 1. `nesting` refuses what would make the parser slow.
//! 2. html5ever builds the tree.
//! 3. `flow` lays it out in lines, as a browser would, `table` the tables.
//! 4. `main_text` judges which lines are the document.

mod element;
mod embedded;
mod fields;
mod flow;
mod main_text;
mod nesting;
mod site;
mod table;
mod weight;

pub(super) use flow::is_wide;

use super::error::Problem;
use super::lines::Lines;
use crate::diagnostic::Diagnostic;
use crate::model::Edit;
use encoding_rs::Encoding;
use regex::Regex;
use scraper::Html;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The encoding that a page declares in its first bytes, None when it declares none.
pub(super) fn declared_encoding(bytes: &[u8]) -> Option<&'static Encoding> {
    static DECLARATION: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r#"(?i)<(?:meta\s[^>]*charset|\?xml\s[^>]*encoding)\s*=\s*["']?\s*([\w.:-]+)"#).ok()
    });
    let head = &bytes[..bytes.len().min(4096)];
    if !head.contains(&b'<') {
        return None;
    }
    let head: String = head.iter().map(|b| char::from(*b)).collect();
    let label = DECLARATION.as_ref()?.captures(&head)?;
    Encoding::for_label(label.get(1)?.as_str().as_bytes())
}

/// Whether a decoded text is a web page or a piece of one.
pub(super) fn is_html(text: &str) -> bool {
    static TAG: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"(?i)</(?:html|head|body|div|p|span|table|tr|td|ul|ol|li|h[1-6]|a|b|strong|font|article|section)\s*>|<br\s*/?>|<(?:div|p|span|table|td|a|img|font)\s[a-z-]+\s*=|<(?:div|p|table|tr|td|ul|ol|li|span)>").ok()
    });
    if !text.contains('<') {
        return false;
    }
    let start = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}');
    let opening: String = start.chars().take(15).collect::<String>().to_ascii_lowercase();
    if opening.starts_with("<!doctype html") || opening.starts_with("<html") {
        return true;
    }
    let Some(tag) = TAG.as_ref() else { return false };
    // A text may speak of a tag or two; a page is full of them.
    let tags = tag.find_iter(start).take(400).count();
    if start.starts_with('<') {
        tags >= 2
    } else {
        tags >= 6 && tags * 400 > start.chars().take(160_000).count()
    }
}

/// The lines of a page, and the edits that take the chrome out.
pub(super) fn read(page: &str) -> Result<(String, Vec<Edit>, Vec<Diagnostic>), Problem> {
    nesting::check(page)?;
    let html = Html::parse_document(page);
    let mut laid = flow::lay_out(&html);
    let (chrome, found) = main_text::judge(&html, &mut laid);
    let mut lines = Lines::default();
    for (line, chrome) in laid.iter().zip(chrome) {
        if line.text.is_empty() {
            lines.push_blank(chrome);
        } else {
            lines.push(&line.text, chrome);
        }
    }
    let mut diagnostics = Vec::new();
    if !found {
        diagnostics.push(
            Diagnostic::warning(
                "html-main-text",
                "no main text stands out in this page; all of it was taken",
            )
            .help("delete what does not belong to the circular from the page made of it"),
        );
    }
    let (text, edits) = lines.finish();
    let unshown = embedded::all(&html)
        .filter(|image| image.bytes.is_empty() && text.contains(&format!("[img {}]", image.name)))
        .count();
    if unshown > 0 {
        diagnostics.push(
            Diagnostic::warning(
                "html-embedded-image",
                format!("{unshown} images that are embedded in the page can't be shown"),
            )
            .help("save them as PNG, JPEG, GIF, WebP or BMP files beside the page"),
        );
    }
    Ok((text, edits, diagnostics))
}

/// Whether an image of that name is embedded in its page.
pub(super) fn is_embedded_name(path: &str) -> bool {
    embedded::is_name(path)
}

/// The images that are embedded in a page and can be shown, by the names that its text has for them.
pub(super) fn embedded_images(page: &str) -> Result<BTreeMap<String, Vec<u8>>, Problem> {
    nesting::check(page)?;
    let html = Html::parse_document(page);
    let images = embedded::all(&html);
    Ok(images.filter(|image| !image.bytes.is_empty()).map(|image| (image.name, image.bytes)).collect())
}

#[cfg(test)]
mod tests;
