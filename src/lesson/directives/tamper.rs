//! A change of an input, and what follows.

use super::row::{Content, Directive};
use crate::lesson::checking::{Chance, Checking, PATIENCE, has_no_value_upstream, settle, shown, value};
use crate::lesson::expression::When;
use crate::lesson::fields::{Entries, EntryKind, EntryRow};
use crate::lesson::problem::quoted;
use crate::lesson::reading::Reading;
use crate::lesson::split::Fence;
use crate::lesson::tree::{Block, Edit, Put, Tamper};
use crate::lesson::trial::Trial;
use crate::run::{Budget, Type};
use crate::sheet::{Cell, NoFiles, Problem, ProblemKind, Sheet};

pub(super) const ROW: Directive = Directive {
    name: "tamper",
    summary: "Changes an input and shows what breaks.",
    body: Content::Fields(&FIELDS),
    example: "edit = { message = \"abd\" }\nexpect = \"bit_difference(digest, before.digest) > 90\"\nsay = \"One bit in, half of the bits out.\"",
    read,
    check,
};

const FIELDS: [EntryRow; 4] = [
    EntryRow {
        name: "edit",
        kind: EntryKind::Edits,
        required: false,
        help: "The inputs that change, each with what is typed.",
    },
    EntryRow {
        name: "edit_expr",
        kind: EntryKind::Formulas,
        required: false,
        help: "Instead of `edit`, or beside it: each with an expression, to build on what the learner typed.",
    },
    EntryRow {
        name: "expect",
        kind: EntryKind::Expression,
        required: true,
        help: "What is true afterwards; `before.digest` is the cell `digest` as it was.",
    },
    EntryRow { name: "say", kind: EntryKind::Text, required: true, help: "What it shows." },
];

fn read(fence: &Fence, reading: &mut Reading) -> Option<Block> {
    let entries = Entries::read(fence.body, fence.word, &FIELDS, reading);
    let mut edit = entries.edits("edit", reading);
    edit.extend(entries.formulas("edit_expr", reading));
    if entries.is_missing("edit") && entries.is_missing("edit_expr") {
        let hint = "It is a table { cell = what is typed }; an `edit_expr` is one too, of expressions.";
        reading.problems.error(fence.span, "`edit` is missing.", hint);
    }
    let expect = entries.expression("expect", When::AfterChange, reading);
    let say = entries.text("say", reading);
    Some(Block::Tamper(Box::new(Tamper { edit, expect: expect?, say: say?, span: fence.span })))
}

impl Edit {
    /// Puts what it says into its input; an expression is one of the sheet before.
    ///
    /// # Errors
    /// Why the input does not take it, or why it has no value.
    pub fn put_into(&self, before: &Sheet, sheet: &mut Sheet, budget: &Budget) -> Result<(), Problem> {
        match &self.put {
            Put::Typed(typed) => sheet.type_in(&self.cell, typed),
            Put::Computed(expression) => {
                let value = before.eval(&expression.expr, &NoFiles, budget)?.value;
                value.finish(budget).map_err(|error| Problem::of(error, expression.expr.span))?;
                sheet.set(&self.cell, value)
            }
        }
    }
}

fn check(block: &Block, checking: &mut Checking) {
    let Block::Tamper(tamper) = block else { return };
    if tamper.edit.iter().any(|edit| is_silent(edit, checking)) {
        return checking.skip(tamper.span);
    }
    match checking.trial {
        None => check_with_defaults(tamper, checking),
        Some(_) if checking.is_reported(tamper.span) => {}
        Some(trial) => check_with(trial, tamper, checking),
    }
}

/// Whether something is typed into an input that was told to be broken, or computed from such a cell.
fn is_silent(edit: &Edit, checking: &mut Checking) -> bool {
    checking.lacks(&edit.cell) || matches!(&edit.put, Put::Computed(expression) if checking.is_silent(expression))
}

fn given(sheet: &Sheet, cell: &str) -> Option<String> {
    sheet.cell(cell).and_then(Cell::given).map(shown)
}

