//! ChaCha20, RFC 8439 section 2.3 and 2.4. Words print most significant digit first; keys, nonces and keystream hold
//! them least significant byte first.
//!
//! The run of a block has the parts `setup` (the words of `state`), `round` (20, a column round and a diagonal round by
//! turns), `sum` (the words of `out`) and `serialize`. The run of a message has the part `block`: each segment calls
//! the block function for its keystream.

use crate::functions::{
    Arguments, Context, Default, Family, Fault, Function, Limits, Parameter, Says, Vetted, reduced,
};
use crate::num::{Border, Callee, Carry, Constant, Entrance, Numbers, Plain, Window, Word, xor};
use crate::run::{
    Count, Door, Error, Feed, Fold, Map, Path, Pieces, Rope, Run, Source, Timeline, Type, VERIFIED_BYTES, Value,
    Windows,
};
use ::chacha20::cipher::{KeyIvInit, StreamCipherCore};
use ::chacha20::variants::Ietf;
use ::chacha20::{ChaChaCore, R20};
use num_bigint::Sign;
use std::num::Wrapping;
use std::ops::Range;
use std::sync::Arc;

/// Bytes in a block.
const BLOCK: u64 = 64;
/// How many rounds there are.
const ROUNDS: u64 = 20;

// ------------------------------------------------------------------ the body

/// The quarter round, section 2.1: four additions, XORs and rotations. Step k of quarter round q is `a[q][k]` and so
/// on.
#[inline(always)]
fn quarter_round<W: Word>(q: usize, [a, b, c, d]: [W; 4]) -> [W; 4] {
    let a = (a + b).named("a", (q, 1));
    let d = (d ^ a).rotl(16).named("d", (q, 1));
    let c = (c + d).named("c", (q, 2));
    let b = (b ^ c).rotl(12).named("b", (q, 2));
    let a = (a + b).named("a", (q, 3));
    let d = (d ^ a).rotl(8).named("d", (q, 3));
    let c = (c + d).named("c", (q, 4));
    let b = (b ^ c).rotl(7).named("b", (q, 4));
    [a, b, c, d].named("qr", q)
}
/// The words of the four quarter rounds of a column round.
const COLUMNS: [[usize; 4]; 4] = [[0, 4, 8, 12], [1, 5, 9, 13], [2, 6, 10, 14], [3, 7, 11, 15]];
/// The words of the four quarter rounds of a diagonal round.
const DIAGONALS: [[usize; 4]; 4] = [[0, 5, 10, 15], [1, 6, 11, 12], [2, 7, 8, 13], [3, 4, 9, 14]];

/// One round: a quarter round for each column or each diagonal of the 4 × 4 words.
#[inline(always)]
fn round<W: Word>(places: [[usize; 4]; 4], mut x: [W; 16]) -> [W; 16] {
    for (q, [a, b, c, d]) in places.into_iter().enumerate() {
        [x[a], x[b], x[c], x[d]] = quarter_round(q, [x[a], x[b], x[c], x[d]]);
    }
    x
}
/// A word from its bytes, least significant first.
#[inline(always)]
fn little_endian<N: Numbers>(n: N, window: Window) -> N::U32 {
    let [a, b, c, d] = <[N::U8; 4]>::read(n, window);
    n.join_u32([d, c, b, a])
}
/// The letters of the four constants.
const EXPAND: &str = "expand 32-byte k";
const CONSTANT: Constant = Constant::new("constant", |index| {
    let at = 4 * index.last() as usize;
    format!("\"{}\" of \"{EXPAND}\", the first letter in the lowest byte", &EXPAND[at..at + 4])
});
/// The state that the rounds start from, section 2.3: the constants, the key, the counter and the nonce.
#[inline(always)]
fn setup<N: Numbers>(n: N, key: Window, nonce: Window, counter: N::U32) -> [N::U32; 16] {
    std::array::from_fn(|i| match i {
        0..4 => n.u32(CONSTANT, i, u32::from_le_bytes(std::array::from_fn(|k| EXPAND.as_bytes()[4 * i + k]))),
        4..12 => little_endian(n, key.piece::<4>(i - 4)).named("key", i - 4),
        12 => counter,
        _ => little_endian(n, nonce.piece::<4>(i - 13)).named("nonce", i - 13),
    })
}
/// The words numbered.
fn numbered<W: Word>(words: [W; 16], name: &'static str) -> [W; 16] {
    let mut i = 0..16;
    words.map(|word| word.named(name, i.next().unwrap_or(0)))
}

