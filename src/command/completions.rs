//! `completions SHELL`: prints what a shell needs to complete the arguments.

use std::io::Write;

use clap::value_parser;
use clap_complete::Shell;

use super::row::{Argument, Row, Takes};
use super::{Failure, Status};

/// The command.
pub const ROW: Row = Row {
    name: "completions",
    about: "Print the completions of a shell",
    arguments: &[Argument {
        name: "shell",
        help: "The shell",
        takes: Takes::Position,
        value: "SHELL",
        reads: Some(|| value_parser!(Shell).into()),
        ..Argument::FLAG
    }],
    speaks: false,
    run: |given, program| match given.get("shell") {
        Some(shell) => completions(shell, (program.commands)(), program.out),
        None => Ok(Status::Usage),
    },
    ..Row::PLAIN
};

/// Made in memory first, since the library panics where the reader goes away.
pub fn completions(shell: Shell, mut command: clap::Command, out: &mut dyn Write) -> Result<Status, Failure> {
    let mut text = Vec::new();
    clap_complete::generate(shell, &mut command, "cleartext", &mut text);
    out.write_all(&text)?;
    Ok(Status::Done)
}
