//! A moment, to the second, as the computer's clock says it.

use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;

use jiff::civil::DateTime;
use jiff::{Timestamp, tz::Offset};
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
        let moment = as_written(text).or_else(|| text.parse().ok());
        let moment = moment.ok_or_else(|| "a moment is written as 2026-11-28T18:40:54Z".to_owned())?;
        Ok(Stamp::of(moment.as_second()))
    }
}

/// A moment in the form that is written here, of which a year has thousands; none in the other forms that there are.
fn as_written(text: &str) -> Option<Timestamp> {
    let bytes: &[u8; 20] = text.as_bytes().try_into().ok()?;
    let signs = [(4, b'-'), (7, b'-'), (10, b'T'), (13, b':'), (16, b':'), (19, b'Z')];
    if signs.iter().any(|(at, sign)| bytes[*at] != *sign) {
        return None;
    }
    let digit = |sum: i16, byte: &u8| byte.is_ascii_digit().then(|| 10 * sum + i16::from(byte - b'0'));
    let year = bytes[..4].iter().try_fold(0, digit)?;
    let two = |at: usize| bytes[at..at + 2].iter().try_fold(0, digit).and_then(|number| i8::try_from(number).ok());
    let moment = DateTime::new(year, two(5)?, two(8)?, two(11)?, two(14)?, two(17)?, 0).ok()?;
    Offset::UTC.to_timestamp(moment).ok()
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
