//! A stage that computes, a lesson or the bench: its desk, what is seen of it, and what is typed and chosen there.

use crate::app::context::Context;
use crate::app::desk::Desk;
use crate::app::list::Choice;
use crate::app::outcome::Outcome;
use crate::app::pane::Sight;
use crate::app::text::{Edited, InputLine};
use crate::learner::lens::{Lens, Panel, Panels, Shot, Sketch, frame};
use crate::run::Target;
use crate::sheet::spot::Spot;
use crate::view::picture::brief;

/// The computing half of a stage: the desk, and what is seen of it.
#[derive(Clone, Copy)]
pub struct Half<'a> {
    /// The desk.
    pub desk: &'a Desk,
    /// The sight of it.
    pub sight: &'a Sight,
}

impl<'a> Half<'a> {
    /// The picture of the place in the largest size that so much room is enough for.
    pub fn picture(self, columns: u16, rows: u16) -> Option<(&'a Shot, &'a Sketch)> {
        let shot = self.sight.pane.picture.as_ref()?;
        let budget = frame();
        let (spot, lens, earlier) = self.desk.drawn(&budget);
        let scene = || shot.scene(spot, lens, earlier);
        Some((shot, shot.that_fits(columns, rows, scene)?))
    }

    /// A panel on the place.
    pub fn panel(self, get: impl Fn(&'a Panels, &Spot, &Lens) -> &'a Panel) -> &'a Panel {
        let budget = frame();
        get(&self.sight.panels, self.desk.walk().spot(), &self.desk.lens(&budget))
    }

    /// The picture in words.
    pub fn said(self) -> Option<Vec<String>> {
        let shot = self.sight.pane.picture.as_ref()?;
        let budget = frame();
        let (spot, lens, earlier) = self.desk.drawn(&budget);
        let scene = shot.scene(spot, lens, earlier)?;
        Some((shot.picture.say)(&scene).iter().map(|sentence| brief(sentence)).collect())
    }
}

/// A stage with a computing half.
pub trait Computing {
    /// The desk and what is seen of it.
    fn half(&self) -> Half<'_>;
    /// The desk.
    fn desk(&self) -> &Desk {
        self.half().desk
    }
    /// The desk, to do something on it.
    fn desk_mut(&mut self) -> &mut Desk;
    /// The context that has the keyboard.
    fn context(&self) -> Context;
    /// The list that has the keyboard.
    fn choice(&self) -> Option<&dyn Choice>;
    /// Chooses a row of the list that has the keyboard. False where that was the chosen one.
    fn choose(&mut self, row: usize) -> bool;
    /// Looks again at what is shown, after anything was done.
    fn look(&mut self);
    /// Looks again at all that is shown, after a worker computed on, and whether it goes on.
    fn look_at_all(&mut self, goes_on: bool);
    /// The line that is typed, where one is.
    fn line(&mut self) -> Option<&mut InputLine>;
    /// Follows an edit of that line.
    fn edited(&mut self, edited: Edited) -> Outcome;
    /// Why what is typed cannot be taken.
    fn problem(&self) -> Option<&str> {
        self.desk().problem()
    }
    /// Takes what was typed.
    fn accept(&mut self) -> Outcome;
    /// Completes the word that is typed, or goes on to the next input.
    fn next_field(&mut self) -> Outcome {
        self.desk_mut().next_field()
    }
    /// Goes where something leads.
    fn follow(&mut self, target: &Target) -> Outcome {
        self.desk_mut().follow(target)
    }
    /// Leaves things as they were before one began to type.
    fn cancel(&mut self) -> Outcome;
    /// The question to be answered by a second press of the key that ends the program, where something would be lost.
    fn asks_before_quit(&mut self) -> Option<String>;
    /// Whether something lies on top of the stage, to be closed before one quits.
    fn is_covered(&self) -> bool;
}