struct Setup;
impl Pieces for Setup {
    const COUNT: Count = Count::Single;
    fn piece<N: Numbers>(&self, n: N, _: u64, read: &Windows, out: &mut Border) {
        let counter = n.split_int(N::Int::read(n, read[2]), 4);
        let counter = n.join_u32(std::array::from_fn(|i| counter[i])).named("counter", ());
        numbered(setup(n, read[0], read[1], counter), "state").save(out);
    }
}
/// The rounds, odd ones over columns and even ones over diagonals.
struct Rounds;
impl Fold for Rounds {
    type State<N: Numbers> = [N::U32; 16];
    const COUNT: Count = Count::Up(1);
    fn segment<N: Numbers>(&self, _: N, at: u64, x: [N::U32; 16], _: &Windows) -> [N::U32; 16] {
        numbered(round(if at.is_multiple_of(2) { COLUMNS } else { DIAGONALS }, x), "x")
    }
}
/// After the rounds the start is added, so that nobody can go back.
struct Sum;
impl Pieces for Sum {
    const COUNT: Count = Count::Single;
    fn piece<N: Numbers>(&self, n: N, _: u64, read: &Windows, out: &mut Border) {
        let x = numbered(<[N::U32; 16]>::read(n, read[0]), "x");
        let state = numbered(<[N::U32; 16]>::read(n, read[1]), "state");
        numbered(std::array::from_fn(|i| x[i] + state[i]), "out").save(out);
    }
}
/// Each word as bytes, the least significant first.
struct Serialize;
impl Pieces for Serialize {
    const COUNT: Count = Count::Single;
    fn piece<N: Numbers>(&self, n: N, _: u64, read: &Windows, out: &mut Border) {
        for i in 0..16 {
            let word = N::U32::read(n, read[0].piece::<4>(i)).named("out", i);
            let [a, b, c, d] = n.split_u32(word);
            [d, c, b, a].named("bytes", i).save(out);
        }
    }
}

