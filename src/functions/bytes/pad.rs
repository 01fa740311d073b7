//! Padding to whole blocks, and taking it off again.

use super::counted;
use crate::functions::{
    Arguments, Context, Counterpart, Default, Family, Fault, FaultKind, Function, Limits, Parameter,
};
use crate::num::{Border, Carry, Integer, Numbers};
use crate::run::{Budget, Count, Feed, Map, Path, Pieces, Rope, Run, Source, Type, Value, Windows};

/// The row of `pad`.
pub const PAD: Function = Function {
    name: "pad",
    title: "padding",
    summary: "Fills the last block up, so that its length is a whole number of blocks.",
    family: Family::Bytes,
    spec: "RFC 5652 §6.3, ISO/IEC 7816-4, ANSI X9.23",
    parameters: &[
        Parameter::bytes("a", "what to fill up, of any length"),
        Parameter::int("block", "how many bytes a block has").within(Limits::Range(1, 255)),
        SCHEME,
    ],
    result: Some(Type::Bytes),
    vetted: Counterpart::None("a mode holds its own padding against the crate of the mode"),
    examples: &["pad(\"hello\", 16)", "pad(\"hello\", 16, scheme: \"zeroes\")"],
    make: |c, a| pad(&c.at, a.rope("a"), a.u64("block")?, scheme(c, a)?),
};
/// The row of `unpad`.
pub const UNPAD: Function = Function {
    name: "unpad",
    title: "padding, taken off",
    summary: "Takes the padding off, or refuses: the padding must be as the scheme writes it.",
    parameters: &[
        Parameter::bytes("a", "whole blocks, the last one padded"),
        Parameter::int("block", "how many bytes a block has").within(Limits::Range(1, 255)),
        SCHEME,
    ],
    examples: &["unpad(0x68690202, 4)"],
    make: |c, a| unpad(&c.at, a.rope("a"), a.u64("block")?, scheme(c, a)?, c.budget),
    ..PAD
};
const SCHEME: Parameter = Parameter::text(
    "scheme",
    "pkcs7 (n bytes that say n), oneandzeroes (80 and zeros), zeroes (zeros, then a byte with the count) or none",
)
.or(Default::Text("pkcs7"))
.within(Limits::OneOf(scheme_names));

/// How a last block is filled up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    /// n bytes, each of which says n: PKCS #7, RFC 5652 section 6.3.
    Pkcs7,
    /// The byte 80 and zeros: ISO/IEC 7816-4.
    OneAndZeroes,
    /// Zeros, then a byte that says how many bytes were added: ANSI X9.23.
    Zeroes,
    /// Not at all: there must be whole blocks already.
    None,
}
const SCHEMES: [(&str, Scheme); 4] = [
    ("pkcs7", Scheme::Pkcs7),
    ("oneandzeroes", Scheme::OneAndZeroes),
    ("zeroes", Scheme::Zeroes),
    ("none", Scheme::None),
];
/// The names of the schemes.
pub fn scheme_names() -> Vec<&'static str> {
    SCHEMES.iter().map(|(name, _)| *name).collect()
}
impl Scheme {
    /// The scheme of a name.
    pub fn named(name: &str) -> Option<Scheme> {
        SCHEMES.iter().find(|(known, _)| *known == name).map(|(_, scheme)| *scheme)
    }
}
fn scheme(c: &Context, a: &Arguments) -> Result<Scheme, Fault> {
    a.value("scheme").finish(c.budget)?;
    let name = a.text("scheme")?;
    Scheme::named(&name).ok_or_else(|| Fault::argument("scheme", format!("no scheme `{name}`")))
}

