//! RSASSA-PKCS1-v1_5, RFC 8017 section 8.2: a block 00 01 ff … ff 00, the name of the hash function in DER, and the
//! hash.
//!
//! A signature's run has `H`, `EM` and `s`; a verification's `range`, `m`, `H`, `EM_prime` (the one block that is
//! right) and `same`. A lazy one looks for the end of the ff bytes, and at nothing behind the hash: `head`, `ignored`
//! and `same`.

use super::blocks::{digest_info, same};
use super::example::key;
use super::raw::{D, E, HASH, MESSAGE, N, P, Q, asked, modulus, no, private_run, recovered};
use super::{keys, second};
use crate::functions::hash::Hash;
use crate::functions::{Arguments, Context, Counterpart, Default, Family, Fault, Function, Parameter, Vetted};
use crate::run::{Error, Rope, Run, Source, Type, Value};

/// The block of so many bytes, with `H`; nothing where they are too few for eight bytes ff.
fn block(run: &mut Run, name: &str, hash: &'static Hash, message: Rope, length: u64) -> Option<Rope> {
    let info = digest_info(hash);
    let filled = length.checked_sub(info.len() as u64 + hash.output + 3).filter(|filled| *filled >= 8)?;
    let digest = run.run("H", |at| (hash.run)(at, message));
    let constant = |name: &str, bytes: &[u8]| Rope::constant(name, bytes);
    let head = constant("00 01", &[0, 1]).then(Rope::filled("ff", 0xff, filled)).then(constant("00", &[0]));
    Some(run.bytes(name, head.then(constant("DigestInfo", &info)).then(digest), 0))
}
fn sign(c: &Context, a: &Arguments) -> Result<Run, Fault> {
    let (n, hash) = (modulus(c, a)?, asked(a)?);
    let mut run = Run::new(&c.at, "rsa_pkcs1_sign");
    let Some(em) = block(&mut run, "EM", hash, a.rope("message"), n.rope.len()) else { return Err(short(hash)) };
    em.finish(c.budget)?;
    let signature = private_run(c, a, &mut run, "s", &em, &n)?;
    Ok(run.with_result(Value::Bytes(signature)))
}
fn short(hash: &Hash) -> Fault {
    let least = digest_info(hash).len() as u64 + hash.output + 11;
    Fault::argument("n", format!("`n` has too few bytes for this hash, whose block has {least} at least"))
}
fn verify(c: &Context, a: &Arguments) -> Result<Run, Fault> {
    let (n, hash) = (modulus(c, a)?, asked(a)?);
    let (mut run, m) = match recovered(c, a, Run::new(&c.at, "rsa_pkcs1_verify"), &n)? {
        Ok(both) => both,
        Err(run) => return Ok(run),
    };
    run.bytes("EM", m.clone(), 0);
    if a.bool("lazy")? {
        return lazy(c, a, run, hash, m);
    }
    let block = block(&mut run, "EM_prime", hash, a.rope("message"), n.rope.len());
    let question = "is there room for the hash and eight bytes ff?";
    run.choice(question, if block.is_some() { "yes" } else { "no: not valid" });
    let Some(block) = block else { return Ok(no(run, &m)) };
    let same = same(&mut run, "same", ("EM", m), ("EM_prime", block));
    Ok(run.with_result(Value::Bool(same)))
}
/// A check as some libraries did it: skips the ff bytes, however few, and whatever stands behind the hash.
fn lazy(c: &Context, a: &Arguments, mut run: Run, hash: &'static Hash, em: Rope) -> Result<Run, Fault> {
    em.finish(c.budget)?;
    let bytes = em.to_vec()?;
    let filled = bytes.iter().skip(2).take_while(|byte| **byte == 0xff).count() as u64;
    let info = digest_info(hash);
    let length = 3 + filled + info.len() as u64 + hash.output;
    let fits = length <= em.len();
    run.choice("where do the ff bytes end?", format!("after {filled}"));
    run.choice("is there room for the hash behind them?", if fits { "yes" } else { "no: not valid" });
    if !fits {
        return Ok(no(run, &em));
    }
    let digest = run.run("H", |at| (hash.run)(at, a.rope("message")));
    let head = Rope::constant("00 01 ff 00", &[&[0, 1][..], &vec![0xff; filled as usize], &[0]].concat());
    let wanted = run.bytes("EM_prime", head.then(Rope::constant("DigestInfo", &info)).then(digest), 0);
    let head = run.bytes("head", em.slice(0..length), 0);
    let ignored = em.len() - length;
    run.bytes("ignored", em.slice(length..em.len()), 0);
    run.choice("what stands behind the hash?", format!("{ignored} bytes, which nobody looks at"));
    let same = same(&mut run, "same", ("head", head), ("EM_prime", wanted));
    Ok(run.with_result(Value::Bool(same)))
}
/// The forgery of a lazy verification under e = 3: a block whose hash stands in front, and whose end is chosen so that
/// it is a cube. The result is the cube root, in as many bytes as n has.
fn forge(c: &Context, a: &Arguments) -> Result<Run, Fault> {
    let (n, hash) = (modulus(c, a)?, asked(a)?);
    let k = n.rope.len();
    let mut run = Run::new(&c.at, "rsa_pkcs1_forge");
    let info = digest_info(hash);
    let length = 4 + info.len() as u64 + hash.output;
    // The root is rounded up, which adds about three squares of it, two thirds of the block: they must not reach the
    // hash.
    if k < 3 * length - 3 {
        let message = format!("`n` has {k} bytes, and a forgery with this hash needs {}", 3 * length - 3);
        return Err(Fault::argument("n", message));
    }
    let digest = run.run("H", |at| (hash.run)(at, a.rope("message")));
    let head = Rope::constant("00 01 ff 00", &[0, 1, 0xff, 0]).then(Rope::constant("DigestInfo", &info)).then(digest);
    let wanted = run.bytes("wanted", head.then(Rope::filled("free", 0, k - length)), 0);
    wanted.finish(c.budget)?;
    let root = keys::root_run(&mut run, "root", wanted.clone(), 3)?;
    let signature = keys::one_more(&mut run, "signature", root, k);
    Ok(run.with_result(Value::Bytes(signature)))
}
/// A phrase for what a lazy verification leaves out.
fn reduced(a: &Arguments) -> Result<Option<String>, Error> {
    Ok(a.bool("lazy")?.then(|| "not PKCS #1: what stands behind the hash is not looked at".into()))
}

