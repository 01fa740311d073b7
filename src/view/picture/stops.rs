//! The stops of a picture: the values that a step leads through.

use super::Scene;

/// The stop that a step leads to from a value that is none: the next one in the order of computing, or the one before.
pub fn nearest(scene: &dyn Scene, stops: &[String], forward: bool) -> Option<usize> {
    // Of what is made of several values, the first of them.
    if let Some(inside) = stops.iter().position(|stop| is_below(stop, scene.here())) {
        return Some(inside);
    }
    let place = |address: &str| {
        let below = address.strip_prefix(scene.base())?.strip_prefix('/')?;
        scene.labels().iter().position(|label| label.address() == below)
    };
    let here = place(scene.here());
    if here.is_none() {
        return (forward && !stops.is_empty()).then_some(0);
    }
    match forward {
        true => stops.iter().position(|stop| place(stop) > here),
        false => stops.iter().rposition(|stop| place(stop) < here),
    }
}

/// Whether an address lies below another.
fn is_below(address: &str, above: &str) -> bool {
    address.strip_prefix(above).is_some_and(|rest| rest.starts_with(['/', '[']))
}
