//! The course map: a list of units and lessons with one of them chosen.

use crate::app::list::{Choice, List};
use crate::lesson::{Lesson, Library};

/// Which lesson is chosen on the map.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Map {
    /// The lessons of the units in order, with the tests before and after them, by their place in the library.
    pub list: List<usize>,
}

impl Map {
    /// The map of a library, with its first lesson chosen.
    pub fn new(library: &Library) -> Map {
        Map { list: List::new(library.units.iter().flat_map(crate::lesson::Unit::rows).collect()) }
    }

    /// The place of the chosen lesson in the library.
    pub fn chosen(&self) -> Option<usize> {
        self.list.chosen().copied()
    }

    /// The chosen lesson.
    pub fn lesson<'l>(&self, library: &'l Library) -> Option<&'l Lesson> {
        library.lessons.get(self.chosen()?)
    }

    /// Chooses a lesson by its name.
    pub fn choose(&mut self, library: &Library, id: &str) {
        self.list.choose_first(|place| library.lessons.get(*place).is_some_and(|lesson| lesson.id == id));
    }

    /// Chooses the lesson that was left just now; where it is done, the one after it.
    pub fn left(&mut self, library: &Library, id: &str, done: bool) {
        self.choose(library, id);
        if done {
            self.list.choose(self.list.place() + 1);
        }
    }

    /// The lesson after another.
    pub fn after<'l>(&self, library: &'l Library, id: &str) -> Option<&'l Lesson> {
        let lessons = || self.list.rows().iter().filter_map(|place| library.lessons.get(*place));
        lessons().skip_while(|lesson| lesson.id != id).nth(1)
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
