//! What one circular does to other works, by the words that state it.
//!
//! Clauses speak first, each with itself as evidence; then the title; what is
//! cited and held but not spoken of otherwise is merely cited.

mod lists;
mod wording;

use super::outline::{annex, scope};
use super::titles::{Found, TitleIndex, key};
use crate::model::{
    Anchor, Circular, Citation, ClauseRef, PartialDate, Relation, Target, Token, Verb, in_simplified,
};
use wording::Sentence;

/// The relations that `circular` states, one for each verb and work, in reading order.
pub fn relations(circular: &Circular, citations: &[Citation], index: &TitleIndex) -> Vec<Relation> {
    let mut found = Relations { circular, index, list: Vec::new() };
    for citation in citations {
        found.by_clause(citation);
    }
    found.by_title();
    found.cited(citations);
    found.list
}

struct Relations<'a, 'c> {
    circular: &'a Circular,
    index: &'a TitleIndex<'c>,
    list: Vec<Relation>,
}

impl Relations<'_, '_> {
    fn by_clause(&mut self, citation: &Citation) {
        let Some(clause) = self.circular.find(&citation.from) else { return };
        let stem = self.stem(clause);
        // New text in quotation marks speaks for the act that it goes into.
        if clause.words().get(..citation.span.start).is_some_and(within_quotation) {
            return;
        }
        let opening = self.opens(&citation.from);
        let Some(sentence) = Sentence::around(clause.words(), citation.span, stem, opening) else { return };
        let Some((title, slug)) = self.work(citation) else { return };
        let own = slug.as_deref() == Some(self.circular.slug.as_str());
        let annexed = names_another_text(citation);
        let provision = names_provision(&citation.target) || counts_from_there(&citation.words);
        for (verb, words) in sentence.verbs(provision, self.amending(&citation.from)) {
            // Only the covering notice acts on its own page, and a carried decision on what is printed anew
            // behind it; an act that prints the decisions on itself does not change itself.
            let slug = match verb {
                Verb::Carries | Verb::Forwards => slug.clone(),
                Verb::Amends if own && annexed && key(&title) != key(self.circular.name()) => {
                    self.before(&title)
                }
                _ if own => continue,
                _ => slug.clone(),
            };
            self.add(verb, title.clone(), slug, Some(citation.from.clone()), words);
        }
    }

    /// The words that introduce the list in which `clause` is an item: of the nearest unit
    /// above that has any, else of the paragraph before the first number that speaks of 下列文件.
    fn stem<'s>(&'s self, clause: ClauseRef<'s>) -> &'s str {
        let above =
            std::iter::successors(Some(clause), |c| c.parent.and_then(|parent| self.circular.find(parent)));
        let mut units = above.skip(1).map(ClauseRef::words);
        let preamble = || {
            let first = |token| matches!(token, Some((Token::Preamble, _)));
            let mut opening = self.circular.clauses().filter(|c| first(c.anchor.parts().next()));
            opening.next_back().map(ClauseRef::words).filter(|words| lists::hands_to_list(words))
        };
        units.find(|words| lists::introduces(words)).or_else(preamble).unwrap_or_default()
    }

    /// What the title says: 关于修改《…》的决定, …实施条例, 转发…的通知.
    fn by_title(&mut self) {
        let meta = &self.circular.meta;
        for title in [Some(meta.title.as_str()), meta.cover_title.as_deref()].into_iter().flatten() {
            for (verb, named) in wording::in_title(title) {
                let slug = self.held(&named);
                let own = slug.as_deref() == Some(self.circular.slug.as_str());
                // X实施条例 needs an X; 云岭省实施办法 has none.
                let certain = slug.is_some() || title.contains('《') || verb == Verb::Forwards;
                // The notice itself may have said by a shorter name what it forwards.
                let said = || self.list.iter().any(|r| r.verb == verb && r.slug == slug);
                let acts = !own || verb == Verb::Carries || verb == Verb::Forwards && !said();
                if certain && acts {
                    // What is forwarded may be named without 《》 in the text, too.
                    let evidence = (verb == Verb::Forwards).then(|| self.forwarding()).flatten();
                    self.add(verb, named, slug, evidence, title.to_owned());
                }
            }
        }
    }

    fn cited(&mut self, citations: &[Citation]) {
        for citation in citations {
            let (Target::Held { slug, .. } | Target::Missing { slug, .. }) = &citation.target else {
                continue;
            };
            if *slug == self.circular.slug || self.list.iter().any(|r| r.slug.as_deref() == Some(slug)) {
                continue;
            }
            let Some((title, slug)) = self.work(citation) else { continue };
            let words = citation.words.clone();
            self.add(Verb::Cites, title, slug, Some(citation.from.clone()), words);
        }
    }

