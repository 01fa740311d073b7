//! A moment, to the second, as the computer's clock says it.

use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;

use jiff::Timestamp;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// Seconds since 1970, written as `2026-11-28T18:40:54Z`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Stamp(i64);

/// The seconds of a day.
pub const DAY: i64 = 86_400;

impl Stamp {
    /// The moment so many seconds after 1970 began; the latest that can be written where it is later than that.
    pub fn of(seconds: i64) -> Stamp {
        Stamp(seconds.clamp(0, Timestamp::MAX.as_second()))
    }

    /// The moment so many seconds later.
    pub fn after(self, seconds: i64) -> Stamp {
        Stamp::of(self.0.saturating_add(seconds))
    }

    /// The seconds between two moments, whichever came first: a clock that was wrong makes nothing wait for years.
    pub fn apart(self, other: Stamp) -> i64 {
        (self.0 - other.0).abs()
    }
}

impl fmt::Display for Stamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match Timestamp::from_second(self.0) {
            Ok(moment) => moment.fmt(f),
            Err(_) => f.write_str("1970-01-01T00:00:00Z"),
        }
    }
}

impl FromStr for Stamp {
    type Err = String;

    fn from_str(text: &str) -> Result<Stamp, String> {
        let seconds = as_written(text).or_else(|| text.parse().ok().map(Timestamp::as_second));
        seconds.map(Stamp::of).ok_or_else(|| "a moment is written as 2026-11-28T18:40:54Z".to_owned())
    }
}

/// A moment in the form that is written here, of which a year has thousands; none in the other forms that there are.
fn as_written(text: &str) -> Option<i64> {
    let bytes: &[u8; 20] = text.as_bytes().try_into().ok()?;
    let signs = [(4, b'-'), (7, b'-'), (10, b'T'), (13, b':'), (16, b':'), (19, b'Z')];
    if signs.iter().any(|(at, sign)| bytes[*at] != *sign) {
        return None;
    }
    let digit = |sum: i64, byte: &u8| byte.is_ascii_digit().then(|| 10 * sum + i64::from(byte - b'0'));
    let number = |from: usize, to: usize| bytes[from..to].iter().try_fold(0, digit);
    let (year, month, day) = (number(0, 4)?, number(5, 7)?, number(8, 10)?);
    let (hour, minute, second) = (number(11, 13)?, number(14, 16)?, number(17, 19)?);
    // Days that no month lacks.
    let known = (1970..).contains(&year) && (1..=12).contains(&month) && (1..=28).contains(&day);
    if !known || hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    // The year begins with March: then the leap day is its last one, and the months before have 30.6 days on average.
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let days = 365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + day - 719_469;
    Some(days * DAY + hour * 3600 + minute * 60 + second)
}

impl Serialize for Stamp {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Stamp {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Stamp, D::Error> {
        from.deserialize_str(Written(PhantomData))
    }
}

/// A value that is written as a text, read where the text stands: a year has thousands of them.
pub(super) struct Written<T>(pub(super) PhantomData<T>);

impl<T: FromStr<Err = String>> de::Visitor<'_> for Written<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<T, E> {
        text.parse().map_err(E::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_read_as_it_is_written() {
        let moment: Stamp = "2026-11-28T18:40:54Z".parse().unwrap();
        assert_eq!(moment.to_string(), "2026-11-28T18:40:54Z");
        assert_eq!(moment.after(DAY).apart(moment), DAY);
        assert_eq!(moment.apart(moment.after(DAY)), DAY);
        assert!("yesterday".parse::<Stamp>().is_err());
        // Whatever is written, both ways of reading it agree.
        for text in [
            "2024-02-29T23:59:59Z",
            "2023-02-29T00:00:00Z",
            "2026-13-01T00:00:00Z",
            "2026-11-28T24:00:00Z",
            "2026-11-28T18:40:60Z",
            "2026-11-28 18:40:54Z",
            "2026-11-28T18:40:54z",
            "1969-12-31T23:59:59Z",
            "9999-12-31T23:59:59Z",
            "2026-1é-28T18:40:54Z",
        ] {
            let read = text.parse::<Timestamp>().ok().map(|moment| Stamp::of(moment.as_second()));
            assert_eq!(text.parse::<Stamp>().ok(), read, "{text}");
        }
        for moment in (0..4_000).map(|number| Stamp::of(number * (37 * DAY + 4_321))) {
            assert_eq!(moment.to_string().parse(), Ok(moment));
        }
        let last = Stamp::of(i64::MAX);
        assert_eq!(last.to_string().parse(), Ok(last));
    }
}
