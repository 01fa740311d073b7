//! The text that was taken apart around the place one stands at.

use super::Around;
use super::stretches::{piece, place_in};
use crate::run::{Body, Item, Run, Source};
use crate::view::picture::{Apart, Field};

/// The name of the runs that hold the fields of a text.
const FIELDS: &str = "fields";

impl Around<'_> {
    /// The fields of the nearest run outwards that has some.
    pub(super) fn apart(&self) -> Option<Apart> {
        let ends = self.here.match_indices('/').map(|(at, _)| at).chain([self.here.len()]);
        let found = ends.filter_map(|end| Some((&self.here[..end], self.run_at(&self.here[..end])?)));
        let (address, run) = found.into_iter().find(|(_, run)| run.function == FIELDS)?;
        let text = run.result.rope()?;
        let field = |item: &Item| {
            let (read, written) = match &item.body {
                Body::Run(inner) => {
                    let written = inner.choices.first().map(|choice| choice.answer.clone());
                    (inner.inputs.first()?.1.rope()?.clone(), written)
                }
                body => (piece(body), None),
            };
            let start = place_in(text, read.all().first()?)?;
            let (name, address) = (item.label(), format!("{address}/{}", item.label()));
            Some(Field { name, address, range: start..start + read.len(), written: written.unwrap_or_default() })
        };
        let outer = address.rsplit_once('/').and_then(|(above, _)| Some((above.to_owned(), self.run_at(above)?)));
        let standing = outer.as_ref().and_then(|(above, run)| {
            let check = run.check.as_ref()?;
            let said = check.said().unwrap_or_else(|_| format!("being checked with {}", check.with));
            Some((said, above.clone()))
        });
        let remarks = outer.map_or_else(Vec::new, |(_, run)| remarks(&run));
        let fields = run.items.iter().filter_map(field).collect();
        Some(Apart { address: address.to_owned(), fields, standing, remarks })
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
