//! RC4, as it was posted in 1994 and as RFC 6229 has it: a permutation of 256 bytes that swaps two of them for each
//! byte.
//!
//! Its run has the parts `setup`, one segment a swap of the key setup, and `byte`, one segment a byte of the keystream,
//! both from 0 on, with `i`, `j`, `S_i` and `S_j` (the entries at both places), `K` and the table before and after, `S`
//! and `S_after`. Beside them stand `key_setup`, the table after the key setup, and `output`.
#![allow(non_snake_case)] // the names are the specification's

use crate::functions::{Arguments, Context, Family, Fault, Function, Limits, Parameter, Says, Vetted};
use crate::num::{Border, Carry, Natural, Number, Numbers, Plain};
use crate::run::{Error, Feed, Fold, Map, Pieces, Rope, Run, Source, Timeline, Type, VERIFIED_BYTES, Value, Windows};
use ::rc4::Rc4;
use cipher::{KeyInit, StreamCipher};
use std::ops::Range;

/// Entries of the table.
const TABLE: usize = 256;
/// The table, and `i`, `j` and the byte of the keystream.
type State<N> = ([<N as Numbers>::U8; TABLE], [<N as Numbers>::U8; 3]);

/// The entries at i and at j change places; i is a count. Which entry is at j depends on j for all of them, and a
/// record says so.
#[inline(always)]
fn swap<N: Numbers>(n: N, S: &mut [N::U8; TABLE], [S_i, S_j]: [N::U8; 2], (i, j): (usize, N::U8)) {
    let zero = n.u8("zero", (), 0);
    let place = n.nat_of(n.join_u32([zero, zero, zero, j])).named("place", ());
    S[i] = S_j;
    if N::RECORDS {
        *S = std::array::from_fn(|k| N::U8::select(place.same(n.natural(k as u64)), S_i, S[k])).named("S_after", ());
    } else {
        S[place.value() as usize] = S_i;
    }
}

/// A swap of the key setup.
struct Setup;
impl Fold for Setup {
    type State<N: Numbers> = State<N>;
    fn segment<N: Numbers>(&self, n: N, at: u64, (S, [_, j, K]): State<N>, read: &Windows) -> State<N> {
        let (mut S, i) = (S.named("S", ()), at as usize);
        let key = N::U8::read(n, read[0]).named("key", i);
        let S_i = S[i].named("S_i", ());
        let j = (j.named("j_before", ()) + S_i + key).named("j", ());
        let S_j = n.among(&S, j).named("S_j", ());
        let counter = n.u8("i", (), at as u8);
        swap(n, &mut S, [S_i, S_j], (i, j));
        (S, [counter, j, K])
    }
}
/// A byte of the keystream.
struct Byte;
impl Byte {
    /// The step, which changes the table in its place.
    #[inline(always)]
    fn step<N: Numbers>(n: N, at: u64, S: &mut [N::U8; TABLE], (i, j): (N::U8, N::U8)) -> (N::U8, N::U8, N::U8) {
        let i = (i.named("i_before", ()) + n.u8("one", (), 1)).named("i", ());
        let count = (at + 1) as usize % TABLE;
        let S_i = S[count].named("S_i", ());
        let j = (j.named("j_before", ()) + S_i).named("j", ());
        let S_j = n.among(S, j).named("S_j", ());
        swap(n, S, [S_i, S_j], (count, j));
        let t = (S_i + S_j).named("t", ());
        (i, j, n.among(S, t).named("K", ()))
    }
}
impl Fold for Byte {
    type State<N: Numbers> = State<N>;
    const EACH: bool = true;
    const TAIL: usize = 1;
    fn weight(&self) -> u64 {
        2
    }
    fn segment<N: Numbers>(&self, n: N, at: u64, (S, [i, j, _]): State<N>, _: &Windows) -> State<N> {
        let mut S = S.named("S", ());
        let (i, j, K) = Byte::step(n, at, &mut S, (i, j));
        (S, [i, j, K])
    }
    fn many(&self, state: &mut State<Plain>, range: Range<u64>, _: &Windows, tails: &mut Vec<u8>) {
        let (mut S, [mut i, mut j, mut K]) = *state;
        tails.reserve((range.end - range.start) as usize);
        for at in range {
            (i, j, K) = Byte::step(Plain, at, &mut S, (i, j));
            tails.push(K.0);
        }
        *state = (S, [i, j, K]);
    }
}
/// The message XORed with the keystream.
struct Output;
impl Pieces for Output {
    fn weight(&self) -> u64 {
        1
    }
    fn piece<N: Numbers>(&self, n: N, at: u64, read: &Windows, out: &mut Border) {
        let message = N::U8::read(n, read[0]).named("message", at as usize);
        let K = N::U8::read(n, read[1]).named("K", ());
        (message ^ K).named("output", ()).save(out);
    }
    fn many(&self, _: Range<u64>, read: &Windows, out: &mut Vec<u8>) -> bool {
        out.extend(read[0].bytes.iter().zip(read[1].bytes).map(|(message, K)| message ^ K));
        true
    }
}

