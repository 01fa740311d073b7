//! Panels: what stands around a value, as rows. Each is looked up when there is room for it, and kept until the next
//! look.

use std::cell::{OnceCell, RefCell};
use std::collections::BTreeSet;
use std::sync::Arc;

use super::{Lens, Related};
use crate::num::{Step, Trace, bits, state};
use crate::run::headline::{called, headline, opened};
use crate::run::way::Way;
use crate::run::{Error, Level, Part, Place, Source, Target};
use crate::sheet;
use crate::sheet::expr::names;
use crate::sheet::spot::{Depth, Spot};
use crate::view::picture::{Cell, Drawing, cut};

/// The values that a card has at most of those that a value is from, and of those that it goes to, apart from the row
/// that says how many more there are.
const RELATED: usize = 6;
/// The segments whose values a panel has at most, around the one that one stands in.
const SEGMENTS: u64 = 24;
/// The rows of a way that a panel has at most: it is another at every step.
const WAY: usize = 8;
/// The pieces of a run that a panel has at most.
const PIECES: usize = 8;
/// How much of a value a row of a panel shows, in characters.
const COLUMNS: usize = 64;
/// The rows that have numbers in a panel.
const ROWS: usize = 1 << 8;

/// Rows with a title.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Panel {
    /// Its title.
    pub title: String,
    /// The value that it tells of, behind the title; empty where that is read elsewhere.
    pub value: String,
    /// Its rows.
    pub rows: Vec<PanelRow>,
    /// Whether they are the states after each round.
    pub rounds: bool,
}

/// A row of a panel.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PanelRow {
    /// The word before it, on the first of its kind: `from`, `to`.
    pub lead: &'static str,
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: String,
    /// How it is computed, or where it is from.
    pub remark: String,
    /// Whether one stands on it.
    pub current: bool,
    /// Where it leads.
    pub to: Option<Target>,
    /// Its number among the rows of all panels, for pointing.
    pub number: usize,
}

/// The panels of a spot.
#[derive(Clone, Default)]
pub struct Panels {
    card: OnceCell<Panel>,
    cells: OnceCell<Panel>,
    series: OnceCell<Panel>,
    way: OnceCell<Panel>,
    rounds: RefCell<Option<Rounds>>,
}

/// The states after each round of a segment, kept from step to step.
#[derive(Clone)]
struct Rounds {
    trace: Arc<Trace>,
    names: Vec<&'static str>,
    /// The states, each with the number of its round.
    states: Vec<(Option<u64>, String)>,
}

impl Panel {
    fn numbered(mut self, panel: usize) -> Panel {
        self.rows.iter_mut().enumerate().for_each(|(place, row)| row.number = panel * ROWS + place.min(ROWS - 1));
        self
    }

    /// Its rows from the first of a word on; all of them where none has it.
    pub fn from(&self, lead: &str) -> Panel {
        let first = self.rows.iter().position(|row| row.lead == lead).unwrap_or(0);
        Panel { rows: self.rows[first..].to_vec(), ..self.clone() }
    }

    /// The addresses that the rows of a word lead to.
    pub fn addresses(&self, lead: &str) -> Vec<&str> {
        let rows = self.rows.iter().skip_while(|row| row.lead != lead);
        rows.take_while(|row| row.lead == lead || row.lead.is_empty()).filter_map(PanelRow::address).collect()
    }

    /// The panel beside a drawing: a value that the drawing shows is read there.
    pub fn beside(&self, drawing: &Drawing) -> Panel {
        let left = |value: &str, is_meant: &dyn Fn(&Cell) -> bool| {
            let is_drawn = drawing.cells.iter().any(|cell| cell.text == value && is_meant(cell));
            if is_drawn { String::new() } else { value.to_owned() }
        };
        let row = |row: &PanelRow| {
            let is_meant = |cell: &Cell| row.address() == Some(&cell.address);
            // A bare name would tell nothing.
            let value = if row.remark.is_empty() { row.value.clone() } else { left(&row.value, &is_meant) };
            PanelRow { value, ..row.clone() }
        };
        Panel {
            value: left(&self.value, &|cell| cell.mark.current),
            rows: self.rows.iter().map(row).collect(),
            ..self.clone()
        }
    }
}

impl Panels {
    /// The panels of another spot, with what they can keep.
    pub fn anew(&self) -> Panels {
        Panels { rounds: RefCell::new(self.rounds.take()), ..Panels::default() }
    }

    /// The card of the value: where it is from, where it goes, its bits.
    pub fn card(&self, spot: &Spot, lens: &Lens) -> &Panel {
        self.card.get_or_init(|| lens.card(spot).unwrap_or_default().numbered(0))
    }

