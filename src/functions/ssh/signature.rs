//! SSHSIG, PROTOCOL.sshsig: the signature of a file by a key of SSH, for one purpose, which is its namespace.
//!
//! A run has `armour`, `fields`, `public_key`, then the comparisons `same_namespace` and `same_key`, `message_hash`,
//! `signed_data` and `verify`. Each check that says no ends it, and is its result.

use super::example::example;
use super::keys::{self, ED25519};
use super::{public, wire};
use crate::functions::artefact::{Fields, add_value, armour};
use crate::functions::hash::{Hash, hash};
use crate::functions::signature::ed25519;
use crate::functions::token::vetted::digest;
use crate::functions::{
    Arguments, Context, Counterpart, Default, Family, Fault, Function, Limits, Parameter, Says, Vetted, bytes,
};
use crate::run::{Error, Rope, Run, Source, Type, Value};
use ed25519_dalek::{Signature, VerifyingKey};

/// The beginning of a signature, and of what is signed.
const MAGIC: &[u8] = b"SSHSIG";
/// The words of its armour.
const LABEL: &str = "SSH SIGNATURE";
const WITH: &str = "the public key and the message";
/// Hash functions that a message may be signed by.
const HASHES: [&str; 2] = ["sha512", "sha256"];

/// A signature that was taken apart.
struct Read {
    fields: Fields,
    /// The kinds of the signature and of the key.
    kinds: [String; 2],
    /// The run with the fields and with the key.
    run: Run,
    key: Value,
    namespace: Value,
    /// Namespace, reserved bytes and hash function, as they stand there.
    headed: Rope,
    hash: &'static Hash,
    signature: Value,
}
/// Takes a signature apart.
///
/// # Errors
/// A fault in a field.
fn read(c: &Context, a: &Arguments, function: &'static str) -> Result<Read, Fault> {
    let outer = Run::new(&c.at, function);
    let mut armoured = Fields::named(c, outer, "armour", "signature", Value::Text(a.rope("signature")))?;
    let read = armour::read(&mut armoured, &[LABEL])?;
    let mut fields = Fields::inside(c, armoured.finish(), "signature", Value::Bytes(read.bytes))?;
    let magic = fields.next(MAGIC.len());
    if fields.bytes(&magic) != MAGIC {
        return Err(fields.wrong("magic", magic, "it is `SSHSIG`".into()));
    }
    fields.plain("magic", magic);
    let place = fields.next(4);
    let (version, _) = wire::uint32(&mut fields, "version")?;
    if version != 1 {
        return Err(fields.wrong("version", place, format!("there is version 1, and this says {version}")));
    }
    let blob = wire::bytes(&mut fields, "public")?.rope().cloned().unwrap_or_default();
    let start = fields.place();
    let namespace = wire::bytes(&mut fields, "namespace")?;
    wire::bytes(&mut fields, "reserved")?;
    let place = fields.place();
    let name = wire::text(&mut fields, "hash_algorithm")?;
    let headed = fields.slice(&(start..fields.place()));
    let Some(hash) = HASHES.iter().find(|known| **known == name).and_then(|name| hash(name)) else {
        let why = format!("a message is hashed with {}", HASHES.join(" or "));
        return Err(fields.wrong("hash_algorithm", place + 4..place + 4 + name.len(), why));
    };
    let place = fields.next(4);
    let inner = wire::string(&mut fields, "signature_blob")?;
    let scheme = wire::text(&mut fields, "signature_type")?;
    let signature = wire::bytes(&mut fields, "signature")?;
    if fields.place() < inner.end && scheme.starts_with("sk-") {
        // A device adds what it was asked, and how often.
        fields.plain("flags_and_counter", fields.place()..inner.end);
    }
    if fields.place() != inner.end {
        let why = format!("the kind and the signature take {} bytes", fields.place() - inner.start);
        return Err(fields.wrong("signature_blob_length", place, why));
    }
    wire::ends(&fields)?;
    let (run, key) = keys::public(c, fields.clone().finish(), "public_key", blob)?;
    Ok(Read { fields, kinds: [scheme, key.kind.name.into()], run, key: key.value, namespace, headed, hash, signature })
}
/// The signature where both it and its key are of Ed25519.
///
/// # Errors
/// A fault in the field that says something else.
fn of_ed25519(read: Read) -> Result<Read, Fault> {
    let named = ["signature_type", "public"].into_iter().zip(&read.kinds).find(|(_, kind)| *kind != ED25519);
    match named {
        Some((field, kind)) => {
            let why = format!("it is of the kind {kind}, and signatures of {ED25519} are checked here");
            Err(read.fields.refused(field, why, read.run.clone()))
        }
        None => Ok(read),
    }
}
fn verify(c: &Context, a: &Arguments) -> Result<Run, Fault> {
    let Read { mut run, key, namespace, headed, hash, signature, .. } = of_ed25519(read(c, a, "sshsig_verify")?)?;
    let ends = |mut run: Run, result: Value| {
        run.check(WITH, Some(result.clone()));
        Ok(run.with_result(result))
    };
    // 1. For what, and by whom: the verifier says both.
    let question = "is it made for this namespace?";
    let asked = [
        ("same_namespace", question, namespace, a.value("namespace")),
        ("same_key", "is it by the key that is trusted?", key, a.value("public")),
    ];
    for (part, question, found, wanted) in asked {
        let given = vec![("a", found), ("b", Value::Bytes(wanted.rope().cloned().unwrap_or_default()))];
        let same = add_value(&mut run, c, part, (bytes::ROWS, "equal"), given)?;
        same.finish(c.budget)?;
        let holds = same.to_bool()? == Some(true);
        run.choice(question, if holds { "yes" } else { "no: not valid" });
        if !holds {
            return ends(run, same);
        }
    }
    // 2. What was signed: not the message, but its hash, behind all that says what it is.
    let digest = run.run("message_hash", |at| (hash.run)(at, a.rope("message")));
    let length = Rope::length(&digest, &(digest.len() as u32).to_be_bytes());
    let signed = Rope::constant("\"SSHSIG\"", MAGIC).then(headed).then(length).then(digest);
    let signed = run.bytes("signed_data", signed, 0);
    // 3. The signature.
    let given =
        vec![("public", a.value("public").clone()), ("message", Value::Bytes(signed)), ("signature", signature)];
    let valid = add_value(&mut run, c, "verify", (ed25519::ROWS, "ed25519_verify"), given)?;
    ends(run, valid)
}
fn only_fields(c: &Context, a: &Arguments) -> Result<Run, Fault> {
    let Read { mut run, namespace, .. } = read(c, a, "sshsig_fields")?;
    run.check(WITH, None);
    Ok(run.with_result(namespace))
}
fn vetted(a: &Arguments) -> Result<Says, Error> {
    let Ok(read) = public::again(|c| of_ed25519(read(c, a, "sshsig_verify")?)) else { return Ok(Says::Refused) };
    let [public, message, namespace] = ["public", "message", "namespace"].map(|name| a.bytes(name));
    let (public, bytes) = (public?, |value: &Value| value.rope().map_or(Ok(vec![]), Rope::to_vec));
    if bytes(&read.namespace)? != namespace? || bytes(&read.key)? != public {
        return Ok(Says::Value(vec![0]));
    }
    let Some(digest) = digest(read.hash.name, &message?) else { return Ok(Says::Nothing) };
    let signed = [MAGIC, &read.headed.to_vec()?, &(digest.len() as u32).to_be_bytes(), &digest].concat();
    let key = public.try_into().ok().and_then(|public| VerifyingKey::from_bytes(&public).ok());
    let signature = Signature::from_slice(&bytes(&read.signature)?).ok();
    let valid = key.zip(signature).is_some_and(|(key, signature)| key.verify_strict(&signed, &signature).is_ok());
    Ok(Says::Value(vec![u8::from(valid)]))
}

