//! PBKDF2, RFC 8018 section 5.2, with HMAC over any hash function of the table.
//!
//! A run has `hmac`, the keys of HMAC under the password, which exist once, and `block[i]` from 1 on, for each digest
//! of output. A block has `first`, the HMAC of the salt and the number i, and one segment for each iteration, with
//! `U[j]` and `T[j]` from 1 on; a segment calls `hmac[j]`.
#![allow(non_snake_case)] // the names are the specification's

use crate::functions::hash::{self, Hash, with_hash};
use crate::functions::mac::hmac::Keyed;
use crate::functions::{Arguments, Cost, Default, Family, Function, Limits, Parameter, Says, Vetted};
use crate::num::{Carry, Numbers, Plain, xor};
use crate::run::{Count, Error, Feed, Fold, Part, Path, Rope, Run, Timeline, Type, Value, Windows};
use ::hmac::{Hmac, SimpleHmac};
use ::pbkdf2::hmac::digest::{FixedOutput, KeyInit, Output, Update};
use std::num::Wrapping;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

/// The most iterations, over all blocks: Django makes 1,500,000.
pub const ITERATIONS: u64 = 10_000_000;
/// The longest output.
const LONGEST: i64 = 16_384;

// ------------------------------------------------------------------ the body

/// The iterations of a block: each U is the HMAC of the one before, and T the XOR of all of them. `O` bytes in a
/// digest.
struct Iterate<const O: usize> {
    hmac: Arc<Keyed>,
    hash: &'static Hash,
    /// The crate's way, once the key is there.
    crates: OnceLock<Option<Iterations>>,
}
type State<N, const O: usize> = ([<N as Numbers>::U8; O], [<N as Numbers>::U8; O]);
impl<const O: usize> Fold for Iterate<O> {
    type State<N: Numbers> = State<N, O>;
    const COUNT: Count = Count::Labels { first: 1, each: 1 };
    fn weight(&self) -> u64 {
        2 * self.hash.plain.weight + 50
    }
    #[inline(always)]
    fn segment<N: Numbers>(&self, n: N, at: u64, (U, T): State<N, O>, read: &Windows) -> State<N, O> {
        let j = at as usize + 1;
        let (U, T) = (U.named("U_before", j), T.named("T_before", j));
        let U = if at == 0 { U } else { n.call("hmac", j, &self.hmac, read[0], &[("message", &U)]) }.named("U", j);
        (U, xor(T, U).named("T", j))
    }
    fn has_vetted(&self) -> bool {
        iterate_vetted(self.hash).is_some()
    }
    fn vetted_weight(&self) -> u64 {
        2 * self.hash.plain.weight / 3
    }
    fn vetted(&self, (U, T): &mut State<Plain, O>, segments: Range<u64>, read: &Windows) {
        let iterate = self.crates.get_or_init(|| {
            // HMAC takes K0 for the key itself; XORed with ipad it is the front of what is read.
            let K0: Vec<u8> = read[0].bytes.iter().take(self.hash.block as usize).map(|byte| byte ^ 0x36).collect();
            iterate_vetted(self.hash).and_then(|keyed| keyed(&K0))
        });
        let Some(iterate) = iterate else { return };
        let [mut u, mut t] = [*U, *T].map(|bytes| bytes.map(|byte| byte.0));
        iterate(segments, &mut u, &mut t);
        [*U, *T] = [u, t].map(|bytes| bytes.map(Wrapping));
    }
}
/// Iterations with a vetted crate: which of them, and the two states.
type Iterations = Box<dyn Fn(Range<u64>, &mut [u8], &mut [u8]) + Send + Sync>;
/// A crate's iterations under K0.
type Iterated = fn(&[u8]) -> Option<Iterations>;
/// The crates' way, from K0.
fn iterate_vetted(hash: &Hash) -> Option<Iterated> {
    fn over<P: KeyInit + Update + FixedOutput + Clone + Send + Sync + 'static>(K0: &[u8]) -> Option<Iterations> {
        let keyed = P::new_from_slice(K0).ok()?;
        Some(Box::new(move |segments, U, T| {
            // Of a length that is known when this is compiled, or the XOR would take a fifth of the time.
            let [mut u, mut t] = [&*U, &*T].map(|bytes| Output::<P>::try_from(bytes).unwrap_or_default());
            for segment in segments {
                if segment > 0 {
                    let mut prf = keyed.clone();
                    prf.update(&u);
                    u = prf.finalize_fixed();
                }
                t.iter_mut().zip(&u).for_each(|(t, u)| *t ^= u);
            }
            U.copy_from_slice(&u);
            T.copy_from_slice(&t);
        }))
    }
    Some(match hash.name {
        "sha1" => over::<Hmac<::sha1::Sha1>>,
        "sha224" => over::<Hmac<::sha2::Sha224>>,
        "sha256" => over::<Hmac<::sha2::Sha256>>,
        "sha384" => over::<Hmac<::sha2::Sha384>>,
        "sha512" => over::<Hmac<::sha2::Sha512>>,
        "sha512_224" => over::<Hmac<::sha2::Sha512_224>>,
        "sha512_256" => over::<Hmac<::sha2::Sha512_256>>,
        "md5" => over::<Hmac<::md5::Md5>>,
        "sha3_224" => over::<SimpleHmac<::sha3::Sha3_224>>,
        "sha3_256" => over::<SimpleHmac<::sha3::Sha3_256>>,
        "sha3_384" => over::<SimpleHmac<::sha3::Sha3_384>>,
        "sha3_512" => over::<SimpleHmac<::sha3::Sha3_512>>,
        "blake2b" => over::<SimpleHmac<::blake2::Blake2b512>>,
        "blake2s" => over::<SimpleHmac<::blake2::Blake2s256>>,
        _ => return None,
    })
}

