//! What each mention means: which work, which clause of it.
//!
//! 1. The taste of the citing paper: does 項 mean paragraph or point; does it amend other acts.
//! 2. The work: short names defined here, our own annexes, titles and numbers held, 该条例 by what was named last.
//! 3. The provision in that work (`place`).

use super::outline::{Outline, scope};
use super::place::{Ground, Landing, unit};
use super::titles::{Found, TitleIndex, key};
use crate::model::{
    Anchor, Circular, Citation, Clause, Language, Mention, PartialDate, Quoted, Step, Target, Tier, Token,
    Which, WorkName,
};
use std::collections::BTreeMap;

/// Resolves what the grammar found in `circular`: for each clause (its place in
/// `circular.clauses()`) the mentions in `Clause::words`. Citations come in reading order.
pub fn resolve(circular: &Circular, mentions: &[(usize, Vec<Mention>)], index: &TitleIndex) -> Vec<Citation> {
    let clauses: Vec<&Clause> = circular.clauses().collect();
    let mut resolver = Resolver {
        circular,
        index,
        outline: Outline::new(circular),
        on: circular.meta.dates.principal(),
        taiwan: taiwan(circular, mentions),
        shorts: BTreeMap::new(),
        amended: Amended::of(circular),
        citations: Vec::new(),
    };
    resolver.learn_short_names(mentions);
    for (at, found) in mentions {
        if let Some(clause) = clauses.get(*at) {
            resolver.clause(*at, clause, found);
        }
    }
    resolver.citations
}

/// A work as far as it is known.
#[derive(Debug, Clone, PartialEq)]
enum Work {
    Own,
    /// A holding of the index.
    Holding(usize),
    /// Title or number as cited.
    NotHeld(String),
}

#[derive(Debug, Clone, PartialEq)]
struct Named {
    work: Work,
    title: Option<String>,
    number: Option<String>,
}

impl Named {
    fn own() -> Named {
        Named { work: Work::Own, title: None, number: None }
    }
}

/// What was named before in the same clause.
#[derive(Debug, Clone)]
struct Antecedent {
    named: Named,
    anchor: Option<Anchor>,
    quoted: bool,
}

/// The act that an amending circular changes.
struct Amended {
    amending: bool,
    /// Title of the act by the circular's own title.
    title: Option<String>,
    /// The act that the clauses speak of now, and its article.
    now: Option<Named>,
    article: Option<Anchor>,
}

impl Amended {
    fn of(circular: &Circular) -> Amended {
        let title = circular.meta.title.as_str();
        let decision = title.contains("修改") && (title.contains("决定") || title.contains("決定"));
        let amending = decision || title.contains("修正案");
        let act = match (title.find('《'), title.find("修正案")) {
            _ if !amending => None,
            (Some(_), _) => super::relations::titles_in(title).into_iter().next(),
            (None, Some(at)) => Some(title[..at].to_owned()),
            (None, None) => {
                // 关于修改灯塔法的决定
                title
                    .split_once("修改")
                    .and_then(|(_, rest)| rest.split_once("的决定"))
                    .map(|(act, _)| act.to_owned())
            }
        };
        Amended { amending, title: act, now: None, article: None }
    }
}

struct Resolver<'a, 'c> {
    circular: &'a Circular,
    index: &'a TitleIndex<'c>,
    outline: Outline<'a>,
    on: Option<PartialDate>,
    taiwan: bool,
    /// Key of a short name: from which clause on, and what it stands for.
    shorts: BTreeMap<String, Vec<(usize, WorkName)>>,
    amended: Amended,
    citations: Vec<Citation>,
}

impl Resolver<'_, '_> {
    fn learn_short_names(&mut self, mentions: &[(usize, Vec<Mention>)]) {
        for (at, found) in mentions {
            for mention in found {
                if let Some(short) = &mention.short {
                    self.shorts.entry(key(short)).or_default().push((*at, mention.work.clone()));
                }
            }
        }
    }

