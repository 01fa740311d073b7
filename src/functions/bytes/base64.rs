//! Base 64: four characters for three bytes.

use super::hex::character;
use super::{READ_WHOLE, bytes, counted, whole};
use crate::functions::{Arguments, Default, Family, Fault, Function, Parameter, Says, Vetted};
use crate::num::{Border, Byte, Carry, Numbers, Table, Window};
use crate::run::{Error, Feed, Map, Path, Pieces, Rope, Run, Source, Type, Value, Windows};
use base64ct::{Base64, Base64Unpadded, Base64Url, Base64UrlUnpadded, Encoding};

const URL: Parameter = Parameter::bool("url", "whether - and _ take the places of + and /, as in URLs and tokens")
    .or(Default::Bool(false));

/// The row of `base64`.
pub const BASE64: Function = Function {
    name: "base64",
    title: "Base64",
    summary: "Three bytes as four characters of six bits each; a last group that is short is filled up with =.",
    family: Family::Bytes,
    spec: "RFC 4648 §4 and, with `url`, §5",
    parameters: &[
        Parameter::bytes("a", "what to write, of any length"),
        URL,
        Parameter::bool("pad", "whether = fills up the last group").or(Default::Bool(true)),
    ],
    result: Some(Type::Text),
    vetted: Vetted::new(VETTED, encoded).note("up to 16 MiB").row(),
    examples: &["base64(\"abc\")", "base64(sha256(\"abc\"), url: true, pad: false)"],
    make: |c, a| {
        let (url, pad) = flags(c.budget, a, "pad")?;
        Ok(alphabet(url).write(&c.at, a.rope("a"), pad))
    },
};
/// The row of `unbase64`.
pub const UNBASE64: Function = Function {
    name: "unbase64",
    title: "Base64, read",
    summary: "The bytes that Base64 writes, with or without = at the end.",
    family: Family::Bytes,
    spec: "RFC 4648 §4 and, with `url`, §5",
    parameters: &[
        Parameter::new(
            "text",
            &[Type::Text, Type::Bytes],
            "characters of the alphabet and nothing else, 16 MiB at most",
        ),
        URL,
    ],
    result: Some(Type::Bytes),
    vetted: Vetted::new(VETTED, decoded).row(),
    examples: &["unbase64(\"YWJj\")", "unbase64(\"_-8\", url: true)"],
    make: |c, a| {
        let text = whole(c, a, "unbase64", "text")?;
        let (url, _) = flags(c.budget, a, "url")?;
        let digits = digits(&text, url)?;
        Ok(alphabet(url).read(&c.at, a.rope("text").slice(0..digits)))
    },
};
/// `url` and another truth value.
fn flags(budget: &crate::run::Budget, a: &Arguments, other: &str) -> Result<(bool, bool), Error> {
    ["url", other].iter().try_for_each(|name| a.value(name).finish(budget))?;
    Ok((a.bool("url")?, a.bool(other)?))
}

/// Bytes in a row.
const BYTES: u64 = 12;
/// Characters in a row.
const CHARACTERS: u64 = 16;
const STANDARD_CHARACTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const URL_CHARACTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const AB64_CHARACTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789./";
const BCRYPT_CHARACTERS: &[u8; 64] = b"./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
static STANDARD_VALUES: [u8; 256] = values(STANDARD_CHARACTERS);
static URL_VALUES: [u8; 256] = values(URL_CHARACTERS);
static AB64_VALUES: [u8; 256] = values(AB64_CHARACTERS);
static BCRYPT_VALUES: [u8; 256] = values(BCRYPT_CHARACTERS);
/// The alphabet of Base64 proper.
pub static STANDARD: Alphabet = Alphabet::new("base64", STANDARD_CHARACTERS, &STANDARD_VALUES);
/// The alphabet of URLs and tokens.
pub static URL_SAFE: Alphabet = Alphabet::new("base64url", URL_CHARACTERS, &URL_VALUES);
/// The alphabet of passlib's "adapted base64": a point takes the place of the plus sign.
pub static AB64: Alphabet = Alphabet::new("ab64", AB64_CHARACTERS, &AB64_VALUES);
/// The alphabet of bcrypt, which begins with the point and the slash.
pub static BCRYPT: Alphabet = Alphabet::new("bcrypt64", BCRYPT_CHARACTERS, &BCRYPT_VALUES);
/// The worth of a character outside the alphabet.
const NONE: u8 = 0xff;
/// The place of each character in an alphabet.
const fn values(alphabet: &[u8; 64]) -> [u8; 256] {
    let (mut values, mut value) = ([NONE; 256], 0);
    while value < 64 {
        values[alphabet[value] as usize] = value as u8;
        value += 1;
    }
    values
}
fn alphabet(url: bool) -> &'static Alphabet {
    if url { &URL_SAFE } else { &STANDARD }
}

