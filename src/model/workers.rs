//! Who does the work: a stage makes no threads, who calls it may.

/// So many results wait at most: enough to keep threads busy, and few to be held.
pub const AHEAD: usize = 8;

/// Does independent pieces of work, on as many threads as there are.
pub trait Workers: Sync {
    /// What `work` makes of each item, in the order of the items.
    fn map<A: Send, B: Send>(&self, items: Vec<A>, work: impl Fn(A) -> B + Send + Sync) -> Vec<B>;

    /// Gives each result to `take`, in the order of the items; no more than [`AHEAD`] wait at any time. Who has threads works
    /// on further pieces meanwhile.
    fn each<A: Send, B: Send>(
        &self,
        items: impl IntoIterator<Item = A>,
        work: impl Fn(A) -> B + Send + Sync,
        mut take: impl FnMut(B),
    ) {
        let mut items = items.into_iter().peekable();
        while items.peek().is_some() {
            self.map(items.by_ref().take(AHEAD).collect(), &work).into_iter().for_each(&mut take);
        }
    }
}

/// One worker: one piece after the other, in the caller's thread.
#[derive(Debug, Clone, Copy, Default)]
pub struct Alone;

impl Workers for Alone {
    fn map<A: Send, B: Send>(&self, items: Vec<A>, work: impl Fn(A) -> B + Send + Sync) -> Vec<B> {
        items.into_iter().map(work).collect()
    }
}
