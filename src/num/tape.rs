//! The recorder that takes everything: each operation becomes a node of a trace.

use super::callee::Entrance;
use super::node::{Call, Kind, Label, Node, Op, Scope};
use super::plain::Value;
use super::recorded::Recorder;
use super::trace::Trace;
use super::{Border, Index, Selection, Sentence, Window, room};
use std::cell::RefCell;

/// The tape of one segment.
pub struct Tape(RefCell<Trace>);

impl Default for Tape {
    fn default() -> Tape {
        Tape(RefCell::new(room::empty()))
    }
}
impl Tape {
    /// An empty tape.
    pub fn new() -> Tape {
        Tape::default()
    }
    /// An empty tape with room for as much as another one took: segments of a part are alike.
    pub fn like(other: &Trace) -> Tape {
        Tape(RefCell::new(room::like(other)))
    }
    /// Writes a node of a word. Most recording bodies share this one, for size, and what it is given fits into
    /// registers.
    #[inline(never)]
    fn node(&self, (op, kind): (Op, Kind), first: u32, second: u32, third: u32, value: u64) -> u32 {
        written(&mut self.0.borrow_mut(), Node { op, kind, from: [first, second, third], value })
    }
    /// The record, with the state that the segment left behind.
    pub fn finish(self, border: Border) -> Trace {
        let mut trace = self.0.into_inner();
        trace.border = border;
        trace
    }
}
impl Recorder for Tape {
    /// Words are: handed over in memory, what one is computed from would be waited for.
    #[inline(always)]
    fn in_place(kind: Kind) -> bool {
        matches!(kind, Kind::Bit | Kind::U8 | Kind::U32 | Kind::U64)
    }
    #[inline(always)]
    fn push<V: Value>(&self, op: Op, from: [u32; 3], value: &V) -> u32 {
        let kind = V::KIND;
        match value.word() {
            // A round has a hundred of these, and a call for each would take as long as writing it.
            Some(value) if matches!(kind, Kind::U32 | Kind::U64) => {
                written(&mut self.0.borrow_mut(), Node { op, kind, from, value })
            }
            Some(value) => self.node((op, kind), from[0], from[1], from[2], value),
            None => {
                let t = &mut *self.0.borrow_mut();
                let value = value.store(&mut t.wide);
                written(t, Node { op, kind, from, value })
            }
        }
    }
    #[inline(never)]
    fn name(&self, name: &'static str, index: Index, of: u32) -> u32 {
        let t = &mut *self.0.borrow_mut();
        let (node, label) = (t.nodes.len() as u32, t.labels.len() as u32);
        let Node { kind, value, .. } = t.nodes[of as usize];
        t.labels.push(Label { name, index, node });
        t.nodes.push(Node { op: Op::Name, kind, from: [of, label, 0], value });
        node
    }
    #[inline(never)]
    fn scope(&self, name: &'static str, first: u32, arguments: &[u32]) -> u32 {
        let t = &mut *self.0.borrow_mut();
        t.scopes.push(Scope::new(name, first, arguments));
        t.scopes.len() as u32 - 1
    }
    fn next(&self) -> u32 {
        self.0.borrow().nodes.len() as u32
    }
    fn reading(&self, window: &Window) -> u32 {
        let t = &mut *self.0.borrow_mut();
        t.reads.push((window.from, window.at..window.at + window.bytes.len() as u64));
        t.reads.len() as u32 - 1
    }
    fn told(&self, says: Sentence, index: Index) -> u32 {
        let t = &mut *self.0.borrow_mut();
        t.told.push((says, index));
        t.told.len() as u32
    }
    fn operands(&self, operands: impl Iterator<Item = u32>) -> [u32; 2] {
        let t = &mut *self.0.borrow_mut();
        let start = t.operands.len();
        t.operands.extend(operands);
        [start, t.operands.len() - start].map(|n| n as u32)
    }
    fn selection(&self, selection: &'static Selection) -> u32 {
        let t = &mut *self.0.borrow_mut();
        let known = t.selections.iter().position(|known| std::ptr::eq(*known, selection));
        known.unwrap_or_else(|| {
            t.selections.push(selection);
            t.selections.len() - 1
        }) as u32
    }
    fn called(
        &self,
        name: &'static str,
        index: Index,
        arguments: impl Iterator<Item = (&'static str, Vec<u32>)>,
        bytes: u32,
        entrance: impl FnOnce() -> Entrance,
    ) -> u32 {
        let t = &mut *self.0.borrow_mut();
        let first = t.nodes.len() as u32;
        let (arguments, output) = (arguments.collect(), first..first + bytes);
        t.calls.push(Call { name, index, arguments, output, entrance: entrance() });
        t.calls.len() as u32 - 1
    }
}

/// Adds a node, and says which it is.
#[inline(always)]
fn written(t: &mut Trace, node: Node) -> u32 {
    t.nodes.push(node);
    t.nodes.len() as u32 - 1
}

/// The kinds that a trace keeps in a node itself need no room elsewhere.
const _: () = assert!(std::mem::size_of::<Node>() == 24 && matches!(<bool as Value>::KIND, Kind::Bit));
