//! Decimal digits, read.

use crate::num::{Border, Carry, Integer, Number, Numbers};
use crate::run::{Count, Error, Feed, Map, Path, Pieces, Rope, Run, Value, Windows};
use num_traits::ToPrimitive;

/// The most digits that make a number of 64 bits whatever they are.
const DIGITS: usize = 18;

/// The number that digits write; none where other characters do, or too many.
pub fn value(digits: &[u8]) -> Option<u64> {
    let all = (1..=DIGITS).contains(&digits.len()) && digits.iter().all(u8::is_ascii_digit);
    all.then(|| digits.iter().fold(0, |value, digit| 10 * value + u64::from(digit - b'0')))
}
/// The number that digits write, which are some.
pub fn read(at: &Path, digits: Rope) -> Result<Run, Error> {
    made(at, "decimal", digits, Decimal { power: false })
}
/// The power of two whose exponent digits write, which are some.
pub fn power_of_two(at: &Path, digits: Rope) -> Result<Run, Error> {
    made(at, "power_of_two", digits, Decimal { power: true })
}
fn made(at: &Path, function: &'static str, digits: Rope, pieces: Decimal) -> Result<Run, Error> {
    let mut run = Run::new(at, function);
    run.inputs = vec![("text", Value::Text(digits.clone()))];
    let part = Map::once(run.at.join("result"), pieces, vec![Feed::whole("digits", digits)])?;
    let magnitude = run.part("result", |_| part);
    Ok(run.with_result(Value::Int { magnitude, negative: false }))
}

/// One digit after the other: ten times what was there, and the digit.
struct Decimal {
    /// Whether the number is the exponent of a power of two.
    power: bool,
}
impl Pieces for Decimal {
    const COUNT: Count = Count::Single;
    fn piece<N: Numbers>(&self, n: N, _: u64, read: &Windows, out: &mut Border) {
        let zero = n.u8("zero", (), b'0');
        let mut value = n.literal(0);
        for i in 0..read[0].bytes.len() {
            let char = N::U8::read(n, read[0].piece::<1>(i)).named("char", i);
            let digit = n.join_int(&[char - zero]).named("digit", i);
            value = (n.literal(10) * value + digit).named("value", i);
        }
        if self.power {
            let exponent = value.named("exponent", ());
            value = n.literal(1);
            for i in 0..exponent.value().to_usize().unwrap_or_default() {
                // Whether there is one factor more, the exponent says.
                let more = n.literal(i as i64).less(exponent.clone());
                let (twice, once) = (value.clone(), value.clone());
                value = Number::choose(more, || n.literal(2) * twice, || once).named("power", i);
            }
        }
        value.save(out);
    }
}
