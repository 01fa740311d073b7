//! What the computing pane says about a spot, as plain data: the screen draws it, lines of text would say the same.

use std::sync::Arc;

use crate::app::compare::flip::open_bits;
use crate::app::seen;
use crate::app::spot::{Depth, Spot};
use crate::app::values::Target;
use crate::app::veil::Veil;
use crate::num::{Index, Op, Token, Trace, bits, formula};
use crate::run::origin::{Operand, formula_name};
use crate::run::{Body, Budget, Count, Error, Level, Origin, Part, Place, Source, Span, Step, Value, steps};
use crate::view::{Room, Shown, View};

/// The most values of one name that are listed around a spot.
const NEIGHBOURS: usize = 8;
/// A segment of so many named values lists all of them.
const FEW: usize = 16;
/// How many bytes around the cursor are read for a view of bytes.
pub const WINDOW: u64 = 512;
/// Columns of a row of bytes, which the window begins with.
pub const ROW: u64 = 16;
/// How long an operand's value or an origin may be.
const VALUE_COLUMNS: usize = 80;

/// The computing pane.
#[derive(Clone, Default)]
pub struct Pane {
    /// The address of the spot.
    pub address: String,
    /// Where it lies: `block 0 of 0…0`, `step 12 of 0…63`.
    pub place: Vec<String>,
    /// How far along it is, as (done, of).
    pub timeline: Option<(u64, u64)>,
    /// The values that it stands among.
    pub around: Vec<Entry>,
    /// The view of several lines that they are shown in, if they are.
    pub grid: Option<&'static View>,
    /// The value itself.
    pub focus: Focus,
}

/// A named value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// Its name.
    pub name: String,
    /// Its address.
    pub at: String,
    /// The value as text.
    pub value: String,
    /// Whether it is where one stands.
    pub current: bool,
    /// Whether the last edit changed it.
    pub changed: bool,
    /// What a view of several lines needs to show it beside its like.
    pub shown: Option<Shown>,
}

/// The value one stands on.
#[derive(Clone, Default)]
pub enum Focus {
    /// Nothing to show.
    #[default]
    Nothing,
    /// A value that an operation gave.
    Operation {
        /// Its name, such as `T1[12]`.
        name: String,
        /// Its formula.
        formula: String,
        /// What it was computed from.
        operands: Vec<OperandRow>,
        /// The value.
        value: String,
        /// Whether its bits can be shown.
        bits: bool,
        /// The value in a view of several lines, with what that needs.
        other: Option<(&'static View, Shown)>,
    },
    /// Bytes between segments.
    Bytes(Bytes),
    /// Another value as text, with its kind in words.
    Plain {
        /// `an integer`, `a truth value`.
        kind: &'static str,
        /// The value.
        value: String,
        /// The value in a view that has more to say, with what that needs.
        other: Option<(&'static View, Shown)>,
    },
    /// It is hidden until a question is answered.
    Hidden,
    /// It is being computed: so many segments of so many.
    Pending(u64, u64),
    /// There is none, and why.
    Missing(String),
}

/// One operand: name, value, remark, and where it leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OperandRow {
    /// What the formula calls it.
    pub name: String,
    /// Its value.
    pub value: String,
    /// Where it comes from, in a few words.
    pub remark: String,
    /// Where it leads: into a named helper, or to another value.
    pub leads: Leads,
}

/// Where an operand leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Leads {
    /// Into a named helper of the value one stands on; holds its name.
    Into(&'static str),
    /// Elsewhere.
    To(Target),
    /// Nowhere: a constant.
    Nowhere,
}

/// A stretch of a string of bytes, with the cursor in it.
#[derive(Clone, Default)]
pub struct Bytes {
    /// How many there are in all.
    pub len: u64,
    /// Where the stretch begins.
    pub start: u64,
    /// The stretch.
    pub bytes: Vec<u8>,
    /// The byte one stands on, from the beginning of all.
    pub cursor: u64,
    /// Where that byte comes from.
    pub origin: String,
    /// Whether they are shown as bits.
    pub bits: bool,
    /// Another view of the stretch, with what it needs.
    pub other: Option<(&'static View, Shown)>,
}

impl Pane {
    /// The pane for a spot.
    pub fn of(spot: &Spot, view: &'static View, veil: &Veil, budget: &Budget) -> Pane {
        let mut pane = Pane { address: spot.address(budget).unwrap_or_default(), ..Pane::default() };
        pane.locate(spot, budget);
        pane.around = around(spot, veil, budget).unwrap_or_default();
        let alike = |entry: &Entry| entry.shown.as_ref().is_some_and(|shown| (view.fits)(shown));
        pane.grid = Some(view).filter(|view| view.grid && !pane.around.is_empty() && pane.around.iter().all(alike));
        pane.focus = focus(spot, view, veil, budget).unwrap_or_else(Focus::from);
        if view.name != "hex" {
            let fits = seen::fits(view, spot, veil, budget);
            let says = if fits { view.name.to_owned() } else { format!("{} wants {}", view.name, view.wants) };
            pane.place.push(says);
        }
        pane
    }

