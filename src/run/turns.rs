//! Turns: who computes on a part, one after the other, in the order in which they asked.

use super::Budget;
use std::sync::{Condvar, Mutex, MutexGuard};

/// The turns of one part. A turn is short, see [`Budget::take`], so whoever waits has it soon, and nobody is left out.
#[derive(Default)]
pub(super) struct Turns {
    queue: Mutex<Queue>,
    passed: Condvar,
}
#[derive(Default)]
struct Queue {
    /// The number that the next one draws.
    next: u64,
    /// The number whose turn it is.
    now: u64,
}
impl Turns {
    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }
    /// The next turn; none where another has it and the budget does not wait.
    pub fn next(&self, budget: &Budget) -> Option<Turn<'_>> {
        let mut queue = self.queue();
        if queue.next != queue.now && !budget.waits() {
            return None;
        }
        let number = queue.next;
        queue.next += 1;
        while queue.now != number {
            queue = self.passed.wait(queue).unwrap_or_else(|poisoned| poisoned.into_inner());
        }
        Some(Turn(self))
    }
}

/// A turn, which ends when it is dropped.
pub(super) struct Turn<'a>(&'a Turns);
impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.0.queue().now += 1;
        self.0.passed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicU64, Ordering};

    #[test]
    fn who_does_not_wait_is_told_and_who_waits_is_not_left_out() {
        let (turns, mine, theirs) = (Turns::default(), AtomicU64::new(0), AtomicU64::new(0));
        let first = turns.next(&Budget::unlimited()).expect("nobody else is there");
        assert!(turns.next(&Budget::frame()).is_none());
        drop(first);
        assert!(turns.next(&Budget::frame()).is_some());
        let work = |done: &AtomicU64| {
            (0..200).for_each(|_| {
                let _turn = turns.next(&Budget::unlimited());
                done.fetch_add(1, Ordering::Relaxed);
                std::thread::yield_now();
            });
        };
        std::thread::scope(|scope| {
            scope.spawn(|| work(&theirs));
            work(&mine);
        });
        assert_eq!((mine.into_inner(), theirs.into_inner()), (200, 200));
    }
}
