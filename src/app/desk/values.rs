//! A list of values to go to: what a value was computed from, or what is computed from it.

use std::sync::Arc;

use crate::app::desk::walk::Did;
use crate::app::lens::{headline, remark};
use crate::app::place::{Depth, Spot};
use crate::app::stage::lesson::HIDDEN;
use crate::learner::veil::Veil;
use crate::num::{Op, Trace, bits, bits::BitSource};
use crate::run::origin::{Operand, formula_name, readers, used_by};
use crate::run::{Budget, Error, Origin, Part, Place, Source, Span, Value};
use crate::sheet::Sheet;

/// How much of a value a row shows, in characters.
const SHOWN: usize = 40;

/// The list.
#[derive(Clone, Debug)]
pub struct Values {
    /// What is listed.
    pub direction: Direction,
    /// The address of the value that was asked.
    pub of: String,
    /// Its value.
    pub value: String,
    /// The values.
    pub rows: Vec<Row>,
    /// The chosen one.
    pub chosen: usize,
}

/// Which way the list looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// What the value was computed from.
    From,
    /// What is computed from it.
    Users,
}

/// One value of the list.
#[derive(Clone, Debug)]
pub struct Row {
    /// What the formula calls it.
    pub name: String,
    /// The value.
    pub value: String,
    /// Its address, or what its bytes are.
    pub address: String,
    /// Where it comes from, or how it is computed, in a few words.
    pub remark: String,
    target: Option<Target>,
}

/// Where a row leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// To an address.
    Address(String),
    /// To a byte of a cell's value.
    Byte {
        /// The cell.
        cell: String,
        /// The byte.
        byte: u64,
    },
    /// To an address, down to one of its bits, 0 being the least significant.
    Bit {
        /// The address.
        address: String,
        /// The bit.
        place: u32,
    },
}

impl Target {
    /// Where an operand leads; nowhere for a constant.
    pub fn of(operand: &Operand) -> Option<Target> {
        match (&operand.leaf, &operand.next) {
            (Some(leaf), next) => target_of_span(leaf).or_else(|| next.as_ref().and_then(target_of_value)),
            (None, Some(Place::Value(_))) => operand.next.as_ref().and_then(target_of_value),
            (None, Some(Place::Nodes { .. } | Place::Segment { .. })) => Some(Target::Address(operand.address.clone())),
            (None, None) => None,
        }
    }
}

impl Values {
    /// What the value of a spot was computed from; in a string of bytes, the byte under the cursor.
    ///
    /// # Errors
    /// What recording the segments gives.
    pub fn sources(spot: &Spot, veil: &Veil, budget: &Budget) -> Result<Values, Error> {
        let place = standing(spot, budget)?;
        if veil.covers(&place, budget) {
            return Err(Error::missing(HIDDEN));
        }
        let mut rows: Vec<Row> = Vec::new();
        let here = match &place {
            Place::Nodes { part, segment, .. } => Some((part, *segment)),
            Place::Value(_) | Place::Segment { .. } => None,
        };
        for operand in place.operands(budget)? {
            let row = Row::of(&operand, here, veil, budget);
            if rows.last().is_none_or(|last| last.address != row.address) {
                rows.push(row);
            }
        }
        Values::list(Direction::From, spot, &place, rows, veil, budget)
    }

    /// What a bit of the value of a spot was computed from, 0 being the least significant.
    ///
    /// # Errors
    /// What recording the segments gives.
    pub fn bit_sources(spot: &Spot, place: u32, veil: &Veil, budget: &Budget) -> Result<Values, Error> {
        let standing = spot.place(budget)?;
        let (mut rows, mut value) = (Vec::new(), String::new());
        if let Place::Nodes { part, segment, nodes } = &standing
            && let [node] = nodes[..]
        {
            let trace = part.record(*segment, budget)?;
            value = bits::bit(&trace, node, place).to_string();
            for source in bits::sources(&trace, node, place) {
                let there = Place::Nodes { part: part.clone(), segment: *segment, nodes: vec![source.node] };
                rows.push(Row::of_bit(&there, source, &trace, veil, budget)?);
            }
        }
        let list = Values::list(Direction::From, spot, &standing, rows, veil, budget)?;
        Ok(Values { of: format!("{} bit {place}", list.of), value, ..list })
    }

