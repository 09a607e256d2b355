//! The unit that an unnumbered paragraph goes to.

use super::super::lexer::{Kind, Line};
use super::{Builder, Entry, Sort};
use crate::model::{Label, Unit};

impl Builder {
    /// The unit that takes a paragraph; `below` are the lines after it.
    pub(super) fn container(&mut self, below: &[Line]) -> Option<usize> {
        while let Some(&top) = self.stack.last() {
            let Some(node) = self.node(top) else { break };
            let Sort::Numbered(unit) = node.sort else { break };
            if unit <= Unit::Article || node.stands_alone() {
                return Some(top);
            }
            let inside_article = self
                .stack
                .iter()
                .any(|i| self.node(*i).is_some_and(|n| n.sort == Sort::Numbered(Unit::Article)));
            let listed = inside_article || node.parent.is_some_and(|p| self.introduces(p));
            if listed && !node.label.as_ref().is_some_and(|own| self.list_goes_on(own, below)) {
                self.stack.pop();
                continue;
            }
            return Some(top);
        }
        self.stack.last().copied()
    }

    /// Whether the list of the item `own` goes on below: what stands between two
    /// items is of the first.
    fn list_goes_on(&self, own: &Label, below: &[Line]) -> bool {
        const FARTHEST: usize = 30;
        let place = self.system.place(own);
        let next = below.iter().take(FARTHEST).find_map(|line| match &line.kind {
            Kind::Numbered(label, _) if self.system.place(label) <= place => Some(label),
            _ => None,
        });
        next.is_some_and(|label| self.system.place(label) == place && label.main_number() > own.main_number())
    }

    /// Whether the words of a unit, its last paragraph included, end in a colon:
    /// what follows is its list.
    pub(super) fn introduces(&self, unit: usize) -> bool {
        let last_words = self.entries[unit + 1..]
            .iter()
            .filter_map(|e| match e {
                Entry::Node(n) if n.parent == Some(unit) && n.sort == Sort::Paragraph => {
                    Some(n.text.as_str())
                }
                _ => None,
            })
            .next_back()
            .or(self.node(unit).map(|n| n.text.as_str()));
        last_words.is_some_and(|w| w.ends_with(['：', ':']))
    }
}
