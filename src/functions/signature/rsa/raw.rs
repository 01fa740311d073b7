//! The raw operations of RSA, RFC 8017 sections 5.1 and 5.2, and what the other files build on them.
//!
//! `rsa_encrypt_raw` and `rsa_decrypt_raw` have the part `range` and then `bit[i]`, `square[i]` and `acc[i]` of
//! `modpow`; with the primes the latter has `dP`, `dQ`, `m1` and `m2`, two powers, and `qInv`, `h` and `m`, which put
//! them together.
#![allow(non_snake_case)] // the names are the specification's

use super::second;
use crate::functions::bytes::power::{BITS, power};
use crate::functions::hash;
use crate::functions::{Arguments, Context, Default, Family, Fault, FaultKind, Function, Limits, Parameter, Vetted};
use crate::num::{Border, Carry, Integer, Numbers, Residue};
use crate::run::{Count, Feed, Map, Path, Pieces, Rope, Run, Source, Type, Value, Windows};
use num_bigint::BigUint;
use num_integer::Integer as _;

// ------------------------------------------------------------------ numbers of a call

/// A number: an integer, or its bytes.
pub(super) const fn number(name: &'static str, help: &'static str) -> Parameter {
    Parameter::new(name, &[Type::Int, Type::Bytes], help).within(Limits::Bits(BITS))
}
pub(super) const N: Parameter = number("n", "the modulus, a product of two primes; 4,096 bits at most");
pub(super) const E: Parameter = number("e", "the public exponent");
pub(super) const D: Parameter = number("d", "the private exponent");
pub(super) const P: Parameter =
    number("p", "a prime factor of n, to compute modulo both; 0 where they are not at hand").or(Default::Int(0));
pub(super) const Q: Parameter = number("q", "the other prime factor").or(Default::Int(0));
pub(super) const MESSAGE: Parameter =
    Parameter::bytes("message", "the message, 1 GiB at most").within(Limits::Length(0, 1 << 30));
fn hashes() -> Vec<&'static str> {
    vec!["sha1", "sha224", "sha256", "sha384", "sha512"]
}
pub(super) const HASH: Parameter =
    Parameter::text("hash", "the hash function, by name").or(Default::Text("sha256")).within(Limits::OneOf(hashes));

/// A number and its bytes, without zeros in front; it is not negative.
pub(super) struct Given {
    pub(super) int: BigUint,
    pub(super) rope: Rope,
}
impl Given {
    pub(super) fn value(&self) -> Value {
        Value::Int { magnitude: self.rope.clone(), negative: false }
    }
}
pub(super) fn given(c: &Context, a: &Arguments, name: &'static str) -> Result<Given, Fault> {
    let value = a.value(name);
    if let Value::Int { negative: true, .. } = value {
        return Err(Fault::argument(name, format!("`{name}` is not negative")));
    }
    let rope = a.rope(name);
    let many = |bits: u64| {
        let message = format!("`{name}` has {BITS} bits at most, and this has {bits}");
        Err(Fault { kind: FaultKind::Limit, ..Fault::argument(name, message) })
    };
    if rope.len() > 2 * BITS / 8 {
        return many(8 * rope.len());
    }
    rope.finish(c.budget)?;
    let bytes = rope.to_vec()?;
    let zeros = bytes.iter().take_while(|byte| **byte == 0).count() as u64;
    let int = BigUint::from_bytes_be(&bytes);
    if int.bits() > BITS {
        return many(int.bits());
    }
    let rope = match zeros == rope.len() {
        true => Rope::constant("0", &[0]),
        false => rope.slice(zeros..rope.len()),
    };
    Ok(Given { int, rope })
}
/// The modulus, which is odd and large enough to be a product of two different odd primes.
pub(super) fn modulus(c: &Context, a: &Arguments) -> Result<Given, Fault> {
    let n = given(c, a, "n")?;
    let wrong = |said: &str| Err(Fault::argument("n", format!("`n` {said}")));
    if n.int < BigUint::from(15u32) {
        return wrong(&format!("is {}, and the smallest product of two different odd primes is 15", n.int));
    }
    if n.int.is_even() {
        return wrong("is even: 2 is one of its factors, so anybody finds the other");
    }
    Ok(n)
}
pub(super) fn exponent(c: &Context, a: &Arguments, name: &'static str) -> Result<Given, Fault> {
    let exponent = given(c, a, name)?;
    match exponent.int == BigUint::ZERO {
        true => Err(Fault::argument(name, format!("`{name}` is 0, and every number to the power 0 is 1"))),
        false => Ok(exponent),
    }
}
/// The primes, where they are given.
fn primes(c: &Context, a: &Arguments, n: &Given) -> Result<Option<[Given; 2]>, Fault> {
    let [p, q] = [given(c, a, "p")?, given(c, a, "q")?];
    if p.int == BigUint::ZERO && q.int == BigUint::ZERO {
        return Ok(None);
    }
    let fault = |message: &str| Err(Fault::argument("p", message).hint("leave both out, or give both"));
    if &p.int * &q.int != n.int || p.int < BigUint::from(3u32) || q.int < BigUint::from(3u32) {
        return fault("`p` times `q` is not `n`, or one of them is 1");
    }
    match p.int == q.int {
        true => fault("`p` and `q` are the same prime"),
        false => Ok(Some([p, q])),
    }
}

