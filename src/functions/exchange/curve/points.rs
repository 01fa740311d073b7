//! `point_add`, `point_multiply`, `point_encode` and `point_decode` over the named curves.
//!
//! A point is a list of two integers; the identity is `[]`, on an Edwards curve `[0, 1]`. The runs have the parts `P`
//! (its coordinates), `P_check` (both sides of the curve's equation), `Q`, `Q_check`, then `sum`, or a segment `step[i]`
//! for each bit of k from the top. In them an index of 0 means a doubling, 1 an addition.

use super::cubic::{self, Cubic, Montgomery101, P256, Toy17};
use super::edwards::{self, Edwards, encoded, extend, integer};
use super::edwards_curves::{Edwards25519, Toy101Edwards};
use super::encoding::decode;
use super::sec1::{self, Sec1};
use super::second;
use crate::functions::{Arguments, Context, Default, Family, Fault, Function, Limits, Parameter, Vetted};
use crate::num::{Border, Carry, Integer, Numbers, Ring};
use crate::run::{Count, Feed, Map, Pieces, Rope, Run, Source, Timeline, Type, Value, Windows};
use num_bigint::{BigInt, Sign};
use std::marker::PhantomData;

/// What the functions need of a curve.
trait Group: Send + Sync + 'static {
    /// The field.
    type F: Ring<Context = ()>;
    /// Whether the identity is `[]`, a point without coordinates.
    const INFINITE: bool;
    /// Whether the bytes of a coordinate at a border have the least significant first.
    const LITTLE: bool = false;
    /// The coordinate that -P has the negative of.
    const NEGATED: usize;
    /// Both sides of the curve's equation.
    fn sides<N: Numbers>(n: N, point: [N::Mod<Self::F>; 2]) -> [N::Mod<Self::F>; 2];
    /// A point from its coordinates, as the parts below read it.
    fn point(run: &mut Run, name: &str, affine: Rope) -> Rope;
    /// The part `sum`.
    fn sum(run: &mut Run, p: Rope, q: Rope) -> Rope;
    /// The part `step`.
    fn multiply(run: &mut Run, k: Rope, bits: u64, p: Rope) -> Rope;
    /// The coordinates of a computed point; none for the identity where it has none. It is computed already.
    fn coordinates(run: &mut Run, point: Rope) -> Result<Option<Rope>, Fault>;
}
struct OfCubic<C>(PhantomData<C>);
impl<C: Cubic> Group for OfCubic<C> {
    type F = C::F;
    const INFINITE: bool = true;
    const NEGATED: usize = 1;
    fn sides<N: Numbers>(n: N, point: [N::Mod<C::F>; 2]) -> [N::Mod<C::F>; 2] {
        cubic::sides::<N, C>(n, point)
    }
    fn point(_: &mut Run, _: &str, affine: Rope) -> Rope {
        Rope::constant("not infinite", &[0]).then(affine)
    }
    fn sum(run: &mut Run, p: Rope, q: Rope) -> Rope {
        let (size, feeds) = (1 + 2 * C::F::SIZE as u64, vec![Feed::whole("P", p), Feed::whole("Q", q)]);
        run.part("sum", |at| Map::part(at, cubic::Sum::<C>(PhantomData), feeds, size, size))
    }
    fn multiply(run: &mut Run, k: Rope, bits: u64, p: Rope) -> Rope {
        let feeds = vec![Feed::whole("k", k), Feed::whole("P", p)];
        let fold = cubic::Multiply::<C> { bits, curve: PhantomData };
        run.part("step", |at| Timeline::part(at, fold, bits, infinite::<C::F>(), feeds))
    }
    fn coordinates(_: &mut Run, point: Rope) -> Result<Option<Rope>, Fault> {
        let infinite = point.slice(0..1).to_vec()? == [1];
        Ok((!infinite).then(|| point.slice(1..point.len())))
    }
}
fn infinite<F: Ring>() -> Rope {
    let mut bytes = vec![0; 1 + 2 * F::SIZE];
    bytes[0] = 1;
    Rope::constant("point at infinity", &bytes)
}
struct OfEdwards<C, const LITTLE: bool>(PhantomData<C>);
impl<C: Edwards, const LITTLE: bool> Group for OfEdwards<C, LITTLE> {
    type F = C::F;
    const INFINITE: bool = false;
    const LITTLE: bool = LITTLE;
    const NEGATED: usize = 0;
    fn sides<N: Numbers>(n: N, point: [N::Mod<C::F>; 2]) -> [N::Mod<C::F>; 2] {
        edwards::sides::<N, C>(n, point)
    }
    fn point(run: &mut Run, name: &str, affine: Rope) -> Rope {
        extend::<C>(run, &format!("{}_extended", name.to_uppercase()), affine)
    }
    fn sum(run: &mut Run, p: Rope, q: Rope) -> Rope {
        edwards::sum::<C>(run, p, q, false)
    }
    fn multiply(run: &mut Run, k: Rope, bits: u64, p: Rope) -> Rope {
        edwards::multiply::<C>(run, k, bits, p)
    }
    fn coordinates(run: &mut Run, point: Rope) -> Result<Option<Rope>, Fault> {
        Ok(Some(edwards::affine::<C>(run, point)))
    }
}

