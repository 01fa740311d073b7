//! An attempt at a question, in one line: `2 0 2026-11-28T18:40:54Z wrong 64`.

use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;

use compact_str::CompactString;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::Stamp;
use super::stamp::Written;

/// The longest answer that is kept, in characters.
const LONGEST: usize = 200;

/// The outcome of an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Came {
    /// To the right answer.
    Right,
    /// To a wrong one, and one could try again.
    Wrong,
    /// To a wrong one, and the question was over.
    Over,
    /// To none: the answer was shown.
    Shown,
}

/// The words for them in a file.
const WORDS: [(Came, &str); 4] =
    [(Came::Right, "right"), (Came::Wrong, "wrong"), (Came::Over, "over"), (Came::Shown, "shown")];

impl Came {
    /// Whether the question was over with it.
    pub fn is_over(self) -> bool {
        self != Came::Wrong
    }

    /// The word for it.
    pub fn word(self) -> &'static str {
        WORDS.iter().find(|(came, _)| *came == self).map_or("", |(_, word)| word)
    }
}

/// An attempt at a question. Attempts are ordered as they were made, also where the clock was set back between them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Attempt {
    /// Its number, from 1.
    pub number: u32,
    /// The occasion: 0 in the lesson, then the reviews from 1.
    pub occasion: u32,
    /// When it was made.
    pub at: Stamp,
    /// The outcome.
    pub came: Came,
    /// The answer; most are short, and stand in it.
    pub given: CompactString,
}

impl Attempt {
    /// An answer as it is kept: on one line, and not too long.
    pub fn kept(given: &str) -> CompactString {
        let given = given.trim();
        if given.len() <= LONGEST && !given.contains(char::is_control) {
            return given.into();
        }
        let line = given.chars().map(|c| if c.is_control() { ' ' } else { c });
        line.take(LONGEST).collect::<CompactString>().trim_end().into()
    }
}

impl fmt::Display for Attempt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {} {} {}", self.number, self.occasion, self.at, self.came.word(), self.given)
    }
}

impl FromStr for Attempt {
    type Err = String;

    fn from_str(text: &str) -> Result<Attempt, String> {
        let wrong = || format!("`{text}` is no attempt; one is written as `2 0 2026-11-28T18:40:54Z wrong 64`");
        let mut rest = text;
        let mut piece = || {
            let end = rest.bytes().position(|byte| byte == b' ').ok_or_else(wrong)?;
            let (piece, more) = (&rest[..end], &rest[end + 1..]);
            rest = more;
            Ok::<&str, String>(piece)
        };
        let number = piece()?.parse().map_err(|_| wrong())?;
        let occasion = piece()?.parse().map_err(|_| wrong())?;
        let at = piece()?.parse()?;
        let word = piece()?;
        let came = WORDS.iter().find(|(_, known)| *known == word).map(|(came, _)| *came).ok_or_else(wrong)?;
        Ok(Attempt { number, occasion, at, came, given: Attempt::kept(rest) })
    }
}

impl Serialize for Attempt {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Attempt {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Attempt, D::Error> {
        from.deserialize_str(Written(PhantomData))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_attempt_is_read_as_it_is_written() {
        for line in ["2 0 2026-11-28T18:40:54Z wrong 6 4", "1 3 2026-11-28T18:40:54Z shown "] {
            assert_eq!(line.parse::<Attempt>().unwrap().to_string(), line);
        }
        for hostile in
            ["", "1", "x 0 2026-11-28T18:40:54Z wrong 64", "1 0 now wrong 64", "1 0 2026-11-28T18:40:54Z odd a"]
        {
            assert!(hostile.parse::<Attempt>().is_err(), "{hostile}");
        }
        assert_eq!(Attempt::kept(" a\n\u{1b}[31mb "), "a  [31mb");
        assert_eq!(Attempt::kept(&"é".repeat(999)).chars().count(), LONGEST);
    }
}
