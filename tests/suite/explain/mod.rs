//! `explain`: the right family first, no certainty where there is none, VERIFIED for what the references verify alone,
//! and the command around it.

mod command;
mod mutated;
mod samples;
mod told;
mod transit;
mod unix;
mod verified;

use cleartext::run::{Budget, Value};
use cleartext::sheet::explain::{Candidate, Explained, With, explain};

fn explained(bytes: &[u8], with: &With) -> Explained {
    explain(bytes, with, &Budget::unlimited())
}

fn alone(text: &str) -> Explained {
    explained(text.as_bytes(), &With::default())
}

fn best(text: &str) -> Candidate {
    alone(text).candidates.into_iter().next().unwrap_or_else(|| panic!("{text} is not recognised"))
}
/// The first candidate, with what was given.
fn checked(text: &str, given: &[(&str, &str)]) -> Candidate {
    let with = given.iter().fold(With::default(), |with, (name, value)| with.and(name, Value::text(value)));
    explained(text.as_bytes(), &with)
        .candidates
        .into_iter()
        .next()
        .unwrap_or_else(|| panic!("{text} is not recognised"))
}
