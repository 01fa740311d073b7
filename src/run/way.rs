//! The way of a value: what it was computed from, and that from what, back to bytes that somebody gave.
//!
//! A [`Way`] is a tree that grows where somebody looks. What only carries the same number on is folded into one branch:
//! names within a segment one by one (`h[11]`, which is `g[10]`, `f[9]`, `e[8]`), a name that segment after segment
//! hands on as a stretch. Nothing is computed twice: a branch that stands further up already is named there, and ends
//! here.

use super::headline::headline;
use super::{Budget, Error, Operand, Origin, Part, Place, Span};
use crate::num::{Op, Trace, formula_name};
use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap};
use std::sync::Arc;

/// The most branches that one tree has.
pub const MAX_BRANCHES: usize = 4_000;
/// How many branches are looked into for the way to an input.
const REACH: usize = 800;
/// After how many segments it is told how fast the way goes back.
const PACE: u64 = 32;
/// How many times one number may be handed on within one branch.
const HANDED_ON: usize = 512;

/// The tree, its root first.
pub struct Way {
    branches: Vec<Branch>,
}

/// How early a value was computed: its part, its segment, its node.
type Age = (usize, u64, u32);

/// How fast a way goes back through the segments of one part.
#[derive(Default)]
struct Pace {
    part: usize,
    /// The segment in which it came to the part, and how many branches were looked into before.
    from: (u64, usize),
}

/// One value on the way.
pub struct Branch {
    /// Its name in the formula.
    pub operand: Operand,
    /// The branch it is an operand of.
    pub parent: Option<usize>,
    /// How it was handed on unchanged, nearest first.
    pub handed_on: Vec<Handed>,
    /// Whether what it was computed from is seen.
    pub open: bool,
    /// Where it was computed; nothing where the way ends.
    computed: Option<Place>,
    /// The branches it was computed from, once somebody has asked.
    below: Option<Vec<usize>>,
}

/// One number under another name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Handed {
    /// A copy, by its name.
    Copy(String),
    /// The same name in one segment after the other, by the segments nearest and furthest.
    Carried {
        /// The name.
        name: String,
        /// The segment nearest to the value.
        from: String,
        /// The segment furthest back.
        to: String,
    },
}

/// A row of the tree as it is seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its branch.
    pub branch: usize,
    /// For every level above, from the root on, whether another branch follows there; for its own level, too.
    pub follows: Vec<bool>,
    /// Whether the same value stands further up; its branches are there.
    pub again: bool,
}

impl Way {
    /// The way of a value. Only its root is there.
    ///
    /// # Errors
    /// What recording the segments gives.
    pub fn of(name: String, place: Place, budget: &Budget) -> Result<Way, Error> {
        let address = place.address(budget)?;
        let operand = Operand { name, address, next: Some(place.clone()), leaf: None, told: None };
        let root = Branch { operand, parent: None, handed_on: vec![], open: false, computed: Some(place), below: None };
        Ok(Way { branches: vec![root] })
    }

    /// A branch.
    pub fn branch(&self, branch: usize) -> &Branch {
        &self.branches[branch]
    }

    /// Opens a branch. False where nothing lies below, or where the tree is as large as it may be.
    ///
    /// # Errors
    /// What recording the segments gives.
    pub fn open(&mut self, branch: usize, budget: &Budget) -> Result<bool, Error> {
        let open = self.look_below(branch, budget)? > 0;
        self.branches[branch].open = open;
        Ok(open)
    }

    /// Closes a branch. False where it is not open.
    pub fn close(&mut self, branch: usize) -> bool {
        std::mem::replace(&mut self.branches[branch].open, false)
    }

