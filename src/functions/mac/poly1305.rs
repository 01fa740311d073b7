//! Poly1305, RFC 8439 section 2.5: the message as the coefficients of a polynomial, evaluated at a secret r modulo
//! 2^130 - 5.
//!
//! Its run has `r` (clamped) and `s`, the two halves of the key as numbers, `block[i]` from 1 on, with `n`, and `acc`
//! after the block, and `tag`.

use crate::functions::{Arguments, Family, Function, Limits, Parameter, Says, Vetted};
use crate::num::{Border, Carry, Integer, Numbers};
use crate::run::{Count, Error, Feed, Fold, Map, Path, Pieces, Rope, Run, Source, Timeline, Type, Value, Windows};
use ::poly1305::Poly1305;
use ::poly1305::universal_hash::KeyInit;
use num_bigint::{BigInt, Sign};
use std::ops::Range;

/// Bytes of a block, of r, of s and of the tag.
const BLOCK: u64 = 16;
/// Bytes of the sum: it is below 2^130.
const SUM: usize = 17;

// ------------------------------------------------------------------ the body

/// The first half of the key as a number, the most significant byte first, the top four bits of four bytes and the low
/// two of three cleared.
struct Clamp;
impl Pieces for Clamp {
    const COUNT: Count = Count::Single;
    fn piece<N: Numbers>(&self, n: N, _: u64, read: &Windows, out: &mut Border) {
        for i in (0..BLOCK as usize).rev() {
            let byte = N::U8::read(n, read[0].piece::<1>(i)).named("key", i);
            let mask = match i % 4 {
                3 => n.u8("top_four_clear", (), 0x0f),
                0 if i > 0 => n.u8("low_two_clear", (), 0xfc),
                _ => n.u8("all", (), 0xff),
            };
            (byte & mask).named("r", i).save(out);
        }
    }
}
fn p<N: Numbers>(n: N) -> N::Int {
    n.int("p", (), (BigInt::from(1) << 130) - 5)
}
/// A block with a one behind its last byte, added to the sum and multiplied with r.
struct Blocks;
impl Fold for Blocks {
    type State<N: Numbers> = N::Int;
    const COUNT: Count = Count::Up(1);
    fn weight(&self) -> u64 {
        400
    }
    fn segment<N: Numbers>(&self, n: N, _: u64, acc: N::Int, read: &Windows) -> N::Int {
        let (acc, r) = (acc.named("acc_before", ()), N::Int::read(n, read[1]).named("r", ()));
        let block = (0..read[0].bytes.len()).map(|i| N::U8::read(n, read[0].piece::<1>(i)).named("block", i));
        let mut bytes: Vec<N::U8> = block.chain([n.u8("one", (), 1)]).collect();
        bytes.reverse();
        let n_i = n.join_int(&bytes).named("n", ());
        let acc_plus_n = (acc + n_i).named("acc_plus_n", ());
        let times_r = (acc_plus_n * r).named("times_r", ());
        times_r.mod_floor(p(n)).named("acc", ())
    }
    fn has_vetted(&self) -> bool {
        true
    }
    fn vetted_weight(&self) -> u64 {
        10
    }
    fn vetted(&self, acc: &mut BigInt, segments: Range<u64>, read: &Windows) {
        if !segments.is_empty() {
            *acc = blocks(acc, read[0].bytes, read[1].bytes);
        }
    }
}
/// The sum after some blocks in three words of 64 bits, to skip over what nobody looks at: no crate lends its sum. Our
/// own body goes over the same blocks, and the crate over the whole message.
fn blocks(acc: &BigInt, message: &[u8], r: &[u8]) -> BigInt {
    let words = |bytes: &[u8; 16]| [0, 8].map(|at| u64::from_le_bytes(std::array::from_fn(|k| bytes[at + k])));
    let wide = |x: u64, y: u64| u128::from(x) * u128::from(y);
    let [r0, r1] = words(&std::array::from_fn::<u8, 16, _>(|k| r[15 - k]));
    // The lowest two bits of r1 are clear: 2^128 is 5/4 modulo p.
    let (s1, mut h) = (r1 + (r1 >> 2), acc.iter_u64_digits().chain([0; 3]));
    let mut h: [u64; 3] = std::array::from_fn(|_| h.next().unwrap_or(0));
    let mut add = |block: &[u8; 16], top: u64| {
        let [m0, m1] = words(block);
        let d0 = u128::from(h[0]) + u128::from(m0);
        let d1 = u128::from(h[1]) + u128::from(m1) + (d0 >> 64);
        let [h0, h1, h2] = [d0 as u64, d1 as u64, h[2] + (d1 >> 64) as u64 + top];
        let d0 = wide(h0, r0) + wide(h1, s1);
        let d1 = wide(h0, r1) + wide(h1, r0) + wide(h2, s1) + (d0 >> 64);
        let h2 = h2 * r0 + (d1 >> 64) as u64;
        let over = (h2 >> 2) + (h2 & !3);
        let (h0, carry) = (d0 as u64).overflowing_add(over);
        let (h1, carry) = (d1 as u64).overflowing_add(carry.into());
        h = [h0, h1, (h2 & 3) + u64::from(carry)];
    };
    let (whole, rest) = message.as_chunks();
    whole.iter().for_each(|block| add(block, 1));
    if !rest.is_empty() {
        let mut filled = [0; BLOCK as usize];
        filled[..rest.len()].copy_from_slice(rest);
        filled[rest.len()] = 1;
        add(&filled, 0);
    }
    // Less than 2 p: once more than that, and it is p too much.
    let (h0, carry) = h[0].overflowing_add(5);
    let (h1, carry) = h[1].overflowing_add(carry.into());
    let h2 = h[2] + u64::from(carry);
    if h2 >> 2 > 0 {
        h = [h0, h1, h2 & 3];
    }
    BigInt::from_bytes_le(Sign::Plus, h.map(u64::to_le_bytes).as_flattened())
}
/// The sum and s, the least significant byte first; what is above 128 bits is cut off.
struct Tag;
impl Pieces for Tag {
    const COUNT: Count = Count::Single;
    fn piece<N: Numbers>(&self, n: N, _: u64, read: &Windows, out: &mut Border) {
        let [acc, s] = [0, 1].map(|k| N::Int::read(n, read[k]));
        let acc_plus_s = (acc.named("acc", ()) + s.named("s", ())).named("acc_plus_s", ());
        let mut bytes = n.split_int(acc_plus_s, BLOCK as usize);
        bytes.reverse();
        bytes.into_iter().for_each(|byte| byte.named("tag", ()).save(out));
    }
}

