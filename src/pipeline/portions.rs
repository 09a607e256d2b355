//! Long lists, some at a time.

/// So many circulars are worked on together: enough for all threads, and few to be in memory in more than one form.
pub(super) const AT_ONCE: usize = 1024;

/// The items in lists of [`AT_ONCE`], the last one shorter.
pub(super) fn portions<T>(items: impl IntoIterator<Item = T>) -> impl Iterator<Item = Vec<T>> {
    let mut items = items.into_iter();
    std::iter::from_fn(move || {
        let portion: Vec<T> = items.by_ref().take(AT_ONCE).collect();
        (!portion.is_empty()).then_some(portion)
    })
}
