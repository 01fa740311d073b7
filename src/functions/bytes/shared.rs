//! Limits of this family, and how its arguments are read.

use crate::functions::{Arguments, Context, Fault, FaultKind};
use crate::num::{Carry, Numbers, Window};
use crate::run::{Rope, Source, Value};
use num_bigint::{BigInt, Sign};

/// How many bytes a segment of a part `row` reads.
pub(super) const ROW: u64 = 16;
/// The longest result of an arrangement: 1 GiB.
pub(super) const LONGEST: u64 = 1 << 30;
/// The most stretches, each with its own origin, that a result is put together from.
const STRETCHES: usize = 1 << 17;
/// The longest argument that must be read whole before its run has a shape: 16 MiB.
pub(super) const READ_WHOLE: u64 = 16 << 20;
/// The largest integer, in bits.
pub(super) const BITS: u64 = 65_536;

/// A fault of kind [`FaultKind::Limit`] in an argument.
pub(super) fn limit(argument: &str, message: impl Into<String>) -> Fault {
    Fault { kind: FaultKind::Limit, ..Fault::argument(argument, message) }
}
/// Two ropes as one, within the limits of an arrangement.
pub(super) fn together(function: &str, mut a: Rope, b: &Rope) -> Result<Rope, Fault> {
    if a.len().saturating_add(b.len()) > LONGEST {
        return Err(limit("b", format!("the result of {function} has 1 GiB at most")));
    }
    if a.all().len() + b.all().len() > STRETCHES {
        return Err(limit("b", format!("the result of {function} is put together from {STRETCHES} stretches at most")));
    }
    a.extend(b.all().iter().cloned());
    Ok(a)
}
/// An argument that must be read before the run has a shape, computed and read.
pub(super) fn whole(c: &Context, a: &Arguments, function: &str, name: &str) -> Result<Vec<u8>, Fault> {
    let rope = a.rope(name);
    if rope.len() > READ_WHOLE {
        let message = format!("`{name}` of {function} has 16 MiB at most, and this has {} bytes", rope.len());
        return Err(limit(name, message));
    }
    rope.finish(c.budget)?;
    Ok(rope.to_vec_until(c.budget)?)
}
/// An integer argument, computed and read.
pub(super) fn integer(c: &Context, a: &Arguments, name: &str) -> Result<BigInt, Fault> {
    if a.rope(name).len() * 8 > BITS {
        return Err(limit(name, format!("`{name}` is an integer of more than {BITS} bits")));
    }
    a.value(name).finish(c.budget)?;
    Ok(a.int(name)?)
}
/// Whether an integer argument is below zero, which its magnitude does not say.
pub(super) fn negative(value: &Value) -> bool {
    matches!(value, Value::Int { negative: true, .. })
}
/// An integer as a segment reads it: the magnitude from its bytes, and the sign.
pub(super) fn signed<N: Numbers>(n: N, magnitude: Window, negative: bool) -> N::Int {
    let magnitude = N::Int::read(n, magnitude);
    if negative { -magnitude } else { magnitude }
}
/// The bytes of a window, one number each.
pub(super) fn bytes<N: Numbers>(n: N, window: Window, name: &'static str) -> impl Iterator<Item = N::U8> {
    (0..window.bytes.len()).map(move |j| N::U8::read(n, window.piece::<1>(j)).named(name, j))
}
/// An integer whose magnitude a part has computed.
pub(super) fn computed(magnitude: Rope, value: &BigInt) -> Value {
    Value::Int { magnitude, negative: value.sign() == Sign::Minus }
}
/// `1 byte`, `2 bytes`.
pub(super) fn counted(n: u64, noun: &str) -> String {
    format!("{n} {noun}{}", if n == 1 { "" } else { "s" })
}
