//! Records, section 5: five bytes of header, and what they protect: the nonce is the IV XOR the number of the record,
//! the header is authenticated as well, and the real type stands behind the content.

use super::code;
use super::suite::{self, Cipher, NONCE};
use super::work::{Work, by_crates};
use crate::functions::bytes;
use crate::functions::{Arguments, Context, Default, Family, Fault, FaultKind, Function, Limits, Parameter, Vetted};
use crate::run::{Path, Rope, Run, Source, Type, Value};

/// Bytes of a header.
pub const HEADER: usize = 5;
/// The most bytes of content, and of what is encrypted.
const MOST: [usize; 2] = [1 << 14, (1 << 14) + 256];
/// The type of what is encrypted.
pub const APPLICATION_DATA: u8 = 23;

/// A header that was read.
pub struct Head {
    /// The content type.
    pub kind: u8,
    /// How many bytes follow.
    pub length: usize,
}
/// Reads the header at the beginning of some bytes, all of whose record is there; `first` is a client's first record.
///
/// # Errors
/// The byte that is wrong, and why.
pub fn head(bytes: &[u8], first: bool) -> Result<Head, (usize, String)> {
    let [kind, major, minor, high, low, ..] = *bytes else {
        return Err((bytes.len(), format!("a record begins with 5 bytes, and only {} are there", bytes.len())));
    };
    if !(20..=23).contains(&kind) {
        return Err((0, format!("a record begins with 14, 15, 16 or 17, and {kind:02x} stands there")));
    }
    match (major, minor) {
        (3, 3) => {}
        (3, 1) if first => {}
        (3, _) => return Err((2, format!("a record of TLS 1.3 says 0303 there, and this says 03{minor:02x}"))),
        _ => return Err((1, format!("a record of TLS 1.3 says 0303 there, and this says {major:02x}{minor:02x}"))),
    }
    let length = usize::from(high) << 8 | usize::from(low);
    let most = MOST[usize::from(kind == APPLICATION_DATA)];
    if length > most {
        return Err((3, format!("the record says {length} bytes, and {most} is the most")));
    }
    if length == 0 {
        return Err((3, "the record says that it is empty".to_owned()));
    }
    match bytes.len() - HEADER {
        there if there < length => {
            Err((bytes.len(), format!("the record says {length} bytes, and it is cut after {there} of them")))
        }
        _ => Ok(Head { kind, length }),
    }
}
/// The run of a header, which is a record's first five bytes.
pub fn header(at: &Path, record: &Rope) -> Run {
    let mut run = Run::new(at, "fields");
    let whole = record.slice(0..HEADER as u64);
    for (name, range) in [("type", 0..1), ("legacy_record_version", 1..3), ("length", 3..5)] {
        run.bytes(name, whole.slice(range), 1);
    }
    run.inputs = vec![("record", Value::Bytes(whole.clone()))];
    run.with_result(Value::Bytes(whole))
}
/// A byte as an integer.
pub fn number(at: &Path, byte: Rope) -> Run {
    let mut run = Run::new(at, "int_be");
    run.inputs = vec![("a", Value::Bytes(byte.clone()))];
    run.with_result(Value::Int { magnitude: byte, negative: false })
}

/// The keys of one direction.
#[derive(Clone)]
pub struct Keys {
    /// The key of the AEAD.
    pub key: Rope,
    /// The IV.
    pub iv: Rope,
}
/// Adds `sequence`, `nonce` and `open`, and gives what was encrypted, its type and its padding behind it.
///
/// # Errors
/// The fault of the AEAD, with its run inside.
pub fn open(
    work: &Work,
    run: &mut Run,
    cipher: &Cipher,
    keys: &Keys,
    sequence: Value,
    record: &Rope,
) -> Result<Rope, Fault> {
    let given = vec![("int", sequence), ("length", Value::int(NONCE))];
    let sequence = work.bytes(run, "sequence", (bytes::ROWS, "bytes_be"), given)?;
    let given = vec![("a", Value::Bytes(keys.iv.clone())), ("b", Value::Bytes(sequence))];
    let nonce = work.bytes(run, "nonce", (bytes::ROWS, "xor"), given)?;
    let given = vec![
        ("key", Value::Bytes(keys.key.clone())),
        ("nonce", Value::Bytes(nonce)),
        ("sealed", Value::Bytes(record.slice(HEADER as u64..record.len()))),
        ("data", Value::Bytes(record.slice(0..HEADER as u64))),
    ];
    match work.bytes(run, "open", cipher.open, given) {
        Err(Fault { kind: FaultKind::Rejected, run: inner, message, .. }) => {
            if let Some(inner) = inner {
                run.run("open", |_| (*inner).clone());
            }
            Err(Fault::rejected(message, run.clone()))
        }
        other => other,
    }
}
/// The places of content and type in what was encrypted; nothing where it is zeros throughout.
pub fn parted(inner: &[u8]) -> Option<usize> {
    inner.iter().rposition(|byte| *byte != 0)
}

