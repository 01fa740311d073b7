//! Fields of what was taken apart, with their places in the pasted text.

use super::layer::{Layer, is_readable};
use crate::run::origin::roots;
use crate::run::{Body, Budget, Origin, Place, Rope, Run, Source, Span, Value};
use num_traits::ToPrimitive;
use std::ops::Range;

/// The most fields that are told of one artefact.
pub const MOST_FIELDS: usize = 256;
/// The name of the runs that hold fields.
const FIELDS: &str = "fields";
/// The name of the runs that are a field of DER, and hold those that lie in it.
const ELEMENT: &str = "element";

/// A field.
#[derive(Clone, Debug)]
pub struct Field {
    /// Its name; of a field within another, behind that one's and a slash.
    pub name: String,
    /// The bytes of the pasted text that it was read from.
    pub at: Range<u64>,
    /// Its value.
    pub value: Value,
    /// How it is written there, where that needs a word.
    pub written: String,
}

/// The places of values in the pasted text.
pub(super) struct Places<'a> {
    /// The cell of the pasted text.
    pub text: &'a str,
    /// How many bytes stand before it, which are no part of the cell.
    pub before: u64,
    /// All of what lies around, where places inside are not places in the text.
    pub whole: Option<Range<u64>>,
    /// The layer, where it is a text.
    pub layer: Option<Rope>,
    pub budget: &'a Budget<'a>,
}
impl Places<'_> {
    /// The bytes of the text that bytes come from, from the first to the last.
    pub fn of(&self, rope: &Rope) -> Option<Range<u64>> {
        if let Some(whole) = &self.whole {
            return Some(whole.clone());
        }
        if rope.is_empty() {
            return None;
        }
        let first = self.one(&rope.slice(0..1))?;
        let last = self.one(&rope.slice(rope.len() - 1..rope.len()))?;
        Some(first.start.min(last.start) + self.before..first.end.max(last.end) + self.before)
    }
    fn one(&self, rope: &Rope) -> Option<Range<u64>> {
        if let [span] = rope.all()
            && let Origin::Input(at) = &span.origin
        {
            return (at.as_str() == self.text).then(|| span.range.clone());
        }
        let found = roots(&Place::Value(Value::Bytes(rope.clone())), self.budget).ok()?;
        let (_, ranges) = found.inputs.iter().find(|(at, _)| at.as_str() == self.text)?;
        Some(ranges.first()?.start..ranges.last()?.end)
    }
}

/// The fields of a run: those of its runs that hold fields, outermost first.
pub(super) fn fields(run: &Run, places: &Places) -> Vec<Field> {
    let mut out = vec![];
    for item in &run.items {
        if let Body::Run(inner) = &item.body
            && inner.function == FIELDS
        {
            let before = if item.name == FIELDS { String::new() } else { format!("{}/", item.name) };
            within(inner, &before, places, &mut out);
        }
    }
    out
}
fn within(run: &Run, before: &str, places: &Places, out: &mut Vec<Field>) {
    for item in &run.items {
        if out.len() >= MOST_FIELDS {
            return;
        }
        let is_element = matches!(&item.body, Body::Run(inner) if inner.function == ELEMENT);
        if run.function == ELEMENT && !is_element {
            continue;
        }
        let name = format!("{before}{}", item.label());
        let (read, value, written) = match &item.body {
            Body::Run(inner) if inner.function == FIELDS => {
                within(inner, &format!("{name}/"), places, out);
                continue;
            }
            Body::Run(inner) => {
                let written = inner.choices.first().map_or(String::new(), |choice| choice.answer.clone());
                let Some(read) = inner.inputs.first().and_then(|(_, value)| value.rope()).cloned() else { continue };
                (read, inner.result.clone(), written)
            }
            Body::Bytes { rope, .. } => (rope.clone(), Value::Bytes(rope.clone()), String::new()),
            Body::Part(part) => (Rope::output(part), Value::Bytes(Rope::output(part)), String::new()),
        };
        let end = out.last().map_or(places.before, |field| field.at.end);
        let at = places.of(&read).unwrap_or(end..end);
        // What stands in a text as it is, is a text.
        let value = match value {
            Value::Bytes(rope) if stands(&rope, places) || writes_a_text(&rope, &written) => Value::Text(rope),
            other => other,
        };
        out.push(Field { name: name.clone(), at, value, written });
        if let (true, Body::Run(inner)) = (is_element, &item.body) {
            within(inner, &format!("{name}/"), places, out);
        }
    }
}
/// Whether bytes that were decoded are a text: so many that it is no accident.
fn writes_a_text(rope: &Rope, written: &str) -> bool {
    const LEAST: u64 = 8;
    !written.is_empty() && rope.len() >= LEAST && rope.to_vec().is_ok_and(|bytes| is_readable(&bytes))
}
/// Whether bytes stand in a layer that is a text as they are, and can be read.
fn stands(rope: &Rope, places: &Places) -> bool {
    let Some(layer) = &places.layer else { return false };
    let there = |span: &Span| layer.all().iter().any(|of| of.is_beside(span));
    rope.all().iter().all(there) && rope.to_vec().is_ok_and(|bytes| is_readable(&bytes))
}

/// The things that a judgement looks at.
pub struct Seen<'a> {
    /// The layer.
    pub layer: &'a Layer<'a>,
    /// Its fields.
    pub fields: &'a [Field],
    /// Values to check with.
    pub with: &'a super::With,
}
impl Seen<'_> {
    /// The field of a name.
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }
    /// A field that is a number.
    pub fn number(&self, name: &str) -> Option<u64> {
        self.field(name)?.value.to_int().ok()??.to_u64()
    }
    /// The bytes of a field.
    pub fn bytes(&self, name: &str) -> Option<Vec<u8>> {
        self.field(name)?.value.rope()?.to_vec().ok()
    }
    /// The text of a field.
    pub fn text(&self, name: &str) -> Option<String> {
        String::from_utf8(self.bytes(name)?).ok()
    }
}
