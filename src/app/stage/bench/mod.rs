//! The bench: a free sheet with a formula bar, and the computing half of the lessons for the cell that is chosen.

pub mod bar;
mod changes;
mod pasted;
mod rows;
mod saving;
mod stage;
mod typing;

use std::rc::Rc;

use crate::app::desk::Desk;
use crate::app::list::{Choice, List};
use crate::app::outcome::Outcome;
use crate::app::pane::Sight;
use crate::app::stage::computing::Computing;
use crate::lesson::saving::{Chosen, Saving};
use crate::run::Budget;
use crate::sheet::expr::Line;
use crate::sheet::writing::own as own_line;
use crate::sheet::{Cell, Files, Sheet};
use bar::Bar;
pub use rows::CellRow;
pub use typing::first_cell;

/// The sheet that the bench opens with.
#[derive(Clone, Debug, Default)]
pub struct Opened {
    /// The cells.
    pub cells: Vec<Line>,
    /// The address to stand at, and how it looks.
    pub watch: Option<(String, Option<String>)>,
    /// The file it came from.
    pub path: Option<String>,
    /// The sentence to be said about it.
    pub told: Option<String>,
}

/// The bench.
pub struct Bench {
    desk: Desk,
    sight: Sight,
    /// The cells.
    pub cells: List<CellRow>,
    /// The version of the sheet that the cells were looked at with.
    looked: Option<u64>,
    /// Whether the keys walk in the value, and not among the cells.
    pub inside: bool,
    /// The formula bar, if it is open.
    pub bar: Option<Bar>,
    /// The file of the sheet.
    pub path: Option<String>,
    /// Whether the map lies behind it.
    pub over_map: bool,
    /// The paths that were written here, each with the text that it got and the remark on it: as long as that text
    /// stands there, it may be written again.
    written: Vec<(String, Chosen)>,
    /// The file to be written, until somebody takes it.
    pub saving: Option<Saving>,
    /// The path of the file that is being written.
    under_way: Option<String>,
    /// The version of the sheet that is saved.
    saved: u64,
    /// Whether the learner was asked whether the sheet may be lost.
    pub warned: bool,
}

impl Bench {
    /// Puts a sheet on the bench.
    pub fn open(opened: Opened, files: Rc<dyn Files>) -> Bench {
        let mut desk = Desk::new(opened.cells.into_iter().map(own_line).collect(), files);
        if let Some((address, view)) = opened.watch {
            desk.stand_at(&address, view.as_deref());
        }
        let mut bench = Bench {
            saved: desk.edits(),
            desk,
            sight: Sight::default(),
            cells: List::new(Vec::new()),
            looked: None,
            inside: false,
            bar: None,
            path: opened.path,
            over_map: false,
            written: Vec::new(),
            saving: None,
            under_way: None,
            warned: false,
        };
        bench.look();
        bench
    }

    /// Whether there is something to save.
    fn is_changed(&self) -> bool {
        self.desk.edits() != self.saved
    }

    /// Words on what is not in a file yet.
    pub fn unsaved(&self) -> &'static str {
        match &self.under_way {
            Some(_) => "being saved",
            None if self.is_changed() => "not saved",
            None => "",
        }
    }

    fn sheet(&self) -> &Sheet {
        self.desk.sheet()
    }

    fn cell(&self) -> Option<&Cell> {
        self.sheet().cell(&self.cells.chosen()?.name)
    }

    /// Into the value of the chosen cell.
    pub fn enter(&mut self) -> Outcome {
        if self.cells.is_empty() {
            return Outcome::told("There is no cell yet; ⟨add-cell⟩ makes one.");
        }
        self.inside = true;
        match self.desk.go(|walk, lens| walk.into(lens)) {
            Outcome::Nothing => Outcome::Moved,
            outcome => outcome,
        }
    }

    /// Compares with the sheet before the last edit, which is seen from inside the value.
    pub fn compare(&mut self) -> Outcome {
        let outcome = self.desk.compare_or_choose();
        self.inside |= self.desk.compare().sides().is_some();
        outcome
    }

    /// Opens the value of the chosen cell down to its bits.
    pub fn down_to_bits(&mut self) -> Outcome {
        let outcome = self.desk.go(|walk, lens| walk.down_to_bits(lens));
        self.inside = outcome == Outcome::Moved;
        outcome
    }

    /// Changes the chosen cell: what stands in an input, else its formula.
    pub fn edit(&mut self) -> Outcome {
        match self.cell() {
            Some(cell) if cell.input.is_some() => {
                let name = cell.name().to_owned();
                self.desk.edit_input(&name)
            }
            _ => self.open_formula(),
        }
    }

    /// Whether the bits of a value are shown, which take the whole pane.
    pub fn shows_bits(&self) -> bool {
        self.desk.walk().chosen_bit(&self.desk.lens(&Budget::none())).is_some()
    }
}
