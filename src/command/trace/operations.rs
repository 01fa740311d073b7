//! Every operation: of a run, of a segment, of one value.

use std::sync::Arc;

use crate::command::Failure;
use crate::num::naming::{beside, helpers, label_of_all, operations};
use crate::num::{Op, Trace};
use crate::run::arithmetic;
use crate::run::{Body, Part, Place, Run};

use super::entry::{Entry, Writer};
use super::known::item;
use super::outline;

/// Prints every value of a run, and every operation of every segment; `at` is the run's own address and a slash.
pub fn everything(run: &Run, at: &str, writer: &mut Writer) -> Result<(), Failure> {
    for (name, value) in &run.inputs {
        let place = Place::Value(value.clone());
        writer.outlined(&Entry { at: format!("{at}in/{name}"), place, op: "argument".into() })?;
    }
    for item in &run.items {
        let entry = outline::entry(item, at);
        writer.outlined(&entry)?;
        body(&item.body, &entry.at, writer)?;
    }
    Ok(())
}

fn body(body: &Body, at: &str, writer: &mut Writer) -> Result<(), Failure> {
    match body {
        Body::Bytes { .. } => Ok(()),
        Body::Run(inner) => everything(inner, &format!("{at}/"), writer),
        Body::Part(part) => (0..part.segments()).try_for_each(|segment| segment_inside(part, segment, writer)),
    }
}

/// Prints the operations below a value that was printed itself.
pub fn below(entry: &Entry, run: &Run, writer: &mut Writer) -> Result<(), Failure> {
    match &entry.place {
        Place::Value(_) if entry.at.is_empty() => everything(run, "", writer),
        Place::Value(_) => item(run, &entry.at).map_or(Ok(()), |found| body(found, &entry.at, writer)),
        Place::Segment { part, segment } => segment_inside(part, *segment, writer),
        Place::Nodes { part, segment, nodes } => {
            let trace = writer.wait(|budget| part.record(*segment, budget))?;
            Inside { part, segment: *segment, trace }.under(nodes, &entry.at, writer)
        }
    }
}

/// Every named value of a segment with its operations.
fn segment_inside(part: &Arc<dyn Part>, segment: u64, writer: &mut Writer) -> Result<(), Failure> {
    writer.is_inside(part, true);
    let trace = writer.wait(|budget| part.record(segment, budget))?;
    let inside = Inside { part, segment, trace };
    for step in inside.trace.steps() {
        let at = part.segment_at(segment).join(&label_of_all(&inside.trace, &step.nodes)).to_string();
        inside.operation(&step.nodes, &at, writer)?;
        inside.under(&step.nodes, &at, writer)?;
    }
    Ok(())
}

/// A recorded segment.
struct Inside<'a> {
    part: &'a Arc<dyn Part>,
    segment: u64,
    trace: Arc<Trace>,
}

impl Inside<'_> {
    /// The helpers and the operations that a number is made of. An array is its numbers, which have no names.
    fn under(&self, nodes: &[u32], at: &str, writer: &mut Writer) -> Result<(), Failure> {
        let &[node] = nodes else { return Ok(()) };
        for helper in helpers(&self.trace, node).into_iter().filter(|helper| *helper != node) {
            if let Some((scope, _)) = self.trace.inside(helper) {
                let at = format!("{at}/{}", scope.name);
                self.operation(&[helper], &at, writer)?;
                self.under(&[helper], &at, writer)?;
            }
        }
        let further = beside(&self.trace, node).iter().copied();
        let computed = |node: u32| !matches!(self.trace.nodes[node as usize].op, Op::Read | Op::Constant | Op::Call);
        let all = operations(&self.trace, node).into_iter().chain(further);
        for (i, operation) in all.enumerate().filter(|(_, node)| computed(*node)) {
            self.operation(&[operation], &format!("{at}#{}", i + 1), writer)?;
        }
        self.arithmetic(node, at, writer)
    }

    /// The operations of a residue over the integers.
    fn arithmetic(&self, node: u32, at: &str, writer: &mut Writer) -> Result<(), Failure> {
        let opened = writer.wait(|_| arithmetic::opened(self.part, self.segment, &self.trace, node))?;
        let Some(part) = opened else { return Ok(()) };
        writer.is_inside(&part, true);
        let trace = writer.wait(|budget| part.record(0, budget))?;
        let inside = Inside { part: &part, segment: 0, trace };
        for step in inside.trace.steps() {
            inside.operation(&step.nodes, &format!("{at}/{}{}", step.name, step.index), writer)?;
        }
        Ok(())
    }

    fn operation(&self, nodes: &[u32], at: &str, writer: &mut Writer) -> Result<(), Failure> {
        let place = Place::Nodes { part: self.part.clone(), segment: self.segment, nodes: nodes.to_vec() };
        writer.entry(&Entry { at: at.to_owned(), place, op: String::new() })
    }
}
