//! Ed25519, RFC 8032 section 5.1, and the same equations over a toy curve. Both run this one source.
//!
//! A signature's run has the parts `h`, `a`, `prefix`, `A`, `r_hash`, `r`, `R`, `k_hash`, `k` and `S`; a verification's
//! `S_lt_L`, `A`, `A_decodes`, `R`, `R_decodes`, `k_hash`, `k`, `SB`, `kA`, `difference` and `same`. A multiple of a
//! point is a run with a segment `step[i]` for each bit of its scalar, from the top, then `affine`, `x`, `y`, `encode`.
#![allow(non_snake_case)] // the names are the specification's

mod scalars;

use crate::functions::exchange::curve::edwards::{SmallOrder, encoded, extend, multiply, sum};
use crate::functions::exchange::curve::edwards_curves::{Edwards25519, Toy101Edwards};
use crate::functions::exchange::curve::encoding::decode;
use crate::functions::exchange::curve::twisted::Edwards;
use crate::functions::hash::hash;
use crate::functions::{
    Arguments, Context, Counterpart, Default, Family, Fault, Function, Known, Limits, Parameter, Says, Vetted,
};
use crate::num::Modulus;
use crate::run::{Budget, Error, Feed, Map, Path, Pieces, Rope, Run, Source, Type, Value};
use ed25519_dalek::hazmat::{ExpandedSecretKey, raw_sign};
use ed25519_dalek::{Signature, Signer, SigningKey, Verifier, VerifyingKey};
use scalars::{Clamp, Equation, InRange, Reduce, Same};
use std::marker::PhantomData;

/// The first 2·`BYTES` bytes of SHA-512: all of it for Ed25519, two bytes for the toy.
fn digest<C: Edwards>(run: &mut Run, name: &str, message: Rope) -> Rope {
    let sha512 = hash("sha512").expect("a row of SHA-2");
    run.run(name, |at| (sha512.run)(at, message)).slice(0..2 * C::BYTES as u64)
}
/// A part of one segment that writes `len` bytes.
fn single<M: Pieces>(run: &mut Run, name: &str, pieces: M, feeds: Vec<Feed>, len: usize) -> Rope {
    run.part(name, |at| Map::part(at, pieces, feeds, len as u64, len as u64))
}
fn reduced<C: Edwards>(run: &mut Run, name: &str, digest: Rope) -> Rope {
    single(run, name, Reduce::<C>(PhantomData), vec![Feed::whole("digest", digest)], C::BYTES)
}
/// The base point B, decoded: its x and y one after the other.
fn base<C: Edwards>(run: &mut Run) -> Rope {
    let mut B = Run::new(&run.at.join("B"), "point_decode");
    let (_, affine) = decode::<C>(&mut B, Rope::constant("B", &C::base()));
    let extended = extend::<C>(&mut B, "extended", affine);
    let B = B.with_result(Value::Bytes(extended));
    run.run("B", |_| B)
}
/// How many bits a scalar below L has, and a clamped one.
fn bits<C: Edwards>() -> (u64, u64) {
    let L = C::L::modulus().bits();
    (L, L + 2)
}
/// [scalar]P as a run of this name: its encoding, and its extended coordinates.
fn times<C: Edwards>(run: &mut Run, name: &str, scalar: Rope, bits: u64, P: Rope) -> (Rope, Rope) {
    let (product, extended) =
        encoded::<C>(&run.at.join(name), "point_multiply", |run| multiply::<C>(run, scalar, bits, P));
    (run.run(name, |_| product), extended)
}

