//! `run EXPR`: prints the value of an expression.

use std::io::{self, Write};

use crate::run::Value;

use super::expression::Evaluated;
use super::json::Agrees;
use super::row::{Argument, Row, Takes};
use super::{Failure, Status, json, text};

/// The command.
pub const ROW: Row = Row {
    name: "run",
    about: "Print the value of an expression",
    arguments: &[
        EXPRESSION,
        Argument { name: "json", help: "Print one JSON object: {\"output\": …, \"agrees\": …}", ..Argument::FLAG },
    ],
    speaks: false,
    run: |given, program| run(&given.needed(EXPRESSION.name), given.has("json"), program.out),
    ..Row::PLAIN
};

/// The expression that a command evaluates.
pub const EXPRESSION: Argument = Argument {
    name: "expression",
    help: "An expression, such as 'sha256(\"abc\")'; file(\"path\") reads a file",
    takes: Takes::Position,
    value: "EXPR",
    ..Argument::FLAG
};

/// Evaluates, prints, and compares with the vetted crates. A false value ends with the status "no".
pub fn run(source: &str, as_json: bool, out: &mut dyn Write) -> Result<Status, Failure> {
    let evaluated = Evaluated::new(source)?;
    let value = evaluated.answer()?;
    if !as_json {
        // Whoever waits has it now; our own body and the crates compare what they have while it is read.
        text::value(out, value)?;
        writeln!(out)?;
        out.flush()?;
    }
    evaluated.finish()?;
    let agreement = evaluated.agreement()?;
    let run = evaluated.outcome.run.as_deref();
    if as_json {
        out.write_all(b"{\"output\":")?;
        json::value(out, value)?;
        writeln!(out, "{},{}}}", run.map_or(Ok(String::new()), json::standing)?, Agrees(&agreement))?;
    } else if let Some(check) = run.and_then(|run| run.check.as_ref()) {
        // Beside the value, so that what is decoded is not taken for verified.
        writeln!(io::stderr().lock(), "{}", check.said()?)?;
    }
    if agreement.differs() {
        out.flush()?;
        return Err(Failure::disagrees(&agreement));
    }
    match value {
        Value::Bool(_) if value.to_bool()? == Some(false) => Ok(Status::No),
        _ => Ok(Status::Done),
    }
}
