//! Points of cubic curves as bytes, SEC 1 sections 2.3.3 and 2.3.4. The first byte tells the form: 00 is the point at
//! infinity, 04 stands before x and y, 02 and 03 before x alone, where they give the lowest bit of y. A coordinate has
//! the most significant byte first and as many bytes as p.
#![allow(non_snake_case)] // the names are the specification's

use super::cubic::{self, Cubic, Montgomery101, P256, P384, Toy17, same};
use super::twisted::integer;
use crate::functions::exchange::x25519::inversion::{Chain, power, raise, squared};
use crate::functions::{Context, Fault};
use crate::num::{Border, Carry, Integer, Number, Numbers, Residue, Ring, Window, Word};
use crate::run::{Count, Feed, Map, Pieces, Rope, Run, Source, Windows};
use num_bigint::BigInt;
use std::marker::PhantomData;

/// How a square root is found. What is found for an element that is no square has another square.
pub enum Root {
    /// z^((p+1)/4), where p is 3 modulo 4.
    Power(Chain),
    /// The elements from 1 to this one are tried; the negatives of these are the other roots.
    Trials(u32),
}
/// A curve whose points have an encoding.
pub trait Sec1: Cubic {
    /// How a square root is found in its field.
    const ROOT: Root;
}
impl Sec1 for Toy17 {
    const ROOT: Root = Root::Trials(8);
}
impl Sec1 for Montgomery101 {
    const ROOT: Root = Root::Trials(50);
}
impl Sec1 for P256 {
    /// (p+1)/4 is (((2^32 - 1)·2^32 + 1)·2^96 + 1)·2^94.
    const ROOT: Root = Root::Power(&[
        power("z_2_0", 0, 1, 0),
        power("z_4_0", 1, 2, 1),
        power("z_8_0", 2, 4, 2),
        power("z_16_0", 3, 8, 3),
        power("z_32_0", 4, 16, 4),
        power("z_64", 5, 32, 0),
        power("z_160", 6, 96, 0),
        squared("z_254", 7, 94),
    ]);
}
impl Sec1 for P384 {
    /// (p+1)/4 is (((2^255 - 1)·2^33 + 2^32 - 1)·2^64 + 1)·2^30.
    const ROOT: Root = Root::Power(&[
        power("z_2_0", 0, 1, 0),
        power("z_3_0", 1, 1, 0),
        power("z_6_0", 2, 3, 2),
        power("z_12_0", 3, 6, 3),
        power("z_15_0", 4, 3, 2),
        power("z_30_0", 5, 15, 5),
        power("z_32_0", 6, 2, 1),
        power("z_60_0", 6, 30, 6),
        power("z_120_0", 8, 60, 8),
        power("z_240_0", 9, 120, 9),
        power("z_255_0", 10, 15, 5),
        power("z_288", 11, 33, 7),
        power("z_352", 12, 64, 0),
        squared("z_382", 13, 30),
    ]);
}
fn root<N: Numbers, C: Sec1>(n: N, z: N::Mod<C::F>) -> N::Mod<C::F> {
    match C::ROOT {
        Root::Power(chain) => raise::<N, C::F>(z, chain),
        Root::Trials(last) => (1..=last).fold(n.element("found", 0, integer::<C::F>(0)), |found, i| {
            let index = i as usize;
            let candidate = n.element("candidate", index, integer::<C::F>(i));
            let square = candidate.clone().square().named("square", index);
            let fits = same::<N, C::F>(n, square, z.clone()).named("fits", index);
            Number::choose(fits, || candidate, || found).named("found", index)
        }),
    }
}

