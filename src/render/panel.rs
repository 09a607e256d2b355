//! What touches one clause, closed until asked for: what cites it, what it cites, and what runs parallel to it. A clause
//! that nothing touches has no panel; its address and its citation are offered by script for every clause.

use super::address::{self, Way};
use super::around::Around;
use super::citation_form::{citation_form, place};
use super::html::escape;
use super::shelf::{Link, Shelf};
use crate::model::{Circular, Citation, ClauseRef, Ground, Parallel, Span, Target};
use std::fmt::Write;

/// How many of one kind a panel lists; the rest is counted, and stands in the data.
const MOST: usize = 100;
/// Parallels in other words that a panel lists, those that share most: with all that are known they would be two thirds
/// of a page.
const CLOSEST: usize = 3;

/// Appends the panel of `clause` to `out`; nothing when nothing touches it. `at` is its place in words.
pub fn panel(
    out: &mut String,
    shelf: &Shelf,
    circular: &Circular,
    clause: ClauseRef,
    at: &str,
    around: &Around,
    way: &Way,
) {
    let backlinks = around.cited_by.get(&clause.anchor).map_or(&[][..], Vec::as_slice);
    let citations = around.cites.get(&clause.anchor).map_or(&[][..], Vec::as_slice);
    let parallels = around.parallels.get(&clause.anchor).map_or(&[][..], Vec::as_slice);
    let aligned = around.aligned.get(&clause.anchor).map_or(&[][..], Vec::as_slice);
    let versions = || shelf.pairs(&circular.slug).iter().filter(|pair| pair.ground == Ground::Versions);
    let lists = [backlinks.len(), citations.len(), parallels.len(), aligned.len()];
    if lists.iter().all(|n| *n == 0) && versions().next().is_none() {
        return;
    }
    let words = shelf.words();
    let start = out.len();
    let touching = backlinks.len() + parallels.len();
    out.push_str("<details class=\"tools\"");
    if circular.meta.language.is_none_or(|l| l.tag() != shelf.config.language) {
        out.push_str(" lang=\"");
        escape(&shelf.config.language, out);
        out.push('"');
    }
    out.push_str("><summary aria-label=\"");
    escape(&words.get("ui", "clause_tools").replace("{clause}", at), out);
    if touching > 0 {
        // Writing to a String can't fail.
        let _ = write!(out, " {touching}\">{touching}");
    } else {
        out.push_str("\">");
    }
    out.push_str("</summary><div class=\"panel\">");
    let empty = out.len();
    let plain = |link| Line { link, note: "" };
    let links = backlinks.iter().filter_map(|b| shelf.clause_link(way, &b.slug, Some(&b.from)));
    list(out, shelf, "cited_by", links.map(plain));
    let links = citations.iter().map(|c| {
        let note = if is_earlier_text(shelf, circular, c) { words.get("ui", "cited_earlier") } else { "" };
        Line { link: target(shelf, circular, c, way), note }
    });
    list(out, shelf, "cites", links);
    let links = aligned.iter().filter_map(|(slug, anchor)| shelf.clause_link(way, slug, Some(anchor)));
    list(out, shelf, "other_texts", links.map(plain));
    parallel_list(out, shelf, circular, clause, parallels, way);
    // The clause beside what it was in the version before, and what it is in the one after.
    let links = versions().filter_map(|pair| {
        let (other, key) = match pair.after == circular.slug {
            true => (&pair.before, "compare_previous"),
            false => (&pair.after, "compare_next"),
        };
        let href = shelf.comparison(way, &circular.slug, other, Some(clause.anchor))?;
        Some(Link { text: words.get("ui", key).to_owned(), href })
    });
    list(out, shelf, "versions", links.map(plain));
    if out.len() == empty {
        out.truncate(start);
    } else {
        out.push_str("</div></details>");
    }
}

