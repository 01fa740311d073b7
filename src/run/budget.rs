//! How much may be computed before somebody else has a turn.

use super::{Error, Progress};
use std::cell::{Cell, RefCell};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// Time to compute within a frame of the screen.
const FRAME: Duration = Duration::from_millis(2);
/// The part of a frame that goes to what nobody waits for.
const ASIDE: Duration = Duration::from_micros(250);
/// How long a turn takes, in nanoseconds: the work between two looks at the budget.
const TURN: u64 = 500_000;

/// The cost of beginning a turn, in nanoseconds, beside that of its segments: a call has thousands of small parts.
const BEGINNING: u64 = 2_000;

/// The least that a turn costs that was lent, in nanoseconds: what it is spent on has to be made, too.
const LEAST: u64 = 50_000;

/// How long may be computed, as an estimate, and a way to stop earlier.
///
/// Nobody looks at a clock: every part states what a segment of it weighs, in nanoseconds, and so many segments are
/// granted as weigh about `TURN`. The screen lends a frame; a worker lends without limit and asks `stop` between the
/// turns; so does the command line. What is done stays done: spending a new budget goes on where the last one ended.
pub struct Budget<'a> {
    /// In nanoseconds.
    left: Cell<u64>,
    stop: &'a dyn Fn() -> bool,
    /// Who is told how far the work is.
    far: RefCell<Option<Arc<Far>>>,
}
/// How far a computation is that has no part to ask yet: whoever computes says it, and others look.
#[derive(Default)]
pub struct Far(Mutex<Option<Progress>>);
impl Far {
    /// Progress that was said last.
    pub fn get(&self) -> Option<Progress> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
    fn set(&self, progress: Progress) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(progress);
    }
}
fn never() -> bool {
    false
}
impl Budget<'static> {
    fn nanoseconds(left: u64) -> Budget<'static> {
        Budget { left: Cell::new(left), stop: &never, far: RefCell::default() }
    }
    /// About so long. One segment is granted however little is left, so that a part of heavy ones ends, too.
    pub fn worth(time: Duration) -> Budget<'static> {
        Budget::nanoseconds(u64::try_from(time.as_nanos()).unwrap_or(u64::MAX).min(u64::MAX - 1))
    }
    /// A budget that fits into a frame of the screen.
    pub fn frame() -> Budget<'static> {
        Budget::worth(FRAME)
    }
    /// A budget for what nobody waits for, once a frame has brought all that is shown.
    pub fn aside() -> Budget<'static> {
        Budget::worth(ASIDE)
    }
    /// Nothing: only what is there already is read.
    pub fn none() -> Budget<'static> {
        Budget::nanoseconds(0)
    }
    /// As long as it takes.
    pub fn unlimited() -> Budget<'static> {
        Budget::nanoseconds(u64::MAX)
    }
}
impl<'a> Budget<'a> {
    /// As long as it takes, until `stop` says so. It is asked about every half millisecond of work.
    pub fn until(stop: &'a dyn Fn() -> bool) -> Budget<'a> {
        Budget { left: Cell::new(u64::MAX), stop, far: RefCell::default() }
    }
    /// Says how far it is at each turn of a work. Who lends a stretch of time says nothing: it begins again and again.
    pub fn telling<T>(&self, far: &Arc<Far>, work: impl FnOnce() -> T) -> T {
        let before = self.far.replace(self.waits().then(|| far.clone()));
        let result = work();
        self.far.replace(before);
        result
    }
    /// A turn begins, unless told to stop.
    fn begin(&self, done: u64, of: u64) -> Result<(), Error> {
        if let Some(far) = &*self.far.borrow() {
            far.set(Progress { done, of });
        }
        self.check()
    }
    /// Whether its owner waits for another who works on the same part. Who lends a stretch of time, such as the screen,
    /// does not.
    pub(super) fn waits(&self) -> bool {
        self.left.get() == u64::MAX
    }
    /// Lends a turn to what computes with a budget of its own, and takes what that used.
    pub(super) fn lend<T>(&self, done: u64, of: u64, work: impl FnOnce(&Budget) -> T) -> Result<T, Error> {
        self.begin(done, of)?;
        let (left, turn) = (self.left.get(), Budget::nanoseconds(self.left.get().min(TURN)));
        if left == 0 {
            return Err(Error::Pending { done, of });
        }
        let result = work(&turn);
        if left != u64::MAX {
            let used = left.min(TURN) - turn.left.get();
            self.left.set(left.saturating_sub(used.max(LEAST)));
        }
        Ok(result)
    }
    /// An error when told to stop.
    pub(super) fn check(&self) -> Result<(), Error> {
        if (self.stop)() { Err(Error::Cancelled) } else { Ok(()) }
    }
    /// Takes a turn: up to `wanted` segments of so many nanoseconds each, one at least. Nothing left, or told to stop,
    /// is an error.
    pub(super) fn take(&self, wanted: u64, weight: u64, done: u64, of: u64) -> Result<u64, Error> {
        self.begin(done, of)?;
        let (left, weight) = (self.left.get(), weight.max(1));
        if left == 0 {
            return Err(Error::Pending { done, of });
        }
        let granted = wanted.min((left.min(TURN) / weight).max(1));
        if left != u64::MAX {
            self.left.set(left.saturating_sub(granted.saturating_mul(weight).saturating_add(BEGINNING)));
        }
        Ok(granted)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn turns_cost_about_the_same_whatever_a_segment_weighs() {
        let budget = Budget::unlimited();
        for weight in [1, 40, 250, 30_000, 400_000] {
            let cost = budget.take(u64::MAX, weight, 0, 1).unwrap() * weight;
            assert!((TURN / 2..=TURN).contains(&cost), "{weight}: {cost}");
        }
        assert_eq!(budget.take(9, 3 * TURN, 0, 9), Ok(1), "a segment is never cut");
    }
    #[test]
    fn a_frame_is_spent_and_then_waiting_helps() {
        let budget = Budget::frame();
        let mut turns = 0;
        while budget.take(u64::MAX, 250, turns, 9).is_ok() {
            turns += 1;
        }
        assert_eq!(turns, FRAME.as_nanos() as u64 / TURN);
        assert!(budget.take(1, 1, 0, 9).unwrap_err().is_pending());
        assert!(Budget::none().take(1, 1, 0, 9).unwrap_err().is_pending());
        assert_eq!(Budget::worth(Duration::from_nanos(1)).take(9, 250, 0, 9), Ok(1));
    }
    #[test]
    fn who_waits_says_how_far_it_is() {
        let far = Arc::default();
        let frame = Budget::frame();
        frame.telling(&far, || frame.take(9, 1, 3, 9)).unwrap();
        assert_eq!(far.get(), None, "a frame begins again and again");
        let budget = Budget::unlimited();
        budget.telling(&far, || budget.take(9, 1, 3, 9)).unwrap();
        budget.take(9, 1, 4, 9).unwrap();
        assert_eq!(far.get(), Some(Progress { done: 3, of: 9 }));
    }
    #[test]
    fn who_is_told_to_stop_takes_nothing() {
        assert_eq!(Budget::until(&|| true).take(1, 1, 0, 9), Err(Error::Cancelled));
    }
}