/// A coordinate as bytes, the most significant first.
fn save<N: Numbers, F: Ring>(n: N, coordinate: N::Int, octets: &'static str, out: &mut Border) {
    for (i, byte) in n.split_int(coordinate, F::SIZE).into_iter().enumerate() {
        byte.named(octets, i).save(out);
    }
}
/// From x and y to 04 ‖ X ‖ Y.
struct ToBoth<C>(PhantomData<C>);
impl<C: Cubic> Pieces for ToBoth<C> {
    const COUNT: Count = Count::Single;
    fn piece<N: Numbers>(&self, n: N, _: u64, read: &Windows, out: &mut Border) {
        let [x, y] = <[N::Mod<C::F>; 2]>::read(n, read[0]);
        n.u8("form", (), 4).save(out);
        save::<N, C::F>(n, n.representative::<C::F>(x.named("x", ())), "X", out);
        save::<N, C::F>(n, n.representative::<C::F>(y.named("y", ())), "Y", out);
    }
}
/// From x and y to 02 ‖ X where y is even, 03 ‖ X where it is odd: of y and p - y, the two roots, one is even.
struct ToOne<C>(PhantomData<C>);
impl<C: Cubic> Pieces for ToOne<C> {
    const COUNT: Count = Count::Single;
    fn piece<N: Numbers>(&self, n: N, _: u64, read: &Windows, out: &mut Border) {
        let [x, y] = <[N::Mod<C::F>; 2]>::read(n, read[0]);
        let y_0 = Integer::bit(n.representative::<C::F>(y.named("y", ())), 0).named("y_0", ());
        (n.u8("even", (), 2) | n.byte_of(y_0)).named("form", ()).save(out);
        save::<N, C::F>(n, n.representative::<C::F>(x.named("x", ())), "X", out);
    }
}
/// Section 2.3.3: adds the part `encoding` of a point that is not at infinity, with both coordinates or one.
pub fn encode<C: Cubic>(run: &mut Run, point: Rope, compressed: bool) -> Rope {
    let (one, feeds) = (C::F::SIZE as u64, vec![Feed::whole("point", point)]);
    run.choice("is the encoding compressed?", if compressed { "yes: x, and whether y is odd" } else { "no: x and y" });
    run.part("encoding", |at| match compressed {
        true => Map::part(at, ToOne::<C>(PhantomData), feeds, 1 + one, 1 + one),
        false => Map::part(at, ToBoth::<C>(PhantomData), feeds, 1 + 2 * one, 1 + 2 * one),
    })
}

