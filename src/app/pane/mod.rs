//! What the computing pane says about a spot, as plain data: the screen draws it, lines of text would say the same.

mod around;
mod focus;
mod sight;
mod subject;

use crate::learner::lens::{Lens, Shot};
use crate::learner::question::Light;
use crate::num::{Step, Trace};
use crate::run::{Budget, Count, Level, Part};
use crate::sheet::spot::{Depth, Spot};
use crate::view::View;
use around::around;
use focus::focus;
pub use sight::{Mark, Sight, mark};
pub use subject::{Bytes, Entry, Subject};

/// The computing pane.
#[derive(Clone, Default)]
pub struct Pane {
    /// The address of the spot.
    pub address: String,
    /// Where it lies: `block 0 of 0…0`, `step 12 of 0…63`.
    pub place: Vec<String>,
    /// How far along it is, as (done, of).
    pub timeline: Option<(u64, u64)>,
    /// The values that it stands among.
    pub around: Vec<Entry>,
    /// The view of several lines that they are shown in, if they are.
    pub grid: Option<&'static View>,
    /// The value itself.
    pub focus: Subject,
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
        pane.locate(spot, budget);
        pane.around = around(spot, lens).unwrap_or_default();
        // Where the state of a round stands around, the index is that of the round.
        let is_round = spot.depth() == Depth::Step && !pane.around.is_empty() && !pane.around.iter().any(|e| e.current);
        let index = pane.place.last().and_then(|place| place.split_once('[')?.1.split_once(']'));
        if let Some((t, rest)) = index.filter(|_| is_round) {
            let round = format!("round {t}{rest}");
            pane.place.pop();
            pane.place.push(round);
        }
        let alike = |entry: &Entry| entry.shown.as_ref().is_some_and(|shown| (view.fits)(shown));
        pane.grid = Some(view).filter(|view| view.grid && !pane.around.is_empty() && pane.around.iter().all(alike));
        pane.focus = focus(spot, view, lens).unwrap_or_else(Subject::from);
        if view.name != "hex" {
            let fits = lens.fits(view, spot);
            let says = if fits { view.name.to_owned() } else { format!("{} wants {}", view.name, view.wants) };
            pane.place.push(says);
        }
        pane
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

    /// Fills in where the spot lies, from its levels.
    fn locate(&mut self, spot: &Spot, budget: &Budget) {
        if spot.lost().is_some() {
            return;
        }
        let levels = spot.cursor().map_or(&[][..], |cursor| cursor.levels());
        for level in levels {
            match level {
                Level::Item { .. } => {}
                Level::Segment { part, segment } => {
                    let name = part.at().as_str().rsplit('/').next().unwrap_or_default().to_owned();
                    if let Some(place) = counted(&name, &**part, *segment) {
                        self.place.push(place);
                    }
                    self.timeline = Some((*segment, part.segments()));
                }
                Level::Step { part, segment, step } => {
                    let Ok(trace) = part.record(*segment, budget) else { continue };
                    let all = trace.steps();
                    if let Some(here) = all.get(*step) {
                        self.place.extend(indexed(&trace, here));
                    }
                    let each = all.len() as u64;
                    self.timeline = Some((segment * each + *step as u64, part.segments() * each));
                }
                Level::Operation { .. } => {}
            }
        }
    }
}

/// `block 2 of 0…7`; nothing for a part that is not counted.
fn counted(name: &str, part: &dyn Part, segment: u64) -> Option<String> {
    let count = part.count();
    let (first, last) = (count.number(0), count.number(part.segments().saturating_sub(1)));
    match count {
        Count::Single => None,
        Count::Up(_) | Count::Down(_) | Count::Labels { .. } => {
            Some(format!("{name} {} of {first}…{last}", count.number(segment)))
        }
    }
}

/// `T1 12 of 0…63`; nothing for a name without an index.
fn indexed(trace: &Trace, step: &Step) -> Option<String> {
    let all = trace.indices(step.name);
    let (first, last) = (all.first()?, all.last()?);
    if step.index.iter().count() == 0 || all.len() < 2 {
        return None;
    }
    Some(format!("{}{} of {}…{}", step.name, step.index, first.last(), last.last()))
}
