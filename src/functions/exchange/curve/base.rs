//! Curves with a base point of prime order, as ECDH and ECDSA use them: SEC 1 section 3. A private key is an integer
//! from 1 to n - 1, where n is the order of the base point G.
#![allow(non_snake_case)] // the names are the specification's

use super::affine::{ended, integers, named};
use super::cubic::{P256, P384, Toy17, words};
use super::group::{Group, OfCubic};
use super::sec1::Sec1;
use crate::functions::{Arguments, Context, Default, Fault, Limits, Parameter};
use crate::num::{Border, Carry, Constant, Integer, Modulus, Numbers, Ring};
use crate::run::{Count, Error, Feed, Map, Pieces, Rope, Run, Source, Type, Value, Windows};
use num_bigint::{BigInt, BigUint};
use std::marker::PhantomData;
use std::sync::{Arc, LazyLock};

/// A curve with a base point.
pub trait Based: Sec1 {
    /// The order n of the base point, a prime.
    type N: Modulus;
    /// The name of the curve.
    const NAME: &'static str;
    /// The base point G, its x and then its y.
    fn base() -> Vec<u8>;
}

/// 19, the order of [`Toy17`].
#[derive(Clone, Debug, PartialEq)]
pub struct N19;
impl Modulus for N19 {
    const SIZE: usize = 1;
    fn modulus() -> Arc<BigUint> {
        static N: LazyLock<Arc<BigUint>> = LazyLock::new(|| Arc::new(19u32.into()));
        N.clone()
    }
}
impl Based for Toy17 {
    type N = N19;
    const NAME: &'static str = "toy17";
    fn base() -> Vec<u8> {
        vec![5, 1]
    }
}
/// The order of the base point of P-256: SEC 2 section 2.4.2.
#[derive(Clone, Debug, PartialEq)]
pub struct OrderP256;
impl Modulus for OrderP256 {
    const SIZE: usize = 32;
    fn modulus() -> Arc<BigUint> {
        const N: [u32; 8] =
            [0xffffffff, 0x00000000, 0xffffffff, 0xffffffff, 0xbce6faad, 0xa7179e84, 0xf3b9cac2, 0xfc632551];
        static MODULUS: LazyLock<Arc<BigUint>> = LazyLock::new(|| Arc::new(words(&N)));
        MODULUS.clone()
    }
}
impl Based for P256 {
    type N = OrderP256;
    const NAME: &'static str = "p256";
    fn base() -> Vec<u8> {
        const X: [u32; 8] =
            [0x6b17d1f2, 0xe12c4247, 0xf8bce6e5, 0x63a440f2, 0x77037d81, 0x2deb33a0, 0xf4a13945, 0xd898c296];
        const Y: [u32; 8] =
            [0x4fe342e2, 0xfe1a7f9b, 0x8ee7eb4a, 0x7c0f9e16, 0x2bce3357, 0x6b315ece, 0xcbb64068, 0x37bf51f5];
        [X, Y].map(|coordinate| words(&coordinate).to_bytes_be()).concat()
    }
}
/// The order of the base point of P-384: SEC 2 section 2.5.1.
#[derive(Clone, Debug, PartialEq)]
pub struct OrderP384;
impl Modulus for OrderP384 {
    const SIZE: usize = 48;
    fn modulus() -> Arc<BigUint> {
        const N: [u32; 12] = [
            0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0xc7634d81, 0xf4372ddf, 0x581a0db2,
            0x48b0a77a, 0xecec196a, 0xccc52973,
        ];
        static MODULUS: LazyLock<Arc<BigUint>> = LazyLock::new(|| Arc::new(words(&N)));
        MODULUS.clone()
    }
}
impl Based for P384 {
    type N = OrderP384;
    const NAME: &'static str = "p384";
    fn base() -> Vec<u8> {
        const X: [u32; 12] = [
            0xaa87ca22, 0xbe8b0537, 0x8eb1c71e, 0xf320ad74, 0x6e1d3b62, 0x8ba79b98, 0x59f741e0, 0x82542a38, 0x5502f25d,
            0xbf55296c, 0x3a545e38, 0x72760ab7,
        ];
        const Y: [u32; 12] = [
            0x3617de4a, 0x96262c6f, 0x5d9e98bf, 0x9292dc29, 0xf8f41dbd, 0x289a147c, 0xe9da3113, 0xb5f0b8c0, 0x0a60b1ce,
            0x1d7e819d, 0x7a431d7c, 0x90ea0e5f,
        ];
        [X, Y].map(|coordinate| words(&coordinate).to_bytes_be()).concat()
    }
}

