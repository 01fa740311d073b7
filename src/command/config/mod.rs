//! `config`, and the file of settings for all other commands: found, read, and what is wrong with it.
//!
//! A broken file stops nothing: what can be read of it holds, the screen says in one line that something is wrong, and
//! `config check` shows where.

mod file;

use std::io::Write;
use std::path::PathBuf;

use crate::lesson::{Problem, Severity, render};
use crate::run::address::Span;
use crate::shell::config;
use crate::view::SafeText;

use super::row::Row;
use super::{Failure, Status};
pub use file::Config;

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

/// The file of settings as it was found.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// Where it is looked for; nowhere without a home.
    pub path: Option<PathBuf>,
    /// Its text; none where there is no file.
    pub source: Option<String>,
    /// The contents.
    pub config: Config,
}

impl Found {
    /// Looks for the file and reads it.
    pub fn load() -> Found {
        let path = config::path();
        match path.as_deref().map(config::read) {
            None | Some(Ok(None)) => Found { path, ..Found::default() },
            Some(Ok(Some(bytes))) => {
                let source = String::from_utf8_lossy(&bytes).into_owned();
                let mut config = file::parse(&source);
                if let Err(error) = std::str::from_utf8(&bytes) {
                    let span = Span::new(error.valid_up_to(), error.valid_up_to());
                    let problem =
                        Problem::new(Severity::Error, &source, span, "This is not UTF-8.", "Save it as UTF-8.");
                    config.problems.insert(0, problem);
                }
                Found { path, source: Some(source), config }
            }
            Some(Err(message)) => {
                let problem = Problem::new(Severity::Error, "", Span::new(0, 0), message, "");
                let config = Config { problems: vec![problem], ..Config::default() };
                Found { path, source: Some(String::new()), config }
            }
        }
    }

    /// One line that says that something is wrong, if something is.
    pub fn told(&self) -> Option<String> {
        let first = self.config.problems.first()?;
        Some(format!("config.toml, line {}: {} `cleartext config check` shows it.", first.line, first.message))
    }

    fn name(&self) -> String {
        self.path.as_ref().map(|path| path.display().to_string()).unwrap_or_default()
    }
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
