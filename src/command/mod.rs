//! The command line: one file a subcommand.
//!
//! What was asked for goes to standard output, everything else to standard error. Text from outside passes
//! [`SafeText`] or, in JSON, is escaped. The exit status says how it went: see [`Status`].

mod answers;
mod argument;
mod ascii;
mod batch;
mod bench;
pub mod check;
mod completions;
mod config;
mod doctor;
mod explain;
pub mod export;
mod expression;
mod failure;
mod grade;
mod json;
mod learn;
mod limits;
mod lines;
mod list;
mod man;
mod new;
mod options;
mod present;
mod progress;
mod row;
mod run;
mod snapshot;
mod status;
mod text;
mod trace;
mod waiting;
mod workshop;

use std::ffi::OsString;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::process::ExitCode;

use clap::ArgMatches;
use clap::error::ErrorKind;

use crate::shell::platform::outlive_full_files;
use crate::shell::settings::Surroundings;
use crate::view::SafeText;
use argument::{Argument, Given};
use ascii::Ascii;
use failure::Failure;
use options::Options;
use row::{Program, Row};
pub use status::Status;

const VERSION: &str = concat!(env!("CARGO_PKG_VERSION"), " (", env!("CLEARTEXT_GIT_HASH"), ")");

/// Every command, in the order of the help.
const COMMANDS: [&Row; 20] = [
    &learn::ROW,
    &present::ROW,
    &export::ROW,
    &snapshot::ROW,
    &bench::ROW,
    &explain::ROW,
    &run::ROW,
    &trace::ROW,
    &list::ROW,
    &check::ROW,
    &workshop::ROW,
    &grade::ROW,
    &answers::ROW,
    &progress::ROW,
    &new::ROW,
    &batch::ROW,
    &doctor::ROW,
    &config::ROW,
    &completions::ROW,
    &man::ROW,
];

/// The program as the library of arguments takes it.
fn command() -> clap::Command {
    clap::Command::new("cleartext")
        .version(VERSION)
        .about("Learn cryptography on your own bytes: every value computed live, every value traceable")
        .after_help("Without a command: the course map. This program teaches; do not protect data with it.")
        .disable_help_subcommand(true)
        .args(options::OPTIONS.iter().map(Argument::arg))
        .subcommands(COMMANDS.into_iter().map(Row::command))
}

/// Runs the program with the arguments it was started with.
pub fn main() -> ExitCode {
    outlive_full_files();
    ExitCode::from(start(std::env::args_os()) as u8)
}

fn start(arguments: impl Iterator<Item = OsString>) -> Status {
    match command().try_get_matches_from(arguments) {
        Ok(matches) => {
            let around = Surroundings::read();
            let options = Options::of(&Given(&matches));
            let colour = options.wishes().uses_colour(&around, io::stderr().is_terminal());
            // Nothing is reserved here: the screen writes to the terminal by itself.
            let mut out = BufWriter::with_capacity(64 << 10, io::stdout());
            let done = execute(&matches, options, &around, &mut out);
            let done = done.and_then(|status| Ok(out.flush().map(|()| status)?));
            done.unwrap_or_else(|failure| failure.tell(colour))
        }
        Err(error) => unread(&error),
    }
}

fn execute(
    matches: &ArgMatches,
    options: Options,
    around: &Surroundings,
    out: &mut dyn Write,
) -> Result<Status, Failure> {
    let found = config::found::Found::load();
    let wishes = options.wishes().over(found.config.wishes);
    let ascii = wishes.ascii == Some(true);
    let mut program = Program { options, found, wishes, around, out, commands: command };
    let Some((name, mut matches)) = matches.subcommand() else {
        return learn::open(None, false, &mut program);
    };
    let mut row = COMMANDS.into_iter().find(|row| row.name == name);
    while let Some((name, below)) = matches.subcommand() {
        row = row.and_then(|row| row.below.iter().find(|row| row.name == name));
        matches = below;
    }
    let Some(row) = row else { return Ok(Status::Usage) };
    let is_json = || matches!(matches.try_get_one("json"), Ok(Some(true)));
    if ascii && row.speaks && !is_json() {
        return (row.run)(&Given(matches), &mut Program { out: &mut Ascii(program.out), ..program });
    }
    (row.run)(&Given(matches), &mut program)
}

/// Prints the help, the version, or what is wrong with the arguments, which are foreign text.
fn unread(error: &clap::Error) -> Status {
    let text = SafeText::block(&error.render().to_string());
    let (written, status) = match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            (io::stdout().lock().write_all(text.as_bytes()), Status::Done)
        }
        _ => (io::stderr().lock().write_all(text.as_bytes()), Status::Usage),
    };
    match (written, status) {
        (Err(error), Status::Done) => Failure::Output(error).tell(false),
        (_, status) => status,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_arguments_are_consistent() {
        command().debug_assert();
        let trials = check::ROW.arguments.iter().find(|argument| argument.name == "trials");
        assert_eq!(trials.map(|argument| argument.default.parse()), Some(Ok(check::TRIALS)));
    }
}
