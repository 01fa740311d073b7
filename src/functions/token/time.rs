//! Times in signed texts: seconds since 1970, as bytes in Base64 or as digits to the base of 62.

use crate::functions::bytes::base64::URL_SAFE;
use crate::num::{Border, Carry, Integer, Numbers, Table, Window};
use crate::run::{Count, Error, Feed, Map, Path, Pieces, Rope, Run, Value, Windows};
use num_traits::{ToPrimitive, Zero};

/// The most characters that write a time.
const LONGEST: usize = 11;
/// A character that is no digit to the base of 62.
const NONE: u8 = 0xff;
const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
static CHARACTERS: Table = Table { name: "base62", bytes: DIGITS, says: None };
static VALUES: Table = Table { name: "digit", bytes: &values(), says: None };
const fn values() -> [u8; 256] {
    let (mut values, mut value) = ([NONE; 256], 0);
    while value < DIGITS.len() {
        values[DIGITS[value] as usize] = value as u8;
        value += 1;
    }
    values
}

/// The ways to write a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Time {
    /// Its bytes, the most significant first and no zero before them, in Base64 for URLs without padding.
    Base64,
    /// Digits to the base of 62, the most significant first: 0 to 9, A to Z, a to z.
    Base62,
}
impl Time {
    /// The reason why characters write no time; nothing where they do.
    pub fn wrong(self, text: &[u8]) -> Option<&'static str> {
        let is_digit = |byte: &u8| match self {
            Time::Base64 => URL_SAFE.value(*byte).is_some(),
            Time::Base62 => VALUES.bytes[usize::from(*byte)] != NONE,
        };
        match self {
            Time::Base62 if text.is_empty() => Some("a time stands there, and nothing does"),
            _ if text.len() > LONGEST => Some("a time stands there, in 11 characters at most"),
            Time::Base64 if !text.iter().all(is_digit) || text.len() % 4 == 1 => {
                Some("it is a number, whose bytes are written in base64 for URLs without padding")
            }
            Time::Base62 if !text.iter().all(is_digit) => {
                Some("it is a number, in the digits 0 to 9, A to Z and a to z, of which there are 62")
            }
            _ => None,
        }
    }
    /// The run that reads a time, whose characters write one.
    ///
    /// # Errors
    /// What reading them gives.
    pub fn read(self, at: &Path, text: Rope) -> Result<Run, Error> {
        let mut run = Run::new(at, "time");
        run.inputs = vec![("text", Value::Text(text.clone()))];
        let part = match self {
            Time::Base64 => {
                let bytes = run.run("bytes", |at| URL_SAFE.read(at, text));
                Map::once(run.at.join("result"), Joined, vec![Feed::whole("bytes", bytes)])?
            }
            Time::Base62 => Map::once(run.at.join("result"), Digits, vec![Feed::whole("digits", text)])?,
        };
        let magnitude = run.part("result", |_| part);
        Ok(run.with_result(Value::Int { magnitude, negative: false }))
    }
    /// The run that writes a time, which is not negative and is known.
    ///
    /// # Errors
    /// What reading it gives.
    pub fn write(self, at: &Path, time: &Value) -> Result<Run, Error> {
        let (mut run, rope) = (Run::new(at, "time"), time.rope().cloned().unwrap_or_default());
        run.inputs = vec![("time", time.clone())];
        let part = match self {
            Time::Base64 => Map::once(run.at.join("bytes"), Split, vec![Feed::whole("time", rope)])?,
            Time::Base62 => Map::once(run.at.join("result"), Characters, vec![Feed::whole("time", rope)])?,
        };
        let text = match self {
            Time::Base64 => {
                let bytes = run.part("bytes", |_| part);
                run.run("result", |at| URL_SAFE.write(at, bytes, false))
            }
            Time::Base62 => run.part("result", |_| part),
        };
        Ok(run.with_result(Value::Text(text)))
    }
}

/// The number that bytes write.
struct Joined;
impl Pieces for Joined {
    const COUNT: Count = Count::Single;
    fn piece<N: Numbers>(&self, n: N, _: u64, read: &Windows, out: &mut Border) {
        let bytes: Vec<N::U8> = n.bytes(read[0]).enumerate().map(|(i, byte)| byte.named("byte", i)).collect();
        let time = if bytes.is_empty() { n.literal(0) } else { n.join_int(&bytes) };
        time.named("time", ()).save(out);
    }
}
/// The bytes of a number, without zeros before them.
struct Split;
impl Pieces for Split {
    const COUNT: Count = Count::Single;
    fn piece<N: Numbers>(&self, n: N, _: u64, read: &Windows, out: &mut Border) {
        let time = N::Int::read(n, read[0]).named("time", ());
        let length = time.value().bits().div_ceil(8) as usize;
        let bytes = n.split_int(time, length);
        bytes.into_iter().enumerate().for_each(|(i, byte)| byte.named("byte", i).save(out));
    }
}
/// The number that digits to the base of 62 write.
struct Digits;
impl Pieces for Digits {
    const COUNT: Count = Count::Single;
    fn piece<N: Numbers>(&self, n: N, _: u64, read: &Windows, out: &mut Border) {
        let mut value = n.literal(0);
        for i in 0..read[0].bytes.len() {
            let char = N::U8::read(n, read[0].piece::<1>(i)).named("char", i);
            let digit = n.lookup(Window::table(&VALUES), char);
            let digit = n.join_int(&[digit]).named("digit", i);
            value = (n.literal(62) * value + digit).named("value", i);
        }
        value.save(out);
    }
}
/// The digits to the base of 62 of a number.
struct Characters;
impl Pieces for Characters {
    const COUNT: Count = Count::Single;
    fn piece<N: Numbers>(&self, n: N, _: u64, read: &Windows, out: &mut Border) {
        let (mut rest, mut digits) = (N::Int::read(n, read[0]).named("time", ()), vec![]);
        while digits.is_empty() || !rest.value().is_zero() {
            let (number, sixty_two) = (rest.clone(), n.literal(62));
            digits.push(number.clone().mod_floor(sixty_two.clone()).named("digit", digits.len()));
            rest = number.div_floor(sixty_two).named("rest", digits.len() - 1);
        }
        for (i, digit) in digits.into_iter().rev().enumerate() {
            let [digit] = <[N::U8; 1]>::try_from(n.split_int(digit, 1)).unwrap_or_else(|_| unreachable!("one byte"));
            n.lookup(Window::table(&CHARACTERS), digit).named("char", i).save(out);
        }
    }
}

/// The time that characters write, as a number; nothing where they write none.
pub fn value(written: Time, text: &[u8]) -> Option<u64> {
    if written.wrong(text).is_some() {
        return None;
    }
    let run = written.read(&Path::new(""), Rope::constant("time", text)).ok()?;
    run.result.to_int().ok()??.to_u64()
}
