//! Elliptic curve Diffie-Hellman, SEC 1 section 3.3.1, and the public key of a private one: both are a multiple of a
//! point.
//!
//! A run has the part `private_range`; of a shared secret `decode`, with every check of the other's point, `x` and `y`;
//! and `product`, a multiple of a point with a segment `step[i]` for each bit.

use super::curve::base::{self, Based, CURVE, scalar, times, with_curve};
use super::curve::sec1;
use crate::functions::{Arguments, Context, Default, Family, Fault, Function, Known, Parameter, Says, Vetted};
use crate::run::{Error, Run, Source, Type, Value};
use p256::elliptic_curve::sec1::ToSec1Point;
use p256::{ProjectivePoint, PublicKey, SecretKey};

fn public<C: Based>(c: &Context, a: &Arguments) -> Result<Run, Fault> {
    let (mut run, private) = base::private::<C>(c, a, Run::new(&c.at, "ec_public"), "private")?;
    let product = times::<C>(c, &mut run, "product", private, base::base::<C>())?;
    // A private key is below the order of the base point, so that this is never the point at infinity.
    let key = sec1::encode::<C>(&mut run, product.slice(1..product.len()), false);
    Ok(run.with_result(Value::Bytes(key)))
}
fn shared<C: Based>(c: &Context, a: &Arguments) -> Result<Run, Fault> {
    let (run, private) = base::private::<C>(c, a, Run::new(&c.at, "ecdh"), "private")?;
    let (mut run, peer) = sec1::public::<C>(c, run, ("peer", a.rope("peer")), C::NAME, a.bool("check")?)?;
    let product = times::<C>(c, &mut run, "product", private, base::point::<C>(peer))?;
    match base::x_of::<C>(&product)? {
        Some(x) => Ok(run.with_result(Value::Bytes(x))),
        None => Err(Fault::rejected("the product is the point at infinity, which has no x: see `product`", run)),
    }
}

const P256: &str = "p256 0.14";
const PRIVATE: Parameter = scalar("private", "one's own private key, 32 bytes on p256, or an integer from 1 to n - 1");

/// The rows of the exchange.
pub const ROWS: &[Function] = &[
    Function {
        name: "ec_public",
        title: "public key on a curve",
        summary: "The public key of a private one, for ECDH and for ECDSA: the base point so many times, 04, x and y.",
        family: Family::Exchange,
        spec: "SEC 1 §3.2.1",
        parameters: &[PRIVATE, CURVE],
        result: Some(Type::Bytes),
        vetted: Vetted::new(P256, |a| on_p256(a, |key| Some(key.public_key().to_sec1_point(false).as_bytes().into())))
            .note("p256 only")
            .row(),
        examples: &["ec_public(sha256(\"my secret\"))", "ec_public(7, curve: \"toy17\")"],
        make: |c, a| with_curve!(a, C => public::<C>(c, a)),
    },
    Function {
        name: "ecdh",
        title: "ECDH, shared secret",
        summary: "What both can compute: the x of the other's point times one's own private key.",
        family: Family::Exchange,
        spec: "SEC 1 §3.3.1, SP 800-56A §5.7.1.2",
        parameters: &[
            PRIVATE,
            Parameter::bytes("peer", "the other's public key, uncompressed: 04, x and y"),
            CURVE,
            Parameter::bool("check", "whether a peer's point that is not on the curve is refused")
                .or(Default::Bool(true)),
        ],
        result: Some(Type::Bytes),
        vetted: Vetted::new(P256, vetted).note("p256 only").known(&[OFF_CURVE]).row(),
        examples: &[
            "ecdh(sha256(\"my secret\"), ec_public(sha256(\"your secret\")))",
            "ecdh(7, 0x040a06, curve: \"toy17\")",
        ],
        make: |c, a| with_curve!(a, C => shared::<C>(c, a)),
    },
];

/// A private key as the crate takes it.
pub fn secret(a: &Arguments, name: &str) -> Result<Option<SecretKey>, Error> {
    let bytes = a.bytes(name)?;
    let beginning = bytes.len().saturating_sub(32);
    let fits = bytes[..beginning].iter().all(|byte| *byte == 0);
    let mut whole = [0; 32];
    whole[32 - (bytes.len() - beginning)..].copy_from_slice(&bytes[beginning..]);
    Ok(SecretKey::from_slice(&whole).ok().filter(|_| fits))
}
fn on_p256(a: &Arguments, answer: impl FnOnce(SecretKey) -> Option<Vec<u8>>) -> Result<Says, Error> {
    match a.text("curve")?.as_str() {
        "p256" => Ok(Says::or_refused(secret(a, "private")?.and_then(answer))),
        _ => Ok(Says::Nothing),
    }
}
fn vetted(a: &Arguments) -> Result<Says, Error> {
    let peer = a.bytes("peer")?;
    on_p256(a, |key| {
        // The crate takes compressed points, too.
        let peer = PublicKey::from_sec1_bytes(&peer).ok().filter(|_| peer.len() == 65)?;
        let product: ProjectivePoint = peer.to_projective() * *key.to_nonzero_scalar();
        Some(product.to_affine().to_sec1_point(false).as_bytes()[1..33].to_vec())
    })
}
const OFF_CURVE: Known =
    Known { what: "the crate takes no point that is not on its curve", applies: |a| Ok(!a.bool("check")?) };

