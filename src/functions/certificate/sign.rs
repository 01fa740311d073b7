//! Signatures under a public key of a certificate: Ed25519, ECDSA, RSASSA-PKCS1-v1_5 and RSASSA-PSS.

use super::algorithm::Algorithm;
use super::key::{Kind, PublicKey};
use super::names;
use crate::functions::artefact::called;
use crate::functions::signature::{ecdsa, ed25519, rsa};
use crate::functions::{Context, Fault, FaultKind, Function};
use crate::run::{Rope, Run, Value};

/// A way to sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    /// Ed25519, RFC 8032.
    Ed25519,
    /// ECDSA over this hash function.
    Ecdsa(&'static str),
    /// RSASSA-PKCS1-v1_5 over this hash function.
    Pkcs1(&'static str),
    /// RSASSA-PSS over this hash function, with a salt of so many bytes.
    Pss(&'static str, u64),
}
impl Scheme {
    /// The scheme of an algorithm; nothing for one that is not known here, or that nobody takes any more.
    pub fn of(algorithm: &Algorithm) -> Option<Scheme> {
        Some(match algorithm.oid.as_str() {
            names::ED25519 => Scheme::Ed25519,
            "1.2.840.10045.4.3.1" => Scheme::Ecdsa("sha224"),
            "1.2.840.10045.4.3.2" => Scheme::Ecdsa("sha256"),
            "1.2.840.10045.4.3.3" => Scheme::Ecdsa("sha384"),
            "1.2.840.10045.4.3.4" => Scheme::Ecdsa("sha512"),
            "1.2.840.113549.1.1.11" => Scheme::Pkcs1("sha256"),
            "1.2.840.113549.1.1.12" => Scheme::Pkcs1("sha384"),
            "1.2.840.113549.1.1.13" => Scheme::Pkcs1("sha512"),
            "1.2.840.113549.1.1.14" => Scheme::Pkcs1("sha224"),
            _ => algorithm.pss.map(|(hash, salt)| Scheme::Pss(hash, salt))?,
        })
    }
    /// The function that verifies it under a key, and its arguments but for message and signature; nothing where the
    /// key does not fit.
    pub fn verification(self, key: &Kind) -> Option<(&'static Function, Vec<(&'static str, Value)>)> {
        let hash = |name: &'static str| ("hash", Value::text(name));
        let (rows, name, given): (&'static [Function], _, _) = match (self, key) {
            (Scheme::Ed25519, Kind::Ed25519(point)) => {
                (ed25519::ROWS, "ed25519_verify", vec![("public", Value::Bytes(point.clone()))])
            }
            (Scheme::Ecdsa(name), Kind::Curve(curve, point)) => {
                let public = ("public", Value::Bytes(point.clone()));
                let (curve, format) = (("curve", Value::text(curve)), ("format", Value::text("der")));
                (ecdsa::ROWS, "ecdsa_verify", vec![public, hash(name), curve, format])
            }
            (Scheme::Pkcs1(name), Kind::Rsa { n, e }) => {
                (rsa::PKCS1, "rsa_pkcs1_verify", vec![("n", n.clone()), ("e", e.clone()), hash(name)])
            }
            (Scheme::Pss(name, salt), Kind::Rsa { n, e }) => {
                let salt = ("salt_length", Value::int(salt));
                (rsa::PSS, "rsa_pss_verify", vec![("n", n.clone()), ("e", e.clone()), hash(name), salt])
            }
            _ => return None,
        };
        rows.iter().find(|function| function.name == name).map(|function| (function, given))
    }
}

/// Adds the part of this name: whether a signature is valid under a key. A key that does not fit the scheme verifies
/// nothing.
///
/// # Errors
/// The fault of the verification, with what came before it: a key that is no point, a modulus that is none.
pub fn check(
    c: &Context,
    run: &mut Run,
    part: &str,
    (key, scheme): (&PublicKey, Scheme),
    [message, signature]: [Rope; 2],
) -> Result<Value, Fault> {
    let Some((function, mut given)) = scheme.verification(&key.kind) else {
        let mut unfit = Run::new(&run.at.join(part), "signature");
        unfit.choice("does the key fit the algorithm?", format!("no, it is {}: not valid", key.kind.phrase()));
        let no = Value::Bool(Rope::length(&key.whole, &[0]));
        run.run(part, |_| unfit.with_result(no.clone()));
        return Ok(no);
    };
    given.extend([("message", Value::Bytes(message)), ("signature", Value::Bytes(signature))]);
    match called(c, &run.at.join(part), function, given) {
        Ok(made) => {
            let valid = made.result.clone();
            run.run(part, |_| made);
            Ok(valid)
        }
        Err(fault) if fault.kind == FaultKind::Waiting => Err(fault),
        // Such a key, or a modulus, verifies nothing; how far it came can be seen.
        Err(fault) => {
            let mut made =
                fault.run.as_ref().map_or_else(|| Run::new(&run.at.join(part), function.name), |made| (**made).clone());
            made.choice("can it be computed at all?", format!("no: {}; not valid", fault.message));
            let no = Value::Bool(Rope::length(&key.whole, &[0]));
            run.run(part, |_| made.with_result(no.clone()));
            Ok(no)
        }
    }
}
