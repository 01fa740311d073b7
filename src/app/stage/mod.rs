//! The stages: what has the whole screen.

pub mod bench;
pub mod lesson;
pub mod map;

use crate::app::context::Context;
use crate::app::desk::{Asking, Desk};
use crate::app::list::Choice;
use crate::app::outcome::Outcome;
use crate::app::pane::Sight;
use crate::app::text::{Edited, InputLine};
use bench::Bench;
use lesson::Session;

/// What has the screen.
pub enum Stage {
    /// The map of units and lessons.
    Map,
    /// A lesson.
    Lesson(Box<Session>),
    /// The bench.
    Bench(Box<Bench>),
}

/// The computing half of a stage: the desk, and what is seen of it.
#[derive(Clone, Copy)]
pub struct Half<'a> {
    /// The desk.
    pub desk: &'a Desk,
    /// What is seen of it.
    pub sight: &'a Sight,
}

impl<'a> Half<'a> {
    /// Why what is typed into an input or as an address cannot be taken.
    pub fn wrong_with_field(self) -> Option<&'a str> {
        match self.desk.asking() {
            Asking::Field(field) => field.problem.as_deref(),
            Asking::Nothing | Asking::Earlier(_) => None,
        }
    }
}

impl Stage {
    /// The computing half, where there is one.
    pub fn half(&self) -> Option<Half<'_>> {
        match self {
            Stage::Map => None,
            Stage::Lesson(session) => Some(session.half()),
            Stage::Bench(bench) => Some(bench.half()),
        }
    }

    /// The desk, where there is one.
    pub fn desk(&self) -> Option<&Desk> {
        self.half().map(|half| half.desk)
    }

    /// The desk, to do something on it.
    pub fn desk_mut(&mut self) -> Option<&mut Desk> {
        match self {
            Stage::Map => None,
            Stage::Lesson(session) => Some(session.desk_mut()),
            Stage::Bench(bench) => Some(bench.desk_mut()),
        }
    }

    /// The open lesson.
    pub fn lesson(&self) -> Option<&Session> {
        match self {
            Stage::Lesson(session) => Some(session),
            Stage::Map | Stage::Bench(_) => None,
        }
    }

    /// The open lesson, to do something in it.
    pub fn lesson_mut(&mut self) -> Option<&mut Session> {
        match self {
            Stage::Lesson(session) => Some(session),
            Stage::Map | Stage::Bench(_) => None,
        }
    }

    /// The bench.
    pub fn bench(&self) -> Option<&Bench> {
        match self {
            Stage::Bench(bench) => Some(bench),
            Stage::Map | Stage::Lesson(_) => None,
        }
    }

    /// The bench, to do something on it.
    pub fn bench_mut(&mut self) -> Option<&mut Bench> {
        match self {
            Stage::Bench(bench) => Some(bench),
            Stage::Map | Stage::Lesson(_) => None,
        }
    }

    /// What has the keyboard.
    pub fn context(&self) -> Context {
        match self {
            Stage::Map => Context::Course,
            Stage::Lesson(session) => session.context(),
            Stage::Bench(bench) => bench.context(),
        }
    }

    /// The list that has the keyboard; that of the map is the program's.
    pub fn choice(&self) -> Option<&dyn Choice> {
        match self {
            Stage::Map => None,
            Stage::Lesson(session) => session.choice(),
            Stage::Bench(bench) => bench.choice(),
        }
    }

    /// Chooses a row of the list that has the keyboard. False where that was the chosen one.
    pub fn choose(&mut self, row: usize) -> bool {
        match self {
            Stage::Map => false,
            Stage::Lesson(session) => session.choose(row),
            Stage::Bench(bench) => bench.choose(row),
        }
    }

    /// Looks again at what is shown, after anything was done.
    pub fn look(&mut self) {
        match self {
            Stage::Map => {}
            Stage::Lesson(session) => session.look(),
            Stage::Bench(bench) => bench.look(),
        }
    }

    /// Looks again after a worker computed on.
    pub fn computed(&mut self) {
        if let Some(desk) = self.desk_mut() {
            desk.computed();
        }
        match self {
            Stage::Map => {}
            Stage::Lesson(session) => session.look_at_page(),
            Stage::Bench(bench) => bench.look(),
        }
    }

    /// Edits the line that is being typed, where one is, and follows it.
    pub fn typed(&mut self, edit: impl FnOnce(&mut InputLine) -> Edited) -> Outcome {
        match self {
            Stage::Map => Outcome::Nothing,
            Stage::Lesson(session) => session.typed(edit),
            Stage::Bench(bench) => bench.typed(edit),
        }
    }

    /// Takes what was typed.
    pub fn accept(&mut self) -> Outcome {
        match self {
            Stage::Map => Outcome::Nothing,
            Stage::Lesson(session) => session.accept(),
            Stage::Bench(bench) => bench.accept(),
        }
    }

    /// Leaves things as they were before one began to type.
    pub fn cancel(&mut self) -> Outcome {
        match self {
            Stage::Map => Outcome::Nothing,
            Stage::Lesson(session) => session.cancel(),
            Stage::Bench(bench) => bench.cancel(),
        }
    }

    /// The question to be answered by a second press of the key that ends the program, where something would be lost.
    pub fn asks_before_quit(&mut self) -> Option<String> {
        match self {
            Stage::Map => None,
            Stage::Lesson(session) => session.asks_before_quit(),
            Stage::Bench(bench) => bench.asks_before_quit(),
        }
    }

    /// Whether something lies on top of the stage, to be closed before one quits.
    pub fn is_covered(&self) -> bool {
        match self {
            Stage::Map => false,
            Stage::Lesson(session) => session.is_answering() || session.desk().is_covered(),
            Stage::Bench(bench) => bench.is_inside() && bench.desk().is_covered(),
        }
    }
}
