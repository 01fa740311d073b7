//! The questions of a page: what was answered, whether it is right, what stays hidden until then.

use std::collections::BTreeSet;

use crate::learner::answer;
use crate::learner::diagnosis::{Case, diagnose};
use crate::learner::veil::Veil;
use crate::learner::way::way;
use crate::lesson::tree::{Answer, Exercise, Predict};
use crate::lesson::{Block, Expression, Inline};
use crate::run::address::Address;
use crate::run::{Body, Budget, Error, Found, Path, Place, Run, Value};
use crate::sheet::expr::{self, Expr, Kind};
use crate::sheet::{NoFiles, Sheet};
use crate::view::SafeText;
use std::time::Duration;

/// How many values a pattern hides at most.
const MAX_HIDDEN: usize = 4096;
/// How long may be computed to find out what went wrong.
const DIAGNOSIS: Duration = Duration::from_micros(500);
/// The longest right answer that is written whole, in characters.
const LONGEST: usize = 1 << 16;
/// How much of the right answer is shown, in characters.
const SHOWN: usize = 120;

/// What became of a question.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Asked {
    /// The learner's latest answer.
    pub given: String,
    /// What is to be said to it; nothing before the first answer.
    pub verdict: Option<Verdict>,
    /// How many hints are shown.
    pub hints: usize,
    /// Whether the answer was asked for once; it is shown when it is asked for again.
    pub sure: bool,
    /// The way to the answer that was shown, where it is worked out.
    pub way: Vec<String>,
    /// How many steps of the way are shown.
    pub steps: usize,
}

/// What is said to an answer.
#[derive(Clone, Debug, PartialEq)]
pub enum Verdict {
    /// It is right.
    Right,
    /// It is wrong, and one can try again; with what there is to say to just this answer.
    Wrong(Said),
    /// It could not be read, and how it is written.
    Unreadable(String),
    /// It is wrong, and the question is over; with the right answer.
    Over {
        /// The right answer.
        right: String,
        /// What went wrong, where it was recognised.
        said: Option<String>,
    },
    /// The right answer was asked for, and is shown.
    Shown(String),
}

/// What there is to say to a wrong answer.
#[derive(Clone, Debug, PartialEq)]
pub enum Said {
    /// The lesson expected it.
    Lesson(Vec<Inline>),
    /// What went wrong was recognised.
    Diagnosis(String),
    /// Nothing.
    Nothing,
}

impl Asked {
    /// Whether the question is over, so that nothing is hidden for its sake.
    pub fn is_over(&self) -> bool {
        matches!(self.verdict, Some(Verdict::Right | Verdict::Over { .. } | Verdict::Shown(_)))
    }

    /// Whether more of the way to the answer can be shown.
    pub fn has_more_steps(&self) -> bool {
        self.steps < self.way.len()
    }
}

