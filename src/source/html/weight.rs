//! Where the running text of a page stands: sums over everything below each element.

use super::flow::{Kind, Line, Step, walk};
use super::site::{is_frame, is_furniture, is_known_container, is_margin, names};
use crate::model::Label;
use ego_tree::{NodeId, NodeRef};
use scraper::{Html, Node};
use std::collections::HashMap;

/// Sums over everything below an element.
#[derive(Debug, Clone, Copy, Default)]
struct Weight {
    /// Characters of running text.
    running: usize,
    chars: usize,
    linked: usize,
    /// Lines that are not blank, and those of them that are links.
    lines: usize,
    link_lines: usize,
    /// Lines that open with a clause number or name an annex.
    clauses: usize,
    /// It is furniture of the site.
    frame: bool,
}

/// A page and the weights of its elements.
pub(super) struct Page<'a> {
    html: &'a Html,
    weights: HashMap<NodeId, Weight>,
}

impl<'a> Page<'a> {
    pub(super) fn weigh(html: &'a Html, lines: &[Line]) -> Self {
        let mut weights: HashMap<NodeId, Weight> = HashMap::new();
        for line in lines.iter().filter(|line| !line.text.is_empty()) {
            let own = weights.entry(line.owner).or_default();
            let chars = line.text.chars().filter(|c| !c.is_whitespace()).count();
            own.chars += chars;
            own.linked += line.linked;
            own.lines += 1;
            own.link_lines += usize::from(line.linked * 5 >= chars * 4 && chars > 0);
            own.running += running(line, chars);
            own.clauses += usize::from(Label::split(&line.text).is_some() || line.text.starts_with("附件"));
        }
        // Children are closed before their parents, so each sum is whole when it is handed up.
        walk(html.tree.root(), &mut |step| {
            if let Step::Close(node) = step
                && let (Some(parent), Some(own)) = (node.parent(), weights.get(&node.id()).copied())
            {
                let up = weights.entry(parent.id()).or_default();
                up.running += own.running;
                up.chars += own.chars;
                up.linked += own.linked;
                up.lines += own.lines;
                up.link_lines += own.link_lines;
                up.clauses += own.clauses;
            }
            true
        });
        let mut page = Page { html, weights };
        page.put_frames_out();
        page
    }

    /// What the site's furniture says is no running text of the document. An element
    /// that holds half the page is no furniture, whatever its name.
    fn put_frames_out(&mut self) {
        let root = self.html.tree.root();
        let total = self.weight(root.id()).running;
        walk(root, &mut |step| {
            let Step::Open(node) = step else { return true };
            let running = self.weight(node.id()).running;
            let weight = self.weight(node.id());
            // Headlines with a few words of each story below them.
            let headlines =
                weight.link_lines >= 3 && weight.link_lines * 3 >= weight.lines && weight.clauses == 0;
            let frame = is_frame(node);
            let furniture = (running * 2 <= total && (frame || is_margin(node)))
                || (running * 4 <= total * 3 && headlines);
            if !furniture {
                return true;
            }
            for above in node.ancestors() {
                if let Some(weight) = self.weights.get_mut(&above.id()) {
                    weight.running = weight.running.saturating_sub(running);
                }
            }
            if let Some(weight) = self.weights.get_mut(&node.id()) {
                weight.running = 0;
                weight.frame = frame;
            }
            false
        });
    }

    fn weight(&self, id: NodeId) -> Weight {
        self.weights.get(&id).copied().unwrap_or_default()
    }

    /// The innermost container that holds nearly all running text.
    pub(super) fn main_text(&self) -> Option<NodeId> {
        let mut main = self.html.tree.root();
        let total = self.weight(main.id());
        if total.running == 0 {
            return None;
        }
        loop {
            let here = self.weight(main.id()).running;
            let best = main.children().max_by_key(|child| self.weight(child.id()).running);
            let Some(child) = best.filter(|child| may_hold_a_text(*child)) else { break };
            let weight = self.weight(child.id());
            let hinted = child.value().as_element().is_some_and(is_known_container);
            let enough = if hinted { weight.running * 2 >= here } else { weight.running * 10 >= here * 9 };
            if !enough || weight.lines < 2 {
                break;
            }
            main = child;
            if hinted && weight.running * 10 >= here * 9 && !self.has_hint_below(main) {
                break;
            }
        }
        Some(main.id())
    }

    fn has_hint_below(&self, node: NodeRef<'_, Node>) -> bool {
        node.descendants().skip(1).any(|below| {
            below.value().as_element().is_some_and(is_known_container)
                && self.weight(below.id()).running * 2 >= self.weight(node.id()).running
        })
    }

    pub(super) fn is_below(&self, id: NodeId, main: NodeId) -> bool {
        id == main || self.ancestors(id).any(|node| node.id() == main)
    }

    fn ancestors(&self, id: NodeId) -> impl Iterator<Item = NodeRef<'a, Node>> {
        self.html.tree.get(id).into_iter().flat_map(|node| node.ancestors())
    }

    /// Blocks of links and of site furniture below the main text.
    pub(super) fn is_navigation(&self, line: &Line, main: NodeId) -> bool {
        let total = self.weight(main);
        let own = self.html.tree.get(line.owner);
        own.into_iter().chain(self.ancestors(line.owner)).take_while(|node| node.id() != main).any(|node| {
            let weight = self.weight(node.id());
            let small = weight.chars * 5 < total.chars;
            let links = weight.link_lines >= 4
                && weight.linked * 5 >= weight.chars * 4
                && weight.clauses == 0
                && node.value().as_element().is_some_and(|element| element.name() != "p");
            small && (links || weight.frame)
        })
    }

    pub(super) fn is_heading(&self, id: NodeId) -> bool {
        let own = self.html.tree.get(id);
        own.into_iter().chain(self.ancestors(id)).take(2).any(|node| {
            node.value().as_element().is_some_and(|element| {
                matches!(element.name(), "h1" | "h2" | "h3")
                    || names(element)
                        .any(|name| matches!(name.as_str(), "title" | "tit" | "biaoti" | "arttitle"))
            })
        })
    }
}

/// Characters of a line that are running text: sentences and rows of data, not
/// captions, menus and other short words.
fn running(line: &Line, chars: usize) -> usize {
    let own = chars.saturating_sub(line.linked);
    if is_furniture(&line.text) {
        return 0;
    }
    let sentence = line.text.contains(['。', '；', '，', '：', ';', ',']);
    match line.kind {
        Kind::Field => 0,
        _ if line.linked * 2 > chars || line.text.starts_with("[img ") => 0,
        Kind::Row => own,
        Kind::Paragraph if own >= 15 || (sentence && own >= 6) => own,
        Kind::Paragraph => 0,
    }
}

/// Elements that hold several paragraphs, not one.
fn may_hold_a_text(node: NodeRef<'_, Node>) -> bool {
    node.value().as_element().is_some_and(|element| {
        !matches!(
            element.name(),
            "p" | "li" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "span" | "blockquote" | "tr"
        ) || node.children().filter_map(|child| child.value().as_element()).any(|child| child.name() == "td")
    })
}