// ------------------------------------------------------------------ the run

/// PBKDF2 of so many iterations and so many bytes.
pub fn pbkdf2(at: &Path, hash: &'static Hash, password: Rope, salt: Rope, iterations: u64, length: u64) -> Run {
    let mut run = Run::new(at, "pbkdf2");
    let (mut keyed, mut derived) = (None, Rope::default());
    run.run("hmac", |at| {
        let mut run = Run::new(at, "hmac");
        let hmac = keyed.insert(Arc::new(Keyed::new(&mut run, hash, password)));
        let keys = hmac.keys();
        run.with_result(Value::Bytes(keys))
    });
    let hmac = keyed.expect("just made");
    for i in 1..=length.div_ceil(hash.output) {
        let message = salt.clone().then(Rope::constant(format!("INT({i})"), &(i as u32).to_be_bytes()));
        let block = run.numbered_run("block", i, |at| block(at, hash, &hmac, message, iterations));
        derived = derived.then(block);
    }
    run.with_result(Value::Bytes(derived.slice(0..length)))
}
/// F, section 5.2, step 3: the XOR of the first iterations.
fn block(at: &Path, hash: &'static Hash, hmac: &Arc<Keyed>, message: Rope, iterations: u64) -> Run {
    let mut run = Run::new(at, "pbkdf2_block");
    let first = run.run("first", |at| hmac.run(at, message));
    let keys = hmac.keys();
    let states = run.own_part("iteration", |at| match hash.output {
        16 => iterated::<16>(at, hash, hmac, keys, first, iterations),
        20 => iterated::<20>(at, hash, hmac, keys, first, iterations),
        28 => iterated::<28>(at, hash, hmac, keys, first, iterations),
        32 => iterated::<32>(at, hash, hmac, keys, first, iterations),
        48 => iterated::<48>(at, hash, hmac, keys, first, iterations),
        _ => iterated::<64>(at, hash, hmac, keys, first, iterations),
    });
    run.with_result(Value::Bytes(states.slice(hash.output..2 * hash.output)))
}
fn iterated<const O: usize>(
    at: Path,
    hash: &'static Hash,
    hmac: &Arc<Keyed>,
    keys: Rope,
    first: Rope,
    iterations: u64,
) -> Arc<dyn Part> {
    let start = first.then(Rope::constant("0", &[0; O]));
    let fold = Iterate::<O> { hmac: hmac.clone(), hash, crates: OnceLock::new() };
    Timeline::part(at, fold, iterations, start, vec![Feed::whole("ipad_key and opad_key", keys)])
}

// ------------------------------------------------------------------ the function

