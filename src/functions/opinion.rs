//! Second opinions: what a vetted crate says of a call that our own body computed.

use super::{Arguments, Function};
use crate::run::{Compared, Error, Run, Value};
use std::fmt;

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
    pub asked: Option<fn(&Arguments) -> Result<(&'static str, &'static str), Error>>,
}
impl Vetted {
    /// A crate that computes all calls, independently of us.
    pub const fn new(name: &'static str, compute: fn(&Arguments) -> Result<Says, Error>) -> Vetted {
        Vetted { name, compute, note: "", shares: "", known: &[], asked: None }
    }
    /// The same with something to say of its domain.
    pub const fn note(self, note: &'static str) -> Vetted {
        Vetted { note, ..self }
    }
    /// The same with differences that are known.
    pub const fn known(self, known: &'static [Known]) -> Vetted {
        Vetted { known, ..self }
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

/// The agreement of the two computations of a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Agreement {
    /// There is no counterpart, or the call is outside its domain.
    NoSecondOpinion,
    /// Both give the same, or both refuse. Our own body ran over all of it.
    Agrees {
        /// The crate that was asked.
        vetted: &'static str,
        /// The part that it shares with our body; empty where both are independent.
        shares: &'static str,
    },
    /// The input is too long for our own body; so much of it was compared.
    Compared {
        /// The crate.
        vetted: &'static str,
        /// How much was compared.
        compared: Compared,
    },
    /// They differ in a way that is known, and in which the specification is with us.
    Known {
        /// The crate.
        vetted: &'static str,
        /// The difference.
        what: &'static str,
    },
    /// They differ. This is never hidden.
    Differs {
        /// The crate.
        vetted: &'static str,
        /// Where, as a phrase.
        place: String,
    },
}
impl Agreement {
    /// Whether something is wrong.
    pub fn differs(&self) -> bool {
        matches!(self, Agreement::Differs { .. })
    }
}
impl fmt::Display for Agreement {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Agreement::NoSecondOpinion => f.write_str("no second opinion"),
            Agreement::Agrees { vetted, shares: "" } => write!(f, "agrees with {vetted}"),
            Agreement::Agrees { vetted, shares } => write!(f, "agrees with {vetted} ({shares})"),
            Agreement::Compared { vetted, compared } => {
                write!(
                    f,
                    "computed with {vetted}; our body agrees on {} of {} segments",
                    compared.segments, compared.of
                )
            }
            Agreement::Known { vetted, what } => write!(f, "differs from {vetted}, as is known: {what}"),
            Agreement::Differs { vetted, place } => write!(f, "differs from {vetted} {place}"),
        }
    }
}

impl Function {
    /// The agreement of a run as far as nobody has to be asked: a segment that differed, or how many were compared where
    /// not all can be. Nothing where the crate must be asked.
    pub fn compared(&self, run: &Run) -> Option<Agreement> {
        let (vetted, compared) = (self.vetted.vetted()?.name, run.compared()?);
        if let Some(segment) = compared.differs {
            return Some(Agreement::Differs { vetted, place: format!("in segment {segment}") });
        }
        (compared.segments < compared.of).then_some(Agreement::Compared { vetted, compared })
    }
    /// Compares a finished run with the vetted crate.
    ///
    /// # Errors
    /// What reading the arguments or the result gives, [`Error::Pending`] among them.
    pub fn agreement(&self, run: &Run, arguments: &Arguments) -> Result<Agreement, Error> {
        match self.compared(run) {
            Some(agreement) => Ok(agreement),
            None => self.held_against(Some(&run.result), arguments),
        }
    }
    /// Compares a refusal of ours with the vetted crate, which should refuse, too.
    ///
    /// # Errors
    /// What reading the arguments gives.
    pub fn agreement_on_refusal(&self, arguments: &Arguments) -> Result<Agreement, Error> {
        self.held_against(None, arguments)
    }
    fn held_against(&self, ours: Option<&Value>, arguments: &Arguments) -> Result<Agreement, Error> {
        let Some(row) = self.vetted.vetted() else { return Ok(Agreement::NoSecondOpinion) };
        let (vetted, shares) = match row.asked {
            Some(asked) => asked(arguments)?,
            None => (row.name, row.shares),
        };
        let place = match ((row.compute)(arguments)?, ours) {
            (Says::Nothing, _) => return Ok(Agreement::NoSecondOpinion),
            (Says::Refused, None) => return Ok(Agreement::Agrees { vetted, shares }),
            (Says::Value(theirs), Some(ours)) if theirs == written(ours)? => {
                return Ok(Agreement::Agrees { vetted, shares });
            }
            (Says::Refused, Some(_)) => "which refuses these arguments",
            (Says::Value(_), None) => "which accepts what is refused here",
            (Says::Value(_), Some(_)) => "in the result",
        };
        for known in row.known {
            if (known.applies)(arguments)? {
                return Ok(Agreement::Known { vetted, what: known.what });
            }
        }
        Ok(Agreement::Differs { vetted, place: place.into() })
    }
}

/// The bytes that the second opinion is compared with: the bytes of the result; of an integer or a list, how an expression writes
/// it.
fn written(result: &Value) -> Result<Vec<u8>, Error> {
    match result {
        Value::Int { .. } | Value::List(_) => Ok(result.show(usize::MAX / 8)?.into_bytes()),
        other => other.rope().map_or(Ok(vec![]), |rope| rope.to_vec()),
    }
}
