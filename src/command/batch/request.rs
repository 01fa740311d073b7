//! Reads a request: one JSON object, whose mistakes are told apart.

use std::fmt;

use num_bigint::BigInt;
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use crate::command::limits::{MAX_NESTING, MAX_VALUES};
use crate::functions::{Fault, FaultKind};
use crate::run::Value;
use crate::sheet::expr::MAX_DIGITS;

/// A request that can be understood.
pub struct Request<'a> {
    /// The function's name.
    pub call: String,
    /// The arguments by name.
    pub args: Vec<(String, &'a RawValue)>,
    /// The addresses and patterns asked for.
    pub at: Vec<String>,
}

/// The members of an object in their order, those that stand twice as well.
struct Members<'a>(Vec<(String, &'a RawValue)>);

impl<'de: 'a, 'a> Deserialize<'de> for Members<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader;
        impl<'de> Visitor<'de> for Reader {
            type Value = Members<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = vec![];
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(Reader)
    }
}

impl<'a> Members<'a> {
    fn read(json: &'a str) -> Result<Members<'a>, String> {
        let members: Members = serde_json::from_str(json).map_err(|error| explained(&error))?;
        let mut names: Vec<&str> = members.0.iter().map(|(name, _)| name.as_str()).collect();
        names.sort_unstable();
        match names.windows(2).find(|pair| pair[0] == pair[1]) {
            Some(pair) => Err(format!("`{}` stands twice", shown(pair[0]))),
            None => Ok(members),
        }
    }
}

/// The finding of the JSON library, without the line, since there is but one.
fn explained(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let what = text.split(" at line ").next().unwrap_or_default();
    format!("{what}, at byte {} of the line", error.column())
}

fn shown(name: &str) -> String {
    let mut start: String = name.chars().take(40).collect();
    if start.len() < name.len() {
        start.push('…');
    }
    start
}

/// Reads a line. The first of the pair is the request's `id` as it was written, where it can be read.
pub fn read(line: &[u8]) -> (Option<&str>, Result<Request<'_>, String>) {
    let text = match str::from_utf8(line) {
        Ok(text) => text,
        Err(error) => return (None, Err(format!("the line is no UTF-8 from byte {} on", error.valid_up_to()))),
    };
    let members = match Members::read(text) {
        Ok(members) => members,
        Err(message) => return (id_of(text), Err(format!("the line is no request: {message}"))),
    };
    let id = members.0.iter().find(|(name, _)| name == "id").map(|(_, id)| id.get());
    match id.filter(|id| is_deep(id)) {
        None => (id, request(members)),
        Some(_) => (None, Err(format!("`id` has lists in lists, deeper than {MAX_NESTING}"))),
    }
}

/// Whether lists and objects lie deeper in each other than whoever reads the answer may be able to follow.
fn is_deep(json: &str) -> bool {
    let (mut depth, mut in_text, mut escaped) = (0_usize, false, false);
    json.bytes().any(|byte| {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_text => escaped = true,
            b'"' => in_text = !in_text,
            b'[' | b'{' if !in_text => depth += 1,
            b']' | b'}' if !in_text => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth > MAX_NESTING
    })
}

/// The `id` of an object that is no request for another reason, if it stands there once.
fn id_of(text: &str) -> Option<&str> {
    let Members(members) = serde_json::from_str(text).ok()?;
    let mut ids = members.into_iter().filter(|(name, _)| name == "id");
    match (ids.next(), ids.next()) {
        (Some((_, id)), None) => Some(id.get()).filter(|id| !is_deep(id)),
        _ => None,
    }
}

fn request(members: Members<'_>) -> Result<Request<'_>, String> {
    let (mut call, mut args, mut at) = (None, vec![], vec![]);
    for (name, value) in members.0 {
        match name.as_str() {
            "id" => {}
            "call" => call = Some(text(value).ok_or("`call` wants the name of a function, a JSON string")?),
            "args" => {
                args = Members::read(value.get()).map_err(|message| format!("`args` is no object: {message}"))?.0;
            }
            "at" => {
                at = serde_json::from_str(value.get()).map_err(|_| "`at` wants a list of addresses, JSON strings")?;
            }
            other => {
                return Err(format!("a request has no `{}`; it has `id`, `call`, `args` and `at`", shown(other)));
            }
        }
    }
    if at.len() > MAX_VALUES {
        return Err(format!("`at` has {} addresses, and {MAX_VALUES} are the most", at.len()));
    }
    let call = call.ok_or("a request wants a `call`: {\"call\": \"sha256\", \"args\": {…}}")?;
    Ok(Request { call, args, at })
}

fn text(json: &RawValue) -> Option<String> {
    serde_json::from_str(json.get()).ok()
}

/// Reads the value of an argument.
///
/// # Errors
/// A fault in that argument.
pub fn value(name: &str, json: &RawValue) -> Result<Value, Fault> {
    read_value(json, 0).map_err(|error| match error {
        Bad::Form(message) => Fault::argument(name, format!("`{}` {message}", shown(name))),
        Bad::Limit(message) => {
            Fault { kind: FaultKind::Limit, ..Fault::argument(name, format!("`{}` {message}", shown(name))) }
        }
    })
}

/// Why JSON is no value.
enum Bad {
    Form(String),
    Limit(String),
}

/// One of the two halves of a character, which JSON can write and no text holds.
const HALF: &str = "has a string of half a character";

fn form(message: impl Into<String>) -> Bad {
    Bad::Form(message.into())
}

fn read_value(json: &RawValue, depth: usize) -> Result<Value, Bad> {
    if depth > MAX_NESTING {
        return Err(Bad::Limit(format!("has lists in lists, deeper than {MAX_NESTING}")));
    }
    match json.get().as_bytes().first() {
        Some(b'"') => Ok(Value::text(&text(json).ok_or_else(|| form(HALF))?)),
        Some(b't') => Ok(Value::bool(true)),
        Some(b'f') => Ok(Value::bool(false)),
        Some(b'{') => read_object(json, depth),
        Some(b'[') => Err(form("is a bare list; write {\"list\": […]}")),
        Some(b'n') => Err(form("is null, which is no value")),
        _ => integer(json.get()),
    }
}

fn read_object(json: &RawValue, depth: usize) -> Result<Value, Bad> {
    let members = Members::read(json.get()).map_err(form)?.0;
    let [(kind, value)] = members.as_slice() else {
        return Err(form("wants one of \"hex\", \"text\", \"int\", \"bool\" and \"list\""));
    };
    let string = || {
        let why = || match value.get().starts_with('"') {
            true => form(HALF),
            false => form(format!("wants a JSON string after \"{}\"", shown(kind))),
        };
        text(value).ok_or_else(why)
    };
    match kind.as_str() {
        "hex" => {
            let bytes = base16ct::mixed::decode_vec(string()?);
            bytes.map(|bytes| Value::bytes(&bytes)).map_err(|_| form("wants pairs of hexadecimal digits after \"hex\""))
        }
        "text" => Ok(Value::text(&string()?)),
        "int" => integer(&string()?),
        "bool" => match value.get() {
            "true" => Ok(Value::bool(true)),
            "false" => Ok(Value::bool(false)),
            _ => Err(form("wants true or false after \"bool\"")),
        },
        "list" => {
            let items: Vec<&RawValue> =
                serde_json::from_str(value.get()).map_err(|_| form("wants a JSON list after \"list\""))?;
            let values = items.into_iter().map(|item| read_value(item, depth + 1));
            Ok(Value::List(values.collect::<Result<_, _>>()?))
        }
        other => Err(form(format!(
            "has no kind \"{}\"; there are \"hex\", \"text\", \"int\", \"bool\" and \"list\"",
            shown(other)
        ))),
    }
}

/// Decimal digits, with a minus sign perhaps. A fraction or an exponent is refused, whatever it is worth.
fn integer(text: &str) -> Result<Value, Bad> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(form("is no integer: that is decimal digits without a point and without an exponent"));
    }
    if digits.len() > MAX_DIGITS {
        return Err(Bad::Limit(format!("has {} digits, and {MAX_DIGITS} are the most", digits.len())));
    }
    let integer: BigInt = text.parse().map_err(|_| form("wants an integer in decimal digits"))?;
    Ok(Value::int(integer))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id_and_message(line: &[u8]) -> (Option<&str>, String) {
        let (id, request) = read(line);
        (id, request.err().unwrap_or_default())
    }

