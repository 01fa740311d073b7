//! RC4, as it was posted in 1994 and as RFC 6229 has it: a permutation of 256 bytes that swaps two of them for each byte.
//!
//! Its run has the parts `setup`, one segment a swap of the key setup, and `byte`, one segment a byte of the keystream, both from
//! 0 on, with `i`, `j`, `S_i` and `S_j` (the entries at both places), `K` and the table before and after, `S` and `S_after`. Beside
//! them stand `key_setup`, the table after the key setup, and `output`.
#![allow(non_snake_case)] // the names are the specification's

use crate::functions::{Arguments, Context, Family, Fault, Function, Limits, Parameter, Says, Vetted};
use crate::num::{Border, Carry, Natural, Number, Numbers};
use crate::run::{Error, Feed, Fold, Map, Pieces, Rope, Run, Source, Timeline, Type, Value, Windows};
use ::rc4::Rc4;
use cipher::{KeyInit, StreamCipher};

/// Entries of the table.
const TABLE: usize = 256;
/// Bytes of a state: the table, `i`, `j` and the byte of the keystream.
const STATE: usize = TABLE + 3;

/// The table after the entries at i and at j have changed places. Which entry is at j depends on j for all of them, and a record
/// says so; i is a count.
#[inline(always)]
fn swapped<N: Numbers>(n: N, mut S: [N::U8; TABLE], [S_i, S_j]: [N::U8; 2], (i, j): (usize, N::U8)) -> [N::U8; TABLE] {
    let zero = n.u8("zero", (), 0);
    let place = n.nat_of(n.join_u32([zero, zero, zero, j])).named("place", ());
    S[i] = S_j;
    if N::RECORDS {
        return std::array::from_fn(|k| N::U8::select(place.same(n.natural(k as u64)), S_i, S[k]));
    }
    S[place.value() as usize] = S_i;
    S
}

/// A swap of the key setup.
struct Setup;
impl Fold for Setup {
    type State<N: Numbers> = [N::U8; STATE];
    fn segment<N: Numbers>(&self, n: N, at: u64, state: [N::U8; STATE], read: &Windows) -> [N::U8; STATE] {
        let i = at as usize;
        let S: [N::U8; TABLE] = std::array::from_fn(|k| state[k]).named("S", ());
        let key = N::U8::read(n, read[0]).named("key", i);
        let S_i = S[i].named("S_i", ());
        let j = (state[TABLE + 1].named("j_before", ()) + S_i + key).named("j", ());
        let S_j = n.among(&S, j).named("S_j", ());
        let counter = n.u8("i", (), at as u8);
        let S = swapped(n, S, [S_i, S_j], (i, j)).named("S_after", ());
        following::<N>(S, [counter, j, state[TABLE + 2]])
    }
}
/// A byte of the keystream.
struct Byte;
impl Fold for Byte {
    type State<N: Numbers> = [N::U8; STATE];
    const EACH: bool = true;
    fn segment<N: Numbers>(&self, n: N, at: u64, state: [N::U8; STATE], _: &Windows) -> [N::U8; STATE] {
        let S: [N::U8; TABLE] = std::array::from_fn(|k| state[k]).named("S", ());
        let i = (state[TABLE].named("i_before", ()) + n.u8("one", (), 1)).named("i", ());
        let count = (at + 1) as usize % TABLE;
        let S_i = S[count].named("S_i", ());
        let j = (state[TABLE + 1].named("j_before", ()) + S_i).named("j", ());
        let S_j = n.among(&S, j).named("S_j", ());
        let S = swapped(n, S, [S_i, S_j], (count, j)).named("S_after", ());
        let t = (S_i + S_j).named("t", ());
        following::<N>(S, [i, j, n.among(&S, t).named("K", ())])
    }
}
fn following<N: Numbers>(S: [N::U8; TABLE], rest: [N::U8; 3]) -> [N::U8; STATE] {
    std::array::from_fn(|k| if k < TABLE { S[k] } else { rest[k - TABLE] })
}
/// The message XORed with the keystream.
struct Output;
impl Pieces for Output {
    fn piece<N: Numbers>(&self, n: N, at: u64, read: &Windows, out: &mut Border) {
        let message = N::U8::read(n, read[0]).named("message", at as usize);
        let K = N::U8::read(n, read[1].slice(STATE - 1..STATE)).named("K", ());
        (message ^ K).named("output", ()).save(out);
    }
}

