//! Numbers that record.
//!
//! An algorithm is written once, generic over [`Numbers`], so that it reads like its specification. With [`Plain`]
//! numbers it computes and nothing else: every method is an inlined machine operation. With a [`Tape`] each operation
//! is also written down as a [`Node`] of a [`Trace`]: its operands, its value and, where the specification names it, a
//! [`Label`]. The formula on a screen ([`formula`]) is read off that trace and cannot disagree with what was computed.
//! With a [`Log`] each value is kept, and nothing about where it came from: enough to look for one in a long run. With
//! [`Lanes`] many plain numbers stand side by side: many blocks of a message in the time of a few.
//!
//! | kind | plain | what it is |
//! |---|---|---|
//! | [`Bit`] | `bool` | a truth value, a bit of a scalar |
//! | [`Byte`] | `u8` | a byte; table look-ups and GF(2^8) |
//! | [`Word`] | [`std::num::Wrapping`] of `u32`, `u64` | a word with wrapping addition |
//! | [`Natural`] | `u64` | an index, written as an integer |
//! | [`Integer`] | [`num_bigint::BigInt`] | an integer of any size |
//! | [`Residue`] | any [`Ring`]: [`Zp`], [`Fixed`], [`Montgomery`], [`Field25519`] | an integer modulo p, of any size |
//!
//! **Between segments there are only bytes, inside a segment there are only nodes.** Bytes enter a segment through a
//! [`Window`], which remembers where they lie, and leave it through a [`Border`], which remembers the node behind each.

pub mod bits;
mod border;
mod callee;
mod carry;
mod constant;
mod field25519;
mod fixed;
mod formula;
mod index;
mod lanes;
mod log;
mod montgomery;
pub mod naming;
mod node;
mod numbers;
mod order;
mod plain;
mod recorded;
mod ring;
mod room;
mod seats;
mod selection;
mod state;
mod tape;
mod trace;
mod values;
mod wide;

pub use border::{Border, Reader, Reading, Table, Window};
pub use callee::{Callee, Entrance};
pub use constant::{Constant, Sentence};
pub use field25519::Field25519;
pub use fixed::{Fixed, Modulus};
pub use formula::{Formula, Token, formula, formula_name};
pub use index::Index;
pub use lanes::{Each, LANES, Lanes};
pub use log::Log;
pub use montgomery::Montgomery;
pub use node::{Call, Kind, Label, Node, Op, Scope};
pub use numbers::{Bit, BitOf, Byte, ByteOf, Carry, Integer, Natural, Number, Numbers, Residue, Word, xor};
pub use order::{map_of, set_of, sort_by_key};
pub use plain::{Plain, Value};
pub use recorded::{Recorded, Recorder};
pub use ring::{Ring, Zp};
pub use selection::Selection;
pub use state::state;
pub use tape::Tape;
pub use trace::{Step, Trace};
pub use values::Values;
pub use wide::{Elements, Wide, Written};
