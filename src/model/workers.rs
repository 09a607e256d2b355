//! Who does the work: a stage makes no threads, who calls it may.

/// Does independent pieces of work, on as many threads as there are.
pub trait Workers: Sync {
    /// What `work` makes of each item, in the order of the items.
    fn map<A: Send, B: Send>(&self, items: Vec<A>, work: impl Fn(A) -> B + Send + Sync) -> Vec<B>;
}

/// One worker: one piece after the other, in the caller's thread.
#[derive(Debug, Clone, Copy, Default)]
pub struct Alone;

impl Workers for Alone {
    fn map<A: Send, B: Send>(&self, items: Vec<A>, work: impl Fn(A) -> B + Send + Sync) -> Vec<B> {
        items.into_iter().map(work).collect()
    }
}
