//! The outline of a run: its arguments, parts and segments, and the names inside; long parts folded.

use std::sync::Arc;

use crate::command::Failure;
use crate::num::{Index, Trace};
use crate::run::{Body, Count, Item, Part, Place, Run};

use super::entry::{Entry, Writer, op_of_item};

/// As many segments or numbered items are shown at the start of a long row; at its end, one.
const HEAD: u64 = 2;

/// Prints the outline of a finished run, without its result.
pub fn outline(run: &Run, writer: &mut Writer) -> Result<(), Failure> {
    below(run, "", writer)
}

fn below(run: &Run, at: &str, writer: &mut Writer) -> Result<(), Failure> {
    for (name, value) in &run.inputs {
        let place = Place::Value(value.clone());
        writer.outlined(&Entry { at: format!("{at}in/{name}"), place, op: "argument".into() })?;
    }
    if !writer.is_json() {
        for choice in &run.choices {
            writer.line(&format!("{at}? {} {}", choice.question, choice.answer))?;
        }
    }
    for (i, item) in run.items.iter().enumerate() {
        let same = |other: Option<&Item>| other.is_some_and(|o| o.name == item.name && item.number.is_some());
        let start = run.items[..i].iter().rev().take_while(|o| same(Some(o))).count() as u64;
        match start < HEAD || !same(run.items.get(i + 1)) {
            true => one(run, item, at, writer)?,
            false if start == HEAD => fold(&format!("{at}{}[…]", item.name), writer)?,
            false => {}
        }
    }
    Ok(())
}

fn fold(what: &str, writer: &mut Writer) -> Result<(), Failure> {
    if writer.is_json() { Ok(()) } else { writer.line(&format!("{what}  folded")) }
}

fn one(run: &Run, item: &Item, at: &str, writer: &mut Writer) -> Result<(), Failure> {
    let entry = entry(item, at);
    writer.outlined(&entry)?;
    match &item.body {
        Body::Bytes { .. } => Ok(()),
        Body::Run(inner) => below(inner, &format!("{}/", entry.at), writer),
        // The labels of a run's own part stand in the run.
        Body::Part(part) if *part.at() == run.at => segments(part, at, writer),
        Body::Part(part) => segments(part, &format!("{}/", entry.at), writer),
    }
}

/// An item's value.
pub fn entry(item: &Item, at: &str) -> Entry {
    Entry { at: format!("{at}{}", item.label()), place: item.place(), op: op_of_item(Some(&item.body)).into() }
}

/// The segments of a part; `below` is what the addresses of its labels begin with.
fn segments(part: &Arc<dyn Part>, below: &str, writer: &mut Writer) -> Result<(), Failure> {
    let at = below.strip_suffix('/').unwrap_or(below);
    let n = part.segments();
    if n == 0 {
        return Ok(());
    }
    let numbered = match part.count() {
        Count::Up(_) | Count::Down(_) | Count::Grid(_) => true,
        Count::Labels { .. } | Count::Single => false,
    };
    if numbered {
        let address = |segment: u64| format!("{at}{}", number(part, segment));
        let last = (n > HEAD).then(|| n - 1);
        for segment in (0..n.min(HEAD)).chain(last) {
            if Some(segment) == last && n > HEAD + 1 {
                fold(&format!("{} to {}", address(HEAD), address(n - 2)), writer)?;
            }
            let place = Place::Segment { part: part.clone(), segment };
            writer.outlined(&Entry { at: address(segment), place, op: String::new() })?;
        }
    }
    if !writer.is_json() {
        let trace = writer.wait(|budget| part.record(0, budget))?;
        let i = if matches!(part.count(), Count::Grid(_)) { "[pass][lane][column]" } else { "[i]" };
        let each = if numbered { format!("{at}{i}/") } else { below.to_owned() };
        let names = match part.count() {
            Count::Labels { first, each } => counted(&trace, first, first + n * each - 1),
            Count::Up(_) | Count::Down(_) | Count::Grid(_) | Count::Single => names(&trace),
        };
        writer.line(&format!("{each}  {names}"))?;
    }
    Ok(())
}

/// The number of a segment as addresses write it, in brackets.
fn number(part: &Arc<dyn Part>, segment: u64) -> String {
    let at = part.segment_at(segment).to_string();
    at.strip_prefix(part.at().as_str()).unwrap_or_default().to_owned()
}

/// The names in a segment, each with its first and last index: `W[0..63] T1[0..63]`.
fn names(trace: &Trace) -> String {
    let mut all: Vec<String> = trace.names().into_iter().flat_map(|name| ranged(trace, name)).collect();
    all.extend(trace.calls.iter().map(|call| format!("{}{}/", call.name, call.index)));
    all.dedup();
    all.join(" ")
}

/// The names of a part whose labels are counted through all of its segments: `P[0..17]`.
fn counted(trace: &Trace, first: u64, last: u64) -> String {
    let name = |name: &&str| match trace.indices(name).first().map(|index| index.iter().count()) {
        Some(1) => format!("{name}[{first}..{last}]"),
        _ => ranged(trace, name).join(" "),
    };
    trace.names().iter().map(name).collect::<Vec<_>>().join(" ")
}

/// A name with the indices it occurs with; once more for each number of them.
fn ranged(trace: &Trace, name: &str) -> Vec<String> {
    let indices = trace.indices(name);
    let alike = indices.chunk_by(|a, b| a.iter().count() == b.iter().count());
    let ends = alike.filter_map(|row| Some((row.first()?, row.last()?)));
    let range = |(first, last): (&Index, &Index)| {
        let bounds = first.iter().zip(last.iter());
        let each = bounds.map(|(a, b)| if a == b { format!("[{a}]") } else { format!("[{a}..{b}]") });
        format!("{name}{}", each.collect::<String>())
    };
    ends.map(range).collect()
}
