//! AES, FIPS 197: one body for keys of 128, 192 and 256 bits.
//!
//! Its run has the parts `key_expansion` (section 5.2) and `round`, one segment a round (sections 5.1 and 5.3). A state
//! is its sixteen bytes in input order, column by column: the byte in row r and column c, `s[r][c]`, is number r + 4c.
#![allow(non_snake_case)] // the names are the specification's

mod key;
mod sbox;

use super::{BlockCipher, Direction};
use crate::functions::{
    Arguments, Context, Default, Family, Fault, Function, Limits, Parameter, Says, Vetted, reduced,
};
use crate::num::{Byte, Carry, Each, LANES, Lanes, Numbers, Plain, Window};
use crate::run::{Error, Feed, Fold, Rope, Run, Source, Timeline, Type, Value, Windows};
use ::aes::cipher::{BlockCipherDecrypt, BlockCipherEncrypt, KeyInit};
use ::aes::{Aes128, Aes192, Aes256, Block};
use sbox::Boxes;
use std::num::Wrapping;

// ------------------------------------------------------------------ the body

/// The state.
type State<N> = [<N as Numbers>::U8; 16];

/// A step of a round, which can be left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    SubBytes,
    ShiftRows,
    MixColumns,
}
/// One round of CIPHER(), algorithm 1: round 0 only adds the key, and the last does not mix columns.
#[inline(always)]
fn encrypt_round<N: Numbers>(
    n: N,
    round: usize,
    Nr: usize,
    without: Option<Step>,
    s: State<N>,
    key: Window,
) -> State<N> {
    let has = |step| without != Some(step);
    let mut s = placed::<N>(s);
    if round > 0 {
        if has(Step::SubBytes) {
            let boxes = Boxes::forward(n);
            s = s.map(|b| boxes.SBOX(b)).named("SubBytes", ());
        }
        if has(Step::ShiftRows) {
            s = rows_shifted::<N>(s, 4).named("ShiftRows", ());
        }
    }
    if 0 < round && round < Nr && has(Step::MixColumns) {
        s = MixColumns::<N>(s).named("MixColumns", ());
    }
    AddRoundKey(n, s, key)
}
/// One round of INVCIPHER(), algorithm 3: as executed, with the last round key in round 0.
#[inline(always)]
fn decrypt_round<N: Numbers>(n: N, round: usize, Nr: usize, s: State<N>, key: Window) -> State<N> {
    let mut s = placed::<N>(s);
    if round > 0 {
        let boxes = Boxes::backward(n);
        s = rows_shifted::<N>(s, 12).named("InvShiftRows", ());
        s = s.map(|b| boxes.INVSBOX(b)).named("InvSubBytes", ());
    }
    s = AddRoundKey(n, s, key);
    if 0 < round && round < Nr {
        s = InvMixColumns::<N>(s).named("InvMixColumns", ());
    }
    s
}

/// The bytes by row and column, section 3.4.
#[inline(always)]
fn placed<N: Numbers>(s: State<N>) -> State<N> {
    std::array::from_fn(|i| s[i].named("s", (i % 4, i / 4)))
}
/// SHIFTROWS(), section 5.1.2: row r moves by r columns to the left, 4r bytes in input order; 12r bytes is back again.
#[inline(always)]
fn rows_shifted<N: Numbers>(s: State<N>, bytes: usize) -> State<N> {
    std::array::from_fn(|i| s[(i + bytes * (i % 4)) % 16])
}
/// MIXCOLUMNS(), equation 5.8: in each column a byte and those below it.
#[inline(always)]
fn MixColumns<N: Numbers>(s: State<N>) -> State<N> {
    let (times02, times03) = (N::U8::times::<0x02>("times02", &s), N::U8::times::<0x03>("times03", &s));
    N::U8::sum_of_states([(&times02, 0), (&times03, 1), (&s, 2), (&s, 3)])
}
/// INVMIXCOLUMNS(), equation 5.13.
#[inline(always)]
fn InvMixColumns<N: Numbers>(s: State<N>) -> State<N> {
    let (times0e, times0b) = (N::U8::times::<0x0e>("times0e", &s), N::U8::times::<0x0b>("times0b", &s));
    let (times0d, times09) = (N::U8::times::<0x0d>("times0d", &s), N::U8::times::<0x09>("times09", &s));
    N::U8::sum_of_states([(&times0e, 0), (&times0b, 1), (&times0d, 2), (&times09, 3)])
}
/// ADDROUNDKEY(), section 5.1.4: the four words of the round key, column by column.
#[inline(always)]
fn AddRoundKey<N: Numbers>(n: N, s: State<N>, key: Window) -> State<N> {
    let key = State::<N>::read(n, key).named("round_key", ());
    N::U8::sum_of_states([(&s, 0), (&key, 0)]).named("AddRoundKey", ())
}

