//! Signed texts of Django 5: `value:signature`, `value:time:signature`, and objects as JSON before them.

use super::signed::{self, Age, Checked, LONGEST, MAX_AGE, NOW, SIGNED, TIME, TIMED, Way};
use super::time::{self, Time};
use super::{json, vetted};
use crate::functions::hash::{self, Hash};
use crate::functions::{Arguments, Context, Default, Family, Fault, Function, Limits, Parameter, Says, Vetted};
use crate::run::{Error, Rope, Run, Type, Value};
use num_traits::ToPrimitive;

/// The word between the salt and the key of the project.
const SIGNER: &str = "signer";
const HASH: &str = "sha256";

fn sha256() -> Result<&'static Hash, Fault> {
    hash::hash(HASH).ok_or_else(|| Fault::argument("key", format!("no hash function `{HASH}`")))
}
fn way(hash: &'static Hash) -> Way {
    Way { sign: ":", time: Time::Base62, hash, refuses_future: false, with: "the key" }
}
/// The key of this use: SHA-256 of the salt, a word and the key of the project.
fn derived_key(run: &mut Run, hash: &Hash, a: &Arguments) -> Rope {
    let signer = Rope::constant("\"signer\"", SIGNER.as_bytes());
    run.run("derived_key", |at| (hash.run)(at, a.rope("salt").then(signer).then(a.rope("key"))))
}
fn sign(c: &Context, a: &Arguments) -> Result<Run, Fault> {
    let hash = sha256()?;
    let derive = |run: &mut Run| derived_key(run, hash, a);
    signed::sign(c, "django_sign", &way(hash), a.rope("value"), a.value("time"), derive)
}
fn check(c: &Context, function: &'static str, a: &Arguments, timed: bool) -> Result<Checked, Fault> {
    let (hash, text) = (sha256()?, ("signed", a.rope("signed")));
    signed::unsign(c, function, &way(hash), text, (timed, &Age::asked(a)), |run| derived_key(run, hash, a))
}
fn unsign(c: &Context, a: &Arguments) -> Result<Run, Fault> {
    let checked = check(c, "django_unsign", a, a.bool("timed")?)?;
    Ok(checked.run.with_result(Value::Text(checked.payload)))
}
fn loads(c: &Context, a: &Arguments) -> Result<Run, Fault> {
    let Checked { mut run, payload, fields } = check(c, "django_loads", a, true)?;
    let json = json::read(c, &fields, &mut run, payload)?;
    Ok(run.with_result(json))
}

// ------------------------------------------------------------------ the crates beside it

const CRATES: &str = "hmac 0.13 and sha2 0.11";
const SHARES: &str = "the way a token is put together is ours";