/// The block function: key, nonce and counter (4 bytes, most significant first) to 64 bytes of keystream.
pub struct Block;
impl Callee for Block {
    fn compute(&self, _: &[u8], arguments: &[(&'static str, &[Wrapping<u8>])], output: &mut [Wrapping<u8>]) {
        fn bytes<const L: usize>((_, bytes): (&'static str, &[Wrapping<u8>])) -> [u8; L] {
            std::array::from_fn(|i| bytes[i].0)
        }
        let [key, nonce]: [&[u8]; 2] = [&bytes::<32>(arguments[0]), &bytes::<12>(arguments[1])];
        let counter = Wrapping(u32::from_be_bytes(bytes(arguments[2])));
        let state = setup(Plain, Window::border(key), Window::border(nonce), counter);
        let mut x = state;
        for _ in 0..ROUNDS / 2 {
            x = round(DIAGONALS, round(COLUMNS, x));
        }
        for ((bytes, x), start) in output.chunks_exact_mut(4).zip(x).zip(state) {
            bytes.copy_from_slice(&(x + start).0.to_le_bytes().map(Wrapping));
        }
    }
    fn entrance(self: Arc<Self>) -> Entrance {
        Door::entrance(|at, arguments| {
            let [key, nonce, counter] = [0, 1, 2].map(|k| arguments[k].clone());
            block(at, key, nonce, counter, ROUNDS)
        })
    }
}

/// The keystream of a message's blocks, XORed with them.
struct Stream(Arc<Block>);
impl Pieces for Stream {
    #[inline(always)]
    fn piece<N: Numbers>(&self, n: N, at: u64, read: &Windows, out: &mut Border) {
        let [message, key, nonce, first] = *read;
        let key = <[N::U8; 32]>::read(n, key);
        let nonce = <[N::U8; 12]>::read(n, nonce);
        let first = N::U32::read(n, first).named("first", ());
        let counter = (first + n.u32("block", (), at as u32)).named("counter", ());
        let arguments: [(&str, &[N::U8]); 3] = [("key", &key), ("nonce", &nonce), ("counter", &n.split_u32(counter))];
        let keystream: [N::U8; 64] = n.call("chacha20_block", (), &self.0, Window::NONE, &arguments);
        for (i, byte) in keystream.into_iter().take(message.bytes.len()).enumerate() {
            let byte = [byte.named("keystream", i)];
            let [byte] = xor([N::U8::read(n, message.piece::<1>(i))], byte);
            byte.named("output", i).save(out);
        }
    }
    fn vetted_weight(&self) -> u64 {
        40
    }
    fn has_vetted(&self) -> bool {
        true
    }
    fn vetted(&self, range: Range<u64>, read: &Windows, out: &mut [u8]) {
        let [message, key, nonce, first] = read.map(|window| window.bytes);
        let Ok(first) = first.try_into().map(u32::from_be_bytes) else { return };
        out.copy_from_slice(message);
        let _ = crated(key, nonce, first.wrapping_add(range.start as u32), out);
    }
}

// ------------------------------------------------------------------ the runs

/// The run of a block in so many rounds; the counter's bytes are the most significant first.
pub fn block(at: &Path, key: Rope, nonce: Rope, counter: Rope, rounds: u64) -> Run {
    let mut run = Run::new(at, "chacha20_block");
    let feeds = vec![Feed::whole("key", key), Feed::whole("nonce", nonce), Feed::whole("counter", counter)];
    let start = run.part("setup", |at| Map::part(at, Setup, feeds, BLOCK, BLOCK));
    let start = run.bytes("state", start, 4);
    let x = run.part("round", |at| Timeline::part(at, Rounds, rounds, start.clone(), vec![]));
    let feeds = vec![Feed::whole("x", x), Feed::whole("state", start)];
    let sum = run.part("sum", |at| Map::part(at, Sum, feeds, BLOCK, BLOCK));
    let out = run.bytes("out", sum, 4);
    let bytes = run.part("serialize", |at| Map::part(at, Serialize, vec![Feed::whole("out", out)], BLOCK, BLOCK));
    run.with_result(Value::Bytes(bytes))
}
/// The run of a message; `counter` is the first block's, 4 bytes.
pub fn stream(at: &Path, key: Rope, nonce: Rope, counter: Rope, message: Rope) -> Run {
    let mut run = Run::new(at, "chacha20");
    let length = message.len();
    let feeds = vec![
        Feed::dealt("message", message, BLOCK),
        Feed::whole("key", key),
        Feed::whole("nonce", nonce),
        Feed::whole("counter", counter),
    ];
    let output = run.part("block", |at| Map::part(at, Stream(Arc::new(Block)), feeds, BLOCK, length));
    run.with_result(Value::Bytes(output))
}
/// The counter's value, which must leave room for `blocks` of them.
fn counter(a: &Arguments, blocks: u64) -> Result<u32, Fault> {
    let value = a.int("counter")?;
    if value.sign() == Sign::Minus {
        let message = format!("a counter is not negative, and `counter` is {}", a.value("counter").show(24)?);
        return Err(Fault::argument("counter", message));
    }
    let last = u64::try_from(&value).ok().and_then(|first| first.checked_add(blocks.saturating_sub(1)));
    match (last, u32::try_from(&value)) {
        (Some(0..=0xffff_ffff), Ok(first)) => Ok(first),
        _ => {
            let shown = a.value("counter").show(24)?;
            let noun = if blocks == 1 { "block" } else { "blocks" };
            let message = format!("a counter ends at 4294967295, which {blocks} {noun} from {shown} on would pass");
            let hint = "use another nonce: a counter that begins anew repeats its keystream";
            Err(Fault::argument("counter", message).hint(hint))
        }
    }
}
/// The counter's magnitude as 4 bytes.
fn four_bytes(a: &Arguments) -> Rope {
    let magnitude = a.rope("counter");
    match magnitude.len() {
        0..4 => Rope::padding(&magnitude, 0, 4 - magnitude.len()).then(magnitude),
        longer => magnitude.slice(longer - 4..longer),
    }
}

// ------------------------------------------------------------------ the functions

/// Bytes XORed with the crate's keystream from a block on: its core, since its cipher for whole messages refuses the
/// last counter. Nothing for a key or a nonce that the crate refuses.
fn crated(key: &[u8], nonce: &[u8], first: u32, bytes: &mut [u8]) -> Option<()> {
    let mut core = ChaChaCore::<R20, Ietf>::new_from_slices(key, nonce).ok()?;
    core.set_block_pos(first);
    let (blocks, rest) = ::chacha20::cipher::Block::<ChaChaCore<R20, Ietf>>::slice_as_chunks_mut(bytes);
    core.apply_keystream_blocks(blocks);
    if !rest.is_empty() {
        let mut keystream = [0; BLOCK as usize].into();
        core.write_keystream_block(&mut keystream);
        rest.iter_mut().zip(keystream).for_each(|(byte, k)| *byte ^= k);
    }
    Some(())
}
fn vetted(a: &Arguments, mut bytes: Vec<u8>) -> Result<Says, Error> {
    let (key, nonce, Ok(first)) = (a.bytes("key")?, a.bytes("nonce")?, u32::try_from(a.int("counter")?)) else {
        return Ok(Says::Refused);
    };
    Ok(Says::or_refused(crated(&key, &nonce, first, &mut bytes).map(|()| bytes)))
}
const KEY: Parameter = Parameter::bytes("key", "the secret key, 32 bytes").within(Limits::Length(32, 32));
const NONCE: Parameter =
    Parameter::bytes("nonce", "a number used once with this key, 12 bytes").within(Limits::Length(12, 12));
const COUNTER: Parameter = Parameter::int("counter", "the number of the block, from 0 to 4294967295");

/// The rows of ChaCha20.
pub const ROWS: &[Function] = &[
    Function {
        name: "chacha20_block",
        title: "ChaCha20's block function",
        summary: "64 bytes of keystream from a key, a nonce and a counter, in 20 rounds over 16 words.",
        family: Family::Cipher,
        spec: "RFC 8439 §2.3",
        parameters: &[KEY, NONCE, COUNTER, reduced::rounds(ROUNDS as i64, Default::Int(ROUNDS as i64))],
        result: Some(Type::Bytes),
        vetted: Vetted::new("chacha20 0.10", |a| vetted(a, vec![0; BLOCK as usize]))
            .unless(|a| Ok(reduced::not("ChaCha20", [reduced::fewer(a, ROUNDS)?])))
            .row(),
        examples: &[
            "chacha20_block(sha256(\"my secret\"), \"only once...\", 1)",
            "chacha20_block(sha256(\"my secret\"), \"only once...\", 1, rounds: 2)",
        ],
        make: |c: &Context, a: &Arguments| {
            counter(a, 1)?;
            Ok(block(&c.at, a.rope("key"), a.rope("nonce"), four_bytes(a), a.u64("rounds")?))
        },
    },
    Function {
        name: "chacha20",
        title: "ChaCha20",
        summary: "A message XORed with a keystream; a second time gives the message back.",
        family: Family::Cipher,
        spec: "RFC 8439 §2.4",
        parameters: &[
            KEY,
            NONCE,
            Parameter::bytes("message", "what to encrypt or to decrypt, of any length"),
            COUNTER.or(Default::Int(0)),
        ],
        result: Some(Type::Bytes),
        vetted: Vetted::new("chacha20 0.10", |a| match a.rope("message").len() {
            0..=VERIFIED_BYTES => vetted(a, a.bytes("message")?),
            _ => Ok(Says::Nothing),
        })
        .note("messages of more than 64 MiB are not compared")
        .row(),
        examples: &["chacha20(sha256(\"my secret\"), \"only once...\", \"attack at dawn\")"],
        make: |c: &Context, a: &Arguments| {
            let message = a.rope("message");
            counter(a, message.len().div_ceil(BLOCK))?;
            Ok(stream(&c.at, a.rope("key"), a.rope("nonce"), four_bytes(a), message))
        },
    },
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::functions::bytes::testing::{at, call, fault, formula, input, named, origin};
    use crate::run::Budget;
    use proptest::prelude::*;
    use std::time::{Duration, Instant};

    fn arguments(message: Value, counter: i64) -> Vec<(Option<&'static str>, Value)> {
        let (key, nonce) = (input("key", &[7; 32]), input("nonce", &[9; 12]));
        let counter = (Some("counter"), Value::int(counter));
        vec![(None, key), (None, nonce), (None, message), counter]
    }
    #[test]
    fn our_own_body_goes_over_a_long_message_up_to_the_last_counter() {
        // 79 blocks, the last of 11 bytes: longer than what our own body computes alone.
        let run = named("chacha20", arguments(input("m", &[5; 5_003]), 0xffff_ffff - 78)).unwrap();
        assert_eq!(run.compared().map(|c| (c.segments, c.of, c.differs)), Some((79, 79, None)));
    }
    fn block_at(counter: i64) -> [Value; 3] {
        [input("key", &[7; 32]), input("nonce", &[9; 12]), Value::int(counter)]
    }

    #[test]
    fn rounds_read_as_the_specification_does() {
        let run = call("chacha20_block", block_at(1)).unwrap();
        assert_eq!(at(&run, "state[0]"), "61707865");
        assert_eq!(at(&run, "state[12]"), "00000001");
        assert_eq!(formula(&run, "round[2]/d[3][3]"), "ROTL8(d[3][1] ⊕ a[3][3])");
        assert_eq!(formula(&run, "sum/out[5]"), "x[5] + state[5]");
        assert!(at(&run, "round[20]").ends_with(&at(&run, "round[20]/x[15]")));
        let little: String = at(&run, "out[2]").as_bytes().chunks(2).rev().flatten().map(|b| char::from(*b)).collect();
        assert_eq!(at(&run, "serialize/bytes[2]"), little);
    }
    #[test]
    fn a_block_of_a_message_opens_as_the_block_function() {
        let run = named("chacha20", arguments(input("message", &[0; 130]), 5)).unwrap();
        let block = call("chacha20_block", block_at(7)).unwrap();
        for address in ["state[12]", "round[20]/x[3]", "out[15]"] {
            assert_eq!(at(&run, &format!("block[2]/chacha20_block/{address}")), at(&block, address));
        }
        assert_eq!(formula(&run, "block[2]/counter"), "first + block");
    }
    #[test]
    fn a_byte_depends_on_key_nonce_and_its_own_byte() {
        let run = named("chacha20", arguments(input("message", &[0; 130]), 5)).unwrap();
        let origin = origin(&run.result, 128..129);
        assert!(origin.starts_with("key[0..32] message[128..129] nonce[0..12]"), "{origin}");
    }
    #[test]
    fn a_block_of_a_gibibyte_is_there_at_once() {
        let message = Rope::filled("0", 0, 1 << 30);
        let (key, nonce) = (Rope::constant("k", &[7; 32]), Rope::constant("n", &[9; 12]));
        let run = stream(&Path::new("c"), key, nonce, Rope::constant("0", &[0; 4]), message);
        run.finish(&Budget::unlimited()).unwrap();
        let start = Instant::now();
        let found = at(&run, "block[16777215]/chacha20_block/out[0]");
        assert!(start.elapsed() < Duration::from_millis(500), "{:?}", start.elapsed());
        assert_eq!(found, at(&call("chacha20_block", block_at(0xff_ffff)).unwrap(), "out[0]"));
    }
    #[test]
    fn a_counter_does_not_pass_its_end() {
        let block = call("chacha20_block", block_at(0xffff_ffff)).unwrap().output().unwrap();
        let message = named("chacha20", arguments(input("message", &[0; 64]), 0xffff_ffff)).unwrap();
        assert_eq!(message.output().unwrap(), block);
        assert_eq!(
            fault("chacha20_block", block_at(0x1_0000_0000)),
            "a counter ends at 4294967295, which 1 block from 4294967296 on would pass; \
             use another nonce: a counter that begins anew repeats its keystream"
        );
        assert!(fault("chacha20_block", block_at(-1)).contains("not negative"));
        let fault = named("chacha20", arguments(input("message", &[0; 65]), 0xffff_ffff)).expect_err("too far");
        assert!(fault.to_string().contains("2 blocks from 4294967295"), "{fault}");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(16))]
        #[test]
        fn twice_is_the_message(message in prop::collection::vec(any::<u8>(), 0..300), counter in 0..1i64 << 31) {
            let there = named("chacha20", arguments(input("message", &message), counter)).unwrap().output().unwrap();
            let back = named("chacha20", arguments(input("message", &there), counter)).unwrap();
            prop_assert_eq!(back.output().unwrap(), message);
        }
    }
}
