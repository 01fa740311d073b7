//! Second opinions: what a vetted crate says of a call that our own body computed.

use super::Arguments;
use super::reduced::Reduced;
use crate::run::Error;

/// Who computes the calls of a function a second time.
#[derive(Clone, Copy)]
pub enum Counterpart {
    /// A vetted crate, or several.
    Crate(Vetted),
    /// Nobody, and why, as a phrase.
    None(&'static str),
}
impl Counterpart {
    /// The crates, where there are some.
    pub fn vetted(&self) -> Option<&Vetted> {
        match self {
            Counterpart::Crate(vetted) => Some(vetted),
            Counterpart::None(_) => None,
        }
    }
}

/// The choice of a crate by the arguments: its name, and what it shares with our own body.
pub type Asked = fn(&Arguments) -> Result<(&'static str, &'static str), Error>;

/// The second opinion of a function.
#[derive(Clone, Copy)]
pub struct Vetted {
    /// The crate and its version, as the mark prints them: `sha2 0.11`. Where it depends on the arguments, all of them.
    pub name: &'static str,
    /// The crate's answer to finished arguments.
    pub compute: fn(&Arguments) -> Result<Says, Error>,
    /// The arguments outside the crate's domain, as a phrase. Empty where there are none.
    pub note: &'static str,
    /// The part that the crate shares with our own body, as a phrase. Empty where both are independent.
    pub shares: &'static str,
    /// Where crate and specification are known to differ.
    pub known: &'static [Known],
    /// Which crate is asked, and what that one shares, where the arguments decide.
    pub asked: Option<Asked>,
    /// The calls that leave a part of the algorithm out, about which no crate is asked.
    pub reduced: Option<Reduced>,
}
impl Vetted {
    /// A crate that computes all calls, independently of us.
    pub const fn new(name: &'static str, compute: fn(&Arguments) -> Result<Says, Error>) -> Vetted {
        Vetted { name, compute, note: "", shares: "", known: &[], asked: None, reduced: None }
    }
    /// The same with something to say of its domain.
    pub const fn note(self, note: &'static str) -> Vetted {
        Vetted { note, ..self }
    }
    /// The same with differences that are known.
    pub const fn known(self, known: &'static [Known]) -> Vetted {
        Vetted { known, ..self }
    }
    /// The same but for calls that leave a part out.
    pub const fn unless(self, reduced: Reduced) -> Vetted {
        Vetted { reduced: Some(reduced), ..self }
    }
    /// As the row of a function says it.
    pub const fn row(self) -> Counterpart {
        Counterpart::Crate(self)
    }
}

/// A difference between crate and specification that is known, and no defect of ours.
#[derive(Clone, Copy)]
pub struct Known {
    /// The difference of the crate, as a sentence without its full stop.
    pub what: &'static str,
    /// Whether these arguments are such that it does.
    pub applies: fn(&Arguments) -> Result<bool, Error>,
}

/// The answer of a crate to a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Says {
    /// Nothing: the call is outside its domain, so it was not asked.
    Nothing,
    /// The arguments are refused.
    Refused,
    /// This is the result: its bytes; an integer or a list as an expression writes it.
    Value(Vec<u8>),
}
impl Says {
    /// The value, or that it is refused.
    pub fn or_refused(value: Option<Vec<u8>>) -> Says {
        value.map_or(Says::Refused, Says::Value)
    }
    /// The value, or nothing at all.
    pub fn or_nothing(value: Option<Vec<u8>>) -> Says {
        value.map_or(Says::Nothing, Says::Value)
    }
}
