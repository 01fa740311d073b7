//! Pictures: the shape of a computation, drawn from values that can be asked where they come from.
//!
//! A [`Picture`] reads a [`Scene`] and returns a [`Drawing`]; it sets no marks and paints nothing. To add one, write
//! its file and name its row in [`PICTURES`].

mod avalanche;
mod blocks;
mod boxes;
mod certificates;
mod chain;
mod curve;
mod drawing;
mod equations;
mod fields;
mod film;
mod grid;
mod handshake;
mod keccak;
mod ladder;
mod lanes;
mod lattice;
mod letters;
mod linked;
mod memory;
mod overlay;
mod pairs;
mod quarters;
mod regions;
mod register;
mod ribbon;
mod row;
mod sboxes;
mod scene;
mod schedule;
mod seal;
mod squares;
mod stops;
mod stretch;
mod sums;
mod swaps;
mod tree;

pub use drawing::{Byte, Caption, Cell, Drawing, Ink, Mark, Paint, brief, cut};
pub use row::{Picture, Size};
pub use scene::{Among, Apart, Call, Field, Given, Got, Named, Parent, Piece, Scene, Segment, Spread, byte_range};
pub use stops::nearest;
pub use stretch::Stretch;

/// The table, in the order in which the first that fits is taken, and in which a key goes through them.
pub static PICTURES: &[Picture] = &[
    blocks::PICTURE,
    chain::PICTURE,
    curve::PICTURE,
    certificates::PICTURE,
    equations::PICTURE,
    linked::PICTURE,
    fields::PICTURE,
    handshake::PICTURE,
    schedule::PICTURE,
    film::PICTURE,
    keccak::PICTURE,
    ladder::PICTURE,
    lattice::PICTURE,
    sboxes::PICTURE,
    sums::PICTURE,
    swaps::PICTURE,
    quarters::PICTURE,
    memory::PICTURE,
    grid::PICTURE,
    pairs::PICTURE,
    register::PICTURE,
    tree::PICTURE,
    seal::PICTURE,
    boxes::PICTURE,
    regions::PICTURE,
];

/// The pictures that are drawn only where a lesson asks for them by name, and those of changes where two runs are
/// compared.
pub static ASKED: &[Picture] =
    &[letters::PICTURE, lanes::PICTURE, squares::PICTURE, avalanche::PICTURE, overlay::PICTURE];

/// All pictures.
pub fn pictures() -> impl Iterator<Item = &'static Picture> {
    PICTURES.iter().chain(ASKED)
}

/// A picture by name.
pub fn picture(name: &str) -> Option<&'static Picture> {
    pictures().find(|picture| picture.name == name)
}
