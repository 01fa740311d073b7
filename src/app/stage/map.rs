//! The course map: a list of units and lessons with one of them chosen.

use crate::lesson::{Lesson, Library};

/// Which lesson is chosen on the map.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Map {
    /// The lessons of the units in order, by their place in the library.
    order: Vec<usize>,
    chosen: usize,
}

impl Map {
    /// The map of a library, with its first lesson chosen.
    pub fn new(library: &Library) -> Map {
        Map { order: library.units.iter().flat_map(|unit| unit.lessons.iter().copied()).collect(), chosen: 0 }
    }

    /// The place of the chosen lesson in the library.
    pub fn chosen(&self) -> Option<usize> {
        self.order.get(self.chosen).copied()
    }

    /// How many lessons there are to choose from.
    pub fn rows(&self) -> usize {
        self.order.len()
    }

    /// Which of them is chosen.
    pub fn row(&self) -> usize {
        self.chosen
    }

    /// The chosen lesson.
    pub fn lesson<'l>(&self, library: &'l Library) -> Option<&'l Lesson> {
        library.lessons.get(self.chosen()?)
    }

    /// Chooses so many rows further down. False where that is the same one.
    pub fn by(&mut self, rows: isize) -> bool {
        self.to(self.chosen.saturating_add_signed(rows))
    }

    /// Chooses a row, the last one at most.
    pub fn to(&mut self, row: usize) -> bool {
        let to = row.min(self.order.len().saturating_sub(1));
        std::mem::replace(&mut self.chosen, to) != to
    }

    /// Chooses a lesson by its name.
    pub fn choose(&mut self, library: &Library, id: &str) {
        let row = self.order.iter().position(|place| library.lessons.get(*place).is_some_and(|lesson| lesson.id == id));
        self.chosen = row.unwrap_or(self.chosen);
    }

    /// Follows a library that was written anew: the same lesson stays chosen where it still is.
    pub fn follow(&mut self, old: &Library, new: &Library) {
        let id = self.lesson(old).map(|lesson| lesson.id.clone());
        *self = Map::new(new);
        if let Some(id) = id {
            self.choose(new, &id);
        }
    }
}