fn rc4(c: &Context, a: &Arguments) -> Result<Run, Fault> {
    let (mut run, key, message) = (Run::new(&c.at, "rc4"), a.rope("key"), a.rope("message"));
    let table = TABLE as u64;
    let cycled = key.repeated(table.div_ceil(key.len())).slice(0..table);
    let start = Rope::constant("0 to 255", &std::array::from_fn::<u8, TABLE, _>(|k| k as u8));
    let zeros = || Rope::constant("0", &[0; 3]);
    let feeds = vec![Feed::dealt("key", cycled, 1)];
    let setup = run.part("setup", |at| Timeline::part(at, Setup, table, start.then(zeros()), feeds));
    let S = run.bytes("key_setup", setup.slice(0..table), 1);
    let length = message.len();
    let keystream = run.part("byte", |at| Timeline::part(at, Byte, length, S.then(zeros()), vec![]));
    let feeds = vec![Feed::dealt("message", message, 1), Feed::dealt("byte", keystream, 1)];
    let output = run.part("output", |at| Map::part(at, Output, feeds, 1, length));
    Ok(run.with_result(Value::Bytes(output)))
}
fn vetted(a: &Arguments) -> Result<Says, Error> {
    if a.rope("message").len() > VERIFIED_BYTES {
        return Ok(Says::Nothing);
    }
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
        Parameter::bytes("message", "what to encrypt or to decrypt"),
    ],
    result: Some(Type::Bytes),
    vetted: Vetted::new("rc4 0.2", vetted).note("up to 64 MiB").row(),
    examples: &["rc4(\"Key\", \"Plaintext\")"],
    make: rc4,
}];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::functions::bytes::testing::{at, call, fault, formula, input, origins};
    use crate::run::Budget;

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
    fn any_byte_of_a_long_message_is_that_of_the_crate() {
        for length in [9_000, 70_000] {
            let run = call("rc4", [input("k", b"Key"), input("m", &vec![0; length])]).unwrap();
            run.compute(&Budget::unlimited()).unwrap();
            let mut theirs = vec![0; length];
            Rc4::new_from_slice(b"Key").unwrap().apply_keystream(&mut theirs);
            let rope = run.result.rope().unwrap();
            for at in [0, 1, 4_095, 8_192, length / 2, length - 300] {
                let mut bytes = [0; 300];
                rope.read_at(at as u64, &mut bytes).unwrap();
                assert_eq!(bytes[..], theirs[at..at + 300], "{at}");
            }
            assert!(run.output().unwrap() == theirs);
            for i in [0, 299, length - 1] {
                assert_eq!(at(&run, &format!("byte[{i}]/K")), format!("{:02x}", theirs[i]));
            }
        }
    }
    #[test]
    fn a_key_has_a_byte_at_least() {
        let none = fault("rc4", [input("k", b""), input("m", b"x")]);
        assert_eq!(none, "`key` of rc4 wants 1 to 256 bytes, and this has 0");
    }
}