    fn clause(&mut self, at: usize, clause: &Clause, mentions: &[Mention]) {
        let text = clause.words();
        let mut antecedents: Vec<Antecedent> = Vec::new();
        for mention in mentions {
            let Some(words) = text.get(mention.span.start..mention.span.end) else { continue };
            let Some((named, landings)) = self.meaning(at, clause, mention, &antecedents) else { continue };
            let anchor = landings.last().map(|l| l.anchor.clone());
            let changes = self.amended.amending && mention.quoted.is_none() && named.work != Work::Own;
            if changes && speaks_of_change(text, mention) {
                self.amended.now = Some(named.clone());
                self.amended.article.clone_from(&anchor);
            }
            antecedents.push(Antecedent { named: named.clone(), anchor, quoted: mention.quoted.is_some() });
            let targets: Vec<Target> = match (mention.place.is_empty(), landings.is_empty()) {
                (false, true) if named.work == Work::Own => continue,
                (_, true) => vec![self.target(&named, None)],
                _ => landings.into_iter().map(|landing| self.target(&named, Some(landing))).collect(),
            };
            self.citations.extend(targets.into_iter().map(|target| Citation {
                from: clause.anchor.clone(),
                span: mention.span,
                words: words.to_owned(),
                title: named.title.clone(),
                number: named.number.clone(),
                target,
            }));
        }
    }

    /// The work and the clauses that a mention means. None when the words name nothing for sure.
    fn meaning(
        &self,
        at: usize,
        clause: &Clause,
        mention: &Mention,
        before: &[Antecedent],
    ) -> Option<(Named, Vec<Landing>)> {
        let text = clause.words();
        let steps = mention.place.as_slice();
        let inside = |named: Named, here: Option<Anchor>| {
            let last =
                before.iter().rev().find(|a| a.named.work == named.work).and_then(|a| a.anchor.clone());
            let landings = self.find(&named, clause, here.clone(), last.clone(), mention, None);
            if let (Work::Holding(at), false) =
                (&named.work, landings.iter().any(|l| l.exists) || steps.is_empty())
            {
                for peer in self.index.peers(*at) {
                    let named = Named { work: Work::Holding(peer), ..named.clone() };
                    let found = self.find(&named, clause, here.clone(), last.clone(), mention, None);
                    if found.iter().any(|l| l.exists) {
                        return (named, found);
                    }
                }
            }
            (named, landings)
        };
        match &mention.work {
            WorkName::Named { title, number } => {
                let named = self.named(at, title.as_deref(), number.as_deref(), text, mention);
                Some(inside(named, None))
            }
            WorkName::Same { noun } => {
                let fits = |named: &Named| {
                    named.title.as_deref().is_some_and(|title| ends_in(title, noun))
                        || !steps.is_empty() && named.work != Work::Own
                };
                let named = before.iter().rev().map(|a| &a.named).find(|named| fits(named))?;
                Some(inside(named.clone(), None))
            }
            WorkName::Own { noun } => {
                if let Some(quoted) = &mention.quoted
                    && let Some((named, here)) = self.quoted(quoted, before)
                {
                    return Some(inside(named, here));
                }
                if steps.first()?.which == Which::Same {
                    let last = before.iter().rev().find(|a| a.anchor.is_some())?;
                    return Some(inside(last.named.clone(), None));
                }
                if let Some((named, here)) = self.in_amended(noun.as_deref(), steps, before) {
                    return Some(inside(named, here));
                }
                if let Some(found) = self.of_the_stem(clause, mention, before) {
                    return Some((Named::own(), found));
                }
                let own = self.find(
                    &Named::own(),
                    clause,
                    Some(clause.anchor.clone()),
                    None,
                    mention,
                    noun.as_deref(),
                );
                if noun.is_some()
                    || own.iter().any(|landing| landing.exists) && !continues(text, mention, before)
                {
                    return Some((Named::own(), own));
                }
                self.elsewhere(mention, clause, before, own)
            }
        }
    }

    /// 违反本条例第九条规定的，按照下列规定处罚： （一）有第一项行为的，…: an item that
    /// opens with the items of another article means those of the article that its stem names.
    fn of_the_stem(&self, clause: &Clause, mention: &Mention, before: &[Antecedent]) -> Option<Vec<Landing>> {
        let WorkName::Own { noun: None } = mention.work else { return None };
        let [Step { tier: Tier::Xiang, which: Which::Number(_) }] = mention.place.as_slice() else {
            return None;
        };
        let lead = clause.words().get(..mention.span.start)?;
        let opens = before.iter().all(|a| a.named.work == Work::Own)
            && lead.chars().count() <= 40
            && ["有", "违反", "属于", "实施", "具有", "、", "或者"].iter().any(|word| lead.ends_with(word));
        let Some((Token::Point, _)) = clause.anchor.last() else { return None };
        let stem = clause.anchor.parent().filter(|_| opens)?;
        let stem = self.outline.get(&stem)?;
        let own = unit(&clause.anchor)?;
        let article = self.citations.iter().rev().take_while(|c| c.from.is_within(&own)).find_map(|c| {
            match &c.target {
                Target::Held { slug, anchor: Some(anchor) }
                    if c.from == stem && *slug == self.circular.slug =>
                {
                    unit(anchor).filter(|article| *article != own)
                }
                _ => None,
            }
        })?;
        let found = self.find(&Named::own(), clause, Some(article.clone()), None, mention, None);
        found
            .iter()
            .all(|l| l.exists && l.anchor.is_within(&article))
            .then_some(found)
            .filter(|f| !f.is_empty())
    }

