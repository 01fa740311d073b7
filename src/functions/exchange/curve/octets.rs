//! `point_encode` and `point_decode`: points as bytes, after SEC 1 on a cubic curve and after RFC 8032 on an Edwards
//! curve.
//!
//! The runs have the parts `P` and `P_check` of a point that is given, then `encoding`; or `decode`, with its checks.

use super::affine::{CURVE, checked, coordinates, ended, integers, point};
use super::cubic::{Cubic, Montgomery101, P256, Toy17};
use super::edwards::{encoded, extend};
use super::edwards_curves::{Edwards25519, Toy101Edwards};
use super::encoding::decode;
use super::group::{Group, OfCubic, OfEdwards, infinite};
use super::sec1::{self, Sec1};
use super::second;
use super::twisted::Edwards;
use crate::functions::{Arguments, Context, Default, Family, Fault, Function, Parameter, Vetted};
use crate::run::{Rope, Run, Source, Type, Value};

fn encode_cubic<C: Cubic>(c: &Context, a: &Arguments, curve: &str) -> Result<Run, Fault> {
    let mut run = Run::new(&c.at, "point_encode");
    let encoding = match coordinates::<OfCubic<C>>(c, a, &mut run, "p")? {
        None => run.bytes("encoding", Rope::constant("point at infinity", &[0]), 0),
        Some(point) => {
            run = checked::<OfCubic<C>>(c, run, "p", point.clone(), curve)?;
            let compressed = a.bool("compressed")?;
            sec1::encode::<C>(&mut run, point, compressed)
        }
    };
    Ok(run.with_result(Value::Bytes(encoding)))
}
fn decode_cubic<C: Sec1>(c: &Context, a: &Arguments, curve: &str) -> Result<Run, Fault> {
    let run = Run::new(&c.at, "point_decode");
    let (mut run, point) = sec1::decode::<C>(c, run, a.rope("encoding").clone(), curve)?;
    let point = match point {
        None => infinite::<C::F>(),
        Some(point) => OfCubic::<C>::point(&mut run, "p", point),
    };
    ended::<OfCubic<C>>(c, run, point)
}
fn encode<C: Edwards, const LITTLE: bool>(c: &Context, a: &Arguments, curve: &str) -> Result<Run, Fault> {
    let mut run = Run::new(&c.at, "point_encode");
    let point = coordinates::<OfEdwards<C, LITTLE>>(c, a, &mut run, "p")?.unwrap_or_default();
    let mut run = checked::<OfEdwards<C, LITTLE>>(c, run, "p", point.clone(), curve)?;
    let (encoding, _) =
        encoded::<C>(&run.at.join("encoding"), "point_encode", |run| extend::<C>(run, "extended", point));
    let encoding = run.run("encoding", |_| encoding);
    Ok(run.with_result(Value::Bytes(encoding)))
}
fn decoded<C: Edwards, const LITTLE: bool>(c: &Context, a: &Arguments, curve: &str) -> Result<Run, Fault> {
    let encoding = a.rope("encoding");
    if encoding.len() != C::BYTES as u64 {
        let message = format!("an encoded point of {curve} has {} bytes, and this has {}", C::BYTES, encoding.len());
        return Err(Fault::argument("encoding", message));
    }
    let mut run = Run::new(&c.at, "point_decode");
    let (decodes, point) = decode::<C>(&mut run, encoding);
    decodes.finish(c.budget)?;
    if decodes.to_vec()? != [1] {
        let message =
            format!("these bytes encode no point of {curve}: see `decodes` and what it is made of in `decode`");
        return Err(Fault::rejected(message, run).hint("y must be below p, and x must exist and have that sign"));
    }
    Ok(run.with_result(Value::list(integers::<OfEdwards<C, LITTLE>>(&point))))
}

const CRATE: &str = "p256 0.14";

/// The rows of encodings.
pub const ROWS: &[Function] = &[
    Function {
        name: "point_encode",
        title: "a point as bytes",
        summary: "A point as bytes: 04, x and y; compressed 02 or 03, and x; 00 at infinity. On an Edwards curve y and a bit of x.",
        family: Family::Exchange,
        spec: "SEC 1 §2.3.3, RFC 8032 §5.1.2",
        parameters: &[
            point("p", "a point: [x, y]; the identity is [], on an Edwards curve [0, 1]"),
            CURVE,
            Parameter::bool(
                "compressed",
                "whether x stands alone, after 02 where y is even, 03 where odd; an Edwards curve has one form",
            )
            .or(Default::Bool(false)),
        ],
        result: Some(Type::Bytes),
        vetted: Vetted::new(CRATE, second::encode).note("p256 only").row(),
        examples: &[
            "point_encode([5, 1], curve: \"toy17\")",
            "point_encode([5, 1], curve: \"toy17\", compressed: true)",
            "point_encode([], curve: \"p256\")",
            "point_encode([0, 1], curve: \"edwards25519\")",
        ],
        make: |c, a| match a.text("curve")?.as_str() {
            "toy17" => encode_cubic::<Toy17>(c, a, "toy17"),
            "p256" => encode_cubic::<P256>(c, a, "p256"),
            "toy101" => encode_cubic::<Montgomery101>(c, a, "toy101"),
            "toy101_edwards" => encode::<Toy101Edwards, false>(c, a, "toy101_edwards"),
            _ => encode::<Edwards25519, true>(c, a, "edwards25519"),
        },
    },
    Function {
        name: "point_decode",
        title: "bytes as a point",
        summary: "The point that bytes encode, with both coordinates or one; what encodes no point is refused.",
        family: Family::Exchange,
        spec: "SEC 1 §2.3.4, RFC 8032 §5.1.3",
        parameters: &[
            Parameter::bytes("encoding", "04, x, y; 02 or 03, x; or 00. On an Edwards curve 32 bytes, one for the toy"),
            CURVE,
        ],
        result: Some(Type::List),
        vetted: Vetted::new(CRATE, second::decode).note("p256 only").row(),
        examples: &[
            "point_decode(0x040501, curve: \"toy17\")",
            "point_decode(0x0305, curve: \"toy17\")",
            "point_decode(0x036b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296, curve: \"p256\")",
            "point_decode(0x5a, curve: \"toy101_edwards\")",
        ],
        make: |c, a| match a.text("curve")?.as_str() {
            "toy17" => decode_cubic::<Toy17>(c, a, "toy17"),
            "p256" => decode_cubic::<P256>(c, a, "p256"),
            "toy101" => decode_cubic::<Montgomery101>(c, a, "toy101"),
            "toy101_edwards" => decoded::<Toy101Edwards, false>(c, a, "toy101_edwards"),
            _ => decoded::<Edwards25519, true>(c, a, "edwards25519"),
        },
    },
];
