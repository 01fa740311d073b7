//! From an address to the values it names.

use super::address::{Address, Bound, Index as Wanted, Step};
use super::suggest::in_latin;
use super::{Body, Budget, Count, Door, Error, Grid, Item, Part, Path, Rope, Run, Source, Value, arithmetic};
use crate::num::naming::{OPERATION, beside, numbered};
use crate::num::{Index, Node, Op, Trace};
use std::collections::BTreeSet;
use std::sync::Arc;

pub use crate::num::naming::{helpers, label_of, label_of_all, operations};

/// Where a value is.
#[derive(Clone)]
pub enum Place {
    /// A value between segments: an argument, named bytes, a result.
    Value(Value),
    /// All that a segment leaves behind.
    Segment {
        /// The part.
        part: Arc<dyn Part>,
        /// The segment, counted from 0.
        segment: u64,
    },
    /// A number inside a segment, or several in a row that share a name.
    Nodes {
        /// The part.
        part: Arc<dyn Part>,
        /// The segment, counted from 0.
        segment: u64,
        /// The nodes of the segment's trace.
        nodes: Vec<u32>,
    },
}

/// A value and its address.
#[derive(Clone)]
pub struct Found {
    /// The address, without the cell it was asked of.
    pub address: String,
    /// Where the value is.
    pub place: Place,
}

impl Place {
    /// Bytes between segments.
    pub fn bytes(rope: Rope) -> Place {
        Place::Value(Value::Bytes(rope))
    }
    /// The bytes of a string of bytes, or of a text, between segments.
    pub fn string(&self) -> Option<&Rope> {
        match self {
            Place::Value(value) => value.string(),
            Place::Segment { .. } | Place::Nodes { .. } => None,
        }
    }
    /// One byte of a string of several; any other place as it is.
    pub fn at_byte(self, byte: u64) -> Place {
        match self.string().filter(|rope| rope.len() > 1 && byte < rope.len()) {
            Some(rope) => Place::bytes(rope.slice(byte..byte + 1)),
            None => self,
        }
    }
    /// The value: bytes for words, states and strings, an integer for bits, integers and residues.
    pub fn value(&self, budget: &Budget) -> Result<Value, Error> {
        match self {
            Place::Value(value) => {
                value.finish(budget)?;
                Ok(value.clone())
            }
            Place::Segment { part, segment } => {
                let bytes = part.record(*segment, budget)?.border.bytes.clone();
                Ok(Value::Bytes(Rope::named(part, *segment, "", bytes)))
            }
            Place::Nodes { part, segment, nodes } => {
                let trace = part.record(*segment, budget)?;
                let bytes = nodes.iter().flat_map(|n| trace.bytes(*n)).collect();
                let label = label_of_all(&trace, nodes);
                let rope = Rope::named(part, *segment, &label, bytes);
                Ok(match nodes.as_slice() {
                    [node] if trace.is_integer(*node) => {
                        let negative = trace.integer(*node).sign() == num_bigint::Sign::Minus;
                        Value::Int { magnitude: rope, negative }
                    }
                    _ => Value::Bytes(rope),
                })
            }
        }
    }
    /// The value as text, as the public formats write it: a word or bytes in hexadecimal, the rest as integers.
    pub fn text(&self, budget: &Budget) -> Result<String, Error> {
        self.value(budget)?.show(usize::MAX / 8)
    }
    /// The value as bytes, most significant first; what an `x@address` in an expression is, its origin kept.
    pub fn rope(&self, budget: &Budget) -> Result<Rope, Error> {
        Ok(self.value(budget)?.rope().cloned().unwrap_or_default())
    }
}

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
        let mut finder = Finder { limit, budget, out: vec![], operation: address.operation };
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
    let mut finder = Finder { limit: 1, budget, out: vec![], operation: address.operation };
    finder.segment(part, segment, &address.steps, "")?;
    match finder.out.pop().map(|f| f.place) {
        Some(Place::Nodes { nodes, .. }) => Ok(nodes),
        _ => Ok(vec![]),
    }
}

struct Finder<'a> {
    limit: usize,
    budget: &'a Budget<'a>,
    out: Vec<Found>,
    operation: Option<u32>,
}
type Done = Result<(), Error>;

