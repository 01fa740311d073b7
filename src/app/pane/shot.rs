//! The picture of the place one stands at, drawn in each of its sizes.

use crate::app::desk::walk::Walk;
use crate::learner::lens::{Around, Lens, chosen, mark};
use crate::sheet::Sheet;
use crate::view::picture::{Cell, Drawing, Picture};

/// A picture and its drawings.
#[derive(Clone)]
pub struct Shot {
    /// The picture.
    pub picture: &'static Picture,
    /// Its drawings, the smallest first.
    pub drawings: Vec<Drawing>,
    /// The addresses of all cells, for pointing: a cell's number is its place here.
    pub addresses: Vec<String>,
    /// The drawing in words.
    pub said: Vec<String>,
}

impl Shot {
    /// The picture that a walk chose for its place, or the first that fits; none where none does.
    pub fn of(walk: &Walk, lens: Lens, earlier: Option<&Sheet>, was: Option<&Shot>) -> Option<Shot> {
        let scene = Around::of(walk.spot(), lens, earlier).ok()?;
        let picture = chosen(walk.drawn(), &scene)?;
        let mut drawings: Vec<Drawing> = picture.sizes.iter().map(|size| (picture.draw)(&scene, *size)).collect();
        let was = was.filter(|was| std::ptr::eq(was.picture, picture));
        for (i, drawing) in drawings.iter_mut().enumerate() {
            mark(drawing, &scene, was.and_then(|was| was.drawings.get(i)));
        }
        drawings.retain(|drawing| !drawing.cells.is_empty());
        let mut addresses: Vec<String> =
            drawings.iter().flat_map(|drawing| &drawing.cells).map(|cell| cell.address.clone()).collect();
        addresses.sort_unstable();
        addresses.dedup();
        let said = (picture.say)(&scene);
        (!drawings.is_empty()).then_some(Shot { picture, drawings, addresses, said })
    }

    /// The largest drawing that so much room is enough for.
    pub fn that_fits(&self, columns: u16, rows: u16) -> Option<&Drawing> {
        self.drawings.iter().rev().find(|drawing| drawing.columns <= columns && drawing.rows <= rows)
    }

    /// The number of a cell, for pointing.
    pub fn number(&self, cell: &Cell) -> Option<usize> {
        self.addresses.binary_search(&cell.address).ok()
    }

    /// The values that are shown.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.drawings.first().into_iter().flat_map(|drawing| &drawing.cells).map(|cell| cell.text.as_str())
    }
}
