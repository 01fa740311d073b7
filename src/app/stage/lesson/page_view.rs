//! What a page shows besides its text: the value one stands on, live values, inputs, what must not be seen yet.

use std::collections::BTreeMap;

use crate::app::desk::pins;
use crate::app::pane::Pane;
use crate::app::stage::lesson::Session;
use crate::functions::Agreement;
use crate::learner::question::{Asked, Question, Said, Verdict};
use crate::learner::veil::Veil;
use crate::lesson::tree::{Block, Live, Occasion, Piece, live_values, visit};
use crate::run::{Budget, Type, Value};
use crate::sheet::NoFiles;
use crate::view::{SafeText, Shown, VIEWS, view};

/// The longest live value in running text, in columns.
const LIVE_COLUMNS: usize = 60;
/// What is said where something hidden is asked for.
pub const HIDDEN: &str = "It is hidden until you have answered the question.";

/// What a page shows besides its text, computed anew after each change.
#[derive(Clone, Default)]
pub struct PageView {
    /// The computing pane.
    pub pane: Pane,
    /// The cell one stands in: `digest = sha256(message)`.
    pub title: String,
    /// What the vetted crate says of it.
    pub mark: Option<Mark>,
    /// The live values of the text, by where they stand in the file.
    pub live: BTreeMap<usize, String>,
    /// The pinned values.
    pub pins: Vec<pins::Row>,
    /// The inputs and what stands in them.
    pub inputs: Vec<(String, String)>,
    /// The cell that the page is about, and its value.
    pub result: Option<(String, String)>,
    /// Whether what a tamper expects came true, by its block.
    pub expected: BTreeMap<usize, Result<bool, String>>,
}

/// A word from the vetted crate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Whether it disagrees.
    pub differs: bool,
    /// What it says.
    pub says: String,
}

impl Session {
    /// Looks again at all that the page shows.
    pub(super) fn look_at_page(&mut self) {
        let budget = Budget::frame();
        self.veil = self.veil_beside(None, &budget);
        self.walk.spoil_trees();
        self.walk.close_hidden(&self.veil, &budget);
        self.shown.live = self.live_values(&budget);
        self.shown.inputs = self
            .sheet
            .inputs()
            .map(|cell| {
                let given = |value: &Value| value.show(400).unwrap_or_default();
                let text = match cell.given() {
                    Some(_) if self.veil.hides_cell(cell.name()) => self.veil.mask(),
                    other => other.map_or_else(String::new, given),
                };
                (cell.name().to_owned(), text)
            })
            .collect();
        self.shown.expected = self.expectations(&budget);
        self.look_at_place();
    }

    /// Looks again at the place one stands on.
    pub(super) fn look_at_place(&mut self) {
        let budget = Budget::frame();
        let mut pane = Pane::of(self.walk.spot(), self.walk.look(), &self.veil, &budget);
        pane.mark_changes(&self.shown.pane);
        self.shown.pane = pane;
        self.compare.look(self.walk.spot(), &self.sheet, &self.veil, &budget);
        self.shown.pins = self.pins.look(self.walk.spot(), &self.sheet, &self.veil);
        let name = self.walk.spot().cell_name().to_owned();
        let cell = self.sheet.cell(&name);
        self.shown.title = cell.map(|cell| format!("{name} = {}", cell.line.expr)).unwrap_or_default();
        self.shown.mark = self.sheet.agreement(&name).and_then(Result::ok).and_then(mark);
        let value = cell.and_then(|cell| cell.outcome()).map(|outcome| &outcome.value);
        let text =
            value.map(|value| if self.hides(&name, value, &budget) { self.veil.mask() } else { line(value, 200) });
        self.shown.result = cell.filter(|cell| cell.input.is_none()).and(text).map(|text| (name, text));
    }

    /// What the open questions of the page hide, without that of one block.
    pub(super) fn veil_beside(&self, without: Option<usize>, budget: &Budget) -> Veil {
        let mut veil = Veil::default();
        for (i, block) in self.page().blocks.iter().enumerate() {
            if let Some(question) = Question::of(block)
                && Some(i) != without
                && !self.asked(i).is_some_and(Asked::is_over)
            {
                question.hide(&mut veil, &self.sheet, budget);
            }
        }
        veil.spread(&self.sheet, budget);
        veil
    }