    /// How many operands the value has.
    pub fn operands(&self) -> usize {
        match &self.focus {
            Focus::Operation { operands, .. } => operands.len(),
            _ => 0,
        }
    }

    /// Marks the values around the spot that are others than before, at the same address.
    pub fn mark_changes(&mut self, before: &Pane) {
        if before.address != self.address {
            return;
        }
        for entry in &mut self.around {
            let other = before.around.iter().find(|old| old.name == entry.name);
            entry.changed = other.is_some_and(|old| old.value != entry.value);
        }
    }

    /// Fills in where the spot lies, from its levels.
    fn locate(&mut self, spot: &Spot, budget: &Budget) {
        if spot.lost().is_some() {
            return;
        }
        let levels = spot.cursor().map_or(&[][..], |cursor| cursor.levels());
        for level in levels {
            match level {
                Level::Item { .. } => {}
                Level::Segment { part, segment } => {
                    let name = part.at().as_str().rsplit('/').next().unwrap_or_default().to_owned();
                    if let Some(place) = counted(&name, &**part, *segment) {
                        self.place.push(place);
                    }
                    self.timeline = Some((*segment, part.segments()));
                }
                Level::Step { part, segment, step } => {
                    let Ok(trace) = part.record(*segment, budget) else { continue };
                    let all = steps(&trace);
                    if let Some(here) = all.get(*step) {
                        self.place.extend(indexed(&trace, here));
                    }
                    let each = all.len() as u64;
                    self.timeline = Some((segment * each + *step as u64, part.segments() * each));
                }
                Level::Operation { .. } => {}
            }
        }
    }
}

/// `block 2 of 0…7`; nothing for a part that is not counted.
fn counted(name: &str, part: &dyn Part, segment: u64) -> Option<String> {
    let count = part.count();
    let (first, last) = (count.number(0), count.number(part.segments().saturating_sub(1)));
    match count {
        Count::Single => None,
        Count::Up(_) | Count::Down(_) | Count::Labels { .. } => {
            Some(format!("{name} {} of {first}…{last}", count.number(segment)))
        }
    }
}

/// `T1 12 of 0…63`; nothing for a name without an index.
fn indexed(trace: &Trace, step: &Step) -> Option<String> {
    let all = trace.indices(step.name);
    let (first, last) = (all.first()?, all.last()?);
    if step.index.iter().count() == 0 || all.len() < 2 {
        return None;
    }
    Some(format!("{}{} of {}…{}", step.name, step.index, first.last(), last.last()))
}

impl From<Error> for Focus {
    fn from(error: Error) -> Focus {
        match error {
            Error::Pending { done, of } => Focus::Pending(done, of),
            Error::Cancelled | Error::Source(_) | Error::Limit(_) | Error::Missing { .. } => {
                Focus::Missing(error.to_string())
            }
        }
    }
}

fn focus(spot: &Spot, view: &'static View, veil: &Veil, budget: &Budget) -> Result<Focus, Error> {
    let place = spot.place(budget)?;
    let hidden = veil.hides_spot(spot, budget);
    let is_number = matches!(&place, Place::Nodes { nodes, .. } if nodes.len() == 1);
    if hidden && (!is_number || veil.covers(&place, budget)) {
        return Ok(Focus::Hidden);
    }
    let shown = seen::seen(spot, &place, veil, budget)?;
    match &place {
        Place::Value(value) => value_focus(value, view, shown, spot.byte, budget),
        Place::Segment { .. } => value_focus(&place.value(budget)?, view, shown, spot.byte, budget),
        Place::Nodes { part, segment, nodes } => {
            let trace = part.record(*segment, budget)?;
            let Some(&node) = nodes.first() else { return Ok(Focus::Nothing) };
            if nodes.len() > 1 {
                return value_focus(&place.value(budget)?, view, shown, spot.byte, budget);
            }
            let node = opened(&trace, node);
            let inner = Place::Nodes { part: part.clone(), segment: *segment, nodes: vec![node] };
            let fits = (view.fits)(&shown);
            Ok(Focus::Operation {
                name: called(&trace, node),
                formula: headline(&trace, node),
                operands: operand_rows(&inner, veil, budget)?,
                value: match () {
                    () if hidden => veil.mask(),
                    () if fits && !view.grid => written(view, &shown, &trace, node),
                    () => trace.text(node),
                },
                bits: !hidden && bits::width(&trace, node).is_some(),
                other: (fits && view.grid && !hidden).then_some((view, shown)),
            })
        }
    }
}

fn value_focus(value: &Value, view: &'static View, shown: Shown, cursor: u64, budget: &Budget) -> Result<Focus, Error> {
    let fits = (view.fits)(&shown);
    let rope = match value {
        Value::Bytes(rope) | Value::Text(rope) => rope,
        Value::Int { .. } | Value::Bool(_) | Value::List(_) => {
            value.finish(budget)?;
            let other = (fits && view.name != "hex").then_some((view, shown));
            return Ok(Focus::Plain { kind: value.kind().phrase(), value: value.show(4096)?, other });
        }
    };
    rope.finish(budget)?;
    let len = rope.len();
    let cursor = cursor.min(len.saturating_sub(1));
    let start = (cursor / ROW * ROW).saturating_sub(WINDOW / 2);
    let origin = rope.spans(cursor..(cursor + 1).min(len)).first().map(origin).unwrap_or_default();
    let bytes = rope.slice(start..(start + WINDOW).min(len)).to_vec()?;
    let other = (fits && !matches!(view.name, "hex" | "bits" | "words")).then_some((view, shown));
    Ok(Focus::Bytes(Bytes { len, start, bytes, cursor, origin, bits: view.name == "bits", other }))
}

/// Where a byte comes from, in a few words.
fn origin(byte: &Span) -> String {
    match &byte.origin {
        Origin::Input(cell) => format!("{cell}, byte {}", byte.range.start),
        Origin::Constant(name) => name.to_string(),
        Origin::Length(of) => format!("from the length of {of}"),
        Origin::Part(part) => format!("from {}", part.at()),
        Origin::Argument { .. } | Origin::Named { .. } | Origin::Reversed(_) | Origin::Repeated(_) => {
            format!("from {byte}")
        }
    }
}

/// A node's value as a view writes it; as the specification does in the first view.
fn written(view: &View, shown: &Shown, trace: &Trace, node: u32) -> String {
    match view.name {
        "hex" => trace.text(node),
        _ => (view.lines)(shown, Room::wide(VALUE_COLUMNS)).join(" "),
    }
}

/// The node that has a formula to show: below a name that only repeats a helper's, the helper itself.
fn opened(trace: &Trace, node: u32) -> u32 {
    let n = trace.nodes[node as usize];
    match n.op {
        Op::Name if trace.nodes[n.from[0] as usize].op == Op::Helper => n.from[0],
        _ => node,
    }
}

/// The named helper whose inside a value shows in place of its own: what it shows lies below that.
pub fn opened_helper(trace: &Trace, node: u32) -> Option<&'static str> {
    let inner = opened(trace, node);
    let (scope, _) = trace.inside(inner).filter(|_| inner != node)?;
    Some(scope.name)
}

/// What a formula calls a value: its label, or the helper with its arguments.
fn called(trace: &Trace, node: u32) -> String {
    let n = trace.nodes[node as usize];
    match (n.op, trace.inside(node)) {
        (Op::Helper, Some((scope, _))) => {
            let arguments: Vec<String> = scope.arguments().iter().map(|&argument| called(trace, argument)).collect();
            format!("{}({})", scope.name, arguments.join(", "))
        }
        _ => formula_name(trace, node),
    }
}

/// The formula with the indices of this round left out, as the specifications print it: `h + Σ1(e) + Ch(e, f, g) + K + W`.
pub fn headline(trace: &Trace, node: u32) -> String {
    let formula = formula(trace, node, false);
    let Some(t) = trace.label(node).and_then(|label| label.index.iter().last()) else { return formula.to_string() };
    let round = |index: &str| {
        let index = index.parse::<u64>().ok();
        index.is_some_and(|index| index == t || index + 1 == t)
    };
    // With an index of another round beside them, or with one name twice, none can be left out.
    let indices = |text: &str| {
        text.split('[').skip(1).map(|rest| rest.split(']').next().unwrap_or_default().to_owned()).collect::<Vec<_>>()
    };
    let tokens = || formula.tokens.iter().filter(|token| token.node.is_some());
    let bare = |token: &Token| token.text.split('[').next().unwrap_or_default().to_owned();
    let names: Vec<String> = tokens().map(bare).collect();
    let twice = (1..names.len()).any(|i| names[..i].contains(&names[i]) && !names[i].contains('('));
    let text = formula.to_string();
    if twice || !tokens().all(|token| indices(&token.text).iter().all(|index| round(index))) {
        return text;
    }
    let before = t.checked_sub(1).map(|before| format!("[{before}]"));
    std::iter::once(format!("[{t}]")).chain(before).fold(text, |text, index| text.replace(index.as_str(), ""))
}

/// What the value at a place was computed from, in the order of its formula.
///
/// # Errors
/// What recording the segments gives.
pub fn operand_rows(place: &Place, veil: &Veil, budget: &Budget) -> Result<Vec<OperandRow>, Error> {
    let Place::Nodes { part, segment, nodes } = place else { return Ok(Vec::new()) };
    if veil.covers(place, budget) {
        return Ok(Vec::new());
    }
    let trace = part.record(*segment, budget)?;
    let nodes = nodes.iter().map(|node| opened(&trace, *node)).collect();
    let operands = Place::Nodes { part: part.clone(), segment: *segment, nodes }.operands(budget)?;
    let mut rows: Vec<OperandRow> = Vec::new();
    for row in operands.iter().map(|operand| operand_row(operand, part, *segment, veil, budget)) {
        match rows.last_mut() {
            // The bytes of one array, one after the other.
            Some(last) if last.name == row.name && last.leads == row.leads => last.value.push_str(&row.value),
            _ => rows.push(row),
        }
    }
    Ok(rows)
}

fn operand_row(operand: &Operand, part: &Arc<dyn Part>, segment: u64, veil: &Veil, budget: &Budget) -> OperandRow {
    let hidden = veil.hides_operand(operand, budget);
    let value = match (&operand.next, &operand.leaf) {
        _ if hidden => veil.mask(),
        (_, Some(leaf)) => leaf.to_vec().map(|bytes| hex(&bytes)).unwrap_or_default(),
        (Some(next), None) => next.value(budget).and_then(|value| value.show(VALUE_COLUMNS)).unwrap_or_default(),
        (None, None) => String::new(),
    };
    let remark = remark(operand, part, segment, budget).unwrap_or_default();
    let leads = match (helper(operand, part, segment, budget), Target::of(operand)) {
        (Some(name), _) => Leads::Into(name),
        (None, Some(target)) => Leads::To(target),
        (None, None) => Leads::Nowhere,
    };
    OperandRow { name: operand.name.clone(), value, remark, leads }
}

/// The name of the helper that an operand in this segment is the result of.
fn helper(operand: &Operand, here: &Arc<dyn Part>, segment: u64, budget: &Budget) -> Option<&'static str> {
    let Some(Place::Nodes { part, segment: there, nodes }) = &operand.next else { return None };
    if !Arc::ptr_eq(part, here) || *there != segment {
        return None;
    }
    let trace = part.record(segment, budget).ok()?;
    let node = *nodes.first()?;
    // A label of a label, such as `g[10]` for `h[11]`, is a value of its own.
    let direct = match trace.nodes[node as usize].op {
        Op::Name => trace.nodes[node as usize].from[0],
        _ => node,
    };
    (trace.nodes[direct as usize].op == Op::Helper).then(|| trace.inside(direct).map(|(scope, _)| scope.name)).flatten()
}

