//! The checks of a lesson that need no screen: its sheet is run, every address is looked up, every question answered.
//!
//! With the default inputs everything must be there: each cell, each address, each answer, each change that a
//! ```` ```tamper ```` promises. With other inputs (none, the longest, twenty at random) a value may be missing, since the
//! program then says which input brings it back; but nothing may break a limit, no function may disagree with its vetted
//! counterpart, and what a change promises must come true.

use crate::functions::FaultKind;
use crate::lesson::Lesson;
use crate::lesson::directives::{Answer, Exercise, Predict, Tamper};
use crate::lesson::formula::{Formula, Target};
use crate::lesson::parts::Parts;
use crate::lesson::problem::{Problem, Severity, quoted, sentence};
use crate::lesson::trial::{Trial, trials};
use crate::run::address::Span;
use crate::run::{Budget, Error, Value};
use crate::sheet::{self, Cell, NoFiles, ProblemKind, Sheet};
use std::time::Duration;

/// How long one trial may compute; what takes more is too slow for a lesson.
const PATIENCE: Duration = Duration::from_millis(2500);

/// How many values a pattern may name.
const MAX_VALUES: usize = 4096;

/// Runs a lesson and returns what does not work, in the order of the file. The mistakes found by reading it, its
/// [`problems`](Lesson::problems), are not among them.
pub fn check(lesson: &Lesson) -> Vec<Problem> {
    let mut check = Check { lesson, found: Vec::new() };
    let parts = Parts::of(&lesson.pages);
    let mut sheet = Sheet::new(lesson.cells.clone());
    check.run(&mut sheet, None);
    check.with_defaults(&sheet, &parts);
    for trial in trials(&sheet, &lesson.id) {
        check.with(&sheet, &trial, &parts);
    }
    check.found.sort_by_key(|problem| problem.span.start);
    check.found
}

struct Check<'l> {
    lesson: &'l Lesson,
    found: Vec<Problem>,
}

