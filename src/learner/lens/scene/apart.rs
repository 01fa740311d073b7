//! The text that was taken apart around the place one stands at.

use super::Around;
use super::stretches::{piece, place_in};
use crate::run::{Body, Item, Source};
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
        let above = address.rsplit_once('/').map(|(above, _)| above.to_owned());
        let check = above.and_then(|above| Some((self.run_at(&above)?.check.clone()?.said().ok()?, above)));
        Some(Apart {
            address: address.to_owned(),
            fields: run.items.iter().filter_map(field).collect(),
            standing: check,
        })
    }
}
