//! Which work a title, a number or a short name names.

use super::super::titles::{Found, key, numbered_otherwise};
use super::Resolver;
use super::usage::names_forerunner;
use crate::model::{Mention, WorkName};

/// A work as far as it is known.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Work {
    Own,
    /// A holding of the index.
    Holding(usize),
    /// Title or number as cited.
    NotHeld(String),
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Named {
    pub(super) work: Work,
    /// As cited, and so the number.
    pub(super) title: Option<String>,
    pub(super) number: Option<String>,
}

impl Named {
    pub(super) fn own() -> Named {
        Named { work: Work::Own, ..Named::cited(None, None) }
    }

    /// As cited, and known by that alone.
    fn cited(title: Option<&str>, number: Option<&str>) -> Named {
        let work = Work::NotHeld(title.or(number).unwrap_or_default().to_owned());
        Named { work, title: title.map(str::to_owned), number: number.map(str::to_owned) }
    }
}

impl Resolver<'_, '_> {
    /// Short names hold from the clause on that gives them.
    pub(super) fn learn_short_names(&mut self, mentions: &[(usize, Vec<Mention>)]) {
        for (at, found) in mentions {
            for mention in found {
                if let Some(short) = &mention.short {
                    self.shorts.entry(key(short)).or_default().push((*at, mention.work.clone()));
                }
            }
        }
    }

    /// The work of a title or number, short names and our own title known.
    pub(super) fn named(
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
            let ours = own.iter().flatten().any(|own| !own.is_empty() && key(own) == key(title));
            let named = match ours {
                true => Named { work: Work::Own, ..Named::cited(Some(title), number) },
                false => self.look_up(Some(title), number),
            };
            let other = || number.is_some_and(|number| numbered_otherwise(self.circular, number));
            if named.work != Work::Own || !names_forerunner(text, mention) && !other() {
                return named;
            }
            let before = self.index.older(title, number, self.circular);
            return Named { work: before.map_or(Work::NotHeld(title.to_owned()), Work::Holding), ..named };
        }
        self.look_up(None, number)
    }

    /// The work that goes by `title`, else the one that goes by `number`.
    pub(super) fn look_up(&self, title: Option<&str>, number: Option<&str>) -> Named {
        let by_title = title.map_or(Found::Nothing, |title| {
            // A revision speaks of the text before it, not of the one it made the same day.
            let before =
                self.amended.amending.then(|| self.index.older(title, number, self.circular)).flatten();
            before.map_or_else(|| self.index.by_title(title, number, self.on, self.circular), Found::One)
        });
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
        let cited = Named::cited(title, number);
        match found {
            Some(at) if own(at) => Named { work: Work::Own, ..cited },
            Some(at) => Named { work: Work::Holding(at), ..cited },
            None => cited,
        }
    }
}

/// Whether the title is of a certificate or a form (《土地使用证》, 《登记表》), which is issued to somebody and lays nothing down.
pub(super) fn no_circular(named: &Named) -> bool {
    const FORMS: &[&str] = &[
        "证",
        "证书",
        "证明",
        "证件",
        "执照",
        "申请表",
        "登记表",
        "审批表",
        "申报表",
        "申请书",
        "通知书",
        "决定书",
        "报告书",
        "告知书",
        "责任书",
        "承诺书",
        "保证书",
        "意见书",
        "回执",
    ];
    let form = |title: String| {
        let list = title.ends_with("清单") || title.ends_with("名单");
        FORMS.iter().any(|form| title.ends_with(form)) || title.ends_with('单') && !list
    };
    matches!(named.work, Work::NotHeld(_))
        && named.number.is_none()
        && named.title.as_deref().map(key).is_some_and(form)
}
