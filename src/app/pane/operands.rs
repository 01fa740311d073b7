//! What a value was computed from, row by row, and where each of them leads.

use std::sync::Arc;

use super::formula::opened;
use super::{Leads, OperandRow, VALUE_COLUMNS};
use crate::app::values::Target;
use crate::app::veil::Veil;
use crate::num::Op;
use crate::run::origin::Operand;
use crate::run::{Budget, Error, Origin, Part, Place};

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

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
