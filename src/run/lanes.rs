//! The people of an exchange: which values of a sheet each of them holds, and what they send each other.

use std::collections::{HashMap, HashSet};

/// People, what they know at the beginning, and what happens, in its order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lanes {
    /// The people, from left to right.
    pub who: Vec<String>,
    /// The cells that somebody knows at the beginning; those of `all` are known to everybody.
    pub know: Vec<(String, Vec<String>)>,
    /// The events, in their order.
    pub steps: Vec<Happening>,
    /// The name of who listens, and the cells that they ask for in vain.
    pub ear: Option<(String, Vec<String>)>,
}

/// The name of those who know what everybody knows.
pub const ALL: &str = "all";

/// One thing that happens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Happening {
    /// Somebody computes a cell.
    Makes {
        /// Who.
        at: String,
        /// The cell.
        cell: String,
        /// A cell that holds the same value.
        same: Option<String>,
    },
    /// Somebody sends a cell.
    Sends {
        /// Who sends.
        from: String,
        /// Who gets it.
        to: String,
        /// The cell.
        cell: String,
        /// The cell that arrives, where that is another.
        arrives: Option<String>,
        /// The name that it is given out for.
        named: Option<String>,
        /// The cell that it is locked with.
        locked: Option<String>,
    },
}

impl Happening {
    /// The cell that one looks at: what is made, or what arrives.
    pub fn cell(&self) -> &str {
        match self {
            Happening::Makes { cell, .. } => cell,
            Happening::Sends { cell, arrives, .. } => arrives.as_ref().unwrap_or(cell),
        }
    }
}

impl Lanes {
    /// The cells that one looks at, in the order of the lines, each once.
    pub fn cells(&self) -> Vec<&str> {
        let known = self.know.iter().flat_map(|(_, cells)| cells).map(String::as_str);
        let mut seen = HashSet::new();
        known.chain(self.steps.iter().map(Happening::cell)).filter(|cell| seen.insert(*cell)).collect()
    }

    /// The first cells that somebody uses and cannot know, each with the place of the step and who: `reads` gives what
    /// the formula of a cell mentions.
    pub fn unknown(&self, reads: &dyn Fn(&str) -> Vec<String>) -> Vec<(usize, String, String)> {
        let mut knows: HashMap<&str, HashSet<String>> = HashMap::new();
        for person in &self.who {
            let own =
                self.know.iter().filter(|(who, _)| who == person || who == ALL).flat_map(|(_, cells)| cells.clone());
            knows.insert(person, own.collect());
        }
        let mut found = Vec::new();
        for (place, step) in self.steps.iter().enumerate() {
            let (person, needed, cell) = match step {
                Happening::Makes { at, cell, .. } => (at, reads(cell), cell.clone()),
                Happening::Sends { from, cell, locked, .. } => {
                    (from, [cell].into_iter().chain(locked).cloned().collect(), cell.clone())
                }
            };
            let known = knows.entry(person).or_default();
            let lacking = needed.into_iter().filter(|cell| !known.contains(cell));
            found.extend(lacking.map(|cell| (place, person.clone(), cell)));
            known.insert(cell);
            if let Happening::Sends { to, cell, arrives, .. } = step {
                knows.entry(to).or_default().insert(arrives.as_ref().unwrap_or(cell).clone());
            }
        }
        found
    }

    /// The cells that who listens has heard up to a step, in their order: what everybody knows, and what was sent open.
    pub fn heard(&self, steps: usize) -> Vec<&str> {
        let all = self.know.iter().filter(|(who, _)| who == ALL).flat_map(|(_, cells)| cells).map(String::as_str);
        let sent = self.steps.iter().take(steps).filter_map(|step| match step {
            Happening::Sends { cell, locked: None, .. } => Some(cell.as_str()),
            Happening::Sends { .. } | Happening::Makes { .. } => None,
        });
        let mut seen = HashSet::new();
        all.chain(sent).filter(|cell| seen.insert(*cell)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn makes(at: &str, cell: &str) -> Happening {
        Happening::Makes { at: at.into(), cell: cell.into(), same: None }
    }

    fn sends(from: &str, to: &str, cell: &str, locked: Option<&str>) -> Happening {
        let (from, to, cell, locked) = (from.into(), to.into(), cell.into(), locked.map(str::to_owned));
        Happening::Sends { from, to, cell, arrives: None, named: None, locked }
    }

    #[test]
    fn who_uses_what_they_cannot_know_is_found() {
        let lanes = Lanes {
            who: vec!["Alice".into(), "Bob".into()],
            know: vec![(ALL.into(), vec!["g".into()]), ("Alice".into(), vec!["a".into()])],
            steps: vec![makes("Alice", "A"), makes("Bob", "s"), sends("Alice", "Bob", "A", None), makes("Bob", "s")],
            ear: None,
        };
        let reads = |cell: &str| match cell {
            "A" => vec!["a".to_owned(), "g".to_owned()],
            _ => vec!["A".to_owned()],
        };
        assert_eq!(lanes.unknown(&reads), [(1, "Bob".to_owned(), "A".to_owned())]);
        assert_eq!(lanes.cells(), ["g", "a", "A", "s"]);
    }

    #[test]
    fn what_is_locked_is_not_heard() {
        let steps = vec![sends("a", "b", "x", None), sends("a", "b", "y", Some("k")), sends("a", "b", "x", None)];
        let lanes = Lanes { know: vec![(ALL.into(), vec!["p".into()])], steps, ..Lanes::default() };
        assert_eq!(lanes.heard(3), ["p", "x"]);
        assert_eq!(lanes.heard(0), ["p"]);
    }
}
