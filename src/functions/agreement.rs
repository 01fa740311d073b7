//! Agreement of the two computations of a call: our own, and a vetted crate's.

use super::{Arguments, Function, Says};
use crate::run::{Compared, Error, Run, Value};
use std::fmt;

/// The agreement of the two computations of a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Agreement {
    /// There is no counterpart, or the call is outside its domain.
    NoSecondOpinion,
    /// A part of the algorithm is left out, so no crate is asked: `not AES: 3 of 10 rounds`.
    Reduced(String),
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
            Agreement::Reduced(what) => f.write_str(what),
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
    /// The agreement of a call as far as nobody has to be asked: a part left out, a segment that differed, or how many
    /// were compared where not all can be. Nothing where the crate must be asked.
    ///
    /// # Errors
    /// What reading the arguments gives.
    pub fn unasked(&self, run: Option<&Run>, arguments: &Arguments) -> Result<Option<Agreement>, Error> {
        let Some(row) = self.vetted.vetted() else { return Ok(Some(Agreement::NoSecondOpinion)) };
        let reduced = row.reduced.map_or(Ok(None), |reduced| reduced(arguments))?;
        Ok(reduced.map(Agreement::Reduced).or_else(|| compared(row.name, run?)))
    }
    /// Compares a finished run with the vetted crate.
    ///
    /// # Errors
    /// What reading the arguments or the result gives, [`Error::Pending`] among them.
    pub fn agreement(&self, run: &Run, arguments: &Arguments) -> Result<Agreement, Error> {
        self.held_against(Some(run), arguments)
    }
    /// Compares a refusal of ours with the vetted crate, which should refuse, too.
    ///
    /// # Errors
    /// What reading the arguments gives.
    pub fn agreement_on_refusal(&self, arguments: &Arguments) -> Result<Agreement, Error> {
        self.held_against(None, arguments)
    }
    fn held_against(&self, run: Option<&Run>, arguments: &Arguments) -> Result<Agreement, Error> {
        if let Some(agreement) = self.unasked(run, arguments)? {
            return Ok(agreement);
        }
        let Some(row) = self.vetted.vetted() else { return Ok(Agreement::NoSecondOpinion) };
        let (vetted, shares) = match row.asked {
            Some(asked) => asked(arguments)?,
            None => (row.name, row.shares),
        };
        let place = match ((row.compute)(arguments)?, run.map(|run| &run.result)) {
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

/// The comparison of segments, where one of them differed or not all can be compared.
fn compared(vetted: &'static str, run: &Run) -> Option<Agreement> {
    let compared = run.compared()?;
    if let Some(segment) = compared.differs {
        return Some(Agreement::Differs { vetted, place: format!("in segment {segment}") });
    }
    (compared.segments < compared.of).then_some(Agreement::Compared { vetted, compared })
}

/// The bytes that the second opinion is compared with: those of the result; of an integer or a list, how an expression
/// writes it.
fn written(result: &Value) -> Result<Vec<u8>, Error> {
    match result {
        Value::Int { .. } | Value::List(_) => Ok(result.show(usize::MAX / 8)?.into_bytes()),
        other => other.rope().map_or(Ok(vec![]), |rope| rope.to_vec()),
    }
}
