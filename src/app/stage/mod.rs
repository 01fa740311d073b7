//! The stages: what has the whole screen.

pub mod bench;
mod computing;
pub mod lesson;
pub mod map;

use crate::app::context::Context;
use crate::app::desk::Desk;
use crate::app::outcome::Outcome;
use crate::app::text::{Edited, InputLine};
use bench::Bench;
pub use computing::{Computing, Half};
use lesson::Session;

/// The stage that has the screen.
#[derive(Default)]
pub enum Stage {
    /// The map of units and lessons.
    #[default]
    Map,
    /// A lesson.
    Lesson(Box<Session>),
    /// The bench.
    Bench(Box<Bench>),
}

impl Stage {
    /// The stage that computes, where this is one.
    pub fn computing(&self) -> Option<&dyn Computing> {
        match self {
            Stage::Map => None,
            Stage::Lesson(session) => Some(&**session),
            Stage::Bench(bench) => Some(&**bench),
        }
    }

    /// The stage that computes, to do something on it.
    pub fn computing_mut(&mut self) -> Option<&mut dyn Computing> {
        match self {
            Stage::Map => None,
            Stage::Lesson(session) => Some(&mut **session),
            Stage::Bench(bench) => Some(&mut **bench),
        }
    }

    /// Does something on the stage that computes.
    pub fn go(&mut self, by: impl FnOnce(&mut dyn Computing) -> Outcome) -> Outcome {
        self.computing_mut().map_or(Outcome::Nothing, by)
    }

    /// The computing half, where there is one.
    pub fn half(&self) -> Option<Half<'_>> {
        Some(self.computing()?.half())
    }

    /// The desk, where there is one.
    pub fn desk(&self) -> Option<&Desk> {
        Some(self.half()?.desk)
    }

    /// The desk, to do something on it.
    pub fn desk_mut(&mut self) -> Option<&mut Desk> {
        Some(self.computing_mut()?.desk_mut())
    }

    /// The open lesson.
    pub fn lesson(&self) -> Option<&Session> {
        let Stage::Lesson(session) = self else { return None };
        Some(session)
    }

    /// The open lesson, to do something in it.
    pub fn lesson_mut(&mut self) -> Option<&mut Session> {
        let Stage::Lesson(session) = self else { return None };
        Some(session)
    }

    /// The bench.
    pub fn bench(&self) -> Option<&Bench> {
        let Stage::Bench(bench) = self else { return None };
        Some(bench)
    }

    /// The bench, to do something on it.
    pub fn bench_mut(&mut self) -> Option<&mut Bench> {
        let Stage::Bench(bench) = self else { return None };
        Some(bench)
    }

    /// The context that has the keyboard.
    pub fn context(&self) -> Context {
        self.computing().map_or(Context::Course, Computing::context)
    }

    /// Looks again at what is shown, after anything was done.
    pub fn look(&mut self) {
        self.computing_mut().into_iter().for_each(|stage| stage.look());
    }

    /// Looks again after a worker computed on, and whether it goes on.
    pub fn computed(&mut self, goes_on: bool) {
        if let Some(stage) = self.computing_mut() {
            stage.desk_mut().computed(goes_on);
            stage.look_at_all(goes_on);
        }
    }

    /// Edits the line that is being typed, where one is, and follows it.
    pub fn typed(&mut self, edit: impl FnOnce(&mut InputLine) -> Edited) -> Outcome {
        self.go(|stage| match stage.line().map(edit) {
            Some(edited) => stage.edited(edited),
            None => Outcome::Nothing,
        })
    }
}
