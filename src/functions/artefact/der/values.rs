//! The contents of elements, read: integers, truth values, names of the tree, bits, times.

use super::{BIT_STRING, Element, INTEGER, Level, OBJECT_IDENTIFIER, Reader, Tag};
use crate::functions::Fault;
use crate::num::{Border, Carry, Integer, Number, Numbers, Word};
use crate::run::{Count, Feed, Map, Pieces, Run, Value, Windows};
use num_bigint::{BigInt, BigUint};
use num_traits::ToPrimitive;
use std::ops::Range;

/// The tag of a time with two digits of the year.
const UTC_TIME: u8 = 0x17;
/// The tag of a time with four digits of the year.
const GENERALIZED_TIME: u8 = 0x18;

impl Reader {
    /// Gives an element a value that a part computes from some of its bytes.
    fn computed(
        &mut self,
        element: &Element,
        range: &Range<usize>,
        pieces: impl Pieces,
        value: impl FnOnce(crate::run::Rope) -> Value,
    ) -> Result<Value, Fault> {
        let bytes = self.slice(range);
        let run = self.run(element);
        let part = Map::once(run.at.join("value"), pieces, vec![Feed::whole("content", bytes)])?;
        let rope = run.part("value", |_| part);
        Ok(self.set(element, value(rope)))
    }
    /// The number of an INTEGER, and its value.
    ///
    /// # Errors
    /// A fault in the element.
    pub fn integer(&mut self, element: &Element) -> Result<(BigInt, Value), Fault> {
        let content = element.content.clone();
        let wrong = match self.bytes(&content) {
            [] => "an INTEGER has one byte at least",
            [0, 0..=0x7f, ..] | [0xff, 0x80..=0xff, ..] => "an INTEGER has no more bytes than it needs",
            bytes => {
                let (int, negative) = (BigInt::from_signed_bytes_be(bytes), bytes[0] >= 0x80);
                let value = |magnitude| Value::Int { magnitude, negative };
                return Ok((int, self.computed(element, &content, Signed { negative }, value)?));
            }
        };
        Err(self.wrong(&element.path, element.range(), wrong))
    }
    /// The next element, an INTEGER that is not negative, and its value.
    ///
    /// # Errors
    /// A fault in it.
    pub fn natural(&mut self, level: &mut Level, name: &str) -> Result<(BigUint, Value), Fault> {
        let element = self.expect(level, name, INTEGER)?;
        let (int, value) = self.integer(&element)?;
        match int.to_biguint() {
            Some(int) => Ok((int, value)),
            None => Err(self.wrong(&element.path, element.range(), "it is not negative")),
        }
    }
    /// The truth value of a BOOLEAN.
    ///
    /// # Errors
    /// A fault in the element.
    pub fn boolean(&mut self, element: &Element) -> Result<(bool, Value), Fault> {
        let content = element.content.clone();
        match self.bytes(&content) {
            [byte @ (0 | 0xff)] => Ok((*byte != 0, self.computed(element, &content, Truth, Value::Bool)?)),
            _ => Err(self.wrong(&element.path, element.range(), "a BOOLEAN is one byte, 00 or ff")),
        }
    }
    /// The next element, an OBJECT IDENTIFIER, as dotted numbers.
    ///
    /// # Errors
    /// A fault in it.
    pub fn identifier(&mut self, level: &mut Level, name: &str) -> Result<(String, Value), Fault> {
        let element = self.expect(level, name, OBJECT_IDENTIFIER)?;
        self.dotted(&element)
    }
    /// The dotted numbers of an OBJECT IDENTIFIER, or of an element that is tagged as something else and written as
    /// one.
    ///
    /// # Errors
    /// A fault in it.
    pub fn dotted(&mut self, element: &Element) -> Result<(String, Value), Fault> {
        let content = element.content.clone();
        let wrong = match self.bytes(&content) {
            [] => "an OBJECT IDENTIFIER has one byte at least",
            bytes if bytes.len() > 64 => "an OBJECT IDENTIFIER of more than 64 bytes is not read",
            [.., last] if *last >= 0x80 => "its last number does not end",
            bytes if starts(bytes).any(|first| first == 0x80) => {
                "one of its numbers begins with a zero it does not need"
            }
            _ => {
                let value = self.computed(element, &content, Dotted, Value::Text)?;
                return Ok((value.to_text()?.unwrap_or_default(), value));
            }
        };
        Err(self.wrong(&element.path, element.range(), wrong))
    }
    /// The next element, a BIT STRING of whole bytes, and where these stand.
    ///
    /// # Errors
    /// A fault in it.
    pub fn whole_bits(&mut self, level: &mut Level, name: &str) -> Result<(Element, Range<usize>), Fault> {
        let element = self.expect(level, name, BIT_STRING)?;
        let (unused, bits) = self.bits(&element)?;
        if unused != 0 {
            let why = "it is whole bytes, and its first byte says that bits of the last are unused";
            return Err(self.wrong(&element.path, element.range(), why));
        }
        let value = Value::Bytes(self.slice(&bits));
        self.set(&element, value);
        Ok((element, bits))
    }
    /// How many bits of the last byte are unused, and where the bytes of a BIT STRING stand.
    ///
    /// # Errors
    /// A fault in the element.
    pub fn bits(&mut self, element: &Element) -> Result<(u8, Range<usize>), Fault> {
        let content = element.content.clone();
        let wrong = match self.bytes(&content) {
            [] => "a BIT STRING has one byte at least, which says how many bits of the last are unused",
            [8..=0xff, ..] => "its first byte, the number of unused bits, is 7 at most",
            [1..=7] => "it has no bits, and some of them are said to be unused",
            [unused, .., last] if last & !(0xff << unused) != 0 => "the unused bits of its last byte are zeros",
            [unused, ..] => return Ok((*unused, content.start + 1..content.end)),
        };
        Err(self.wrong(&element.path, element.range(), wrong))
    }
    /// Adds a truth value to an element: whether a bit of its bytes is set, counted from the highest of the first.
    ///
    /// # Errors
    /// What computing it gives.
    pub fn flag(&mut self, element: &Element, name: &str, bits: &Range<usize>, bit: usize) -> Result<Value, Fault> {
        let bytes = self.slice(bits);
        let run = self.run(element);
        let mut flag = Run::new(&run.at.join(name), "flag");
        flag.inputs = vec![("bits", Value::Bytes(bytes.clone()))];
        let part = Map::once(flag.at.join("result"), Flag(bit), vec![Feed::whole("bits", bytes)])?;
        let result = Value::Bool(flag.part("result", |_| part));
        run.run(name, |_| flag.with_result(result.clone()));
        Ok(result)
    }
    /// The next element, a time, as seconds since 1970.
    ///
    /// # Errors
    /// A fault in it.
    pub fn time(&mut self, level: &mut Level, name: &str) -> Result<Value, Fault> {
        let tag = match self.peek(level) {
            Some(GENERALIZED_TIME) => Tag(GENERALIZED_TIME, "a GeneralizedTime"),
            _ => Tag(UTC_TIME, "a UTCTime or a GeneralizedTime"),
        };
        let element = self.expect(level, name, tag)?;
        let content = element.content.clone();
        let digits = if element.tag == UTC_TIME { 2 } else { 4 };
        let Some(seconds) = seconds(self.bytes(&content), digits) else {
            let year = if digits == 2 { "YYMMDDhhmmssZ" } else { "YYYYMMDDhhmmssZ" };
            let why = format!("it is a time of the calendar, written as {year}");
            return Err(self.wrong(&element.path, element.range(), why));
        };
        let text = String::from_utf8_lossy(self.bytes(&content)).into_owned();
        self.says(&element, "how is it written?", text);
        let value = |magnitude| Value::Int { magnitude, negative: seconds < 0 };
        self.computed(&element, &content, Seconds { digits }, value)
    }
}
/// The first byte of every number of an OBJECT IDENTIFIER.
fn starts(bytes: &[u8]) -> impl Iterator<Item = u8> {
    let ends = std::iter::once(0).chain(bytes.iter().copied());
    ends.zip(bytes).filter(|(before, _)| *before < 0x80).map(|(_, byte)| *byte)
}
/// The seconds since 1970 of a time; nothing where it is none.
fn seconds(text: &[u8], digits: usize) -> Option<i64> {
    let (Some(b'Z'), true) = (text.last(), text.len() == digits + 11) else { return None };
    if !text[..text.len() - 1].iter().all(u8::is_ascii_digit) {
        return None;
    }
    let two = |at: usize| i64::from(text[at] - b'0') * 10 + i64::from(text[at + 1] - b'0');
    let year = match digits {
        2 if two(0) < 50 => 2000 + two(0),
        2 => 1900 + two(0),
        _ => two(0) * 100 + two(2),
    };
    let [month, day, hour, minute, second] = [0, 2, 4, 6, 8].map(|place| two(digits + place));
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = [31, if leap { 29 } else { 28 }, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let longest = *days.get(usize::try_from(month - 1).ok()?)?;
    if !(1..=longest).contains(&day) || hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let (year, month) = (year - i64::from(month < 3), (month + 9) % 12);
    let leaps = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    let days = 365 * year + leaps + (153 * month + 2) / 5 + day - 1 - EPOCH;
    Some(days * 86_400 + hour * 3600 + minute * 60 + second)
}
/// The days from the first of March of the year 0 to the first of January 1970.
const EPOCH: i64 = 719_468;

/// The magnitude of an integer in two's complement.
struct Signed {
    negative: bool,
}
impl Pieces for Signed {
    const COUNT: Count = Count::Single;
    fn piece<N: Numbers>(&self, n: N, _: u64, read: &Windows, out: &mut Border) {
        let bytes: Vec<N::U8> = n.bytes(read[0]).enumerate().map(|(i, byte)| byte.named("byte", i)).collect();
        let joined = n.join_int(&bytes).named("joined", ());
        let int = match self.negative {
            true => n.int("power", (), BigInt::from(1) << (8 * bytes.len())) - joined,
            false => joined,
        };
        int.named("integer", ()).save(out);
    }
}
/// Whether a byte is ff, where it is 00 or ff.
struct Truth;
impl Pieces for Truth {
    const COUNT: Count = Count::Single;
    fn piece<N: Numbers>(&self, n: N, _: u64, read: &Windows, out: &mut Border) {
        let byte = N::U8::read(n, read[0].piece::<1>(0)).named("byte", ());
        byte.bit(0).named("is_true", ()).save(out);
    }
}
/// Whether a bit is set, counted from the highest of the first byte; what is not there is not.
struct Flag(usize);
impl Pieces for Flag {
    const COUNT: Count = Count::Single;
    fn piece<N: Numbers>(&self, n: N, _: u64, read: &Windows, out: &mut Border) {
        if self.0 / 8 >= read[0].bytes.len() {
            return n.bit("absent", (), false).named("is_set", ()).save(out);
        }
        let byte = N::U8::read(n, read[0].piece::<1>(self.0 / 8)).named("byte", self.0 / 8);
        byte.bit(7 - (self.0 % 8) as u32).named("is_set", ()).save(out);
    }
}
/// The numbers of an OBJECT IDENTIFIER with points between: each in seven bits a byte, the first two in one.
struct Dotted;
impl Pieces for Dotted {
    const COUNT: Count = Count::Single;
    fn piece<N: Numbers>(&self, n: N, _: u64, read: &Windows, out: &mut Border) {
        let (mut arcs, mut open): (Vec<N::Int>, Option<N::Int>) = (vec![], None);
        for (i, octet) in n.bytes(read[0]).enumerate() {
            let octet = n.join_int(&[octet.named("octet", i)]);
            let low = octet.mod_floor(n.literal(128)).named("low", i);
            let number = match open.take() {
                Some(number) => number * n.literal(128) + low,
                None => low,
            };
            // Whether the number goes on is public: its writing says so.
            open = match read[0].bytes[i] < 0x80 {
                true => {
                    let number = number.named("number", arcs.len());
                    arcs.push(number);
                    None
                }
                false => Some(number.named("so_far", i)),
            };
        }
        if arcs.is_empty() {
            return;
        }
        let both = arcs.remove(0);
        let first = match both.value() < BigInt::from(80) {
            true => both.clone().div_floor(n.literal(40)),
            false => n.literal(2),
        }
        .named("arc", 0);
        arcs.insert(0, (both - first.clone() * n.literal(40)).named("arc", 1));
        arcs.insert(0, first);
        let mut written = 0;
        for (k, arc) in arcs.into_iter().enumerate() {
            if k > 0 {
                n.u8("point", (), b'.').save(out);
            }
            for power in (0..arc.value().to_string().len()).rev() {
                let ten = n.int("power", (), BigInt::from(10).pow(power as u32));
                let digit = arc.clone().div_floor(ten).mod_floor(n.literal(10)) + n.literal(i64::from(b'0'));
                for char in n.split_int(digit, 1) {
                    char.named("char", written).save(out);
                    written += 1;
                }
            }
        }
    }
}
/// The seconds since 1970 of a time.
struct Seconds {
    /// How many digits the year has.
    digits: usize,
}
impl Pieces for Seconds {
    const COUNT: Count = Count::Single;
    fn piece<N: Numbers>(&self, n: N, _: u64, read: &Windows, out: &mut Border) {
        let digit = |at: usize| {
            let char = N::U8::read(n, read[0].piece::<1>(at)).named("char", at);
            (n.join_int(&[char]) - n.literal(i64::from(b'0'))).named("digit", at)
        };
        let two = |at: usize| digit(at) * n.literal(10) + digit(at + 1);
        let year = match self.digits {
            2 => {
                let short = two(0).named("short_year", ());
                let later = short.clone().less(n.literal(50));
                let both = (short.clone() + n.literal(2000), short + n.literal(1900));
                Number::choose(later, || both.0, || both.1)
            }
            _ => two(0) * n.literal(100) + two(2),
        }
        .named("year", ());
        let [month, day, hour, minute, second] = [(0, "month"), (2, "day"), (4, "hour"), (6, "minute"), (8, "second")]
            .map(|(place, name)| two(self.digits + place).named(name, ()));
        // The year begins in March, so that the day of a leap year is its last.
        let before_march = month.clone().less(n.literal(3));
        let years = (year - n.int_of(before_march)).named("years", ());
        let months = (month + n.literal(9)).mod_floor(n.literal(12)).named("months", ());
        let leaps = years.clone().div_floor(n.literal(4)) - years.clone().div_floor(n.literal(100))
            + years.clone().div_floor(n.literal(400));
        let of_months = (months * n.literal(153) + n.literal(2)).div_floor(n.literal(5)).named("of_months", ());
        let days = years * n.literal(365) + leaps.named("leaps", ()) + of_months + day
            - n.int("epoch", (), BigInt::from(EPOCH + 1));
        let time = hour * n.literal(3600) + minute * n.literal(60) + second;
        let seconds = days.named("days", ()) * n.literal(86_400) + time.named("time", ());
        let seconds = seconds.named("seconds", ());
        if seconds.value().to_i64().is_some_and(|seconds| seconds < 0) {
            return (-seconds).named("magnitude", ()).save(out);
        }
        seconds.save(out);
    }
}
