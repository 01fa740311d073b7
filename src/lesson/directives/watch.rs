//! Values to look at.

use super::row::{Content, Directive};
use crate::lesson::checking::Checking;
use crate::lesson::fields::{Entries, EntryKind, EntryRow};
use crate::lesson::located::Located;
use crate::lesson::reading::Reading;
use crate::lesson::split::Fence;
use crate::lesson::tree::{Block, Pattern, Watch};
use crate::run::address::Address;

pub(super) const ROW: Directive = Directive {
    name: "watch",
    summary: "Shows a value, or all that a pattern names, in the pane of the trace.",
    body: Content::Fields(&FIELDS),
    example: "value = \"digest/block[0]/W[0..3]\"\nview = \"words\"",
    read,
    check,
};

const FIELDS: [EntryRow; 4] = [
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
    EntryRow {
        name: "shade",
        kind: EntryKind::Word,
        required: false,
        help: "A number that each segment names, such as `k_t`: the strip is dark where it is not 0.",
    },
];

fn read(fence: &Fence, reading: &mut Reading) -> Option<Block> {
    let entries = Entries::read(fence.body, fence.word, &FIELDS, reading);
    let view = entries.view("view", reading);
    let picture = entries.word("picture", reading).and_then(|name| reading.picture(&name.text, name.span));
    let shade = entries.word("shade", reading);
    let target = entries.target("value", reading)?;
    let shade = shade.and_then(|name| beside(&target, &name, reading));
    Some(Block::Watch(Box::new(Watch { target, view, picture, shade, lanes: None, span: fence.span })))
}

/// The value of a name in the segment that another stands in.
fn beside(target: &Pattern, name: &Located, reading: &mut Reading) -> Option<Pattern> {
    match Address::parse(name.text.trim()) {
        Ok(found) if found.steps.len() == 1 && !found.is_pattern() => {
            let mut address = target.address.clone();
            address.steps.pop();
            address.steps.extend(found.steps);
            Some(Pattern { address, span: name.span })
        }
        Ok(_) | Err(_) => {
            reading.problems.error(
                name.span,
                "A shade is the name of one number.",
                "Write it as in `shade = \"k_t\"`.",
            );
            None
        }
    }
}

fn check(block: &Block, checking: &mut Checking) {
    if let Block::Watch(watch) = block {
        checking.target(&watch.target);
        checking.watched(&watch.target);
        watch.shade.iter().for_each(|shade| checking.one(shade));
    }
}
