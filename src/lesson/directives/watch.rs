//! Values to look at.

use super::row::{Content, Directive};
use crate::lesson::checking::Checking;
use crate::lesson::fields::{Entries, EntryKind, EntryRow};
use crate::lesson::reading::Reading;
use crate::lesson::split::Fence;
use crate::lesson::tree::{Block, Watch};

pub(super) const ROW: Directive = Directive {
    name: "watch",
    summary: "Shows a value, or all that a pattern names, in the pane of the trace.",
    body: Content::Fields(&FIELDS),
    example: "value = \"digest/block[0]/W[0..3]\"\nview = \"words\"",
    read,
    check,
};

const FIELDS: [EntryRow; 3] = [
    EntryRow {
        name: "value",
        kind: EntryKind::Address,
        required: true,
        help: "The value, or a pattern such as `digest/block[0]/W[*]`.",
    },
    EntryRow {
        name: "view",
        kind: EntryKind::View,
        required: false,
        help: "How it looks; `cleartext list views` names them.",
    },
    EntryRow {
        name: "picture",
        kind: EntryKind::Word,
        required: false,
        help: "The picture it is drawn by; `cleartext list pictures` names them. `list` is none.",
    },
];

fn read(fence: &Fence, reading: &mut Reading) -> Option<Block> {
    let entries = Entries::read(fence.body, fence.word, &FIELDS, reading);
    let view = entries.view("view", reading);
    let picture = entries.word("picture", reading).and_then(|name| reading.picture(&name.text, name.span));
    let target = entries.target("value", reading)?;
    Some(Block::Watch(Box::new(Watch { target, view, picture, span: fence.span })))
}

fn check(block: &Block, checking: &mut Checking) {
    if let Block::Watch(watch) = block {
        checking.target(&watch.target);
    }
}
