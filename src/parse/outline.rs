//! Lines to a tree of units.
//!
//! 1. Which numbering does the text use: articles or 一、（一）1.?
//! 2. Each numbered line closes the units of its own and lower rank and opens one.
//! 3. An unnumbered paragraph goes to the innermost unit that can have paragraphs:
//!    a heading, an article, or a unit whose own text runs on; after a list that a
//!    colon introduced it goes to the unit that has the list (`container`).

mod container;
mod system;

use super::lexer::{Kind, Line};
use super::parts::Item;
use super::{conclusion, contents, flattened, quotation, rubric, table};
use crate::model::{Label, Role, Table, Unit};
pub(super) use system::System;

/// A unit, or a line that is none.
#[derive(Debug, Clone)]
pub(super) enum Entry {
    Node(Node),
    Line(Role, String, usize),
}

#[derive(Debug, Clone)]
pub(super) struct Node {
    pub sort: Sort,
    pub label: Option<Label>,
    pub heading: String,
    pub text: String,
    pub table: Option<Table>,
    pub line: usize,
    /// Index (into the entries) of the unit it stands under.
    pub parent: Option<usize>,
    /// A table that could not be put together again.
    pub doubtful: bool,
}

impl Node {
    /// Only a heading: its paragraphs count from one.
    pub fn stands_alone(&self) -> bool {
        self.text.is_empty() && self.table.is_none()
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    Numbered(Unit),
    /// 序言
    Preface,
    Paragraph,
    Dash,
    Table,
    /// The last paragraph, addressed to those who must carry the text out.
    Conclusion,
}

/// Builds the tree of one text.
pub(super) fn build(items: Vec<Item>) -> (Vec<Entry>, System) {
    let system = System::of(&items);
    let mut builder = Builder { system, entries: Vec::new(), stack: Vec::new(), last: None };
    let (lines, roles): (Vec<Line>, Vec<Option<Role>>) = items
        .into_iter()
        .map(|item| match item {
            Item::Line(line) => (line, None),
            Item::Fixed(role, words, line) => {
                (Line { words, line, blank_before: false, kind: Kind::Note }, Some(role))
            }
        })
        .unzip();
    let (listed, mut at) = contents::read(&lines);
    builder.entries = listed;
    while let (Some(line), Some(role)) = (lines.get(at), roles.get(at)) {
        at = match role {
            Some(role) => {
                builder.entries.push(Entry::Line(*role, line.words.to_owned(), line.line));
                at + 1
            }
            None => builder.take(&lines, at),
        };
    }
    builder.conclude();
    (builder.entries, system)
}

struct Builder {
    system: System,
    entries: Vec<Entry>,
    /// Open numbered units, outermost first.
    stack: Vec<usize>,
    /// The unit that the last text belongs to.
    last: Option<usize>,
}

impl Builder {
    fn node(&self, at: usize) -> Option<&Node> {
        match self.entries.get(at) {
            Some(Entry::Node(node)) => Some(node),
            _ => None,
        }
    }

    fn push(&mut self, node: Node) -> usize {
        self.entries.push(Entry::Node(node));
        let at = self.entries.len() - 1;
        self.last = Some(at);
        at
    }

