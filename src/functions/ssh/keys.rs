//! The kinds of keys, and where they stand: in a line, in a file, in a signature.

use super::wire;
use crate::functions::artefact::Fields;
use crate::functions::bytes::base64::STANDARD;
use crate::functions::{Context, Fault};
use crate::run::{Rope, Run, Value};

/// How a part of a key is written.
#[derive(Clone, Copy)]
enum Kind {
    /// Characters.
    Text,
    /// Bytes.
    Bytes,
    /// So many bytes.
    Exactly(usize),
    /// An integer of any size.
    Int,
    /// The seed of Ed25519, 32 bytes, and behind it the public key once more.
    SeedAndPublic,
}
use Kind::{Bytes, Exactly, Int, SeedAndPublic, Text};

/// A kind of key: its name, the parts of the public one and of the private one, and which parts are the key itself.
pub struct KeyType {
    /// The name on the wire.
    pub name: &'static str,
    public: &'static [(&'static str, Kind)],
    private: &'static [(&'static str, Kind)],
    /// The part of the public key that tells it from all others.
    pub key: &'static str,
    /// The part of the private key that nobody else has; none where it lies in a device.
    pub secret: Option<&'static str>,
}
impl KeyType {
    const fn ecdsa(name: &'static str) -> KeyType {
        let public = &[("curve", Text), ("point", Bytes)];
        KeyType {
            name,
            public,
            private: &[("curve", Text), ("point", Bytes), ("d", Int)],
            key: "point",
            secret: Some("d"),
        }
    }
}

/// The name of Ed25519's keys, of which all is computed.
pub const ED25519: &str = "ssh-ed25519";
/// The table.
static TYPES: &[KeyType] = &[
    KeyType {
        name: ED25519,
        public: &[("key", Exactly(32))],
        private: &[("key", Exactly(32)), ("seed", SeedAndPublic)],
        key: "key",
        secret: Some("seed"),
    },
    KeyType::ecdsa("ecdsa-sha2-nistp256"),
    KeyType::ecdsa("ecdsa-sha2-nistp384"),
    KeyType::ecdsa("ecdsa-sha2-nistp521"),
    KeyType {
        name: "ssh-rsa",
        public: &[("e", Int), ("n", Int)],
        private: &[("n", Int), ("e", Int), ("d", Int), ("iqmp", Int), ("p", Int), ("q", Int)],
        key: "n",
        secret: Some("d"),
    },
    KeyType {
        name: "ssh-dss",
        public: &[("p", Int), ("q", Int), ("g", Int), ("y", Int)],
        private: &[("p", Int), ("q", Int), ("g", Int), ("y", Int), ("x", Int)],
        key: "y",
        secret: Some("x"),
    },
    KeyType {
        name: "sk-ssh-ed25519@openssh.com",
        public: &[("key", Exactly(32)), ("application", Text)],
        private: &[],
        key: "key",
        secret: None,
    },
    KeyType {
        name: "sk-ecdsa-sha2-nistp256@openssh.com",
        public: &[("curve", Text), ("point", Bytes), ("application", Text)],
        private: &[],
        key: "point",
        secret: None,
    },
];

/// The kind of a name.
pub fn key_type(name: &str) -> Option<&'static KeyType> {
    TYPES.iter().find(|kind| kind.name == name)
}

