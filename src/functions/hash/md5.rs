//! MD5, RFC 1321. Words and bytes of the message go least significant byte first.
//!
//! Its run has the parts `pad` (sections 3.1 and 3.2), `H0` (section 3.3), `block` (section 3.4), one segment a block,
//! and `output` (section 3.5). The four registers keep their places, and each step changes one: a, d, c and b in turn.
#![allow(non_snake_case)] // the names are the specification's

use super::padding::{LittleEndian, Order, Padding};
use super::row::{Hash, MESSAGE, Unrecorded, digest};
use crate::functions::{Family, Function, Vetted};
use crate::num::{Carry, Constant, Numbers, Window, Word};
use crate::run::{Fold, Path, Rope, Run, Type, Value, Windows};

/// How many steps there are: four rounds of sixteen.
const STEPS: usize = 64;
/// By how much each step rotates, round by round.
const SHIFTS: [[u32; 4]; 4] = [[7, 12, 17, 22], [5, 9, 14, 20], [4, 11, 16, 23], [6, 10, 15, 21]];
/// T\[1\] to T\[64\] of section 3.4: the integer part of 4294967296 · |sin(i)|, i in radians.
const SINES: [u32; STEPS] = {
    // In units of 2^-60; sin(i + 1) = 2·cos(1)·sin(i) - sin(i - 1).
    let one = 1i128 << 60;
    let (mut sine, mut cosine, mut term, mut k) = (0, 0, one, 0);
    while term > 0 {
        let sign = if k / 2 % 2 == 0 { 1 } else { -1 };
        if k % 2 == 0 {
            cosine += sign * term;
        } else {
            sine += sign * term;
        }
        k += 1;
        term /= k;
    }
    let (mut sines, mut before, mut i) = ([0; STEPS], 0, 0);
    while i < STEPS {
        sines[i] = (sine.abs() >> 28) as u32;
        (before, sine) = (sine, ((2 * cosine * sine) >> 60) - before);
        i += 1;
    }
    sines
};
const T: Constant = Constant::new("T", |i| format!("the integer part of 4294967296 · |sin({})|", i.last()));

// ------------------------------------------------------------------ the body

#[inline(always)]
fn F<W: Word>(x: W, y: W, z: W) -> W {
    W::helper("F", [x, y, z], |[x, y, z]| (x & y) | (!x & z))
}
#[inline(always)]
fn G<W: Word>(x: W, y: W, z: W) -> W {
    W::helper("G", [x, y, z], |[x, y, z]| (x & z) | (y & !z))
}
#[inline(always)]
fn H<W: Word>(x: W, y: W, z: W) -> W {
    W::helper("H", [x, y, z], |[x, y, z]| x ^ y ^ z)
}
#[inline(always)]
fn I<W: Word>(x: W, y: W, z: W) -> W {
    W::helper("I", [x, y, z], |[x, y, z]| y ^ (x | !z))
}
/// Step t of section 3.4: a = b + ((a + F(b, c, d) + X\[k\] + T\[i\]) <<< s), the registers in turn in the role of a.
#[inline(always)]
fn step<N: Numbers>(n: N, t: usize, X: &[N::U32; 16], mut registers: [N::U32; 4]) -> [N::U32; 4] {
    let place = |role: usize| (role + STEPS - t) % 4;
    let [a, b, c, d] = std::array::from_fn(|role| registers[place(role)]);
    let (f, k) = match t / 16 {
        0 => (F(b, c, d), t),
        1 => (G(b, c, d), (5 * t + 1) % 16),
        2 => (H(b, c, d), (3 * t + 5) % 16),
        _ => (I(b, c, d), 7 * t % 16),
    };
    let sum = a + f + X[k] + n.u32(T, t + 1, SINES[t]);
    registers[place(0)] = b + sum.rotl(SHIFTS[t / 16][t % 4]);
    let [a, b, c, d] = registers;
    [a.named("a", t), b.named("b", t), c.named("c", t), d.named("d", t)]
}
/// A word of the message, its bytes least significant first.
#[inline(always)]
fn little_endian<N: Numbers>(n: N, window: Window) -> N::U32 {
    let [a, b, c, d] = <[N::U8; 4]>::read(n, window);
    n.join_u32([d, c, b, a])
}
/// The computation over the blocks of a padded message.
struct Compress;
impl Fold for Compress {
    type State<N: Numbers> = [N::U32; 4];
    const KEEPS: bool = true;
    #[inline(always)]
    fn segment<N: Numbers>(&self, n: N, _: u64, H: [N::U32; 4], read: &Windows) -> [N::U32; 4] {
        let H: [N::U32; 4] = std::array::from_fn(|j| H[j].named("H_before", j));
        let X: [N::U32; 16] = std::array::from_fn(|k| little_endian(n, read[0].piece::<4>(k)).named("X", k));
        let [a, b, c, d] = H;
        let mut registers = [a.named("a", ()), b.named("b", ()), c.named("c", ()), d.named("d", ())];
        rounds!(N, t in 0..STEPS, of STEPS => {
            registers = step(n, t, &X, registers);
        });
        std::array::from_fn(|j| (registers[j] + H[j]).named("H", j))
    }
}

// ------------------------------------------------------------------ the function

/// The registers at the start, section 3.3: the digits from 0 to f, counted up and down again, lowest byte first.
pub(super) fn start() -> Rope {
    let byte = |i: u8| if i < 8 { 0x22 * i + 0x01 } else { 0xfe - 0x22 * (i - 8) };
    let word = |j: u8| u32::from_le_bytes(std::array::from_fn(|i| byte(4 * j + i as u8)));
    let named = |j: u8| Rope::constant("the digits 0 to f, up and down again", &word(j).to_be_bytes());
    (0..4).map(named).fold(Rope::default(), Rope::then)
}
/// Its padding, which SHA-1 has with the bytes of the length the other way round.
const PADDING: Padding = Padding { block: 64, field: 8, order: Order::LittleEndian };

fn md5(at: &Path, message: Rope) -> Run {
    let (mut run, state) = PADDING.chain(at, "md5", Compress, start(), message, 0);
    let output = LittleEndian { word: 4 }.part(&mut run, state);
    run.with_result(Value::Bytes(output))
}
/// MD5, for the functions built on hash functions.
pub const HASHES: &[Hash] = &[Hash { name: "md5", block: 64, output: 16, run: md5, start, plain: PLAIN }];
const PLAIN: Unrecorded = Unrecorded {
    weight: 150,
    absorb: |start, blocks| PADDING.absorb(&Compress, start, blocks),
    finish: |state, hashed, rest, digest| PADDING.finish(&Compress, state, hashed, rest, digest),
};

/// The row of MD5.
pub const ROWS: &[Function] = &[Function {
    name: "md5",
    title: "MD5",
    summary: "A digest of 16 bytes, in 64 steps a block of 64 bytes; broken: two messages with one digest take seconds.",
    family: Family::Hash,
    spec: "RFC 1321 §3",
    parameters: &[MESSAGE],
    result: Some(Type::Bytes),
    vetted: Vetted::new("md-5 0.11", digest::<::md5::Md5>).row(),
    examples: &["md5(\"abc\")"],
    make: |c, a| Ok(md5(&c.at, a.rope("message"))),
}];
