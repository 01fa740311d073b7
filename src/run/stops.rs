//! Stops: what a step goes along in a segment, that is what the segment makes. A round of SHA-256 has four of them: the
//! registers that only slide on are passed over, and so are the helpers that the formula of another value reads.

use crate::num::{Op, Step, Trace};
use crate::run::{Budget, Error, Level};

/// Within so many operations a helper's value is read.
const NEAR: usize = 512;

/// Whether the value of a level is a stop.
///
/// # Errors
/// What recording the segment gives.
pub(super) fn stops_at(level: &Level, budget: &Budget) -> Result<bool, Error> {
    Ok(manner(level, budget)? == Manner::Stop)
}

/// Whether the value of a level comes into a round, such as a word of the schedule: it is walked along by itself.
///
/// # Errors
/// What recording the segment gives.
pub(super) fn comes_in(level: &Level, budget: &Budget) -> Result<bool, Error> {
    Ok(manner(level, budget)? == Manner::ComesIn)
}

/// The manner of a named value in its segment.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Manner {
    /// The segment makes it.
    Stop,
    /// A round reads it beside what it has of the round before.
    ComesIn,
    /// A copy, or a helper that other formulas read.
    Passed,
}

fn manner(level: &Level, budget: &Budget) -> Result<Manner, Error> {
    let Level::Step { part, segment, step } = level else { return Ok(Manner::Stop) };
    let trace = part.record(*segment, budget)?;
    let all = trace.steps();
    let Some(here) = all.get(*step) else { return Ok(Manner::Stop) };
    if !is_made(&trace, here) {
        return Ok(Manner::Passed);
    }
    // In a round what it makes of the round before: a word of the schedule and a constant only come in.
    let Some(t) = here.index.iter().last() else { return Ok(Manner::Stop) };
    let of_round = |step: &&Step| step.index.iter().last() == Some(t);
    let before = all[..*step].iter().rev().take_while(of_round);
    let mut round = before.chain(all[*step..].iter().take_while(of_round));
    let goes_on = |step: &Step| step.nodes.iter().any(|node| reads_before(&trace, *node, t));
    let alone = goes_on(here) || !round.any(|step| is_made(&trace, step) && goes_on(step));
    Ok(if alone { Manner::Stop } else { Manner::ComesIn })
}

/// Whether a value is computed from one of the round before; in the first round from one without a number.
fn reads_before(trace: &Trace, node: u32, t: u64) -> bool {
    let (mut open, mut seen) = (trace.parents(node), 0);
    while let Some(node) = open.pop().filter(|_| seen < NEAR) {
        seen += 1;
        match trace.label(node).map(|label| label.index.iter().last()) {
            Some(index) if index == t.checked_sub(1) => return true,
            Some(Some(index)) if index != t => {}
            Some(_) | None => open.extend(trace.parents(node)),
        }
    }
    false
}

/// Whether a named value is made here: neither a copy of another nor a helper that other formulas read.
fn is_made(trace: &Trace, step: &Step) -> bool {
    let made = |node: u32| {
        let named = &trace.nodes[node as usize];
        let below = match named.op {
            Op::Name => &trace.nodes[named.from[0] as usize],
            _ => named,
        };
        match below.op {
            Op::Name => false,
            Op::Helper => {
                let near = (node + 1..trace.nodes.len() as u32).take(NEAR);
                let mut users = near.filter(|user| trace.parents(*user).contains(&node));
                users.next().is_none_or(|user| trace.nodes[user as usize].op == Op::Name)
            }
            _ => true,
        }
    };
    step.nodes.iter().any(|node| made(*node))
}