fn vetted(a: &Arguments) -> Result<Says, Error> {
    fn derived<P: KeyInit + Update + FixedOutput + Clone>(a: &Arguments) -> Result<Says, Error> {
        let [iterations, length] = [a.int("iterations")?, a.int("length")?];
        let mut derived = vec![0; usize::try_from(length).unwrap_or_default()];
        let rounds = u32::try_from(iterations).unwrap_or_default();
        let done = ::pbkdf2::pbkdf2::<P>(&a.bytes("password")?, &a.bytes("salt")?, rounds, &mut derived);
        Ok(Says::or_refused(done.is_ok().then_some(derived)))
    }
    with_hash!(a.text("hash")?.as_str(), P => derived::<P>(a)?;
        "md5": Hmac<::md5::Md5>, "sha1": Hmac<::sha1::Sha1>,
        "sha224": Hmac<::sha2::Sha224>, "sha256": Hmac<::sha2::Sha256>, "sha384": Hmac<::sha2::Sha384>,
        "sha512": Hmac<::sha2::Sha512>, "sha512_224": Hmac<::sha2::Sha512_224>,
        "sha512_256": Hmac<::sha2::Sha512_256>,
        "sha3_224": SimpleHmac<::sha3::Sha3_224>, "sha3_256": SimpleHmac<::sha3::Sha3_256>, "sha3_384": SimpleHmac<::sha3::Sha3_384>,
        "sha3_512": SimpleHmac<::sha3::Sha3_512>,
        "blake2b": SimpleHmac<::blake2::Blake2b512>, "blake2s": SimpleHmac<::blake2::Blake2s256>)
}

