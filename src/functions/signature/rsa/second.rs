//! The second opinion on RSA: the rsa crate, and crypto-bigint for the raw operations on numbers of any size.

use super::blocks::digest_info;
use crate::functions::bytes::second::{self, CRYPTO_BIGINT};
use crate::functions::hash::{Hash, hash};
use crate::functions::{Arguments, Says};
use crate::run::{Error, Type};
use crypto_bigint::BoxedUint;
use num_bigint::{BigInt, BigUint, Sign};
use num_traits::{One, Zero};
use rsa::rand_core::{TryCryptoRng, TryRng};
use rsa::traits::{PaddingScheme, SignatureScheme};
use rsa::{Oaep, Pkcs1v15Sign, PrivateKey, Pss, PublicKey};
use std::convert::Infallible;
use std::num::Wrapping;

/// The crate of the raw operations.
pub const RAW: &str = CRYPTO_BIGINT;
/// The crate of all others.
pub const RSA: &str = "rsa 0.10";

/// A number argument, an integer or bytes.
fn number(a: &Arguments, name: &str) -> Result<BigUint, Error> {
    Ok(BigUint::from_bytes_be(&a.bytes(name)?))
}
/// The power. A call with primes that are none gives something else, which is not the crate's affair.
pub fn raw(a: &Arguments, base: &str, exponent: &str) -> Result<Says, Error> {
    let [m, e, n] = [number(a, base)?, number(a, exponent)?, number(a, "n")?];
    if m >= n || a.value("n").kind() == Type::Int && a.int("n")?.sign() == Sign::Minus {
        return Ok(Says::Refused);
    }
    let [m, e, n] = [m, e, n].map(BigInt::from);
    Ok(second::power(&m, &e, &n))
}
fn boxed(value: &BigUint) -> BoxedUint {
    BoxedUint::from_be_slice_vartime(&value.to_bytes_be())
}
fn public(a: &Arguments) -> Result<Option<PublicKey>, Error> {
    let [n, e] = [number(a, "n")?, number(a, "e")?];
    Ok(PublicKey::new_with_size_limits(boxed(&n), boxed(&e), 1..=4096).ok())
}
/// The private key, where both primes are given: e follows from them and d.
fn private(a: &Arguments) -> Result<Option<PrivateKey>, Error> {
    let [n, d, p, q] = [number(a, "n")?, number(a, "d")?, number(a, "p")?, number(a, "q")?];
    if p.is_zero() || q.is_zero() {
        return Ok(None);
    }
    let one = BigUint::one();
    let lambda = num_integer::lcm(&p - &one, &q - &one);
    let Some(e) = d.modinv(&lambda) else { return Ok(None) };
    let primes = vec![boxed(&p), boxed(&q)];
    Ok(PrivateKey::from_components(boxed(&n), boxed(&e), boxed(&d), primes).ok())
}
fn asked(a: &Arguments) -> Result<&'static Hash, Error> {
    Ok(hash(&a.text("hash")?).expect("the row has this hash"))
}
fn prehash(a: &Arguments) -> Result<Vec<u8>, Error> {
    let hash = asked(a)?;
    let mut digest = vec![0; hash.output as usize];
    hash.after(&[]).digest(&a.bytes("message")?, &mut digest);
    Ok(digest)
}
/// Calls a body with the type of the hash function that a call names.
macro_rules! with_digest {
    ($a:expr, $D:ident => $body:expr) => {
        match $a.text("hash")?.as_str() {
            "sha1" => {
                type $D = ::sha1::Sha1;
                $body
            }
            "sha224" => {
                type $D = ::sha2::Sha224;
                $body
            }
            "sha384" => {
                type $D = ::sha2::Sha384;
                $body
            }
            "sha512" => {
                type $D = ::sha2::Sha512;
                $body
            }
            _ => {
                type $D = ::sha2::Sha256;
                $body
            }
        }
    };
}
/// The bytes that a caller gives, where the crate wants random ones. What it wants more, to blind what it computes,
/// changes no result and is drawn from a generator of little worth.
struct Told(Vec<u8>, Wrapping<u64>);
impl Told {
    fn new(bytes: Vec<u8>) -> Told {
        Told(bytes, Wrapping(1))
    }
}
impl TryRng for Told {
    type Error = Infallible;
    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        self.try_next_u64().map(|word| (word >> 32) as u32)
    }
    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        // Knuth's multiplier for 64 bits.
        self.1 = self.1 * Wrapping(6_364_136_223_846_793_005) + Wrapping(1_442_695_040_888_963_407);
        Ok(self.1.0)
    }
    fn try_fill_bytes(&mut self, to: &mut [u8]) -> Result<(), Infallible> {
        let told = self.0.len().min(to.len());
        to[..told].copy_from_slice(&self.0[..told]);
        self.0.drain(..told);
        for byte in &mut to[told..] {
            *byte = (self.try_next_u64()? >> 56) as u8;
        }
        Ok(())
    }
}
impl TryCryptoRng for Told {}

