//! Values to look at.

use super::{Body, Directive};
use crate::lesson::block::Block;
use crate::lesson::fields::{Entries, Field, Kind};
use crate::lesson::formula::Target;
use crate::lesson::reading::Reading;
use crate::lesson::split::Fence;
use crate::run::address::Span;

/// Values to look at: those that a pattern names.
#[derive(Clone, Debug, PartialEq)]
pub struct Watch {
    /// The values.
    pub target: Target,
    /// The view they are shown in; else the one that suits them.
    pub view: Option<String>,
    /// Where the directive stands.
    pub span: Span,
}

pub(super) const ROW: Directive = Directive {
    name: "watch",
    summary: "Shows a value, or all that a pattern names, in the pane of the trace.",
    body: Body::Fields(&FIELDS),
    example: "value = \"digest/block[0]/W[0..3]\"\nview = \"words\"",
    read,
};

const FIELDS: [Field; 2] = [
    Field {
        name: "value",
        kind: Kind::Address,
        required: true,
        help: "The value, or a pattern such as `digest/block[0]/W[*]`.",
    },
    Field { name: "view", kind: Kind::View, required: false, help: "How it looks; `cleartext list views` names them." },
];

fn read(fence: &Fence, reading: &mut Reading) -> Option<Block> {
    let entries = Entries::read(fence.body, fence.word, &FIELDS, reading);
    let view = entries.view("view", reading);
    let target = entries.target("value", reading)?;
    Some(Block::Watch(Box::new(Watch { target, view, span: fence.span })))
}
