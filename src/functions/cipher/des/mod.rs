//! DES, FIPS 46-3, and DES three times. Bits are counted from 1, the most significant first, and rounds from 1.
//!
//! Its run has the parts `key_schedule` (`C[r]`, `D[r]` and the round keys `K[r]`), `IP` (the initial permutation,
//! whose halves are `L` and `R`), `round`, one segment a round, and `output`. A decryption is the same with the round
//! keys from the last to the first; its rounds are counted as they are executed.
#![allow(non_snake_case)] // the names are the specification's

mod tables;

use super::{BlockCipher, Direction};
use crate::functions::{Arguments, Context, Family, Fault, Function, Limits, Parameter, Says, Vetted};
use crate::num::set_of;
use crate::num::{Border, Carry, Numbers, Plain, Window, Word};
use crate::run::{Count, Error, Feed, Fold, Map, Pieces, Rope, Run, Timeline, Type, Value, Windows};
use ::des::Des;
use cipher::{BlockCipherDecrypt, BlockCipherEncrypt, KeyInit};
use std::num::Wrapping;

/// How many rounds there are.
const ROUNDS: usize = 16;
/// Bytes of a round key: two zeros, and 48 bits.
const KEY_BYTES: usize = 8;
/// Bytes of all round keys.
const SCHEDULE: usize = ROUNDS * KEY_BYTES;

// ------------------------------------------------------------------ the body

/// The key schedule: every round takes 48 bits of the key, whose lowest bit of each byte counts for nothing.
struct KeySchedule;
impl Pieces for KeySchedule {
    const COUNT: Count = Count::Single;
    fn piece<N: Numbers>(&self, n: N, _: u64, read: &Windows, out: &mut Border) {
        let key = N::U64::read(n, read[0]).named("key", ());
        let mut C = key.select_u32(&tables::PC1_C).named("C", 0);
        let mut D = key.select_u32(&tables::PC1_D).named("D", 0);
        let zero = n.u8("zero", (), 0);
        for (r, shift) in (1..).zip(tables::SHIFTS) {
            let LS = &tables::LS[usize::from(shift) - 1];
            (C, D) = (C.select_u32(LS).named("C", r), D.select_u32(LS).named("D", r));
            let [_, c1, c2, c3] = n.split_u32(C.select_u32(&tables::PC2_C));
            let [_, d1, d2, d3] = n.split_u32(D.select_u32(&tables::PC2_D));
            let K = [c1, c2, c3, d1, d2, d3].named("K", r);
            N::U8::save_all(&[zero, zero], out);
            N::U8::save_all(&K, out);
        }
    }
}
/// The halves of the block after the initial permutation.
#[inline(always)]
fn IP<N: Numbers>(n: N, block: N::U64) -> [N::U32; 2] {
    let [a, b, c, d, e, f, g, h] = n.split_u64(block.select_u64(&tables::IP));
    [n.join_u32([a, b, c, d]), n.join_u32([e, f, g, h])]
}
/// The cipher function: 32 bits become 48, the round key is XORed, the S-boxes make 32 of them again, and those are
/// permuted.
#[inline(always)]
fn f<N: Numbers>(n: N, R: N::U32, K: N::U64) -> N::U32 {
    let mixed = R.select_u64(&tables::E).named("E", ()) ^ K;
    let [_, _, b1, b2, b3, b4, b5, b6] = n.split_u64(mixed);
    let _ = [b1, b2, b3, b4, b5, b6].named("E_xor_K", ());
    let S: [N::U8; 8] = std::array::from_fn(|i| {
        let B = mixed.select_u8(&tables::B[i]).named("B", i + 1);
        n.lookup(Window::table(&tables::S[i]), B).named("S", i + 1)
    });
    let pairs = std::array::from_fn(|i| S[2 * i].shl(4) | S[2 * i + 1]);
    n.join_u32(pairs).named("SB", ()).select_u32(&tables::P).named("F", ())
}
/// A round: the right half goes through the cipher function into the left one, and they change places.
#[inline(always)]
fn round<N: Numbers>(n: N, [L, R]: [N::U32; 2], K: N::U64) -> [N::U32; 2] {
    let F = f(n, R, K);
    [R.named("L", ()), (L ^ F).named("R", ())]
}
/// The halves of the last round, the right one first, through the inverse of the initial permutation.
#[inline(always)]
fn output<N: Numbers>(n: N, [L, R]: [N::U32; 2]) -> N::U64 {
    let ([a, b, c, d], [e, f, g, h]) = (n.split_u32(R), n.split_u32(L));
    n.join_u64([a, b, c, d, e, f, g, h]).select_u64(&tables::IP_INVERSE)
}