/// MGF1 over the crates' hashes.
pub fn mgf1(a: &Arguments) -> Result<Says, Error> {
    use ::sha2::Digest;
    let (seed, length) = (a.bytes("seed")?, number(a, "length")?.try_into().unwrap_or(0usize));
    let mut all = vec![];
    for counter in 0u32.. {
        if all.len() >= length {
            break;
        }
        let message = [&seed[..], &counter.to_be_bytes()].concat();
        with_digest!(a, D => all.extend(D::digest(&message)));
    }
    all.truncate(length);
    Ok(Says::Value(all))
}
/// The encryption, with the seed that is given.
pub fn oaep_encrypt(a: &Arguments) -> Result<Says, Error> {
    let Some(key) = public(a)? else { return Ok(Says::Nothing) };
    let (message, label, seed) = (a.bytes("message")?, a.bytes("label")?, Told::new(a.bytes("seed")?));
    let encrypted = with_digest!(a, D => Oaep::<D>::new_with_label(label).encrypt(&mut { seed }, &key, &message));
    Ok(Says::or_refused(encrypted.ok()))
}
/// The decryption.
pub fn oaep_decrypt(a: &Arguments) -> Result<Says, Error> {
    let Some(key) = private(a)? else { return Ok(Says::Nothing) };
    let (cipher, label) = (a.bytes("cipher")?, a.bytes("label")?);
    let decrypted = with_digest!(a, D => Oaep::<D>::new_with_label(label).decrypt(None::<&mut Told>, &key, &cipher));
    Ok(Says::or_refused(decrypted.ok()))
}
/// The signature, with the salt that is given.
pub fn pss_sign(a: &Arguments) -> Result<Says, Error> {
    let (Some(key), salt) = (private(a)?, a.bytes("salt")?) else { return Ok(Says::Nothing) };
    let (digest, length) = (prehash(a)?, salt.len());
    let signed = with_digest!(a, D => Pss::<D>::new_with_salt(length).sign(Some(&mut Told::new(salt)), &key, &digest));
    Ok(Says::or_refused(signed.ok()))
}
/// Whether a signature is valid.
pub fn pss_verify(a: &Arguments) -> Result<Says, Error> {
    let Some(key) = public(a)? else { return Ok(Says::Nothing) };
    let (digest, signature) = (prehash(a)?, a.bytes("signature")?);
    let length = number(a, "salt_length")?.try_into().unwrap_or(0usize);
    let valid = with_digest!(a, D => Pss::<D>::new_with_salt(length).verify(&key, &digest, &signature));
    Ok(Says::Value(vec![valid.is_ok() as u8]))
}
fn pkcs1(a: &Arguments) -> Result<Pkcs1v15Sign, Error> {
    let hash = asked(a)?;
    Ok(Pkcs1v15Sign { hash_len: Some(hash.output as usize), prefix: digest_info(hash).into() })
}
/// The signature.
pub fn pkcs1_sign(a: &Arguments) -> Result<Says, Error> {
    let Some(key) = private(a)? else { return Ok(Says::Nothing) };
    let signed = pkcs1(a)?.sign(None::<&mut Told>, &key, &prehash(a)?);
    Ok(Says::or_refused(signed.ok()))
}
/// Whether a signature is valid.
pub fn pkcs1_verify(a: &Arguments) -> Result<Says, Error> {
    let Some(key) = public(a)? else { return Ok(Says::Nothing) };
    let valid = pkcs1(a)?.verify(&key, &prehash(a)?, &a.bytes("signature")?);
    Ok(Says::Value(vec![valid.is_ok() as u8]))
}
