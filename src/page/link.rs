//! The links that the program puts into pages. They are told from those of
//! people by their title, and put in and taken out of the Markdown itself, so
//! that nothing else on the page changes.

use super::events::events;
use super::inline::{Piece, Words};
use super::read::normalised;
use super::scan::scan;
use super::texts::texts;
use super::{escape, front_matter};
use crate::model::{Anchor, Span};
use memchr::memmem;
use pulldown_cmark::{Event, LinkType, Tag, TagEnd};
use std::collections::BTreeMap;
use std::ops::Range;

mod href;
mod standing;

pub use href::href;
pub use standing::stands;

/// The title of links that the program made; links of people have others or none.
const PROGRAM: &str = "引";

/// Stands in every inline link, between its words and where it goes.
const TURN: &str = "](";

/// One link to be put into a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageLink {
    /// The clause in which the words stand.
    pub anchor: Anchor,
    /// Bytes of that clause's text (of its heading, where it is only a heading).
    pub span: Span,
    /// Where it goes: see [`href`].
    pub href: String,
}

/// The page with exactly `links` in it: links that the program made before are
/// taken out, links of people stay. A link is left out where its words overlap
/// another, a link or code of people, or only a part of an emphasis, and
/// wherever it would change what the page says. Doing it twice changes nothing.
/// Without `links`: the page unlinked.
pub fn relink(page_markdown: &str, links: &[PageLink]) -> String {
    let text = normalised(page_markdown);
    let start = front_matter::body_start(&text).unwrap_or(0);
    let base = unlinked(&text, start);
    let places = places(&base, start, links);
    let linked = if places.is_empty() {
        base
    } else {
        let all: Vec<&Place> = places.iter().collect();
        if insert(&base, &all) == text {
            // They were looked at when they were put in.
            return page_markdown.to_owned();
        }
        let before = meaning(&base, start);
        let fits = |chosen: &[&Place]| {
            let page = insert(&base, chosen);
            unlinked(&page, start) == base && meaning(&page, start) == before
        };
        let mut chosen: Vec<&Place> = Vec::new();
        choose(&all, &mut chosen, &fits);
        insert(&base, &chosen)
    };
    if linked == text { page_markdown.to_owned() } else { with_line_ends_of(page_markdown, linked) }
}

/// A link and the bytes of the page that it goes around.
#[derive(Debug)]
struct Place {
    markdown: Range<usize>,
    href: String,
}

/// Where the links go, in order, without those that overlap.
fn places(base: &str, start: usize, links: &[PageLink]) -> Vec<Place> {
    if links.is_empty() {
        return Vec::new();
    }
    let texts: BTreeMap<Anchor, Words> = texts(&scan(base, start)).into_iter().rev().collect();
    let place = |link: &PageLink| {
        let markdown = markdown_of(texts.get(&link.anchor)?, link.span, base)?;
        Some(Place { markdown, href: link.href.clone() })
    };
    let mut places: Vec<Place> = links.iter().filter_map(place).collect();
    places.sort_by_key(|place| (place.markdown.start, place.markdown.end));
    let mut at = 0;
    places.retain(|place| {
        let free = place.markdown.start >= at;
        if free {
            at = place.markdown.end;
        }
        free
    });
    places
}

/// The Markdown that says `span` of a text; None where a link cannot go around it.
fn markdown_of(words: &Words, span: Span, page: &str) -> Option<Range<usize>> {
    let text = words.text.get(span.start..span.end)?;
    if text.trim().is_empty() {
        return None;
    }
    let inside = |piece: &&Piece| {
        if piece.text.is_empty() {
            span.start < piece.text.start && piece.text.start < span.end
        } else {
            piece.text.start < span.end && span.start < piece.text.end
        }
    };
    let pieces: Vec<_> = words.pieces.iter().filter(inside).collect();
    let (first, last) = (pieces.first()?, pieces.last()?);
    let whole = |p: &Piece| p.verbatim || (span.start <= p.text.start && p.text.end <= span.end);
    let together = pieces.iter().all(|p| p.open && p.container == first.container && whole(p));
    let covered = first.text.start <= span.start && span.end <= last.text.end;
    if !together || !covered {
        return None;
    }
    let mut start = first.markdown.start + (span.start - first.text.start);
    let end =
        if last.verbatim { last.markdown.start + (span.end - last.text.start) } else { last.markdown.end };
    // The backslash that escapes the first character goes into the link.
    let says = |at: usize| words.pieces.iter().any(|p| p.markdown.contains(&at) && !p.text.is_empty());
    if start > 0 && page[..start].ends_with('\\') && !says(start - 1) {
        start -= 1;
    }
    (start < end).then_some(start..end)
}

