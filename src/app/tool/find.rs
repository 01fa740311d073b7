//! Find: a value, an address, a function, a lesson or a word of the glossary, by one line of text.
//!
//! What is near is there with the picture that follows a key. The whole run is looked through on a worker as a
//! [`Hunt`]; what it finds comes one by one and can be cut off.

use crate::app::desk::Desk;
use crate::app::list::{Choice, List};
use crate::app::text::InputLine;
use crate::learner::hunt::{Destination, Finding, Hunt, Kind, begun, named, near};
use crate::learner::lens::frame;
use crate::lesson::Library;
use crate::run::Error;
use crate::run::search::Needle;

/// The longest line that can be typed.
const TYPED: usize = 4096;

/// The line, and what was found.
pub struct Find {
    /// The line that is typed.
    pub line: InputLine,
    /// The findings; those of the search through the run come after what is near.
    pub list: List<Finding>,
    /// How the search through the run stands.
    search: Searching,
    /// The address at which the run has the value first.
    first: Option<String>,
    /// Whether open questions hide values: then nothing is said of what is not found.
    veiled: bool,
    /// Why what is typed like the code of a page is none.
    miscoded: Option<String>,
}

/// How a search through the run stands.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Searching {
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
            let lens = desk.lens(&budget);
            for row in near(&typed, &needle, desk.walk().spot(), &lens) {
                self.add(row, self.list.len());
            }
            self.list.extend(begun(&typed, &lens));
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

    /// The state of a search, in a sentence.
    pub fn says(&self) -> String {
        if let Some(why) = self.miscoded.as_ref().filter(|_| self.list.is_empty()) {
            return why.clone();
        }
        let first = self.first.as_ref().map(|first| format!("first appears at {first}"));
        match (&self.search, first) {
            (Searching::Nothing, _) if self.line.text().trim().is_empty() => {
                "a value in hexadecimal, a number, a \"text\", an address, a function, a lesson, a word".to_owned()
            }
            (Searching::Nothing, _) if self.list.is_empty() && self.veiled => {
                "nothing to be seen is called so; what a question asks for is hidden until it is answered".to_owned()
            }
            (Searching::Nothing, _) if self.list.is_empty() => "nothing is called so".to_owned(),
            (Searching::Nothing, _) => String::new(),
            (Searching::Going { done, of }, None) => format!("searching the whole run: {done} of {of} · ⟨out⟩ stops"),
            (Searching::Going { done, of }, Some(first)) => format!("{first} · {done} of {of} searched · ⟨out⟩ stops"),
            (Searching::Over, Some(first)) => first,
            // An address that was found is no value to miss.
            (Searching::Over, None) if self.list.rows().iter().any(|row| row.kind == Kind::Address) => String::new(),
            (Searching::Over, None) if self.veiled => {
                "no such value is to be seen; what a question asks for is hidden until it is answered".to_owned()
            }
            (Searching::Over, None) => "no such value in the whole run".to_owned(),
            (Searching::CutOff, Some(first)) => format!("{first} · stopped before the end"),
            (Searching::CutOff, None) => "stopped before the end; nothing was found until then".to_owned(),
            (Searching::Failed(why), _) => format!("! {why}"),
        }
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
