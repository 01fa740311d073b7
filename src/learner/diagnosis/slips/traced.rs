//! The learner's value found among the values that were computed: "That is T2[0]; you were asked for T1[0]."

use std::collections::BTreeSet;
use std::sync::Arc;

use super::super::case::{Case, Veiled};
use super::super::slip::{Diagnosis, Sentence, Slip, UNNAMED};
use super::given::Given;
use crate::num::{Index, Op, Trace, formula};
use crate::run::address::byte_range;
use crate::run::origin::formula_name;
use crate::run::{Body, Budget, Part, Place, Rope, Run, Source, Value};

/// How many operations are recorded in a search, the last segment whole: what takes less than a frame, also in a build
/// for development. That is the segment that was asked about, those beside it, all cells, and then as many segments of
/// their runs from the beginning: nine blocks of SHA-256, and every operation of a toy.
const OPERATIONS: usize = 20_000;
/// How far a value is followed that was handed on unchanged.
const STEPS: u8 = 4;

pub(super) const ROW: Slip = Slip { name: "traced", find };

fn find(case: &Case, budget: &Budget) -> Sentence {
    let Some(given) = Given::read(case.given) else { return Ok(None) };
    if let Some(asked) = case.asked
        && let Place::Nodes { part, segment, nodes } = &asked.place
    {
        let trace = part.record(*segment, budget)?;
        let asked = Asked { part, segment: *segment, nodes, trace: &trace, veiled: case.veiled };
        let near = asked.neighbours(&given);
        if !near.is_empty() {
            let Some(node) = asked.nearest(&near) else { return Ok(None) };
            let at = asked.place(&[node]).address(budget)?;
            let known = known(&asked.place(&[node]), formula_name(&trace, node), &given, case, budget);
            let says = asked.compare(node, known.as_ref().map(|(name, _)| name.as_str()), case);
            let at = known.and_then(|(_, elsewhere)| elsewhere).unwrap_or(at);
            return Ok(Some(Diagnosis { says, given: Some(at) }));
        }
    }
    if !given.is_telling() {
        return Ok(None);
    }
    let found = Search::of(&given, case, budget).through(case);
    let [one] = found.as_slice() else { return Ok(None) };
    let cell = case.asked.map_or("", |asked| first_step(&asked.address));
    let name = Some(words(one, cell)).filter(|name| case.page.shows(name));
    let says = match case.asked {
        Some(asked) => not_asked(name.as_deref(), &words(&asked.address, cell), case),
        None => name.map_or(format!("{UNNAMED}."), |name| format!("That is {name}, which is not what was asked.")),
    };
    Ok(Some(Diagnosis { says, given: Some(one.clone()) }))
}

/// `That is T1[11]; you were asked for T1[12].`, as far as the page and the question name the two.
fn not_asked(name: Option<&str>, asked: &str, case: &Case) -> String {
    let is = name.map_or_else(|| UNNAMED.to_owned(), |name| format!("That is {name}"));
    match case.question.has_all(asked) {
        true => format!("{is}; you were asked for {asked}."),
        false => format!("{is}."),
    }
}

/// The name that the page has for a value: its own, else that of what it was handed on from unchanged, else of what
/// equals it in another part; and where that is.
fn known(place: &Place, own: String, given: &Given, case: &Case, budget: &Budget) -> Option<(String, Option<String>)> {
    if case.page.has(&own) {
        return Some((own, None));
    }
    let cell = case.asked.map_or("", |asked| first_step(&asked.address));
    let mut place = place.clone();
    for _ in 0..STEPS {
        let operands = place.operands(budget).ok()?;
        let [operand] = &operands[..] else { break };
        let name = match byte_range(&operand.address) {
            Some((whole, range)) if operand.leaf.is_some() && range.end == range.start + 1 => {
                format!("byte {} of {whole}", range.start)
            }
            _ => words(&operand.address, cell),
        };
        let is_it = match (&operand.leaf, &operand.next) {
            (Some(leaf), _) => given.is_rope(&leaf.clone().into()),
            (None, Some(next)) => next.value(budget).ok().is_some_and(|value| given.is_value(&value)),
            (None, None) => false,
        };
        if !is_it {
            break;
        }
        if case.page.has(&name) {
            return Some((name, None));
        }
        let Some(next) = operand.next.clone() else { break };
        place = next;
    }
    let mut search = Search::of(given, case, budget);
    let runs = case.sheet.runs();
    runs.iter().filter(|run| given.is_telling() && run.at.as_str() == cell).for_each(|run| search.run(run));
    let named = search.found.into_iter().map(|at| (words(&at, cell), Some(at)));
    named.into_iter().find(|(name, _)| case.page.has(name)).or_else(|| case.page.shows(&own).then_some((own, None)))
}

