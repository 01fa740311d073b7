//! A change of an input, and what follows.

use super::{Body, Directive};
use crate::lesson::block::{Block, Inline};
use crate::lesson::fields::{Edit, Entries, Field, Kind};
use crate::lesson::formula::{Formula, When};
use crate::lesson::reading::Reading;
use crate::lesson::split::Fence;
use crate::run::address::Span;

/// A change that the learner makes with one key, and what must then be true.
#[derive(Clone, Debug, PartialEq)]
pub struct Tamper {
    /// What is typed into which cell.
    pub edit: Vec<Edit>,
    /// What is true afterwards; `before.` names the cells as they were.
    pub expect: Formula,
    /// What it shows.
    pub say: Vec<Inline>,
    /// Where the directive stands.
    pub span: Span,
}

pub(super) const ROW: Directive = Directive {
    name: "tamper",
    summary: "Changes an input and shows what breaks.",
    body: Body::Fields(&FIELDS),
    example: "edit = { message = \"abd\" }\nexpect = \"bit_difference(digest, before.digest) > 90\"\nsay = \"One bit in, half of the bits out.\"",
    read,
};

const FIELDS: [Field; 3] = [
    Field { name: "edit", kind: Kind::Edits, required: true, help: "The inputs that change, each with what is typed." },
    Field {
        name: "expect",
        kind: Kind::Expression,
        required: true,
        help: "What is true afterwards; `before.digest` is the cell `digest` as it was.",
    },
    Field { name: "say", kind: Kind::Text, required: true, help: "What it shows." },
];

fn read(fence: &Fence, reading: &mut Reading) -> Option<Block> {
    let entries = Entries::read(fence.body, fence.word, &FIELDS, reading);
    let edit = entries.edits("edit", reading);
    let expect = entries.formula("expect", When::AfterChange, reading);
    let say = entries.text("say", reading);
    Some(Block::Tamper(Box::new(Tamper { edit, expect: expect?, say: say?, span: fence.span })))
}