/// A key that was read: its kind, and the part that is the key itself.
pub struct Key {
    /// The kind.
    pub kind: &'static KeyType,
    /// The part, a number as its bytes.
    pub value: Value,
}
/// Reads the kind that stands next.
///
/// # Errors
/// A fault in the field `type`, where no such kind is known.
pub fn kind(fields: &mut Fields) -> Result<&'static KeyType, Fault> {
    let before = fields.clone();
    let name = wire::text(fields, "type")?;
    key_type(&name).ok_or_else(|| {
        let skip = before.place() + 4;
        let known: Vec<&str> = TYPES.iter().map(|kind| kind.name).collect();
        before.wrong("type", skip..skip + name.len(), format!("the kinds of keys are {}", known.join(", ")))
    })
}
/// The parts of a key by name, numbers as their bytes.
type Parts = Vec<(&'static str, Value)>;
/// Reads the parts of a key of a kind.
fn parts(fields: &mut Fields, parts: &[(&'static str, Kind)]) -> Result<Parts, Fault> {
    let mut found = vec![];
    for (name, kind) in parts {
        let value = match kind {
            Text => {
                wire::text(fields, name)?;
                continue;
            }
            Bytes => wire::bytes(fields, name)?,
            Int => wire::mpint(fields, name)?,
            Exactly(length) => {
                let range = sized(fields, name, *length)?;
                fields.plain(name, range)
            }
            SeedAndPublic => {
                let range = sized(fields, name, 64)?;
                let middle = range.start + 32;
                let seed = fields.plain(name, range.start..middle);
                fields.plain("key_again", middle..range.end);
                seed
            }
        };
        found.push((*name, Value::Bytes(value.rope().cloned().unwrap_or_default())));
    }
    Ok(found)
}
/// The part of a name, which the table has.
fn part(parts: &Parts, name: &str) -> Value {
    parts.iter().find(|(known, _)| *known == name).map_or_else(|| Value::bytes(&[]), |(_, value)| value.clone())
}
/// The place of a string that has so many bytes.
fn sized(fields: &mut Fields, name: &str, length: usize) -> Result<std::ops::Range<usize>, Fault> {
    let range = wire::string(fields, name)?;
    match range.len() == length {
        true => Ok(range),
        false => {
            let why = format!("it has {length} bytes, and this has {}", range.len());
            Err(fields.wrong(name, range, why))
        }
    }
}
/// Adds what a public key says, as a run of this name.
///
/// # Errors
/// A fault in one of its fields.
pub fn public(c: &Context, run: Run, name: &'static str, blob: Rope) -> Result<(Run, Key), Fault> {
    let mut fields = Fields::named(c, run, name, "blob", Value::Bytes(blob))?;
    let kind = kind(&mut fields)?;
    let value = part(&parts(&mut fields, kind.public)?, kind.key);
    wire::ends(&fields)?;
    Ok((fields.finish(), Key { kind, value }))
}
/// A private key that was read.
pub struct Private {
    /// Its public half.
    pub public: Key,
    /// The part that nobody else has.
    pub secret: Value,
}
/// Reads the kind and the parts of a private key.
///
/// # Errors
/// A fault in one of its fields.
pub fn private(fields: &mut Fields) -> Result<Private, Fault> {
    let place = fields.next(4 + wire::first(fields.rest()).map_or(0, <[u8]>::len));
    let kind = kind(fields)?;
    let Some(secret) = kind.secret else {
        let why = "the secret of such a key lies in a device, and is not in the file";
        return Err(fields.wrong("type", place, why.into()));
    };
    let parts = parts(fields, kind.private)?;
    Ok(Private { public: Key { kind, value: part(&parts, kind.key) }, secret: part(&parts, secret) })
}

/// Reads the kind, the key and the comment that stand next in a line, up to its end, and gives the key as on the wire.
///
/// # Errors
/// A fault in one of these fields.
pub fn written(c: &Context, fields: &mut Fields) -> Result<Rope, Fault> {
    let range = fields.until(b" \t\r\n");
    if fields.bytes(&range).is_empty() {
        return Err(fields.wrong("type", range, "the kind of the key stands there, such as ssh-ed25519".into()));
    }
    let name = fields.bytes(&range).to_vec();
    let (before, place) = (fields.clone(), range.clone());
    fields.text("type", range);
    blanks(fields, "key")?;
    let range = fields.until(b" \t\r\n");
    let digits = range.start..range.end - fields.bytes(&range).iter().rev().take_while(|byte| **byte == b'=').count();
    let padding = range.end - digits.end;
    if digits.is_empty() || padding != digits.len().next_multiple_of(4) - digits.len() {
        return Err(fields.wrong("key", range, "it is written in base64, in groups of four characters".into()));
    }
    let blob = fields.decoded_by("key", digits, "base64", &STANDARD)?.rope().cloned().unwrap_or_default();
    (0..padding).try_for_each(|_| fields.sign("=", "key"))?;
    blob.finish(c.budget)?;
    let bytes = blob.to_vec_until(c.budget)?;
    if let Some(inside) = wire::first(&bytes).filter(|inside| *inside != name) {
        let why = format!("the key itself says that it is `{}`", String::from_utf8_lossy(inside).escape_debug());
        return Err(before.wrong("type", place, why));
    }
    if matches!(fields.rest().first(), Some(b' ' | b'\t')) {
        blanks(fields, "comment")?;
        let range = fields.until(b"\r\n");
        if !range.is_empty() {
            fields.text("comment", range);
        }
    }
    line_ends(fields)?;
    Ok(blob)
}
/// Passes over blanks, one at least.
///
/// # Errors
/// A fault in the field that comes after them.
pub fn blanks(fields: &mut Fields, field: &str) -> Result<(), Fault> {
    let tab = |fields: &Fields| fields.rest().first() == Some(&b'\t');
    fields.sign(if tab(fields) { "\t" } else { " " }, field)?;
    while matches!(fields.rest().first(), Some(b' ' | b'\t')) {
        fields.sign(if tab(fields) { "\t" } else { " " }, field)?;
    }
    Ok(())
}
/// Passes over the end of a line, behind which nothing comes.
fn line_ends(fields: &mut Fields) -> Result<(), Fault> {
    while let Some(end @ (b'\r' | b'\n')) = fields.rest().first().copied() {
        fields.sign(if end == b'\r' { "\r" } else { "\n" }, "line")?;
    }
    match fields.is_read() {
        true => Ok(()),
        false => Err(fields.wrong("line", fields.next(usize::MAX), "one line is read, and another one follows".into())),
    }
}