/// Two integers as elements of the field.
struct Coordinates<F>(PhantomData<F>);
impl<F: Ring<Context = ()>> Pieces for Coordinates<F> {
    const COUNT: Count = Count::Single;
    fn piece<N: Numbers>(&self, n: N, _: u64, read: &Windows, out: &mut Border) {
        n.residue::<F>(N::Int::read(n, read[0]), &()).named("x", ()).save(out);
        n.residue::<F>(N::Int::read(n, read[1]), &()).named("y", ()).save(out);
    }
}
/// Whether a point satisfies the curve's equation.
struct Check<G>(PhantomData<G>);
impl<G: Group> Pieces for Check<G> {
    const COUNT: Count = Count::Single;
    fn piece<N: Numbers>(&self, n: N, _: u64, read: &Windows, out: &mut Border) {
        let [x, y] = <[N::Mod<G::F>; 2]>::read(n, read[0]);
        let [left, right] = G::sides(n, [x.named("x", ()), y.named("y", ())]);
        let left = n.representative::<G::F>(left.named("left", ()));
        let right = n.representative::<G::F>(right.named("right", ()));
        left.same(right).named("on_curve", ()).save(out);
    }
}
/// -P.
struct Negate<G>(PhantomData<G>);
impl<G: Group> Pieces for Negate<G> {
    const COUNT: Count = Count::Single;
    fn piece<N: Numbers>(&self, n: N, _: u64, read: &Windows, out: &mut Border) {
        let mut point = <[N::Mod<G::F>; 2]>::read(n, read[0]);
        let coordinate = point[G::NEGATED].clone();
        point[G::NEGATED] = n.element("zero", (), integer::<G::F>(0)) - coordinate;
        let [x, y] = point;
        [x.named("x", ()), y.named("y", ())].save(out);
    }
}