/// A message filled up to whole blocks of `block` bytes, 255 at most. The part `padding` counts what is missing.
///
/// # Errors
/// With [`Scheme::None`], a message that is not made of whole blocks.
pub fn pad(at: &Path, message: Rope, block: u64, scheme: Scheme) -> Result<Run, Fault> {
    let mut run = Run::new(at, "pad");
    let over = message.len() % block;
    if scheme == Scheme::None {
        if over > 0 {
            let length = counted(message.len(), "byte");
            let fault = Fault::argument("a", format!("{length} are not whole blocks of {block}"));
            return Err(fault.hint("without padding, give a multiple of the block"));
        }
        return Ok(run.with_result(Value::Bytes(message)));
    }
    let count = block - over;
    let length = Rope::length(&message, &message.len().to_be_bytes());
    let filling = Filling { scheme, block: block as i64 };
    let padding = run.part("padding", |at| Map::part(at, filling, vec![Feed::whole("length", length)], count, count));
    Ok(run.with_result(Value::Bytes(message.then(padding))))
}
/// The bytes added to a message of some length.
struct Filling {
    scheme: Scheme,
    block: i64,
}
impl Pieces for Filling {
    const COUNT: Count = Count::Single;
    fn piece<N: Numbers>(&self, n: N, _: u64, read: &Windows, out: &mut Border) {
        let length = N::Int::read(n, read[0]).named("length", ());
        let block = n.literal(self.block);
        let count = (block.clone() - length.mod_floor(block)).named("count", ());
        // A byte says the count; zeros and the byte 80 are constants of the scheme.
        let says = n.split_int(count.clone(), 1)[0];
        let (zero, one) = (n.u8("zero", (), 0), n.u8("one", (), 0x80));
        let last = (self.block as u64).min(u64::try_from(count.value()).unwrap_or(0)) as usize;
        for j in 0..last {
            let byte = match self.scheme {
                Scheme::Pkcs7 => says,
                Scheme::OneAndZeroes if j == 0 => one,
                Scheme::Zeroes if j + 1 == last => says,
                Scheme::OneAndZeroes | Scheme::Zeroes | Scheme::None => zero,
            };
            byte.named("byte", j).save(out);
        }
    }
}

