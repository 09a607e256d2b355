//! Provisions without a work whose sentence leads to another text than the one they stand in.

use super::super::place::{Landing, unit};
use super::super::relations::titles_in;
use super::super::titles::key;
use super::work::{Named, Work};
use super::{Antecedent, Resolver};
use crate::model::{ClauseRef, Mention, Step, Target, Tier, Token, Which, WorkName};

impl Resolver<'_, '_> {
    /// 违反本条例第九条规定的，按照下列规定处罚： （一）有第一项行为的，…: an item that
    /// opens with the items of another article means those of the article that its stem names.
    pub(super) fn of_the_stem(
        &self,
        clause: ClauseRef,
        mention: &Mention,
        before: &[Antecedent],
    ) -> Option<Vec<Landing>> {
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
        let own = unit(clause.anchor)?;
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
    pub(super) fn elsewhere(
        &self,
        mention: &Mention,
        clause: ClauseRef,
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
            if first.tier == Tier::Article
                && let Some(named) = self.subject()
            {
                let found = self.find(&named, clause, None, None, mention, None);
                return Some((named, found));
            }
        }
        // 第一项 may count tasks; 前款 of a first paragraph leads nowhere.
        let alone = steps.len() == 1 && matches!(first.tier, Tier::Xiang | Tier::Indent);
        let certain = numbered && !alone;
        certain.then(|| (Named::own(), own))
    }

    /// The act that our title speaks of: in 《》, or for a paper without articles of its own one
    /// that it cites before (…适用刑法分则规定的犯罪的罪名的意见, 根据《中华人民共和国刑法》).
    fn subject(&self) -> Option<Named> {
        let own = &self.circular.meta.title;
        let named = match titles_in(own).as_slice() {
            [title] => self.look_up(Some(title), None),
            [] if self.outline.articles(None).is_empty() => {
                let own = key(own);
                let speaks = |title: &&str| own.contains(&key(title));
                let title = self.citations.iter().filter_map(|c| c.title.as_deref()).find(speaks)?;
                self.look_up(Some(title), None)
            }
            _ => return None,
        };
        (named.work != Work::Own).then_some(named)
    }
}
