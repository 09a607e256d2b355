//! Whether a page has its links already, seen from what is known of it without reading its Markdown again: most
//! pages of most builds have.

use super::{PageLink, TURN, push_link};
use crate::model::{BlockRef, Page};
use memchr::memmem;

/// Characters that may be more than themselves in Markdown.
const MARKS: [char; 10] = ['\\', '`', '*', '_', '[', ']', '<', '&', '~', '!'];

/// Whether `markdown`, of which `page` was read, has exactly `links` in it, which come in reading order: then
/// [`super::relink`] would change nothing. False where that can't be told so simply.
pub fn stands(page: &Page, markdown: &str, links: &[PageLink]) -> bool {
    // Every link of the page counts, also those of people: one that is not ours is one too many.
    let mut turns = memmem::find_iter(markdown.as_bytes(), TURN.as_bytes()).count();
    let mut links = links.iter().peekable();
    for (at, block) in page.circular.blocks.iter().enumerate() {
        let Some(next) = links.peek() else { break };
        let BlockRef::Clause(clause) = block else { continue };
        if *clause.anchor != next.anchor {
            continue;
        }
        let mut own: Vec<&PageLink> = Vec::new();
        while let Some(link) = links.next_if(|link| link.anchor == *clause.anchor) {
            own.push(link);
        }
        let Some((linked, count)) = linked(clause.words(), own) else { return false };
        let Some(left) = turns.checked_sub(count) else { return false };
        turns = left;
        let markdown = page.markdown(at);
        let gap = markdown.strip_prefix(clause.printed_number()).and_then(|m| m.strip_suffix(&*linked));
        if !gap.is_some_and(|gap| gap.chars().all(|c| matches!(c, ' ' | '\u{3000}'))) {
            return false;
        }
    }
    turns == 0 && links.peek().is_none()
}

/// Plain words with links around them, those left out that overlap one before, and how many there are.
fn linked(words: &str, mut links: Vec<&PageLink>) -> Option<(String, usize)> {
    if words.contains(MARKS) {
        return None;
    }
    links.sort_by_key(|link| (link.span.start, link.span.end));
    let mut text = String::with_capacity(words.len() + links.len() * 96);
    let (mut at, mut count) = (0, 0);
    for link in links.iter().filter(|link| link.span.start < link.span.end) {
        if link.span.start < at {
            continue;
        }
        let around = words.get(link.span.start..link.span.end).filter(|around| !around.trim().is_empty())?;
        text.push_str(words.get(at..link.span.start)?);
        push_link(&mut text, around, &link.href);
        at = link.span.end;
        count += 1;
    }
    text.push_str(words.get(at..)?);
    Some((text, count))
}

#[cfg(test)]
mod tests {
    use super::super::relink;
    use super::*;
    use crate::model::{Anchor, Span};
    use crate::page::read;
    use std::path::Path;

    const PAGE: &str = "---
title: 甲
---

第一条　依照第三条和前款办理。 {#art_1}

第二条　*依照*第三条办理。 {#art_2}
";

    fn page(markdown: &str) -> Page {
        read("x", markdown, Path::new("x.md")).0.unwrap()
    }

    fn link(page: &Page, anchor: &str, words: &str, href: &str) -> PageLink {
        let anchor = Anchor::parse(anchor).unwrap();
        let at = page.circular.find(&anchor).unwrap().words().find(words).unwrap();
        PageLink { anchor, span: Span::new(at, at + words.len()), href: href.into() }
    }

    #[test]
    fn a_page_stands_as_relink_made_it_and_not_otherwise() {
        let bare = page(PAGE);
        let links = [
            link(&bare, "art_1", "第三条", "../2015/b.md#art_3"),
            // Overlaps the first, and is left out.
            link(&bare, "art_1", "条和", "#x"),
            link(&bare, "art_1", "前款", "#art_1"),
        ];
        let markdown = relink(PAGE, &links);
        let linked = page(&markdown);
        assert!(stands(&linked, &markdown, &links));
        assert!(stands(&bare, PAGE, &[]));
        for (page, markdown, links) in
            [(&linked, &*markdown, &links[..1]), (&linked, &*markdown, &[]), (&bare, PAGE, &links)]
        {
            assert!(!stands(page, markdown, links));
        }
        for (from, to) in [
            ("\"引\"", "'引'"),
            ("#art_3", "#art_4"),
            ("第二条", "第二条[甲](b.md)"),
            ("依照[第三条]", "[依照第三条]"),
        ] {
            let markdown = markdown.replacen(from, to, 1);
            assert!(!stands(&page(&markdown), &markdown, &links), "{markdown}");
        }
        // Can't be told: relink looks.
        let emphasised = [link(&bare, "art_2", "第三条", "#art_3")];
        let markdown = relink(PAGE, &emphasised);
        assert!(!stands(&page(&markdown), &markdown, &emphasised));
    }
}
