//! RSAES-OAEP, RFC 8017 section 7.1: a block 00 ‖ maskedSeed ‖ maskedDB, each half masked with a hash of the other.
//!
//! A run has `lHash`, `DB`, `dbMask`, `maskedDB`, `seedMask`, `maskedSeed`, `EM` and `c`; the other way round `m`, then
//! the same names backwards, with the checks `EM_check`, `lHash_check` and `padding_check`.

use super::blocks::{holds, masked, mgf1, padded, same};
use super::example::key;
use super::raw::{D, E, HASH, N, P, Q, asked, exponent, in_range, modulus, private_run, public_run, refused};
use super::second;
use crate::functions::{Arguments, Context, Default, Family, Fault, Function, Limits, Parameter, Vetted};
use crate::run::{Rope, Run, Source, Type, Value};

fn encrypt(c: &Context, a: &Arguments) -> Result<Run, Fault> {
    let (n, e, hash) = (modulus(c, a)?, exponent(c, a, "e")?, asked(a)?);
    let (message, seed, h, k) = (a.rope("message"), a.rope("seed"), hash.output, n.rope.len());
    let most = k.checked_sub(2 * h + 2);
    if most.is_none_or(|most| message.len() > most) {
        let message = match most {
            Some(most) => format!("`message` has {most} bytes at most under this n, and this has {}", message.len()),
            None => format!("`n` has {k} bytes, and OAEP with this hash needs {}", 2 * h + 2),
        };
        return Err(Fault::argument(if most.is_some() { "message" } else { "n" }, message)
            .hint("encrypt a key of 32 bytes, and the message with that"));
    }
    if seed.len() != h {
        let message = format!("`seed` has as many bytes as a hash, {h}, and this has {}", seed.len());
        return Err(Fault::argument("seed", message).hint("a new random one for each message"));
    }
    let mut run = Run::new(&c.at, "rsa_oaep_encrypt");
    let l_hash = run.run("lHash", |at| (hash.run)(at, a.rope("label")));
    let zeros = Rope::filled("PS", 0, k - message.len() - 2 * h - 2);
    let db = run.bytes("DB", l_hash.then(zeros).then(Rope::constant("01", &[1])).then(message), 0);
    let db_mask = run.run("dbMask", |at| mgf1(at, hash, seed.clone(), k - h - 1));
    let masked_db = masked(&mut run, "maskedDB", db, db_mask, 0);
    let seed_mask = run.run("seedMask", |at| mgf1(at, hash, masked_db.clone(), h));
    let masked_seed = masked(&mut run, "maskedSeed", seed, seed_mask, 0);
    let em = run.bytes("EM", Rope::constant("00", &[0]).then(masked_seed).then(masked_db), 0);
    em.finish(c.budget)?;
    let cipher = public_run(&mut run, "c", &em, &e, &n)?;
    Ok(run.with_result(Value::Bytes(cipher)))
}
fn decrypt(c: &Context, a: &Arguments) -> Result<Run, Fault> {
    let (n, hash, cipher) = (modulus(c, a)?, asked(a)?, a.rope("cipher"));
    let (h, k) = (hash.output, n.rope.len());
    if k < 2 * h + 2 {
        let message = format!("`n` has {k} bytes, and OAEP with this hash needs {}", 2 * h + 2);
        return Err(Fault::argument("n", message));
    }
    let mut run = Run::new(&c.at, "rsa_oaep_decrypt");
    let whole = cipher.len() == k;
    let found = format!("no, it is {}", cipher.len());
    run.choice(format!("is the length of `cipher` {k}, as that of n?"), if whole { "yes" } else { &found });
    if !whole {
        let message = format!("`cipher` has the length {}, and under this n it has {k}", cipher.len());
        return Err(Fault { argument: Some("cipher".into()), ..Fault::rejected(message, run) });
    }
    if !in_range(c, &mut run, cipher.clone(), &n)?.0 {
        return Err(refused(run, "cipher"));
    }
    let em = private_run(c, a, &mut run, "m", &cipher, &n)?;
    run.bytes("EM", em.clone(), 0);
    let (masked_seed, masked_db) = (em.slice(1..1 + h), em.slice(1 + h..k));
    let seed_mask = run.run("seedMask", |at| mgf1(at, hash, masked_db.clone(), h));
    let seed = masked(&mut run, "seed", masked_seed, seed_mask, 0);
    let db_mask = run.run("dbMask", |at| mgf1(at, hash, seed, k - h - 1));
    let db = masked(&mut run, "DB", masked_db, db_mask, 0);
    let l_hash = run.run("lHash", |at| (hash.run)(at, a.rope("label")));
    // All checks are computed before any is looked at, and a real library tells nobody which of them said no.
    let first = padded(&mut run, "EM_check", em.slice(0..1), 0);
    let label = same(&mut run, "lHash_check", ("found", db.slice(0..h)), ("lHash", l_hash));
    db.finish(c.budget)?;
    let rest = db.slice(h..db.len()).to_vec()?;
    let zeros = rest.iter().take_while(|byte| **byte == 0).count().min(rest.len() - 1) as u64;
    let padding = padded(&mut run, "padding_check", db.slice(h..h + zeros + 1), 1);
    for (question, name, check) in [
        ("is the first byte of EM 00?", "EM_check", first),
        ("does DB begin with the hash of the label?", "lHash_check", label),
        ("is the first byte after the zeros of DB 01?", "padding_check", padding),
    ] {
        if !holds(c, &mut run, question, name, &check)? {
            let fault = Fault::rejected(format!("decryption error: {question} No, see `{name}`"), run);
            return Err(fault.hint("a server that tells which check failed decrypts for strangers"));
        }
    }
    let message = run.bytes("M", db.slice(h + zeros + 1..db.len()), 0);
    Ok(run.with_result(Value::Bytes(message)))
}