/// The 64 characters of a way to write six bits as one.
pub struct Alphabet {
    characters: Table,
    values: Table,
}
impl Alphabet {
    const fn new(name: &'static str, characters: &'static [u8; 64], values: &'static [u8; 256]) -> Alphabet {
        let characters = Table { name, bytes: characters, says: None };
        Alphabet { characters, values: Table { name: "sextet", bytes: values, says: None } }
    }
    /// The six bits that a character stands for; nothing for one of no use here.
    pub fn value(&self, character: u8) -> Option<u8> {
        Some(self.values.bytes[usize::from(character)]).filter(|value| *value != NONE)
    }
    /// The characters that bytes are written with.
    pub fn write(&'static self, at: &Path, bytes: Rope, pad: bool) -> Run {
        let length = bytes.len();
        let characters = if pad { length.div_ceil(3) * 4 } else { (length * 4).div_ceil(3) };
        let encode = Encode { alphabet: &self.characters, pad };
        let feeds = vec![Feed::dealt("bytes", bytes, BYTES)];
        let mut run = Run::new(at, "base64");
        let text = run.part("row", |at| Map::part(at, encode, feeds, CHARACTERS, characters));
        run.with_result(Value::Text(text))
    }
    /// The bytes that characters of this alphabet write, padding left out. Bits that make no whole byte are dropped.
    pub fn read(&'static self, at: &Path, characters: Rope) -> Run {
        let bytes = characters.len() * 6 / 8;
        let feeds = vec![Feed::dealt("characters", characters, CHARACTERS)];
        let mut run = Run::new(at, "unbase64");
        let bytes = run.part("row", |at| Map::part(at, Decode { values: &self.values }, feeds, BYTES, bytes));
        run.with_result(Value::Bytes(bytes))
    }
}

/// How many characters come before the padding, once it is sure that they and the padding are as they must be.
fn digits(text: &[u8], url: bool) -> Result<u64, Fault> {
    let value = |byte: u8| alphabet(url).values.bytes[byte as usize];
    let padding = text.iter().rev().take_while(|byte| **byte == b'=').count();
    let digits = text.len() - padding;
    if let Some(place) = text[..digits].iter().position(|byte| value(*byte) == NONE) {
        let (at, character) = character(text, place);
        let fault = Fault::argument("text", format!("character {at} is `{}`", character.escape_debug()));
        return Err(fault.hint(match (character, url) {
            ('-' | '_', false) => "that is of the other alphabet: say url: true",
            ('+' | '/', true) => "that is of the other alphabet: say url: false",
            ('=', _) => "= stands at the end only",
            (_, false) => "Base64 is written with A-Z, a-z, 0-9, + and /",
            (_, true) => "Base64 for URLs is written with A-Z, a-z, 0-9, - and _",
        }));
    }
    let wrong = |said: String| Fault::argument("text", said);
    if digits % 4 == 1 {
        let (count, verb) = (counted(digits as u64, "character"), if digits == 1 { "does" } else { "do" });
        let said = format!("{count} {verb} not make whole bytes");
        return Err(wrong(said).hint("a last group has 2, 3 or 4: one is missing, or there is one too many"));
    }
    let filled = digits.next_multiple_of(4) - digits;
    if padding > 0 && padding != filled {
        let said = format!("{} are followed by {padding} `=`", counted(digits as u64, "character"));
        let wanted = if filled == 0 { "none".into() } else { format!("{filled} or none") };
        return Err(wrong(said).hint(format!("a group has four characters, so {wanted} would be right")));
    }
    // RFC 4648 section 3.5: the bits that no byte uses are zero.
    let unused = [0, 0, 0x0f, 0x03][digits % 4];
    if let Some(last) = text[..digits].last().filter(|last| value(**last) & unused != 0) {
        let meant = alphabet(url).characters.bytes[(value(*last) & !unused) as usize] as char;
        let said = format!("character {} is `{}`, and its last bits belong to no byte", digits - 1, *last as char);
        return Err(wrong(said).hint(format!("with those bits zero it is `{meant}`")));
    }
    Ok(digits as u64)
}

