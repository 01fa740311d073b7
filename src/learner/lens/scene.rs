//! The scene that pictures read: the values around a spot, each asked for through the lens.

use std::cell::OnceCell;
use std::sync::Arc;

use crate::functions::exchange::curve::plane;
use crate::learner::lens::Lens;
use crate::num::{Index, Trace};
use crate::run::address::{Address, below_cell};
use crate::run::find::label_of;
use crate::run::headline::headline;
use crate::run::{Error, Level, Operand, Origin, Part, Place, Run, Source, Type, Value};
use crate::sheet::Sheet;
use crate::sheet::spot::Spot;
use crate::view::picture::{Given, Got, Named, Parent, Scene, Segment, Stretch};
use crate::view::plain::{self, line};

/// How many bytes of a value a picture gets.
const BYTES: u64 = 4096;
/// How much of a value's text a picture gets, in characters.
const TEXT: usize = 200;

/// The scene around a spot.
pub struct Around<'a> {
    lens: Lens<'a>,
    /// The sheet before an edit, where one compares with it.
    earlier: Option<&'a Sheet>,
    here: String,
    base: String,
    run: Option<Arc<Run>>,
    /// The segment one stands in.
    inside: Option<(Arc<dyn Part>, u64, Arc<Trace>)>,
    labels: OnceCell<Vec<Named>>,
    plane: OnceCell<Vec<(u64, u64)>>,
}