/// A question of a page.
#[derive(Clone, Copy)]
pub enum Question<'l> {
    /// Asked before a value is shown: one answer counts.
    Predict(&'l Predict),
    /// A task: one may try again.
    Exercise(&'l Exercise),
}

impl<'l> Question<'l> {
    /// The question in a block, if it is one.
    pub fn of(block: &'l Block) -> Option<Question<'l>> {
        match block {
            Block::Predict(predict) => Some(Question::Predict(predict)),
            Block::Exercise(exercise) => Some(Question::Exercise(exercise)),
            _ => None,
        }
    }

    /// What is asked.
    pub fn ask(self) -> &'l [Inline] {
        match self {
            Question::Predict(predict) => &predict.ask,
            Question::Exercise(exercise) => &exercise.ask,
        }
    }

    /// What can be chosen; nothing where one writes.
    pub fn choices(self) -> &'l [SafeText] {
        match self {
            Question::Predict(predict) => &predict.choose,
            Question::Exercise(exercise) => &exercise.choose,
        }
    }

    /// Takes an answer: a choice by its place, or what was written. Nothing is said of what the `others` hide, the open
    /// questions beside it.
    ///
    /// # Errors
    /// A sentence, when the right answer has no value at present.
    pub fn take(
        self,
        asked: &mut Asked,
        given: &str,
        choice: Option<usize>,
        sheet: &Sheet,
        others: &Veil,
        budget: &Budget,
    ) -> Result<(), String> {
        let right = self.is_right(given, choice, sheet, budget)?;
        asked.given = given.to_owned();
        asked.verdict = Some(match self {
            _ if right => Verdict::Right,
            _ if choice.is_none() && given.trim().is_empty() => Verdict::Unreadable("Write an answer first.".into()),
            Question::Predict(_) => match self.unreadable(given, choice, sheet, budget) {
                Some(hint) => Verdict::Unreadable(hint),
                None => Verdict::Over {
                    said: if choice.is_none() { self.diagnosed(given, sheet, others, budget)? } else { None },
                    right: self.right_answer(sheet, budget)?,
                },
            },
            Question::Exercise(exercise) => {
                match (self.said(exercise, given, choice, sheet, others, budget)?, choice) {
                    (Said::Nothing, None) => match self.unreadable(given, choice, sheet, budget) {
                        Some(hint) => Verdict::Unreadable(hint),
                        None => Verdict::Wrong(Said::Nothing),
                    },
                    (said, _) => Verdict::Wrong(said),
                }
            }
        });
        Ok(())
    }

    /// Shows the right answer; where it is worked out, with the first step of the way to it.
    ///
    /// # Errors
    /// A sentence, when the right answer has no value at present.
    pub fn show(self, asked: &mut Asked, sheet: &Sheet, budget: &Budget) -> Result<(), String> {
        asked.verdict = Some(Verdict::Shown(self.right_answer(sheet, budget)?));
        asked.way = self.formula().map(|formula| way(&formula.expr, sheet, budget)).unwrap_or_default();
        asked.steps = asked.way.len().min(1);
        Ok(())
    }

    /// Where the right answer is computed, if it is a value of the sheet.
    pub fn answer_place(self, sheet: &Sheet, budget: &Budget) -> Option<Found> {
        let address = address_of(&self.formula()?.expr)?;
        sheet.find(&address, 1, budget).ok()?.pop()
    }

    /// The hints, a little more each time.
    pub fn hints(self) -> &'l [Vec<Inline>] {
        match self {
            Question::Predict(_) => &[],
            Question::Exercise(exercise) => &exercise.hint,
        }
    }

    /// The expression of a computed answer.
    fn formula(self) -> Option<&'l Expression> {
        match self {
            Question::Predict(predict) => predict.answer.formula(),
            Question::Exercise(exercise) => Some(&exercise.answer),
        }
    }

    /// What there is to say to a wrong answer: what the lesson says, else what is recognised in one that was written.
    fn said(
        self,
        exercise: &Exercise,
        given: &str,
        choice: Option<usize>,
        sheet: &Sheet,
        others: &Veil,
        budget: &Budget,
    ) -> Result<Said, String> {
        if let Some(say) = expected(exercise, given, sheet, budget) {
            return Ok(Said::Lesson(say));
        }
        if choice.is_some() {
            return Ok(Said::Nothing);
        }
        Ok(self.diagnosed(given, sheet, others, budget)?.map_or(Said::Nothing, Said::Diagnosis))
    }

    /// What is recognised in a wrong answer that was written.
    fn diagnosed(self, given: &str, sheet: &Sheet, others: &Veil, budget: &Budget) -> Result<Option<String>, String> {
        let Some(formula) = self.formula() else { return Ok(None) };
        let right = value(formula, sheet, budget)?;
        let asked = self.answer_place(sheet, budget);
        let budget = Budget::worth(DIAGNOSIS);
        let veiled = |cell: Option<&str>, place: &Place| {
            cell.is_some_and(|name| others.hides_cell(name)) || others.hides(place, &budget)
        };
        let case = Case { given, right: &right, asked: asked.as_ref(), sheet, veiled: &veiled };
        diagnose(&case, &budget).map_err(|error| error.to_string())
    }

    fn is_right(self, given: &str, choice: Option<usize>, sheet: &Sheet, budget: &Budget) -> Result<bool, String> {
        if let Question::Predict(Predict { answer: Answer::Choice(right), .. }) = self {
            return Ok(choice == Some(*right));
        }
        let Some(formula) = self.formula() else { return Ok(false) };
        let value = value(formula, sheet, budget)?;
        answer::means(given, &value).map_err(|error| error.to_string())
    }

    /// The right answer as a learner would write or choose it, whole.
    ///
    /// # Errors
    /// A sentence, when it has no value at present.
    pub fn written_answer(self, sheet: &Sheet, budget: &Budget) -> Result<String, String> {
        self.shown_answer(LONGEST, sheet, budget)
    }

    fn unreadable(self, given: &str, choice: Option<usize>, sheet: &Sheet, budget: &Budget) -> Option<String> {
        if choice.is_some() {
            return None;
        }
        answer::spelling(given, &value(self.formula()?, sheet, budget).ok()?).map(str::to_owned)
    }

    /// The right answer as it is written.
    ///
    /// # Errors
    /// A sentence, when it has no value at present.
    pub fn right_answer(self, sheet: &Sheet, budget: &Budget) -> Result<String, String> {
        self.shown_answer(SHOWN, sheet, budget)
    }

    fn shown_answer(self, columns: usize, sheet: &Sheet, budget: &Budget) -> Result<String, String> {
        if let Question::Predict(Predict { answer: Answer::Choice(right), choose, .. }) = self {
            return Ok(choose.get(*right).map(ToString::to_string).unwrap_or_default());
        }
        let Some(formula) = self.formula() else { return Ok(String::new()) };
        value(formula, sheet, budget)?.show(columns).map_err(|error| error.to_string())
    }

    /// Hides what must not be seen before an answer.
    pub fn hide(self, veil: &mut Veil, sheet: &Sheet, budget: &Budget) {
        match self {
            Question::Predict(predict) => {
                for target in &predict.hide {
                    hide(&target.address, veil, sheet, budget);
                    let cell = target.address.steps.first().map(|step| step.name.clone());
                    let cells = cell.into_iter().collect();
                    let found = sheet.find(&target.address, MAX_HIDDEN, budget).unwrap_or_default();
                    found.iter().for_each(|found| veil.hide_equal(&found.place, &cells, budget));
                }
                predict.answer.formula().iter().for_each(|answer| hide_answer(answer, veil, sheet, budget));
                if !predict.hide.is_empty() {
                    veil.cover_formulas();
                }
            }
            Question::Exercise(exercise) => hide_answer(&exercise.answer, veil, sheet, budget),
        }
    }
}

