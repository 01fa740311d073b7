//! The second opinion on points: double-and-add with the crates' own sums.

use super::edwards_curves::Edwards25519;
use super::encoding::Decode;
use crate::functions::{Arguments, Counterpart, Known, Says, Vetted};
use crate::num::{Border, Plain, Window};
use crate::run::{Error, Pieces, Value};
use curve25519_dalek::edwards::{CompressedEdwardsY, EdwardsPoint};
use curve25519_dalek::traits::Identity;
use num_bigint::{BigInt, BigUint, Sign};
use p256::elliptic_curve::ops::Double;
use p256::elliptic_curve::sec1::{FromSec1Point, ToSec1Point};
use p256::{AffinePoint, ProjectivePoint, PublicKey};
use std::ops::{Add, Neg};

/// The coordinates of a point argument; none for `[]`.
fn point(a: &Arguments, name: &str) -> Result<Option<[BigUint; 2]>, Error> {
    let Value::List(items) = a.value(name) else { return Ok(None) };
    let ints = items.iter().map(|item| Ok(item.to_int()?.unwrap_or_default().into_parts().1));
    Ok(<[BigUint; 2]>::try_from(ints.collect::<Result<Vec<_>, Error>>()?).ok())
}
fn fixed(int: &BigUint) -> [u8; 32] {
    let bytes = int.to_bytes_be();
    let mut out = [0; 32];
    let room = out.len() - bytes.len().min(32);
    out[room..].copy_from_slice(&bytes[bytes.len() - bytes.len().min(32)..]);
    out
}
fn nist(point: Option<[BigUint; 2]>) -> Option<ProjectivePoint> {
    let Some([x, y]) = point else { return Some(ProjectivePoint::IDENTITY) };
    if x.bits().max(y.bits()) > 256 {
        return None;
    }
    let bytes = [&[4u8][..], &fixed(&x), &fixed(&y)].concat();
    PublicKey::from_sec1_bytes(&bytes).ok().map(|key| key.to_projective())
}
fn nist_shown(point: ProjectivePoint) -> Vec<u8> {
    let Ok(key) = PublicKey::from_affine(point.to_affine()) else { return b"[]".to_vec() };
    let sec1 = key.to_sec1_point(false);
    let coordinate = |bytes: &[u8]| BigUint::from_bytes_be(bytes);
    let bytes = sec1.as_bytes();
    format!("[{}, {}]", coordinate(&bytes[1..33]), coordinate(&bytes[33..65])).into()
}
/// A point of P-256 as sums read and write it: the mark of infinity, x and y.
fn carried(bytes: &[u8]) -> Option<ProjectivePoint> {
    match bytes.split_first()? {
        (1, _) => Some(ProjectivePoint::IDENTITY),
        (_, affine) => Some(PublicKey::from_sec1_bytes(&[&[4], affine].concat()).ok()?.to_projective()),
    }
}
/// See [`super::cubic::Sums`]; of P-256.
pub fn sums(before: &[u8], p: &[u8], bits: &mut dyn Iterator<Item = bool>) -> Option<Vec<u8>> {
    let (before, p) = (carried(before)?, carried(p)?);
    let after = bits.fold(before, |sum, bit| if bit { sum.double() + p } else { sum.double() });
    let infinite = || [&[1][..], &[0; 64]].concat();
    let shown = |key: PublicKey| [&[0], &key.to_sec1_point(false).as_bytes()[1..]].concat();
    Some(PublicKey::from_affine(after.to_affine()).map_or_else(|_| infinite(), shown))
}
/// The coordinates that an encoding has: the crate does not tell x.
fn recovered(encoding: [u8; 32]) -> [BigUint; 2] {
    let (mut out, feed) = (Border::default(), Window::border(&encoding));
    Decode::<Edwards25519>::default().piece(Plain, 0, &[feed, Window::NONE, Window::NONE, Window::NONE], &mut out);
    [1..33, 33..65].map(|range| BigUint::from_bytes_le(&out.bytes[range]))
}
/// The crate's point, unless the coordinates are not those of a point of the curve.
fn dalek(point: Option<[BigUint; 2]>) -> Option<EdwardsPoint> {
    let [x, y] = point?;
    let mut encoding = fixed(&y);
    encoding.reverse();
    encoding[31] |= (x.bit(0) as u8) << 7;
    let found = CompressedEdwardsY(encoding).decompress()?;
    (recovered(encoding) == [x, y]).then_some(found)
}
fn dalek_shown(point: EdwardsPoint) -> Vec<u8> {
    let [x, y] = recovered(point.compress().to_bytes());
    format!("[{x}, {y}]").into()
}
/// |k| times a point, or times its negative.
fn times<P: Copy + Add<Output = P> + Neg<Output = P>>(k: &BigInt, identity: P, point: P) -> P {
    let point = if k.sign() == Sign::Minus { -point } else { point };
    (0..k.bits()).rev().fold(identity, |sum, i| {
        let doubled = sum + sum;
        if k.magnitude().bit(i) { doubled + point } else { doubled }
    })
}

