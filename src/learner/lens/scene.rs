//! The scene that pictures read: the values around a spot, each asked for through the lens.

mod addresses;
mod apart;
mod asked;
mod parents;
mod pieces;
mod stretches;

use std::cell::OnceCell;
use std::rc::Rc;
use std::sync::Arc;

pub use asked::Asked;

use crate::functions::exchange::curve::plane;
use crate::learner::lens::{Lens, spread};
use crate::num::{Reading, Trace};
use crate::run::address::cell_of;
use crate::run::find::label_of;
use crate::run::headline::headline;
use crate::run::lanes::Lanes;
use crate::run::{Body, Error, Level, Part, Place, Run, Source, Type, Value};
use crate::sheet::spot::Spot;
use crate::sheet::{Cell, Sheet, expr};
use crate::view::picture::{
    Apart, Call, Given, Got, Named, Parent, Picture, Piece, Scene, Segment, Spread, Stretch, byte_range,
};
use crate::view::plain::{self, line};

/// How many bytes of a value a picture gets.
const BYTES: u64 = 4096;
/// How many steps below a value its look-up in a table may lie.
const LOOK_UP: usize = 6;
/// How much of a value's text a picture gets, in characters.
const TEXT: usize = 200;

/// A segment with what it computed.
type Inside = (Arc<dyn Part>, u64, Arc<Trace>);

/// The scene around a spot.
pub struct Around<'a> {
    lens: Lens<'a>,
    /// The sheet before an edit, where one compares with it.
    earlier: Option<&'a Sheet>,
    here: String,
    /// The byte under the cursor, and whether one stands on it alone.
    byte: Option<(u64, bool)>,
    base: String,
    run: Option<Arc<Run>>,
    /// The segment one stands in.
    inside: Option<Inside>,
    /// The same segment of the earlier sheet, where that has it.
    before: OnceCell<Option<Inside>>,
    plane: OnceCell<Vec<(u64, u64)>>,
    asked: Rc<Asked>,
}

impl<'a> Around<'a> {
    /// The scene around a spot.
    ///
    /// # Errors
    /// What recording the segment gives.
    pub fn of(spot: &Spot, lens: Lens<'a>, earlier: Option<&'a Sheet>) -> Result<Around<'a>, Error> {
        Around::again(spot, lens, earlier, Rc::default())
    }

    /// The scene around a spot that was looked at, with what was asked for.
    ///
    /// # Errors
    /// As [`Around::of`].
    pub fn again(
        spot: &Spot,
        lens: Lens<'a>,
        earlier: Option<&'a Sheet>,
        asked: Rc<Asked>,
    ) -> Result<Around<'a>, Error> {
        let levels = spot.there().map_or(&[][..], |cursor| cursor.levels());
        let mut inside = None;
        let mut run = spot.run().cloned();
        let mut base = spot.cell_name().to_owned();
        for level in levels {
            match level {
                Level::Item { run: inner, .. } => {
                    base = inner.at.to_string();
                    run = Some(inner.clone());
                    inside = None;
                }
                Level::Segment { part, segment }
                | Level::Step { part, segment, .. }
                | Level::Operation { part, segment, .. } => {
                    base = part.segment_at(*segment).to_string();
                    inside = Some((part.clone(), *segment, part.record(*segment, lens.budget)?));
                }
            }
        }
        let here = spot.address(lens.budget)?;
        // Operands are named as seen from the segment.
        let within = (base.clone(), inside.as_ref().map(|(_, segment, _)| *segment));
        let asked = if asked.base == within { asked } else { Rc::new(Asked { base: within, ..Asked::default() }) };
        let byte = (spot.bytes(lens.budget) > 0).then_some((spot.byte, spot.within));
        Ok(Around {
            lens,
            earlier,
            here,
            byte,
            base,
            run,
            inside,
            before: OnceCell::new(),
            plane: OnceCell::new(),
            asked,
        })
    }

    /// Values and operands that were asked for.
    pub fn asked(&self) -> Rc<Asked> {
        self.asked.clone()
    }

    /// The picture of this place, looked for where it is not known.
    pub(super) fn once_here(&self, look: impl FnOnce() -> Option<&'static Picture>) -> Option<&'static Picture> {
        let at = (self.here.clone(), self.byte);
        if let Some(known) = self.asked.pictures.borrow().get(&at) {
            return Some(known);
        }
        // Where none fits, something may still be computed.
        let found = look()?;
        self.asked.pictures.borrow_mut().insert(at, found);
        Some(found)
    }

    fn given(&self, place: &Place) -> Result<Given, Error> {
        let value = place.value(self.lens.budget)?;
        let number = value.to_int().ok().flatten().and_then(|number| i64::try_from(number).ok());
        let text = match place {
            Place::Nodes { part, segment, nodes } => {
                self.lens.numbers(&*part.record(*segment, self.lens.budget)?, nodes)
            }
            Place::Value(_) | Place::Segment { .. } => match &value {
                Value::Bytes(rope) => plain::hex(&rope.slice(0..rope.len().min(TEXT as u64 / 2)).to_vec()?),
                value => line(value, TEXT),
            },
        };
        let Some(rope) = value.rope() else { return Ok(Given { text, number, ..Given::default() }) };
        let bytes = rope.slice(0..rope.len().min(BYTES)).to_vec()?;
        let number = number.or_else(|| match bytes.as_slice() {
            bytes if (1..=7).contains(&bytes.len()) => {
                Some(bytes.iter().fold(0, |number, byte| number << 8 | i64::from(*byte)))
            }
            _ => None,
        });
        Ok(Given { text, bytes, len: rope.len(), number, is_text: value.kind() == Type::Text })
    }

    fn seen(&self, place: Result<Place, Error>) -> Got {
        let given = place.and_then(|place| match self.lens.hides(&place) {
            true => Ok(None),
            false => self.given(&place).map(Some),
        });
        match given {
            Ok(Some(given)) => Got::Value(given),
            Ok(None) => Got::Hidden,
            Err(error) if error.is_pending() => Got::Pending,
            Err(_) => Got::Missing,
        }
    }
}

