//! What `--with` gives.

use std::fs;
use std::time::{SystemTime, UNIX_EPOCH};

use crate::run::Value;
use crate::run::suggest::did_you_mean;
use crate::sheet::explain::{FAMILIES, LONGEST, With};

use super::super::Failure;

/// Names of numbers.
const NUMBERS: [&str; 4] = ["now", "at", "ttl", "max_age"];
/// Names of what is taken byte for byte, out of a file too.
const EXACT: [&str; 2] = ["message", "file"];
/// Names of what is taken as it was typed.
const PLAIN: [&str; 2] = ["password", "passphrase"];

/// Reads what was given; a mistake names the place and never the value.
pub fn read(given: &[String]) -> Result<With, Failure> {
    let secrets = FAMILIES.iter().flat_map(|rows| rows.iter()).flat_map(|family| family.takes);
    let names: Vec<&str> = secrets.flat_map(|secret| secret.names).copied().collect();
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    let mut with = With::default().at(now);
    for text in given {
        let Some((name, value)) = text.split_once('=') else {
            return Err(Failure::usage("`--with` wants NAME=VALUE", "such as --with password=…"));
        };
        if !names.contains(&name) {
            let hint = match did_you_mean(name, names.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "`cleartext explain --list` says what each family takes".to_owned(),
            };
            return Err(Failure::usage(&format!("nothing is checked with `{name}`"), &hint));
        }
        with = with.and(name, self::value(name, value)?);
    }
    // An age is one of now, where no other time is named.
    let named = |name: &str| with.names().any(|known| known == name);
    if (named("ttl") || named("max_age")) && !named("now") {
        with = with.and("now", Value::int(now));
    }
    Ok(with)
}
fn value(name: &str, text: &str) -> Result<Value, Failure> {
    if NUMBERS.contains(&name) {
        let number = text.parse::<u64>().ok().filter(|number| i64::try_from(*number).is_ok());
        return number.map(Value::int).ok_or_else(|| Failure::usage(&format!("`{name}` is a number of seconds"), ""));
    }
    if PLAIN.contains(&name) {
        return Ok(Value::text(text));
    }
    if let Some(path) = text.strip_prefix('@') {
        let unread =
            |why: String| Failure::usage(&format!("`{path}` cannot be read: {why}"), "@ stands before a file's path");
        let long = fs::metadata(path).map_err(|error| unread(error.to_string()))?.len() > LONGEST as u64;
        if long {
            return Err(unread(format!("it has more than {LONGEST} bytes")));
        }
        let mut bytes = fs::read(path).map_err(|error| unread(error.to_string()))?;
        return Ok(match String::from_utf8(bytes.clone()) {
            // A message is signed with all of its bytes; behind a key an editor leaves the end of a line.
            Ok(text) if EXACT.contains(&name) => Value::text(&text),
            Ok(text) => Value::text(text.strip_suffix('\n').unwrap_or(&text)),
            Err(_) => Value::bytes(&std::mem::take(&mut bytes)),
        });
    }
    if let Some(digits) = text.strip_prefix("0x")
        && let Ok(bytes) = base16ct::mixed::decode_vec(digits)
    {
        return Ok(Value::bytes(&bytes));
    }
    Ok(Value::text(text))
}