impl<'a> Around<'a> {
    /// The scene around a spot.
    ///
    /// # Errors
    /// What recording the segment gives.
    pub fn of(spot: &Spot, lens: Lens<'a>, earlier: Option<&'a Sheet>) -> Result<Around<'a>, Error> {
        let levels = spot.cursor().filter(|_| spot.lost().is_none()).map_or(&[][..], |cursor| cursor.levels());
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
        Ok(Around { lens, earlier, here, base, run, inside, labels: OnceCell::new(), plane: OnceCell::new() })
    }

    /// The place of a whole address.
    fn place(&self, whole: &str) -> Result<Place, Error> {
        if let Some(place) = self.named(whole) {
            return Ok(place);
        }
        find(self.lens.sheet, whole, &self.lens)
    }

    /// The place of a named value of the segment one stands in: most of what is asked for.
    fn named(&self, whole: &str) -> Option<Place> {
        let (part, segment, trace) = self.inside.as_ref()?;
        let label = whole.strip_prefix(self.base.as_str())?.strip_prefix('/')?;
        if label.contains(['/', '#']) {
            return None;
        }
        let (name, numbers) = label.split_once('[').unwrap_or((label, ""));
        let numbers = numbers.trim_end_matches(']').split("][").filter(|number| !number.is_empty());
        let numbers: Vec<usize> = numbers.map(|number| number.parse().ok()).collect::<Option<_>>()?;
        let nodes = match trace.find(name, index(&numbers)?) {
            nodes if !nodes.is_empty() => nodes,
            // One index more than the label has is the place of a number in an array.
            _ => {
                let (last, array) = numbers.split_last()?;
                vec![*trace.find(name, index(array)?).get(*last)?]
            }
        };
        Some(Place::Nodes { part: part.clone(), segment: *segment, nodes })
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

/// The index of up to three numbers.
fn index(numbers: &[usize]) -> Option<Index> {
    Some(match *numbers {
        [] => Index::NONE,
        [i] => i.into(),
        [i, j] => (i, j).into(),
        [i, j, k] => (i, j, k).into(),
        _ => return None,
    })
}

/// The place of a whole address on a sheet.
fn find(sheet: &Sheet, whole: &str, lens: &Lens) -> Result<Place, Error> {
    let first = whole.split(['/', '[', '#']).next().unwrap_or_default();
    let cell = sheet.cell(first).ok_or_else(|| Error::missing("no such cell"))?;
    match below_cell(whole).filter(|below: &Address| !below.steps.is_empty()) {
        None => cell
            .outcome()
            .map(|outcome| Place::Value(outcome.value.clone()))
            .or_else(|| cell.given().cloned().map(Place::Value))
            .ok_or_else(|| Error::missing("no value")),
        Some(below) => cell.run().ok_or_else(|| Error::missing("nothing below"))?.at(&below, lens.budget),
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
        match whole == self.lens.veil.mask() || self.lens.veil.hides_cell(&whole) {
            true => Got::Hidden,
            false => self.seen(self.place(&whole)),
        }
    }

    fn before(&self, address: &str) -> Option<Got> {
        let earlier = self.earlier?;
        let whole = self.whole(address);
        if self.get(address) == Got::Hidden {
            return Some(Got::Hidden);
        }
        Some(self.seen(find(earlier, &whole, &self.lens)))
    }

    fn is_covered(&self, address: &str) -> bool {
        self.place(&self.whole(address)).is_ok_and(|place| self.lens.covers(&place))
    }

    fn from(&self, address: &str) -> Vec<Parent> {
        let place = self.place(&self.whole(address)).ok().filter(|place| !self.lens.covers(place));
        if let Some(Place::Nodes { part, segment, nodes }) = &place
            && let [node] = nodes[..]
            && let Ok(trace) = part.record(*segment, self.lens.budget)
            && let Some(from) = original(&trace, node).filter(|from| trace.label(*from).is_some())
        {
            let label = label_of(&trace, from);
            let address = format!("/{}", part.segment_at(*segment).join(&label));
            return vec![Parent { name: label, address }];
        }
        let operands = place.and_then(|place| place.operands(self.lens.budget).ok()).unwrap_or_default();
        let parent = |operand: Operand| match (&operand.next, operand.leaf.as_ref().map(|leaf| &leaf.origin)) {
            (Some(_), _) => Some(Parent { name: operand.name, address: format!("/{}", operand.address) }),
            (None, Some(Origin::Input(cell))) => Some(Parent { name: operand.name, address: format!("/{cell}") }),
            (None, _) => None,
        };
        operands.into_iter().filter_map(parent).collect()
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

    fn is_copy(&self, address: &str) -> bool {
        match self.place(&self.whole(address)) {
            Ok(Place::Nodes { part, segment, nodes }) => {
                let Ok(trace) = part.record(segment, self.lens.budget) else { return false };
                nodes.iter().all(|node| original(&trace, *node).is_some())
            }
            Ok(Place::Value(_) | Place::Segment { .. }) | Err(_) => false,
        }
    }

    fn labels(&self) -> &[Named] {
        self.labels.get_or_init(|| {
            let steps = self.inside.as_ref().map_or(&[][..], |(_, _, trace)| trace.steps());
            let named = |step: &crate::num::Step| Named {
                name: step.name,
                index: step.index.iter().collect(),
                count: step.nodes.len(),
            };
            steps.iter().map(named).collect()
        })
    }

    fn spans(&self, address: &str) -> Vec<Stretch> {
        let Ok(Place::Value(Value::Bytes(rope) | Value::Text(rope))) = self.place(&self.whole(address)) else {
            return Vec::new();
        };
        let mut at = 0;
        let stretch = |span: &crate::run::Span| {
            let range = at..at + span.len();
            at = range.end;
            let (name, address) = match &span.origin {
                Origin::Input(path) => (path.to_string(), path.to_string()),
                Origin::Constant(name) => (name.to_string(), String::new()),
                Origin::Length(of) => (format!("length of {of}"), String::new()),
                Origin::Part(part) => (part.at().to_string(), part.at().to_string()),
                Origin::Argument { .. } | Origin::Named { .. } | Origin::Reversed(_) | Origin::Repeated(_) => {
                    (span.to_string(), String::new())
                }
            };
            let is_input = matches!(span.origin, Origin::Input(_));
            Stretch { range, name, address, is_text: is_input, is_input }
        };
        rope.all().iter().map(stretch).collect()
    }

    fn plane(&self) -> &[(u64, u64)] {
        self.plane.get_or_init(|| {
            let curve = self.run.as_ref().and_then(|run| run.inputs.iter().find(|(name, _)| *name == "curve").cloned());
            let name = curve.and_then(|(_, curve)| curve.to_text().ok().flatten());
            name.map_or_else(Vec::new, |name| plane::points(&name))
        })
    }

    fn parts(&self) -> Vec<String> {
        self.run.as_ref().map_or_else(Vec::new, |run| run.items.iter().map(|item| item.name.clone()).collect())
    }
}

/// The named or read value that a node hands on unchanged under a name of its own.
fn original(trace: &Trace, node: u32) -> Option<u32> {
    let mut at = node;
    loop {
        match trace.copied(at)[..] {
            [from] if from != at => {
                if trace.label(from).is_some_and(|label| label.node == from) || trace.read(from).is_some() {
                    return Some(from);
                }
                at = from;
            }
            _ => return None,
        }
    }
}
