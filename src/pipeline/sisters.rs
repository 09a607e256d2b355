//! What other texts of the same work give to a text: proof for slipped bytes, date, title.

use super::draft::Draft;
use super::stages;
use crate::model::{Circular, Metadata};
use rayon::prelude::*;

/// Restores slipped bytes of `drafts` from one another and from what is `held`. What one gains does not
/// help another within the same run, so that the order makes no difference.
pub(super) fn restore(drafts: &mut [Draft], held: &[&Circular]) {
    let restored: Vec<_> = drafts
        .par_iter()
        .enumerate()
        .filter_map(|(at, draft)| {
            let (edits, marks) = draft.restoration(&others(drafts, held, at))?;
            (!edits.is_empty() || !marks.is_empty()).then_some((at, edits, marks))
        })
        .collect();
    for (at, edits, marks) in restored {
        if let Some(draft) = drafts.get_mut(at) {
            draft.restore(edits, marks);
        }
    }
}

/// What each of `drafts` would be known as with the fields that a sister copy has and it lacks; None where
/// nothing is lacking or no sister helps.
pub(super) fn borrowed(drafts: &[Draft], held: &[&Circular]) -> Vec<Option<Metadata>> {
    drafts
        .par_iter()
        .enumerate()
        .map(|(at, draft)| {
            draft.is_needy().then(|| stages::borrow(&draft.circular, &others(drafts, held, at))).flatten()
        })
        .collect()
}

fn others<'a>(drafts: &'a [Draft], held: &[&'a Circular], without: usize) -> Vec<&'a Circular> {
    let drafts = drafts.iter().enumerate().filter(|(at, _)| *at != without).map(|(_, draft)| &draft.circular);
    held.iter().copied().chain(drafts).collect()
}
