//! The sight of a desk: all that the computing half shows, made anew after each change.

use std::rc::Rc;

use super::Pane;
use crate::app::desk::Desk;
use crate::app::desk::pins::Pinned;
use crate::app::desk::walk::Walk;
use crate::functions::Agreement;
use crate::learner::lens::subject::Subject;
use crate::learner::lens::{Around, Panels, Shot, frame};
use crate::run::Budget;
use crate::sheet::{self, Cell};

/// How much of the page's result is made into text, in columns.
const RESULT: usize = 200;
/// How much of an input is made into text, in characters.
const INPUT: usize = 400;

/// The sight of a desk.
#[derive(Clone, Default)]
pub struct Sight {
    /// The value one stands on and those around it.
    pub pane: Pane,
    /// The cell one stands in: `digest = sha256(message)`.
    pub title: String,
    /// The word of the vetted crate on it.
    pub mark: Option<Mark>,
    /// The pinned values.
    pub pins: Vec<Pinned>,
    /// The inputs and what stands in them.
    pub inputs: Vec<(String, String)>,
    /// The cell that one stands in, and its value, where it is computed.
    pub result: Option<(String, String)>,
    /// The other values that the page watches.
    pub beside: Vec<Pane>,
    /// The panels on what stands around the value.
    pub panels: Panels,
    /// The number of the page whose value is kept, where this page has none of its own.
    pub kept: Option<usize>,
}

/// A word from the vetted crate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The sign before it: `✓`, or what tells that it is no agreement, or not yet.
    pub glyph: &'static str,
    /// Whether it disagrees.
    pub differs: bool,
    /// The words of it.
    pub says: String,
}

impl Sight {
    /// Looks again at the place one stands on.
    pub fn look(&mut self, desk: &mut Desk, budget: &Budget) {
        desk.look_at_sides(budget);
        self.pins = desk.look_at_pins(budget);
        let (walk, lens) = (desk.walk(), desk.lens(budget));
        let mut pane = Pane::of(walk.spot(), walk.look(), &lens);
        let (spot, drawn, earlier) = desk.drawn(budget);
        pane.strip = pane.strip.map(|strip| desk.shaded(strip, &lens));
        let asked = if desk.is_turned() { Rc::default() } else { walk.asked() };
        let scene = Around::again(spot, drawn, earlier, asked);
        pane.picture = scene.ok().and_then(|scene| Shot::of(walk.drawn(), &scene));
        pane.mark_changes(&self.pane, |now, before| {
            now.scene(spot, drawn, earlier).is_some_and(|scene| now.tells_more(before, &scene))
        });
        if let Subject::Pending(done, of) = pane.focus {
            pane.pace = self.pane.pace.after(done, of, desk.reports);
            pane.stopped = desk.is_stopped();
        }
        self.pane = pane;
        self.panels = self.panels.anew();
        let name = walk.spot().cell_name().to_owned();
        let cell = lens.sheet.cell(&name);
        self.title = cell.map(|cell| format!("{name} = {}", cell.line.expr)).unwrap_or_default();
        self.mark = cell.and_then(mark);
        let computed = cell.filter(|cell| cell.input.is_none());
        self.result = computed.and_then(|cell| lens.cell(cell, RESULT)).map(|text| (name, text));
    }

    /// Looks again at other values, each an address and a view.
    pub fn look_beside(&mut self, desk: &Desk, others: &[(String, String)]) {
        let budget = frame();
        let lens = desk.lens(&budget);
        let pane = |(address, view): &(String, String)| {
            let mut walk = Walk::at_cell(lens.sheet, "");
            walk.go_or_wait(address, &lens);
            walk.look_as(view);
            let pane = Pane::of(walk.spot(), walk.look(), &lens);
            // What stands around it is shown to whoever goes there.
            Pane { place: Vec::new(), strip: None, around: Vec::new(), grid: None, ..pane }
        };
        self.beside = others.iter().map(pane).collect();
    }

    /// The text of an input; empty where it is not shown.
    pub fn input(&self, cell: &str) -> &str {
        self.inputs.iter().find(|(name, _)| name == cell).map_or("", |(_, value)| value)
    }

    /// Looks again at the inputs.
    pub fn look_at_inputs(&mut self, desk: &Desk) {
        let budget = frame();
        let lens = desk.lens(&budget);
        self.inputs = desk.inputs().map(|cell| (cell.name().to_owned(), lens.input(cell, INPUT))).collect();
    }
}

/// The mark of a cell, where there is something to say.
pub fn mark(cell: &Cell) -> Option<Mark> {
    let (call, found) = cell.opinion()?;
    let agreement = match found {
        sheet::Mark::Checking => return Some(Mark { glyph: "…", differs: false, says: "checking".into() }),
        sheet::Mark::Finished(agreement) => agreement,
    };
    let (glyph, says) = match &agreement {
        Agreement::NoSecondOpinion => return None,
        Agreement::Agrees { vetted, shares: "" } => ("✓", (*vetted).to_owned()),
        Agreement::Agrees { vetted, shares } => ("✓", format!("{vetted} ({shares})")),
        Agreement::Compared { compared, .. } if compared.segments == 0 => ("…", "checking".to_owned()),
        Agreement::Compared { vetted, compared } => {
            ("✓", format!("{vetted}: {} of {} blocks", compared.segments, compared.of))
        }
        Agreement::Known { .. } | Agreement::Reduced(_) => ("≠", agreement.to_string()),
        Agreement::Differs { .. } if call.at.as_str() != cell.name() => ("✗", format!("{} {agreement}", call.at)),
        Agreement::Differs { .. } => ("✗", agreement.to_string()),
    };
    Some(Mark { glyph, differs: agreement.differs(), says })
}
