//! The S-box of AES, FIPS 197 sections 5.1.1 and 5.3.2: the inverse in GF(2^8), then an affine map. The tables are
//! computed from that algebra, and a recorded substitution shows both.
#![allow(non_snake_case)] // the names are the specification's

use crate::num::{Byte, Constant, Number, Numbers, Table, Window};

/// The constant of the affine map, equation 5.4.
const C: u8 = 0x63;
/// The constant of the inverse map, which is the map of [`C`] without its constant.
const D: u8 = 0x05;

/// The S-box, as table 4 of the specification has it.
pub static SBOX_TABLE: Table = Table {
    name: "sbox",
    bytes: &SBOX_BYTES,
    says: Some(|b| format!("the inverse of {:02x} in GF(2^8), through the affine map", b.last())),
};
/// The inverse S-box, as table 6 of the specification has it.
pub static INVSBOX_TABLE: Table = Table {
    name: "invsbox",
    bytes: &INVSBOX_BYTES,
    says: Some(|b| format!("the byte that the S-box takes to {:02x}", b.last())),
};

const SBOX_BYTES: [u8; 256] = {
    let (mut table, mut b) = ([0; 256], 0);
    while b < 256 {
        let inverse = power(b as u8, 254);
        let [b1, b2] = [inverse.rotate_left(1), inverse.rotate_left(2)];
        let [b3, b4] = [inverse.rotate_left(3), inverse.rotate_left(4)];
        table[b] = inverse ^ b1 ^ b2 ^ b3 ^ b4 ^ C;
        b += 1;
    }
    table
};
const INVSBOX_BYTES: [u8; 256] = {
    let (mut table, mut b) = ([0; 256], 0);
    while b < 256 {
        table[SBOX_BYTES[b] as usize] = b as u8;
        b += 1;
    }
    table
};
/// The product with x in GF(2^8), section 4.2.
pub(super) const fn xtime(b: u8) -> u8 {
    (b << 1) ^ ((b >> 7) * 0x1b)
}
/// The product in GF(2^8), section 4.2.
const fn product(a: u8, b: u8) -> u8 {
    let (mut sum, mut power, mut i) = (0, a, 0);
    while i < 8 {
        sum ^= power * (b >> i & 1);
        power = xtime(power);
        i += 1;
    }
    sum
}
const fn power(b: u8, exponent: u32) -> u8 {
    let (mut out, mut i) = (1, 0);
    while i < exponent {
        out = product(out, b);
        i += 1;
    }
    out
}

/// The constants that a segment's substitutions share, named once.
#[derive(Clone, Copy)]
pub struct Boxes<N: Numbers> {
    n: N,
    constant: N::U8,
}
impl<N: Numbers> Boxes<N> {
    /// For SBOX().
    #[inline(always)]
    pub fn forward(n: N) -> Self {
        Boxes {
            n,
            constant: n.u8(
                Constant::new("c", |_| "the constant of the affine map, FIPS 197 equation 5.4".into()),
                (),
                C,
            ),
        }
    }
    /// For INVSBOX().
    #[inline(always)]
    pub fn backward(n: N) -> Self {
        Boxes {
            n,
            constant: n.u8(Constant::new("d", |_| "c taken through the inverse of the affine map".into()), (), D),
        }
    }
    /// SBOX(), section 5.1.1: the table's entry, and the algebra that it stands for.
    #[inline(always)]
    pub fn SBOX(self, b: N::U8) -> N::U8 {
        let look_up = |b| self.n.lookup(Window::table(&SBOX_TABLE), b);
        Number::helper("SBOX", [b], |[b]| N::U8::two_ways(|| look_up(b), || affine(inverse(b), self.constant)))
    }
    /// INVSBOX(), section 5.3.2.
    #[inline(always)]
    pub fn INVSBOX(self, b: N::U8) -> N::U8 {
        let look_up = |b| self.n.lookup(Window::table(&INVSBOX_TABLE), b);
        Number::helper("INVSBOX", [b], |[b]| N::U8::two_ways(|| look_up(b), || inverse(affine_back(b, self.constant))))
    }
}

/// The inverse in GF(2^8), or 0 for 0: b to the power 254 = 2 + 4 + 8 + 16 + 32 + 64 + 128, section 4.4.
fn inverse<X: Byte>(b: X) -> X {
    X::helper("inverse", [b], |[b]| {
        let mut power = square(b);
        let mut product = power;
        for _ in 0..6 {
            power = square(power);
            product = product.gf_mul(power);
        }
        product
    })
}
fn square<X: Byte>(b: X) -> X {
    X::helper("square", [b], |[b]| b.gf_mul(b))
}
/// The affine map, equation 5.3: bit i of the result is b_i ⊕ b_(i+4) ⊕ b_(i+5) ⊕ b_(i+6) ⊕ b_(i+7) ⊕ c_i.
fn affine<X: Byte>(b: X, c: X) -> X {
    X::helper("affine", [b], |[b]| b ^ b.rotl(1) ^ b.rotl(2) ^ b.rotl(3) ^ b.rotl(4) ^ c)
}
/// The affine map back.
fn affine_back<X: Byte>(b: X, d: X) -> X {
    X::helper("affine_back", [b], |[b]| b.rotl(1) ^ b.rotl(3) ^ b.rotl(6) ^ d)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::num::{Border, Carry, Plain, Tape, formula};
    use std::num::Wrapping;

    #[test]
    fn the_algebra_is_the_table_for_every_byte() {
        for b in (0..=255).map(Wrapping) {
            let looked_up = Boxes::forward(Plain).SBOX(b);
            assert_eq!(affine(inverse(b), Wrapping(C)), looked_up, "{b}");
            assert_eq!(Boxes::backward(Plain).INVSBOX(looked_up), b);
            assert_eq!(inverse(affine_back(looked_up, Wrapping(D))), b);
            assert_eq!(b.gf_mul(inverse(b)).0, (b.0 != 0) as u8, "{b}");
        }
        // FIPS 197 section 5.1.1: the substitution of {53} is {ed}.
        assert_eq!(Boxes::forward(Plain).SBOX(Wrapping(0x53)).0, 0xed);
    }
    #[test]
    fn a_recorded_substitution_shows_the_table_and_the_algebra() {
        let tape = Tape::new();
        Boxes::forward(&tape).SBOX((&tape).u8("b", (), 0x53)).named("out", ());
        let trace = tape.finish(Border::default());
        let find = |name: &str| {
            let scope = trace.scopes.iter().position(|s| s.name == name).expect("a scope") as u32;
            let helper = trace.nodes.iter().position(|n| n.op == crate::num::Op::Helper && n.from[1] == scope);
            formula(&trace, helper.expect("a helper") as u32, false).to_string()
        };
        assert_eq!(find("SBOX"), "sbox[b] ≡ affine(inverse(b))");
        assert_eq!(
            find("affine"),
            "inverse(b) ⊕ ROTL1(inverse(b)) ⊕ ROTL2(inverse(b)) ⊕ ROTL3(inverse(b)) ⊕ ROTL4(inverse(b)) ⊕ c"
        );
        assert!(find("inverse").starts_with("square(b) • square(square(b)) • "));
        assert_eq!(find("square"), "b • b");
    }
}
