//! The text of a circular: its blocks in the nesting of the outline, each clause under its anchor.

use super::address::Way;
use super::around::Around;
use super::citation_form::place;
use super::footnotes::{Footnotes, is_definition};
use super::html::{escape, escaped, shortened};
use super::markdown::{self, Setting};
use super::marks::{inline_images, is_shown, marks};
use super::panel::panel;
use super::shelf::Shelf;
use super::toc::Item;
use crate::model::{Anchor, BlockRef, Circular, ClauseRef, Entry, Repair, Role, Token};
use rustc_hash::{FxHashMap, FxHashSet};
use std::borrow::Cow;

/// A circular's text and its table of contents.
pub struct Body {
    pub html: String,
    pub contents: Vec<Item>,
    /// Whether the text prints a title of its own.
    pub titled: bool,
}

/// Renders the blocks of `entry` for a page whose way up is `way`.
pub fn body(shelf: &Shelf, entry: &Entry, way: &Way) -> Body {
    let circular = entry.circular();
    let blocks: Vec<Cow<str>> = (0..circular.blocks.len()).map(|at| entry.page.markdown(at)).collect();
    let mut page = Writer {
        shelf,
        entry,
        way,
        around: Around::of(shelf.corpus, entry),
        notes: Footnotes::collect(blocks.iter()),
        restored: entry.record.iter().flat_map(|r| &r.repairs).filter(|r| is_shown(r)).collect(),
        old: old_anchors(circular),
        ids: circular.blocks.anchors().iter().collect(),
        open: Vec::new(),
        titles: 0,
        out: String::with_capacity(64 * 1024),
        contents: Vec::new(),
    };
    for (at, (block, markdown)) in circular.blocks.iter().zip(&blocks).enumerate() {
        match block {
            _ if is_definition(markdown) => {}
            BlockRef::Clause(clause) => page.clause(clause, markdown),
            BlockRef::Line { role, text, .. } => page.line(role, text, markdown, at),
        }
    }
    page.close_to(0);
    let notes = page.notes.html();
    page.out.push_str(&notes);
    Body { html: page.out, contents: page.contents, titled: page.titles > 0 }
}

fn old_anchors(circular: &Circular) -> FxHashMap<&Anchor, Vec<&Anchor>> {
    let mut old: FxHashMap<&Anchor, Vec<&Anchor>> = FxHashMap::default();
    for (from, to) in &circular.meta.moved {
        if let Some(clause) = circular.find(to) {
            old.entry(clause.anchor).or_default().push(from);
        }
    }
    old
}

struct Writer<'a> {
    shelf: &'a Shelf<'a>,
    entry: &'a Entry,
    way: &'a Way,
    around: Around<'a>,
    notes: Footnotes,
    restored: Vec<&'a Repair>,
    old: FxHashMap<&'a Anchor, Vec<&'a Anchor>>,
    /// Anchors that have been or will be used as ids.
    ids: FxHashSet<&'a Anchor>,
    /// Open clauses, outermost first, and whether each stands in the contents.
    open: Vec<(ClauseRef<'a>, bool)>,
    titles: usize,
    out: String,
    contents: Vec<Item>,
}

impl<'a> Writer<'a> {
    fn clause(&mut self, clause: ClauseRef<'a>, markdown: &str) {
        let depth = match &clause.parent {
            Some(parent) => self.open.iter().rposition(|(c, _)| c.anchor == *parent).map_or(0, |at| at + 1),
            None => 0,
        };
        self.close_to(depth);
        let listed = self.list_in_contents(clause);
        let token = clause.anchor.last().map_or("para", |(token, _)| token.name());
        let doubted =
            self.around.doubts.get(&clause.anchor).is_some_and(|d| d.iter().any(|d| d.words.is_empty()));
        let class = if doubted { " doubtful" } else { "" };
        let at = place(self.entry.circular(), clause.anchor);
        let number = clause.printed_number();
        self.out.push_str("<div class=\"clause u-");
        self.out.push_str(token);
        self.out.push_str(class);
        self.out.push_str("\" id=\"");
        self.out.push_str(clause.anchor.as_str());
        // What one cites it by, for the script; mostly it is the number that is printed.
        if at != number {
            self.out.push_str("\" data-at=\"");
            escape(&at, &mut self.out);
        }
        self.out.push_str("\">");
        self.other_ids(clause);
        let lead = lead(clause);
        if lead.is_empty() {
            // Without script the sign is the only way to the address of a clause without number.
            self.out.push_str("<a class=\"at\" href=\"#");
            self.out.push_str(clause.anchor.as_str());
            self.out.push_str("\">¶</a>");
        }
        let heading = is_heading(clause);
        let (open, close) = if heading {
            let above = self.titles.max(1) - 1 + self.headings_above();
            HEADINGS.get(above).copied().unwrap_or(LOWEST)
        } else {
            ("<p>", "</p>")
        };
        let setting = Setting {
            open,
            close,
            lead: &lead,
            number,
            heading,
            header_rows: clause.table.map_or(1, |t| t.header),
        };
        let (shelf, entry, way) = (self.shelf, self.entry, self.way);
        let (around, restored) = (&self.around, &self.restored);
        markdown::block(&mut self.out, markdown, &setting, &mut self.notes, |plain| {
            marks(shelf, entry.circular(), clause, around, restored, way, plain)
        });
        if doubted {
            self.doubt_sign(clause);
        }
        panel(&mut self.out, self.shelf, self.entry.circular(), clause, &at, &self.around, self.way);
        self.open.push((clause, listed));
    }

