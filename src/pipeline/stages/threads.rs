//! The threads that stages have their work done by.

use crate::model::{AHEAD, Workers};
use rayon::Yield;
use rayon::prelude::*;
use std::collections::VecDeque;
use std::sync::mpsc::{Receiver, TryRecvError, channel};
use std::thread;
use std::time::Duration;

/// How long a thread rests that has nothing to do but wait for a piece in another's hands.
const REST: Duration = Duration::from_micros(100);

/// rayon's threads.
pub(in crate::pipeline) struct Threads;

impl Workers for Threads {
    fn map<A: Send, B: Send>(&self, items: Vec<A>, work: impl Fn(A) -> B + Send + Sync) -> Vec<B> {
        items.into_par_iter().map(work).collect()
    }

    fn each<A: Send, B: Send>(
        &self,
        items: impl IntoIterator<Item = A>,
        work: impl Fn(A) -> B + Send + Sync,
        mut take: impl FnMut(B),
    ) {
        let (mut items, mut open) = (items.into_iter(), VecDeque::new());
        let work = &work;
        rayon::in_place_scope_fifo(|scope| {
            loop {
                for item in items.by_ref().take(AHEAD - open.len()) {
                    let (give, result) = channel();
                    // Nobody waits any more when an earlier piece has panicked.
                    scope.spawn_fifo(move |_| drop(give.send(work(item))));
                    open.push_back(result);
                }
                // A piece that panicked gives nothing; the scope passes the panic on.
                match open.pop_front().and_then(waited) {
                    Some(result) => take(result),
                    None => break,
                }
            }
        });
    }
}

/// The result of a piece when it is done, None when it panicked. A thread that does pieces itself does others meanwhile: were
/// it only to wait, a pool of one would stand still.
fn waited<B>(result: Receiver<B>) -> Option<B> {
    loop {
        match result.try_recv() {
            Ok(result) => return Some(result),
            Err(TryRecvError::Disconnected) => return None,
            Err(TryRecvError::Empty) => match rayon::yield_now() {
                Some(Yield::Executed) => {}
                Some(Yield::Idle) => thread::sleep(REST),
                None => return result.recv().ok(),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rayon::ThreadPoolBuilder;
    use std::panic::{AssertUnwindSafe, catch_unwind};

    #[test]
    fn results_come_in_order_whoever_waits() {
        for threads in [1, 2, 5] {
            let pool = ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            let mut taken = Vec::new();
            // A thread of the pool waits.
            pool.install(|| Threads.each(0..100, |n| 3 * n, |n| taken.push(n)));
            // Another thread does.
            Threads.each(100..120, |n| 3 * n, |n| taken.push(n));
            assert_eq!(taken, (0..120).map(|n| 3 * n).collect::<Vec<_>>(), "{threads}");
        }
    }

    #[test]
    fn a_panic_is_passed_on() {
        let mut taken = Vec::new();
        let run =
            || Threads.each(0..50, |n| if n == 20 { panic!("on purpose") } else { n }, |n| taken.push(n));
        assert!(catch_unwind(AssertUnwindSafe(run)).is_err());
        assert_eq!(taken, (0..20).collect::<Vec<_>>());
    }
}
