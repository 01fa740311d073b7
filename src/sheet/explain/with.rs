//! What was given to check with.

use crate::run::Value;
use crate::sheet::expr::{Expr, Kind};

/// Something that an artefact is checked with.
#[derive(Clone, Copy, Debug)]
pub struct Secret {
    /// Its names for `--with`, the first of which is the one that is told.
    pub names: &'static [&'static str],
    /// A phrase for it: `the password`.
    pub phrase: &'static str,
    /// Whether it is shown to nobody while it is typed.
    pub quiet: bool,
}
impl Secret {
    /// The name that is told.
    pub fn name(&self) -> &'static str {
        self.names[0]
    }
}

/// Values to check with, by name. Nothing of it is ever written anywhere.
#[derive(Clone, Default)]
pub struct With {
    given: Vec<(String, Value)>,
    clock: Option<u64>,
}
impl With {
    /// The same with the time of now, in seconds since 1970: nothing is checked by it, but what is out of date is said
    /// to be.
    pub fn at(self, seconds: u64) -> With {
        With { clock: Some(seconds), ..self }
    }
    /// The time of now, where it is known.
    pub fn clock(&self) -> Option<u64> {
        self.clock
    }
    /// The same with one more.
    pub fn and(mut self, name: &str, value: Value) -> With {
        self.given.push((name.to_owned(), value));
        self
    }
    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        self.given.is_empty()
    }
    /// The names that were given.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.given.iter().map(|(name, _)| name.as_str())
    }
    /// The value for a secret, under whichever of its names; the latest counts.
    pub fn value(&self, secret: &Secret) -> Option<&Value> {
        self.given.iter().rev().find(|(name, _)| secret.names.contains(&name.as_str())).map(|(_, value)| value)
    }
    /// The same as a literal of a formula.
    pub fn literal(&self, secret: &Secret) -> Option<String> {
        self.value(secret).and_then(literal)
    }
    /// A plain text under one name.
    pub fn text(&self, name: &str) -> Option<String> {
        let (_, value) = self.given.iter().rev().find(|(known, _)| known == name)?;
        value.to_text().ok().flatten()
    }
}

/// A value as a literal.
fn literal(value: &Value) -> Option<String> {
    let kind: Kind = crate::sheet::writing::literal(value)?;
    Some(Expr { span: Default::default(), kind }.to_string())
}
/// A text as a literal.
pub(super) fn quoted(text: &str) -> String {
    Expr { span: Default::default(), kind: Kind::Text(text.to_owned()) }.to_string()
}