/// The MAC of a message, in characters.
fn mac(a: &Arguments, message: &[u8]) -> Result<Option<String>, Error> {
    let key = vetted::digest(HASH, &[&a.bytes("salt")?, SIGNER.as_bytes(), &a.bytes("key")?].concat());
    Ok(key.and_then(|key| vetted::mac(HASH, &key, message)).map(|mac| vetted::base64(&mac)))
}
fn signed_by_crates(a: &Arguments) -> Result<Says, Error> {
    let mut message = a.bytes("value")?;
    if let Some(mut time) = a.int("time")?.to_u64() {
        let mut digits = vec![];
        while digits.is_empty() || time > 0 {
            digits.push(match (time % 62) as u8 {
                digit @ 0..10 => b'0' + digit,
                digit @ 10..36 => b'A' + digit - 10,
                digit => b'a' + digit - 36,
            });
            time /= 62;
        }
        message.push(b':');
        message.extend(digits.into_iter().rev());
    }
    Ok(Says::or_nothing(mac(a, &message)?.map(|mac| [&message[..], b":", mac.as_bytes()].concat())))
}
/// The payload of a signed text; nothing where a check says no.
fn checked(a: &Arguments, timed: bool) -> Result<Option<Vec<u8>>, Error> {
    let text = a.bytes("signed")?;
    let from_right = |text: &[u8]| text.iter().rposition(|byte| *byte == b':');
    let Some(last) = from_right(&text) else { return Ok(None) };
    if mac(a, &text[..last])?.is_none_or(|mac| mac.as_bytes() != &text[last + 1..]) {
        return Ok(None);
    }
    if !timed {
        return Ok(Some(text[..last].to_vec()));
    }
    let Some(before) = from_right(&text[..last]) else { return Ok(None) };
    let (now, most) = (a.int("now")?.to_i128(), a.int("max_age")?.to_i128());
    let (Some(time), Some(now), Some(most)) = (time::value(Time::Base62, &text[before + 1..last]), now, most) else {
        return Ok(None);
    };
    let allowed = now == 0 || most == 0 || now - i128::from(time) <= most;
    Ok(allowed.then(|| text[..before].to_vec()))
}
fn unsigned_by_crates(a: &Arguments) -> Result<Says, Error> {
    Ok(Says::or_refused(checked(a, a.bool("timed")?)?))
}
fn loaded_by_crates(a: &Arguments) -> Result<Says, Error> {
    Ok(Says::or_refused(checked(a, true)?.and_then(|payload| vetted::json(&payload))))
}

// ------------------------------------------------------------------ the rows

const KEY: Parameter = Parameter::bytes("key", "the SECRET_KEY of the project");
const SALT: Parameter =
    Parameter::new("salt", &[Type::Text, Type::Bytes], "what the signature is for, by default the class of the signer")
        .or(Default::Text("django.core.signing.Signer"))
        .within(Limits::Length(0, LONGEST));
const SPEC: &str = "Django 5.2, its source";

/// The rows of Django's signing.
pub const ROWS: &[Function] = &[
    Function {
        name: "django_sign",
        title: "signed text of Django",
        summary: "A value and a MAC of it behind a colon; with the time of signing between them where one is given.",
        family: Family::Token,
        spec: SPEC,
        parameters: &[
            KEY,
            Parameter::new("value", &[Type::Text, Type::Bytes], "what is signed, 64 KiB at most")
                .within(Limits::Length(0, LONGEST)),
            SALT,
            TIME,
        ],
        result: Some(Type::Text),
        vetted: Vetted { shares: SHARES, ..Vetted::new(CRATES, signed_by_crates) }.row(),
        examples: &[
            "django_sign(\"secret key\", \"user:7\")",
            "django_sign(\"secret key\", \"user:7\", time: 1700000000)",
        ],
        make: sign,
    },
    Function {
        name: "django_unsign",
        title: "signed text of Django, checked",
        summary: "The value of a signed text, once its MAC and its age have been checked.",
        family: Family::Token,
        spec: SPEC,
        parameters: &[KEY, SIGNED, SALT, TIMED, MAX_AGE, NOW],
        result: Some(Type::Text),
        vetted: Vetted { shares: SHARES, ..Vetted::new(CRATES, unsigned_by_crates) }.row(),
        examples: &["django_unsign(\"secret key\", django_sign(\"secret key\", \"user:7\"))"],
        make: unsign,
    },
    Function {
        name: "django_loads",
        title: "signed object of Django",
        summary: "The JSON that signing.dumps or a session in a cookie holds, once its MAC and its age have been checked.",
        family: Family::Token,
        spec: SPEC,
        parameters: &[
            KEY,
            SIGNED,
            Parameter { default: Some(Default::Text("django.core.signing")), ..SALT },
            MAX_AGE,
            NOW,
        ],
        result: Some(Type::Text),
        vetted: Vetted { shares: SHARES, ..Vetted::new(CRATES, loaded_by_crates) }.row(),
        examples: &[
            "django_loads(\"secret key\", django_sign(\"secret key\", \"eyJ1IjogN30\", salt: \"django.core.signing\", \
             time: 1700000000))",
        ],
        make: loads,
    },
];