/// What a citation leads to, in words.
pub fn target(shelf: &Shelf, circular: &Circular, citation: &Citation, way: &Way) -> Link {
    let held = match &citation.target {
        Target::Held { slug, anchor } if *slug == circular.slug => {
            anchor.as_ref().map(|anchor| Link { text: place(circular, anchor), href: format!("#{anchor}") })
        }
        Target::Held { slug, anchor } => shelf.clause_link(way, slug, anchor.as_ref()),
        Target::Missing { slug, anchor } => {
            let note = shelf.words().get("ui", "no_such_clause");
            shelf.entry(slug).map(|entry| Link {
                text: format!("{}（{note}）", citation_form(entry.circular(), Some(anchor))),
                href: way.to_clause(slug, None),
            })
        }
        Target::NotHeld { work, .. } => Some(Link {
            text: format!("{}（{}）", citation.words, shelf.words().get("ui", "not_held_short")),
            href: not_held_href(shelf, work, way),
        }),
    };
    held.unwrap_or_else(|| Link { text: citation.words.clone(), href: String::new() })
}

/// The place of a work on the page of what is not held; empty when it is not listed there.
pub fn not_held_href(shelf: &Shelf, work: &str, way: &Way) -> String {
    if shelf.is_listed_as_not_held(work) {
        format!("{}#{}", way.to("cited.html"), address::encode(&address::id("work", work)))
    } else {
        String::new()
    }
}

/// Whether the text that a citation leads to is later than the citing one: what was cited is an earlier text that is
/// not held.
fn is_earlier_text(shelf: &Shelf, circular: &Circular, citation: &Citation) -> bool {
    let (Target::Held { slug, .. } | Target::Missing { slug, .. }) = &citation.target else { return false };
    let day = |c: &Circular| c.meta.dates.revised.last().copied().or(c.meta.dates.principal());
    let held = shelf.entry(slug).filter(|_| *slug != circular.slug).and_then(|e| day(e.circular()));
    held.zip(day(circular)).is_some_and(|(held, citing)| held.is_after(citing))
}

/// A line of a list, and what is to be said of it.
struct Line<'n> {
    link: Link,
    note: &'n str,
}

/// Appends `lines` under the word `heading` of the interface, each once of those that follow one another; nothing when
/// there are none.
fn list<'n>(out: &mut String, shelf: &Shelf, heading: &'n str, lines: impl Iterator<Item = Line<'n>>) {
    let mut count = 0;
    let (mut item, mut last) = (String::new(), String::new());
    for line in lines {
        item.clear();
        item.push_str("<li>");
        push_link(&mut item, &line.link);
        if !line.note.is_empty() {
            item.push_str(" <small class=\"faint\">");
            escape(line.note, &mut item);
            item.push_str("</small>");
        }
        item.push_str("</li>");
        if item == last {
            continue;
        }
        count += 1;
        if count == 1 {
            out.push_str("<p class=\"what\">");
            escape(shelf.words().get("ui", heading), out);
            out.push_str("</p><ul>");
        }
        if count <= MOST {
            out.push_str(&item);
        }
        std::mem::swap(&mut item, &mut last);
    }
    if count > MOST {
        out.push_str("<li>");
        escape(&shelf.words().count("more", count - MOST), out);
        out.push_str("</li>");
    }
    if count > 0 {
        out.push_str("</ul>");
    }
}

fn push_link(out: &mut String, link: &Link) {
    if link.href.is_empty() {
        escape(&link.text, out);
    } else {
        out.push_str("<a href=\"");
        escape(&link.href, out);
        out.push_str("\">");
        escape(&link.text, out);
        out.push_str("</a>");
    }
}

