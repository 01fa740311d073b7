//! The list of the lessons, `course.toml`: the units in order, and the lessons of each.

use std::collections::{HashMap, HashSet};

use super::{Library, Unit};
use crate::lesson::fields::{Entries, EntryKind, EntryRow};
use crate::lesson::located::Located;
use crate::lesson::parse::Lesson;
use crate::lesson::problem::{Severity, quoted};
use crate::lesson::reading::Reading;
use crate::lesson::words::Vocabulary;
use crate::run::address::Span;
use crate::run::suggest::did_you_mean;
use crate::view::SafeText;

/// The entries of `course.toml`.
pub const COURSE: [EntryRow; 2] = [
    EntryRow { name: "title", kind: EntryKind::Word, required: true, help: "The course's title." },
    EntryRow {
        name: "unit",
        kind: EntryKind::Tables(&UNIT),
        required: true,
        help: "The units in order, each a table `[[unit]]`.",
    },
];

/// The entries of each `[[unit]]`.
pub const UNIT: [EntryRow; 5] = [
    EntryRow { name: "id", kind: EntryKind::Word, required: true, help: "The name of the unit's folder." },
    EntryRow { name: "title", kind: EntryKind::Word, required: true, help: "The unit's title." },
    EntryRow {
        name: "lessons",
        kind: EntryKind::Words,
        required: true,
        help: "Its lessons in order, each the name of a file without `.md`.",
    },
    EntryRow {
        name: "pretest",
        kind: EntryKind::Word,
        required: false,
        help: "A file of questions that are asked before the unit, one after the other.",
    },
    EntryRow {
        name: "posttest",
        kind: EntryKind::Word,
        required: false,
        help: "A file of questions of the same kind, for after the unit.",
    },
];

impl Library {
    /// Orders the lessons as `course.toml` lists them.
    pub(super) fn listed(&mut self, bytes: &[u8], found: HashMap<&str, Lesson>, order: &[&str]) {
        let source = String::from_utf8_lossy(bytes).into_owned();
        let mut reading = Reading::of(&source, Vocabulary::default());
        if str::from_utf8(bytes).is_err() {
            reading.problems.error(Span::new(0, 0), "The file is no UTF-8.", "Save it as UTF-8.");
        }
        let entries = Entries::read(Span::new(0, source.len()), Span::new(0, 0), &COURSE, &mut reading);
        self.title = entries.word("title", &reading).map(|title| SafeText::line(&title.text)).unwrap_or_default();
        let units = entries.tables("unit", &UNIT, &mut reading);
        let (ids, listed) = (HashSet::new(), HashSet::new());
        let mut list = List { library: self, found, order, reading, ids, listed };
        for (entries, _) in units {
            list.unit(&entries);
        }
        let List { mut found, reading, .. } = list;
        let complete = !reading.problems.has_errors();
        self.problems = reading.problems.finish();
        self.source = source;
        for mut lesson in order.iter().filter_map(|id| found.remove(*id)) {
            if complete {
                not_listed(&mut lesson);
            }
            self.lessons.push(lesson);
        }
    }
}

/// The list while it is read.
struct List<'r, 'l, 's> {
    library: &'r mut Library,
    /// The lessons that are there and were not met in the list so far.
    found: HashMap<&'l str, Lesson>,
    /// The names of all that are there, in order.
    order: &'l [&'l str],
    reading: Reading<'s>,
    /// The names of the units so far.
    ids: HashSet<String>,
    /// The names of the lessons so far, also those that are not there.
    listed: HashSet<String>,
}