/// Takes as many of `places` as fit, trying all of them at once first.
fn choose<'p>(places: &[&'p Place], chosen: &mut Vec<&'p Place>, fits: &impl Fn(&[&Place]) -> bool) {
    if places.is_empty() {
        return;
    }
    let with: Vec<&Place> = chosen.iter().chain(places).copied().collect();
    if fits(&with) {
        *chosen = with;
    } else if places.len() > 1 {
        let (first, second) = places.split_at(places.len() / 2);
        choose(first, chosen, fits);
        choose(second, chosen, fits);
    }
}

fn insert(base: &str, places: &[&Place]) -> String {
    let mut page = String::with_capacity(base.len() + places.len() * 48);
    let mut at = 0;
    for place in places {
        page.push_str(&base[at..place.markdown.start]);
        let words = &base[place.markdown.clone()];
        push_link(&mut page, words, &place.href);
        at = place.markdown.end;
    }
    page.push_str(&base[at..]);
    page
}

fn push_link(page: &mut String, words: &str, href: &str) {
    page.push('[');
    page.push_str(words);
    page.push_str(TURN);
    page.push_str(&escape::destination(href));
    page.push_str(" \"");
    page.push_str(PROGRAM);
    page.push_str("\")");
}

/// The page without the program's links. Taking one out can uncover another
/// (brackets that people wrote around it), so it goes on until none is left.
fn unlinked(page: &str, start: usize) -> String {
    let mut page = page.to_owned();
    loop {
        if memmem::find(page.as_bytes(), TURN.as_bytes()).is_none() {
            return page;
        }
        let found = program_links(&page, start);
        if found.is_empty() {
            return page;
        }
        for (link, words) in found.into_iter().rev() {
            let words = page[words].to_owned();
            page.replace_range(link, &words);
        }
    }
}

fn is_program_link(event: &Event) -> bool {
    matches!(event, Event::Start(Tag::Link { link_type: LinkType::Inline, title, .. }) if title.as_ref() == PROGRAM)
}

/// Whole link and its words, in order.
fn program_links(page: &str, start: usize) -> Vec<(Range<usize>, Range<usize>)> {
    let mut links = Vec::new();
    let mut open: Option<(Range<usize>, usize)> = None;
    for (event, range) in events(page, start) {
        if is_program_link(&event) {
            open = Some((range.clone(), range.start + 1));
        } else if matches!(event, Event::End(TagEnd::Link)) {
            if let Some((link, said)) = open.take() {
                let close = page.get(said..link.end).and_then(|rest| rest.find(TURN));
                if let Some(close) = close {
                    let words = link.start + 1..said + close;
                    links.push((link, words));
                }
            }
        } else if let Some((_, said)) = &mut open {
            *said = range.end.max(*said);
        }
    }
    links
}

/// What a page says and how, the program's links left out.
fn meaning(page: &str, start: usize) -> Vec<Event<'_>> {
    let mut meaning: Vec<Event> = Vec::new();
    let mut ours = false;
    for (event, _) in events(page, start) {
        if is_program_link(&event) {
            ours = true;
        } else if ours && event == Event::End(TagEnd::Link) {
            ours = false;
        } else if let (Some(Event::Text(said)), Event::Text(more)) = (meaning.last_mut(), &event) {
            *said = format!("{said}{more}").into();
        } else {
            meaning.push(event);
        }
    }
    meaning
}

