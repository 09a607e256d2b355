//! Of what each page of the site was made, as hashes: a page whose hash is as before stays as it is.

use super::keys::{Keys, NewKeys};
use super::stages;
use crate::site::Memory;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// The hashes of one build.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Prints {
    /// Of a circular's page and data, of a page of two texts; by the path of the page.
    pub pages: HashMap<String, u128>,
    /// Of what search sees of each circular, in order.
    pub search: Vec<u128>,
    /// The files of search.
    pub search_files: Vec<String>,
}

/// What the build before left, and what pages depend on beside the corpus.
#[derive(Debug, Default)]
pub(super) struct Past<'m> {
    pub prints: Prints,
    /// A hash of program, settings and theme.
    pub shared: u128,
    /// Where it is remembered, and in which form.
    pub memory: Option<(&'m Memory, &'static str)>,
}

impl Past<'_> {
    /// What its index left.
    pub fn keys(&self) -> Option<Keys> {
        let (memory, form) = self.memory?;
        Keys::open(memory, form, &self.prints.search)
    }

    /// A place for what this build's index leaves.
    pub fn new_keys(&self) -> Option<NewKeys> {
        NewKeys::begin(self.memory?.0).ok()
    }

    /// Whether the page at `path` was made of what `print` is of.
    pub fn made(&self, path: &str, print: u128) -> bool {
        self.prints.pages.get(path) == Some(&print)
    }
}

/// A hash of `value`, the same in every run of one program.
pub(super) fn print(value: impl std::hash::Hash) -> u128 {
    stages::fingerprint(value)
}
