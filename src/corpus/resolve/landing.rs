//! Where in a work a provision is looked for, and the target that comes of it.

use super::super::outline::annex;
use super::super::place::{Ground, Landing};
use super::Resolver;
use super::work::{Named, Work};
use crate::model::{Anchor, ClauseRef, Mention, Target};

impl Resolver<'_, '_> {
    /// The clauses of `named` that the provision of `mention` in `clause` means. `here` is where
    /// 前款 counts from, `last` what 该条 means, `noun` that of 本办法.
    pub(super) fn find(
        &self,
        named: &Named,
        clause: ClauseRef,
        here: Option<Anchor>,
        last: Option<Anchor>,
        mention: &Mention,
        noun: Option<&str>,
    ) -> Vec<Landing> {
        let context = clause.words();
        let mut ground = Ground { outline: None, scope: None, here, last, taiwan: self.taiwan, context };
        match &named.work {
            Work::Own => {
                ground.outline = Some(&self.outline);
                // 本通知第二条 in an annex is the notice's.
                let notice = noun.is_some_and(|n| {
                    matches!(n, "通知" | "令" | "决定" | "批复" | "复函" | "函" | "通告" | "公告")
                });
                let by_title = named.title.is_some();
                ground.scope = annex(clause.anchor).filter(|_| !notice && !by_title);
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

    pub(super) fn target(&self, named: &Named, landing: Option<Landing>) -> Target {
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
