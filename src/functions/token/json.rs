//! Payloads that are JSON, compressed where that makes them shorter.

use crate::functions::artefact::Fields;
use crate::functions::bytes::base64::URL_SAFE;
use crate::functions::{Context, Fault};
use crate::run::{Rope, Run, Source, Value};
use serde::de::IgnoredAny;
use serde_json::value::RawValue;
use std::collections::HashMap;
use std::ops::Range;

/// Adds the JSON that a payload writes in Base64 for URLs, and gives its text.
///
/// # Errors
/// A fault in the field `payload`, where that is no Base64 or no JSON.
pub fn read(c: &Context, fields: &Fields, run: &mut Run, payload: Rope) -> Result<Value, Fault> {
    let no = |run: &Run, why: &str| Err(fields.refused("payload", why.into(), run.clone()));
    payload.finish(c.budget)?;
    let text = payload.to_vec_until(c.budget)?;
    let compressed = text.first() == Some(&b'.');
    run.choice("is the payload compressed with zlib?", if compressed { "yes: it begins with a point" } else { "no" });
    let digits = payload.slice(u64::from(compressed)..payload.len());
    let wrong = |byte: &u8| URL_SAFE.value(*byte).is_none();
    if digits.len() % 4 == 1 || text[usize::from(compressed)..].iter().any(wrong) {
        return no(run, "it is written in base64 for URLs without padding");
    }
    let mut json = run.run("decoded", |at| URL_SAFE.read(at, digits));
    if compressed {
        json.finish(c.budget)?;
        let inflated = super::super::bytes::inflate::run(&run.at.join("inflated"), json, c.budget);
        match inflated {
            Ok(inflated) => json = run.run("inflated", |_| inflated),
            Err(fault) if fault.error.is_some() => return Err(fault),
            Err(fault) => return no(run, &fault.message),
        }
    }
    json.finish(c.budget)?;
    match serde_json::from_slice::<IgnoredAny>(&json.to_vec_until(c.budget)?) {
        Ok(_) => Ok(Value::Text(json)),
        Err(why) => no(run, &format!("it is no JSON: {why}")),
    }
}

/// The members of a JSON object, each as it stands there.
type Members<'a> = HashMap<String, &'a RawValue>;

/// The members of a JSON object; of two of one name the last.
///
/// # Errors
/// Why it is none, as a phrase.
pub fn members(json: &[u8]) -> Result<Members<'_>, String> {
    let text = std::str::from_utf8(json).map_err(|_| "it is no JSON: it is no UTF-8".to_owned())?;
    serde_json::from_str(text).map_err(|why| format!("it is no object of JSON: {why}"))
}
/// The place of a member's value in an object.
pub fn place(json: &[u8], name: &str) -> Option<Range<usize>> {
    let value = members(json).ok()?.get(name)?.get();
    let start = value.as_ptr() as usize - json.as_ptr() as usize;
    Some(start..start + value.len())
}
/// A member that is a string.
pub fn string(json: &[u8], name: &str) -> Option<String> {
    serde_json::from_str(members(json).ok()?.get(name)?.get()).ok()
}
/// The whole part of a number that is not negative.
pub fn whole(number: &[u8]) -> Option<u64> {
    let digits = number.split(|byte| *byte == b'.').next()?;
    std::str::from_utf8(digits).ok()?.parse().ok()
}
