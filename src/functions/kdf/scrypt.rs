//! scrypt, RFC 7914: a memory that is filled in order and read in disorder.
//!
//! Its run has the parts `expand` (PBKDF2), `B` (its p blocks), `romix[i]` (section 5) for each of them, and `derive`
//! (PBKDF2 of what those give). A `romix[i]` has the parts `fill`, whose stretches are `V[k]`, and the mixing, whose
//! values are `j[k]`, `V_j[k]`, `T[k]` and `X[k]`, k from 0; a block is mixed by `block_mix` (section 4), which calls
//! `salsa20_8` (section 3).
#![allow(non_snake_case)] // the names are the specification's

use super::pbkdf2::pbkdf2;
use crate::functions::hash::hash;
use crate::functions::{Arguments, Context, Cost, Family, Fault, Function, Limits, Parameter, Says, Vetted};
use crate::num::{Border, Callee, Carry, Entrance, Natural, Number, Numbers, Plain, Window, Word};
use crate::run::{
    Count, Door, Error, Feed, Fold, Look, Map, Memory, Path, Pieces, Rope, Run, Source, Stretches, Timeline, Type,
    Value, Windows,
};
use std::num::Wrapping;
use std::sync::Arc;

/// Bytes that Salsa20/8 takes.
const CORE: usize = 64;
/// How many rounds Salsa20/8 has.
const ROUNDS: u64 = 8;

// ------------------------------------------------------------------ Salsa20/8, section 3

/// The quarter round: each word has the sum of the two before it XORed in, turned. Step k of quarter round q is
/// `x[q][k]`.
#[inline(always)]
fn quarter_round<W: Word>(q: usize, [a, b, c, d]: [W; 4]) -> [W; 4] {
    let b = (b ^ (a + d).rotl(7)).named("b", (q, 1));
    let c = (c ^ (b + a).rotl(9)).named("c", (q, 2));
    let d = (d ^ (c + b).rotl(13)).named("d", (q, 3));
    let a = (a ^ (d + c).rotl(18)).named("a", (q, 4));
    [a, b, c, d]
}
/// The words of the four quarter rounds of an odd round: columns, each begun on the diagonal.
const COLUMNS: [[usize; 4]; 4] = [[0, 4, 8, 12], [5, 9, 13, 1], [10, 14, 2, 6], [15, 3, 7, 11]];
/// The words of the four quarter rounds of an even round: rows, each begun on the diagonal.
const LINES: [[usize; 4]; 4] = [[0, 1, 2, 3], [5, 6, 7, 4], [10, 11, 8, 9], [15, 12, 13, 14]];

/// One round over 4 × 4 words.
#[inline(always)]
fn round<W: Word>(places: [[usize; 4]; 4], mut x: [W; 16]) -> [W; 16] {
    for (q, [a, b, c, d]) in places.into_iter().enumerate() {
        [x[a], x[b], x[c], x[d]] = quarter_round(q, [x[a], x[b], x[c], x[d]]);
    }
    x
}
/// Words from their bytes, least significant first.
#[inline(always)]
fn words<N: Numbers>(n: N, window: Window) -> [N::U32; 16] {
    std::array::from_fn(|i| {
        let [a, b, c, d] = <[N::U8; 4]>::read(n, window.piece::<4>(i));
        n.join_u32([d, c, b, a])
    })
}
/// The words numbered.
#[inline(always)]
fn numbered<W: Word>(name: &'static str, words: [W; 16]) -> [W; 16] {
    std::array::from_fn(|i| words[i].named(name, i))
}

