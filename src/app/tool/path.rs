//! The whole way of a value as a tree of rows: the way itself is [`crate::run::way`]'s, here is what is seen of it.

use crate::app::command::Command;
use crate::app::desk::values::{Target, shown, standing};
use crate::app::desk::walk::Did;
use crate::app::lens::headline;
use crate::app::place::Spot;
use crate::learner::veil::Veil;
use crate::num::Trace;
use crate::run::origin::formula_name;
use crate::run::way::{Branch, Handed, Way};
use crate::run::{Budget, Error, Origin, Place, Span};

/// The tree of one value.
pub struct PathView {
    way: Way,
    veil: Veil,
    /// What is seen of it.
    pub rows: Vec<Row>,
    /// The chosen row.
    pub chosen: usize,
    /// Whether one comes back to it and it is as one left it.
    pub is_as_left: bool,
}

/// One row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// Its branch of the way.
    pub branch: usize,
    /// For every level above and its own, whether another branch follows there.
    pub follows: Vec<bool>,
    /// What the formula calls the value.
    pub name: String,
    /// What it is a copy of: `= g[10] = f[9] = e[8]`.
    pub same: String,
    /// The value.
    pub value: String,
    /// How it was computed, or what its bytes are.
    pub remark: String,
    /// What lies below.
    pub below: Below,
    /// Where it leads.
    pub target: Option<Target>,
}

/// What lies below a row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Below {
    /// Nothing: here the way ends.
    #[default]
    Nothing,
    /// Something that is not seen.
    Closed,
    /// The rows that follow.
    Open,
    /// What stands further up under the same value.
    Again,
}

impl PathView {
    /// The way of the value one stands on, open as far as a byte of an input.
    ///
    /// # Errors
    /// A sentence: the value is hidden, or has no way at present.
    pub fn of(spot: &Spot, veil: &Veil) -> Result<PathView, String> {
        let budget = Budget::frame();
        let told = |error: Error| error.to_string();
        let place = standing(spot, &budget).map_err(told)?;
        if spot.is_hidden(veil, &budget) || veil.hides(&place, &budget) {
            return Err("It is hidden until you have answered the question.".into());
        }
        let name = spot.address(&budget).map_err(told)?;
        let way = Way::of(name, place, &budget).map_err(told)?;
        let mut path = PathView { way, veil: veil.clone(), rows: Vec::new(), chosen: 0, is_as_left: false };
        path.reach(0, &budget).map_err(told)?;
        if path.rows.len() == 1 {
            return Err("It comes from nothing else: it is given.".into());
        }
        Ok(path)
    }

    /// Where the chosen row leads.
    pub fn target(&self) -> Option<&Target> {
        self.rows.get(self.chosen)?.target.as_ref()
    }

    /// Chooses the first row that leads to a value.
    pub fn choose(&mut self, target: &Target) {
        let here = self.target() == Some(target);
        if let Some(row) = self.rows.iter().position(|row| row.target.as_ref() == Some(target)).filter(|_| !here) {
            self.chosen = row;
        }
    }

    /// Carries out a command.
    pub fn command(&mut self, command: Command) -> Did {
        let budget = Budget::frame();
        let Some(row) = self.rows.get(self.chosen).cloned() else { return Did::Nothing };
        let to = match command {
            Command::Up => self.chosen.saturating_sub(1),
            Command::Down => self.chosen + 1,
            Command::First => 0,
            Command::Last => usize::MAX,
            Command::Step => match row.below {
                Below::Open => self.chosen + 1,
                Below::Closed => return self.open(row.branch, &budget),
                Below::Nothing => return Did::Told("Here the way ends.".into()),
                Below::Again => return Did::Told("The same value stands further up; its way is there.".into()),
            },
            Command::StepBack if row.below == Below::Open => {
                self.way.close(row.branch);
                self.look(&budget);
                return Did::Moved;
            }
            Command::StepBack => self.above(),
            Command::Path => {
                return match self.reach(row.branch, &budget) {
                    Ok(true) => Did::Moved,
                    Ok(false) => Did::Told("No byte of an input was found near below it.".into()),
                    Err(error) => Did::Told(error.to_string()),
                };
            }
            _ => return Did::Nothing,
        };
        let to = to.min(self.rows.len().saturating_sub(1));
        if std::mem::replace(&mut self.chosen, to) == to { Did::Nothing } else { Did::Moved }
    }

