//! Texts and the bytes that encode them.

use super::whole;
use crate::functions::{Counterpart, Family, Fault, Function, Parameter};
use crate::run::{Run, Type, Value};

/// The row of `utf8`.
pub const UTF8: Function = Function {
    name: "utf8",
    title: "text as bytes",
    summary: "The bytes of a text, one to four a character.",
    family: Family::Bytes,
    spec: "RFC 3629 §3",
    parameters: &[Parameter::text("text", "a text of any length")],
    result: Some(Type::Bytes),
    vetted: Counterpart::None("nothing is computed: a text is its UTF-8 bytes"),
    examples: &["utf8(\"aé\")"],
    make: |c, a| Ok(Run::new(&c.at, "utf8").with_result(Value::Bytes(a.rope("text")))),
};
/// The row of `text`.
pub const TEXT: Function = Function {
    name: "text",
    title: "bytes as text",
    summary: "The text that bytes encode in UTF-8.",
    family: Family::Bytes,
    spec: "RFC 3629 §3",
    parameters: &[Parameter::bytes("a", "the bytes, which must be UTF-8; 16 MiB at most")],
    result: Some(Type::Text),
    vetted: Counterpart::None("nothing is computed: a text is its UTF-8 bytes"),
    examples: &["text(0x61c3a9)", "text(unhex(\"616263\"))"],
    make: |c, a| {
        let bytes = whole(c, a, "text", "a")?;
        if let Err(error) = std::str::from_utf8(&bytes) {
            let place = error.valid_up_to();
            let said = match error.error_len() {
                Some(_) => format!("byte {place} is {:02x}, and no character of UTF-8 goes that way", bytes[place]),
                None => format!("the character that begins at byte {place} is cut off"),
            };
            return Err(Fault::argument("a", said).hint("hex(…) writes any bytes as text"));
        }
        Ok(Run::new(&c.at, "text").with_result(Value::Text(a.rope("a"))))
    },
};

#[cfg(test)]
mod tests {
    use super::super::testing::*;
    use crate::run::Type;

    #[test]
    fn there_and_back() {
        let bytes = call("utf8", [typed("m", "aé€😀")]).unwrap().result;
        assert_eq!((bytes.kind(), bytes.show(40).unwrap().as_str()), (Type::Bytes, "61c3a9e282acf09f9880"));
        let text = call("text", [bytes]).unwrap().result;
        assert_eq!((text.kind(), text.show(40).unwrap().as_str()), (Type::Text, "aé€😀"));
        assert_eq!(origin(&text, 1..3), "m[1..3]");
    }
    #[test]
    fn what_is_no_text_is_said() {
        let said = |bytes: &[u8]| fault("text", [input("m", bytes)]);
        let end = "; hex(…) writes any bytes as text";
        assert_eq!(said(b"ab\xffcd"), format!("byte 2 is ff, and no character of UTF-8 goes that way{end}"));
        assert_eq!(said(b"\xe2\x82"), format!("the character that begins at byte 0 is cut off{end}"));
        // A surrogate, an overlong slash, and a number above U+10FFFF.
        for bytes in [&b"\xed\xa0\x80"[..], b"\xc0\xaf", b"\xf4\x90\x80\x80"] {
            assert!(said(bytes).starts_with("byte 0 is "), "{bytes:02x?}");
        }
    }
}
