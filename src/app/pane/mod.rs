//! What the computing pane says about a spot, as plain data: the screen draws it, lines of text would say the same.

mod sight;

use crate::learner::lens::among::Entry;
use crate::learner::lens::subject::Subject;
use crate::learner::lens::{Lens, Shot, lies};
use crate::learner::question::Light;
use crate::run::Pace;
use crate::run::strip::Strip;
use crate::sheet::spot::Spot;
use crate::view::View;
pub use sight::{Mark, Sight, mark};

/// The computing pane.
#[derive(Clone, Default)]
pub struct Pane {
    /// The address of the spot.
    pub address: String,
    /// Where it lies: `block 0 of 0…1`, `step 12 of 0…63`.
    pub place: Vec<String>,
    /// The whole run, and how far along it is.
    pub strip: Option<Strip>,
    /// The values that it stands among.
    pub around: Vec<Entry>,
    /// The view of several lines that they are shown in, if they are.
    pub grid: Option<&'static View>,
    /// The value itself.
    pub focus: Subject,
    /// How fast it is computed, where it is.
    pub pace: Pace,
    /// Whether that was stopped.
    pub stopped: bool,
    /// The light on an answer, where one is to look at it for that.
    pub lit: Option<Light>,
    /// The picture of the place, where one fits.
    pub picture: Option<Shot>,
    /// The pane at this address before the last edit: what is other there is marked.
    pub before: Option<Box<Pane>>,
}

impl Pane {
    /// The pane for a spot.
    pub fn of(spot: &Spot, view: &'static View, lens: &Lens) -> Pane {
        let budget = lens.budget;
        let mut pane = Pane { address: spot.address(budget).unwrap_or_default(), ..Pane::default() };
        (pane.place, pane.strip) = (lies(spot, budget), spot.strip(budget));
        pane.around = lens.among(spot).unwrap_or_default();
        let alike = |entry: &Entry| entry.shown.as_ref().is_some_and(|shown| (view.fits)(shown));
        pane.grid = Some(view).filter(|view| view.grid && !pane.around.is_empty() && pane.around.iter().all(alike));
        pane.focus = lens.subject(spot, view).unwrap_or_else(Subject::from);
        if view.name != "hex" && lens.fits(view, spot) {
            pane.place.push(view.name.to_owned());
        }
        pane
    }

    /// How far a value is that is not there yet: `computing: 12 of 64, about 3 s`, `stopped at 12 of 64`.
    pub fn how_far(&self, done: u64, of: u64) -> String {
        match self.stopped {
            true => format!("stopped at {done} of {of}"),
            false => format!("computing: {done} of {of}{}", self.pace.said()),
        }
    }

    /// Whether the value is being computed.
    pub fn is_pending(&self) -> bool {
        matches!(self.focus, Subject::Pending(..))
    }

    /// Keeps what was shown at the same address before the last edit. Looking again, as after a crate has answered or
    /// while a value is still being computed, is no edit: `is_drawn_anew` says whether the picture shows other values.
    pub fn mark_changes(&mut self, before: &Pane, is_drawn_anew: impl Fn(&Shot, &Shot) -> bool) {
        let here = |pane: &Pane| self.address.is_empty() || pane.address == self.address;
        let is_drawn_anew = || match (&self.picture, &before.picture) {
            (Some(now), Some(before)) => is_drawn_anew(now, before),
            (None, None) => false,
            _ => true,
        };
        let last = match before {
            _ if before.address.is_empty() || before.is_pending() => before.before.clone(),
            _ if !here(before) => None,
            _ if before.says() == self.says() && !is_drawn_anew() => before.before.clone(),
            _ => Some(Box::new(Pane { before: None, ..before.clone() })),
        };
        self.before = last.filter(|last| here(last));
        if let (Some(now), Some(last)) = (&mut self.picture, &self.before) {
            last.picture.iter().for_each(|last| now.mark_changes(last));
        }
    }

    /// The values that are shown beside the picture, apart from how they are.
    fn says(&self) -> (Vec<&str>, &[u8]) {
        let mut texts: Vec<&str> = self.around.iter().map(|entry| entry.value.as_str()).collect();
        let mut bytes: &[u8] = &[];
        match &self.focus {
            Subject::Operation { operands, value, .. } => {
                texts.push(value);
                texts.extend(operands.iter().map(|operand| operand.value.as_str()));
            }
            Subject::Plain { value, .. } => texts.push(value),
            Subject::Bytes(shown) => bytes = &shown.bytes,
            Subject::Nothing | Subject::Hidden | Subject::Pending(..) | Subject::Missing(_) => {}
        }
        (texts, bytes)
    }

    /// The value of that name among those around the spot.
    pub fn named(&self, name: &str) -> Option<&Entry> {
        self.around.iter().find(|entry| entry.name == name)
    }
}
