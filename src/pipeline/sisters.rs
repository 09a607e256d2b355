//! What other texts of the same work give to a text: proof for slipped bytes, date, title.

use super::draft::Draft;
use super::{Failure, stages};
use crate::model::{Circular, Metadata};
use crate::site::Aside;
use rayon::prelude::*;

/// Restores slipped bytes of `drafts` from one another and from what is `held`. What one gains does not
/// help another within the same run, so that the order makes no difference.
///
/// # Errors
/// [`Failure::Write`] when what was put `aside` can't be read again.
pub(super) fn restore(drafts: &mut [Draft], held: &[&Circular], aside: &Aside) -> Result<(), Failure> {
    if !drafts.iter().any(Draft::has_slipped) {
        return Ok(());
    }
    let all = everyone(drafts, held);
    let sisters = stages::sisters(&all);
    let restored: Result<Vec<_>, Failure> = drafts
        .par_iter()
        .enumerate()
        .map(|(at, draft)| draft.restoration(&of(&all, &sisters, held.len() + at), aside))
        .collect();
    for (draft, restored) in drafts.iter_mut().zip(restored?) {
        if let Some(restored) = restored {
            draft.with_text(aside, |draft| draft.restore(restored))?;
        }
    }
    Ok(())
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
