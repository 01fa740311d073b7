//! Questions asked away from their pages, one after the other: two old ones before a lesson, all of a lesson
//! beforehand, a test before and after a unit.
//!
//! Each is asked over a lesson of one page, with fresh values in its inputs.

use crate::learner::notebook::{News, Notebook};
use crate::learner::progress::{AT_ONCE, Came};
use crate::learner::question::Question;
use crate::lesson::{Lesson, Library};

/// Of the questions of a lesson so many in a hundred are right at the first try, for whoever may skip it.
const PASSES: usize = 80;

/// The purpose that questions are asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AskedFor {
    /// Old questions that are due, before the first page of this lesson.
    Review(String),
    /// All questions of this lesson, so that it may be skipped.
    Skip(String),
    /// All questions of a lesson that is a test, before or after a unit.
    Test(String),
}

/// A list of questions that are asked.
pub struct Quiz {
    /// The purpose.
    pub purpose: AskedFor,
    /// The questions.
    pub asks: Vec<Ask>,
    /// Which of them is asked now.
    pub at: usize,
    /// The answers that are kept only if all goes well.
    pub held: Vec<News>,
}

/// A question that is asked.
#[derive(Clone)]
pub struct Ask {
    /// The lesson it stands in.
    pub lesson: String,
    /// Its name there.
    pub question: String,
    /// The occasion: 0 instead of in the lesson, then the reviews from 1.
    pub occasion: u32,
    /// The outcome of the first answer.
    pub first: Option<Came>,
}

impl Ask {
    /// A question of a lesson.
    pub fn of(lesson: &str, question: &str, occasion: u32) -> Ask {
        Ask { lesson: lesson.to_owned(), question: question.to_owned(), occasion, first: None }
    }

    /// All questions of a lesson.
    pub fn all(lesson: &Lesson) -> Vec<Ask> {
        let whole = lesson.whole();
        Question::all(&whole).map(|(_, question)| Ask::of(&lesson.id, question.id(), 0)).collect()
    }

    /// The questions of other lessons that are due before the first page of a lesson.
    pub fn due(notebook: &Notebook, library: &Library, before: &str) -> Vec<Ask> {
        let due = notebook.record.due(notebook.now).into_iter();
        let asks = due.filter_map(|due| Some(Ask::of(notebook.lesson(&due.lesson)?, &due.question, due.occasion)));
        asks.filter(|ask| ask.lesson != before && library.lesson(&ask.lesson).is_some()).take(AT_ONCE).collect()
    }
}

impl Quiz {
    /// Those of some questions that are there.
    pub fn new(purpose: AskedFor, asks: Vec<Ask>, library: &Library) -> Quiz {
        let is_there = |ask: &Ask| {
            let all = library.lesson(&ask.lesson).map(Ask::all).unwrap_or_default();
            all.iter().any(|known| known.question == ask.question)
        };
        Quiz { purpose, asks: asks.into_iter().filter(is_there).collect(), at: 0, held: Vec::new() }
    }

    /// Whether so many were right that the lesson may be skipped.
    pub fn is_passed(&self) -> bool {
        self.right() * 100 >= self.asks.len() * PASSES
    }

    /// `review 1 of 2`
    pub fn says(&self) -> String {
        let what = match &self.purpose {
            AskedFor::Review(_) => "review",
            AskedFor::Skip(_) | AskedFor::Test(_) => "question",
        };
        format!("{what} {} of {}", self.at + 1, self.asks.len())
    }

    /// The head above a question.
    pub fn title(&self) -> &'static str {
        match self.purpose {
            AskedFor::Review(_) => "Do you still know?",
            AskedFor::Skip(_) => "Do you know it already?",
            AskedFor::Test(_) => "A test",
        }
    }

    /// A word for what follows the question.
    pub fn word_on(&self) -> &'static str {
        match self.purpose {
            _ if !self.is_last() => "next question",
            AskedFor::Review(_) => "to the lesson",
            AskedFor::Skip(_) | AskedFor::Test(_) => "result",
        }
    }

    /// A word for what leaves the questions.
    pub fn word_out(&self) -> &'static str {
        match self.purpose {
            AskedFor::Review(_) => "skip",
            AskedFor::Skip(_) | AskedFor::Test(_) => "map",
        }
    }

    /// The sentence behind the last question, or where one leaves them; none for a review.
    pub fn result(&self, notebook: &Notebook, library: &Library) -> Option<String> {
        let (right, of) = (self.right(), self.asks.len());
        match &self.purpose {
            AskedFor::Review(_) => None,
            AskedFor::Skip(_) if self.is_passed() => {
                Some(format!("{right} of {of} right: you know this lesson. It is marked as done."))
            }
            AskedFor::Skip(_) => Some(format!("{right} of {of} right. The lesson has the rest: ⟨open⟩ opens it.")),
            AskedFor::Test(lesson) if self.is_answered() => {
                let (right, gained) = (notebook.tested(library, lesson), notebook.gained(library, lesson));
                Some(format!("{right} right at the first try.{gained}"))
            }
            AskedFor::Test(_) => Some("What is left of the test waits here: ⟨open⟩ goes on with it.".to_owned()),
        }
    }

    /// Whether every question was answered.
    pub fn is_answered(&self) -> bool {
        self.asks.iter().all(|ask| ask.first.is_some())
    }

    /// How many were answered right at the first try.
    pub fn right(&self) -> usize {
        self.asks.iter().filter(|ask| ask.first == Some(Came::Right)).count()
    }

    /// Whether the question that is asked is the last one.
    pub fn is_last(&self) -> bool {
        self.at + 1 >= self.asks.len()
    }
}