impl Answer {
    /// The expression of a computed answer.
    pub fn formula(&self) -> Option<&Expression> {
        match self {
            Answer::Choice(_) => None,
            Answer::Computed(formula) => Some(formula),
        }
    }
}

/// What a lesson says to a wrong answer that it expects.
fn expected(exercise: &Exercise, given: &str, sheet: &Sheet, budget: &Budget) -> Option<Vec<Inline>> {
    let mut wrong = exercise.wrong.iter();
    let fits = |wrong: &&crate::lesson::Wrong| {
        let value = value(&wrong.value, sheet, budget);
        value.is_ok_and(|value| answer::means(given, &value).unwrap_or(false))
    };
    wrong.find(fits).map(|wrong| wrong.say.clone())
}

fn value(formula: &Expression, sheet: &Sheet, budget: &Budget) -> Result<Value, String> {
    let found = sheet.eval(&formula.expr, &NoFiles, budget).map_err(|problem| problem.to_string())?.value;
    found.finish(budget).map_err(|error: Error| error.to_string())?;
    Ok(found)
}

/// Hides the answer of a question wherever it stands. Where it is a value of the sheet or a stretch of one, that value
/// is hidden under all its names; where it is to be worked out, what it is worked out from stays.
fn hide_answer(answer: &Expression, veil: &mut Veil, sheet: &Sheet, budget: &Budget) {
    veil.hide_expression(&answer.expr);
    if let Ok(right) = value(answer, sheet, budget) {
        veil.hide_equal(&Place::Value(right), &cells_of(&answer.expr, sheet), budget);
    }
    if let Some(address) = address_of(&answer.expr) {
        hide(&address, veil, sheet, budget);
    } else if is_a_value(&answer.expr)
        && let Ok(found) = sheet.eval(&answer.expr, &NoFiles, budget)
    {
        veil.hide_place(&Place::Value(found.value), budget);
        let whole = address_of(base_of(&answer.expr));
        whole.iter().for_each(|address| hide_twins(address, veil, sheet, budget));
    }
}

