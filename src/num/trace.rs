//! What one segment computed, in order: nodes, labels, and where bytes came in and went out.

use super::node::{Call, Kind, Label, Node, Op, Scope};
use super::seats::{Naming, Readers};
use super::sort_by_key;
use super::{Border, Index, Reading, Selection, Sentence, Wide, Written};
use num_bigint::BigInt;
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::OnceLock;

/// Everything that one segment computed. A node's number is its place in `nodes`, and operands come before results.
#[derive(Debug, Default)]
pub struct Trace {
    /// The operations, in the order in which they were done.
    pub nodes: Vec<Node>,
    /// The names, in the order in which they were given.
    pub labels: Vec<Label>,
    /// Where each `Read` node read.
    pub reads: Vec<(Reading, Range<u64>)>,
    /// The named helpers that were used.
    pub scopes: Vec<Scope>,
    /// The other functions that were used.
    pub calls: Vec<Call>,
    /// Operands of the nodes that have many.
    pub operands: Vec<u32>,
    /// The tables that bits were picked by.
    pub selections: Vec<&'static Selection>,
    /// Sentences on constants, each with its index.
    pub told: Vec<(Sentence, Index)>,
    /// Values too wide for a node.
    pub wide: Wide,
    /// The state that the segment left behind.
    pub border: Border,
    pub(super) sorted: OnceLock<Vec<u32>>,
    pub(super) readers: OnceLock<Readers>,
    pub(super) steps: OnceLock<Vec<Step>>,
    pub(super) naming: OnceLock<Naming>,
    deciders: OnceLock<Vec<Option<u32>>>,
    places: OnceLock<Vec<u32>>,
}

/// A named value of a segment: one number, or the numbers of one array.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Its name.
    pub name: &'static str,
    /// Its index.
    pub index: Index,
    /// Its nodes.
    pub nodes: Vec<u32>,
}