    /// Takes the line at `at` (and those that belong to it); returns the next.
    fn take(&mut self, lines: &[Line], at: usize) -> usize {
        let line = &lines[at];
        // A signature or a note between them ends the quotation: what is below it can't come above it.
        let parted = self.last.is_some_and(|last| last + 1 < self.entries.len());
        if let Some(last) = self.last
            && let Some(Entry::Node(node)) = self.entries.get_mut(last)
            // What stands in a cell goes on in its row only.
            && node.table.is_none()
            && !parted
            && quotation::continues(&node.text, line.words)
            && !Self::is_next_unit(node, line)
        {
            node.text.push('\n');
            node.text.push_str(line.words);
            return at + 1;
        }
        match &line.kind {
            Kind::Numbered(label, rest) if label.unit == Unit::Dash => {
                let parent = self.container(&lines[at + 1..]);
                self.push(Node { label: Some(label.clone()), ..leaf(Sort::Dash, rest, line.line, parent) });
                at + 1
            }
            Kind::Numbered(label, rest) => self.numbered(lines, at, label, rest),
            Kind::Row => {
                let end = at + table::length(&lines[at..]);
                let rows: Vec<&str> = lines[at..end].iter().map(|l| l.words).collect();
                self.table(table::from_rows(&rows), lines, at, end, false)
            }
            Kind::Image(path) => {
                self.entries.push(Entry::Line(Role::Image, (*path).to_owned(), line.line));
                at + 1
            }
            Kind::Attachment { .. } if lines.get(at + 1).is_some_and(|l| l.kind == Kind::Row) => {
                self.entries.push(Entry::Line(Role::Caption, line.words.to_owned(), line.line));
                at + 1
            }
            Kind::Text if self.stack.is_empty() && self.last.is_none() && rubric::is_preface(line.words) => {
                self.push(Node {
                    heading: line.words.to_owned(),
                    ..leaf(Sort::Preface, "", line.line, None)
                });
                at + 1
            }
            Kind::Text if rubric::is_caption(line.words) || rubric::heads_articles(&lines[at..]) => {
                self.entries.push(Entry::Line(Role::Caption, line.words.to_owned(), line.line));
                at + 1
            }
            _ => {
                if let Some((found, count, rebuilt)) = flattened::read(&lines[at..]) {
                    return self.table(found, lines, at, at + count, !rebuilt);
                }
                let parent = self.container(&lines[at + 1..]);
                self.push(leaf(Sort::Paragraph, line.words, line.line, parent));
                at + 1
            }
        }
    }

    /// 二、 after an unclosed quotation in 一、 is the next unit all the same.
    fn is_next_unit(node: &Node, line: &Line) -> bool {
        match (&node.label, &line.kind) {
            (Some(own), Kind::Numbered(label, _)) => {
                own.unit == label.unit && label.main_number() == own.main_number().map(|n| n + 1)
            }
            _ => false,
        }
    }

    /// Adds the table that stands on lines `at..end`, the notes below it included; returns the next line.
    fn table(&mut self, mut table: Table, lines: &[Line], at: usize, end: usize, doubtful: bool) -> usize {
        let parent = self.container(&lines[end..]);
        let notes = end + table::notes(&lines[end..]);
        table.rows.extend(lines[end..notes].iter().map(|l| vec![l.words.to_owned()]));
        let text = table.text();
        self.push(Node {
            table: Some(table),
            text,
            doubtful,
            ..leaf(Sort::Table, "", lines[at].line, parent)
        });
        notes
    }

    fn numbered(&mut self, lines: &[Line], at: usize, label: &Label, rest: &str) -> usize {
        let rank = self.system.place(label);
        while let Some(&top) = self.stack.last() {
            let above = self.node(top).and_then(|n| n.label.as_ref());
            if above.is_some_and(|l| self.system.place(l) < rank) {
                break;
            }
            self.stack.pop();
        }
        let parent = self.stack.last().copied();
        let mut words = rest;
        let mut end = at + 1;
        let alone = words.is_empty();
        // The number stands alone on its line: its words follow.
        if words.is_empty()
            && let Some(next) = lines.get(end).filter(|l| matches!(l.kind, Kind::Text))
        {
            words = next.words;
            end += 1;
        }
        let heading = self.is_heading(label, words, lines.get(end), parent)
            && !self.is_last_item(label.unit, words, &lines[end..], parent)
            || alone && self.is_rubric(label.unit, words, lines.get(end));
        let mut node = leaf(Sort::Numbered(label.unit), words, lines[at].line, parent);
        if label.unit <= Unit::Section && rubric::goes_on(words, &lines[end..]) {
            node.text.push_str(lines[end].words);
            end += 1;
        }
        if heading {
            node.heading = std::mem::take(&mut node.text);
        }
        node.label = Some(label.clone());
        let index = self.push(node);
        self.stack.push(index);
        end
    }

