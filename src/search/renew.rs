//! An index made new where it changed.

use super::index::SearchCircular;
use crate::model::{Output, Workers};

/// What must change for an index to be that of circulars of which a few changed.
#[derive(Debug, Default)]
pub struct Renewed {
    /// The files that differ from those that stand.
    pub outputs: Vec<Output>,
    /// The paths of those that are to go.
    pub vanished: Vec<String>,
    /// The pieces of the memory that differ, with their names, as `remember` of [`build_into`](super::build_into) is told.
    pub memory: Vec<(String, Vec<u8>)>,
}

/// The index of circulars of which some changed, in the bytes that [`build_into`](super::build_into) gives for them all.
///
/// `changed` are those whose clauses changed. `recall` gives a piece of the memory that the last [`build_into`](super::build_into)
/// or `renew` left, by the name that it was given; `read` a file that stands, by its path (`search/…`). Neither is
/// trusted to be whole. Nothing is written: what must be is given back, all or nothing.
///
/// None when the index must be made anew: a circular is not known, or it differs in more than words, numbers and anchors
/// of clauses, or has more or fewer of them (headings and others are counted apart); when it is one of those that codes
/// and vocabulary are learnt from (3 in 100, all where the collection is small); when a character becomes more frequent by
/// a class, or is used for the first time; when the memory is of another form or does not agree with the files.
pub fn renew(
    changed: &[SearchCircular<'_>],
    recall: &(dyn Fn(&str) -> Option<Vec<u8>> + Sync),
    read: &(dyn Fn(&str) -> Option<Vec<u8>> + Sync),
    workers: &impl Workers,
) -> Option<Renewed> {
    let _ = (changed, recall, read, workers);
    None
}