/// The rounds over one block.
struct Rounds {
    direction: Direction,
    Nr: usize,
    without: Option<Step>,
}
impl Fold for Rounds {
    type State<N: Numbers> = State<N>;
    fn segment<N: Numbers>(&self, n: N, round: u64, s: State<N>, read: &Windows) -> State<N> {
        match self.direction {
            Direction::Encrypt => encrypt_round(n, round as usize, self.Nr, self.without, s, read[0]),
            Direction::Decrypt => decrypt_round(n, round as usize, self.Nr, s, read[0]),
        }
    }
}

/// All rounds, not recorded: the expanded key, and the state. The rounds are those that are recorded.
#[inline(always)]
fn cipher<N: Numbers>(n: N, direction: Direction, w: &[u8], s: State<N>) -> State<N> {
    let (w, Nr) = (Window::border(w), w.len() / 16 - 1);
    let encrypt = |s, r| encrypt_round(n, r, Nr, None, s, w.piece::<16>(r));
    let decrypt = |s, r| decrypt_round(n, r, Nr, s, w.piece::<16>(Nr - r));
    // The first round and the last stand apart, so that those between are alike.
    match direction {
        Direction::Encrypt => encrypt((1..Nr).fold(encrypt(s, 0), encrypt), Nr),
        Direction::Decrypt => decrypt((1..Nr).fold(decrypt(s, 0), decrypt), Nr),
    }
}
/// One block through all rounds, not recorded: the expanded key, and the block.
pub fn compute(direction: Direction, w: &[u8], block: [u8; 16]) -> [u8; 16] {
    cipher(Plain, direction, w, block.map(Wrapping)).map(|b| b.0)
}
/// Whole blocks in their place, not recorded: the expanded key, and the blocks, side by side while there are enough.
pub fn compute_many(direction: Direction, w: &[u8], blocks: &mut [u8]) {
    let mut together = blocks.as_chunks_mut::<16>().0.chunks_exact_mut(LANES);
    for blocks in &mut together {
        let s = std::array::from_fn(|i| Each(std::array::from_fn(|lane| Wrapping(blocks[lane][i]))));
        let s = cipher(Lanes, direction, w, s);
        for (lane, block) in blocks.iter_mut().enumerate() {
            *block = std::array::from_fn(|i| s[i].0[lane].0);
        }
    }
    for block in together.into_remainder() {
        *block = compute(direction, w, *block);
    }
}

// ------------------------------------------------------------------ the functions

/// AES, for the modes.
pub static AES: BlockCipher = BlockCipher {
    name: "aes",
    block: 16,
    keys: &[16..=16, 24..=24, 32..=32],
    schedule: key::schedule,
    rounds: |run, direction, w, block| rounds(run, direction, w, block, w.len() / 16 - 1, None),
    compute: |direction, w, block, out| {
        let block = std::array::from_fn(|i| block[i].0);
        out.copy_from_slice(&compute(direction, w, block).map(Wrapping));
    },
    many: compute_many,
    weakness: None,
};

/// Adds the part `round`, from the expanded key and a block: `Nr` rounds, each without a step or with all.
fn rounds(run: &mut Run, direction: Direction, w: &Rope, block: Rope, Nr: u64, without: Option<Step>) -> Rope {
    let key = |r: u64| w.slice(16 * r..16 * (r + 1));
    let keys = match direction {
        Direction::Encrypt => w.slice(0..16 * (Nr + 1)),
        Direction::Decrypt => (0..=Nr).rev().fold(Rope::default(), |keys, r| keys.then(key(r))),
    };
    let rounds = Rounds { direction, Nr: Nr as usize, without };
    let feeds = vec![Feed::dealt("round key", keys, 16)];
    run.part("round", |at| Timeline::part(at, rounds, Nr + 1, block, feeds))
}
fn encrypt(c: &Context, a: &Arguments) -> Result<Run, Fault> {
    let length = a.rope("key").len();
    AES.check_key("aes_encrypt", length)?;
    let (Nr, all) = (a.u64("rounds")?, key::rounds(length));
    if Nr > all {
        let message = format!("`rounds` of aes_encrypt is 1 to {all} under a key of {length} bytes, and this is {Nr}");
        return Err(Fault::argument("rounds", message));
    }
    let mut run = Run::new(&c.at, "aes_encrypt");
    let w = key::schedule(&mut run, a.rope("key"));
    let without = STEPS.iter().find(|(name, _)| a.text("without").is_ok_and(|text| text == *name));
    let out = rounds(&mut run, Direction::Encrypt, &w, a.rope("block"), Nr, without.map(|(_, step)| *step));
    Ok(run.with_result(Value::Bytes(out)))
}
fn decrypt(c: &Context, a: &Arguments) -> Result<Run, Fault> {
    AES.check_key("aes_decrypt", a.rope("key").len())?;
    let mut run = Run::new(&c.at, "aes_decrypt");
    let w = key::schedule(&mut run, a.rope("key"));
    let out = (AES.rounds)(&mut run, Direction::Decrypt, &w, a.rope("block"));
    Ok(run.with_result(Value::Bytes(out)))
}