    /// Opens a way from a branch to a byte of an input, past what `hides` hides. It goes back as fast as it can: of all
    /// values that are known, the one computed earliest is looked into next. False where that reaches no input among as
    /// many branches as are looked into, or goes back too slowly to do so; then only the branch itself is open.
    ///
    /// # Errors
    /// What recording the segments gives.
    pub fn reach(&mut self, from: usize, hides: &dyn Fn(&Place) -> bool, budget: &Budget) -> Result<bool, Error> {
        let mut waiting = BinaryHeap::from([Reverse((Age::default(), from))]);
        let mut parts = vec![];
        let mut seen = BTreeSet::new();
        let mut looked = 0;
        let mut pace = Pace::default();
        while let Some(Reverse((age, branch))) = waiting.pop() {
            if self.is_input(branch) {
                let mut above = self.branches[branch].parent;
                while let Some(parent) = above {
                    self.branches[parent].open = true;
                    above = self.branches[parent].parent.filter(|_| parent != from);
                }
                return Ok(true);
            }
            let hidden = self.branches[branch].computed.as_ref().is_some_and(hides);
            let new = self.key(branch).is_none_or(|key| seen.insert(key));
            if looked == REACH || hidden || !new {
                continue;
            }
            if self.branches[branch].computed.is_some() && pace.is_too_slow(age, looked) {
                break;
            }
            looked += 1;
            self.look_below(branch, budget)?;
            for &below in self.branches[branch].below.iter().flatten() {
                waiting.push(Reverse((self.age(below, &mut parts), below)));
            }
        }
        self.open(from, budget)?;
        Ok(false)
    }

    /// The rows that are seen: every open branch with what is below it.
    pub fn rows(&self) -> Vec<Row> {
        let mut rows = vec![];
        let mut shown = BTreeSet::new();
        // The stack holds what is still to be shown, the next on top.
        let mut todo = vec![(0, vec![])];
        while let Some((branch, follows)) = todo.pop() {
            let again = self.key(branch).is_some_and(|key| !shown.insert(key));
            let below = self.branches[branch].below.iter().flatten().filter(|_| self.branches[branch].open && !again);
            let below: Vec<usize> = below.copied().collect();
            for (i, child) in below.iter().enumerate().rev() {
                let deeper = follows.iter().copied().chain([i + 1 < below.len()]).collect();
                todo.push((*child, deeper));
            }
            rows.push(Row { branch, follows, again });
        }
        rows
    }

    /// The operands of a branch, made once. Returns how many there are.
    fn look_below(&mut self, branch: usize, budget: &Budget) -> Result<usize, Error> {
        if let Some(below) = &self.branches[branch].below {
            return Ok(below.len());
        }
        let Some(place) = self.branches[branch].computed.clone() else { return Ok(0) };
        let mut made: Vec<Branch> = vec![];
        for operand in place.operands(budget)? {
            // The bytes of one array come one after the other.
            if made.last().is_none_or(|last| last.operand.address != operand.address) {
                made.push(Branch::of(operand, branch, budget)?);
            }
        }
        made.truncate(MAX_BRANCHES.saturating_sub(self.branches.len()));
        let places = self.branches.len()..self.branches.len() + made.len();
        self.branches.extend(made);
        self.branches[branch].below = Some(places.clone().collect());
        Ok(places.len())
    }

    /// How early a branch was computed: an input before all, then what was computed in the part that was met last.
    fn age(&self, branch: usize, parts: &mut Vec<String>) -> Age {
        let Some((part, segment, nodes)) = self.key(branch) else { return Age::default() };
        let place = parts.iter().position(|known| *known == part).unwrap_or_else(|| {
            parts.push(part);
            parts.len() - 1
        });
        (usize::MAX - place, segment, nodes.first().copied().unwrap_or(0))
    }

    fn is_input(&self, branch: usize) -> bool {
        let leaf = &self.branches[branch].operand.leaf;
        matches!(leaf, Some(Span { origin: Origin::Input(_), .. }))
    }