struct Initial;
impl Pieces for Initial {
    const COUNT: Count = Count::Single;
    fn piece<N: Numbers>(&self, n: N, _: u64, read: &Windows, out: &mut Border) {
        let [L, R] = IP(n, N::U64::read(n, read[0]).named("block", ()));
        [L.named("L", ()), R.named("R", ())].save(out);
    }
}
struct Rounds;
impl Fold for Rounds {
    type State<N: Numbers> = [N::U32; 2];
    const COUNT: Count = Count::Up(1);
    fn segment<N: Numbers>(&self, n: N, _: u64, [L, R]: [N::U32; 2], read: &Windows) -> [N::U32; 2] {
        let halves = [L.named("L_before", ()), R.named("R_before", ())];
        round(n, halves, N::U64::read(n, read[0]).named("K", ()))
    }
}
struct Output;
impl Pieces for Output {
    const COUNT: Count = Count::Single;
    fn piece<N: Numbers>(&self, n: N, _: u64, read: &Windows, out: &mut Border) {
        let [L, R] = <[N::U32; 2]>::read(n, read[0]);
        output(n, [L.named("L", ()), R.named("R", ())]).named("output", ()).save(out);
    }
}

/// One block under the round keys of one key, not recorded.
fn compute(direction: Direction, keys: &[u8], block: [u8; 8]) -> [u8; 8] {
    let K = |r| Wrapping::<u64>::read(Plain, Window::border(keys).piece::<KEY_BYTES>(r));
    let order = |r: usize| if direction == Direction::Encrypt { r } else { ROUNDS - 1 - r };
    let halves = IP(Plain, Wrapping(u64::from_be_bytes(block)));
    let halves = (0..ROUNDS).fold(halves, |halves, r| round(Plain, halves, K(order(r))));
    output(Plain, halves).0.to_be_bytes()
}

// ------------------------------------------------------------------ the runs

/// Adds the part `key_schedule` and gives the round keys, each behind two zero bytes.
fn schedule(run: &mut Run, key: Rope) -> Rope {
    let (feeds, length) = (vec![Feed::whole("key", key)], SCHEDULE as u64);
    run.part("key_schedule", |at| Map::part(at, KeySchedule, feeds, length, length))
}
/// Adds the parts over one block, from the round keys.
fn rounds(run: &mut Run, direction: Direction, keys: &Rope, block: Rope) -> Rope {
    let (count, each) = (ROUNDS as u64, KEY_BYTES as u64);
    let key = |r: u64| keys.slice(each * r..each * (r + 1));
    let keys = match direction {
        Direction::Encrypt => keys.clone(),
        Direction::Decrypt => (0..count).rev().map(key).fold(Rope::default(), Rope::then),
    };
    let halves = run.part("IP", |at| Map::part(at, Initial, vec![Feed::whole("block", block)], 8, 8));
    let feeds = vec![Feed::dealt("K", keys, each)];
    let halves = run.part("round", |at| Timeline::part(at, Rounds, count, halves, feeds));
    run.part("output", |at| Map::part(at, Output, vec![Feed::whole("round", halves)], 8, 8))
}
/// The weakness of a key whose round keys repeat, as a sentence.
pub fn weakness(key: &[u8]) -> Option<String> {
    let mut out = Border::default();
    let windows = [Window::border(key), Window::NONE, Window::NONE, Window::NONE];
    KeySchedule.piece(Plain, 0, &windows, &mut out);
    let different = set_of(out.bytes.chunks(KEY_BYTES)).len();
    match different {
        1 => Some("yes: all 16 round keys are the same, so encrypting twice gives the block back".into()),
        2 => Some("yes, semi-weak: only 2 of its round keys differ, and another key decrypts what it encrypts".into()),
        3..ROUNDS => Some(format!("possibly: only {different} of its 16 round keys differ")),
        _ => None,
    }
}
fn whole(c: &Context, function: &'static str, direction: Direction, a: &Arguments) -> Result<Run, Fault> {
    let (mut run, key) = (Run::new(&c.at, function), a.rope("key"));
    key.finish(c.budget)?;
    run.choices.extend(weakness(&key.to_vec()?).map(super::weak_key));
    let keys = schedule(&mut run, key);
    let out = rounds(&mut run, direction, &keys, a.rope("block"));
    Ok(run.with_result(Value::Bytes(out)))
}

