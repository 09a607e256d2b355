//! Where a link of one page to another goes.

use crate::model::Anchor;

/// The relative link from the page of one circular to another and a clause of
/// it: `../2015/slug.md#art_3`; only `#art_3` within one page.
pub fn href(from_slug: &str, to_slug: &str, anchor: Option<&Anchor>) -> String {
    let fragment = anchor.map(|anchor| format!("#{anchor}")).unwrap_or_default();
    if from_slug == to_slug && anchor.is_some() {
        return fragment;
    }
    let from: Vec<&str> = from_slug.split('/').collect();
    let to: Vec<&str> = to_slug.split('/').collect();
    let folders = from.len().min(to.len()).saturating_sub(1);
    let shared = from.iter().zip(&to).take(folders).take_while(|(a, b)| a == b).count();
    let up = "../".repeat(from.len().saturating_sub(1).saturating_sub(shared));
    format!("{up}{}.md{fragment}", to.get(shared..).unwrap_or_default().join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hrefs_are_relative() {
        let art = Anchor::parse("art_3").unwrap();
        for (from, to, at, href) in [
            ("2015/a", "2015/a", Some(&art), "#art_3"),
            ("2015/a", "2015/b", Some(&art), "b.md#art_3"),
            ("2016/a", "2015/b", None, "../2015/b.md"),
            ("undated/x/a", "b", None, "../../b.md"),
            ("2015/a", "2015/a", None, "a.md"),
        ] {
            assert_eq!(super::href(from, to, at), href);
        }
    }
}
