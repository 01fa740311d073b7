//! The picture of the place one stands at: chosen at each look, drawn in a size only when that size is shown, and kept
//! until the next look.

use std::cell::OnceCell;
use std::collections::HashMap;
use std::rc::Rc;

use super::scene::Asked;
use super::{Around, Drawn, Lens, chosen, mark};
use crate::sheet::Sheet;
use crate::sheet::spot::Spot;
use crate::view::picture::{Cell, Drawing, Picture, Scene, Size};

/// The cells of a drawing that can be told apart by their numbers.
const CELLS: usize = 1 << 13;

/// A picture and its drawings.
#[derive(Clone)]
pub struct Shot {
    /// The picture.
    pub picture: &'static Picture,
    /// The values that it has asked for.
    asked: Rc<Asked>,
    /// The values that it had asked for before the last edit.
    before: Option<Rc<Asked>>,
    /// Its drawings, one for each of its sizes.
    sketches: Vec<OnceCell<Sketch>>,
}

/// A drawing with its marks.
#[derive(Clone, Default)]
pub struct Sketch {
    /// The drawing.
    pub drawing: Drawing,
    /// The numbers of its cells, for pointing: cells of one value have one number.
    pub numbers: Vec<usize>,
}

impl Shot {
    /// The picture that is wanted in a scene, or the first that fits; none where none does.
    pub fn of(drawn: Drawn, scene: &Around) -> Option<Shot> {
        let picture = chosen(drawn, scene)?;
        Some(Shot { picture, asked: scene.asked(), before: None, sketches: vec![OnceCell::new(); picture.sizes.len()] })
    }

    /// Marks what is other than it was in a shot of the same place before an edit.
    pub fn mark_changes(&mut self, before: &Shot) {
        self.before = Some(before.asked.clone());
    }

    /// The scene of the place again, with all that was asked for.
    pub fn scene<'a>(&self, spot: &Spot, lens: Lens<'a>, earlier: Option<&'a Sheet>) -> Option<Around<'a>> {
        Around::again(spot, lens, earlier, self.asked.clone()).ok()
    }

    /// Whether a value that another shot of the same place had asked for is another one now.
    pub fn tells_more(&self, before: &Shot, scene: &Around) -> bool {
        !std::ptr::eq(self.picture, before.picture)
            || !self.asked.is(&before.asked)
                && before.asked.values().any(|(whole, got)| scene.get(&format!("/{whole}")) != got)
    }

    /// The largest drawing that so much room is enough for.
    pub fn that_fits<'a>(&self, columns: u16, rows: u16, scene: impl Fn() -> Option<Around<'a>>) -> Option<&Sketch> {
        let sizes = self.picture.sizes.iter().zip(&self.sketches).enumerate().rev();
        let wanted = sizes.filter(|(_, (size, _))| size.is_for(columns));
        let mut drawn = wanted.map(|(place, (size, sketch))| {
            sketch.get_or_init(|| scene().map_or_else(Sketch::default, |scene| self.sketch(place, *size, &scene)))
        });
        drawn.find(|Sketch { drawing, .. }| {
            !drawing.cells.is_empty() && drawing.columns <= columns && drawing.rows <= rows
        })
    }

    fn sketch(&self, place: usize, size: Size, scene: &Around) -> Sketch {
        let mut drawing = (self.picture.draw)(scene, size);
        mark(&mut drawing, scene, self.before.as_deref());
        let mut found: HashMap<&str, usize> = HashMap::new();
        let cells = (place * CELLS..).zip(&drawing.cells);
        let numbers = cells.map(|(number, cell)| *found.entry(&cell.address).or_insert(number)).collect();
        Sketch { numbers, drawing }
    }

    /// The cell of a number, where it is drawn.
    pub fn cell(&self, number: usize) -> Option<&Cell> {
        self.sketches.get(number / CELLS)?.get()?.drawing.cells.get(number % CELLS)
    }

    /// The cells of what is drawn with their numbers, one for each value of a drawing, in the order of their addresses.
    pub fn cells(&self) -> Vec<(usize, &Cell)> {
        let sketches = self.sketches.iter().enumerate().filter_map(|(size, sketch)| Some((size, sketch.get()?)));
        let cells = sketches.flat_map(|(size, sketch)| {
            let numbered = (size * CELLS..).zip(&sketch.numbers).zip(&sketch.drawing.cells);
            numbered.filter(|((own, number), _)| own == *number).map(|((own, _), cell)| (own, cell))
        });
        let mut cells: Vec<(usize, &Cell)> = cells.collect();
        cells.sort_by(|one, other| one.1.address.cmp(&other.1.address));
        cells
    }
}
