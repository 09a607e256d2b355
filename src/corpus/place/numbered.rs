//! Provisions by their number: 第十二条, 第三章, 第二款, 第（三）项.

use super::annexed::numbered_schedule;
use super::{Ground, Landing, list_base, unit};
use crate::model::{Anchor, Tier, Token};

impl Ground<'_, '_> {
    pub(super) fn first_numbered(&self, tier: Tier, token: Token, number: &str) -> Landing {
        let scope = self.scope.as_ref();
        match tier {
            Tier::Annex => {
                let anchor = Anchor::top(Token::Attachment, number);
                self.ruled(anchor)
            }
            Tier::Schedule => {
                let titled = self.outline.and_then(|outline| {
                    let mut fitting =
                        outline.schedules().into_iter().filter(|(_, words)| numbered_schedule(words, number));
                    let one = fitting.next()?;
                    Some(one.0)
                });
                match titled {
                    Some(anchor) => Landing { anchor, exists: true },
                    None => self
                        .there(&Anchor::top(Token::Attachment, number))
                        .unwrap_or_else(|| self.ruled(Anchor::under(scope, token, number))),
                }
            }
            Tier::Article => self.article(number),
            Tier::Division => {
                let ways = [Token::Section, Token::Part, Token::Chapter];
                ways.iter()
                    .find_map(|token| self.there(&Anchor::under(scope, *token, number)))
                    .unwrap_or_else(|| self.ruled(Anchor::under(scope, Token::Section, number)))
            }
            Tier::Part | Tier::Chapter | Tier::Section | Tier::Subpart => self.heading(token, number),
            Tier::Kuan | Tier::Xiang if token == Token::Paragraph => self.paragraph_here(number),
            Tier::Kuan | Tier::Xiang | Tier::Indent => self.point_here(token, number),
        }
    }

    /// 第十二条: an article, else what is numbered through a text without articles.
    pub(super) fn article(&self, number: &str) -> Landing {
        let scope = self.scope.as_ref();
        let direct = Anchor::under(scope, Token::Article, number);
        let Some(outline) = self.outline else { return self.ruled(direct) };
        if let Some(found) = self.there(&direct) {
            return found;
        }
        let main = number.split('-').next().unwrap_or(number);
        // Without a scope the articles may stand in the only annex; in an annex they may be the body's.
        let elsewhere = match scope {
            None => outline.only_article(number),
            Some(_) => outline.get(&Anchor::top(Token::Article, number)),
        };
        let run_on = || {
            (outline.articles(scope).is_empty())
                .then(|| {
                    [Token::Subsection, Token::Section, Token::Clause, Token::Paragraph]
                        .iter()
                        .find_map(|token| outline.get(&Anchor::under(scope, *token, number)))
                })
                .flatten()
        };
        // 有第八十条之一行为的 may mean one of those in article 80.
        let one_of = ["行为", "情形", "情况"].iter().any(|w| self.context.contains(&format!("条之一{w}")));
        let plain = || {
            (main != number && one_of)
                .then(|| outline.get(&Anchor::under(scope, Token::Article, main)))
                .flatten()
        };
        match elsewhere.or_else(run_on).or_else(plain) {
            Some(anchor) => Landing { anchor, exists: true },
            None => Landing { anchor: direct, exists: false },
        }
    }

    /// 第三章, 第二节: directly, in the chapter where we are, or the only one of that number.
    pub(super) fn heading(&self, token: Token, number: &str) -> Landing {
        let scope = self.scope.as_ref();
        let direct = Anchor::under(scope, token, number);
        let Some(outline) = self.outline else { return Landing { anchor: direct, exists: false } };
        let coarser: &[Token] = if token == Token::Section { &[Token::Chapter] } else { &[Token::Part] };
        let near = self
            .here
            .as_ref()
            .and_then(|here| outline.ancestor(here, coarser))
            .and_then(|above| outline.get(&above.child(token, number)));
        near.or_else(|| outline.get(&direct))
            .or_else(|| outline.only(scope, token, number))
            .map_or(Landing { anchor: direct, exists: false }, |anchor| Landing { anchor, exists: true })
    }

