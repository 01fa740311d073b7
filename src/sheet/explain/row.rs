//! What a row of the table says.

use super::detail::Seen;
use super::found::{Found, Judgement, Try};
use super::layer::Layer;
use super::with::{Secret, With};

/// A family of artefacts.
pub struct Family {
    /// Its identifier, which is public.
    pub id: &'static str,
    /// A line on what it is, without a full stop.
    pub what: &'static str,
    /// How common it is, from 0 to 100: of two that fit alike the more common comes first.
    pub popularity: u8,
    /// The secrets that check it, the one that is needed first; empty where nothing can be checked.
    pub takes: &'static [Secret],
    /// Says whether a layer is of this family, from its structure, and how it is taken apart.
    pub detect: fn(&Layer) -> Option<Found>,
    /// The formulas that check it with what was given, of which the first that holds is taken; none where what is
    /// needed was not given.
    pub check: fn(&Layer, &With) -> Vec<Try>,
    /// Judgements that follow from the fields alone.
    pub judge: fn(&Seen) -> Vec<Judgement>,
}
impl Family {
    /// A row of something that is shown, and neither checked nor judged.
    pub const fn shown(
        id: &'static str,
        what: &'static str,
        popularity: u8,
        detect: fn(&Layer) -> Option<Found>,
    ) -> Family {
        Family { id, what, popularity, takes: &[], detect, check: |_, _| vec![], judge: |_| vec![] }
    }
}
