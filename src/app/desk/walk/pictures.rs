//! Moves along the stops of a picture, and the choice of one.

use std::cell::RefCell;
use std::rc::Rc;

use super::{Focus, Walk};
use crate::app::outcome::Outcome;
use crate::learner::lens::{Around, Asked, Drawn, Lens, chosen};
use crate::sheet::Sheet;
use crate::sheet::spot::{Depth, Spot};
use crate::view::picture::{ASKED, PICTURES, Scene, byte_range, picture};

impl Walk {
    /// The scene around the spot, with what was asked for on the way here.
    fn scene<'a>(&self, lens: &Lens<'a>, earlier: Option<&'a Sheet>) -> Option<Around<'a>> {
        let scene = Around::again(&self.spot, *lens, earlier, self.asked()).ok()?;
        *self.asked.borrow_mut() = scene.asked();
        Some(scene)
    }

    /// Values and operands that were asked for in the segment.
    pub fn asked(&self) -> Rc<Asked> {
        Rc::new(self.asked.borrow().again())
    }

    /// Asks anew from now on: the sheet or its veil is another.
    pub fn forget(&mut self) {
        self.asked = RefCell::default();
    }

    /// How the place is drawn.
    pub fn drawn(&self) -> Drawn {
        match self.focus {
            Focus::Place => self.drawn,
            Focus::Bits { .. } | Focus::Operands(_) | Focus::Values(_) => Drawn::List,
        }
    }

    /// Draws places as a lesson wants them: by the picture of that name, else by the first that fits.
    pub fn draw_as(&mut self, name: Option<&str>) {
        self.drawn = match name.map(picture) {
            None => Drawn::First,
            Some(Some(picture)) => Drawn::Chosen(picture.name),
            Some(None) => Drawn::List,
        };
    }

    /// Draws the place by the next picture that fits, after the last one by a list.
    pub fn next_picture(&mut self, lens: &Lens, earlier: Option<&Sheet>) -> Outcome {
        self.focus = Focus::Place;
        let Some(scene) = self.scene(lens, earlier) else { return Outcome::Nothing };
        let offered = PICTURES.iter().chain(ASKED.iter().filter(|picture| picture.changes && earlier.is_some()));
        let fitting: Vec<&str> = offered.filter(|picture| (picture.fits)(&scene)).map(|picture| picture.name).collect();
        let here = chosen(self.drawn, &scene);
        if fitting.is_empty() && here.is_none() {
            return Outcome::told("No picture fits this value: it is shown as a list. ⟨view⟩ shows it another way.");
        }
        let asked = here.is_some_and(|picture| !fitting.contains(&picture.name));
        let here = here.and_then(|picture| fitting.iter().position(|name| *name == picture.name));
        self.drawn = match here {
            None if asked && fitting.is_empty() => Drawn::List,
            None => Drawn::Chosen(fitting[0]),
            Some(last) if last + 1 == fitting.len() => Drawn::List,
            Some(here) => Drawn::Chosen(fitting[here + 1]),
        };
        Outcome::Moved
    }

    /// Whether the picture has stops, or the piece of a run that one stands on a neighbour.
    pub fn leads_on(&self, lens: &Lens) -> bool {
        let has_stops = || {
            let scene = self.scene(lens, None)?;
            Some(!(chosen(self.drawn(), &scene)?.stops)(&scene).is_empty())
        };
        self.spot.has_neighbour(lens.budget) || has_stops().unwrap_or(false)
    }

    /// Whether the next stop is a byte: in the picture, or where none has stops.
    pub fn leads_by_bytes(&self, lens: &Lens) -> bool {
        let stops = self.scene(lens, None).and_then(|scene| Some((chosen(self.drawn(), &scene)?.stops)(&scene)));
        let is_byte = |stop: &String| byte_range(stop).is_some_and(|(_, range)| range.end - range.start == 1);
        stops.is_none_or(|stops| stops.iter().all(is_byte))
    }

    /// To the next stop of the picture, or the one before; past the last, to the first of the next segment. Nothing where
    /// no picture is drawn.
    pub(super) fn step_in_picture(&mut self, forward: bool, lens: &Lens) -> Option<Outcome> {
        if !matches!(self.focus, Focus::Place) {
            return None;
        }
        let (stop, outside) = {
            let scene = self.scene(lens, None)?;
            let picture = chosen(self.drawn(), &scene)?;
            let stops = (picture.stops)(&scene);
            let place = stops.iter().position(|stop| scene.stands_at(stop));
            let next = match place {
                Some(place) if forward => place.checked_add(1),
                Some(place) => place.checked_sub(1),
                None => nearest(&scene, &stops, forward),
            };
            (next.and_then(|next| stops.get(next)).cloned(), stops.is_empty())
        };
        match stop {
            Some(stop) => Some(self.stop_at(&stop, lens)),
            None if outside => None,
            None => Some(self.next_segment_in_picture(forward, lens)),
        }
    }

