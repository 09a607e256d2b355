//! Provisions counted from where the words stand: 本条, 前两款, 上条, 次項, 以上所列.

use super::{Ground, LONGEST_RANGE, Landing, list_base, unit};
use crate::model::{Anchor, Token};

impl Ground<'_, '_> {
    /// 本条, 本款, 本章.
    pub(super) fn this(&self, token: Token) -> Option<Landing> {
        let here = self.here.as_ref()?;
        match token {
            Token::Part | Token::Chapter | Token::Section => {
                let anchor = self.outline?.ancestor(here, &[token])?;
                Some(Landing { anchor, exists: true })
            }
            Token::Article => unit(here).map(|anchor| self.ruled(anchor)),
            Token::Paragraph => {
                let (unit, k) = (unit(here)?, paragraph_number(here));
                Some(self.paragraph(&unit, &k.to_string()).unwrap_or_else(|| Landing {
                    anchor: unit.child(Token::Paragraph, &k.to_string()),
                    exists: false,
                }))
            }
            _ => {
                let mut at = here.clone();
                while !matches!(at.last(), Some((t, _)) if t == token) {
                    at = at.parent()?;
                }
                Some(self.ruled(at))
            }
        }
    }

    /// `anchor` cut off behind its `token`.
    pub(super) fn up_to(&self, anchor: &Anchor, token: Token) -> Option<Anchor> {
        let mut at = anchor.clone();
        loop {
            let last = at.last().map(|(t, _)| t);
            if last == Some(token) {
                return Some(at);
            }
            match at.parent() {
                Some(parent) => at = parent,
                // 该款 of an article's only paragraph, 该条 of a section.
                None => return (token == Token::Article || token == Token::Paragraph).then_some(at),
            }
        }
    }

    /// 前款, 前两条, 前各项: so many before here, in reading order.
    pub(super) fn before(&self, token: Token, count: u32) -> Vec<Landing> {
        let Some(here) = &self.here else { return Vec::new() };
        match token {
            Token::Paragraph => self.paragraphs_before(here, count),
            Token::Point | Token::Indent => self.points_before(here, count),
            _ => self.units_before(here, token, count),
        }
    }

    pub(super) fn paragraphs_before(&self, here: &Anchor, count: u32) -> Vec<Landing> {
        let unit = unit(here);
        let k = paragraph_number(here);
        if k > 1 {
            let from = if count == u32::MAX { 1 } else { k.saturating_sub(count).max(1) };
            return (from..k)
                .map(|n| match &unit {
                    Some(unit) => self.paragraph(unit, &n.to_string()).unwrap_or_else(|| Landing {
                        anchor: unit.child(Token::Paragraph, &n.to_string()),
                        exists: false,
                    }),
                    None => {
                        let top = list_base(here).and_then(|base| base.parent());
                        self.ruled(Anchor::under(top.as_ref(), Token::Paragraph, &n.to_string()))
                    }
                })
                .collect();
        }
        // The first paragraph of a text without articles looks back to the number before.
        let article = unit.as_ref().is_some_and(|u| matches!(u.last(), Some((Token::Article, _))));
        match here.last() {
            _ if article => Vec::new(),
            _ => unit.map(|unit| self.siblings_before(&unit, count)).unwrap_or_default(),
        }
    }

    pub(super) fn points_before(&self, here: &Anchor, count: u32) -> Vec<Landing> {
        let mut at = here.clone();
        loop {
            match at.last() {
                Some((Token::Point | Token::Indent, _)) => return self.siblings_before(&at, count),
                Some((Token::Subsection | Token::Clause | Token::Subclause, _))
                    if !self.is_article_text(here) =>
                {
                    return self.siblings_before(&at, count);
                }
                _ => {}
            }
            match at.parent() {
                Some(parent) => at = parent,
                None => break,
            }
        }
        // Behind a list 前四项 are its first four; alone 前项 is the paragraph before.
        if count > 1 {
            let listed: Vec<Landing> = self.list_above(here);
            if !listed.is_empty() {
                let many = if count == u32::MAX { listed.len() } else { count as usize };
                return listed.into_iter().take(many).collect();
            }
        }
        self.paragraphs_before(here, count)
    }

    pub(super) fn is_article_text(&self, here: &Anchor) -> bool {
        here.parts().any(|(token, _)| token == Token::Article)
    }

    pub(super) fn units_before(&self, here: &Anchor, token: Token, count: u32) -> Vec<Landing> {
        let start = match token {
            Token::Article => unit(here),
            _ => self.outline.and_then(|outline| outline.ancestor(here, &[token])),
        };
        start.map(|start| self.siblings_before(&start, count)).unwrap_or_default()
    }

    /// The `count` fellows before `anchor`.
    pub(super) fn siblings_before(&self, anchor: &Anchor, count: u32) -> Vec<Landing> {
        let mut found = Vec::new();
        match self.outline.filter(|outline| outline.get(anchor).is_some()) {
            Some(outline) => {
                for back in 1..=i64::from(count.min(LONGEST_RANGE)) {
                    match outline.sibling(anchor, -back) {
                        Some(anchor) => found.push(Landing { anchor, exists: true }),
                        None => break,
                    }
                }
            }
            None => {
                let Some((token, number)) = anchor.last() else { return found };
                let Ok(n) = number.parse::<u32>() else { return found };
                let parent = anchor.parent();
                for back in 1..=count.min(n.saturating_sub(1)).min(LONGEST_RANGE) {
                    let anchor = Anchor::under(parent.as_ref(), token, &(n - back).to_string());
                    found.push(self.ruled(anchor));
                }
            }
        }
        found.reverse();
        found
    }

    /// 次條, 次項.
    pub(super) fn after(&self, token: Token) -> Option<Landing> {
        let here = self.here.as_ref()?;
        match token {
            Token::Article => {
                let unit = unit(here)?;
                let next = self.outline.and_then(|outline| outline.sibling(&unit, 1))?;
                Some(Landing { anchor: next, exists: true })
            }
            Token::Paragraph => {
                let next = (paragraph_number(here) + 1).to_string();
                self.paragraph(&unit(here)?, &next)
            }
            _ => {
                let next = self.outline.and_then(|outline| outline.sibling(here, 1))?;
                Some(Landing { anchor: next, exists: true })
            }
        }
    }

    /// 以上所列: the items of the list just above.
    pub(super) fn above(&self) -> Vec<Landing> {
        self.here.as_ref().map(|here| self.list_above(here)).unwrap_or_default()
    }

    pub(super) fn list_above(&self, here: &Anchor) -> Vec<Landing> {
        let Some(outline) = self.outline else { return Vec::new() };
        let Some(unit) = unit(here) else { return Vec::new() };
        let k = paragraph_number(here);
        let bases = (1..k)
            .rev()
            .map(|n| unit.child(Token::Paragraph, &n.to_string()))
            .chain((k > 1).then(|| unit.clone()));
        for base in bases {
            for token in [Token::Point, Token::Subsection, Token::Clause, Token::Subclause] {
                let items = outline.children(Some(&base), token);
                if !items.is_empty() {
                    return items.into_iter().map(|anchor| Landing { anchor, exists: true }).collect();
                }
            }
        }
        Vec::new()
    }
}

/// Which paragraph of its unit `here` is or stands in, from 1.
fn paragraph_number(here: &Anchor) -> u32 {
    here.parts()
        .filter(|(token, _)| *token == Token::Paragraph)
        .last()
        .and_then(|(_, number)| number.split(['-', '_']).next()?.parse().ok())
        .unwrap_or(1)
}
