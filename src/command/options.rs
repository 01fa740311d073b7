//! The options that every command takes.

use std::path::PathBuf;

use clap::Args;

use crate::learner::progress::LearnerId;
use crate::shell::lessons::Lessons;
use crate::shell::settings::{Background, Colour, Wishes};

use super::Failure;

/// Where lessons come from, and how things look.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Everywhere")]
pub struct Options {
    /// Read the lessons of a directory, or of one file, instead of those of the program
    #[arg(long, global = true, value_name = "DIR")]
    pub lessons: Option<PathBuf>,
    /// Keep the progress of this learner, where several use one login
    #[arg(long, global = true, value_name = "ID")]
    pub learner: Option<String>,
    /// Speak in plain lines, one fact a line, for a screen reader
    #[arg(long, global = true, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true", hide_possible_values = true)]
    plain: Option<bool>,
    /// Draw with ASCII characters alone
    #[arg(long, global = true, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true", hide_possible_values = true)]
    ascii: Option<bool>,
    /// When to use colours
    #[arg(long, global = true, value_name = "WHEN", value_enum)]
    color: Option<Colour>,
    /// The background that the colours are for
    #[arg(long, global = true, value_name = "THEME", value_enum)]
    theme: Option<Background>,
    /// Let the mouse choose, scroll and drag
    #[arg(long, global = true, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true", hide_possible_values = true)]
    mouse: Option<bool>,
}

impl Options {
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