    /// Whether a unit's words are a heading that stands alone.
    fn is_heading(&self, own: &Label, words: &str, next: Option<&Line>, parent: Option<usize>) -> bool {
        let unit = own.unit;
        if unit <= Unit::Section {
            return true;
        }
        let length = words.chars().count();
        let below = match next.map(|l| &l.kind) {
            Some(Kind::Numbered(label, _)) => {
                label.unit == Unit::Dash || self.system.place(label) > self.system.place(own)
            }
            Some(Kind::Text | Kind::Row | Kind::Image(_)) => true,
            _ => false,
        };
        if unit == Unit::Article {
            let bare = words.trim_matches(['（', '）', '(', ')', '【', '】']);
            let unfinished = !bare.contains(['，', '。', '；', '：']) && !bare.is_empty();
            return unfinished
                && length <= rubric::LONGEST_SENTENCE
                && matches!(next.map(|l| &l.kind), Some(Kind::Text));
        }
        let in_article =
            self.stack.iter().any(|i| self.node(*i).is_some_and(|n| n.sort == Sort::Numbered(Unit::Article)));
        let listed = parent.is_some_and(|p| self.introduces(p));
        if in_article || listed {
            return false;
        }
        let text_below = matches!(next.map(|l| &l.kind), Some(Kind::Text | Kind::Image(_)));
        rubric::is_heading(unit, words, below, text_below)
    }

    /// Whether the words are the last item of a list, which the closing paragraph follows, and not a heading of that.
    fn is_last_item(&self, unit: Unit, words: &str, below: &[Line], parent: Option<usize>) -> bool {
        let closes = |l: &Line| matches!(l.kind, Kind::Text) && conclusion::closes(l.words);
        let [next, rest @ ..] = below else { return false };
        if unit <= Unit::Article
            || !closes(next)
            || rest.iter().any(|l| !closes(l) && !matches!(l.kind, Kind::Note))
        {
            return false;
        }
        let brother = self.entries.iter().rev().find_map(|entry| match entry {
            Entry::Node(node) if node.parent == parent && node.sort == Sort::Numbered(unit) => Some(node),
            _ => None,
        });
        words.ends_with('。') || brother.is_some_and(|brother| !brother.text.is_empty())
    }

    /// Macau prints an article's number, below it its subject, below that its numbered paragraphs.
    fn is_rubric(&self, unit: Unit, words: &str, next: Option<&Line>) -> bool {
        let listed = matches!(next.map(|l| &l.kind), Some(Kind::Numbered(label, _)) if self.system.rank(label.unit) > self.system.rank(unit));
        unit == Unit::Article
            && listed
            && !words.is_empty()
            && words.chars().count() <= rubric::LONGEST_SENTENCE
            && !words.contains(['。', '；', '：', '，'])
    }

    /// Marks a last paragraph that tells others to carry the text out.
    fn conclude(&mut self) {
        let Some(last) = self.last.filter(|_| !self.system.articles) else { return };
        let Some(above) = self.node(last).filter(|n| n.sort == Sort::Paragraph).and_then(|n| n.parent) else {
            return;
        };
        // The only words under a heading are that heading's own.
        let is_child = |e: &Entry| matches!(e, Entry::Node(n) if n.parent == Some(above));
        let only =
            self.node(above).is_some_and(Node::stands_alone) && !self.entries[..last].iter().any(is_child);
        let formal = self.node(last).is_some_and(|n| conclusion::is_formula(&n.text));
        let sentence = self.node(above).is_some_and(|n| n.heading.ends_with('。'));
        if only && !(formal && sentence) {
            return;
        }
        // Several may close a text, one below the other.
        for entry in self.entries[..=last].iter_mut().rev() {
            match entry {
                Entry::Line(..) => {}
                Entry::Node(node)
                    if node.sort == Sort::Paragraph
                        && node.parent == Some(above)
                        && conclusion::closes(&node.text) =>
                {
                    node.sort = Sort::Conclusion;
                    node.parent = None;
                }
                Entry::Node(_) => break,
            }
        }
    }
}

fn leaf(sort: Sort, text: &str, line: usize, parent: Option<usize>) -> Node {
    Node {
        sort,
        label: None,
        heading: String::new(),
        text: text.to_owned(),
        table: None,
        line,
        parent,
        doubtful: false,
    }
}