impl Check<'_> {
    fn add(&mut self, severity: Severity, span: Span, message: &str, hint: Option<String>) {
        if self.found.iter().any(|known| known.span == span && known.severity == severity) {
            return;
        }
        let problem = Problem::new(severity, &self.lesson.source, span, sentence(message), hint.unwrap_or_default());
        self.found.push(problem);
    }

    fn error(&mut self, span: Span, message: &str, hint: &str) {
        self.add(Severity::Error, span, message, Some(hint.to_owned()));
    }

    fn problem(&mut self, span: Span, problem: &sheet::Problem) {
        let hint = problem.hint.as_deref().map(sentence);
        self.add(Severity::Error, span, &problem.message, hint);
    }

    /// Computes a sheet, and reports what must never happen; with the defaults, every cell must have a value.
    fn run(&mut self, sheet: &mut Sheet, trial: Option<&Trial>) {
        let budget = Budget::worth(PATIENCE);
        let stopped = sheet.finish(&NoFiles, &budget).err();
        if stopped.is_some_and(|error| error.is_pending()) {
            let span = sheet.cells().first().map_or(Span::new(0, 0), |cell| cell.line.span);
            let message = format!("With {} the sheet takes too long.", name(trial));
            self.error(span, &message, "Give the inputs a smaller `max`, or the functions less to do.");
            return;
        }
        for cell in sheet.cells() {
            if let Some(problem) = cell.problem() {
                self.cell_problem(cell, problem, trial);
            }
            if let Some(Ok(agreement)) = sheet.agreement(cell.name())
                && agreement.differs()
            {
                let message = format!("With {} the value {agreement}.", name(trial));
                self.error(
                    cell.line.span,
                    &message,
                    "This is a mistake of the program, not of the lesson: please report it.",
                );
            }
        }
    }

    fn cell_problem(&mut self, cell: &Cell, problem: &sheet::Problem, trial: Option<&Trial>) {
        let span = problem.span.unwrap_or(cell.line.span);
        let Some(trial) = trial else {
            if !matches!(problem.kind, ProblemKind::Upstream(_)) {
                self.problem(span, problem);
            }
            return;
        };
        let severity = match &problem.kind {
            ProblemKind::Fault(FaultKind::BadArgument, _) => Severity::Warning,
            ProblemKind::Limit | ProblemKind::Fault(FaultKind::Limit, _) | ProblemKind::Source => Severity::Error,
            // What is wrong with every input was reported for the defaults; what is refused or not there is a state.
            ProblemKind::Fault(FaultKind::UnknownFunction | FaultKind::Rejected | FaultKind::Waiting, _)
            | ProblemKind::Syntax
            | ProblemKind::Missing
            | ProblemKind::NoCell
            | ProblemKind::Upstream(_)
            | ProblemKind::Cycle
            | ProblemKind::Input
            | ProblemKind::Pending { .. }
            | ProblemKind::Cancelled => return,
        };
        let message = format!("With {} the cell {} has no value: {}", trial.name, quoted(cell.name()), problem.message);
        let hint = "Give the inputs a `min`, a `max` or a `choose` that keeps them apart.".to_owned();
        self.add(severity, span, &message, Some(hint));
    }

    fn with_defaults(&mut self, sheet: &Sheet, parts: &Parts) {
        for target in &parts.targets {
            self.target(sheet, target);
        }
        for formula in &parts.formulas {
            if let Err(problem) = value(sheet, formula) {
                self.formula_problem(sheet, formula, &problem);
            }
        }
        for predict in &parts.predicts {
            self.predict(sheet, predict);
        }
        for exercise in &parts.exercises {
            self.exercise(sheet, exercise);
        }
        for tamper in &parts.tampers {
            self.tamper(sheet, tamper);
        }
    }

    /// With other inputs things may be missing, but nothing may break.
    fn with(&mut self, sheet: &Sheet, trial: &Trial, parts: &Parts) {
        let mut sheet = sheet.clone();
        for (cell, value) in &trial.values {
            // An input that refuses the value keeps the one it has.
            let _ = sheet.set(cell, value.clone());
        }
        self.run(&mut sheet, Some(trial));
        let budget = Budget::worth(PATIENCE);
        for target in &parts.targets {
            if let Err(Error::Source(message)) = sheet.find(&target.address, MAX_VALUES, &budget) {
                self.error(target.span, &format!("With {}: {message}", trial.name), "");
            }
        }
        for formula in &parts.formulas {
            if let Err(problem) = value(&sheet, formula)
                && matches!(problem.kind, ProblemKind::Limit | ProblemKind::Source)
            {
                let message = format!("With {}: {}", trial.name, problem.message);
                self.error(
                    formula.place(problem.span.unwrap_or_default()),
                    &message,
                    "Give the inputs a smaller `max`.",
                );
            }
        }
        for tamper in &parts.tampers {
            self.tamper_with(&sheet, trial, tamper);
        }
    }

    /// A change promises the same whatever the inputs were before it. Where the change is none with these, or the promise
    /// has no value, there is nothing to try.
    fn tamper_with(&mut self, before: &Sheet, trial: &Trial, tamper: &Tamper) {
        let mut sheet = before.clone().with_before(before);
        let given = |sheet: &Sheet, cell: &str| sheet.cell(cell).and_then(Cell::given).map(shown);
        for edit in &tamper.edit {
            let taken = sheet.type_in(&edit.cell, &edit.typed).is_ok();
            if !taken || given(&sheet, &edit.cell) == given(before, &edit.cell) {
                return;
            }
        }
        if sheet.finish(&NoFiles, &Budget::worth(PATIENCE)).is_err() {
            let message = format!("With {} the sheet takes too long after the change.", trial.name);
            self.error(tamper.span, &message, "Make the change smaller, or give the inputs a smaller `max`.");
            return;
        }
        if value(&sheet, &tamper.expect).is_ok_and(|value| value.to_bool() == Ok(Some(false))) {
            let message = format!("With {} this is false after the change.", trial.name);
            let hint = "Expect what holds whatever was typed before; `before.` names the cells as they were.";
            self.error(tamper.expect.span, &message, hint);
        }
    }

    fn target(&mut self, sheet: &Sheet, target: &Target) {
        let budget = Budget::worth(PATIENCE);
        match sheet.find(&target.address, MAX_VALUES, &budget) {
            Ok(found) if found.is_empty() => {
                self.error(
                    target.span,
                    "With the default inputs the pattern names nothing.",
                    "Change the default, or the pattern.",
                );
            }
            Ok(found) => {
                let values = found.iter().map(|found| found.place.value(&budget));
                if let Some(error) = values.filter_map(Result::err).next() {
                    self.error(target.span, &error.to_string(), "");
                }
            }
            // The cell itself is reported where it stands.
            Err(_) if has_no_value(sheet, &target.address.steps[0].name) => {}
            Err(Error::Missing { message, hint }) => {
                self.error(target.span, &message, &hint.as_deref().map(sentence).unwrap_or_default())
            }
            Err(error) => self.error(target.span, &error.to_string(), ""),
        }
    }

    fn formula_problem(&mut self, sheet: &Sheet, formula: &Formula, problem: &sheet::Problem) {
        let upstream = matches!(&problem.kind, ProblemKind::Upstream(cell) if has_no_value(sheet, cell));
        // A name that no sheet defines was reported when the lesson was read.
        if !upstream && problem.kind != ProblemKind::NoCell {
            self.problem(formula.place(problem.span.unwrap_or(Span::new(0, formula.source.len()))), problem);
        }
    }

    fn predict(&mut self, sheet: &Sheet, predict: &Predict) {
        let Answer::Computed(formula) = &predict.answer else { return };
        let Ok(answer) = value(sheet, formula) else { return };
        let answer = shown(&answer);
        if !predict.choose.is_empty() && !predict.choose.iter().any(|choice| choice.as_str() == answer) {
            self.error(
                formula.span,
                &format!("The answer is {}, which is none of `choose`.", quoted(&answer)),
                "Add it to `choose`.",
            );
        }
    }

    fn exercise(&mut self, sheet: &Sheet, exercise: &Exercise) {
        let Ok(answer) = value(sheet, &exercise.answer) else { return };
        let answer = (answer.kind(), shown(&answer));
        if !exercise.choose.is_empty() && !exercise.choose.iter().any(|choice| choice.as_str() == answer.1) {
            let message = format!("The answer is {}, which is none of `choose`.", quoted(&answer.1));
            self.error(exercise.answer.span, &message, "Add it to `choose`.");
        }
        let mut seen = Vec::new();
        for wrong in &exercise.wrong {
            let Ok(value) = value(sheet, &wrong.value) else { continue };
            let value = (value.kind(), shown(&value));
            if value == answer {
                self.error(
                    wrong.value.span,
                    "This wrong answer is the right one with the default inputs.",
                    "Change it, or the default.",
                );
            } else if seen.contains(&value) {
                self.error(
                    wrong.value.span,
                    "With the default inputs this wrong answer is the same as one before it, so its `say` never appears.",
                    "Take one away, or change the default.",
                );
            }
            seen.push(value);
        }
    }

    fn tamper(&mut self, before: &Sheet, tamper: &Tamper) {
        let mut sheet = before.clone().with_before(before);
        for edit in &tamper.edit {
            let old = sheet.cell(&edit.cell).and_then(Cell::given).map(shown);
            if let Err(problem) = sheet.type_in(&edit.cell, &edit.typed) {
                self.problem(edit.span, &problem);
                return;
            }
            if old.is_some() && old == sheet.cell(&edit.cell).and_then(Cell::given).map(shown) {
                self.error(
                    edit.span,
                    &format!("{} is that already, so nothing changes.", quoted(&edit.cell)),
                    "Type something else.",
                );
            }
        }
        let budget = Budget::worth(PATIENCE);
        if sheet.finish(&NoFiles, &budget).is_err() {
            self.error(tamper.span, "After the change the sheet takes too long.", "Make the change smaller.");
            return;
        }
        match value(&sheet, &tamper.expect).map(|value| value.to_bool()) {
            Ok(Ok(Some(true))) => {}
            Ok(Ok(Some(false))) => {
                self.error(tamper.expect.span, "After the change this is false.", "Change `edit`, or what you expect.")
            }
            Ok(_) => self.error(tamper.expect.span, "This is no truth value.", "Compare two values, as in `a == b`."),
            Err(problem) => self.formula_problem(&sheet, &tamper.expect, &problem),
        }
    }
}

