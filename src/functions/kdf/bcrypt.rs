//! bcrypt: Provos and Mazières, "A Future-Adaptable Password Scheme", USENIX 1999: Blowfish with a key schedule that is
//! slow on purpose.
//!
//! Its run has `key` (the password and a zero byte, 72 bytes at most), `setup` (the key schedule with the salt, from
//! π), `expand[j]` from 1 on, 2^cost times the key schedule with the key and then with the salt, and `encrypt[k]` for k
//! from 1 to
//! 64. A segment of `expand` calls `key` and `salt`, one of `encrypt` the cipher on three blocks.
#![allow(non_snake_case)] // the names are the specification's

use crate::functions::cipher::blowfish::{self, BLOWFISH, ExpandKey, P_BYTES, TABLES};
use crate::functions::cipher::{Direction, OneBlock};
use crate::functions::{Arguments, Family, Fault, Function, Limits, Parameter, Says, Vetted};
use crate::num::{Carry, Numbers};
use crate::run::{Budget, Count, Error, Feed, Fold, Path, Rope, Run, Source, Timeline, Type, Value, Windows};
use std::sync::Arc;

/// Bytes of the password that count, with the zero byte at its end.
const LONGEST: u64 = P_BYTES as u64;
/// Bytes of the text that is encrypted at last.
const TEXT: usize = 24;
const ORPHEAN: &[u8; TEXT] = b"OrpheanBeholderScryDoubt";
/// How often that text is encrypted.
pub(super) const ENCRYPTIONS: u64 = 64;
/// Bytes of the result: the last of the text is dropped.
const OUTPUT: u64 = 23;

// ------------------------------------------------------------------ the body