/// People's editors keep the line ends that a file has.
fn with_line_ends_of(original: &str, page: String) -> String {
    let mark = if original.starts_with('\u{FEFF}') { "\u{FEFF}" } else { "" };
    if original.contains("\r\n") {
        mark.to_owned() + &page.replace('\n', "\r\n")
    } else {
        mark.to_owned() + &page
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Circular;
    use crate::page::{law, read, write};
    use proptest::prelude::*;
    use std::path::Path;

    fn anchor(text: &str) -> Anchor {
        Anchor::parse(text).unwrap()
    }

    /// A link around `words` of the clause `at`.
    fn to(page: &str, at: &str, words: &str, href: &str) -> PageLink {
        let (read, _) = read("x", page, Path::new("x.md"));
        let circular = read.unwrap().circular;
        let clause = circular.clauses().find(|c| c.anchor.as_str() == at).unwrap();
        let start = clause.words().find(words).unwrap();
        PageLink { anchor: anchor(at), span: Span::new(start, start + words.len()), href: href.into() }
    }

    const PAGE: &str = "---
title: 甲
---

第一条　依照《开放办法》第三条和前款办理，参见[《开放办法》](other.md)、`第三条`。 {#art_1}

> “第五条　依照第三条办理。”

（一）**第三条**，所列；x**第四条**。 {#art_1__point_1}

| 名 | 依据 |
| --- | --- |
| 甲 | 第三条\\* |

{#art_1__table_1}

## 二、第三条的事项 {#sec_2}
";

    #[test]
    fn links_stand_around_the_words_and_nothing_else_changes() {
        let links = [
            to(PAGE, "art_1", "《开放办法》第三条", "../2015/kai.md#art_3"),
            to(PAGE, "art_1", "前款", "#art_1"),
            // Overlaps the first, and is left out.
            to(PAGE, "art_1", "第三条和", "#x"),
            to(PAGE, "art_1", "第三条办理", "#art_3"),
            to(PAGE, "art_1__point_1", "第三条", "#art_3"),
            // Behind a letter a bracket would keep ** from opening.
            to(PAGE, "art_1__point_1", "第四条", "#art_4"),
            to(PAGE, "art_1__table_1", "第三条*", "a b.md"),
            to(PAGE, "sec_2", "第三条", "#art_3"),
        ];
        let linked = relink(PAGE, &links);
        assert_eq!(
            linked,
            PAGE.replace("依照《开放办法》第三条", "依照[《开放办法》第三条](../2015/kai.md#art_3 \"引\")")
                .replace("和前款", "和[前款](#art_1 \"引\")")
                .replace("依照第三条办理", "依照[第三条办理](#art_3 \"引\")")
                .replace("**第三条**，", "**[第三条](#art_3 \"引\")**，")
                .replace("第三条\\*", "[第三条\\*](<a b.md> \"引\")")
                .replace("二、第三条", "二、[第三条](#art_3 \"引\")")
        );
        assert_eq!(relink(&linked, &links), linked);
        assert_eq!(relink(&linked, &[]), PAGE);
        let crlf = PAGE.replace('\n', "\r\n");
        assert_eq!(relink(&crlf, &links), linked.replace('\n', "\r\n"));
        assert_eq!(relink(&crlf, &[]), crlf);
    }

    #[test]
    fn what_people_linked_stays_theirs() {
        for words in ["参见《开放办法》", "、第三条", "《开放办法》、"] {
            let link = to(PAGE, "art_1", words, "#y");
            assert_eq!(relink(PAGE, &[link]), PAGE, "{words}");
        }
        let half = to(PAGE, "art_1__point_1", "条，所列", "#y");
        assert_eq!(relink(PAGE, &[half]), PAGE);
    }

    /// Links around arbitrary stretches of the clauses of `circular`.
    fn random_links(circular: &Circular, picks: &[(usize, usize, usize)]) -> Vec<PageLink> {
        let clauses: Vec<_> = circular.clauses().collect();
        let link = |(clause, start, len): &(usize, usize, usize)| {
            let clause = clauses.get(clause % clauses.len().max(1))?;
            let edges: Vec<usize> =
                clause.words().char_indices().map(|(i, _)| i).chain([clause.words().len()]).collect();
            let start = start % edges.len();
            let end = (start + len).min(edges.len() - 1);
            let span = Span::new(edges[start], edges[end]);
            Some(PageLink {
                anchor: clause.anchor.clone(),
                span,
                href: format!("../2015/x_y.md#{}", clause.anchor),
            })
        };
        picks.iter().filter_map(link).collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(128) })]
        #[test]
        fn links_change_no_word(
            circular in law::circular(),
            picks in prop::collection::vec((0usize..9, 0usize..40, 1usize..9), 0..8),
        ) {
            let page = write(&circular);
            let links = random_links(&circular, &picks);
            let linked = relink(&page, &links);
            let (read, problems) = read("2015/shi", &linked, Path::new("x.md"));
            prop_assert!(problems.is_empty(), "{problems:?}\n{linked}");
            prop_assert_eq!(read.unwrap().circular, circular, "{}", linked);
            prop_assert_eq!(&relink(&linked, &links), &linked);
            prop_assert_eq!(relink(&linked, &[]), page);
        }

        #[test]
        fn linking_the_pages_of_people_is_idempotent(
            lines in prop::collection::vec((law::hostile_line(), any::<bool>()), 0..10),
            picks in prop::collection::vec((0usize..9, 0usize..40, 1usize..9), 0..8),
        ) {
            let mut page = "---\ntitle: 甲\n---\n".to_owned();
            for (at, (line, anchored)) in lines.iter().enumerate() {
                let anchor = if *anchored { format!(" {{#para_{}}}\n", at + 1) } else { String::new() };
                page.push_str(&format!("{line}{anchor}\n"));
            }
            let (read, _) = read("x", &page, Path::new("x.md"));
            let links = random_links(&read.unwrap().circular, &picks);
            let bare = relink(&page, &[]);
            let linked = relink(&page, &links);
            prop_assert_eq!(relink(&bare, &[]), bare.clone());
            prop_assert_eq!(relink(&linked, &links), linked.clone(), "{}", page);
            prop_assert_eq!(relink(&linked, &[]), bare, "{}", page);
        }
    }
}