    /// 第二款 without an article: of the article where we are.
    pub(super) fn paragraph_here(&self, number: &str) -> Landing {
        let unit = self.here.as_ref().and_then(unit);
        match &unit {
            Some(unit) => self
                .paragraph(unit, number)
                .unwrap_or_else(|| Landing { anchor: unit.child(Token::Paragraph, number), exists: false }),
            None => self.ruled(Anchor::under(self.scope.as_ref(), Token::Paragraph, number)),
        }
    }

    pub(super) fn paragraph(&self, unit: &Anchor, number: &str) -> Option<Landing> {
        let named = unit.child(Token::Paragraph, number);
        let found = self.there(&named);
        if found.is_some() {
            return found;
        }
        // The first paragraph stands on the line of the number.
        if number == "1" {
            return self.there(unit);
        }
        // A circular without articles may call its （二） a 款.
        let article = matches!(unit.last(), Some((Token::Article, _)));
        if article {
            return None;
        }
        [Token::Subsection, Token::Clause].iter().find_map(|token| self.there(&unit.child(*token, number)))
    }

    /// 第（三）项 without an article: in the list where we are, else the nearest one above.
    pub(super) fn point_here(&self, token: Token, number: &str) -> Landing {
        let ruled =
            |base: Option<&Anchor>| Landing { anchor: Anchor::under(base, token, number), exists: false };
        let Some(here) = &self.here else { return ruled(self.scope.as_ref()) };
        let mut base = list_base(here);
        let ruled_base = base.clone();
        // Paragraphs above within the same unit.
        if let Some((Token::Paragraph, k)) =
            base.as_ref().and_then(|b| b.last().map(|(t, n)| (t, n.to_owned())))
        {
            let above = base.as_ref().and_then(Anchor::parent);
            for n in (1..=k.parse::<u32>().unwrap_or(1).min(200)).rev() {
                let paragraph = Anchor::under(above.as_ref(), Token::Paragraph, &n.to_string());
                if let Some(found) = self.point(&paragraph, token, number) {
                    return found;
                }
            }
            base = above;
        }
        loop {
            match base {
                Some(anchor) => {
                    if let Some(found) = self.point(&anchor, token, number) {
                        return found;
                    }
                    base = anchor.parent();
                }
                // （一） numbered through the whole paper.
                None => {
                    return [Token::Subsection, Token::Clause]
                        .iter()
                        .find_map(|way| self.there(&Anchor::under(self.scope.as_ref(), *way, number)))
                        .unwrap_or_else(|| ruled(ruled_base.as_ref()));
                }
            }
        }
    }

    /// The item `number` under `base`, as far as it is there: 款 may be left out.
    pub(super) fn point(&self, base: &Anchor, token: Token, number: &str) -> Option<Landing> {
        let ways: &[Token] = match token {
            Token::Indent => &[Token::Indent, Token::Clause, Token::Subclause, Token::Point],
            _ => &[Token::Point, Token::Subsection, Token::Clause, Token::Subclause, Token::Indent],
        };
        let under = |base: &Anchor| ways.iter().find_map(|way| self.there(&base.child(*way, number)));
        if let Some(found) = under(base) {
            return Some(found);
        }
        if let Some((Token::Paragraph, n)) = base.last() {
            // Items under the only paragraph bear the unit's own anchor.
            return if n == "1" { base.parent().and_then(|unit| under(&unit)) } else { None };
        }
        let outline = self.outline?;
        // The first paragraph has no anchor of its own.
        under(&base.child(Token::Paragraph, "1"))
            .or_else(|| outline.children(Some(base), Token::Paragraph).iter().find_map(under))
    }
}
