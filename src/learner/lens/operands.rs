//! What a value was computed from, row by row, and where each of them leads.

use std::sync::Arc;

use super::{Leads, Lens, OperandRow, ROW_COLUMNS, VALUE_COLUMNS};
use crate::run::headline::opened;
use crate::run::{Error, Operand, Part, Place, Target};
use crate::view::plain::hex;

impl Lens<'_> {
    /// The operands that the value at a place was computed from, in the order of its formula.
    ///
    /// # Errors
    /// What recording the segments gives.
    pub fn operands(&self, place: &Place) -> Result<Vec<OperandRow>, Error> {
        let Place::Nodes { part, segment, nodes } = place else { return Ok(Vec::new()) };
        if self.covers(place) {
            return Ok(Vec::new());
        }
        let trace = part.record(*segment, self.budget)?;
        let nodes = nodes.iter().map(|node| opened(&trace, *node)).collect();
        let mut operands = Place::Nodes { part: part.clone(), segment: *segment, nodes }.operands(self.budget)?;
        // What a constant is stands in its formula.
        operands.retain(|operand| operand.told.as_ref() != Some(&operand.name));
        let mut rows: Vec<OperandRow> = Vec::new();
        for row in operands.iter().map(|operand| self.operand_row(operand, part, *segment)) {
            match rows.last_mut() {
                // The bytes of one array, one after the other.
                Some(last) if last.name == row.name && last.leads == row.leads => last.value.push_str(&row.value),
                _ => rows.push(row),
            }
        }
        Ok(rows)
    }

    fn operand_row(&self, operand: &Operand, part: &Arc<dyn Part>, segment: u64) -> OperandRow {
        let value = self.operand(operand, VALUE_COLUMNS);
        let mut remark = operand.remark(part, segment, self.budget).unwrap_or_default();
        if let Some(text) = operand.next.as_ref().and_then(|place| self.read_text(place)) {
            remark = format!("{text} {remark}").trim_end().to_owned();
        }
        let leads = match (operand.helper(part, segment, self.budget), Target::of(operand)) {
            (Some(name), _) => Leads::Into(name),
            (None, Some(target)) => Leads::To(target),
            (None, None) => Leads::Nowhere,
        };
        OperandRow { name: operand.name.clone(), value, remark, leads }
    }

    /// The value of an operand in so many characters.
    pub fn operand(&self, operand: &Operand, columns: usize) -> String {
        match (&operand.leaf, &operand.next) {
            _ if self.veil.hides_operand(operand, self.budget) => self.veil.mask(),
            (Some(leaf), _) => {
                let mut text = leaf.to_vec().map(|bytes| hex(&bytes)).unwrap_or_default();
                if text.len() > columns {
                    text.truncate(columns);
                    text.push('…');
                }
                text
            }
            (None, Some(next)) => self.text(next, columns),
            (None, None) => String::new(),
        }
    }

    /// The value of an operand as a row of a list shows it.
    pub fn operand_in_row(&self, operand: &Operand) -> String {
        self.operand(operand, ROW_COLUMNS)
    }
}
