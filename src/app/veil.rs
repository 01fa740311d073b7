//! What must not be seen before a question is answered: some values, and all that is computed from them.
//!
//! Hiding errs on the side of too much. A value in a segment hides everything below it there, in all later segments of
//! its part, in every part that reads the part's output, and in the cells computed from that.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::num::Trace;
use crate::run::{Budget, Origin, Part, Place, Rope, Run, Span, Value};

/// What is hidden at present.
#[derive(Clone, Default)]
pub struct Veil {
    cells: BTreeSet<String>,
    /// Parts all of whose segments are hidden, by address.
    parts: BTreeSet<String>,
    nodes: Vec<Tainted>,
}

/// The hidden nodes of one segment; all later segments of the part are hidden whole.
#[derive(Clone)]
struct Tainted {
    part: Arc<dyn Part>,
    segment: u64,
    nodes: Vec<bool>,
}

impl Veil {
    /// Whether nothing is hidden.
    pub fn is_empty(&self) -> bool {
        self.cells.is_empty() && self.parts.is_empty() && self.nodes.is_empty()
    }

    /// What stands in place of a hidden value.
    pub fn mask(&self) -> String {
        "····".to_owned()
    }

    /// Hides a cell and what it is computed by.
    pub fn hide_cell(&mut self, name: &str, run: Option<&Arc<Run>>) {
        self.cells.insert(name.to_owned());
        // The padding of a hidden digest says nothing; the parts that make its result do.
        let made_by = run.and_then(|run| run.result.rope()).map(Rope::all).unwrap_or_default();
        for span in made_by {
            if let Origin::Part(part) = &span.origin {
                self.parts.insert(part.at().to_string());
            }
        }
    }

    /// Hides what is at a place.
    pub fn hide_place(&mut self, place: &Place, budget: &Budget) {
        match place {
            Place::Value(value) => {
                for span in value.rope().map(Rope::all).unwrap_or_default() {
                    if let Origin::Part(part) = &span.origin {
                        self.parts.insert(part.at().to_string());
                    }
                }
            }
            Place::Segment { part, segment } => {
                if let Ok(trace) = part.record(*segment, budget) {
                    let nodes = vec![true; trace.nodes.len()];
                    self.nodes.push(Tainted { part: part.clone(), segment: *segment, nodes });
                }
            }
            Place::Nodes { part, segment, nodes } => {
                if let Ok(trace) = part.record(*segment, budget) {
                    let nodes = downstream(&trace, nodes);
                    self.nodes.push(Tainted { part: part.clone(), segment: *segment, nodes });
                }
            }
        }
    }

    /// Carries the veil over a run: every part that reads something hidden is hidden. True when the result is.
    pub fn spread(&mut self, run: &Run) -> bool {
        if self.is_empty() {
            return false;
        }
        for part in run.parts() {
            let feeds = part.feeds().iter().map(|feed| &feed.rope);
            let hidden = feeds.chain(part.start()).any(|rope| self.hides_spans(rope.all()));
            if hidden {
                self.parts.insert(part.at().to_string());
            }
        }
        self.hides_value(&run.result)
    }

    /// Whether a cell is hidden.
    pub fn hides_cell(&self, name: &str) -> bool {
        self.cells.contains(name)
    }

    /// Whether what is at a place is hidden.
    pub fn hides(&self, place: &Place, budget: &Budget) -> bool {
        if self.is_empty() {
            return false;
        }
        match place {
            Place::Value(value) => self.hides_value(value),
            Place::Segment { part, segment } => match part.record(*segment, budget) {
                Ok(trace) => trace.border.nodes.iter().any(|(_, node)| self.hides_node(part, *segment, *node)),
                Err(_) => true,
            },
            Place::Nodes { part, segment, nodes } => nodes.iter().any(|node| self.hides_node(part, *segment, *node)),
        }
    }

    /// Whether a value is computed from something hidden.
    pub fn hides_value(&self, value: &Value) -> bool {
        match value {
            Value::List(items) => items.iter().any(|item| self.hides_value(item)),
            other => other.rope().is_some_and(|rope| self.hides_spans(rope.all())),
        }
    }

    fn hides_node(&self, part: &Arc<dyn Part>, segment: u64, node: u32) -> bool {
        if self.parts.contains(part.at().as_str()) {
            return true;
        }
        let same = |tainted: &&Tainted| tainted.part.at() == part.at();
        self.nodes.iter().filter(same).any(|tainted| match segment.cmp(&tainted.segment) {
            std::cmp::Ordering::Less => false,
            std::cmp::Ordering::Equal => tainted.nodes.get(node as usize).copied().unwrap_or(true),
            std::cmp::Ordering::Greater => part.start().is_some(),
        })
    }

    fn hides_spans(&self, spans: &[Span]) -> bool {
        spans.iter().any(|span| match &span.origin {
            Origin::Input(cell) => self.cells.contains(cell.as_str()),
            Origin::Constant(_) => false,
            Origin::Length(_) => false,
            Origin::Part(part) => self.hides_output(part),
            Origin::Argument { part, segment, .. } => self.hides_node(part, *segment, u32::MAX),
            Origin::Named { part, segment, .. } => self.hides_node(part, *segment, u32::MAX),
            Origin::Reversed(rope) | Origin::Repeated(rope) => self.hides_spans(rope.all()),
        })
    }

    fn hides_output(&self, part: &Arc<dyn Part>) -> bool {
        self.parts.contains(part.at().as_str()) || self.nodes.iter().any(|tainted| tainted.part.at() == part.at())
    }
}

/// The nodes that are computed from some nodes, and those that only carry the same number under another name.
fn downstream(trace: &Trace, from: &[u32]) -> Vec<bool> {
    let mut tainted = vec![false; trace.nodes.len()];
    for &node in from {
        tainted[trace.unnamed(node) as usize] = true;
        tainted[node as usize] = true;
    }
    for node in 0..trace.nodes.len() as u32 {
        if !tainted[node as usize] {
            let reads = trace.parents(node).into_iter().any(|parent| tainted[parent as usize]);
            tainted[node as usize] = reads;
        }
    }
    tainted
}
