//! `point_add` and `point_multiply` over the named curves.
//!
//! A point is a list of two integers; the identity is `[]`, on an Edwards curve `[0, 1]`. The runs have the parts `P`
//! (its coordinates), `P_check` (both sides of the curve's equation), `Q`, `Q_check`, then `sum`, or a segment
//! `step[i]` for each bit of k from the top. In them an index of 0 means a doubling, 1 an addition.

use super::affine::{CURVE, checked, coordinates, ended, point};
use super::cubic::{Montgomery101, P256, Toy17};
use super::edwards_curves::{Edwards25519, Toy101Edwards};
use super::group::{Group, OfCubic, OfEdwards, infinite};
use super::second;
use super::twisted::integer;
use crate::functions::{Arguments, Context, Default, Family, Fault, Function, Limits, Parameter};
use crate::num::{Border, Carry, Numbers, Ring};
use crate::run::{Count, Feed, Map, Pieces, Rope, Run, Source, Type, Windows};
use num_bigint::Sign;
use std::marker::PhantomData;

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

const CRATES: &str = "p256 0.14, curve25519-dalek 5";

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
        vetted: second::row(CRATES, second::add, &[]),
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
        vetted: second::row(CRATES, second::multiply, &[second::OFF_CURVE]),
        examples: &["point_multiply(3, [5, 1], curve: \"toy17\")"],
        make: |c, a| match a.text("curve")?.as_str() {
            "toy17" => multiply::<OfCubic<Toy17>>(c, a, "toy17"),
            "p256" => multiply::<OfCubic<P256>>(c, a, "p256"),
            "toy101" => multiply::<OfCubic<Montgomery101>>(c, a, "toy101"),
            "toy101_edwards" => multiply::<OfEdwards<Toy101Edwards, false>>(c, a, "toy101_edwards"),
            _ => multiply::<OfEdwards<Edwards25519, true>>(c, a, "edwards25519"),
        },
    },
];

#[cfg(test)]
mod tests {
    use crate::functions::Context;
    use crate::functions::bytes::testing::*;
    use crate::functions::{Fault, FaultKind, function};
    use crate::run::{Budget, Path, Run, Value};
    use num_bigint::BigInt;
    use proptest::prelude::*;

    type Affine = Option<(i64, i64)>;
    fn value(point: Affine) -> Value {
        Value::list(point.map_or(vec![], |(x, y)| vec![Value::int(x), Value::int(y)]))
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
        assert_eq!(formula(&run, "step[1]/y3[1]"), "(λ[1] · (x_doubled - x3[1]) - y_doubled) mod p");
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
            let p256 = Value::list(vec![Value::int(x.parse::<BigInt>().unwrap()), Value::int(y.parse::<BigInt>().unwrap())]);
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
