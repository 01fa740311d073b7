//! The letters of bytes: only of those that come from a text.

use super::Lens;
use crate::num::Op;
use crate::run::{Origin, Place, Rope, Span, Type};

impl Lens<'_> {
    /// The letters of some bytes, one for each; `None` for a byte that comes from no text, or from a part of a letter.
    pub(super) fn letters(&self, rope: &Rope, bytes: &[u8], start: u64) -> Vec<Option<char>> {
        let spans = rope.spans(start..start + bytes.len() as u64);
        let text = spans.iter().flat_map(|span| {
            let text = self.is_text(span);
            std::iter::repeat_n(text, usize::try_from(span.len()).unwrap_or(0))
        });
        bytes.iter().zip(text).map(|(byte, text)| text.then(|| letter(*byte)).flatten()).collect()
    }

    /// The text that a number was read from, in quotes, with dots for bytes of it that are no letters; nothing where
    /// none of its bytes comes from a text.
    pub(super) fn read_text(&self, place: &Place) -> Option<String> {
        let Place::Nodes { part, segment, nodes } = place else { return None };
        let trace = part.record(*segment, self.budget).ok()?;
        let [node] = nodes[..] else { return None };
        if trace.nodes[trace.unnamed(node) as usize].op != Op::Read || self.hides(place) {
            return None;
        }
        let leaves: Option<Vec<Span>> =
            place.operands(self.budget).ok()?.into_iter().map(|operand| operand.leaf).collect();
        let leaves = leaves?;
        let mut text = String::new();
        for span in &leaves {
            let is_text = self.is_text(span);
            let bytes = span.to_vec().ok()?;
            text.extend(bytes.iter().map(|byte| letter(*byte).filter(|_| is_text).unwrap_or('·')));
        }
        let whole = text.chars().count() == trace.bytes(node).len();
        (whole && leaves.iter().any(|span| self.is_text(span))).then(|| format!("\"{text}\""))
    }

    /// Whether bytes are a learner's text, or one that stands in a formula.
    fn is_text(&self, span: &Span) -> bool {
        match &span.origin {
            Origin::Input(cell) => {
                let given = self.sheet.cell(cell.as_str()).and_then(|cell| cell.given());
                given.is_some_and(|value| value.kind() == Type::Text)
            }
            Origin::Constant(name) => name.starts_with('"'),
            Origin::Repeated(rope) => rope.all().iter().all(|span| self.is_text(span)),
            Origin::Length(_)
            | Origin::Padding(_)
            | Origin::Part(_)
            | Origin::Argument { .. }
            | Origin::Named { .. }
            | Origin::Reversed(_) => false,
        }
    }
}

fn letter(byte: u8) -> Option<char> {
    Some(char::from(byte)).filter(|letter| letter.is_ascii_graphic() || *letter == ' ')
}
