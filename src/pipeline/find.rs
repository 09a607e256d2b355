//! Clauses that contain a phrase, for the terminal.

use super::shelf::Shelf;
use super::{Failure, Progress, stages};
use crate::config::Site;
use crate::diagnostic::Diagnostic;
use crate::model::{Anchor, ClauseRef};
use crate::site::Content;
use rayon::prelude::*;
use std::path::PathBuf;

/// A clause that contains the phrase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    pub file: PathBuf,
    /// Line of the page, from 1.
    pub line: usize,
    pub slug: String,
    pub anchor: Anchor,
    pub title: String,
    /// The clause's number and words.
    pub words: String,
}

/// Every clause of every page that contains `phrase`, in the order of slugs and clauses, and the
/// problems of pages that could not be looked into. The phrase is folded as the site's search folds it.
///
/// # Errors
/// [`Failure::Write`] when the disk fails.
pub fn find(
    site: &Site,
    phrase: &str,
    progress: &dyn Progress,
) -> Result<(Vec<Hit>, Vec<Diagnostic>), Failure> {
    let shelf = Shelf::read(&Content::new(site.content()), progress);
    let query = stages::query(phrase);
    let hits: Result<Vec<Vec<Hit>>, Failure> = shelf
        .pages
        .par_iter()
        .enumerate()
        .map(|(at, page)| {
            let circular = &page.circular;
            let answers = circular.clauses().filter(|clause| stages::answers(&query, clause.words()));
            let mut answers = answers.peekable();
            if answers.peek().is_none() {
                return Ok(Vec::new());
            }
            let stored = shelf.stored(at)?;
            let hit = |clause: ClauseRef| Hit {
                file: stored.file.clone(),
                line: line_of(&stored.text, clause.anchor),
                slug: circular.slug.clone(),
                anchor: clause.anchor.clone(),
                title: circular.name().to_owned(),
                words: format!("{}{}", clause.printed_number(), clause.words()),
            };
            Ok(answers.map(hit).collect())
        })
        .collect();
    Ok((hits?.concat(), shelf.problems))
}

/// The line of the page that bears `anchor`.
fn line_of(page: &str, anchor: &Anchor) -> usize {
    let mark = format!("{{#{anchor}}}");
    page.lines().position(|line| line.trim_end().ends_with(&mark)).map_or(1, |at| at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Token;

    #[test]
    fn a_clause_is_on_the_line_of_its_anchor() {
        let page = "# 题 {.title}\n\n第一条　甲 {#art_1}\n\n第十条　乙 {#art_10}\n";
        assert_eq!(line_of(page, &Anchor::top(Token::Article, "10")), 5);
        assert_eq!(line_of(page, &Anchor::top(Token::Article, "1")), 3);
    }
}
