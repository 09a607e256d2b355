//! One circular's clauses as a tree to find provisions in.

use crate::model::{Anchor, BlockRef, Circular, ClauseRef, Role, Token};

/// Lookups over a circular. Anchors given back are those of real clauses.
pub struct Outline<'c> {
    circular: &'c Circular,
    /// The anchors that land on its clauses, in the order of their letters, as numbers among `Blocks::landings`: four bytes
    /// each, for those of all works that are cited are held at once.
    landings: Vec<u32>,
}

impl<'c> Outline<'c> {
    pub fn new(circular: &'c Circular) -> Self {
        let all: Vec<&Anchor> = circular.blocks.landings().collect();
        let mut landings: Vec<u32> = (0..).take(all.len()).collect();
        landings.sort_unstable_by_key(|at| (all.get(*at as usize), *at));
        Outline { circular, landings }
    }

    fn anchors(&self) -> &'c [Anchor] {
        self.circular.blocks.anchors()
    }

    /// The clause that `anchor` lands on, as `Circular::find` does.
    pub fn get(&self, anchor: &Anchor) -> Option<Anchor> {
        self.position(anchor).and_then(|at| self.anchors().get(at)).cloned()
    }

    /// Its place among the clauses.
    fn position(&self, anchor: &Anchor) -> Option<usize> {
        let blocks = &self.circular.blocks;
        let find = |anchor: &Anchor| {
            let landing = |at: &u32| blocks.landing(*at as usize);
            let first = self.landings.partition_point(|at| landing(at).is_some_and(|other| other < anchor));
            let found = self.landings.get(first).filter(|at| landing(at) == Some(anchor))?;
            Some(blocks.landed(*found as usize))
        };
        find(anchor).or_else(|| self.circular.meta.moved.get(anchor).and_then(find))
    }

    pub fn clause(&self, anchor: &Anchor) -> Option<ClauseRef<'c>> {
        self.circular.blocks.nth_clause(self.position(anchor)?)
    }

    /// Anchors of one token directly under `base` (by the anchor), in order.
    pub fn children(&self, base: Option<&Anchor>, token: Token) -> Vec<Anchor> {
        let is_child = |anchor: &&Anchor| {
            anchor.last().is_some_and(|(t, _)| t == token) && anchor.parent().as_ref() == base
        };
        self.anchors().iter().filter(is_child).cloned().collect()
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
        let own = self.anchors().get(at)?;
        let token = own.last()?.0;
        // What is numbered through the document has its fellows under other parents.
        let is_alike =
            |other: &Anchor| other.last().is_some_and(|(t, _)| t == token) && other.parent() == own.parent();
        let alike: Vec<(usize, &Anchor)> =
            self.anchors().iter().enumerate().filter(|(_, other)| is_alike(other)).collect();
        let place = alike.iter().position(|(i, _)| *i == at)?;
        let target = usize::try_from(i64::try_from(place).ok()? + steps).ok()?;
        alike.get(target).map(|(_, anchor)| (*anchor).clone())
    }

    /// The nearest clause above `from` in the outline whose anchor ends in one of `tokens`.
    pub fn ancestor(&self, from: &Anchor, tokens: &[Token]) -> Option<Anchor> {
        let mut at = self.position(from)?;
        // A broken outline may be a ring.
        for _ in 0..16 {
            let clause = self.circular.blocks.nth_clause(at)?;
            if clause.anchor.last().is_some_and(|(token, _)| tokens.contains(&token)) {
                return Some(clause.anchor.clone());
            }
            at = self.position(clause.parent?)?;
        }
        None
    }

    /// The only anchor that ends in `token_number` within `scope`, whatever stands above it.
    pub fn only(&self, scope: Option<&Anchor>, token: Token, number: &str) -> Option<Anchor> {
        let mut found = self
            .anchors()
            .iter()
            .filter(|anchor| anchor.last() == Some((token, number)) && within_scope(anchor, scope));
        let first = found.next()?;
        found.next().is_none().then(|| first.clone())
    }

    /// The only article `number` wherever it stands, when the body has no articles.
    pub fn only_article(&self, number: &str) -> Option<Anchor> {
        if !self.articles(None).is_empty() {
            return None;
        }
        let mut found = self.anchors().iter().filter(|a| a.last() == Some((Token::Article, number)));
        let first = found.next()?;
        found.next().is_none().then(|| first.clone())
    }

    /// Schedules: attachments and tables, each with the words that name it.
    pub fn schedules(&self) -> Vec<(Anchor, String)> {
        let mut found = Vec::new();
        let mut caption = String::new();
        for block in self.circular.blocks.iter() {
            match block {
                BlockRef::Line { role: Role::Caption | Role::Other, text, .. } => {
                    text.clone_into(&mut caption)
                }
                BlockRef::Line { .. } => {}
                BlockRef::Clause(clause) => {
                    match clause.anchor.last() {
                        Some((Token::Attachment, _)) => {
                            found.push((clause.anchor.clone(), clause.words().to_owned()))
                        }
                        Some((Token::Table, _)) => {
                            let heading = clause.heading;
                            let parent = clause.parent.and_then(|p| self.clause(p)).map_or("", |p| p.words());
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

/// The annex in which `anchor` stands.
pub fn annex(anchor: &Anchor) -> Option<Anchor> {
    scope(anchor).filter(|scope| matches!(scope.last(), Some((Token::Attachment, _))))
}

pub fn within_scope(anchor: &Anchor, within: Option<&Anchor>) -> bool {
    scope(anchor).as_ref() == within
}