/// The rows of AES.
pub const ROWS: &[Function] = &[
    Function {
        name: "aes_encrypt",
        title: "AES, one block",
        summary: "Encrypts 16 bytes in 10, 12 or 14 rounds of four steps, by the length of the key.",
        family: Family::Cipher,
        spec: "FIPS 197 §5.1",
        parameters: &[
            KEY,
            BLOCK,
            reduced::rounds(14, Default::Computed(10, |a| key::rounds(a.rope("key").len()) as i64)),
            Parameter::text("without", "a step that all rounds leave out: then it is not AES, to learn from")
                .or(Default::Text(""))
                .within(Limits::OneOf(|| [""].into_iter().chain(STEPS.map(|(name, _)| name)).collect())),
        ],
        result: Some(Type::Bytes),
        vetted: Vetted::new("aes 0.9", |a| vetted(Direction::Encrypt, a)).unless(left_out).row(),
        examples: &[
            "aes_encrypt(0x000102030405060708090a0b0c0d0e0f, 0x00112233445566778899aabbccddeeff)",
            "aes_encrypt(sha256(\"key\"), \"sixteen letters!\")",
            "aes_encrypt(sha256(\"key\"), \"sixteen letters!\", rounds: 3, without: \"ShiftRows\")",
        ],
        make: encrypt,
    },
    Function {
        name: "aes_decrypt",
        title: "AES, one block back",
        summary: "Decrypts 16 bytes with the inverse of each step, in the opposite order.",
        family: Family::Cipher,
        spec: "FIPS 197 §5.3",
        parameters: &[KEY, BLOCK],
        result: Some(Type::Bytes),
        vetted: Vetted::new("aes 0.9", |a| vetted(Direction::Decrypt, a)).row(),
        examples: &["aes_decrypt(0x000102030405060708090a0b0c0d0e0f, 0x69c4e0d86a7b0430d8cdb78070b4c55a)"],
        make: decrypt,
    },
];
const KEY: Parameter = Parameter::bytes("key", "the secret key, of 16, 24 or 32 bytes");
const BLOCK: Parameter = Parameter::bytes("block", "16 bytes").within(Limits::Length(16, 16));
/// The steps that can be left out, by name.
const STEPS: [(&str, Step); 3] =
    [("ShiftRows", Step::ShiftRows), ("MixColumns", Step::MixColumns), ("SubBytes", Step::SubBytes)];

/// A phrase for the parts of AES that a call leaves out.
fn left_out(a: &Arguments) -> Result<Option<String>, Error> {
    let (rounds, without) = (reduced::fewer(a, key::rounds(a.rope("key").len()))?, a.text("without")?);
    Ok(reduced::not("AES", [rounds, (!without.is_empty()).then(|| format!("without {without}"))]))
}

