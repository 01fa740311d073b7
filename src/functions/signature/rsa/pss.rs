//! RSASSA-PSS, RFC 8017 section 8.1: the hash of a message, salted, in a block that its own hash masks.
//!
//! A signature's run has `mHash`, `M_prime`, `H`, `DB`, `dbMask`, `maskedDB`, `EM` and `s`; a verification's `range`,
//! `m`, `EM`, the checks `EM_check`, `top_check` and `padding_check`, and `mHash`, `M_prime`, `H_prime` and `same`.

use super::blocks::{cleared, holds, masked, mgf1, padded, same};
use super::example::key;
use super::raw::{D, E, HASH, MESSAGE, N, P, Q, asked, modulus, no, private_run, recovered};
use super::second;
use crate::functions::hash::hash;
use crate::functions::{Arguments, Context, Default, Family, Fault, Function, Limits, Parameter, Vetted};
use crate::run::{Rope, Run, Source, Type, Value};

/// The eight zeros before the hash of the message.
fn m_prime(run: &mut Run, m_hash: Rope, salt: Rope) -> Rope {
    run.bytes("M_prime", Rope::filled("00", 0, 8).then(m_hash).then(salt), 0)
}
fn sign(c: &Context, a: &Arguments) -> Result<Run, Fault> {
    let (n, hash, salt) = (modulus(c, a)?, asked(a)?, a.rope("salt"));
    let (h, bits) = (hash.output, n.int.bits() - 1);
    let length = bits.div_ceil(8);
    if length < h + salt.len() + 2 {
        let message = format!("hash, salt and 2 more need {} bytes, and `n` has room for {length}", h + salt.len() + 2);
        return Err(Fault::argument("n", message).hint("a longer n, or a shorter salt"));
    }
    let mut run = Run::new(&c.at, "rsa_pss_sign");
    let m_hash = run.run("mHash", |at| (hash.run)(at, a.rope("message")));
    let prime = m_prime(&mut run, m_hash, salt.clone());
    let digest = run.run("H", |at| (hash.run)(at, prime));
    let zeros = Rope::filled("PS", 0, length - salt.len() - h - 2);
    let db = run.bytes("DB", zeros.then(Rope::constant("01", &[1])).then(salt), 0);
    let db_mask = run.run("dbMask", |at| mgf1(at, hash, digest.clone(), length - h - 1));
    let masked_db = masked(&mut run, "maskedDB", db, db_mask, (8 * length - bits) as u32);
    let em = run.bytes("EM", masked_db.then(digest).then(Rope::constant("bc", &[0xbc])), 0);
    let signature = private_run(c, a, &mut run, "s", &em, &n)?;
    Ok(run.with_result(Value::Bytes(signature)))
}
fn verify(c: &Context, a: &Arguments) -> Result<Run, Fault> {
    let (n, hash, salt) = (modulus(c, a)?, asked(a)?, a.u64("salt_length")?);
    let (h, bits, k) = (hash.output, n.int.bits() - 1, n.rope.len());
    let length = bits.div_ceil(8);
    let (mut run, m) = match recovered(c, a, Run::new(&c.at, "rsa_pss_verify"), &n)? {
        Ok(both) => both,
        Err(run) => return Ok(run),
    };
    let fits = length >= h + salt + 2;
    run.choice("is there room for the hash, the salt and 2 bytes?", if fits { "yes" } else { "no: not valid" });
    if !fits {
        return Ok(no(run, &m));
    }
    let em = run.bytes("EM", m.slice(k - length..k), 0);
    let (masked_db, digest) = (em.slice(0..length - h - 1), em.slice(length - h - 1..length - 1));
    let mut checks = vec![];
    if length < k {
        checks.push(("is the byte before EM 00?", "first_check", padded(&mut run, "first_check", m.slice(0..1), 0)));
    }
    let trailer = padded(&mut run, "EM_check", em.slice(length - 1..length), 0xbc);
    checks.push(("is the last byte of EM bc?", "EM_check", trailer));
    let top = (8 * length - bits) as u32;
    if top > 0 {
        let check = cleared(&mut run, "top_check", em.slice(0..1), top);
        checks.push(("are the bits of EM above those of n zeros?", "top_check", check));
    }
    let db_mask = run.run("dbMask", |at| mgf1(at, hash, digest.clone(), length - h - 1));
    let db = masked(&mut run, "DB", masked_db, db_mask, top);
    let padding = padded(&mut run, "padding_check", db.slice(0..length - h - salt - 1), 1);
    checks.push(("is DB zeros, then 01, then the salt?", "padding_check", padding));
    let m_hash = run.run("mHash", |at| (hash.run)(at, a.rope("message")));
    let salt = run.bytes("salt", db.slice(length - h - salt - 1..db.len()), 0);
    let prime = m_prime(&mut run, m_hash, salt);
    let again = run.run("H_prime", |at| (hash.run)(at, prime));
    let same = same(&mut run, "same", ("H", digest), ("H_prime", again));
    for (question, name, check) in checks {
        if !holds(c, &mut run, question, name, &check)? {
            return Ok(run.with_result(Value::Bool(check)));
        }
    }
    Ok(run.with_result(Value::Bool(same)))
}
/// As long as the hash.
const SALT_LENGTH: Default =
    Default::Computed(32, |a| a.text("hash").ok().and_then(|name| hash(&name)).map_or(32, |hash| hash.output as i64));

/// The rows of PSS.
pub const ROWS: &[Function] = &[
    Function {
        name: "rsa_pss_sign",
        title: "RSA-PSS, signature",
        summary: "Signs a message: its hash and a salt in a masked block, and that to the private exponent.",
        family: Family::Signature,
        spec: "RFC 8017 §8.1.1, §9.1.1",
        parameters: &[
            N,
            D,
            MESSAGE,
            Parameter::bytes("salt", "random bytes, as many as a hash has; none make the signature the same each time")
                .within(Limits::Length(0, 512)),
            HASH,
            P,
            Q,
        ],
        result: Some(Type::Bytes),
        vetted: Vetted::new(second::RSA, second::pss_sign).note("where both primes are given").row(),
        examples: &[concat!(
            "rsa_pss_sign(",
            key!(n),
            ", ",
            key!(d),
            ", \"hi\", \"salt\", p: ",
            key!(p),
            ", q: ",
            key!(q),
            ")"
        )],
        make: sign,
    },
    Function {
        name: "rsa_pss_verify",
        title: "RSA-PSS, verification",
        summary: "Whether a signature is valid: to the public exponent it is a block that fits the message.",
        family: Family::Signature,
        spec: "RFC 8017 §8.1.2, §9.1.2",
        parameters: &[
            N,
            E,
            MESSAGE,
            Parameter::bytes("signature", "as many bytes as n has; no other length is valid"),
            HASH,
            Parameter::int("salt_length", "how many bytes the salt has: as many as the hash")
                .or(SALT_LENGTH)
                .within(Limits::Range(0, 512)),
        ],
        result: Some(Type::Bool),
        vetted: Vetted::new(second::RSA, second::pss_verify).row(),
        examples: &[concat!(
            "rsa_pss_verify(",
            key!(n),
            ", 65537, \"hi\", rsa_pss_sign(",
            key!(n),
            ", ",
            key!(d),
            ", \"hi\", \"salt\"), salt_length: 4)"
        )],
        make: verify,
    },
];
