//! The command line: one file a subcommand.
//!
//! What was asked for goes to standard output, everything else to standard error. Text from outside passes
//! [`SafeText`] or, in JSON, is escaped. The exit status says how it went: see [`Status`].

mod answers;
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
mod list;
mod man;
mod new;
mod options;
mod present;
mod progress;
mod run;
mod snapshot;
mod status;
mod text;
mod trace;
mod waiting;
mod workshop;

use std::ffi::OsString;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{CommandFactory, Parser, Subcommand};

use crate::shell::settings::{Setting, Surroundings};
use crate::view::SafeText;
use failure::Failure;
use options::Options;
pub use status::Status;

const VERSION: &str = concat!(env!("CARGO_PKG_VERSION"), " (", env!("CLEARTEXT_GIT_HASH"), ")");

/// Learn cryptography on your own bytes: every value computed live, every value traceable.
#[derive(Parser)]
#[command(name = "cleartext", version = VERSION, disable_help_subcommand = true)]
#[command(after_help = "Without a command: the course map. This program teaches; do not protect data with it.")]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    options: Options,
}

#[derive(Subcommand)]
enum Command {
    /// Open the course map, or one lesson
    Learn {
        /// A lesson, such as hashing/sha256-rounds, or the path of a lesson file
        lesson: Option<String>,
        /// Show the notes of each page, for the one who presents
        #[arg(long)]
        notes: bool,
    },
    /// Present a lesson to a class: one step a key, light and large
    Present {
        /// A lesson, such as hashing/sha256-rounds, or the path of a lesson file
        lesson: Option<String>,
        /// Show the last key in a corner
        #[arg(long)]
        keys: bool,
        /// On a second terminal: follow the talk, with notes, answers, the next page and the clock
        #[arg(long)]
        notes: bool,
    },
    /// Write a lesson, a unit or a set as a hand-out: HTML that prints well, or Markdown
    Export(export::Wanted),
    /// Draw a screen without a terminal: as an SVG picture, or as characters
    Snapshot(snapshot::Wanted),
    /// Open the workbench: a free sheet, a formula bar, any function
    Bench {
        /// A sheet or lesson file (.md), or an expression to begin with, such as 'sha256("abc")'
        #[arg(value_name = "SHEET | EXPR")]
        opens: Option<String>,
    },
    /// Say what a pasted text is: its fields, whether it holds, and what lies inside
    Explain(explain::Wanted),
    /// Print the value of an expression
    Run {
        /// An expression, such as 'sha256("abc")'; file("path") reads a file
        #[arg(value_name = "EXPR")]
        expression: String,
        /// Print one JSON object: {"output": …, "agrees": …}
        #[arg(long)]
        json: bool,
    },
    /// Print what happens inside: an outline, or the values at an address
    Trace {
        /// An expression, such as 'sha256("abc")'; file("path") reads a file
        #[arg(value_name = "EXPR")]
        expression: String,
        /// Print the values at an address, such as 'block[0]/T1[0..3]'; may be given several times
        #[arg(long, value_name = "PATTERN")]
        at: Vec<String>,
        /// Print every operation, and not only the values with a name
        #[arg(long)]
        ops: bool,
        /// Print JSON, one object a line: {"at": …, "value": …, "op": …, "from": […]}
        #[arg(long)]
        json: bool,
    },
    /// List what there is
    List {
        /// The table to list
        #[arg(value_enum, default_value_t = list::What::Functions)]
        what: list::What,
        /// Print JSON, one object a line
        #[arg(long)]
        json: bool,
    },
    /// Check lessons: files, directories, or those of the program
    Check {
        /// A lesson, or a directory of lessons
        #[arg(value_name = "PATH")]
        paths: Vec<PathBuf>,
        /// The most inputs that each lesson is tried with
        #[arg(long, value_name = "COUNT", default_value_t = check::TRIALS)]
        trials: usize,
    },
    /// Answer the questions of a set, and write a report; `workshop report` prints a report as one line for a form
    Workshop {
        /// A set of the program, such as passwords, or the path of a set file; or the word report
        set: String,
        /// With `report`: the file of the report
        report: Option<PathBuf>,
        /// Write the report into this folder instead of the one you are in
        #[arg(long, value_name = "DIR")]
        to: Option<PathBuf>,
        /// Run as a learner that nobody is: nothing is kept
        #[arg(long)]
        dry: bool,
    },
    /// Grade the reports on a set: a folder of files, archives and tables of forms
    Grade {
        /// A set of the program, or the path of a set file
        set: String,
        /// The folder, or one file
        #[arg(value_name = "DIR")]
        folder: PathBuf,
        /// A table of who should hand in, with a column id
        #[arg(long, value_name = "FILE")]
        roster: Option<PathBuf>,
        /// Print a table for other programs: id,name,…,total
        #[arg(long)]
        csv: bool,
        /// Write a page for each learner into this folder
        #[arg(long, value_name = "DIR")]
        feedback: Option<PathBuf>,
        /// Show the room as it works, until Ctrl-C
        #[arg(long, conflicts_with_all = ["csv", "feedback"])]
        watch: bool,
    },
    /// Print the right answers of a set, for one learner or with the default values
    Answers {
        /// A set of the program, or the path of a set file
        set: String,
    },
    /// Print what is kept of your progress
    Progress {
        /// Print JSON, one object a lesson
        #[arg(long)]
        json: bool,
        /// Forget a lesson, or without one everything
        #[arg(long, value_name = "LESSON", num_args = 0..=1, conflicts_with_all = ["json", "export"])]
        reset: Option<Option<String>>,
        /// Write all of it to a file
        #[arg(long, value_name = "FILE", conflicts_with = "json")]
        export: Option<PathBuf>,
    },
    /// Begin a lesson, a course or a set from a template with comments
    New {
        /// The kind of thing to begin
        #[arg(value_enum)]
        kind: new::Kind,
        /// The file of the lesson or the set (.md), or the folder of the course
        path: PathBuf,
    },
    /// Answer requests: JSON lines in, JSON lines out
    Batch,
    /// Say what this terminal can do, with a remedy where one is needed
    Doctor,
    /// The file of settings: where it is, and whether it is right
    Config {
        /// The action with it
        #[command(subcommand)]
        what: config::What,
    },
    /// Print the completions of a shell
    Completions {
        /// The shell
        #[arg(value_enum)]
        shell: clap_complete::Shell,
    },
    /// Print the manual page
    Man,
}

