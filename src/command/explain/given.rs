//! What `--with` gives.

use std::time::{SystemTime, UNIX_EPOCH};

use crate::run::suggest::did_you_mean;
use crate::run::{Path, Rope, Value};
use crate::sheet::Files;
use crate::sheet::explain::{FAMILIES, LONGEST, With};
use crate::shell::files::DiskFiles;

use super::super::Failure;

/// Names of numbers.
const NUMBERS: [&str; 4] = ["now", "at", "ttl", "max_age"];
/// Names of what is taken byte for byte, out of a file too.
const EXACT: [&str; 2] = ["message", "file"];

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
/// The text that was typed for a secret that was asked for: nothing in it is a mark.
pub fn typed(name: &str, text: &str) -> With {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    With::default().at(now).and(name, Value::text(text))
}
/// The names of those secrets that were read as hexadecimal digits, which somebody may have meant as they stand.
pub fn of_digits(given: &[String]) -> Vec<&str> {
    let split = given.iter().filter_map(|text| text.split_once('='));
    split.filter(|(name, text)| !NUMBERS.contains(name) && digits(text).is_some()).map(|(name, _)| name).collect()
}
/// The bytes of a value in hexadecimal.
fn digits(text: &str) -> Option<Vec<u8>> {
    text.strip_prefix("0x").and_then(|digits| base16ct::mixed::decode_vec(digits).ok())
}
fn value(name: &str, text: &str) -> Result<Value, Failure> {
    if NUMBERS.contains(&name) {
        let number = text.parse::<u64>().ok().filter(|number| i64::try_from(*number).is_ok());
        return number.map(Value::int).ok_or_else(|| Failure::usage(&format!("`{name}` is a number of seconds"), ""));
    }
    if let Some(path) = text.strip_prefix('@') {
        let whole = DiskFiles.open(path).and_then(|file| match file.len() {
            length if length > LONGEST as u64 => Err(format!("`{path}` has more than {LONGEST} bytes")),
            _ => Rope::input(Path::new(name), file).to_vec().map_err(|error| error.to_string()),
        });
        let hint = "@ stands before a file's path; a value that begins with @ stands in a file";
        let bytes = whole.map_err(|why| Failure::usage(&format!("`{name}`: {why}"), hint))?;
        return Ok(match String::from_utf8(bytes) {
            // A message is signed with all of its bytes; behind a key an editor leaves the end of a line.
            Ok(text) if EXACT.contains(&name) => Value::text(&text),
            Ok(text) => {
                let line = text.strip_suffix('\n').unwrap_or(&text);
                Value::text(line.strip_suffix('\r').unwrap_or(line))
            }
            Err(error) => Value::bytes(error.as_bytes()),
        });
    }
    Ok(digits(text).map_or_else(|| Value::text(text), |bytes| Value::bytes(&bytes)))
}