    /// The key that tells one computed value from another.
    fn key(&self, branch: usize) -> Option<(String, u64, Vec<u32>)> {
        match &self.branches[branch].computed {
            Some(Place::Nodes { part, segment, nodes }) => Some((part.at().to_string(), *segment, nodes.clone())),
            Some(Place::Value(_) | Place::Segment { .. }) | None => None,
        }
    }
}

impl Pace {
    /// Whether a way that goes on as it went so far would end before the first segment of the part.
    fn is_too_slow(&mut self, (part, segment, _): Age, looked: usize) -> bool {
        if part != self.part {
            *self = Pace { part, from: (segment, looked) };
        }
        let (back, took) = (self.from.0.saturating_sub(segment), (looked - self.from.1) as u64);
        back >= PACE && segment.saturating_mul(took) > back.saturating_mul((REACH - looked) as u64)
    }
}

impl Branch {
    /// An operand, and the value that it is a copy of.
    fn of(operand: Operand, parent: usize, budget: &Budget) -> Result<Branch, Error> {
        let mut handed_on: Vec<Handed> = vec![];
        let mut computed = operand.next.clone().filter(|_| operand.leaf.is_none());
        for _ in 0..HANDED_ON {
            let Some(place) = &computed else { break };
            let Some(source) = copied_from(place, budget)? else { break };
            let Some(next) = &source.next else { break };
            hand_on(&mut handed_on, place, next, &source);
            computed = Some(next.clone());
        }
        if let Some(place) = &computed
            && is_constant(place, budget)?
        {
            computed = None;
        }
        Ok(Branch { operand, parent: Some(parent), handed_on, open: false, computed, below: None })
    }

    /// Where the value was computed, behind all copies; nothing where the way ends.
    pub fn computed(&self) -> Option<&Place> {
        self.computed.as_ref()
    }

    /// Whether somebody looked below and found nothing.
    pub fn is_end(&self) -> bool {
        self.computed.is_none() || self.below.as_ref().is_some_and(Vec::is_empty)
    }

    /// The values that this one is a copy of: `= g[10] = f[9] = e[8]`.
    pub fn same(&self) -> String {
        let each = self.handed_on.iter().map(|handed| match handed {
            Handed::Copy(name) => format!("= {name}"),
            Handed::Carried { name, from, to } if from == to => format!("= {name} of {from}"),
            Handed::Carried { name, from, to } => format!("= {name}, carried from {to} to {from}"),
        });
        each.collect::<Vec<_>>().join(" ")
    }

    /// How the value was computed, or what its bytes are; `again` where it stands further up.
    pub fn remark(&self, again: bool, budget: &Budget) -> String {
        match (&self.operand.leaf, self.computed()) {
            (Some(Span { origin: Origin::Input(_), .. }), _) => "your bytes".to_owned(),
            (Some(Span { origin: Origin::Length(_), .. }), _) => "from the length".to_owned(),
            (Some(Span { origin: Origin::Padding(_), .. }), _) => "as its length asks".to_owned(),
            (Some(_), _) | (None, None) => "constant".to_owned(),
            (None, Some(_)) if again => "as above".to_owned(),
            (None, Some(Place::Nodes { part, segment, nodes })) => match (part.record(*segment, budget), nodes.first())
            {
                (Ok(trace), Some(node)) => computation(part, *segment, &trace, *node, &self.operand.name, budget),
                _ => String::new(),
            },
            (None, Some(Place::Value(_) | Place::Segment { .. })) => String::new(),
        }
    }
}

/// How a node was computed: its formula, of a helper's result what the helper was given.
fn computation(part: &Arc<dyn Part>, segment: u64, trace: &Trace, node: u32, name: &str, budget: &Budget) -> String {
    if let Some((scope, _)) = trace.inside(node) {
        let given: Vec<String> = scope.arguments().iter().map(|node| formula_name(trace, *node)).collect();
        return format!("of {}", given.join(", "));
    }
    let formula = headline(part, segment, trace, node, budget);
    if formula == name { String::new() } else { format!("= {formula}") }
}

