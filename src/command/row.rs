//! The row of a command: its name, its arguments and what runs it, in the command's own file.

use std::io::Write;

use crate::shell::settings::{Setting, Surroundings, Wishes};

pub use super::argument::{Argument, Given, Takes};
use super::config::found::Found;
use super::{Failure, Options, Status};

/// A command of the program.
pub struct Row {
    /// The word after the program's name.
    pub name: &'static str,
    /// The purpose, in one line.
    pub about: &'static str,
    /// The arguments, in the order of the help.
    pub arguments: &'static [Argument],
    /// The commands below it, of which one must be named.
    pub below: &'static [Row],
    /// Whether what it prints are sentences and tables of the program, which follow `--ascii`; values and files do not.
    pub speaks: bool,
    /// Runs it with the arguments that were given.
    pub run: fn(&Given, &mut Program) -> Result<Status, Failure>,
}

impl Row {
    /// A command without arguments.
    pub const PLAIN: Row =
        Row { name: "", about: "", arguments: &[], below: &[], speaks: true, run: |_, _| Ok(Status::Done) };

    /// The command as the library of arguments takes it.
    pub fn command(&self) -> clap::Command {
        let command = clap::Command::new(self.name)
            .about(self.about)
            .args(self.arguments.iter().map(Argument::arg))
            .subcommands(self.below.iter().map(Row::command));
        if self.below.is_empty() { command } else { command.subcommand_required(true).arg_required_else_help(true) }
    }
}

/// The program around a command.
pub struct Program<'a> {
    /// The options that every command takes.
    pub options: Options,
    /// The file of settings.
    pub found: Found,
    /// The wishes of the command line over those of the file.
    pub wishes: Wishes,
    /// The terminal and the environment.
    pub around: &'a Surroundings,
    /// Standard output.
    pub out: &'a mut dyn Write,
    /// Gives all commands with their arguments, as the library of arguments takes them.
    pub commands: fn() -> clap::Command,
}

impl Program<'_> {
    /// The setting of a screen.
    pub fn setting(&self) -> Setting {
        let (keymap, told) = (self.found.config.keymap.clone(), self.found.told());
        Setting { keymap, told, ..self.wishes.setting(self.around) }
    }

    /// Whether standard output has colours.
    pub fn has_colour(&self) -> bool {
        self.wishes.uses_colour(self.around, self.around.output_is_terminal)
    }
}
