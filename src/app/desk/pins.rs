//! Pinned values: a few that stay in sight while one steps.
//!
//! A pin that *follows* shows the value of its name in the round and the segment one stands in; one that *stays* shows
//! the same address always. Where the round has no such value, a following pin stays with the one it had.

use crate::app::outcome::Outcome;
use crate::learner::lens::{Lens, frame};
use crate::run::Named;
use crate::sheet::spot::Spot;

/// How many values can be pinned.
const PINS: usize = 6;
/// How much of a value is shown, in columns.
const COLUMNS: usize = 64;

/// The pinned values.
#[derive(Clone, Default)]
pub struct Pins(Vec<Pin>);

#[derive(Clone)]
struct Pin {
    address: String,
    /// The label of a value in a segment; others cannot follow.
    label: Option<Named>,
    follows: bool,
}

/// A pinned value as it is seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pinned {
    /// Its address.
    pub address: String,
    /// The value, or why there is none.
    pub value: String,
    /// Whether it follows.
    pub follows: bool,
}

impl Pins {
    /// Pins the value one stands on; pinned already, it goes from following to staying, and from staying away.
    pub fn turn(&mut self, spot: &Spot) -> Outcome {
        let budget = frame();
        let address = match spot.address(&budget) {
            Ok(address) => address,
            Err(error) => return Outcome::Told(error.to_string()),
        };
        match self.0.iter().position(|pin| pin.address == address) {
            Some(place) if self.0[place].follows => {
                self.0[place].follows = false;
                Outcome::Told(format!("The pin stays at {address}. ⟨pin⟩ once more takes it away."))
            }
            Some(place) => {
                self.0.remove(place);
                Outcome::told("The pin is taken away.")
            }
            None if self.0.len() == PINS => {
                Outcome::Told(format!("{PINS} values can be pinned; ⟨pin⟩ on one of them frees it."))
            }
            None => {
                let label = spot.there().and_then(|cursor| cursor.named(&budget));
                let follows = label.is_some();
                self.0.push(Pin { address, label, follows });
                Outcome::told(if follows {
                    "Pinned: it follows the round you stand in. ⟨pin⟩ once more makes it stay."
                } else {
                    "Pinned: it stays. ⟨pin⟩ once more takes it away."
                })
            }
        }
    }

    /// Pinned values, as seen from where one stands.
    pub fn look(&mut self, spot: &Spot, lens: &Lens) -> Vec<Pinned> {
        for pin in self.0.iter_mut().filter(|pin| pin.follows) {
            let here = spot.there().zip(pin.label.as_ref());
            let followed = here.and_then(|(cursor, label)| cursor.in_this_round(label, lens.budget));
            pin.address = followed.unwrap_or_else(|| pin.address.clone());
        }
        let row = |pin: &Pin| Pinned {
            address: pin.address.clone(),
            value: lens.line_at(&pin.address, COLUMNS),
            follows: pin.follows,
        };
        self.0.iter().map(row).collect()
    }
}
