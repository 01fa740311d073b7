//! ECDSA, FIPS 186-5 section 6.4 and SEC 1 section 4.1, and the deterministic k of RFC 6979. The toy curve and P-256
//! run this one source.
//!
//! A signature's run has the parts `private_range`, `h1` (the hash of the message), `nonce` (RFC 6979, where no k is
//! given) or `k_range`, `R` (k times the base point), and the numbers `e`, `k_inv`, `r` and `s` of its last part. A
//! verification's has `range` (of r and of s), `decode` (the public key), `h1`, the numbers `e`, `w`, `u1` and `u2`,
//! the points `u1G`, `u2Q` and their sum `X`, and `same`.
#![allow(non_snake_case)] // the names are the specification's

mod der;
mod nonce;
pub mod repeated;
mod scalars;

use crate::functions::exchange::curve::base::{
    self, Based, CURVE, base, in_range, plus, point, private, scalar, size, times, with_curve,
};
use crate::functions::exchange::curve::cubic::{P256, P384, Toy17};
use crate::functions::exchange::curve::sec1;
use crate::functions::exchange::ecdh::secret;
use crate::functions::hash::{self, Hash};
use crate::functions::{Arguments, Context, Default, Family, Fault, Function, Limits, Parameter, Says, Vetted};
use crate::num::{Modulus, Ring};
use crate::run::{Error, Feed, Map, Rope, Run, Source, Type, Value};
use ::ecdsa::hazmat::{sign_prehashed, sign_prehashed_rfc6979, verify_prehashed};
use num_bigint::BigUint;
use num_traits::Zero;
use p256::NistP256;
use scalars::{Same, Scalars, Signing};
use std::marker::PhantomData;

/// Whether an argument that is a number is 0, or not there.
fn is_zero(a: &Arguments, name: &str) -> Result<bool, Error> {
    Ok(a.bytes(name)?.iter().all(|byte| *byte == 0))
}
/// `r` ‖ `s` for one k; and whether r, or s, is 0.
fn equation<C: Based>(c: &Context, run: &mut Run, [h1, k, private]: [Rope; 3]) -> Result<(Rope, [bool; 2]), Fault> {
    let R = times::<C>(c, run, "R", k.clone(), base::<C>())?;
    let n = size::<C>();
    // k is from 1 to n - 1, so that R is not at infinity.
    let x = R.slice(1..1 + <C::F as Ring>::SIZE as u64);
    let feeds = vec![Feed::whole("h1", h1), Feed::whole("k", k), Feed::whole("x_R", x), Feed::whole("d", private)];
    let both = run.own_part("equation", |at| Map::part(at, Signing::<C>(PhantomData), feeds, 2 * n, 2 * n));
    both.finish(c.budget)?;
    let zero = |range| both.slice(range).to_vec().map(|bytes| bytes.iter().all(|byte| *byte == 0));
    Ok((both.clone(), [zero(0..n)?, zero(n..2 * n)?]))
}
fn sign<C: Based>(c: &Context, a: &Arguments) -> Result<Run, Fault> {
    let hash = hash::asked(a)?;
    let (mut run, d) = private::<C>(c, a, Run::new(&c.at, "ecdsa_sign"), "private")?;
    let h1 = run.run("h1", |at| (hash.run)(at, a.rope("message")));
    if !is_zero(a, "k")? {
        run.choice("which k?", "the one that is given");
        let (mut run, k) = private::<C>(c, a, run, "k")?;
        let (signature, [r, s]) = equation::<C>(c, &mut run, [h1, k, d])?;
        if r || s {
            let which = if r { "r" } else { "s" };
            let fault = Fault::rejected(format!("this k makes `{which}` 0, and such a signature is never valid"), run);
            return Err(fault.hint("SEC 1 §4.1.3 says: choose another k"));
        }
        return Ok(run.with_result(Value::Bytes(signature)));
    }
    run.choice("which k?", "none is given, so RFC 6979 derives it from the private key and the message");
    for skipped in 0.. {
        let mut tried = run.clone();
        let (nonce, k) = nonce::nonce::<C>(c, tried.at.join("nonce"), hash, [d.clone(), h1.clone()], skipped)?;
        tried.run("nonce", |_| nonce);
        if skipped > 0 {
            tried.choice("is r or s 0?", format!("yes, {skipped} times: the next k is taken"));
        }
        let (signature, zero) = equation::<C>(c, &mut tried, [h1.clone(), k, d.clone()])?;
        if zero == [false; 2] {
            return Ok(tried.with_result(Value::Bytes(signature)));
        }
    }
    unreachable!("of all k of a group only few give 0")
}
fn nonce<C: Based>(c: &Context, a: &Arguments) -> Result<Run, Fault> {
    let hash = hash::asked(a)?;
    let (mut run, d) = private::<C>(c, a, Run::new(&c.at, "ecdsa_nonce"), "private")?;
    let h1 = run.run("h1", |at| (hash.run)(at, a.rope("message")));
    let (found, k) = nonce::nonce::<C>(c, run.at.clone(), hash, [d, h1], 0)?;
    run.items.extend(found.items);
    run.choices.extend(found.choices);
    Ok(run.with_result(Value::Int { magnitude: k, negative: false }))
}

