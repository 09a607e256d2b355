//! What is asked of a search: words out of the clauses, and words that are in none.

use super::generator::chance::Chance;
use super::site;
use anyhow::{Context, Result};
use clausebook::model::Circular;
use clausebook::search::{Words, fold};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// The clauses of a site's pages, for plain scans.
#[derive(Default)]
pub struct Clauses {
    pub slugs: Vec<String>,
    pub all: Vec<Clause>,
    /// UTF-8 of their words.
    pub bytes: usize,
}

pub struct Clause {
    /// In `slugs`.
    pub circular: usize,
    pub anchor: String,
    pub words: String,
    /// The words as search folds them.
    pub key: String,
}

impl Clauses {
    /// Reads the pages below `content/circulars`.
    pub fn read(site: &Path) -> Result<Clauses> {
        let folder = site.join("content/circulars");
        let mut clauses = Clauses::default();
        for file in site::files(&folder)? {
            let slug = file.strip_prefix(&folder)?.with_extension("").to_string_lossy().into_owned();
            let (page, _) = clausebook::page::read(&slug, &fs::read_to_string(&file)?, &file);
            clauses.add(page.with_context(|| format!("{} is a page", file.display()))?.circular);
        }
        Ok(clauses)
    }

    /// Those of circulars at hand.
    pub fn of(circulars: Vec<Circular>) -> Clauses {
        let mut clauses = Clauses::default();
        circulars.into_iter().for_each(|circular| clauses.add(circular));
        clauses
    }

    fn add(&mut self, circular: Circular) {
        for clause in circular.clauses() {
            let words = clause.words().to_owned();
            self.bytes += words.len();
            let key = fold::fold(&words);
            let anchor = clause.anchor.as_str().to_owned();
            self.all.push(Clause { circular: self.slugs.len(), anchor, words, key });
        }
        self.slugs.push(circular.slug);
    }

    /// What readers ask: of twenty queries twelve are phrases of 1 to 12 characters, four strangers, two two words, one a
    /// word without another, one a heading-like pair of short words.
    pub fn mixed(&self, count: usize) -> Vec<String> {
        let chance = &mut Chance::new(5, 0);
        (0..count)
            .map(|nth| match nth % 20 {
                0..12 => self.phrase(1 + nth % 20, chance),
                12..16 => self.stranger(2 + chance.below(8), chance),
                16..18 => format!("{} {}", self.phrase(2, chance), self.phrase(2, chance)),
                18 => format!("{} -{}", self.phrase(3, chance), self.phrase(1, chance)),
                _ => format!("{} {}", self.phrase(1, chance), self.phrase(3, chance)),
            })
            .collect()
    }

    /// The clauses that answer a query, by a plain scan.
    pub fn answering(&self, query: &str) -> impl Iterator<Item = &Clause> {
        let words = Words::parse(query);
        self.all.iter().filter(move |clause| {
            words.wanted.iter().all(|word| clause.key.contains(word.as_str()))
                && !words.unwanted.iter().any(|word| clause.key.contains(word.as_str()))
        })
    }

    /// `length` Han characters in a row out of a random clause.
    pub fn phrase(&self, length: usize, chance: &mut Chance) -> String {
        for _ in 0..10_000 {
            let clause = &self.all[chance.below(self.all.len())];
            let letters: Vec<char> = clause.words.chars().collect();
            let start = chance.below(letters.len());
            let Some(phrase) = letters.get(start..start + length) else { continue };
            if phrase.iter().all(|c| ('\u{4e00}'..='\u{9fff}').contains(c)) {
                return phrase.iter().collect();
            }
        }
        "应当".to_owned()
    }

    /// A phrase with one character of another in it: most of them are in no clause.
    pub fn stranger(&self, length: usize, chance: &mut Chance) -> String {
        let mut letters: Vec<char> = self.phrase(length, chance).chars().collect();
        let at = chance.below(letters.len());
        letters[at] = self.phrase(1, chance).chars().next().unwrap_or('茶');
        letters.into_iter().collect()
    }
}

/// A phrase, and the pages that hold it in one clause.
#[derive(Serialize, Deserialize)]
pub struct Phrase {
    pub words: String,
    pub slugs: BTreeSet<String>,
}

/// Prints phrases of two to eight characters: what can be asked of any peer, whose results are pages.
pub fn print(site: &Path, count: usize) -> Result<()> {
    let clauses = Clauses::read(site)?;
    let chance = &mut Chance::new(11, 0);
    let phrases: Vec<Phrase> = (0..count)
        .map(|nth| {
            let words = clauses.phrase(2 + nth % 7, chance);
            let key = fold::fold(&words);
            let holders = clauses.all.iter().filter(|clause| clause.key.contains(&key));
            Phrase { words, slugs: holders.map(|clause| clauses.slugs[clause.circular].clone()).collect() }
        })
        .collect();
    println!("{}", serde_json::to_string(&phrases)?);
    Ok(())
}
