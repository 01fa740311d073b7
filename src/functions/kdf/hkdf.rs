//! HKDF, RFC 5869, over any hash function of the table.
//!
//! A run has the parts `salt` (zeros where none is given) and `extract` (section 2.2), and `expand[i]` from 1 on
//! (section 2.3), each an HMAC.

use crate::functions::hash::{self, Hash, with_hash};
use crate::functions::mac::hmac::hmac;
use crate::functions::{Arguments, Context, Default, Family, Fault, Function, Limits, Parameter, Says, Vetted};
use crate::num::{Border, Carry, Numbers};
use crate::run::{Count, Error, Feed, Map, Pieces, Rope, Run, Source, Type, Value, Windows};
use ::hkdf::SimpleHkdf;

/// The most uses of HMAC in an expansion: their number is one byte.
const MOST: u64 = 255;

/// Step 1, section 2.2: the pseudorandom key.
fn extract(run: &mut Run, hash: &Hash, salt: Rope, secret: Rope) -> Rope {
    let question = "is there a salt?";
    let salt = if salt.is_empty() {
        run.choice(question, format!("no: {} zeros take its place", hash.output));
        Rope::filled("zeros", 0, hash.output)
    } else {
        run.choice(question, format!("yes, it has {} bytes", salt.len()));
        salt
    };
    let salt = run.bytes("salt", salt, 0);
    run.run("extract", |at| hmac(at, hash, salt, secret))
}
/// Step 2, section 2.3: T(i) is the HMAC of T(i - 1), the info and the byte i; the output is the beginning of all of
/// them.
fn expand(run: &mut Run, hash: &Hash, prk: &Rope, info: &Rope, length: u64) -> Rope {
    let (mut okm, mut before) = (Rope::default(), Rope::default());
    for i in 1..=length.div_ceil(hash.output) {
        let counter = Rope::constant(format!("0x{i:02x}"), &[i as u8]);
        let message = before.then(info.clone()).then(counter);
        before = run.numbered_run("expand", i, |at| hmac(at, hash, prk.clone(), message));
        okm = okm.then(before.clone());
    }
    okm.slice(0..length)
}

/// The hash function that a call names, and the length that it asks for.
fn asked(function: &str, a: &Arguments) -> Result<(&'static Hash, u64), Fault> {
    let hash = hash::asked(a)?;
    let (length, most) = (a.u64("length")?, MOST * hash.output);
    if length <= most {
        return Ok((hash, length));
    }
    let message = format!(
        "`length` of {function} is 0 to {most} with {}, {MOST} times its digest, and this is {length}",
        hash.name
    );
    Err(Fault::argument("length", message))
}
fn extracted(c: &Context, a: &Arguments) -> Result<Run, Fault> {
    let mut run = Run::new(&c.at, "hkdf_extract");
    let prk = extract(&mut run, hash::asked(a)?, a.rope("salt"), a.rope("secret"));
    Ok(run.with_result(Value::Bytes(prk)))
}
fn expanded(c: &Context, a: &Arguments) -> Result<Run, Fault> {
    let (hash, length) = asked("hkdf_expand", a)?;
    let mut run = Run::new(&c.at, "hkdf_expand");
    let okm = expand(&mut run, hash, &a.rope("prk"), &a.rope("info"), length);
    Ok(run.with_result(Value::Bytes(okm)))
}
fn whole(c: &Context, a: &Arguments) -> Result<Run, Fault> {
    let (hash, length) = asked("hkdf", a)?;
    let mut run = Run::new(&c.at, "hkdf");
    let prk = extract(&mut run, hash, a.rope("salt"), a.rope("secret"));
    let okm = expand(&mut run, hash, &prk, &a.rope("info"), length);
    Ok(run.with_result(Value::Bytes(okm)))
}
/// HKDF-Expand-Label, RFC 8446 section 7.1: what the key is for says how long it is, and for which step of TLS.
fn labelled(c: &Context, a: &Arguments) -> Result<Run, Fault> {
    let (hash, length) = asked("hkdf_expand_label", a)?;
    let mut run = Run::new(&c.at, "hkdf_expand_label");
    let info = run.run("info", |at| {
        let mut run = Run::new(at, "hkdf_label");
        let feeds = vec![Feed::whole("length", a.rope("length"))];
        let length = run.part("length", |at| Map::part(at, TwoBytes, feeds, 2, 2));
        let label = Rope::constant("\"tls13 \"", TLS13).then(a.rope("label"));
        let mut measured = |name: &str, rope: Rope| {
            let length = run.bytes(&format!("{name}_length"), Rope::length(&rope, &[rope.len() as u8]), 0);
            length.then(run.bytes(name, rope, 0))
        };
        let info = length.then(measured("label", label)).then(measured("context", a.rope("context")));
        run.with_result(Value::Bytes(info))
    });
    let okm = expand(&mut run, hash, &a.rope("secret"), &info, length);
    Ok(run.with_result(Value::Bytes(okm)))
}
/// The letters that every label of TLS 1.3 begins with.
const TLS13: &[u8] = b"tls13 ";
/// A length in two bytes, the more significant first.
struct TwoBytes;
impl Pieces for TwoBytes {
    const COUNT: Count = Count::Single;
    fn piece<N: Numbers>(&self, n: N, _: u64, read: &Windows, out: &mut Border) {
        let length = N::Int::read(n, read[0]).named("length", ());
        n.split_int(length, 2).into_iter().for_each(|byte| byte.named("bytes", ()).save(out));
    }
}

// ------------------------------------------------------------------ the functions

