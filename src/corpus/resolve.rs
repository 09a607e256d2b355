//! What each mention means: which work, which clause of it.
//!
//! 1. The taste of the citing paper: does 項 mean paragraph or point (`usage`); does it amend other acts (`amended`).
//! 2. The work: short names defined here, titles and numbers held (`work`), 该条例 by what was named last, and that
//!    of a provision without a work (`workless`).
//! 3. The provision in that work (`landing`, by `place`).

mod amended;
mod landing;
mod usage;
mod work;
mod workless;

use super::outline::{Outline, annex};
use super::place::Landing;
use super::titles::TitleIndex;
use crate::model::{Anchor, Circular, Citation, ClauseRef, Mention, PartialDate, Target, Which, WorkName};
use amended::{Amended, speaks_of_change};
use std::collections::BTreeMap;
use usage::{continues, ends_in, taiwan};
use work::{Named, Work, no_circular};

/// Resolves what the grammar found in `circular`: for each clause (its place in
/// `circular.clauses()`) the mentions in `ClauseRef::words`. Citations come in reading order.
pub fn resolve(circular: &Circular, mentions: &[(usize, Vec<Mention>)], index: &TitleIndex) -> Vec<Citation> {
    let clauses: Vec<ClauseRef> = circular.clauses().collect();
    let mut resolver = Resolver {
        circular,
        index,
        outline: Outline::new(circular),
        on: circular.meta.dates.principal(),
        taiwan: taiwan(circular, mentions),
        shorts: BTreeMap::new(),
        amended: Amended::of(circular),
        annex: None,
        citations: Vec::new(),
    };
    resolver.learn_short_names(mentions);
    for (at, found) in mentions {
        if let Some(&clause) = clauses.get(*at) {
            resolver.clause(*at, clause, found);
        }
    }
    resolver.citations
}

/// What was named before in the same clause.
#[derive(Debug, Clone)]
struct Antecedent {
    named: Named,
    anchor: Option<Anchor>,
    quoted: bool,
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
    /// The annex that the clauses stand in now.
    annex: Option<Anchor>,
    citations: Vec<Citation>,
}

impl Resolver<'_, '_> {
    fn clause(&mut self, at: usize, clause: ClauseRef, mentions: &[Mention]) {
        self.enter(clause.anchor);
        let text = clause.words();
        let mut antecedents: Vec<Antecedent> = Vec::new();
        let mut read = 0;
        for mention in mentions {
            // A row of a table speaks for itself.
            if clause.table.is_some() && text.get(read..mention.span.start).is_some_and(|t| t.contains('\n'))
            {
                antecedents.clear();
            }
            read = mention.span.end;
            let Some(words) = text.get(mention.span.start..mention.span.end) else { continue };
            let Some((named, landings)) = self.meaning(at, clause, mention, &antecedents) else { continue };
            if mention.place.is_empty() && no_circular(&named) {
                continue;
            }
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
            // The heading of an annexed instrument does not cite it.
            let heads = |target: &Target| {
                mention.place.is_empty()
                    && matches!(target, Target::Held { slug, anchor: Some(anchor) } if *slug == self.circular.slug && anchor == clause.anchor)
            };
            let targets: Vec<Target> = targets.into_iter().filter(|target| !heads(target)).collect();
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

    /// A carried decision amends though its notice does not, and an act printed anew behind a decision does not.
    fn enter(&mut self, anchor: &Anchor) {
        let annex = annex(anchor);
        if annex == self.annex {
            return;
        }
        let amended = match &annex {
            Some(annex) => Amended::of_annex(self.circular, annex),
            None => Some(Amended::of(self.circular)),
        };
        if let Some(amended) = amended {
            self.amended = amended;
        }
        self.annex = annex;
    }

    /// The work and the clauses that a mention means. None when the words name nothing for sure.
    fn meaning(
        &self,
        at: usize,
        clause: ClauseRef,
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
}
