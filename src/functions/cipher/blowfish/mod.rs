//! Blowfish: Schneier, "Description of a New Variable-Length Key, 64-Bit Block Cipher", FSE 1993. Words and bytes go
//! most significant first, and all indices but the rounds' count from 0.
//!
//! Its run has the parts `key_schedule` (`P_xor_key`, then `step`, one segment for each of the 521 encryptions, and
//! what they leave: `P` and `S`), `round` (16 Feistel rounds) and `output` (the last swap undone, and the last two
//! words of P).
#![allow(non_snake_case)] // the names are the specification's

pub mod pi;

use super::{BlockCipher, Direction};
use crate::functions::{
    Arguments, Context, Default, Family, Fault, Function, Limits, Parameter, Says, Vetted, reduced,
};
use crate::num::{Border, Callee, Carry, Entrance, Index, Numbers, Plain, Window, xor};
use crate::run::{
    Count, Door, Error, Feed, Fold, Map, Path, Pieces, Rewrite, Rewriting, Rope, Run, Source, Timeline, Type, Value,
    Windows,
};
use ::blowfish::cipher::{BlockCipherDecrypt, BlockCipherEncrypt, KeyInit};
use std::num::Wrapping;
use std::sync::Arc;

/// Bytes of the tables: P, and then S.
pub const TABLES: usize = pi::BYTES;
/// Bytes of P: 18 words.
pub const P_BYTES: usize = 72;
/// Bytes of one S-box: 256 words.
const BOX_BYTES: usize = 1024;
/// Encryptions in the key schedule: each gives two of the 1,042 words.
const STEPS: usize = pi::BYTES / 8;
/// How many rounds there are.
const ROUNDS: usize = 16;

// ------------------------------------------------------------------ the body

/// The four boxes: bytes in memory, whose looked-up places a tape remembers, or words at hand.
trait Boxes<N: Numbers>: Copy {
    /// The word of a box at a place.
    fn look_up(self, n: N, number: usize, place: N::U8) -> N::U32;
}
impl<N: Numbers> Boxes<N> for Window<'_> {
    #[inline(always)]
    fn look_up(self, n: N, number: usize, place: N::U8) -> N::U32 {
        n.lookup_u32(self.piece::<BOX_BYTES>(number), place)
    }
}
impl Boxes<Plain> for &[[Wrapping<u32>; 256]; 4] {
    #[inline(always)]
    fn look_up(self, _: Plain, number: usize, place: Wrapping<u8>) -> Wrapping<u32> {
        self[number][usize::from(place.0)]
    }
}
/// F: the four bytes of x look up a word each in the four boxes of `S`.
#[inline(always)]
fn F<N: Numbers>(n: N, S: impl Boxes<N>, x: N::U32, i: impl Into<Index>) -> N::U32 {
    let i = i.into();
    let [a, b, c, d] = n.split_u32(x);
    let S_a = S.look_up(n, 0, a.named("a", i)).named("S_a", i);
    let S_b = S.look_up(n, 1, b.named("b", i)).named("S_b", i);
    let S_c = S.look_up(n, 2, c.named("c", i)).named("S_c", i);
    let S_d = S.look_up(n, 3, d.named("d", i)).named("S_d", i);
    (((S_a + S_b) ^ S_c) + S_d).named("F", i)
}
/// One Feistel round, its swap done: the left half goes through F into the right one.
#[inline(always)]
fn round<N: Numbers>(n: N, P: N::U32, S: impl Boxes<N>, [L, R]: [N::U32; 2], i: impl Into<Index>) -> [N::U32; 2] {
    let i = i.into();
    let x = (L ^ P).named("x", i);
    let y = R ^ F(n, S, x, i);
    [y.named("L", i), x.named("R", i)]
}
/// After the rounds: the last swap undone, and the last two words of P.
#[inline(always)]
fn finish<U: Copy + std::ops::BitXor<Output = U>>([L, R]: [U; 2], P_16: U, P_17: U) -> [U; 2] {
    [R ^ P_17, L ^ P_16]
}
/// A whole encryption.
#[inline(always)]
fn encrypt<N: Numbers>(n: N, P: impl Fn(usize) -> N::U32, S: impl Boxes<N>, mut block: [N::U32; 2]) -> [N::U32; 2] {
    for r in 0..ROUNDS {
        block = round(n, P(r), S, block, r + 1);
    }
    finish(block, P(16), P(17))
}

