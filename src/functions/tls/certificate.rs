//! The signature of a CertificateVerify, under the public key of a certificate.

use super::code;
use super::work::Work;
use crate::functions::artefact::der::Reader;
use crate::functions::certificate::key::Kind;
use crate::functions::certificate::read::subject_key;
use crate::functions::certificate::sign::Scheme;
use crate::functions::{Fault, FaultKind};
use crate::run::{Rope, Run, Value};

/// The outcome of a check of a signature.
pub enum Checked {
    /// A truth value that was computed.
    Says(Value),
    /// Nobody computes such a scheme here: which.
    NotBuilt(String),
    /// Key and scheme do not belong together, or the key is none.
    Unfit(String),
}

/// Signature schemes of TLS 1.3 that are verified, section 4.2.3: the curve goes with the number.
fn scheme(code: usize) -> Option<(Scheme, &'static str)> {
    let hash = |first: usize| ["sha256", "sha384", "sha512"][(code - first) % 3];
    Some(match code {
        0x0807 => (Scheme::Ed25519, ""),
        0x0403 => (Scheme::Ecdsa("sha256"), "p256"),
        0x0503 => (Scheme::Ecdsa("sha384"), "p384"),
        0x0804..=0x0806 => (Scheme::Pss(hash(0x0804), 32 + 16 * (code as u64 - 0x0804)), ""),
        0x0809..=0x080b => (Scheme::Pss(hash(0x0809), 32 + 16 * (code as u64 - 0x0809)), ""),
        _ => return None,
    })
}

/// Adds `verify` to a run: whether a signature is one of some content, under the key of a certificate.
///
/// # Errors
/// What computing it gives, where it cannot be computed now.
pub fn verify(
    work: &Work,
    run: &mut Run,
    (code, certificate): (usize, &Rope),
    content: Rope,
    signature: Rope,
) -> Result<Checked, Fault> {
    let mut reader = Reader::new(work.c, Run::new(&run.at, "x509"), "certificate", certificate.clone())?;
    let key = match subject_key(&mut reader) {
        Ok(key) => key,
        Err(fault) if fault.kind == FaultKind::Waiting => return Err(fault),
        Err(fault) => {
            return Ok(Checked::Unfit(format!("the certificate has no key that can be read: {}", fault.message)));
        }
    };
    let name = code::SCHEME.name(code);
    let Some((scheme, curve)) = scheme(code) else {
        let known = matches!(code, 0x0603 | 0x0808);
        return Ok(if known {
            Checked::NotBuilt(name)
        } else {
            Checked::Unfit(format!("TLS 1.3 has no signature of {name}"))
        });
    };
    if let Kind::Other(kind) = &key.kind {
        return Ok(Checked::NotBuilt(format!("a public key of {kind}")));
    }
    let of_another_curve = matches!(&key.kind, Kind::Curve(other, _) if *other != curve);
    let Some((function, mut given)) = scheme.verification(&key.kind).filter(|_| !of_another_curve) else {
        return Ok(Checked::Unfit(format!("the certificate has no key of {name}")));
    };
    if let Kind::Ed25519(public) | Kind::Curve(_, public) = &key.kind {
        run.bytes("public_key", public.clone(), 0);
    }
    given.extend([("message", Value::Bytes(content)), ("signature", Value::Bytes(signature))]);
    match work.call(run, "verify", (std::slice::from_ref(function), function.name), given) {
        Ok(value) => Ok(Checked::Says(value)),
        Err(fault) if matches!(fault.kind, FaultKind::BadArgument | FaultKind::Rejected) => {
            Ok(Checked::Unfit(fault.message))
        }
        Err(fault) => Err(fault),
    }
}
