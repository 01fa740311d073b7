//! The screens: the map, a lesson, the bench, and what lies over them.

pub mod bench;
pub mod context;
pub mod edges;
pub mod end;
pub mod inputs;
pub mod lesson;
pub mod letters;
pub mod map;
pub mod notes;
pub mod pins;
pub mod talk;
pub mod tools;

use crate::app::pane::Mark;
use crate::ui::text::Role;

/// The role of a mark: green is for what agrees.
fn role(mark: &Mark) -> Role {
    match (mark.differs, mark.glyph) {
        (true, _) => Role::Bad,
        (false, "≠") => Role::Strong,
        (false, _) => Role::Good,
    }
}
