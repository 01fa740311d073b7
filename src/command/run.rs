//! `run EXPR`: prints the value of an expression.

use std::io::Write;

use crate::run::Value;

use super::expression::Evaluated;
use super::json::Agrees;
use super::{Failure, Status, json, text};

/// Evaluates, prints, and compares with the vetted crates. A false value ends with the status "no".
pub fn run(source: &str, as_json: bool, out: &mut dyn Write) -> Result<Status, Failure> {
    let evaluated = Evaluated::new(source)?;
    let value = evaluated.finish()?;
    let agreement = evaluated.agreement()?;
    if as_json {
        out.write_all(b"{\"output\":")?;
        json::value(out, value)?;
        writeln!(out, ",{}}}", Agrees(&agreement))?;
    } else {
        text::value(out, value)?;
        writeln!(out)?;
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