    /// A provision without a work that we do not have: of the work named just
    /// before, if there is one, else of the act that our title speaks of.
    fn elsewhere(
        &self,
        mention: &Mention,
        clause: &Clause,
        before: &[Antecedent],
        own: Vec<Landing>,
    ) -> Option<(Named, Vec<Landing>)> {
        let steps = mention.place.as_slice();
        let first = steps.first()?;
        let numbered = matches!(first.which, Which::Number(_));
        let annexed = matches!(first.tier, Tier::Annex | Tier::Schedule);
        if numbered && !annexed {
            let finer = first.tier > Tier::Article;
            let last = before
                .iter()
                .rev()
                .find(|a| if finer { a.anchor.is_some() } else { a.named.work != Work::Own });
            if let Some(last) = last {
                let found =
                    self.find(&last.named, clause, last.anchor.clone(), last.anchor.clone(), mention, None);
                let outside = last.named.work != Work::Own;
                if !found.is_empty() && (outside || found.iter().any(|landing| landing.exists)) {
                    return Some((last.named.clone(), found));
                }
            }
            let titles = super::relations::titles_in(&self.circular.meta.title);
            if let ([title], Tier::Article) = (titles.as_slice(), first.tier) {
                let named = self.look_up(Some(title), None);
                if named.work != Work::Own {
                    let found = self.find(&named, clause, None, None, mention, None);
                    return Some((named, found));
                }
            }
        }
        // 第一项 may count tasks; 前款 of a first paragraph leads nowhere.
        let alone = steps.len() == 1 && matches!(first.tier, Tier::Xiang | Tier::Indent);
        let certain = numbered && !alone;
        certain.then(|| (Named::own(), own))
    }

    /// The amended act and the place in it, for words inside quoted new text.
    fn quoted(&self, quoted: &Quoted, before: &[Antecedent]) -> Option<(Named, Option<Anchor>)> {
        let lead = before.iter().rev().find(|a| !a.quoted && a.named.work != Work::Own);
        let named = lead.map(|a| a.named.clone()).or_else(|| self.act())?;
        let lead_anchor = lead.and_then(|a| a.anchor.clone()).or_else(|| self.amended.article.clone());
        let mut paragraph = quoted.paragraph;
        let article = match &quoted.article {
            Some(number) => {
                let scope = lead_anchor.as_ref().and_then(scope);
                Anchor::under(scope.as_ref(), Token::Article, number)
            }
            None => {
                let lead = lead_anchor?;
                // 作为第二款：“…” begins with the second paragraph.
                if let Some((Token::Paragraph, n)) = lead.last() {
                    paragraph += n.parse::<u32>().unwrap_or(1).saturating_sub(1);
                }
                unit(&lead)?
            }
        };
        let mut here = article.child(Token::Paragraph, &paragraph.to_string());
        if let Some(point) = &quoted.point {
            here = here.child(Token::Point, point);
        }
        Some((named, Some(here)))
    }

    /// 第五条, 本法第五条 and 第二款 in an amending circular are of the act that it changes.
    fn in_amended(
        &self,
        noun: Option<&str>,
        steps: &[Step],
        before: &[Antecedent],
    ) -> Option<(Named, Option<Anchor>)> {
        if !self.amended.amending {
            return None;
        }
        let own_noun = noun.is_some_and(|noun| matches!(noun, "决定" | "修正案" | "通知" | "令" | "公告"));
        let Step { tier, which: Which::Number(_) } = steps.first()? else { return None };
        if own_noun || matches!(tier, Tier::Annex | Tier::Schedule | Tier::Division) {
            return None;
        }
        let named = before
            .iter()
            .rev()
            .map(|a| &a.named)
            .find(|n| n.work != Work::Own)
            .cloned()
            .or_else(|| self.act())?;
        let here = before
            .iter()
            .rev()
            .find(|a| a.named.work == named.work && a.anchor.is_some())
            .and_then(|a| a.anchor.clone())
            .or_else(|| self.amended.article.clone());
        Some((named, here))
    }