/// The row of PBKDF2.
pub const ROWS: &[Function] = &[Function {
    name: "pbkdf2",
    title: "PBKDF2",
    summary: "A key from a password and a salt, slow on purpose: HMAC over and over.",
    family: Family::Kdf,
    spec: "RFC 8018 §5.2",
    parameters: &[
        Parameter::bytes("password", "the password"),
        Parameter::bytes("salt", "random bytes, stored beside the result; not secret"),
        Parameter::int("iterations", "how often HMAC is computed for each block")
            .within(Limits::Range(1, ITERATIONS as i64))
            .costing(&[Cost {
                what: "iterations in all",
                formula: "iterations · blocks",
                most: ITERATIONS,
                of: |a| {
                    let digest = hash::asked(a)?.output;
                    Ok(u128::from(a.u64("iterations")?) * u128::from(a.u64("length")?.div_ceil(digest)))
                },
            }]),
        Parameter::int("length", "how many bytes").within(Limits::Range(1, LONGEST)),
        Parameter::text("hash", "the hash function, by name")
            .or(Default::Text("sha256"))
            .within(Limits::OneOf(hash::names)),
    ],
    result: Some(Type::Bytes),
    vetted: Vetted::new("pbkdf2 0.13", vetted).note("over the crates of HMAC and of the hash function").row(),
    examples: &["pbkdf2(\"password\", \"salt\", 2, 32)", "pbkdf2(\"password\", \"salt\", 1000, 40, hash: \"sha1\")"],
    make: |c, a| {
        let (iterations, length) = (a.u64("iterations")?, a.u64("length")?);
        Ok(pbkdf2(&c.at, hash::asked(a)?, a.rope("password"), a.rope("salt"), iterations, length))
    },
}];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::functions::bytes::testing::{at, call, fault, finished, formula, input, origin};
    use crate::functions::{Context, FaultKind, function};
    use crate::run::Budget;
    use std::time::{Duration, Instant};

    fn derive(iterations: i64, length: i64, hash: &str) -> Run {
        let given = [input("password", b"correct horse"), input("salt", b"salt")];
        call("pbkdf2", given.into_iter().chain([Value::int(iterations), Value::int(length), Value::text(hash)]))
            .unwrap()
    }
    #[test]
    fn every_hash_function_agrees_over_two_blocks() {
        for name in hash::names() {
            let hash = hash::hash(name).unwrap();
            let run = derive(3, hash.output as i64 + 3, name);
            assert_eq!(run.output_len(), hash.output + 3, "{name}");
            let [second, third] = ["U[2]", "U[3]"].map(|U| at(&run, &format!("block[2]/{U}")));
            assert_eq!(at(&run, "block[2]/hmac[3]"), third, "{name}");
            assert_eq!(at(&run, "block[2]/hmac[3]/in/message"), second, "{name}");
            assert_eq!(at(&run, "block[2]/hmac[3]/outer"), third, "{name}");
        }
    }
    #[test]
    fn iterations_read_as_the_specification_does() {
        let run = derive(3, 32, "sha256");
        assert_eq!(formula(&run, "block[1]/T[3]"), "T_before[3][0] ⊕ U[3][0]");
        assert_eq!(at(&run, "block[1]/U[1]"), at(&run, "block[1]/first"));
        assert_eq!(at(&run, "block[1]/T[1]"), at(&run, "block[1]/U[1]"));
        assert_eq!(at(&run, "block[1]/T_before[2][31]"), at(&run, "block[1]/T[1][31]"));
        let bytes: String = (0..32).map(|k| at(&run, &format!("block[1]/U[2][{k}]"))).collect();
        assert_eq!(bytes, at(&run, "block[1]/U[2]"));
        assert_eq!(at(&run, "block[1]/hmac[2]/inner/block[0]"), at(&run, "block[1]/hmac[3]/inner/block[0]"));
        assert!(at(&run, "hmac/ipad_key").starts_with("5559444453"));
    }
    #[test]
    fn a_key_comes_from_the_password_the_salt_and_the_number_of_the_block() {
        let run = derive(3, 40, "sha256");
        let all = origin(&run.result, 0..40);
        assert!(all.starts_with("password[0..13] salt[0..4]"), "{all}");
        assert!(all.contains("INT(1)") && all.contains("INT(2)"), "{all}");
        assert!(!origin(&run.result, 32..40).contains("INT(1)"));
    }
    /// A million and a half iterations: an index below a mebibyte, through which any of them is soon there.
    #[test]
    fn any_iteration_is_reached_through_a_small_index() {
        let given = [input("password", b"pw"), input("salt", b"salt"), Value::int(300_000), Value::int(32)];
        let function = function("pbkdf2").unwrap();
        let context = Context { at: Path::new("x"), budget: &Budget::unlimited() };
        let given = given.into_iter().map(|value| (None, value)).collect();
        let (run, arguments) = function.call(&context, given).unwrap();
        run.finish(&Budget::unlimited()).unwrap();
        assert_eq!(function.agreement(&run, &arguments).unwrap().to_string(), "agrees with pbkdf2 0.13");
        let last = at(&run, "block[1]/T[300000]");
        assert_eq!(last, run.result.show(64).unwrap());
        for j in [2, 131_071, 299_999] {
            let start = Instant::now();
            let address = format!("block[1]/U[{j}]").parse().unwrap();
            run.at(&address, &Budget::frame()).unwrap();
            assert!(start.elapsed() < Duration::from_millis(500), "{:?}", start.elapsed());
        }
    }
    /// The answer needs the crate alone; what our own body has been over is counted.
    #[test]
    fn the_answer_does_not_wait_for_our_own_body() {
        let given = [input("password", b"pw"), input("salt", b"salt"), Value::int(5_000), Value::int(32)];
        let context = Context { at: Path::new("x"), budget: &Budget::unlimited() };
        let given = given.into_iter().map(|value| (None, value)).collect();
        let (run, arguments) = function("pbkdf2").unwrap().call(&context, given).unwrap();
        run.result.finish(&Budget::unlimited()).unwrap();
        let answer = run.result.show(64).unwrap();
        let said = || function("pbkdf2").unwrap().agreement(&run, &arguments).unwrap().to_string();
        assert_eq!(said(), "computed with pbkdf2 0.13; our body agrees on 0 of 5004 segments");
        run.finish(&Budget::unlimited()).unwrap();
        assert_eq!((said().as_str(), run.result.show(64).unwrap()), ("agrees with pbkdf2 0.13", answer));
    }
    #[test]
    fn what_would_take_too_long_is_refused_before_it_is_built() {
        let with = |iterations: i64, length: i64| {
            fault("pbkdf2", [input("p", b""), input("s", b""), Value::int(iterations), Value::int(length)])
        };
        assert_eq!(with(0, 32), "`iterations` of pbkdf2 is 1 to 10000000, and this is 0");
        assert_eq!(with(10_000_001, 32), "`iterations` of pbkdf2 is 1 to 10000000, and this is 10000001");
        assert_eq!(with(1, 0), "`length` of pbkdf2 is 1 to 16384, and this is 0");
        assert_eq!(
            with(5_000_001, 64),
            "pbkdf2 is limited to 10000000 iterations in all (iterations · blocks), and this asks for 10000002"
        );
        let given = [input("p", b""), input("s", b""), Value::int(i64::MAX), Value::int(16_384)];
        let given = given.into_iter().map(|value| (None, value)).collect();
        assert_eq!(finished("pbkdf2", given).unwrap_err().kind, FaultKind::Limit);
        let name = [input("p", b""), input("s", b""), Value::int(1), Value::int(1), Value::text("sha265")];
        assert_eq!(fault("pbkdf2", name), "`hash` of pbkdf2 cannot be \"sha265\"; did you mean \"sha256\"?");
        // Nothing at all is a password and a salt, too.
        let empty = call("pbkdf2", [input("p", b""), input("s", b""), Value::int(1), Value::int(1)]).unwrap();
        assert_eq!(empty.output_len(), 1);
    }
}