/// The first step of an address, with its number where it has one.
fn first_step(address: &str) -> &str {
    address.split('/').next().unwrap_or_default()
}

/// A value in words, by its address: `T1[5] in block 0 of twice`. Its cell is named unless it is the one that is spoken
/// of.
fn words(address: &str, spoken_of: &str) -> String {
    let steps: Vec<&str> = address.split('/').collect();
    let of = |cell: &str| if cell == spoken_of { String::new() } else { format!(" of {cell}") };
    match steps[..] {
        [] | [_] => address.to_owned(),
        [cell, "in", parameter] => format!("the {parameter} that goes into {cell}"),
        [cell, .., owner, "in", _] => format!("what the {owner}{} is made from", of(cell)),
        [cell, ref between @ .., last] => {
            let segment = between.iter().rev().find_map(|step| step.strip_suffix(']')?.split_once('['));
            let segment = segment.map(|(name, number)| format!(" in {name} {number}")).unwrap_or_default();
            format!("{last}{segment}{}", of(cell))
        }
    }
}

/// The value that was asked for, and its segment.
struct Asked<'a> {
    part: &'a Arc<dyn Part>,
    segment: u64,
    nodes: &'a [u32],
    trace: &'a Trace,
    veiled: Veiled<'a>,
}

impl Asked<'_> {
    /// The values of the segment that are the learner's, each number once: a short value only where it stands beside
    /// the one that was asked for.
    fn neighbours(&self, given: &Given) -> Vec<u32> {
        let trace = self.trace;
        let wide = given.is_telling();
        let mut seen = BTreeSet::new();
        let mut found = vec![];
        // The result of a helper, or what a formula joins, has a name of its own only in the formula.
        for operand in self.operands() {
            if given.is_nodes(trace, &[operand]) && self.is_open(&[operand]) && seen.insert(trace.unnamed(operand)) {
                found.push(operand);
            }
        }
        for step in trace.steps() {
            let node = step.nodes[0];
            let candidate = step.nodes != self.nodes && (wide || self.is_beside(step.name, step.index));
            let found_here = candidate && given.is_nodes(trace, &step.nodes) && self.is_open(&step.nodes);
            if found_here && seen.insert(trace.unnamed(node)) {
                found.push(node);
            }
        }
        found
    }

    /// Whether no other question hides some numbers of the segment.
    fn is_open(&self, nodes: &[u32]) -> bool {
        !(self.veiled)(None, &self.place(nodes))
    }

    fn place(&self, nodes: &[u32]) -> Place {
        Place::Nodes { part: self.part.clone(), segment: self.segment, nodes: nodes.to_vec() }
    }

    /// Of several equal values the one that is meant: what the asked one is made of, else what stands beside it.
    fn nearest(&self, found: &[u32]) -> Option<u32> {
        let operands = self.operands();
        let beside = |node: &u32| self.trace.label(*node).is_some_and(|label| self.is_beside(label.name, label.index));
        let only = |chosen: Vec<u32>| (chosen.len() == 1).then(|| chosen[0]);
        let chosen = |near: &dyn Fn(&u32) -> bool| only(found.iter().copied().filter(near).collect());
        only(found.to_vec()).or_else(|| chosen(&|node| operands.contains(node))).or_else(|| chosen(&beside))
    }

    fn operands(&self) -> Vec<u32> {
        match self.nodes {
            [node] => formula(self.trace, *node, false).operands(),
            _ => vec![],
        }
    }

    /// Whether a value has the index of the asked one, or its name and the index before or after.
    fn is_beside(&self, name: &str, index: Index) -> bool {
        let Some(label) = self.nodes.first().and_then(|node| self.trace.label(*node)) else { return false };
        let last = |index: Index| index.iter().last();
        let near = match (last(label.index), last(index)) {
            (Some(asked), Some(here)) => asked.abs_diff(here) <= 1,
            _ => false,
        };
        index == label.index || near && name == label.name
    }

    /// `That is T2[0], the sum of Σ0(a) and Maj(a, b, c). T1[0] adds five numbers: h, Σ1(e), …`
    /// `known` is what the page calls the found one.
    fn compare(&self, found: u32, known: Option<&str>, case: &Case) -> String {
        let asked = self.name();
        let short = |node: u32| self.trace.label(node).map(|label| label.name);
        let (Some(&node), Some(name)) = (self.nodes.first().filter(|_| case.page.shows(&asked)), known) else {
            return not_asked(known, &asked, case);
        };
        // The same value of another round needs no formula to tell it apart.
        if short(found).is_some() && short(found) == short(node) {
            return not_asked(known, &asked, case);
        }
        match (sum(self.trace, found), sum(self.trace, node)) {
            (Some(theirs), Some(ours)) => format!(
                "That is {name}, the sum of {}. {asked} adds {} numbers: {}.",
                and(&theirs),
                counted(ours.len()),
                ours.join(", ")
            ),
            (None, Some(ours)) if ours.contains(&formula_name(self.trace, found)) => {
                format!("That is {name}, one of the {} numbers that make {asked}.", counted(ours.len()))
            }
            _ => not_asked(known, &asked, case),
        }
    }

    fn name(&self) -> String {
        match self.nodes {
            [node] => formula_name(self.trace, *node),
            [node, ..] => {
                self.trace.label(*node).map(|label| format!("{}{}", label.name, label.index)).unwrap_or_default()
            }
            [] => self.part.segment_at(self.segment).to_string(),
        }
    }
}