    #[test]
    fn every_id_is_kept_as_it_is_written() {
        for id in ["1", "-1.50e3", "\"a\\u0000\"", "null", "[1,{\"a\":2}]", "123456789012345678901234567890"] {
            let line = format!("{{\"id\": {id}, \"call\": \"sha256\"}}");
            assert_eq!(id_and_message(line.as_bytes()), (Some(id), String::new()));
        }
    }

    #[test]
    fn what_is_no_request_says_why() {
        for (line, id, message) in [
            (&b"\xff"[..], None, "no UTF-8 from byte 0"),
            (b"\0", None, "expected value, at byte 1"),
            (b"[1]", None, "expected an object"),
            (b"{\"id\":1", None, "EOF while parsing"),
            (b"{\"id\":1} x", None, "trailing characters"),
            (b"{\"id\":1}", Some("1"), "wants a `call`"),
            (b"{\"id\":1,\"id\":2,\"call\":\"a\"}", None, "`id` stands twice"),
            (b"{\"id\":1,\"call\":\"a\",\"call\":\"a\"}", Some("1"), "`call` stands twice"),
            (b"{\"id\":1,\"call\":\"a\",\"args\":{\"k\":1,\"k\":2}}", Some("1"), "`k` stands twice"),
            (b"{\"id\":1,\"call\":\"a\",\"ad\":[]}", Some("1"), "no `ad`"),
            (b"{\"id\":1,\"call\":5}", Some("1"), "`call` wants"),
            (b"{\"id\":1,\"call\":\"a\",\"at\":\"x\"}", Some("1"), "`at` wants"),
            (b"{\"id\":1,\"call\":\"a\",\"args\":[]}", Some("1"), "`args` is no object"),
        ] {
            let (found, said) = id_and_message(line);
            assert_eq!(found, id, "{said}");
            assert!(said.contains(message), "{said}");
        }
        let brackets = format!("\"{}\\\"[\"", "[".repeat(100));
        assert_eq!(
            id_and_message(format!("{{\"id\":{brackets},\"call\":\"a\"}}").as_bytes()).0,
            Some(brackets.as_str())
        );
        let deep = format!("{{\"id\":{}{},\"call\":\"a\"}}", "[".repeat(100), "]".repeat(100));
        assert_eq!(id_and_message(deep.as_bytes()).0, None);
        let deep = [b"{\"id\":1,\"call\":\"a\",\"args\":", &b"[".repeat(1 << 20)[..]].concat();
        assert!(id_and_message(&deep).1.contains("no request"));
    }

