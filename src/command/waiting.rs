//! How far a long computation is, on standard error while it lasts, if somebody may be watching.

use std::cell::Cell;
use std::io::{self, IsTerminal, Write};
use std::time::{Duration, Instant};

use crate::run::{Budget, Error};

/// After so long a computation begins to say how far it is.
const PATIENCE: Duration = Duration::from_millis(500);
/// So long it says nothing new.
const PAUSE: Duration = Duration::from_millis(200);
/// How much is computed between two looks at the clock, at first.
const TURN: Duration = Duration::from_millis(16);

/// A line that is written over and over, and taken away at the end.
pub struct Progress {
    terminal: bool,
    start: Instant,
    said: Cell<Option<Instant>>,
}

impl Progress {
    /// Begins to watch the clock.
    pub fn new() -> Progress {
        Progress { terminal: io::stderr().is_terminal(), start: Instant::now(), said: Cell::new(None) }
    }

    /// Evaluates something in one go. How far it is cannot be known; how long it has taken can.
    pub fn evaluate<T>(&self, work: impl FnOnce(&Budget) -> T) -> T {
        let stop = || {
            self.say(|seconds| format!("computing, {seconds} s"));
            false
        };
        let found = work(&Budget::until(&stop));
        self.clear();
        found
    }

    /// Computes until it is there. `work` is asked again and again, and must go on where it ended.
    pub fn wait<T>(&self, mut work: impl FnMut(&Budget) -> Result<T, Error>) -> Result<T, Error> {
        let (mut turn, mut before) = (TURN, None);
        let found = loop {
            match work(&Budget::worth(turn)) {
                Err(Error::Pending { done, of }) => {
                    self.say(|_| {
                        format!("{} %, {done} of {of} segments", 100 * u128::from(done) / u128::from(of.max(1)))
                    });
                    // What cannot go on where it ended gets a longer turn, so that it ends all the same.
                    if before == Some((done, of)) {
                        turn = turn.saturating_mul(2);
                    }
                    before = Some((done, of));
                }
                other => break other,
            }
        };
        self.clear();
        found
    }

    fn say(&self, what: impl FnOnce(u64) -> String) {
        let now = Instant::now();
        let recently = self.said.get().is_some_and(|said| now - said < PAUSE);
        if self.terminal && now - self.start > PATIENCE && !recently {
            let _ = write!(io::stderr().lock(), "\r{:<60}\r", what((now - self.start).as_secs()));
            self.said.set(Some(now));
        }
    }

    fn clear(&self) {
        if self.said.take().is_some() {
            let _ = write!(io::stderr().lock(), "\r{:<60}\r", "");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_starts_anew_each_time_ends_all_the_same() {
        let mut turns = 0;
        let found = Progress::new().wait(|budget| {
            turns += 1;
            let value = crate::run::Value::int(turns);
            value.finish(budget)?;
            if turns < 5 { Err(Error::Pending { done: 0, of: 9 }) } else { Ok(value) }
        });
        assert_eq!(found.unwrap().show(9).unwrap(), "5");
    }
}
