//! `explain`: what a pasted text is, its fields, whether it holds, and what lies inside. Nothing of it leaves the
//! machine, and nothing is written anywhere.

mod given;
mod print;

use std::fs;
use std::io::{self, IsTerminal, Read, Write};
use std::path::Path;

use crate::app::stage::bench::Opened;
use crate::run::Standing;
use crate::sheet::explain::{Candidate, Certainty, Explained, FAMILIES, LONGEST, With, explain as explained};
use crate::shell;
use crate::shell::secret::ask;
use crate::shell::settings::Setting;

use super::json::Quoted;
use super::row::{Argument, Program, Row, Takes};
use super::waiting::Progress;
use super::{Failure, Options, Status};

/// The command.
pub const ROW: Row = Row {
    name: "explain",
    about: "Say what a pasted text is: its fields, whether it holds, and what lies inside",
    arguments: &[
        Argument {
            name: "what",
            help: "The text, or the path of a file; without one, or with -, what comes on standard input",
            takes: Takes::Pasted,
            value: "TEXT | FILE",
            ..Argument::FLAG
        },
        Argument {
            name: "with",
            help: "Check it with a password, key, secret, host or time; VALUE may be 0x… in hexadecimal, or @FILE",
            takes: Takes::Values,
            value: "NAME=VALUE",
            ..Argument::FLAG
        },
        Argument { name: "json", help: "Print JSON, one object", apart: &["open"], ..Argument::FLAG },
        Argument { name: "open", help: "Open the sheet that takes it apart on the workbench", ..Argument::FLAG },
        Argument {
            name: "list",
            help: "Print the families that are known",
            apart: &["what", "with", "open"],
            ..Argument::FLAG
        },
    ],
    run: |given, program| {
        let wanted = Wanted {
            what: given.text("what"),
            with: given.texts("with"),
            json: given.has("json"),
            open: given.has("open"),
            list: given.has("list"),
        };
        explain(&wanted, program)
    },
    ..Row::PLAIN
};

/// A text to be explained, and how.
pub struct Wanted {
    /// The text, or the path of a file; without one, or with -, what comes on standard input
    what: Option<String>,
    /// Check it with a password, key, secret, host or time; VALUE may be 0x… in hexadecimal, or @FILE
    with: Vec<String>,
    /// Print JSON, one object
    json: bool,
    /// Open the sheet that takes it apart on the workbench
    open: bool,
    /// Print the families that are known
    list: bool,
}

