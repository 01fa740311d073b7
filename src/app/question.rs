//! The questions of a page: what was answered, whether it is right, what stays hidden until then.

use crate::app::veil::Veil;
use crate::learner::answer;
use crate::lesson::directives::{Answer, Exercise, Predict};
use crate::lesson::{Block, Formula, Inline};
use crate::run::address::Address;
use crate::run::{Budget, Error, Place, Value};
use crate::sheet::expr::{Expr, Kind};
use crate::sheet::{NoFiles, Sheet};
use crate::view::SafeText;

/// How many values a pattern hides at most.
const MAX_HIDDEN: usize = 4096;

/// What became of a question.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Asked {
    /// The learner's latest answer.
    pub given: String,
    /// What is to be said to it; nothing before the first answer.
    pub verdict: Option<Verdict>,
    /// How many hints are shown.
    pub hints: usize,
}

/// What is said to an answer.
#[derive(Clone, Debug, PartialEq)]
pub enum Verdict {
    /// It is right.
    Right,
    /// It is wrong, and one can try again; with what the lesson has to say to just this answer.
    Wrong(Option<Vec<Inline>>),
    /// It could not be read, and how it is written.
    Unreadable(String),
    /// It is wrong, and the question is over; with the right answer.
    Over(String),
}

impl Asked {
    /// Whether the question is over, so that nothing is hidden for its sake.
    pub fn is_over(&self) -> bool {
        matches!(self.verdict, Some(Verdict::Right | Verdict::Over(_)))
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

    /// Takes an answer: a choice by its place, or what was written.
    ///
    /// # Errors
    /// A sentence, when the right answer has no value at present.
    pub fn take(
        self,
        asked: &mut Asked,
        given: &str,
        choice: Option<usize>,
        sheet: &Sheet,
        budget: &Budget,
    ) -> Result<(), String> {
        let right = self.is_right(given, choice, sheet, budget)?;
        asked.given = given.to_owned();
        asked.verdict = Some(match self {
            _ if right => Verdict::Right,
            Question::Predict(predict) => match self.unreadable(given, choice, sheet, budget) {
                Some(hint) => Verdict::Unreadable(hint),
                None => Verdict::Over(self.right_answer(predict.answer.formula(), sheet, budget)),
            },
            Question::Exercise(exercise) => match self.unreadable(given, choice, sheet, budget) {
                Some(hint) => Verdict::Unreadable(hint),
                None if asked.hints < exercise.hint.len() => {
                    asked.hints += 1;
                    Verdict::Wrong(said(exercise, given, sheet, budget))
                }
                None => Verdict::Over(self.right_answer(Some(&exercise.answer), sheet, budget)),
            },
        });
        Ok(())
    }

    fn is_right(self, given: &str, choice: Option<usize>, sheet: &Sheet, budget: &Budget) -> Result<bool, String> {
        let formula = match self {
            Question::Predict(predict) => match &predict.answer {
                Answer::Choice(right) => return Ok(choice == Some(*right)),
                Answer::Computed(formula) => formula,
            },
            Question::Exercise(exercise) => &exercise.answer,
        };
        let value = value(formula, sheet, budget)?;
        answer::means(given, &value).map_err(|error| error.to_string())
    }

    fn unreadable(self, given: &str, choice: Option<usize>, sheet: &Sheet, budget: &Budget) -> Option<String> {
        let formula = match self {
            Question::Predict(predict) => predict.answer.formula()?,
            Question::Exercise(exercise) => &exercise.answer,
        };
        if choice.is_some() {
            return None;
        }
        answer::spelling(given, &value(formula, sheet, budget).ok()?).map(str::to_owned)
    }

    fn right_answer(self, formula: Option<&Formula>, sheet: &Sheet, budget: &Budget) -> String {
        match (self, formula) {
            (Question::Predict(Predict { answer: Answer::Choice(right), choose, .. }), _) => {
                choose.get(*right).map(ToString::to_string).unwrap_or_default()
            }
            (_, Some(formula)) => value(formula, sheet, budget)
                .and_then(|value| value.show(120).map_err(|e| e.to_string()))
                .unwrap_or_default(),
            (_, None) => String::new(),
        }
    }

    /// Hides what must not be seen before an answer.
    pub fn hide(self, veil: &mut Veil, sheet: &Sheet, budget: &Budget) {
        match self {
            Question::Predict(predict) => {
                predict.hide.iter().for_each(|target| hide(&target.address, veil, sheet, budget));
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
    pub fn formula(&self) -> Option<&Formula> {
        match self {
            Answer::Choice(_) => None,
            Answer::Computed(formula) => Some(formula),
        }
    }
}

/// What a lesson says to a wrong answer that it expects.
fn said(exercise: &Exercise, given: &str, sheet: &Sheet, budget: &Budget) -> Option<Vec<Inline>> {
    let mut wrong = exercise.wrong.iter();
    let fits = |wrong: &&crate::lesson::Wrong| {
        let value = value(&wrong.value, sheet, budget);
        value.is_ok_and(|value| answer::means(given, &value).unwrap_or(false))
    };
    wrong.find(fits).map(|wrong| wrong.say.clone())
}

fn value(formula: &Formula, sheet: &Sheet, budget: &Budget) -> Result<Value, String> {
    let found = sheet.eval(&formula.expr, &NoFiles, budget).map_err(|problem| problem.to_string())?.value;
    found.finish(budget).map_err(|error: Error| error.to_string())?;
    Ok(found)
}

/// Hides the answer of a question wherever it stands. Where it is a value of the sheet or a stretch of one, that value
/// is hidden under all its names; where it is to be worked out, what it is worked out from stays.
fn hide_answer(answer: &Formula, veil: &mut Veil, sheet: &Sheet, budget: &Budget) {
    veil.hide_expression(&answer.expr);
    if let Kind::Name(name) = &answer.expr.kind {
        let value = sheet.cell(name).and_then(|cell| cell.outcome()).map(|outcome| &outcome.value);
        veil.hide_cell(name, value, budget);
    } else if is_a_value(&answer.expr)
        && let Ok(found) = sheet.eval(&answer.expr, &NoFiles, budget)
    {
        veil.hide_place(&Place::Value(found.value), budget);
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

/// Hides the values at an address.
fn hide(address: &Address, veil: &mut Veil, sheet: &Sheet, budget: &Budget) {
    let Some(first) = address.steps.first() else { return };
    if address.steps.len() == 1 && address.operation.is_none() {
        let value = sheet.cell(&first.name).and_then(|cell| cell.outcome()).map(|outcome| &outcome.value);
        return veil.hide_cell(&first.name, value, budget);
    }
    let found = sheet.find(address, MAX_HIDDEN, budget).unwrap_or_default();
    found.iter().for_each(|found| veil.hide_place(&found.place, budget));
}
