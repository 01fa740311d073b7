//! SHA-3, FIPS 202: four hash functions, and SHAKE, whose output is as long as one wants, over one permutation of 200
//! bytes.
//!
//! A run has the parts `pad` (section 5.1 and appendix B.2), `block`, one segment for each block that is absorbed, and,
//! where one state is not enough for the output, `squeeze`, one segment for each further one. A segment calls
//! `round[r]` 24 times: θ, ρ, π, χ and ι of section 3.2, each with the state that it leaves. A state is 200 bytes; lane
//! A\[x, y\] is the eight bytes from 8·(x + 5y) on, the least significant first.
#![allow(non_snake_case)] // the names are the specification's

use super::row::{self, Hash, MESSAGE, Unrecorded, digest, stretches};
use crate::functions::{Arguments, Context, Family, Fault, Function, Limits, Parameter, Says, Vetted};
use crate::num::{Border, Callee, Carry, Constant, Entrance, Numbers, Plain, Window, Word};
use crate::run::{
    Count, Door, Error, Feed, Fold, Map, Path, Pieces, Rope, Run, Source, Timeline, Type, Value, Windows,
};
use ::shake::digest::{ExtendableOutput, XofReader};
use std::num::Wrapping;
use std::sync::Arc;

/// Bytes in a state: b = 1600 bits.
const STATE: usize = 200;
/// How many rounds there are: 12 + 2l, for lanes of 2^l = 64 bits.
const ROUNDS: usize = 24;
/// The longest output of SHAKE.
const LONGEST: u64 = 1 << 20;

/// The offsets of ρ, section 3.2.2: by how much lane x + 5y is rotated.
const OFFSETS: [u32; 25] = {
    let (mut offsets, mut x, mut y, mut t) = ([0; 25], 1, 0, 0);
    while t < 24 {
        offsets[x + 5 * y] = (t + 1) * (t + 2) / 2 % 64;
        (x, y) = (y, (2 * x + 3 * y) % 5);
        t += 1;
    }
    offsets
};
/// The round constants, section 3.2.5: bit 2^j - 1 of RC\[r\] is rc(j + 7r), from a register of eight bits.
const RC: [u64; ROUNDS] = {
    let (mut constants, mut register, mut r) = ([0; ROUNDS], 1u16, 0);
    while r < ROUNDS {
        let mut j = 0;
        while j < 7 {
            constants[r] |= ((register & 1) as u64) << ((1 << j) - 1);
            register <<= 1;
            if register & 0x100 != 0 {
                register ^= 0x171;
            }
            j += 1;
        }
        r += 1;
    }
    constants
};
const RC_R: Constant =
    Constant::new("RC", |r| format!("bits {} to {} of a linear register", 7 * r.last(), 7 * r.last() + 6));

// ------------------------------------------------------------------ the body

type State<N> = [<N as Numbers>::U8; STATE];
type Lanes<N> = [<N as Numbers>::U64; 25];