/// Explains a text.
pub fn explain(wanted: &Wanted, program: &mut Program) -> Result<Status, Failure> {
    let out = &mut *program.out;
    if wanted.list {
        return list(wanted.json, out);
    }
    let mut with = given::read(&wanted.with)?;
    let bytes = pasted(wanted)?;
    let progress = Progress::new();
    let look = |with: &With| progress.evaluate(|budget| explained(&bytes, with, budget));
    let mut found = look(&with);
    if wanted.open {
        return open(&found, &with, &program.options, program.setting());
    }
    if !wanted.json && with.is_empty() && io::stdin().is_terminal() && io::stderr().is_terminal() {
        with = asked(&found)?;
        if !with.is_empty() {
            found = look(&with);
        }
    }
    if let Some(path) = wanted.what.as_deref().filter(|what| what.starts_with('/') && found.candidates.is_empty()) {
        return Err(no_file(path));
    }
    if wanted.json {
        print::json(&found, out)?;
    } else {
        print::text(&found, &bytes, out)?;
    }
    let fails = found.candidates.first().is_some_and(|best| best.checked().standing == Standing::False);
    for name in given::of_digits(&wanted.with).into_iter().filter(|_| fails) {
        let hint = "a value that begins so and is meant as it stands comes from a file, by @FILE";
        // Nobody can be told that standard error is closed.
        let _ = writeln!(io::stderr().lock(), "note: `{name}` was read as bytes in hexadecimal; {hint}");
    }
    Ok(status(&found, &with))
}
fn status(found: &Explained, with: &With) -> Status {
    match found.candidates.first() {
        // Some are checked with what stands in them.
        Some(best) if best.checked().standing == Standing::False => Status::No,
        Some(best) if !with.is_empty() && best.checked().standing != Standing::Verified => Status::No,
        Some(best) if best.certainty == Certainty::Broken => Status::No,
        Some(_) => Status::Done,
        None => Status::No,
    }
}
/// The bytes to be explained.
fn pasted(wanted: &Wanted) -> Result<Vec<u8>, Failure> {
    let long = || {
        let hint = "name a part of it";
        Failure::usage(&format!("it has more than {LONGEST} bytes, and so many are explained at most"), hint)
    };
    let read = |from: &mut dyn Read, name: &str| -> Result<Vec<u8>, Failure> {
        let mut bytes = vec![];
        from.take(LONGEST as u64 + 1)
            .read_to_end(&mut bytes)
            .map_err(|error| Failure::usage(&format!("{name} cannot be read: {error}"), ""))?;
        if bytes.len() > LONGEST { Err(long()) } else { Ok(bytes) }
    };
    match wanted.what.as_deref() {
        None => {
            if io::stdin().is_terminal() {
                // Nobody can be told that standard error is closed.
                let _ = writeln!(io::stderr().lock(), "Paste the text, and press Ctrl-D on a line of its own.");
            }
            read(&mut io::stdin().lock(), "standard input")
        }
        Some("-") => read(&mut io::stdin().lock(), "standard input"),
        Some(path) if Path::new(path).is_file() => {
            let name = format!("`{path}`");
            let mut file = fs::File::open(path)
                .map_err(|error| Failure::usage(&format!("{name} cannot be opened: {error}"), ""))?;
            read(&mut file, &name)
        }
        Some(path) if Path::new(path).is_dir() => Err(Failure::usage(&format!("`{path}` is a folder"), "name a file")),
        Some(path) if Path::new(path).exists() => {
            let hint = "`-` reads what comes on standard input: … | cleartext explain -";
            Err(Failure::usage(&format!("`{path}` is no file to be read"), hint))
        }
        Some(path) if ["./", "../", "~/"].iter().any(|start| path.starts_with(start)) => Err(no_file(path)),
        Some(option) if option.starts_with("--") && option[2..].starts_with(|c: char| c.is_ascii_alphabetic()) => {
            let hint = "a text that begins so comes on standard input";
            Err(Failure::usage(&format!("there is no option `{option}`"), hint))
        }
        Some(text) => Ok(text.as_bytes().to_vec()),
    }
}
fn no_file(path: &str) -> Failure {
    Failure::usage(&format!("there is no file `{path}`"), "a text that begins so comes on standard input")
}
/// Asks for what the best candidate is checked with.
fn asked(found: &Explained) -> Result<With, Failure> {
    let best = found.candidates.first().map(Candidate::checked);
    let Some(best) = best.filter(|best| best.certainty >= Certainty::Likely) else {
        return Ok(With::default());
    };
    let Some(secret) = best.family.takes.first() else { return Ok(With::default()) };
    let question = format!("{}: {} to check it with (Enter: none): ", best.family.id, secret.phrase);
    match ask(&question) {
        Ok(Some(typed)) => Ok(given::typed(secret.name(), &typed)),
        Ok(None) => Ok(With::default()),
        Err(error) if error.kind() == io::ErrorKind::Interrupted => Err(Failure::usage("interrupted", "")),
        // Where nobody can be asked, nothing is checked.
        Err(_) => Ok(With::default()),
    }
}
fn open(found: &Explained, with: &With, options: &Options, setting: Setting) -> Result<Status, Failure> {
    let Some(best) = found.candidates.first() else {
        return Err(Failure::usage("nothing in it is recognised", "`cleartext explain --list` names what is"));
    };
    let (cells, watch) = (best.cells(), Some((best.shows().to_owned(), None)));
    let unchecked = if with.is_empty() { "" } else { " No secret is put on a sheet, so there it is not checked." };
    let told = Some(format!("{}{unchecked}", best.headline()));
    let opened = Opened { cells, watch, told, ..Opened::default() };
    match shell::bench(opened, &options.lessons(), setting) {
        Ok(()) => Ok(Status::Done),
        Err(error) => Err(Failure::usage(&error.to_string(), error.hint().unwrap_or_default())),
    }
}
fn list(json: bool, out: &mut dyn Write) -> Result<Status, Failure> {
    for family in FAMILIES.iter().flat_map(|rows| rows.iter()) {
        let takes: Vec<String> = family.takes.iter().map(|secret| secret.name().to_owned()).collect();
        if json {
            let takes = super::json::Texts(&takes);
            writeln!(out, "{{\"family\":{},\"what\":{},\"with\":{takes}}}", Quoted(family.id), Quoted(family.what))?;
        } else {
            let with = if takes.is_empty() { String::new() } else { format!(" (--with {})", takes.join(", ")) };
            writeln!(out, "{:<22} {}{with}", family.id, family.what)?;
        }
    }
    Ok(Status::Done)
}
