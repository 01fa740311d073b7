//! The questions of a page: what was answered, whether it is right, and the value that shows it.

mod draw;
mod hiding;
mod kept;
mod place;
mod seeded;

use crate::learner::amount::other_unit;
use crate::learner::answer;
use crate::learner::diagnosis::{Case, diagnose};
use crate::learner::names::Names;
use crate::learner::veil::Veil;
use crate::learner::way::way;
use crate::lesson::tree::{Answer, Exercise, Predict, Wrong, plain};
use crate::lesson::{Block, Expression, Inline, Lesson, Page};
use crate::run::address::Span;
use crate::run::{Budget, Error, Found, Place, Source, Value};
use crate::sheet::{NoFiles, Sheet};
use crate::view::SafeText;
use place::address_of;
pub use seeded::{Drawn, SCHEME, Variety};
use std::time::Duration;

/// How long may be computed to find out what went wrong.
const DIAGNOSIS: Duration = Duration::from_micros(500);
/// The longest right answer that is written whole, in characters.
const LONGEST: usize = 1 << 16;
/// The longest value in which an answer is looked for, in bytes.
const SEARCHED: u64 = 4096;
/// How much of the right answer is shown, in characters.
const SHOWN: usize = 120;

/// The state of a question.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Asked {
    /// The learner's latest answer.
    pub given: String,
    /// The verdict on it; none before the first answer.
    pub verdict: Option<Verdict>,
    /// How many hints are shown.
    pub hints: usize,
    /// Whether the answer was asked for once; it is shown when it is asked for again.
    pub sure: bool,
    /// The way to the answer, where it is worked out, once the question is over.
    pub way: Vec<String>,
    /// How many steps of the way are shown.
    pub steps: usize,
    /// The value to look at after the latest answer.
    pub look: Option<Look>,
    /// Whether the answer is one of an earlier day, and what was said to it is still to be found anew.
    pub kept: bool,
}

/// A value to look at after an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Look {
    /// Its address.
    pub at: String,
    /// The byte of it that is meant.
    pub byte: u64,
    /// The verdict of the value there on the answer.
    pub light: Light,
}

impl Look {
    fn at(address: String, light: Light) -> Look {
        Look { at: address, byte: 0, light }
    }
}

/// The verdict of a value on an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Light {
    /// Why the answer is wrong.
    Disproves,
    /// The value is what was answered, and not what was asked.
    Given,
    /// The right answer.
    Right,
    /// A value that was hidden, and shows why the answer is right.
    Unhidden,
}

impl Light {
    /// The sentence on what it shows.
    pub const fn says(self) -> &'static str {
        match self {
            Light::Disproves => "This is what the sentence is about.",
            Light::Given => "This is what you answered.",
            Light::Right => "This is the right answer.",
            Light::Unhidden => "This was hidden until now.",
        }
    }
}

/// The circumstances of an answer.
#[derive(Clone, Copy)]
pub struct Circumstances<'a> {
    /// The lesson that the question is of.
    pub lesson: &'a Lesson,
    /// The sheet with its inputs.
    pub sheet: &'a Sheet,
    /// The veil of the open questions beside this one: nothing is said of what they hide.
    pub others: &'a Veil,
    /// Whether hints and help with single digits are given, as they are but in a set with points.
    pub helps: bool,
    /// How much may be computed.
    pub budget: &'a Budget<'a>,
}

/// The verdict on an answer.
#[derive(Clone, Debug, PartialEq)]
pub enum Verdict {
    /// The answer is right.
    Right,
    /// The answer is wrong, and one can try again; with what there is to say to just this one.
    Wrong(Said),
    /// The answer could not be read; with how one is written.
    Unreadable(String),
    /// The answer is wrong, and the question is over.
    Over {
        /// The right answer.
        right: String,
        /// The words on just this answer.
        said: Said,
    },
    /// The right answer was asked for, and is shown.
    Shown(String),
    /// The answer is wrong, and the question takes no more of them; in a set that keeps what is right to itself.
    Closed(Said),
    /// The answer is kept, for somebody to judge by hand.
    Kept,
}

