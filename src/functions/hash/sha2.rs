//! SHA-2, FIPS 180-4: one body for words of 32 bits (SHA-224, SHA-256) and of 64 bits (SHA-384, SHA-512, SHA-512/224,
//! SHA-512/256).
//!
//! Its run has the parts `pad` (section 5.1), `H0` (section 5.3) and `block` (section 6.2.2 or 6.4.2), one segment a
//! block.
#![allow(non_snake_case)] // the names are the specification's

use super::padding::{Order, Padding};
use super::primes::{CUBE_ROOTS, SQUARE_ROOTS, root};
use super::row::{Hash, MESSAGE, Unrecorded, digest};
use crate::functions::{Arguments, Context, Default, Family, Fault, Function, Parameter, Says, Vetted, reduced};
use crate::num::{Carry, Constant, Numbers, Plain, Window, Word};
use crate::run::{Error, Fold, Path, Rope, Run, Type, Value, Windows};
use std::marker::PhantomData;
use std::num::Wrapping;
use std::ops::Range;

// ------------------------------------------------------------------ the body

/// The constants of the specification for a width of words.
pub trait Width: Send + Sync + 'static {
    /// The words.
    type W<N: Numbers>: Word<N = N>;
    /// Bytes in a word.
    const BYTES: usize;
    /// How many rounds there are.
    const ROUNDS: usize;
    /// The padding of a message.
    const PADDING: Padding;
    /// The rotations of Σ0, Σ1 and the rotations and the shift of σ0, σ1: section 4.1.2 or 4.1.3.
    const ROTATIONS: [[u32; 3]; 4];
    /// A constant of section 4.2: the first bits of the fractional part of the cube root of prime number t + 1.
    fn K<N: Numbers>(n: N, t: usize) -> Self::W<N>;
    /// The vetted compression function, over whole blocks.
    fn compress(state: &mut [Self::W<Plain>; 8], blocks: &[u8]);
}
const K32: Constant = Constant::new("K", |t| root(3, t.last() as usize, "the first 32 bits"));
const K64: Constant = Constant::new("K", |t| root(3, t.last() as usize, "the first 64 bits"));

/// Words of 32 bits: SHA-224 and SHA-256.
pub struct W32;
impl Width for W32 {
    type W<N: Numbers> = N::U32;
    const BYTES: usize = 4;
    const ROUNDS: usize = 64;
    const PADDING: Padding = Padding { block: 64, field: 8, order: Order::BigEndian };
    const ROTATIONS: [[u32; 3]; 4] = [[2, 13, 22], [6, 11, 25], [7, 18, 3], [17, 19, 10]];
    #[inline(always)]
    fn K<N: Numbers>(n: N, t: usize) -> N::U32 {
        n.u32(K32, t, (CUBE_ROOTS[t] >> 32) as u32)
    }
    fn compress(state: &mut [Wrapping<u32>; 8], blocks: &[u8]) {
        let mut words = state.map(|w| w.0);
        ::sha2::block_api::compress256(&mut words, blocks.as_chunks().0);
        *state = words.map(Wrapping);
    }
}
/// Words of 64 bits: SHA-384 and SHA-512.
pub struct W64;
impl Width for W64 {
    type W<N: Numbers> = N::U64;
    const BYTES: usize = 8;
    const ROUNDS: usize = 80;
    const PADDING: Padding = Padding { block: 128, field: 16, order: Order::BigEndian };
    const ROTATIONS: [[u32; 3]; 4] = [[28, 34, 39], [14, 18, 41], [1, 8, 7], [19, 61, 6]];
    #[inline(always)]
    fn K<N: Numbers>(n: N, t: usize) -> N::U64 {
        n.u64(K64, t, CUBE_ROOTS[t])
    }
    fn compress(state: &mut [Wrapping<u64>; 8], blocks: &[u8]) {
        let mut words = state.map(|w| w.0);
        ::sha2::block_api::compress512(&mut words, blocks.as_chunks().0);
        *state = words.map(Wrapping);
    }
}

