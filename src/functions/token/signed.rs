//! A text with a MAC behind it, and a time between them where it has one: signed and checked as a package does it.

use super::time::Time;
use crate::functions::artefact::{Fields, add_value, called};
use crate::functions::bytes::base64::URL_SAFE;
use crate::functions::bytes::compare::EQUAL;
use crate::functions::hash::Hash;
use crate::functions::mac::hmac::hmac;
use crate::functions::{Arguments, Context, Default, Fault, Limits, Parameter, bytes};
use crate::run::{Rope, Run, Type, Value};
use num_bigint::{BigInt, Sign};
use num_traits::Zero;
use std::ops::Range;

/// The way in which a package signs.
pub struct Way {
    /// The sign before the time and before the MAC.
    pub sign: &'static str,
    /// How a time is written.
    pub time: Time,
    /// The hash function of the MAC.
    pub hash: &'static Hash,
    /// Whether a token of a time to come is refused, where its age is checked.
    pub refuses_future: bool,
    /// The secret that checks a token, as a phrase.
    pub with: &'static str,
}
/// The age that a token may have.
pub struct Age {
    most: Value,
    now: Value,
}
impl Age {
    /// The arguments `max_age` and `now` of a call.
    pub fn asked(a: &Arguments) -> Age {
        Age { most: a.value("max_age").clone(), now: a.value("now").clone() }
    }
}

/// The longest text that is signed or checked, in bytes.
pub const LONGEST: u64 = 1 << 16;
/// The largest time: seconds of 64 bits, their sign left out.
const LATEST: i64 = i64::MAX;
/// The parameter of a signed text.
pub const SIGNED: Parameter =
    Parameter::new("signed", &[Type::Text, Type::Bytes], "the signed text").within(Limits::Length(0, LONGEST));
/// The parameter of the oldest age.
pub const MAX_AGE: Parameter = Parameter::int("max_age", "the most seconds since it was signed; 0: no check of age")
    .or(Default::Int(0))
    .within(Limits::Only(0, LATEST));
/// The parameter of the present.
pub const NOW: Parameter = Parameter::int("now", "the time of the check, in seconds since 1970; 0: no check of age")
    .or(Default::Int(0))
    .within(Limits::Only(0, LATEST));
/// The parameter of the time of signing.
pub const TIME: Parameter = Parameter::int("time", "the time of signing, in seconds since 1970; -1: none is written")
    .or(Default::Int(-1))
    .within(Limits::Only(-1, LATEST));
/// The parameter that says whether a time stands in the text.
pub const TIMED: Parameter =
    Parameter::bool("timed", "whether a time stands before the signature").or(Default::Bool(false));

/// Signs a value, with the time where one is given; `derive` adds the key to the run.
///
/// # Errors
/// What reading the time gives, or the fault of a call.
pub fn sign(
    c: &Context,
    function: &'static str,
    way: &Way,
    value: Rope,
    time: &Value,
    derive: impl FnOnce(&mut Run) -> Rope,
) -> Result<Run, Fault> {
    let (mut run, mut message) = (Run::new(&c.at, function), value);
    time.finish(c.budget)?;
    if time.to_int()?.is_some_and(|time| time.sign() != Sign::Minus) {
        let written = way.time.write(&run.at.join("time"), time)?;
        let written = run.run("time", |_| written);
        message = message.then(Rope::constant("sign", way.sign.as_bytes())).then(written);
    }
    let written = mac(&mut run, way, message.clone(), derive);
    let signed = message.then(Rope::constant("sign", way.sign.as_bytes())).then(written);
    Ok(run.with_result(Value::Text(signed)))
}
/// Adds the key, the MAC and its characters to a run.
fn mac(run: &mut Run, way: &Way, message: Rope, derive: impl FnOnce(&mut Run) -> Rope) -> Rope {
    let key = derive(run);
    let message = run.bytes("message", message, 0);
    let signature = run.run("signature", |at| hmac(at, way.hash, key, message));
    run.run("encode", |at| URL_SAFE.write(at, signature, false))
}

