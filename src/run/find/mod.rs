//! From an address to the values it names.

mod below;
mod finder;
mod place;

use super::address::Address;
use super::{Body, Budget, Error, Item, Part, Rope, Run};
use crate::num::naming::numbered;
use std::sync::Arc;

pub(super) use below::{Way, enter, is_closed, wanted, way};
use finder::Finder;
pub use place::{Found, Place};

pub use crate::num::naming::{helpers, label_of, label_of_all, operations};

impl Item {
    /// Its value: its bytes, its part's output, its run's result.
    pub fn place(&self) -> Place {
        match &self.body {
            Body::Bytes { rope, .. } => Place::bytes(rope.clone()),
            Body::Part(part) => Place::bytes(Rope::output(part)),
            Body::Run(run) => Place::Value(run.result.clone()),
        }
    }
}

impl Run {
    /// The values that an address names: one, or for a pattern those that exist, `limit` at most.
    ///
    /// # Errors
    /// [`Error::Missing`] if there is none, with what is there instead; [`Error::Limit`] past `limit`.
    pub fn find(&self, address: &Address, limit: usize, budget: &Budget) -> Result<Vec<Found>, Error> {
        let mut finder = Finder::new(limit, budget, address.operation);
        let pattern = address.is_pattern();
        finder.run(self, &address.steps, "")?;
        match finder.out.is_empty() && !pattern {
            true => Err(Error::missing(format!("there is nothing at `{address}`"))),
            false => Ok(finder.out),
        }
    }
    /// The one value at an address without patterns.
    pub fn at(&self, address: &Address, budget: &Budget) -> Result<Place, Error> {
        let mut found = self.find(address, 1, budget)?;
        found.pop().map(|f| f.place).ok_or_else(|| Error::missing(format!("there is nothing at `{address}`")))
    }
    /// The names that can follow at the top of this run, for completion and for hints.
    pub fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = self.items.iter().map(|i| i.name.clone()).collect();
        names.dedup();
        if !self.inputs.is_empty() {
            names.push("in".into());
        }
        names
    }
}

/// The nodes that an address below a segment names; all that it leaves behind for an empty one.
pub(super) fn in_segment(part: &Arc<dyn Part>, segment: u64, label: &str, budget: &Budget) -> Result<Vec<u32>, Error> {
    if label.is_empty() {
        return Ok(part.record(segment, budget)?.border.nodes.iter().map(|(_, n)| *n).collect());
    }
    if let Some(number) = label.strip_prefix('#') {
        let trace = part.record(segment, budget)?;
        let node = number.parse().ok().and_then(|number| numbered(&trace, None, number));
        return Ok(node.into_iter().collect());
    }
    let address: Address = label.parse().map_err(|_| Error::missing(format!("`{label}` is no address")))?;
    let mut finder = Finder::new(1, budget, address.operation);
    finder.segment(part, segment, &address.steps, "")?;
    match finder.out.pop().map(|f| f.place) {
        Some(Place::Nodes { nodes, .. }) => Ok(nodes),
        _ => Ok(vec![]),
    }
}