/// Whether the integer that the bytes of a coordinate write is below p, and the coordinate. The names are those of the
/// bytes, of the integer, of the check and of the coordinate.
fn coordinate<N: Numbers, F: Ring<Context = ()>>(n: N, read: Window, names: [&'static str; 4]) -> (N::Bit, N::Mod<F>) {
    let octets = |i| N::U8::read(n, read.piece::<1>(i)).named(names[0], i);
    let int = n.join_int(&(0..F::SIZE).map(octets).collect::<Vec<_>>()).named(names[1], ());
    let p = n.int("p", (), BigInt::from(integer::<F>(0).modulus()));
    let below = int.clone().less(p).named(names[2], ());
    (below, n.residue::<F>(int, &()).named(names[3], ()))
}
const X: [&str; 4] = ["X", "x_int", "x_lt_p", "x"];
const Y: [&str; 4] = ["Y", "y_int", "y_lt_p", "y"];

/// From X and Y: three checks, then x and y.
struct Uncompressed<C>(PhantomData<C>);
impl<C: Cubic> Pieces for Uncompressed<C> {
    const COUNT: Count = Count::Single;
    fn piece<N: Numbers>(&self, n: N, _: u64, read: &Windows, out: &mut Border) {
        let (x_below, x) = coordinate::<N, C::F>(n, read[0], X);
        let (y_below, y) = coordinate::<N, C::F>(n, read[1], Y);
        let [left, right] = cubic::sides::<N, C>(n, [x.clone(), y.clone()]);
        let on_curve = same::<N, C::F>(n, left.named("left", ()), right.named("right", ())).named("on_curve", ());
        [x_below, y_below, on_curve].save(out);
        [x, y].save(out);
    }
}
/// From the first byte and X: three checks, then x and y.
struct Compressed<C>(PhantomData<C>);
impl<C: Sec1> Pieces for Compressed<C> {
    const COUNT: Count = Count::Single;
    fn piece<N: Numbers>(&self, n: N, _: u64, read: &Windows, out: &mut Border) {
        let lowest = |y: &N::Mod<C::F>| Integer::bit(n.representative::<C::F>(y.clone()), 0);
        let form = N::U8::read(n, read[0].piece::<1>(0)).named("form", ());
        let y_0 = Word::bit(form, 0).named("y_0", ());
        let (x_below, x) = coordinate::<N, C::F>(n, read[1], X);
        let right = cubic::right::<N, C>(n, x.clone()).named("right", ());
        let root = root::<N, C>(n, right.clone()).named("root", ());
        let left = root.clone().square().named("left", ());
        let is_square = same::<N, C::F>(n, left, right).named("is_square", ());
        // Of the two roots one is odd. Only 0 has no other root, and then 03 gives no point.
        let other = (lowest(&root) ^ y_0).named("other_root", ());
        let zero = || n.element("zero", (), integer::<C::F>(0));
        let y = Number::choose(other, || zero() - root.clone(), || root.clone()).named("y", ());
        let agrees = (!(lowest(&y) ^ y_0)).named("y_0_agrees", ());
        [x_below, is_square, agrees].save(out);
        [x, y].save(out);
    }
}

/// A check's name in the part, and what is said where it fails.
type Check = (&'static str, &'static str);
const X_BELOW: Check = ("x_lt_p", "x is not below p");
const COMPRESSED: [Check; 3] =
    [X_BELOW, ("is_square", "the right side of the equation has no square root"), ("y_0_agrees", "y = 0 is not odd")];
const UNCOMPRESSED: [Check; 3] =
    [X_BELOW, ("y_lt_p", "y is not below p"), ("on_curve", "x and y do not satisfy the equation")];

/// The form that the first byte tells.
enum Form {
    Infinity,
    Compressed,
    Uncompressed,
}
impl Form {
    fn of(first: Option<&u8>) -> Option<Form> {
        match first? {
            0 => Some(Form::Infinity),
            2 | 3 => Some(Form::Compressed),
            4 => Some(Form::Uncompressed),
            _ => None,
        }
    }
    fn coordinates(&self) -> u64 {
        match self {
            Form::Infinity => 0,
            Form::Compressed => 1,
            Form::Uncompressed => 2,
        }
    }
    fn told(&self) -> &'static str {
        match self {
            Form::Infinity => "00: the point at infinity",
            Form::Compressed => "02 or 03: x, and whether y is odd",
            Form::Uncompressed => "04: x and y",
        }
    }
}

/// Section 2.3.4: adds the part `decode`, with `x` and `y`, and gives the coordinates; none for the point at infinity.
pub fn decode<C: Sec1>(c: &Context, mut run: Run, encoding: Rope, curve: &str) -> Result<(Run, Option<Rope>), Fault> {
    let first = encoding.slice(0..encoding.len().min(1));
    first.finish(c.budget)?;
    let Some(form) = Form::of(first.to_vec()?.first()) else {
        let message = format!("the encoding of a point of {curve} begins with the byte 00, 02, 03 or 04");
        return Err(Fault::argument("encoding", message).hint("as in 0x04, then x, then y"));
    };
    let (size, told) = (C::F::SIZE as u64, form.told());
    let (length, found) = (1 + form.coordinates() * size, encoding.len());
    if found != length {
        let message = format!("the length on {curve} is {length} in this form ({told}), and this has {found}");
        return Err(Fault::argument("encoding", message).hint(format!("each coordinate has the length {size}")));
    }
    run.choice("which form does the first byte tell?", told);
    let (all, x) = (3 + 2 * size, |encoding: &Rope| Feed::whole("X", encoding.slice(1..1 + size)));
    let (decoded, checks) = match form {
        Form::Infinity => return Ok((run, None)),
        Form::Compressed => {
            let feeds = vec![Feed::whole("form", first), x(&encoding)];
            (run.part("decode", |at| Map::part(at, Compressed::<C>(PhantomData), feeds, all, all)), COMPRESSED)
        }
        Form::Uncompressed => {
            let feeds = vec![x(&encoding), Feed::whole("Y", encoding.slice(1 + size..length))];
            (run.part("decode", |at| Map::part(at, Uncompressed::<C>(PhantomData), feeds, all, all)), UNCOMPRESSED)
        }
    };
    run.bytes("x", decoded.slice(3..3 + size), 0);
    run.bytes("y", decoded.slice(3 + size..all), 0);
    decoded.finish(c.budget)?;
    for ((name, what), holds) in checks.into_iter().zip(decoded.slice(0..3).to_vec()?) {
        if holds != 1 {
            let message = format!("these bytes encode no point of {curve}: {what}, see `{name}` in `decode`");
            return Err(Fault::rejected(message, run));
        }
    }
    Ok((run, Some(decoded.slice(3..all))))
}

