//! Signed texts of itsdangerous 2, and the session cookie of Flask, which is one: `payload.time.signature`.
//!
//! Our check is stricter than the package's in one place: the last bits of the signature's last character, which belong
//! to no byte, must be as the package writes them.

use super::signed::{self, Age, Checked, LONGEST, MAX_AGE, NOW, SIGNED, TIME, TIMED, Way};
use super::time::{self, Time};
use super::{json, vetted};
use crate::functions::hash::{self, Hash};
use crate::functions::mac::hmac::hmac;
use crate::functions::{Arguments, Context, Default, Family, Fault, Function, Limits, Parameter, Says, Vetted};
use crate::run::{Error, Rope, Run, Type, Value};
use num_traits::ToPrimitive;

/// The ways from a secret to a key.
const DERIVATIONS: [&str; 4] = ["django-concat", "concat", "hmac", "none"];
/// The derivation, the hash function and the salt of Flask's sessions.
const FLASK: (&str, &str, &str) = ("hmac", "sha1", "cookie-session");
/// The word between the salt and the secret.
const SIGNER: &str = "signer";

/// The key: of the secret, which serves for all, and the salt, which says for what.
fn derived_key(run: &mut Run, hash: &Hash, derivation: &str, secret: Rope, salt: Rope) -> Rope {
    let signer = || Rope::constant("\"signer\"", SIGNER.as_bytes());
    match derivation {
        "concat" => run.run("derived_key", |at| (hash.run)(at, salt.then(secret))),
        "django-concat" => run.run("derived_key", |at| (hash.run)(at, salt.then(signer()).then(secret))),
        "hmac" => run.run("derived_key", |at| hmac(at, hash, secret, salt)),
        _ => {
            run.choice("is a key derived from the secret?", "no: the secret is the key, whatever it signs");
            run.bytes("derived_key", secret, 0)
        }
    }
}
fn way(hash: &'static Hash) -> Way {
    Way { sign: ".", time: Time::Base64, hash, refuses_future: true, with: "the secret" }
}
/// The hash function and the derivation that a call names.
fn asked(a: &Arguments) -> Result<(&'static Hash, String), Fault> {
    let name = a.text("digest")?;
    let hash = hash::hash(&name).ok_or_else(|| Fault::argument("digest", format!("no hash function `{name}`")))?;
    Ok((hash, a.text("derivation")?))
}
fn sign(c: &Context, a: &Arguments) -> Result<Run, Fault> {
    let (hash, derivation) = asked(a)?;
    signed::sign(c, "itsdangerous_sign", &way(hash), a.rope("value"), a.value("time"), |run| {
        derived_key(run, hash, &derivation, a.rope("secret"), a.rope("salt"))
    })
}
fn unsign(c: &Context, a: &Arguments) -> Result<Run, Fault> {
    let (hash, derivation) = asked(a)?;
    let (text, timed) = (("signed", a.rope("signed")), (a.bool("timed")?, &Age::asked(a)));
    let checked = signed::unsign(c, "itsdangerous_unsign", &way(hash), text, timed, |run| {
        derived_key(run, hash, &derivation, a.rope("secret"), a.rope("salt"))
    })?;
    Ok(checked.run.with_result(Value::Bytes(checked.payload)))
}
fn session(c: &Context, a: &Arguments) -> Result<Run, Fault> {
    let (derivation, digest, salt) = FLASK;
    let hash = hash::hash(digest).ok_or_else(|| Fault::argument("digest", "no such hash function"))?;
    let (text, timed) = (("cookie", a.rope("cookie")), (true, &Age::asked(a)));
    let Checked { mut run, payload, fields } = signed::unsign(c, "flask_session", &way(hash), text, timed, |run| {
        derived_key(run, hash, derivation, a.rope("secret"), Rope::constant("\"cookie-session\"", salt.as_bytes()))
    })?;
    let json = json::read(c, &fields, &mut run, payload)?;
    Ok(run.with_result(json))
}

// ------------------------------------------------------------------ the crates beside it

const CRATES: &str = "hmac 0.13, with sha1 0.11 or sha2 0.11";
const SHARES: &str = "the way a token is put together is ours";

