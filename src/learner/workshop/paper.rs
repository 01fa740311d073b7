//! The paper: a set with its questions found in their lessons, and the values of each learner.

use crate::learner::question::{Drawn, Question, Variety};
use crate::lesson::set::{Entry, Set, Task};
use crate::lesson::{Inline, Lesson, Library, Page, Problem};
use crate::lesson::{listed, quoted, words};
use crate::run::Budget;
use crate::run::suggest::did_you_mean;
use crate::sheet::Sheet;

/// How many draws are tried to learn how many are left.
const TRIED: u32 = 100;
/// So many draws of these must be left.
const ENOUGH: u32 = 10;
/// So many different values, and right answers, a room of learners needs at least.
const DIFFERENT: usize = 4;

/// A set with its questions.
pub struct Paper<'l> {
    /// The set.
    pub set: &'l Set,
    /// Its questions, in order; those that were not found are left out.
    pub items: Vec<Item<'l>>,
}

/// A question of a set.
pub struct Item<'l> {
    /// The place, the points and the rules.
    pub entry: &'l Entry,
    /// The question; none where it is open, and marked by hand.
    pub asked: Option<Computed<'l>>,
}

/// A question whose answer is computed.
pub struct Computed<'l> {
    /// The question.
    pub question: Question<'l>,
    /// The lesson it is from.
    pub lesson: &'l Lesson,
    /// The page it stands on.
    pub page: &'l Page,
    /// The part of the lesson's sheet that it reads.
    sheet: Sheet,
}

/// The lessons that a set asks from, read whole.
pub fn lessons_of(set: &Set, library: &Library) -> Vec<Lesson> {
    let mut found: Vec<Lesson> = Vec::new();
    for entry in &set.entries {
        let Task::Asked { lesson: Some(id), .. } = &entry.task else { continue };
        if let Some(lesson) = library.lesson(id).filter(|_| found.iter().all(|lesson| lesson.id != *id)) {
            found.push(lesson.whole());
        }
    }
    found
}

impl<'l> Paper<'l> {
    /// Finds the questions of a set; `lessons` are those that it asks from, see [`lessons_of`], and `known` the names
    /// of all there are. What is not there is a problem.
    pub fn of(set: &'l Set, lessons: &'l [Lesson], known: &[&str]) -> (Paper<'l>, Vec<Problem>) {
        let (mut items, mut problems) = (Vec::new(), Vec::new());
        for entry in &set.entries {
            match find(set, entry, lessons, known) {
                Ok(asked) => items.push(Item { entry, asked }),
                Err(problem) => problems.push(problem),
            }
        }
        (Paper { set, items }, problems)
    }

    /// The fault in the draws of a question: none, or too few, or the same for all.
    pub fn draws(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        for item in &self.items {
            let (Some(asked), Task::Asked { span, .. }) = (&item.asked, &item.entry.task) else { continue };
            let vary = item.entry.vary.as_deref();
            if asked.question.varied(&asked.sheet, vary).is_empty() {
                continue;
            }
            let room = asked.question.room(&asked.sheet, vary, TRIED, &Budget::unlimited());
            let Variety { left, different, answers, .. } = room;
            let name = quoted(&item.entry.id);
            let hint =
                "Name other inputs with `vary`, widen them, or take a `value` of `wrong` away that is often right.";
            if left < ENOUGH {
                let message = format!(
                    "Of {TRIED} draws for {name}, {left} are left: in the others wrong answers are right, or there is no answer."
                );
                problems.push(self.set.problem(*span, message, hint.into()));
            } else if different < DIFFERENT {
                let message = format!("{name} has {different} different draws, so neighbours have the same.");
                problems.push(self.set.remark(*span, message, hint.into()));
            } else if answers < DIFFERENT && asked.question.choices().is_empty() {
                let different =
                    if answers == 1 { "the same right answer" } else { &format!("{answers} right answers") };
                let message = format!("{name} has {different} in all of {left} draws.");
                problems.push(self.set.remark(*span, message, hint.into()));
            }
        }
        problems
    }

    /// The item of this name.
    pub fn item(&self, id: &str) -> Option<&Item<'l>> {
        self.items.iter().find(|item| item.entry.id == id)
    }
}