// ------------------------------------------------------------------ the functions

/// DES, for the modes.
pub static DES: BlockCipher = BlockCipher {
    name: "des",
    block: 8,
    keys: &[8..=8],
    schedule,
    rounds,
    compute: |direction, keys, block, out| {
        let block = std::array::from_fn(|i| block[i].0);
        out.copy_from_slice(&compute(direction, keys, block).map(Wrapping));
    },
    many: |direction, keys, blocks| {
        blocks.as_chunks_mut().0.iter_mut().for_each(|block| *block = compute(direction, keys, *block));
    },
    weakness: Some(weakness),
};
/// DES three times, under three keys, for the modes: encrypted, decrypted, encrypted.
pub static DES3: BlockCipher = BlockCipher {
    name: "des3",
    block: 8,
    keys: &[24..=24],
    schedule: |run, key| {
        let schedule = |k: u64| {
            run.numbered_run("des", k, |at| {
                let mut run = Run::new(at, "des_key_schedule");
                let keys = schedule(&mut run, key.slice(8 * (k - 1)..8 * k));
                run.with_result(Value::Bytes(keys))
            })
        };
        (1..=3).map(schedule).fold(Rope::default(), Rope::then)
    },
    rounds: |run, direction, keys, block| {
        thrice(direction).into_iter().fold(block, |block, (k, direction)| {
            let (length, name) = (SCHEDULE as u64, if direction == Direction::Encrypt { "encrypt" } else { "decrypt" });
            let keys = keys.slice(length * k..length * (k + 1));
            run.numbered_run(name, k + 1, |at| {
                let mut run = Run::new(at, "des");
                let out = rounds(&mut run, direction, &keys, block);
                run.with_result(Value::Bytes(out))
            })
        })
    },
    compute: |direction, keys, block, out| {
        let block = std::array::from_fn(|i| block[i].0);
        out.copy_from_slice(&compute_thrice(direction, keys, block).map(Wrapping));
    },
    many: |direction, keys, blocks| {
        blocks.as_chunks_mut().0.iter_mut().for_each(|block| *block = compute_thrice(direction, keys, *block));
    },
    weakness: None,
};
/// The keys, counted from 0, in the order in which they are used, and which way.
fn thrice(direction: Direction) -> [(u64, Direction); 3] {
    let (with, against) = (Direction::Encrypt, Direction::Decrypt);
    match direction {
        Direction::Encrypt => [(0, with), (1, against), (2, with)],
        Direction::Decrypt => [(2, against), (1, with), (0, against)],
    }
}
fn compute_thrice(direction: Direction, keys: &[u8], block: [u8; 8]) -> [u8; 8] {
    let key = |k: u64| &keys[SCHEDULE * k as usize..][..SCHEDULE];
    thrice(direction).into_iter().fold(block, |block, (k, direction)| compute(direction, key(k), block))
}

fn vetted(a: &Arguments, direction: Direction) -> Result<Says, Error> {
    let (key, block) = (a.bytes("key")?, a.bytes("block")?);
    let (Ok(cipher), Ok(mut block)) = (Des::new_from_slice(&key), <[u8; 8]>::try_from(block)) else {
        return Ok(Says::Refused);
    };
    match direction {
        Direction::Encrypt => cipher.encrypt_block((&mut block).into()),
        Direction::Decrypt => cipher.decrypt_block((&mut block).into()),
    }
    Ok(Says::Value(block.to_vec()))
}
const KEY: Parameter =
    Parameter::bytes("key", "the secret key, 8 bytes, of which each has one bit that counts for nothing")
        .within(Limits::Length(8, 8));
