//! The rules that ask of a lesson, with its default inputs, whether each piece of it does something: one row each.
//!
//! To add one: its function in the file of what it is about, with its test, and one line in [`RULES`]. An error is what
//! can never work, a warning what hardly works as it was meant; what the author decides is a remark.

mod changes;
mod front;
mod inputs;
mod literal;
mod live;
mod questions;
#[cfg(test)]
mod testing;
mod watches;

use super::ground::{Ground, Told};
use crate::lesson::{Block, Problem, Severity};
use crate::num::sort_by_key;
use crate::run::address::Span;

/// A rule.
type Rule = fn(&Ground, &mut Told);

/// Every rule.
const RULES: &[Rule] = &[
    front::needs,
    front::goal,
    inputs::choices,
    inputs::random,
    inputs::help,
    literal::directives,
    literal::headings,
    literal::dashes,
    literal::entries,
    literal::signs,
    live::code,
    live::listings,
    live::words,
    questions::kinds,
    questions::looks,
    questions::hints,
    questions::constants,
    changes::doubled,
    changes::certain,
    watches::ends,
];

/// The problems that all rules find in a lesson, the worst first. Of a directive that was not read without a mistake they say
/// nothing; and while there is any, nothing that the author decides.
pub(super) fn found(ground: &Ground) -> Vec<Problem> {
    let mut told = Told::of(ground.lesson);
    RULES.iter().for_each(|rule| rule(ground, &mut told));
    let errors: Vec<&Problem> = ground.lesson.problems.iter().filter(|problem| problem.is_error()).collect();
    let within = |span: Span, problem: &Problem| span.start <= problem.span.start && problem.span.start < span.end;
    let is_broken = |block: &&Block| errors.iter().any(|error| within(block.span(), error));
    let broken: Vec<Span> = ground.blocks().filter(is_broken).map(Block::span).collect();
    told.found.retain(|problem| {
        let decided = problem.severity == Severity::Remark && !errors.is_empty();
        !decided && !broken.iter().any(|span| within(*span, problem))
    });
    sort_by_key(&mut told.found, |problem| problem.severity);
    told.found
}
