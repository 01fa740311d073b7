//! Playing: steps that are taken by themselves, at a speed.
//!
//! The shell wakes the program once for every step and not at all while nothing plays.

use std::time::Duration;

/// The speeds: how long a step is looked at, and how that is said.
const SPEEDS: [(u64, &str); 6] = [
    (4000, "one in 4 seconds"),
    (2000, "one in 2 seconds"),
    (1000, "1 a second"),
    (500, "2 a second"),
    (200, "5 a second"),
    (50, "20 a second"),
];

/// How far a step goes, and how that is said.
const WAYS: [(By, &str); 3] =
    [(By::Value, "value by value"), (By::Segment, "segment by segment"), (By::Part, "part by part")];

/// In lines, how many steps are taken at a time.
pub const STRETCH: usize = 10;
/// The most of them.
const LONGEST: usize = 200;

/// How playing is set, and whether something plays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Play {
    by: usize,
    speed: usize,
    going: bool,
    /// Where it is played in lines, how many steps are taken until the reader is asked.
    steps: usize,
    /// The latest wait; the end of an older one is stale.
    job: u64,
}

/// How far one step goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// To the next value.
    Value,
    /// To the same value of the next segment.
    Segment,
    /// To the next part.
    Part,
}

impl Default for Play {
    fn default() -> Play {
        Play { by: 0, speed: 2, going: false, steps: STRETCH, job: 0 }
    }
}

impl Play {
    /// Whether something plays.
    pub fn is_going(&self) -> bool {
        self.going
    }

    /// By what it plays: `value by value`.
    pub fn by(&self) -> &'static str {
        WAYS[self.by].1
    }

    /// How far the next step goes.
    pub fn step(&self) -> By {
        WAYS[self.by].0
    }

    /// How it plays: `value by value, 1 a second`.
    pub fn says(&self) -> String {
        format!("{}, {}", self.by(), SPEEDS[self.speed].1)
    }

    /// Begins to play, in lines so many steps.
    pub fn begin(&mut self, steps: usize) {
        (self.going, self.steps) = (true, steps.clamp(1, LONGEST));
    }

    /// Ends playing. False where nothing played.
    pub fn end(&mut self) -> bool {
        std::mem::replace(&mut self.going, false)
    }

    /// Plays faster, or slower.
    pub fn change_speed(&mut self, by: isize) {
        self.speed = self.speed.saturating_add_signed(by).min(SPEEDS.len() - 1);
    }

    /// Plays by something else.
    pub fn change_by(&mut self) {
        self.by = (self.by + 1) % WAYS.len();
    }

    /// Whether a wait is the one that goes on.
    pub fn waits_for(&self, job: u64) -> bool {
        self.going && job == self.job
    }

    /// Counts a step that was taken; false after the last of a stretch.
    pub fn count(&mut self) -> bool {
        self.steps = self.steps.saturating_sub(1);
        self.steps > 0
    }

    /// The number of the next wait, and how long it is.
    pub fn wait(&mut self) -> (u64, Duration) {
        self.job += 1;
        (self.job, Duration::from_millis(SPEEDS[self.speed].0))
    }
}
