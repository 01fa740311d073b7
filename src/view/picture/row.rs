//! The row of a picture, and the sizes it is drawn in.

use super::drawing::Drawing;
use super::scene::Scene;

/// One picture.
#[derive(Debug)]
pub struct Picture {
    /// Its name, in `picture = "…"` of a watch.
    pub name: &'static str,
    /// Its summary, in one sentence.
    pub summary: &'static str,
    /// Whether it fits the place.
    pub fits: fn(&dyn Scene) -> bool,
    /// The sizes it can be drawn in, the smallest first.
    pub sizes: &'static [Size],
    /// The values that a step leads through, in the order of computing, of this segment. Each is a cell at every size.
    pub stops: fn(&dyn Scene) -> Vec<String>,
    /// The drawing.
    pub draw: fn(&dyn Scene, Size) -> Drawing,
    /// The drawing in words, one fact a line.
    pub say: fn(&dyn Scene) -> Vec<String>,
    /// How many entries make a row, where it is a table: up and down go by rows of it, and the rule of an entry stands
    /// in it, so that none is wanted below.
    pub across: Option<fn(&dyn Scene) -> usize>,
    /// Whether it shows what an edit changed: it compares with the run before that without being told to.
    pub changes: bool,
}

/// The room that a drawing takes at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Size {
    /// Beside the text on a terminal of 80 by 24.
    Small,
    /// Beside the text on a terminal of 120 by 40.
    Large,
    /// Alone on a terminal of 80 by 24.
    Wide,
    /// Alone on a terminal of 120 by 40.
    Full,
}

impl Size {
    /// Whether it is worth drawing in so many columns: where they are no more than a smaller size has, that one is
    /// meant.
    pub fn is_for(self, columns: u16) -> bool {
        match self {
            Size::Small => true,
            Size::Large => columns > Size::Small.columns(),
            Size::Wide | Size::Full => columns > Size::Large.columns(),
        }
    }
    /// Its columns.
    pub fn columns(self) -> u16 {
        match self {
            Size::Small => 40,
            Size::Large => 62,
            Size::Wide => 78,
            Size::Full => 118,
        }
    }
    /// Its rows.
    pub fn rows(self) -> u16 {
        match self {
            Size::Small => 17,
            Size::Large => 33,
            Size::Wide => 19,
            Size::Full => 35,
        }
    }
}