/// The one value that a number only repeats.
fn copied_from(place: &Place, budget: &Budget) -> Result<Option<Operand>, Error> {
    let Place::Nodes { part, segment, nodes } = place else { return Ok(None) };
    let trace = part.record(*segment, budget)?;
    if !nodes.iter().all(|node| is_copy(&trace, *node)) {
        return Ok(None);
    }
    let mut sources = place.operands(budget)?;
    // Bytes of an input, a constant or a length are an end of their own, to be seen as one.
    let alone = sources.len() == 1 && sources[0].leaf.is_none();
    Ok(sources.pop().filter(|_| alone))
}

fn is_constant(place: &Place, budget: &Budget) -> Result<bool, Error> {
    let Place::Nodes { part, segment, nodes } = place else { return Ok(false) };
    let trace = part.record(*segment, budget)?;
    Ok(nodes.iter().all(|node| trace.nodes[trace.unnamed(*node) as usize].op == Op::Constant))
}

/// Whether a node gives a number another name, or takes it over a border.
fn is_copy(trace: &Trace, node: u32) -> bool {
    let below = |node: u32| trace.nodes[trace.nodes[node as usize].from[0] as usize].op;
    match trace.nodes[node as usize].op {
        Op::Read => true,
        Op::Name => matches!(below(node), Op::Name | Op::Read),
        _ => false,
    }
}

/// Notes that the number at `place` is the one at `next`.
fn hand_on(handed_on: &mut Vec<Handed>, place: &Place, next: &Place, source: &Operand) {
    let (Some((here, at)), Some((there, before))) = (segment(place), segment(next)) else {
        handed_on.push(Handed::Copy(source.address.clone()));
        return;
    };
    if !Arc::ptr_eq(here, there) {
        handed_on.push(Handed::Copy(source.address.clone()));
    } else if at == before {
        handed_on.push(Handed::Copy(source.name.clone()));
    } else {
        let to = short(there, before);
        match handed_on.last_mut() {
            Some(Handed::Carried { name, to: last, .. }) if *name == source.name => *last = to,
            _ => handed_on.push(Handed::Carried { name: source.name.clone(), from: to.clone(), to }),
        }
    }
}

fn segment(place: &Place) -> Option<(&Arc<dyn Part>, u64)> {
    match place {
        Place::Nodes { part, segment, .. } | Place::Segment { part, segment } => Some((part, *segment)),
        Place::Value(_) => None,
    }
}

/// The segment's own name: `block[3]`.
fn short(part: &Arc<dyn Part>, segment: u64) -> String {
    part.segment_at(segment).as_str().rsplit('/').next().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_way_that_goes_back_too_slowly_is_known_soon() {
        let given_up = |segments: u64, each: u64| {
            let mut pace = Pace::default();
            let ages = (0..segments * each).map(|looked| (1, segments - 1 - looked / each, 0));
            (0..REACH).zip(ages).find(|(looked, age)| pace.is_too_slow(*age, *looked)).map(|(looked, _)| looked)
        };
        assert_eq!(given_up(1_000, 1), Some(32));
        assert_eq!(given_up(300, 3), Some(96));
        assert_eq!((given_up(750, 1), given_up(250, 3), given_up(20, 40)), (None, None, None));
    }

    #[test]
    fn a_number_that_block_after_block_hands_on_is_one_stretch() {
        let operand = Operand { name: "x".into(), address: String::new(), next: None, leaf: None, told: None };
        let mut branch = Branch::of(operand, 0, &Budget::none()).unwrap();
        branch.handed_on = vec![
            Handed::Copy("a".into()),
            Handed::Carried { name: "P[3]".into(), from: "step[7]".into(), to: "step[2]".into() },
        ];
        assert_eq!(branch.same(), "= a = P[3], carried from step[2] to step[7]");
    }
}