fn under(at: &str, name: &str) -> String {
    if at.is_empty() { name.to_string() } else { format!("{at}/{name}") }
}
/// The name that was meant instead, or all there are.
fn instead<'a>(word: &str, names: impl Iterator<Item = &'a str> + Clone) -> String {
    match super::suggest::did_you_mean(word, names.clone()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("there are: {}", names.collect::<Vec<_>>().join(", ")),
    }
}

impl Finder<'_> {
    fn push(&mut self, address: String, place: Place) -> Done {
        if self.out.len() == self.limit && self.limit > 1 {
            return Err(Error::Limit(format!("more than {} values match; ask for fewer", self.limit)));
        }
        self.out.push(Found { address, place });
        Ok(())
    }
    fn nothing_below(&self, at: &str, steps: &[Step]) -> Done {
        match (steps.first(), self.operation) {
            (Some(step), _) => Err(Error::missing(format!("`{at}` is plain bytes; there is no `{}` below", step.name))),
            (None, Some(_)) => Err(Error::missing(format!("`{at}` is plain bytes; it has no operations"))),
            (None, None) => Ok(()),
        }
    }

    fn run(&mut self, run: &Run, steps: &[Step], at: &str) -> Done {
        let Some((step, rest)) = steps.split_first() else {
            self.nothing_below(at, &[])?;
            return self.push(at.to_string(), Place::Value(run.result.clone()));
        };
        if step.name == "in" && step.indices.is_empty() {
            return self.input(run, rest, at);
        }
        let items: Vec<&Item> = run.items.iter().filter(|i| i.name == step.name).collect();
        if items.is_empty() {
            let mut names = run.names();
            if let Some((place, part)) = run.own().filter(|(_, part)| part.segments() > 0) {
                // The first segment may begin from what the others call or compute.
                for segment in (0..part.segments()).take(2) {
                    let trace = part.record(segment, self.budget)?;
                    let labels = || trace.names().into_iter().chain(trace.calls.iter().map(|call| call.name));
                    if labels().any(|label| label == step.name) {
                        return self.part(&run.items[place], part, &[], steps, at);
                    }
                    names.extend(labels().map(String::from));
                }
                let mut seen = BTreeSet::new();
                names.retain(|name| seen.insert(name.clone()));
            }
            return Err(Error::missing(format!("there is no `{}` in {}", step.name, run.function))
                .hint(instead(&step.name, names.iter().map(String::as_str))));
        }
        for item in items {
            match (item.number, step.indices.split_first()) {
                (None, _) => self.item(item, step, rest, at)?,
                (Some(number), Some((wanted, below))) => {
                    let last = run.items.iter().filter(|i| i.name == step.name).filter_map(|i| i.number).max();
                    let first = run.items.iter().filter(|i| i.name == step.name).filter_map(|i| i.number).min();
                    let (first, last) = (first.unwrap_or(0), last.unwrap_or(0));
                    if wanted.matches(number, first, last - first + 1) {
                        let at = under(at, &format!("{}[{number}]", step.name));
                        self.body(item, below, rest, &at)?;
                    }
                }
                (Some(_), _) => return Err(Error::missing(format!("`{}` wants one index", under(at, &step.name)))),
            }
        }
        Ok(())
    }
    fn input(&mut self, run: &Run, steps: &[Step], at: &str) -> Done {
        let names = || run.inputs.iter().map(|(n, _)| *n);
        let Some((step, rest)) = steps.split_first() else {
            return Err(Error::missing("`in` wants the name of a parameter").hint(instead("", names())));
        };
        let found = run.inputs.iter().find(|(n, _)| *n == step.name).ok_or_else(|| {
            Error::missing(format!("{} has no parameter `{}`", run.function, step.name))
                .hint(instead(&step.name, names()))
        })?;
        let at = under(at, &format!("in/{}", step.name));
        self.nothing_below(&at, rest)?;
        match step.indices.is_empty() {
            true => self.push(at, Place::Value(found.1.clone())),
            false => Err(Error::missing(format!("`{at}` has no index; a slice is written ({at})[0..4]"))),
        }
    }
    fn item(&mut self, item: &Item, step: &Step, rest: &[Step], at: &str) -> Done {
        self.body(item, &step.indices, rest, &under(at, &step.name))
    }
    fn body(&mut self, item: &Item, indices: &[Wanted], rest: &[Step], at: &str) -> Done {
        match (&item.body, indices) {
            (Body::Run(run), []) => self.run(run, rest, at),
            (Body::Run(_), _) => Err(Error::missing(format!("`{at}` has no index"))),
            (Body::Bytes { rope, .. }, []) => {
                self.nothing_below(at, rest)?;
                self.push(at.to_string(), Place::bytes(rope.clone()))
            }
            (Body::Bytes { rope, width }, [wanted]) if *width > 0 => {
                self.nothing_below(at, rest)?;
                let count = rope.len() / width;
                let range = wanted.select(0, count);
                if range.is_empty() && !wanted.is_pattern() {
                    return Err(Error::missing(format!("`{at}` has {count} entries, numbered from 0")));
                }
                for i in range {
                    self.push(format!("{at}[{i}]"), Place::bytes(rope.slice(i * width..(i + 1) * width)))?;
                }
                Ok(())
            }
            (Body::Bytes { .. }, _) => Err(Error::missing(format!("`{at}` has no such index"))),
            (Body::Part(part), _) => self.part(item, part, indices, rest, at),
        }
    }
    fn part(&mut self, item: &Item, part: &Arc<dyn Part>, indices: &[Wanted], rest: &[Step], at: &str) -> Done {
        let segments = part.segments();
        match (part.count(), indices) {
            (_, []) if rest.is_empty() && self.operation.is_none() => {
                self.push(at.to_string(), Place::bytes(Rope::output(part)))
            }
            (Count::Single, []) => self.segment(part, 0, rest, at),
            (Count::Labels { first, each }, []) => {
                let Some(step) = rest.first() else {
                    return Err(Error::missing(format!("`{at}` has no operations of its own; they follow a label")));
                };
                let wanted = step.indices.first().copied().unwrap_or(Wanted::Any);
                let mut past = None;
                for number in wanted.select(first, segments * each) {
                    let segment = (number - first) / each;
                    if past != Some(segment) {
                        past = Some(segment);
                        self.segment(part, segment, rest, at)?;
                    }
                }
                match past {
                    None if !wanted.is_pattern() => Err(Error::missing(format!(
                        "`{}` is numbered from {first} to {}",
                        under(at, &step.name),
                        first + segments * each - 1
                    ))),
                    _ => Ok(()),
                }
            }
            (Count::Up(_) | Count::Down(_), [wanted]) => {
                let lowest = part.count().number(0).min(part.count().number(segments.saturating_sub(1)));
                let range = wanted.select(lowest, segments);
                if range.is_empty() && !wanted.is_pattern() {
                    return Err(self.no_segment(item, part, *wanted, at));
                }
                // A pattern over a million segments stops at the limit, long before they are all recorded.
                for number in range {
                    let Some(segment) = part.count().segment(number) else { continue };
                    self.segment(part, segment, rest, &format!("{at}[{number}]"))?;
                }
                Ok(())
            }
            (Count::Grid(grid), [_, _, _]) => {
                for [pass, lane, column] in grid.select(indices, segments) {
                    let Some(segment) = grid.segment([pass, lane, column]) else { continue };
                    self.segment(part, segment, rest, &format!("{at}[{pass}][{lane}][{column}]"))?;
                }
                let pattern = indices.iter().any(|index| index.is_pattern());
                let none = !pattern && grid.select(indices, segments).next().is_none();
                if none { Err(Error::missing(format!("`{at}` has {}", of_grid(grid, segments)))) } else { Ok(()) }
            }
            (Count::Grid(grid), _) => Err(Error::missing(format!(
                "`{at}` wants a pass, a lane and a column, {at}[0][0][0]: it has {}",
                of_grid(grid, segments)
            ))),
            (Count::Up(_) | Count::Down(_), []) => {
                Err(Error::missing(format!("`{at}` wants a number: {at}[{}]", part.count().number(0))))
            }
            _ => Err(Error::missing(format!("`{at}` has no index of its own"))),
        }
    }
    fn no_segment(&self, item: &Item, part: &Arc<dyn Part>, wanted: Wanted, at: &str) -> Error {
        let n = part.segments();
        let noun = if n == 1 { "segment" } else { "segments" };
        let numbers = match n {
            0 => String::new(),
            1 => format!(", numbered {}", part.count().number(0)),
            _ => format!(", {} to {}", part.count().number(0), part.count().number(n - 1)),
        };
        let error = Error::missing(format!("`{at}` has {n} {noun} here{numbers}"));
        match (item.needs, wanted) {
            (Some(needs), Wanted::One(Bound::At(number))) => match part.count().segment(number) {
                Some(segment) => error.hint(needs(segment.saturating_add(1))),
                None => error,
            },
            _ => error,
        }
    }
    fn segment(&mut self, part: &Arc<dyn Part>, segment: u64, steps: &[Step], at: &str) -> Done {
        let Some((step, rest)) = steps.split_first() else {
            return match self.operation {
                None => self.push(at.to_string(), Place::Segment { part: part.clone(), segment }),
                Some(number) => match numbered(&*part.record(segment, self.budget)?, None, number) {
                    Some(node) => {
                        let place = Place::Nodes { part: part.clone(), segment, nodes: vec![node] };
                        self.push(format!("{at}#{number}"), place)
                    }
                    None => {
                        Err(Error::missing(format!("`{at}` is a segment; an operation follows a label, as in T1[0]#2")))
                    }
                },
            };
        };
        let trace = part.record(segment, self.budget)?;
        if let Some(call) =
            trace.calls.iter().position(|c| c.name == step.name && wanted(&step.indices, &[c.index])(&c.index))
        {
            let run = enter(part, segment, &trace, call)?;
            return self.run(&run, rest, &under(at, &format!("{}{}", step.name, trace.calls[call].index)));
        }
        let latin = in_latin(&step.name);
        let name = if trace.indices(&step.name).is_empty() { &latin } else { &step.name };
        let indices = trace.indices(name);
        if indices.is_empty() {
            let names = trace.names();
            return Err(Error::missing(format!("there is no `{}` in `{at}`", step.name))
                .hint(instead(&step.name, names.iter().copied())));
        }
        let before = self.out.len();
        let is_wanted = wanted(&step.indices, &indices);
        for &index in indices.iter().filter(|i| is_wanted(i)) {
            let nodes = trace.find(name, index);
            self.label(part, segment, &trace, nodes, rest, &under(at, &format!("{name}{index}")))?;
        }
        // One index more than the label has is the place of a number in an array.
        if let Some((place, array)) = step.indices.split_last().filter(|_| self.out.len() == before) {
            let is_wanted = wanted(array, &indices);
            for &index in indices.iter().filter(|i| is_wanted(i)) {
                let nodes = trace.find(name, index);
                for k in place.select(0, nodes.len() as u64).filter(|_| nodes.len() > 1) {
                    let at = under(at, &format!("{name}{index}[{k}]"));
                    self.label(part, segment, &trace, vec![nodes[k as usize]], rest, &at)?;
                }
            }
        }
        if self.out.len() == before && !step.indices.iter().any(|i| i.is_pattern()) {
            let (first, last) = (indices[0], indices[indices.len() - 1]);
            return Err(Error::missing(format!("`{at}` has {0}{first} to {0}{last}", step.name)));
        }
        Ok(())
    }
    fn label(
        &mut self,
        part: &Arc<dyn Part>,
        segment: u64,
        trace: &Trace,
        nodes: Vec<u32>,
        rest: &[Step],
        at: &str,
    ) -> Done {
        let place = |nodes| Place::Nodes { part: part.clone(), segment, nodes };
        match (rest, self.operation) {
            ([], None) => self.push(at.to_string(), place(nodes)),
            ([], Some(number)) => {
                let node = numbered(trace, Some(nodes[0]), number).ok_or_else(|| count_of(trace, nodes[0], at))?;
                self.push(format!("{at}#{number}"), place(vec![node]))
            }
            ([step, below @ ..], _) => match way(trace, nodes[0], step) {
                Way::Node(node) => self.label(part, segment, trace, vec![node], below, &under(at, &step.to_string())),
                Way::NoOperation => Err(count_of(trace, nodes[0], at)),
                Way::Elsewhere => {
                    let helpers = helpers(trace, nodes[0]);
                    match arithmetic::opened(part, segment, trace, nodes[0])? {
                        Some(opened) if helpers.is_empty() || self.names(&opened, &step.name)? => {
                            self.segment(&opened, 0, rest, at)
                        }
                        Some(_) | None => {
                            let error = Error::missing(format!("there is no `{}` inside `{at}`", step.name));
                            let scopes = helpers.iter().filter_map(|helper| trace.inside(*helper));
                            let names: Vec<&str> = scopes.map(|(scope, _)| scope.name).collect();
                            Err(if names.is_empty() {
                                error
                            } else {
                                error.hint(instead(&step.name, names.into_iter()))
                            })
                        }
                    }
                }
            },
        }
    }
    /// Whether a part of one segment has a value of this name.
    fn names(&self, part: &Arc<dyn Part>, name: &str) -> Result<bool, Error> {
        Ok(part.record(0, self.budget)?.names().contains(&name))
    }
}