/// A public key, uncompressed: adds the part `decode`, with `x` and `y`, and gives the coordinates. Every other form is
/// refused; with `check` false a point that is not on the curve is not.
///
/// # Errors
/// A fault that names the check that said no, with the run up to it.
pub fn public<C: Sec1>(
    c: &Context,
    mut run: Run,
    (name, key): (&'static str, Rope),
    curve: &str,
    check: bool,
) -> Result<(Run, Rope), Fault> {
    let (size, first) = (C::F::SIZE as u64, key.slice(0..key.len().min(1)));
    first.finish(c.budget)?;
    let found = match first.to_vec()?.first() {
        Some(4) => None,
        Some(0) => Some("it is 00, which stands for the point at infinity: no public key".to_string()),
        Some(byte @ (2 | 3)) => {
            Some(format!("it is {byte:02x}, a compressed point, which this function does not take"))
        }
        Some(byte) => Some(format!("it is {byte:02x}, which begins no point")),
        None => Some("there is none".into()),
    };
    run.choice(format!("is the first byte of `{name}` 04, before x and y?"), found.as_deref().unwrap_or("yes"));
    if let Some(found) = found {
        let fault = Fault::rejected(format!("`{name}` is no uncompressed point of {curve}: {found}"), run);
        return Err(
            Fault { argument: Some(name.into()), ..fault }.hint("point_decode and point_encode change the form")
        );
    }
    let length = 1 + 2 * size;
    let is_whole = key.len() == length;
    let found = format!("no, it is {}", key.len());
    run.choice(format!("is the length of `{name}` {length}?"), if is_whole { "yes" } else { &found });
    if !is_whole {
        let message = format!("`{name}` has the length {}, and a point of {curve} has {length}", key.len());
        return Err(Fault { argument: Some(name.into()), ..Fault::rejected(message, run) });
    }
    let feeds = vec![Feed::whole("X", key.slice(1..1 + size)), Feed::whole("Y", key.slice(1 + size..length))];
    let all = 3 + 2 * size;
    let decoded = run.part("decode", |at| Map::part(at, Uncompressed::<C>(PhantomData), feeds, all, all));
    run.bytes("x", decoded.slice(3..3 + size), 0);
    run.bytes("y", decoded.slice(3 + size..all), 0);
    decoded.finish(c.budget)?;
    for ((check_name, what), holds) in UNCOMPRESSED.into_iter().zip(decoded.slice(0..3).to_vec()?) {
        let skipped = !check && check_name == "on_curve";
        if holds != 1 && !skipped {
            let message = format!("`{name}` is no point of {curve}: {what}, see `{check_name}` in `decode`");
            let fault = Fault { argument: Some(name.into()), ..Fault::rejected(message, run) };
            return Err(fault.hint("a library that skips this check can be made to leak its key"));
        }
    }
    if !check {
        run.choice(format!("is `{name}` on {curve}?"), "nobody asks");
    }
    Ok((run, decoded.slice(3..all)))
}

#[cfg(test)]
mod tests {
    use crate::functions::bytes::testing::*;
    use crate::functions::exchange::curve::plane;
    use crate::functions::{Fault, FaultKind};
    use crate::run::{Run, Value};
    use p256::elliptic_curve::sec1::ToSec1Point;
    use p256::{ProjectivePoint, Scalar};
    use proptest::prelude::*;

    fn encoded(point: Value, curve: &str, compressed: bool) -> Vec<u8> {
        finished("point_encode", positional([point, Value::text(curve), Value::bool(compressed)]))
            .unwrap()
            .result
            .rope()
            .unwrap()
            .to_vec()
            .unwrap()
    }
    fn decoded(encoding: &[u8], curve: &str) -> Result<Run, Fault> {
        finished("point_decode", positional([input("e", encoding), Value::text(curve)]))
    }
    /// The sentence on an encoding that breaks a check, and the run up to it.
    fn rejected(encoding: &[u8], curve: &str) -> (String, Run) {
        let fault = decoded(encoding, curve).err().unwrap();
        assert_eq!(fault.kind, FaultKind::Rejected);
        let said = fault.to_string();
        (said, std::sync::Arc::into_inner(fault.run.unwrap()).unwrap())
    }

    #[test]
    fn toys_are_right_over_all_points() {
        for curve in ["toy17", "toy101"] {
            let points = plane::points(curve);
            for &(x, y) in points {
                let point = Value::list(vec![Value::int(x), Value::int(y)]);
                let shown = point.show(100).unwrap();
                let (x, y) = (x as u8, y as u8);
                assert_eq!(encoded(point.clone(), curve, false), [4, x, y]);
                assert_eq!(encoded(point, curve, true), [2 + y % 2, x]);
                for encoding in [&[4, x, y][..], &[2 + y % 2, x]] {
                    assert_eq!(decoded(encoding, curve).unwrap().result.show(100).unwrap(), shown, "{encoding:?}");
                }
            }
            // As many encodings in one coordinate are accepted as there are points.
            let accepted = |form: u8| (0..=255).filter(|x| decoded(&[form, *x], curve).is_ok()).count();
            assert_eq!(accepted(2) + accepted(3), points.len(), "{curve}");
            assert_eq!(encoded(Value::list(vec![]), curve, false), [0]);
            assert_eq!(encoded(Value::list(vec![]), curve, true), [0]);
            assert_eq!(decoded(&[0], curve).unwrap().result.show(100).unwrap(), "[]");
        }
    }
    #[test]
    fn a_root_can_be_followed() {
        let run = decoded(&[3, 5], "toy17").unwrap();
        assert_eq!((at(&run, "decode/right"), at(&run, "decode/root")), ("1".into(), "1".into()));
        assert_eq!(formula(&run, "decode/fits[1]"), "square[1] = right");
        let run = decoded(&[2, 5], "toy17").unwrap();
        assert_eq!(
            (formula(&run, "decode/y"), at(&run, "decode/y")),
            ("choice(other_root, zero - root) mod p".into(), "16".into())
        );
    }
    #[test]
    fn the_form_tells_which_root() {
        let point = Value::list(vec![Value::int(5), Value::int(16)]);
        let given = |point| positional([point, Value::text("toy17"), Value::bool(true)]);
        let run = finished("point_encode", given(point)).unwrap();
        assert_eq!((at(&run, "encoding/y_0"), at(&run, "encoding/form")), ("0".into(), "02".into()));
        assert_eq!(formula(&run, "encoding/form"), "even ∨ y_0");
        let off = Value::list(vec![Value::int(5), Value::int(2)]);
        let fault = finished("point_encode", given(off)).err().unwrap();
        assert!(fault.to_string().contains("see both sides of its equation in `P_check`"), "{fault}");
    }
    #[test]
    fn the_base_point_of_p256_is_the_printed_one() {
        // SEC 2 section 2.4.2: G in compressed and in uncompressed form.
        let x = "6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296";
        let y = "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5";
        let bytes = |hex: String| -> Vec<u8> {
            hex.as_bytes()
                .chunks(2)
                .map(|two| u8::from_str_radix(std::str::from_utf8(two).unwrap(), 16).unwrap())
                .collect()
        };
        let [short, whole] = [bytes(format!("03{x}")), bytes(format!("04{x}{y}"))];
        for encoding in [&short, &whole] {
            let point = call("point_decode", [input("e", encoding), Value::text("p256")]).unwrap().result;
            assert_eq!(encoded(point.clone(), "p256", true), short);
            assert_eq!(encoded(point, "p256", false), whole);
        }
    }
    #[test]
    fn every_refusal_names_its_check() {
        let (said, run) = rejected(&[4, 5, 2], "toy17");
        let why = "x and y do not satisfy the equation, see `on_curve` in `decode`";
        assert_eq!(said, format!("these bytes encode no point of toy17: {why}"));
        assert_eq!((at(&run, "decode/left"), at(&run, "decode/right")), ("4".into(), "1".into()));
        // The same coordinates, and 17 more.
        for (encoding, check) in [([4, 22, 1], "x_lt_p"), ([4, 5, 18], "y_lt_p")] {
            let (said, run) = rejected(&encoding, "toy17");
            assert!(said.contains(&format!("`{check}`")), "{said}");
            assert_eq!((at(&run, "decode/left"), at(&run, "decode/right")), ("1".into(), "1".into()));
        }
        let (said, run) = rejected(&[2, 1], "toy17");
        assert!(said.contains("has no square root, see `is_square`"), "{said}");
        assert_eq!((at(&run, "decode/right"), at(&run, "decode/root")), ("5".into(), "0".into()));
        assert!(rejected(&[2, 22], "toy17").0.contains("`x_lt_p`"));
        assert!(rejected(&[3, 0], "toy101").0.contains("y = 0 is not odd, see `y_0_agrees`"));
    }
    #[test]
    fn other_bytes_are_no_encoding() {
        for (encoding, says) in [
            (
                &[][..],
                "the encoding of a point of toy17 begins with the byte 00, 02, 03 or 04; as in 0x04, then x, then y",
            ),
            (
                &[6, 5, 1],
                "the encoding of a point of toy17 begins with the byte 00, 02, 03 or 04; as in 0x04, then x, then y",
            ),
            (
                &[4, 5],
                "the length on toy17 is 3 in this form (04: x and y), and this has 2; each coordinate has the length 1",
            ),
            (
                &[0, 0],
                "the length on toy17 is 1 in this form (00: the point at infinity), and this has 2; each coordinate has the length 1",
            ),
        ] {
            assert_eq!(fault("point_decode", [input("e", encoding), Value::text("toy17")]), says);
        }
    }
    #[test]
    fn p256_refuses_what_the_crate_refuses() {
        let generator = ProjectivePoint::GENERATOR.to_affine().to_sec1_point(false);
        let mut off = generator.as_bytes().to_vec();
        off[64] ^= 1;
        assert!(rejected(&off, "p256").0.contains("`on_curve`"));
        off[1..33].fill(0xff);
        assert!(rejected(&off, "p256").0.contains("`x_lt_p`"));
        // Of the abscissas from 0 to 9 the crate takes some.
        let taken = (0..10).filter(|x| {
            let mut encoding = [0; 33];
            (encoding[0], encoding[32]) = (2, *x);
            let ours = decoded(&encoding, "p256").is_ok();
            assert_eq!(ours, p256::PublicKey::from_sec1_bytes(&encoding).is_ok(), "{x}");
            ours
        });
        assert!((1..10).contains(&taken.count()));
        let run = call("point_decode", [input("e", &[0]), Value::text("p256")]).unwrap();
        assert_eq!(run.result.show(100).unwrap(), "[]");
        call("point_encode", [run.result, Value::text("p256")]).unwrap();
    }
    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4))]
        #[test]
        fn p256_is_the_crate_s(k in 1..=u64::MAX) {
            for point in [ProjectivePoint::GENERATOR, ProjectivePoint::GENERATOR * Scalar::from(k)] {
                let [whole, short] = [false, true].map(|compressed| point.to_affine().to_sec1_point(compressed));
                // `call` compares each with the crate too.
                let [p, q] = [&whole, &short].map(|encoding| {
                    call("point_decode", [input("e", encoding.as_bytes()), Value::text("p256")]).unwrap().result
                });
                prop_assert_eq!(p.show(400).unwrap(), q.show(400).unwrap());
                for (compressed, encoding) in [(false, &whole), (true, &short)] {
                    let given = [q.clone(), Value::text("p256"), Value::bool(compressed)];
                    let again = call("point_encode", given).unwrap().result;
                    prop_assert_eq!(again.rope().unwrap().to_vec().unwrap(), encoding.as_bytes());
                }
            }
        }
    }
}
