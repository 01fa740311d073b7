//! Public keys: the line of a `.pub` file or of `authorized_keys`, and its fingerprint.

use super::example::example;
use super::keys::{self, Key};
use crate::functions::artefact::Fields;
use crate::functions::bytes::base64::STANDARD;
use crate::functions::hash::hash;
use crate::functions::{Arguments, Context, Counterpart, Family, Fault, Function, Limits, Parameter, Says, Vetted};
use crate::run::{Budget, Error, Path, Rope, Run, Type, Value};
use base64ct::{Base64Unpadded, Encoding};
use sha2::{Digest, Sha256};

/// The longest line, and the longest key.
pub const LONGEST: u64 = 1 << 16;

/// The run with the fields of a line, and the key as on the wire.
///
/// # Errors
/// A fault in a field.
fn line(c: &Context, function: &'static str, parameter: &'static str, text: Rope) -> Result<(Run, Rope), Fault> {
    let mut fields = Fields::new(c, function, parameter, text)?;
    options(&mut fields)?;
    let blob = keys::written(c, &mut fields)?;
    Ok((fields.finish(), blob))
}
/// Reads what a line of `authorized_keys` has before the kind of the key, if it has something there.
fn options(fields: &mut Fields) -> Result<(), Fault> {
    let (mut quoted, mut end) = (false, None);
    for (place, byte) in fields.rest().iter().enumerate() {
        match byte {
            b'"' => quoted = !quoted,
            b' ' | b'\t' if !quoted => {
                end = Some(place);
                break;
            }
            _ => {}
        }
    }
    let range = fields.next(end.unwrap_or(0));
    let is_option = |word: &[u8]| word.iter().any(|byte| b"=,\"".contains(byte)) || word == b"restrict";
    if !is_option(fields.bytes(&range)) {
        return Ok(());
    }
    fields.text("options", range);
    keys::blanks(fields, "type")
}
fn public(c: &Context, a: &Arguments) -> Result<Run, Fault> {
    let (run, blob) = line(c, "ssh_public", "line", a.rope("line"))?;
    let (mut run, Key { kind, value }) = keys::public(c, run, "public_key", blob)?;
    run.choice("which part of it is the key itself?", format!("`{}` of {}", kind.key, kind.name));
    Ok(run.with_result(value))
}
/// The run with what a line or a key on the wire says, and the key.
fn key(c: &Context, a: &Arguments) -> Result<(Run, Rope), Fault> {
    let (run, blob) = match a.value("public") {
        Value::Text(text) => line(c, "ssh_fingerprint", "public", text.clone())?,
        _ => (Run::new(&c.at, "ssh_fingerprint"), a.rope("public")),
    };
    let (run, _) = keys::public(c, run, "public_key", blob.clone())?;
    Ok((run, blob))
}
fn fingerprint(c: &Context, a: &Arguments) -> Result<Run, Fault> {
    let (mut run, blob) = key(c, a)?;
    let sha256 = hash("sha256").ok_or_else(|| Fault::argument("public", "no hash function `sha256`"))?;
    let digest = run.run("digest", |at| (sha256.run)(at, blob));
    let written = run.run("encode", |at| STANDARD.write(at, digest, false));
    Ok(run.with_result(Value::Text(Rope::constant("SHA256:", b"SHA256:").then(written))))
}
fn vetted(a: &Arguments) -> Result<Says, Error> {
    let Ok((_, blob)) = again(|c| key(c, a)) else { return Ok(Says::Refused) };
    let written = Base64Unpadded::encode_string(&Sha256::digest(blob.to_vec()?));
    Ok(Says::Value(format!("SHA256:{written}").into_bytes()))
}
/// A reading once more, without a place: for second opinions, which share the reading.
pub fn again<T>(read: impl FnOnce(&Context) -> Result<T, Fault>) -> Result<T, Fault> {
    let budget = Budget::unlimited();
    read(&Context { at: Path::new(""), budget: &budget })
}

/// The rows of public keys.
pub const ROWS: &[Function] = &[
    Function {
        name: "ssh_public",
        title: "SSH public key, taken apart",
        summary: "The key in a line of a .pub file: of Ed25519 the 32 bytes of a point, of ECDSA the point, of RSA the modulus.",
        family: Family::Transit,
        spec: "RFC 4253 §6.6, RFC 8709 §4",
        parameters: &[Parameter::new(
            "line",
            &[Type::Text, Type::Bytes],
            "the kind of the key, the key, and a comment",
        )
        .within(Limits::Length(0, LONGEST))],
        result: Some(Type::Bytes),
        vetted: Counterpart::None("nothing is computed: it names what stands there"),
        examples: &[concat!("ssh_public(\"", example!(line), "\")")],
        make: public,
    },
    Function {
        name: "ssh_fingerprint",
        title: "fingerprint of an SSH key",
        summary: "The SHA-256 of a public key as it is sent, in Base64 without padding: what ssh shows before it trusts a host.",
        family: Family::Transit,
        spec: "OpenSSH, sshkey.c",
        parameters: &[Parameter::new(
            "public",
            &[Type::Text, Type::Bytes],
            "the line of the key; or the key as it is sent, in bytes",
        )
        .within(Limits::Length(0, LONGEST))],
        result: Some(Type::Text),
        vetted: Vetted { shares: "reading the key is ours", ..Vetted::new("sha2 0.11", vetted) }.row(),
        examples: &[concat!("ssh_fingerprint(\"", example!(line), "\")")],
        make: fingerprint,
    },
];