/// Where an operand comes from, in a few words.
pub fn remark(operand: &Operand, here: &Arc<dyn Part>, segment: u64, budget: &Budget) -> Option<String> {
    if let Some(leaf) = &operand.leaf {
        return Some(match &leaf.origin {
            Origin::Input(_) => "your bytes".to_owned(),
            Origin::Length(_) => "from the length".to_owned(),
            _ => "constant".to_owned(),
        });
    }
    let Some(Place::Nodes { part, segment: there, nodes }) = &operand.next else { return None };
    if !Arc::ptr_eq(part, here) || *there != segment {
        return Some(format!("from {}", operand.address));
    }
    let trace = part.record(*there, budget).ok()?;
    let &node = nodes.first()?;
    let below = trace.nodes.get(node as usize).filter(|n| n.op == Op::Name)?.from[0];
    match trace.nodes[below as usize].op {
        Op::Name => trace.label(below).map(|label| format!("was {}{}", label.name, label.index)),
        Op::Constant => Some("constant".to_owned()),
        Op::Read => {
            let from = operand.next.as_ref()?.operands(budget).ok()?;
            let mut sources: Vec<String> = from.iter().map(|source| source.address.clone()).collect();
            sources.dedup();
            Some(sources.join(", "))
        }
        _ => None,
    }
}

