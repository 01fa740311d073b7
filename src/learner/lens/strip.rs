//! The strip of a number that every segment names.

use crate::learner::lens::Lens;
use crate::run::strip::Strip;
use crate::sheet::spot::Spot;

/// The strip around a spot, shaded by the value of a name in each segment; as it was where there is none.
pub fn valued(strip: Strip, name: &str, spot: &Spot, lens: &Lens) -> Strip {
    let levels = spot.cursor().map_or(&[][..], |cursor| cursor.levels());
    let Some((part, _)) = levels.iter().rev().find_map(|level| level.segment()) else { return strip };
    strip.clone().valued(part, name, &|place| lens.hides(place), lens.budget).unwrap_or(strip)
}