    #[test]
    fn values_have_many_spellings_and_some_are_refused() {
        let read = |json: &str| {
            let raw: &RawValue = serde_json::from_str(json).unwrap();
            value("x", raw).map(|v| v.show(100).unwrap()).map_err(|fault| fault.to_string())
        };
        assert_eq!(read(r#"{"hex":"00Ff"}"#), Ok("00ff".into()));
        assert_eq!(read(r#""aé""#), Ok("aé".into()));
        assert_eq!(read(r#"{"int":"-12345678901234567890123"}"#), Ok("-12345678901234567890123".into()));
        assert_eq!(read("12345678901234567890123"), Ok("12345678901234567890123".into()));
        assert_eq!(read("true"), Ok("true".into()));
        assert_eq!(read(r#"{"list":[1,{"list":["a"]}]}"#), Ok("[1, [\"a\"]]".into()));
        assert!(read(r#"{"text":"\ud800"}"#).unwrap_err().ends_with("half a character"));
        for bad in ["1.0", "1e3", "null", "[1]", "{}", r#"{"hex":"0"}"#, r#"{"hex":5}"#, r#"{"int":5}"#] {
            assert!(read(bad).unwrap_err().starts_with("`x` "), "{bad}");
        }
        for bad in [
            r#"{"text":"\ud800"}"#,
            r#"{"int":"1.0"}"#,
            r#"{"int":"+1"}"#,
            r#"{"int":""}"#,
            r#"{"bool":1}"#,
            r#"{"tex":"a"}"#,
            r#""\ud800""#,
        ] {
            assert!(read(bad).unwrap_err().starts_with("`x` "), "{bad}");
        }
        let deep = format!("{}1{}", "{\"list\":[".repeat(60), "]}".repeat(60));
        assert!(read(&deep).unwrap_err().contains("deeper than"));
        assert!(read(&"9".repeat(MAX_DIGITS + 1)).unwrap_err().contains("digits"));
    }
}