#[inline(always)]
pub(super) fn Ch<W: Word>(x: W, y: W, z: W) -> W {
    W::helper("Ch", [x, y, z], |[x, y, z]| (x & y) ^ (!x & z))
}
#[inline(always)]
pub(super) fn Maj<W: Word>(x: W, y: W, z: W) -> W {
    W::helper("Maj", [x, y, z], |[x, y, z]| (x & y) ^ (x & z) ^ (y & z))
}
/// Σ0 or Σ1: three rotations.
#[inline(always)]
fn Sigma<W: Word>(name: &'static str, [i, j, k]: [u32; 3], x: W) -> W {
    W::helper(name, [x], |[x]| x.rotr(i) ^ x.rotr(j) ^ x.rotr(k))
}
/// σ0 or σ1: two rotations and a shift.
#[inline(always)]
fn sigma<W: Word>(name: &'static str, [i, j, k]: [u32; 3], x: W) -> W {
    W::helper(name, [x], |[x]| x.rotr(i) ^ x.rotr(j) ^ x.shr(k))
}

/// Step 1 of section 6.2.2 and 6.4.2: word t of the message schedule, of those before it.
#[inline(always)]
fn schedule<N: Numbers, S: Width>(n: N, t: usize, W: &[S::W<N>; 80], block: Window) -> S::W<N> {
    let [.., s0, s1] = S::ROTATIONS;
    if t < 16 {
        return S::W::<N>::read(n, block.slice(S::BYTES * t..S::BYTES * (t + 1))).named("W", t);
    }
    let s1 = sigma("σ1", s1, W[t - 2]).named("s1", t);
    let s0 = sigma("σ0", s0, W[t - 15]).named("s0", t);
    (s1 + W[t - 7] + s0 + W[t - 16]).named("W", t)
}
/// Step 3 of section 6.2.2 and 6.4.2: what round t makes of the working variables a to h.
#[inline(always)]
fn round<N: Numbers, S: Width>(n: N, t: usize, W: S::W<N>, [a, b, c, d, e, f, g, h]: [S::W<N>; 8]) -> [S::W<N>; 8] {
    let [S0, S1, ..] = S::ROTATIONS;
    let T1 = h + Sigma("Σ1", S1, e).named("S1", t) + Ch(e, f, g).named("Ch", t) + S::K(n, t) + W;
    let T1 = T1.named("T1", t);
    let T2 = (Sigma("Σ0", S0, a).named("S0", t) + Maj(a, b, c).named("Maj", t)).named("T2", t);
    let h = g.named("h", t);
    let g = f.named("g", t);
    let f = e.named("f", t);
    let e = (d + T1).named("e", t);
    let d = c.named("d", t);
    let c = b.named("c", t);
    let b = a.named("b", t);
    let a = (T1 + T2).named("a", t);
    [a, b, c, d, e, f, g, h]
}

/// The hash computation over the blocks of a padded message.
pub struct Compress<S> {
    /// How many rounds a block has: all of the specification's, or fewer.
    rounds: usize,
    width: PhantomData<S>,
}
impl<S: Width> std::default::Default for Compress<S> {
    fn default() -> Self {
        Compress { rounds: S::ROUNDS, width: PhantomData }
    }
}
impl<S: Width> Fold for Compress<S>
where
    S::W<Plain>: Send,
{
    type State<N: Numbers> = [S::W<N>; 8];
    const KEEPS: bool = true;

    /// Section 6.2.2, and 6.4.2 for words of 64 bits.
    #[inline(always)]
    fn segment<N: Numbers>(&self, n: N, _: u64, H: [S::W<N>; 8], read: &Windows) -> [S::W<N>; 8] {
        let mut before = 0..8;
        let H = H.map(|word| word.named("H_before", before.next().unwrap_or(0)));

        // 2. Initialize the eight working variables.
        let mut names = ["a", "b", "c", "d", "e", "f", "g", "h"].into_iter();
        let mut variables = H.map(|word| word.named(names.next().unwrap_or(""), ()));

        // 1. and 3. Each word of the schedule is prepared where its round needs it: a processor then works on both at once.
        let mut W = [H[0]; 80];
        rounds!(N, t in 0..self.rounds, of S::ROUNDS => {
            W[t] = schedule::<N, S>(n, t, &W, read[0]);
            variables = round::<N, S>(n, t, W[t], variables);
        });

        // 4. The intermediate hash value.
        std::array::from_fn(|j| (variables[j] + H[j]).named("H", j))
    }
    fn has_vetted(&self) -> bool {
        self.rounds == S::ROUNDS
    }
    fn vetted(&self, state: &mut [S::W<Plain>; 8], _: Range<u64>, read: &Windows) {
        S::compress(state, read[0].bytes);
    }
}

