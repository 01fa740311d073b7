//! Keys of signed tokens as PEM files have them, and the functions that verify under them.

use crate::functions::artefact::armour;
use crate::functions::artefact::der::Reader;
use crate::functions::artefact::{Fields, add_value};
use crate::functions::certificate::key::{self, Kind};
use crate::functions::certificate::pem;
use crate::functions::signature::{ecdsa, ed25519, rsa};
use crate::functions::{Arguments, Context, Fault, FaultKind, Function, Says};
use crate::run::{Budget, Error, Path, Rope, Run, Source, Value};

/// The DER of a private key of Ed25519, RFC 8410, before its 32 bytes.
const BEFORE_SEED: &[u8] = &[48, 46, 2, 1, 0, 48, 5, 6, 3, 43, 101, 112, 4, 34, 4, 32];
const PRIVATE: &str = "PRIVATE KEY";
const PUBLIC: &str = "PUBLIC KEY";

/// Why a text is no key, said of the argument.
fn no_key(label: &str, fault: Fault) -> Fault {
    match fault.kind {
        FaultKind::Rejected => {
            let message =
                format!("`key` is a key in PEM, which begins with -----BEGIN {label}-----: {}", fault.message);
            Fault::argument("key", message)
        }
        _ => fault,
    }
}
/// Adds the private key of Ed25519 that a PEM text writes to a run, and gives its 32 bytes.
///
/// # Errors
/// A fault in the argument `key`, where it is none.
pub fn seed(run: &mut Run, pem: Rope, budget: &Budget) -> Result<Rope, Fault> {
    let c = Context { at: run.at.clone(), budget };
    let inside = Run::new(&run.at.join("key_info"), "private_key");
    let at = Context { at: inside.at.clone(), budget };
    let mut fields = Fields::named(&at, inside, "armour", "key", Value::Text(pem))?;
    let der = armour::read(&mut fields, &[PRIVATE]).map_err(|fault| no_key(PRIVATE, fault))?.bytes;
    let info = fields.finish().with_result(Value::Bytes(der));
    let der = run.run("key_info", |_| info);
    der.finish(c.budget)?;
    let before = BEFORE_SEED.len() as u64;
    if der.len() != before + 32 || !der.to_vec()?.starts_with(BEFORE_SEED) {
        return Err(Fault::argument("key", format!("`key` is a {PRIVATE} of Ed25519, and this is another one")));
    }
    Ok(run.bytes("key", der.slice(before..der.len()), 0))
}
/// Adds the public key that a PEM text writes to a run.
///
/// # Errors
/// A fault in the argument `key`, where it is none.
fn public(run: &mut Run, text: Rope, budget: &Budget) -> Result<Kind, Fault> {
    let mut info = Run::new(&run.at.join("key_info"), "public_key");
    let c = Context { at: info.at.clone(), budget };
    let read = |info: &mut Run| -> Result<(Kind, Run), Fault> {
        let der = pem::der(&c, info, "key", &Value::Text(text), (&[PUBLIC], 0))?;
        let mut reader = Reader::new(&c, info.clone(), "key", der.clone())?;
        let mut whole = reader.whole();
        let key = key::public(&mut reader, &mut whole, "public_key")?;
        reader.end(&whole)?;
        Ok((key.kind, reader.finish().with_result(Value::Bytes(der))))
    };
    let (kind, info) = read(&mut info).map_err(|fault| no_key(PUBLIC, fault))?;
    run.run("key_info", |_| info);
    if let Kind::Ed25519(point) | Kind::Curve(_, point) = &kind {
        run.bytes("key", point.clone(), 0);
    }
    Ok(kind)
}

/// A function that verifies, and its arguments but for message and signature.
type Call = (&'static [Function], &'static str, Vec<(&'static str, Value)>);
/// The algorithms of public keys.
pub const ALGORITHMS: [&str; 4] = ["EdDSA", "RS256", "PS256", "ES256"];
/// The verification of an algorithm under a key; a fault where the key is of another one.
fn call(algorithm: &str, kind: Kind) -> Result<Call, Fault> {
    let public = |point| vec![("public", Value::Bytes(point))];
    Ok(match (algorithm, kind) {
        ("EdDSA", Kind::Ed25519(point)) => (ed25519::ROWS, "ed25519_verify", public(point)),
        ("ES256", Kind::Curve("p256", point)) => (ecdsa::ROWS, "ecdsa_verify", public(point)),
        ("RS256", Kind::Rsa { n, e }) => (rsa::PKCS1, "rsa_pkcs1_verify", vec![("n", n), ("e", e)]),
        ("PS256", Kind::Rsa { n, e }) => (rsa::PSS, "rsa_pss_verify", vec![("n", n), ("e", e)]),
        (_, kind) => {
            return Err(Fault::argument("key", format!("`key` is {}, and {algorithm} wants another", kind.phrase())));
        }
    })
}
/// Adds the verification of a signature under a key in PEM, and gives whether it is valid.
///
/// # Errors
/// A fault in the argument `key`, where it is no key of the algorithm.
pub fn verified(
    run: &mut Run,
    c: &Context,
    algorithm: &str,
    pem: Rope,
    [message, signature]: [Value; 2],
) -> Result<Value, Fault> {
    let (rows, name, mut given) = call(algorithm, public(run, pem, c.budget)?)?;
    given.extend([("message", message), ("signature", signature)]);
    // A key that cannot be used is the argument's fault, whatever its own function calls it.
    add_value(run, c, "verify", (rows, name), given).map_err(|fault| match fault.kind {
        FaultKind::BadArgument | FaultKind::Limit => Fault { argument: Some("key".into()), ..fault },
        _ => fault,
    })
}
/// The answer of the crates to the same.
///
/// # Errors
/// What reading the arguments gives.
pub fn vetted(algorithm: &str, pem: &[u8], message: &[u8], signature: &[u8]) -> Result<Says, Error> {
    let (mut run, budget) = (Run::new(&Path::new(""), "key"), Budget::unlimited());
    let kind = public(&mut run, Rope::constant("key", pem), &budget);
    let Ok((rows, name, mut given)) = kind.and_then(|kind| call(algorithm, kind)) else { return Ok(Says::Refused) };
    given.extend([("message", Value::bytes(message)), ("signature", Value::bytes(signature))]);
    let given = given.into_iter().map(|(name, value)| (Some(name), value)).collect();
    let Some(function) = rows.iter().find(|function| function.name == name) else { return Ok(Says::Nothing) };
    match (Arguments::bind(function, given, &budget), function.vetted.vetted()) {
        (Ok(arguments), Some(row)) => (row.compute)(&arguments),
        (Ok(_), None) => Ok(Says::Nothing),
        (Err(_), _) => Ok(Says::Refused),
    }
}
/// The seed that a PEM text writes; nothing where it is no private key of Ed25519.
///
/// # Errors
/// What reading it gives.
pub fn seed_bytes(pem: &[u8]) -> Result<Option<[u8; 32]>, Error> {
    let mut run = Run::new(&Path::new(""), "key");
    match seed(&mut run, Rope::constant("key", pem), &Budget::unlimited()) {
        Ok(key) => Ok(key.to_vec()?.try_into().ok()),
        Err(_) => Ok(None),
    }
}
