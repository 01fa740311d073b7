//! What a trace is made of: nodes, their operations and kinds, labels, helpers and calls.

use super::Index;
use super::callee::Entrance;
use std::ops::Range;

/// The kind of a node's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A truth value.
    Bit,
    /// A byte.
    U8,
    /// A word of 32 bits.
    U32,
    /// A word of 64 bits.
    U64,
    /// An integer of any size.
    Int,
    /// An integer modulo p.
    Mod,
}
impl Kind {
    /// The width in bits, where the kind fixes it.
    pub fn bits(self) -> Option<u32> {
        match self {
            Kind::Bit => Some(1),
            Kind::U8 => Some(8),
            Kind::U32 => Some(32),
            Kind::U64 => Some(64),
            Kind::Int | Kind::Mod => None,
        }
    }
}

/// An operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Op {
    /// Bytes that came in through a window; `from[0]` is the place in [`super::Trace::reads`].
    Read,
    /// A constant of the specification; `from[0]` is the place of what is said of it in [`super::Trace::told`], counted
    /// from 1.
    Constant,
    /// A copy that carries a label; `from[1]` is the place in [`super::Trace::labels`].
    Name,
    /// A named helper's result; `from[1]` is the place in [`super::Trace::scopes`].
    Helper,
    /// Addition; in words and bytes it wraps round.
    Add,
    /// Subtraction; in words and bytes it wraps round.
    Sub,
    /// Multiplication.
    Mul,
    /// Negation.
    Neg,
    /// The quotient, rounded down.
    Div,
    /// The remainder of the division rounded down; as a residue where the divisor is its modulus.
    Rem,
    /// Whether the first is less than the second.
    Less,
    /// Whether both are the same.
    Same,
    /// The inverse modulo p.
    Inverse,
    /// Exclusive or.
    Xor,
    /// And.
    And,
    /// Inclusive or.
    Or,
    /// Complement.
    Not,
    /// Rotation to the right by so many bits.
    Rotr(u8),
    /// Rotation to the left by so many bits.
    Rotl(u8),
    /// Shift to the right by so many bits.
    Shr(u8),
    /// Shift to the left by so many bits.
    Shl(u8),
    /// One bit of a number; `from[1]` is which, 0 being the least significant.
    Bit,
    /// One byte of a number; `from[1]` is which, 0 being the most significant, of `from[2]`.
    Byte,
    /// Bytes joined to a number, most significant first: `from[1]` operands in [`super::Trace::operands`], from
    /// `from[0]` on.
    Join,
    /// Bits picked by a table; `from[1]` is the place in [`super::Trace::selections`].
    Pick,
    /// The same value as another kind: a bit as a byte, an integer as a residue.
    Cast,
    /// The product with x in GF(2^8).
    Xtime,
    /// The product in GF(2^8).
    GfMul,
    /// A table's entry, and the index it was found by.
    Lookup,
    /// A bit, and the values for yes and for no: both were computed.
    Select,
    /// A bit, and the value of the side taken; the node `from[2]` is the first of that side.
    Choice,
    /// One value in two ways, the short one and the long one; its value is the short one's.
    Twice,
    /// A byte of a call's result: `from[0]` is the place in [`super::Trace::calls`], `from[1]` the byte.
    Call,
}

impl Op {
    /// How many operands stand in the node itself; those of a join and of a call stand elsewhere.
    pub(super) fn arity(self) -> usize {
        match self {
            Op::Read | Op::Constant | Op::Join | Op::Call => 0,
            Op::Name
            | Op::Helper
            | Op::Neg
            | Op::Not
            | Op::Inverse
            | Op::Rotr(_)
            | Op::Rotl(_)
            | Op::Shr(_)
            | Op::Shl(_)
            | Op::Bit
            | Op::Byte
            | Op::Cast
            | Op::Pick
            | Op::Xtime => 1,
            Op::Add
            | Op::Sub
            | Op::Mul
            | Op::Div
            | Op::Rem
            | Op::Less
            | Op::Same
            | Op::Xor
            | Op::And
            | Op::Or
            | Op::GfMul
            | Op::Lookup
            | Op::Choice
            | Op::Twice => 2,
            Op::Select => 3,
        }
    }
}

/// One operation with its operands and its value.
#[derive(Clone, Copy, Debug)]
pub struct Node {
    /// The operation.
    pub op: Op,
    /// The kind of the value.
    pub kind: Kind,
    /// Operands, as [`Op`] says.
    pub from: [u32; 3],
    /// The value, or its place in [`super::Trace::wide`] for integers and residues.
    pub value: u64,
}

/// A name that the specification gives to a node. The numbers of one array share name and index and stand in a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Label {
    /// The name, such as `T1`.
    pub name: &'static str,
    /// Its index, such as `[12]`.
    pub index: Index,
    /// The node it names.
    pub node: u32,
}

/// The inside of a named helper.
#[derive(Clone, Copy, Debug)]
pub struct Scope {
    /// The helper's name, such as `Ch`.
    pub name: &'static str,
    /// The first node inside; the last is the one before the `Helper` node.
    pub first: u32,
    arguments: [u32; 4],
    count: u8,
}
impl Scope {
    pub(super) fn new(name: &'static str, first: u32, arguments: &[u32]) -> Scope {
        let mut held = [0; 4];
        held[..arguments.len()].copy_from_slice(arguments);
        Scope { name, first, arguments: held, count: arguments.len() as u8 }
    }
    /// The arguments of the helper.
    pub fn arguments(&self) -> &[u32] {
        &self.arguments[..self.count as usize]
    }
}

/// A use of another function.
#[derive(Clone)]
pub struct Call {
    /// The name of the step, such as `cipher`.
    pub name: &'static str,
    /// Its index, if it has one.
    pub index: Index,
    /// The parameters and the nodes given for each.
    pub arguments: Vec<(&'static str, Vec<u32>)>,
    /// The first of the nodes that hold the result, one a byte.
    pub output: Range<u32>,
    /// The way in, for the layer that knows runs.
    pub entrance: Entrance,
}
impl std::fmt::Debug for Call {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        write!(f, "{}{}", self.name, self.index)
    }
}
