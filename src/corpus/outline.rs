//! One circular's clauses as a tree to find provisions in.

use crate::model::{Anchor, Block, Circular, Clause, Role, Token};
use rustc_hash::FxHashMap;

/// Lookups over a circular. Anchors given back are those of real clauses.
pub struct Outline<'c> {
    circular: &'c Circular,
    clauses: Vec<&'c Clause>,
    own: FxHashMap<&'c str, usize>,
    also: FxHashMap<&'c str, usize>,
}

impl<'c> Outline<'c> {
    pub fn new(circular: &'c Circular) -> Self {
        let clauses: Vec<&Clause> = circular.clauses().collect();
        let mut own = FxHashMap::with_capacity_and_hasher(clauses.len(), Default::default());
        let mut also = FxHashMap::with_capacity_and_hasher(clauses.len(), Default::default());
        for (at, clause) in clauses.iter().enumerate() {
            own.entry(clause.anchor.as_str()).or_insert(at);
            for other in &clause.also {
                also.entry(other.as_str()).or_insert(at);
            }
        }
        Outline { circular, clauses, own, also }
    }

    /// The clause that `anchor` lands on, as `Circular::find` does.
    pub fn get(&self, anchor: &Anchor) -> Option<Anchor> {
        self.position(anchor).map(|at| self.clauses[at].anchor.clone())
    }

    fn position(&self, anchor: &Anchor) -> Option<usize> {
        let find = |anchor: &Anchor| {
            self.own.get(anchor.as_str()).or_else(|| self.also.get(anchor.as_str())).copied()
        };
        find(anchor).or_else(|| self.circular.meta.moved.get(anchor).and_then(find))
    }

    pub fn clause(&self, anchor: &Anchor) -> Option<&'c Clause> {
        self.position(anchor).map(|at| self.clauses[at])
    }

    /// Anchors of one token directly under `base` (by the anchor), in order.
    pub fn children(&self, base: Option<&Anchor>, token: Token) -> Vec<Anchor> {
        self.clauses
            .iter()
            .map(|clause| &clause.anchor)
            .filter(|anchor| {
                anchor.last().is_some_and(|(t, _)| t == token) && anchor.parent().as_ref() == base
            })
            .cloned()
            .collect()
    }

    /// The articles in `scope`, in order.
    pub fn articles(&self, scope: Option<&Anchor>) -> Vec<Anchor> {
        self.children(scope, Token::Article)
    }

    /// Attachments at the top, in order.
    pub fn annexes(&self) -> Vec<Anchor> {
        self.children(None, Token::Attachment)
    }

    /// The clause that stands `steps` before (negative) or after `anchor` among
    /// those of the same token under the same parent in the outline.
    pub fn sibling(&self, anchor: &Anchor, steps: i64) -> Option<Anchor> {
        let at = self.position(anchor)?;
        let clause = self.clauses[at];
        let token = clause.anchor.last()?.0;
        // What is numbered through the document has its fellows under other parents.
        let alike: Vec<usize> = (0..self.clauses.len())
            .filter(|i| {
                let other = &self.clauses[*i].anchor;
                other.last().is_some_and(|(t, _)| t == token) && other.parent() == clause.anchor.parent()
            })
            .collect();
        let place = alike.iter().position(|i| *i == at)?;
        let target = usize::try_from(i64::try_from(place).ok()? + steps).ok()?;
        alike.get(target).map(|i| self.clauses[*i].anchor.clone())
    }

    /// The nearest clause above `from` in the outline whose anchor ends in one of `tokens`.
    pub fn ancestor(&self, from: &Anchor, tokens: &[Token]) -> Option<Anchor> {
        let mut at = self.position(from)?;
        // A broken outline may be a ring.
        for _ in 0..16 {
            let clause = self.clauses[at];
            if clause.anchor.last().is_some_and(|(token, _)| tokens.contains(&token)) {
                return Some(clause.anchor.clone());
            }
            at = self.position(clause.parent.as_ref()?)?;
        }
        None
    }

    /// The only anchor that ends in `token_number` within `scope`, whatever stands above it.
    pub fn only(&self, scope: Option<&Anchor>, token: Token, number: &str) -> Option<Anchor> {
        let mut found = self
            .clauses
            .iter()
            .map(|clause| &clause.anchor)
            .filter(|anchor| anchor.last() == Some((token, number)) && within_scope(anchor, scope));
        let first = found.next()?;
        found.next().is_none().then(|| first.clone())
    }

    /// The only article `number` wherever it stands, when the body has no articles.
    pub fn only_article(&self, number: &str) -> Option<Anchor> {
        if !self.articles(None).is_empty() {
            return None;
        }
        let mut found =
            self.clauses.iter().map(|c| &c.anchor).filter(|a| a.last() == Some((Token::Article, number)));
        let first = found.next()?;
        found.next().is_none().then(|| first.clone())
    }

    /// Schedules: attachments and tables, each with the words that name it.
    pub fn schedules(&self) -> Vec<(Anchor, String)> {
        let mut found = Vec::new();
        let mut caption = String::new();
        for block in &self.circular.blocks {
            match block {
                Block::Line { role: Role::Caption | Role::Other, text, .. } => caption.clone_from(text),
                Block::Line { .. } => {}
                Block::Clause(clause) => {
                    match clause.anchor.last() {
                        Some((Token::Attachment, _)) => {
                            found.push((clause.anchor.clone(), clause.words().to_owned()))
                        }
                        Some((Token::Table, _)) => {
                            let heading = clause.heading.as_str();
                            let parent =
                                clause.parent.as_ref().and_then(|p| self.clause(p)).map_or("", |p| p.words());
                            found.push((clause.anchor.clone(), format!("{heading}{caption}{parent}")));
                        }
                        _ => {}
                    }
                    caption.clear();
                }
            }
        }
        found
    }
}

/// The annex or cover that `anchor` stands in; None for the body.
pub fn scope(anchor: &Anchor) -> Option<Anchor> {
    match anchor.parts().next() {
        Some((token @ (Token::Attachment | Token::Cover), number)) => Some(Anchor::top(token, number)),
        _ => None,
    }
}

pub fn within_scope(anchor: &Anchor, within: Option<&Anchor>) -> bool {
    scope(anchor).as_ref() == within
}