fn check_with_defaults(tamper: &Tamper, checking: &mut Checking) {
    let mut sheet = checking.sheet.clone().with_before(&checking.sheet);
    for edit in &tamper.edit {
        let old = given(&sheet, &edit.cell);
        match edit.put_into(&checking.sheet, &mut sheet, &Budget::worth(PATIENCE)) {
            Ok(()) => {}
            // That there is no such input was reported when the lesson was read.
            Err(problem) if problem.kind == ProblemKind::NoCell => return,
            Err(problem) => return checking.problem(edit.span, &problem),
        }
        if old.is_some() && old == given(&sheet, &edit.cell) {
            let message = format!("{} is that already, so nothing changes.", quoted(&edit.cell));
            return checking.error(edit.span, &message, "Type something else.");
        }
    }
    if tamper.edit.iter().all(|edit| sheet.downstream(&edit.cell).is_empty()) {
        if !checking.sound {
            // The cell that reads it may be one that was told to be broken.
            return;
        }
        let hint = "Change an input that a cell reads.";
        return checking.error(tamper.span, "No cell reads what is changed here, so nothing follows.", hint);
    }
    if settle(&mut sheet).is_err() {
        return checking.error(tamper.span, "After the change the sheet takes too long.", "Make the change smaller.");
    }
    if checking.is_silent(&tamper.expect) {
        return;
    }
    let place = tamper.expect.span;
    match value(&sheet, &tamper.expect).map(|value| value.to_bool()) {
        Ok(Ok(Some(true))) => {}
        Ok(Ok(Some(false))) => {
            checking.error(place, "After the change this is false.", "Change `edit`, or what you expect.")
        }
        Ok(_) => checking.error(place, "This is no truth value.", "Compare two values, as in `a == b`."),
        Err(problem) => checking.expression_problem(&tamper.expect, &problem, has_no_value_upstream(&sheet, &problem)),
    }
}

/// The remedy for an expression whose value an input does not always take.
fn room(cell: &str, sheet: &Sheet) -> String {
    let input = sheet.cell(cell).and_then(|cell| cell.input.as_ref()).filter(|input| input.kind() == Type::Int);
    match input.and_then(|input| input.max.map(|most| (input.min.unwrap_or(0), most))) {
        Some((least, most)) => {
            let middle = least + (most - least) / 2;
            let by = (middle - least).max(1);
            format!(
                "Write what fits for all that may be typed, such as if({cell} <= {middle}, {cell} + {by}, {cell} - {by})."
            )
        }
        None => "Leave room below the `max` of the input, and take care of an empty one.".to_owned(),
    }
}

/// A change promises the same whatever the inputs were before it. Where the change is none with these, or the promise
/// has no value, there is nothing to try.
fn check_with(trial: &Trial, tamper: &Tamper, checking: &mut Checking) {
    let before = &checking.sheet;
    let mut sheet = before.clone().with_before(before);
    let mut changes = false;
    for edit in &tamper.edit {
        match (edit.put_into(before, &mut sheet, &Budget::worth(PATIENCE)), &edit.put) {
            (Ok(()), _) => {}
            // The learner is told so; but what is computed should be there for every input.
            (Err(_), Put::Typed(_)) => return,
            (Err(problem), Put::Computed(expression)) => {
                let message = format!("With {} this change cannot be made: {problem}", trial.name);
                return checking.error(expression.span, &message, &room(&edit.cell, before));
            }
        }
        changes |= given(&sheet, &edit.cell) != given(before, &edit.cell);
    }
    if !changes {
        if let Some(edit) = tamper.edit.first() {
            checking.meet(Chance::NoChange, edit.span);
        }
        return;
    }
    if settle(&mut sheet).is_err() {
        let message = format!("With {} the sheet takes too long after the change.", trial.name);
        let hint = "Make the change smaller, or give the inputs a smaller `max`.";
        return checking.error(tamper.span, &message, hint);
    }
    match value(&sheet, &tamper.expect).map(|value| value.to_bool()) {
        Ok(Ok(Some(false))) => {
            let message = format!("With {} this is false after the change.", trial.name);
            let hint = "Expect what holds whatever was typed before; `before.` names the cells as they were.";
            checking.error(tamper.expect.span, &message, hint);
        }
        Ok(_) => {}
        Err(problem) => checking.refused(&sheet, &problem, &tamper.expect, "this"),
    }
}
