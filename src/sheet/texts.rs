//! Which bytes are somebody's text.

use super::Sheet;
use crate::run::{Origin, Span, TEXT, Type};

impl Sheet {
    /// Whether bytes are a learner's text, or one that stands in a formula.
    pub fn is_text(&self, span: &Span) -> bool {
        match &span.origin {
            Origin::Input(cell) => {
                let given = self.cell(cell.as_str()).and_then(|cell| cell.given());
                given.is_some_and(|value| value.kind() == Type::Text)
            }
            Origin::Constant(name) => &**name == TEXT,
            Origin::Repeated(rope) | Origin::Reversed(rope) => rope.all().iter().all(|span| self.is_text(span)),
            Origin::Length(_)
            | Origin::Padding(_)
            | Origin::Part(_)
            | Origin::Argument { .. }
            | Origin::Named { .. } => false,
        }
    }
}
