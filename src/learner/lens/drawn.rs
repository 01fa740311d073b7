//! Which picture a place is drawn by.

use crate::view::picture::{PICTURES, Picture, Scene, picture};

/// How a place is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drawn {
    /// By the first picture that fits.
    First,
    /// By the picture of this name, where it fits.
    Chosen(&'static str),
    /// By a list of values.
    List,
}

/// The picture that is wanted, where it fits.
pub fn chosen(drawn: Drawn, scene: &dyn Scene) -> Option<&'static Picture> {
    match drawn {
        Drawn::First => PICTURES.iter().find(|picture| (picture.fits)(scene)),
        Drawn::Chosen(name) => picture(name).filter(|picture| (picture.fits)(scene)),
        Drawn::List => None,
    }
}