/// Each check that says no ends the run, and is its result; a public key that is no point is refused.
fn verify<C: Based>(c: &Context, a: &Arguments) -> Result<Run, Fault> {
    let (hash, signature, n) = (hash::asked(a)?, a.rope("signature"), size::<C>());
    let mut run = Run::new(&c.at, "ecdsa_verify");
    // 1. r and s.
    let [r, s] = if a.text("format")? == "der" {
        match der::integers(c, &mut run, &signature)? {
            Ok(both) => both,
            Err(no) => return Ok(run.with_result(Value::Bool(no))),
        }
    } else {
        let whole = signature.len() == 2 * n;
        let found = format!("no, it is {}: not valid", signature.len());
        run.choice(format!("is the length of the signature {}?", 2 * n), if whole { "yes" } else { &found });
        if !whole {
            let no = Rope::length(&signature, &[0]);
            return Ok(run.with_result(Value::Bool(no)));
        }
        [signature.slice(0..n), signature.slice(n..2 * n)]
    };
    for (name, label, value) in [("r_range", "r", &r), ("s_range", "s", &s)] {
        let (holds, check) = in_range::<C>(c, &mut run, name, label, value.clone())?;
        if !holds {
            return Ok(run.with_result(Value::Bool(check)));
        }
    }
    let (mut run, Q) = sec1::public::<C>(c, run, ("public", a.rope("public")), C::NAME, true)?;
    // 2. e, w, u1 and u2.
    let h1 = run.run("h1", |at| (hash.run)(at, a.rope("message")));
    let feeds = vec![Feed::whole("h1", h1), Feed::whole("r", r.clone()), Feed::whole("s", s)];
    let both = run.own_part("scalars", |at| Map::part(at, Scalars::<C>(PhantomData), feeds, 2 * n, 2 * n));
    // 3. X = u1·G + u2·Q.
    let u1G = times::<C>(c, &mut run, "u1G", both.slice(0..n), base::<C>())?;
    let u2Q = times::<C>(c, &mut run, "u2Q", both.slice(n..2 * n), point::<C>(Q))?;
    let X = plus::<C>(c, &mut run, "X", u1G, u2Q)?;
    let x = base::x_of::<C>(&X)?;
    run.choice("is X the point at infinity?", if x.is_none() { "yes: not valid" } else { "no" });
    // 4. r is x modulo n; at infinity there is no x, and the mark of the point says so.
    let feeds = vec![Feed::whole("X", X), Feed::whole("r", r)];
    let same = run.part("same", |at| Map::part(at, Same::<C>(PhantomData), feeds, 1, 1));
    Ok(run.with_result(Value::Bool(same)))
}

// ------------------------------------------------------------------ the functions

fn hashes() -> Vec<&'static str> {
    vec!["sha1", "sha224", "sha256", "sha384", "sha512"]
}
fn formats() -> Vec<&'static str> {
    vec!["raw", "der"]
}
/// Certificates are signed on more curves than keys are made on here.
fn verified_curves() -> Vec<&'static str> {
    vec![P256::NAME, P384::NAME, Toy17::NAME]
}
const PRIVATE: Parameter = scalar("private", "the private key, 32 bytes on p256, or an integer from 1 to n - 1");
const MESSAGE: Parameter =
    Parameter::bytes("message", "what is signed, 1 GiB at most").within(Limits::Length(0, 1 << 30));
