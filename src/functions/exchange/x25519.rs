//! X25519, RFC 7748 section 5, and the same ladder over a toy curve.
//!
//! Its run has the parts `clamp` (decodeScalar25519), `u` (decodeUCoordinate), `ladder` (one segment a bit of the
//! scalar, counted down), `swap` (the last conditional swap), `z_2_inverse` and `result`. Both curves run this one
//! source.
#![allow(non_snake_case)] // the names are the specification's

pub(in crate::functions) mod inversion;

use crate::functions::{Context, Counterpart, Default, Family, Fault, Function, Limits, Parameter, Says, Vetted};
use crate::num::{
    Border, Carry, Constant, Field25519, Fixed, Integer, Modulus, Number, Numbers, Residue, Ring, Window, Word,
};
use crate::run::{Count, Error, Feed, Fold, Map, Path, Pieces, Rope, Run, Timeline, Type, Value, Windows};
use inversion::{Chain, Inversion};
use num_bigint::BigUint;
use std::marker::PhantomData;
use std::sync::{Arc, LazyLock};

// ------------------------------------------------------------------ the body

/// The constants of a Montgomery curve v² = u³ + Au² + u.
pub trait Montgomery: Send + Sync + 'static {
    /// The field. An element's bytes at a border are those of a u-coordinate.
    type F: Ring<Context = ()>;
    /// How many bits of the scalar the ladder takes.
    const BITS: u64;
    /// How many bytes a clamped scalar has, least significant first.
    const BYTES: usize;
    /// The way to z^(p-2).
    const CHAIN: Chain;
    /// Whether each rung says which multiples of the point its rails are: where they can be read at a glance.
    const COUNTS: bool = false;
    /// (A - 2) / 4.
    fn a24() -> Self::F;
    /// The scalar with the bits set and cleared that the curve wants, least significant byte first.
    fn clamp<N: Numbers>(n: N, scalar: Window, out: &mut Border);
    /// The u-coordinate that an argument writes.
    fn decode<N: Numbers>(n: N, u: Window) -> N::Mod<Self::F>;
}

/// The state of the ladder: `swap`, then x_2, z_2, x_3 and z_3.
type State<N, F> = (<N as Numbers>::Bit, [<N as Numbers>::Mod<F>; 4]);

/// The Montgomery ladder, RFC 7748 section 5: the loop over the bits of the scalar, from the top.
pub struct Ladder<M>(PhantomData<M>);
impl<M: Montgomery> std::default::Default for Ladder<M> {
    fn default() -> Self {
        Ladder(PhantomData)
    }
}
impl<M: Montgomery> Fold for Ladder<M> {
    type State<N: Numbers> = State<N, M::F>;
    const COUNT: Count = Count::Down(M::BITS - 1);
    const KEEPS: bool = M::F::WORDS;

    fn weight(&self) -> u64 {
        700
    }
    #[inline(always)]
    fn segment<N: Numbers>(&self, n: N, at: u64, state: State<N, M::F>, read: &Windows) -> State<N, M::F> {
        let t = M::BITS - 1 - at;
        let (swap, [x_2, z_2, x_3, z_3]) = state;
        let x_1 = N::Mod::<M::F>::read(n, read[1]).named("x_1", ());

        let byte = N::U8::read(n, read[0].piece::<1>((t / 8) as usize));
        let k_t = byte.bit((t % 8) as u32).named("k_t", ());
        let swap = (swap ^ k_t).named("swap", ());
        let (x_2, x_3) = cswap(swap, x_2, x_3);
        let (z_2, z_3) = cswap(swap, z_2, z_3);
        let [x_2, z_2] = [x_2.named("x_2_swapped", ()), z_2.named("z_2_swapped", ())];
        let [x_3, z_3] = [x_3.named("x_3_swapped", ()), z_3.named("z_3_swapped", ())];

        let A = (x_2.clone() + z_2.clone()).named("A", ());
        let AA = A.clone().square().named("AA", ());
        let B = (x_2 - z_2).named("B", ());
        let BB = B.clone().square().named("BB", ());
        let E = (AA.clone() - BB.clone()).named("E", ());
        let C = (x_3.clone() + z_3.clone()).named("C", ());
        let D = (x_3 - z_3).named("D", ());
        let DA = (D * A).named("DA", ());
        let CB = (C * B).named("CB", ());
        let x_3 = (DA.clone() + CB.clone()).square().named("x_3", ());
        let z_3 = (x_1 * (DA - CB).square()).named("z_3", ());
        let x_2 = (AA.clone() * BB).named("x_2", ());
        let a24 = n.element(A24, (), M::a24());
        let z_2 = (E.clone() * (AA + a24 * E)).named("z_2", ());
        if M::COUNTS {
            let before = n.join_int(&[byte]).div_floor(n.literal(2 << t));
            let multiple = (n.literal(2) * before + n.int_of(k_t)).named("n", ());
            let _ = (multiple + n.literal(1)).named("n_plus_1", ());
        }
        (k_t, [x_2, z_2, x_3, z_3])
    }
}
const A24: Constant = Constant::new("a24", |_| "(A - 2) / 4, where the curve is v² = u³ + Au² + u".into());
/// The two values, exchanged where `swap` is 1.
#[inline(always)]
fn cswap<X: Number>(swap: crate::num::BitOf<X>, a: X, b: X) -> (X, X)
where
    crate::num::BitOf<X>: Copy,
{
    (X::select(swap, b.clone(), a.clone()), X::select(swap, a, b))
}

