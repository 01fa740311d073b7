//! Second opinions on the calls of a cell: the screen reads those that are there, and a worker computes the others.

use crate::functions::{self, Agreement, Arguments, Function};
use crate::run::{Budget, Error, Path, Run, Source, Type};
use std::sync::{Arc, OnceLock};

/// A call of an expression, wherever it stands in it.
#[derive(Clone)]
pub struct Call {
    /// The address of its run.
    pub at: Path,
    /// The function that is called.
    pub function: &'static Function,
    /// The arguments.
    pub arguments: Arc<Arguments>,
    /// The run; none where a check of the function refused the call.
    run: Option<Arc<Run>>,
    /// The answer of the vetted crate, once somebody has asked, for all clones of the sheet.
    found: Arc<OnceLock<Agreement>>,
}

/// How far the second opinion on a call is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mark {
    /// Nobody has asked the crate yet, or it has not answered.
    Checking,
    /// The crate has answered.
    Finished(Agreement),
}
impl Mark {
    /// The order in which something is told of a cell with several calls: the worst.
    fn rank(&self) -> u8 {
        match self {
            Mark::Finished(Agreement::Differs { .. }) => 6,
            Mark::Checking => 5,
            Mark::Finished(Agreement::Reduced(_)) => 4,
            Mark::Finished(Agreement::Known { .. }) => 3,
            Mark::Finished(Agreement::Compared { .. }) => 2,
            Mark::Finished(Agreement::Agrees { .. }) => 1,
            Mark::Finished(Agreement::NoSecondOpinion) => 0,
        }
    }
}

/// From so many bytes of arguments on, or for an integer of so many, a crate takes so long that two do not compute at
/// once.
const COSTLY_BYTES: u64 = 1 << 20;
const COSTLY_INTEGER: u64 = 256;

impl Call {
    pub(super) fn new(at: &Path, function: &'static Function, arguments: Arc<Arguments>, run: Arc<Run>) -> Call {
        Call { at: at.clone(), function, arguments, run: Some(run), found: Arc::default() }
    }
    /// A call that a check of its own refused; none where its arguments are not those of a function.
    pub fn refused(run: &Run) -> Option<Call> {
        let function = functions::function(run.function).ok()?;
        let given = run.inputs.iter().map(|(name, value)| (Some(*name), value.clone())).collect();
        let arguments = Arc::new(Arguments::bind(function, given, &Budget::none()).ok()?);
        Some(Call { at: run.at.clone(), function, arguments, run: None, found: Arc::default() })
    }
    /// Its run; none where a check of its own refused it.
    pub(super) fn run(&self) -> Option<&Arc<Run>> {
        self.run.as_ref()
    }
    /// How far its second opinion is. Nothing is computed to find out.
    pub fn mark(&self) -> Mark {
        if let Some(found) = self.found.get() {
            return Mark::Finished(found.clone());
        }
        let unasked = self.function.unasked(self.run.as_deref(), &self.arguments);
        unasked.ok().flatten().map_or(Mark::Checking, Mark::Finished)
    }
    /// Computes its run, as far as the budget goes.
    ///
    /// # Errors
    /// As [`Run::finish`].
    pub fn finish(&self, budget: &Budget) -> Result<(), Error> {
        self.run.as_ref().map_or(Ok(()), |run| run.finish(budget))
    }
    /// Whether nothing of it is left to compute, so that the crate's answer can be compared.
    pub fn is_computed(&self) -> bool {
        self.run.as_ref().is_none_or(|run| run.is_computed())
    }
    /// Whether the crate takes long over it.
    pub fn is_costly(&self) -> bool {
        self.arguments.values().any(|(_, value)| {
            let most = if value.kind() == Type::Int { COSTLY_INTEGER } else { COSTLY_BYTES };
            value.rope().is_some_and(|rope| rope.len() >= most)
        })
    }
    /// Asks the crate, which cannot be stopped. The answer is kept, so asking again costs nothing; what is still being
    /// computed gets none yet.
    ///
    /// # Errors
    /// What reading the arguments or the result gives, [`Error::Pending`] among them.
    pub fn check(&self) -> Result<(), Error> {
        if self.mark() != Mark::Checking {
            return Ok(());
        }
        let found = match &self.run {
            Some(run) => self.function.agreement(run, &self.arguments)?,
            None => self.function.agreement_on_refusal(&self.arguments)?,
        };
        // What was compared in part becomes more; it is read from the run.
        if !matches!(found, Agreement::Compared { .. }) {
            // Whoever came first found the same.
            let _ = self.found.set(found);
        }
        Ok(())
    }
}

/// The mark of all calls of a cell: the worst, and of several the outermost. Nothing where nothing was called.
pub(super) fn worst(calls: &[Call]) -> Option<(&Call, Mark)> {
    calls.iter().map(|call| (call, call.mark())).max_by_key(|(_, mark)| mark.rank())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheet::expr::Limits;
    use crate::sheet::{NoFiles, Sheet};

    #[test]
    fn a_difference_anywhere_comes_first() {
        let (mut sheet, _) = Sheet::parse("d = sha256(sha512(sha256(\"a\")))", &Limits::default());
        sheet.finish(&NoFiles, &Budget::unlimited()).unwrap();
        let opinion = || sheet.cell("d").and_then(|cell| cell.opinion()).expect("it calls");
        let differs = Agreement::Differs { vetted: "sha2 0.11", place: "in the result".into() };
        let calls = sheet.cell("d").unwrap().calls();
        assert_eq!(opinion().1, Mark::Checking);
        calls[0].check().unwrap();
        assert_eq!((opinion().0.at.as_str(), opinion().1), ("d", Mark::Checking), "the others are still to be asked");
        calls[1].found.set(differs.clone()).unwrap();
        assert_eq!((opinion().0.at.as_str(), opinion().1), ("d/message", Mark::Finished(differs)));
        let outcome = sheet.cell("d").unwrap().outcome().unwrap();
        let said = outcome.agreement().unwrap().to_string();
        assert_eq!(said, "differs from sha2 0.11 in the result, in the call at `d/message`");
    }
}
