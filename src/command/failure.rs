//! Why a command ends without having done what was asked, and how that is told.

use std::io::{self, Write};

use crate::functions::{Agreement, FaultKind};
use crate::lesson::{Problem as Mistake, Severity, render};
use crate::run;
use crate::run::address::Span;
use crate::sheet::{Problem, ProblemKind};
use crate::view::SafeText;

use super::Status;

/// A command that could not do what was asked.
#[derive(Debug)]
pub enum Failure {
    /// The output could not be written. A reader that has read enough is none of our business.
    Output(io::Error),
    /// A value cannot be had.
    Value(run::Error),
    /// Something is wrong in a text that was given; it is shown with a caret.
    InText(Box<InText>),
    /// Something else; the text is safe to print.
    Said(String, Status),
}

/// A mistake in a text.
#[derive(Debug)]
pub struct InText {
    /// The mistake, and where.
    pub mistake: Mistake,
    /// The text.
    pub source: String,
    /// The name of the text: `expression`, or the path of a file.
    pub name: String,
    /// How the program ends.
    pub status: Status,
}

impl Failure {
    /// Wrong usage, with a remedy.
    pub fn usage(message: &str, hint: &str) -> Failure {
        let mut text = format!("error: {}", SafeText::line(message));
        if !hint.is_empty() {
            text = format!("{text}\n  = help: {}", SafeText::line(hint));
        }
        Failure::Said(text, Status::Usage)
    }

    /// The mistake in an expression, with a caret under the place.
    pub fn in_expression(problem: &Problem, source: &str) -> Failure {
        Failure::in_text(problem, source, "expression")
    }

    /// The same for another argument, called `name`.
    pub fn in_text(problem: &Problem, source: &str, name: &str) -> Failure {
        let status = match problem.kind {
            ProblemKind::Fault(FaultKind::Rejected, _) => Status::No,
            _ => Status::Usage,
        };
        let span = problem.span.unwrap_or(Span::new(0, source.len()));
        let hint = problem.hint.as_deref().unwrap_or_default();
        let mistake = Mistake::new(Severity::Error, source, span, problem.message.as_str(), hint);
        Failure::InText(Box::new(InText { mistake, source: source.to_owned(), name: name.to_owned(), status }))
    }

    /// Our own computation and the vetted crate's are not the same: never hidden.
    pub fn disagrees(agreement: &Agreement) -> Failure {
        let text = format!("error: this value {agreement}\n  = help: trust the crate, and report this as a defect");
        Failure::Said(SafeText::block(&text).into(), Status::No)
    }

    /// Tells the one who called, on standard error, in colour or without, and says how the program ends.
    pub fn tell(&self, colour: bool) -> Status {
        let (text, status) = match self {
            // Nobody reads: told by the status alone.
            Failure::Output(error) if error.kind() == io::ErrorKind::BrokenPipe => return Status::No,
            Failure::Output(error) => (format!("error: the output cannot be written: {error}"), Status::Usage),
            Failure::Value(error) => (format!("error: {error}"), Status::Usage),
            Failure::InText(wrong) => {
                (render::render(&wrong.mistake, &wrong.source, &wrong.name, colour), wrong.status)
            }
            Failure::Said(text, status) => (text.clone(), *status),
        };
        let shown = match self {
            Failure::InText(_) | Failure::Said(..) => text,
            Failure::Output(_) | Failure::Value(_) => SafeText::block(&text).into(),
        };
        // Nobody can be told that standard error is closed.
        let _ = writeln!(io::stderr().lock(), "{shown}");
        status
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Failure {
        Failure::Output(error)
    }
}

impl From<run::Error> for Failure {
    fn from(error: run::Error) -> Failure {
        Failure::Value(error)
    }
}
