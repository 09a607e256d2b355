//! From the steps of a provision to anchors, in a held text by what is there,
//! in any other by the rule.

use super::outline::{Outline, scope};
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
        let (first, rest) = place.split_first()?;
        let mut at = self.first(first)?;
        for step in rest {
            at = self.next(&at, step)?;
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

    fn first_numbered(&self, tier: Tier, token: Token, number: &str) -> Landing {
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
    fn article(&self, number: &str) -> Landing {
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
        // 第八十条之一 may be “one of those in article 80”.
        let plain =
            || (main != number).then(|| outline.get(&Anchor::under(scope, Token::Article, main))).flatten();
        match elsewhere.or_else(run_on).or_else(plain) {
            Some(anchor) => Landing { anchor, exists: true },
            None => Landing { anchor: direct, exists: false },
        }
    }

    /// 第三章, 第二节: directly, in the chapter where we are, or the only one of that number.
    fn heading(&self, token: Token, number: &str) -> Landing {
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
    fn paragraph_here(&self, number: &str) -> Landing {
        let unit = self.here.as_ref().and_then(unit);
        match &unit {
            Some(unit) => self
                .paragraph(unit, number)
                .unwrap_or_else(|| Landing { anchor: unit.child(Token::Paragraph, number), exists: false }),
            None => self.ruled(Anchor::under(self.scope.as_ref(), Token::Paragraph, number)),
        }
    }

    fn paragraph(&self, unit: &Anchor, number: &str) -> Option<Landing> {
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
    fn point_here(&self, token: Token, number: &str) -> Landing {
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
                None => return ruled(ruled_base.as_ref()),
            }
        }
    }

    /// The item `number` under `base`, as far as it is there: 款 may be left out.
    fn point(&self, base: &Anchor, token: Token, number: &str) -> Option<Landing> {
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
        outline.children(Some(base), Token::Paragraph).iter().find_map(under).or_else(|| {
            // The first paragraph has no anchor of its own.
            under(&base.child(Token::Paragraph, "1"))
        })
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

    /// 本条, 本款, 本章.
    fn this(&self, token: Token) -> Option<Landing> {
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
    fn up_to(&self, anchor: &Anchor, token: Token) -> Option<Anchor> {
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
    pub fn before(&self, token: Token, count: u32) -> Vec<Landing> {
        let Some(here) = &self.here else { return Vec::new() };
        match token {
            Token::Paragraph => self.paragraphs_before(here, count),
            Token::Point | Token::Indent => self.points_before(here, count),
            _ => self.units_before(here, token, count),
        }
    }

    fn paragraphs_before(&self, here: &Anchor, count: u32) -> Vec<Landing> {
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

    fn points_before(&self, here: &Anchor, count: u32) -> Vec<Landing> {
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

    fn is_article_text(&self, here: &Anchor) -> bool {
        here.parts().any(|(token, _)| token == Token::Article)
    }

    fn units_before(&self, here: &Anchor, token: Token, count: u32) -> Vec<Landing> {
        let start = match token {
            Token::Article => unit(here),
            _ => self.outline.and_then(|outline| outline.ancestor(here, &[token])),
        };
        start.map(|start| self.siblings_before(&start, count)).unwrap_or_default()
    }

    /// The `count` fellows before `anchor`.
    fn siblings_before(&self, anchor: &Anchor, count: u32) -> Vec<Landing> {
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
    fn after(&self, token: Token) -> Option<Landing> {
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

    /// 附件 or 附表 without a number: the only one; from inside an annex the only one behind it.
    fn annex(&self, tier: Tier) -> Option<Landing> {
        let outline = self.outline?;
        if tier == Tier::Schedule {
            let mut all = outline.schedules();
            all.retain(|(anchor, words)| {
                matches!(anchor.last(), Some((Token::Table, _)))
                    || words.contains("附表")
                    || words.ends_with('表')
            });
            let [(anchor, _)] = all.as_slice() else { return None };
            return Some(Landing { anchor: anchor.clone(), exists: true });
        }
        let all = outline.annexes();
        let own = self.here.as_ref().and_then(scope);
        let mut open: Vec<&Anchor> = match own.as_ref().and_then(|own| all.iter().position(|a| a == own)) {
            Some(at) => all.iter().skip(at + 1).collect(),
            None => all.iter().collect(),
        };
        let one = open.pop().filter(|_| open.is_empty())?;
        Some(Landing { anchor: one.clone(), exists: true })
    }

    /// 税率表附后: the schedule of that name; of several the one whose title shares most with the words here.
    fn schedule(&self, name: &str) -> Option<Landing> {
        let mut fitting: Vec<(Anchor, String)> = self
            .outline?
            .schedules()
            .into_iter()
            .filter(|(_, words)| words.contains(name) || fold_has(words, name))
            .collect();
        // A table in an annex of that name is named by the annex.
        let annexes: Vec<Anchor> = fitting.iter().map(|(a, _)| a.clone()).collect();
        fitting.retain(|(anchor, _)| !annexes.iter().any(|other| other != anchor && anchor.is_within(other)));
        if let [(anchor, _)] = fitting.as_slice() {
            return Some(Landing { anchor: anchor.clone(), exists: true });
        }
        let mut ranked: Vec<(usize, Anchor)> =
            fitting.into_iter().map(|(anchor, words)| (shared(&words, self.context, name), anchor)).collect();
        ranked.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
        match ranked.as_slice() {
            [(best, anchor), (second, _), ..] if best > second && *best >= 2 => {
                Some(Landing { anchor: anchor.clone(), exists: true })
            }
            _ => None,
        }
    }

    /// 以上所列: the items of the list just above.
    fn above(&self) -> Vec<Landing> {
        self.here.as_ref().map(|here| self.list_above(here)).unwrap_or_default()
    }

    fn list_above(&self, here: &Anchor) -> Vec<Landing> {
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

/// Which paragraph of its unit `here` is or stands in, from 1.
fn paragraph_number(here: &Anchor) -> u32 {
    here.parts()
        .filter(|(token, _)| *token == Token::Paragraph)
        .last()
        .and_then(|(_, number)| number.split(['-', '_']).next()?.parse().ok())
        .unwrap_or(1)
}

/// What a list's items at `here` hang under: the paragraph or unit.
fn list_base(here: &Anchor) -> Option<Anchor> {
    let mut at = here.clone();
    while matches!(at.last(), Some((Token::Point | Token::Indent | Token::Table, _))) {
        at = at.parent()?;
    }
    Some(at)
}

fn numbered_schedule(words: &str, number: &str) -> bool {
    let chinese = number.parse().map(crate::model::number_in_chinese).unwrap_or_default();
    [number.to_owned(), chinese].iter().any(|n| {
        let lead = format!("附表{n}");
        words.strip_prefix(&lead).is_some_and(|rest| {
            !rest.starts_with(|c: char| crate::model::chinese_number(&c.to_string()).is_some())
        })
    })
}

/// `name` in `words` whatever the script of 編/编.
fn fold_has(words: &str, name: &str) -> bool {
    super::titles::key(words).contains(&super::titles::key(name))
}

/// Han characters of the longest stretch of `title` in `context`, the schedule's own name aside.
fn shared(title: &str, context: &str, name: &str) -> usize {
    let title: Vec<char> = title.replace(name, "\n").chars().collect();
    let mut best = 0;
    for from in 0..title.len() {
        for to in from + 1..=title.len().min(from + 20) {
            let piece: String = title[from..to].iter().collect();
            if piece.contains('\n') || !context.contains(&piece) {
                break;
            }
            best = best.max(to - from);
        }
    }
    best
}
