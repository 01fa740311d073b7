//! Points as a caller writes them, a list of two integers: into a run, past the check of the curve's equation, and out.

use super::group::Group;
use super::twisted::integer;
use crate::functions::{Arguments, Context, Fault, Limits, Parameter};
use crate::num::{Border, Carry, Integer, Numbers, Ring};
use crate::run::{Count, Feed, Map, Pieces, Rope, Run, Source, Type, Value, Windows};
use num_bigint::BigInt;
use std::marker::PhantomData;

fn curves() -> Vec<&'static str> {
    vec!["toy17", "p256", "toy101", "toy101_edwards", "edwards25519"]
}
/// The parameter `curve`.
pub const CURVE: Parameter = Parameter::text("curve", "the curve's name").within(Limits::OneOf(curves));
/// A parameter that is a point.
pub const fn point(name: &'static str, help: &'static str) -> Parameter {
    Parameter::new(name, &[Type::List], help)
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
/// The coordinates of a point argument as a part of its name; none for `[]`.
pub fn coordinates<G: Group>(
    c: &Context,
    a: &Arguments,
    run: &mut Run,
    name: &'static str,
) -> Result<Option<Rope>, Fault> {
    let wanted = if G::INFINITE { "a list of two integers, or [] for the identity" } else { "a list of two integers" };
    let wrong = || Fault::argument(name, format!("`{name}` wants a point: {wanted}"));
    let Value::List(items) = a.value(name) else { return Err(wrong()) };
    let [Value::Int { magnitude: x, negative: false }, Value::Int { magnitude: y, negative: false }] = &items[..]
    else {
        return if items.is_empty() && G::INFINITE { Ok(None) } else { Err(wrong().hint("as in [5, 1]")) };
    };
    let p = integer::<G::F>(0).modulus();
    for coordinate in items.iter() {
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
/// Adds the coordinates of a computed point as a part, where each has a name.
pub fn named<G: Group>(run: &mut Run, name: &str, affine: &Rope) {
    let size = G::F::SIZE as u64;
    let feeds = [("x", 0), ("y", size)].map(|(axis, at)| Feed::whole(axis, affine.slice(at..at + size))).to_vec();
    run.part(name, |at| Map::part(at, Coordinates::<G::F>(PhantomData), feeds, 2 * size, 2 * size));
}
/// Adds the part that evaluates the curve's equation, and refuses a point that is not on the curve.
pub fn checked<G: Group>(c: &Context, mut run: Run, name: &str, point: Rope, curve: &str) -> Result<Run, Fault> {
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
/// The coordinates of a point as the integers of a list.
pub fn integers<G: Group>(point: &Rope) -> Vec<Value> {
    let size = G::F::SIZE as u64;
    let coordinate = |at: u64| {
        let rope = point.slice(at..at + size);
        let magnitude = if G::LITTLE { rope.reversed() } else { rope };
        Value::Int { magnitude, negative: false }
    };
    vec![coordinate(0), coordinate(size)]
}
/// The run with the point it ends in.
pub fn ended<G: Group>(c: &Context, mut run: Run, point: Rope) -> Result<Run, Fault> {
    point.finish(c.budget)?;
    let items = G::coordinates(&mut run, point)?.map_or(vec![], |point| integers::<G>(&point));
    Ok(run.with_result(Value::list(items)))
}
