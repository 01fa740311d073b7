//! Armour: bytes in Base64 between `-----BEGIN X-----` and `-----END X-----`, RFC 7468, as certificates and keys come
//! in mail and in files.

use super::Fields;
use crate::functions::Fault;
use crate::functions::bytes::base64::STANDARD;
use crate::run::{Rope, Value};
use std::ops::Range;

const BEGIN: &[u8] = b"-----BEGIN ";
const DASHES: &[u8] = b"-----";
/// The bytes that end a line, as RFC 7468 has it: either of them, or both.
const ENDS: &[u8] = b"\r\n";

/// A block of armour that was read.
pub struct Armoured {
    /// The words between the dashes: `PUBLIC KEY`.
    pub label: String,
    /// The bytes that the lines write.
    pub bytes: Rope,
}

/// The stretches of a text that are a block each, from the dashes before `BEGIN` to where the next one begins, or to
/// the end.
pub fn blocks(text: &[u8]) -> Vec<Range<usize>> {
    let starts: Vec<usize> = (0..text.len()).filter(|place| text[*place..].starts_with(BEGIN)).collect();
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    starts.iter().zip(ends).map(|(start, end)| *start..end).collect()
}
/// Reads the next block, whose label is one of those wanted, as the fields `begin`, `body` and `end`. Anything may
/// stand before it, and lines end as on any system.
///
/// # Errors
/// A fault in one of these fields, or in `header`, which older formats have.
pub fn read(fields: &mut Fields, wanted: &[&str]) -> Result<Armoured, Fault> {
    let (start, text) = (fields.place(), fields.rest().to_vec());
    let spoken = || wanted.iter().map(|label| format!("-----BEGIN {label}-----")).collect::<Vec<_>>().join(" or ");
    let place = |text: &[u8], what: &[u8]| text.windows(what.len()).position(|window| window == what);
    let Some(begin) = place(&text, BEGIN) else {
        let line = start..start + text.iter().position(|byte| ENDS.contains(byte)).unwrap_or(text.len());
        return Err(fields.wrong("begin", line, format!("a line {} comes first, and there is none", spoken())));
    };
    let first = begin + BEGIN.len();
    let rest = &text[first..];
    let line = rest.iter().position(|byte| ENDS.contains(byte)).unwrap_or(rest.len());
    let Some(length) = place(&rest[..line], DASHES) else {
        return Err(fields.wrong("begin", start + begin..start + first + line, "it ends with five dashes".into()));
    };
    let (label, body) = (String::from_utf8_lossy(&rest[..length]).into_owned(), first + length + DASHES.len());
    let range = start + begin..start + body;
    if !label.bytes().all(|byte| byte.is_ascii_graphic() || byte == b' ') {
        return Err(fields.wrong("begin", range, "letters, digits and blanks stand between the dashes".into()));
    }
    if !wanted.contains(&label.as_str()) {
        return Err(fields.wrong("begin", range, format!("{} is wanted here", spoken())));
    }
    fields.text("begin", range);
    let last = format!("-----END {label}-----");
    let Some(length) = place(&text[body..], last.as_bytes()) else {
        let end = start + text.len();
        return Err(fields.wrong("end", end..end, format!("a line {last} closes it, and there is none")));
    };
    let end = body + length;
    let digits = digits(fields, &text[body..end], start + body)?;
    let bytes = fields.made("body", start + body..start + end, |at, lines| {
        let mut run = STANDARD.read(at, digits);
        run.inputs = vec![("text", Value::Text(lines))];
        run.choice("how is it written?", "base64, cut into lines");
        run
    });
    fields.text("end", start + end..start + end + last.len());
    Ok(Armoured { label, bytes: bytes.rope().cloned().unwrap_or_default() })
}
/// The characters of all lines that write bytes, which begin at a place of the text.
fn digits(fields: &Fields, body: &[u8], place: usize) -> Result<Rope, Fault> {
    let (mut digits, mut padding, mut last) = (Rope::default(), 0, 0);
    let is_blank = |byte: &u8| byte.is_ascii_whitespace();
    let mut at = 0;
    for line in body.split_inclusive(|byte| ENDS.contains(byte)) {
        let from = at + line.iter().take_while(|byte| is_blank(byte)).count().min(line.len());
        let to = from.max(at + line.len() - line.iter().rev().take_while(|byte| is_blank(byte)).count());
        at += line.len();
        if body[from..to].contains(&b':') {
            let why = "files with headers are of an older format, which is not read here";
            return Err(fields.wrong("header", place + from..place + to, why.into()));
        }
        for (character, value) in (from..to).map(|i| (i, STANDARD.value(body[i]))) {
            match value {
                Some(value) if padding == 0 => last = value,
                None if body[character] == b'=' => padding += 1,
                _ => {
                    let why = "it is written in base64: A-Z, a-z, 0-9, + and /, and = at the end alone";
                    return Err(fields.wrong("body", place + character..place + character + 1, why.into()));
                }
            }
        }
        let signs = body[from..to].iter().filter(|byte| **byte == b'=').count();
        digits = digits.then(fields.slice(&(place + from..place + to - signs)));
    }
    let count = crate::run::Source::len(&digits) as usize;
    let unused = [0, 0x3f, 0x0f, 0x03][count % 4];
    let why = match count % 4 {
        _ if count == 0 => "bytes in base64 stand there, and nothing does",
        1 => "its characters do not make whole bytes: one is missing, or there is one too many",
        _ if padding != count.next_multiple_of(4) - count => "its characters and the = behind them make groups of four",
        _ if last & unused != 0 => "the last bits of its last character belong to no byte",
        _ => return Ok(digits),
    };
    let end = place + body.iter().rposition(|byte| !is_blank(byte)).map_or(0, |last| last + 1);
    Err(fields.wrong("body", end.max(place + 1) - 1..end, why.into()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::functions::Context;
    use crate::run::{Budget, Path, Run};

    /// The bytes of the first block, or the message of the fault.
    fn read_one(text: &str) -> Result<Vec<u8>, String> {
        let budget = Budget::unlimited();
        let c = Context { at: Path::new(""), budget: &budget };
        let rope = Rope::input(Path::new("text"), std::sync::Arc::new(text.as_bytes().to_vec()));
        let outer = Run::new(&c.at, "armour");
        let mut fields = Fields::named(&c, outer, "armour", "text", Value::Text(rope)).unwrap();
        let read = read(&mut fields, &["TEXT", "DATA"]).map_err(|fault| fault.message)?;
        read.bytes.finish(&budget).unwrap();
        assert_eq!(read.label, "TEXT");
        Ok(read.bytes.to_vec().unwrap())
    }
    #[test]
    fn lines_end_as_on_any_system() {
        let text = "from: me\n-----BEGIN TEXT-----\nYWJjZGVm\nZ2g=\n-----END TEXT-----\n";
        assert_eq!(read_one(text).unwrap(), b"abcdefgh");
        for text in [text.replace('\n', "\r\n"), text.replace('\n', "\r"), text.replace("\nZ", "\n  Z")] {
            assert_eq!(read_one(&text).unwrap(), b"abcdefgh", "{text:?}");
        }
        let headed = read_one("-----BEGIN TEXT-----\rProc-Type: 4\rYWJj\r-----END TEXT-----").unwrap_err();
        assert!(headed.starts_with("field `header`, characters 21 to"), "{headed}");
    }
    #[test]
    fn each_mistake_is_named_with_its_place() {
        let of = |body: &str| read_one(&format!("-----BEGIN TEXT-----\n{body}\n-----END TEXT-----")).unwrap_err();
        assert!(of("YWJ*ZGVm").starts_with("field `body`, character 24, `*`: "), "{}", of("YWJ*ZGVm"));
        assert!(of("YWJj=GVm").contains("`G`: it is written in base64"), "{}", of("YWJj=GVm"));
        assert!(of("YWJjZ").contains("do not make whole bytes"));
        assert!(of("YWJjZA").contains("make groups of four"));
        assert!(of("YWJjZB==").contains("belong to no byte"));
        assert!(of("").contains("nothing does"));
        assert!(of("Proc-Type: 4,ENCRYPTED").starts_with("field `header`, characters 21 to"));
        assert!(read_one("abc").unwrap_err().contains("-----BEGIN TEXT----- or -----BEGIN DATA-----"));
        assert!(read_one("-----BEGIN OTHER-----\n").unwrap_err().contains("is wanted here"));
        assert!(read_one("-----BEGIN TEXT\nYWJj").unwrap_err().contains("five dashes"));
        let open = read_one("-----BEGIN TEXT-----\nYWJj\n").unwrap_err();
        assert!(open.starts_with("field `end`, at character 26 of 26: a line -----END TEXT-----"), "{open}");
    }
    #[test]
    fn every_block_is_found() {
        let text = "-----BEGIN A-----\nYWJj\n-----END A-----\n";
        let found = blocks(format!("{text}{text}").as_bytes());
        assert_eq!(found, [0..text.len(), text.len()..2 * text.len()]);
        assert!(blocks(b"-----").is_empty());
    }
    /// Whatever is cut off or changed, nothing is taken for the bytes of another text by panicking.
    #[test]
    fn no_change_panics() {
        let text = "-----BEGIN TEXT-----\r\nYWJjZGVm\r\nZ2g=\r\n-----END TEXT-----\r\n";
        for i in 0..text.len() {
            let _ = read_one(&text[..i]);
            for other in ["", "=", "\n", ":", "é"] {
                let _ = read_one(&format!("{}{other}{}", &text[..i], &text[i + 1..]));
            }
        }
    }
}