/// The words on a wrong answer.
#[derive(Clone, Debug, PartialEq)]
pub enum Said {
    /// The lesson expected it.
    Lesson(Vec<Inline>),
    /// The mistake was recognised.
    Diagnosis(String),
    /// Nothing.
    Nothing,
}

impl Asked {
    /// Whether the question is over, so that nothing is hidden for its sake.
    pub fn is_over(&self) -> bool {
        matches!(self.verdict, Some(Verdict::Right | Verdict::Over { .. } | Verdict::Shown(_)))
    }

    /// Whether it takes another answer.
    pub fn is_open(&self) -> bool {
        !self.is_over() && !matches!(self.verdict, Some(Verdict::Closed(_)))
    }

    /// Whether more of the way to the answer can be shown.
    pub fn has_more_steps(&self) -> bool {
        self.steps < self.way.len()
    }

    /// The words on a wrong answer.
    pub fn said(&self) -> Option<&Said> {
        match &self.verdict {
            Some(Verdict::Wrong(said) | Verdict::Over { said, .. } | Verdict::Closed(said)) => Some(said),
            Some(Verdict::Right | Verdict::Unreadable(_) | Verdict::Shown(_) | Verdict::Kept) | None => None,
        }
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

    /// The questions of a lesson, each with the page it stands on.
    pub fn all(lesson: &'l Lesson) -> impl Iterator<Item = (usize, Question<'l>)> {
        let pages = lesson.pages.iter().enumerate();
        pages.flat_map(|(page, one)| Question::on(one).map(move |(_, question)| (page, question)))
    }

    /// The question in a block of a page, if there is one.
    pub fn at(lesson: &'l Lesson, (page, block): (usize, usize)) -> Option<Question<'l>> {
        Question::of(lesson.pages.get(page)?.blocks.get(block)?)
    }

    /// The questions of a page, each with its block.
    pub fn on(page: &'l Page) -> impl Iterator<Item = (usize, Question<'l>)> {
        page.blocks.iter().enumerate().filter_map(|(at, block)| Some((at, Question::of(block)?)))
    }

    /// The place of its directive.
    pub fn span(self) -> Span {
        match self {
            Question::Predict(predict) => predict.span,
            Question::Exercise(exercise) => exercise.span,
        }
    }

    /// The name in the lesson: `lesson#name` names the question in the course.
    pub fn id(self) -> &'l str {
        match self {
            Question::Predict(predict) => &predict.id,
            Question::Exercise(exercise) => &exercise.id,
        }
    }

    /// The text of the question.
    pub fn ask(self) -> &'l [Inline] {
        match self {
            Question::Predict(predict) => &predict.ask,
            Question::Exercise(exercise) => &exercise.ask,
        }
    }

