//! Amending circulars: whose provisions their clauses and their quoted new text name.

use super::super::outline::scope;
use super::super::place::unit;
use super::super::relations::titles_in;
use super::super::titles::key;
use super::work::{Named, Work};
use super::{Antecedent, Resolver};
use crate::model::{Anchor, Circular, ClauseRef, Mention, Quoted, Step, Tier, Token, Which};

/// The act that an amending circular changes.
pub(super) struct Amended {
    pub(super) amending: bool,
    /// Title of the act by the circular's own title.
    pub(super) title: Option<String>,
    /// The act that the clauses speak of now, and its article.
    pub(super) now: Option<Named>,
    pub(super) article: Option<Anchor>,
}

impl Amended {
    /// As the body of a circular is.
    pub(super) fn of(circular: &Circular) -> Amended {
        let mut words = circular.clauses().map(ClauseRef::words);
        let opening = words.find(|words| !words.is_empty()).unwrap_or_default();
        Amended::by(&circular.meta.title, opening)
    }

    /// As an annex that is an instrument of its own; None for one that only goes on with
    /// what the text before it began, as a list of what is amended.
    pub(super) fn of_annex(circular: &Circular, annex: &Anchor) -> Option<Amended> {
        let mut words = circular.clauses().filter(|c| c.anchor.is_within(annex));
        let title = words.next().filter(|first| first.anchor == annex)?.words();
        let opening = words.map(ClauseRef::words).find(|words| !words.is_empty()).unwrap_or_default();
        let amended = Amended::by(title, opening);
        (amended.amending || is_instrument(title)).then_some(amended)
    }

    fn by(title: &str, opening: &str) -> Amended {
        let decision = title.contains("修改") && (title.contains("决定") || title.contains("決定"));
        // A decision may stand under the title of the act that it prints anew.
        let opens = ["作如下修改", "作以下修改", "作出如下修改"].iter().any(|words| opening.contains(words));
        let amending = decision || opens || title.contains("修正案");
        if opens && !decision && !title.contains("修正案") {
            return Amended {
                amending,
                title: titles_in(opening).into_iter().next(),
                now: None,
                article: None,
            };
        }
        let act = match (title.find('《'), title.find("修正案")) {
            _ if !amending => None,
            (Some(_), _) => titles_in(title).into_iter().next(),
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

/// Whether an annex of that title lays something down by itself.
fn is_instrument(title: &str) -> bool {
    const ENDS: &[&str] = &["法", "法典", "条例", "办法", "规则", "规定", "细则", "章程", "规程", "准则"];
    let plain = key(title);
    let name = plain.split('（').next().unwrap_or_default();
    let speaks_of_others = ["修改", "修正", "废止"].iter().any(|word| name.contains(word));
    !speaks_of_others && ENDS.iter().any(|end| name.ends_with(end))
}

impl Resolver<'_, '_> {
    /// The amended act and the place in it, for words inside quoted new text.
    pub(super) fn quoted(&self, quoted: &Quoted, before: &[Antecedent]) -> Option<(Named, Option<Anchor>)> {
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
    pub(super) fn in_amended(
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
    pub(super) fn act(&self) -> Option<Named> {
        if let Some(now) = &self.amended.now {
            return Some(now.clone());
        }
        let title = self.amended.title.as_deref()?;
        Some(self.look_up(Some(title), None))
    }
}

/// Whether the sentence changes the act named in it.
pub(super) fn speaks_of_change(text: &str, mention: &Mention) -> bool {
    let before = text.get(..mention.span.start).unwrap_or_default();
    let after = text.get(mention.span.end..).unwrap_or_default();
    let sentence = before.rsplit('。').next().unwrap_or_default();
    let rest = after.split('。').next().unwrap_or_default();
    let change = ["修改", "修正", "改为", "增加", "删去", "删除"];
    change.iter().any(|word| rest.contains(word))
        || ["修改", "删去", "删除"].iter().any(|word| sentence.ends_with(word))
        || rest.is_empty() && text.starts_with("修改")
}