/// A whole encryption with tables that lie one behind the other in memory, the words of P taken in some order.
#[inline(always)]
fn encrypt_with<N: Numbers>(n: N, tables: Window, block: [N::U32; 2], order: impl Fn(usize) -> usize) -> [N::U32; 2] {
    let P = |i: usize| N::U32::read(n, tables.piece::<4>(order(i))).named("P", order(i));
    encrypt(n, P, tables.slice(P_BYTES..pi::BYTES), block)
}

/// P, each word XORed with the next word of the key, which begins anew at its end; and the name of P before that.
struct XorKey(&'static str);
impl Pieces for XorKey {
    const COUNT: Count = Count::Labels { first: 0, each: 1 };
    fn piece<N: Numbers>(&self, n: N, at: u64, read: &Windows, out: &mut Border) {
        let i = at as usize;
        let K = N::U32::read(n, read[0]).named("K", i);
        let before = N::U32::read(n, read[1]).named(self.0, i);
        (before ^ K).named("P", i).save(out);
    }
}
/// The key schedule: the zero block is encrypted with the tables as they are, and takes the place of the first two
/// words; what came out is encrypted again and takes the place of the next two, until all words are new. With a salt,
/// which the original does not have, its stretches of 8 bytes in turn are XORed with each block.
struct Expand {
    salted: bool,
}
impl Rewrite for Expand {
    type Stretch<N: Numbers> = [N::U32; 2];
    const COUNT: Count = Count::Up(1);
    #[inline(always)]
    fn stretch<N: Numbers>(&self, n: N, at: u64, tables: Window, read: &Windows) -> [N::U32; 2] {
        let step = at as usize;
        let block = match step {
            0 => [n.u32("zero", 0, 0), n.u32("zero", 1, 0)],
            _ => <[N::U32; 2]>::read(n, tables.piece::<8>(step - 1)),
        };
        let block = if self.salted {
            let pair = step % (read[0].bytes.len() / 8);
            let [left, right] = <[N::U32; 2]>::read(n, read[0].piece::<8>(pair));
            xor(block, [left.named("salt", 2 * pair), right.named("salt", 2 * pair + 1)])
        } else {
            block
        };
        let [L, R] = block;
        let new = encrypt_with(n, tables, [L.named("L", 0), R.named("R", 0)], |i| i);
        let mut word = 2 * step;
        new.map(|value| {
            let value = match word.checked_sub(P_BYTES / 4) {
                None => value.named("P_new", word),
                Some(k) => value.named("S_new", (k / 256, k % 256)),
            };
            word += 1;
            value
        })
    }
}
/// The rounds of one block.
struct Rounds;
impl Fold for Rounds {
    type State<N: Numbers> = [N::U32; 2];
    const COUNT: Count = Count::Up(1);
    #[inline(always)]
    fn segment<N: Numbers>(&self, n: N, _: u64, state: [N::U32; 2], read: &Windows) -> [N::U32; 2] {
        let P = N::U32::read(n, read[0]).named("P", ());
        round(n, P, read[1], state, ())
    }
}
/// The output after the rounds, and the number of the first of the two words of P that it takes.
struct Finish(usize);
impl Pieces for Finish {
    const COUNT: Count = Count::Single;
    fn piece<N: Numbers>(&self, n: N, _: u64, read: &Windows, out: &mut Border) {
        let [L, R] = <[N::U32; 2]>::read(n, read[0]);
        let [P_16, P_17] = <[N::U32; 2]>::read(n, read[1]);
        let [L, R] = finish([L, R], P_16.named("P", self.0), P_17.named("P", self.0 + 1));
        [L.named("L", ()), R.named("R", ())].save(out);
    }
}

/// Blowfish with a key, unrecorded.
pub struct Blowfish {
    P: [Wrapping<u32>; 18],
    S: Box<[[Wrapping<u32>; 256]; 4]>,
}
impl Blowfish {
    /// The key schedule of a key of 1 to 56 bytes.
    pub fn new(key: &[u8]) -> Blowfish {
        let mut cipher = Blowfish::unkeyed();
        cipher.expand(key, &[]);
        cipher
    }
    /// The tables that every key schedule begins with.
    pub fn unkeyed() -> Blowfish {
        Blowfish::with(pi::FRACTION.iter().copied())
    }
    /// These tables: P, and then S.
    fn with(mut tables: impl Iterator<Item = u8>) -> Blowfish {
        let mut word = || Wrapping(u32::from_be_bytes(std::array::from_fn(|_| tables.next().unwrap_or(0))));
        let mut cipher = Blowfish { P: [Wrapping(0); 18], S: Box::new([[Wrapping(0); 256]; 4]) };
        cipher.P.iter_mut().chain(cipher.S.as_flattened_mut()).for_each(|to| *to = word());
        cipher
    }
    /// The encryptions that are recorded, over the words at hand: the tables under a key, with a salt of whole blocks
    /// or none.
    pub fn expand(&mut self, key: &[u8], salt: &[u8]) {
        let mut key = key.iter().copied().cycle();
        let mut K = || Wrapping(u32::from_be_bytes(std::array::from_fn(|_| key.next().unwrap_or(0))));
        self.P.iter_mut().for_each(|word| *word ^= K());
        let (mut block, mut salts) = ([Wrapping(0); 2], salt.chunks_exact(8).cycle());
        for step in 0..STEPS {
            if let Some(salt) = salts.next() {
                block = xor(block, Carry::read(Plain, Window::border(salt)));
            }
            block = encrypt(Plain, |i| self.P[i], &*self.S, block);
            let pair = match (2 * step).checked_sub(P_BYTES / 4) {
                None => &mut self.P[2 * step..][..2],
                Some(k) => &mut self.S.as_flattened_mut()[k..][..2],
            };
            pair.copy_from_slice(&block);
        }
    }
    /// One block.
    pub fn encrypt(&self, block: [u8; 8]) -> [u8; 8] {
        bytes(encrypt(Plain, |i| self.P[i], &*self.S, Carry::read(Plain, Window::border(&block))))
    }
}
fn bytes([L, R]: [Wrapping<u32>; 2]) -> [u8; 8] {
    ((u64::from(L.0) << 32) | u64::from(R.0)).to_be_bytes()
}

// ------------------------------------------------------------------ the runs

/// The key schedule, whose result is P and then S.
pub fn key_schedule(at: &Path, key: Rope) -> Run {
    let mut run = Run::new(at, "blowfish_key_schedule");
    run.choice(
        format!("how often does the key go into {P_BYTES} bytes?"),
        format!("it has {}, and begins anew", key.len()),
    );
    let tables = expand(&mut run, "pi", fraction(), key, None);
    run.with_result(Value::Bytes(tables))
}
/// The tables that every key schedule begins with.
pub fn fraction() -> Rope {
    Rope::constant("fraction of π", &*pi::FRACTION)
}
/// Adds to a run what a key makes of some tables: `P_xor_key`, `step`, and what the steps leave, `P` and `S`. `before`
/// is what P is called at first.
pub fn expand(run: &mut Run, before: &'static str, tables: Rope, key: Rope, salt: Option<Rope>) -> Rope {
    let p = P_BYTES as u64;
    let cycled = key.repeated(p.div_ceil(key.len())).slice(0..p);
    let feeds = vec![Feed::dealt("key", cycled, 4), Feed::dealt(before, tables.slice(0..p), 4)];
    let P_xor_key = run.part("P_xor_key", |at| Map::part(at, XorKey(before), feeds, 4, p));
    let start = P_xor_key.then(tables.slice(p..tables.len()));
    let step = Expand { salted: salt.is_some() };
    let feeds = salt.into_iter().map(|salt| Feed::whole("salt", salt)).collect();
    let tables = run.part("step", |at| Rewriting::part(at, step, start, feeds));
    run.bytes("P", tables.slice(0..p), 4);
    for number in 0..4 {
        let start = p + number * BOX_BYTES as u64;
        run.numbered("S", number, tables.slice(start..start + BOX_BYTES as u64), 4);
    }
    tables
}

/// ExpandKey without a salt, as a step that other functions call: what a key makes of some tables.
///
/// Its argument is the tables, and the bytes that all calls share are the key.
pub struct ExpandKey {
    /// The key.
    pub key: Rope,
}
impl Callee for ExpandKey {
    fn compute(&self, key: &[u8], arguments: &[(&'static str, &[Wrapping<u8>])], output: &mut [Wrapping<u8>]) {
        let mut cipher = Blowfish::with(arguments.iter().flat_map(|(_, tables)| tables.iter()).map(|byte| byte.0));
        cipher.expand(key, &[]);
        let words = cipher.P.iter().chain(cipher.S.as_flattened());
        for (to, word) in output.chunks_exact_mut(4).zip(words) {
            to.iter_mut().zip(word.0.to_be_bytes()).for_each(|(to, byte)| *to = Wrapping(byte));
        }
    }
    fn entrance(self: Arc<Self>) -> Entrance {
        Door::entrance(move |at, arguments| {
            let mut run = Run::new(at, "blowfish_expand_key");
            let tables = arguments.into_iter().next().unwrap_or_default();
            run.inputs = vec![("tables", Value::Bytes(tables.clone()))];
            let tables = expand(&mut run, "P_before", tables, self.key.clone(), None);
            run.with_result(Value::Bytes(tables))
        })
    }
}
/// The rounds and the output of a block of 8 bytes under the tables of [`key_schedule`]. Decryption uses the words of P
/// from the last to the first, and differs in nothing else. With fewer rounds the output takes the next two words of P.
fn rounds(run: &mut Run, direction: Direction, tables: &Rope, block: Rope, rounds: u64) -> Rope {
    let word = |i: u64| tables.slice(4 * i..4 * i + 4);
    let words: Rope = match direction {
        Direction::Encrypt => tables.slice(0..P_BYTES as u64),
        Direction::Decrypt => (0..18).rev().map(word).fold(Rope::default(), Rope::then),
    };
    let S = tables.slice(P_BYTES as u64..tables.len());
    let feeds = vec![Feed::dealt("P", words.slice(0..4 * rounds), 4), Feed::whole("S", S)];
    let block = run.part("round", |at| Timeline::part(at, Rounds, rounds, block, feeds));
    let feeds = vec![Feed::whole("round", block), Feed::whole("P", words.slice(4 * rounds..4 * rounds + 8))];
    run.part("output", |at| Map::part(at, Finish(rounds as usize), feeds, 8, 8))
}
fn whole(c: &Context, function: &'static str, direction: Direction, a: &Arguments, r: u64) -> Result<Run, Fault> {
    let mut run = Run::new(&c.at, function);
    let tables = (BLOWFISH.schedule)(&mut run, a.rope("key"));
    let output = rounds(&mut run, direction, &tables, a.rope("block"), r);
    Ok(run.with_result(Value::Bytes(output)))
}

// ------------------------------------------------------------------ the functions

/// Blowfish, for the modes.
pub static BLOWFISH: BlockCipher = BlockCipher {
    name: "blowfish",
    block: 8,
    keys: &[1..=56],
    schedule: |run, key| run.run("key_schedule", |at| key_schedule(at, key)),
    rounds: |run, direction, tables, block| rounds(run, direction, tables, block, ROUNDS as u64),
    compute: |direction, tables, block, out| {
        let block = std::array::from_fn(|i| block[i].0);
        out.copy_from_slice(&compute(direction, tables, block).map(Wrapping));
    },
    many: |direction, tables, blocks| {
        blocks.as_chunks_mut().0.iter_mut().for_each(|block| *block = compute(direction, tables, *block));
    },
    weakness: None,
};
/// One block under the tables of [`key_schedule`], not recorded.
fn compute(direction: Direction, tables: &[u8], block: [u8; 8]) -> [u8; 8] {
    let P = |i: usize| match direction {
        Direction::Encrypt => i,
        Direction::Decrypt => 17 - i,
    };
    bytes(encrypt_with(Plain, Window::border(tables), Carry::read(Plain, Window::border(&block)), P))
}

/// The crate, for a key of any length: it takes none of 1 to 3 bytes, but the key four times over has the same
/// schedule.
fn crated(key: &[u8]) -> Option<::blowfish::Blowfish> {
    ::blowfish::Blowfish::new_from_slice(&if key.len() < 4 { key.repeat(4) } else { key.to_vec() }).ok()
}
fn vetted(a: &Arguments, direction: Direction) -> Result<Says, Error> {
    let (key, block) = (a.bytes("key")?, a.bytes("block")?);
    let (Some(cipher), Ok(mut block)) = (crated(&key), <[u8; 8]>::try_from(block)) else { return Ok(Says::Refused) };
    match direction {
        Direction::Encrypt => cipher.encrypt_block((&mut block).into()),
        Direction::Decrypt => cipher.decrypt_block((&mut block).into()),
    }
    Ok(Says::Value(block.to_vec()))
}
const NOTE: &str =
    "the crate takes no key of 1 to 3 bytes; it is given such a key four times over, which is the same key";
const KEY: Parameter = Parameter::bytes("key", "the secret key, 1 to 56 bytes").within(Limits::Length(1, 56));
const BLOCK: Parameter = Parameter::bytes("block", "8 bytes").within(Limits::Length(8, 8));

/// The rows of Blowfish.
pub const ROWS: &[Function] = &[
    Function {
        name: "blowfish_encrypt",
        title: "Blowfish",
        summary: "A block of 8 bytes in 16 Feistel rounds, under tables that the key made in 521 encryptions.",
        family: Family::Cipher,
        spec: "Schneier 1993, Description of Blowfish",
        parameters: &[KEY, BLOCK, reduced::rounds(ROUNDS as i64, Default::Int(ROUNDS as i64))],
        result: Some(Type::Bytes),
        vetted: Vetted::new("blowfish 0.10", |a| vetted(a, Direction::Encrypt))
            .note(NOTE)
            .unless(|a| Ok(reduced::not("Blowfish", [reduced::fewer(a, ROUNDS as u64)?])))
            .row(),
        examples: &[
            "blowfish_encrypt(\"a secret key\", \"8 bytes!\")",
            "blowfish_encrypt(\"a secret key\", \"8 bytes!\", rounds: 4)",
        ],
        make: |c, a| whole(c, "blowfish_encrypt", Direction::Encrypt, a, a.u64("rounds")?),
    },
    Function {
        name: "blowfish_decrypt",
        title: "Blowfish, backwards",
        summary: "The block that Blowfish encrypts to this one: the same rounds, with the words of P backwards.",
        family: Family::Cipher,
        spec: "Schneier 1993, Description of Blowfish",
        parameters: &[KEY, BLOCK],
        result: Some(Type::Bytes),
        vetted: Vetted::new("blowfish 0.10", |a| vetted(a, Direction::Decrypt)).note(NOTE).row(),
        examples: &["blowfish_decrypt(\"a secret key\", blowfish_encrypt(\"a secret key\", \"8 bytes!\"))"],
        make: |c, a| whole(c, "blowfish_decrypt", Direction::Decrypt, a, ROUNDS as u64),
    },
];

#[cfg(test)]
mod tests;