    /// The answers to choose from; none where one writes.
    pub fn choices(self) -> &'l [SafeText] {
        match self {
            Question::Predict(predict) => &predict.choose,
            Question::Exercise(exercise) => &exercise.choose,
        }
    }

    /// The wrong answers that the lesson expects.
    pub fn wrong(self) -> &'l [Wrong] {
        match self {
            Question::Predict(predict) => &predict.wrong,
            Question::Exercise(exercise) => &exercise.wrong,
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
        circumstances: Circumstances,
    ) -> Result<(), String> {
        let Circumstances { sheet, budget, .. } = circumstances;
        let right = self.is_right(given, choice, sheet, budget)?;
        asked.given = given.to_owned();
        (asked.look, asked.kept) = (None, false);
        let unreadable = || self.unreadable(given, choice, sheet, budget).map(Verdict::Unreadable);
        asked.verdict = Some(match self {
            _ if right => {
                // A single step says no more than the answer.
                asked.way = self.way(sheet, budget);
                if asked.way.len() < 2 {
                    asked.way.clear();
                }
                asked.look = self.seen_in(sheet, budget);
                Verdict::Right
            }
            _ if choice.is_none() && given.trim().is_empty() => Verdict::Unreadable("Write an answer first.".into()),
            Question::Predict(_) => match unreadable() {
                Some(unreadable) => unreadable,
                None => {
                    let right = self.right_answer(sheet, budget)?;
                    Verdict::Over { right, said: self.reply(asked, given, choice, circumstances)? }
                }
            },
            Question::Exercise(_) => match (self.reply(asked, given, choice, circumstances)?, unreadable()) {
                (Said::Nothing, Some(unreadable)) => unreadable,
                // What cannot be read costs nothing, also where it is recognised.
                (Said::Diagnosis(says), Some(_)) => Verdict::Unreadable(says),
                (said, _) => Verdict::Wrong(said),
            },
        });
        Ok(())
    }

    /// Finds anew what is said to a wrong answer of an earlier day.
    ///
    /// # Errors
    /// A sentence, when the right answer has no value at present.
    pub fn say_again(self, asked: &mut Asked, circumstances: Circumstances) -> Result<(), String> {
        let given = asked.given.clone();
        let choice = self.choices().iter().position(|choice| choice.as_str() == given);
        // With the inputs of today it may be right.
        let said = match self.is_right(&given, choice, circumstances.sheet, circumstances.budget)? {
            true => Said::Nothing,
            false => self.reply(asked, &given, choice, circumstances)?,
        };
        if let Some(Verdict::Wrong(was) | Verdict::Over { said: was, .. }) = &mut asked.verdict {
            *was = said;
        }
        asked.kept = false;
        Ok(())
    }

    /// Shows the right answer; where it is worked out, with the first step of the way to it.
    ///
    /// # Errors
    /// A sentence, when the right answer has no value at present.
    pub fn show(self, asked: &mut Asked, sheet: &Sheet, budget: &Budget) -> Result<(), String> {
        asked.verdict = Some(Verdict::Shown(self.right_answer(sheet, budget)?));
        asked.way = self.way(sheet, budget);
        asked.steps = asked.way.len().min(1);
        asked.look = self.seen_in(sheet, budget);
        Ok(())
    }

    /// The way to the right answer, where it is worked out.
    fn way(self, sheet: &Sheet, budget: &Budget) -> Vec<String> {
        self.formula().map(|formula| way(&formula.expr, sheet, budget)).unwrap_or_default()
    }

    /// The address at which the right answer can be seen: where it is computed, else what was hidden for its sake.
    fn seen_in(self, sheet: &Sheet, budget: &Budget) -> Option<Look> {
        let hidden = match self {
            Question::Predict(predict) => predict.hide.first(),
            Question::Exercise(_) => None,
        };
        let hidden = || sheet.find(&hidden?.address, 1, budget).ok()?.pop();
        let look = |light: Light| move |found: Found| Look::at(found.address, light);
        self.answer_place(sheet, budget).map(look(Light::Right)).or_else(|| hidden().map(look(Light::Unhidden)))
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

    /// Why the answer is right, where the lesson says so.
    pub fn why(self) -> Option<&'l [Inline]> {
        match self {
            Question::Predict(predict) => predict.why.as_deref(),
            Question::Exercise(_) => None,
        }
    }

    /// The expression of a computed answer.
    pub fn formula(self) -> Option<&'l Expression> {
        match self {
            Question::Predict(predict) => predict.answer.formula(),
            Question::Exercise(exercise) => Some(&exercise.answer),
        }
    }

    /// The words on a wrong answer: what the lesson says, else what is recognised in one that was written;
    /// and the value to look at.
    fn reply(
        self,
        asked: &mut Asked,
        given: &str,
        choice: Option<usize>,
        circumstances: Circumstances,
    ) -> Result<Said, String> {
        let Circumstances { sheet, budget, .. } = circumstances;
        if let Some(wrong) = self.expected(given, choice, sheet, budget) {
            let found = wrong.look.as_ref().and_then(|look| sheet.find(&look.address, 1, budget).ok()?.pop());
            asked.look = found.map(|found| Look {
                byte: place_of(given, &found.place, budget).unwrap_or(0),
                ..Look::at(found.address, Light::Disproves)
            });
            return Ok(Said::Lesson(wrong.say.clone()));
        }
        let (None, Some(formula)) = (choice, self.formula()) else { return Ok(Said::Nothing) };
        let right = value(formula, sheet, budget)?;
        let place = self.answer_place(sheet, budget);
        let digits = circumstances.helps && asked.hints > 0;
        let lesson = circumstances.lesson;
        let page = Question::all(lesson).find(|(_, question)| question.id() == self.id());
        let page = page.map_or_else(Names::default, |(page, _)| Names::on(lesson, page, sheet, budget));
        let question = Names::of(&plain(self.ask()));
        let budget = Budget::worth(DIAGNOSIS);
        let others = circumstances.others;
        let veiled = |cell: Option<&str>, place: &Place| {
            cell.is_some_and(|name| others.hides_cell(name)) || others.hides(place, &budget)
        };
        let (given, answer) = (given.trim(), &formula.expr);
        let case = Case {
            given,
            right: &right,
            answer,
            asked: place.as_ref(),
            sheet,
            veiled: &veiled,
            digits,
            page: &page,
            question: &question,
        };
        let Some(diagnosis) = diagnose(&case, &budget) else { return Ok(Said::Nothing) };
        asked.look = diagnosis.given.map(|at| Look::at(at, Light::Given));
        Ok(Said::Diagnosis(diagnosis.says))
    }

    /// The wrong answer that the lesson expects and this is.
    fn expected(self, given: &str, choice: Option<usize>, sheet: &Sheet, budget: &Budget) -> Option<&'l Wrong> {
        self.wrong().iter().find(|wrong| match &wrong.answer {
            Answer::Choice(at) => choice == Some(*at),
            Answer::Computed(answer) => {
                value(answer, sheet, budget).is_ok_and(|value| answer::means(given, &value).unwrap_or(false))
            }
        })
    }

    /// Whether an answer is right.
    ///
    /// # Errors
    /// A sentence, when the right answer has no value at present.
    pub fn is_right(self, given: &str, choice: Option<usize>, sheet: &Sheet, budget: &Budget) -> Result<bool, String> {
        if let Question::Predict(Predict { answer: Answer::Choice(right), .. }) = self {
            return Ok(choice == Some(*right));
        }
        let Some(formula) = self.formula() else { return Ok(false) };
        let value = value(formula, sheet, budget)?;
        let is_it = answer::means(given, &value).map_err(|error| error.to_string())?;
        let counts = matches!(value, Value::Int { .. });
        Ok(is_it && !(counts && other_unit(given, &Names::of(&plain(self.ask()))).is_some()))
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
        answer::spelling(given, &value(self.formula()?, sheet, budget).ok()?)
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

/// The place of the bytes that were answered in a value, where they stand once in it.
fn place_of(given: &str, place: &Place, budget: &Budget) -> Option<u64> {
    let given = answer::hexadecimal(given.trim()).filter(|given| !given.is_empty())?;
    let value = place.value(budget).ok()?;
    let bytes = value.rope().filter(|rope| rope.len() <= SEARCHED)?.to_vec().ok()?;
    let mut places = bytes.windows(given.len()).enumerate().filter(|(_, window)| *window == given);
    let (place, _) = places.next()?;
    places.next().is_none().then_some(place as u64)
}

fn value(formula: &Expression, sheet: &Sheet, budget: &Budget) -> Result<Value, String> {
    let found = sheet.eval(&formula.expr, &NoFiles, budget).map_err(|problem| problem.to_string())?.value;
    found.finish(budget).map_err(|error: Error| error.to_string())?;
    Ok(found)
}