// ------------------------------------------------------------------ the run

/// Poly1305 under a key of 32 bytes, which is good for one message.
pub fn poly1305(at: &Path, key: &Rope, message: Rope) -> Run {
    let mut run = Run::new(at, "poly1305");
    let feeds = vec![Feed::whole("key", key.slice(0..BLOCK))];
    let r = run.part("r", |at| Map::part(at, Clamp, feeds, BLOCK, BLOCK));
    let s = run.bytes("s", key.slice(BLOCK..2 * BLOCK).reversed(), 0);
    let start = Rope::constant("0", &[0; SUM]);
    let (blocks, feeds) =
        (message.len().div_ceil(BLOCK), vec![Feed::dealt("block", message, BLOCK), Feed::whole("r", r)]);
    let acc = run.part("block", |at| Timeline::part(at, Blocks, blocks, start, feeds));
    run.needs(|blocks| format!("{} bytes make {blocks} blocks", blocks.saturating_mul(BLOCK)));
    let feeds = vec![Feed::whole("acc", acc), Feed::whole("s", s)];
    let tag = run.part("tag", |at| Map::part(at, Tag, feeds, BLOCK, BLOCK));
    run.with_result(Value::Bytes(tag))
}

// ------------------------------------------------------------------ the function

fn vetted(a: &Arguments) -> Result<Says, Error> {
    let Ok(mac) = Poly1305::new_from_slice(&a.bytes("key")?) else { return Ok(Says::Refused) };
    Ok(Says::Value(mac.compute_unpadded(&a.bytes("message")?).to_vec()))
}

/// The row of Poly1305.
pub const ROWS: &[Function] = &[Function {
    name: "poly1305",
    title: "Poly1305",
    summary: "A message authentication code for one message alone: a polynomial over the message, evaluated at a secret.",
    family: Family::Mac,
    spec: "RFC 8439 §2.5",
    parameters: &[
        Parameter::bytes("key", "32 bytes that are used for one message only").within(Limits::Length(32, 32)),
        Parameter::bytes("message", "what to authenticate, 64 MiB at most").within(Limits::Length(0, 64 << 20)),
    ],
    result: Some(Type::Bytes),
    vetted: Vetted::new("poly1305 0.9", vetted).row(),
    examples: &["poly1305(sha256(\"for one message\"), \"Cryptographic Forum Research Group\")"],
    make: |c, a| Ok(poly1305(&c.at, &a.rope("key"), a.rope("message"))),
}];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::functions::bytes::testing::{at, call, fault, formula, input, origin};

    fn of(message: &[u8]) -> Run {
        let key: Vec<u8> = (100..132).collect();
        call("poly1305", [input("key", &key), input("m", message)]).unwrap()
    }
    #[test]
    fn the_crate_agrees_at_every_length() {
        for length in [0, 1, 15, 16, 17, 32, 33, 255] {
            assert_eq!(of(&vec![0xff; length]).output_len(), 16);
        }
    }
    #[test]
    fn skipping_leaves_the_sum_of_our_own_body() {
        let modulus = (BigInt::from(1) << 130) - 5;
        // Clamped as a key is, with all other bits set: the largest carries.
        let r: [u8; 16] = std::array::from_fn(|i| [0x0f, 0xff, 0xff, 0xfc][i % 4] | if i == 15 { 3 } else { 0 });
        let inputs: [(Vec<u8>, u8); 4] = [(vec![0xff; 160], 0), (vec![0xff; 23], 1), (vec![0; 33], 5), (vec![], 3)];
        for (message, start) in inputs {
            let start: BigInt = &modulus - 1 - start;
            let r_number = BigInt::from_bytes_be(num_bigint::Sign::Plus, &r);
            let expected = message.chunks(16).fold(start.clone(), |acc, block| {
                let n = BigInt::from_bytes_le(num_bigint::Sign::Plus, &[block, &[1u8][..]].concat());
                (acc + n) * &r_number % &modulus
            });
            assert_eq!(blocks(&start, &message, &r), expected);
        }
    }
    #[test]
    fn blocks_read_as_the_specification_does() {
        let run = of(b"a message of two blocks");
        assert_eq!(formula(&run, "block[2]/times_r"), "acc_plus_n · r");
        assert_eq!(formula(&run, "block[2]/acc"), "times_r mod p");
        assert_eq!(at(&run, "r"), "037271700f6e6d6c0b6a696807666564");
        assert_eq!(at(&run, "block[1]/acc"), at(&run, "block[2]/acc_before"));
        assert_eq!(origin(&run.result, 0..16), "key[0..32] m[0..23]; 0");
    }
    #[test]
    fn a_key_is_32_bytes() {
        let short = fault("poly1305", [input("k", &[0; 31]), input("m", b"")]);
        assert_eq!(short, "`key` of poly1305 wants 32 bytes, and this has 31");
    }
}
