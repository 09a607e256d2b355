//! Which lines of a page are the document, and which its frame.
//!
//! The main text is the innermost element that holds nearly all running text of
//! the page; what a link says is no running text. Then single lines around it are
//! taken in that belong to the document: its title, its table of fields, its
//! signature; and inside it what is plainly navigation is put out.
//! Known containers of Chinese government sites count as hints, no more.

use super::fields::{known_field, split_fields};
use super::flow::{Kind, Line};
use super::weight::Page;
use crate::source::lines::Chrome;
use regex::Regex;
use scraper::Html;
use std::sync::LazyLock;

const OUTSIDE: Chrome = Some("outside the main text of the web page");
const NAVIGATION: Chrome = Some("navigation inside the web page");

/// For each line whether it is chrome, and whether a main text was found.
/// Lines of several fields before the main text are taken apart.
pub(super) fn judge(html: &Html, lines: &mut Vec<Line>) -> (Vec<Chrome>, bool) {
    let page = Page::weigh(html, lines);
    let Some(main) = page.main_text() else { return (vec![None; lines.len()], false) };
    let before = lines.iter().position(|line| page.is_below(line.owner, main)).unwrap_or(0);
    let fields: Vec<Line> = lines.drain(..before).flat_map(split_fields).collect();
    lines.splice(0..0, fields);
    let lines: &[Line] = lines;
    let inside: Vec<bool> = lines.iter().map(|line| page.is_below(line.owner, main)).collect();
    let first = inside.iter().position(|inside| *inside).unwrap_or(0);
    let last = inside.iter().rposition(|inside| *inside).unwrap_or(0);
    let mut chrome: Vec<Chrome> = Vec::with_capacity(lines.len());
    for (line, inside) in lines.iter().zip(&inside) {
        chrome.push(match inside {
            true if page.is_navigation(line, main) => NAVIGATION,
            true => None,
            false => OUTSIDE,
        });
    }
    let before = first.min(lines.len());
    keep_fields(&lines[..before], &mut chrome);
    keep_title(&page, html, lines, first, &mut chrome);
    keep_closing(lines, last, &mut chrome);
    // A blank line goes with the line above it.
    for at in 1..lines.len() {
        if lines[at].text.is_empty() && !inside[at] {
            chrome[at] = chrome[at - 1];
        }
    }
    (chrome, true)
}

/// Tables of fields and lines `label：value` that stand before the main text.
fn keep_fields(lines: &[Line], chrome: &mut [Chrome]) {
    let mut value_follows = false;
    for (line, chrome) in lines.iter().zip(chrome) {
        let bare: String = line.text.chars().filter(|c| !c.is_whitespace()).collect();
        if bare.is_empty() {
            continue;
        }
        let field = known_field(&bare);
        if line.kind == Kind::Field || field || (value_follows && bare.chars().count() <= 120) {
            *chrome = None;
        }
        value_follows = field && bare.ends_with(['：', ':']);
    }
}

/// The title where the page sets it apart from the text.
fn keep_title(page: &Page<'_>, html: &Html, lines: &[Line], first: usize, chrome: &mut [Chrome]) {
    let squeezed = |text: &str| -> String { text.chars().filter(|c| !c.is_whitespace()).collect() };
    let page_title = html
        .tree
        .root()
        .descendants()
        .find(|node| node.value().as_element().is_some_and(|element| element.name() == "title"))
        .map(|node| {
            node.children()
                .filter_map(|child| child.value().as_text().map(|text| squeezed(text)))
                .collect::<String>()
        })
        .unwrap_or_default();
    let opening: String = lines
        .iter()
        .skip(first)
        .filter(|line| !line.text.is_empty())
        .take(6)
        .map(|line| squeezed(&line.text))
        .collect();
    for at in (0..first.min(lines.len())).rev() {
        let title = squeezed(&lines[at].text);
        let long = title.chars().count() >= 6;
        let said = long && (page_title.contains(&title) || page.is_heading(lines[at].owner));
        if said && lines[at].linked == 0 && chrome[at].is_some() && !opening.contains(&title) {
            chrome[at] = None;
            // A title may run over several lines of one heading.
            let heading = lines[at].owner;
            for above in (0..at).rev().take_while(|above| lines[*above].owner == heading) {
                chrome[above] = None;
            }
            return;
        }
    }
}

/// A signature, a date or an annex that the page sets below its main text.
fn keep_closing(lines: &[Line], last: usize, chrome: &mut [Chrome]) {
    static CLOSING: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"^(?:[0-9０-９]{4}|[一二〇○ＯO零]{4})年[0-9０-９一二三四五六七八九十]+月[0-9０-９一二三四五六七八九十]+日$|^附件[0-9０-９一二三四五六七八九十]*[：:]?|^抄送[：:]|^（此件").ok()
    });
    let Some(closing) = CLOSING.as_ref() else { return };
    let after = last.saturating_add(1)..lines.len();
    let near = after.clone().filter(|at| !lines[*at].text.is_empty()).take(6);
    let end = near
        .take_while(|at| lines[*at].linked * 2 < lines[*at].text.chars().count())
        .filter(|at| {
            closing.is_match(&lines[*at].text.chars().filter(|c| !c.is_whitespace()).collect::<String>())
        })
        .last();
    if let Some(end) = end {
        for chrome in &mut chrome[after.start..=end] {
            *chrome = None;
        }
    }
}