    /// To the same value a segment later or earlier, where a picture is drawn and the value stands inside of another.
    pub(super) fn along_in_picture(&mut self, forward: bool, lens: &Lens) -> Option<Outcome> {
        if let Some(outcome) = self.row_in_picture(forward, lens) {
            return Some(outcome);
        }
        if self.spot.depth() != Depth::Operation || !matches!(self.focus, Focus::Place) {
            return None;
        }
        let there = {
            let scene = self.scene(lens, None)?;
            chosen(self.drawn(), &scene)?;
            let neighbour = scene.neighbour(if forward { 1 } else { -1 });
            neighbour.zip(scene.below()).map(|(segment, below)| format!("{}/{below}", &segment[1..]))
        };
        Some(there.map_or(Outcome::Nothing, |there| match self.stop_at(&there, lens) {
            Outcome::Told(_) => Outcome::Nothing,
            outcome => outcome,
        }))
    }

    /// In a table to the entry in the next row of it.
    fn row_in_picture(&mut self, forward: bool, lens: &Lens) -> Option<Outcome> {
        let stop = {
            let scene = self.scene(lens, None)?;
            let picture = chosen(self.drawn(), &scene)?;
            let across = picture.across?(&scene);
            let stops = (picture.stops)(&scene);
            let place = stops.iter().position(|stop| scene.stands_at(stop))?;
            let next = if forward { place.checked_add(across) } else { place.checked_sub(across) };
            next.and_then(|next| stops.get(next)).cloned()
        };
        Some(stop.map_or(Outcome::Nothing, |stop| self.stop_at(&stop, lens)))
    }

    fn next_segment_in_picture(&mut self, forward: bool, lens: &Lens) -> Outcome {
        let left = self.spot.clone();
        match self.spot.segment(forward, lens.budget) {
            Ok(true) => {}
            Ok(false) => return Outcome::Nothing,
            Err(error) => return error.into(),
        }
        let stop = self.scene(lens, None).and_then(|scene| {
            let stops = (chosen(self.drawn(), &scene)?.stops)(&scene);
            if forward { stops.first().cloned() } else { stops.last().cloned() }
        });
        match stop {
            Some(stop) => self.stop_at(&stop, lens),
            None => {
                self.spot = left;
                Outcome::Nothing
            }
        }
    }

    /// Stands at a stop, which is no jump that one could go back from.
    fn stop_at(&mut self, stop: &str, lens: &Lens) -> Outcome {
        let within = self.spot.within;
        let cell = lens.sheet.cell(stop.split(['/', '[', '#']).next().unwrap_or_default());
        if let Some(cell) = cell.filter(|cell| cell.name() != self.spot.cell_name()) {
            self.spot = Spot::at(cell);
        }
        let outcome = Outcome::from(self.spot.stand(stop, lens.budget).map(|()| true));
        self.spot.within = within && self.spot.bytes(lens.budget) > 0;
        outcome
    }

    /// Goes to a cell of a picture: an address, or bytes of a value.
    pub fn go_to_drawn(&mut self, address: &str, lens: &Lens) -> Outcome {
        let mut spot = self.spot.clone();
        match spot.stand(address, lens.budget) {
            Ok(()) if spot.cell_name() == address.split(['/', '[', '#']).next().unwrap_or_default() => {
                self.leave_for(spot);
                Outcome::Moved
            }
            Ok(()) | Err(_) => self.go(address, lens),
        }
    }

    /// From a stretch of bytes to the bytes in it, where the picture leads through those. False where it does not.
    pub(super) fn enter_bytes(&mut self, lens: &Lens) -> bool {
        if self.spot.within || self.drawn() == Drawn::List || self.spot.bytes(lens.budget) < 2 {
            return false;
        }
        self.spot.within = true;
        let scene = self.scene(lens, None);
        let leads = scene.is_some_and(|scene| {
            let picture = chosen(self.drawn(), &scene);
            picture.is_some_and(|picture| (picture.stops)(&scene).iter().any(|stop| scene.stands_at(stop)))
        });
        self.spot.within = leads;
        leads
    }
}

/// From a value that is no stop: the next one in the order of computing, or the one before.
fn nearest(scene: &dyn Scene, stops: &[String], forward: bool) -> Option<usize> {
    // Of what is made of several values, the first of them.
    if let Some(inside) = stops.iter().position(|stop| is_below(stop, scene.here())) {
        return Some(inside);
    }
    let place = |address: &str| {
        let below = address.strip_prefix(scene.base())?.strip_prefix('/')?;
        scene.labels().iter().position(|label| label.address() == below)
    };
    let here = place(scene.here());
    if here.is_none() {
        return (forward && !stops.is_empty()).then_some(0);
    }
    match forward {
        true => stops.iter().position(|stop| place(stop) > here),
        false => stops.iter().rposition(|stop| place(stop) < here),
    }
}

/// Whether an address lies below another.
fn is_below(address: &str, above: &str) -> bool {
    address.strip_prefix(above).is_some_and(|rest| rest.starts_with(['/', '[']))
}
