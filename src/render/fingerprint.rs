//! A hash of everything that goes into one page, so that a page whose hash is as before need not be made again.
//!
//! What a page shows of its own circular is hashed whole, whatever it is: a new field of an [`Entry`] must be named here
//! before this compiles. Of other circulars a page may show anything that stands in them ([`Entry::circular`]), but of
//! those only that its entry names; so their circulars are hashed whole, and what the corpus found out about them is
//! not, or an edit would reach the neighbours of its neighbours. What all pages share is one hash, which the caller makes.

use super::shelf::Shelf;
use crate::model::{Circular, Entry, Target};
use std::collections::HashMap;
use std::hash::{Hash, Hasher};
use xxhash_rust::xxh3::Xxh3;

/// The hashes of a collection's pages. Where one is equal to that of another build, the page is, too.
pub struct Fingerprints<'a> {
    shelf: &'a Shelf<'a>,
    shared: u128,
    circulars: HashMap<&'a str, u128>,
}

impl<'a> Fingerprints<'a> {
    /// `shared` is a hash of what is not of the corpus: program, settings, theme.
    pub fn new(shelf: &'a Shelf<'a>, shared: u128) -> Fingerprints<'a> {
        let circulars = shelf.corpus.entries.iter().map(Entry::circular);
        let circulars = circulars.map(|circular| (circular.slug.as_str(), of(circular))).collect();
        let mut hash = Xxh3::new();
        shared.hash(&mut hash);
        shelf.parted.hash(&mut hash);
        shelf.corpus.as_of.hash(&mut hash);
        shelf.menu.iter().for_each(|link| (&link.text, &link.href).hash(&mut hash));
        Fingerprints { shelf, shared: hash.digest128(), circulars }
    }

    /// Of page and data of `entry`.
    pub fn circular(&self, entry: &Entry) -> u128 {
        let Entry { page, record, ties, parallels: _ } = entry;
        let hash = &mut Xxh3::new();
        self.shared.hash(hash);
        (record, ties).hash(hash);
        page.hash_markdown(hash);
        let Circular { slug, meta, blocks: _ } = &page.circular;
        // Its own as the others: as a whole.
        self.other(slug, hash);
        let shelf = self.shelf;

        // By name: the places of circulars change when one comes or goes.
        for parallel in shelf.corpus.parallels(entry) {
            parallel.hash(hash);
            self.other(parallel.slug, hash);
        }
        for citation in &ties.citations {
            if let Target::NotHeld { work, .. } = &citation.target {
                shelf.is_listed_as_not_held(work).hash(hash);
            }
        }
        let stated = meta.relations.iter().filter_map(|r| r.slug.as_ref()).chain(&meta.work);
        ties.slugs().chain(stated.map(String::as_str)).for_each(|slug| self.other(slug, hash));

        // What the shelf knows of the circular.
        let (before, after) = shelf.neighbours(slug);
        for neighbour in [before, after] {
            let neighbour = neighbour.map(|entry| entry.circular().slug.as_str());
            neighbour.hash(hash);
            neighbour.into_iter().for_each(|slug| self.other(slug, hash));
        }
        for pair in shelf.pairs(slug) {
            pair.hash(hash);
            [&pair.before, &pair.after].into_iter().for_each(|slug| self.other(slug, hash));
        }
        shelf.sources.holds(&meta.source.file).hash(hash);
        record.iter().for_each(|record| shelf.sources.holds(&record.source).hash(hash));
        shelf.sources.images(slug).for_each(|image| image.hash(hash));
        hash.digest128()
    }

    fn other(&self, slug: &str, hash: &mut Xxh3) {
        self.circulars.get(slug).hash(hash);
    }
}

/// A hash of any value, the same in every run of one program.
pub fn of(value: impl Hash) -> u128 {
    let mut hash = Xxh3::new();
    value.hash(&mut hash);
    // The end of the last piece.
    hash.write_u8(0xff);
    hash.digest128()
}