    /// Empty elements for the other anchors that land on this clause.
    fn other_ids(&mut self, clause: ClauseRef<'a>) {
        let moved = self.old.remove(&clause.anchor).unwrap_or_default();
        for anchor in clause.also.iter().chain(moved) {
            if self.ids.insert(anchor) {
                self.out.push_str("<i id=\"");
                self.out.push_str(anchor.as_str());
                self.out.push_str("\"></i>");
            }
        }
    }

    fn headings_above(&self) -> usize {
        self.open.iter().filter(|(c, _)| is_heading(*c)).count()
    }

    fn list_in_contents(&mut self, clause: ClauseRef<'a>) -> bool {
        let is_article = matches!(clause.anchor.last(), Some((Token::Article | Token::Attachment, _)));
        let listed = is_article || !clause.heading.is_empty();
        if listed {
            let title = if clause.heading.is_empty() {
                shortened(clause.text, 14)
            } else {
                clause.heading.to_owned()
            };
            self.contents.push(Item {
                depth: self.open.iter().filter(|(_, listed)| *listed).count(),
                anchor: clause.anchor.to_string(),
                number: clause.printed_number().to_owned(),
                title,
                quiet: clause.heading.is_empty(),
            });
        }
        listed
    }

    fn doubt_sign(&mut self, clause: ClauseRef) {
        let doubts = self.around.doubts.get(&clause.anchor).into_iter().flatten();
        let messages: Vec<&str> = doubts.filter(|d| d.words.is_empty()).map(|d| d.message.as_str()).collect();
        self.out.push_str(&format!(
            "<p class=\"doubt-sign\"><a href=\"#doubts\">{}</a>{}</p>",
            escaped(self.shelf.words().get("ui", "doubt_sign")),
            escaped(&messages.join("；"))
        ));
    }

    fn line(&mut self, role: Role, text: &str, markdown: &str, at: usize) {
        if !matches!(role, Role::Image | Role::Caption | Role::Other) {
            self.close_to(0);
        }
        if role == Role::Image {
            return self.image(text, at);
        }
        let (open, close) = match role {
            Role::Title | Role::CoverTitle => {
                self.titles += 1;
                let level = self.titles.min(2);
                (format!("<h{level} class=\"role-{}\">", name(role)), format!("</h{level}>"))
            }
            _ => (format!("<p class=\"role-{}\">", name(role)), "</p>".to_owned()),
        };
        let heading = matches!(role, Role::Title | Role::CoverTitle);
        let setting = Setting { open: &open, close: &close, heading, ..Setting::plain() };
        let (shelf, slug, way) = (self.shelf, &self.entry.circular().slug, self.way);
        markdown::block(&mut self.out, markdown, &setting, &mut self.notes, |plain| {
            inline_images(shelf, slug, way, plain)
        });
    }

    /// An image of the source is shown when the site holds it; nothing is fetched from elsewhere. Its
    /// caption, below it or above, says what it shows.
    fn image(&mut self, path: &str, at: usize) {
        let label = self.shelf.words().get("ui", "image");
        let circular = self.entry.circular();
        let Some(file) = self.shelf.sources.image(&circular.slug, path) else {
            let colon = escaped(self.shelf.words().get("ui", "colon"));
            self.out.push_str(&format!(
                "<p class=\"image\">〔{}{colon}{}〕</p>",
                escaped(label),
                escaped(path)
            ));
            return;
        };
        let caption = |at: Option<usize>| match circular.blocks.get(at?) {
            Some(BlockRef::Line { role: Role::Caption, text, .. }) => Some(text),
            _ => None,
        };
        let alt = caption(Some(at + 1)).or_else(|| caption(at.checked_sub(1))).unwrap_or(label);
        let src = self.way.to(file);
        self.out.push_str(&format!("<figure><img src=\"{src}\" alt=\"{}\"></figure>", escaped(alt)));
    }

    fn close_to(&mut self, depth: usize) {
        while self.open.len() > depth {
            self.open.pop();
            self.out.push_str("</div>\n");
        }
    }
}

/// The tags of headings below a title, outermost first.
const HEADINGS: [(&str, &str); 4] = [
    ("<h2 class=\"heading\">", "</h2>"),
    ("<h3 class=\"heading\">", "</h3>"),
    ("<h4 class=\"heading\">", "</h4>"),
    ("<h5 class=\"heading\">", "</h5>"),
];
/// Those of all that stand deeper: HTML has no more.
const LOWEST: (&str, &str) = ("<h6 class=\"heading\">", "</h6>");

/// A heading that stands alone on its line, whether quoted text follows it or not.
pub fn is_heading(clause: ClauseRef) -> bool {
    clause.is_heading()
        || (clause.table.is_none() && !clause.heading.is_empty() && clause.text.starts_with('\n'))
}

/// The printed number as a link to the clause's own address.
fn lead(clause: ClauseRef) -> String {
    let number = clause.printed_number();
    if number.is_empty() {
        return String::new();
    }
    // GB/T 9704 puts no blank after 一、（一）1.; after 第X条 and 第X章 one full-width space is usual.
    let blank = if number.starts_with('第') { "\u{3000}" } else { "" };
    format!("<a class=\"num\" href=\"#{}\">{}</a>{blank}", clause.anchor, escaped(number))
}

fn name(role: Role) -> &'static str {
    match role {
        Role::Title => "title",
        Role::CoverTitle => "cover-title",
        Role::Number => "number",
        Role::HistoryNote => "history-note",
        Role::Recipients => "recipients",
        Role::Contents => "contents",
        Role::AttachmentList => "attachment-list",
        Role::Signature => "signature",
        Role::Date => "date",
        Role::Note => "note",
        Role::CopiedTo => "copied-to",
        Role::Imprint => "imprint",
        Role::Caption => "caption",
        Role::Image => "image",
        Role::Other => "other",
    }
}