    /// The row that the chosen one is below.
    fn above(&self) -> usize {
        let depth = self.rows[self.chosen].follows.len();
        (0..self.chosen).rev().find(|row| self.rows[*row].follows.len() < depth).unwrap_or(self.chosen)
    }

    fn open(&mut self, branch: usize, budget: &Budget) -> Did {
        let hidden = self.way.branch(branch).computed().is_some_and(|place| self.veil.hides(place, budget));
        if hidden {
            return Did::Told("It is hidden until you have answered the question.".into());
        }
        let opened = self.way.open(branch, budget);
        self.look(budget);
        match opened {
            Ok(true) => Did::Moved,
            Ok(false) => Did::Told("Here the way ends.".into()),
            Err(error) => Did::Told(error.to_string()),
        }
    }

    fn reach(&mut self, branch: usize, budget: &Budget) -> Result<bool, Error> {
        let veil = &self.veil;
        let reached = self.way.reach(branch, &|place| veil.hides(place, budget), budget);
        self.look(budget);
        reached
    }

    /// Makes the rows anew; the chosen branch stays chosen where it is still seen.
    fn look(&mut self, budget: &Budget) {
        let chosen = self.rows.get(self.chosen).map(|row| row.branch);
        let seen = self.way.rows();
        self.rows = seen.into_iter().map(|row| self.row(row.branch, row.follows, row.again, budget)).collect();
        let place = self.rows.iter().position(|row| Some(row.branch) == chosen);
        self.chosen = place.unwrap_or(self.chosen.min(self.rows.len().saturating_sub(1)));
    }

    fn row(&self, place: usize, follows: Vec<bool>, again: bool, budget: &Budget) -> Row {
        let branch = self.way.branch(place);
        let hidden = branch.computed().is_some_and(|at| self.veil.hides(at, budget));
        let below = match branch {
            _ if again => Below::Again,
            branch if branch.open && !hidden => Below::Open,
            branch if branch.is_end() => Below::Nothing,
            _ => Below::Closed,
        };
        let value = match (&branch.operand.leaf, &branch.operand.next) {
            (Some(leaf), _) => shown(&Place::bytes(leaf.clone().into()), &self.veil, budget),
            (None, Some(next)) => shown(next, &self.veil, budget),
            (None, None) => String::new(),
        };
        let same = if hidden { String::new() } else { same(&branch.handed_on) };
        let remark = if hidden { String::new() } else { remark(branch, again, budget) };
        let target = Target::of(&branch.operand);
        Row { branch: place, follows, name: branch.operand.name.clone(), same, value, remark, below, target }
    }
}

/// `= g[10] = f[9] = e[8]`
fn same(handed_on: &[Handed]) -> String {
    let each = handed_on.iter().map(|handed| match handed {
        Handed::Copy(name) => format!("= {name}"),
        Handed::Carried { name, from, to } if from == to => format!("= {name} of {from}"),
        Handed::Carried { name, from, to } => format!("= {name}, carried from {to} to {from}"),
    });
    each.collect::<Vec<_>>().join(" ")
}

fn remark(branch: &Branch, again: bool, budget: &Budget) -> String {
    match (&branch.operand.leaf, branch.computed()) {
        (Some(Span { origin: Origin::Input(_), .. }), _) => "your bytes".to_owned(),
        (Some(Span { origin: Origin::Length(_), .. }), _) => "from the length".to_owned(),
        (Some(_), _) => "constant".to_owned(),
        (None, Some(_)) if again => "as above".to_owned(),
        (None, Some(Place::Nodes { part, segment, nodes })) => match (part.record(*segment, budget), nodes.first()) {
            (Ok(trace), Some(node)) => computation(&trace, *node, &branch.operand.name),
            _ => String::new(),
        },
        (None, Some(Place::Value(_) | Place::Segment { .. })) => String::new(),
        (None, None) => "constant".to_owned(),
    }
}

