//! A text or bytes, taken apart at places that are given: for what has no function of its own.

use super::{Fields, decimal};
use crate::functions::bytes::base64::{Alphabet, STANDARD, URL_SAFE};
use crate::functions::{Arguments, Context, Counterpart, Family, Fault, Function, Limits, Parameter};
use crate::run::{Error, Path, Rope, Run, Type, Value};
use std::ops::Range;

/// The most fields.
const FIELDS: usize = 512;
/// The longest text of places, in bytes.
const LONGEST: u64 = 1 << 16;
/// The longest text that is taken apart, in bytes.
const WHOLE: u64 = 16 << 20;

/// The row of `taken_apart`.
pub const ROWS: &[Function] = &[Function {
    name: "taken_apart",
    title: "fields at places that are given",
    summary: "A text or bytes, with a name for each stretch of it; nothing is checked.",
    family: Family::Bytes,
    spec: "cleartext's own",
    parameters: &[
        Parameter::new("a", &[Type::Text, Type::Bytes], "what is taken apart, 16 MiB at most")
            .within(Limits::Length(0, WHOLE)),
        Parameter::text(
            "places",
            "a name and a range of bytes for each field, and behind / how it is written: base64, base64url, decimal or int",
        )
        .within(Limits::Length(0, LONGEST)),
    ],
    result: None,
    vetted: Counterpart::None("nothing is computed: it names what stands there"),
    examples: &["taken_apart(\"7:YWJj\", \"number:0..1/decimal text:2..6/base64\")"],
    make: |c, a| taken_apart(c, a),
}];

/// A field that is asked for.
struct Place<'a> {
    name: &'a str,
    range: Range<usize>,
    written: &'a str,
}
impl Place<'_> {
    fn read(text: &str) -> Option<Place<'_>> {
        let (name, rest) = text.split_once(':')?;
        let (range, written) = rest.split_once('/').unwrap_or((rest, ""));
        let (start, end) = range.split_once("..")?;
        let range = start.parse().ok()?..end.parse().ok()?;
        let letters = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        let named = letters && name.bytes().next().is_some_and(|first| !first.is_ascii_digit());
        (named && range.start <= range.end).then_some(Place { name, range, written })
    }
}
fn taken_apart(c: &Context, a: &Arguments) -> Result<Run, Fault> {
    a.value("places").finish(c.budget)?;
    let places = a.text("places")?;
    let mut fields = Fields::inside(c, Run::new(&c.at, "taken_apart"), "a", a.value("a").clone())?;
    let length = fields.rest().len();
    if places.split_whitespace().nth(FIELDS).is_some() {
        return Err(Fault::argument("places", format!("there are {FIELDS} fields at most")));
    }
    for text in places.split_whitespace() {
        let Some(Place { name, range, written }) = Place::read(text) else {
            let fault = Fault::argument("places", format!("`{text}` is no field"));
            return Err(fault.hint("a field is written name:0..4, or name:0..4/base64url"));
        };
        if range.end > length {
            return Err(Fault::argument(
                "places",
                format!("`{name}` ends at {}, and there are {length} bytes", range.end),
            ));
        }
        match (written, alphabet(written)) {
            ("", _) if a.value("a").kind() == Type::Text => _ = fields.text(name, range),
            ("", _) => _ = fields.plain(name, range),
            (_, Some((by, alphabet))) => _ = fields.decoded_by(name, range, by, alphabet)?,
            ("decimal", _) => match decimal::value(fields.bytes(&range)) {
                Some(_) => _ = fields.computed(name, range, decimal::read)?,
                None => return Err(fields.wrong(name, range, "it is no number in decimal digits".into())),
            },
            ("int", _) => _ = fields.computed(name, range, integer)?,
            (other, _) => {
                let fault = Fault::argument("places", format!("`{other}` is no way of writing"));
                return Err(fault.hint("the ways are base64, base64url, decimal and int"));
            }
        }
    }
    Ok(fields.finish().with_result(a.value("a").clone()))
}
fn alphabet(name: &str) -> Option<(&'static str, &'static Alphabet)> {
    match name {
        "base64" => Some(("base64 without padding", &STANDARD)),
        "base64url" => Some(("base64 for URLs without padding", &URL_SAFE)),
        _ => None,
    }
}
/// The integer that bytes write, the most significant first.
fn integer(at: &Path, bytes: Rope) -> Result<Run, Error> {
    let mut run = Run::new(at, "int_be");
    run.inputs = vec![("a", Value::Bytes(bytes.clone()))];
    Ok(run.with_result(Value::Int { magnitude: bytes, negative: false }))
}

#[cfg(test)]
mod tests {
    use crate::functions::bytes::testing::{call, fault};
    use crate::run::{Body, Value};

    #[test]
    fn every_field_is_a_value_of_its_own() {
        let places = Value::text("number:0..1/decimal text:2..6/base64 all:0..6");
        let run = call("taken_apart", [Value::text("7:YWJj"), places]).unwrap();
        let fields = match &run.items[0].body {
            Body::Run(fields) => fields.clone(),
            _ => panic!("the fields are a run"),
        };
        let shown = |item: &crate::run::Item| match &item.body {
            Body::Run(run) => run.result.show(20).unwrap(),
            _ => String::new(),
        };
        assert_eq!(run.result.show(20).unwrap(), "7:YWJj");
        assert_eq!(fields.items.iter().map(shown).collect::<Vec<_>>(), ["7", "616263", "7:YWJj"]);
    }
    #[test]
    fn what_is_no_place_is_refused() {
        let said = |places: &str| fault("taken_apart", [Value::bytes(b"abc"), Value::text(places)]);
        assert_eq!(said("a:0..4"), "`a` ends at 4, and there are 3 bytes");
        assert!(said("a:2..1").starts_with("`a:2..1` is no field"));
        assert!(said("0a:0..1").starts_with("`0a:0..1` is no field"));
        assert!(said("a:0..1/rot13").starts_with("`rot13` is no way of writing"));
        assert!(said("a:0..3/decimal").contains("no number"));
    }
}