/// Runs the program with the arguments it was started with.
pub fn main() -> ExitCode {
    ExitCode::from(start(std::env::args_os()) as u8)
}

fn start(arguments: impl Iterator<Item = OsString>) -> Status {
    match Arguments::try_parse_from(arguments) {
        Ok(arguments) => {
            let around = Surroundings::read();
            let colour = arguments.options.wishes().uses_colour(&around, io::stderr().is_terminal());
            // Nothing is reserved here: the screen writes to the terminal by itself.
            let mut out = BufWriter::with_capacity(64 << 10, io::stdout());
            let done = execute(arguments, &around, &mut out).and_then(|status| Ok(out.flush().map(|()| status)?));
            done.unwrap_or_else(|failure| failure.tell(colour))
        }
        Err(error) => unread(&error),
    }
}

fn execute(arguments: Arguments, around: &Surroundings, out: &mut dyn Write) -> Result<Status, Failure> {
    let Arguments { command, options } = arguments;
    let found = config::Found::load();
    let wishes = options.wishes().over(found.config.wishes);
    let setting = || {
        let (keymap, told) = (found.config.keymap.clone(), found.told());
        Setting { keymap, told, ..wishes.setting(around) }
    };
    match command.unwrap_or(Command::Learn { lesson: None, notes: false }) {
        Command::Learn { lesson, notes } => {
            let learner = options.learner_id()?;
            learn::learn(lesson, &options, Setting { notes, learner, ..setting() })
        }
        Command::Present { lesson, keys, notes } => {
            present::present(lesson, present::Wanted { keys, notes }, &options, setting())
        }
        Command::Export(wanted) => export::export(&wanted, &options, out),
        Command::Snapshot(wanted) => snapshot::snapshot(&wanted, &options, &setting(), out),
        Command::Bench { opens } => bench::bench(opens.as_deref(), &options, setting()),
        Command::Explain(wanted) => explain::explain(&wanted, &options, setting, out),
        Command::Run { expression, json } => run::run(&expression, json, out),
        Command::Trace { expression, at, ops, json } => {
            trace::trace(&expression, &trace::Wanted { at, operations: ops, json }, out)
        }
        Command::List { what, json } => list::list(what, json, &options, &found, out),
        Command::Check { paths, trials } => {
            let colour = wishes.uses_colour(around, around.output_is_terminal);
            check::check(&paths, trials, &options, colour, out)
        }
        Command::Workshop { set, report, to, dry } => {
            let wanted = workshop::Wanted { report, to, dry };
            workshop::workshop(&set, &wanted, &options, setting(), &mut io::stdin().lock(), out)
        }
        Command::Grade { set, folder, roster, csv, feedback, watch } => {
            grade::grade(&set, &grade::Wanted { folder, roster, csv, feedback, watch }, &options, around, out)
        }
        Command::Answers { set } => answers::answers(&set, &options, out),
        Command::Progress { json, reset, export } => {
            progress::progress(&progress::Wanted { json, reset, export }, &options, out)
        }
        Command::New { kind, path } => new::new(kind, &path, out),
        Command::Batch => batch::batch(&mut io::stdin().lock(), out),
        Command::Doctor => doctor::doctor(&options, wishes, around, &found, out),
        Command::Config { what } => {
            config::config(what, &found, wishes.uses_colour(around, around.output_is_terminal), out)
        }
        Command::Completions { shell } => completions::completions(shell, Arguments::command(), out),
        Command::Man => man::man(Arguments::command(), out),
    }
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
        Arguments::command().debug_assert();
    }
}
