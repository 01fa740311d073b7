//! `trace EXPR`: prints what happened on the way to a value: an outline, or the values at addresses.
//!
//! A long part is folded, and only the segments that are printed are recorded, so that a gigabyte takes no longer than
//! a few blocks once its index is laid.

mod entry;
mod known;
mod operations;
mod outline;

use std::io::Write;

use crate::run::address::{Address, Span};
use crate::run::{Error, Found, Place, Run};
use crate::sheet::{Problem, ProblemKind};

use super::expression::Evaluated;
use super::json::Agrees;
use super::limits::MAX_TRACED;
use super::row::{Argument, Row, Takes};
use super::run::EXPRESSION;
use super::{Failure, Status, text};
use entry::{Entry, Writer};

/// The command.
pub const ROW: Row = Row {
    name: "trace",
    about: "Print what happens inside: an outline, or the values at an address",
    arguments: &[
        EXPRESSION,
        Argument {
            name: "at",
            help: "Print the values at an address, such as 'block[0]/T1[0..3]'; may be given several times",
            takes: Takes::Values,
            value: "PATTERN",
            ..Argument::FLAG
        },
        Argument { name: "ops", help: "Print every operation, and not only the values with a name", ..Argument::FLAG },
        Argument {
            name: "json",
            help: "Print JSON, one object a line: {\"at\": …, \"value\": …, \"op\": …, \"from\": […]}",
            ..Argument::FLAG
        },
    ],
    run: |given, program| {
        let wanted = Wanted { at: given.texts("at"), operations: given.has("ops"), json: given.has("json") };
        trace(&given.needed(EXPRESSION.name), &wanted, program.out)
    },
    ..Row::PLAIN
};

/// The values to print.
pub struct Wanted {
    /// Addresses and patterns; none for the outline.
    pub at: Vec<String>,
    /// Every operation, and not only the values with a name.
    pub operations: bool,
    /// One JSON object a line.
    pub json: bool,
}

/// Evaluates, records what is asked for, and prints it.
pub fn trace(source: &str, wanted: &Wanted, out: &mut dyn Write) -> Result<Status, Failure> {
    let addresses = wanted.at.iter().map(|text| address(text)).collect::<Result<Vec<_>, _>>()?;
    let (evaluated, refusal) = Evaluated::or_refused(source)?;
    let Some(run) = evaluated.outcome.run.clone() else {
        return without_a_run(&evaluated, wanted, out);
    };
    let mut writer = Writer::new(&run, &evaluated, wanted.json, out);
    if !addresses.is_empty() {
        // What was refused has no result, which the empty address names.
        let named = |(_, address): &(&String, &Address)| refusal.is_none() || **address != Address::default();
        for (written, address) in wanted.at.iter().zip(&addresses).filter(named) {
            for found in find(&run, address, written, &evaluated)? {
                let entry = Entry::of(found, &run);
                writer.entry(&entry)?;
                if wanted.operations {
                    operations::below(&entry, &run, &mut writer)?;
                }
            }
        }
        return disagreement(&run, &mut writer).and_then(|status| refusal.map_or(Ok(status), Err));
    }
    evaluated.finish()?;
    if wanted.operations {
        operations::everything(&run, "", &mut writer)?;
    } else {
        outline::outline(&run, &mut writer)?;
    }
    if let Some(refusal) = refusal {
        writer.flush()?;
        return Err(refusal);
    }
    // Only now, so that the segments recorded for the outline count.
    let agreement = evaluated.agreement()?;
    let result = Entry { at: String::new(), place: Place::Value(run.result.clone()), op: run.function.into() };
    writer.result(&result, &agreement)?;
    match agreement.differs() {
        true => {
            writer.flush()?;
            Err(Failure::disagrees(&agreement))
        }
        false => Ok(Status::Done),
    }
}

/// The status after a comparison, segment by segment, of what was recorded.
fn disagreement(run: &Run, writer: &mut Writer) -> Result<Status, Failure> {
    match run.compared().and_then(|compared| compared.differs) {
        None => Ok(Status::Done),
        Some(segment) => {
            writer.flush()?;
            let message = format!("segment {segment} differs from the vetted crate's");
            Err(Failure::Said(format!("error: {message}\n  = help: report this as a defect"), Status::No))
        }
    }
}

/// Reads an address; the empty one is the result itself.
fn address(text: &str) -> Result<Address, Failure> {
    if text.is_empty() {
        return Ok(Address::default());
    }
    Address::parse(text).map_err(|error| {
        let problem = Problem { hint: error.hint, ..Problem::new(ProblemKind::Syntax, error.span, error.message) };
        Failure::in_text(&problem, text, "address")
    })
}

/// The values at an address, in order.
fn find(run: &Run, address: &Address, written: &str, evaluated: &Evaluated) -> Result<Vec<Found>, Failure> {
    let problem = |error| Failure::in_text(&Problem::of(error, Span::new(0, written.len())), written, "address");
    let found = evaluated.progress.wait(|budget| run.find(address, MAX_TRACED, budget)).map_err(problem)?;
    if found.is_empty() {
        return Err(problem(Error::missing(format!("nothing matches `{address}` here"))));
    }
    Ok(found)
}

/// A value that no function gave has nothing inside.
fn without_a_run(evaluated: &Evaluated, wanted: &Wanted, out: &mut dyn Write) -> Result<Status, Failure> {
    if wanted.at.iter().any(|at| !at.is_empty()) {
        let message = "this value was not computed by a function, so nothing lies inside it";
        return Err(evaluated.fail(Error::missing(message)));
    }
    let value = evaluated.finish()?;
    if wanted.json {
        out.write_all(b"{\"at\":\"\",\"value\":")?;
        super::json::value(out, value)?;
        writeln!(out, ",\"op\":\"value\",\"from\":[],{}}}", Agrees(&evaluated.agreement()?))?;
    } else {
        text::value(out, value)?;
        writeln!(out)?;
    }
    Ok(Status::Done)
}
