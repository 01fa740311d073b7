//! SHA-512 crypt: Drepper, "Unix crypt using SHA-256 and SHA-512", 2008. `$6$salt$hash`, and `$6$rounds=N$salt$hash`.
//!
//! Its run has the parts `B` (steps 4 to 8), `A` (steps 1 to 3 and 9 to 12), `DP` and `P` (steps 13 to 16), `salts`,
//! `DS` and `S` (steps 17 to 20) and `round` (step 21), one segment a round, each of which calls SHA-512.
#![allow(non_snake_case)] // the names are the specification's

use super::derivation::{Derivation, Vetted};
use super::encoding::Encoding;
use super::reader::{Format, Reader, Stored};
use crate::functions::hash::{self, Hash, Midstate};
use crate::functions::{Context, Fault, FaultKind};
use crate::num::{Border, Callee, Carry, Entrance, Integer, Number, Numbers, Window};
use crate::run::{Budget, Door, Error, Feed, Fold, Map, Pieces, Rope, Run, Source, Timeline, Value, Windows};
use ::sha2::{Digest, Sha512};
use num_traits::ToPrimitive;
use std::num::Wrapping;
use std::ops::RangeInclusive;
use std::sync::Arc;

/// Rounds where the text names none.
const ROUNDS: u64 = 5000;
/// Rounds that this program computes; Drepper has 999,999,999 as the most.
const MOST: RangeInclusive<u64> = 1000..=10_000_000;
/// The longest salt.
const SALT: usize = 16;
/// Bytes of the hash.
const LENGTH: usize = 64;

/// The row of `$6$rounds=…`.
pub const WITH_ROUNDS: Format = Format {
    name: "SHA-512 crypt with a number of rounds",
    begins: &["$6$rounds="],
    read: |t| {
        t.word("algorithm", "$6")?;
        t.sign("$rounds=", "iterations")?;
        let rounds = t.number("iterations", b"$", *MOST.start())?;
        read(t, Some(rounds))
    },
};
/// The row of `$6$…`.
pub const FORMAT: Format = Format {
    name: "SHA-512 crypt",
    begins: &["$6$"],
    read: |t| {
        t.word("algorithm", "$6")?;
        read(t, None)
    },
};
fn read(t: &mut Reader, rounds: Option<Value>) -> Result<Stored, Fault> {
    t.sign("$", "salt")?;
    let range = t.until(b"$");
    if range.len() > SALT {
        return Err(t.wrong("salt", range, format!("it has {SALT} characters at most")));
    }
    let salt = t.plain("salt", range);
    t.hash("$", Encoding::Crypt, Some(LENGTH as u64))?;
    Ok(Stored::of(salt, Box::new(Sha512Crypt { rounds })))
}

/// The derivation.
struct Sha512Crypt {
    /// How many rounds, where the text says it.
    rounds: Option<Value>,
}
impl Sha512Crypt {
    fn rounds(&self) -> Result<u64, Error> {
        let rounds = self.rounds.as_ref().map_or(Ok(None), Value::to_int)?;
        Ok(rounds.map_or(ROUNDS, |rounds| rounds.to_u64().unwrap_or(u64::MAX)))
    }
}
impl Derivation for Sha512Crypt {
    fn derive(&self, run: &mut Run, c: &Context, password: Rope, salt: Rope) -> Result<Rope, Fault> {
        let rounds = self.rounds()?;
        if rounds > *MOST.end() {
            let message = format!("{} rounds are computed at most", MOST.end());
            return Err(Fault { kind: FaultKind::Limit, ..Fault::argument("iterations", message) });
        }
        let mut derived = Run::new(&run.at.join("derive"), "sha512_crypt");
        derived.inputs = vec![
            ("password", Value::Bytes(password.clone())),
            ("salt", Value::Bytes(salt.clone())),
            ("rounds", self.rounds.clone().unwrap_or_else(|| Value::int(ROUNDS))),
        ];
        let result = crypt(&mut derived, password, salt.clone(), rounds, c.budget)?;
        derived.result = Value::Bytes(result);
        Ok(run.run("derive", |_| derived))
    }
    fn vetted(&self, password: &[u8], salt: &[u8]) -> Result<Option<Vec<u8>>, Error> {
        let rounds = self.rounds()?;
        Ok(MOST.contains(&rounds).then(|| vetted(password, salt, rounds)))
    }
    fn affordable(&self) -> Result<u64, Error> {
        Ok(MOST.end() / self.rounds()?.max(1))
    }
    fn by(&self) -> Vetted {
        ("sha2 0.11", "the steps around SHA-512 are written anew here")
    }
}