const LABEL: Parameter = Parameter::bytes("label", "a label that both sides know; seldom used")
    .or(Default::Bytes(b""))
    .within(Limits::Length(0, 1 << 16));

/// The rows of OAEP.
pub const ROWS: &[Function] = &[
    Function {
        name: "rsa_oaep_encrypt",
        title: "RSA-OAEP, encryption",
        summary: "Encrypts a short message under a public key, in a block that is masked with hashes of itself and a seed.",
        family: Family::Signature,
        spec: "RFC 8017 §7.1.1",
        parameters: &[
            N,
            E,
            Parameter::bytes("message", "what to encrypt: a key, rather than a text"),
            Parameter::bytes("seed", "random bytes, as many as a hash has, and new ones for each message"),
            HASH,
            LABEL,
        ],
        result: Some(Type::Bytes),
        vetted: Vetted::new(second::RSA, second::oaep_encrypt).row(),
        examples: &[concat!("rsa_oaep_encrypt(", key!(n), ", 65537, \"hello\", repeat(0x5e, 20), hash: \"sha1\")")],
        make: encrypt,
    },
    Function {
        name: "rsa_oaep_decrypt",
        title: "RSA-OAEP, decryption",
        summary: "Decrypts with the private key, and refuses a block that is not as OAEP makes it.",
        family: Family::Signature,
        spec: "RFC 8017 §7.1.2",
        parameters: &[
            N,
            D,
            Parameter::bytes("cipher", "what was encrypted, as many bytes as n has"),
            HASH,
            LABEL,
            P,
            Q,
        ],
        result: Some(Type::Bytes),
        vetted: Vetted::new(second::RSA, second::oaep_decrypt).note("where both primes are given").row(),
        examples: &[concat!(
            "rsa_oaep_decrypt(",
            key!(n),
            ", ",
            key!(d),
            ", rsa_oaep_encrypt(",
            key!(n),
            ", 65537, \"hello\", repeat(0x5e, 20), hash: \"sha1\"), hash: \"sha1\", p: ",
            key!(p),
            ", q: ",
            key!(q),
            ")"
        )],
        make: decrypt,
    },
];
