//! One circular is edited, as a person would: some words more in one clause.

use super::site;
use anyhow::{Context, Result};
use std::fs;
use std::path::{Path, PathBuf};

/// A page in the middle of the collection.
pub fn page(folder: &Path) -> Result<PathBuf> {
    let pages: Vec<PathBuf> =
        site::files(folder)?.into_iter().filter(|file| file.extension().is_some_and(|e| e == "md")).collect();
    let middle = pages.len() / 2;
    pages.into_iter().nth(middle).context("there is a page")
}

/// The words that run `nth` puts in.
pub fn words(nth: usize) -> String {
    format!("此处第{nth}次酌改")
}

/// Puts [`words`] before the anchor of a clause in the middle of the page, instead of those of the run before.
pub fn edit(page: &Path, nth: usize) -> Result<()> {
    let mut text = fs::read_to_string(page)?;
    for before in 0..nth {
        text = text.replace(&words(before), "");
    }
    let places: Vec<usize> = text.match_indices(" {#").map(|(at, _)| at).collect();
    let at = *places.get(places.len() / 2).context("the page has an anchor")?;
    text.insert_str(at, &words(nth));
    fs::write(page, text)?;
    Ok(())
}
