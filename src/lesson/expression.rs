//! Expressions and addresses as they stand in a lesson.

use crate::lesson::located::Located;
use crate::lesson::problem::quoted;
use crate::lesson::reading::{INPUT, Reading};
use crate::lesson::tree::{Expression, Pattern};
use crate::run::address::{Address, Span};
use crate::sheet::expr::{self, Expr, Fault, Limits};
use crate::view::SafeText;

const BEFORE: &str = "before.";

/// The place where an expression stands, and so what it may ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum When {
    /// In a sheet, where a cell may be an input.
    Cell,
    /// Anywhere else.
    Now,
    /// After a change: `before.` names the cells as they were.
    AfterChange,
}

impl Expression {
    /// Reads an expression, or reports why it is none.
    pub(crate) fn read(text: &Located, when: When, reading: &mut Reading) -> Option<Expression> {
        let whole = Span::new(0, text.text.len());
        Expression::read_part(text, whole, when, reading)
    }

    /// Reads the expression in a part of a text.
    pub(crate) fn read_part(text: &Located, part: Span, when: When, reading: &mut Reading) -> Option<Expression> {
        let source = &text.text[part.range()];
        let place = |span: Span| text.span_of(span.shifted(part.start));
        match expr::parse(source, &Limits::default()) {
            Ok(expr) => {
                refer(&expr, &place, when, reading)?;
                Some(Expression { source: SafeText::line(source), span: place(Span::new(0, source.len())), expr })
            }
            Err(fault) => {
                report(fault, &place, reading);
                None
            }
        }
    }
}

impl Pattern {
    /// Reads an address, or reports why it is none.
    pub(crate) fn read(text: &Located, reading: &mut Reading) -> Option<Pattern> {
        let place = |span: Span| text.span_of(span);
        match Address::parse(&text.text) {
            Ok(address) => {
                let cell = address.steps.first()?.name.clone();
                reading.refer(&cell, place(Span::new(0, cell.len())));
                if address.steps.len() == 1 && text.text.ends_with(']') {
                    let hint = format!("For a stretch of it define a cell, part = {}, and name that.", text.text);
                    reading.problems.error(text.span, "An address cuts nothing off a cell.", hint);
                    return None;
                }
                if address.operation.is_some() {
                    reading.problems.error(
                        place(Span::new(0, text.text.len())),
                        "An operation without a name, `#` and a number, cannot stand in a lesson.",
                        "The number changes with the program; use the name of a value.",
                    );
                    return None;
                }
                let span = place(Span::new(0, text.text.len()));
                Some(Pattern { address, span })
            }
            Err(error) => {
                let fault = Fault { span: error.span, message: error.message, hint: error.hint };
                let sign = text.text[..fault.span.end.min(text.text.len())].chars().next_back();
                report(
                    match sign {
                        Some('@' | '.') => fault.hint("An address has `/` between its steps: digest/block[0]/T1[12]."),
                        _ => fault,
                    },
                    &place,
                    reading,
                );
                None
            }
        }
    }
}

/// Reports what is wrong with an expression; `place` finds a span of it in the file.
pub(crate) fn report(fault: Fault, place: &dyn Fn(Span) -> Span, reading: &mut Reading) {
    let span = place(fault.span);
    match reading.source.get(span.range()).filter(|name| reading.unreadable.contains(*name)) {
        Some(name) => {
            let message = format!("{} has no value: its line in the sheet cannot be read.", quoted(name));
            reading.problems.silent(span, message);
        }
        None => {
            reading.problems.error(span, fault.message, fault.hint.unwrap_or_default());
        }
    }
}

/// Notes the cells that an expression reads, and refuses what a lesson may not do.
pub(crate) fn refer(expr: &Expr, place: &dyn Fn(Span) -> Span, when: When, reading: &mut Reading) -> Option<()> {
    let errors = reading.problems.errors();
    for (name, span) in expr::names(expr) {
        match name.strip_prefix(BEFORE) {
            None => reading.refer(name, place(span)),
            Some(cell) if when == When::AfterChange => reading.refer(cell, place(span)),
            Some(cell) => {
                reading.problems.error(
                    place(span),
                    "There is no `before.` here.",
                    format!("It names a cell as it was before a ```tamper; write `{cell}`."),
                );
            }
        }
    }
    for (_, address, span) in expr::addresses(expr) {
        if address.operation.is_some() {
            reading.problems.error(
                place(span),
                "An operation without a name, `#` and a number, cannot stand in a lesson.",
                "The number changes with the program; use the name of a value.",
            );
        }
    }
    for (function, span) in expr::calls(expr) {
        if function == INPUT && when != When::Cell {
            reading.problems.error(
                place(span),
                "An input can only be a cell of a sheet.",
                "Give it a name in a ```sheet, and write the name here.",
            );
        }
        if function == "file" {
            reading.problems.error(
                place(span),
                "A lesson cannot read files.",
                "Put the text into an `input(\"…\")`; the workbench can open files.",
            );
        }
    }
    (reading.problems.errors() == errors).then_some(())
}
