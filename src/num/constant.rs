//! Constants of a specification, and what they are.

use super::Index;

/// A sentence on the constant of an index.
pub type Sentence = fn(Index) -> String;

/// A constant by its name in the specification. A family of constants is one of these, told apart by an index: `K[12]`.
#[derive(Clone, Copy)]
pub struct Constant {
    /// The name, as addresses and formulas print it.
    pub name: &'static str,
    /// A sentence on the constant of an index, such as "cube root of 41"; none where its name says it.
    pub says: Option<Sentence>,
}
impl Constant {
    /// A constant and what is said of each index.
    pub const fn new(name: &'static str, says: Sentence) -> Constant {
        Constant { name, says: Some(says) }
    }
}
impl From<&'static str> for Constant {
    #[inline]
    fn from(name: &'static str) -> Constant {
        Constant { name, says: None }
    }
}
