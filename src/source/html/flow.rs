//! A tree of elements as lines of text: blocks and `<br>` end lines, white
//! space collapses (CSS Text 3, 4.1), tables become rows.

use super::element::{Flow, flow_of, image_source};
use super::table::{self, Shape};
use crate::model::Label;
use crate::source::pieces::{Laid, Pieces};
use ego_tree::{NodeId, NodeRef};
use scraper::{Html, Node};

/// A line, and what `main_text` wants to know of it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Line {
    /// Without white space at its ends; empty for a blank line.
    pub text: String,
    /// The innermost block it stands in.
    pub owner: NodeId,
    /// Characters inside links, white space not counted.
    pub linked: usize,
    pub kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Paragraph,
    /// A row of a table of data.
    Row,
    /// A label or value of a table of fields (索引号：…).
    Field,
}

pub(super) fn lay_out(html: &Html) -> Vec<Line> {
    let root = html.tree.root();
    let mut writer = Writer::new(root.id());
    walk(root, &mut |step| writer.step(step));
    writer.flush(false);
    writer.lines
}

/// One step on the way through a tree.
pub(super) enum Step<'a> {
    Open(NodeRef<'a, Node>),
    Close(NodeRef<'a, Node>),
}

/// Goes through the tree below `root` without recursion. `visit` says at each
/// `Open` whether to go down; without that there is no `Close`.
pub(super) fn walk<'a>(root: NodeRef<'a, Node>, visit: &mut impl FnMut(Step<'a>) -> bool) {
    let mut node = root;
    loop {
        if visit(Step::Open(node)) {
            if let Some(child) = node.first_child() {
                node = child;
                continue;
            }
            visit(Step::Close(node));
        }
        loop {
            if node.id() == root.id() {
                return;
            }
            if let Some(next) = node.next_sibling() {
                node = next;
                break;
            }
            let Some(parent) = node.parent() else { return };
            node = parent;
            visit(Step::Close(node));
        }
    }
}

struct Writer {
    lines: Vec<Line>,
    pieces: Pieces,
    /// White space seen since the last character: does it hold a line feed?
    gap: Option<bool>,
    linked: usize,
    links: usize,
    preformatted: usize,
    blocks: Vec<NodeId>,
    kind: Kind,
    /// Counters of the open lists; None for lists without numbers.
    lists: Vec<Option<i64>>,
    /// The number that a browser prints before the next line.
    marker: Option<String>,
}

impl Writer {
    fn new(root: NodeId) -> Self {
        Writer {
            lines: Vec::new(),
            pieces: Pieces::default(),
            gap: None,
            linked: 0,
            links: 0,
            preformatted: 0,
            blocks: vec![root],
            kind: Kind::Paragraph,
            lists: Vec::new(),
            marker: None,
        }
    }

    fn step(&mut self, step: Step<'_>) -> bool {
        match step {
            Step::Open(node) => self.open(node),
            Step::Close(node) => {
                self.close(node);
                true
            }
        }
    }

    fn open(&mut self, node: NodeRef<'_, Node>) -> bool {
        let element = match node.value() {
            Node::Text(text) => {
                self.text(text);
                return false;
            }
            Node::Element(element) => element,
            Node::Document | Node::Fragment => return true,
            _ => return false,
        };
        let flow = flow_of(element);
        if flow == Flow::Hidden {
            return false;
        }
        if flow == Flow::Block {
            self.flush(false);
            self.blocks.push(node.id());
        }
        match element.name() {
            "br" => self.flush(true),
            "img" => {
                if let Some(source) = image_source(element) {
                    self.image(&source);
                }
            }
            "a" => self.links += 1,
            "pre" | "textarea" => self.preformatted += 1,
            "ol" => {
                let start = element.attr("start").and_then(|n| n.trim().parse().ok()).unwrap_or(1);
                let numbered = element.attr("style").is_none_or(|style| !style.contains("none"));
                self.lists.push(numbered.then_some(start));
            }
            "ul" => self.lists.push(None),
            "li" => {
                if let Some(Some(next)) = self.lists.last_mut() {
                    let number = element.attr("value").and_then(|n| n.trim().parse().ok()).unwrap_or(*next);
                    *next = number.saturating_add(1);
                    self.marker = Some(format!("{number}."));
                }
            }
            "table" => return self.open_table(node),
            _ => {}
        }
        true
    }

    fn close(&mut self, node: NodeRef<'_, Node>) {
        let Node::Element(element) = node.value() else { return };
        if flow_of(element) == Flow::Block {
            self.flush(false);
            self.blocks.pop();
        }
        match element.name() {
            "a" => self.links = self.links.saturating_sub(1),
            "pre" | "textarea" => self.preformatted = self.preformatted.saturating_sub(1),
            "ol" | "ul" => {
                self.lists.pop();
            }
            "li" => self.marker = None,
            "table" => self.kind = Kind::Paragraph,
            "tr" if self.kind == Kind::Field => self.blank(),
            _ => {}
        }
    }

    /// Writes a table of data at once; a table that only lays out the page is gone through.
    fn open_table(&mut self, node: NodeRef<'_, Node>) -> bool {
        match table::shape(node) {
            Shape::Layout => true,
            Shape::Fields => {
                self.kind = Kind::Field;
                true
            }
            Shape::Grid(rows) => {
                for row in rows {
                    self.lines.push(Line {
                        text: row.text,
                        owner: node.id(),
                        linked: row.linked,
                        kind: row.kind,
                    });
                }
                self.blocks.pop();
                false
            }
        }
    }

    fn text(&mut self, text: &str) {
        for c in text.chars() {
            if self.preformatted > 0 && c == '\n' {
                self.flush(true);
            } else if matches!(
                c,
                ' ' | '\t' | '\n' | '\r' | '\x0B' | '\x0C' | '\u{85}' | '\u{2028}' | '\u{2029}'
            ) {
                self.gap = Some(self.gap.unwrap_or(false) || matches!(c, '\n' | '\r'));
            } else {
                self.char(c);
            }
        }
    }

    fn char(&mut self, c: char) {
        let line = self.pieces.words();
        let gap = self.gap.take();
        if let Some(wrapped) = gap.filter(|_| !line.is_empty()) {
            // A line feed of the file between two Han characters is no space.
            let glued = wrapped && is_wide(c) && line.chars().next_back().is_some_and(is_wide);
            if !glued {
                line.push(' ');
            }
        }
        line.push(c);
        self.linked += usize::from(self.links > 0 && !c.is_whitespace());
    }

    fn image(&mut self, source: &str) {
        self.gap = None;
        self.pieces.image(source);
    }

    /// Ends the line; `forced` (`<br>`) ends an empty one, too.
    fn flush(&mut self, forced: bool) {
        self.gap = None;
        let linked = std::mem::take(&mut self.linked);
        let laid = self.pieces.lay();
        if laid.is_empty() && forced {
            self.blank();
        }
        for laid in laid {
            match (laid, self.marker.take()) {
                (Laid::Image(image), marker) => {
                    self.marker = marker;
                    self.push(image, 0);
                }
                // A page that prints the number itself, too, means it once.
                (Laid::Words(words), Some(marker)) if Label::split(&words).is_none() => {
                    self.push(format!("{marker} {words}"), linked);
                }
                (Laid::Words(words), _) => self.push(words, linked),
            }
        }
    }

    fn push(&mut self, text: String, linked: usize) {
        self.lines.push(Line { text, owner: self.owner(), linked, kind: self.kind });
    }

    fn blank(&mut self) {
        self.push(String::new(), 0);
    }

    fn owner(&self) -> NodeId {
        // `blocks` begins with the root, which is never closed.
        self.blocks.last().copied().unwrap_or(self.blocks[0])
    }
}

/// Characters that fill a Han square.
pub(in crate::source) fn is_wide(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{303F}' | '\u{3040}'..='\u{31FF}' | '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}'
        | '\u{FE30}'..='\u{FE4F}' | '\u{FF00}'..='\u{FFEF}' | '\u{20000}'..='\u{3FFFF}' | '“' | '”' | '‘' | '’' | '—' | '…' | '·')
}