    /// What is computed from the value of a spot.
    ///
    /// # Errors
    /// What recording the segments gives.
    pub fn users(spot: &Spot, sheet: &Sheet, veil: &Veil, budget: &Budget) -> Result<Values, Error> {
        let place = standing(spot, budget)?;
        let runs = sheet.runs();
        let mut users = Vec::new();
        match &place {
            Place::Nodes { .. } => users = used_by(&place, &runs, budget)?,
            Place::Segment { .. } => {}
            Place::Value(value) => {
                for span in value.rope().map(crate::run::Rope::all).unwrap_or_default() {
                    users.extend(users_of_span(span, sheet, budget)?);
                }
            }
        }
        let mut rows: Vec<Row> = Vec::new();
        for user in users {
            let address = user.address(budget)?;
            if rows.iter().all(|row| row.address != address) {
                rows.push(Row::at(&user, address, veil, budget));
            }
        }
        Values::list(Direction::Users, spot, &place, rows, veil, budget)
    }

    fn list(
        direction: Direction,
        spot: &Spot,
        place: &Place,
        rows: Vec<Row>,
        veil: &Veil,
        budget: &Budget,
    ) -> Result<Values, Error> {
        let byte = match spot.depth() {
            Depth::Cell | Depth::Item if spot.bytes(budget) > 1 => format!(" byte {}", spot.byte),
            _ => String::new(),
        };
        let of = format!("{}{byte}", spot.address(budget)?);
        let value = if spot.is_hidden(veil, budget) { veil.mask() } else { shown(place, veil, budget) };
        Ok(Values { direction, of, value, rows, chosen: 0 })
    }

    /// What to say when the list is empty.
    pub fn nothing(&self) -> &'static str {
        match self.direction {
            Direction::From => "It comes from nothing else: it is given.",
            Direction::Users => "Nothing here is computed from it.",
        }
    }

    /// Chooses a row, the last one at most.
    pub fn choose(&mut self, row: usize) -> Did {
        let to = row.min(self.rows.len().saturating_sub(1));
        if std::mem::replace(&mut self.chosen, to) == to { Did::Nothing } else { Did::Moved }
    }

    /// Where the chosen row leads.
    pub fn target(&self) -> Option<&Target> {
        self.rows.get(self.chosen)?.target.as_ref()
    }
}

impl Row {
    fn of(operand: &Operand, here: Option<(&Arc<dyn Part>, u64)>, veil: &Veil, budget: &Budget) -> Row {
        let value = match (&operand.leaf, &operand.next) {
            _ if veil.hides_operand(operand, budget) => veil.mask(),
            (Some(leaf), _) => leaf.to_vec().map(|bytes| hex(&bytes)).unwrap_or_default(),
            (None, Some(next)) => shown(next, veil, budget),
            (None, None) => String::new(),
        };
        let target = Target::of(operand);
        let remark = match here {
            Some((part, segment)) => remark(operand, part, segment, budget).unwrap_or_default(),
            None if operand.address == operand.name => String::new(),
            None => format!("at {}", operand.address),
        };
        Row { name: operand.name.clone(), value, address: operand.address.clone(), remark, target }
    }

    /// A value that a bit was computed from: that bit of it, or all of it; of what is read, where it is read from.
    fn of_bit(there: &Place, source: BitSource, trace: &Trace, veil: &Veil, budget: &Budget) -> Result<Row, Error> {
        let read = matches!(trace.nodes[source.node as usize].op, Op::Read | Op::Call);
        let operand = if read { there.operands(budget)?.into_iter().next() } else { None };
        let name = operand.as_ref().map_or_else(|| formula_name(trace, source.node), |operand| operand.name.clone());
        let address = match &operand {
            Some(operand) => operand.address.clone(),
            None => there.address(budget)?,
        };
        let hidden = veil.hides(there, budget);
        let row = match source.place {
            Some(place) => Row {
                name: format!("{name} bit {place}"),
                value: if hidden { veil.mask() } else { bits::bit(trace, source.node, place).to_string() },
                target: match &operand {
                    Some(operand) => Target::of(operand),
                    None => Some(Target::Bit { address: address.clone(), place }),
                },
                remark: String::new(),
                address,
            },
            None => Row {
                name,
                value: shown(there, veil, budget),
                remark: "all of it".to_owned(),
                target: match &operand {
                    Some(operand) => Target::of(operand),
                    None => Some(Target::Address(address.clone())),
                },
                address,
            },
        };
        Ok(row)
    }