impl Trace {
    /// The nodes that a node was computed from, in source order; not the choice it stands in, see [`Trace::choice`].
    pub fn parents(&self, node: u32) -> Vec<u32> {
        let Node { op, from, .. } = self.nodes[node as usize];
        match op {
            Op::Call | Op::Join => {
                let mut parents = Vec::new();
                self.each_parent(node, |parent| parents.push(parent));
                parents
            }
            _ => from[..op.arity()].to_vec(),
        }
    }
    /// The bit that decided that this node was computed at all: of the innermost choice whose taken side it stands in.
    pub fn choice(&self, node: u32) -> Option<u32> {
        let deciders = self.deciders.get_or_init(|| {
            let choices: Vec<(u32, &Node)> = (0..).zip(&self.nodes).filter(|(_, n)| n.op == Op::Choice).collect();
            let mut deciders = vec![None; if choices.is_empty() { 0 } else { self.nodes.len() }];
            // The inner one comes first.
            for (choice, n) in choices {
                deciders[n.from[2] as usize..choice as usize].iter_mut().for_each(|bit| *bit = bit.or(Some(n.from[0])));
            }
            deciders
        });
        deciders.get(node as usize).copied().flatten()
    }
    /// A walk over the nodes that a node was computed from, as [`Trace::parents`] lists them.
    pub fn each_parent(&self, node: u32, mut f: impl FnMut(u32)) {
        let Node { op, from, .. } = &self.nodes[node as usize];
        match op {
            Op::Call => self.calls[from[0] as usize].arguments.iter().flat_map(|(_, nodes)| nodes).copied().for_each(f),
            Op::Join => self.operands[from[0] as usize..][..from[1] as usize].iter().copied().for_each(f),
            _ => from[..op.arity()].iter().for_each(|parent| f(*parent)),
        }
    }
    /// The nodes that were computed from a node, in order. Of a call's result the first byte stands for all of them:
    /// each was computed from everything the call was given.
    pub fn users(&self, node: u32) -> &[u32] {
        let count = self.nodes.len();
        let stands = |node: &u32| {
            let Node { op, from, .. } = self.nodes[*node as usize];
            op != Op::Call || self.calls[from[0] as usize].output.start == *node
        };
        let each = |f: &mut dyn FnMut(u32, u32)| {
            (0..count as u32).filter(stands).for_each(|node| self.each_parent(node, |read| f(read, node)));
        };
        self.readers.get_or_init(|| Readers::of(count, each)).of_node(node)
    }
    /// The nodes that read any of these bytes, in order.
    pub fn readers(&self, from: Reading, bytes: &Range<u64>) -> Vec<u32> {
        let reads = |n: &Node| {
            n.op == Op::Read && {
                let (reading, range) = &self.reads[n.from[0] as usize];
                *reading == from && range.start < bytes.end && bytes.start < range.end
            }
        };
        (0..).zip(&self.nodes).filter(|(_, n)| reads(n)).map(|(i, _)| i).collect()
    }
    /// Where a node reads, if it is a read.
    pub fn read(&self, node: u32) -> Option<&(Reading, Range<u64>)> {
        let n = self.nodes[node as usize];
        (n.op == Op::Read).then(|| &self.reads[n.from[0] as usize])
    }
    /// The sentence on a constant or on a table's entry, where there is one: "cube root of 41, …".
    pub fn told(&self, node: u32) -> Option<String> {
        let node = self.unnamed(node);
        let n = self.nodes[node as usize];
        match (n.op, self.read(node)) {
            (Op::Constant, _) => self.told.get((n.from[0] as usize).checked_sub(1)?).map(|(says, index)| says(*index)),
            (_, Some((Reading::Table(table), place))) => table.says.map(|says| says(entry(place).into())),
            _ => None,
        }
    }
    /// The label that a node carries.
    pub fn label(&self, node: u32) -> Option<&Label> {
        let n = self.nodes[node as usize];
        (n.op == Op::Name).then(|| &self.labels[n.from[1] as usize])
    }
    /// The nodes called `name[index]`: one for a number, several in a row for an array.
    pub fn find(&self, name: &str, index: Index) -> Vec<u32> {
        let labels = self.named_from_first(name, index);
        labels.take_while(|label| (label.name, label.index) == (name, index)).map(|label| label.node).collect()
    }
    /// One of the nodes called `name[index]`, by its place among them.
    pub fn nth(&self, name: &str, index: Index, place: usize) -> Option<u32> {
        let label = self.named_from_first(name, index).nth(place)?;
        ((label.name, label.index) == (name, index)).then_some(label.node)
    }
    /// The labels in order, from the first called `name[index]` on.
    fn named_from_first(&self, name: &str, index: Index) -> impl Iterator<Item = &Label> {
        let sorted = self.sorted();
        let label = |l: &u32| &self.labels[*l as usize];
        let start = sorted.partition_point(|l| (label(l).name, label(l).index) < (name, index));
        sorted[start..].iter().map(label)
    }
    /// A label as addresses and formulas write it: `T1[12]`, and `SubBytes[5]` for one of the numbers of an array.
    pub fn written(&self, label: &Label) -> String {
        match self.places()[self.nodes[label.node as usize].from[1] as usize].checked_sub(1) {
            Some(k) => format!("{}{}[{k}]", label.name, label.index),
            None => format!("{}{}", label.name, label.index),
        }
    }
    /// The place of each label among those of the same name and index, counted from 1; 0 for one that stands alone.
    fn places(&self) -> &[u32] {
        self.places.get_or_init(|| {
            let mut places = vec![0; self.labels.len()];
            let key = |place: u32| (self.labels[place as usize].index, self.labels[place as usize].name);
            for array in self.sorted().chunk_by(|a, b| key(*a) == key(*b)).filter(|array| array.len() > 1) {
                (1..).zip(array).for_each(|(k, place)| places[*place as usize] = k);
            }
            places
        })
    }
    /// The indices that a name occurs with, in order, each once.
    pub fn indices(&self, name: &str) -> Vec<Index> {
        let sorted = self.sorted();
        let start = sorted.partition_point(|&l| self.labels[l as usize].name < name);
        let same = sorted[start..].iter().map(|&l| self.labels[l as usize]).take_while(|l| l.name == name);
        let mut out: Vec<Index> = same.map(|l| l.index).collect();
        out.dedup();
        out
    }
    /// The names that occur, in the order in which they were first given.
    pub fn names(&self) -> Vec<&'static str> {
        let mut seen = BTreeSet::new();
        self.labels.iter().map(|l| l.name).filter(|n| seen.insert(*n)).collect()
    }
    /// The named values, in the order in which they were computed.
    pub fn steps(&self) -> &[Step] {
        self.steps.get_or_init(|| {
            let step = |labels: &[Label]| Step {
                name: labels[0].name,
                index: labels[0].index,
                nodes: labels.iter().map(|label| label.node).collect(),
            };
            self.named_together().map(step).collect()
        })
    }
    /// The labels of each named value, in the order in which they were computed: one of a number, several of an array.
    pub fn named_together(&self) -> impl Iterator<Item = &[Label]> {
        self.labels.chunk_by(|a, b| (a.index, a.name) == (b.index, b.name))
    }
    /// The places of the labels in order of name and index; equal ones stay in order.
    fn sorted(&self) -> &[u32] {
        self.sorted.get_or_init(|| {
            // Few names, each given at many places in order: dealing them out costs a fraction of sorting them.
            let mut rows: Vec<(&'static str, Vec<u32>)> = vec![];
            // They follow one another in the same order again and again: the one that is next is looked at first.
            let mut next = 0;
            for (place, label) in (0..).zip(&self.labels) {
                let mut from_next = (next..rows.len()).chain(0..next);
                let row = from_next.find(|row| std::ptr::eq(rows[*row].0, label.name)).unwrap_or_else(|| {
                    rows.push((label.name, vec![]));
                    rows.len() - 1
                });
                rows[row].1.push(place);
                next = row + 1;
            }
            sort_by_key(&mut rows, |(name, _)| *name);
            let mut places: Vec<u32> = Vec::with_capacity(self.labels.len());
            for same in rows.chunk_by(|a, b| a.0 == b.0) {
                let start = places.len();
                same.iter().for_each(|(_, row)| places.extend(row));
                let key = |place: &u32| (self.labels[*place as usize].index, *place);
                if !places[start..].is_sorted_by_key(key) {
                    places[start..].sort_unstable_by_key(key);
                }
            }
            places
        })
    }
    /// The inside of a helper's result: its scope, and the nodes from first to last.
    pub fn inside(&self, node: u32) -> Option<(&Scope, Range<u32>)> {
        let node = self.unnamed(node);
        let n = self.nodes[node as usize];
        (n.op == Op::Helper).then(|| {
            let scope = &self.scopes[n.from[1] as usize];
            (scope, scope.first..node)
        })
    }
    /// The node that was computed: goes down through names.
    pub fn unnamed(&self, mut node: u32) -> u32 {
        while self.nodes[node as usize].op == Op::Name {
            node = self.nodes[node as usize].from[0];
        }
        node
    }
    /// The named or read value that a node hands on unchanged under a name of its own.
    pub fn original(&self, node: u32) -> Option<u32> {
        let mut at = node;
        loop {
            match self.copied(at)[..] {
                [from] if from != at => {
                    if self.label(from).is_some_and(|label| label.node == from) || self.read(from).is_some() {
                        return Some(from);
                    }
                    at = from;
                }
                _ => return None,
            }
        }
    }
    /// The nodes that a node has its value from unchanged, or its bytes: names, choices and casts hand a number on.
    pub fn copied(&self, node: u32) -> Vec<u32> {
        let n = self.nodes[node as usize];
        let [a, b, c] = n.from;
        match n.op {
            Op::Name | Op::Helper => vec![a],
            Op::Choice => vec![b],
            Op::Select => vec![if self.nodes[a as usize].value == 1 { b } else { c }],
            Op::Twice => vec![a, b],
            Op::Join => self.parents(node),
            Op::Cast | Op::Rem if self.integer(a) == self.integer(node) => vec![a],
            Op::Read
            | Op::Call
            | Op::Constant
            | Op::Cast
            | Op::Rem
            | Op::Add
            | Op::Sub
            | Op::Mul
            | Op::Neg
            | Op::Div
            | Op::Less
            | Op::Same
            | Op::Inverse
            | Op::Xor
            | Op::And
            | Op::Or
            | Op::Not
            | Op::Rotr(_)
            | Op::Rotl(_)
            | Op::Shr(_)
            | Op::Shl(_)
            | Op::Bit
            | Op::Byte
            | Op::Pick
            | Op::Xtime
            | Op::GfMul
            | Op::Lookup => vec![],
        }
    }
    /// An integer's or a residue's value.
    pub fn integer(&self, node: u32) -> BigInt {
        let n = self.nodes[node as usize];
        match n.kind {
            Kind::Int | Kind::Mod => self.wide.value(n.value),
            Kind::Bit | Kind::U8 | Kind::U32 | Kind::U64 => n.value.into(),
        }
    }
    /// The modulus of a residue.
    pub fn modulus(&self, node: u32) -> Option<BigInt> {
        let n = self.nodes[node as usize];
        (n.kind == Kind::Mod).then(|| self.wide.modulus(n.value))
    }
    /// Whether a node's value is written as a number, not as a string of bytes or a word.
    pub fn is_integer(&self, node: u32) -> bool {
        let n = self.nodes[node as usize];
        match n.kind {
            Kind::Bit | Kind::Int => true,
            Kind::Mod => self.wide.written(n.value) == Written::Integer,
            Kind::U8 | Kind::U32 | Kind::U64 => false,
        }
    }
    /// A node's value as bytes, most significant first: as many as its kind has, an integer's own length. An element of
    /// a field that its specification writes as bytes: those bytes.
    pub fn bytes(&self, node: u32) -> Vec<u8> {
        self.row(&[node])
    }
    /// The bytes of several nodes, one after the other.
    pub fn row(&self, nodes: &[u32]) -> Vec<u8> {
        let mut row = Vec::with_capacity(nodes.len());
        for &node in nodes {
            let n = &self.nodes[node as usize];
            let size = match n.kind {
                Kind::Bit | Kind::U8 => 1,
                Kind::U32 => 4,
                Kind::U64 => 8,
                Kind::Int => {
                    row.extend(self.integer(node).magnitude().to_bytes_be());
                    continue;
                }
                Kind::Mod => {
                    row.extend(self.wide.written(n.value).bytes(&self.integer(node)));
                    continue;
                }
            };
            row.extend_from_slice(&n.value.to_be_bytes()[8 - size..]);
        }
        row
    }
    /// A node's value as text: a word in hexadecimal at its full width, a bit or an integer in decimal.
    pub fn text(&self, node: u32) -> String {
        let n = self.nodes[node as usize];
        match n.kind {
            Kind::Bit => n.value.to_string(),
            Kind::U8 => format!("{:02x}", n.value),
            Kind::U32 => format!("{:08x}", n.value),
            Kind::U64 => format!("{:016x}", n.value),
            Kind::Int => self.integer(node).to_string(),
            Kind::Mod if self.is_integer(node) => self.integer(node).to_string(),
            Kind::Mod => self.bytes(node).iter().map(|b| format!("{b:02x}")).collect(),
        }
    }
}

/// The index of a table's entry at these bytes.
pub(super) fn entry(place: &Range<u64>) -> usize {
    (place.start / (place.end - place.start).max(1)) as usize
}