// ------------------------------------------------------------------ the operations

/// Whether a representative is below n.
struct Range;
impl Pieces for Range {
    const COUNT: Count = Count::Single;
    fn piece<N: Numbers>(&self, n: N, _: u64, read: &Windows, out: &mut Border) {
        let value = N::Int::read(n, read[0]).named("value", ());
        value.less(N::Int::read(n, read[1]).named("n", ())).named("below_n", ()).save(out);
    }
}
/// Adds the part `range`, and says whether a representative is below n.
pub(super) fn in_range(c: &Context, run: &mut Run, value: Rope, n: &Given) -> Result<(bool, Rope), Fault> {
    let feeds = vec![Feed::whole("value", value), Feed::whole("n", n.rope.clone())];
    let check = run.part("range", |at| Map::part(at, Range, feeds, 1, 1));
    check.finish(c.budget)?;
    let holds = check.to_vec()? == [1];
    run.choice("is the number below n?", if holds { "yes" } else { "no: see `range`" });
    Ok((holds, check))
}
pub(super) fn refused(run: Run, name: &str) -> Fault {
    let fault = Fault::rejected(format!("`{name}` is not below `n`, and the result is: see `range`"), run);
    Fault { argument: Some(name.into()), ..fault }
}
fn encrypt(c: &Context, a: &Arguments) -> Result<Run, Fault> {
    let (n, e, m) = (modulus(c, a)?, exponent(c, a, "e")?, given(c, a, "message")?);
    let mut run = Run::new(&c.at, "rsa_encrypt_raw");
    if !in_range(c, &mut run, m.rope.clone(), &n)?.0 {
        return Err(refused(run, "message"));
    }
    raised(run, &m.value(), &e, &n)
}
/// The run that ends in the part `power`.
pub(super) fn raised(mut run: Run, base: &Value, exponent: &Given, n: &Given) -> Result<Run, Fault> {
    let part = power(run.at.clone(), base, &exponent.value(), n.rope.clone())?;
    let magnitude = run.own_part("power", |_| part);
    Ok(run.with_result(Value::Int { magnitude, negative: false }))
}
fn decrypt(c: &Context, a: &Arguments) -> Result<Run, Fault> {
    let (n, d, cipher) = (modulus(c, a)?, exponent(c, a, "d")?, given(c, a, "cipher")?);
    let primes = primes(c, a, &n)?;
    let mut run = Run::new(&c.at, "rsa_decrypt_raw");
    if !in_range(c, &mut run, cipher.rope.clone(), &n)?.0 {
        return Err(refused(run, "cipher"));
    }
    private(c, run, &cipher.value(), &d, &n, primes)
}
/// The private operation: one power, or two modulo the primes: RFC 8017 section 5.1.2.
fn private(
    c: &Context,
    mut run: Run,
    base: &Value,
    d: &Given,
    n: &Given,
    primes: Option<[Given; 2]>,
) -> Result<Run, Fault> {
    let Some(primes) = primes else { return raised(run, base, d, n) };
    let mut powers = vec![];
    for (prime, reduced, power) in [(&primes[0], "dP", "m1"), (&primes[1], "dQ", "m2")] {
        let feeds = vec![Feed::whole("d", d.rope.clone()), Feed::whole("prime", prime.rope.clone())];
        let part = Map::once(run.at.join(reduced), Reduced(reduced), feeds)?;
        let exponent = run.part(reduced, |_| part);
        let exponent = Given { int: BigUint::from_bytes_be(&exponent.to_vec()?), rope: exponent };
        let one = raised(Run::new(&run.at.join(power), "modpow"), base, &exponent, prime)?;
        powers.push(run.run(power, |_| one));
    }
    let [p, q] = primes;
    let k = n.rope.len();
    let feeds = [("m1", powers.remove(0)), ("m2", powers.remove(0)), ("p", p.rope), ("q", q.rope)];
    let feeds = feeds.map(|(name, rope)| Feed::whole(name, rope)).to_vec();
    let magnitude = run.own_part("recombine", |at| Map::part(at, Recombine(k as usize), feeds, k, k));
    magnitude.finish(c.budget)?;
    Ok(run.with_result(Value::Int { magnitude, negative: false }))
}
/// d modulo a prime less 1.
struct Reduced(&'static str);
impl Pieces for Reduced {
    const COUNT: Count = Count::Single;
    fn piece<N: Numbers>(&self, n: N, _: u64, read: &Windows, out: &mut Border) {
        let d = N::Int::read(n, read[0]).named("d", ());
        let prime = N::Int::read(n, read[1]).named("prime", ());
        d.mod_floor(prime - n.literal(1)).named(self.0, ()).save(out);
    }
}
/// m = m2 + q·h, with h = (m1 - m2)·qInv mod p.
struct Recombine(usize);
impl Pieces for Recombine {
    const COUNT: Count = Count::Single;
    fn piece<N: Numbers>(&self, n: N, _: u64, read: &Windows, out: &mut Border) {
        let names = ["m_1", "m_2", "p", "q"];
        let [m1, m2, p, q] = std::array::from_fn(|i| N::Int::read(n, read[i]).named(names[i], ()));
        let q_mod_p = n.modulo(q.clone(), p.clone());
        // Two different primes have inverses; for other factors of n the result is not the power, which the crate sees.
        let qInv = n.representative(q_mod_p.clone().inverse().unwrap_or(q_mod_p)).named("qInv", ());
        let h = ((m1 - m2.clone()) * qInv).mod_floor(p).named("h", ());
        let m = (m2 + q * h).named("m", ());
        n.split_int(m, self.0).into_iter().for_each(|byte| byte.save(out));
    }
}

/// Adds the run `name` of the public operation, whose result has as many bytes as n.
pub(super) fn public_run(run: &mut Run, name: &str, base: &Rope, e: &Given, n: &Given) -> Result<Rope, Fault> {
    let at: Path = run.at.join(name);
    let base = Value::Int { magnitude: base.clone(), negative: false };
    let raised = raised(Run::new(&at, "rsa_encrypt_raw"), &base, e, n)?;
    Ok(run.run(name, |_| raised))
}
/// Adds the run `name` of the private operation, whose result has as many bytes as n.
pub(super) fn private_run(
    c: &Context,
    a: &Arguments,
    run: &mut Run,
    name: &str,
    base: &Rope,
    n: &Given,
) -> Result<Rope, Fault> {
    let (d, primes) = (exponent(c, a, "d")?, primes(c, a, n)?);
    base.finish(c.budget)?;
    let base = Value::Int { magnitude: base.clone(), negative: false };
    let made = private(c, Run::new(&run.at.join(name), "rsa_decrypt_raw"), &base, &d, n, primes)?;
    Ok(run.run(name, |_| made))
}
/// A truth value of a verification that ends early, for a reason of lengths alone.
pub(super) fn no(run: Run, of: &Rope) -> Run {
    run.with_result(Value::Bool(Rope::length(of, &[0])))
}
/// The signature of a verification, which has as many bytes as n and is below it, and what it is to the power e: as
/// bytes. The run with its answer where one of that is not so.
pub(super) fn recovered(
    c: &Context,
    a: &Arguments,
    mut run: Run,
    n: &Given,
) -> Result<Result<(Run, Rope), Run>, Fault> {
    let (e, signature) = (exponent(c, a, "e")?, a.rope("signature"));
    let k = n.rope.len();
    let whole = signature.len() == k;
    let found = format!("no, it is {}: not valid", signature.len());
    run.choice(format!("is the length of the signature {k}, as that of n?"), if whole { "yes" } else { &found });
    if !whole {
        return Ok(Err(no(run, &signature)));
    }
    let (below, check) = in_range(c, &mut run, signature.clone(), n)?;
    if !below {
        return Ok(Err(run.with_result(Value::Bool(check))));
    }
    let m = public_run(&mut run, "m", &signature, &e, n)?;
    Ok(Ok((run, m)))
}
/// The hash function of a call.
pub(super) fn asked(a: &Arguments) -> Result<&'static hash::Hash, Fault> {
    hash::asked(a)
}
/// The rows of the raw operations.
pub const ROWS: &[Function] = &[
    Function {
        name: "rsa_encrypt_raw",
        title: "RSA, public operation",
        summary: "A number raised to the public exponent, modulo n: textbook RSA, which nobody should use bare.",
        family: Family::Signature,
        spec: "RFC 8017 §5.1.1, §5.2.2",
        parameters: &[number("message", "the number, below n"), E, N],
        result: Some(Type::Int),
        vetted: Vetted::new(second::RAW, |a| second::raw(a, "message", "e")).row(),
        examples: &["rsa_encrypt_raw(65, 17, 3233)", "rsa_encrypt_raw(int_be(\"hello\"), 65537, 1000000016000000063)"],
        make: encrypt,
    },
    Function {
        name: "rsa_decrypt_raw",
        title: "RSA, private operation",
        summary: "A number raised to the private exponent, modulo n; with both primes modulo each of them, and put together.",
        family: Family::Signature,
        spec: "RFC 8017 §5.1.2, §5.2.1",
        parameters: &[number("cipher", "the number, below n"), D, N, P, Q],
        result: Some(Type::Int),
        vetted: Vetted::new(second::RAW, |a| second::raw(a, "cipher", "d")).row(),
        examples: &["rsa_decrypt_raw(2790, 2753, 3233)", "rsa_decrypt_raw(2790, 2753, 3233, p: 61, q: 53)"],
        make: decrypt,
    },
];