struct Clamp<M>(PhantomData<M>);
impl<M: Montgomery> Pieces for Clamp<M> {
    const COUNT: Count = Count::Single;
    const KEEPS: bool = M::F::WORDS;
    fn piece<N: Numbers>(&self, n: N, _: u64, read: &Windows, out: &mut Border) {
        M::clamp(n, read[0], out);
    }
}
struct Decode<M>(PhantomData<M>);
impl<M: Montgomery> Pieces for Decode<M> {
    const COUNT: Count = Count::Single;
    const KEEPS: bool = M::F::WORDS;
    fn piece<N: Numbers>(&self, n: N, _: u64, read: &Windows, out: &mut Border) {
        M::decode(n, read[0]).named("u", ()).save(out);
    }
}
/// After the loop: (x_2, z_2), swapped once more if the last bit was 1.
struct LastSwap<M>(PhantomData<M>);
impl<M: Montgomery> Pieces for LastSwap<M> {
    const COUNT: Count = Count::Single;
    const KEEPS: bool = M::F::WORDS;
    fn piece<N: Numbers>(&self, n: N, _: u64, read: &Windows, out: &mut Border) {
        let (swap, [x_2, z_2, x_3, z_3]) = State::<N, M::F>::read(n, read[0]);
        let swap = swap.named("swap", ());
        let (x_2, _) = cswap(swap, x_2, x_3);
        let (z_2, _) = cswap(swap, z_2, z_3);
        x_2.named("x_2", ()).save(out);
        z_2.named("z_2", ()).save(out);
    }
}
/// x_2 · z_2^(p-2): the u-coordinate of the product.
struct Quotient<M>(PhantomData<M>);
impl<M: Montgomery> Pieces for Quotient<M> {
    const COUNT: Count = Count::Single;
    const KEEPS: bool = M::F::WORDS;
    fn piece<N: Numbers>(&self, n: N, _: u64, read: &Windows, out: &mut Border) {
        let x_2 = N::Mod::<M::F>::read(n, read[0]).named("x_2", ());
        let inverse = N::Mod::<M::F>::read(n, read[1]).named("z_2_inverse", ());
        (x_2 * inverse).named("u", ()).save(out);
    }
}

/// The run of a scalar and a u-coordinate, with the u-coordinate of their product as a rope.
fn multiply<M: Montgomery>(at: &Path, function: &'static str, scalar: Rope, u: Rope) -> (Run, Rope) {
    let size = M::F::SIZE as u64;
    let single = |at, feed, len| (at, vec![feed], len);
    let mut run = Run::new(at, function);
    let k = run.part("clamp", |at| {
        let (at, feeds, len) = single(at, Feed::whole("scalar", scalar), M::BYTES as u64);
        Map::part(at, Clamp::<M>(PhantomData), feeds, len, len)
    });
    let x_1 = run.part("u", |at| Map::part(at, Decode::<M>(PhantomData), vec![Feed::whole("u", u)], size, size));
    let element = |value: u32| {
        let mut bytes = vec![];
        M::F::from_integer(&value.into(), &()).write(&mut bytes);
        bytes
    };
    let start = Rope::constant("swap = 0, x_2 = 1, z_2 = 0", &[vec![0], element(1), element(0)].concat())
        .then(x_1.clone())
        .then(Rope::constant("z_3 = 1", &element(1)));
    let feeds = vec![Feed::whole("k", k), Feed::whole("x_1", x_1)];
    let end = run.part("ladder", |at| Timeline::part(at, Ladder::<M>::default(), M::BITS, start, feeds));
    let swapped = run.part("swap", |at| {
        Map::part(at, LastSwap::<M>(PhantomData), vec![Feed::whole("ladder", end)], 2 * size, 2 * size)
    });
    let (x_2, z_2) = (swapped.slice(0..size), swapped.slice(size..2 * size));
    let inverse = run.part("z_2_inverse", |at| {
        Map::part(at, Inversion::<M::F>::new(M::CHAIN), vec![Feed::whole("z_2", z_2)], size, size)
    });
    let feeds = vec![Feed::whole("x_2", x_2), Feed::whole("z_2_inverse", inverse)];
    let result = run.part("result", |at| Map::part(at, Quotient::<M>(PhantomData), feeds, size, size));
    (run, result)
}

