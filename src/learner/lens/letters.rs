//! The letters of bytes: only of those that come from a text.

use super::Lens;
use crate::num::Op;
use crate::run::{Place, Rope, Span, Value};

impl Lens<'_> {
    /// The letters of some bytes, one for each; `None` for a byte that comes from no text, or from a part of a letter.
    pub(super) fn letters(&self, value: &Value, rope: &Rope, bytes: &[u8], start: u64) -> Vec<Option<char>> {
        let spans = rope.spans(start..start + bytes.len() as u64);
        let text = spans
            .iter()
            .flat_map(|span| std::iter::repeat_n(self.is_text(value, span), usize::try_from(span.len()).unwrap_or(0)));
        bytes.iter().zip(text).map(|(byte, text)| text.then(|| letter(*byte)).flatten()).collect()
    }

    /// Whether the byte at a place comes from a text.
    pub(super) fn is_of_text(&self, value: &Value, rope: &Rope, at: u64) -> bool {
        rope.spans(at..at + 1).iter().any(|span| self.is_text(value, span))
    }

    fn is_text(&self, value: &Value, span: &Span) -> bool {
        matches!(value, Value::Text(_)) || self.sheet.is_text(span)
    }

    /// The value at a place in a row, with the text that it was read from.
    pub fn row_read(&self, place: &Place) -> String {
        let read = self.read_text(place).map_or_else(String::new, |text| format!("  {text}"));
        self.row(place) + &read
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
            let is_text = self.sheet.is_text(span);
            let bytes = span.to_vec().ok()?;
            text.extend(bytes.iter().map(|byte| letter(*byte).filter(|_| is_text).unwrap_or('·')));
        }
        let whole = text.chars().count() == trace.bytes(node).len();
        (whole && leaves.iter().any(|span| self.sheet.is_text(span))).then(|| format!("\"{text}\""))
    }
}

fn letter(byte: u8) -> Option<char> {
    Some(char::from(byte)).filter(|letter| letter.is_ascii_graphic() || *letter == ' ')
}
