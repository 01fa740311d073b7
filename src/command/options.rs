//! The options that every command takes.

use std::path::PathBuf;

use clap::value_parser;

use crate::learner::progress::LearnerId;
use crate::shell::lessons::Lessons;
use crate::shell::settings::{Background, Colour, Wishes};

use super::Failure;
use super::argument::{Argument, Given, Takes};

/// The options, as they stand in the help of every command.
pub const OPTIONS: [Argument; 7] = [
    Argument {
        name: "lessons",
        help: "Read the lessons of a directory, or of one file, instead of those of the program",
        takes: Takes::Everywhere,
        value: "DIR",
        ..Argument::FLAG
    },
    Argument {
        name: "learner",
        help: "Keep the progress of this learner, where several use one login",
        takes: Takes::Everywhere,
        value: "ID",
        ..Argument::FLAG
    },
    switch("plain", "Speak in plain lines, one fact a line, for a screen reader"),
    switch("ascii", "Draw with ASCII characters alone"),
    Argument {
        name: "color",
        help: "When to use colours",
        takes: Takes::Everywhere,
        value: "WHEN",
        reads: Some(|| value_parser!(Colour).into()),
        ..Argument::FLAG
    },
    Argument {
        name: "theme",
        help: "The background that the colours are for",
        takes: Takes::Everywhere,
        value: "THEME",
        reads: Some(|| value_parser!(Background).into()),
        ..Argument::FLAG
    },
    switch("mouse", "Let the mouse choose, scroll and drag"),
];

const fn switch(name: &'static str, help: &'static str) -> Argument {
    Argument { name, help, takes: Takes::Switch, value: "BOOL", ..Argument::FLAG }
}

/// Where lessons come from, and how things look.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The directory or the file of the lessons, if not those of the program.
    pub lessons: Option<PathBuf>,
    /// The learner whose progress is kept.
    pub learner: Option<String>,
    plain: Option<bool>,
    ascii: Option<bool>,
    color: Option<Colour>,
    theme: Option<Background>,
    mouse: Option<bool>,
}

impl Options {
    /// The options that were given.
    pub fn of(given: &Given) -> Options {
        Options {
            lessons: given.path("lessons"),
            learner: given.text("learner"),
            plain: given.get("plain"),
            ascii: given.get("ascii"),
            color: given.get("color"),
            theme: given.get("theme"),
            mouse: given.get("mouse"),
        }
    }

    /// The wishes on the command line.
    pub fn wishes(&self) -> Wishes {
        Wishes { ascii: self.ascii, colour: self.color, theme: self.theme, mouse: self.mouse, plain: self.plain }
    }

    /// Where the lessons are.
    pub fn lessons(&self) -> Lessons {
        self.lessons.clone().map_or(Lessons::Embedded, Lessons::At)
    }

    /// The learner whose progress is kept: the name is that of a file.
    pub fn learner_id(&self) -> Result<Option<LearnerId>, Failure> {
        let id = self.learner.as_deref().map(LearnerId::parse).transpose();
        id.map_err(|why| Failure::usage(&why, ""))
    }
}
