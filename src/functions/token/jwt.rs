//! JSON Web Tokens, RFC 7519: a header, a payload and a signature over both, each in Base64 for URLs.
//!
//! Whoever verifies says which algorithm it must be: the header, which comes with the token, only has to agree.

use super::{json, keys, vetted};
use crate::functions::artefact::{Fields, add, add_value, called, decimal};
use crate::functions::bytes::base64::URL_SAFE;
use crate::functions::bytes::compare::EQUAL;
use crate::functions::hash;
use crate::functions::mac::hmac::hmac;
use crate::functions::signature::ed25519;
use crate::functions::{Arguments, Context, Default, Family, Fault, Function, Limits, Parameter, Says, Vetted, bytes};
use crate::run::{Error, Path, Rope, Run, Source, Type, Value};
use ed25519_dalek::{Signer, SigningKey};
use num_traits::Zero;

/// The longest token, and the longest of its parts.
const LONGEST: u64 = 1 << 16;
/// The algorithm of Ed25519.
const EDDSA: &str = "EdDSA";
/// The algorithms that are an HMAC, and their hash functions.
const MACS: [(&str, &str); 3] = [("HS256", "sha256"), ("HS384", "sha384"), ("HS512", "sha512")];
const BASE64URL: &str = "base64 for URLs without padding";

fn algorithms() -> Vec<&'static str> {
    MACS.iter().map(|(name, _)| *name).chain(keys::ALGORITHMS).collect()
}
/// The hash function of an algorithm; nothing for one of public keys, and for what is no algorithm.
fn mac_of(algorithm: &str) -> Option<&'static str> {
    MACS.iter().find(|(name, _)| *name == algorithm).map(|(_, hash)| *hash)
}

// ------------------------------------------------------------------ signing

fn sign(c: &Context, a: &Arguments) -> Result<Run, Fault> {
    let (header, payload) = (a.rope("header"), a.rope("payload"));
    for (name, rope) in [("header", &header), ("payload", &payload)] {
        rope.finish(c.budget)?;
        json::members(&rope.to_vec_until(c.budget)?).map_err(|why| Fault::argument(name, why))?;
    }
    let algorithm = json::string(&header.to_vec()?, "alg").unwrap_or_default();
    if mac_of(&algorithm).is_none() && algorithm != EDDSA {
        let signed: Vec<&str> = MACS.iter().map(|(name, _)| *name).chain([EDDSA]).collect();
        let fault = Fault::argument("header", format!("`alg` of the header is one of {}", signed.join(", ")));
        return Err(match algorithms().contains(&algorithm.as_str()) {
            true => fault.hint(format!("tokens of {algorithm} are verified here, and not made")),
            false => fault.hint("such as {\"alg\":\"HS256\",\"typ\":\"JWT\"}"),
        });
    }
    let mut run = Run::new(&c.at, "jwt_sign");
    run.choice("which algorithm does the header name?", algorithm.clone());
    let header = run.run("header", |at| URL_SAFE.write(at, header, false));
    let payload = run.run("payload", |at| URL_SAFE.write(at, payload, false));
    let point = || Rope::constant("sign", b".");
    let input = run.bytes("signing_input", header.then(point()).then(payload), 0);
    let signature = match mac_of(&algorithm).and_then(hash::hash) {
        Some(hash) => run.run("signature", |at| hmac(at, hash, a.rope("key"), input.clone())),
        None => {
            let seed = keys::seed(&mut run, a.rope("key"), c.budget)?;
            let given = vec![("seed", Value::Bytes(seed)), ("message", Value::Bytes(input.clone()))];
            add(&mut run, c, "signature", (ed25519::ROWS, "ed25519_sign"), given)?
        }
    };
    let written = run.run("encode", |at| URL_SAFE.write(at, signature, false));
    Ok(run.with_result(Value::Text(input.then(point()).then(written))))
}

// ------------------------------------------------------------------ verifying

