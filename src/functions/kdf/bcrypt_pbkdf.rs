//! The derivation that OpenSSH protects private keys with, bcrypt_pbkdf.c: PBKDF2 in which a hash made of bcrypt takes
//! the place of HMAC, and whose blocks are dealt out byte by byte.
//!
//! A run has `password_hash` and `block[i]` from 1 on, for each 32 bytes of output. A block has `first`, the hash of
//! the salt and the number i, and one segment for each round, with `U[j]` and `T[j]` from 1 on; a segment calls
//! `hash[j]`. A hash has `salt_hash`, `setup`, `expand[j]` and `encrypt[k]`, both from 1 to 64, and `output`.
#![allow(non_snake_case)] // the names are those of PBKDF2

use super::bcrypt::{ENCRYPTIONS, encrypted, expanded};
use crate::functions::cipher::blowfish::{self, Blowfish};
use crate::functions::hash::{Hash, hash};
use crate::functions::{Arguments, Cost, Family, Function, Limits, Parameter, Says, Vetted};
use crate::num::{Callee, Carry, Entrance, Numbers, xor};
use crate::run::{Count, Door, Error, Feed, Fold, Path, Rope, Run, Timeline, Type, Value, Windows};
use std::num::Wrapping;
use std::sync::Arc;

/// Bytes of a hash.
const OUTPUT: usize = 32;
const OXYCHROMATIC: &[u8; OUTPUT] = b"OxychromaticBlowfishSwatDynamite";
/// How often each of the two keys goes into the tables.
const EXPANSIONS: u64 = 64;
/// The most rounds, over all blocks: some 5 ms each.
const ROUNDS: u64 = 1024;
/// The longest password, and the longest salt.
const LONGEST: u64 = 1 << 20;

fn sha512() -> &'static Hash {
    hash("sha512").expect("a row of SHA-2")
}

// ------------------------------------------------------------------ the hash