/// The coordinates of a point argument as a part of its name; none for `[]`.
fn coordinates<G: Group>(c: &Context, a: &Arguments, run: &mut Run, name: &'static str) -> Result<Option<Rope>, Fault> {
    let wanted = if G::INFINITE { "a list of two integers, or [] for the identity" } else { "a list of two integers" };
    let wrong = || Fault::argument(name, format!("`{name}` wants a point: {wanted}"));
    let Value::List(items) = a.value(name) else { return Err(wrong()) };
    let [Value::Int { magnitude: x, negative: false }, Value::Int { magnitude: y, negative: false }] = items.as_slice()
    else {
        return if items.is_empty() && G::INFINITE { Ok(None) } else { Err(wrong().hint("as in [5, 1]")) };
    };
    let p = integer::<G::F>(0).modulus();
    for coordinate in items {
        let most = G::F::SIZE as u64 + 8;
        let within = coordinate.rope().is_some_and(|rope| rope.len() <= most);
        coordinate.finish(c.budget)?;
        if !within || coordinate.to_int()?.unwrap_or_default() >= BigInt::from(p.clone()) {
            let message = format!("a coordinate of `{name}` is not below p = {p}");
            return Err(Fault::argument(name, message).hint("take it modulo p first"));
        }
    }
    let (size, feeds) = (2 * G::F::SIZE as u64, vec![Feed::whole("x", x.clone()), Feed::whole("y", y.clone())]);
    let part = Coordinates::<G::F>(PhantomData);
    Ok(Some(run.part(&name.to_uppercase(), |at| Map::part(at, part, feeds, size, size))))
}
/// Adds the part that evaluates the curve's equation, and refuses a point that is not on the curve.
fn checked<G: Group>(c: &Context, mut run: Run, name: &str, point: Rope, curve: &str) -> Result<Run, Fault> {
    let part = Check::<G>(PhantomData);
    let feeds = vec![Feed::whole("point", point)];
    let check = format!("{}_check", name.to_uppercase());
    let on_curve = run.part(&check, |at| Map::part(at, part, feeds, 1, 1));
    on_curve.finish(c.budget)?;
    let holds = on_curve.to_vec()? == [1];
    run.choice(
        format!("does `{name}` satisfy the equation of {curve}?"),
        if holds { "yes" } else { "no: it is refused" },
    );
    match holds {
        true => Ok(run),
        false => {
            let message = format!("`{name}` is not a point of {curve}: see both sides of its equation in `{check}`");
            Err(Fault::rejected(message, run).hint("a library that skips this check can be made to leak its key"))
        }
    }
}
/// The run with the point it ends in.
fn ended<G: Group>(c: &Context, mut run: Run, point: Rope) -> Result<Run, Fault> {
    point.finish(c.budget)?;
    let items = match G::coordinates(&mut run, point)? {
        None => vec![],
        Some(point) => {
            let size = G::F::SIZE as u64;
            let coordinate = |rope: Rope| {
                let magnitude = if G::LITTLE { rope.reversed() } else { rope };
                Value::Int { magnitude, negative: false }
            };
            vec![coordinate(point.slice(0..size)), coordinate(point.slice(size..2 * size))]
        }
    };
    Ok(run.with_result(Value::List(items)))
}
fn add<G: Group>(c: &Context, a: &Arguments, curve: &str) -> Result<Run, Fault> {
    let mut run = Run::new(&c.at, "point_add");
    let mut points = vec![];
    for name in ["p", "q"] {
        points.push(match coordinates::<G>(c, a, &mut run, name)? {
            None => infinite::<G::F>(),
            Some(point) => {
                run = checked::<G>(c, run, name, point.clone(), curve)?;
                G::point(&mut run, name, point)
            }
        });
    }
    let q = points.pop().unwrap_or_default();
    let sum = G::sum(&mut run, points.pop().unwrap_or_default(), q);
    ended::<G>(c, run, sum)
}
/// The longest scalar, in bits.
const BITS: u64 = 1024;
fn multiply<G: Group>(c: &Context, a: &Arguments, curve: &str) -> Result<Run, Fault> {
    let magnitude = a.rope("k");
    let k = a.int("k")?;
    let mut run = Run::new(&c.at, "point_multiply");
    let point = match coordinates::<G>(c, a, &mut run, "p")? {
        None => infinite::<G::F>(),
        Some(mut point) => {
            if a.bool("check")? {
                run = checked::<G>(c, run, "p", point.clone(), curve)?;
            }
            let negative = k.sign() == Sign::Minus;
            run.choice("is k negative?", if negative { "yes: -k times -P" } else { "no" });
            if negative {
                let (size, feeds) = (2 * G::F::SIZE as u64, vec![Feed::whole("P", point)]);
                point = run.part("negated", |at| Map::part(at, Negate::<G>(PhantomData), feeds, size, size));
            }
            G::point(&mut run, "p", point)
        }
    };
    let scalar = if magnitude.len() == 0 { Rope::constant("0", &[0]) } else { magnitude.reversed() };
    let product = G::multiply(&mut run, scalar, k.bits().max(1), point);
    ended::<G>(c, run, product)
}
fn encode_cubic<C: Cubic>(c: &Context, a: &Arguments, curve: &str) -> Result<Run, Fault> {
    let mut run = Run::new(&c.at, "point_encode");
    let encoding = match coordinates::<OfCubic<C>>(c, a, &mut run, "p")? {
        None => run.bytes("encoding", Rope::constant("point at infinity", &[0]), 0),
        Some(point) => {
            run = checked::<OfCubic<C>>(c, run, "p", point.clone(), curve)?;
            sec1::encode::<C>(&mut run, point)
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
    let size = C::F::SIZE as u64;
    let coordinate = |rope: Rope| {
        let magnitude = if LITTLE { rope.reversed() } else { rope };
        Value::Int { magnitude, negative: false }
    };
    let point = vec![coordinate(point.slice(0..size)), coordinate(point.slice(size..2 * size))];
    Ok(run.with_result(Value::List(point)))
}

// ------------------------------------------------------------------ the functions

fn curves() -> Vec<&'static str> {
    vec!["toy17", "p256", "toy101", "toy101_edwards", "edwards25519"]
}
const CURVE: Parameter = Parameter::text("curve", "the curve's name").within(Limits::OneOf(curves));
const fn point(name: &'static str, help: &'static str) -> Parameter {
    Parameter::new(name, &[Type::List], help)
}
const CRATES: &str = "p256 0.14, curve25519-dalek 5";
const SEC1_CRATE: &str = "p256 0.14";

/// The rows of points.
pub const ROWS: &[Function] = &[
    Function {
        name: "point_add",
        title: "sum of two points",
        summary: "The sum of two points of a curve; a point that is not on it is refused.",
        family: Family::Exchange,
        spec: "SEC 1 §2.2.1, RFC 8032 §5.1.4",
        parameters: &[
            point("p", "a point: [x, y]; the identity is [], on an Edwards curve [0, 1]"),
            point("q", "another point, or the same"),
            CURVE,
        ],
        result: Some(Type::List),
        vetted: Some(Vetted { name: CRATES, compute: second::add, note: "none for the toy curves" }),
        examples: &["point_add([5, 1], [6, 3], curve: \"toy17\")"],
        make: |c, a| match a.text("curve")?.as_str() {
            "toy17" => add::<OfCubic<Toy17>>(c, a, "toy17"),
            "p256" => add::<OfCubic<P256>>(c, a, "p256"),
            "toy101" => add::<OfCubic<Montgomery101>>(c, a, "toy101"),
            "toy101_edwards" => add::<OfEdwards<Toy101Edwards, false>>(c, a, "toy101_edwards"),
            _ => add::<OfEdwards<Edwards25519, true>>(c, a, "edwards25519"),
        },
    },
    Function {
        name: "point_multiply",
        title: "multiple of a point",
        summary: "k times a point of a curve, by double-and-add over the bits of k from the top.",
        family: Family::Exchange,
        spec: "SEC 1 §2.2.1, RFC 8032 §5.1.4",
        parameters: &[
            Parameter::int("k", "how many times, negative numbers too; 1,024 bits at most").within(Limits::Bits(BITS)),
            point("p", "a point: [x, y]; the identity is [], on an Edwards curve [0, 1]"),
            CURVE,
            Parameter::bool("check", "whether a point that is not on the curve is refused").or(Default::Bool(true)),
        ],
        result: Some(Type::List),
        vetted: Some(Vetted {
            name: CRATES,
            compute: second::multiply,
            note: "none for the toy curves, and for a point that is not on its curve",
        }),
        examples: &["point_multiply(3, [5, 1], curve: \"toy17\")"],
        make: |c, a| match a.text("curve")?.as_str() {
            "toy17" => multiply::<OfCubic<Toy17>>(c, a, "toy17"),
            "p256" => multiply::<OfCubic<P256>>(c, a, "p256"),
            "toy101" => multiply::<OfCubic<Montgomery101>>(c, a, "toy101"),
            "toy101_edwards" => multiply::<OfEdwards<Toy101Edwards, false>>(c, a, "toy101_edwards"),
            _ => multiply::<OfEdwards<Edwards25519, true>>(c, a, "edwards25519"),
        },
    },
    Function {
        name: "point_encode",
        title: "a point as bytes",
        summary: "A point as bytes: 04, x and y, or 00 at infinity; on an Edwards curve y and the lowest bit of x.",
        family: Family::Exchange,
        spec: "SEC 1 §2.3.3, RFC 8032 §5.1.2",
        parameters: &[point("p", "a point: [x, y]; the identity is [], on an Edwards curve [0, 1]"), CURVE],
        result: Some(Type::Bytes),
        vetted: Some(Vetted { name: SEC1_CRATE, compute: second::encode, note: "p256 only" }),
        examples: &[
            "point_encode([5, 1], curve: \"toy17\")",
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
        vetted: Some(Vetted { name: SEC1_CRATE, compute: second::decode, note: "p256 only" }),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::functions::bytes::testing::*;
    use crate::functions::{FaultKind, function};
    use crate::run::{Budget, Path};
    use proptest::prelude::*;

    type Affine = Option<(i64, i64)>;
    fn value(point: Affine) -> Value {
        Value::List(point.map_or(vec![], |(x, y)| vec![Value::int(x), Value::int(y)]))
    }
    fn show(point: Affine) -> String {
        value(point).show(100).unwrap()
    }
    /// A call over a toy curve, which has no second opinion.
    fn toy(name: &str, given: Vec<Value>) -> Result<Run, Fault> {
        let (budget, at) = (Budget::unlimited(), Path::new(""));
        let given = given.into_iter().map(|v| (None, v)).collect();
        let (run, _) = function(name).unwrap().call(&Context { at, budget: &budget }, given)?;
        run.finish(&budget)?;
        Ok(run)
    }
    fn toy_sum(curve: &str, p: Affine, q: Affine) -> String {
        let run = toy("point_add", vec![value(p), value(q), Value::text(curve)]).unwrap();
        run.result.show(100).unwrap()
    }
    fn toy_times(curve: &str, k: i64, p: Affine) -> String {
        let run = toy("point_multiply", vec![Value::int(k), value(p), Value::text(curve)]).unwrap();
        run.result.show(100).unwrap()
    }
    fn inverse(x: i64, p: i64) -> i64 {
        (0..p).find(|y| (x * y).rem_euclid(p) == 1).unwrap()
    }
    /// All points of y² = x³ + a2·x² + a4·x + a6, and their sum by lines.
    fn by_lines([a2, a4, a6, p]: [i64; 4]) -> (Vec<Affine>, impl Fn(Affine, Affine) -> Affine) {
        let mut all = vec![None];
        for x in 0..p {
            all.extend(
                (0..p).filter(|y| (y * y - x * x * x - a2 * x * x - a4 * x - a6) % p == 0).map(|y| Some((x, y))),
            );
        }
        // The third point of the line through two, mirrored, found by trying all points.
        let points = all.clone();
        let sum = move |a: Affine, b: Affine| {
            let (Some((x1, y1)), Some((x2, y2))) = (a, b) else { return a.or(b) };
            if x1 == x2 && (y1 + y2) % p == 0 {
                return None;
            }
            let slope = match x1 == x2 {
                true => (3 * x1 * x1 + 2 * a2 * x1 + a4) * inverse((2 * y1).rem_euclid(p), p),
                false => (y2 - y1) * inverse((x2 - x1).rem_euclid(p), p),
            };
            let x3 = (slope * slope - a2 - x1 - x2).rem_euclid(p);
            let y3 = (-(y1 + slope * (x3 - x1))).rem_euclid(p);
            points.iter().copied().find(|point| *point == Some((x3, y3))).expect("the sum is on the curve")
        };
        (all, sum)
    }

    #[test]
    fn toys_are_right_over_all_pairs() {
        for (curve, coefficients, order) in [("toy17", [0, 2, 2, 17], 19), ("toy101", [50, 1, 0, 101], 88)] {
            let (all, sum) = by_lines(coefficients);
            assert_eq!(all.len(), order);
            for p in &all {
                for q in &all {
                    assert_eq!(toy_sum(curve, *p, *q), show(sum(*p, *q)), "{curve} {p:?} + {q:?}");
                }
                let mut multiple = None;
                for k in 0..order as i64 + 3 {
                    assert_eq!(toy_times(curve, k, *p), show(multiple), "{curve} {k} {p:?}");
                    multiple = sum(multiple, *p);
                }
                let minus = p.map(|(x, y)| (x, (-y).rem_euclid(coefficients[3])));
                assert_eq!(toy_times(curve, -1, *p), show(minus));
                assert_eq!(toy_times(curve, order as i64, *p), "[]");
            }
        }
    }
    #[test]
    fn the_toy_edwards_curve_is_right_over_all_pairs() {
        const P: i64 = 101;
        let on = |x: i64, y: i64| (y * y - x * x - 1 - 69 * (x * x % P) * (y * y % P)) % P == 0;
        let all: Vec<(i64, i64)> =
            (0..P).flat_map(|x| (0..P).map(move |y| (x, y))).filter(|(x, y)| on(*x, *y)).collect();
        assert_eq!(all.len(), 88);
        // The affine law: x3 = (x1y2 + y1x2)/(1 + t), y3 = (y1y2 + x1x2)/(1 - t), where t = dx1x2y1y2.
        let sum = |(x1, y1): (i64, i64), (x2, y2): (i64, i64)| {
            let t = 69 * (x1 * x2 % P) * (y1 * y2 % P) % P;
            let over = |above: i64, below: i64| above * inverse(below.rem_euclid(P), P) % P;
            (over(x1 * y2 + y1 * x2, 1 + t), over(y1 * y2 + x1 * x2, 1 - t))
        };
        for p in &all {
            for q in &all {
                assert_eq!(toy_sum("toy101_edwards", Some(*p), Some(*q)), show(Some(sum(*p, *q))), "{p:?} + {q:?}");
            }
            assert_eq!(toy_times("toy101_edwards", 88, Some(*p)), "[0, 1]");
            assert_eq!(toy_times("toy101_edwards", -1, Some(*p)), show(Some(((P - p.0) % P, p.1))));
            let given = || vec![value(Some(*p)), Value::text("toy101_edwards")];
            let encoded = toy("point_encode", given()).unwrap().result;
            let decoded = toy("point_decode", vec![encoded, Value::text("toy101_edwards")]).unwrap();
            assert_eq!(decoded.result.show(100).unwrap(), show(Some(*p)));
        }
        // As many bytes decode as there are points.
        let decodes = |byte: u8| toy("point_decode", vec![input("e", &[byte]), Value::text("toy101_edwards")]).is_ok();
        assert_eq!((0..=255).filter(|byte| decodes(*byte)).count(), 88);
    }
    #[test]
    fn steps_can_be_asked_for() {
        let run = toy("point_multiply", vec![Value::int(3), value(Some((5, 1))), Value::text("toy17")]).unwrap();
        assert_eq!(run.result.show(100).unwrap(), "[10, 6]");
        assert_eq!((at(&run, "step[1]/x_doubled"), at(&run, "step[1]/y_doubled")), ("6".into(), "3".into()));
        assert_eq!(at(&run, "P_check/left"), "1");
        assert_eq!(formula(&run, "step[1]/y3[1]"), "λ[1] · (x_doubled - x3[1]) - y_doubled");
    }
    #[test]
    fn a_point_off_the_curve_is_refused() {
        let given = |check| vec![Value::int(3), value(Some((5, 2))), Value::text("toy17"), Value::bool(check)];
        let fault = toy("point_multiply", given(true)).err().unwrap();
        assert_eq!(fault.kind, FaultKind::Rejected);
        let run = fault.run.unwrap();
        assert_eq!((at(&run, "P_check/left"), at(&run, "P_check/right")), ("4".into(), "1".into()));
        assert!(toy("point_multiply", given(false)).is_ok());
        let fault = toy("point_add", vec![value(Some((17, 1))), value(None), Value::text("toy17")]).err().unwrap();
        assert_eq!(fault.to_string(), "a coordinate of `p` is not below p = 17; take it modulo p first");
        let fault = toy("point_add", vec![value(None), value(None), Value::text("edwards25519")]).err().unwrap();
        assert_eq!(fault.argument.as_deref(), Some("p"));
        let fault = toy("point_decode", vec![input("e", &[2; 32]), Value::text("edwards25519")]).err();
        assert!(fault.is_none_or(|fault| fault.kind == FaultKind::Rejected));
    }
    proptest! {
        #![proptest_config(ProptestConfig::with_cases(3))]
        #[test]
        fn multiples_add_up(a in any::<i64>(), b in any::<u64>()) {
            let (x, y) = (
                "48439561293906451759052585252797914202762949526041747995844080717082404635286",
                "36134250956749795798585127919587881956611106672985015071877198253568414405109",
            );
            let p256 = Value::List(vec![Value::int(x.parse::<BigInt>().unwrap()), Value::int(y.parse::<BigInt>().unwrap())]);
            let encoding: [u8; 32] = std::array::from_fn(|i| if i == 0 { 0x58 } else { 0x66 });
            let edwards = toy("point_decode", vec![input("e", &encoding), Value::text("edwards25519")]).unwrap().result;
            for (curve, p) in [("p256", p256), ("edwards25519", edwards)] {
                let times = |k: BigInt| {
                    call("point_multiply", [Value::int(k), p.clone(), Value::text(curve)]).unwrap().result
                };
                let sum = call("point_add", [times(a.into()), times(b.into()), Value::text(curve)]).unwrap().result;
                prop_assert_eq!(sum.show(400).unwrap(), times(BigInt::from(a) + b).show(400).unwrap());
            }
        }
    }
}
