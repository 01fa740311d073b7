//! All points of a curve that is small enough to try every pair of coordinates.

use super::cubic::{self, Cubic, Montgomery101, Toy17};
use super::edwards;
use super::edwards_curves::Toy101Edwards;
use super::twisted::Edwards;
use crate::num::{Numbers, Plain, Ring};
use num_bigint::BigUint;
use std::sync::LazyLock;

/// The points of a named toy curve, without a point at infinity; nothing for a curve that cannot be tried through. They
/// are looked for once: a picture of the curve asks for them at every step.
pub fn points(curve: &str) -> &'static [(u64, u64)] {
    static TOY17: LazyLock<Vec<(u64, u64)>> =
        LazyLock::new(|| tried::<<Toy17 as Cubic>::F>(17, cubic::sides::<Plain, Toy17>));
    static TOY101: LazyLock<Vec<(u64, u64)>> =
        LazyLock::new(|| tried::<<Montgomery101 as Cubic>::F>(101, cubic::sides::<Plain, Montgomery101>));
    static TOY101_EDWARDS: LazyLock<Vec<(u64, u64)>> =
        LazyLock::new(|| tried::<<Toy101Edwards as Edwards>::F>(101, edwards::sides::<Plain, Toy101Edwards>));
    match curve {
        "toy17" => &TOY17,
        "toy101" => &TOY101,
        "toy101_edwards" => &TOY101_EDWARDS,
        _ => &[],
    }
}

type Element<F> = <Plain as Numbers>::Mod<F>;

/// The pairs below p for which both sides of the equation are the same.
fn tried<F: Ring<Context = ()>>(p: u64, sides: impl Fn(Plain, [Element<F>; 2]) -> [Element<F>; 2]) -> Vec<(u64, u64)> {
    let element = |value: u64| Plain.residue::<F>(BigUint::from(value).into(), &());
    let all: Vec<Element<F>> = (0..p).map(element).collect();
    let on_curve = |(x, y): &(u64, u64)| {
        let [left, right] = sides(Plain, [all[*x as usize].clone(), all[*y as usize].clone()]);
        Plain.representative::<F>(left) == Plain.representative::<F>(right)
    };
    (0..p).flat_map(|x| (0..p).map(move |y| (x, y))).filter(on_curve).collect()
}

#[cfg(test)]
mod tests {
    use super::points;

    #[test]
    fn every_pair_is_tried() {
        // y² = x³ + 2x + 2 modulo 17 has 18 points besides the one at infinity.
        let toy17 = points("toy17");
        assert_eq!(toy17.len(), 18);
        assert!(toy17.iter().all(|(x, y)| (y * y) % 17 == (x * x * x + 2 * x + 2) % 17) && toy17.contains(&(5, 1)));
        // v² = u³ + 50u² + u modulo 101: 8 · 11 = 88 points, one of them at infinity.
        let toy101 = points("toy101");
        assert_eq!(toy101.len(), 87);
        assert!(toy101.iter().all(|(u, v)| (v * v) % 101 == (u * u * u + 50 * u * u + u) % 101));
        assert!(points("toy101_edwards").contains(&(0, 1)));
        assert_eq!(points("p256"), []);
    }
}