/// The places of the fields of a signed text.
struct Places {
    payload: Range<usize>,
    time: Option<Range<usize>>,
    signature: Range<usize>,
}
impl Places {
    /// The places, from the right: a payload may have the sign inside.
    fn of(text: &[u8], sign: u8, timed: bool) -> Option<Places> {
        let from_right = |end: usize| text[..end].iter().rposition(|byte| *byte == sign);
        let last = from_right(text.len())?;
        let signature = last + 1..text.len();
        if !timed {
            return Some(Places { payload: 0..last, time: None, signature });
        }
        let before = from_right(last)?;
        Some(Places { payload: 0..before, time: Some(before + 1..last), signature })
    }
}
/// A signed text that passed.
pub struct Checked {
    /// The run, whose result is still open.
    pub run: Run,
    /// The payload as it stands there.
    pub payload: Rope,
    /// The fields.
    pub fields: Fields,
}
/// Checks a signed text, which has a time where `timed` says so; `derive` adds the key to the run.
///
/// # Errors
/// A fault in a field; the fault of a check that says no, with the run up to it.
pub fn unsign(
    c: &Context,
    function: &'static str,
    way: &Way,
    (parameter, text): (&'static str, Rope),
    (timed, age): (bool, &Age),
    derive: impl FnOnce(&mut Run) -> Rope,
) -> Result<Checked, Fault> {
    let mut fields = Fields::new(c, function, parameter, text)?;
    let all = fields.rest().to_vec();
    let Some(places) = Places::of(&all, way.sign.as_bytes()[0], timed) else {
        let (rest, sign) = (fields.next(usize::MAX), way.sign);
        let what = if timed { "a payload, a time and a signature" } else { "a payload and a signature" };
        return Err(fields.wrong("signature", rest, format!("{what} stand there, with `{sign}` between them")));
    };
    let message = fields.slice(&(0..places.signature.start - way.sign.len()));
    let payload = fields.plain("payload", places.payload).rope().cloned().unwrap_or_default();
    let mut time = None;
    if let Some(range) = places.time {
        fields.sign(way.sign, "time")?;
        if let Some(why) = way.time.wrong(fields.bytes(&range)) {
            return Err(fields.wrong("time", range, why.into()));
        }
        time = Some(match way.time {
            Time::Base64 => fields.computed("time", range, |at, text| Time::Base64.read(at, text))?,
            Time::Base62 => fields.computed("time", range, |at, text| Time::Base62.read(at, text))?,
        });
    }
    fields.sign(way.sign, "signature")?;
    let stored = fields.written("signature", places.signature, "base64 for URLs without padding");
    let mut run = fields.clone().finish();
    let written = mac(&mut run, way, message, derive);
    let given = vec![("a", Value::Text(written)), ("b", stored)];
    let compared = called(c, &run.at.join("compare"), &EQUAL, given)?;
    let same = compared.result.clone();
    run.run("compare", |_| compared);
    run.check(way.with, Some(same.clone()));
    same.finish(c.budget)?;
    if same.to_bool()? != Some(true) {
        return Err(fields.refused(
            "signature",
            "it is not the MAC, under this key, of what stands before it".into(),
            run,
        ));
    }
    match time {
        Some(time) => {
            aged(c, way, &fields, run, &time, age).map(|run| Checked { run, payload, fields: fields.clone() })
        }
        None => Ok(Checked { run, payload, fields }),
    }
}
/// Adds the check of the age, where one is asked for.
fn aged(c: &Context, way: &Way, fields: &Fields, mut run: Run, time: &Value, age: &Age) -> Result<Run, Fault> {
    let known = |value: &Value| -> Result<BigInt, Fault> {
        value.finish(c.budget)?;
        Ok(value.to_int()?.unwrap_or_default())
    };
    let (now, most) = (known(&age.now)?, known(&age.most)?);
    let question = "is its age checked?";
    if now.is_zero() || most.is_zero() {
        run.choice(question, "no: that takes both `max_age` and `now`");
        return Ok(run);
    }
    run.choice(question, format!("yes: {most} seconds are allowed"));
    let given = vec![("a", age.now.clone()), ("b", time.clone())];
    let seconds = add_value(&mut run, c, "age", (bytes::ROWS, "subtract"), given)?;
    let given = vec![("a", seconds.clone()), ("b", age.most.clone())];
    add_value(&mut run, c, "expired", (bytes::ROWS, "greater"), given)?;
    let old = known(&seconds)?;
    let why = match old.sign() {
        Sign::Minus if way.refuses_future => format!("it lies {} seconds after now", -old),
        _ if old > most => format!("it lies {old} seconds before now, and {most} are allowed"),
        _ => return Ok(run),
    };
    run.check(way.with, Some(Value::bool(false)));
    Err(fields.refused("time", why, run))
}