impl<'s> List<'_, '_, 's> {
    /// A unit with its lessons and its tests.
    fn unit(&mut self, entries: &Entries<'s>) {
        let Some(id) = entries.word("id", &self.reading) else { return };
        if !self.ids.insert(id.text.clone()) {
            self.reading.problems.error(
                id.span,
                format!("There are two units {}.", quoted(&id.text)),
                "Give one of them another `id`.",
            );
            return;
        }
        let title = entries.word("title", &self.reading);
        let title = SafeText::line(title.as_ref().map_or(&id.text, |title| &title.text));
        let names = entries.words("lessons", &self.reading);
        let [pretest, posttest] = ["pretest", "posttest"].map(|test| entries.word(test, &self.reading));
        if !names.is_empty() && !self.has_folder(&id.text) {
            no_folder(&id, self.order, &mut self.reading);
            return;
        }
        let mut unit = Unit { title, lessons: Vec::new(), id: id.text, pretest: None, posttest: None };
        let lessons = names.into_iter().map(|name| (name, Row::Lesson));
        let pretest = pretest.map(|name| (name, Row::Pretest));
        let posttest = posttest.map(|name| (name, Row::Posttest));
        for (name, row) in lessons.chain(pretest).chain(posttest) {
            self.lesson(&mut unit, &name, row);
        }
        self.library.units.push(unit);
    }

    /// Whether something lies in a folder, or behind a link that was not followed.
    fn has_folder(&self, id: &str) -> bool {
        let folder = format!("{id}/");
        let is_there = |path: &str| path == id || path.starts_with(&folder);
        let mut refused = self.library.refused.iter().map(|(path, _)| path.as_str());
        self.order.iter().any(|path| is_there(path)) || refused.any(is_there)
    }

    /// A lesson or a test, put into its unit.
    fn lesson(&mut self, unit: &mut Unit, name: &Located, row: Row) {
        let id = format!("{}/{}", unit.id, name.text);
        let place = self.library.lessons.len();
        if !self.listed.insert(id.clone()) {
            self.reading.problems.error(
                name.span,
                format!("The lesson {} is listed twice.", quoted(&name.text)),
                "Take one away.",
            );
        } else if let Some(lesson) = self.found.remove(id.as_str()) {
            match row {
                Row::Lesson => unit.lessons.push(place),
                Row::Pretest => unit.pretest = Some(place),
                Row::Posttest => unit.posttest = Some(place),
            }
            self.library.lessons.push(lesson);
        } else if !self.library.is_refused(&id) {
            missing(name, &id, &unit.id, self.order, &mut self.reading);
        }
    }
}

/// The part of a file in its unit.
#[derive(Clone, Copy)]
enum Row {
    Lesson,
    Pretest,
    Posttest,
}

/// The problem of a lesson that the list does not name.
fn not_listed(lesson: &mut Lesson) {
    let (unit, name) = lesson.id.split_once('/').unwrap_or(("", &lesson.id));
    let hint = match unit {
        "" => "Put it into the folder of a unit, and list it there.".to_owned(),
        unit => format!("Add \"{name}\" to the `lessons` of the unit \"{unit}\"."),
    };
    let message = "This lesson is not listed in course.toml.";
    lesson.add_problem(Severity::Error, Span::new(0, 0), message, &hint);
}

fn no_folder(id: &Located, order: &[&str], reading: &mut Reading) {
    let hint = match did_you_mean(&id.text, order.iter().filter_map(|path| Some(path.split_once('/')?.0))) {
        Some(near) => format!("Did you mean `{near}`?"),
        None => "Make a folder of that name beside course.toml, and put the lessons of the unit into it.".to_owned(),
    };
    reading.problems.error(id.span, format!("There is no lesson in a folder {}.", quoted(&id.text)), hint);
}

fn missing(name: &Located, id: &str, unit: &str, order: &[&str], reading: &mut Reading) {
    let prefix = format!("{unit}/");
    let siblings = order.iter().filter_map(|id| id.strip_prefix(&prefix));
    let hint = match did_you_mean(&name.text, siblings) {
        _ if name.text.ends_with(".md") => "Leave the `.md` out.".to_owned(),
        Some(near) => format!("Did you mean `{near}`?"),
        None => "Write the lesson, or take its name away.".to_owned(),
    };
    reading.problems.error(name.span, format!("There is no file {}.", quoted(&format!("{id}.md"))), hint);
}
