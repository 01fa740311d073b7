//! Base 16: two digits a byte.

use super::{READ_WHOLE, ROW, bytes, whole};
use crate::functions::{Arguments, Family, Fault, Function, Parameter, Says, Vetted};
use crate::num::{Border, Carry, Numbers, Table, Window, Word};
use crate::run::{Error, Feed, Map, Path, Pieces, Rope, Run, Source, Type, Value, Windows};

/// The row of `hex`.
pub const HEX: Function = Function {
    name: "hex",
    title: "hexadecimal",
    summary: "Every byte as two digits from 0 to f, the high four bits first.",
    family: Family::Bytes,
    spec: "RFC 4648 §8, in lower case",
    parameters: &[Parameter::bytes("a", "what to write, of any length")],
    result: Some(Type::Text),
    vetted: Vetted::new("base16ct 1.0", encoded).note("up to 16 MiB").row(),
    examples: &["hex(\"abc\")", "hex(sha256(\"abc\"))"],
    make: |c, a| Ok(write(&c.at, a.rope("a"))),
};
/// The row of `unhex`.
pub const UNHEX: Function = Function {
    name: "unhex",
    title: "hexadecimal, read",
    summary: "The bytes that hexadecimal digits write, in upper or lower case.",
    family: Family::Bytes,
    spec: "RFC 4648 §8",
    parameters: &[Parameter::new(
        "text",
        &[Type::Text, Type::Bytes],
        "an even number of digits and nothing else, 16 MiB at most",
    )],
    result: Some(Type::Bytes),
    vetted: Vetted::new("base16ct 1.0", decoded).row(),
    examples: &["unhex(\"616263\")", "unhex(hex(0x00ff))"],
    make: |c, a| {
        let text = whole(c, a, "unhex", "text")?;
        if let Some(place) = text.iter().position(|b| VALUES[*b as usize] == NONE) {
            let (place, character) = character(&text, place);
            let fault = Fault::argument("text", format!("character {place} is `{}`", character.escape_debug()));
            return Err(fault.hint("hexadecimal digits are 0-9 and a-f"));
        }
        if text.len() % 2 == 1 {
            let fault = Fault::argument("text", format!("{} digits do not make whole bytes", text.len()));
            return Err(fault.hint("two digits make a byte: write 0f, not f"));
        }
        let mut run = Run::new(&c.at, "unhex");
        let feeds = vec![Feed::dealt("digits", a.rope("text"), 2 * ROW)];
        let bytes = run.part("row", |at| Map::part(at, Decode, feeds, ROW, text.len() as u64 / 2));
        Ok(run.with_result(Value::Bytes(bytes)))
    },
};
/// The digits that bytes are written with.
pub(in crate::functions) fn write(at: &Path, bytes: Rope) -> Run {
    let mut run = Run::new(at, "hex");
    let digits = 2 * bytes.len();
    let feeds = vec![Feed::dealt("bytes", bytes, ROW)];
    let text = run.part("row", |at| Map::part(at, Encode, feeds, 2 * ROW, digits));
    run.with_result(Value::Text(text))
}
/// The place of a byte among the characters of a text, counted from 0, and the character there.
pub(super) fn character(text: &[u8], place: usize) -> (usize, char) {
    let before = String::from_utf8_lossy(&text[..place]).chars().count();
    (before, String::from_utf8_lossy(&text[place..]).chars().next().unwrap_or_default())
}

static DIGITS: Table = Table { name: "hex", bytes: b"0123456789abcdef", says: None };
static VALUE: Table = Table { name: "digit", bytes: &VALUES, says: None };
/// The worth of what is no digit.
const NONE: u8 = 0xff;
const VALUES: [u8; 256] = {
    let (mut values, mut value) = ([NONE; 256], 0);
    while value < 16 {
        let digit = DIGITS_BYTES[value];
        values[digit as usize] = value as u8;
        values[digit.to_ascii_uppercase() as usize] = value as u8;
        value += 1;
    }
    values
};
const DIGITS_BYTES: &[u8; 16] = b"0123456789abcdef";

