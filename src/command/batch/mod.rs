//! `batch`: JSON lines in, JSON lines out, one answer for every line that is not empty, in order.

mod lines;
mod request;

use std::collections::HashSet;
use std::fmt::Write as _;
use std::io::{self, Read, Write};

use crate::functions::{self, Agreement, Context, Fault, FaultKind};
use crate::run::address::{Address, AddressError};
use crate::run::{Budget, Error, Path, Run, Value};

use super::expression::accepted;
use super::json::{self, Agrees, Echoed, Quoted};
use super::limits::{MAX_ANSWER, MAX_LINE, MAX_VALUES};
use super::row::Row;
use super::{Failure, Status};
use lines::{Line, Lines};
use request::Request;

/// The command.
pub const ROW: Row = Row {
    name: "batch",
    about: "Answer requests: JSON lines in, JSON lines out",
    speaks: false,
    run: |_, program| batch(&mut io::stdin().lock(), program.out),
    ..Row::PLAIN
};

/// Answers until the input ends. The status says whether a function ever disagreed with its vetted counterpart.
pub fn batch(input: &mut dyn Read, out: &mut dyn Write) -> Result<Status, Failure> {
    let mut lines = Lines::new(input);
    let (mut answer, mut status) = (Vec::new(), Status::Done);
    loop {
        let mut written = Ok(());
        let send = || {
            written = out.flush();
            written.as_ref().map_or_else(|error| Err(error.kind().into()), |()| Ok(()))
        };
        let line = match lines.next(send) {
            Ok(Some(line)) => line,
            Ok(None) => return Ok(status),
            Err(error) => {
                // Before it waits for more it writes what it has, and that may fail instead.
                written?;
                return Err(Failure::usage(&format!("the requests cannot be read: {error}"), ""));
            }
        };
        answer.clear();
        match line {
            Line::Whole([]) => continue,
            Line::Whole(line) => {
                let (id, request) = request::read(line);
                let reply = request.map_err(bad_request).and_then(|request| reply(&request));
                status = if reply.as_ref().is_err_and(|no| no.kind == "disagrees") { Status::No } else { status };
                write_reply(id, &reply, &mut answer)?;
            }
            Line::TooLong => {
                let no = bad_request(format!("the line has more than {MAX_LINE} bytes"));
                write_reply(None, &Err(no), &mut answer)?;
            }
        }
        answer.push(b'\n');
        out.write_all(&answer)?;
    }
}

/// A good answer, as JSON.
struct Reply {
    output: Vec<u8>,
    values: String,
    agreement: Agreement,
}

/// An answer that is an error.
struct No {
    kind: &'static str,
    argument: Option<String>,
    message: String,
    /// The values asked for, where there are some all the same.
    values: String,
}

fn bad_request(message: String) -> No {
    No { kind: "bad-request", argument: None, message, values: String::new() }
}

fn write_reply(id: Option<&str>, reply: &Result<Reply, No>, out: &mut Vec<u8>) -> std::io::Result<()> {
    write!(out, "{{\"id\":{}", Echoed(id.unwrap_or("null")))?;
    match reply {
        Ok(Reply { output, values, agreement }) => {
            out.extend_from_slice(b",\"output\":");
            out.extend_from_slice(output);
            write!(out, "{values},{}}}", Agrees(agreement))
        }
        Err(No { kind, argument, message, values }) => {
            write!(out, ",\"error\":{{\"kind\":{}", Quoted(kind))?;
            if let Some(argument) = argument {
                write!(out, ",\"argument\":{}", Quoted(argument))?;
            }
            write!(out, ",\"message\":{}}}{values}}}", Quoted(message))
        }
    }
}

fn reply(request: &Request) -> Result<Reply, No> {
    let budget = Budget::unlimited();
    let function = functions::function(&request.call).map_err(|fault| refused(&fault, request))?;
    let mut given = Vec::with_capacity(request.args.len());
    for (name, json) in &request.args {
        let value = request::value(name, json).map_err(|fault| refused(&fault, request))?;
        given.push((Some(name.as_str()), value));
    }
    let context = Context { at: Path::new(""), budget: &budget };
    let (run, arguments) = function.call(&context, given).map_err(|fault| {
        let accepted = fault.run.as_ref().filter(|_| fault.kind == FaultKind::Rejected).and_then(|run| accepted(run));
        let no = refused(&fault, request);
        match accepted {
            Some(agreement) => {
                No { kind: "disagrees", argument: None, message: format!("this refusal {agreement}"), ..no }
            }
            None => no,
        }
    })?;
    let computed = |error: Error| refused(&Fault::from(error), request);
    let mut room = MAX_ANSWER;
    take(&mut room, &run.result).map_err(computed)?;
    run.finish(&budget).map_err(computed)?;
    let agreement = function.agreement(&run, &arguments).map_err(computed)?;
    let values = values(&run, &request.at, room);
    if agreement.differs() {
        return Err(No { kind: "disagrees", argument: None, message: format!("this value {agreement}"), values });
    }
    let output = value_as_json(&run.result).map_err(computed)?;
    let values = json::standing(&run).map_err(computed)? + &values;
    Ok(Reply { output, values, agreement })
}

