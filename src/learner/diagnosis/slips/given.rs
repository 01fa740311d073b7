//! The learner's answer, to be compared with values of a computation.

use num_bigint::{BigInt, Sign};

use crate::learner::amount::integer;
use crate::learner::answer::hexadecimal;
use crate::num::Trace;
use crate::run::{Rope, Source, Value};

/// From how many bytes on a value is looked for everywhere; shorter ones meet by chance.
const TELLING: usize = 4;

/// The learner's answer, as values can be compared with it.
pub(super) struct Given {
    pub bytes: Option<Vec<u8>>,
    pub integer: Option<BigInt>,
}

impl Given {
    /// The bytes or the number that were written.
    pub fn read(written: &str) -> Option<Given> {
        let written = written.trim();
        let given = Given { bytes: hexadecimal(written), integer: integer(written) };
        (given.bytes.is_some() || given.integer.is_some()).then_some(given)
    }

    /// Whether it is long enough to be no chance.
    pub fn is_telling(&self) -> bool {
        let long = |bytes: &[u8]| bytes.len() >= TELLING && bytes.iter().any(|byte| *byte != bytes[0]);
        self.bytes.as_deref().is_some_and(long)
            || self.integer.as_ref().is_some_and(|integer| integer.bits() > 8 * (TELLING as u64 - 1))
    }

    /// Whether nodes of a trace are it.
    pub fn is_nodes(&self, trace: &Trace, nodes: &[u32]) -> bool {
        match nodes {
            [node] if trace.is_integer(*node) => {
                self.integer.as_ref().is_some_and(|given| *given == trace.integer(*node))
            }
            _ => {
                let given = self.bytes.as_deref();
                given.is_some_and(|given| given == trace.row(nodes))
            }
        }
    }

    /// Whether a value is it.
    pub fn is_value(&self, value: &Value) -> bool {
        match value {
            Value::Int { magnitude, negative } => {
                let sign = if *negative { Sign::Minus } else { Sign::Plus };
                let bytes = magnitude.to_vec().unwrap_or_default();
                self.integer.as_ref() == Some(&BigInt::from_bytes_be(sign, &bytes))
            }
            other => other.rope().is_some_and(|rope| self.is_rope(rope)),
        }
    }

    /// Whether bytes are it.
    pub fn is_rope(&self, rope: &Rope) -> bool {
        let given = self.bytes.as_deref().filter(|given| given.len() as u64 == rope.len());
        given.is_some_and(|given| rope.to_vec().is_ok_and(|bytes| bytes == given))
    }
}
