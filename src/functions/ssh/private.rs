//! Private keys as OpenSSH writes them, PROTOCOL.key: a public half that anybody reads, and a section that a passphrase
//! encrypts.
//!
//! A run has `armour`, `fields`, `public_key`, with a passphrase `derive`, `cipher_key`, `cipher_iv` and `decrypt`,
//! then `private`, the fields of the section, and the comparisons `same_check`, `same_key` and, for Ed25519,
//! `same_public`.

use super::example::example;
use super::keys::{self, ED25519, Key, Private};
use super::{public, wire};
use crate::functions::artefact::{Fields, add, add_value, armour, called};
use crate::functions::kdf;
use crate::functions::mode::{cbc, ctr};
use crate::functions::signature::ed25519;
use crate::functions::{
    Arguments, Context, Counterpart, Default, Family, Fault, Function, Limits, Parameter, Says, Vetted, bytes,
};
use crate::run::{Budget, Error, Rope, Run, Source, Type, Value};
use bcrypt_pbkdf::bcrypt_pbkdf;
use ed25519_dalek::SigningKey;

/// The beginning of a file.
const MAGIC: &[u8] = b"openssh-key-v1\0";
/// The words of its armour.
const LABEL: &str = "OPENSSH PRIVATE KEY";
const PASSPHRASE: &str = "the passphrase";
/// Who checks a file that nobody encrypted: whether all of it belongs together is all that can be said.
const ITSELF: &str = "its own public half";

/// A cipher for the section: its name on the wire, bytes of the key, and whether the mode is CTR, or else CBC.
struct Cipher {
    name: &'static str,
    key: u64,
    is_ctr: bool,
}
impl Cipher {
    /// The function that decrypts a section, and its arguments.
    fn call(&self, key: Rope, iv: Rope, section: Rope) -> (&'static Function, Vec<(&'static str, Value)>) {
        let [key, iv, section] = [key, iv, section].map(Value::Bytes);
        match self.is_ctr {
            true => (&ctr::ROWS[0], vec![("key", key), ("counter_block", iv), ("message", section)]),
            false => {
                let none = ("padding", Value::text("none"));
                (&cbc::ROWS[1], vec![("key", key), ("iv", iv), ("message", section), none])
            }
        }
    }
}
/// Bytes of a block, and of an IV.
const BLOCK: usize = 16;
static CIPHERS: &[Cipher] = &[
    Cipher { name: "aes256-ctr", key: 32, is_ctr: true },
    Cipher { name: "aes192-ctr", key: 24, is_ctr: true },
    Cipher { name: "aes128-ctr", key: 16, is_ctr: true },
    Cipher { name: "aes256-cbc", key: 32, is_ctr: false },
    Cipher { name: "aes192-cbc", key: 24, is_ctr: false },
    Cipher { name: "aes128-cbc", key: 16, is_ctr: false },
];