fn rc4(c: &Context, a: &Arguments) -> Result<Run, Fault> {
    let (mut run, key, message) = (Run::new(&c.at, "rc4"), a.rope("key"), a.rope("message"));
    let table = TABLE as u64;
    let cycled = key.repeated(table.div_ceil(key.len())).slice(0..table);
    let start = Rope::constant("0 to 255", &std::array::from_fn::<u8, TABLE, _>(|k| k as u8));
    let zeros = || Rope::constant("0", &[0; STATE - TABLE]);
    let feeds = vec![Feed::dealt("key", cycled, 1)];
    let setup = run.part("setup", |at| Timeline::part(at, Setup, table, start.then(zeros()), feeds));
    let S = run.bytes("key_setup", setup.slice(0..table), 1);
    let length = message.len();
    let states = run.part("byte", |at| Timeline::part(at, Byte, length, S.then(zeros()), vec![]));
    let feeds = vec![Feed::dealt("message", message, 1), Feed::dealt("byte", states, STATE as u64)];
    let output = run.part("output", |at| Map::part(at, Output, feeds, 1, length));
    Ok(run.with_result(Value::Bytes(output)))
}
fn vetted(a: &Arguments) -> Result<Says, Error> {
    let mut message = a.bytes("message")?;
    let Ok(mut cipher) = Rc4::new_from_slice(&a.bytes("key")?) else { return Ok(Says::Refused) };
    cipher.apply_keystream(&mut message);
    Ok(Says::Value(message))
}

/// The row of RC4.
pub const ROWS: &[Function] = &[Function {
    name: "rc4",
    title: "RC4",
    summary: "A message XORed with the bytes of a table that swaps two of its entries for each. Its first bytes are biased: \
              never use it.",
    family: Family::Cipher,
    spec: "RFC 6229; the algorithm as posted to sci.crypt in 1994",
    parameters: &[
        Parameter::bytes("key", "the secret key, 1 to 256 bytes").within(Limits::Length(1, TABLE as u64)),
        Parameter::bytes("message", "what to encrypt or to decrypt, 1 MiB at most").within(Limits::Length(0, 1 << 20)),
    ],
    result: Some(Type::Bytes),
    vetted: Vetted::new("rc4 0.2", vetted).row(),
    examples: &["rc4(\"Key\", \"Plaintext\")"],
    make: rc4,
}];

#[cfg(test)]
mod tests {
    use crate::functions::bytes::testing::{at, call, fault, formula, input, origins};

    #[test]
    fn a_byte_reads_as_the_algorithm_does() {
        let run = call("rc4", [input("k", b"Key"), input("m", b"Plaintext")]).unwrap();
        assert_eq!(run.result.show(99).unwrap(), "bbf316e8d940af0ad3");
        assert_eq!(at(&run, "setup[0]/j"), "4b");
        assert_eq!(formula(&run, "setup[1]/j"), "j_before + S_i + key[1]");
        assert_eq!(formula(&run, "byte[0]/S_j"), "S[j]");
        assert_eq!(formula(&run, "byte[0]/K"), "S_after[t]");
        assert_eq!(formula(&run, "byte[0]/S_after[7]"), "select(place = 7, S_i, S[7])");
        assert_eq!(formula(&run, "output[3]/output"), "message[3] ⊕ K");
        assert_eq!(at(&run, "key_setup[0]"), at(&run, "byte[0]/S[0]"));
        assert_eq!(origins(&run.result), "k[0..3] m[0..9]; 0, 0 to 255");
    }
    #[test]
    fn a_key_has_a_byte_at_least() {
        let none = fault("rc4", [input("k", b""), input("m", b"x")]);
        assert_eq!(none, "`key` of rc4 wants 1 to 256 bytes, and this has 0");
    }
}
