//! A value as views see it.

use super::masked::Masked;
use super::shape::Shape;
use crate::run::{Error, Rope, Source, Type, Value};

/// The most bytes of a value that are looked at.
pub const MAX_BYTES: u64 = 4096;
/// The most items of a list that are looked at.
pub const MAX_ITEMS: usize = 4096;

/// A value as views see it: a few bytes and what they mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// The first bytes, [`MAX_BYTES`] at most.
    pub bytes: Vec<u8>,
    /// The number of bytes in all.
    pub len: u64,
    /// The type of the value.
    pub kind: Type,
    /// The value in words of its own, for what is not bytes: an integer, a truth value, a list.
    pub plain: Option<String>,
    /// The items of a list.
    pub items: Vec<Shown>,
    /// The byte one stands on, where it is one of these.
    pub cursor: Option<usize>,
    /// The strings that bytes are the XOR of, where their place knows it: of a long value the stretch that one stands
    /// on.
    pub xor: Option<Xor>,
    /// The points that the plane of a point has, where its place knows its curve.
    pub plane: Vec<(u64, u64)>,
    /// The algorithm whose state the bytes are, where their place knows it.
    pub state: Option<Shape>,
    /// The bytes of a block, where their place knows its cipher.
    pub block: Option<usize>,
    /// Whether the author of a lesson asks for a view of the value here: then bytes are a state by their length alone.
    pub asked: bool,
    /// The spellings that must not be seen in a view of it.
    pub masked: Vec<Masked>,
}

/// A stretch of bytes, and the strings of bytes as long as it whose XOR it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Xor {
    /// The stretch.
    pub result: Vec<u8>,
    /// The strings by name.
    pub terms: Vec<(String, Vec<u8>)>,
    /// The byte of the stretch that one stands on, where it is one of these.
    pub cursor: Option<usize>,
}

impl Shown {
    /// Bytes as they stand.
    pub fn bytes(bytes: Vec<u8>) -> Shown {
        Shown {
            len: bytes.len() as u64,
            bytes,
            kind: Type::Bytes,
            plain: None,
            items: vec![],
            cursor: None,
            xor: None,
            plane: vec![],
            state: None,
            block: None,
            asked: false,
            masked: vec![],
        }
    }
    /// A value as views see it where nothing is known of its place.
    ///
    /// # Errors
    /// Whatever reading it gives; what is not computed yet is pending.
    pub fn of(value: &Value) -> Result<Shown, Error> {
        let len = value.rope().map_or(0, Rope::len);
        let bytes = value.rope().map_or(Ok(vec![]), |rope| rope.slice(0..len.min(MAX_BYTES)).to_vec())?;
        let plain = match value.kind() {
            Type::Bytes | Type::Text => None,
            Type::Int | Type::Bool | Type::List => Some(value.show(MAX_BYTES as usize)?),
        };
        let items = match value {
            Value::List(items) => items.iter().take(MAX_ITEMS).map(Shown::of).collect::<Result<_, _>>()?,
            _ => vec![],
        };
        Ok(Shown { len, kind: value.kind(), plain, items, ..Shown::bytes(bytes) })
    }
    /// Whether some bytes are not looked at.
    pub fn is_cut(&self) -> bool {
        self.len > self.bytes.len() as u64
    }
    /// The state that all of the bytes are: where their place knows it, or else where a lesson asks for its view.
    pub fn whole_state(&self) -> Option<Shape> {
        let known = self.state.or(if self.asked { self.state_by_length() } else { None });
        known.filter(|state| self.kind == Type::Bytes && state.bytes() == self.len)
    }
    /// The state that has as many bytes, for text in which somebody asks for its view by name.
    pub(super) fn state_by_length(&self) -> Option<Shape> {
        Shape::ALL.into_iter().find(|state| state.bytes() == self.len)
    }
}