/// How many passes, lanes and columns so many segments make.
fn of_grid(grid: Grid, segments: u64) -> String {
    let counted = |n: u64, noun: &str| format!("{n} {noun}{}", if n == 1 { "" } else { "s" });
    let passes = segments / grid.pass();
    let noun = if passes == 1 { "pass" } else { "passes" };
    format!("{passes} {noun}, {} and {}, numbered from 0", counted(grid.lanes, "lane"), counted(grid.columns, "column"))
}

/// The node that a step below another leads to.
pub(super) enum Way {
    /// A helper, or an operation that is opened itself.
    Node(u32),
    /// An operation that is not there.
    NoOperation,
    /// Neither; perhaps arithmetic over the integers.
    Elsewhere,
}
/// The way of a step from a node: to a helper that it uses, `xtime` and `xtime[1]`, or to one of its operations.
pub(super) fn way(trace: &Trace, node: u32, step: &Step) -> Way {
    let place = match step.indices.as_slice() {
        [] => Some(0),
        [Wanted::One(Bound::At(place))] => Some(*place),
        _ => None,
    };
    if step.name == OPERATION {
        let number = place.and_then(|number| u32::try_from(number).ok());
        return match number.and_then(|number| numbered(trace, Some(node), number)) {
            Some(operation) => Way::Node(operation),
            None => Way::NoOperation,
        };
    }
    let named = |helper: &u32| trace.inside(*helper).is_some_and(|(scope, _)| scope.name == step.name);
    let place = place.and_then(|place| usize::try_from(place).ok());
    match place.and_then(|place| helpers(trace, node).into_iter().filter(named).nth(place)) {
        Some(helper) => Way::Node(helper),
        None => Way::Elsewhere,
    }
}
fn count_of(trace: &Trace, node: u32, at: &str) -> Error {
    let count = operations(trace, node).len() + beside(trace, node).len();
    Error::missing(format!("`{at}` has {count} operations, numbered from 1"))
}