/// The values that a spot stands among.
fn around(spot: &Spot, veil: &Veil, budget: &Budget) -> Result<Vec<Entry>, Error> {
    let Some(cursor) = spot.cursor().filter(|_| spot.lost().is_none()) else { return Ok(Vec::new()) };
    // Inside a value, what stands around the value stays.
    let level = cursor.levels().iter().rev().find(|level| !matches!(level, Level::Operation { .. }));
    let Some(level) = level else { return Ok(Vec::new()) };
    let here = spot.address(budget)?;
    let above = here.rsplit_once('/').map_or(here.as_str(), |(above, _)| above);
    match level {
        Level::Item { run, item } => Ok(run
            .items
            .iter()
            .enumerate()
            .map(|(i, one)| {
                let number = one.number.map(|n| format!("[{n}]")).unwrap_or_default();
                let value = match &one.body {
                    Body::Bytes { rope, .. } => Place::bytes(rope.clone()),
                    Body::Part(part) => Place::bytes(crate::run::Rope::output(part)),
                    Body::Run(run) => Place::Value(run.result.clone()),
                };
                let text = if veil.hides(&value, budget) { veil.mask() } else { shown(&value, 24, budget) };
                let name = format!("{}{number}", one.name);
                Entry { at: format!("{above}/{name}"), name, value: text, current: i == *item, ..Entry::default() }
            })
            .collect()),
        Level::Segment { .. } => Ok(Vec::new()),
        Level::Step { part, segment, step } => {
            let trace = part.record(*segment, budget)?;
            let all = steps(&trace);
            let Some(here) = all.get(*step) else { return Ok(Vec::new()) };
            let entry = |name: String, nodes: &[u32], current: bool| {
                let place = Place::Nodes { part: part.clone(), segment: *segment, nodes: nodes.to_vec() };
                let value = if veil.hides(&place, budget) { veil.mask() } else { node_text(&trace, nodes) };
                Entry { name, at: place.address(budget).unwrap_or_default(), value, current, ..Entry::default() }
            };
            if here.nodes.len() > 1 {
                return Ok(alike(&trace, all, *step, entry));
            }
            let state = state(&trace, all, *step);
            if !state.is_empty() {
                let bare = |node: u32| trace.label(node).map_or("", |label| label.name).to_owned();
                return Ok(state.into_iter().map(|node| entry(bare(node), &[node], false)).collect());
            }
            // All of a short segment, such as a residue's arithmetic; of a long one what has the same name.
            let listed = |i: &usize| all.len() <= FEW || all[*i].name == here.name;
            let same: Vec<usize> = (0..all.len()).filter(listed).collect();
            let at = same.iter().position(|i| i == step).unwrap_or(0);
            let first = at.saturating_sub(NEIGHBOURS - 1).next_multiple_of(NEIGHBOURS / 2);
            let near = if all.len() <= FEW { &same[..] } else { &same[first..same.len().min(first + NEIGHBOURS)] };
            let near = near.iter();
            Ok(near.map(|&i| entry(format!("{}{}", all[i].name, all[i].index), &all[i].nodes, i == *step)).collect())
        }
        Level::Operation { .. } => Ok(Vec::new()),
    }
}

