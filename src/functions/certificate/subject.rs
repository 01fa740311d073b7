//! Names of subjects and issuers, RFC 5280 section 4.1.2.4, as RFC 4514 writes them.

use super::names;
use crate::functions::Fault;
use crate::functions::artefact::der::{Element, Level, Reader, SEQUENCE, SET};
use crate::run::{Rope, Source, Value};

/// The next element, a name; its value is how RFC 4514 writes it. Gives all its bytes.
///
/// # Errors
/// A fault in a field.
pub fn name(der: &mut Reader, level: &mut Level, field: &str) -> Result<Rope, Fault> {
    let element = der.expect(level, field, SEQUENCE)?;
    let text = relative_names(der, &element)?;
    der.set(&element, Value::Text(text));
    Ok(der.slice(&element.range()))
}
/// The attributes of a name, each a field, and the text of all, the last first.
fn relative_names(der: &mut Reader, element: &Element) -> Result<Rope, Fault> {
    let mut list = element.inside();
    let mut texts = vec![];
    while !list.is_read() {
        let known = der.ahead(&list, 2).and_then(|oid| names::attribute(&oid));
        let label = der.fresh(&list, known.map_or("attribute", |(field, _)| field));
        let set = der.expect(&mut list, &label, SET)?;
        let (mut pairs, mut text) = (set.inside(), Rope::default());
        while !pairs.is_read() {
            let number = der.fresh(&pairs, "pair");
            let pair = der.expect(&mut pairs, &number, SEQUENCE)?;
            let mut inside = pair.under(&set.path);
            let oid = der.fresh(&inside, "oid");
            let (oid, _) = der.identifier(&mut inside, &oid)?;
            let string = der.fresh(&inside, "text");
            let string = der.next(&mut inside, &string)?;
            der.end(&inside)?;
            let value = self::text(der, &string);
            if text.is_empty() {
                der.set(&set, value.clone());
            } else {
                text = text.then(Rope::constant("+", b"+"));
            }
            let sign = names::attribute(&oid).map_or(oid, |(_, sign)| sign.to_owned());
            text = text.then(Rope::constant(sign.as_str(), format!("{sign}=").as_bytes()));
            text = text.then(escaped(der, &string, &value));
        }
        texts.push(text);
    }
    let join =
        |all: Rope, text: Rope| if all.is_empty() { text } else { all.then(Rope::constant(",", b",")).then(text) };
    Ok(texts.into_iter().rev().fold(Rope::default(), join))
}
/// The text of a string, where it is one in UTF-8 or ASCII; else its bytes.
pub fn text(der: &mut Reader, element: &Element) -> Value {
    let is_text = matches!(element.tag, 0x0c | 0x12 | 0x13 | 0x16 | 0x1a | 0x80..=0x9f)
        && std::str::from_utf8(der.bytes(&element.content)).is_ok();
    let rope = der.slice(&element.content);
    der.set(element, if is_text { Value::Text(rope) } else { Value::Bytes(rope) })
}
/// A value of a name as RFC 4514 writes it: some characters stand behind a backslash; what is no text is written in
/// digits.
fn escaped(der: &Reader, element: &Element, value: &Value) -> Rope {
    let (bytes, rope) = (der.bytes(&element.content), der.slice(&element.content));
    let Value::Text(_) = value else {
        let digits = bytes.iter().fold("#".to_owned(), |text, byte| text + &format!("{byte:02x}"));
        return Rope::constant("hexadecimal", digits.as_bytes());
    };
    let (mut text, mut done) = (Rope::default(), 0);
    for (place, byte) in bytes.iter().enumerate() {
        let edge = (place == 0 && b"# ".contains(byte)) || (place + 1 == bytes.len() && *byte == b' ');
        if edge || b"\"+,;<>\\".contains(byte) {
            text = text.then(rope.slice(done..place as u64)).then(Rope::constant("\\", b"\\"));
            done = place as u64;
        }
    }
    text.then(rope.slice(done..rope.len()))
}