/// The cells that an answer is asked of: those it names, and where it is worked out those that are computed from all of
/// these as well.
fn cells_of(expr: &Expr, sheet: &Sheet) -> BTreeSet<String> {
    let named: BTreeSet<&str> = expr::names(expr).into_iter().map(|(name, _)| name).collect();
    let downstream = named.iter().map(|name| sheet.downstream(name).into_iter().collect::<BTreeSet<_>>());
    let of_all = downstream.reduce(|all, of_one| &all & &of_one).filter(|_| !is_a_value(expr)).unwrap_or_default();
    named.union(&of_all).map(|name| (*name).to_owned()).collect()
}

/// What stretches and items are cut out of.
fn base_of(expr: &Expr) -> &Expr {
    match &expr.kind {
        Kind::Slice { base, .. } | Kind::Item { base, .. } => base_of(base),
        _ => expr,
    }
}

/// The address that an expression is the value at.
fn address_of(expr: &Expr) -> Option<Address> {
    match &expr.kind {
        Kind::Name(name) => Address::parse(name).ok(),
        Kind::At { base, address, .. } => {
            let mut whole = address_of(base)?;
            whole.steps.extend(address.steps.iter().cloned());
            whole.operation = address.operation;
            Some(whole)
        }
        _ => None,
    }
}

/// Whether an expression only points at a value, or cuts a stretch out of one.
fn is_a_value(expr: &Expr) -> bool {
    match &expr.kind {
        Kind::Name(_) => true,
        Kind::At { base, .. } | Kind::Slice { base, .. } | Kind::Item { base, .. } => is_a_value(base),
        _ => false,
    }
}

/// Hides the values at an address, and those that another call computes just alike.
fn hide(address: &Address, veil: &mut Veil, sheet: &Sheet, budget: &Budget) {
    let Some(first) = address.steps.first() else { return };
    hide_in(&first.name, address, veil, sheet, budget);
    hide_twins(address, veil, sheet, budget);
}

/// Hides what another call, of a cell or within one, computes just as the values at an address: the same function, or
/// another in which a value that tells something has the same address.
fn hide_twins(address: &Address, veil: &mut Veil, sheet: &Sheet, budget: &Budget) {
    let Some(first) = address.steps.first() else { return };
    let Some(asked) = sheet.cell(&first.name).and_then(|cell| cell.run()) else { return };
    let values = |address: &Address| {
        let found = sheet.find(address, MAX_HIDDEN, budget).ok()?;
        let values = found.iter().map(|found| found.place.value(budget)).collect::<Result<Vec<_>, _>>();
        values.ok().filter(|values| !values.is_empty())
    };
    let shown = |values: &[Value]| values.iter().map(|value| value.show(SHOWN)).collect::<Result<Vec<_>, _>>().ok();
    let Some(wanted) = values(address) else { return };
    let tells = address.steps.len() > 1 && !wanted.iter().all(Veil::is_trivial);
    let Some(wanted) = shown(&wanted) else { return };
    let mut twins = vec![];
    let alike = |run: &Run| run.function == asked.function || tells;
    sheet.runs().iter().for_each(|run| runs_in(run, &alike, &mut twins));
    for twin in twins.into_iter().filter(|twin| *twin != asked.at) {
        let Ok(mut there) = Address::parse(twin.as_str()) else { continue };
        there.steps.extend(address.steps[1..].iter().cloned());
        there.operation = address.operation;
        if values(&there).and_then(|values| shown(&values)).as_ref() == Some(&wanted) {
            hide_in(twin.as_str(), &there, veil, sheet, budget);
        }
    }
}

/// The addresses of a run and all runs within it that are meant.
fn runs_in(run: &Run, meant: &dyn Fn(&Run) -> bool, found: &mut Vec<Path>) {
    if meant(run) {
        found.push(run.at.clone());
    }
    for item in &run.items {
        if let Body::Run(inner) = &item.body {
            runs_in(inner, meant, found);
        }
    }
}

fn hide_in(cell: &str, address: &Address, veil: &mut Veil, sheet: &Sheet, budget: &Budget) {
    if address.steps.len() == 1 && address.operation.is_none() {
        let value = sheet.cell(cell).and_then(|cell| cell.outcome()).map(|outcome| &outcome.value);
        return veil.hide_cell(cell, value, budget);
    }
    let found = sheet.find(address, MAX_HIDDEN, budget).unwrap_or_default();
    found.iter().for_each(|found| veil.hide_place(&found.place, budget));
}
