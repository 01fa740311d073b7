//! The operands of a value in a scene, each with its address.

use std::ops::Range;

use super::Around;
use crate::run::find::label_of;
use crate::run::{Body, Operand, Origin, Place, Run, Source};
use crate::view::picture::{Call, Parent, Scene, Stretch};

impl Around<'_> {
    /// A run as a call that digests what it was fed: a message, and before it the key of an HMAC.
    pub(super) fn call(&self, run: &Run) -> Option<Call> {
        let address = run.at.to_string();
        let has = |name: &str| run.items.iter().find(|item| item.name == name);
        let is_run = |name: &str| has(name).is_some_and(|item| matches!(item.body, Body::Run(_)));
        let spans = |below: &str| self.spans(&format!("/{address}/{below}"));
        let input = match is_run("pad") {
            true => spans("pad/message"),
            false if is_run("inner") && has("key").is_some() => {
                // The key is filled up with zeros, and its block stands before the message.
                let key = spans("key").into_iter().filter(|stretch| stretch.name != "zeros");
                let key = key.map(|stretch| Stretch { name: "key".to_owned(), ..stretch });
                key.chain(spans("inner/pad/message").into_iter().skip(1)).collect()
            }
            false => vec![],
        };
        let name = address.rsplit('/').next().unwrap_or_default().to_owned();
        (!input.is_empty()).then_some(Call { name, address, function: run.function, input })
    }

    /// The operands of the value at a whole address.
    pub(super) fn parents_of(&self, whole: &str) -> Vec<Parent> {
        let place = self.place(whole).ok().filter(|place| !self.lens.covers(place));
        // A call comes from what it was fed.
        if place.is_some()
            && let Some(call) = self.run_at(whole).and_then(|run| self.call(&run))
        {
            let fed = |stretch: &Stretch| Parent {
                name: stretch.name.clone(),
                address: format!("/{}", stretch.below(&self.base)),
            };
            return call.input.iter().map(fed).collect();
        }
        if let Some(Place::Nodes { part, segment, nodes }) = &place
            && let [node] = nodes[..]
            && let Ok(trace) = part.record(*segment, self.lens.budget)
            && let Some(from) = trace.original(node).filter(|from| trace.label(*from).is_some())
        {
            let label = label_of(&trace, from);
            let address = format!("/{}", part.segment_at(*segment).join(&label));
            return vec![Parent { name: label, address }];
        }
        let operands = place.and_then(|place| place.operands(self.lens.budget).ok()).unwrap_or_default();
        let parent = |operand: Operand| match (&operand.leaf, &operand.next) {
            (Some(leaf), None) => {
                let Origin::Input(cell) = &leaf.origin else { return None };
                Some(Parent { name: operand.name, address: self.typed(&cell.to_string(), &leaf.range) })
            }
            // How long a message is lies nowhere, nor do the zeros that its length asks for.
            (Some(leaf), _) if matches!(leaf.origin, Origin::Length(_) | Origin::Padding(_)) => None,
            (_, Some(_)) => Some(Parent { name: operand.name, address: format!("/{}", operand.address) }),
            (None, None) => None,
        };
        operands.into_iter().filter_map(parent).collect()
    }

    /// The address of bytes of an input: of all of them, or of a stretch.
    fn typed(&self, cell: &str, range: &Range<u64>) -> String {
        let value = self.place(cell).and_then(|place| place.value(self.lens.budget));
        let is_all = value.is_ok_and(|value| value.rope().is_some_and(|rope| *range == (0..rope.len())));
        if is_all { format!("/{cell}") } else { format!("/{cell}[{}..{}]", range.start, range.end.saturating_sub(1)) }
    }
}