// ------------------------------------------------------------------ the curves

/// Curve25519: A = 486662 over the integers modulo 2^255 - 19.
pub struct Curve25519;
impl Montgomery for Curve25519 {
    type F = Field25519;
    const BITS: u64 = 255;
    const BYTES: usize = 32;
    const CHAIN: Chain = inversion::P25519;
    #[inline(always)]
    fn a24() -> Field25519 {
        const { Field25519::small((486_662 - 2) / 4) }
    }
    /// decodeScalar25519: a multiple of 8, with bit 255 clear and bit 254 set.
    fn clamp<N: Numbers>(n: N, scalar: Window, out: &mut Border) {
        for i in 0..32 {
            let byte = N::U8::read(n, scalar.piece::<1>(i)).named("scalar", i);
            let byte = match i {
                0 => byte & n.u8("low_bits", (), 248),
                31 => (byte & n.u8("top_bit", (), 127)) | n.u8("bit_254", (), 64),
                _ => byte,
            };
            byte.named("k", i).save(out);
        }
    }
    /// decodeUCoordinate: the top bit is left out, and a value of p or more is taken modulo p.
    fn decode<N: Numbers>(n: N, u: Window) -> N::Mod<Field25519> {
        let byte = |i| {
            let byte = N::U8::read(n, u.piece::<1>(i)).named("byte", i);
            if i == 31 { (byte & n.u8("top_bit", (), 127)).named("masked", i) } else { byte }
        };
        let bytes: Vec<N::U8> = (0..32).rev().map(byte).collect();
        n.residue::<Field25519>(n.join_int(&bytes).named("int", ()), &())
    }
}

/// A prime small enough to try everything.
#[derive(Clone, Debug, PartialEq)]
pub struct P101;
impl Modulus for P101 {
    const SIZE: usize = 1;
    fn modulus() -> Arc<BigUint> {
        static P: LazyLock<Arc<BigUint>> = LazyLock::new(|| Arc::new(101u32.into()));
        P.clone()
    }
}
/// `toy101`: A = 50 over the integers modulo 101. Its order is 8·11 and its twist's 4·29, shaped like Curve25519's.
pub struct Toy101;
impl Montgomery for Toy101 {
    type F = Fixed<P101>;
    const BITS: u64 = 6;
    const BYTES: usize = 1;
    const CHAIN: Chain = inversion::P101;
    const COUNTS: bool = true;
    fn a24() -> Fixed<P101> {
        Fixed::new((50u32 - 2) / 4)
    }
    /// A multiple of 8, with bit 5 set.
    fn clamp<N: Numbers>(n: N, scalar: Window, out: &mut Border) {
        let scalar = N::Int::read(n, scalar).named("scalar", ());
        for byte in n.split_int(scalar, Self::BYTES) {
            let k = (byte & n.u8("low_bits", (), 0b111000)) | n.u8("bit_5", (), 0b100000);
            k.named("k", ()).save(out);
        }
    }
    fn decode<N: Numbers>(n: N, u: Window) -> N::Mod<Fixed<P101>> {
        n.residue::<Fixed<P101>>(N::Int::read(n, u).named("int", ()), &())
    }
}

// ------------------------------------------------------------------ the functions

const DALEK: &str = "x25519-dalek 3.0";