const HASH: Parameter =
    Parameter::text("hash", "the hash function, by name").or(Default::Text("sha256")).within(Limits::OneOf(hashes));
const CRATE: &str = "ecdsa 0.17";
const NOTE: &str = "p256 only";

/// The rows of ECDSA.
pub const ROWS: &[Function] = &[
    Function {
        name: "ecdsa_nonce",
        title: "ECDSA, the k of RFC 6979",
        summary: "The k that a private key and a message lead to by HMAC: the same each time, and nobody else can foretell it.",
        family: Family::Signature,
        spec: "RFC 6979 §3.2",
        parameters: &[PRIVATE, MESSAGE, CURVE, HASH],
        result: Some(Type::Int),
        vetted: Vetted::new(CRATE, vetted_nonce).note("p256 with sha256 only").row(),
        examples: &["ecdsa_nonce(sha256(\"my secret\"), \"hi\")", "ecdsa_nonce(7, \"hi\", curve: \"toy17\")"],
        make: |c, a| with_curve!(a, C => nonce::<C>(c, a)),
    },
    Function {
        name: "ecdsa_sign",
        title: "ECDSA, signature",
        summary: "Signs a message: r is the x of k·G, and s = (e + r·d)/k modulo n; r and then s.",
        family: Family::Signature,
        spec: "FIPS 186-5 §6.4.1, SEC 1 §4.1.3",
        parameters: &[
            PRIVATE,
            MESSAGE,
            scalar("k", "the number used once, from 1 to n - 1; 0 takes that of RFC 6979").or(Default::Int(0)),
            CURVE,
            HASH,
        ],
        result: Some(Type::Bytes),
        vetted: Vetted::new(CRATE, vetted_signature).note(NOTE).row(),
        examples: &[
            "ecdsa_sign(sha256(\"my secret\"), \"attack at dawn\")",
            "ecdsa_sign(7, \"attack at dawn\", 5, curve: \"toy17\")",
        ],
        make: |c, a| with_curve!(a, C => sign::<C>(c, a)),
    },
    Function {
        name: "ecdsa_verify",
        title: "ECDSA, verification",
        summary: "Whether a signature is valid: r is the x of (e/s)·G + (r/s)·Q modulo n.",
        family: Family::Signature,
        spec: "FIPS 186-5 §6.4.2, SEC 1 §4.1.4",
        parameters: &[
            Parameter::bytes("public", "the public key, uncompressed: 04, x and y"),
            MESSAGE,
            Parameter::bytes("signature", "r and then s, 64 bytes on p256; or as DER writes them"),
            CURVE.within(Limits::OneOf(verified_curves)),
            HASH,
            Parameter::text("format", "how r and s are written: one after the other, or in DER")
                .or(Default::Text("raw"))
                .within(Limits::OneOf(formats)),
        ],
        result: Some(Type::Bool),
        vetted: Vetted::new(CRATE, vetted).note("p256 and p384").row(),
        examples: &[
            "ecdsa_verify(ec_public(sha256(\"my secret\")), \"hi\", ecdsa_sign(sha256(\"my secret\"), \"hi\"))",
            "ecdsa_verify(ec_public(7, curve: \"toy17\"), \"hi\", ecdsa_sign(7, \"hi\", curve: \"toy17\"), curve: \"toy17\")",
        ],
        make: |c, a| match a.text("curve")?.as_str() {
            P384::NAME => verify::<P384>(c, a),
            _ => with_curve!(a, C => verify::<C>(c, a)),
        },
    },
];

