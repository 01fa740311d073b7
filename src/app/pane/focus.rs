//! The value one stands on: an operation with its operands, bytes, or a value as text.

use super::subject::{Bytes, Subject};
use crate::learner::lens::{Lens, ROW, VALUE_COLUMNS, WINDOW};
use crate::num::bits;
use crate::run::headline::{called, headline, opened};
use crate::run::{Error, LITERAL, Origin, Place, Source, Span, Value};
use crate::sheet::spot::Spot;
use crate::view::plain::written as whole;
use crate::view::{Room, Shown, View};

/// How much of a value is written, in characters.
const WHOLE: usize = 4096;

pub(super) fn focus(spot: &Spot, view: &'static View, lens: &Lens) -> Result<Subject, Error> {
    let budget = lens.budget;
    let place = spot.place(budget)?;
    let hidden = lens.hides_spot(spot);
    let is_number = matches!(&place, Place::Nodes { nodes, .. } if nodes.len() == 1);
    if hidden && (!is_number || lens.covers(&place)) {
        return Ok(Subject::Hidden);
    }
    let shown = lens.seen(spot, &place)?;
    let read = lens.read_text(&place).map_or_else(String::new, |text| format!("  {text}"));
    match &place {
        Place::Value(value) => value_focus(value, view, shown, spot, lens),
        Place::Segment { .. } => value_focus(&place.value(budget)?, view, shown, spot, lens),
        Place::Nodes { part, segment, nodes } => {
            let trace = part.record(*segment, budget)?;
            let Some(&node) = nodes.first() else { return Ok(Subject::Nothing) };
            if nodes.len() > 1 {
                return value_focus(&place.value(budget)?, view, shown, spot, lens);
            }
            let node = opened(&trace, node);
            let inner = Place::Nodes { part: part.clone(), segment: *segment, nodes: vec![node] };
            let fits = (view.fits)(&shown);
            Ok(Subject::Operation {
                name: called(&trace, node),
                formula: headline(part, *segment, &trace, node, lens.budget),
                operands: lens.operands(&inner)?,
                value: match () {
                    () if hidden => lens.veil.mask(),
                    () if fits && !view.grid => written(view, &shown, lens.numbers(&trace, &[node])) + &read,
                    () => lens.numbers(&trace, &[node]) + &read,
                },
                bits: !hidden && bits::width(&trace, node).is_some(),
                other: (fits && view.grid && !hidden).then_some((view, shown)),
            })
        }
    }
}

fn value_focus(value: &Value, view: &'static View, shown: Shown, spot: &Spot, lens: &Lens) -> Result<Subject, Error> {
    let budget = lens.budget;
    let fits = (view.fits)(&shown);
    let rope = match value {
        Value::Bytes(rope) | Value::Text(rope) => rope,
        Value::Int { .. } | Value::Bool(_) | Value::List(_) => {
            value.finish(budget)?;
            let other = (fits && view.name != "hex").then_some((view, shown));
            return Ok(Subject::Plain { kind: value.kind().phrase(), value: whole(value, WHOLE), other });
        }
    };
    rope.finish(budget)?;
    let len = rope.len();
    let cursor = spot.byte.min(len.saturating_sub(1));
    let start = (cursor / ROW * ROW).saturating_sub(WINDOW / 2);
    let origin = rope.spans(cursor..(cursor + 1).min(len)).first().map(origin).unwrap_or_default();
    let bytes = rope.slice(start..(start + WINDOW).min(len)).to_vec()?;
    let letters = lens.letters(rope, &bytes, start);
    let other = (fits && !matches!(view.name, "hex" | "bits" | "words")).then_some((view, shown));
    let asked = lens.veil.hides_count(len, spot.cell_name());
    Ok(Subject::Bytes(Bytes { len, start, bytes, letters, cursor, origin, bits: view.name == "bits", asked, other }))
}

/// Where a byte comes from, in a few words.
fn origin(byte: &Span) -> String {
    match &byte.origin {
        Origin::Input(cell) => format!("{cell}, byte {}", byte.range.start),
        Origin::Constant(name) if &**name == LITERAL => "as it is written".to_owned(),
        Origin::Constant(name) => name.to_string(),
        Origin::Length(of) => format!("from the length of {of}"),
        Origin::Part(part) => format!("from {}", part.at()),
        Origin::Argument { .. } | Origin::Named { .. } | Origin::Reversed(_) | Origin::Repeated(_) => {
            format!("from {byte}")
        }
    }
}

/// A node's value as a view writes it; as the specification does in the first view.
fn written(view: &View, shown: &Shown, specified: String) -> String {
    match view.name {
        "hex" => specified,
        _ => (view.lines)(shown, Room::wide(VALUE_COLUMNS)).join(" "),
    }
}