    /// The cells that the one one stands in is computed from.
    pub fn cells(&self, spot: &Spot, lens: &Lens) -> &Panel {
        self.cells.get_or_init(|| lens.cells(spot).numbered(1))
    }

    /// The values of the same name one after the other, or the state after each round.
    pub fn series(&self, spot: &Spot, lens: &Lens) -> &Panel {
        self.series.get_or_init(|| lens.series(spot, &self.rounds).unwrap_or_default().numbered(2))
    }

    /// The way of the value back to a byte of an input.
    pub fn way(&self, spot: &Spot, lens: &Lens) -> &Panel {
        self.way.get_or_init(|| lens.way(spot).unwrap_or_default().numbered(3))
    }

    /// The rows of all panels that were looked up and lead somewhere. Those of a series, which are many, come last.
    pub fn rows(&self) -> impl Iterator<Item = &PanelRow> {
        let panels = [&self.card, &self.cells, &self.way, &self.series].into_iter().filter_map(OnceCell::get);
        panels.flat_map(|panel| &panel.rows).filter(|row| row.to.is_some() && !row.current)
    }
}

impl PanelRow {
    fn more(count: usize) -> PanelRow {
        PanelRow { name: format!("… {count} more"), ..PanelRow::default() }
    }

    /// The address that it leads to.
    fn address(&self) -> Option<&str> {
        match &self.to {
            Some(Target::Address(address)) => Some(address),
            _ => None,
        }
    }

    /// Whether it is a text, and no value with a name.
    pub fn is_text(&self) -> bool {
        self.value.is_empty() && self.to.is_none()
    }

    fn of(related: Related, lead: &'static str) -> PanelRow {
        let Related { name, value, remark, target: to, .. } = related;
        let row = PanelRow { lead, to, ..PanelRow::default() };
        // What a helper reads stands behind its value, so that values stay in one column from step to step.
        match helped(&name).filter(|_| remark.is_empty()) {
            Some((name, of)) => PanelRow { name: name.to_owned(), value, remark: format!("of {of}"), ..row },
            None => PanelRow { name, value, remark, ..row },
        }
    }
}

/// The name of a helper and what it reads: of `Σ1(e[11])` it is `Σ1` and `e[11]`; of any other formula there is
/// nothing.
fn helped(name: &str) -> Option<(&str, &str)> {
    let (helper, of) = name.strip_suffix(')')?.split_once('(')?;
    let is_name = !helper.is_empty() && !helper.contains(char::is_whitespace);
    // The bracket that ends it is the one that it began with.
    let depth = |depth: usize, c: char| match c {
        '(' => Some(depth + 1),
        ')' => depth.checked_sub(1),
        _ => Some(depth),
    };
    (is_name && of.chars().try_fold(0, depth) == Some(0)).then_some((helper, of))
}