/// Up to 12 bytes become up to 16 characters.
struct Encode {
    alphabet: &'static Table,
    pad: bool,
}
impl Pieces for Encode {
    fn piece<N: Numbers>(&self, n: N, _: u64, read: &Windows, out: &mut Border) {
        let length = read[0].bytes.len();
        for (group, first) in (0..length).step_by(3).enumerate() {
            let there = (length - first).min(3);
            let three = std::array::from_fn(|i| match i < there {
                true => N::U8::read(n, read[0].piece::<1>(first + i)).named("byte", first + i),
                false => n.u8("zero", (), 0),
            });
            for (i, six) in sextets(three).into_iter().enumerate() {
                let k = 4 * group + i;
                if i <= there {
                    let six = six.named("six", k);
                    n.lookup(Window::table(self.alphabet), six).named("char", k).save(out);
                } else if self.pad {
                    n.u8("padding", k, b'=').named("char", k).save(out);
                }
            }
        }
    }
}
/// Up to 16 characters become up to 12 bytes.
struct Decode {
    values: &'static Table,
}
impl Pieces for Decode {
    fn piece<N: Numbers>(&self, n: N, _: u64, read: &Windows, out: &mut Border) {
        let mut characters = bytes(n, read[0], "char").enumerate().peekable();
        let mut k = 0;
        while characters.peek().is_some() {
            let mut there = 0;
            let four = std::array::from_fn(|_| match characters.next() {
                Some((k, character)) => {
                    there += 1;
                    n.lookup(Window::table(self.values), character).named("six", k)
                }
                None => n.u8("zero", (), 0),
            });
            for byte in octets(four).into_iter().take(there * 6 / 8) {
                byte.named("byte", k).save(out);
                k += 1;
            }
        }
    }
}
/// The six-bit groups of three bytes.
fn sextets<B: Byte>([a, b, c]: [B; 3]) -> [B; 4] {
    [a.shr(2), a.shl(6).shr(2) | b.shr(4), b.shl(4).shr(2) | c.shr(6), c.shl(2).shr(2)]
}
/// The bytes of four six-bit groups.
fn octets<B: Byte>([a, b, c, d]: [B; 4]) -> [B; 3] {
    [a.shl(2) | b.shr(4), b.shl(4) | c.shr(2), c.shl(6) | d]
}

const VETTED: &str = "base64ct 1.8";
fn encoded(arguments: &Arguments) -> Result<Says, Error> {
    if arguments.rope("a").len() > READ_WHOLE {
        return Ok(Says::Nothing);
    }
    let encode = match (arguments.bool("url")?, arguments.bool("pad")?) {
        (false, true) => Base64::encode_string,
        (false, false) => Base64Unpadded::encode_string,
        (true, true) => Base64Url::encode_string,
        (true, false) => Base64UrlUnpadded::encode_string,
    };
    Ok(Says::Value(encode(&arguments.bytes("a")?).into_bytes()))
}
fn decoded(arguments: &Arguments) -> Result<Says, Error> {
    let text = String::from_utf8_lossy(&arguments.bytes("text")?).into_owned();
    let decode = match (arguments.bool("url")?, text.ends_with('=')) {
        (false, true) => Base64::decode_vec,
        (false, false) => Base64Unpadded::decode_vec,
        (true, true) => Base64Url::decode_vec,
        (true, false) => Base64UrlUnpadded::decode_vec,
    };
    Ok(Says::or_refused(decode(&text).ok()))
}

