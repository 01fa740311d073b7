//! `config`, and the file of settings for all other commands: found, read, and what is wrong with it.
//!
//! A broken file stops nothing: what can be read of it holds, the screen says in one line that something is wrong, and
//! `config check` shows where.

mod file;
pub mod found;

use std::io::Write;

use crate::lesson::render;
use crate::view::SafeText;

use super::row::Row;
use super::{Failure, Status};
use found::Found;

/// The command.
pub const ROW: Row = Row {
    name: "config",
    about: "The file of settings: where it is, and whether it is right",
    below: &[
        Row {
            name: "path",
            about: "Print where the file of settings is looked for",
            run: |_, program| config(What::Path, &program.found, program.has_colour(), program.out),
            ..Row::PLAIN
        },
        Row {
            name: "check",
            about: "Check the file of settings",
            run: |_, program| config(What::Check, &program.found, program.has_colour(), program.out),
            ..Row::PLAIN
        },
    ],
    ..Row::PLAIN
};

/// The action with the file of settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// Where it is looked for.
    Path,
    /// Whether it is right.
    Check,
}

/// Prints the path, or checks the file; the status is "no" if anything is wrong with it.
pub fn config(what: What, found: &Found, colour: bool, out: &mut dyn Write) -> Result<Status, Failure> {
    let Some(path) = &found.path else {
        return Err(Failure::usage("there is no place for a file of settings", "set HOME or XDG_CONFIG_HOME"));
    };
    let path = SafeText::line(&path.display().to_string());
    match what {
        What::Path => writeln!(out, "{path}")?,
        What::Check => {
            let Some(source) = &found.source else {
                writeln!(out, "there is no {path}; nothing is set")?;
                return Ok(Status::Done);
            };
            for problem in &found.config.problems {
                writeln!(out, "{}\n", render::render(problem, source, &found.name(), colour))?;
            }
            let count = found.config.problems.len();
            writeln!(out, "{path}: {count} problem{}", if count == 1 { "" } else { "s" })?;
        }
    }
    Ok(if what == What::Check && !found.config.problems.is_empty() { Status::No } else { Status::Done })
}
