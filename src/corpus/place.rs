//! From the steps of a provision to anchors, in a held text by what is there,
//! in any other by the rule.

mod annexed;
mod numbered;
mod relative;

use super::outline::Outline;
use crate::model::{Anchor, Step, Tier, Token, Which};

/// Where a provision is looked for.
pub struct Ground<'a, 'c> {
    /// None for a work that is not held.
    pub outline: Option<&'a Outline<'c>>,
    /// The annex in which the instrument stands.
    pub scope: Option<Anchor>,
    /// Where the citation itself stands, for 前款, 本条 and what leaves its article out.
    pub here: Option<Anchor>,
    /// The clause of this work that was named last, for 该条.
    pub last: Option<Anchor>,
    /// 項 is the paragraph and 款 the point.
    pub taiwan: bool,
    /// The words around, to tell one schedule from another.
    pub context: &'a str,
}

/// One clause meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Landing {
    pub anchor: Anchor,
    /// Whether the clause is there (always false without an outline).
    pub exists: bool,
}

/// The longest range that is spelled out.
const LONGEST_RANGE: u32 = 300;

impl Ground<'_, '_> {
    /// The clauses that `place` (to `through`) means. Empty where the words lead nowhere.
    pub fn find(&self, place: &[Step], through: Option<&[Step]>) -> Vec<Landing> {
        match (self.expanded(place), through) {
            (places, None) => places.iter().filter_map(|place| self.one(place)).collect(),
            (places, Some(through)) => match places.first() {
                Some(first) => self.range(first, through),
                None => Vec::new(),
            },
        }
    }

    /// `place` with 前两款, 第三款前三项 and 以上所列 written out.
    fn expanded(&self, place: &[Step]) -> Vec<Vec<Step>> {
        let Some((last, lead)) = place.split_last() else { return Vec::new() };
        match last.which {
            Which::First(count) => (1..=count.min(LONGEST_RANGE))
                .map(|n| with(lead, Step { tier: last.tier, which: Which::Number(n.to_string()) }))
                .collect(),
            _ => vec![place.to_vec()],
        }
    }

    fn range(&self, first: &[Step], through: &[Step]) -> Vec<Landing> {
        let (Some(from), Some(to)) = (self.one(first), self.one(through)) else { return Vec::new() };
        // What is there between the two, 第四条之一 included.
        if let (Some(outline), true, true) = (self.outline, from.exists, to.exists) {
            let mut members = vec![from.clone()];
            let mut at = from.anchor.clone();
            while at != to.anchor && members.len() < LONGEST_RANGE as usize {
                let Some(next) = outline.sibling(&at, 1) else { break };
                members.push(Landing { anchor: next.clone(), exists: true });
                at = next;
            }
            if at == to.anchor {
                return members;
            }
        }
        let number = |steps: &[Step]| match steps.last() {
            Some(Step { which: Which::Number(n), .. }) => n.parse::<u32>().ok(),
            _ => None,
        };
        match (number(first), number(through), through.split_last()) {
            (Some(a), Some(b), Some((last, lead))) if a < b && b - a < LONGEST_RANGE => (a..=b)
                .filter_map(|n| {
                    self.one(&with(lead, Step { tier: last.tier, which: Which::Number(n.to_string()) }))
                })
                .collect(),
            _ => vec![from, to],
        }
    }

    /// One member. The steps are walked from the coarsest; a step that is not
    /// there is named by the rule, and so is all below it.
    fn one(&self, place: &[Step]) -> Option<Landing> {
        // 本条前款第八项 says no more than 前款第八项.
        let place = match place {
            [Step { which: Which::This, .. }, rest @ ..]
                if matches!(rest.first(), Some(Step { which: Which::Before(_), .. })) =>
            {
                rest
            }
            place => place,
        };
        let (first, rest) = place.split_first()?;
        let mut at = self.first(first)?;
        let mut above = first.tier;
        for step in rest {
            // The first paragraph bears its unit's anchor; its items are not those of the second.
            if self.token(above) == Token::Paragraph
                && !matches!(at.anchor.last(), Some((Token::Paragraph, _)))
            {
                at.anchor = at.anchor.child(Token::Paragraph, "1");
            }
            at = self.next(&at, step)?;
            above = step.tier;
        }
        Some(at)
    }

    fn token(&self, tier: Tier) -> Token {
        match tier {
            Tier::Annex => Token::Attachment,
            Tier::Schedule => Token::Table,
            Tier::Part | Tier::Subpart => Token::Part,
            Tier::Chapter => Token::Chapter,
            Tier::Section | Tier::Division => Token::Section,
            Tier::Article => Token::Article,
            Tier::Kuan => {
                if self.taiwan {
                    Token::Point
                } else {
                    Token::Paragraph
                }
            }
            Tier::Xiang => {
                if self.taiwan {
                    Token::Paragraph
                } else {
                    Token::Point
                }
            }
            Tier::Indent => Token::Indent,
        }
    }

