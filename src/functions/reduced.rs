//! Algorithms with a part left out, which show what the part is there for. The body is the same; the result is not the
//! algorithm's, is called so wherever it is shown, and is never held against a vetted crate.

use super::{Arguments, Default, Limits, Parameter};
use crate::run::Error;
use num_traits::ToPrimitive;

/// A phrase for what the result of a call is not, `not AES: 3 of 10 rounds`; nothing where no part is left out.
pub type Reduced = fn(&Arguments) -> Result<Option<String>, Error>;

/// The parameter `rounds`, of `most` at most.
pub const fn rounds(most: i64, default: Default) -> Parameter {
    Parameter::int("rounds", "how many rounds; with fewer than all it is another algorithm, to learn from")
        .or(default)
        .within(Limits::Only(1, most))
}
/// A phrase for the rounds a call leaves out, of `all`.
///
/// # Errors
/// What reading the argument gives.
pub fn fewer(arguments: &Arguments, all: u64) -> Result<Option<String>, Error> {
    let rounds = arguments.int("rounds")?.to_u64().unwrap_or(all);
    Ok((rounds < all).then(|| format!("{rounds} of {all} rounds")))
}
/// The phrase for what is not `name`, of those for the parts left out.
pub fn not(name: &str, parts: impl IntoIterator<Item = Option<String>>) -> Option<String> {
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| format!("not {name}: {}", parts.join(", ")))
}
