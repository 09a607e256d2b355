//! What other texts of the same work give to a text: proof for slipped bytes, date, title.

use super::draft::Draft;
use super::stages;
use crate::model::{Circular, Metadata};
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

/// For each of `drafts` the places (in what is held, then the drafts) of the texts that it may borrow from;
/// nothing for those that lack nothing.
pub(super) fn lenders(drafts: &[Draft], held: &[&Circular]) -> Vec<Vec<usize>> {
    if !drafts.iter().any(Draft::is_needy) {
        return vec![Vec::new(); drafts.len()];
    }
    let sisters = stages::sisters(&everyone(drafts, held)).split_off(held.len());
    drafts.iter().zip(sisters).map(|(draft, own)| if draft.is_needy() { own } else { Vec::new() }).collect()
}

/// What each of `drafts` would be known as with the fields that its lenders have and it lacks; None where
/// no lender helps.
pub(super) fn borrowed(
    drafts: &[Draft],
    held: &[&Circular],
    lenders: &[Vec<usize>],
) -> Vec<Option<Metadata>> {
    let all = everyone(drafts, held);
    drafts
        .par_iter()
        .enumerate()
        .map(|(at, draft)| match of(&all, lenders, at).as_slice() {
            [] => None,
            own => stages::borrow(&draft.circular, own),
        })
        .collect()
}

/// What is held, then the drafts.
fn everyone<'a>(drafts: &'a [Draft], held: &[&'a Circular]) -> Vec<&'a Circular> {
    held.iter().copied().chain(drafts.iter().map(|draft| &draft.circular)).collect()
}

fn of<'a>(all: &[&'a Circular], places: &[Vec<usize>], at: usize) -> Vec<&'a Circular> {
    places.get(at).into_iter().flatten().filter_map(|place| all.get(*place).copied()).collect()
}