/// So many bytes of a digest, over and over.
fn cycled(of: &Rope, length: u64) -> Rope {
    of.repeated(length.div_ceil(LENGTH as u64)).slice(0..length)
}
/// Adds the steps to a run, and gives the hash. A[0] says how often the salt is repeated, so A is computed on the spot.
fn crypt(run: &mut Run, key: Rope, salt: Rope, rounds: u64, budget: &Budget) -> Result<Rope, Fault> {
    let sha512 = hash::hash("sha512").ok_or_else(|| Fault::argument("algorithm", "no hash function `sha512`"))?;
    let length = key.len();
    let B = run.run("B", |at| (sha512.run)(at, key.clone().then(salt.clone()).then(key.clone())));
    let mut message = key.clone().then(salt.clone()).then(cycled(&B, length));
    let mut bits = String::new();
    for place in 0..u64::BITS - length.leading_zeros() {
        let is_set = length >> place & 1 == 1;
        message = message.then(if is_set { B.clone() } else { key.clone() });
        bits.push_str(if is_set { "B" } else { if bits.is_empty() { "the password" } else { "password" } });
        bits.push_str(", ");
    }
    let question = format!("which bits of the password's length, {length}, are set, from the lowest on?");
    run.choice(question, format!("{:b}, read from the right: {}", length, bits.trim_end_matches(", ")));
    let A = run.run("A", |at| (sha512.run)(at, message));
    let DP = run.run("DP", |at| (sha512.run)(at, key.repeated(length)));
    let P = run.bytes("P", cycled(&DP, length), 1);
    A.finish(budget)?;
    let times = 16 + u64::from(A.slice(0..1).to_vec()?.first().copied().unwrap_or_default());
    run.choice("how often is the salt repeated?", format!("16 + A[0] = {times} times"));
    let salts = if salt.is_empty() {
        Rope::default()
    } else {
        let (each, all) = (salt.len(), salt.len() * times);
        let feeds = vec![Feed::whole("salt", salt.clone()), Feed::whole("A", A.slice(0..1))];
        run.part("salts", |at| Map::part(at, Copies, feeds, each, all))
    };
    let DS = run.run("DS", |at| (sha512.run)(at, salts));
    let S = run.bytes("S", cycled(&DS, salt.len()), 1);
    let feeds = vec![Feed::whole("P", P), Feed::whole("S", S)];
    let fold = Rounds(Arc::new(Digesting { hash: sha512, start: sha512.after(&[]) }));
    let hash = run.part("round", |at| Timeline::part(at, fold, rounds, A, feeds));
    Ok(hash)
}

/// The salt once more, where A[0] says so.
struct Copies;
impl Pieces for Copies {
    fn piece<N: Numbers>(&self, n: N, at: u64, read: &Windows, out: &mut Border) {
        let A = N::U8::read(n, read[1].piece::<1>(0)).named("A", 0);
        let times = (n.literal(16) + n.join_int(&[A])).named("times", ());
        let used = n.literal(at as i64).less(times).named("used", ());
        for i in 0..read[0].bytes.len() {
            let byte = || N::U8::read(n, read[0].piece::<1>(i));
            Number::choose(used, byte, || n.u8("nothing", (), 0)).named("byte", i).save(out);
        }
    }
}

/// SHA-512, as one step of a round.
struct Digesting {
    hash: &'static Hash,
    start: Midstate,
}
impl Callee for Digesting {
    fn compute(&self, _: &[u8], arguments: &[(&'static str, &[Wrapping<u8>])], output: &mut [Wrapping<u8>]) {
        let message: Vec<u8> = arguments.iter().flat_map(|(_, bytes)| bytes.iter().map(|byte| byte.0)).collect();
        let mut digest = [0; LENGTH];
        self.start.digest(&message, &mut digest);
        output.iter_mut().zip(digest).for_each(|(to, byte)| *to = Wrapping(byte));
    }
    fn entrance(self: Arc<Self>) -> Entrance {
        Door::entrance(move |at, arguments| {
            let message = arguments.into_iter().next().unwrap_or_default();
            let mut run = (self.hash.run)(at, message.clone());
            run.inputs = vec![("message", Value::Bytes(message))];
            run
        })
    }
}
/// Step 21: C, P and S in an order that the number of the round gives, hashed.
struct Rounds(Arc<Digesting>);
impl Fold for Rounds {
    type State<N: Numbers> = [N::U8; LENGTH];
    fn weight(&self) -> u64 {
        1500
    }
    fn segment<N: Numbers>(&self, n: N, at: u64, C: [N::U8; LENGTH], read: &Windows) -> [N::U8; LENGTH] {
        let bytes = |window: Window, name| -> Vec<N::U8> {
            (0..window.bytes.len()).map(|i| N::U8::read(n, window.piece::<1>(i)).named(name, i)).collect()
        };
        let C = C.named("C_before", ());
        let (P, S) = (bytes(read[0], "P"), bytes(read[1], "S"));
        let mut message = if at % 2 == 1 { P.clone() } else { C.to_vec() };
        if !at.is_multiple_of(3) {
            message.extend(S);
        }
        if !at.is_multiple_of(7) {
            message.extend(&P);
        }
        message.extend(if at % 2 == 1 { C.to_vec() } else { P });
        n.call("sha512", (), &self.0, Window::NONE, &[("message", &message)]).named("C", ())
    }
}

/// The same scheme over the crate's SHA-512.
fn vetted(key: &[u8], salt: &[u8], rounds: u64) -> Vec<u8> {
    let cycled = |digest: &[u8], length: usize| digest.iter().copied().cycle().take(length).collect::<Vec<u8>>();
    let B = Sha512::digest([key, salt, key].concat());
    let mut hasher = Sha512::new_with_prefix([key, salt, &cycled(&B, key.len())].concat());
    let mut left = key.len();
    while left > 0 {
        hasher.update(if left % 2 == 1 { &B[..] } else { key });
        left /= 2;
    }
    let mut C = hasher.finalize();
    let P = cycled(&Sha512::digest(key.repeat(key.len())), key.len());
    let S = cycled(&Sha512::digest(salt.repeat(16 + usize::from(C[0]))), salt.len());
    for round in 0..rounds {
        let [first, last] = if round % 2 == 1 { [&P[..], &C] } else { [&C[..], &P] };
        let S = if round % 3 > 0 { &S[..] } else { &[] };
        let again = if round % 7 > 0 { &P[..] } else { &[] };
        C = Sha512::digest([first, S, again, last].concat());
    }
    C.to_vec()
}
