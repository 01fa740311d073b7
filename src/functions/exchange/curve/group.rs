//! The group of points of a curve, whatever its shape: what `point_add` and the others need of it.

use super::cubic::{self, Cubic};
use super::edwards::{self, extend};
use super::twisted::Edwards;
use crate::functions::Fault;
use crate::num::{Numbers, Ring};
use crate::run::{Feed, Map, Rope, Run, Source, Timeline};
use std::marker::PhantomData;

/// A curve, as the functions need it.
pub trait Group: Send + Sync + 'static {
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
/// The points of a cubic curve, short Weierstrass or Montgomery: SEC 1 section 2.2.1.
pub struct OfCubic<C>(PhantomData<C>);
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
/// The point at infinity of a cubic curve, as a border writes it: the mark, and coordinates of zeros.
pub fn infinite<F: Ring>() -> Rope {
    let mut bytes = vec![0; 1 + 2 * F::SIZE];
    bytes[0] = 1;
    Rope::constant("point at infinity", &bytes)
}
/// The points of a twisted Edwards curve: RFC 8032 section 5.1.4.
pub struct OfEdwards<C, const LITTLE: bool>(PhantomData<C>);
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