fn vetted(direction: Direction, arguments: &Arguments) -> Result<Says, Error> {
    fn block<C: KeyInit + BlockCipherEncrypt + BlockCipherDecrypt>(
        direction: Direction,
        key: &[u8],
        block: &mut ::aes::cipher::Block<C>,
    ) -> bool {
        let Ok(cipher) = C::new_from_slice(key) else { return false };
        match direction {
            Direction::Encrypt => cipher.encrypt_block(block),
            Direction::Decrypt => cipher.decrypt_block(block),
        }
        true
    }
    let key = arguments.bytes("key")?;
    let Ok(mut out) = Block::try_from(arguments.bytes("block")?.as_slice()) else { return Ok(Says::Refused) };
    let done = match key.len() {
        16 => block::<Aes128>(direction, &key, &mut out),
        24 => block::<Aes192>(direction, &key, &mut out),
        _ => block::<Aes256>(direction, &key, &mut out),
    };
    Ok(Says::or_refused(done.then(|| out.to_vec())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::functions::bytes::testing::*;
    use crate::run::Path;

    const KEY: [u8; 16] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15];
    fn block() -> Value {
        input("m", &KEY.map(|i| i * 0x11))
    }
    #[test]
    fn fips_197_appendix_c() {
        let keys: Vec<u8> = (0..32).collect();
        let results = [
            (16, "69c4e0d86a7b0430d8cdb78070b4c55a"),
            (24, "dda97ca4864cdfe06eaf70a0ec0d7191"),
            (32, "8ea2b7ca516745bfeafc49904b496089"),
        ];
        for (length, expected) in results {
            let key = || input("k", &keys[..length]);
            let run = call("aes_encrypt", [key(), block()]).unwrap();
            assert_eq!(run.result.show(99).unwrap(), expected);
            assert_eq!(shown("aes_decrypt", [key(), run.result.clone()]), "00112233445566778899aabbccddeeff");
        }
    }
    #[test]
    fn blocks_side_by_side_are_the_same_blocks() {
        for key in [16, 24, 32] {
            let mut run = Run::new(&Path::new(""), "aes");
            let w = (AES.schedule)(&mut run, Rope::constant("key", &[7; 32][..key]));
            w.finish(&crate::run::Budget::unlimited()).unwrap();
            let w = w.to_vec().unwrap();
            for direction in [Direction::Encrypt, Direction::Decrypt] {
                for count in [0, 1, LANES - 1, LANES, 2 * LANES + 3] {
                    let blocks: Vec<[u8; 16]> = (0..count).map(|k| [k as u8; 16].map(|b| b ^ KEY[k % 16])).collect();
                    let mut together = blocks.concat();
                    compute_many(direction, &w, &mut together);
                    let alone: Vec<u8> = blocks.into_iter().flat_map(|block| compute(direction, &w, block)).collect();
                    assert_eq!(together, alone, "{count} blocks, a key of {key} bytes, {direction:?}");
                }
            }
        }
    }
    #[test]
    fn a_step_opens_down_to_the_field() {
        let run = call("aes_encrypt", [input("k", &KEY), block()]).unwrap();
        assert_eq!(at(&run, "round[0]/AddRoundKey"), "00102030405060708090a0b0c0d0e0f0");
        assert_eq!(at(&run, "round[1]/s[1][0]"), "10");
        assert_eq!(at(&run, "round[1]/SubBytes[1]"), "ca");
        assert_eq!(formula(&run, "round[1]/SubBytes[1]"), "SBOX(s[1][0])");
        assert_eq!(formula(&run, "round[1]/SubBytes[1]/SBOX"), "sbox[s[1][0]] ≡ affine(inverse(s[1][0]))");
        assert_eq!(at(&run, "round[1]/SubBytes[1]/SBOX/affine"), "ca");
        // {10} • {74} = {01}.
        assert_eq!(at(&run, "round[1]/SubBytes[1]/SBOX/affine/inverse"), "74");
        assert_eq!(formula(&run, "round[1]/ShiftRows[1]"), "SubBytes[5]");
        assert_eq!(
            formula(&run, "round[1]/MixColumns[1]"),
            "times02(ShiftRows[1]) ⊕ times03(ShiftRows[2]) ⊕ ShiftRows[3] ⊕ ShiftRows[0]"
        );
        assert_eq!(formula(&run, "round[1]/MixColumns[1]/times03"), "(02 • ShiftRows[2]) ⊕ ShiftRows[2]");
        assert_eq!(formula(&run, "round[1]/AddRoundKey[1]"), "MixColumns[1] ⊕ round_key[1]");
        assert_eq!(formula(&run, "key_expansion/w[4]"), "w[0] ⊕ after_rcon[4]");
        assert_eq!(formula(&run, "key_expansion/after_rcon[4]"), "sub_word[4] ⊕ Rcon[1]");
        assert!(run.at(&"round[10]/MixColumns".parse().unwrap(), &crate::run::Budget::unlimited()).is_err());
    }
    #[test]
    fn a_round_depends_on_one_column_and_two_rounds_on_all() {
        let run = call("aes_encrypt", [input("k", &KEY), block()]).unwrap();
        let from = |address: &str| {
            let budget = crate::run::Budget::unlimited();
            origins(&run.at(&address.parse().unwrap(), &budget).unwrap().value(&budget).unwrap())
        };
        // A key schedule word counts as one, with its four bytes.
        assert_eq!(from("round[1]/MixColumns[0]"), "k[0..16] m[0..1] m[5..6] m[10..11] m[15..16]; sbox");
        assert_eq!(from("round[2]/MixColumns[0]"), "k[0..16] m[0..16]; sbox");
        assert_eq!(origins(&run.result).split(';').next(), Some("k[0..16] m[0..16]"));
    }
    #[test]
    fn wrong_lengths_are_named() {
        assert_eq!(
            fault("aes_encrypt", [input("k", &[0; 17]), block()]),
            "`key` of aes_encrypt wants 16, 24 or 32 bytes, and this has 17"
        );
        assert_eq!(
            fault("aes_decrypt", [input("k", &KEY), input("m", b"short")]),
            "`block` of aes_decrypt wants 16 bytes, and this has 5"
        );
    }
}