    /// The act that this circular amends.
    fn act(&self) -> Option<Named> {
        if let Some(now) = &self.amended.now {
            return Some(now.clone());
        }
        let title = self.amended.title.as_deref()?;
        Some(self.look_up(Some(title), None))
    }

    /// The work of a title or number, short names and our own title known.
    fn named(
        &self,
        at: usize,
        title: Option<&str>,
        number: Option<&str>,
        text: &str,
        mention: &Mention,
    ) -> Named {
        if let Some(title) = title {
            let alias = self
                .shorts
                .get(&key(title))
                .filter(|_| mention.short.is_none())
                .and_then(|all| all.iter().rev().find(|(from, _)| *from <= at).or_else(|| all.first()));
            if let Some((_, WorkName::Named { title: Some(full), number })) = alias
                && key(full) != key(title)
            {
                return self.look_up(Some(full), number.as_deref());
            }
            let own = [Some(self.circular.meta.title.as_str()), self.circular.meta.cover_title.as_deref()];
            if own.iter().flatten().any(|own| !own.is_empty() && key(own) == key(title)) {
                let cited = Some(title.to_owned());
                let number = number.map(str::to_owned);
                if !names_forerunner(text, mention) {
                    return Named { work: Work::Own, title: cited, number };
                }
                let work = self
                    .index
                    .older(title, self.circular)
                    .map_or(Work::NotHeld(title.to_owned()), Work::Holding);
                return Named { work, title: cited, number };
            }
        }
        self.look_up(title, number)
    }

    fn look_up(&self, title: Option<&str>, number: Option<&str>) -> Named {
        let by_title =
            title.map_or(Found::Nothing, |title| self.index.by_title(title, self.on, self.circular));
        let found = match (by_title, number) {
            (Found::One(at), _) => Some(at),
            (_, Some(number)) => match self.index.by_number(number, self.circular) {
                Found::One(at) => Some(at),
                _ => None,
            },
            _ => None,
        };
        let own = |at: usize| {
            self.index.holding(at).is_some_and(|h| h.scope.is_none() && h.circular.slug == self.circular.slug)
        };
        let work = match found {
            Some(at) if own(at) => Work::Own,
            Some(at) => Work::Holding(at),
            None => Work::NotHeld(title.or(number).unwrap_or_default().to_owned()),
        };
        Named { work, title: title.map(str::to_owned), number: number.map(str::to_owned) }
    }

    fn find(
        &self,
        named: &Named,
        clause: &Clause,
        here: Option<Anchor>,
        last: Option<Anchor>,
        mention: &Mention,
        noun: Option<&str>,
    ) -> Vec<Landing> {
        let context = clause.words();
        let annex =
            |anchor: &Anchor| scope(anchor).filter(|s| matches!(s.last(), Some((Token::Attachment, _))));
        let mut ground = Ground { outline: None, scope: None, here, last, taiwan: self.taiwan, context };
        match &named.work {
            Work::Own => {
                ground.outline = Some(&self.outline);
                // 本通知第二条 in an annex is the notice's.
                let notice = noun.is_some_and(|n| {
                    matches!(n, "通知" | "令" | "决定" | "批复" | "复函" | "函" | "通告" | "公告")
                });
                let by_title = named.title.is_some();
                ground.scope = annex(&clause.anchor).filter(|_| !notice && !by_title);
            }
            Work::Holding(at) => {
                let holding = self.index.holding(*at);
                ground.outline = holding.map(|h| h.outline());
                ground.scope = holding.and_then(|h| h.scope.clone());
            }
            Work::NotHeld(_) => {}
        }
        if mention.place.is_empty() {
            // An annexed instrument as such.
            let scope = ground.scope.filter(|_| matches!(named.work, Work::Holding(_)));
            return scope.map(|anchor| Landing { anchor, exists: true }).into_iter().collect();
        }
        if mention.through.is_none()
            && let Some(several) = ground.several(&mention.place)
        {
            return several;
        }
        ground.find(&mention.place, mention.through.as_deref())
    }