/// The cipher of the section, and what its key is derived from; none where nothing is encrypted.
type Protection = Option<(&'static Cipher, Value, Value)>;
/// Reads `cipher`, `kdf` and the options, which are `salt` and `rounds`.
fn protection(fields: &mut Fields) -> Result<Protection, Fault> {
    let at = |fields: &Fields| fields.next(4 + wire::first(fields.rest()).map_or(0, <[u8]>::len));
    let place = at(fields);
    let name = wire::text(fields, "cipher")?;
    let cipher = CIPHERS.iter().find(|cipher| cipher.name == name);
    if cipher.is_none() && name != "none" {
        let known: Vec<&str> = CIPHERS.iter().map(|cipher| cipher.name).collect();
        let why = format!("it is not opened here; none, and these are: {}", known.join(", "));
        return Err(fields.wrong("cipher", place.start + 4..place.end, why));
    }
    let place = at(fields);
    let kdf = wire::text(fields, "kdf")?;
    let wanted = if cipher.is_some() { "bcrypt" } else { "none" };
    if kdf != wanted {
        let why = format!("beside the cipher {name} it is {wanted}");
        return Err(fields.wrong("kdf", place.start + 4..place.end, why));
    }
    let place = fields.next(4);
    let options = wire::string(fields, "kdf_options")?;
    let Some(cipher) = cipher else {
        return match options.is_empty() {
            true => Ok(None),
            false => Err(fields.wrong("kdf_options", options, "there are none without a derivation".into())),
        };
    };
    let salt = wire::bytes(fields, "salt")?;
    let (_, rounds) = wire::uint32(fields, "rounds")?;
    if fields.place() != options.end {
        let why = format!("salt and rounds take {} bytes", fields.place() - options.start);
        return Err(fields.wrong("kdf_options_length", place, why));
    }
    Ok(Some((cipher, salt, rounds)))
}
/// A file that was taken apart as far as it goes without its passphrase.
struct Read {
    fields: Fields,
    /// The run with the fields and with the public key.
    run: Run,
    public: Key,
    protection: Protection,
    section: Rope,
}
impl Read {
    /// Bytes that the section is padded to.
    fn block(&self) -> usize {
        if self.protection.is_some() { BLOCK } else { 8 }
    }
}
/// Takes a file apart.
///
/// # Errors
/// A fault in a field.
fn read(c: &Context, a: &Arguments, function: &'static str) -> Result<Read, Fault> {
    let outer = Run::new(&c.at, function);
    let mut armoured = Fields::named(c, outer, "armour", "file", Value::Text(a.rope("file")))?;
    let read = armour::read(&mut armoured, &[LABEL])
        .map_err(|fault| fault.hint("ssh-keygen -p -f FILE writes a key of an older format anew"))?;
    let mut fields = Fields::inside(c, armoured.finish(), "file", Value::Bytes(read.bytes))?;
    let magic = fields.next(MAGIC.len());
    if fields.bytes(&magic) != MAGIC {
        return Err(fields.wrong("magic", magic, "it is `openssh-key-v1` and a zero byte".into()));
    }
    fields.plain("magic", magic);
    let protection = protection(&mut fields)?;
    let place = fields.next(4);
    let (count, _) = wire::uint32(&mut fields, "keys")?;
    if count != 1 {
        return Err(fields.wrong("keys", place, format!("a file has one key, and this says {count}")));
    }
    let blob = wire::bytes(&mut fields, "public")?.rope().cloned().unwrap_or_default();
    let range = wire::string(&mut fields, "section")?;
    let block = if protection.is_some() { BLOCK } else { 8 };
    if range.is_empty() || !range.len().is_multiple_of(block) {
        return Err(fields.wrong("section", range, format!("it is whole blocks of {block} bytes")));
    }
    let section = fields.plain("section", range).rope().cloned().unwrap_or_default();
    wire::ends(&fields)?;
    let (run, public) = keys::public(c, fields.clone().finish(), "public_key", blob)?;
    Ok(Read { fields, run, public, protection, section })
}
fn private(c: &Context, a: &Arguments) -> Result<Run, Fault> {
    let read = read(c, a, "ssh_private")?;
    let (block, Read { fields, mut run, public, protection, section }) = (read.block(), read);
    let question = "is the private section encrypted?";
    let section = match protection {
        None => {
            run.choice(question, "no: whoever has the file has the key");
            section
        }
        Some((cipher, salt, rounds)) => {
            run.choice(question, format!("yes, with {}, under a key derived from a passphrase", cipher.name));
            if a.rope("passphrase").is_empty() {
                run.check(PASSPHRASE, None);
                return Err(fields.refused("section", "it is encrypted, and no passphrase is given".into(), run));
            }
            let given = vec![
                ("password", a.value("passphrase").clone()),
                ("salt", salt),
                ("rounds", rounds),
                ("length", Value::int(cipher.key + BLOCK as u64)),
            ];
            let derive = |run: &Run| called(c, &run.at.join("derive"), &kdf::bcrypt_pbkdf::ROWS[0], given);
            let derived = derive(&run).map_err(|fault| fields.blame(fault))?;
            let derived = run.run("derive", |_| derived);
            let key = run.bytes("cipher_key", derived.slice(0..cipher.key), 0);
            let iv = run.bytes("cipher_iv", derived.slice(cipher.key..derived.len()), 0);
            let (function, given) = cipher.call(key, iv, section);
            let decrypt = called(c, &run.at.join("decrypt"), function, given)?;
            run.run("decrypt", |_| decrypt)
        }
    };
    opened(c, run, &public, section, block)
}
fn only_fields(c: &Context, a: &Arguments) -> Result<Run, Fault> {
    let Read { mut run, public, protection, .. } = read(c, a, "ssh_private_fields")?;
    run.check(if protection.is_some() { PASSPHRASE } else { ITSELF }, None);
    Ok(run.with_result(public.value))
}
/// Reads what comes after the check numbers: the key, a comment, and padding.
fn inside(fields: &mut Fields, block: usize) -> Result<Private, Fault> {
    let private = keys::private(fields)?;
    wire::text(fields, "comment")?;
    let padding = fields.next(usize::MAX);
    let counted = fields.bytes(&padding).iter().zip(1..).all(|(byte, count)| *byte == count);
    if padding.len() >= block || !counted {
        return Err(fields.wrong("padding", padding, format!("it is 01 02 03 …, and less than a block of {block}")));
    }
    if !padding.is_empty() {
        fields.plain("padding", padding);
    }
    Ok(private)
}
/// The fields of the section, and the comparisons: of the two check numbers, of the public key with the one before the
/// section, and of both with the one that the seed makes.
fn opened(c: &Context, run: Run, public: &Key, section: Rope, block: usize) -> Result<Run, Fault> {
    let with = if block == BLOCK { PASSPHRASE } else { ITSELF };
    let mut fields = Fields::named(c, run, "private", "section", Value::Bytes(section))?;
    let [check, again] = ["check", "check_again"].map(|name| {
        let range = fields.next(4);
        fields.plain(name, range)
    });
    let holds = |run: &mut Run, part: &str, a: &Value, b: &Value| -> Result<(Value, bool), Fault> {
        let given = vec![("a", a.clone()), ("b", b.clone())];
        let same = add_value(run, c, part, (bytes::ROWS, "equal"), given)?;
        same.finish(c.budget)?;
        let holds = same.to_bool()? == Some(true);
        run.check(with, Some(same.clone()));
        Ok((same, holds))
    };
    // 1. A wrong passphrase makes noise of the section, and two equal numbers by chance once in 2^32 times.
    let mut run = fields.clone().finish();
    let (_, holds_check) = holds(&mut run, "same_check", &check, &again)?;
    if !holds_check {
        let why = "the two numbers differ: another passphrase, or a file that was changed".into();
        return Err(fields.refused("check_again", why, run));
    }
    // 2. The key, the comment, and bytes 1, 2, 3 … up to a whole block.
    let Private { public: inside, secret } = inside(&mut fields, block)?;
    let mut run = fields.clone().finish();
    let (_, _) = holds(&mut run, "same_check", &check, &again)?;
    // 3. The key inside is the key outside.
    let (_, holds_key) = holds(&mut run, "same_key", &public.value, &inside.value)?;
    if !holds_key || public.kind.name != inside.kind.name {
        run.check(with, Some(Value::bool(false)));
        return Err(fields.refused(
            inside.kind.key,
            "it is not the public key that stands before the section".into(),
            run,
        ));
    }
    // 4. The seed makes that key.
    if inside.kind.name == ED25519 {
        let made = add(&mut run, c, "public", (ed25519::ROWS, "ed25519_public"), vec![("seed", secret.clone())])?;
        let (_, holds_public) = holds(&mut run, "same_public", &Value::Bytes(made), &inside.value)?;
        if !holds_public {
            return Err(fields.refused("seed", "it makes another public key".into(), run));
        }
    }
    Ok(run.with_result(Value::list(vec![inside.value, secret])))
}
fn vetted(a: &Arguments) -> Result<Says, Error> {
    let passphrase = a.bytes("passphrase")?;
    let Ok(read) = public::again(|c| read(c, a, "ssh_private")) else { return Ok(Says::Refused) };
    let section = match &read.protection {
        None => read.section.to_vec()?,
        Some((cipher, salt, rounds)) => {
            let mut derived = vec![0; cipher.key as usize + BLOCK];
            let salt = salt.rope().map_or(Ok(vec![]), Rope::to_vec)?;
            let rounds = rounds.to_int()?.and_then(|rounds| u32::try_from(rounds).ok()).unwrap_or_default();
            if bcrypt_pbkdf(&passphrase, &salt, rounds, &mut derived).is_err() {
                return Ok(Says::Refused);
            }
            let (key, iv) = derived.split_at(cipher.key as usize);
            let [key, iv] = [key, iv].map(|bytes| Rope::constant("derived", bytes));
            let (function, given) = cipher.call(key, iv, read.section.clone());
            let given = given.into_iter().map(|(name, value)| (Some(name), value)).collect();
            let Ok(given) = Arguments::bind(function, given, &Budget::unlimited()) else { return Ok(Says::Refused) };
            match function.vetted.vetted().map(|vetted| (vetted.compute)(&given)) {
                Some(Ok(Says::Value(section))) => section,
                _ => return Ok(Says::Refused),
            }
        }
    };
    let checks = section.first_chunk::<8>().map(|checks| checks.split_at(4));
    let found = public::again(|c| {
        let section = Value::Bytes(Rope::constant("section", &section));
        let mut fields = Fields::named(c, Run::new(&c.at, "ssh_private"), "private", "section", section)?;
        fields.plain("check", 0..8.min(fields.rest().len()));
        inside(&mut fields, read.block())
    });
    let (Ok(found), true) = (found, checks.is_some_and(|(one, other)| one == other)) else { return Ok(Says::Refused) };
    let bytes = |value: &Value| value.rope().map_or(Ok(vec![]), Rope::to_vec);
    let (outer, point, seed) = (bytes(&read.public.value)?, bytes(&found.public.value)?, bytes(&found.secret)?);
    let same_kind = read.public.kind.name == found.public.kind.name;
    let made = match (found.public.kind.name, <[u8; 32]>::try_from(seed.as_slice())) {
        (ED25519, Ok(seed)) => SigningKey::from_bytes(&seed).verifying_key().to_bytes().to_vec(),
        _ if same_kind && outer == point => return Ok(Says::Nothing),
        _ => return Ok(Says::Refused),
    };
    if !same_kind || outer != point || point != made {
        return Ok(Says::Refused);
    }
    let list = Value::list([point, seed].iter().map(|bytes| Value::bytes(bytes)).collect());
    Ok(Says::Value(list.show(usize::MAX / 8)?.into_bytes()))
}

const FILE: Parameter =
    Parameter::new("file", &[Type::Text, Type::Bytes], "the file, from -----BEGIN OPENSSH PRIVATE KEY----- on")
        .within(Limits::Length(0, public::LONGEST));

/// The rows of private keys.
pub const ROWS: &[Function] = &[
    Function {
        name: "ssh_private",
        title: "SSH private key",
        summary: "The public and the secret half of a key file of OpenSSH, once its passphrase has opened it: of Ed25519 point and \
                  seed.",
        family: Family::Transit,
        spec: "OpenSSH, PROTOCOL.key",
        parameters: &[
            FILE,
            Parameter::bytes("passphrase", "what it is encrypted with; empty where it is not")
                .or(Default::Bytes(b""))
                .within(Limits::Length(0, 1024)),
        ],
        result: Some(Type::List),
        vetted: Vetted {
            shares: "reading the file is ours",
            ..Vetted::new("bcrypt-pbkdf 0.11, aes 0.9 and ed25519-dalek 3.0", vetted)
        }
        .note("Ed25519 only")
        .row(),
        examples: &[concat!("ssh_private(\"", example!(private), "\")")],
        make: private,
    },
    Function {
        name: "ssh_private_fields",
        title: "SSH private key, taken apart",
        summary: "The public half of a key file of OpenSSH, and the fields that anybody reads; nothing is opened.",
        family: Family::Transit,
        spec: "OpenSSH, PROTOCOL.key",
        parameters: &[FILE],
        result: Some(Type::Bytes),
        vetted: Counterpart::None("nothing is computed: it names what stands there"),
        examples: &[concat!("ssh_private_fields(\"", example!(private), "\")")],
        make: only_fields,
    },
];
