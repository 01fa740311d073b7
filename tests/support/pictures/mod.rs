//! A place for every picture, with true values: what is drawn is tested there, and how fast.

pub mod artefacts;
pub mod ciphers;
pub mod exchange;
pub mod hashes;
pub mod modes;

use std::sync::Arc;

use cleartext::run::Budget;
use cleartext::run::lanes::{Happening, Lanes};
use cleartext::sheet::expr::Limits;
use cleartext::sheet::spot::Spot;
use cleartext::sheet::{NoFiles, Sheet};

pub struct Case {
    /// The name of the picture.
    pub picture: &'static str,
    /// A sheet whose last cell is looked at.
    pub sheet: &'static str,
    /// The same sheet with other inputs, to compare with.
    pub other: &'static str,
    /// The place below that cell.
    pub at: &'static str,
    /// What stands in its cells, by address below that cell; with an ellipsis, how that begins or ends.
    pub shows: &'static [(&'static str, &'static str)],
}

/// The places of all pictures. The values are those of FIPS 180-4's, FIPS 197's and SP 800-38A's own examples and of
/// RFC 8439; Blowfish's were computed elsewhere.
pub fn cases() -> impl Iterator<Item = &'static Case> {
    [hashes::CASES, ciphers::CASES, modes::CASES, exchange::CASES, artefacts::CASES].into_iter().flatten()
}

impl Case {
    /// The address of the place, below the last cell.
    pub fn whole(&self, cell: &str) -> String {
        if self.at.is_empty() { cell.to_owned() } else { format!("{cell}/{}", self.at) }
    }
}

/// A sheet, computed, and its last cell.
pub fn computed(source: &str) -> (Sheet, String) {
    let (mut sheet, faults) = Sheet::parse(source, &Limits::default());
    assert_eq!(faults, [], "{source}");
    sheet.finish(&NoFiles, &Budget::unlimited()).unwrap();
    let last = sheet.cells().last().unwrap().name().to_owned();
    if source.contains("dh_public") {
        sheet.set_lanes(Arc::new(exchange(source.contains("mallory"))));
    }
    (sheet, last)
}

/// The people of a Diffie-Hellman exchange, with somebody between them or without.
pub fn exchange(between: bool) -> Lanes {
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    let makes = |at: &str, cell: &str, same: Option<&str>| Happening::Makes {
        at: at.into(),
        cell: cell.into(),
        same: same.map(str::to_owned),
    };
    let sends = |from: &str, to: &str, cell: &str, named: Option<&str>| Happening::Sends {
        from: from.into(),
        to: to.into(),
        cell: cell.into(),
        arrives: None,
        named: named.map(str::to_owned),
        locked: None,
    };
    let knows = |who: &str, cells: &[&str]| (who.to_owned(), names(cells));
    if between {
        return Lanes {
            who: names(&["Alice", "Mallory", "Bob"]),
            know: vec![knows("Alice", &["a"]), knows("Mallory", &["mallory"]), knows("Bob", &["b"])],
            steps: vec![
                makes("Alice", "A", None),
                makes("Mallory", "M", None),
                makes("Bob", "B", None),
                sends("Alice", "Mallory", "A", None),
                sends("Mallory", "Bob", "M", Some("A")),
                sends("Bob", "Mallory", "B", None),
                sends("Mallory", "Alice", "M", Some("B")),
                makes("Alice", "at_alice", None),
                makes("Bob", "t", None),
            ],
            ear: None,
        };
    }
    Lanes {
        who: names(&["Alice", "Bob"]),
        know: vec![knows("all", &["p", "g"]), knows("Alice", &["a"]), knows("Bob", &["b"])],
        steps: vec![
            makes("Alice", "A", None),
            sends("Alice", "Bob", "A", None),
            makes("Bob", "B", None),
            sends("Bob", "Alice", "B", None),
            makes("Alice", "s", None),
            makes("Bob", "t", Some("s")),
        ],
        ear: Some(("Eve".into(), names(&["a", "b", "s"]))),
    }
}

/// A spot at an address below a cell.
pub fn spot(sheet: &Sheet, whole: &str) -> Spot {
    let cell = sheet.cell(whole.split(['/', '[']).next().unwrap()).unwrap();
    let value = match cell.outcome() {
        Some(outcome) => outcome.value.clone(),
        None => cell.given().cloned().unwrap(),
    };
    let mut spot = Spot::cell(cell.name(), Ok(value), cell.run().cloned());
    spot.stand(whole, &Budget::unlimited()).unwrap_or_else(|e| panic!("{whole}: {e}"));
    spot
}
