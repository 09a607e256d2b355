//! The contents of a page as nested lists that open without script.

use super::html::escaped;
use super::words::Words;

/// One line of the contents.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// How many listed clauses it stands under.
    pub depth: usize,
    pub anchor: String,
    pub number: String,
    pub title: String,
    /// The title is no heading but the first words of the text.
    pub quiet: bool,
}

/// Nested lists; empty for less than two items.
pub fn html(items: &[Item], words: &Words) -> String {
    let mut out = String::new();
    if items.len() > 1 {
        level(&mut out, items, words, items.len() > 60);
    }
    out
}

/// Writes the items of one depth, each with those that stand under it.
fn level(out: &mut String, items: &[Item], words: &Words, closed: bool) {
    out.push_str("<ol>");
    let mut at = 0;
    while let Some(item) = items.get(at) {
        let below = items[at + 1..].iter().take_while(|i| i.depth > item.depth).count();
        let number = match item.number.as_str() {
            "" => String::new(),
            number => format!("<b>{}</b>", escaped(number)),
        };
        let class = if item.quiet { " class=\"quiet\"" } else { "" };
        out.push_str(&format!(
            "<li><a href=\"#{}\"{class}>{number}{}</a>",
            item.anchor,
            escaped(&item.title)
        ));
        if below > 0 {
            let label = escaped(
                &words
                    .get("ui", "below")
                    .replace("{clause}", if item.number.is_empty() { &item.title } else { &item.number }),
            );
            let open = if closed { "" } else { " open" };
            out.push_str(&format!("<details{open}><summary aria-label=\"{label}\"></summary>"));
            level(out, &items[at + 1..at + 1 + below], words, closed);
            out.push_str("</details>");
        }
        out.push_str("</li>");
        at += 1 + below;
    }
    out.push_str("</ol>");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_nest_by_depth() {
        let item = |depth, anchor: &str| Item {
            depth,
            anchor: anchor.into(),
            number: String::new(),
            title: "甲".into(),
            quiet: false,
        };
        let items = [item(0, "sec_1"), item(1, "art_1"), item(1, "art_2"), item(0, "sec_2")];
        let out = html(&items, &Words::default());
        assert_eq!(out.matches("<ol>").count(), 2);
        assert!(out.ends_with("</ol></details></li><li><a href=\"#sec_2\">甲</a></li></ol>"));
    }
}