/// Says of a label's index whether it is wanted, among all the indices its name occurs with.
fn wanted(wanted: &[Wanted], all: &[Index]) -> impl Fn(&Index) -> bool {
    let meant = |(k, wanted): (usize, &Wanted)| {
        let there = || all.iter().filter_map(|i| i.iter().nth(k));
        let (first, last) = (there().min().unwrap_or(0), there().max().unwrap_or(0));
        wanted.select(first, last - first + 1)
    };
    let meant: Vec<_> = wanted.iter().enumerate().map(meant).collect();
    move |index| index.iter().count() == meant.len() && index.iter().zip(&meant).all(|(at, range)| range.contains(&at))
}

/// Whether a node is the result of a call that cannot be entered: it comes from all the arguments.
pub(super) fn is_closed(trace: &Trace, node: u32) -> bool {
    let Node { op, from, .. } = trace.nodes[node as usize];
    op == Op::Call && !Door::opens(&trace.calls[from[0] as usize].entrance)
}
/// The run behind a call of a recorded segment.
pub(super) fn enter(part: &Arc<dyn Part>, segment: u64, trace: &Trace, call: usize) -> Result<Run, Error> {
    let c = &trace.calls[call];
    let at: Path = part.segment_at(segment).join(&format!("{}{}", c.name, c.index));
    let argument = |(k, (_, nodes)): (usize, &(&str, Vec<u32>))| {
        let bytes = nodes.iter().flat_map(|n| trace.bytes(*n)).collect();
        Rope::argument(part, segment, call, k, bytes)
    };
    let arguments = c.arguments.iter().enumerate().map(argument).collect();
    Door::open(&c.entrance, &at, arguments).ok_or_else(|| Error::missing(format!("`{at}` cannot be entered")))
}
