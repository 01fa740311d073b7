//! Markdown for one purpose: what to use in real code, and notes for the one who presents.

use super::row::{Content, Directive};
use crate::lesson::located::Located;
use crate::lesson::markdown;
use crate::lesson::reading::Reading;
use crate::lesson::split::Fence;
use crate::lesson::tree::{Aside, Block};

pub(super) const REAL: Directive = Directive {
    name: "real",
    summary: "Says what to use in real code.",
    body: Content::Markdown,
    example: "In Python: `hashlib.sha256(data).hexdigest()`.",
    read: |fence, reading| read(fence, reading).map(Block::Real),
    check: |_, _| {},
};

pub(super) const NOTES: Directive = Directive {
    name: "notes",
    summary: "Notes for the one who presents, shown by `present --notes` and `learn --notes` alone.",
    body: Content::Markdown,
    example: "Ask the room before you reveal.",
    read: |fence, reading| read(fence, reading).map(Block::Notes),
    check: |_, _| {},
};

fn read(fence: &Fence, reading: &mut Reading) -> Option<Aside> {
    let text = Located::piece(reading.source, fence.body);
    let blocks = markdown::blocks(&text, reading);
    if blocks.is_empty() {
        reading.problems.error(fence.word, "There is nothing in it.", "Write some Markdown, or take the fence away.");
    }
    Some(Aside { blocks, span: fence.span })
}
