//! What is marked inside a clause's text.

use super::address::Way;
use super::around::Around;
use super::body::is_heading;
use super::html::escaped;
use super::markdown::Mark;
use super::panel::not_held_href;
use super::shelf::Shelf;
use crate::model::{Certainty, Circular, ClauseRef, Repair, RepairKind, Target};

/// Repairs that a reader of the text should see: what was restored, and what is a guess.
pub fn is_shown(repair: &Repair) -> bool {
    let words = repair.after.trim();
    (repair.kind == RepairKind::ByteSlip || repair.certainty == Certainty::Conjecture)
        && words.chars().count() > 1
}

/// What to mark in a clause: its run-in heading, what it cites but the collection does not hold
/// (what is held is linked in the page already), doubts, and words that were restored.
pub fn marks(
    shelf: &Shelf,
    circular: &Circular,
    clause: ClauseRef,
    around: &Around,
    restored: &[&Repair],
    way: &Way,
    plain: &str,
) -> Vec<Mark> {
    let mut marks = Vec::new();
    let heading = clause.heading;
    if !is_heading(clause) && !heading.is_empty() && plain.starts_with(heading) {
        let stop = plain[heading.len()..].chars().next().filter(|c| *c == '。').map_or(0, char::len_utf8);
        let end = heading.len() + stop;
        let open = "<strong class=\"run-in\">".to_owned();
        marks.push(Mark { start: 0, end, open, close: "</strong>", link: false });
    }
    // Spans count in the clause's text; a page that people wrote differently keeps only its own links.
    if plain.trim_end() == clause.text {
        let mut end = 0;
        for citation in around.cites.get(&clause.anchor).into_iter().flatten() {
            let span = citation.span;
            if span.start < end || span.is_empty() {
                continue;
            }
            end = span.end;
            if let Some((open, close)) = citation_tag(shelf, circular, &citation.target, way) {
                marks.push(Mark { start: span.start, end: span.end, open, close, link: true });
            }
        }
    }
    for doubt in around.doubts.get(&clause.anchor).into_iter().flatten() {
        let open = format!("<span class=\"doubt\" title=\"{}\">", escaped(&doubt.message));
        marks.extend(at_words(plain, &doubt.words, open));
    }
    for repair in restored {
        let note = repair.note.as_deref().unwrap_or(shelf.words().get("repair", repair.kind.name()));
        let class = if repair.certainty == Certainty::Conjecture { "conjecture" } else { "restored" };
        let open = format!("<span class=\"{class}\" title=\"{}\">", escaped(note));
        marks.extend(at_words(plain, repair.after.trim(), open));
    }
    marks.extend(inline_images(shelf, &circular.slug, way, plain));
    marks
}

/// An image amid the words (a rare character, a formula), `[img PATH]` in the text: shown in its place,
/// the words hidden behind it.
pub fn inline_images(shelf: &Shelf, slug: &str, way: &Way, plain: &str) -> Vec<Mark> {
    let mut marks = Vec::new();
    for (path, file) in shelf.sources.images(slug) {
        let words = format!("[img {path}]");
        let (src, alt) = (way.to(file), escaped(shelf.words().get("ui", "image")));
        let open = format!("<img class=\"inline\" src=\"{src}\" alt=\"{alt}\"><span hidden>");
        marks.extend(plain.match_indices(&words).map(|(start, _)| Mark {
            start,
            end: start + words.len(),
            open: open.clone(),
            close: "</span>",
            link: false,
        }));
    }
    marks
}

fn at_words(plain: &str, words: &str, open: String) -> Option<Mark> {
    let start = if words.is_empty() { None } else { plain.find(words) }?;
    Some(Mark { start, end: start + words.len(), open, close: "</span>", link: false })
}

/// The tags around a citation that is no link in the page's Markdown.
fn citation_tag(
    shelf: &Shelf,
    circular: &Circular,
    target: &Target,
    way: &Way,
) -> Option<(String, &'static str)> {
    let words = shelf.words();
    let link = |class: &str, title: &str, href: &str| {
        let title = if title.is_empty() { String::new() } else { format!(" title=\"{}\"", escaped(title)) };
        (format!("<a class=\"{class}\"{title} href=\"{}\">", escaped(href)), "</a>")
    };
    match target {
        Target::Held { slug, anchor } if *slug == circular.slug => {
            anchor.as_ref().map(|anchor| link("cite", "", &format!("#{anchor}")))
        }
        Target::Held { slug, anchor } => {
            shelf.entry(slug)?;
            Some(link("cite", "", &way.to_clause(slug, anchor.as_ref())))
        }
        Target::Missing { slug, .. } => {
            shelf.entry(slug)?;
            let href = way.to_clause(slug, None);
            Some(link("cite missing", words.get("ui", "no_such_clause"), &href))
        }
        Target::NotHeld { work, .. } => {
            let href = not_held_href(shelf, work, way);
            (!href.is_empty()).then(|| link("cite not-held", words.get("ui", "not_held"), &href))
        }
    }
}
