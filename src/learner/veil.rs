//! What must not be seen before a question is answered: some values under all their names, and all that is computed
//! from them.
//!
//! Hiding follows the data. A hidden number stays hidden where it came from unchanged and where it goes on to, through
//! choices, segments, parts, calls and cells; what only stands beside it (the learner's inputs, constants, a schedule
//! that does not read it) stays visible. Where following on would cost more than a frame, it errs on the side of too
//! much.
//!
//! What equals the answer is hidden too, whatever computed it: see `equal`.

mod copies;
mod equal;
mod flow;

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::num::Op;
use crate::run::origin::Operand;
use crate::run::{Budget, Origin, Part, Place, Rope, Source, Span, Value};
use crate::sheet::Sheet;
use crate::sheet::expr::{self, Expr, Form, Kind};
use crate::view::{Room, Shown, VIEWS};
use equal::Equal;
use flow::{Flow, Seed};

/// The mark in place of a hidden value.
pub const MASK: &str = "····";
/// The longest value whose bytes are followed one by one, in bytes; of a longer one the whole part is hidden.
const FOLLOWED: u64 = 1024;

/// The values that are hidden at present.
#[derive(Clone, Default)]
pub struct Veil {
    cells: BTreeSet<String>,
    /// Expressions that ask for what is hidden, as they are printed.
    asked: BTreeSet<String>,
    flow: Flow,
    /// The values that are asked for, wherever they stand again.
    equal: Equal,
    /// Whether the way to a hidden value is part of the question, so that its formula is hidden as well.
    covers_formulas: bool,
}

impl Veil {
    /// Whether nothing is hidden.
    pub fn is_empty(&self) -> bool {
        self.cells.is_empty() && self.asked.is_empty() && self.flow.is_empty() && self.equal.is_empty()
    }

    /// The mark in place of a hidden value.
    pub fn mask(&self) -> String {
        MASK.to_owned()
    }

    /// Hides also how the hidden values are computed.
    pub fn cover_formulas(&mut self) {
        self.covers_formulas = true;
    }

    /// Hides a cell, and the value it has under its other names.
    pub fn hide_cell(&mut self, name: &str, value: Option<&Value>, budget: &Budget) {
        self.cells.insert(name.to_owned());
        if let Some(value) = value {
            self.hide_value(value, budget);
        }
    }

    /// Hides an expression wherever it stands word for word: as a cell's formula, or in the text.
    pub fn hide_expression(&mut self, expr: &Expr) {
        self.asked.insert(expr.to_string());
    }

    /// Hides what equals the value at a place: a short one in some cells, a longer one wherever it stands.
    pub fn hide_equal(&mut self, place: &Place, cells: &BTreeSet<String>, budget: &Budget) {
        self.equal.add(place, cells, budget);
    }

    /// Whether a value is too common to tell what was asked for: 0, 1, a truth value, one byte over and over.
    pub fn is_trivial(value: &Value) -> bool {
        Equal::is_trivial(value)
    }

    /// Hides what is at a place.
    pub fn hide_place(&mut self, place: &Place, budget: &Budget) {
        match place {
            Place::Value(value) => self.hide_value(value, budget),
            Place::Segment { part, segment } => match part.record(*segment, budget) {
                Ok(trace) => {
                    let nodes = trace.border.nodes.iter().map(|(_, node)| *node).collect();
                    self.hide_nodes(part, *segment, nodes, budget);
                }
                Err(_) => self.flow.hide_part(part),
            },
            Place::Nodes { part, segment, nodes } => self.hide_nodes(part, *segment, nodes.clone(), budget),
        }
    }

    /// Hides the numbers that a value was handed on from. An input is not among them: what the learner typed stays.
    fn hide_value(&mut self, value: &Value, budget: &Budget) {
        if let Value::List(items) = value {
            return items.iter().for_each(|item| self.hide_value(item, budget));
        }
        let Some(rope) = value.rope() else { return };
        if rope.len() > FOLLOWED {
            return rope.all().iter().for_each(|span| self.hide_source(span));
        }
        match Place::Value(value.clone()).operands(budget) {
            Ok(operands) => operands.iter().filter(|operand| operand.leaf.is_none()).for_each(|operand| {
                operand.next.iter().for_each(|next| self.hide_place(next, budget));
            }),
            Err(_) => rope.all().iter().for_each(|span| self.hide_source(span)),
        }
    }