fn name(trial: Option<&Trial>) -> &str {
    trial.map_or("the default inputs", |trial| trial.name.as_str())
}

fn has_no_value(sheet: &Sheet, cell: &str) -> bool {
    sheet.cell(cell).is_none_or(|cell| cell.outcome().is_none())
}

/// The value of an expression, computed to its end.
fn value(sheet: &Sheet, formula: &Formula) -> Result<Value, sheet::Problem> {
    let budget = Budget::worth(PATIENCE);
    let outcome = sheet.eval(&formula.expr, &NoFiles, &budget)?;
    outcome.value.finish(&budget).map_err(|error| sheet::Problem::of(error, formula.expr.span))?;
    Ok(outcome.value)
}

/// A value as it is compared with a choice or another answer.
fn shown(value: &Value) -> String {
    value.show(1 << 16).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lesson::{Library, embedded, parse, render::render};

    const SHEET: &str = "+++\ntitle = \"t\"\ngoal = \"g\"\n+++\n\n```sheet\nmessage = input(\"abc\", max: 200)\ndigest = sha256(message)\n```\n\n";

    /// Problems of a lesson with that sheet, as `line:column message`; `rest` begins in line 11.
    fn problems(rest: &str) -> Vec<String> {
        let source = format!("{SHEET}{rest}\n");
        let lesson = parse("u/l", source.as_bytes(), &["hex"]);
        assert_eq!(lesson.problems, []);
        check(&lesson).iter().map(|p| format!("{}:{} {}", p.line, p.column, p.message)).collect()
    }

    fn expect(cases: &[(&str, &[&str])]) {
        for (rest, expected) in cases {
            let found = problems(rest);
            let alike = found.len() == expected.len() && found.iter().zip(*expected).all(|(f, e)| f.starts_with(e));
            assert!(alike, "{rest}\nexpected {expected:#?}\nfound {found:#?}");
        }
    }

    #[test]
    fn cells_and_addresses() {
        expect(&[
            ("{{ digest@block[0]/T1[0] }}", &[]),
            ("```sheet\nx = sha265(message)\ny = sha256(x)\n```\n{{ y }}\n", &["12:5 No function `sha265`"]),
            ("```sheet\nx = sha256(y)\ny = sha256(x)\n```\n", &["12:1 `x` reads itself", "13:1 `y` reads itself"]),
            ("```sheet\nx = input(\"abc\", mx: 5)\n```\n", &["12:18 An input has no option `mx`."]),
            ("{{ digest@block[0]/T9[0] }}", &["11:"]),
            ("{{ digest@block[1]/T1[0] }}", &["11:"]),
            ("```watch\nvalue = \"digest/blocks[0]\"\n```", &["12:10 "]),
            (
                "```watch\nvalue = \"digest/block[1..2]/T1[0]\"\n```",
                &["12:10 With the default inputs the pattern names nothing."],
            ),
            ("```watch\nvalue = \"digest/block[0]/W[*]\"\n```", &[]),
            ("```sheet\nx = sha256(message[0..3])\n```\n", &["12:"]),
        ]);
    }

    #[test]
    fn questions() {
        let exercise = |rest: &str| format!("```exercise\nask = \"?\"\nanswer = \"length(digest)\"\n{rest}\n```");
        let cases: &[(&str, &[&str])] = &[
            ("", &[]),
            ("choose = [\"32\", \"64\"]", &[]),
            ("choose = [\"31\", \"64\"]", &["13:11 The answer is `32`, which is none of `choose`."]),
            ("wrong = [{ value = \"32\", say = \"x\" }]", &["14:21 This wrong answer is the right one"]),
            (
                "wrong = [{ value = \"1\", say = \"x\" }, { value = \"3 - 2\", say = \"y\" }]",
                &["14:49 With the default inputs this wrong answer is the same"],
            ),
            ("wrong = [{ value = \"digest@x\", say = \"x\" }]", &["14:"]),
        ];
        for (rest, expected) in cases {
            expect(&[(&exercise(rest), expected)]);
        }
        expect(&[(
            "```predict\nask = \"?\"\nchoose = [\"1\", \"2\"]\nanswer_expr = \"length(message)\"\n```",
            &["14:16 The answer is `3`, which is none of `choose`."],
        )]);
    }

    #[test]
    fn changes() {
        let tamper = |edit: &str, expect: &str| {
            format!("```tamper\nedit = {{ message = {edit} }}\nexpect = \"{expect}\"\nsay = \"s\"\n```")
        };
        let long = format!("\"{}\"", "x".repeat(201));
        let cases: &[(&str, &str, &[&str])] = &[
            ("\"abd\"", "bit_difference(digest, before.digest) > 90", &[]),
            ("\"abd\"", "digest == before.digest", &["13:11 After the change this is false."]),
            ("\"abd\"", "digest", &["13:11 This is no truth value."]),
            ("\"abc\"", "true", &["12:20 `message` is that already"]),
            (&long, "true", &["12:20 This input has 200 bytes at most"]),
            ("\"abd\"", "digest == before.digest@nothing", &["13:"]),
        ];
        for (edit, expression, expected) in cases {
            expect(&[(&tamper(edit, expression), expected)]);
        }
    }

    #[test]
    fn the_course_works() {
        let library = Library::read(embedded::FILES, &crate::view::names());
        let mut found = Vec::new();
        for lesson in &library.lessons {
            found.extend(check(lesson).iter().map(|p| render(p, &lesson.source, &format!("{}.md", lesson.id), false)));
        }
        assert!(found.is_empty(), "{}", found.join("\n\n"));
    }
}
