//! Every example of every function is an expression that has a value.

use cleartext::functions;
use cleartext::run::Budget;
use cleartext::sheet::{NoFiles, Sheet, State};

#[test]
fn every_example_has_a_value() {
    let budget = Budget::unlimited();
    for function in functions::all() {
        for example in function.examples {
            let (mut sheet, faults) = Sheet::parse(&format!("x = {example}"), &Default::default());
            assert!(faults.is_empty(), "{example}: {faults:?}");
            sheet.evaluate(&NoFiles, &budget);
            let cell = sheet.cell("x").expect("the sheet has one cell");
            let outcome = match cell.state() {
                State::Ready(outcome) => outcome,
                State::Problem(problem) => panic!("{example}: {problem}"),
                State::Dirty | State::Pending { .. } => panic!("{example} was not evaluated"),
            };
            let run = outcome.run.as_ref().unwrap_or_else(|| panic!("{example} calls no function"));
            assert_eq!(run.finish(&budget), Ok(()), "{example}");
            let agreement =
                sheet.cell("x").and_then(|cell| cell.outcome()).expect("a call").agreement().expect("computed");
            assert!(!agreement.differs(), "{example} {agreement}");
        }
    }
}