impl Scene for Around<'_> {
    fn here(&self) -> &str {
        &self.here
    }

    fn function(&self) -> &str {
        self.run.as_ref().map_or("", |run| run.function)
    }

    fn base(&self) -> &str {
        &self.base
    }

    fn segment(&self) -> Option<Segment> {
        let (part, segment, _) = self.inside.as_ref()?;
        let count = part.count();
        let last = part.segments().saturating_sub(1);
        Some(Segment { number: count.number(*segment), first: count.number(0), last: count.number(last) })
    }

    fn get(&self, address: &str) -> Got {
        let whole = self.whole(address);
        if let Some(got) = self.asked.values.borrow().get(&whole) {
            return got.clone();
        }
        let cell = byte_range(&whole).map_or(whole.as_str(), |(cell, _)| cell);
        let got = match whole == self.lens.veil.mask() || self.lens.veil.hides_cell(cell) {
            true => Got::Hidden,
            false => self.seen(self.place(&whole)),
        };
        if got != Got::Pending {
            self.asked.values.borrow_mut().insert(whole, got.clone());
        }
        got
    }

    fn before(&self, address: &str) -> Option<Got> {
        let earlier = self.earlier?;
        let whole = self.whole(address);
        if self.get(address) == Got::Hidden {
            return Some(Got::Hidden);
        }
        Some(self.seen(self.place_before(earlier, &whole)))
    }

    fn is_covered(&self, address: &str) -> bool {
        self.place(&self.whole(address)).is_ok_and(|place| self.lens.covers(&place))
    }

    fn from(&self, address: &str) -> Vec<Parent> {
        let whole = self.whole(address);
        if let Some(known) = self.asked.operands.borrow().get(&whole) {
            return known.clone();
        }
        let found = self.parents_of(&whole);
        if !found.is_empty() {
            self.asked.operands.borrow_mut().insert(whole, found.clone());
        }
        found
    }

    fn given_to(&self, address: &str) -> Vec<Parent> {
        let inner = address.strip_prefix('/').and_then(|whole| whole.strip_prefix(&self.base)?.strip_prefix('/'));
        let (Some((call, _)), Some((part, segment, trace))) =
            (inner.and_then(|inner| inner.split_once('/')), &self.inside)
        else {
            return Vec::new();
        };
        let call = trace.calls.iter().find(|one| call == format!("{}{}", one.name, one.index));
        let nodes = call.into_iter().flat_map(|call| &call.arguments).flat_map(|(_, nodes)| nodes);
        let parent = |node: &u32| {
            let name = label_of(trace, *node);
            let place = Place::Nodes { part: part.clone(), segment: *segment, nodes: vec![*node] };
            let address = format!("/{}", part.segment_at(*segment).join(&name));
            (!self.lens.covers(&place)).then_some(Parent { name, address })
        };
        nodes.filter(|node| trace.label(**node).is_some()).filter_map(parent).collect()
    }

    fn formula(&self, address: &str) -> String {
        match self.place(&self.whole(address)) {
            Ok(Place::Nodes { part, segment, nodes }) if nodes.len() == 1 => {
                let trace = part.record(segment, self.lens.budget);
                trace.map_or_else(
                    |_| String::new(),
                    |trace| headline(&part, segment, &trace, nodes[0], self.lens.budget),
                )
            }
            Ok(_) | Err(_) => String::new(),
        }
    }

    fn table(&self, address: &str) -> &'static [u8] {
        let Ok(Place::Nodes { part, segment, nodes }) = self.place(&self.whole(address)) else { return &[] };
        let Ok(trace) = part.record(segment, self.lens.budget) else { return &[] };
        let mut open = nodes;
        // A look-up lies a few steps below the name: in a helper, beside the other way to the same.
        for _ in 0..LOOK_UP {
            let table = open.iter().find_map(|node| match trace.read(*node) {
                Some((Reading::Table(table), _)) => Some(table.bytes),
                _ => None,
            });
            if let Some(table) = table {
                return table;
            }
            open = open.iter().flat_map(|node| trace.parents(*node)).collect();
        }
        &[]
    }

    fn is_copy(&self, address: &str) -> bool {
        match self.place(&self.whole(address)) {
            Ok(Place::Nodes { part, segment, nodes }) => {
                let Ok(trace) = part.record(segment, self.lens.budget) else { return false };
                nodes.iter().all(|node| trace.original(*node).is_some())
            }
            Ok(Place::Value(_) | Place::Segment { .. }) | Err(_) => false,
        }
    }

    fn labels(&self) -> &[Named] {
        let Some((_, _, trace)) = &self.inside else { return &[] };
        self.asked.labels.get_or_init(|| {
            let named = |step: &crate::num::Step| Named {
                name: step.name,
                index: step.index.iter().collect(),
                count: step.nodes.len(),
            };
            trace.steps().iter().map(named).collect()
        })
    }

    fn spans(&self, address: &str) -> Vec<Stretch> {
        self.stretches(&self.whole(address))
    }

    fn byte(&self) -> Option<u64> {
        self.byte.map(|(byte, _)| byte)
    }

    fn is_in_bytes(&self) -> bool {
        self.byte.is_some_and(|(_, within)| within)
    }

    fn segments(&self, address: &str) -> u64 {
        let whole = self.whole(address);
        let found = whole.rsplit_once('/').and_then(|(above, name)| {
            let run = self.run_at(above)?;
            let item = run.items.iter().find(|item| item.name == name)?;
            match &item.body {
                Body::Part(part) => Some(part.segments()),
                Body::Bytes { .. } | Body::Run(_) => None,
            }
        });
        found.unwrap_or(0)
    }

    fn calls(&self) -> Vec<Call> {
        self.run.as_ref().map_or_else(Vec::new, |run| self.calls_of(run))
    }

    fn pieces(&self) -> Vec<Piece> {
        self.run.as_ref().filter(|_| self.inside.is_none()).map_or_else(Vec::new, |run| self.pieces_of(run))
    }

    fn mentioned_by(&self) -> Vec<String> {
        let here = cell_of(&self.here);
        let mentions = |cell: &&Cell| expr::names(&cell.line.expr).iter().any(|(name, _)| *name == here);
        self.lens.sheet.cells().iter().filter(mentions).map(|cell| cell.name().to_owned()).collect()
    }

    fn spread(&self, cell: &str) -> Option<Spread> {
        if let Some(known) = self.asked.spreads.borrow().get(cell) {
            return known.clone();
        }
        let below = self.base.split_once('/').map_or("", |(_, below)| below);
        let segment = self.inside.as_ref().map(|(_, segment, _)| *segment);
        let at = spread::At { below, segment, label: self.label().map(|(name, _)| name) };
        let found = spread::spread(self.lens, self.earlier, cell, &at);
        self.asked.spreads.borrow_mut().insert(cell.to_owned(), found.clone());
        found
    }

    fn lanes(&self) -> Option<&Lanes> {
        self.lens.sheet.lanes()
    }

    fn alike(&self) -> Vec<(String, String)> {
        spread::alike(self.lens.sheet, cell_of(&self.here))
    }

    fn plane(&self) -> &[(u64, u64)] {
        self.plane.get_or_init(|| {
            let curve = self.run.as_ref().and_then(|run| run.inputs.iter().find(|(name, _)| *name == "curve").cloned());
            let name = curve.and_then(|(_, curve)| curve.to_text().ok().flatten());
            name.map_or_else(Vec::new, |name| plane::points(&name).to_vec())
        })
    }

    fn taken_apart(&self) -> Option<Apart> {
        self.apart()
    }

    fn asks_for(&self, count: u64) -> bool {
        self.lens.veil.hides_count(count, cell_of(&self.here))
    }

    fn parts(&self) -> Vec<String> {
        self.run.as_ref().map_or_else(Vec::new, |run| run.items.iter().map(|item| item.name.clone()).collect())
    }
}