/// 16 bytes become 32 digits.
struct Encode;
impl Pieces for Encode {
    fn piece<N: Numbers>(&self, n: N, _: u64, read: &Windows, out: &mut Border) {
        for (j, byte) in bytes(n, read[0], "byte").enumerate() {
            let (high, low) = (byte.shr(4), byte.shl(4).shr(4));
            n.lookup(Window::table(&DIGITS), high).named("char", 2 * j).save(out);
            n.lookup(Window::table(&DIGITS), low).named("char", 2 * j + 1).save(out);
        }
    }
}
/// 32 digits become 16 bytes.
struct Decode;
impl Pieces for Decode {
    fn piece<N: Numbers>(&self, n: N, _: u64, read: &Windows, out: &mut Border) {
        let digit = |k: usize| {
            let char = N::U8::read(n, read[0].piece::<1>(k)).named("char", k);
            n.lookup(Window::table(&VALUE), char).named("value", k)
        };
        for j in 0..read[0].bytes.len() / 2 {
            let (high, low) = (digit(2 * j), digit(2 * j + 1));
            (high.shl(4) | low).named("byte", j).save(out);
        }
    }
}

fn encoded(arguments: &Arguments) -> Result<Says, Error> {
    if arguments.rope("a").len() > READ_WHOLE {
        return Ok(Says::Nothing);
    }
    Ok(Says::Value(base16ct::lower::encode_string(&arguments.bytes("a")?).into_bytes()))
}
fn decoded(arguments: &Arguments) -> Result<Says, Error> {
    Ok(Says::or_refused(base16ct::mixed::decode_vec(arguments.bytes("text")?).ok()))
}

#[cfg(test)]
mod tests {
    use super::super::testing::*;
    use super::*;

    #[test]
    fn rfc_4648_section_10() {
        assert_eq!(shown("hex", [typed("m", "foobar")]), "666f6f626172");
        assert_eq!(shown("unhex", [typed("m", "666F6F626172")]), "666f6f626172");
        assert_eq!(shown("hex", [typed("m", "")]), "");
        assert_eq!(shown("unhex", [typed("m", "")]), "");
    }
    #[test]
    fn there_and_back_over_all_bytes() {
        let all: Vec<u8> = (0..=255).collect();
        let text = call("hex", [input("m", &all)]).unwrap().result;
        assert_eq!(call("unhex", [text]).unwrap().output().unwrap(), all);
    }
    #[test]
    fn a_digit_comes_from_one_byte_and_a_byte_from_two_digits() {
        let run = call("hex", [input("m", &[0x1f; 40])]).unwrap();
        assert_eq!(origin(&run.result, 71..72), "m[35..36]; hex");
        assert_eq!(formula(&run, "row[2]/char[7]"), "hex[SHR4(SHL4(byte[3]))]");
        let run = call("unhex", [typed("m", &"1f".repeat(40))]).unwrap();
        assert_eq!(origin(&run.result, 35..36), "m[70..72]; digit");
        assert_eq!(formula(&run, "row[2]/byte[3]"), "SHL4(value[6]) ∨ value[7]");
        assert_eq!(at(&run, "row[2]/value[7]"), "0f");
    }
    #[test]
    fn what_is_no_digit_is_named() {
        let said = |text: &str| fault("unhex", [typed("m", text)]);
        assert_eq!(said("00ffag"), "character 5 is `g`; hexadecimal digits are 0-9 and a-f");
        assert_eq!(said("é0€"), "character 0 is `é`; hexadecimal digits are 0-9 and a-f");
        assert_eq!(said("0\n"), "character 1 is `\\n`; hexadecimal digits are 0-9 and a-f");
        assert_eq!(said("abc"), "3 digits do not make whole bytes; two digits make a byte: write 0f, not f");
        let long = call("repeat", [Value::text("00"), Value::int(10_000_000)]).unwrap().result;
        assert_eq!(fault("unhex", [long]), "`text` of unhex has 16 MiB at most, and this has 20000000 bytes");
    }
}