/// The arrays of a segment that are as long as the one that one stands on, such as the state after each step.
fn alike(trace: &Trace, all: &[Step], at: usize, entry: impl Fn(String, &[u32], bool) -> Entry) -> Vec<Entry> {
    let same: Vec<usize> = (0..all.len()).filter(|i| all[*i].nodes.len() == all[at].nodes.len()).collect();
    let here = same.iter().position(|i| *i == at).unwrap_or(0);
    let first = (here + 1).saturating_sub(NEIGHBOURS);
    let one = |&i: &usize| {
        let step = &all[i];
        let bytes = step.nodes.iter().flat_map(|node| trace.bytes(*node)).collect();
        let entry = entry(format!("{}{}", step.name, step.index), &step.nodes, i == at);
        // What is hidden stays so in every view.
        let open = entry.value == node_text(trace, &step.nodes);
        Entry { shown: open.then(|| Shown::bytes(bytes)), ..entry }
    };
    same.iter().skip(first).take(NEIGHBOURS).map(one).collect()
}

/// What a round reads of the round before: the operands, one index lower, of the values computed with this index. For
/// the first index they have none. Empty where the values of an index do not hang together like that.
fn state(trace: &Trace, all: &[Step], at: usize) -> Vec<u32> {
    let index = |i: usize| all.get(i).and_then(|step| step.index.iter().last());
    let Some(t) = index(at) else { return Vec::new() };
    let first = (0..=at).rev().take_while(|i| index(*i) == Some(t)).last().unwrap_or(at);
    let mut found = Vec::new();
    for step in (first..all.len()).take_while(|i| index(*i) == Some(t)).map(|i| &all[i]) {
        for &node in &step.nodes {
            for operand in reads(trace, node) {
                let before = trace.label(operand).map(|label| label.index);
                let wanted = match t.checked_sub(1) {
                    Some(before_t) => before.is_some_and(|index| index.iter().last() == Some(before_t)),
                    None => before == Some(Index::NONE),
                };
                if wanted && !found.contains(&operand) {
                    found.push(operand);
                }
            }
        }
    }
    // A copy such as h[11] of g[10] would bring its source in as well; the latest of each name counts.
    found.sort_unstable_by_key(|node| trace.label(*node).map(|label| (label.name, *node)));
    found.dedup_by_key(|node| trace.label(*node).map(|label| label.name));
    if found.len() > 1 { found } else { Vec::new() }
}

