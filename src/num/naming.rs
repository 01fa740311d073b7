//! The name of a node below its segment: `T1[12]`, `T1[12]#2`, `T1[12]/Ch`, `mix[0]/xtime[1]#1`.
//!
//! Every node has such a name, and it leads back to that node. A label names itself. The unnamed operations of its
//! expression are numbered in the order in which they were done, `#1`, `#2`, …; a helper goes by its own name, the
//! second of one name by `[1]`, and holds operations and helpers in the same way. A number that only takes a label is
//! found by that label, and an entry of a table by what looked it up.
//!
//! What is left stands in no label's expression, such as the bytes that a number is written as at a border: such nodes
//! are counted on behind the operations of the label that they are made from or, made from none, that was given last;
//! and below a segment without any label, from `#1`.

use super::node::Op;
use super::seats::{Naming, Seat};
use super::trace::Trace;

impl Naming {
    fn of(trace: &Trace) -> Naming {
        let mut naming = Naming { seats: vec![Seat::Free; trace.nodes.len()], ..Naming::default() };
        let mut expression = Expression::default();
        trace.labels.iter().for_each(|label| naming.below(trace, label.node, &mut expression));
        for label in &trace.labels {
            let source = trace.nodes[label.node as usize].from[0];
            if naming.is_free(trace, source) {
                naming.seats[source as usize] = Seat::Copy(label.node);
            }
        }
        // An entry of a table is the number that was looked up.
        for (lookup, n) in (0..).zip(&trace.nodes).filter(|(_, n)| n.op == Op::Lookup) {
            if naming.is_free(trace, n.from[0]) {
                naming.seats[n.from[0] as usize] = Seat::Copy(lookup);
            }
        }
        for node in 0..trace.nodes.len() as u32 {
            if naming.is_free(trace, node) {
                naming.beside(trace, node);
            }
        }
        naming
    }
    fn is_free(&self, trace: &Trace, node: u32) -> bool {
        trace.nodes[node as usize].op != Op::Name && matches!(self.seats[node as usize], Seat::Free)
    }
    /// The operations and helpers of a label, and those of the helpers.
    fn below(&mut self, trace: &Trace, label: u32, expression: &mut Expression) {
        let mut todo = vec![label];
        while let Some(of) = todo.pop() {
            let (root, above) = (computed(trace, of), uses(trace, of));
            if self.is_free(trace, root) || trace.nodes[of as usize].op == Op::Helper {
                expression.read(trace, root);
                expression.operations.sort_unstable();
                for (number, operation) in (1..).zip(&expression.operations) {
                    if self.is_free(trace, *operation) {
                        self.seats[*operation as usize] = Seat::Operation { of, number };
                    }
                }
                if above != root {
                    expression.read(trace, above);
                }
            } else {
                expression.read(trace, above);
            }
            let helpers = &expression.helpers;
            for (at, helper) in helpers.iter().enumerate().filter(|(_, helper)| **helper != of) {
                if self.is_free(trace, *helper) {
                    let same = |other: &&u32| scope(trace, **other) == scope(trace, *helper);
                    let place = helpers[..at].iter().filter(same).count() as u32;
                    self.seats[*helper as usize] = Seat::Helper { of, place };
                    todo.push(*helper);
                }
            }
        }
    }
    /// A node that stands in no label's expression.
    fn beside(&mut self, trace: &Trace, node: u32) {
        let whole = match trace.nodes[node as usize].op {
            Op::Read | Op::Constant | Op::Call => None,
            _ => trace.parents(node).first().and_then(|parent| self.label_above(trace, *parent)),
        };
        let given = trace.labels.partition_point(|label| label.node < node);
        let near = || trace.labels.get(given.saturating_sub(1)).map(|label| label.node);
        self.seats[node as usize] = match whole.or_else(near) {
            Some(of) => {
                let (own, beside) = self.beside.entry(of).or_insert_with(|| (operations(trace, of).len(), vec![]));
                beside.push(node);
                Seat::Operation { of, number: (*own + beside.len()) as u32 }
            }
            None => {
                self.alone.push(node);
                Seat::Alone(self.alone.len() as u32)
            }
        };
    }
    /// The label that a node is found below.
    fn label_above(&self, trace: &Trace, mut node: u32) -> Option<u32> {
        while trace.nodes[node as usize].op != Op::Name {
            node = match self.seats[node as usize] {
                Seat::Operation { of, .. } | Seat::Helper { of, .. } | Seat::Copy(of) => of,
                Seat::Alone(_) | Seat::Free => return None,
            };
        }
        Some(node)
    }
}

fn naming(trace: &Trace) -> &Naming {
    trace.naming.get_or_init(|| Naming::of(trace))
}
fn scope(trace: &Trace, helper: u32) -> &'static str {
    trace.scopes[trace.nodes[helper as usize].from[1] as usize].name
}
/// The last operation of a node's expression.
fn computed(trace: &Trace, node: u32) -> u32 {
    let root = trace.unnamed(node);
    let n = trace.nodes[root as usize];
    if n.op == Op::Helper { n.from[0] } else { root }
}
/// The node whose expression names the helpers that a node uses.
fn uses(trace: &Trace, node: u32) -> u32 {
    let n = trace.nodes[node as usize];
    if matches!(n.op, Op::Name | Op::Helper) { n.from[0] } else { node }
}

/// An expression down to the nearest names. A trace has thousands, which are read one after the other into the same
/// one.
#[derive(Default)]
struct Expression {
    operations: Vec<u32>,
    /// The helpers that it uses, in source order.
    helpers: Vec<u32>,
    /// The nodes that were seen, in order: an expression is short, and a set of its own would take longer than it.
    seen: Vec<u32>,
    todo: Vec<u32>,
}