    fn hides(&self, cell: &str, value: &Value, budget: &Budget) -> bool {
        self.veil.hides_cell(cell) || self.veil.hides_value(value, budget)
    }

    fn live_values(&self, budget: &Budget) -> BTreeMap<usize, String> {
        let mut found = BTreeMap::new();
        let mut look = |live: &Live| {
            found.insert(live.span.start, self.live_text(live, budget));
        };
        visit(&self.page().blocks, &mut |piece| {
            if let Piece::Text(Occasion::Always | Occasion::Afterwards, text) = piece {
                live_values(text, &mut look);
            }
        });
        for asked in self.asked.values() {
            if let Some(Verdict::Wrong(Said::Lesson(say))) = &asked.verdict {
                live_values(say, &mut look);
            }
        }
        found
    }

    fn live_text(&self, live: &Live, budget: &Budget) -> String {
        let expr = &live.value.expr;
        if self.veil.hides_expression(expr, &self.sheet, budget) {
            return self.veil.mask();
        }
        match self.sheet.eval(expr, &NoFiles, budget) {
            Ok(outcome) if self.veil.hides_value(&outcome.value, budget) => self.veil.mask(),
            Ok(outcome) => {
                // It may be computed by now, or shown when it is.
                let _ = outcome.value.finish(budget);
                match live.view.as_deref().and_then(view) {
                    Some(view) => {
                        Shown::of(&outcome.value).map_or_else(|e| e.to_string(), |shown| shown.line(view, LIVE_COLUMNS))
                    }
                    None => line(&outcome.value, LIVE_COLUMNS),
                }
            }
            Err(problem) => problem.to_string(),
        }
    }

    fn expectations(&self, budget: &Budget) -> BTreeMap<usize, Result<bool, String>> {
        let Some(before) = self.before.get(&self.page) else { return BTreeMap::new() };
        let sheet = self.sheet.clone().with_before(before);
        let tampers = self.page().blocks.iter().enumerate().filter_map(|(i, block)| match block {
            Block::Tamper(tamper) => Some((i, tamper)),
            _ => None,
        });
        tampers
            .map(|(i, tamper)| {
                let came_true = sheet
                    .eval(&tamper.expect.expr, &NoFiles, budget)
                    .map_err(|problem| problem.to_string())
                    .and_then(|outcome| {
                        outcome.value.finish(budget).and_then(|()| outcome.value.to_bool()).map_err(|e| e.to_string())
                    })
                    .map(|truth| truth.unwrap_or(false));
                (i, came_true)
            })
            .collect()
    }

    /// The value one stands on, to copy it: its text, unless it is hidden.
    pub fn copied(&self) -> Result<String, String> {
        let budget = Budget::frame();
        let place = self.walk.spot().place(&budget).map_err(|error| error.to_string())?;
        if self.walk.spot().is_hidden(&self.veil, &budget) {
            return Err(HIDDEN.into());
        }
        place.text(&budget).map_err(|error| error.to_string())
    }
}

/// A value in one line.
pub fn line(value: &Value, columns: usize) -> String {
    match Shown::of(value) {
        Ok(shown) if value.kind() == Type::Bytes => shown.line(&VIEWS[0], columns),
        _ => value
            .show(columns.saturating_sub(1))
            .map_or_else(|error| error.to_string(), |text| SafeText::line(&text).cut(columns).into()),
    }
}

/// The mark of an agreement, where there is something to say.
pub fn mark(agreement: Agreement) -> Option<Mark> {
    let says = match &agreement {
        Agreement::NoSecondOpinion => return None,
        Agreement::Agrees { vetted } => (*vetted).to_owned(),
        Agreement::Compared { vetted, compared } => {
            format!("{vetted}: {} of {} blocks", compared.segments, compared.of)
        }
        Agreement::Differs { .. } => agreement.to_string(),
    };
    Some(Mark { differs: agreement.differs(), says })
}