    fn hide_source(&mut self, span: &Span) {
        match &span.origin {
            Origin::Part(part) | Origin::Argument { part, .. } | Origin::Named { part, .. } => {
                self.flow.hide_part(part);
            }
            Origin::Reversed(rope) | Origin::Repeated(rope) => {
                rope.all().iter().for_each(|span| self.hide_source(span));
            }
            Origin::Input(_) | Origin::Constant(_) | Origin::Length(_) | Origin::Padding(_) => {}
        }
    }

    /// Hides numbers of a segment, and the same numbers where they came in from elsewhere.
    fn hide_nodes(&mut self, part: &Arc<dyn Part>, segment: u64, nodes: Vec<u32>, budget: &Budget) {
        let Ok(trace) = part.record(segment, budget) else { return self.flow.hide_part(part) };
        let at = part.segment_at(segment);
        let all = copies::with_sources(&trace, nodes, |node| self.flow.is_seed(&at, segment, node));
        let known = !self.flow.seed(Seed::new(at.clone(), part.clone(), segment, all.clone()));
        if known {
            return;
        }
        for node in all {
            if !matches!(trace.nodes[node as usize].op, Op::Read | Op::Call) {
                continue;
            }
            let here = Place::Nodes { part: part.clone(), segment, nodes: vec![node] };
            for operand in here.operands(budget).unwrap_or_default() {
                // What comes from the same segment is the bit that decided whether it was read at all.
                if operand.leaf.is_none()
                    && let Some(next) = operand.next
                    && !matches!(&next, Place::Nodes { part, segment: from, .. } if part.segment_at(*from) == at)
                {
                    self.hide_place(&next, budget);
                }
            }
        }
    }

    /// Carries the veil over the cells of a sheet: each that is computed from something hidden is hidden.
    pub fn spread(&mut self, sheet: &Sheet, budget: &Budget) {
        if self.is_empty() {
            return;
        }
        // A cell may stand before those it reads.
        loop {
            let fresh: Vec<String> = sheet
                .cells()
                .iter()
                .filter(|cell| cell.input.is_none() && !self.cells.contains(cell.name()))
                .filter(|cell| {
                    let value = cell.outcome().map(|outcome| &outcome.value);
                    value.is_some_and(|value| self.hides_result(&cell.line.expr, value, budget))
                        || self.hides_expression(&cell.line.expr, sheet, budget)
                })
                .map(|cell| cell.name().to_owned())
                .collect();
            if fresh.is_empty() {
                return;
            }
            // Where an equal one goes on to is hidden as well.
            for value in fresh.iter().filter_map(|name| Some(&sheet.cell(name)?.outcome()?.value)) {
                if self.equal.is_long(value) {
                    self.hide_value(value, budget);
                }
            }
            self.cells.extend(fresh);
        }
    }

    /// Whether a cell is hidden.
    pub fn hides_cell(&self, name: &str) -> bool {
        self.cells.contains(name)
    }

    /// Whether a cell is hidden, and the way to it is part of the question.
    pub fn covers_cell(&self, name: &str) -> bool {
        self.covers_formulas && self.hides_cell(name)
    }

    /// Whether the formula of what is at a place is hidden too.
    pub fn covers(&self, place: &Place, budget: &Budget) -> bool {
        self.covers_formulas && self.hides(place, budget)
    }

    /// Whether what is at a place is hidden.
    pub fn hides(&self, place: &Place, budget: &Budget) -> bool {
        if self.is_empty() {
            return false;
        }
        match place {
            Place::Value(value) => self.hides_value(value, budget),
            Place::Segment { part, segment } => match part.record(*segment, budget) {
                Ok(trace) => {
                    let all: Vec<u32> = trace.border.nodes.iter().map(|(_, node)| *node).collect();
                    self.hides_nodes(part, *segment, &all, budget)
                }
                Err(_) => true,
            },
            Place::Nodes { part, segment, nodes } => self.hides_nodes(part, *segment, nodes, budget),
        }
    }

    fn hides_nodes(&self, part: &Arc<dyn Part>, segment: u64, nodes: &[u32], budget: &Budget) -> bool {
        // What cannot be looked into is hidden.
        let equal = || {
            let trace = part.record(segment, budget).ok();
            trace.is_none_or(|trace| self.equal.hides_nodes(part.at(), &trace, nodes))
        };
        self.flow.hides_nodes(part, segment, nodes, &self.cells, budget) || !self.equal.is_empty() && equal()
    }