/// The hash under one password, as a step that is called on one message after another.
///
/// Its argument is the message, and the bytes that all calls share are the hash of the password.
struct BcryptHash(Rope);
impl BcryptHash {
    /// The run over one message.
    fn run(&self, at: &Path, message: Rope) -> Run {
        let mut run = Run::new(at, "bcrypt_hash");
        run.inputs = vec![("message", Value::Bytes(message.clone()))];
        let key = self.0.clone();
        let salt = run.run("salt_hash", |at| (sha512().run)(at, message));
        let tables = run.run("setup", |at| {
            let mut run = Run::new(at, "bcrypt_setup");
            let tables = blowfish::expand(&mut run, "pi", blowfish::fraction(), key.clone(), Some(salt.clone()));
            run.with_result(Value::Bytes(tables))
        });
        let tables = expanded(&mut run, [("salt", salt), ("key", key)], EXPANSIONS, tables);
        let text = encrypted(&mut run, "\"OxychromaticBlowfishSwatDynamite\"", OXYCHROMATIC, tables);
        run.choice("in which order do the bytes of a word come out?", "the least significant first, unlike in bcrypt");
        let word = |i| text.slice(4 * i..4 * i + 4).reversed();
        let output = run.bytes("output", (0..OUTPUT as u64 / 4).map(word).fold(Rope::default(), Rope::then), 4);
        run.with_result(Value::Bytes(output))
    }
}
impl Callee for BcryptHash {
    fn compute(&self, key: &[u8], arguments: &[(&'static str, &[Wrapping<u8>])], output: &mut [Wrapping<u8>]) {
        let message: Vec<u8> = arguments.iter().flat_map(|(_, bytes)| bytes.iter()).map(|byte| byte.0).collect();
        let mut salt = [0; 64];
        sha512().after(&[]).digest(&message, &mut salt);
        let mut cipher = Blowfish::unkeyed();
        cipher.expand(key, &salt);
        for _ in 0..EXPANSIONS {
            cipher.expand(&salt, &[]);
            cipher.expand(key, &[]);
        }
        let mut text = *OXYCHROMATIC;
        for _ in 0..ENCRYPTIONS {
            text.as_chunks_mut().0.iter_mut().for_each(|block| *block = cipher.encrypt(*block));
        }
        let words = text.chunks_exact(4).flat_map(|word| word.iter().rev());
        output.iter_mut().zip(words).for_each(|(to, byte)| *to = Wrapping(*byte));
    }
    fn entrance(self: Arc<Self>) -> Entrance {
        Door::entrance(move |at, arguments| self.run(at, arguments.into_iter().next().unwrap_or_default()))
    }
}

/// The rounds of a block: each U is the hash of the one before, and T the XOR of all of them.
struct Iterate(Arc<BcryptHash>);
type State<N> = ([<N as Numbers>::U8; OUTPUT], [<N as Numbers>::U8; OUTPUT]);
impl Fold for Iterate {
    type State<N: Numbers> = State<N>;
    const COUNT: Count = Count::Labels { first: 1, each: 1 };
    fn weight(&self) -> u64 {
        5_000_000
    }
    fn segment<N: Numbers>(&self, n: N, at: u64, (U, T): State<N>, read: &Windows) -> State<N> {
        let j = at as usize + 1;
        let (U, T) = (U.named("U_before", j), T.named("T_before", j));
        let U = if at == 0 { U } else { n.call("hash", j, &self.0, read[0], &[("message", &U)]) }.named("U", j);
        (U, xor(T, U).named("T", j))
    }
}

// ------------------------------------------------------------------ the run

/// The key of so many bytes that a password and a salt give in so many rounds.
pub fn bcrypt_pbkdf(at: &Path, password: Rope, salt: Rope, rounds: u64, length: u64) -> Run {
    let mut run = Run::new(at, "bcrypt_pbkdf");
    let key = run.run("password_hash", |at| (sha512().run)(at, password));
    let (hash, blocks) = (Arc::new(BcryptHash(key.clone())), length.div_ceil(OUTPUT as u64));
    let block = |run: &mut Run, i: u64| {
        let message = salt.clone().then(Rope::constant(format!("INT({i})"), &(i as u32).to_be_bytes()));
        run.numbered_run("block", i, |at| {
            let mut run = Run::new(at, "bcrypt_pbkdf_block");
            let first = run.run("first", |at| hash.run(at, message));
            let (start, feeds) = (first.then(Rope::constant("0", &[0; OUTPUT])), vec![Feed::whole("key", key.clone())]);
            let iterate = Iterate(hash.clone());
            let state = run.own_part("iteration", |at| Timeline::part(at, iterate, rounds, start, feeds));
            run.with_result(Value::Bytes(state.slice(OUTPUT as u64..2 * OUTPUT as u64)))
        })
    };
    let dealt: Vec<Rope> = (1..=blocks).map(|i| block(&mut run, i)).collect();
    if blocks > 1 {
        let answer = format!("they are dealt out: byte k is byte k div {blocks} of block[k mod {blocks} + 1]");
        run.choice("in which order do the bytes of the blocks come out?", answer);
    }
    let byte = |k: u64| dealt[(k % blocks) as usize].slice(k / blocks..k / blocks + 1);
    let derived =
        if blocks == 1 { dealt[0].slice(0..length) } else { (0..length).map(byte).fold(Rope::default(), Rope::then) };
    run.with_result(Value::Bytes(derived))
}

// ------------------------------------------------------------------ the function

fn vetted(a: &Arguments) -> Result<Says, Error> {
    let [rounds, length] = [a.int("rounds")?, a.int("length")?];
    let mut derived = vec![0; usize::try_from(length).unwrap_or_default()];
    let rounds = u32::try_from(rounds).unwrap_or_default();
    let done = ::bcrypt_pbkdf::bcrypt_pbkdf(a.bytes("password")?, &a.bytes("salt")?, rounds, &mut derived);
    Ok(Says::or_refused(done.is_ok().then_some(derived)))
}

/// The row of bcrypt_pbkdf.
pub const ROWS: &[Function] = &[Function {
    name: "bcrypt_pbkdf",
    title: "bcrypt_pbkdf",
    summary: "A key from a password and a salt, as OpenSSH derives the one of a private key: PBKDF2 over a hash made of bcrypt.",
    family: Family::Kdf,
    spec: "OpenBSD, bcrypt_pbkdf(3)",
    parameters: &[
        Parameter::bytes("password", "the password").within(Limits::Length(1, LONGEST)),
        Parameter::bytes("salt", "random bytes, 16 in OpenSSH, stored beside the result; not secret")
            .within(Limits::Length(1, LONGEST)),
        Parameter::int("rounds", "how often the hash is computed for each 32 bytes")
            .within(Limits::Range(1, ROUNDS as i64))
            .costing(&[Cost {
                what: "rounds in all",
                formula: "rounds · blocks",
                most: ROUNDS,
                of: |a| Ok(u128::from(a.u64("rounds")?) * u128::from(a.u64("length")?.div_ceil(OUTPUT as u64))),
            }]),
        Parameter::int("length", "how many bytes").within(Limits::Range(1, (OUTPUT * OUTPUT) as i64)),
    ],
    result: Some(Type::Bytes),
    vetted: Vetted::new("bcrypt-pbkdf 0.11", vetted).note("over the crates blowfish and sha2").row(),
    examples: &["bcrypt_pbkdf(\"correct horse\", \"a salt of 16 b..\", 2, 32)"],
    make: |c, a| Ok(bcrypt_pbkdf(&c.at, a.rope("password"), a.rope("salt"), a.u64("rounds")?, a.u64("length")?)),
}];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::functions::bytes::testing::{at, call, fault, formula, input, origin};

    fn derived(rounds: i64, length: i64) -> Run {
        let given = [input("password", b"secret"), input("salt", &[7; 16]), Value::int(rounds), Value::int(length)];
        call("bcrypt_pbkdf", given).unwrap()
    }
    /// The hash that is called without a record is the one that its own run records, down to a word of the tables.
    #[test]
    fn a_round_leads_to_the_hash_it_calls() {
        let run = derived(2, 48);
        assert_eq!(at(&run, "block[2]/hash[2]"), at(&run, "block[2]/U[2]"));
        assert_eq!(at(&run, "block[2]/hash[2]/output"), at(&run, "block[2]/U[2]"));
        assert_eq!(at(&run, "block[1]/first/expand[64]/key/P[0]"), at(&run, "block[1]/first/expand[64]/P[0]"));
        assert_eq!(formula(&run, "block[1]/T[2]"), "T_before[2][0] ⊕ U[2][0]");
        let (first, second) = (at(&run, "block[1]/T[2]"), at(&run, "block[2]/T[2]"));
        let key = run.result.show(96).unwrap();
        assert_eq!([&key[0..2], &key[2..4], &key[4..6]], [&first[0..2], &second[0..2], &first[2..4]]);
        assert_eq!(formula(&run, "block[1]/first/setup/step[9]/L[0]"), "state[56..60] ⊕ salt[0]");
    }
    #[test]
    fn a_byte_comes_from_password_salt_and_pi() {
        let run = derived(1, 3);
        let found = origin(&run.result, 0..1);
        assert!(found.starts_with("password[0..6] salt[0..16]"), "{found}");
        assert!(found.contains("fraction of π"), "{found}");
    }
    #[test]
    fn what_openssh_refuses_is_refused() {
        let with = |password: &[u8], salt: &[u8], rounds: i64, length: i64| {
            let given = [input("p", password), input("s", salt), Value::int(rounds), Value::int(length)];
            fault("bcrypt_pbkdf", given)
        };
        assert_eq!(with(b"", b"s", 1, 1), "`password` of bcrypt_pbkdf wants 1 to 1048576 bytes, and this has 0");
        assert_eq!(with(b"p", b"", 1, 1), "`salt` of bcrypt_pbkdf wants 1 to 1048576 bytes, and this has 0");
        assert_eq!(with(b"p", b"s", 0, 1), "`rounds` of bcrypt_pbkdf is 1 to 1024, and this is 0");
        assert_eq!(with(b"p", b"s", 1, 1025), "`length` of bcrypt_pbkdf is 1 to 1024, and this is 1025");
        let limited = with(b"p", b"s", 600, 48);
        assert_eq!(limited, "bcrypt_pbkdf is limited to 1024 rounds in all (rounds · blocks), and this asks for 1200");
    }
}
