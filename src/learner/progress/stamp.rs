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
        let moment = text.parse::<Timestamp>().map_err(|_| "a moment is written as 2026-11-28T18:40:54Z".to_owned())?;
        Ok(Stamp::of(moment.as_second()))
    }
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
        let last = Stamp::of(i64::MAX);
        assert_eq!(last.to_string().parse(), Ok(last));
    }
}