/// The counterpart of a function of points.
pub const fn row(
    name: &'static str,
    compute: fn(&Arguments) -> Result<Says, Error>,
    known: &'static [Known],
) -> Counterpart {
    let asked = |a: &Arguments| match a.text("curve")?.as_str() {
        "edwards25519" => Ok(("curve25519-dalek 5", "x of a point is decoded by our own body")),
        _ => Ok(("p256 0.14", "")),
    };
    Vetted { asked: Some(asked), ..Vetted::new(name, compute) }.note("none for the toy curves").known(known).row()
}
/// A point that is not on its curve, where nobody asks whether it is.
pub const OFF_CURVE: Known =
    Known { what: "the crate takes no point that is not on its curve", applies: |a| Ok(!a.bool("check")?) };

/// The sum as an expression writes it.
pub fn add(a: &Arguments) -> Result<Says, Error> {
    let (p, q) = (point(a, "p")?, point(a, "q")?);
    Ok(Says::or_refused(match a.text("curve")?.as_str() {
        "p256" => nist(p).zip(nist(q)).map(|(p, q)| nist_shown(p + q)),
        "edwards25519" => dalek(p).zip(dalek(q)).map(|(p, q)| dalek_shown(p + q)),
        _ => return Ok(Says::Nothing),
    }))
}
/// The multiple as an expression writes it.
pub fn multiply(a: &Arguments) -> Result<Says, Error> {
    let (k, p) = (a.int("k")?, point(a, "p")?);
    Ok(Says::or_refused(match a.text("curve")?.as_str() {
        "p256" => nist(p).map(|p| nist_shown(times(&k, ProjectivePoint::IDENTITY, p))),
        "edwards25519" => dalek(p).map(|p| dalek_shown(times(&k, EdwardsPoint::identity(), p))),
        _ => return Ok(Says::Nothing),
    }))
}
/// The bytes of a point.
pub fn encode(a: &Arguments) -> Result<Says, Error> {
    let (p, compressed) = (point(a, "p")?, a.bool("compressed")?);
    Ok(Says::or_refused(match a.text("curve")?.as_str() {
        "p256" => nist(p).map(|p| p.to_affine().to_sec1_point(compressed).as_bytes().to_vec()),
        _ => return Ok(Says::Nothing),
    }))
}
/// The point that bytes encode, as an expression writes it.
pub fn decode(a: &Arguments) -> Result<Says, Error> {
    let encoding = a.rope("encoding").to_vec()?;
    Ok(Says::or_refused(match a.text("curve")?.as_str() {
        "p256" => AffinePoint::from_sec1_bytes(&encoding).ok().map(|point| nist_shown(point.into())),
        _ => return Ok(Says::Nothing),
    }))
}
