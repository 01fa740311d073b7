//! Find: a value, an address, a function, a lesson or a word of the glossary, by one line of text.
//!
//! What is near is there with the picture that follows a key: addresses, names, and the value in the segment one stands
//! in. The whole run is looked through on a worker as a [`Hunt`]; what it finds comes one by one and can be cut off.

use crate::app::desk::Desk;
use crate::app::list::{Choice, List};
use crate::app::text::InputLine;
use crate::functions::{Function, all};
use crate::learner::hunt::{Destination, Finding, Hunt, Kind};
use crate::learner::lens::{frame, row as shown};
use crate::lesson::Library;
use crate::run::Target;
use crate::run::address::Address;
use crate::run::search::{self, Hit, Needle};
use crate::run::suggest::ranked;
use crate::run::{Budget, Error, Found};
use crate::sheet::complete;

/// The longest line that can be typed.
const TYPED: usize = 4096;
/// How many places of one kind are listed from near by.
const NEAR: usize = 50;
/// How many functions, lessons and words are listed.
const NAMED: usize = 4;

/// The line, and what was found.
pub struct Find {
    /// The line that is typed.
    pub line: InputLine,
    /// The findings; those of the search through the run come after what is near.
    pub list: List<Finding>,
    /// How the search through the run stands.
    pub search: Searching,
    /// The address at which the run has the value first.
    pub first: Option<String>,
    /// Whether open questions hide values: then nothing is said of what is not found.
    pub veiled: bool,
    /// Why what is typed like the code of a page is none.
    pub miscoded: Option<String>,
}

/// How a search through the run stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Searching {
    /// There is no value to look for, or no run.
    Nothing,
    /// A search that goes on: so many segments of so many.
    Going {
        /// Segments done.
        done: u64,
        /// Segments in all.
        of: u64,
    },
    /// A search through everything, or one that found as much as it gives.
    Over,
    /// Somebody cut it off.
    CutOff,
    /// A search that could not go on.
    Failed(String),
}

impl Default for Find {
    fn default() -> Find {
        let (line, list) = (InputLine::line("", TYPED), List::new(Vec::new()));
        Find { line, list, search: Searching::Nothing, first: None, veiled: false, miscoded: None }
    }
}

impl Find {
    /// Follows what is typed. Returns the search through the run that is to be begun.
    pub fn look(&mut self, desk: Option<&Desk>, library: &Library) -> Option<Hunt> {
        let typed = self.line.text().trim().to_owned();
        let budget = frame();
        (self.list, self.first, self.search) = (List::new(Vec::new()), None, Searching::Nothing);
        self.veiled = desk.is_some_and(|desk| !desk.veil().is_empty());
        self.miscoded = library.miscoded(&typed);
        if typed.is_empty() {
            return None;
        }
        let needle = Needle::read(&typed);
        if let Some(desk) = desk {
            let addresses = addresses(&typed, desk, &budget);
            let labels = labels(&typed, desk, &budget);
            for row in addresses.into_iter().chain(labels).chain(near(&needle, desk, &budget)) {
                self.add(row, self.list.len());
            }
            self.list.extend(begun(&typed, desk, &budget));
        }
        self.list.extend(named(&typed, library));
        let hunt = desk
            .filter(|_| !needle.is_empty())
            .map(|desk| Hunt::new(desk.sheet().clone(), needle, desk.veil().clone()));
        if hunt.is_some() {
            self.search = Searching::Going { done: 0, of: 0 };
        }
        hunt
    }

    /// Takes what a search through the run found.
    pub fn take(&mut self, found: Vec<Finding>, (done, of): (u64, u64), ended: Option<Result<(), Error>>) {
        for row in found {
            self.first.get_or_insert_with(|| row.name.clone());
            // Values come before what is only called so.
            let called = |row: &Finding| matches!(row.kind, Kind::Begins | Kind::Function | Kind::Lesson | Kind::Term);
            let place = self.list.rows().iter().position(called).unwrap_or(self.list.len());
            self.add(row, place);
        }
        self.search = match ended {
            None => Searching::Going { done, of },
            Some(Ok(())) => Searching::Over,
            Some(Err(Error::Cancelled)) => Searching::CutOff,
            Some(Err(error)) => Searching::Failed(error.to_string()),
        };
    }

    /// Adds a row, unless one leads there already.
    fn add(&mut self, row: Finding, place: usize) {
        if self.list.rows().iter().all(|known| known.leads != row.leads) {
            self.list.insert(place, row);
        }
    }

    /// Whether the search through the run goes on.
    pub fn is_going(&self) -> bool {
        matches!(self.search, Searching::Going { .. })
    }

    /// Cuts the search off.
    pub fn cut_off(&mut self) {
        self.search = Searching::CutOff;
    }

    /// Completes what is typed to the first longer address.
    pub fn complete(&mut self) -> bool {
        let longer = self.list.rows().iter().find_map(|row| match &row.leads {
            Destination::Text(text) => Some(text.clone()),
            _ => None,
        });
        longer.map(|text| self.retype(&text)).is_some()
    }

