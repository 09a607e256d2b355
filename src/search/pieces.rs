//! Work in pieces, with few results held at once.

use crate::model::Workers;

/// Pieces that are done before any result is given away: enough to keep threads busy, and few to be held.
const AT_ONCE: usize = 8;

/// Gives each result to `take`, in order, as soon as the few before it are there.
pub(super) fn each<I: Send, R: Send>(
    workers: &impl Workers,
    items: impl IntoIterator<Item = I>,
    work: impl Fn(I) -> R + Sync + Send,
    mut take: impl FnMut(R),
) {
    let mut items = items.into_iter().peekable();
    while items.peek().is_some() {
        workers.map(items.by_ref().take(AT_ONCE).collect(), &work).into_iter().for_each(&mut take);
    }
}
