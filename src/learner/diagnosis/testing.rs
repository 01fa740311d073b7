//! Cases of wrong answers, for the tests of each slip.

use super::case::Case;
use super::slip::Slip;
use crate::learner::names::Names;
use crate::run::address::Address;
use crate::run::{Budget, Source};
use crate::sheet::expr::{Limits, parse};
use crate::sheet::{NoFiles, Sheet};

/// The words of a slip on an answer, over a sheet, to a question that is computed so; with its look after `@`.
pub fn says_of(slip: &Slip, source: &str, answer: &str, given: &str, digits: bool) -> String {
    let (mut sheet, faults) = Sheet::parse(source, &Limits::default());
    assert_eq!(faults, []);
    let budget = Budget::unlimited();
    sheet.finish(&NoFiles, &budget).unwrap();
    let expr = parse(answer, &Limits::default()).unwrap();
    let right = sheet.eval(&expr, &NoFiles, &budget).unwrap().value;
    right.finish(&budget).unwrap();
    let written = right.show(1 << 10).unwrap();
    let asked = Address::parse(&answer.replacen('@', "/", 1)).ok();
    let asked = asked.and_then(|address| sheet.find(&address, 1, &budget).ok()?.pop());
    let veiled = |_: Option<&str>, _: &crate::run::Place| false;
    // The page shows the sheet, and a few names of SHA-256.
    let names = Names::of(&format!("{source} {answer} T2 W"));
    let case = Case {
        given: given.trim(),
        right: &right,
        answer: &expr,
        asked: asked.as_ref(),
        sheet: &sheet,
        veiled: &veiled,
        digits,
        page: &names,
        question: &names,
    };
    let found = (slip.find)(&case, &budget).unwrap();
    let telling = right.rope().is_some_and(|rope| rope.len() > 2);
    found.map_or(String::new(), |found| {
        assert!(!telling || !found.says.contains(&written), "the answer itself is never told: {}", found.says);
        found.given.iter().fold(found.says, |says, at| format!("{says} @{at}"))
    })
}

/// That each answer is told something with these words in it; nothing for no words.
#[track_caller]
pub fn expect(slip: &Slip, answer: &str, cases: &[(&str, &str)]) {
    expect_in(slip, "x = 0", answer, cases);
}

/// The same over a sheet.
#[track_caller]
pub fn expect_in(slip: &Slip, sheet: &str, answer: &str, cases: &[(&str, &str)]) {
    for (given, part) in cases {
        let said = says_of(slip, sheet, answer, given, true);
        let alike = if part.is_empty() { said.is_empty() } else { said.contains(part) };
        assert!(alike, "{answer} is not {given}: {said:?}, not {part:?}");
    }
}
