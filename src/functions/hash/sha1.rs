//! SHA-1, FIPS 180-4 section 6.1.
//!
//! Its run has the parts `pad` (section 5.1.1), `H0` (section 5.3.1) and `block` (section 6.1.2), one segment a block.
#![allow(non_snake_case)] // the names are the specification's

use super::md5;
use super::padding::{Order, Padding};
use super::row::{Hash, MESSAGE, Unrecorded, digest};
use super::sha2::{Ch, Maj};
use crate::functions::{Family, Function, Vetted};
use crate::num::{Carry, Constant, Numbers, Word};
use crate::run::{Fold, Path, Rope, Run, Type, Value, Windows};

/// How many rounds there are: four times twenty.
const ROUNDS: usize = 80;
/// The numbers whose square roots the constants of section 4.2.1 are.
const SQUARES: [u128; 4] = [2, 3, 5, 10];
/// The first bits of those roots, the binary point two bits in.
const ROOTS: [u32; 4] = {
    let (mut roots, mut i) = ([0; 4], 0);
    while i < 4 {
        roots[i] = (SQUARES[i] << 60).isqrt() as u32;
        i += 1;
    }
    roots
};
const K: Constant =
    Constant::new("K", |t| format!("2^30 times the square root of {}", SQUARES[t.last() as usize / 20]));

// ------------------------------------------------------------------ the body

#[inline(always)]
fn Parity<W: Word>(x: W, y: W, z: W) -> W {
    W::helper("Parity", [x, y, z], |[x, y, z]| x ^ y ^ z)
}
/// Step 3 of section 6.1.2: what round t makes of the working variables a to e.
#[inline(always)]
fn round<N: Numbers>(n: N, t: usize, W: N::U32, [a, b, c, d, e]: [N::U32; 5]) -> [N::U32; 5] {
    let f = match t / 20 {
        0 => Ch(b, c, d),
        2 => Maj(b, c, d),
        _ => Parity(b, c, d),
    };
    let T = (a.rotl(5) + f + e + n.u32(K, t, ROOTS[t / 20]) + W).named("T", t);
    let (e, d, c) = (d.named("e", t), c.named("d", t), b.rotl(30).named("c", t));
    let (b, a) = (a.named("b", t), T.named("a", t));
    [a, b, c, d, e]
}
/// The hash computation over the blocks of a padded message.
struct Compress;
impl Fold for Compress {
    type State<N: Numbers> = [N::U32; 5];
    const KEEPS: bool = true;
    #[inline(always)]
    fn segment<N: Numbers>(&self, n: N, _: u64, H: [N::U32; 5], read: &Windows) -> [N::U32; 5] {
        let H: [N::U32; 5] = std::array::from_fn(|j| H[j].named("H_before", j));
        // 2. Initialize the five working variables.
        let mut names = ["a", "b", "c", "d", "e"].into_iter();
        let mut variables = H.map(|word| word.named(names.next().unwrap_or(""), ()));
        // 1. and 3. Each word of the schedule is prepared where its round needs it.
        let mut W = [H[0]; ROUNDS];
        rounds!(N, t in 0..ROUNDS, of ROUNDS => {
            W[t] = match t {
                0..16 => N::U32::read(n, read[0].piece::<4>(t)),
                _ => (W[t - 3] ^ W[t - 8] ^ W[t - 14] ^ W[t - 16]).rotl(1),
            };
            W[t] = W[t].named("W", t);
            variables = round(n, t, W[t], variables);
        });
        // 4. The intermediate hash value.
        std::array::from_fn(|j| (variables[j] + H[j]).named("H", j))
    }
}

// ------------------------------------------------------------------ the function

const PADDING: Padding = Padding { block: 64, field: 8, order: Order::BigEndian };

/// Section 5.3.1: MD5's four words, and a fifth.
fn start() -> Rope {
    let fifth: [u8; 4] = std::array::from_fn(|i| 0xc3 + 0x0f * i as u8);
    md5::start().then(Rope::constant("the digits c to f, and 3 to 0", &fifth))
}
fn sha1(at: &Path, message: Rope) -> Run {
    let (run, state) = PADDING.chain(at, "sha1", Compress, start(), message, 0);
    run.with_result(Value::Bytes(state))
}
/// SHA-1, for the functions built on hash functions.
pub const HASHES: &[Hash] = &[Hash { name: "sha1", block: 64, output: 20, run: sha1, start, plain: PLAIN }];
const PLAIN: Unrecorded = Unrecorded {
    weight: 200,
    absorb: |start, blocks| PADDING.absorb(&Compress, start, blocks),
    finish: |state, hashed, rest, digest| PADDING.finish(&Compress, state, hashed, rest, digest),
};

/// The row of SHA-1.
pub const ROWS: &[Function] = &[Function {
    name: "sha1",
    title: "SHA-1",
    summary: "A digest of 20 bytes, in 80 rounds a block of 64 bytes; broken: collisions have been computed.",
    family: Family::Hash,
    spec: "FIPS 180-4 §6.1",
    parameters: &[MESSAGE],
    result: Some(Type::Bytes),
    vetted: Vetted::new("sha1 0.11", digest::<::sha1::Sha1>).row(),
    examples: &["sha1(\"abc\")"],
    make: |c, a| Ok(sha1(&c.at, a.rope("message"))),
}];