/// Section 5.1.5: `h`, `a`, `prefix`, `B` and `A`, of which `a`, `prefix`, `B` and `A` are given.
fn key<C: Edwards>(run: &mut Run, seed: Rope) -> [Rope; 4] {
    let b = C::BYTES as u64;
    let h = digest::<C>(run, "h", seed);
    let feeds = vec![Feed::whole("h", h.slice(0..b))];
    let a = single(run, "a", Clamp::<C>(PhantomData), feeds, C::BYTES);
    let prefix = run.bytes("prefix", h.slice(b..2 * b), 0);
    let B = base::<C>(run);
    let (A, _) = times::<C>(run, "A", a.clone(), bits::<C>().1, B.clone());
    [a, prefix, B, A]
}
fn public<C: Edwards>(at: &Path, function: &'static str, seed: Rope) -> Run {
    let mut run = Run::new(at, function);
    let [_, _, _, A] = key::<C>(&mut run, seed);
    run.with_result(Value::Bytes(A))
}
/// Section 5.1.6.
fn sign<C: Edwards>(at: &Path, function: &'static str, seed: Rope, message: Rope, foreign: Rope) -> Run {
    let mut run = Run::new(at, function);
    // 1. The secret scalar, the prefix and the public key.
    let [a, prefix, B, A] = key::<C>(&mut run, seed);
    // 2. r, from the prefix and the message.
    let r_hash = digest::<C>(&mut run, "r_hash", prefix.then(message.clone()));
    let r = reduced::<C>(&mut run, "r", r_hash);
    // 3. R = [r]B.
    let (R, _) = times::<C>(&mut run, "R", r.clone(), bits::<C>().0, B);
    // 4. k, from R, A and the message.
    if !foreign.is_empty() {
        run.choice("whose public key is hashed?", "the one that is given, whether or not it belongs to the seed");
    }
    let A = if foreign.is_empty() { A } else { foreign };
    let k_hash = digest::<C>(&mut run, "k_hash", R.clone().then(A).then(message));
    let k = reduced::<C>(&mut run, "k", k_hash);
    // 5. S = (r + k·a) mod L.
    let feeds = vec![Feed::whole("r", r), Feed::whole("k", k), Feed::whole("a", a)];
    let S = single(&mut run, "S", Equation::<C>(PhantomData), feeds, C::BYTES);
    // 6. R and then S.
    run.with_result(Value::Bytes(R.then(S)))
}

