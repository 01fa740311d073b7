//! The numbers of a call of Argon2, and the field of blocks that they make.

use crate::num::{Carry, Numbers, Window};
use crate::run::Grid;
use ::argon2::Version;

/// Into how many slices each pass is cut: between them all lanes have come equally far.
pub const SLICES: u64 = 4;
/// Bytes of a pair J1, J2.
pub const PAIR: usize = 8;
/// How many columns of a lane are filled before the first pass.
pub const FIRST: u64 = 2;

/// A variant of the algorithm.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Variant {
    /// Argon2d: data chooses which blocks are mixed.
    D,
    /// Argon2i: places choose.
    I,
    /// Argon2id: places choose in the first half of the first pass, data afterwards.
    Id,
}
impl Variant {
    /// The type of section 3.2.
    pub fn y(self) -> u32 {
        self as u32
    }
    /// The variant of a name.
    pub fn named(name: &str) -> Variant {
        match name {
            "d" => Variant::D,
            "i" => Variant::I,
            _ => Variant::Id,
        }
    }
    /// In how many slices places choose.
    pub fn independent(self, passes: u64) -> u64 {
        match self {
            Variant::D => 0,
            Variant::I => passes * SLICES,
            Variant::Id => SLICES / 2,
        }
    }
}

/// The version of a number, where there is one: 19 is that of RFC 9106, 16 that before it.
pub fn version(number: u64) -> Option<Version> {
    [Version::V0x10, Version::V0x13].into_iter().find(|version| u64::from(u32::from(*version)) == number)
}

/// The costs that a call asks for.
#[derive(Clone, Copy, Debug)]
pub struct Costs {
    /// m: the memory in KiB.
    pub memory: u64,
    /// t: how many passes.
    pub passes: u64,
    /// p: how many lanes.
    pub lanes: u64,
    /// T: how many bytes of result.
    pub length: u64,
    /// Who chooses.
    pub variant: Variant,
    /// Whether later passes XOR or write over.
    pub version: Version,
}
impl Costs {
    /// The field that is filled.
    pub fn grid(self) -> Grid {
        let columns = self.memory / (SLICES * self.lanes) * SLICES;
        Grid { lanes: self.lanes, columns, slices: SLICES }
    }
}

/// A number of 32 bits, least significant byte first.
#[inline(always)]
pub fn little_endian<N: Numbers>(n: N, window: Window, name: &'static str) -> N::Nat {
    let [a, b, c, d] = <[N::U8; 4]>::read(n, window);
    n.nat_of(n.join_u32([d, c, b, a])).named(name, ())
}