impl Expression {
    fn of(trace: &Trace, root: u32) -> Expression {
        let mut expression = Expression::default();
        expression.read(trace, root);
        expression
    }
    /// Reads the expression of a node in place of the one before.
    fn read(&mut self, trace: &Trace, root: u32) {
        let Expression { operations, helpers, seen, todo } = self;
        [&mut *operations, helpers, seen].into_iter().for_each(Vec::clear);
        todo.push(root);
        while let Some(node) = todo.pop() {
            match seen.binary_search(&node) {
                Ok(_) => continue,
                Err(place) => seen.insert(place, node),
            }
            match trace.nodes[node as usize].op {
                Op::Name | Op::Helper => {
                    let inner = trace.unnamed(node);
                    if trace.nodes[inner as usize].op == Op::Helper && !helpers.contains(&inner) {
                        helpers.push(inner);
                    }
                }
                Op::Read | Op::Constant | Op::Call => {}
                _ => {
                    operations.push(node);
                    let before = todo.len();
                    trace.each_parent(node, |parent| todo.push(parent));
                    todo[before..].reverse();
                }
            }
        }
    }
}

/// The unnamed operations that make up a node, in the order in which they were done: `#1`, `#2`, …
pub fn operations(trace: &Trace, node: u32) -> Vec<u32> {
    let Expression { mut operations, .. } = Expression::of(trace, computed(trace, node));
    operations.sort_unstable();
    operations
}
/// The nodes that are counted on behind the operations of a label; see the module.
pub fn beside(trace: &Trace, label: u32) -> &[u32] {
    naming(trace).beside.get(&label).map_or(&[], |(_, nodes)| nodes)
}
/// The node that a number below a label or a helper names: `T1[0]#2`; without one, below the segment.
pub fn numbered(trace: &Trace, below: Option<u32>, number: u32) -> Option<u32> {
    let place = (number as usize).checked_sub(1)?;
    let Some(node) = below else { return naming(trace).alone.get(place).copied() };
    let operations = operations(trace, node);
    let further = || beside(trace, node).get(place - operations.len());
    operations.get(place).or_else(further).copied()
}
/// The named helpers that a node uses, in source order; the one that a label stands for comes first.
pub fn helpers(trace: &Trace, node: u32) -> Vec<u32> {
    Expression::of(trace, uses(trace, node)).helpers
}

/// The address of a node below its segment: its label, or the label it belongs to and what it is there.
pub fn label_of(trace: &Trace, node: u32) -> String {
    let (mut at, mut below) = (node, String::new());
    loop {
        if let Some(label) = trace.label(at) {
            return trace.written(label) + &below;
        }
        at = match naming(trace).seats[at as usize] {
            Seat::Operation { of, number } => {
                below = format!("#{number}");
                of
            }
            Seat::Helper { of, place } => {
                let place = if place > 0 { format!("[{place}]") } else { String::new() };
                below = format!("/{}{place}{below}", scope(trace, at));
                of
            }
            Seat::Copy(of) => of,
            Seat::Alone(number) => return format!("#{number}"),
            Seat::Free => return below,
        };
    }
}
/// The address of some nodes below their segment: of an array its label, of one number see [`label_of`].
pub fn label_of_all(trace: &Trace, nodes: &[u32]) -> String {
    let Some(&first) = nodes.first() else { return String::new() };
    match trace.label(first).filter(|_| nodes.len() > 1) {
        Some(label) => format!("{}{}", label.name, label.index),
        None => label_of(trace, first),
    }
}

/// The step for an operation that something lies below: `much/operation[2]/product` below `much#2`.
pub const OPERATION: &str = "operation";
/// The address of a node below its segment, as the beginning of longer ones.
pub fn label_above(trace: &Trace, node: u32) -> String {
    match label_of(trace, node).split_once('#') {
        Some((label, number)) => format!("{label}/{OPERATION}[{number}]"),
        None => label_of(trace, node),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::num::{Border, Carry, Number, Numbers, Tape};

    #[test]
    fn every_node_has_a_name_of_its_own() {
        let tape = Tape::new();
        let n = &tape;
        let [a, b] = [n.u32("a", (), 1), n.u32("b", (), 2)];
        let twice = |x| Number::helper("twice", [x], |[x]| x + x);
        let sum = (twice(a) ^ twice(b) ^ (a + b)).named("sum", ()).node();
        let third = n.split_u32(a)[2].node();
        let trace = tape.finish(Border::default());
        let mut names: Vec<String> = (0..trace.nodes.len() as u32).map(|node| label_of(&trace, node)).collect();
        // The constants are copied to their labels, and found by them.
        assert_eq!(names[..4], ["a", "a", "b", "b"]);
        assert_eq!(names[4..8], ["sum/twice#1", "sum/twice", "sum/twice[1]#1", "sum/twice[1]"]);
        assert_eq!(names[8..12], ["sum#1", "sum#2", "sum#3", "sum"]);
        assert_eq!(names[12..], ["a#1", "a#2", "a#3", "a#4"]);
        assert_eq!(numbered(&trace, Some(sum), 2), Some(9));
        assert_eq!(numbered(&trace, Some(1), 3), Some(third));
        assert_eq!((numbered(&trace, Some(1), 5), numbered(&trace, None, 1)), (None, None));
        names.sort();
        names.dedup();
        assert_eq!(names.len(), trace.nodes.len() - 2);
    }
}