#[cfg(test)]
mod tests {
    use crate::functions::bytes::testing::*;
    use crate::functions::exchange::curve::plane;
    use crate::functions::{Fault, FaultKind};
    use crate::run::{Run, Value};
    use proptest::prelude::*;

    fn toy() -> (Option<&'static str>, Value) {
        (Some("curve"), Value::text("toy17"))
    }
    fn key(private: i64) -> Vec<u8> {
        finished("ec_public", vec![(None, Value::int(private)), toy()]).unwrap().output().unwrap()
    }
    fn agreed(private: i64, peer: &[u8]) -> Result<Run, Fault> {
        finished("ecdh", vec![(None, Value::int(private)), (None, input("peer", peer)), toy()])
    }
    /// The fault, whose run has the check that it names.
    fn refused(private: Value, peer: &[u8], curve: &str) -> (String, Run) {
        let given = vec![(None, private), (None, input("peer", peer)), (Some("curve"), Value::text(curve))];
        let fault = finished("ecdh", given).err().unwrap();
        assert_eq!(fault.kind, FaultKind::Rejected, "{fault}");
        (fault.to_string(), std::sync::Arc::into_inner(fault.run.unwrap()).unwrap())
    }

    #[test]
    fn all_pairs_of_the_toy_agree() {
        let keys: Vec<Vec<u8>> = (1..19).map(key).collect();
        // Each of the 18 points is the public key of one private key.
        let mut all: Vec<Vec<u8>> = plane::points("toy17").iter().map(|(x, y)| vec![4, *x as u8, *y as u8]).collect();
        let mut sorted = keys.clone();
        all.sort();
        sorted.sort();
        assert_eq!(sorted, all);
        for a in 1..19 {
            for b in 1..19 {
                let shared = agreed(a, &keys[b as usize - 1]).unwrap().output().unwrap();
                assert_eq!(shared, agreed(b, &keys[a as usize - 1]).unwrap().output().unwrap());
                assert_eq!(shared, keys[(a * b % 19) as usize - 1][1..2]);
            }
        }
    }
    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2))]
        #[test]
        fn both_sides_agree_on_p256(a in any::<[u8; 32]>(), b in any::<[u8; 32]>()) {
            let key = |private: &[u8]| call("ec_public", [input("k", private)]).unwrap().output().unwrap();
            let shared = |private: &[u8], peer: &[u8]| call("ecdh", [input("k", private), input("p", peer)]).unwrap();
            prop_assert_eq!(shared(&a, &key(&b)).output().unwrap(), shared(&b, &key(&a)).output().unwrap());
        }
    }
    #[test]
    fn every_refusal_names_its_check() {
        for (peer, said) in [
            (&[0][..], "`peer` is no uncompressed point of toy17: it is 00, which stands for the point at infinity"),
            (&[2, 5], "`peer` is no uncompressed point of toy17: it is 02, a compressed point"),
            (&[5, 5, 1], "`peer` is no uncompressed point of toy17: it is 05, which begins no point"),
            (&[], "`peer` is no uncompressed point of toy17: there is none"),
            (&[4, 5, 1, 0], "`peer` has the length 4, and a point of toy17 has 3"),
            (&[4, 22, 1], "`peer` is no point of toy17: x is not below p, see `x_lt_p` in `decode`"),
            (&[4, 5, 18], "`peer` is no point of toy17: y is not below p, see `y_lt_p` in `decode`"),
            (
                &[4, 5, 2],
                "`peer` is no point of toy17: x and y do not satisfy the equation, see `on_curve` in `decode`",
            ),
        ] {
            let (message, run) = refused(Value::int(7), peer, "toy17");
            assert!(message.starts_with(said), "{message}");
            if let Some(check) = said.split("see `").nth(1).and_then(|rest| rest.split('`').next()) {
                assert_eq!(at(&run, &format!("decode/{check}")), "0", "{check}");
            }
        }
        for private in [0, 19, 20] {
            let (message, run) = refused(Value::int(private), &[4, 5, 1], "toy17");
            assert!(message.starts_with("`private` is not from 1 to n - 1: see both comparisons in `private_range`"));
            assert_eq!(at(&run, "private_range/in_range"), "0");
        }
        let fault = finished("ecdh", positional([input("k", &[1; 31]), input("p", &[4; 65])])).err().unwrap();
        assert_eq!(fault.to_string(), "`private` on p256 has the length 32, and this has 31; an integer is taken, too");
    }
    /// y² = x³ + 2x + 9 has the point (3, 5) of order 7: x of its multiples tells the key modulo 7, but for its sign.
    #[test]
    fn a_point_of_another_curve_tells_the_key_modulo_its_order() {
        let shared = |private: i64| {
            let check = (Some("check"), Value::bool(false));
            let given = vec![(None, Value::int(private)), (None, input("peer", &[4, 3, 5])), toy(), check];
            finished("ecdh", given).map(|run| run.output().unwrap()).ok()
        };
        for private in 1..19 {
            assert_eq!(shared(private).is_none(), private % 7 == 0);
            let same: Vec<i64> = (1..19).filter(|other| shared(*other) == shared(private)).collect();
            assert!(same.iter().all(|other| (other - private) % 7 == 0 || (other + private) % 7 == 0));
        }
    }
}