/// The message without its padding: a slice, with `padding` beside it.
///
/// # Errors
/// [`FaultKind::Rejected`] where the padding is not as the scheme writes it; [`FaultKind::Waiting`] where the last
/// block must be computed first.
pub fn unpad(at: &Path, padded: Rope, block: u64, scheme: Scheme, budget: &Budget) -> Result<Run, Fault> {
    let length = padded.len();
    if !length.is_multiple_of(block) || (length == 0 && scheme != Scheme::None) {
        let said = format!("{} are not one or more whole blocks of {block}", counted(length, "byte"));
        return Err(rejected(said));
    }
    let mut run = Run::new(at, "unpad");
    let last = padded.slice(length.saturating_sub(block)..length);
    last.finish(budget)?;
    let count = match scheme {
        Scheme::None => 0,
        Scheme::Pkcs7 => says_count(&last.to_vec()?, length - block, |_, count| count)?,
        Scheme::Zeroes => says_count(&last.to_vec()?, length - block, |_, _| 0)?,
        Scheme::OneAndZeroes => one_and_zeroes(&last.to_vec()?, length - block)?,
    };
    let answer = match scheme {
        Scheme::None => "no padding".to_string(),
        Scheme::Pkcs7 | Scheme::Zeroes => format!("the last byte says {count}"),
        Scheme::OneAndZeroes => format!("from the byte 80 on, {count}"),
    };
    run.choice("how many bytes of padding are there?", answer);
    run.bytes("padding", padded.slice(length - count..length), 1);
    Ok(run.with_result(Value::Bytes(padded.slice(0..length - count))))
}
fn rejected(said: String) -> Fault {
    Fault { kind: FaultKind::Rejected, ..Fault::argument("a", said) }
}
/// The count that the last byte of a block says, if the bytes before it are as they must be: `expected` gives what the
/// j-th byte of the padding is.
fn says_count(block: &[u8], before: u64, expected: impl Fn(usize, u8) -> u8) -> Result<u64, Fault> {
    let count = block.last().copied().unwrap_or_default();
    if count == 0 || count as usize > block.len() {
        return Err(rejected(format!("the last byte is {count:02x}; padding ends in 01 to {:02x}", block.len())));
    }
    let start = block.len() - count as usize;
    for (j, byte) in block[start..block.len() - 1].iter().enumerate() {
        let expected = expected(j, count);
        if *byte != expected {
            let place = before + (start + j) as u64;
            let said =
                format!("byte {place} is {byte:02x}; the last byte says {count:02x}, so it should be {expected:02x}");
            return Err(rejected(said));
        }
    }
    Ok(count as u64)
}
fn one_and_zeroes(block: &[u8], before: u64) -> Result<u64, Fault> {
    let zeros = block.iter().rev().take_while(|byte| **byte == 0).count();
    match block.len().checked_sub(zeros + 1) {
        Some(place) if block[place] == 0x80 => Ok(zeros as u64 + 1),
        Some(place) => {
            let at = before + place as u64;
            Err(rejected(format!("byte {at} is {:02x}; before the zeros at the end stands 80", block[place])))
        }
        None => Err(rejected("the last block is all zeros; before the zeros at the end stands 80".into())),
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::*;
    use super::*;

    fn padded(message: &[u8], block: i64, scheme: &str) -> Run {
        call("pad", [input("m", message), Value::int(block), Value::text(scheme)]).unwrap()
    }
    #[test]
    fn every_scheme() {
        let shown = |message: &[u8], scheme: &str| padded(message, 4, scheme).result.show(99).unwrap();
        assert_eq!(shown(b"a", "pkcs7"), "61030303");
        assert_eq!(shown(b"abcd", "pkcs7"), "6162636404040404");
        assert_eq!(shown(b"a", "oneandzeroes"), "61800000");
        assert_eq!(shown(b"abc", "oneandzeroes"), "61626380");
        assert_eq!(shown(b"a", "zeroes"), "61000003");
        assert_eq!(shown(b"", "zeroes"), "00000004");
        assert_eq!(shown(b"abcd", "none"), "61626364");
        assert_eq!(
            fault("pad", [input("m", b"abc"), Value::int(4), Value::text("none")]),
            "3 bytes are not whole blocks of 4; without padding, give a multiple of the block"
        );
    }
    #[test]
    fn there_and_back() {
        for scheme in ["pkcs7", "oneandzeroes", "zeroes"] {
            for block in [1, 2, 8, 16, 255] {
                for length in 0..40 {
                    let message: Vec<u8> = (0..length).map(|i| [0, 0x80, 1, 0][i % 4]).collect();
                    let padded = padded(&message, block, scheme).result;
                    let run = call("unpad", [padded, Value::int(block), Value::text(scheme)]).unwrap();
                    assert_eq!(run.output().unwrap(), message, "{scheme} {block}");
                }
            }
        }
    }
    #[test]
    fn padding_comes_from_the_length() {
        let run = padded(&[7; 20], 16, "pkcs7");
        assert_eq!(origin(&run.result, 19..20), "m[19..20]");
        assert_eq!(origin(&run.result, 20..32), "length(m)");
        assert_eq!(formula(&run, "padding/count"), "16 - length mod 16");
        let run = call("unpad", [run.result, Value::int(16)]).unwrap();
        assert_eq!(origins(&run.result), "m[0..20]");
        assert_eq!(at(&run, "padding[0]"), "0c");
        assert_eq!(run.choices[0].answer, "the last byte says 12");
    }
    #[test]
    fn what_is_not_padded_is_rejected() {
        let said = |bytes: &[u8], scheme: &str| {
            let fault = call("unpad", [input("m", bytes), Value::int(4), Value::text(scheme)]).err().unwrap();
            assert_eq!(fault.kind, FaultKind::Rejected);
            fault.to_string()
        };
        assert_eq!(said(&[1, 2, 3], "pkcs7"), "3 bytes are not one or more whole blocks of 4");
        assert_eq!(said(&[], "pkcs7"), "0 bytes are not one or more whole blocks of 4");
        assert_eq!(said(&[9, 9, 9, 9, 0, 0, 0, 0], "pkcs7"), "the last byte is 00; padding ends in 01 to 04");
        assert_eq!(said(&[9, 9, 9, 5], "zeroes"), "the last byte is 05; padding ends in 01 to 04");
        assert_eq!(said(&[9, 9, 9, 9, 9, 2, 3, 3], "pkcs7"), "byte 5 is 02; the last byte says 03, so it should be 03");
        assert_eq!(said(&[9, 1, 0, 3], "zeroes"), "byte 1 is 01; the last byte says 03, so it should be 00");
        assert_eq!(said(&[9, 1, 0, 0], "oneandzeroes"), "byte 1 is 01; before the zeros at the end stands 80");
        assert_eq!(
            said(&[0, 0, 0, 0], "oneandzeroes"),
            "the last block is all zeros; before the zeros at the end stands 80"
        );
        assert_eq!(said(&[1, 2, 3], "none"), "3 bytes are not one or more whole blocks of 4");
    }
    #[test]
    fn an_unknown_scheme_gets_a_suggestion() {
        assert_eq!(
            fault("pad", [input("m", b"abc"), Value::int(4), Value::text("pkcs5")]),
            "`scheme` of pad cannot be \"pkcs5\"; did you mean \"pkcs7\"?"
        );
    }
}