/// EksBlowfishSetup, the loop: the tables under one key, then under another, each with its name.
struct Expand([(&'static str, Arc<ExpandKey>); 2]);
impl Fold for Expand {
    type State<N: Numbers> = [N::U8; TABLES];
    const COUNT: Count = Count::Up(1);
    fn weight(&self) -> u64 {
        90_000
    }
    #[inline(always)]
    fn segment<N: Numbers>(&self, n: N, _: u64, tables: [N::U8; TABLES], read: &Windows) -> [N::U8; TABLES] {
        let tables = tables.named("tables_before", ());
        let [(first, one), (second, other)] = &self.0;
        let tables: [N::U8; TABLES] = n.call(first, (), one, read[0], &[("tables", &tables)]);
        let tables: [N::U8; TABLES] = n.call(second, (), other, read[1], &[("tables", &tables)]);
        std::array::from_fn(|byte| match (byte / 4).checked_sub(P_BYTES / 4) {
            None => tables[byte].named("P", byte / 4),
            Some(k) => tables[byte].named("S", (k / 256, k % 256)),
        })
    }
}
/// A text of `T` bytes encrypted once more, block by block.
struct Encrypt<const T: usize>(Arc<OneBlock>);
impl<const T: usize> Fold for Encrypt<T> {
    type State<N: Numbers> = [N::U8; T];
    const COUNT: Count = Count::Up(1);
    fn weight(&self) -> u64 {
        400
    }
    fn segment<N: Numbers>(&self, n: N, _: u64, text: [N::U8; T], read: &Windows) -> [N::U8; T] {
        let mut text = text.named("text", ());
        for (i, block) in text.as_chunks_mut::<8>().0.iter_mut().enumerate() {
            *block = n.call("block", i, &self.0, read[0], &[("block", &*block)]);
        }
        text.named("ctext", ())
    }
}

// ------------------------------------------------------------------ the run

/// The highest cost.
pub const COSTLIEST: u8 = 14;
/// bcrypt of a password with a salt of 16 bytes, in 2^cost rounds.
pub fn bcrypt(at: &Path, password: Rope, salt: Rope, cost: u64) -> Run {
    let mut run = Run::new(at, "bcrypt");
    let length = password.len();
    let question = format!("is the password longer than {LONGEST} bytes?");
    match length > LONGEST {
        true => run.choice(
            question,
            format!(
                "yes, it has {length}: the others do not count. The crypt() of C does the same; Python's bcrypt 5 \
                     refuses such a password"
            ),
        ),
        false => run.choice(question, format!("no, it has {length}")),
    }
    let zero = Rope::constant("0x00", &[0]);
    let key = password.then(zero);
    let key = run.bytes("key", key.slice(0..key.len().min(LONGEST)), 0);
    let tables = run.run("setup", |at| {
        let mut run = Run::new(at, "bcrypt_setup");
        let tables = blowfish::expand(&mut run, "pi", blowfish::fraction(), key.clone(), Some(salt.clone()));
        run.with_result(Value::Bytes(tables))
    });
    let tables = expanded(&mut run, [("key", key), ("salt", salt)], 1 << cost, tables);
    run.needs(|rounds| format!("a cost of c makes 2^c rounds, and {rounds} is 2^{}", rounds.ilog2()));
    let text = encrypted::<TEXT>(&mut run, "\"OrpheanBeholderScryDoubt\"", ORPHEAN, tables);
    run.with_result(Value::Bytes(text.slice(0..OUTPUT)))
}
/// Adds `expand`: so many times the key schedule with each of two keys.
pub(super) fn expanded(run: &mut Run, keys: [(&'static str, Rope); 2], times: u64, tables: Rope) -> Rope {
    let feeds = keys.iter().map(|(name, key)| Feed::whole(name, key.clone())).collect();
    let keys = keys.map(|(name, key)| (name, Arc::new(ExpandKey { key })));
    run.part("expand", |at| Timeline::part(at, Expand(keys), times, tables, feeds))
}
/// Adds `encrypt`: a text of whole blocks, encrypted 64 times under some tables.
pub(super) fn encrypted<const T: usize>(run: &mut Run, name: &str, text: &[u8; T], tables: Rope) -> Rope {
    let cipher = OneBlock { cipher: &BLOWFISH, direction: Direction::Encrypt, schedule: tables.clone() };
    let (feeds, encrypt) = (vec![Feed::whole("tables", tables)], Encrypt::<T>(Arc::new(cipher)));
    run.part("encrypt", |at| Timeline::part(at, encrypt, ENCRYPTIONS, Rope::constant(name, text), feeds))
}
/// Says of a zero byte in a password what becomes of it.
fn note_zero(run: &mut Run, password: &Rope, budget: &Budget) -> Result<(), Error> {
    let counts = password.slice(0..password.len().min(LONGEST));
    counts.finish(budget)?;
    if let Some(place) = counts.to_vec()?.iter().position(|byte| *byte == 0) {
        let answer = format!(
            "yes, byte {place}: it counts here, as in Python's bcrypt; the crypt() of C ends there, so that all passwords \
             which begin like this one are the same"
        );
        run.choice("is there a zero byte in the password?", answer);
    }
    Ok(())
}

// ------------------------------------------------------------------ the function

fn vetted(a: &Arguments) -> Result<Says, Error> {
    let (mut key, salt) = (a.bytes("password")?, a.bytes("salt")?);
    key.push(0);
    key.truncate(P_BYTES);
    let (Ok(salt), Ok(cost)) = (salt.try_into(), a.int("cost")?.try_into()) else { return Ok(Says::Refused) };
    Ok(Says::Value(::bcrypt::bcrypt(cost, salt, &key)[..OUTPUT as usize].to_vec()))
}

/// The row of bcrypt.
pub const ROWS: &[Function] = &[Function {
    name: "bcrypt",
    title: "bcrypt",
    summary: "A hash of a password, slow on purpose: Blowfish's key schedule 2^(cost + 1) times.",
    family: Family::Kdf,
    spec: "Provos and Mazières 1999, §5",
    parameters: &[
        Parameter::bytes("password", "the password, of which 72 bytes count"),
        Parameter::bytes("salt", "16 random bytes, stored beside the result; not secret")
            .within(Limits::Length(16, 16)),
        Parameter::int("cost", "the number of rounds, as a power of two").within(Limits::Range(4, COSTLIEST as i64)),
    ],
    result: Some(Type::Bytes),
    vetted: Vetted::new("bcrypt 0.19", vetted).note("over the crate blowfish").row(),
    examples: &["bcrypt(\"correct horse\", \"a salt of 16 b..\", 4)"],
    make: |c, a| -> Result<Run, Fault> {
        let mut run = bcrypt(&c.at, a.rope("password"), a.rope("salt"), a.u64("cost")?);
        note_zero(&mut run, &a.rope("password"), c.budget)?;
        Ok(run)
    },
}];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::functions::bytes::testing::{at, call, fault, formula, input, origin};

    fn hash(password: &[u8], salt: &[u8], cost: i64) -> Run {
        call("bcrypt", [input("password", password), input("salt", salt), Value::int(cost)]).unwrap()
    }
    fn salt() -> Vec<u8> {
        base16ct::lower::decode_vec("71d79f8218a39259a7a29aabb2dbafc3").unwrap()
    }
    /// Words computed independently, from π to the text.
    #[test]
    fn words_on_the_way_are_known() {
        let run = hash(b"correct horse battery staple", &salt(), 4);
        assert_eq!(at(&run, "setup/P_xor_key/pi[0]"), "243f6a88");
        assert_eq!(at(&run, "setup/P[0]"), "b1a5a7e5");
        assert_eq!(at(&run, "expand[16]/P[0]"), "6c61e858");
        assert_eq!(at(&run, "expand[16]/P[17]"), "e8d77d9b");
        assert_eq!(at(&run, "encrypt[64]"), "f462d7f667e50c34b3d1dd899558ff314f4035c8c1f042a8");
        assert_eq!(run.result.show(64).unwrap(), "f462d7f667e50c34b3d1dd899558ff314f4035c8c1f042");
        // What a segment calls leads to the same words.
        assert_eq!(at(&run, "expand[16]/salt/P[17]"), "e8d77d9b");
        assert_eq!(at(&run, "expand[16]/salt/step[521]")[8..], at(&run, "expand[16]/S[3][255]"));
        assert_eq!(at(&run, "expand[2]/key/P_xor_key/P_before[3]"), at(&run, "expand[1]/P[3]"));
        assert_eq!(at(&run, "encrypt[3]/block[1]/output"), at(&run, "encrypt[3]")[16..32]);
        assert_eq!(formula(&run, "setup/step[2]/L[0]"), "state[0..4] ⊕ salt[2]");
    }
    #[test]
    fn a_hash_comes_from_password_salt_and_pi() {
        let run = hash(b"secret", &salt(), 4);
        let found = origin(&Value::Bytes(Rope::output(&run.parts()[1])), 0..8);
        assert_eq!(found, "password[0..6] salt[0..8]; 0x00, fraction of π");
    }
    #[test]
    fn libraries_differ_on_long_passwords_and_on_zero_bytes() {
        let told =
            |password: &[u8]| hash(password, &[7; 16], 4).choices.into_iter().map(|c| c.answer).collect::<String>();
        assert!(told(&[b'x'; 73]).starts_with("yes, it has 73: the others do not count."));
        assert!(told(b"a\0b").contains("yes, byte 1: it counts here"));
        assert_eq!(told(&[b'x'; 72]), "no, it has 72");
        let of = |password: &[u8]| hash(password, &[7; 16], 4).output().unwrap();
        assert_eq!(of(&[b'x'; 73]), of(&[b'x'; 72]));
        assert_ne!(of(b"a\0b"), of(b"a"));
    }
    #[test]
    fn what_is_no_salt_and_no_cost_is_refused() {
        let with =
            |salt: usize, cost: i64| fault("bcrypt", [input("p", b""), input("s", &vec![0; salt]), Value::int(cost)]);
        assert_eq!(with(15, 4), "`salt` of bcrypt wants 16 bytes, and this has 15");
        assert_eq!(with(16, 3), "`cost` of bcrypt is 4 to 14, and this is 3");
        assert_eq!(with(16, 15), "`cost` of bcrypt is 4 to 14, and this is 15");
    }
}
