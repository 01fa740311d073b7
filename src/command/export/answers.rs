//! Values that a lesson asks for: on the student's sheet they are dots in the tables and drawings of all its pages.
//!
//! | what is asked for | where it is dots |
//! |---|---|
//! | three characters or more | wherever it stands as a word of its own |
//! | fewer | in a row that bears its name: small numbers meet by chance |
//! | a value that a cell or a place has | also in the input that it comes from unchanged |
//! | 0, 1, a truth value, a list | nowhere: such values tell nothing |

use super::content::Figure;
use crate::learner::question::Question;
use crate::learner::veil::{MASK, Veil};
use crate::lesson::{Expression, Lesson};
use crate::run::{Budget, Value};
use crate::sheet::expr::{self, Expr, Kind};
use crate::sheet::{Cell, NoFiles, Sheet};

/// From how many characters on a value tells by itself which one it is.
const LONG: usize = 3;
/// The longest answer that is looked for, in characters.
const LONGEST: usize = 4096;
/// How much of a value that is cut must be there to know it by, in characters.
const BEGINNING: usize = 8;

/// The answers to the questions of a lesson.
#[derive(Default)]
pub struct Answers {
    all: Vec<Answer>,
}

struct Answer {
    /// The value as it is written.
    written: String,
    /// Its bytes apart, as a table of bytes shows them.
    apart: Option<String>,
    /// The name of its place.
    name: Option<String>,
    /// The inputs that are the answer.
    inputs: Vec<String>,
}

impl Answers {
    /// The answers that are computed; one that is chosen among words stands nowhere.
    pub fn of(lesson: &Lesson, sheet: &Sheet) -> Answers {
        let budget = Budget::unlimited();
        let formulas = Question::all(lesson).filter_map(|(_, question)| question.formula());
        Answers { all: formulas.filter_map(|formula| Answer::of(formula, sheet, &budget)).collect() }
    }

    /// The value of an input, or dots.
    pub fn input(&self, name: &str, value: String) -> String {
        let is_asked = self.all.iter().any(|answer| answer.inputs.iter().any(|input| input == name));
        if is_asked { MASK.to_owned() } else { value }
    }

    /// Puts dots over the answers in a figure.
    pub fn cover(&self, figure: &mut Figure) {
        for line in figure.drawn.iter_mut().chain(&mut figure.said) {
            *line = self.dotted(line);
        }
        for [name, value] in &mut figure.rows {
            let is_one = self.all.iter().any(|answer| answer.is_in_row(name, value));
            *value = if is_one { MASK.to_owned() } else { self.dotted(value) };
        }
    }

    fn dotted(&self, line: &str) -> String {
        let mut line = line.to_owned();
        let long = self.all.iter().filter(|answer| answer.is_long());
        for word in long.flat_map(|answer| [Some(&answer.written), answer.apart.as_ref()]).flatten() {
            let dots: String = word.chars().map(|c| if c == ' ' { ' ' } else { '·' }).collect();
            let stands_alone = |at: &usize| {
                let before = line[..*at].chars().next_back();
                let after = line[at + word.len()..].chars().next();
                !before.into_iter().chain(after).any(char::is_alphanumeric)
            };
            let found: Vec<usize> = line.match_indices(word.as_str()).map(|(at, _)| at).filter(stands_alone).collect();
            // From the end, as dots are longer than what they cover.
            found.into_iter().rev().for_each(|at| line.replace_range(at..at + word.len(), &dots));
        }
        line
    }
}

impl Answer {
    fn of(formula: &Expression, sheet: &Sheet, budget: &Budget) -> Option<Answer> {
        let value = sheet.eval(&formula.expr, &NoFiles, budget).ok()?.value;
        value.finish(budget).ok()?;
        if Veil::is_trivial(&value) {
            return None;
        }
        let written = value.show(LONGEST).ok().filter(|written| !written.is_empty() && !written.ends_with('…'))?;
        let is_bytes = matches!(value, Value::Bytes(_)) && written.len() > 2 && written.is_ascii();
        let apart = is_bytes.then(|| {
            let pairs: Vec<&str> = (0..written.len()).step_by(2).filter_map(|at| written.get(at..at + 2)).collect();
            pairs.join(" ")
        });
        let place = place(&formula.expr);
        let comes_from = |input: &&Cell| {
            let same =
                input.outcome().is_some_and(|outcome| outcome.value.show(LONGEST).is_ok_and(|own| own == written));
            let downstream = sheet.downstream(input.name());
            let names = expr::names(&formula.expr);
            same && names.iter().any(|(name, _)| *name == input.name() || downstream.contains(name))
        };
        let inputs = sheet.inputs().filter(|_| place.is_some()).filter(comes_from);
        let inputs = inputs.map(|input| input.name().to_owned()).collect();
        Some(Answer { written, apart, name: place, inputs })
    }

    fn is_long(&self) -> bool {
        self.written.chars().count() >= LONG
    }

    /// Whether a row of a table tells it.
    fn is_in_row(&self, name: &str, value: &str) -> bool {
        let begins = |cut: &str| cut.chars().count() >= BEGINNING && self.written.starts_with(cut);
        let is_it = value == self.written || value.strip_suffix('…').is_some_and(begins);
        let own = |own: &String| name == own || name.starts_with(&format!("{own} = "));
        let bears_its_name = self.name.iter().chain(&self.inputs).any(own);
        is_it && (self.is_long() || bears_its_name)
    }
}

/// The name of the place that an expression points at; none where it works something out.
fn place(expr: &Expr) -> Option<String> {
    match &expr.kind {
        Kind::Name(name) => Some(name.clone()),
        Kind::At { address, .. } => Some(address.to_string().rsplit('/').next()?.to_owned()),
        _ => None,
    }
}
