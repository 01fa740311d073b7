//! The way down an address, step by step: runs, pieces, parts, segments, labels.

use super::below::{Way, count_of, enter, wanted, way};
use super::place::{Found, Place};
use crate::num::Trace;
use crate::num::naming::{helpers, numbered};
use crate::run::address::{Bound, Index as Wanted, Step};
use crate::run::suggest::{self, in_latin};
use crate::run::{Body, Budget, Count, Error, Grid, Item, Part, Rope, Run, Source, arithmetic};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Values that an address names, found step by step.
pub(super) struct Finder<'a> {
    limit: usize,
    budget: &'a Budget<'a>,
    pub out: Vec<Found>,
    operation: Option<u32>,
}
type Done = Result<(), Error>;

fn under(at: &str, name: &str) -> String {
    if at.is_empty() { name.to_string() } else { format!("{at}/{name}") }
}
/// The name that was meant instead, or all there are.
fn instead<'a>(word: &str, names: impl Iterator<Item = &'a str> + Clone) -> String {
    match suggest::did_you_mean(word, names.clone()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("there are: {}", names.collect::<Vec<_>>().join(", ")),
    }
}

impl<'a> Finder<'a> {
    pub fn new(limit: usize, budget: &'a Budget<'a>, operation: Option<u32>) -> Finder<'a> {
        Finder { limit, budget, out: vec![], operation }
    }
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

    /// The values that steps name in a run.
    pub fn run(&mut self, run: &Run, steps: &[Step], at: &str) -> Done {
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
        let numbers = || items.iter().filter_map(|item| item.number);
        let (first, last) = (numbers().min().unwrap_or(0), numbers().max().unwrap_or(0));
        for item in &items {
            match (item.number, step.indices.split_first()) {
                (None, _) => self.item(item, step, rest, at)?,
                (Some(number), Some((wanted, below))) => {
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
    /// The values that steps name in a segment.
    pub fn segment(&mut self, part: &Arc<dyn Part>, segment: u64, steps: &[Step], at: &str) -> Done {
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
        let (mut name, mut indices) = (step.name.clone(), trace.indices(&step.name));
        if indices.is_empty() {
            name = in_latin(&name);
            indices = trace.indices(&name);
        }
        if indices.is_empty() {
            let names = trace.names();
            return Err(Error::missing(format!("there is no `{}` in `{at}`", step.name))
                .hint(instead(&step.name, names.iter().copied())));
        }
        let before = self.out.len();
        let is_wanted = wanted(&step.indices, &indices);
        for &index in indices.iter().filter(|i| is_wanted(i)) {
            let nodes = trace.find(&name, index);
            self.label(part, segment, &trace, nodes, rest, &under(at, &format!("{name}{index}")))?;
        }
        // One index more than the label has is the place of a number in an array.
        if let Some((place, array)) = step.indices.split_last().filter(|_| self.out.len() == before) {
            let is_wanted = wanted(array, &indices);
            for &index in indices.iter().filter(|i| is_wanted(i)) {
                let nodes = trace.find(&name, index);
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
