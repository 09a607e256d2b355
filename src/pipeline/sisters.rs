//! What other texts of the same work give to a text: proof for slipped bytes, date, title.

use super::draft::Draft;
use super::stages;
use crate::model::Circular;
use rayon::prelude::*;

/// Restores slipped bytes of `drafts` from one another and from what is `held`. What one gains does not
/// help another within the same run, so that the order makes no difference.
pub(super) fn restore(drafts: &mut [Draft], held: &[&Circular]) {
    if !drafts.iter().any(Draft::has_slipped) {
        return;
    }
    let all = everyone(drafts, held);
    let sisters = stages::sisters(&all);
    let restored: Vec<_> = drafts
        .par_iter()
        .enumerate()
        .filter_map(|(at, draft)| {
            let (edits, marks) = draft.restoration(&of(&all, &sisters, held.len() + at))?;
            Some((at, edits, marks))
        })
        .collect();
    for (at, edits, marks) in restored {
        if let Some(draft) = drafts.get_mut(at) {
            draft.restore(edits, marks);
        }
    }
}

/// Gives the needy among `drafts` the fields that a sister copy has and they lack. Slugs of the others must
/// have been given: a borrowed field names the work by its slug.
pub(super) fn borrow(drafts: &mut [Draft], held: &[&Circular]) {
    if !drafts.iter().any(Draft::is_needy) {
        return;
    }
    let all = everyone(drafts, held);
    let sisters = stages::sisters(&all);
    let borrowed: Vec<_> = drafts
        .par_iter()
        .enumerate()
        .filter(|(_, draft)| draft.is_needy())
        .filter_map(|(at, draft)| {
            let own = of(&all, &sisters, held.len() + at);
            Some((at, stages::borrow(&draft.circular, &own)?))
        })
        .collect();
    for (at, meta) in borrowed {
        if let Some(draft) = drafts.get_mut(at) {
            draft.circular.meta = meta;
        }
    }
}

/// What is held, then the drafts.
fn everyone<'a>(drafts: &'a [Draft], held: &[&'a Circular]) -> Vec<&'a Circular> {
    held.iter().copied().chain(drafts.iter().map(|draft| &draft.circular)).collect()
}

fn of<'a>(all: &[&'a Circular], sisters: &[Vec<usize>], at: usize) -> Vec<&'a Circular> {
    sisters.get(at).into_iter().flatten().filter_map(|sister| all.get(*sister).copied()).collect()
}