/// The name of a fault here.
fn refused(fault: &Fault, request: &Request) -> No {
    let kind = match (fault.kind, fault.error.as_deref()) {
        (FaultKind::UnknownFunction, _) => "unknown-function",
        (FaultKind::Limit, _) | (_, Some(Error::Limit(_))) => "limit",
        (FaultKind::Rejected, _) => "rejected",
        (FaultKind::BadArgument | FaultKind::Waiting, _) => "bad-argument",
    };
    let values = fault.run.as_ref().map_or(String::new(), |run| values(run, &request.at, MAX_ANSWER));
    No { kind, argument: fault.argument.clone(), message: fault.to_string(), values }
}

/// Takes what a value needs from the room that an answer has.
fn take(room: &mut u64, value: &Value) -> Result<(), Error> {
    let size = json::size(value);
    *room = room.checked_sub(size).ok_or_else(|| {
        Error::Limit(format!("this answer would hold more than {MAX_ANSWER} bytes of values; ask for a slice"))
    })?;
    Ok(())
}

fn value_as_json(value: &Value) -> Result<Vec<u8>, Error> {
    let mut out = Vec::new();
    match json::value(&mut out, value) {
        Ok(()) => Ok(out),
        Err(Failure::Value(error)) => Err(error),
        // Writing to memory does not fail.
        Err(Failure::Output(error)) => Err(Error::Source(error.to_string())),
        Err(Failure::InText(wrong)) => Err(Error::Source(wrong.mistake.message)),
        Err(Failure::Said(message, _)) => Err(Error::Source(message)),
    }
}

/// The values asked for, as the member of an answer; nothing where none were. What cannot be had says so in its place.
fn values(run: &Run, wanted: &[String], mut room: u64) -> String {
    if wanted.is_empty() {
        return String::new();
    }
    let (mut out, mut said) = (String::from(",\"values\":{"), HashSet::new());
    for text in wanted {
        match found(run, text, said.len(), &mut room) {
            Ok(entries) => {
                for (address, json) in entries {
                    entry(&mut out, &mut said, &address, &json);
                }
            }
            Err(error) => {
                let json = format!("{{\"error\":{}}}", Quoted(&error.to_string()));
                entry(&mut out, &mut said, text, &json);
            }
        }
    }
    out.push('}');
    out
}

fn entry(out: &mut String, said: &mut HashSet<String>, address: &str, json: &str) {
    if said.insert(address.to_owned()) {
        let comma = if said.len() > 1 { "," } else { "" };
        // Writing to a string does not fail.
        let _ = write!(out, "{comma}{}:{json}", Quoted(address));
    }
}

fn found(run: &Run, text: &str, said: usize, room: &mut u64) -> Result<Vec<(String, String)>, Error> {
    let address = if text.is_empty() { Address::default() } else { Address::parse(text).map_err(unreadable)? };
    let budget = Budget::unlimited();
    // A limit of one is taken for "the first".
    let limit = MAX_VALUES.saturating_sub(said).max(2);
    let found = run.find(&address, limit, &budget)?;
    if found.is_empty() {
        return Err(Error::missing(format!("nothing matches `{address}` here")));
    }
    let mut entries = Vec::with_capacity(found.len());
    for found in found {
        let value = found.place.value(&budget)?;
        take(room, &value)?;
        let json = value_as_json(&value)?;
        entries.push((found.address, String::from_utf8_lossy(&json).into_owned()));
    }
    Ok(entries)
}

/// An address that cannot be read.
fn unreadable(error: AddressError) -> Error {
    let missing = Error::missing(error.message.trim_end_matches('.'));
    match error.hint {
        Some(hint) => missing.hint(hint),
        None => missing,
    }
}