// ------------------------------------------------------------------ the functions

const SHA2: &str = "sha2 0.11";

/// A hash over a message that may go on from an earlier state, `hashed` bytes in.
fn hash<S: Width>(at: &Path, function: &'static str, start: Rope, output: u64, message: Rope, hashed: u64) -> Run
where
    S::W<Plain>: Send,
{
    let (run, state) = S::PADDING.chain(at, function, Compress::<S>::default(), start, message, hashed);
    run.with_result(Value::Bytes(state.slice(0..output)))
}

/// Section 5.3.3 and 5.3.2: the fractional parts of square roots, the first and the second 32 bits of them.
fn start32(second: bool) -> Rope {
    let (primes, half, bits) =
        if second { (8..16, 4..8, "the second 32 bits") } else { (0..8, 0..4, "the first 32 bits") };
    let word = |i: usize| Rope::constant(root(2, i, bits), &SQUARE_ROOTS[i].to_be_bytes()[half.clone()]);
    primes.map(word).fold(Rope::default(), Rope::then)
}
/// Sections 5.3.4 and 5.3.5.
fn start64(primes: std::ops::Range<usize>) -> Rope {
    let word = |i: usize| Rope::constant(root(2, i, "the first 64 bits"), &SQUARE_ROOTS[i].to_be_bytes());
    primes.map(word).fold(Rope::default(), Rope::then)
}
/// Section 5.3.6: SHA-512 with another start, over the name of the function.
fn start_truncated(name: &'static str) -> Rope {
    let words = SQUARE_ROOTS[..8].iter().flat_map(|w| (w ^ 0xa5a5a5a5a5a5a5a5).to_be_bytes());
    let start = Rope::constant("SHA-512's H0 ⊕ a5a5…", &words.collect::<Vec<u8>>());
    let message = Rope::constant(name, name.as_bytes());
    let run = hash::<W64>(&Path::new("IV"), "sha512", start, 64, message, 0);
    let computed = run.finish(&crate::run::Budget::unlimited()).and_then(|()| run.output());
    Rope::constant(format!("IV generation for {name}"), &computed.expect("constants are in memory"))
}

fn sha224(at: &Path, message: Rope) -> Run {
    hash::<W32>(at, "sha224", start32(true), 28, message, 0)
}
fn sha256(at: &Path, message: Rope) -> Run {
    hash::<W32>(at, "sha256", start32(false), 32, message, 0)
}
fn sha384(at: &Path, message: Rope) -> Run {
    hash::<W64>(at, "sha384", start64(8..16), 48, message, 0)
}
fn sha512(at: &Path, message: Rope) -> Run {
    hash::<W64>(at, "sha512", start64(0..8), 64, message, 0)
}
fn sha512_224(at: &Path, message: Rope) -> Run {
    hash::<W64>(at, "sha512_224", start_truncated("SHA-512/224"), 28, message, 0)
}
fn sha512_256(at: &Path, message: Rope) -> Run {
    hash::<W64>(at, "sha512_256", start_truncated("SHA-512/256"), 32, message, 0)
}
/// The hash functions of this family, for the functions built on them.
pub const HASHES: &[Hash] = &[
    of::<W32>("sha224", 28, sha224, || start32(true)),
    of::<W32>("sha256", 32, sha256, || start32(false)),
    of::<W64>("sha384", 48, sha384, || start64(8..16)),
    of::<W64>("sha512", 64, sha512, || start64(0..8)),
    of::<W64>("sha512_224", 28, sha512_224, || start_truncated("SHA-512/224")),
    of::<W64>("sha512_256", 32, sha512_256, || start_truncated("SHA-512/256")),
];
const fn of<S: Width>(name: &'static str, output: u64, run: fn(&Path, Rope) -> Run, start: fn() -> Rope) -> Hash
where
    S::W<Plain>: Send,
{
    let plain = Unrecorded {
        weight: 4 * S::ROUNDS as u64,
        absorb: |start, blocks| S::PADDING.absorb(&Compress::<S>::default(), start, blocks),
        finish: |state, hashed, rest, digest| {
            S::PADDING.finish(&Compress::<S>::default(), state, hashed, rest, digest);
        },
    };
    Hash { name, block: S::PADDING.block, output, run, start, plain }
}

/// A phrase for rounds of SHA-256 that a call leaves out.
fn fewer_rounds(arguments: &Arguments) -> Result<Option<String>, Error> {
    Ok(reduced::not("SHA-256", [reduced::fewer(arguments, W32::ROUNDS as u64)?]))
}

const fn row(
    name: &'static str,
    [title, summary, spec]: [&'static str; 3],
    compute: fn(&Arguments) -> Result<Says, Error>,
    examples: &'static [&'static str],
    make: fn(&Context, &Arguments) -> Result<Run, Fault>,
) -> Function {
    let vetted = Vetted::new(SHA2, compute).row();
    let result = Some(Type::Bytes);
    Function {
        name,
        title,
        summary,
        family: Family::Hash,
        spec,
        parameters: &[MESSAGE],
        result,
        vetted,
        examples,
        make,
    }
}

/// The rows of SHA-2.
pub const ROWS: &[Function] = &[
    row(
        "sha224",
        ["SHA-224", "SHA-256 from another start, cut to 28 bytes.", "FIPS 180-4 §6.3"],
        digest::<::sha2::Sha224>,
        &["sha224(\"abc\")"],
        |c, a| Ok(sha224(&c.at, a.rope("message"))),
    ),
    Function {
        parameters: &[MESSAGE, reduced::rounds(W32::ROUNDS as i64, Default::Int(W32::ROUNDS as i64))],
        vetted: Vetted::new(SHA2, digest::<::sha2::Sha256>).unless(fewer_rounds).row(),
        ..row(
            "sha256",
            ["SHA-256", "A digest of 32 bytes, in 64 rounds a block of 64 bytes.", "FIPS 180-4 §6.2"],
            digest::<::sha2::Sha256>,
            &["sha256(\"abc\")", "sha256(\"\")", "sha256(repeat(\"a\", 1_000_000))", "sha256(\"abc\", rounds: 16)"],
            |c, a| {
                let compress = Compress::<W32> { rounds: a.u64("rounds")? as usize, ..Compress::default() };
                let (run, state) = W32::PADDING.chain(&c.at, "sha256", compress, start32(false), a.rope("message"), 0);
                Ok(run.with_result(Value::Bytes(state)))
            },
        )
    },
    row(
        "sha384",
        ["SHA-384", "SHA-512 from another start, cut to 48 bytes.", "FIPS 180-4 §6.5"],
        digest::<::sha2::Sha384>,
        &["sha384(\"abc\")"],
        |c, a| Ok(sha384(&c.at, a.rope("message"))),
    ),
    row(
        "sha512",
        ["SHA-512", "A digest of 64 bytes, in 80 rounds a block of 128 bytes.", "FIPS 180-4 §6.4"],
        digest::<::sha2::Sha512>,
        &["sha512(\"abc\")"],
        |c, a| Ok(sha512(&c.at, a.rope("message"))),
    ),
    row(
        "sha512_224",
        ["SHA-512/224", "SHA-512 from a start of its own, cut to 28 bytes.", "FIPS 180-4 §6.6"],
        digest::<::sha2::Sha512_224>,
        &["sha512_224(\"abc\")"],
        |c, a| Ok(sha512_224(&c.at, a.rope("message"))),
    ),
    row(
        "sha512_256",
        ["SHA-512/256", "SHA-512 from a start of its own, cut to 32 bytes.", "FIPS 180-4 §6.7"],
        digest::<::sha2::Sha512_256>,
        &["sha512_256(\"abc\")"],
        |c, a| Ok(sha512_256(&c.at, a.rope("message"))),
    ),
    Function {
        name: "sha256_resume",
        title: "SHA-256, resumed",
        summary: "Goes on hashing from a digest, as if its message and its padding had just been read.",
        family: Family::Hash,
        spec: "FIPS 180-4 §6.2.2",
        parameters: &[
            Parameter::bytes("state", "the digest to go on from").within(crate::functions::Limits::Length(32, 32)),
            Parameter::int("length", "how many bytes were hashed so far, padding included: whole blocks of 64")
                .within(crate::functions::Limits::Range(0, 1 << 60)),
            Parameter::bytes("suffix", "what comes next"),
        ],
        result: Some(Type::Bytes),
        vetted: Vetted { shares: "its padding is ours", ..Vetted::new(SHA2, resume_vetted) }
            .note("through its compression function")
            .row(),
        examples: &["sha256_resume(sha256(\"key and message\"), 64, \"&role=admin\")"],
        make: |c, a| {
            let length = a.u64("length")?;
            if length % 64 != 0 {
                let fault = Fault::argument(
                    "length",
                    format!("`length` is {length}, and a digest stands at the end of a block"),
                );
                return Err(fault.hint("count the padding too: the next multiple of 64 that leaves 9 bytes for it"));
            }
            Ok(hash::<W32>(&c.at, "sha256_resume", a.rope("state"), 32, a.rope("suffix"), length))
        },
    },
];
fn resume_vetted(arguments: &Arguments) -> Result<Says, Error> {
    let (state, mut tail) = (arguments.bytes("state")?, arguments.bytes("suffix")?);
    let length = arguments.int("length")? + tail.len();
    let mut words: [u32; 8] =
        std::array::from_fn(|i| state[4 * i..4 * i + 4].iter().fold(0, |word, byte| word << 8 | *byte as u32));
    tail.push(0x80);
    tail.resize((tail.len() + 8).next_multiple_of(64) - 8, 0);
    tail.extend(u64::try_from(length * 8).unwrap_or_default().to_be_bytes());
    ::sha2::block_api::compress256(&mut words, tail.as_chunks().0);
    Ok(Says::Value(words.iter().flat_map(|w| w.to_be_bytes()).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::run::{Budget, Path};
    use ::sha2::Digest;
    use std::sync::Arc;

    fn of(message: &[u8]) -> Run {
        sha256(&Path::new(""), Rope::input(Path::new("message"), Arc::new(message.to_vec())))
    }
    fn value(run: &Run, address: &str) -> String {
        run.at(&address.parse().unwrap(), &Budget::unlimited()).unwrap().text(&Budget::unlimited()).unwrap()
    }

    #[test]
    fn abc() {
        let run = of(b"abc");
        run.finish(&Budget::unlimited()).unwrap();
        assert_eq!(run.result.show(64).unwrap(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!(value(&run, "block[0]/T1[0]"), "54da50e8");
        assert_eq!(value(&run, "block[0]/T1[12]"), "9052955f");
        for address in ["T1[12]/Σ1", "S1[12]", "Σ1[12]"] {
            assert_eq!(value(&run, &format!("block[0]/{address}")), "ccdee661", "{address}");
        }
        assert_eq!(value(&run, "pad/count/l"), "24");
        assert_eq!(value(&run, "pad/count/k"), "423");
        assert_eq!(run.compared().map(|c| (c.segments, c.of, c.differs)), Some((1, 1, None)));
    }
    #[test]
    fn the_crate_agrees_at_every_length() {
        let data: Vec<u8> = (0..300u32).map(|i| (i * 7 + 3) as u8).collect();
        for n in 0..data.len() {
            let run = of(&data[..n]);
            run.finish(&Budget::unlimited()).unwrap();
            assert_eq!(run.output().unwrap(), ::sha2::Sha256::digest(&data[..n]).to_vec(), "length {n}");
        }
    }
}