/// Section 5.1.7, without the cofactor: R must be the encoding of [S]B - [k]A, byte for byte. Each check that says no
/// ends the run, and is its result.
fn verify<C: Edwards>(
    at: &Path,
    function: &'static str,
    [public, message, signature]: [Rope; 3],
    strict: bool,
    budget: &Budget,
) -> Result<Run, Fault> {
    let b = C::BYTES as u64;
    let mut run = Run::new(at, function);
    let whole = signature.len() == 2 * b;
    run.choice(
        format!("is the signature {} bytes long?", 2 * b),
        if whole { "yes".into() } else { format!("no, it has {}: not valid", signature.len()) },
    );
    if !whole {
        let no = Rope::length(&signature, &[0]);
        return Ok(run.with_result(Value::Bool(no)));
    }
    public.finish(budget)?;
    signature.finish(budget)?;
    let holds = |run: &mut Run, question: &str, no: &str, check: &Rope| -> Result<bool, Error> {
        check.finish(budget)?;
        let holds = check.to_vec()? == [1];
        run.choice(question, if holds { "yes" } else { no });
        Ok(holds)
    };
    // 1. R and S, and A.
    let (R, S) = (signature.slice(0..b), signature.slice(b..2 * b));
    let feeds = vec![Feed::whole("S", S.clone())];
    let S_lt_L = single(&mut run, "S_lt_L", InRange::<C>(PhantomData), feeds, 1);
    let [(A_decodes, A_point), (R_decodes, R_point)] = [("A", &public), ("R", &R)].map(|(name, bytes)| {
        let mut point = Run::new(&run.at.join(name), "point_decode");
        let decoded = decode::<C>(&mut point, bytes.clone());
        let point = point.with_result(Value::Bytes(bytes.clone()));
        run.run(name, |_| point);
        decoded
    });
    run.bytes("A_decodes", A_decodes.clone(), 0);
    run.bytes("R_decodes", R_decodes.clone(), 0);
    let extended = extend::<C>(&mut run, "A_extended", A_point);
    // 2. k, from R, A and the message.
    let k_hash = digest::<C>(&mut run, "k_hash", R.clone().then(public).then(message));
    let k = reduced::<C>(&mut run, "k", k_hash);
    if !holds(&mut run, "is S below L?", "no: not valid", &S_lt_L)? {
        return Ok(run.with_result(Value::Bool(S_lt_L)));
    }
    if !holds(&mut run, "is A the canonical encoding of a point?", "no: not valid", &A_decodes)? {
        return Ok(run.with_result(Value::Bool(A_decodes)));
    }
    if strict {
        if !holds(&mut run, "is R the canonical encoding of a point?", "no: not valid", &R_decodes)? {
            return Ok(run.with_result(Value::Bool(R_decodes)));
        }
        let R_extended = extend::<C>(&mut run, "R_extended", R_point);
        for (name, large, point) in
            [("A_small_order", "A_large_order", &extended), ("R_small_order", "R_large_order", &R_extended)]
        {
            let feeds = vec![Feed::whole("point", point.clone())];
            let small = single(&mut run, name, SmallOrder::<C>(PhantomData), feeds, 1);
            let large = single(&mut run, large, scalars::Not, vec![Feed::whole("small", small)], 1);
            let question = format!("is 8·{} another point than the identity?", &name[..1]);
            if !holds(&mut run, &question, "no, its order is small: not valid when strict", &large)? {
                return Ok(run.with_result(Value::Bool(large)));
            }
        }
    }
    // 3. The equation.
    let B = base::<C>(&mut run);
    let (_, SB) = times::<C>(&mut run, "SB", S, bits::<C>().0, B);
    let (_, kA) = times::<C>(&mut run, "kA", k, bits::<C>().0, extended);
    let (difference, _) = encoded::<C>(&run.at.join("difference"), "point_add", |run| sum::<C>(run, SB, kA, true));
    let difference = run.run("difference", |_| difference);
    let feeds = vec![Feed::whole("R", R), Feed::whole("difference", difference)];
    let same = single(&mut run, "same", Same, feeds, 1);
    Ok(run.with_result(Value::Bool(same)))
}

// ------------------------------------------------------------------ the functions

const DALEK: &str = "ed25519-dalek 3.0";
const SEED: Parameter = Parameter::bytes("seed", "the private key, 32 random bytes").within(Limits::Length(32, 32));
const TOY_SEED: Parameter = Parameter::bytes("seed", "the private key, one byte").within(Limits::Length(1, 1));
const MESSAGE: Parameter =
    Parameter::bytes("message", "what is signed, 1 GiB at most").within(Limits::Length(0, 1 << 30));
const STRICT: Parameter =
    Parameter::bool("strict", "whether keys and points R of small order are refused").or(Default::Bool(false));