/// The lanes of a state, section 3.1.2.
#[inline(always)]
fn lanes<N: Numbers>(n: N, S: &State<N>) -> Lanes<N> {
    std::array::from_fn(|i| n.join_u64(std::array::from_fn(|k| S[8 * i + 7 - k])))
}
/// The state of some lanes, section 3.1.3.
#[inline(always)]
fn state<N: Numbers>(n: N, A: Lanes<N>) -> State<N> {
    let bytes = A.map(|lane| n.split_u64(lane));
    std::array::from_fn(|i| bytes[i / 8][7 - i % 8])
}
/// The lanes that a formula gives. Each is written out: LLVM unrolls no loop of this size, which then takes eight times
/// as long.
#[inline(always)]
#[rustfmt::skip]
fn each<W>(lane: impl Fn(usize) -> W) -> [W; 25] {
    [
        lane(0), lane(1), lane(2), lane(3), lane(4),
        lane(5), lane(6), lane(7), lane(8), lane(9),
        lane(10), lane(11), lane(12), lane(13), lane(14),
        lane(15), lane(16), lane(17), lane(18), lane(19),
        lane(20), lane(21), lane(22), lane(23), lane(24),
    ]
}
/// The lanes after a step under their names, and where that is recorded the state that they are.
#[inline(always)]
fn named<N: Numbers>(n: N, lane: &'static str, name: &'static str, A: Lanes<N>) -> Lanes<N> {
    let A = each(|i| A[i].named(lane, (i % 5, i / 5)));
    if N::RECORDS {
        let _ = state(n, A).named(name, ());
    }
    A
}
/// Rnd(A, r), section 3.3: the five step mappings.
#[inline(always)]
fn Rnd<N: Numbers>(n: N, A: Lanes<N>, r: usize) -> Lanes<N> {
    // θ: each bit XOR the parities of two columns.
    let C: [N::U64; 5] = std::array::from_fn(|x| (A[x] ^ A[x + 5] ^ A[x + 10] ^ A[x + 15] ^ A[x + 20]).named("C", x));
    let D: [N::U64; 5] = std::array::from_fn(|x| (C[(x + 4) % 5] ^ C[(x + 1) % 5].rotl(1)).named("D", x));
    let A = named(n, "A_theta", "theta", each(|i| A[i] ^ D[i % 5]));
    // ρ: each lane rotated by an offset of its own.
    let rotated = |i: usize| if OFFSETS[i] == 0 { A[i] } else { A[i].rotl(OFFSETS[i]) };
    let A = named(n, "A_rho", "rho", each(rotated));
    // π: the lanes rearranged.
    let A = named(n, "A_pi", "pi", each(|i| A[(i % 5 + 3 * (i / 5)) % 5 + 5 * (i % 5)]));
    // χ: each bit XOR a product of the next two in its row, the only step that is not linear.
    let next = |i: usize, by: usize| A[(i + by) % 5 + 5 * (i / 5)];
    let row = |i: usize| A[i] ^ (!next(i, 1) & next(i, 2));
    let mut A = named(n, "A_chi", "chi", each(row));
    // ι: a constant, so that no round is like another.
    A[0] = A[0] ^ n.u64(RC_R, r, RC[r]);
    named(n, "A_iota", "iota", A)
}
/// KECCAK-f[1600], section 3.4. What is recorded calls each round, so that it opens by itself.
#[inline(always)]
fn permuted<N: Numbers>(n: N, mut S: State<N>, rounds: &[Arc<Round>]) -> State<N> {
    if N::RECORDS {
        for (r, round) in rounds.iter().enumerate() {
            S = n.call("round", r, round, Window::NONE, &[("A", &S)]);
        }
        return S;
    }
    state(n, (0..ROUNDS).fold(lanes(n, &S), |A, r| Rnd(n, A, r)))
}