/// The order of the base point as a number of a record.
pub fn order<N: Numbers, C: Based>(n: N) -> N::Int {
    n.int(Constant::new("n", |_| "the order of the base point".into()), (), BigInt::from((*C::N::modulus()).clone()))
}
/// How many bytes an integer below n takes.
pub const fn size<C: Based>() -> u64 {
    C::N::SIZE as u64
}

/// The curves with a base point, by name.
fn curves() -> Vec<&'static str> {
    vec![P256::NAME, Toy17::NAME]
}
/// The parameter `curve` of what needs a base point.
pub const CURVE: Parameter =
    Parameter::text("curve", "the curve's name").or(Default::Text(P256::NAME)).within(Limits::OneOf(curves));
/// A parameter that is a number below n: an integer, or as many bytes as n has.
pub const fn scalar(name: &'static str, help: &'static str) -> Parameter {
    Parameter::new(name, &[Type::Bytes, Type::Int], help)
}
/// Calls a body for the curve that a call names.
macro_rules! with_curve {
    ($a:expr, $C:ident => $body:expr) => {
        match $a.text("curve")?.as_str() {
            "toy17" => {
                type $C = crate::functions::exchange::curve::cubic::Toy17;
                $body
            }
            _ => {
                type $C = crate::functions::exchange::curve::cubic::P256;
                $body
            }
        }
    };
}
pub(crate) use with_curve;