/// Salsa20/8 Core, as a function that a segment calls.
struct Salsa20_8;
impl Callee for Salsa20_8 {
    #[inline(always)]
    fn compute(&self, _: &[u8], arguments: &[(&'static str, &[Wrapping<u8>])], output: &mut [Wrapping<u8>]) {
        let (bytes, _) = arguments[0].1.as_chunks::<4>();
        let start: [Wrapping<u32>; 16] = std::array::from_fn(|i| Wrapping(u32::from_le_bytes(bytes[i].map(|b| b.0))));
        let mut x = start;
        for _ in 0..ROUNDS / 2 {
            x = round(LINES, round(COLUMNS, x));
        }
        for ((to, x), start) in output.as_chunks_mut::<4>().0.iter_mut().zip(x).zip(start) {
            *to = (x + start).0.to_le_bytes().map(Wrapping);
        }
    }
    fn entrance(self: Arc<Self>) -> Entrance {
        Door::entrance(|at, arguments| salsa20_8(at, arguments[0].clone()))
    }
}

struct Words;
impl Pieces for Words {
    const COUNT: Count = Count::Single;
    fn piece<N: Numbers>(&self, n: N, _: u64, read: &Windows, out: &mut Border) {
        numbered("B", words(n, read[0])).save(out);
    }
}
/// The rounds, odd ones over columns and even ones over rows.
struct Rounds;
impl Fold for Rounds {
    type State<N: Numbers> = [N::U32; 16];
    const COUNT: Count = Count::Up(1);
    fn segment<N: Numbers>(&self, _: N, at: u64, x: [N::U32; 16], _: &Windows) -> [N::U32; 16] {
        numbered("x", round(if at.is_multiple_of(2) { COLUMNS } else { LINES }, x))
    }
}
/// After the rounds the start is added, so that nobody can go back; each word as bytes, the least significant first.
struct Sum;
impl Pieces for Sum {
    const COUNT: Count = Count::Single;
    fn piece<N: Numbers>(&self, n: N, _: u64, read: &Windows, out: &mut Border) {
        let [x, B] = [0, 1].map(|feed| <[N::U32; 16]>::read(n, read[feed]));
        let sum = numbered("sum", std::array::from_fn(|i| x[i] + B[i]));
        for (i, word) in sum.into_iter().enumerate() {
            let [a, b, c, d] = n.split_u32(word);
            [d, c, b, a].named("bytes", i).save(out);
        }
    }
}
/// The run of the core over 64 bytes.
pub fn salsa20_8(at: &Path, block: Rope) -> Run {
    let (mut run, size) = (Run::new(at, "salsa20_8"), CORE as u64);
    run.inputs.push(("block", Value::Bytes(block.clone())));
    let B = run.part("words", |at| Map::part(at, Words, vec![Feed::whole("block", block)], size, size));
    let x = run.part("round", |at| Timeline::part(at, Rounds, ROUNDS, B.clone(), vec![]));
    let feeds = vec![Feed::whole("x", x), Feed::whole("B", B)];
    let output = run.part("sum", |at| Map::part(at, Sum, feeds, size, size));
    run.with_result(Value::Bytes(output))
}

// ------------------------------------------------------------------ BlockMix, section 4

/// scryptBlockMix: each block of 64 bytes is XORed with what came out for the one before, and goes through Salsa20/8.
struct BlockMix {
    salsa: Arc<Salsa20_8>,
    /// How many blocks there are, 2 r.
    blocks: u64,
}
impl BlockMix {
    fn new(r: u64) -> BlockMix {
        BlockMix { salsa: Arc::new(Salsa20_8), blocks: 2 * r }
    }
    /// The i-th step.
    #[inline(always)]
    fn step<N: Numbers>(&self, n: N, i: usize, X: [N::U8; CORE], B: [N::U8; CORE]) -> [N::U8; CORE] {
        let T: [N::U8; CORE] = std::array::from_fn(|k| X[k] ^ B[k]);
        n.call("salsa20_8", i, &self.salsa, Window::NONE, &[("block", &T.named("T", i))]).named("X", i)
    }
    /// Where the i-th result goes: those of even steps first.
    fn place(&self, i: usize) -> usize {
        i / 2 + if i.is_multiple_of(2) { 0 } else { self.blocks as usize / 2 }
    }
}
impl Callee for BlockMix {
    fn compute(&self, _: &[u8], arguments: &[(&'static str, &[Wrapping<u8>])], output: &mut [Wrapping<u8>]) {
        let ((B, _), (output, _)) = (arguments[0].1.as_chunks::<CORE>(), output.as_chunks_mut::<CORE>());
        let mut X = B[B.len() - 1];
        for (i, block) in B.iter().enumerate() {
            X = self.step(Plain, i, X, *block);
            output[self.place(i)] = X;
        }
    }
    fn entrance(self: Arc<Self>) -> Entrance {
        Door::entrance(move |at, arguments| block_mix(at, arguments[0].clone()))
    }
}
struct Steps(BlockMix);
impl Fold for Steps {
    type State<N: Numbers> = [N::U8; CORE];
    const EACH: bool = true;
    const COUNT: Count = Count::Labels { first: 0, each: 1 };
    fn segment<N: Numbers>(&self, n: N, at: u64, X: [N::U8; CORE], read: &Windows) -> [N::U8; CORE] {
        self.0.step(n, at as usize, X, <[N::U8; CORE]>::read(n, read[0]))
    }
}
/// The run of BlockMix over 2 r blocks of 64 bytes.
pub fn block_mix(at: &Path, B: Rope) -> Run {
    let (mut run, size) = (Run::new(at, "block_mix"), CORE as u64);
    run.inputs.push(("B", Value::Bytes(B.clone())));
    let mix = BlockMix::new(B.len() / (2 * size));
    let (blocks, last) = (mix.blocks, B.slice(B.len() - size..B.len()));
    let Y = run.own_part("mix", |at| Timeline::part(at, Steps(mix), blocks, last, vec![Feed::dealt("B", B, size)]));
    let step = |i: u64| Y.slice(i * size..(i + 1) * size).all().to_vec();
    let output: Rope = (0..blocks).step_by(2).chain((1..blocks).step_by(2)).flat_map(step).collect();
    run.with_result(Value::Bytes(output))
}

// ------------------------------------------------------------------ ROMix, section 5

/// The memory: V[0] is the block, each next one is the one before, mixed; and behind them X, what the last one gives.
struct Fill {
    mix: Arc<BlockMix>,
    N: u64,
}
/// The step of the second loop: X says itself which V it is mixed with.
struct Mix {
    mix: Arc<BlockMix>,
    N: u64,
}
impl BlockMix {
    fn size(&self) -> usize {
        CORE * self.blocks as usize
    }
    /// About how many nanoseconds it takes.
    fn weight(&self) -> u64 {
        60 * self.blocks + 100
    }
}
impl Stretches for Fill {
    fn count(&self) -> Count {
        Count::Up(0)
    }
    fn weight(&self) -> u64 {
        self.mix.weight()
    }
    fn stretch(&self) -> usize {
        self.mix.size()
    }
    fn places(&self) -> u64 {
        self.N + 1
    }
    fn segment<N: Numbers>(&self, n: N, at: u64, memory: &Look, read: &Windows) -> Vec<N::U8> {
        let X = match at.checked_sub(1) {
            None => n.bytes(read[0]).collect::<Vec<_>>(),
            Some(before) => {
                let V: Vec<_> = n.bytes(memory.at(before)).collect();
                n.call_for("block_mix", (), &self.mix, &[("B", &V)], self.mix.size())
            }
        };
        if at < self.N { X.named("V", at as usize) } else { X.named("X", ()) }
    }
}
impl Fold for Mix {
    type State<N: Numbers> = Vec<N::U8>;
    const COUNT: Count = Count::Labels { first: 0, each: 1 };
    fn weight(&self) -> u64 {
        self.mix.weight() + 100
    }
    fn segment<N: Numbers>(&self, n: N, at: u64, X: Vec<N::U8>, read: &Windows) -> Vec<N::U8> {
        let (k, size) = (at as usize, self.mix.size());
        // Integerify: the last block as a number, least significant byte first. N is a power of two, so four bytes do.
        let last = &X[size - CORE..];
        let low = n.join_u32([last[3], last[2], last[1], last[0]]);
        let j = n.nat_of(low).rem(n.natural(self.N)).named("j", k);
        let place = j.value() as usize * size;
        let V_j = j.pick(read[0].slice(place..place + size)).collect::<Vec<_>>().named("V_j", k);
        let T = X.iter().zip(V_j).map(|(x, v)| *x ^ v).collect::<Vec<_>>().named("T", k);
        n.call_for("block_mix", k, &self.mix, &[("B", &T)], size).named("X", k)
    }
}
/// The run of scryptROMix over a block of 128 r bytes.
pub fn romix(at: &Path, block: Rope, N: u64) -> Run {
    let (mut run, size) = (Run::new(at, "romix"), block.len());
    let mix = Arc::new(BlockMix::new(size / (2 * CORE as u64)));
    let fill = Fill { mix: mix.clone(), N };
    let filled = run.part("fill", |at| Memory::part(at, fill, vec![Feed::whole("B", block)]));
    let V = run.bytes("V", filled.slice(0..N * size), size);
    let X = filled.slice(N * size..filled.len());
    let output = run.own_part("mix", |at| Timeline::part(at, Mix { mix, N }, N, X, vec![Feed::whole("V", V)]));
    run.with_result(Value::Bytes(output))
}

// ------------------------------------------------------------------ scrypt, section 6

/// The most bytes of memory.
const MEMORY: u64 = 256 << 20;
/// The most blocks that all the mixing goes over.
pub const MIXED: u64 = 1 << 22;
/// The most blocks that PBKDF2 gives.
const EXPANDED: u64 = 1 << 8;
/// The largest r.
const LARGEST: i64 = 256;

/// The run of scrypt.
pub fn scrypt(at: &Path, password: Rope, salt: Rope, [N, r, p]: [u64; 3], length: u64) -> Run {
    let (mut run, size) = (Run::new(at, "scrypt"), 128 * r);
    let sha256 = hash("sha256").expect("a hash function of the table");
    let B = run.run("expand", |at| pbkdf2(at, sha256, password.clone(), salt, 1, p * size));
    let B = run.bytes("B", B, size);
    let mut mixed = Rope::default();
    for i in 0..p {
        let block = B.slice(i * size..(i + 1) * size);
        mixed = mixed.then(run.numbered_run("romix", i, |at| romix(at, block, N)));
    }
    let derived = run.run("derive", |at| pbkdf2(at, sha256, password, mixed, 1, length));
    run.with_result(Value::Bytes(derived))
}

fn numbers(a: &Arguments) -> Result<[u64; 3], Fault> {
    Ok([a.u64("n")?, a.u64("r")?, a.u64("p")?])
}
fn product(a: &Arguments, of: &[&str]) -> Result<u128, Fault> {
    of.iter().try_fold(1, |product, name| Ok(product * u128::from(a.u64(name)?)))
}
fn made(c: &Context, a: &Arguments) -> Result<Run, Fault> {
    let [N, r, p] = numbers(a)?;
    if !N.is_power_of_two() {
        let message = format!("`n` of scrypt is a power of two, and this is {N}");
        return Err(Fault::argument("n", message).hint(format!("the nearest below is {}", 1u64 << N.ilog2())));
    }
    Ok(scrypt(&c.at, a.rope("password"), a.rope("salt"), [N, r, p], a.u64("length")?))
}
fn vetted(a: &Arguments) -> Result<Says, Error> {
    let number = |name: &str| Ok::<u32, Error>(u32::try_from(a.int(name)?).unwrap_or_default());
    let [N, r, p, length] = [number("n")?, number("r")?, number("p")?, number("length")?];
    let log_n = N.checked_ilog2().filter(|_| N.is_power_of_two()).and_then(|log| u8::try_from(log).ok());
    let parameters = log_n.and_then(|log_n| ::scrypt::Params::new(log_n, r, p).ok());
    let (Some(parameters), mut derived) = (parameters, vec![0; length as usize]) else { return Ok(Says::Refused) };
    let done = ::scrypt::scrypt(&a.bytes("password")?, &a.bytes("salt")?, &parameters, &mut derived);
    Ok(Says::or_refused(done.is_ok().then_some(derived)))
}

/// The row of scrypt.
pub const ROWS: &[Function] = &[Function {
    name: "scrypt",
    title: "scrypt",
    summary: "A key from a password and a salt that takes memory: blocks filled in order and read where data says.",
    family: Family::Kdf,
    spec: "RFC 7914 §6",
    parameters: &[
        Parameter::bytes("password", "the password"),
        Parameter::bytes("salt", "random bytes that need not be secret"),
        Parameter::int("n", "how many blocks are kept, a power of two").within(Limits::Range(2, 1 << 21)).costing(&[
            Cost {
                what: "bytes of memory",
                formula: "128 · n · r",
                most: MEMORY,
                of: |a| Ok(128 * product(a, &["n", "r"])?),
            },
        ]),
        Parameter::int("r", "how large a block is, in 128 bytes").within(Limits::Range(1, LARGEST)),
        Parameter::int("p", "how often all of it is done, each time with a memory of its own")
            .within(Limits::Range(1, EXPANDED as i64))
            .costing(&[
                Cost { what: "blocks", formula: "n · r · p", most: MIXED, of: |a| product(a, &["n", "r", "p"]) },
                Cost {
                    what: "blocks to begin with",
                    formula: "r · p",
                    most: EXPANDED,
                    of: |a| product(a, &["r", "p"]),
                },
            ]),
        Parameter::int("length", "how many bytes").within(Limits::Range(1, 16_384)),
    ],
    result: Some(Type::Bytes),
    vetted: Vetted::new("scrypt 0.12", vetted).row(),
    examples: &["scrypt(\"password\", \"NaCl\", 16, 1, 1, 64)", "scrypt(\"password\", \"NaCl\", 8, 2, 2, 32)"],
    make: made,
}];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::functions::bytes::testing::{at, call, fault, formula, input, origin};
    use crate::functions::{FaultKind, function};
    use crate::run::{Budget, Error};
    use std::time::{Duration, Instant};

    fn derive(n: i64, r: i64, p: i64, length: i64) -> Run {
        let given = [input("password", b"password"), input("salt", b"NaCl")];
        let numbers = [n, r, p, length].map(Value::int);
        call("scrypt", given.into_iter().chain(numbers)).unwrap()
    }
    #[test]
    fn a_memory_reads_as_the_specification_does() {
        let run = derive(16, 2, 2, 40);
        assert_eq!(at(&run, "romix[1]/V[0]"), at(&run, "B[1]"));
        assert_eq!(at(&run, "romix[1]/fill[7]/V[7]"), at(&run, "romix[1]/V[7]"));
        assert_eq!(at(&run, "romix[1]/fill[8]/block_mix"), at(&run, "romix[1]/V[8]"));
        assert_eq!(at(&run, "romix[1]/X[15]"), at(&run, "romix[1]"));
        for k in 0..16 {
            let j: u64 = at(&run, &format!("romix[1]/j[{k}]")).parse().unwrap();
            assert!(j < 16);
            assert_eq!(at(&run, &format!("romix[1]/V_j[{k}]")), at(&run, &format!("romix[1]/V[{j}]")));
            let [T, mixed] = ["in/B", "X[3]"].map(|below| at(&run, &format!("romix[1]/block_mix[{k}]/{below}")));
            assert_eq!(T, at(&run, &format!("romix[1]/T[{k}]")));
            // The blocks of even steps stand in front.
            assert_eq!(mixed, at(&run, &format!("romix[1]/X[{k}]"))[384..]);
        }
        let low = "(state[195..196] ‖ state[194..195] ‖ state[193..194] ‖ state[192..193]) mod 16";
        assert_eq!(formula(&run, "romix[0]/j[0]"), low);
        assert_eq!(formula(&run, "romix[0]/T[3]"), "state[0..1] ⊕ V_j[3][0]");
        let b = "romix[0]/block_mix[3]/salsa20_8[2]/round[1]/b[0][1]";
        assert_eq!(formula(&run, b), "state[16..20] ⊕ ROTL7(state[0..4] + state[48..52])");
    }
    #[test]
    fn a_looked_up_block_comes_from_the_entry_and_from_what_chose_it() {
        let run = derive(8, 1, 1, 32);
        let budget = Budget::unlimited();
        let place = run.at(&"romix[0]/V_j[2][5]".parse().unwrap(), &budget).unwrap();
        let j = at(&run, "romix[0]/j[2]");
        let operands = place.operands(&budget).unwrap();
        let names: Vec<&str> = operands.iter().map(|operand| operand.name.as_str()).collect();
        assert_eq!(names, [&format!("V[{j}][5]"), "j[2]"]);
        let all = origin(&run.result, 0..32);
        assert!(all.starts_with("password[0..8] salt[0..4]"), "{all}");
    }
    #[test]
    fn any_step_is_there_within_a_frame() {
        let run = derive(1024, 8, 1, 32);
        for address in ["romix[0]/X[1023]", "romix[0]/X[511]", "romix[0]/fill[1000]/V[1000]", "romix[0]/fill[3]"] {
            let start = Instant::now();
            run.at(&address.parse().unwrap(), &Budget::frame()).unwrap_or_else(|error| panic!("{address}: {error}"));
            assert!(start.elapsed() < Duration::from_millis(500), "{address}: {:?}", start.elapsed());
        }
    }
    #[test]
    fn whoever_stops_at_any_instant_goes_on_where_it_stood() {
        let whole = derive(256, 1, 2, 32).output().unwrap();
        let given = [input("password", b"password"), input("salt", b"NaCl")];
        let given = given.into_iter().chain([256, 1, 2, 32].map(Value::int)).map(|value| (None, value)).collect();
        let context = Context { at: Path::new("stopped"), budget: &Budget::unlimited() };
        let (run, _) = function("scrypt").unwrap().call(&context, given).unwrap();
        let mut stopped = 0;
        for turns in (0..9).cycle() {
            let asked = std::cell::Cell::new(0);
            let stop = || asked.replace(asked.get() + 1) >= turns;
            match run.finish(&Budget::until(&stop)) {
                Ok(()) => break,
                Err(error) => assert_eq!(error, Error::Cancelled),
            }
            stopped += 1;
        }
        assert!(stopped > 3, "{stopped}");
        assert_eq!(run.output().unwrap(), whole);
    }
    #[test]
    fn what_would_take_too_much_is_refused_before_it_is_built() {
        let with = |numbers: [i64; 4]| {
            let given = [input("p", b""), input("s", b"")].into_iter().chain(numbers.map(Value::int));
            fault("scrypt", given)
        };
        let over = "scrypt is limited to ";
        let memory = "268435456 bytes of memory (128 · n · r), and this asks for 536870912";
        assert_eq!(with([1 << 20, 4, 1, 32]), format!("{over}{memory}"));
        let mixed = "4194304 blocks (n · r · p), and this asks for 8388608";
        assert_eq!(with([1 << 20, 2, 4, 32]), format!("{over}{mixed}"));
        let expanded = "256 blocks to begin with (r · p), and this asks for 1280";
        assert_eq!(with([2, 256, 5, 32]), format!("{over}{expanded}"));
        let power = "`n` of scrypt is a power of two, and this is 1000; the nearest below is 512";
        assert_eq!(with([1000, 1, 1, 32]), power);
        assert_eq!(with([1, 1, 1, 32]), "`n` of scrypt is 2 to 2097152, and this is 1");
        assert_eq!(with([2, 0, 1, 32]), "`r` of scrypt is 1 to 256, and this is 0");
        assert_eq!(with([2, 1, 0, 32]), "`p` of scrypt is 1 to 256, and this is 0");
        assert_eq!(with([2, 1, 1, 0]), "`length` of scrypt is 1 to 16384, and this is 0");
        let given = [input("p", b""), input("s", b"")].into_iter().chain([1i64 << 40, 1, 1, 32].map(Value::int));
        assert_eq!(call("scrypt", given).unwrap_err().kind, FaultKind::Limit);
        // Nothing at all is a password and a salt, too.
        let empty = [input("p", b""), input("s", b"")].into_iter().chain([2, 1, 1, 1].map(Value::int));
        assert_eq!(call("scrypt", empty).unwrap().output_len(), 1);
    }
}
