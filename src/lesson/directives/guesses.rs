//! The cost of guessing, measured on the machine at hand.

use super::row::{Content, Directive};
use crate::functions::attack::guess::{GUESSES, Guess};
use crate::lesson::checking::{Checking, has_no_value_upstream, value};
use crate::lesson::expression::When;
use crate::lesson::fields::{Entries, EntryKind, EntryRow};
use crate::lesson::problem::{listed, quoted};
use crate::lesson::reading::Reading;
use crate::lesson::split::Fence;
use crate::lesson::tree::{Block, Guesses};

pub(super) const ROW: Directive = Directive {
    name: "guesses",
    summary: "Measures how many passwords a second this machine tries, and how long all of them take.",
    body: Content::Fields(&FIELDS),
    example: "of    = [\"md5\", \"bcrypt\"]\ncount = \"10000\"",
    read,
    check,
};

const FIELDS: [EntryRow; 2] = [
    EntryRow {
        name: "of",
        kind: EntryKind::Words,
        required: true,
        help: "The functions, each at the cost that frameworks take.",
    },
    EntryRow {
        name: "count",
        kind: EntryKind::Expression,
        required: true,
        help: "How many passwords there are to try.",
    },
];

fn read(fence: &Fence, reading: &mut Reading) -> Option<Block> {
    let entries = Entries::read(fence.body, fence.word, &FIELDS, reading);
    let mut of = Vec::new();
    for name in entries.words("of", reading) {
        let known = Guess::of(name.text.trim());
        if known.is_none() {
            let hint = format!("There are {}.", listed(GUESSES.iter().map(|guess| guess.name), "and"));
            let message = format!("Guesses at {} are not measured.", quoted(&name.text));
            reading.problems.error(name.span, message, hint);
        }
        of.extend(known);
    }
    let count = entries.expression("count", When::Now, reading)?;
    Some(Block::Guesses(Box::new(Guesses { of, count, span: fence.span })))
}

fn check(block: &Block, checking: &mut Checking) {
    let Block::Guesses(guesses) = block else { return };
    if checking.is_reported(guesses.span) {
        return;
    }
    match value(&checking.sheet, &guesses.count).map(|value| value.to_int()) {
        Ok(Ok(Some(_))) => {}
        Ok(_) => checking.error(
            guesses.count.span,
            "This is no number.",
            "Count passwords, as in `modpow(26, 8, 10000000000000)`.",
        ),
        Err(problem) => {
            let upstream = has_no_value_upstream(&checking.sheet, &problem);
            checking.expression_problem(&guesses.count, &problem, upstream);
        }
    }
}
