//! The names of circulars.

use super::shelf::Shelf;
use super::stages;
use crate::model::{Circular, ImportRecord};
use std::collections::{BTreeMap, BTreeSet};

/// Gives each source its slug: the one it has, else a new one that nobody has.
pub(super) struct Slugs {
    of_source: BTreeMap<String, String>,
    /// Of sources that are gone: the same bytes under another name are the same source.
    of_bytes: BTreeMap<String, String>,
    /// Lower case: on some disks capitals make no difference.
    taken: BTreeSet<String>,
}

impl Slugs {
    pub fn new(shelf: &Shelf, records: &BTreeMap<String, ImportRecord>, names: &BTreeSet<&str>) -> Slugs {
        let mut of_source = BTreeMap::new();
        for circular in shelf.circulars().filter(|circular| !circular.meta.source.file.is_empty()) {
            of_source.insert(circular.meta.source.file.clone(), circular.slug.clone());
        }
        let known = records.iter().map(|(slug, record)| (record.source.clone(), slug.clone()));
        of_source.extend(known);
        let gone = records.iter().filter(|(_, record)| !names.contains(record.source.as_str()));
        let of_bytes = gone.map(|(slug, record)| (record.sha256.clone(), slug.clone())).collect();
        let pages = shelf.circulars().map(|circular| &circular.slug).chain(&shelf.unreadable);
        let taken = pages.chain(records.keys()).map(|slug| slug.to_lowercase()).collect();
        Slugs { of_source, of_bytes, taken }
    }

    pub fn give(&mut self, circular: &Circular) -> String {
        let source = &circular.meta.source;
        if let Some(slug) = self.of_source.get(&source.file) {
            return slug.clone();
        }
        if let Some(slug) = self.of_bytes.remove(&source.sha256) {
            return slug;
        }
        let slug = stages::slug(circular, &|slug| self.taken.contains(&slug.to_lowercase()));
        self.taken.insert(slug.to_lowercase());
        slug
    }
}