    fn target(&self, named: &Named, landing: Option<Landing>) -> Target {
        let slug = match &named.work {
            Work::Own => self.circular.slug.clone(),
            Work::Holding(at) => match self.index.holding(*at) {
                Some(holding) => holding.circular.slug.clone(),
                None => String::new(),
            },
            Work::NotHeld(work) => {
                return Target::NotHeld { work: work.clone(), anchor: landing.map(|landing| landing.anchor) };
            }
        };
        match landing {
            None => Target::Held { slug, anchor: None },
            Some(Landing { anchor, exists: true }) => Target::Held { slug, anchor: Some(anchor) },
            Some(Landing { anchor, exists: false }) => Target::Missing { slug, anchor },
        }
    }
}

/// Whether 項 is the paragraph and 款 the point: by the order in which the paper
/// uses both, else by the script (Taiwan's database prints 第 12 條).
fn taiwan(circular: &Circular, mentions: &[(usize, Vec<Mention>)]) -> bool {
    if circular.meta.language == Some(Language::Simplified) {
        return false;
    }
    let (mut taiwan, mut other, mut kuan) = (0, 0, 0);
    for mention in mentions.iter().flat_map(|(_, found)| found) {
        let tiers: Vec<Tier> = mention.place.iter().map(|step| step.tier).collect();
        let place = |tier: Tier| tiers.iter().position(|t| *t == tier);
        match (place(Tier::Xiang), place(Tier::Kuan)) {
            (Some(xiang), Some(kuan)) if xiang < kuan => taiwan += 1,
            (Some(_), Some(_)) => other += 1,
            (None, Some(_)) => kuan += 1,
            _ => {}
        }
    }
    if taiwan != other {
        return taiwan > other;
    }
    let spaced = circular
        .clauses()
        .filter_map(|clause| clause.label.as_ref())
        .any(|label| label.printed.starts_with("第 ") && label.printed.ends_with('條'));
    let traditional = circular.meta.language == Some(Language::Traditional);
    spaced || traditional && kuan == 0 && other == 0
}

/// 该条例 may mean 《…条例》, 同法 《…法》.
fn ends_in(title: &str, noun: &str) -> bool {
    let title = key(title);
    let title = title.split('（').next().unwrap_or(&title);
    title.ends_with(&key(noun))
}

/// Our own title with a date before or 废止 behind: the act that ours replaces.
fn names_forerunner(text: &str, mention: &Mention) -> bool {
    let before = text.get(..mention.span.start).unwrap_or_default();
    let after = text.get(mention.span.end..).unwrap_or_default();
    let after = after.split(['。', '；', ';']).next().unwrap_or_default();
    let sentence = before.rsplit(['。', '；', ';']).next().unwrap_or_default();
    let repealed = ["废止", "廢止", "停止执行", "失效"].iter().any(|word| after.contains(word));
    let dated = ["发布的", "公布的", "颁布的", "施行的", "印发的", "通过的", "發布的"]
        .iter()
        .any(|word| sentence.ends_with(word))
        && sentence.contains('年');
    repealed || dated
}

/// 违反本条例第十条第一款规定的，…；违反第三款规定的: a paragraph of the article named just before.
fn continues(text: &str, mention: &Mention, before: &[Antecedent]) -> bool {
    let Some(Step { tier: Tier::Kuan | Tier::Xiang, which: Which::Number(_) }) = mention.place.first() else {
        return false;
    };
    let sentence = text.get(..mention.span.start).unwrap_or_default();
    let named = before.last().and_then(|a| a.anchor.as_ref()).is_some_and(|a| a.parent().is_some());
    sentence.ends_with("违反") && named && sentence.matches("违反").count() > 1
}

/// Whether the sentence changes the act named in it.
fn speaks_of_change(text: &str, mention: &Mention) -> bool {
    let before = text.get(..mention.span.start).unwrap_or_default();
    let after = text.get(mention.span.end..).unwrap_or_default();
    let sentence = before.rsplit('。').next().unwrap_or_default();
    let rest = after.split('。').next().unwrap_or_default();
    let change = ["修改", "修正", "增加", "删去", "删除"];
    change.iter().any(|word| rest.contains(word))
        || sentence.ends_with("修改")
        || rest.is_empty() && text.starts_with("修改")
}