    fn add(
        &mut self,
        verb: Verb,
        title: String,
        slug: Option<String>,
        evidence: Option<Anchor>,
        words: String,
    ) {
        // The text that a revision made is not the one it revised, though both bear the title.
        let slug = match verb {
            Verb::Amends if slug.is_some() => self.before(&title).or(slug),
            _ => slug,
        };
        // A notice may carry several instruments on its own page.
        let own = slug.as_deref() == Some(self.circular.slug.as_str());
        let same = |r: &Relation| {
            r.verb == verb && (!own && r.slug.is_some() && r.slug == slug || key(&r.title) == key(&title))
        };
        if self.list.iter().any(same) {
            return;
        }
        let date = matches!(verb, Verb::Repeals | Verb::Amends | Verb::Approves)
            .then(|| self.takes_effect())
            .flatten();
        self.list.push(Relation { verb, title, slug, evidence, words, date });
    }

    /// The newest version of a title that is older than this circular.
    fn before(&self, title: &str) -> Option<String> {
        let at = self.index.older(title, None, self.circular)?;
        self.index.holding(at).map(|holding| holding.circular.slug.clone())
    }

    /// From when on what this circular does holds: 自…起施行 is its own date.
    fn takes_effect(&self) -> Option<PartialDate> {
        let dates = &self.circular.meta.dates;
        dates.effective.or(dates.principal())
    }

    /// Whether the clause stands before the first number or article, or is the first of all.
    fn opens(&self, anchor: &Anchor) -> bool {
        let top = anchor.parts().next().map(|(token, _)| token);
        matches!(top, Some(Token::Preamble | Token::Cover))
            || self.circular.clauses().find(|c| !c.is_heading()).is_some_and(|first| first.anchor == anchor)
    }

    /// The clause that hands something on: 现转发给你们.
    fn forwarding(&self) -> Option<Anchor> {
        const WORDS: &[&str] = &["转发给", "批转给", "转发你们", "现转发", "现批转"];
        let says = |words: &str| WORDS.iter().any(|word| in_simplified(words).contains(word));
        self.circular.clauses().find(|clause| says(clause.words())).map(|clause| clause.anchor.clone())
    }

    /// Whether the text that `from` stands in amends others by its title.
    fn amending(&self, from: &Anchor) -> bool {
        let annex = scope(from).and_then(|annex| self.circular.find(&annex)).map(ClauseRef::words);
        let title = annex.filter(|title| !title.is_empty()).unwrap_or(&self.circular.meta.title);
        title.contains("修改") || title.contains("修正案") || title.contains("修正")
    }

    /// Title and slug of the work cited, if the words name one.
    fn work(&self, citation: &Citation) -> Option<(String, Option<String>)> {
        let cited = citation.title.clone().or_else(|| citation.number.clone());
        match &citation.target {
            Target::NotHeld { work, .. } => Some((work.clone(), None)),
            Target::Held { slug, .. } | Target::Missing { slug, .. } => {
                let at = self.index.by_slug(slug)?;
                let held = self.index.holding(at)?.title.clone();
                let own = *slug == self.circular.slug;
                let title = if own { cited? } else { held };
                Some((title, Some(slug.clone())))
            }
        }
    }

    fn held(&self, title: &str) -> Option<String> {
        let on = self.circular.meta.dates.principal();
        match self.index.by_title(title, None, on, self.circular) {
            Found::One(at) => self.index.holding(at).map(|h| h.circular.slug.clone()),
            _ => None,
        }
    }
}

/// Whether the citation stands in one text of the page and means an annexed one.
fn names_another_text(citation: &Citation) -> bool {
    let (Target::Held { anchor: Some(anchor), .. } | Target::Missing { anchor, .. }) = &citation.target
    else {
        return false;
    };
    let annexed = annex(anchor);
    annexed.is_some() && annexed != scope(&citation.from)
}

/// Whether a clause of the work is cited, not the work or an annexed instrument as such.
fn names_provision(target: &Target) -> bool {
    match target {
        Target::Held { anchor, .. } | Target::NotHeld { anchor, .. } => {
            anchor.as_ref().is_some_and(|a| !matches!(a.last(), Some((Token::Attachment, _))))
        }
        Target::Missing { .. } => true,
    }
}

/// Whether a quotation is open behind `before`; each of its paragraphs opens it anew.
fn within_quotation(before: &str) -> bool {
    before.matches(['“', '「']).count() > before.matches(['”', '」']).count()
}

/// Whether the words name a provision of a work named before: 本章第二条, 前款.
fn counts_from_there(words: &str) -> bool {
    words.starts_with(['第', '本', '前', '上', '次', '附'])
        || words.starts_with(['该', '同']) && words.chars().nth(1).is_some_and(|c| "条條款项項".contains(c))
}

/// Titles in 《》, brackets inside balanced.
pub fn titles_in(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut depth = 0usize;
    let mut start = 0;
    for (at, c) in text.char_indices() {
        match c {
            '《' => {
                depth += 1;
                if depth == 1 {
                    start = at + c.len_utf8();
                }
            }
            '》' if depth > 0 => {
                depth -= 1;
                if depth == 0 {
                    found.push(text[start..at].to_owned());
                }
            }
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests;
