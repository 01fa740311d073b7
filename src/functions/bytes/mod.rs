//! Bytes, text, lists and integers.
//!
//! What only rearranges (`concat`, `slice`, `reverse`, `repeat`, `split`, `item`, `join`) copies nothing: each byte
//! keeps its origin. What recodes (`xor`, `hex`, `base64`, …) is a part `row` that reads some 16 bytes a segment. What
//! computes one number (`add`, `less`, `int_be`, …) is a part `result` with a single segment.

mod arithmetic;
pub(in crate::functions) mod base64;
mod bitwise;
mod choose;
pub(in crate::functions) mod compare;
mod concat;
mod distance;
mod euclid;
pub(in crate::functions) mod hex;
pub(in crate::functions) mod inflate;
pub(in crate::functions) mod integer;
mod list;
mod measure;
mod order;
pub mod pad;
pub(in crate::functions) mod power;
mod repeat;
pub(in crate::functions) mod second;
mod shared;
mod slice;
mod text;

use super::Function;
use shared::{
    BITS, LONGEST, READ_WHOLE, ROW, bytes, computed, counted, integer, limit, negative, signed, together, whole,
};

/// The rows of this family.
pub const ROWS: &[Function] = &[
    concat::CONCAT,
    slice::SLICE,
    repeat::REPEAT,
    repeat::REVERSE,
    measure::LENGTH,
    bitwise::XOR,
    bitwise::AND,
    bitwise::OR,
    bitwise::NOT,
    compare::EQUAL,
    distance::BIT_DIFFERENCE,
    hex::HEX,
    hex::UNHEX,
    base64::BASE64,
    base64::UNBASE64,
    inflate::INFLATE,
    text::UTF8,
    text::TEXT,
    list::SPLIT,
    list::ITEM,
    list::JOIN,
    pad::PAD,
    pad::UNPAD,
    integer::INT_BE,
    integer::INT_LE,
    integer::BYTES_BE,
    integer::BYTES_LE,
    arithmetic::ADD,
    arithmetic::SUBTRACT,
    arithmetic::MULTIPLY,
    arithmetic::DIVIDE,
    arithmetic::MODULO,
    power::MODPOW,
    euclid::MODINV,
    euclid::GCD,
    order::LESS,
    order::LESS_EQUAL,
    order::GREATER,
    order::GREATER_EQUAL,
    compare::SAME,
    compare::DIFFERENT,
    choose::CHOOSE,
];

#[cfg(test)]
pub(in crate::functions) mod testing;