/// A token that was taken apart.
struct Token {
    fields: Fields,
    header: Rope,
    payload: Rope,
    input: Rope,
    signature: Value,
}
/// Takes a token apart.
///
/// # Errors
/// A fault in a field.
fn read(c: &Context, function: &'static str, text: Rope) -> Result<Token, Fault> {
    let mut fields = Fields::new(c, function, "token", text)?;
    let object = |fields: &mut Fields, name: &str| -> Result<Rope, Fault> {
        let range = fields.until(b".");
        let before = fields.clone();
        let rope = fields.decoded_by(name, range.clone(), BASE64URL, &URL_SAFE)?.rope().cloned().unwrap_or_default();
        rope.finish(c.budget)?;
        match json::members(&rope.to_vec_until(c.budget)?) {
            Ok(_) => Ok(rope),
            Err(why) => Err(before.wrong(name, range, why)),
        }
    };
    let header = object(&mut fields, "header")?;
    fields.sign(".", "payload")?;
    let payload = object(&mut fields, "payload")?;
    let input = fields.slice(&(0..fields.place()));
    fields.sign(".", "signature")?;
    let rest = fields.next(usize::MAX);
    let signature = fields.decoded_by("signature", rest, BASE64URL, &URL_SAFE)?;
    Ok(Token { fields, header, payload, input, signature })
}
/// A member of a JSON object, by its place.
fn member(object: &Rope, name: &str) -> Result<Option<Rope>, Error> {
    let place = json::place(&object.to_vec()?, name);
    Ok(place.map(|place| object.slice(place.start as u64..place.end as u64)))
}
fn verify(c: &Context, a: &Arguments) -> Result<Run, Fault> {
    let Token { fields, header, payload, input, signature } = read(c, "jwt_verify", a.rope("token"))?;
    let mut run = fields.finish();
    let input = run.bytes("signing_input", input, 0);
    let (algorithm, holds) = (a.text("algorithm")?, |value: &Value| -> Result<bool, Fault> {
        value.finish(c.budget)?;
        Ok(value.to_bool()? == Some(true))
    });
    let ends = |mut run: Run, result: Value| {
        run.check("the key", Some(result.clone()));
        Ok(run.with_result(result))
    };
    // 1. The algorithm is the verifier's choice.
    let named = member(&header, "alg")?.map_or(Rope::default(), |quoted| unquoted(&quoted));
    let agrees = equal(c, &mut run, "algorithm", Value::Bytes(named), Value::Bytes(a.rope("algorithm")))?;
    let answer = holds(&agrees)?;
    run.choice(format!("does the header name {algorithm}, which is wanted?"), if answer { "yes" } else { "no" });
    if !answer {
        return ends(run, agrees);
    }
    if let Some(critical) = member(&header, "crit")? {
        run.choice("does the header want something that is not known here?", "yes, in `crit`: not valid");
        return ends(run, Value::Bool(Rope::length(&critical, &[0])));
    }
    // 2. The signature.
    let valid = match mac_of(&algorithm).and_then(hash::hash) {
        Some(hash) => {
            let mac = run.run("signature", |at| hmac(at, hash, a.rope("key"), input));
            equal(c, &mut run, "compare", Value::Bytes(mac), signature)?
        }
        None => {
            let signed = [Value::Bytes(input), signature];
            keys::verified(&mut run, c, &algorithm, a.rope("key"), signed)?
        }
    };
    let now = a.value("now");
    now.finish(c.budget)?;
    if !holds(&valid)? || now.to_int()?.is_none_or(|now| now.is_zero()) {
        return ends(run, valid);
    }
    // 3. The times, in whole seconds.
    let mut result = valid;
    for (name, word, order) in [("nbf", "mature", "greater_equal"), ("exp", "in_time", "less")] {
        let Some(time) = member(&payload, name)? else { continue };
        let Some(seconds) = seconds(&run.at.join(name), time)? else {
            let why = format!("`{name}` of the payload is no whole number of seconds");
            return Err(Fault { argument: Some("payload".into()), ..Fault::rejected(why, run) });
        };
        let seconds_value = seconds.result.clone();
        run.run(name, |_| seconds);
        let given = vec![("a", now.clone()), ("b", seconds_value)];
        result = add_value(&mut run, c, word, (bytes::ROWS, order), given)?;
        if !holds(&result)? {
            break;
        }
    }
    ends(run, result)
}
/// Adds a comparison of bytes, and gives its outcome.
fn equal(c: &Context, run: &mut Run, part: &str, a: Value, b: Value) -> Result<Value, Fault> {
    let compared = called(c, &run.at.join(part), &EQUAL, vec![("a", a), ("b", b)])?;
    let same = compared.result.clone();
    run.run(part, |_| compared);
    Ok(same)
}
/// A string of JSON without its marks.
fn unquoted(quoted: &Rope) -> Rope {
    quoted.slice(quoted.len().min(1)..quoted.len().max(2) - 1)
}
/// The whole seconds of a time: its digits, up to a point.
fn seconds(at: &Path, time: Rope) -> Result<Option<Run>, Error> {
    let text = time.to_vec()?;
    let digits = text.iter().position(|byte| *byte == b'.').unwrap_or(text.len());
    match decimal::value(&text[..digits]) {
        Some(_) => decimal::read(at, time.slice(0..digits as u64)).map(Some),
        None => Ok(None),
    }
}

// ------------------------------------------------------------------ the crates beside it

const CRATES: &str = "hmac 0.13 with sha2 0.11, ed25519-dalek 3.0, rsa 0.10 or ecdsa 0.17";
const SHARES: &str = "reading the token, its JSON and its key is ours";

