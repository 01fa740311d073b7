//! How much may be computed before somebody else has a turn.

use super::Error;
use std::cell::Cell;

/// A number of segments that may be computed, and a way to stop earlier.
///
/// The screen lends a few; a worker lends some thousands at a time and asks `stop` in between; the command line lends
/// without limit. What is done stays done: spending a new budget goes on where the last one ended.
pub struct Budget<'a> {
    left: Cell<u64>,
    stop: &'a dyn Fn() -> bool,
}
fn never() -> bool {
    false
}
impl Budget<'static> {
    /// So many segments.
    pub fn segments(left: u64) -> Budget<'static> {
        Budget { left: Cell::new(left), stop: &never }
    }
    /// As many as it takes.
    pub fn unlimited() -> Budget<'static> {
        Budget::segments(u64::MAX)
    }
}
impl<'a> Budget<'a> {
    /// As many as it takes, until `stop` says so. It is asked about every millisecond of work.
    pub fn until(stop: &'a dyn Fn() -> bool) -> Budget<'a> {
        Budget { left: Cell::new(u64::MAX), stop }
    }
    /// Whether its owner waits for another who works on the same part. Who lends a number of segments, such as the
    /// screen, does not.
    pub(super) fn waits(&self) -> bool {
        self.left.get() == u64::MAX
    }
    /// An error when told to stop.
    pub(super) fn check(&self) -> Result<(), Error> {
        if (self.stop)() { Err(Error::Cancelled) } else { Ok(()) }
    }
    /// Takes up to `wanted` segments; none left, or told to stop, is an error.
    pub(super) fn take(&self, wanted: u64, done: u64, of: u64) -> Result<u64, Error> {
        if (self.stop)() {
            return Err(Error::Cancelled);
        }
        match self.left.get().min(wanted) {
            0 => Err(Error::Pending { done, of }),
            granted => {
                if self.left.get() != u64::MAX {
                    self.left.set(self.left.get() - granted);
                }
                Ok(granted)
            }
        }
    }
}