/// A round, which a segment calls.
struct Round(usize);
impl Callee for Round {
    fn compute(&self, _: &[u8], arguments: &[(&'static str, &[Wrapping<u8>])], output: &mut [Wrapping<u8>]) {
        let S: State<Plain> = std::array::from_fn(|i| arguments[0].1[i]);
        output.copy_from_slice(&state(Plain, Rnd(Plain, lanes(Plain, &S), self.0)));
    }
    fn entrance(self: Arc<Self>) -> Entrance {
        Door::entrance(move |at, arguments| {
            let mut run = Run::new(at, "keccak_round");
            let feeds = vec![Feed::whole("A", arguments.into_iter().next().unwrap_or_default())];
            let steps = Steps(self.0);
            let output = run.own_part("steps", |at| Map::part(at, steps, feeds, STATE as u64, STATE as u64));
            run.with_result(Value::Bytes(output))
        })
    }
}
/// The steps of a round.
struct Steps(usize);
impl Pieces for Steps {
    const COUNT: Count = Count::Single;
    fn piece<N: Numbers>(&self, n: N, _: u64, read: &Windows, out: &mut Border) {
        let A = lanes(n, &State::<N>::read(n, read[0]));
        let A = std::array::from_fn(|i| A[i].named("A", (i % 5, i / 5)));
        state(n, Rnd(n, A, self.0)).save(out);
    }
}
fn rounds() -> Vec<Arc<Round>> {
    (0..ROUNDS).map(|r| Arc::new(Round(r))).collect()
}

/// The blocks of a padded message, absorbed by a state: SPONGE, section 4, steps 5 and 6.
struct Absorb {
    rate: usize,
    rounds: Vec<Arc<Round>>,
}
impl Fold for Absorb {
    type State<N: Numbers> = State<N>;
    fn weight(&self) -> u64 {
        WEIGHT
    }
    #[inline(always)]
    fn segment<N: Numbers>(&self, n: N, _: u64, mut S: State<N>, read: &Windows) -> State<N> {
        for (i, byte) in S.iter_mut().take(self.rate).enumerate() {
            *byte = *byte ^ N::U8::read(n, read[0].piece::<1>(i));
        }
        permuted(n, S.named("absorbed", ()), &self.rounds)
    }
}
/// The states after the first that the output is taken from: SPONGE, section 4, step 10.
struct Squeeze {
    rounds: Vec<Arc<Round>>,
}
impl Fold for Squeeze {
    type State<N: Numbers> = State<N>;
    const EACH: bool = true;
    const COUNT: Count = Count::Up(1);
    fn weight(&self) -> u64 {
        WEIGHT
    }
    fn segment<N: Numbers>(&self, n: N, _: u64, S: State<N>, _: &Windows) -> State<N> {
        permuted(n, S, &self.rounds)
    }
}
/// The weight of a permutation.
const WEIGHT: u64 = 700;

// ------------------------------------------------------------------ the runs

/// The padding: the bits that tell the functions apart, a one bit, zero bits and a one bit, the lowest bit of a byte
/// first.
fn pad(at: &Path, message: Rope, rate: u64, suffix: u8) -> Run {
    let mut run = Run::new(at, "pad");
    let missing = rate - message.len() % rate;
    let constant = |byte: u8| Rope::constant(format!("0x{byte:02x}"), &[byte]);
    let message = run.bytes("message", message, 0);
    let tail = match missing {
        1 => run.bytes("suffix", constant(suffix | 0x80), 0),
        _ => {
            let suffix = run.bytes("suffix", constant(suffix), 0);
            let zeros = run.bytes("zeros", Rope::padding(&message, 0, missing - 2), 0);
            suffix.then(zeros).then(run.bytes("last", constant(0x80), 0))
        }
    };
    run.with_result(Value::Bytes(message.then(tail)))
}
/// So many bytes of output, with a capacity of so many bytes.
fn sponge(at: &Path, function: &'static str, message: Rope, capacity: u64, suffix: u8, output: u64) -> Run {
    let (state, rate) = (STATE as u64, STATE as u64 - capacity);
    let mut run = Run::new(at, function);
    let padded = run.run("pad", |at| pad(at, message, rate, suffix));
    let (blocks, feeds) = (padded.len() / rate, vec![Feed::dealt("block", padded, rate)]);
    let absorb = Absorb { rate: rate as usize, rounds: rounds() };
    let absorbed = run.part("block", |at| Timeline::part(at, absorb, blocks, start(), feeds));
    let mut out = absorbed.slice(0..rate.min(output));
    let more = output.saturating_sub(1) / rate;
    if more > 0 {
        let squeeze = Squeeze { rounds: rounds() };
        let squeezed = run.part("squeeze", |at| Timeline::part(at, squeeze, more, absorbed, vec![]));
        for i in 0..more {
            let bytes = rate.min(output - rate * (i + 1));
            out = out.then(squeezed.slice(state * i..state * i + bytes));
        }
    }
    run.with_result(Value::Bytes(out))
}
/// The state that a sponge begins with.
fn start() -> Rope {
    Rope::constant("0", &[0; STATE])
}
/// The suffix 01 of the hash functions, and the one bit of the padding.
const SUFFIX: u8 = 0x06;
/// A hash function of so many bytes: a capacity of twice the output, and the suffix 01.
fn sha3(at: &Path, function: &'static str, message: Rope, output: u64) -> Run {
    sponge(at, function, message, 2 * output, SUFFIX, output)
}
/// SHA-3, for the functions built on hash functions.
pub const HASHES: &[Hash] = &[
    of::<28>("sha3_224", |at, message| sha3(at, "sha3_224", message, 28)),
    of::<32>("sha3_256", |at, message| sha3(at, "sha3_256", message, 32)),
    of::<48>("sha3_384", |at, message| sha3(at, "sha3_384", message, 48)),
    of::<64>("sha3_512", |at, message| sha3(at, "sha3_512", message, 64)),
];
const fn of<const O: usize>(name: &'static str, run: fn(&Path, Rope) -> Run) -> Hash {
    let plain = Unrecorded {
        weight: WEIGHT,
        absorb: |start, blocks| row::bytes(&absorbed(row::state::<Absorb>(start), STATE - 2 * O, blocks)),
        finish: |state, _, rest, digest| {
            let rate = STATE - 2 * O;
            let (whole, left) = rest.split_at(rest.len() - rest.len() % rate);
            let mut last = [0; STATE];
            last[..left.len()].copy_from_slice(left);
            last[left.len()] = SUFFIX;
            last[rate - 1] |= 0x80;
            let state = absorbed(absorbed(row::state::<Absorb>(state), rate, whole), rate, &last[..rate]);
            digest.iter_mut().zip(state).for_each(|(to, byte)| *to = byte.0);
        },
    };
    Hash { name, block: (STATE - 2 * O) as u64, output: O as u64, run, start, plain }
}
/// A state after whole blocks, not recorded.
fn absorbed(state: State<Plain>, rate: usize, blocks: &[u8]) -> State<Plain> {
    row::folded(&Absorb { rate, rounds: vec![] }, state, 0, blocks, rate, &[])
}

// ------------------------------------------------------------------ the functions

type Compute = fn(&Arguments) -> Result<Says, Error>;
type Make = fn(&Context, &Arguments) -> Result<Run, Fault>;

const fn row(
    name: &'static str,
    [title, summary, spec]: [&'static str; 3],
    compute: Compute,
    examples: &'static [&'static str],
    make: Make,
) -> Function {
    let vetted = Vetted::new("sha3 0.12", compute).row();
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
const fn xof(
    name: &'static str,
    [title, summary]: [&'static str; 2],
    compute: Compute,
    examples: &'static [&'static str],
    make: Make,
) -> Function {
    Function {
        parameters: &[MESSAGE, LENGTH],
        vetted: Vetted::new("shake 0.1", compute).row(),
        ..row(name, [title, summary, "FIPS 202 §6.2"], compute, examples, make)
    }
}
const LENGTH: Parameter =
    Parameter::int("length", "how many bytes of output, 1 MiB at most").within(Limits::Range(0, LONGEST as i64));
/// The output of SHAKE as the crate computes it.
fn extended<X: ExtendableOutput + std::default::Default>(arguments: &Arguments) -> Result<Says, Error> {
    let mut hasher = X::default();
    stretches(arguments, |bytes| hasher.update(bytes))?;
    let mut output = vec![0; u64::try_from(arguments.int("length")?).unwrap_or_default().min(LONGEST) as usize];
    hasher.finalize_xof().read(&mut output);
    Ok(Says::Value(output))
}

/// The rows of SHA-3.
pub const ROWS: &[Function] = &[
    row(
        "sha3_224",
        ["SHA3-224", "A digest of 28 bytes from a sponge that absorbs 144 bytes at a time.", "FIPS 202 §6.1"],
        digest::<::sha3::Sha3_224>,
        &["sha3_224(\"abc\")"],
        |c, a| Ok(sha3(&c.at, "sha3_224", a.rope("message"), 28)),
    ),
    row(
        "sha3_256",
        ["SHA3-256", "A digest of 32 bytes from a sponge that absorbs 136 bytes at a time.", "FIPS 202 §6.1"],
        digest::<::sha3::Sha3_256>,
        &["sha3_256(\"abc\")", "sha3_256(repeat(\"a\", 200))"],
        |c, a| Ok(sha3(&c.at, "sha3_256", a.rope("message"), 32)),
    ),
    row(
        "sha3_384",
        ["SHA3-384", "A digest of 48 bytes from a sponge that absorbs 104 bytes at a time.", "FIPS 202 §6.1"],
        digest::<::sha3::Sha3_384>,
        &["sha3_384(\"abc\")"],
        |c, a| Ok(sha3(&c.at, "sha3_384", a.rope("message"), 48)),
    ),
    row(
        "sha3_512",
        ["SHA3-512", "A digest of 64 bytes from a sponge that absorbs 72 bytes at a time.", "FIPS 202 §6.1"],
        digest::<::sha3::Sha3_512>,
        &["sha3_512(\"abc\")"],
        |c, a| Ok(sha3(&c.at, "sha3_512", a.rope("message"), 64)),
    ),
    xof(
        "shake128",
        ["SHAKE128", "As many bytes as one wants from a sponge that absorbs 168 bytes at a time."],
        extended::<::shake::Shake128>,
        &["shake128(\"abc\", 32)"],
        |c, a| Ok(sponge(&c.at, "shake128", a.rope("message"), 32, 0x1f, a.u64("length")?)),
    ),
    xof(
        "shake256",
        ["SHAKE256", "As many bytes as one wants from a sponge that absorbs 136 bytes at a time."],
        extended::<::shake::Shake256>,
        &["shake256(\"abc\", 64)", "shake256(\"abc\", 300)"],
        |c, a| Ok(sponge(&c.at, "shake256", a.rope("message"), 64, 0x1f, a.u64("length")?)),
    ),
];