    /// Puts a text in the place of what is typed.
    pub fn retype(&mut self, text: &str) {
        self.line = InputLine::line(text, TYPED);
    }
}

/// The values at an address, if it is one: below a cell, or in the segment one stands in.
fn addresses(typed: &str, desk: &Desk, budget: &Budget) -> Vec<Finding> {
    let below = desk.walk().spot().segment_address().map(|segment| format!("{segment}/{typed}"));
    let inside = format!("{}/{typed}", desk.walk().spot().cell_name());
    for address in [Some(typed.to_owned()), below, Some(inside)].into_iter().flatten() {
        let Ok(parsed) = Address::parse(&address) else { continue };
        let Ok(found) = desk.sheet().find(&parsed, NEAR, budget) else { continue };
        let open = found.into_iter().filter(|found| !desk.veil().hides_cell(&found.address));
        return open.map(|found| at(found, desk, budget)).collect();
    }
    Vec::new()
}

/// The values that a label names, with or without an index, in the computation that is shown.
fn labels(typed: &str, desk: &Desk, budget: &Budget) -> Vec<Finding> {
    let spot = desk.walk().spot();
    let Some(run) = spot.run().filter(|_| spot.lost().is_none()) else { return Vec::new() };
    let here = spot.cursor().and_then(|cursor| cursor.level().segment());
    let found = search::labels(run, here, typed, NAMED, budget);
    found.into_iter().map(|found| at(found, desk, budget)).collect()
}

fn at(found: Found, desk: &Desk, budget: &Budget) -> Finding {
    Finding {
        kind: Kind::Address,
        text: shown(&found.place, desk.veil(), budget),
        leads: Destination::To(Target::Address(found.address.clone())),
        name: found.address,
    }
}

/// The value in the segment one stands in.
fn near(needle: &Needle, desk: &Desk, budget: &Budget) -> Vec<Finding> {
    let spot = desk.walk().spot();
    let cursor = spot.cursor().filter(|_| spot.lost().is_none());
    let Some((part, segment)) = cursor.and_then(|cursor| cursor.level().segment()) else { return Vec::new() };
    let Ok(trace) = part.record(segment, budget) else { return Vec::new() };
    let hits = search::in_segment(part, segment, &trace, needle).into_iter();
    let open = hits.filter(|hit| !desk.veil().hides(&hit.place, budget)).take(NEAR);
    let row = |hit: Hit| {
        let text = shown(&hit.place, desk.veil(), budget);
        Finding::of(hit, text)
    };
    open.map(row).collect()
}

/// The addresses that begin like this.
fn begun(typed: &str, desk: &Desk, budget: &Budget) -> Vec<Finding> {
    let longer = complete::addresses(desk.sheet(), typed, budget).into_iter().take(NEAR);
    let row = |address: String| Finding {
        kind: Kind::Begins,
        leads: Destination::Text(address.clone()),
        name: address,
        text: String::new(),
    };
    longer.map(row).collect()
}

/// The functions, lessons and words that are meant.
fn named(typed: &str, library: &Library) -> Vec<Finding> {
    let functions: Vec<&'static Function> = all().collect();
    let functions = ranked(typed, functions, |function| function.name.to_owned()).into_iter().take(NAMED);
    let function = |function: &'static Function| Finding {
        kind: Kind::Function,
        name: function.signature(),
        text: function.summary.to_owned(),
        leads: Destination::Function(function.name),
    };
    let lessons = ranked(typed, &library.lessons, |lesson| format!("{} {}", lesson.front.title, lesson.id));
    let terms = ranked(typed, library.glossary.terms.iter().enumerate(), |(_, term)| {
        term.names.iter().map(|name| name.as_str()).collect::<Vec<_>>().join(" ")
    });
    let term = |(place, term): (usize, &crate::lesson::glossary::Term)| Finding {
        kind: Kind::Term,
        name: term.name().to_owned(),
        text: String::new(),
        leads: Destination::Term(place),
    };
    let coded = library.coded(typed).and_then(|(id, page)| Some((library.lesson(id)?, page)));
    let coded = coded.map(|(lesson, page)| Finding {
        name: format!("{} p{}", lesson.front.title, page + 1),
        leads: Destination::Page(lesson.id.clone(), page),
        ..self::lesson(lesson)
    });
    let lessons = lessons.into_iter().take(NAMED).map(self::lesson);
    let terms = terms.into_iter().take(NAMED).map(term);
    coded.into_iter().chain(terms).chain(functions.map(function)).chain(lessons).collect()
}

fn lesson(lesson: &crate::lesson::Lesson) -> Finding {
    Finding {
        kind: Kind::Lesson,
        name: lesson.front.title.to_string(),
        text: lesson.id.clone(),
        leads: Destination::Lesson(lesson.id.clone()),
    }
}
