//! Moves along the stops of a picture, and the choice of one.

use std::cell::RefCell;
use std::rc::Rc;

use super::{Focus, Walk};
use crate::app::outcome::Outcome;
use crate::learner::lens::{Around, Asked, Drawn, Lens, chosen};
use crate::run::Budget;
use crate::run::address::cell_of;
use crate::sheet::Sheet;
use crate::sheet::spot::{Depth, Spot};
use crate::view::picture::{ASKED, PICTURES, Picture, Scene, byte_range, nearest, picture};

/// The stops of a picture, in the scene that it draws.
struct Stops<'a> {
    scene: Around<'a>,
    picture: &'static Picture,
    all: Vec<String>,
}

impl Stops<'_> {
    /// Which of them one stands at.
    fn here(&self) -> Option<usize> {
        self.all.iter().position(|stop| self.scene.stands_at(stop))
    }
}

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
        let here = here.and_then(|picture| fitting.iter().position(|name| *name == picture.name));
        let next = here.map_or(0, |here| here + 1);
        self.drawn = fitting.get(next).map_or(Drawn::List, |name| Drawn::Chosen(name));
        Outcome::Moved
    }

    /// The stops of the picture that is drawn; nothing where none is.
    fn stops<'a>(&self, lens: &Lens<'a>) -> Option<Stops<'a>> {
        if self.drawn() == Drawn::List {
            return None;
        }
        let scene = self.scene(lens, None)?;
        let picture = chosen(self.drawn(), &scene)?;
        let all = (picture.stops)(&scene);
        Some(Stops { scene, picture, all })
    }

    /// Whether a step leads to another value; where that would have to be computed, it is taken to be there.
    pub fn leads(&self, forward: bool, lens: &Lens) -> bool {
        if self.on_strip || matches!(self.focus, Focus::Bits { .. }) {
            return true;
        }
        let (mut spot, budget) = (self.spot.clone(), Budget::none());
        let leads = match self.stops(lens).filter(|stops| !stops.all.is_empty()) {
            Some(stops) => match stops.here() {
                Some(place) if beside(place, 1, forward).is_some_and(|next| next < stops.all.len()) => return true,
                Some(_) => spot.segment(forward, &budget),
                None => return true,
            },
            None => spot.step(forward, &budget),
        };
        leads.unwrap_or(true)
    }

    /// Whether the next stop is a byte: in the picture, or where none has stops.
    pub fn leads_by_bytes(&self, lens: &Lens) -> bool {
        let is_byte = |stop: &String| byte_range(stop).is_some_and(|(_, range)| range.end - range.start == 1);
        self.stops(lens).is_none_or(|stops| stops.all.iter().all(is_byte))
    }

    /// To the next stop of the picture, or the one before; past the last, to the first of the next segment. Nothing
    /// where no picture is drawn.
    pub(super) fn step_in_picture(&mut self, forward: bool, lens: &Lens) -> Option<Outcome> {
        let stops = self.stops(lens).filter(|stops| !stops.all.is_empty())?;
        let next = match stops.here() {
            Some(place) => beside(place, 1, forward),
            None => nearest(&stops.scene, &stops.all, forward),
        };
        let picture = stops.picture;
        Some(match next.and_then(|next| stops.all.get(next)) {
            Some(stop) => {
                let outcome = self.stop_at(stop, lens);
                self.keep_picture(picture, lens);
                outcome
            }
            None => self.next_segment_in_picture(forward, lens),
        })
    }

    /// Goes on with the picture that led here, though another one would be the first that fits.
    fn keep_picture(&mut self, picture: &'static Picture, lens: &Lens) {
        if !matches!(self.drawn, Drawn::First | Drawn::Kept(_)) {
            return;
        }
        let Some(scene) = self.scene(lens, None).filter(|scene| (picture.fits)(scene)) else { return };
        if chosen(self.drawn, &scene).is_none_or(|first| first.name != picture.name) {
            self.drawn = Drawn::Kept(picture.name);
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
        let scene = self.scene(lens, None)?;
        chosen(self.drawn(), &scene)?;
        let neighbour = scene.neighbour(if forward { 1 } else { -1 });
        let there = neighbour.zip(scene.below()).map(|(segment, below)| format!("{}/{below}", &segment[1..]));
        Some(there.map_or(Outcome::Nothing, |there| match self.stop_at(&there, lens) {
            Outcome::Told(_) => Outcome::Nothing,
            outcome => outcome,
        }))
    }

    /// In a table to the entry in the next row of it.
    fn row_in_picture(&mut self, forward: bool, lens: &Lens) -> Option<Outcome> {
        let stops = self.stops(lens)?;
        let across = stops.picture.across?(&stops.scene);
        let next = beside(stops.here()?, across, forward).and_then(|next| stops.all.get(next));
        Some(next.map_or(Outcome::Nothing, |stop| self.stop_at(stop, lens)))
    }

    fn next_segment_in_picture(&mut self, forward: bool, lens: &Lens) -> Outcome {
        let left = self.spot.clone();
        match self.spot.segment(forward, lens.budget) {
            Ok(true) => {}
            Ok(false) => return Outcome::Nothing,
            Err(error) => return error.into(),
        }
        let stops = self.stops(lens).map_or_else(Vec::new, |stops| stops.all);
        let stop = if forward { stops.first() } else { stops.last() };
        match stop {
            Some(stop) => self.stop_at(stop, lens),
            None => {
                self.spot = left;
                Outcome::Nothing
            }
        }
    }

    /// Stands at a stop, which is no jump that one could go back from.
    fn stop_at(&mut self, stop: &str, lens: &Lens) -> Outcome {
        let within = self.spot.within;
        let cell = lens.sheet.cell(cell_of(stop));
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
            Ok(()) if spot.cell_name() == cell_of(address) => {
                self.leave_for(spot);
                Outcome::Moved
            }
            Ok(()) | Err(_) => self.go(address, lens),
        }
    }

    /// From a stretch of bytes to the bytes in it, where the picture leads through those. False where it does not.
    pub(super) fn enter_bytes(&mut self, lens: &Lens) -> bool {
        if self.spot.within || self.spot.bytes(lens.budget) < 2 {
            return false;
        }
        self.spot.within = true;
        self.spot.within = self.stops(lens).is_some_and(|stops| stops.here().is_some());
        self.spot.within
    }
}

/// The place so many behind another, or before it.
pub(super) fn beside(place: usize, by: usize, forward: bool) -> Option<usize> {
    if forward { place.checked_add(by) } else { place.checked_sub(by) }
}
