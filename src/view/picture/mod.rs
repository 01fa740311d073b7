//! Pictures: the shape of a computation, drawn from values that can be asked where they come from.
//!
//! A [`Picture`] reads a [`Scene`] and returns a [`Drawing`]; it sets no marks and paints nothing. To add one, write its
//! file and name its row in [`PICTURES`].

mod curve;
mod drawing;
mod film;
mod ladder;
mod lattice;
mod quarters;
mod register;
mod row;
mod scene;

pub use drawing::{Caption, Cell, Drawing, Ink, Mark, cut};
pub use row::{Picture, Size};
pub use scene::{Given, Got, Named, Parent, Scene, Segment, Stretch};

/// The table, in the order in which the first that fits is taken, and in which a key goes through them.
pub static PICTURES: &[Picture] =
    &[curve::PICTURE, film::PICTURE, ladder::PICTURE, lattice::PICTURE, quarters::PICTURE, register::PICTURE];

/// A picture by name.
pub fn picture(name: &str) -> Option<&'static Picture> {
    PICTURES.iter().find(|picture| picture.name == name)
}
