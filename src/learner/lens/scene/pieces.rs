//! The pieces of a run, and which of them, and of what it was given, each is made of.

use super::Around;
use super::stretches::{piece, place_in};
use crate::run::{Body, Item, Origin, Rope, Run, Source, Span};
use crate::view::picture::{Call, Piece};

/// The most pieces of a run that a picture gets: more have no room in any.
const PIECES: usize = 64;

impl Around<'_> {
    /// The calls among the pieces of a run; none where they are too many for a picture.
    pub(super) fn calls_of(&self, run: &Run) -> Vec<Call> {
        if run.items.len() > PIECES {
            return Vec::new();
        }
        let call = |item: &Item| match &item.body {
            Body::Run(inner) => self.call(inner),
            Body::Bytes { .. } | Body::Part(_) => None,
        };
        run.items.iter().filter_map(call).collect()
    }

    /// The pieces of the run one stands in, then its result; none where they are too many for a picture.
    pub(super) fn pieces_of(&self, run: &Run) -> Vec<Piece> {
        if run.items.len() > PIECES {
            return Vec::new();
        }
        let items: Vec<(&Item, Rope)> = run.items.iter().map(|item| (item, piece(&item.body))).collect();
        let whole = run.at.to_string();
        let at = |name: &str| format!("{whole}/{name}");
        // The smallest of the pieces before, else what was given.
        let source = |span: &Span, before: usize| {
            let holds = items[..before].iter().filter(|(_, bytes)| place_in(bytes, span).is_some());
            let smallest = holds.min_by_key(|(_, bytes)| bytes.len()).map(|(item, _)| (item.label(), true));
            smallest.or_else(|| match &span.origin {
                Origin::Input(cell) => Some((cell.to_string(), false)),
                _ => {
                    let given = run
                        .inputs
                        .iter()
                        .find(|(_, value)| value.rope().is_some_and(|rope| place_in(rope, span).is_some()));
                    given.map(|(name, _)| ((*name).to_owned(), false))
                }
            })
        };
        let made_of = |ropes: &[Rope], before: usize| {
            let mut found: Vec<(String, bool)> = Vec::new();
            for span in ropes.iter().flat_map(Rope::all).filter(|span| !span.is_empty()) {
                found.extend(source(span, before).filter(|source| !found.contains(source)));
            }
            found
        };
        let made = |(place, (item, bytes)): (usize, &(&Item, Rope))| Piece {
            name: item.label(),
            address: at(&item.label()),
            function: match &item.body {
                Body::Run(inner) if self.call(inner).is_some() => inner.function,
                Body::Run(_) | Body::Bytes { .. } | Body::Part(_) => "",
            },
            is_call: matches!(item.body, Body::Run(_)),
            len: bytes.len(),
            of: made_of(&reads(&item.body), place),
        };
        let mut pieces: Vec<Piece> = items.iter().enumerate().map(made).collect();
        if let Some(rope) = run.result.rope() {
            pieces.push(Piece {
                name: whole.rsplit('/').next().unwrap_or_default().to_owned(),
                address: whole.clone(),
                function: "",
                is_call: false,
                len: rope.len(),
                of: made_of(std::slice::from_ref(rope), items.len()),
            });
        }
        pieces
    }
}

/// The bytes that a body reads; of a run of many pieces, which read alike, those of the first.
fn reads(body: &Body) -> Vec<Rope> {
    match body {
        Body::Bytes { rope, .. } => vec![rope.clone()],
        Body::Part(part) => part.feeds().iter().map(|feed| feed.rope.clone()).collect(),
        Body::Run(run) => run.items.iter().take(PIECES).flat_map(|item| reads(&item.body)).collect(),
    }
}