/// The key by crates.
fn key(derivation: &str, digest: &str, secret: &[u8], salt: &[u8]) -> Option<Vec<u8>> {
    match derivation {
        "concat" => vetted::digest(digest, &[salt, secret].concat()),
        "django-concat" => vetted::digest(digest, &[salt, SIGNER.as_bytes(), secret].concat()),
        "hmac" => vetted::mac(digest, secret, salt),
        _ => Some(secret.to_vec()),
    }
}
fn signed_by_crates(a: &Arguments) -> Result<Says, Error> {
    let (digest, time) = (a.text("digest")?, a.int("time")?.to_u64());
    let Some(key) = key(&a.text("derivation")?, &digest, &a.bytes("secret")?, &a.bytes("salt")?) else {
        return Ok(Says::Nothing);
    };
    let mut message = a.bytes("value")?;
    if let Some(time) = time {
        let bytes = time.to_be_bytes();
        message.push(b'.');
        message.extend(vetted::base64(&bytes[time.leading_zeros() as usize / 8..]).into_bytes());
    }
    Ok(Says::or_nothing(
        vetted::mac(&digest, &key, &message).map(|mac| [&message[..], b".", vetted::base64(&mac).as_bytes()].concat()),
    ))
}
/// The payload of a signed text; nothing where a check says no.
fn checked(a: &Arguments, text: &[u8], timed: bool, digest: &str, key: &[u8]) -> Result<Option<Vec<u8>>, Error> {
    let from_right = |text: &[u8]| text.iter().rposition(|byte| *byte == b'.');
    let Some(last) = from_right(text) else { return Ok(None) };
    let mac = vetted::mac(digest, key, &text[..last]).map(|mac| vetted::base64(&mac));
    if mac.is_none_or(|mac| mac.as_bytes() != &text[last + 1..]) {
        return Ok(None);
    }
    if !timed {
        return Ok(Some(text[..last].to_vec()));
    }
    let Some(before) = from_right(&text[..last]) else { return Ok(None) };
    let (now, most) = (a.int("now")?.to_i128(), a.int("max_age")?.to_i128());
    let (Some(time), Some(now), Some(most)) = (time::value(Time::Base64, &text[before + 1..last]), now, most) else {
        return Ok(None);
    };
    let allowed = now == 0 || most == 0 || (0..=most).contains(&(now - i128::from(time)));
    Ok(allowed.then(|| text[..before].to_vec()))
}
fn unsigned_by_crates(a: &Arguments) -> Result<Says, Error> {
    let digest = a.text("digest")?;
    let Some(key) = key(&a.text("derivation")?, &digest, &a.bytes("secret")?, &a.bytes("salt")?) else {
        return Ok(Says::Nothing);
    };
    if vetted::mac(&digest, &key, b"").is_none() {
        return Ok(Says::Nothing);
    }
    Ok(Says::or_refused(checked(a, &a.bytes("signed")?, a.bool("timed")?, &digest, &key)?))
}
fn session_by_crates(a: &Arguments) -> Result<Says, Error> {
    let (derivation, digest, salt) = FLASK;
    let Some(key) = key(derivation, digest, &a.bytes("secret")?, salt.as_bytes()) else { return Ok(Says::Nothing) };
    Ok(Says::or_refused(
        checked(a, &a.bytes("cookie")?, true, digest, &key)?.and_then(|payload| vetted::json(&payload)),
    ))
}

// ------------------------------------------------------------------ the rows

const SECRET: Parameter = Parameter::bytes("secret", "the secret key of the application");
const SALT: Parameter = Parameter::new("salt", &[Type::Text, Type::Bytes], "what the signature is for; not secret")
    .or(Default::Text("itsdangerous.Signer"))
    .within(Limits::Length(0, LONGEST));
const DERIVATION: Parameter = Parameter::text("derivation", "how the key comes from secret and salt")
    .or(Default::Text("django-concat"))
    .within(Limits::OneOf(|| DERIVATIONS.to_vec()));
const DIGEST: Parameter = Parameter::text("digest", "the hash function, by name")
    .or(Default::Text("sha1"))
    .within(Limits::OneOf(hash::names));
const SPEC: &str = "itsdangerous 2.2, its source";

/// The rows of itsdangerous and of Flask.
pub const ROWS: &[Function] = &[
    Function {
        name: "itsdangerous_sign",
        title: "signed text of itsdangerous",
        summary: "A value and a MAC of it behind a point; with the time of signing between them where one is given.",
        family: Family::Token,
        spec: SPEC,
        parameters: &[
            SECRET,
            Parameter::bytes("value", "what is signed, 64 KiB at most").within(Limits::Length(0, LONGEST)),
            SALT,
            DERIVATION,
            DIGEST,
            TIME,
        ],
        result: Some(Type::Text),
        vetted: Vetted { shares: SHARES, ..Vetted::new(CRATES, signed_by_crates) }.row(),
        examples: &[
            "itsdangerous_sign(\"dev\", \"user=7\")",
            "itsdangerous_sign(\"dev\", \"user=7\", time: 1700000000)",
        ],
        make: sign,
    },
    Function {
        name: "itsdangerous_unsign",
        title: "signed text of itsdangerous, checked",
        summary: "The value of a signed text, once its MAC and its age have been checked.",
        family: Family::Token,
        spec: SPEC,
        parameters: &[SECRET, SIGNED, SALT, DERIVATION, DIGEST, TIMED, MAX_AGE, NOW],
        result: Some(Type::Bytes),
        vetted: Vetted { shares: SHARES, ..Vetted::new(CRATES, unsigned_by_crates) }.row(),
        examples: &["itsdangerous_unsign(\"dev\", itsdangerous_sign(\"dev\", \"user=7\"))"],
        make: unsign,
    },
    Function {
        name: "flask_session",
        title: "session cookie of Flask",
        summary: "The JSON of a session cookie, once its MAC and its age have been checked: signed, and not secret.",
        family: Family::Token,
        spec: "Flask 3.1, its source",
        parameters: &[
            SECRET,
            Parameter::new("cookie", &[Type::Text, Type::Bytes], "the cookie's value")
                .within(Limits::Length(0, LONGEST)),
            MAX_AGE,
            NOW,
        ],
        result: Some(Type::Text),
        vetted: Vetted { shares: SHARES, ..Vetted::new(CRATES, session_by_crates) }.row(),
        examples: &[
            "flask_session(\"dev\", \"eyJ1c2VyX2lkIjo3LCJyb2xlIjoidXNlciJ9.ZVPxAA.1Goo3erfbfHdp9WFEsFDo0DN7Xo\")",
        ],
        make: session,
    },
];
