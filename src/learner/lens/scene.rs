//! The scene that pictures read: the values around a spot, each asked for through the lens.

use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;
use std::sync::Arc;

use crate::functions::exchange::curve::plane;
use crate::learner::lens::Lens;
use crate::num::{Index, Trace};
use crate::run::address::{Address, below_cell};
use crate::run::find::label_of;
use crate::run::headline::headline;
use crate::run::{Body, Error, Item, Level, Operand, Origin, Part, Place, Rope, Run, Source, Span, Type, Value};
use crate::sheet::spot::Spot;
use crate::sheet::{Cell, Sheet, expr};
use crate::view::picture::{Call, Given, Got, Named, Parent, Scene, Segment, Stretch, byte_range};
use crate::view::plain::{self, line};

/// How many bytes of a value a picture gets.
const BYTES: u64 = 4096;
/// How many stretches a picture gets.
const STRETCHES: usize = 32;
/// How much of a value's text a picture gets, in characters.
const TEXT: usize = 200;

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
    inside: Option<(Arc<dyn Part>, u64, Arc<Trace>)>,
    labels: OnceCell<Vec<Named>>,
    plane: OnceCell<Vec<(u64, u64)>>,
    /// Values that were asked for already: each size of a drawing asks for the same.
    known: RefCell<HashMap<String, Got>>,
    /// Operands that were asked for already.
    operands: RefCell<HashMap<String, Vec<Parent>>>,
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
        let byte = (spot.bytes(lens.budget) > 0).then_some((spot.byte, spot.within));
        Ok(Around {
            lens,
            earlier,
            here,
            byte,
            base,
            run,
            inside,
            labels: OnceCell::new(),
            plane: OnceCell::new(),
            known: RefCell::default(),
            operands: RefCell::default(),
        })
    }

    /// The place of a whole address.
    fn place(&self, whole: &str) -> Result<Place, Error> {
        if let Some(place) = self.named(whole) {
            return Ok(place);
        }
        find(self.lens.sheet, whole, &self.lens)
    }

    /// Name and type that somebody gave bytes as: an input, or an argument that is written in a formula.
    fn given_as(&self, whole: &str, span: &Span) -> Option<(String, Type)> {
        if let Origin::Input(cell) = &span.origin {
            let given = self.lens.sheet.cell(cell.as_str())?.given()?;
            return Some((cell.to_string(), given.kind()));
        }
        let ends = whole.match_indices('/').map(|(at, _)| at).chain([whole.len()]);
        ends.filter_map(|end| self.run_at(&whole[..end])).find_map(|run| {
            let argument = run.inputs.iter().find(|(_, value)| {
                let literal = value.rope().filter(|_| matches!(span.origin, Origin::Constant(_)));
                literal.is_some_and(|rope| place_in(rope, span).is_some())
            });
            // A text that a function took as bytes is one still to whoever wrote it.
            let written = span.to_vec().is_ok_and(|bytes| bytes.iter().all(|byte| (0x20..0x7f).contains(byte)));
            argument.map(|(name, value)| ((*name).to_owned(), if written { Type::Text } else { value.kind() }))
        })
    }

    /// The piece of a run further out that bytes were taken from, the smallest there is: its name and its address.
    fn taken_from(&self, whole: &str, span: &Span) -> Option<(String, String)> {
        let mut found: Option<(u64, String, String)> = None;
        for (end, _) in whole.match_indices('/') {
            let above = &whole[..end];
            let Some(run) = self.run_at(above) else { continue };
            for item in run.items.iter().filter(|item| item.number.is_none()) {
                let address = format!("{above}/{}", item.name);
                let bytes = piece(&item.body);
                let smaller = found.as_ref().is_none_or(|(len, ..)| bytes.len() < *len);
                if smaller
                    && address != whole
                    && !whole.starts_with(&format!("{address}/"))
                    && place_in(&bytes, span).is_some()
                {
                    found = Some((bytes.len(), item.name.clone(), address));
                }
            }
        }
        found.map(|(_, name, address)| (name, address))
    }

    /// A run as a call that digests what it was fed.
    fn call(&self, run: &Run) -> Option<Call> {
        run.items.iter().find(|item| item.name == "pad" && matches!(item.body, Body::Run(_)))?;
        let address = run.at.to_string();
        let input = self.spans(&format!("/{address}/pad/message"));
        let name = address.rsplit('/').next().unwrap_or_default().to_owned();
        (!input.is_empty()).then_some(Call { name, address, function: run.function, input })
    }

    /// The operands of the value at a whole address.
    fn parents_of(&self, whole: &str) -> Vec<Parent> {
        let place = self.place(whole).ok().filter(|place| !self.lens.covers(place));
        // A call comes from what it was fed.
        if place.is_some()
            && let Some(call) = self.run_at(whole).and_then(|run| self.call(&run))
        {
            let fed = |stretch: &Stretch| Parent {
                name: stretch.name.clone(),
                address: format!("/{}", stretch.below(&self.base)),
            };
            return call.input.iter().map(fed).collect();
        }
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

    /// The run at an address: of a cell, or of a named piece.
    fn run_at(&self, whole: &str) -> Option<Arc<Run>> {
        let mut steps = whole.split('/');
        let mut run = self.lens.sheet.cell(steps.next()?)?.run()?.clone();
        for step in steps {
            let item = run.items.iter().find(|item| match item.number {
                None => item.name == step,
                Some(number) => step.strip_prefix(&item.name).is_some_and(|index| index == format!("[{number}]")),
            });
            let Some(Body::Run(inner)) = item.map(|item| &item.body) else { return None };
            run = inner.clone();
        }
        Some(run)
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

/// The place of a whole address on a sheet; one index more than bytes have is a byte of theirs, or several.
fn find(sheet: &Sheet, whole: &str, lens: &Lens) -> Result<Place, Error> {
    let several = byte_range(whole).filter(|(_, range)| range.end - range.start > 1);
    let found = match several {
        Some(_) => Err(Error::missing("several values")),
        None => find_value(sheet, whole, lens),
    };
    let Some((bytes, range)) = byte_range(whole).filter(|_| found.is_err()) else { return found };
    match find_value(sheet, bytes, lens) {
        Ok(Place::Value(Value::Bytes(rope) | Value::Text(rope))) if range.end <= rope.len() => {
            Ok(Place::bytes(rope.slice(range)))
        }
        _ => found,
    }
}

fn find_value(sheet: &Sheet, whole: &str, lens: &Lens) -> Result<Place, Error> {
    let first = whole.split(['/', '[', '#']).next().unwrap_or_default();
    let cell = sheet.cell(first).ok_or_else(|| Error::missing("no such cell"))?;
    match below_cell(whole).filter(|below: &Address| !below.steps.is_empty()) {
        None if whole != first => Err(Error::missing("a cell has no index")),
        None => cell
            .outcome()
            .map(|outcome| Place::Value(outcome.value.clone()))
            .or_else(|| cell.given().cloned().map(Place::Value))
            .ok_or_else(|| Error::missing("no value")),
        Some(below) => cell.run().ok_or_else(|| Error::missing("nothing below"))?.at(&below, lens.budget),
    }
}

/// The bytes of a named piece.
fn piece(body: &Body) -> Rope {
    match body {
        Body::Bytes { rope, .. } => rope.clone(),
        Body::Part(part) => Rope::output(part),
        Body::Run(run) => run.result.rope().cloned().unwrap_or_default(),
    }
}

/// Name of a stretch: what somebody gave it for, else where it comes from.
fn called(span: &Span, given: Option<&(String, Type)>, taken: Option<&(String, String)>) -> String {
    if let Some(name) = given.map(|(name, _)| name).or(taken.map(|(name, _)| name)) {
        return name.clone();
    }
    let last = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
    match &span.origin {
        Origin::Input(path) => last(path.as_str()),
        Origin::Constant(name) => name.to_string(),
        Origin::Length(_) if span.len() > 1 && span.to_vec().is_ok_and(|all| all.iter().all(|byte| *byte == 0)) => {
            "zeros".to_owned()
        }
        Origin::Length(_) => "length".to_owned(),
        Origin::Part(part) => last(part.at().as_str()),
        Origin::Argument { .. } | Origin::Named { .. } | Origin::Reversed(_) | Origin::Repeated(_) => {
            last(&span.to_string())
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
        if let Some(got) = self.known.borrow().get(&whole) {
            return got.clone();
        }
        let cell = byte_range(&whole).map_or(whole.as_str(), |(cell, _)| cell);
        let got = match whole == self.lens.veil.mask() || self.lens.veil.hides_cell(cell) {
            true => Got::Hidden,
            false => self.seen(self.place(&whole)),
        };
        self.known.borrow_mut().insert(whole, got.clone());
        got
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
        let whole = self.whole(address);
        if let Some(known) = self.operands.borrow().get(&whole) {
            return known.clone();
        }
        let found = self.parents_of(&whole);
        self.operands.borrow_mut().insert(whole, found.clone());
        found
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
        let whole = self.whole(address);
        let Ok(Place::Value(Value::Bytes(rope) | Value::Text(rope))) = self.place(&whole) else { return Vec::new() };
        if rope.all().len() > STRETCHES {
            return Vec::new();
        }
        let run = self.run_at(&whole);
        let pieces: Vec<(&str, Rope)> = run.as_ref().map_or_else(Vec::new, |run| {
            run.items
                .iter()
                .filter(|item| item.number.is_none())
                .map(|item| (item.name.as_str(), piece(&item.body)))
                .collect()
        });
        let mut at = 0;
        let stretch = |span: &Span| {
            let range = at..at + span.len();
            at = range.end;
            let given = self.given_as(&whole, span);
            let taken = self.taken_from(&whole, span);
            let found =
                pieces.iter().find_map(|(name, piece)| place_in(piece, span).map(|place| (*name, piece.len(), place)));
            let (name, address) = match found {
                Some((name, len, 0)) if len == span.len() => (name.to_owned(), format!("{whole}/{name}")),
                Some((name, _, place)) => (
                    called(span, given.as_ref(), taken.as_ref()),
                    bytes_at(&format!("{whole}/{name}"), place, span.len()),
                ),
                None => (called(span, given.as_ref(), taken.as_ref()), bytes_at(&whole, range.start, span.len())),
            };
            let is_text = given.as_ref().is_some_and(|(_, kind)| *kind == Type::Text);
            let from = taken.map_or_else(String::new, |(_, from)| from);
            Stretch { range, name, address, from, is_text, is_input: given.is_some() }
        };
        rope.all().iter().filter(|span| !span.is_empty()).map(stretch).collect()
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
        let Some(run) = &self.run else { return Vec::new() };
        let call = |item: &Item| match &item.body {
            Body::Run(inner) => self.call(inner),
            Body::Bytes { .. } | Body::Part(_) => None,
        };
        run.items.iter().filter_map(call).collect()
    }

    fn mentioned_by(&self) -> Vec<String> {
        let here = self.here.split(['/', '[', '#']).next().unwrap_or_default();
        let mentions = |cell: &&Cell| expr::names(&cell.line.expr).iter().any(|(name, _)| *name == here);
        self.lens.sheet.cells().iter().filter(mentions).map(|cell| cell.name().to_owned()).collect()
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

/// Where a stretch lies in a piece that is made of the very same bytes.
fn place_in(piece: &Rope, span: &Span) -> Option<u64> {
    let mut at = 0;
    for other in piece.all() {
        let same = match (&other.origin, &span.origin) {
            (Origin::Part(one), Origin::Part(another)) => Arc::ptr_eq(one, another),
            _ => other.is_beside(span),
        };
        if same && other.range.start <= span.range.start && span.range.end <= other.range.end {
            return Some(at + span.range.start - other.range.start);
        }
        at += other.len();
    }
    None
}

/// The address of so many bytes of a value.
fn bytes_at(whole: &str, first: u64, count: u64) -> String {
    match count {
        1 => format!("{whole}[{first}]"),
        _ => format!("{whole}[{first}..{}]", first + count - 1),
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