const SIGNATURE: Parameter =
    Parameter::new("signature", &[Type::Text, Type::Bytes], "the signature, from -----BEGIN SSH SIGNATURE----- on")
        .within(Limits::Length(0, public::LONGEST));

/// The rows of signatures.
pub const ROWS: &[Function] = &[
    Function {
        name: "sshsig_verify",
        title: "SSH signature of a file, verified",
        summary: "Whether a signature of SSHSIG is by this key, for this namespace, over this message.",
        family: Family::Transit,
        spec: "OpenSSH, PROTOCOL.sshsig",
        parameters: &[
            Parameter::bytes("public", "the trusted key of Ed25519, 32 bytes").within(Limits::Length(32, 32)),
            Parameter::bytes("message", "what was signed, 1 GiB at most").within(Limits::Length(0, 1 << 30)),
            SIGNATURE,
            Parameter::new("namespace", &[Type::Text, Type::Bytes], "what it must be made for, such as file or git")
                .or(Default::Text("file"))
                .within(Limits::Length(1, 1024)),
        ],
        result: Some(Type::Bool),
        vetted: Vetted {
            shares: "reading the signature is ours",
            ..Vetted::new("ed25519-dalek 3.0 with sha2 0.11", vetted)
        }
        .row(),
        examples: &[concat!(
            "sshsig_verify(ssh_public(\"",
            example!(line),
            "\"), \"signed message 0\\n\", \"",
            example!(signature),
            "\")"
        )],
        make: verify,
    },
    Function {
        name: "sshsig_fields",
        title: "SSH signature of a file, taken apart",
        summary: "The namespace of a signature of SSHSIG, and its fields; nothing is verified.",
        family: Family::Transit,
        spec: "OpenSSH, PROTOCOL.sshsig",
        parameters: &[SIGNATURE],
        result: Some(Type::Bytes),
        vetted: Counterpart::None("nothing is computed: it names what stands there"),
        examples: &[concat!("sshsig_fields(\"", example!(signature), "\")")],
        make: only_fields,
    },
];
