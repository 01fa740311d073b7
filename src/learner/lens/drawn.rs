//! Which picture a place is drawn by.

use super::Around;
use crate::view::picture::{PICTURES, Picture, picture};

/// How a place is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drawn {
    /// By the first picture that fits.
    First,
    /// By the picture of this name, where it fits.
    Chosen(&'static str),
    /// By the picture of this name, where it fits, else by the first that does.
    Kept(&'static str),
    /// By a list of values.
    List,
}

/// The picture that is wanted, where it fits.
pub fn chosen(drawn: Drawn, scene: &Around) -> Option<&'static Picture> {
    match drawn {
        // Which one that is depends on the place alone: it is asked again by whoever draws, and by the next step.
        Drawn::First => scene.once_here(|| PICTURES.iter().find(|picture| (picture.fits)(scene))),
        Drawn::Kept(name) => chosen(Drawn::Chosen(name), scene).or_else(|| chosen(Drawn::First, scene)),
        Drawn::Chosen(name) => picture(name).filter(|picture| (picture.fits)(scene)),
        Drawn::List => None,
    }
}