/// The digest of the message: our own body's, which other tests hold against the crates.
fn prehash(a: &Arguments, hash: &'static Hash) -> Result<Vec<u8>, Error> {
    let mut digest = vec![0; hash.output as usize];
    hash.after(&[]).digest(&a.bytes("message")?, &mut digest);
    Ok(digest)
}
fn on_p256(a: &Arguments) -> Result<Option<Vec<u8>>, Error> {
    match (a.text("curve")?.as_str(), hash::hash(&a.text("hash")?)) {
        ("p256", Some(hash)) => Ok(Some(prehash(a, hash)?)),
        _ => Ok(None),
    }
}
fn vetted_nonce(a: &Arguments) -> Result<Says, Error> {
    let Some(digest) = on_p256(a)?.filter(|digest| digest.len() == 32) else { return Ok(Says::Nothing) };
    let Some(key) = secret(a, "private")? else { return Ok(Says::Refused) };
    // The crate tells no k, but k·s = e + r·d, so that its signature does.
    let (signature, _) = sign_prehashed_rfc6979::<NistP256, ::sha2::Sha256>(&key.to_nonzero_scalar(), &digest, &[]);
    let (r, s) = signature.split_scalars();
    let n = base::OrderP256::modulus();
    let [r, s, d] = [r, s, key.to_nonzero_scalar()].map(|scalar| BigUint::from_bytes_be(&scalar.to_bytes()));
    let k = s.modinv(&n).map(|inverse| (BigUint::from_bytes_be(&digest) + r * d) * inverse % &*n);
    Ok(Says::or_nothing(k.filter(|k| !k.is_zero()).map(|k| k.to_string().into())))
}
fn vetted_signature(a: &Arguments) -> Result<Says, Error> {
    let Some(digest) = on_p256(a)? else { return Ok(Says::Nothing) };
    let Some(key) = secret(a, "private")? else { return Ok(Says::Refused) };
    let d = key.to_nonzero_scalar();
    if !is_zero(a, "k")? {
        let Some(k) = secret(a, "k")? else { return Ok(Says::Refused) };
        let signed = sign_prehashed::<NistP256>(&d, &k.to_nonzero_scalar(), &digest).ok();
        return Ok(Says::or_refused(signed.map(|(signature, _)| signature.to_bytes().to_vec())));
    }
    let (signature, _) = match a.text("hash")?.as_str() {
        "sha256" => sign_prehashed_rfc6979::<NistP256, ::sha2::Sha256>(&d, &digest, &[]),
        "sha384" => sign_prehashed_rfc6979::<NistP256, ::sha2::Sha384>(&d, &digest, &[]),
        "sha512" => sign_prehashed_rfc6979::<NistP256, ::sha2::Sha512>(&d, &digest, &[]),
        "sha224" => sign_prehashed_rfc6979::<NistP256, ::sha2::Sha224>(&d, &digest, &[]),
        _ => sign_prehashed_rfc6979::<NistP256, ::sha1::Sha1>(&d, &digest, &[]),
    };
    Ok(Says::Value(signature.to_bytes().to_vec()))
}
/// The verdict of a curve's crate on a signature. It takes compressed points, too: here a point has `$length` bytes.
macro_rules! verified {
    ($a:expr, $digest:expr, $of:ident, $curve:ident, $length:expr) => {{
        let (public, bytes) = ($a.bytes("public")?, $a.bytes("signature")?);
        let signature = match $a.text("format")?.as_str() {
            "der" => $of::ecdsa::DerSignature::from_bytes(&bytes).and_then($of::ecdsa::Signature::try_from),
            _ => $of::ecdsa::Signature::from_slice(&bytes),
        };
        let Ok(signature) = signature else { return Ok(Says::Value(vec![0])) };
        let key = $of::ecdsa::VerifyingKey::from_sec1_bytes(&public).ok().filter(|_| public.len() == $length);
        let Some(key) = key else { return Ok(Says::Refused) };
        let valid = verify_prehashed::<$of::$curve>(&(*key.as_affine()).into(), $digest, &signature).is_ok();
        Says::Value(vec![valid as u8])
    }};
}
fn vetted(a: &Arguments) -> Result<Says, Error> {
    let Some(hash) = hash::hash(&a.text("hash")?) else { return Ok(Says::Nothing) };
    let digest = prehash(a, hash)?;
    Ok(match a.text("curve")?.as_str() {
        P256::NAME => verified!(a, &digest, p256, NistP256, 65),
        P384::NAME => verified!(a, &digest, p384, NistP384, 97),
        _ => Says::Nothing,
    })
}

#[cfg(test)]
mod tests;