/// The named values that a node reads, helpers opened.
fn reads(trace: &Trace, node: u32) -> Vec<u32> {
    let operands = formula(trace, node, false).operands();
    let mut named = Vec::new();
    for operand in operands {
        match trace.inside(operand) {
            Some((scope, _)) => named.extend_from_slice(scope.arguments()),
            None => named.push(operand),
        }
    }
    named
}

fn node_text(trace: &Trace, nodes: &[u32]) -> String {
    nodes.iter().map(|node| trace.text(*node)).collect()
}

fn shown(place: &Place, limit: usize, budget: &Budget) -> String {
    place.value(budget).and_then(|value| value.show(limit)).unwrap_or_else(|error| error.to_string())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Whether a spot may be opened down to its bits; of a string of bytes that is the byte under the cursor.
pub fn has_bits(spot: &Spot, budget: &Budget) -> bool {
    match (spot.depth(), spot.place(budget)) {
        (Depth::Cell | Depth::Item, Ok(Place::Value(value))) => open_bits(&value, spot.byte).is_some(),
        (Depth::Step | Depth::Operation, Ok(Place::Nodes { part, segment, nodes })) => {
            let width = |trace: Arc<Trace>| bits::width(&trace, nodes[0]);
            nodes.len() == 1 && part.record(segment, budget).is_ok_and(|trace| width(trace).is_some())
        }
        _ => false,
    }
}