impl Lens<'_> {
    fn card(&self, spot: &Spot) -> Option<Panel> {
        let place = spot.standing(self.budget).ok()?;
        if self.hides_spot(spot) || self.hides(&place) {
            return None;
        }
        let rows = |related: Result<(Vec<Related>, usize), Error>, first: &'static str| {
            let (related, left) = related.unwrap_or_default();
            let more = related.len().saturating_sub(RELATED) + left;
            let leads = std::iter::once(first).chain(std::iter::repeat(""));
            let rows = leads.zip(related).take(RELATED).map(|(lead, one)| PanelRow::of(one, lead));
            rows.chain((more > 0).then(|| PanelRow::more(more))).collect::<Vec<_>>()
        };
        // A name that only repeats a helper's is from what that is made of.
        let (made, formula) = self.operation(&place).unwrap_or_else(|| (place.clone(), None));
        let formula = formula.map(|name| PanelRow { lead: "is", name, ..PanelRow::default() });
        let mut all: Vec<PanelRow> = formula.into_iter().collect();
        all.extend(rows(self.sources_of(&made), "from"));
        // Of runs that use it alike, one is enough.
        let mut seen = BTreeSet::new();
        let users = self.users(spot).map(|mut users| {
            users.retain(|one| seen.insert((one.name.clone(), one.value.clone())));
            (users, 0)
        });
        all.extend(rows(users, "to"));
        all.extend(self.bits_of(&place).map(|name| PanelRow { lead: "bits", name, ..PanelRow::default() }));
        let address = spot.address(self.budget).ok()?;
        let name = address.rsplit('/').next().unwrap_or_default();
        let title = match spot.bytes(self.budget) {
            0 => name.to_owned(),
            _ => format!("{name}, byte {}", spot.byte),
        };
        Some(Panel { title, value: self.text(&place, COLUMNS), rows: all, ..Panel::default() })
    }

    /// The operation that shows for a value inside a segment, and its formula, where that says more than its name.
    fn operation(&self, place: &Place) -> Option<(Place, Option<String>)> {
        let Place::Nodes { part, segment, nodes } = place else { return None };
        let [node] = nodes[..] else { return None };
        let trace = part.record(*segment, self.budget).ok().filter(|_| !self.covers(place))?;
        let node = opened(&trace, node);
        let formula = headline(part, *segment, &trace, node, self.budget);
        let says_more = formula != called(&trace, node);
        let made = Place::Nodes { part: part.clone(), segment: *segment, nodes: vec![node] };
        Some((made, says_more.then_some(formula)))
    }

    /// The bits of a word or of a byte, in fours.
    fn bits_of(&self, place: &Place) -> Option<String> {
        let bytes = match place {
            Place::Nodes { part, segment, nodes } if nodes.len() == 1 => {
                let trace = part.record(*segment, self.budget).ok()?;
                bits::width(&trace, nodes[0]).filter(|width| width % 8 == 0)?;
                trace.bytes(nodes[0])
            }
            Place::Nodes { .. } | Place::Segment { .. } => return None,
            Place::Value(value) => value.string()?.slice(0..value.string()?.len().min(2)).to_vec().ok()?,
        };
        let fours = bytes.iter().map(|byte| format!("{:04b} {:04b}", byte >> 4, byte & 15));
        (1..=8).contains(&bytes.len()).then(|| fours.collect::<Vec<_>>().join(" "))
    }

    fn cells(&self, spot: &Spot) -> Panel {
        let here = spot.cell_name();
        // While a question is open, only what is given shows: another cell may come to what is asked for.
        let asked = !self.veil.is_empty();
        let reaches = |cell: &&sheet::Cell| cell.name() == here || self.sheet.downstream(cell.name()).contains(&here);
        let row = |cell: &sheet::Cell| PanelRow {
            lead: "",
            name: cell.name().to_owned(),
            value: match cell.input {
                Some(_) => self.input(cell, COLUMNS),
                None if asked => String::new(),
                None => self.cell(cell, COLUMNS).unwrap_or_default(),
            },
            remark: match cell.input {
                Some(_) => String::new(),
                None => format!("= {}", cell.line.expr),
            },
            current: cell.name() == here,
            to: Some(Target::Address(cell.name().to_owned())),
            ..PanelRow::default()
        };
        let mut rows: Vec<PanelRow> = self.sheet.cells().iter().filter(reaches).map(row).collect();
        // The pieces that the cell is made of stand below it, where the pane does not list them.
        let run = self.sheet.cell(here).and_then(sheet::Cell::run).filter(|_| !asked && spot.depth() != Depth::Item);
        let pieces = run.map_or(&[][..], |run| &run.items);
        rows.extend(pieces.iter().take(PIECES).map(|item| PanelRow {
            name: format!("  {}", item.label()),
            value: self.text(&item.place(), COLUMNS),
            to: Some(Target::Address(format!("{here}/{}", item.label()))),
            ..PanelRow::default()
        }));
        rows.extend(pieces.len().checked_sub(PIECES + 1).map(|more| PanelRow::more(more + 1)));
        let given = self.sheet.cell(here).is_none_or(|cell| names(&cell.line.expr).is_empty());
        if given {
            Panel::default()
        } else {
            Panel { title: format!("from the inputs to {here}"), rows, ..Panel::default() }
        }
    }

    fn series(&self, spot: &Spot, kept: &RefCell<Option<Rounds>>) -> Option<Panel> {
        let levels = spot.there()?.levels();
        let level = levels.iter().rev().find(|level| !matches!(level, Level::Operation { .. }))?;
        let (Level::Segment { part, segment } | Level::Step { part, segment, .. }) = level else { return None };
        if let Level::Step { step, .. } = level
            && let Some(panel) = self.rounds(part, *segment, *step, kept)
        {
            return Some(panel);
        }
        let count = part.count();
        let name = part.at().as_str().rsplit('/').next().unwrap_or_default();
        let first = segment.saturating_sub(SEGMENTS / 2);
        let rows = (first..part.segments().min(first + SEGMENTS)).map(|at| PanelRow {
            name: count.number(at).to_string(),
            value: self.text(&Place::Segment { part: part.clone(), segment: at }, COLUMNS),
            current: at == *segment,
            to: Some(Target::Address(part.segment_at(at).to_string())),
            ..PanelRow::default()
        });
        let rows: Vec<PanelRow> = rows.collect();
        (rows.len() > 1).then(|| Panel { title: format!("after each {name}"), rows, ..Panel::default() })
    }

    /// The state after each round of a segment: the registers beside each other.
    fn rounds(&self, part: &Arc<dyn Part>, segment: u64, step: usize, kept: &RefCell<Option<Rounds>>) -> Option<Panel> {
        let trace = part.record(segment, self.budget).ok()?;
        let all = trace.steps();
        let names: Vec<&str> =
            state(&trace, all, step).into_iter().filter_map(|node| Some(trace.label(node)?.name)).collect();
        let (name, here) = (all.get(step)?.name, all.get(step)?.index.iter().last());
        let is_known = |rounds: &Rounds| Arc::ptr_eq(&rounds.trace, &trace) && rounds.names == names;
        let mut kept = kept.borrow_mut();
        if !kept.as_ref().is_some_and(is_known) {
            let rounds = all.iter().filter(|one| Some(&one.name) == names.first() && one.index.iter().count() == 1);
            let state = |round: &Step| {
                let each = names.iter().map(|name| match trace.find(name, round.index) {
                    nodes if nodes.is_empty() => String::new(),
                    nodes => self.text(&Place::Nodes { part: part.clone(), segment, nodes: nodes.to_vec() }, COLUMNS),
                });
                (round.index.iter().last(), each.collect::<Vec<_>>().join(" "))
            };
            let states = rounds.map(state).collect();
            *kept = Some(Rounds { states, names, trace: trace.clone() });
        }
        let Rounds { states, names, .. } = kept.as_ref()?;
        let row = |(number, value): &(Option<u64>, String)| PanelRow {
            name: number.map(|number| number.to_string()).unwrap_or_default(),
            value: value.clone(),
            current: *number == here,
            to: number
                .map(|number| Target::Address(part.segment_at(segment).join(&format!("{name}[{number}]")).to_string())),
            ..PanelRow::default()
        };
        let rows: Vec<PanelRow> = states.iter().map(row).collect();
        let title = format!("{} after each round", names.join(" "));
        // What a veil lies on looks otherwise once it is lifted.
        kept.take_if(|_| !self.veil.is_empty());
        (rows.len() > 1).then_some(Panel { title, rows, rounds: true, ..Panel::default() })
    }

    fn way(&self, spot: &Spot) -> Option<Panel> {
        let place = spot.standing(self.budget).ok()?;
        // Inside a segment it is another at every step.
        let outside = matches!(spot.depth(), Depth::Cell | Depth::Item);
        if !outside || self.hides_spot(spot) || self.hides(&place) || self.covers(&place) {
            return None;
        }
        let name = spot.address(self.budget).ok()?;
        let mut way = Way::of(name.clone(), place, self.budget).ok()?;
        way.reach(0, &|place| self.hides(place), self.budget).ok().filter(|reached| *reached)?;
        let row = |seen: &crate::run::way::Row| {
            let branch = way.branch(seen.branch);
            let hidden = branch.computed().is_some_and(|at| self.hides(at));
            let remark = if hidden { String::new() } else { branch.remark(seen.again, self.budget) };
            let depth = seen.follows.len();
            let name = cut(&branch.operand.name, 30);
            let name = format!("{}{name}", "  ".repeat(depth.saturating_sub(1)));
            let to = Target::of(&branch.operand);
            PanelRow { name, value: self.operand_in_row(&branch.operand), remark, to, ..PanelRow::default() }
        };
        let seen = way.rows();
        let mut rows: Vec<PanelRow> = seen.iter().skip(1).take(WAY).map(row).collect();
        rows.extend(seen.len().checked_sub(WAY + 2).map(|more| PanelRow::more(more + 1)));
        let name = name.rsplit('/').next().unwrap_or_default();
        (!rows.is_empty()).then(|| Panel { title: format!("the whole way of {name}"), rows, ..Panel::default() })
    }
}

#[cfg(test)]
mod tests {
    use super::helped;

    #[test]
    fn a_helper_is_told_from_a_formula_in_brackets() {
        assert_eq!(helped("Σ1(e[11])"), Some(("Σ1", "e[11]")));
        assert_eq!(helped("Ch(e, ROTR6(f), g)"), Some(("Ch", "e, ROTR6(f), g")));
        for formula in ["(e ∧ f) ⊕ (¬e ∧ g)", "Ch(e, f) ⊕ (g)", "Maj(a) ⊕ Maj(b)", "T1[0]", "e ∧ (f)"] {
            assert_eq!(helped(formula), None, "{formula}");
        }
    }
}
