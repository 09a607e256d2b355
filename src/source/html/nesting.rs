//! Refuses pages that are nested so deep, or hold so much unclosed formatting,
//! that building their tree would take time or memory without bound.

use crate::source::error::Problem;
use std::collections::HashMap;

/// Browsers stop at 512 (Chromium, `kMaximumHTMLParserDOMTreeDepth`).
const DEPTH_LIMIT: usize = 512;
/// Elements that unclosed formatting may be repeated into (HTML, 13.2.4.3).
const REPEAT_LIMIT: usize = 2_000_000;

/// An estimate from the tags alone, never too low.
pub(super) fn check(page: &str) -> Result<(), Problem> {
    let mut open: HashMap<String, usize> = HashMap::new();
    let (mut depth, mut formatting, mut repeats) = (0usize, 0usize, 0usize);
    let bytes = page.as_bytes();
    let mut at = 0;
    while let Some(next) = page.get(at..).and_then(|rest| rest.find('<')) {
        let start = at + next + 1;
        at = start;
        let closing = bytes.get(start) == Some(&b'/');
        let name_start = start + usize::from(closing);
        let name: String = bytes
            .get(name_start..)
            .unwrap_or_default()
            .iter()
            .take(24)
            .take_while(|b| b.is_ascii_alphanumeric() || **b == b':' || **b == b'-')
            .map(|b| char::from(b.to_ascii_lowercase()))
            .collect();
        if name.is_empty() || closes_itself(&name) {
            continue;
        }
        if closing {
            if let Some(count) = open.get_mut(&name).filter(|count| **count > 0) {
                *count -= 1;
                depth -= 1;
                formatting -= usize::from(is_formatting(&name));
            }
            continue;
        }
        repeats += formatting;
        depth += 1;
        formatting += usize::from(is_formatting(&name));
        if depth > DEPTH_LIMIT || repeats > REPEAT_LIMIT {
            return Err(Problem::TooLarge {
                what: "elements nested too deep".into(),
                limit: format!("{DEPTH_LIMIT} levels"),
            });
        }
        *open.entry(name).or_default() += 1;
    }
    Ok(())
}

/// Elements that have no content, or that end where the next of their kind begins.
fn closes_itself(name: &str) -> bool {
    matches!(
        name,
        "area"
            | "base"
            | "br"
            | "col"
            | "embed"
            | "hr"
            | "img"
            | "input"
            | "link"
            | "meta"
            | "param"
            | "source"
            | "track"
            | "wbr"
            | "p"
            | "li"
            | "dd"
            | "dt"
            | "tr"
            | "td"
            | "th"
            | "tbody"
            | "thead"
            | "tfoot"
            | "colgroup"
            | "option"
            | "html"
            | "head"
            | "body"
            | "script"
            | "style"
            | "title"
            | "textarea"
            | "iframe"
            | "noscript"
    )
}

fn is_formatting(name: &str) -> bool {
    matches!(
        name,
        "a" | "b"
            | "big"
            | "code"
            | "em"
            | "font"
            | "i"
            | "nobr"
            | "s"
            | "small"
            | "strike"
            | "strong"
            | "tt"
            | "u"
    )
}