/// The rows of X25519.
pub const ROWS: &[Function] = &[
    Function {
        name: "x25519",
        title: "X25519",
        summary: "The u-coordinate of a scalar times a point of Curve25519: two people's shared secret.",
        family: Family::Exchange,
        spec: "RFC 7748 §5",
        parameters: &[
            Parameter::bytes("scalar", "one's own secret, 32 random bytes").within(Limits::Length(32, 32)),
            Parameter::bytes("u", "the other's public value, 32 bytes").within(Limits::Length(32, 32)),
            Parameter::bool("check", "whether a result of zeros only is refused, as TLS 1.3 wants")
                .or(Default::Bool(false)),
        ],
        result: Some(Type::Bytes),
        vetted: Vetted::new(DALEK, |a| vetted(&a.bytes("scalar")?, &a.bytes("u")?, a.bool("check")?)).row(),
        examples: &["x25519(sha256(\"my secret\"), x25519_public(sha256(\"yours\")))"],
        make: |c, a| {
            let (run, u) = multiply::<Curve25519>(&c.at, "x25519", a.rope("scalar"), a.rope("u"));
            let run = run.with_result(Value::Bytes(u));
            if a.bool("check")? { contributory(c, run) } else { Ok(run) }
        },
    },
    Function {
        name: "x25519_public",
        title: "X25519, public value",
        summary: "What one shows to the other: one's scalar times the base point, whose u-coordinate is 9.",
        family: Family::Exchange,
        spec: "RFC 7748 §6.1",
        parameters: &[Parameter::bytes("scalar", "one's own secret, 32 random bytes").within(Limits::Length(32, 32))],
        result: Some(Type::Bytes),
        vetted: Vetted::new(DALEK, |a| vetted(&a.bytes("scalar")?, &base(), false)).row(),
        examples: &["x25519_public(sha256(\"my secret\"))"],
        make: |c, a| {
            let u = Rope::constant("base point u = 9", &base());
            let (run, u) = multiply::<Curve25519>(&c.at, "x25519_public", a.rope("scalar"), u);
            Ok(run.with_result(Value::Bytes(u)))
        },
    },
    Function {
        name: "x25519_toy",
        title: "X25519 over a toy curve",
        summary: "The same ladder over v² = u³ + 50u² + u modulo 101, with scalars of six bits.",
        family: Family::Exchange,
        spec: "RFC 7748 §5, over a smaller field",
        parameters: &[
            Parameter::int("scalar", "one's own secret, 0 to 63; clamping makes it 32, 40, 48 or 56")
                .within(Limits::Range(0, 63)),
            Parameter::int("u", "the other's public value, 0 to 127; the base point has 16")
                .within(Limits::Range(0, 127)),
        ],
        result: Some(Type::Int),
        vetted: Counterpart::None("no crate computes in a group so small"),
        examples: &["x25519_toy(42, 16)"],
        make: |c, a| {
            let (run, magnitude) = multiply::<Toy101>(&c.at, "x25519_toy", a.rope("scalar"), a.rope("u"));
            Ok(run.with_result(Value::Int { magnitude, negative: false }))
        },
    },
];
/// The u-coordinate of the base point.
fn base() -> [u8; 32] {
    std::array::from_fn(|i| if i == 0 { 9 } else { 0 })
}
fn vetted(scalar: &[u8], u: &[u8], check: bool) -> Result<Says, Error> {
    let (Ok(scalar), Ok(u)) = (scalar.try_into(), u.try_into()) else { return Ok(Says::Refused) };
    let secret = x25519_dalek::x25519(scalar, u);
    Ok(if check && secret == [0; 32] { Says::Refused } else { Says::Value(secret.to_vec()) })
}
/// RFC 7748 section 6.1: both may check that the secret is not all zeros.
fn contributory(c: &Context, mut run: Run) -> Result<Run, Fault> {
    run.finish(c.budget)?;
    let zeros = run.output()?.iter().all(|byte| *byte == 0);
    run.choice(
        "is the shared secret all zeros?",
        if zeros { "yes: the other's point has a low order, and it is refused" } else { "no" },
    );
    if zeros {
        let message = "the shared secret is all zeros: `u` is a point of low order, which gives the same to everybody";
        return Err(Fault::rejected(message, run).hint("ask the other side for another public value"));
    }
    Ok(run)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::functions::bytes::testing::*;
    use proptest::prelude::*;

    fn public(scalar: u8, u: u8) -> String {
        shown("x25519_toy", [Value::int(scalar), Value::int(u)])
    }
    /// u(nP) on the toy curve, from the group law on affine points, over the curve itself and its twist.
    fn by_adding(n: u64, u: i64) -> i64 {
        const P: i64 = 101;
        let modulo = |x: i64| x.rem_euclid(P);
        let inverse = |x: i64| (0..P).find(|y| modulo(x * y) == 1).unwrap();
        let right = |u: i64| modulo(u * u * u + 50 * u * u + u);
        // b·v² = u³ + 50u² + u has a point with this u for b = 1 or for b = 2, which is no square.
        let (b, v) =
            [1, 2].iter().find_map(|b| (0..P).find(|v| modulo(b * v * v) == right(u)).map(|v| (*b, v))).unwrap();
        let add = |p: Option<(i64, i64)>, q: Option<(i64, i64)>| match (p, q) {
            (None, other) | (other, None) => other,
            (Some((x1, y1)), Some((x2, y2))) if x1 == x2 && modulo(y1 + y2) == 0 => None,
            (Some((x1, y1)), Some((x2, y2))) => {
                let slope = match x1 == x2 {
                    true => modulo((3 * x1 * x1 + 100 * x1 + 1) * inverse(modulo(2 * b * y1))),
                    false => modulo((y2 - y1) * inverse(modulo(x2 - x1))),
                };
                let x = modulo(b * slope * slope - 50 - x1 - x2);
                Some((x, modulo(slope * (x1 - x) - y1)))
            }
        };
        (0..n).fold(None, |sum, _| add(sum, Some((u, v)))).map_or(0, |(x, _)| x)
    }

    #[test]
    fn the_toy_is_right_for_every_scalar_and_every_point() {
        for u in 0..101 {
            for clamped in [32, 40, 48, 56] {
                assert_eq!(public(clamped, u), by_adding(clamped.into(), u.into()).to_string(), "{clamped} {u}");
            }
        }
        for scalar in 0..64 {
            assert_eq!(public(scalar, 16), public(scalar & 0b111000 | 0b100000, 16));
        }
    }
    #[test]
    fn every_step_can_be_asked_for() {
        let run = call("x25519_toy", [Value::int(42), Value::int(16)]).unwrap();
        assert_eq!(at(&run, "clamp"), "28");
        assert_eq!(at(&run, "ladder[5]/k_t"), "1");
        assert_eq!(formula(&run, "ladder[5]/AA"), "A² mod p");
        assert_eq!(formula(&run, "ladder[5]/z_2"), "E · (AA + a24 · E) mod p");
        assert_eq!(formula(&run, "ladder[5]/x_3"), "(DA + CB)² mod p");
        assert_eq!(at(&run, "ladder[0]/a24"), "12");
        // 42 is clamped to 101000: the bits read so far, and one more.
        for (t, n) in [(5, 1), (4, 2), (3, 5), (2, 10), (1, 20), (0, 40)] {
            assert_eq!(at(&run, &format!("ladder[{t}]/n")), n.to_string());
            assert_eq!(at(&run, &format!("ladder[{t}]/n_plus_1")), (n + 1).to_string());
        }
        let z_2: u32 = at(&run, "swap/z_2").parse().unwrap();
        let inverse: u32 = at(&run, "z_2_inverse/z_2_inverse").parse().unwrap();
        assert_eq!(z_2 * inverse % 101, 1);
    }
    #[test]
    fn a_secret_comes_from_both() {
        let run = call("x25519", [input("mine", &[7; 32]), input("yours", &[9; 32])]).unwrap();
        assert_eq!(origins(&run.result), "mine[0..32] yours[0..32]; swap = 0, x_2 = 1, z_2 = 0, z_3 = 1");
    }
    #[test]
    fn a_low_order_point_is_refused_when_asked() {
        for u in [0u8, 1] {
            let point = std::array::from_fn::<u8, 32, _>(|i| if i == 0 { u } else { 0 });
            let arguments = || [input("mine", &[7; 32]), input("yours", &point)];
            assert_eq!(shown("x25519", arguments()), "00".repeat(32));
            let [scalar, u] = arguments();
            let fault = call("x25519", [scalar, u, Value::bool(true)]).err().unwrap();
            assert_eq!(fault.kind, crate::functions::FaultKind::Rejected);
            assert!(fault.run.is_some_and(|run| at(&run, "ladder[0]/x_2").len() == 64));
        }
    }
    proptest! {
        #![proptest_config(ProptestConfig::with_cases(16))]
        #[test]
        fn both_find_the_same_secret(a in any::<[u8; 32]>(), b in any::<[u8; 32]>()) {
            let public = |scalar: &[u8; 32]| call("x25519_public", [input("s", scalar)]).unwrap().result;
            let shared = |scalar, u| call("x25519", [input("s", scalar), u]).unwrap().output().unwrap();
            let secret = shared(&a, public(&b));
            prop_assert_eq!(&secret, &shared(&b, public(&a)));
            let theirs = x25519_dalek::x25519(a, x25519_dalek::x25519(b, base()));
            prop_assert_eq!(secret, theirs.to_vec());
        }
    }
}