/// The rows of Ed25519.
pub const ROWS: &[Function] = &[
    Function {
        name: "ed25519_public",
        title: "Ed25519, public key",
        summary: "The public key A = [a]B of a seed, where a is the clamped first half of SHA-512(seed).",
        family: Family::Signature,
        spec: "RFC 8032 §5.1.5",
        parameters: &[SEED],
        result: Some(Type::Bytes),
        vetted: Vetted::new(DALEK, |a| Ok(Says::Value(secret(a)?.verifying_key().to_bytes().into()))).row(),
        examples: &["ed25519_public(sha256(\"my secret\"))"],
        make: |c, a| Ok(public::<Edwards25519>(&c.at, "ed25519_public", a.rope("seed"))),
    },
    Function {
        name: "ed25519_sign",
        title: "Ed25519, signature",
        summary: "Signs a message: R = [r]B and S = (r + k·a) mod L, 64 bytes.",
        family: Family::Signature,
        spec: "RFC 8032 §5.1.6",
        parameters: &[
            SEED,
            MESSAGE,
            Parameter::bytes("public", "the public key that is hashed; one's own where none is given")
                .or(Default::Bytes(b""))
                .within(Limits::Length(0, 32)),
        ],
        result: Some(Type::Bytes),
        vetted: Vetted::new(DALEK, signed).note("for a public key that decodes").row(),
        examples: &["ed25519_sign(sha256(\"my secret\"), \"attack at dawn\")"],
        make: |c, a| {
            let public = a.rope("public");
            if !matches!(public.len(), 0 | 32) {
                let message =
                    format!("`public` of ed25519_sign wants 32 bytes, or none, and this has {}", public.len());
                return Err(Fault::argument("public", message));
            }
            Ok(sign::<Edwards25519>(&c.at, "ed25519_sign", a.rope("seed"), a.rope("message"), public))
        },
    },
    Function {
        name: "ed25519_verify",
        title: "Ed25519, verification",
        summary: "Whether a signature is valid: S is below L, and R is the encoding of [S]B - [k]A.",
        family: Family::Signature,
        spec: "RFC 8032 §5.1.7",
        parameters: &[
            Parameter::bytes("public", "the public key A, 32 bytes").within(Limits::Length(32, 32)),
            MESSAGE,
            Parameter::bytes("signature", "R and then S, 64 bytes; no other length is valid"),
            STRICT,
        ],
        result: Some(Type::Bool),
        vetted: Vetted::new(DALEK, vetted).known(&[LAX_KEY]).row(),
        examples: &[
            "ed25519_verify(ed25519_public(sha256(\"my secret\")), \"hi\", ed25519_sign(sha256(\"my secret\"), \"hi\"))",
        ],
        make: |c, a| verified::<Edwards25519>(c, a, "ed25519_verify"),
    },
    Function {
        name: "ed25519_toy_sign",
        title: "Ed25519 over a toy curve, signature",
        summary: "Signs with the same equations modulo 101, L = 11; the hash is the first 2 bytes of SHA-512. R and S take a byte each.",
        family: Family::Signature,
        spec: "RFC 8032 §5.1.6, over a smaller field",
        parameters: &[TOY_SEED, MESSAGE],
        result: Some(Type::Bytes),
        vetted: Counterpart::None("no crate computes in a group so small"),
        examples: &["ed25519_toy_sign(0x2a, \"hi\")"],
        make: |c, a| {
            let given = ["seed", "message"].map(|name| a.rope(name));
            let [seed, message] = given;
            Ok(sign::<Toy101Edwards>(&c.at, "ed25519_toy_sign", seed, message, Rope::default()))
        },
    },
    Function {
        name: "ed25519_toy_verify",
        title: "Ed25519 over a toy curve, verification",
        summary: "Whether a toy signature is valid, by the same checks; the public key is one byte, `A` in the run that signs.",
        family: Family::Signature,
        spec: "RFC 8032 §5.1.7, over a smaller field",
        parameters: &[
            Parameter::bytes("public", "the public key A, one byte").within(Limits::Length(1, 1)),
            MESSAGE,
            Parameter::bytes("signature", "R and then S, two bytes; no other length is valid"),
            STRICT,
        ],
        result: Some(Type::Bool),
        vetted: Counterpart::None("no crate computes in a group so small"),
        examples: &["ed25519_toy_verify(0x5a, \"hi\", ed25519_toy_sign(0x2a, \"hi\"))"],
        make: |c, a| verified::<Toy101Edwards>(c, a, "ed25519_toy_verify"),
    },
];
fn verified<C: Edwards>(c: &Context, a: &Arguments, function: &'static str) -> Result<Run, Fault> {
    let given = ["public", "message", "signature"].map(|name| a.rope(name));
    verify::<C>(&c.at, function, given, a.bool("strict")?, c.budget)
}
fn secret(a: &Arguments) -> Result<SigningKey, Error> {
    let seed: [u8; 32] = a.bytes("seed")?.try_into().unwrap_or_default();
    Ok(SigningKey::from_bytes(&seed))
}
/// The signature; with another public key as the crate's raw operation makes it.
fn signed(a: &Arguments) -> Result<Says, Error> {
    let (key, message) = (secret(a)?, a.bytes("message")?);
    let signature = match <[u8; 32]>::try_from(a.bytes("public")?) {
        Err(_) => key.sign(&message),
        Ok(public) => {
            let Ok(public) = VerifyingKey::from_bytes(&public) else { return Ok(Says::Nothing) };
            raw_sign::<::sha2::Sha512>(&ExpandedSecretKey::from(&key.to_bytes()), &message, &public)
        }
    };
    Ok(Says::Value(signature.to_bytes().into()))
}
const LAX_KEY: Known = Known {
    what: "it decodes keys that RFC 8032 §5.1.3 refuses, with y of p or more, or x = 0 and its sign set",
    applies: |a| {
        let public: [u8; 32] = a.bytes("public")?.try_into().unwrap_or_default();
        let decoded = VerifyingKey::from_bytes(&public);
        Ok(decoded.is_ok_and(|key| key.to_edwards().compress().to_bytes() != public))
    },
};
fn vetted(a: &Arguments) -> Result<Says, Error> {
    let public: [u8; 32] = a.bytes("public")?.try_into().unwrap_or_default();
    let Ok(signature) = <[u8; 64]>::try_from(a.bytes("signature")?) else { return Ok(Says::Value(vec![0])) };
    let Ok(key) = VerifyingKey::from_bytes(&public) else { return Ok(Says::Value(vec![0])) };
    let (message, signature) = (a.bytes("message")?, Signature::from_bytes(&signature));
    let valid = match a.bool("strict")? {
        true => key.verify_strict(&message, &signature),
        false => key.verify(&message, &signature),
    };
    Ok(Says::Value(vec![valid.is_ok() as u8]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::functions::bytes::testing::*;
    use proptest::prelude::*;

    fn toy(seed: u8, message: &[u8]) -> Run {
        call("ed25519_toy_sign", [input("seed", &[seed]), input("message", message)]).unwrap()
    }
    fn toy_valid(public: &[u8], message: &[u8], signature: &[u8], strict: bool) -> bool {
        let given = [input("A", public), input("m", message), input("s", signature), Value::bool(strict)];
        call("ed25519_toy_verify", given).unwrap().output().unwrap() == [1]
    }
    fn bytes(run: &Run, address: &str) -> Vec<u8> {
        let digits = at(run, address);
        (0..digits.len() / 2).map(|i| u8::from_str_radix(&digits[2 * i..2 * i + 2], 16).unwrap()).collect()
    }

    /// One r and two k: S1 - S2 = (k1 - k2)·a.
    #[test]
    fn a_foreign_public_key_tells_the_scalar() {
        let given = |public: &[u8]| {
            let given = [input("seed", &[7; 32]), input("m", b"hi"), input("A", public)];
            call("ed25519_sign", given).unwrap()
        };
        let [own, foreign] =
            [given(&[]), given(call("ed25519_public", [input("s", &[8; 32])]).unwrap().output().unwrap().as_slice())];
        let number = |run: &Run, name: &str| num_bigint::BigUint::from_bytes_le(&bytes(run, name));
        let L = (*<Edwards25519 as Edwards>::L::modulus()).clone();
        let less = |a, b| (a + &L - b) % &L;
        let inverse = less(number(&own, "k"), number(&foreign, "k")).modinv(&L).unwrap();
        let a = less(number(&own, "S"), number(&foreign, "S")) * inverse % &L;
        assert_eq!(a, number(&own, "a") % &L);
    }
    #[test]
    fn the_toy_verifies_for_every_key() {
        for seed in 0..=255 {
            let run = toy(seed, b"attack at dawn");
            let (public, signature) = (bytes(&run, "A"), run.output().unwrap());
            assert!(toy_valid(&public, b"attack at dawn", &signature, false), "seed {seed}");
            // One r in eleven is 0, and R then is the identity.
            let strict = toy_valid(&public, b"attack at dawn", &signature, true);
            assert_eq!(strict, at(&run, "r") != "00", "seed {seed}");
            let more = [signature[0], signature[1] + 11];
            assert!(!toy_valid(&public, b"attack at dawn", &more, false), "S + L, seed {seed}");
        }
    }
    #[test]
    fn a_valid_toy_signature_solves_the_equation() {
        let run = toy(42, b"hi");
        let public = bytes(&run, "A");
        for R in 0..=255u8 {
            for S in 0..12u8 {
                let given = [input("A", &public), input("m", b"hi"), input("s", &[R, S])];
                let checked = call("ed25519_toy_verify", given).unwrap();
                let equal = S < 11 && at(&checked, "difference") == format!("{R:02x}");
                assert_eq!(checked.output().unwrap(), [equal as u8], "R {R} S {S}");
            }
        }
    }
    #[test]
    fn everything_can_be_asked_for() {
        let run = call("ed25519_sign", [input("seed", &[7; 32]), input("message", b"hi")]).unwrap();
        assert_eq!(formula(&run, "S/sum"), "r + k · a");
        assert_eq!(formula(&run, "S/S"), "sum mod L");
        assert_eq!(formula(&run, "R/step[0]/E[1]"), "(B[1] - A[1]) mod p");
        assert_eq!(formula(&run, "R/step[252]/E[0]"), "(H[0] - (X_before + Y_before)²) mod p");
        assert_eq!(at(&run, "A/x").len(), 64);
        assert!(at(&run, "h/block[0]/T1[0]").len() == 16);
        let origins = origins(&run.result);
        assert!(origins.starts_with("message[0..2] seed[0..32]; "), "{origins}");
    }
    #[test]
    fn a_check_that_says_no_is_the_result() {
        let key = SigningKey::from_bytes(&[7; 32]);
        let signature = key.sign(b"hi").to_bytes();
        let verify = |public: &[u8], signature: &[u8], strict: bool| {
            let given = [input("A", public), input("m", b"hi"), input("s", signature), Value::bool(strict)];
            call("ed25519_verify", given).unwrap()
        };
        let public = key.verifying_key().to_bytes();
        assert_eq!(verify(&public, &signature, true).output().unwrap(), [1]);
        let mut above = signature;
        above[63] |= 0x20;
        let run = verify(&public, &above, false);
        assert_eq!((run.output().unwrap(), at(&run, "S_lt_L/S_lt_L")), (vec![0], "0".into()));
        // y = 2 is no point.
        let run = verify(&std::array::from_fn::<u8, 32, _>(|i| 2 * (i == 0) as u8), &signature, false);
        assert_eq!((run.output().unwrap(), at(&run, "A/decode/is_square")), (vec![0], "0".into()));
        assert_eq!(at(&run, "A_decodes"), "00");
        // The identity as a key: S = 0 and R = identity sign everything, unless strict.
        let identity: [u8; 32] = std::array::from_fn(|i| (i == 0) as u8);
        let forged = [identity, [0; 32]].concat();
        assert_eq!(verify(&identity, &forged, false).output().unwrap(), [1]);
        let run = verify(&identity, &forged, true);
        assert_eq!((run.output().unwrap(), at(&run, "A_small_order/small_order")), (vec![0], "1".into()));
        assert_eq!(verify(&public, &signature[1..], false).output().unwrap(), [0]);
    }
    proptest! {
        #![proptest_config(ProptestConfig::with_cases(8))]
        #[test]
        fn what_is_signed_is_valid_and_nothing_else(
            seed in any::<[u8; 32]>(),
            message in prop::collection::vec(any::<u8>(), 0..200),
            flip in 0usize..512,
        ) {
            let run = call("ed25519_sign", [input("s", &seed), input("m", &message)]).unwrap();
            let (public, mut signature) = (bytes(&run, "A"), run.output().unwrap());
            let verify = |signature: &[u8]| {
                shown("ed25519_verify", [input("A", &public), input("m", &message), input("s", signature)])
            };
            prop_assert_eq!(verify(&signature), "true");
            signature[flip / 8] ^= 1 << (flip % 8);
            prop_assert_eq!(verify(&signature), "false");
        }
    }
}