fn made(work: &Work, a: &Arguments) -> Result<Run, Fault> {
    let cipher = suite::cipher(&a.text("cipher")?)?;
    let (keys, record) = (Keys { key: a.rope("key"), iv: a.rope("iv") }, a.rope("record"));
    if keys.key.len() != cipher.key {
        let message = format!("a key of {} has {} bytes, and `key` has {}", cipher.name, cipher.key, keys.key.len());
        return Err(Fault::argument("key", message));
    }
    let mut run = Run::new(&work.c.at, "tls13_record_open");
    let bytes = work.known(&record)?;
    let wrong = |at: usize, why: String, run: Run| Fault {
        argument: Some("record".into()),
        ..Fault::rejected(format!("`record`, byte {at}: {why}"), run)
    };
    let mut fields = Run::new(&run.at.join("fields"), "fields");
    if bytes.len() >= HEADER {
        fields.run("header", |at| header(at, &record));
    }
    let with_fields = |mut run: Run, fields: Run| {
        let whole = Value::Bytes(record.clone());
        run.run("fields", |_| fields.with_result(whole));
        run
    };
    let head = match head(&bytes, false) {
        Ok(head) => head,
        Err((at, why)) => return Err(wrong(at, why, with_fields(run, fields))),
    };
    if head.kind != APPLICATION_DATA {
        let why = format!(
            "what is encrypted begins with 17, and this is a record of {}",
            code::CONTENT.name(head.kind.into())
        );
        return Err(wrong(0, why, with_fields(run, fields)));
    }
    let end = HEADER + head.length;
    if bytes.len() > end {
        let why = format!("{} bytes are left over behind the record", bytes.len() - end);
        return Err(wrong(end, why, with_fields(run, fields)));
    }
    if head.length <= suite::TAG {
        let why =
            format!("a type and a tag of {} bytes are there at least, and the record has {}", suite::TAG, head.length);
        return Err(wrong(3, why, with_fields(run, fields)));
    }
    fields.bytes("encrypted_record", record.slice(HEADER as u64..end as u64), 1);
    let inner = match open(work, &mut run, cipher, &keys, a.value("sequence").clone(), &record) {
        Ok(inner) => inner,
        Err(fault) if fault.kind == FaultKind::Rejected => {
            run.check("the key, the IV and the number", Some(Value::bool(false)));
            let hint = "key, IV, sequence number and record must belong together";
            return Err(Fault::rejected(fault.message, with_fields(run, fields)).hint(hint));
        }
        Err(fault) => return Err(fault),
    };
    let plaintext = work.known(&inner)?;
    run.check("the key, the IV and the number", Some(Value::bool(true)));
    let Some(place) = parted(&plaintext) else {
        return Err(Fault::rejected("the record opens to zeros only, and has no type", with_fields(run, fields)));
    };
    let end = place as u64 + 1;
    let content = fields.bytes("content", inner.slice(0..end - 1), 1);
    fields.run("type", |at| number(at, inner.slice(end - 1..end)));
    fields.bytes("zeros", inner.slice(end..inner.len()), 1);
    let mut run = with_fields(run, fields);
    run.choice("what is inside?", code::CONTENT.name(plaintext[place].into()));
    Ok(run.with_result(Value::Bytes(content)))
}

/// The row that opens a record.
pub const ROW: Function = Function {
    name: "tls13_record_open",
    title: "TLS 1.3, one record",
    summary: "The content of one encrypted record, by the key and the IV of its direction and its number among their records.",
    family: Family::Transit,
    spec: "RFC 9846 (8446) §5.2, §5.3",
    parameters: &[
        Parameter::bytes("key", "the key of this direction: 16 or 32 bytes"),
        Parameter::bytes("iv", "the IV of this direction, 12 bytes").within(Limits::Length(NONCE, NONCE)),
        Parameter::int("sequence", "how many records were encrypted under this key before it")
            .within(Limits::Only(0, i64::MAX)),
        Parameter::bytes("record", "the record with its header of five bytes").within(Limits::Length(0, 1 << 16)),
        Parameter::text("cipher", "the AEAD of the cipher suite")
            .or(Default::Text("aes_128_gcm"))
            .within(Limits::OneOf(suite::ciphers)),
    ],
    result: Some(Type::Bytes),
    vetted: Vetted {
        shares: "reading the record is ours",
        ..Vetted::new("aes 0.9 and ghash 0.6, or chacha20poly1305 0.11", |a| by_crates(|work| made(work, a)))
    }
    .row(),
    examples: &[concat!(
        "tls13_record_open(0x27e68f059afd8d990f7cf77628765dba, 0xfc4558f5e539d3725a643320, ",
        "0, 0x1703030014028902f541590e755a863a02694fcd3fa007f9b9)"
    )],
    make: |c: &Context, a: &Arguments| made(&Work::ours(c), a),
};