/// A forgery that a lazy verification takes: only the length of n counts for it.
const FORGED: &str = "rsa_pkcs1_verify(repeat(0xff, 128), 3, \"hi\", rsa_pkcs1_forge(repeat(0xff, 128), \"hi\", hash: \"sha1\"), \
                      hash: \"sha1\", lazy: true)";

/// The rows of PKCS #1 version 1.5.
pub const ROWS: &[Function] = &[
    Function {
        name: "rsa_pkcs1_sign",
        title: "RSA PKCS #1 v1.5, signature",
        summary: "Signs a message: its hash behind a fixed padding, to the private exponent; the same each time.",
        family: Family::Signature,
        spec: "RFC 8017 §8.2.1, §9.2",
        parameters: &[N, D, MESSAGE, HASH, P, Q],
        result: Some(Type::Bytes),
        vetted: Vetted::new(second::RSA, second::pkcs1_sign).note("where both primes are given").row(),
        examples: &[concat!(
            "rsa_pkcs1_sign(",
            key!(n),
            ", ",
            key!(d),
            ", \"hi\", p: ",
            key!(p),
            ", q: ",
            key!(q),
            ")"
        )],
        make: sign,
    },
    Function {
        name: "rsa_pkcs1_verify",
        title: "RSA PKCS #1 v1.5, verification",
        summary: "Whether a signature is valid: to the public exponent it is the one right block of the message.",
        family: Family::Signature,
        spec: "RFC 8017 §8.2.2",
        parameters: &[
            N,
            E,
            MESSAGE,
            Parameter::bytes("signature", "as many bytes as n has; no other length is valid"),
            HASH,
            Parameter::bool("lazy", "whether only the beginning of the block is looked at, as some libraries did")
                .or(Default::Bool(false)),
        ],
        result: Some(Type::Bool),
        vetted: Vetted::new(second::RSA, second::pkcs1_verify).unless(reduced).row(),
        examples: &[
            concat!(
                "rsa_pkcs1_verify(",
                key!(n),
                ", 65537, \"hi\", rsa_pkcs1_sign(",
                key!(n),
                ", ",
                key!(d),
                ", \"hi\"))"
            ),
            FORGED,
        ],
        make: verify,
    },
    Function {
        name: "rsa_pkcs1_forge",
        title: "forged PKCS #1 v1.5 signature",
        summary: "A signature that a lazy verification takes under e = 3, made without the private key: a rounded cube root.",
        family: Family::Attack,
        spec: "Bleichenbacher 2006, CVE-2006-4339",
        parameters: &[N, MESSAGE, HASH],
        result: Some(Type::Bytes),
        vetted: Counterpart::None("it is an attack: a lazy verification takes it"),
        examples: &["rsa_pkcs1_forge(repeat(0xff, 128), \"hi\", hash: \"sha1\")"],
        make: forge,
    },
];