/// How a node was computed: its formula, of a helper's result what the helper was given.
fn computation(trace: &Trace, node: u32, name: &str) -> String {
    if let Some((scope, _)) = trace.inside(node) {
        let given: Vec<String> = scope.arguments().iter().map(|node| formula_name(trace, *node)).collect();
        return format!("of {}", given.join(", "));
    }
    let formula = headline(trace, node);
    if formula == name { String::new() } else { format!("= {formula}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::desk::walk::Walk;
    use crate::sheet::expr::Limits;
    use crate::sheet::{NoFiles, Sheet};

    fn sheet(source: &str) -> Sheet {
        let (mut sheet, faults) = Sheet::parse(source, &Limits::default());
        assert_eq!(faults, []);
        sheet.finish(&NoFiles, &Budget::unlimited()).expect("a sheet that can be computed");
        sheet
    }
    fn path(source: &str, address: &str) -> PathView {
        let sheet = sheet(source);
        let mut walk = Walk::at_cell(&sheet, "");
        assert_eq!(walk.go(address, &sheet, &Budget::unlimited()), Did::Moved);
        PathView::of(walk.spot(), &Veil::default()).unwrap_or_else(|why| panic!("{address}: {why}"))
    }
    fn row<'p>(path: &'p PathView, name: &str) -> &'p Row {
        path.rows.iter().find(|row| row.name == name).unwrap_or_else(|| panic!("no {name} in {:#?}", path.rows))
    }

    const DIGEST: &str = "message = input(\"abc\")\ndigest = sha256(message)";

    #[test]
    fn copies_are_folded_into_one_branch() {
        let path = path(DIGEST, "digest/block[0]/T1[12]");
        let h = row(&path, "h[11]");
        assert_eq!((h.value.as_str(), h.same.as_str()), ("32ca2d8c", "= g[10] = f[9] = e[8]"));
        assert_eq!(h.remark, "= d + T1");
    }

    #[test]
    fn a_way_to_an_input_is_open() {
        let path = path(DIGEST, "digest/block[0]/T1[0]");
        let end = path.rows.iter().find(|row| row.remark == "your bytes").expect("a way to the message");
        assert_eq!(end.value, "616263");
        assert!(matches!(&end.target, Some(Target::Byte { cell, byte: 0 }) if cell == "message"));
    }

    #[test]
    fn a_way_crosses_cells_calls_and_segments() {
        let source = "key = input(\"k\")\nmessage = input(\"abc\")\ninner = sha256(message)\nmac = hmac(key, inner)";
        let path = path(source, "mac");
        assert!(path.rows.iter().any(|row| row.remark == "your bytes"), "{:#?}", path.rows);
    }

    #[test]
    fn what_stands_above_is_named_and_not_repeated() {
        let mut path = path(DIGEST, "digest/block[0]/T1[12]");
        for _ in 0..200 {
            path.command(Command::Step);
            path.command(Command::Down);
        }
        let again = path.rows.iter().filter(|row| row.below == Below::Again).count();
        assert!(again > 0, "{:#?}", path.rows);
        assert!(path.rows.len() < 2_000);
    }

    #[test]
    fn a_number_that_block_after_block_hands_on_is_one_stretch() {
        let handed = [
            Handed::Copy("a".into()),
            Handed::Carried { name: "P[3]".into(), from: "step[7]".into(), to: "step[2]".into() },
        ];
        assert_eq!(same(&handed), "= a = P[3], carried from step[2] to step[7]");
    }

    #[test]
    fn the_hidden_has_no_way() {
        let sheet = sheet(DIGEST);
        let budget = Budget::unlimited();
        let mut veil = Veil::default();
        let hidden = sheet.find(&"digest/block[0]/a[0]".parse().expect("an address"), 1, &budget).expect("it is there");
        veil.hide_place(&hidden[0].place, &budget);
        let mut walk = Walk::at_cell(&sheet, "");
        walk.go("digest/block[0]/a[0]", &sheet, &budget);
        assert!(PathView::of(walk.spot(), &veil).is_err());
        walk.go("digest/block[0]/b[1]", &sheet, &budget);
        assert!(PathView::of(walk.spot(), &veil).is_err(), "not under another name either");
    }
}