    fn at(place: &Place, address: String, veil: &Veil, budget: &Budget) -> Row {
        let name = address.rsplit('/').next().unwrap_or_default().to_owned();
        let target = Some(Target::Address(address.clone()));
        let remark = match place {
            _ if veil.covers(place, budget) => String::new(),
            Place::Nodes { part, segment, nodes } => match (part.record(*segment, budget), nodes.first()) {
                (Ok(trace), Some(node)) => format!("= {}", headline(&trace, *node)),
                _ => String::new(),
            },
            Place::Value(_) | Place::Segment { .. } => String::new(),
        };
        Row { name, value: shown(place, veil, budget), address, remark, target }
    }
}

/// The place of a spot; in a string of bytes only the byte under the cursor.
pub fn standing(spot: &Spot, budget: &Budget) -> Result<Place, Error> {
    let place = spot.place(budget)?;
    match &place {
        Place::Value(Value::Bytes(rope) | Value::Text(rope)) if rope.len() > 1 => {
            Ok(Place::bytes(rope.slice(spot.byte..spot.byte + 1)))
        }
        _ => Ok(place),
    }
}

fn target_of_span(span: &Span) -> Option<Target> {
    match &span.origin {
        Origin::Input(cell) => Some(Target::Byte { cell: cell.to_string(), byte: span.range.start }),
        Origin::Part(part) => Some(Target::Address(part.at().to_string())),
        _ => None,
    }
}

fn target_of_value(place: &Place) -> Option<Target> {
    match place {
        Place::Value(value) => value.rope()?.all().iter().find_map(target_of_span),
        Place::Segment { .. } | Place::Nodes { .. } => None,
    }
}

/// The values that read the bytes of a span: of a part's output, or of an input.
fn users_of_span(span: &Span, sheet: &Sheet, budget: &Budget) -> Result<Vec<Place>, Error> {
    let runs = sheet.runs();
    let mut users = Vec::new();
    match &span.origin {
        Origin::Part(part) => {
            for (segment, bytes) in part.writers(span.range.clone()) {
                let trace = part.record(segment, budget)?;
                let nodes = trace.border.writers(bytes).collect();
                users.extend(used_by(&Place::Nodes { part: part.clone(), segment, nodes }, &runs, budget)?);
            }
        }
        Origin::Input(cell) => {
            for part in runs.iter().flat_map(|run| run.parts()) {
                for feed in part.feeds() {
                    let Some(at) = place_of_input(feed.rope.all(), cell.as_str(), span.range.start) else { continue };
                    let segment = at.checked_div(feed.stride).unwrap_or(0);
                    if segment >= part.segments() {
                        continue;
                    }
                    let nodes = readers(&part, segment, cell, span.range.start, budget)?;
                    if !nodes.is_empty() {
                        users.extend(used_by(&Place::Nodes { part: part.clone(), segment, nodes }, &runs, budget)?);
                    }
                }
            }
        }
        _ => {}
    }
    Ok(users)
}

/// Where a byte of an input lies in some spans.
fn place_of_input(spans: &[Span], cell: &str, byte: u64) -> Option<u64> {
    let mut at = 0;
    for span in spans {
        if matches!(&span.origin, Origin::Input(path) if path.as_str() == cell) && span.range.contains(&byte) {
            return Some(at + byte - span.range.start);
        }
        at += span.len();
    }
    None
}

/// A value in a few characters, unless it is hidden.
pub fn shown(place: &Place, veil: &Veil, budget: &Budget) -> String {
    if veil.hides(place, budget) {
        return veil.mask();
    }
    place.value(budget).and_then(|value| value.show(SHOWN)).unwrap_or_else(|error| error.to_string())
}

fn hex(bytes: &[u8]) -> String {
    let mut text: String = bytes.iter().take(SHOWN / 2).map(|byte| format!("{byte:02x}")).collect();
    if bytes.len() > SHOWN / 2 {
        text.push('…');
    }
    text
}
