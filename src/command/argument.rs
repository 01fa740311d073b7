//! The arguments of commands: how each is given, and what was given.

use std::path::PathBuf;

use clap::builder::ValueParser;
use clap::{Arg, ArgAction, ArgMatches, ValueHint, value_parser};

/// An argument of a command.
pub struct Argument {
    /// The name: that of an option without its dashes, or that a position is known by.
    pub name: &'static str,
    /// The purpose, in one line.
    pub help: &'static str,
    /// The way it is given.
    pub takes: Takes,
    /// The word for its value in the help.
    pub value: &'static str,
    /// The value where none is given; empty where there is none.
    pub default: &'static str,
    /// The reader of its value, where that is more than a text or a path.
    pub reads: Option<fn() -> ValueParser>,
    /// The arguments that it cannot stand beside.
    pub apart: &'static [&'static str],
    /// The argument that it needs beside it; empty where it needs none.
    pub beside: &'static str,
}

/// The way an argument is given.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Takes {
    /// `--name`.
    Nothing,
    /// `--name VALUE`.
    Value,
    /// `--name VALUE`, as often as one likes.
    Values,
    /// `--name` or `--name VALUE`.
    Perhaps,
    /// `--name` or `--name=true`, with every command.
    Switch,
    /// `--name VALUE`, with every command.
    Everywhere,
    /// `VALUE`, which must be there.
    Position,
    /// `VALUE`, which may be left out.
    Place,
    /// `VALUE …`, perhaps none.
    Places,
    /// `VALUE`, which may be left out and may begin with a dash.
    Pasted,
}

impl Argument {
    /// An option without a value: what the others are built on.
    pub const FLAG: Argument = Argument {
        name: "",
        help: "",
        takes: Takes::Nothing,
        value: "",
        default: "",
        reads: None,
        apart: &[],
        beside: "",
    };

    /// The argument as the library of arguments takes it.
    pub fn arg(&self) -> Arg {
        let mut arg = Arg::new(self.name).help(self.help).conflicts_with_all(self.apart);
        arg = match self.takes {
            Takes::Nothing => return self.needing(arg.long(self.name).action(ArgAction::SetTrue)),
            Takes::Value => arg.long(self.name),
            Takes::Values => arg.long(self.name).action(ArgAction::Append),
            Takes::Perhaps => arg.long(self.name).num_args(0..=1),
            Takes::Switch => arg.long(self.name).num_args(0..=1).require_equals(true).default_missing_value("true"),
            Takes::Everywhere => arg.long(self.name),
            Takes::Position => arg.required(true),
            Takes::Place => arg,
            Takes::Places => arg.action(ArgAction::Append).num_args(1..),
            Takes::Pasted => arg.allow_hyphen_values(true),
        };
        let hint = match self.value {
            "FILE" => ValueHint::FilePath,
            "DIR" | "PATH" | "REPORT" => ValueHint::AnyPath,
            _ => ValueHint::Unknown,
        };
        let parser = match (self.takes, self.reads) {
            (_, Some(reads)) => reads(),
            (Takes::Switch, None) => value_parser!(bool),
            _ if hint != ValueHint::Unknown => value_parser!(PathBuf),
            _ => ValueParser::string(),
        };
        arg = arg.value_name(self.value).value_hint(hint).value_parser(parser);
        if matches!(self.takes, Takes::Switch | Takes::Everywhere) {
            arg = arg.global(true).help_heading("Everywhere").hide_possible_values(self.takes == Takes::Switch);
        }
        if !self.default.is_empty() {
            arg = arg.default_value(self.default);
        }
        self.needing(arg)
    }

    fn needing(&self, arg: Arg) -> Arg {
        if self.beside.is_empty() { arg } else { arg.requires(self.beside) }
    }
}

/// The arguments that were given to a command.
pub struct Given<'a>(pub &'a ArgMatches);

impl Given<'_> {
    /// Whether a flag stands there.
    pub fn has(&self, name: &str) -> bool {
        self.0.get_flag(name)
    }

    /// The value of an argument, if it has one.
    pub fn get<T: Clone + Send + Sync + 'static>(&self, name: &str) -> Option<T> {
        self.0.get_one::<T>(name).cloned()
    }

    /// The text of an argument, if it has one.
    pub fn text(&self, name: &str) -> Option<String> {
        self.get(name)
    }

    /// The text of an argument that must be there.
    pub fn needed(&self, name: &str) -> String {
        self.get(name).unwrap_or_default()
    }

    /// The texts of an argument.
    pub fn texts(&self, name: &str) -> Vec<String> {
        self.0.get_many(name).into_iter().flatten().cloned().collect()
    }

    /// The paths of an argument.
    pub fn paths(&self, name: &str) -> Vec<PathBuf> {
        self.0.get_many(name).into_iter().flatten().cloned().collect()
    }

    /// The path of an argument, if it has one.
    pub fn path(&self, name: &str) -> Option<PathBuf> {
        self.get(name)
    }

    /// The text of an argument that may stand without a value; nothing where it does not stand at all.
    pub fn perhaps(&self, name: &str) -> Option<Option<String>> {
        self.0.contains_id(name).then(|| self.text(name))
    }
}