impl Computed<'_> {
    /// The default values.
    pub fn defaults(&self) -> Option<Drawn> {
        self.question.drawn(&self.sheet, Some(&[]), "", &Budget::unlimited())
    }

    /// Whether there is help to take.
    pub fn has_hints(&self) -> bool {
        !self.question.hints().is_empty()
    }

    /// Whether the question comes from a cell.
    pub fn reads(&self, cell: &str) -> bool {
        self.sheet.cell(cell).is_some()
    }
}

impl<'l> Item<'l> {
    /// The values of a learner: they are fixed by the set, its version, the learner and the question. None for an open
    /// question.
    pub fn values(&self, set: &str, version: u32, learner: &str) -> Option<Drawn> {
        let asked = self.asked.as_ref()?;
        let seed = format!("{set}\n{version}\n{learner}\n{}", self.entry.id);
        asked.question.drawn(&asked.sheet, self.entry.vary.as_deref(), &seed, &Budget::unlimited())
    }

    /// How many answers it takes: a choice is made once, unless the set says otherwise.
    pub fn attempts(&self, set: &Set) -> u32 {
        let chosen = self.asked.as_ref().is_some_and(|asked| !asked.question.choices().is_empty());
        self.entry.attempts.unwrap_or(if chosen { 1 } else { set.policy.attempts })
    }

    /// The points of a good answer, a line each, for whoever marks by hand.
    pub fn look_for(&self) -> Vec<String> {
        let line = |text: &Vec<Inline>| format!("    - {}", words(text, &mut |_| "…".to_owned()));
        self.entry.look_for.iter().map(line).collect()
    }

    /// The text of the question.
    pub fn ask(&self) -> &'l [Inline] {
        match (&self.asked, &self.entry.task) {
            (Some(asked), _) => asked.question.ask(),
            (None, Task::Open(ask)) => ask,
            (None, Task::Asked { .. }) => &[],
        }
    }
}

fn find<'l>(
    set: &'l Set,
    entry: &'l Entry,
    lessons: &'l [Lesson],
    known: &[&str],
) -> Result<Option<Computed<'l>>, Problem> {
    let Task::Asked { lesson: id, question: name, span } = &entry.task else { return Ok(None) };
    let lesson = match id {
        None => &set.lesson,
        Some(id) => lessons.iter().find(|lesson| lesson.id == *id).ok_or_else(|| {
            let hint = match did_you_mean(id, known.iter().copied()) {
                Some(near) => format!("Did you mean `{near}`?"),
                None => "`cleartext list lessons` names them all.".to_owned(),
            };
            set.problem(*span, format!("There is no lesson {}.", quoted(id)), hint)
        })?,
    };
    let found = Question::all(lesson).find(|(_, question)| question.id() == name);
    let (page, question) = found.ok_or_else(|| {
        let names = || Question::all(lesson).map(|(_, question)| question.id());
        let whose = id.as_ref().map_or("This file".to_owned(), |id| format!("The lesson {}", quoted(id)));
        let hint = match (did_you_mean(name, names()), names().next()) {
            (Some(near), _) => format!("Did you mean `{near}`?"),
            (None, Some(_)) => format!("There are {}.", listed(names(), "and")),
            (None, None) => "It has none: write a ```exercise or a ```predict.".to_owned(),
        };
        set.problem(*span, format!("{whose} has no question {}.", quoted(name)), hint)
    })?;
    let sheet = question.part_of(&Sheet::new(lesson.cells.clone()));
    let inputs = || sheet.inputs().map(|cell| cell.name());
    if let Some(unknown) = entry.vary.iter().flatten().find(|name| inputs().all(|input| input != name.as_str())) {
        let hint = match inputs().next() {
            None => "The question reads no input.".to_owned(),
            Some(_) => format!("The question reads {}.", listed(inputs(), "and")),
        };
        let message = format!("`vary` names {}, which is no input of this question.", quoted(unknown));
        return Err(set.problem(entry.span, message, hint));
    }
    Ok(Some(Computed { question, lesson, page: &lesson.pages[page], sheet }))
}