    fn there(&self, anchor: &Anchor) -> Option<Landing> {
        let anchor = self.outline?.get(anchor)?;
        Some(Landing { anchor, exists: true })
    }

    fn ruled(&self, anchor: Anchor) -> Landing {
        self.there(&anchor).unwrap_or(Landing { anchor, exists: false })
    }

    fn first(&self, step: &Step) -> Option<Landing> {
        let token = self.token(step.tier);
        match &step.which {
            Which::Number(n) => Some(self.first_numbered(step.tier, token, n)),
            Which::This => self.this(token),
            Which::Same => self.up_to(self.last.as_ref()?, token).map(|anchor| self.ruled(anchor)),
            Which::Before(count) => self.before(token, *count).into_iter().next(),
            Which::First(_) => None,
            Which::Next => self.after(token),
            Which::Any => self.annex(step.tier),
            Which::Titled(name) => self.schedule(name),
            Which::Above => self.above().into_iter().next(),
        }
    }

    /// All that a mention without number means: 前两款 is two, 附件 may be several.
    pub fn several(&self, place: &[Step]) -> Option<Vec<Landing>> {
        let [step] = place else {
            // 本条前两款
            let [Step { which: Which::This, .. }, step @ Step { which: Which::Before(count), .. }] = place
            else {
                return None;
            };
            return Some(self.before(self.token(step.tier), *count));
        };
        match &step.which {
            Which::Before(count) => Some(self.before(self.token(step.tier), *count)),
            Which::Above => Some(self.above()),
            Which::Any if step.tier == Tier::Annex => {
                let one = self.annex(step.tier);
                if one.is_some() {
                    return one.map(|one| vec![one]);
                }
                let inside = self
                    .here
                    .as_ref()
                    .is_some_and(|here| matches!(here.parts().next(), Some((Token::Attachment, _))));
                let all = if inside { Vec::new() } else { self.outline?.annexes() };
                Some(all.into_iter().map(|anchor| Landing { anchor, exists: true }).collect())
            }
            _ => None,
        }
    }

    fn next(&self, base: &Landing, step: &Step) -> Option<Landing> {
        let token = self.token(step.tier);
        let number = match &step.which {
            Which::Number(n) => n.clone(),
            // 该条第二款 is handled as a first step; others stand only in front.
            _ => return None,
        };
        let under = &base.anchor;
        if matches!(under.last(), Some((Token::Attachment, _))) && step.tier <= Tier::Article {
            let ground = Ground {
                outline: self.outline,
                scope: Some(under.clone()),
                here: None,
                last: None,
                taiwan: self.taiwan,
                context: self.context,
            };
            return Some(ground.first_numbered(step.tier, token, &number));
        }
        // Articles are numbered through the work, whatever chapter is named before.
        if step.tier == Tier::Article && !matches!(under.last(), Some((Token::Section, _))) {
            return Some(self.article(&number));
        }
        let ruled = || {
            // Under a paragraph that is the unit's first and only, the rule still names it.
            Landing { anchor: under.child(token, &number), exists: false }
        };
        let found = match token {
            Token::Paragraph => match self.paragraph(under, &number) {
                // The words said 第一款: in a text not held the anchor says so, too.
                None => None,
                found => found,
            },
            Token::Point | Token::Indent => self.point(under, token, &number),
            Token::Article => {
                // 第二部分第三条: （三） under 二、, else the article.
                self.point(under, Token::Point, &number)
                    .or_else(|| Some(self.article(&number)).filter(|l| l.exists))
            }
            _ => self.there(&under.child(token, &number)),
        };
        Some(found.unwrap_or_else(ruled))
    }
}

fn with(lead: &[Step], last: Step) -> Vec<Step> {
    lead.iter().cloned().chain([last]).collect()
}

/// The numbered unit that `here` stands in: its article, or in a text without
/// articles its nearest number above paragraphs. None at the top.
pub fn unit(here: &Anchor) -> Option<Anchor> {
    let mut at = here.clone();
    let mut article = None;
    let mut probe = Some(here.clone());
    while let Some(anchor) = probe {
        if matches!(anchor.last(), Some((Token::Article, _))) {
            article = Some(anchor.clone());
        }
        probe = anchor.parent();
    }
    if article.is_some() {
        return article;
    }
    loop {
        match at.last() {
            Some((Token::Paragraph | Token::Table | Token::Point | Token::Indent, _)) => at = at.parent()?,
            Some((Token::Preamble | Token::Conclusion | Token::Cover | Token::Attachment, _)) | None => {
                return None;
            }
            _ => return Some(at),
        }
    }
}

/// What a list's items at `here` hang under: the paragraph or unit.
fn list_base(here: &Anchor) -> Option<Anchor> {
    let mut at = here.clone();
    while matches!(at.last(), Some((Token::Point | Token::Indent | Token::Table, _))) {
        at = at.parent()?;
    }
    Some(at)
}