const BLOCK: Parameter = Parameter::bytes("block", "8 bytes").within(Limits::Length(8, 8));

/// The rows of DES.
pub const ROWS: &[Function] = &[
    Function {
        name: "des_encrypt",
        title: "DES",
        summary: "A block of 8 bytes in 16 Feistel rounds under a key of 56 bits: broken by trying all keys. To learn from.",
        family: Family::Cipher,
        spec: "FIPS 46-3",
        parameters: &[KEY, BLOCK],
        result: Some(Type::Bytes),
        vetted: Vetted::new("des 0.9", |a| vetted(a, Direction::Encrypt)).row(),
        examples: &["des_encrypt(0x133457799bbcdff1, 0x0123456789abcdef)"],
        make: |c, a| whole(c, "des_encrypt", Direction::Encrypt, a),
    },
    Function {
        name: "des_decrypt",
        title: "DES, backwards",
        summary: "The block that DES encrypts to this one: the same rounds, with the round keys backwards.",
        family: Family::Cipher,
        spec: "FIPS 46-3",
        parameters: &[KEY, BLOCK],
        result: Some(Type::Bytes),
        vetted: Vetted::new("des 0.9", |a| vetted(a, Direction::Decrypt)).row(),
        examples: &["des_decrypt(0x133457799bbcdff1, 0x85e813540f0ab405)"],
        make: |c, a| whole(c, "des_decrypt", Direction::Decrypt, a),
    },
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::functions::bytes::testing::{at, call, fault, formula, input};

    const KEY: [u8; 8] = [0x13, 0x34, 0x57, 0x79, 0x9b, 0xbc, 0xdf, 0xf1];
    #[test]
    fn a_round_reads_as_the_specification_does() {
        let block = [0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef];
        let run = call("des_encrypt", [input("k", &KEY), input("m", &block)]).unwrap();
        assert_eq!(run.result.show(99).unwrap(), "85e813540f0ab405");
        assert_eq!(at(&run, "key_schedule/K[1]"), "1b02effc7072");
        assert_eq!(formula(&run, "key_schedule/C[3]"), "LS2(C[2])");
        assert_eq!(formula(&run, "round[1]/E"), "E(R_before)");
        assert_eq!(formula(&run, "round[1]/S[1]"), "S1[B[1]]");
        assert_eq!(formula(&run, "round[1]/F"), "P(SB)");
        assert_eq!(formula(&run, "round[1]/R"), "L_before ⊕ F");
        assert_eq!(at(&run, "round[1]/E_xor_K"), "6117ba866527");
        assert!(run.choices.is_empty());
    }
    #[test]
    fn keys_whose_round_keys_repeat_are_named() {
        let said = |key: u64| weakness(&key.to_be_bytes()).unwrap_or_default();
        assert!(said(0x0101_0101_0101_0101).starts_with("yes: all 16"));
        assert!(said(0x01fe_01fe_01fe_01fe).starts_with("yes, semi-weak: only 2"));
        assert!(said(0x1f1f_0101_0e0e_0101).starts_with("possibly: only 4"));
        assert_eq!(said(0x1334_5779_9bbc_dff1), "");
        let run = call("des_encrypt", [input("k", &[1; 8]), input("m", &[7; 8])]).unwrap();
        assert_eq!(run.choices[0].question, "is the key weak?");
        let back = call("des_encrypt", [input("k", &[1; 8]), run.result.clone()]).unwrap();
        assert_eq!(back.result.show(99).unwrap(), "0707070707070707");
    }
    #[test]
    fn a_key_is_eight_bytes() {
        let said = fault("des_encrypt", [input("k", &KEY[..7]), input("m", &KEY)]);
        assert_eq!(said, "`key` of des_encrypt wants 8 bytes, and this has 7");
    }
}