fn signed_by_crates(a: &Arguments) -> Result<Says, Error> {
    let header = a.bytes("header")?;
    let input = [vetted::base64(&header), vetted::base64(&a.bytes("payload")?)].join(".");
    let algorithm = json::string(&header, "alg").unwrap_or_default();
    let signature = match mac_of(&algorithm) {
        Some(hash) => vetted::mac(hash, &a.bytes("key")?, input.as_bytes()),
        None => keys::seed_bytes(&a.bytes("key")?)?
            .map(|seed| SigningKey::from_bytes(&seed).sign(input.as_bytes()).to_bytes().to_vec()),
    };
    Ok(Says::or_nothing(signature.map(|signature| format!("{input}.{}", vetted::base64(&signature)).into_bytes())))
}
fn verified_by_crates(a: &Arguments) -> Result<Says, Error> {
    let (text, algorithm) = (a.text("token")?, a.text("algorithm")?);
    let Some((input, signature)) = text.rsplit_once('.') else { return Ok(Says::Refused) };
    let parts = input.split_once('.').map(|(header, payload)| (vetted::unbase64(header), vetted::unbase64(payload)));
    let (Some((Some(header), Some(payload))), Some(signature)) = (parts, vetted::unbase64(signature)) else {
        return Ok(Says::Refused);
    };
    if [&header, &payload].iter().any(|object| json::members(object).is_err()) {
        return Ok(Says::Refused);
    }
    let no = || Ok(Says::Value(vec![0]));
    if json::string(&header, "alg").as_deref() != Some(&algorithm) || json::place(&header, "crit").is_some() {
        return no();
    }
    let valid = match mac_of(&algorithm) {
        Some(hash) => vetted::mac(hash, &a.bytes("key")?, input.as_bytes()) == Some(signature),
        None => match keys::vetted(&algorithm, &a.bytes("key")?, input.as_bytes(), &signature)? {
            Says::Value(valid) => valid == [1],
            other => return Ok(other),
        },
    };
    let now = a.int("now")?;
    if !valid || now.is_zero() {
        return Ok(Says::Value(vec![u8::from(valid)]));
    }
    for (name, allowed) in [("nbf", std::cmp::Ordering::is_ge as fn(_) -> bool), ("exp", std::cmp::Ordering::is_lt)] {
        let Some(place) = json::place(&payload, name) else { continue };
        let Some(time) = json::whole(&payload[place]) else { return Ok(Says::Refused) };
        if !allowed(now.cmp(&time.into())) {
            return no();
        }
    }
    Ok(Says::Value(vec![1]))
}

// ------------------------------------------------------------------ the rows

const SPEC: &str = "RFC 7519 §7 and RFC 7515 §5";

/// The rows of JSON Web Tokens.
pub const ROWS: &[Function] = &[
    Function {
        name: "jwt_sign",
        title: "JSON Web Token",
        summary: "A header, a payload and a signature over both, by the algorithm that the header names.",
        family: Family::Token,
        spec: SPEC,
        parameters: &[
            Parameter::new("header", &[Type::Text, Type::Bytes], "the header, in JSON, taken byte for byte")
                .within(Limits::Length(0, LONGEST)),
            Parameter::new("payload", &[Type::Text, Type::Bytes], "the claims, in JSON, taken byte for byte")
                .within(Limits::Length(0, LONGEST)),
            Parameter::bytes("key", "the secret of HS256, HS384 or HS512; of EdDSA the private key, in PEM"),
        ],
        result: Some(Type::Text),
        vetted: Vetted { shares: SHARES, ..Vetted::new(CRATES, signed_by_crates) }.row(),
        examples: &["jwt_sign(\"{\\\"alg\\\":\\\"HS256\\\"}\", \"{\\\"sub\\\":\\\"7\\\"}\", \"a secret\")"],
        make: sign,
    },
    Function {
        name: "jwt_verify",
        title: "JSON Web Token, verified",
        summary: "Whether a token is signed with this key, by the algorithm that the verifier wants, and in time.",
        family: Family::Token,
        spec: SPEC,
        parameters: &[
            Parameter::new("token", &[Type::Text, Type::Bytes], "the token").within(Limits::Length(0, LONGEST)),
            Parameter::bytes(
                "key",
                "the secret of HS256, HS384 or HS512; of EdDSA, RS256, PS256 and ES256 the public key, in PEM",
            ),
            Parameter::text("algorithm", "the one algorithm that is accepted")
                .or(Default::Text("HS256"))
                .within(Limits::OneOf(algorithms)),
            Parameter::int("now", "the time of the check, in seconds since 1970; 0: times are not checked")
                .or(Default::Int(0))
                .within(Limits::Only(0, i64::MAX)),
        ],
        result: Some(Type::Bool),
        vetted: Vetted { shares: SHARES, ..Vetted::new(CRATES, verified_by_crates) }.row(),
        examples: &[concat!(
            "jwt_verify(\"",
            "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI3In0.mM-RIPplazNFD79nK-r2wkoSsolSKehJ9QetHE4McOU",
            "\", \"a secret\")"
        )],
        make: verify,
    },
];