const HKDF: &str = "hkdf 0.13";

fn vetted_extract(a: &Arguments) -> Result<Says, Error> {
    let (salt, secret) = (a.bytes("salt")?, a.bytes("secret")?);
    with_hash!(a.text("hash")?.as_str(), D => Says::Value(SimpleHkdf::<D>::extract(Some(&salt), &secret).0.to_vec()))
}
/// Expansion as the crate does it.
fn second_expanded(a: &Arguments, prk: &[u8], info: &[u8]) -> Result<Says, Error> {
    let mut okm = vec![0; usize::try_from(a.int("length")?).unwrap_or_default()];
    with_hash!(a.text("hash")?.as_str(), D => match SimpleHkdf::<D>::from_prk(prk) {
        Ok(hkdf) => Says::or_refused(hkdf.expand(info, &mut okm).is_ok().then_some(okm)),
        // It takes no shorter key.
        Err(_) => Says::Nothing,
    })
}
fn vetted_expand(a: &Arguments) -> Result<Says, Error> {
    second_expanded(a, &a.bytes("prk")?, &a.bytes("info")?)
}
fn vetted_labelled(a: &Arguments) -> Result<Says, Error> {
    let (secret, label, context) = (a.bytes("secret")?, [TLS13, &a.bytes("label")?].concat(), a.bytes("context")?);
    let length = u16::try_from(a.int("length")?).unwrap_or_default().to_be_bytes();
    let info = [&length[..], &[label.len() as u8], &label, &[context.len() as u8], &context].concat();
    second_expanded(a, &secret, &info)
}
fn vetted_whole(a: &Arguments) -> Result<Says, Error> {
    match vetted_extract(a)? {
        Says::Value(prk) => second_expanded(a, &prk, &a.bytes("info")?),
        other => Ok(other),
    }
}

const SECRET: Parameter = Parameter::bytes("secret", "the input keying material, such as a shared secret");
const SALT: Parameter = Parameter::bytes("salt", "random bytes that need not be secret; none is as good as zeros");
const INFO: Parameter = Parameter::bytes("info", "what the key is for");
const LENGTH: Parameter =
    Parameter::int("length", "how many bytes, 255 digests at most").within(Limits::Only(0, MOST as i64 * 64));
const HASH: Parameter = Parameter::text("hash", "the hash function, by name")
    .or(Default::Text("sha256"))
    .within(Limits::OneOf(hash::names));
const NOTE: &str = "over the crate of the hash function";

/// The rows of HKDF.
pub const ROWS: &[Function] = &[
    Function {
        name: "hkdf_extract",
        title: "HKDF, extraction",
        summary: "A key as good as random from a secret that is not evenly spread: an HMAC of it.",
        family: Family::Kdf,
        spec: "RFC 5869 §2.2",
        parameters: &[SALT, SECRET, HASH],
        result: Some(Type::Bytes),
        vetted: Vetted::new(HKDF, vetted_extract).note(NOTE).row(),
        examples: &["hkdf_extract(\"salt\", \"a shared secret\")"],
        make: extracted,
    },
    Function {
        name: "hkdf_expand",
        title: "HKDF, expansion",
        summary: "As many bytes as one wants, 255 digests at most, from a key and a purpose: a chain of HMACs.",
        family: Family::Kdf,
        spec: "RFC 5869 §2.3",
        parameters: &[
            Parameter::bytes("prk", "a key as good as random, at least as long as a digest"),
            INFO,
            LENGTH,
            HASH,
        ],
        result: Some(Type::Bytes),
        vetted: Vetted::new(HKDF, vetted_expand)
            .note("over the crate of the hash function; it takes no key that is shorter than a digest")
            .row(),
        examples: &["hkdf_expand(hkdf_extract(\"salt\", \"a shared secret\"), \"encryption\", 42)"],
        make: expanded,
    },
    Function {
        name: "hkdf_expand_label",
        title: "HKDF-Expand-Label",
        summary: "A key of TLS 1.3 from a secret: an expansion whose purpose is a length, a label and a context.",
        family: Family::Kdf,
        spec: "RFC 8446 §7.1",
        parameters: &[
            Parameter::bytes("secret", "a key as good as random, at least as long as a digest"),
            Parameter::bytes("label", "the step of TLS, without \"tls13 \" in front").within(Limits::Length(1, 249)),
            Parameter::bytes("context", "a digest of the messages so far, or nothing").within(Limits::Length(0, 255)),
            LENGTH,
            HASH,
        ],
        result: Some(Type::Bytes),
        vetted: Vetted {
            shares: "how label and context are put together is ours",
            ..Vetted::new(HKDF, vetted_labelled)
        }
        .note("over the crate of the hash function; it takes no key that is shorter than a digest")
        .row(),
        examples: &["hkdf_expand_label(sha256(\"a secret of TLS\"), \"key\", \"\", 16)"],
        make: labelled,
    },
    Function {
        name: "hkdf",
        title: "HKDF",
        summary: "Keys from a secret: extraction, then expansion.",
        family: Family::Kdf,
        spec: "RFC 5869 §2",
        parameters: &[SECRET, SALT, INFO, LENGTH, HASH],
        result: Some(Type::Bytes),
        vetted: Vetted::new(HKDF, vetted_whole).note(NOTE).row(),
        examples: &[
            "hkdf(\"a shared secret\", \"salt\", \"encryption\", 42)",
            "hkdf(\"a shared secret\", \"\", \"\", 64, hash: \"sha3_256\")",
        ],
        make: whole,
    },
];