/// Whether an integer is from 1 to n - 1.
struct InRange<C>(&'static str, PhantomData<C>);
impl<C: Based> Pieces for InRange<C> {
    const COUNT: Count = Count::Single;
    fn piece<N: Numbers>(&self, n: N, _: u64, read: &Windows, out: &mut Border) {
        let value = N::Int::read(n, read[0]).named(self.0, ());
        let above = n.literal(0).less(value.clone()).named("above_0", ());
        let below = value.less(order::<N, C>(n)).named("below_n", ());
        (above & below).named("in_range", ()).save(out);
    }
}
/// Adds the part `name` that holds an integer against 1 and n - 1, and says whether it is in range.
///
/// # Errors
/// What computing it gives.
pub fn in_range<C: Based>(
    c: &Context,
    run: &mut Run,
    name: &str,
    label: &'static str,
    value: Rope,
) -> Result<(bool, Rope), Fault> {
    let feeds = vec![Feed::whole(label, value)];
    let check = run.part(name, |at| Map::part(at, InRange::<C>(label, PhantomData), feeds, 1, 1));
    check.finish(c.budget)?;
    let holds = check.to_vec()? == [1];
    let question = format!("is {label} from 1 to n - 1?");
    run.choice(question, if holds { "yes".into() } else { format!("no: see `{name}`") });
    Ok((holds, check))
}
/// A private number, from 1 to n - 1, as the part `NAME_range` finds: an integer, or exactly as many bytes as n has.
///
/// # Errors
/// A fault that names the argument, or says which check said no.
pub fn private<C: Based>(c: &Context, a: &Arguments, mut run: Run, name: &'static str) -> Result<(Run, Rope), Fault> {
    let value = a.value(name);
    if let Value::Int { negative: true, .. } = value {
        return Err(Fault::argument(name, format!("`{name}` is from 1 to n - 1, and this is negative")));
    }
    let (rope, wanted) = (a.rope(name), size::<C>());
    if value.kind() == Type::Bytes && rope.len() != wanted {
        let message = format!("`{name}` on {} has the length {wanted}, and this has {}", C::NAME, rope.len());
        return Err(Fault::argument(name, message).hint("an integer is taken, too"));
    }
    if rope.len() > 1 << 12 {
        return Err(Fault::argument(name, format!("`{name}` is far above the order of the base point")));
    }
    let rope = if rope.is_empty() { Rope::constant("0", &[0]) } else { rope };
    let (holds, _) = in_range::<C>(c, &mut run, &format!("{name}_range"), name, rope.clone())?;
    match holds {
        true => Ok((run, rope)),
        false => {
            let message = format!(
                "`{name}` is not from 1 to n - 1: see both comparisons in `{name}_range`, n = {}",
                C::N::modulus()
            );
            Err(Fault::rejected(message, run))
        }
    }
}

/// The base point, as sums read it.
pub fn base<C: Based>() -> Rope {
    point::<C>(Rope::constant("G", &C::base()))
}
/// A point that is not at infinity, as sums read it.
pub fn point<C: Based>(affine: Rope) -> Rope {
    Rope::constant("not infinite", &[0]).then(affine)
}
/// Adds the run `name` of scalar · P, over as many bits as n has, and gives the point as sums read it.
///
/// # Errors
/// What computing it gives.
pub fn times<C: Based>(c: &Context, run: &mut Run, name: &str, scalar: Rope, P: Rope) -> Result<Rope, Fault> {
    let mut product = Run::new(&run.at.join(name), "point_multiply");
    // A private number may come in fewer bytes than n has.
    let missing = size::<C>().saturating_sub(scalar.len());
    let scalar = Rope::padding(&scalar, 0, missing).then(scalar);
    let bits = C::N::modulus().bits();
    let k = Value::Int { magnitude: scalar.clone(), negative: false };
    product.inputs = vec![("k", k), ("p", written::<C>(&P)?), curve::<C>()];
    let multiple = OfCubic::<C>::multiply(&mut product, scalar.reversed(), bits, P);
    let product = ended::<OfCubic<C>>(c, product, multiple.clone())?;
    run.run(name, |_| product);
    Ok(multiple)
}
/// Adds the run `name` of P + Q, and gives the point as sums read it.
///
/// # Errors
/// What computing it gives.
pub fn plus<C: Based>(c: &Context, run: &mut Run, name: &str, P: Rope, Q: Rope) -> Result<Rope, Fault> {
    let mut both = Run::new(&run.at.join(name), "point_add");
    for (name, point) in [("P", &P), ("Q", &Q)] {
        if let Some(affine) = affine(point)? {
            named::<OfCubic<C>>(&mut both, name, &affine);
        }
    }
    both.inputs = vec![("p", written::<C>(&P)?), ("q", written::<C>(&Q)?), curve::<C>()];
    let sum = OfCubic::<C>::sum(&mut both, P, Q);
    let both = ended::<OfCubic<C>>(c, both, sum.clone())?;
    run.run(name, |_| both);
    Ok(sum)
}
/// The x of a computed point; nothing for the point at infinity.
///
/// # Errors
/// What reading it gives.
pub fn x_of<C: Based>(point: &Rope) -> Result<Option<Rope>, Fault> {
    Ok(affine(point)?.map(|affine| affine.slice(0..C::F::SIZE as u64)))
}
/// A computed point as an expression writes it.
fn written<C: Based>(point: &Rope) -> Result<Value, Fault> {
    Ok(Value::list(affine(point)?.map_or(vec![], |affine| integers::<OfCubic<C>>(&affine))))
}
/// The coordinates of a computed point; none at infinity.
fn affine(point: &Rope) -> Result<Option<Rope>, Error> {
    let infinite = point.slice(0..1).to_vec()? == [1];
    Ok((!infinite).then(|| point.slice(1..point.len())))
}
fn curve<C: Based>() -> (&'static str, Value) {
    ("curve", Value::text(C::NAME))
}
