//! `man`: prints the manual page, made from the table of arguments.

use std::io::Write;

use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};

use super::row::Row;
use super::{Failure, Status};

/// The command.
pub const ROW: Row = Row {
    name: "man",
    about: "Print the manual page",
    speaks: false,
    run: |_, program| man((program.commands)(), program.out),
    ..Row::PLAIN
};

/// One page for the whole program.
pub fn man(command: clap::Command, out: &mut dyn Write) -> Result<Status, Failure> {
    let mut page = Vec::new();
    let about = "Every value is computed when it is asked for, and says where it came from. Expressions are \
                 calls of functions; `cleartext list` names them.";
    let man = Man::new(command.clone().long_about(about).disable_help_flag(true).disable_version_flag(true));
    man.render_title(&mut page)?;
    man.render_name_section(&mut page)?;
    man.render_synopsis_section(&mut page)?;
    man.render_description_section(&mut page)?;
    commands(&command).to_writer(&mut page)?;
    options(&command).to_writer(&mut page)?;
    ending().to_writer(&mut page)?;
    out.write_all(&page)?;
    Ok(Status::Done)
}

/// Every subcommand with its arguments.
fn commands(program: &clap::Command) -> Roff {
    let mut roff = Roff::new();
    roff.control("SH", ["COMMANDS"]);
    for command in program.get_subcommands().filter(|command| !command.is_hide_set()) {
        let mut built = command.clone().disable_help_flag(true).override_usage("");
        built.build();
        let arguments: Vec<&clap::Arg> = built.get_arguments().filter(|argument| !argument.is_hide_set()).collect();
        let positional = arguments.iter().filter(|argument| argument.is_positional());
        let names: String = positional.map(|argument| format!(" {argument}")).collect();
        roff.control("TP", []);
        roff.text([bold(format!("cleartext {}", command.get_name())), roman(names)]);
        roff.text([roman(format!("{}.", command.get_about().unwrap_or_default()))]);
        roff.control("RS", []);
        arguments.into_iter().for_each(|argument| explain(argument, &mut roff));
        roff.control("RE", []);
    }
    roff
}

/// The options that every command takes.
fn options(program: &clap::Command) -> Roff {
    let mut roff = Roff::new();
    roff.control("SH", ["OPTIONS"]);
    // Only a built program knows how many values each takes.
    let mut program = program.clone();
    program.build();
    roff.text([roman("These may stand with every command.")]);
    let global = program.get_arguments().filter(|argument| argument.is_global_set() && !argument.is_hide_set());
    global.for_each(|argument| explain(argument, &mut roff));
    roff
}

fn explain(argument: &clap::Arg, roff: &mut Roff) {
    roff.control("TP", []);
    roff.text([bold(argument.to_string())]);
    roff.text([roman(format!("{}.{}", argument.get_help().unwrap_or_default(), choices(argument)))]);
}

/// The values of an argument, where those are a few words.
fn choices(argument: &clap::Arg) -> String {
    let words: Vec<String> = argument.get_possible_values().iter().map(|v| v.get_name().to_owned()).collect();
    if argument.get_action().takes_values() && !words.is_empty() && !argument.is_hide_possible_values_set() {
        format!(" One of: {}.", words.join(", "))
    } else {
        String::new()
    }
}

fn ending() -> Roff {
    let mut roff = Roff::new();
    roff.control("SH", ["EXIT STATUS"]);
    for (status, meaning) in [
        ("0", "Done."),
        ("1", "The answer is no, or a check failed."),
        ("2", "Wrong usage, or the value cannot be had."),
    ] {
        roff.control("TP", []);
        roff.text([bold(status)]);
        roff.text([roman(meaning)]);
    }
    roff.control("SH", ["CAUTION"]);
    roff.text([roman("This program teaches. Do not protect data with it: it is not constant-time.")]);
    roff
}
