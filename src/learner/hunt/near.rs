//! What is found at once, with the picture that follows a key: addresses and names that begin as what is typed, and the
//! value in the segment one stands in.

use super::{Destination, Finding, Kind};
use crate::functions::{Function, all};
use crate::learner::lens::Lens;
use crate::lesson::glossary::Term;
use crate::lesson::{Lesson, Library};
use crate::run::address::Address;
use crate::run::search::{self, Hit, Needle};
use crate::run::suggest::ranked;
use crate::run::{Found, Target};
use crate::sheet::complete;
use crate::sheet::spot::Spot;

/// How many places of one kind are listed from near by.
const NEAR: usize = 50;
/// How many functions, lessons and words are listed.
const NAMED: usize = 4;

/// The values that are meant, near where one stands: at an address, by a label, in the segment.
pub fn near(typed: &str, needle: &Needle, spot: &Spot, lens: &Lens) -> impl Iterator<Item = Finding> {
    let (addresses, labels) = (addresses(typed, spot, lens), labels(typed, spot, lens));
    addresses.into_iter().chain(labels).chain(in_segment(needle, spot, lens))
}

/// The values at an address, if it is one: below a cell, or in the segment one stands in.
fn addresses(typed: &str, spot: &Spot, lens: &Lens) -> Vec<Finding> {
    let below = spot.segment_address().map(|segment| format!("{segment}/{typed}"));
    let inside = format!("{}/{typed}", spot.cell_name());
    for address in [Some(typed.to_owned()), below, Some(inside)].into_iter().flatten() {
        let Ok(parsed) = Address::parse(&address) else { continue };
        let Ok(found) = lens.sheet.find(&parsed, NEAR, lens.budget) else { continue };
        let open = found.into_iter().filter(|found| !lens.veil.hides_cell(&found.address));
        return open.map(|found| at(found, lens)).collect();
    }
    Vec::new()
}

/// The values that a label names, with or without an index, in the computation that is shown.
fn labels(typed: &str, spot: &Spot, lens: &Lens) -> Vec<Finding> {
    let Some(run) = spot.run().filter(|_| spot.lost().is_none()) else { return Vec::new() };
    let here = spot.cursor().and_then(|cursor| cursor.level().segment());
    let found = search::labels(run, here, typed, NAMED, lens.budget);
    found.into_iter().map(|found| at(found, lens)).collect()
}

fn at(found: Found, lens: &Lens) -> Finding {
    Finding {
        kind: Kind::Address,
        text: lens.row(&found.place),
        leads: Destination::To(Target::Address(found.address.clone())),
        name: found.address,
    }
}

/// The value in the segment one stands in.
fn in_segment(needle: &Needle, spot: &Spot, lens: &Lens) -> Vec<Finding> {
    let cursor = spot.cursor().filter(|_| spot.lost().is_none());
    let Some((part, segment)) = cursor.and_then(|cursor| cursor.level().segment()) else { return Vec::new() };
    let Ok(trace) = part.record(segment, lens.budget) else { return Vec::new() };
    let hits = search::in_segment(part, segment, &trace, needle).into_iter();
    let open = hits.filter(|hit| !lens.hides(&hit.place)).take(NEAR);
    let row = |hit: Hit| {
        let text = lens.row(&hit.place);
        Finding::of(hit, text)
    };
    open.map(row).collect()
}

/// The addresses that begin like this.
pub fn begun(typed: &str, lens: &Lens) -> impl Iterator<Item = Finding> {
    let longer = complete::addresses(lens.sheet, typed, lens.budget).into_iter().take(NEAR);
    longer.map(|address| Finding {
        kind: Kind::Begins,
        leads: Destination::Text(address.clone()),
        name: address,
        text: String::new(),
    })
}

/// The functions, lessons and words that are meant.
pub fn named(typed: &str, library: &Library) -> impl Iterator<Item = Finding> {
    let functions: Vec<&'static Function> = all().collect();
    let functions = ranked(typed, functions, |function| function.name.to_owned()).into_iter().take(NAMED);
    let function = |function: &'static Function| Finding {
        kind: Kind::Function,
        name: function.signature(),
        text: function.summary.to_owned(),
        leads: Destination::Function(function.name),
    };
    let said = |lesson: &&Lesson| format!("{} {} {}", lesson.front.title, lesson.id, lesson.front.goal_in_words());
    let lessons = ranked(typed, &library.lessons, said);
    let terms = ranked(typed, library.glossary.terms.iter().enumerate(), |(_, term)| term.all_names(" "));
    let term = |(place, term): (usize, &Term)| Finding {
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
    coded.into_iter().chain(terms).chain(functions.map(function)).chain(lessons)
}

fn lesson(lesson: &Lesson) -> Finding {
    Finding {
        kind: Kind::Lesson,
        name: lesson.front.title.to_string(),
        text: lesson.id.clone(),
        leads: Destination::Lesson(lesson.id.clone()),
    }
}
