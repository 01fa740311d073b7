//! Letters: one on everything that one can go to from here; that letter goes there.

use crate::app::aim::{Aim, number};
use crate::app::list::List;
use crate::app::pane::Pane;
use crate::app::stage::Stage;
use crate::learner::lens::subject::Subject;
use crate::learner::lens::{Leads, Shot};
use crate::run::Target;

/// The letters.
const ALPHABET: &str = "abcdefghijklmnopqrstuvwxyz";
/// The most places that have letters: two of them are enough for as many.
const MOST: usize = ALPHABET.len() * ALPHABET.len();
/// The bytes that have letters before and behind the one that one stands on.
const BYTES: u64 = 128;

/// The places with their letters, and what is typed of them.
pub struct Letters {
    /// The places.
    pub list: List<Jump>,
    /// The first letter, where there are two.
    pub typed: String,
}

/// A place that one can go to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Jump {
    /// Where it stands on the screen: at each of these that is drawn.
    pub aims: Vec<Aim>,
    /// Its letters.
    pub letters: String,
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: String,
    /// Where it leads.
    pub to: Goal,
}

/// Where a letter leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Goal {
    /// To an address.
    Target(Target),
    /// To a byte of the value one stands on.
    Byte(u64),
    /// Into an operand, by its place.
    Operand(usize),
}

impl Jump {
    fn new(aim: Aim, name: &str, value: &str, to: Goal) -> Jump {
        Jump { aims: vec![aim], letters: String::new(), name: name.to_owned(), value: value.to_owned(), to }
    }
}

impl Letters {
    /// The places that one can go to from a stage; none where there are none.
    pub fn of(stage: &Stage) -> Option<Letters> {
        let half = stage.half()?;
        // What no frame has shown yet is drawn as large as it can be.
        if half.sight.pane.picture.as_ref().is_some_and(|shot| shot.cells().is_empty()) {
            half.picture(u16::MAX, u16::MAX);
        }
        let mut jumps = in_pane(&half.sight.pane);
        jumps.extend(half.sight.inputs.iter().enumerate().map(|(place, (name, value))| {
            Jump::new(Aim::Input(number(place)), name, value, Goal::Target(Target::Address(name.clone())))
        }));
        jumps.extend(half.sight.panels.rows().filter_map(|row| {
            let to = Goal::Target(row.to.clone()?);
            Some(Jump::new(Aim::Panel(number(row.number)), &row.name, &row.value, to))
        }));
        // What is drawn and listed as well has its letters once.
        let mut apart: Vec<Jump> = Vec::new();
        for jump in jumps {
            match apart.iter_mut().find(|other| other.to == jump.to) {
                Some(other) => other.aims.extend(jump.aims),
                None => apart.push(jump),
            }
        }
        apart.truncate(MOST);
        let each = if apart.len() <= ALPHABET.len() { 1 } else { 2 };
        for (place, jump) in apart.iter_mut().enumerate() {
            let letter = |place: usize| ALPHABET.chars().nth(place % ALPHABET.len());
            let pair = [letter(place / ALPHABET.len()), letter(place)];
            jump.letters = pair.into_iter().skip(2 - each).flatten().collect();
        }
        (!apart.is_empty()).then(|| Letters { list: List::new(apart), typed: String::new() })
    }

    /// Takes a letter: the place that it completes the letters of, if it does. False where no place has it.
    pub fn take(&mut self, letter: char) -> Result<Option<Goal>, String> {
        let typed = format!("{}{letter}", self.typed).to_lowercase();
        if let Some(jump) = self.list.rows().iter().find(|jump| jump.letters == typed) {
            return Ok(Some(jump.to.clone()));
        }
        if !self.list.rows().iter().any(|jump| jump.letters.starts_with(&typed)) {
            return Err(format!("Nothing here has the letters {typed}."));
        }
        self.typed = typed;
        Ok(None)
    }
}

/// The values around the one that one stands on, its operands or its bytes.
fn in_pane(pane: &Pane) -> Vec<Jump> {
    let cells = pane.picture.iter().flat_map(Shot::cells).filter(|(_, cell)| cell.address != pane.address);
    let cells = cells.map(|(place, cell)| {
        let name = cell.address.rsplit('/').next().unwrap_or_default();
        let to = Goal::Target(Target::Address(cell.address.clone()));
        Jump::new(Aim::Drawn(number(place)), name, &cell.text, to)
    });
    let mut jumps: Vec<Jump> = cells.collect();
    let around = pane.around.iter().enumerate().filter(|(_, entry)| !entry.current && !entry.at.is_empty());
    let around = around.map(|(place, entry)| {
        let to = Goal::Target(Target::Address(entry.at.clone()));
        Jump::new(Aim::Around(number(place)), &entry.name, &entry.value, to)
    });
    jumps.extend(around);
    match &pane.focus {
        Subject::Operation { operands, .. } => {
            jumps.extend(operands.iter().enumerate().filter_map(|(place, row)| {
                let to = match &row.leads {
                    Leads::To(target) => Goal::Target(target.clone()),
                    Leads::Into(_) => Goal::Operand(place),
                    Leads::Nowhere => return None,
                };
                Some(Jump::new(Aim::Operand(number(place)), &row.name, &row.value, to))
            }));
        }
        Subject::Bytes(bytes) => {
            jumps.extend(bytes.bytes.iter().enumerate().filter_map(|(place, byte)| {
                let at = bytes.start + place as u64;
                let near = at != bytes.cursor && at.abs_diff(bytes.cursor) <= BYTES;
                let (name, value) = (format!("byte {at}"), format!("{byte:02x}"));
                near.then(|| Jump::new(Aim::Byte(number(place)), &name, &value, Goal::Byte(at)))
            }));
        }
        Subject::Nothing | Subject::Plain { .. } | Subject::Hidden | Subject::Pending(..) | Subject::Missing(_) => {}
    }
    jumps
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_letters_are_taken_one_after_the_other() {
        let jump = |letters: &str| Jump {
            letters: letters.to_owned(),
            ..Jump::new(Aim::Text, "", "", Goal::Operand(letters.len()))
        };
        let mut letters = Letters { list: List::new(vec![jump("ab"), jump("c")]), typed: String::new() };
        assert_eq!(letters.take('c'), Ok(Some(Goal::Operand(1))));
        assert!(letters.take('b').is_err());
        assert_eq!((letters.take('A'), letters.take('b')), (Ok(None), Ok(Some(Goal::Operand(2)))));
    }
}