/// The closest parallels: those that say the same from end to end together, the others each with its words.
fn parallel_list(
    out: &mut String,
    shelf: &Shelf,
    circular: &Circular,
    clause: ClauseRef,
    parallels: &[Parallel],
    way: &Way,
) {
    let held = parallels.iter().filter_map(|parallel| Some((parallel, shelf.entry(parallel.slug)?)));
    let (same, alike): (Vec<_>, Vec<_>) = held.partition(|(parallel, _)| parallel.clause.text == clause.text);
    if same.is_empty() && alike.is_empty() {
        return;
    }
    let words = shelf.words();
    let link = |out: &mut String, parallel: &Parallel| {
        if let Some(link) = shelf.clause_link(way, parallel.slug, Some(parallel.to)) {
            push_link(out, &link);
        }
    };
    out.push_str("<p class=\"what\">");
    escape(words.get("ui", "parallels"), out);
    out.push_str("</p><ul>");
    // What says the same tells nothing new: the first stands for all.
    if let Some((parallel, _)) = same.first() {
        out.push_str("<li>");
        link(out, parallel);
        out.push_str(" <small class=\"faint\">");
        match same.len() {
            1 => escape(words.get("ui", "same_words"), out),
            n => escape(&words.count("same_words_in", n), out),
        }
        out.push_str("</small></li>");
    }
    for (parallel, entry) in alike.iter().take(CLOSEST) {
        out.push_str("<li>");
        link(out, parallel);
        if let Some(href) = shelf.comparison(way, &circular.slug, parallel.slug, Some(parallel.from)) {
            out.push_str(" <a class=\"beside\" href=\"");
            escape(&href, out);
            out.push_str("\">");
            escape(words.get("ui", "compare"), out);
            out.push_str("</a>");
        }
        let language = |circular: &Circular| circular.meta.language.map_or("zh-Hans", |l| l.tag());
        out.push_str("<blockquote");
        if language(entry.circular()) != shelf.config.language {
            out.push_str(" lang=\"");
            out.push_str(language(entry.circular()));
            out.push('"');
        }
        out.push('>');
        let spans = parallel.shared.iter().map(|(_, theirs)| *theirs).collect();
        with_shared_words(parallel.clause.text, spans, out);
        out.push_str("</blockquote></li>");
    }
    if alike.len() > CLOSEST {
        out.push_str("<li class=\"faint\">");
        escape(&words.count("more_in_data", alike.len() - CLOSEST), out);
        out.push_str("</li>");
    }
    out.push_str("</ul>");
}

/// Appends `text` with the shared words marked, and what lies far from them left out.
fn with_shared_words(text: &str, mut spans: Vec<Span>, out: &mut String) {
    const KEPT: usize = 24;
    spans.sort_unstable_by_key(|s| s.start);
    let mut at = 0;
    for span in &spans {
        let (Some(gap), Some(words)) = (text.get(at..span.start), text.get(span.start..span.end)) else {
            continue;
        };
        let (head, tail) = if at == 0 { (0, KEPT) } else { (KEPT, KEPT) };
        without_middle(gap, head, tail, out);
        out.push_str("<mark>");
        escape(words, out);
        out.push_str("</mark>");
        at = span.end;
    }
    let rest = text.get(at..).unwrap_or_default();
    let (head, tail) = if at == 0 { (4 * KEPT, 0) } else { (KEPT, 0) };
    without_middle(rest, head, tail, out);
}

/// Appends the first `head` and last `tail` characters of `text`, `…` for a longer middle.
fn without_middle(text: &str, head: usize, tail: usize, out: &mut String) {
    let place = |n: usize| text.char_indices().nth(n).map(|(at, _)| at);
    if place(head + tail + 2).is_none() {
        return escape(text, out);
    }
    let start = place(head).unwrap_or(text.len());
    let end =
        tail.checked_sub(1).and_then(|n| text.char_indices().rev().nth(n)).map_or(text.len(), |(at, _)| at);
    escape(text.get(..start).unwrap_or_default(), out);
    out.push('…');
    escape(text.get(end..).unwrap_or_default(), out);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shared_words_are_marked_and_distance_is_cut() {
        let text = format!("{}共有<文字>{}", "前".repeat(60), "后".repeat(60));
        let start = 180;
        let mut html = String::new();
        with_shared_words(&text, vec![Span::new(start, start + 14)], &mut html);
        let (before, after) = ("前".repeat(24), "后".repeat(24));
        assert_eq!(html, format!("…{before}<mark>共有&lt;文字&gt;</mark>{after}…"));
    }
}
