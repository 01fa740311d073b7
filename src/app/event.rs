//! What comes in and what goes out: what happened outside, and what is to be done there.

use std::time::Duration;

use crate::app::aim::Pointer;
use crate::app::key::Key;
use crate::functions::attack::guess::{Guess, Speed};
use crate::learner::hunt::{Finding, Hunt};
use crate::learner::progress::{Record, Stamp};
use crate::lesson::Library;
use crate::lesson::saving::{Saved, Saving};
use crate::run::Error;
use crate::sheet::Sheet;

/// Something that happened outside.
#[derive(Clone, Debug)]
pub enum Event {
    /// A key was pressed.
    Key(Key),
    /// Text was pasted; never run as keys.
    Paste(String),
    /// The line that is being typed is this text now.
    Replaced(String),
    /// Something on the screen was pointed at.
    Pointer(Pointer),
    /// The terminal has another size.
    Resize {
        /// Its width.
        columns: u16,
        /// Its height.
        rows: u16,
    },
    /// The time.
    Clock(Stamp),
    /// The record of the learner, with what another copy of the program wrote down; or why nothing can be.
    Kept(Result<Box<Record>, String>),
    /// A watched lesson file was written.
    LessonsChanged,
    /// A file that the sheet reads was written.
    FileChanged,
    /// The end of saving the screen as a picture, in a sentence.
    Snapped(String),
    /// The end of saving the sheet of the bench.
    Saved(Saved),
    /// The lessons as they are now.
    Lessons(Box<Library>),
    /// A random number that was asked for.
    Random(u32),
    /// The time to wait for is over.
    Tick {
        /// Its number; an older one is stale.
        job: u64,
    },
    /// A worker looked on for a value.
    Found {
        /// Its job; the answer of an older one is stale.
        job: u64,
        /// The places it found since it last answered.
        rows: Vec<Finding>,
        /// The segments it searched, of so many.
        searched: (u64, u64),
        /// Whether it is over, or why it stopped.
        ended: Option<Result<(), Error>>,
    },
    /// A worker computed on.
    Computed {
        /// Its job; the answer of an older one is stale.
        job: u64,
        /// Whether there is more to compute, or why it stopped.
        ended: Option<Result<(), Error>>,
    },
    /// A worker has asked vetted crates for their opinion.
    Checked {
        /// Its job; the answer of an older one is stale.
        job: u64,
    },
    /// Guesses at passwords were timed.
    Measured(Vec<Speed>),
}

/// Something to be done outside.
#[derive(Clone)]
pub enum Effect {
    /// Draw the state as it is now.
    Draw,
    /// Draw everything anew, as if the screen were empty.
    Redraw,
    /// Save the screen as a picture.
    Snapshot,
    /// End the program.
    Quit,
    /// Stop until the shell continues the program.
    Suspend,
    /// Put a text on the clipboard.
    Copy(String),
    /// Hear of the mouse from now on, or leave it to the terminal.
    Mouse(bool),
    /// Compute a sheet on; ends every older job.
    Compute {
        /// The number to answer with.
        job: u64,
        /// The sheet. Its parts are shared with ours.
        sheet: Sheet,
    },
    /// Compute the second opinions that a sheet lacks; ends every older job of this kind.
    Check {
        /// The number to answer with.
        job: u64,
        /// The sheet. Its opinions are shared with ours.
        sheet: Sheet,
    },
    /// Look for a value; ends every older search.
    Find {
        /// The number to answer with.
        job: u64,
        /// The thing to look for, and where.
        hunt: Box<Hunt>,
    },
    /// Time a guess at a password by each function.
    Measure(Vec<&'static Guess>),
    /// Bring a random number.
    Random,
    /// Wait, and say when it is over; ends every older wait.
    Tick {
        /// The number to answer with.
        job: u64,
        /// How long.
        after: Duration,
    },
    /// End the wait.
    StopTicking,
    /// End the search at hand.
    StopFinding,
    /// End the job at hand.
    StopComputing,
    /// Write down what is new of the learner.
    Keep(Box<Record>),
    /// Write the report on a set to its file.
    Report(String),
    /// Write the sheet of the bench to a file.
    Save(Saving),
    /// Read the lessons again.
    ReadLessons,
}
