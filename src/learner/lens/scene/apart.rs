//! The text that was taken apart around the place one stands at.

use super::Around;
use super::stretches::{piece, place_in};
use crate::run::{Body, Item, Rope, Run, Source, Type};
use crate::view::picture::{Apart, Field, Got, Scene};

/// The name of the runs that hold the fields of a text, and of those that are an element of DER themselves.
const FIELDS: &str = "fields";
const ELEMENT: &str = "element";

/// Whether an item is a field that has a run; of an element only the elements in it are.
fn is_field(outer: &Run, item: &Item) -> bool {
    outer.function != ELEMENT || matches!(&item.body, Body::Run(inner) if inner.function == ELEMENT)
}

impl Around<'_> {
    /// The fields of the nearest run outwards that has some, with those that lie in them.
    pub(super) fn apart(&self) -> Option<Apart> {
        let ends = self.here.match_indices('/').map(|(at, _)| at).chain([self.here.len()]);
        let found = ends.filter_map(|end| Some((&self.here[..end], self.run_at(&self.here[..end])?)));
        let (address, run) = found.into_iter().find(|(_, run)| run.function == FIELDS)?;
        let (text, mut fields) = (run.result.rope()?, vec![]);
        all(text, &run, address, 0, &mut fields);
        let outer = address.rsplit_once('/').and_then(|(above, _)| Some((above.to_owned(), self.run_at(above)?)));
        let standing = outer.as_ref().and_then(|(above, run)| {
            let check = run.check.as_ref()?;
            let said = check.said().unwrap_or_else(|_| format!("being checked with {}", check.with));
            Some((said, above.clone()))
        });
        // A choice leads to the result, and tells it.
        let open = |(above, _): &(String, _)| self.get(&format!("/{above}")) != Got::Hidden;
        let remarks = outer.filter(open).map_or_else(Vec::new, |(_, run)| remarks(&run));
        let is_binary = run.result.kind() == Type::Bytes;
        Some(Apart { address: address.to_owned(), is_binary, len: text.len(), fields, standing, remarks })
    }
}
/// Adds the fields of a run, and below each those that lie in it.
fn all(text: &Rope, run: &Run, address: &str, depth: u16, fields: &mut Vec<Field>) {
    for item in run.items.iter().filter(|item| is_field(run, item)) {
        let (read, inner) = match &item.body {
            Body::Run(inner) => {
                let Some(read) = inner.inputs.first().and_then(|(_, value)| value.rope()) else { continue };
                (read.clone(), Some(&**inner))
            }
            body => (piece(body), None),
        };
        let Some(start) = read.all().first().and_then(|first| place_in(text, first)) else { continue };
        let written = inner.and_then(|inner| inner.choices.first()).map(|choice| choice.answer.clone());
        let (name, address) = (item.label(), format!("{address}/{}", item.label()));
        let head = inner.and_then(head);
        let range = start..start + read.len();
        fields.push(Field { name, address: address.clone(), range, written: written.unwrap_or_default(), depth, head });
        if let Some(inner) = inner.filter(|inner| inner.function == ELEMENT) {
            all(text, inner, &address, depth + 1, fields);
        }
    }
}
/// How many bytes the tag and the length of an element have.
fn head(element: &Run) -> Option<[u64; 2]> {
    if element.function != ELEMENT {
        return None;
    }
    let of = |name: &str| element.items.iter().find(|item| item.name == name).map(|item| &item.body);
    match (of("tag")?, of("length")?) {
        (Body::Bytes { rope: tag, .. }, Body::Run(length)) => {
            Some([tag.len(), length.inputs.first().and_then(|(_, octets)| octets.rope()).map_or(0, Rope::len)])
        }
        _ => None,
    }
}

/// Remarks of a run and of its calls that are out of the ordinary.
fn remarks(run: &Run) -> Vec<String> {
    let calls = run.items.iter().filter_map(|item| match &item.body {
        // Of a comparison the standing says all there is.
        Body::Run(inner) if inner.function != "equal" => Some(&**inner),
        Body::Run(_) | Body::Bytes { .. } | Body::Part(_) => None,
    });
    let noteworthy = calls.flat_map(|call| &call.choices).filter(|choice| choice.answer.starts_with("yes"));
    run.choices.iter().chain(noteworthy).map(|choice| format!("{} {}", choice.question, choice.answer)).collect()
}