/// The summands of a sum, by name; nothing for what is no sum.
fn sum(trace: &Trace, node: u32) -> Option<Vec<String>> {
    let added = trace.unnamed(node);
    if trace.nodes[added as usize].op != Op::Add {
        return None;
    }
    let formula = formula(trace, node, false);
    let plain = formula.tokens.iter().filter(|token| token.node.is_none()).all(|token| token.text.trim() == "+");
    plain.then(|| formula.tokens.iter().filter(|token| token.node.is_some()).map(|token| token.text.clone()).collect())
}

fn and(names: &[String]) -> String {
    match names.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
        None => String::new(),
    }
}

fn counted(number: usize) -> String {
    const WORDS: [&str; 10] = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
    WORDS.get(number).map_or_else(|| number.to_string(), |word| (*word).to_owned())
}

/// A search through all runs, the nearest segments first, until the budget is spent.
struct Search<'a> {
    given: &'a Given,
    budget: &'a Budget<'a>,
    left: usize,
    /// The addresses of what was found.
    found: Vec<String>,
    asked: Option<&'a Place>,
    veiled: Veiled<'a>,
}

impl<'a> Search<'a> {
    fn of(given: &'a Given, case: &'a Case, budget: &'a Budget) -> Search<'a> {
        let asked = case.asked.map(|asked| &asked.place);
        Search { given, budget, left: OPERATIONS, found: vec![], asked, veiled: case.veiled }
    }

    fn through(mut self, case: &Case) -> Vec<String> {
        if let Some(Place::Nodes { part, segment, .. }) = self.asked {
            // A copy that is carried on is the same value: where it is found first counts.
            let near = [segment.checked_sub(1), segment.checked_add(1)].into_iter().flatten();
            for beside in near.filter(|beside| *beside < part.segments()) {
                self.segment(part, beside);
                if !self.found.is_empty() {
                    return self.found;
                }
            }
        }
        for cell in case.sheet.cells() {
            let value = cell.outcome().map(|outcome| &outcome.value);
            let is_it = value.is_some_and(|value| self.given.is_value(value));
            let veiled = |value: &Value| (self.veiled)(Some(cell.name()), &Place::Value(value.clone()));
            if is_it && !value.is_some_and(veiled) {
                self.found.push(cell.name().to_owned());
            }
        }
        for run in case.sheet.runs() {
            if !self.found.is_empty() {
                break;
            }
            self.run(&run);
        }
        self.found
    }

    /// Whether some bytes are the learner's, and no other question hides them.
    fn is_open_rope(&self, rope: &Rope) -> bool {
        self.given.is_rope(rope) && !(self.veiled)(None, &Place::Value(Value::Bytes(rope.clone())))
    }

    fn run(&mut self, run: &Run) {
        for (name, value) in &run.inputs {
            if value.rope().is_some_and(|rope| self.is_open_rope(rope)) {
                self.found.push(format!("{}/in/{name}", run.at));
            }
        }
        for item in &run.items {
            let at = run.at.join(&item.label());
            match &item.body {
                Body::Bytes { rope, width } => {
                    if self.is_open_rope(rope) {
                        self.found.push(at.to_string());
                    }
                    let given = self.given.bytes.as_ref().map_or(0, |given| given.len() as u64);
                    if *width > 0 && given == *width && rope.len() <= 4096 {
                        let pieces: Vec<String> = (0..rope.len() / width)
                            .filter(|i| self.is_open_rope(&rope.slice(i * width..(i + 1) * width)))
                            .map(|i| format!("{at}[{i}]"))
                            .collect();
                        self.found.extend(pieces);
                    }
                }
                Body::Part(part) => {
                    for segment in 0..part.segments() {
                        if self.left == 0 || !self.found.is_empty() {
                            break;
                        }
                        self.segment(part, segment);
                    }
                }
                Body::Run(inner) => self.run(inner),
            }
        }
    }

    fn segment(&mut self, part: &Arc<dyn Part>, segment: u64) {
        if let Some(Place::Nodes { part: asked, segment: here, .. }) = self.asked
            && Arc::ptr_eq(asked, part)
            && *here == segment
        {
            return;
        }
        let Ok(trace) = part.record(segment, self.budget) else { return };
        self.left = self.left.saturating_sub(trace.nodes.len());
        let at = part.segment_at(segment);
        let mut seen = BTreeSet::new();
        for step in trace.steps() {
            if !self.given.is_nodes(&trace, &step.nodes) {
                continue;
            }
            let place = Place::Nodes { part: part.clone(), segment, nodes: step.nodes.clone() };
            if !(self.veiled)(None, &place) && seen.insert(trace.unnamed(step.nodes[0])) {
                self.found.push(at.join(&format!("{}{}", step.name, step.index)).to_string());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::learner::diagnosis::testing::says_of;
    use crate::learner::names::Names;
    use crate::run::address::Address;
    use crate::sheet::expr::{Limits, parse};
    use crate::sheet::{NoFiles, Sheet};

    const SHEET: &str = "m = input(\"abc\")\nd = sha256(m)\ntwice = sha256(d)\nc = hmac(m, d)";

    fn sheet(source: &str) -> Sheet {
        let (mut sheet, faults) = Sheet::parse(source, &Limits::default());
        assert_eq!(faults, []);
        sheet.finish(&NoFiles, &Budget::unlimited()).unwrap();
        sheet
    }

    /// The words on the value at one address, or on a value, where another was asked for.
    fn said(asked: &str, given: &str) -> String {
        let sheet = sheet(SHEET);
        let budget = Budget::unlimited();
        let given = match Address::parse(given) {
            Ok(address) if given.contains('/') => {
                sheet.find(&address, 1, &budget).unwrap().pop().unwrap().place.text(&budget).unwrap()
            }
            _ => given.to_owned(),
        };
        says_of(&ROW, SHEET, &asked.replacen('/', "@", 1), &given, false)
    }

    #[test]
    fn another_value_of_the_segment_with_what_tells_the_two_apart() {
        assert_eq!(
            said("d/block[0]/T1[0]", "d/block[0]/T2[0]"),
            "That is T2[0], the sum of Σ0(a) and Maj(a, b, c). T1[0] adds five numbers: h, Σ1(e), Ch(e, f, g), K[0], W[0]. @d/block[0]/T2[0]"
        );
        assert_eq!(
            said("d/block[0]/T1[12]", "d/block[0]/T1[11]"),
            "That is T1[11]; you were asked for T1[12]. @d/block[0]/T1[11]"
        );
        assert_eq!(
            said("d/block[0]/T1[0]", "d/block[0]/W[0]"),
            "That is W[0], one of the five numbers that make T1[0]. @d/block[0]/W[0]"
        );
    }

    #[test]
    fn a_value_of_another_part_in_words() {
        let said = said("d/block[0]/T1[0]", "twice/block[0]/T1[5]");
        assert_eq!(
            said,
            "That is T1[5] in block 0 of twice; you were asked for T1[0] in block 0. @twice/block[0]/T1[5]"
        );
        let words = |address| words(address, "d");
        assert_eq!(words("stream/counter/in/a"), "what the counter of stream is made from");
        assert_eq!(words("mac/in/key"), "the key that goes into mac");
        assert_eq!(words("d/H0[3]"), "H0[3]");
        assert_eq!(words("mac"), "mac");
    }

    #[test]
    fn a_search_in_vain_takes_no_longer_than_a_frame() {
        let source = "m = input(0x00)\nlong = repeat(m, 200000)\nd = sha256(long)";
        let sheet = sheet(source);
        let budget = Budget::unlimited();
        let found = sheet.find(&"d/block[0]/T1[0]".parse().unwrap(), 1, &budget).unwrap().pop().unwrap();
        let right = found.place.value(&budget).unwrap();
        let answer = parse("d@block[0]/T1[0]", &Limits::default()).unwrap();
        let case = Case {
            given: "0badcafe",
            right: &right,
            answer: &answer,
            asked: Some(&found),
            sheet: &sheet,
            veiled: &|_, _| false,
            digits: false,
            page: &Names::default(),
            question: &Names::default(),
        };
        let times = (0..5).map(|_| {
            let begun = std::time::Instant::now();
            assert_eq!(crate::learner::diagnosis::diagnose(&case, &budget), None);
            begun.elapsed()
        });
        let fastest = times.min().unwrap();
        assert!(fastest < std::time::Duration::from_millis(33), "{fastest:?}");
    }

    #[test]
    fn what_is_nowhere_or_everywhere_is_not_named() {
        assert_eq!(said("d/block[0]/T1[0]", "deadbeef"), "");
        assert_eq!(said("d/block[0]/T1[0]", "00000000"), "", "many words of the schedule are zero");
    }
}