    /// Whether an operand is hidden, or the bytes at which it ends.
    pub fn hides_operand(&self, operand: &Operand, budget: &Budget) -> bool {
        let leaf =
            operand.leaf.as_ref().is_some_and(|leaf| self.hides_value(&Value::Bytes(leaf.clone().into()), budget));
        leaf || operand.leaf.is_none() && operand.next.as_ref().is_some_and(|next| self.hides(next, budget))
    }

    /// Whether a value is computed from something hidden, or equals it.
    pub fn hides_value(&self, value: &Value, budget: &Budget) -> bool {
        match value {
            _ if self.is_empty() => false,
            Value::List(items) => items.iter().any(|item| self.hides_value(item, budget)),
            other => {
                let flows = |rope: &Rope| self.flow.hides_spans(rope.all(), &self.cells, budget);
                other.rope().is_some_and(flows) || self.equals(other, &[], budget)
            }
        }
    }

    /// Whether the value of an expression is hidden: of a short one it counts as well which cells it mentions.
    pub fn hides_result(&self, expr: &Expr, value: &Value, budget: &Budget) -> bool {
        let mentioned: Vec<&str> = expr::names(expr).into_iter().map(|(name, _)| name).collect();
        self.hides_value(value, budget) || self.equals(value, &mentioned, budget)
    }

    /// Whether a value equals what is asked for; one that is to be shown is computed for it.
    fn equals(&self, value: &Value, beside: &[&str], budget: &Budget) -> bool {
        if self.equal.is_empty() {
            return false;
        }
        // What cannot be computed now cannot be shown either.
        let _ = value.finish(budget);
        self.equal.hides_value(value, beside)
    }

    /// Masks what must not be seen in a view that writes a value of some cells otherwise than its bytes stand: the
    /// spellings of what is asked for.
    pub fn mask_in(&self, shown: &mut Shown, cells: &[&str]) {
        let masked = self.equal.spelled(cells);
        if masked.is_empty() {
            return;
        }
        // What the bytes spell by themselves, such as what a learner typed, is seen anyway.
        let first = VIEWS[0].draw(shown, Room::wide(usize::MAX)).concat();
        let plain: String = first.chars().filter(|c| *c != ' ').collect();
        shown.masked = masked.into_iter().filter(|masked| !masked.is_in(&plain)).collect();
    }

    /// Whether so many bytes of a cell's computation is what is asked for.
    pub fn hides_count(&self, count: u64, cell: &str) -> bool {
        !self.equal.is_empty() && self.equal.hides_value(&Value::int(count), &[cell])
    }

    /// Whether an expression mentions something hidden, or is what was asked. What is only measured is not told.
    pub fn hides_expression(&self, expr: &Expr, sheet: &Sheet, budget: &Budget) -> bool {
        if self.asked.contains(&expr.to_string()) {
            return true;
        }
        let hides = |expr: &Expr| self.hides_expression(expr, sheet, budget);
        match &expr.kind {
            Kind::Text(_) | Kind::Bytes(_) | Kind::Int(_) | Kind::Bool(_) => false,
            Kind::Name(name) => self.cells.contains(name.strip_prefix("before.").unwrap_or(name)),
            Kind::List(items) => items.iter().any(hides),
            // Of what lies inside a cell's run only what was asked for counts.
            Kind::At { base, .. } => match sheet.eval(expr, &crate::sheet::NoFiles, budget) {
                Ok(found) => self.hides_value(&found.value, budget),
                Err(_) => hides(base),
            },
            // And of a slice only what is left.
            Kind::Slice { base, from, to } => {
                let ends = from.iter().chain(to).any(|end| hides(end));
                ends || match (&base.kind, sheet.eval(expr, &crate::sheet::NoFiles, budget)) {
                    (Kind::At { .. }, Ok(found)) => self.hides_value(&found.value, budget),
                    _ => hides(base),
                }
            }
            Kind::Item { base, index } => hides(base) || hides(index),
            Kind::Call { function, form: Form::Named, .. } if function == "length" => false,
            Kind::Call { arguments, .. } => arguments.iter().any(|argument| hides(&argument.value)),
        }
    }
}