#[cfg(test)]
mod tests {
    use super::super::testing::*;
    use super::*;

    #[test]
    fn rfc_4648_section_10() {
        for (plain, written) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ] {
            assert_eq!(shown("base64", [typed("m", plain)]), written);
            assert_eq!(
                shown("base64", [typed("m", plain), Value::bool(false), Value::bool(false)]),
                written.trim_end_matches('=')
            );
            for text in [written, written.trim_end_matches('=')] {
                assert_eq!(call("unbase64", [typed("m", text)]).unwrap().output().unwrap(), plain.as_bytes());
            }
        }
    }
    #[test]
    fn there_and_back_at_every_length() {
        let data: Vec<u8> = (0..100u32).map(|i| (i * 37 + 190) as u8).collect();
        for length in 0..data.len() {
            for (url, pad) in [(false, true), (false, false), (true, true), (true, false)] {
                let text =
                    call("base64", [input("m", &data[..length]), Value::bool(url), Value::bool(pad)]).unwrap().result;
                let bytes = call("unbase64", [text, Value::bool(url)]).unwrap();
                assert_eq!(bytes.output().unwrap(), data[..length]);
            }
        }
    }
    #[test]
    fn six_bits_come_from_one_or_two_bytes() {
        let run = call("base64", [input("m", &[0xab; 20])]).unwrap();
        assert_eq!(origin(&run.result, 16..17), "m[12..13]; base64");
        assert_eq!(origin(&run.result, 17..18), "m[12..14]; base64");
        assert_eq!(origin(&run.result, 26..27), "m[19..20]; base64");
        assert_eq!(formula(&run, "row[1]/char[1]"), "base64[six[1]]");
        assert_eq!(formula(&run, "row[1]/six[1]"), "SHR2(SHL6(byte[0])) ∨ SHR4(byte[1])");
        let run = call("unbase64", [run.result]).unwrap();
        assert_eq!(formula(&run, "row[1]/byte[2]"), "SHL6(six[2]) ∨ six[3]");
        assert_eq!(origin(&run.result, 14..15), "m[13..15]; base64, sextet");
    }
    #[test]
    fn what_is_not_base64_is_named() {
        let said = |text: &str| fault("unbase64", [typed("m", text)]);
        let url = |text: &str| fault("unbase64", [typed("m", text), Value::bool(true)]);
        assert_eq!(said("YW!j"), "character 2 is `!`; Base64 is written with A-Z, a-z, 0-9, + and /");
        assert_eq!(url("YW j"), "character 2 is ` `; Base64 for URLs is written with A-Z, a-z, 0-9, - and _");
        assert_eq!(said("é"), "character 0 is `é`; Base64 is written with A-Z, a-z, 0-9, + and /");
        assert_eq!(said("ab-_"), "character 2 is `-`; that is of the other alphabet: say url: true");
        assert_eq!(url("ab+/"), "character 2 is `+`; that is of the other alphabet: say url: false");
        assert_eq!(said("Zg==Zg=="), "character 2 is `=`; = stands at the end only");
        assert_eq!(
            said("Zm9vY"),
            "5 characters do not make whole bytes; a last group has 2, 3 or 4: one is missing, or there is one too many"
        );
        assert!(said("Z").starts_with("1 character does not make whole bytes; "));
        let four = "a group has four characters, so";
        assert_eq!(said("Zg="), format!("2 characters are followed by 1 `=`; {four} 2 or none would be right"));
        assert_eq!(said("Zm9v="), format!("4 characters are followed by 1 `=`; {four} none would be right"));
        assert_eq!(
            said("Zh=="),
            "character 1 is `h`, and its last bits belong to no byte; with those bits zero it is `g`"
        );
        assert_eq!(
            said("Zm9"),
            "character 2 is `9`, and its last bits belong to no byte; with those bits zero it is `8`"
        );
    }
}
