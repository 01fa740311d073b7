//! `learn`, and no command at all: the course map or a lesson on the screen.

use std::path::Path;

use crate::lesson::{Lesson, Library};
use crate::run::suggest::did_you_mean;
use crate::shell::lessons::Lessons;
use crate::shell::settings::Setting;
use crate::shell::{self, Error};

use super::row::{Argument, Program, Row, Takes};
use super::workshop::names_of_sets;
use super::{Failure, Options, Status};

/// The command.
pub const ROW: Row = Row {
    name: "learn",
    about: "Open the course map, or one lesson",
    arguments: &[
        Argument { name: "lesson", help: LESSON, takes: Takes::Place, value: "LESSON", ..Argument::FLAG },
        Argument { name: "notes", help: "Show the notes of each page, for the one who presents", ..Argument::FLAG },
    ],
    run: |given, program| open(given.text("lesson"), given.has("notes"), program),
    ..Row::PLAIN
};

/// The help of an argument that names a lesson to open.
pub const LESSON: &str = "A lesson, such as hashing/sha256-rounds, or the path of a lesson file";

/// Opens the course map or a lesson as the learner who is named.
pub fn open(lesson: Option<String>, notes: bool, program: &mut Program) -> Result<Status, Failure> {
    let learner = program.options.learner_id()?;
    learn(lesson, &program.options, Setting { notes, learner, ..program.setting() })
}

/// Opens the screen. A lesson is named as the course names it, or by the path of its file.
pub fn learn(lesson: Option<String>, options: &Options, setting: Setting) -> Result<Status, Failure> {
    let (lessons, name) = meant(lesson, options);
    match shell::learn(&lessons, name.as_deref(), setting) {
        Ok(()) => Ok(Status::Done),
        Err(error) => Err(failure(&error, &lessons, name.as_deref())),
    }
}

/// Where a lesson lies that is named as the course names it, or by the path of its file, and its name there.
pub fn meant(lesson: Option<String>, options: &Options) -> (Lessons, Option<String>) {
    match (lesson, &options.lessons) {
        (lesson, Some(_)) => (options.lessons(), lesson),
        (Some(lesson), None) if is_file(&lesson) => {
            let name = Path::new(&lesson).file_stem().map(|stem| stem.to_string_lossy().into_owned());
            (Lessons::At(lesson.into()), name)
        }
        (lesson, None) => (Lessons::Embedded, lesson),
    }
}

/// The most lessons that are all named where another one is meant.
const MOST: usize = 12;

/// Whether a lesson is meant by its file: it says so by its ending.
fn is_file(lesson: &str) -> bool {
    lesson.ends_with(".md")
}

/// The shell's failure, with what was meant instead where a lesson is missing.
fn failure(error: &Error, lessons: &Lessons, name: Option<&str>) -> Failure {
    let hint = match error {
        Error::Lesson(_) => name.map(|name| instead(lessons, name)).unwrap_or_default(),
        Error::Terminal(_) | Error::Panicked => error.hint().unwrap_or_default().to_owned(),
    };
    Failure::usage(&error.to_string(), &hint)
}

/// The hint on a set, where one is meant by the name of a lesson.
fn set_instead(library: &Library, name: &str) -> Option<String> {
    let is_file = library.lessons.is_empty() && !library.sets.is_empty();
    let is_set = is_file || names_of_sets(library).iter().any(|set| set == name);
    is_set.then(|| "that is a set: `cleartext workshop` answers it, and `export` makes a hand-out of it".to_owned())
}

/// The hint on a lesson that there is not: what was meant instead.
pub fn instead(lessons: &Lessons, name: &str) -> String {
    let file = format!("{name}.md");
    if *lessons == Lessons::Embedded && Path::new(&file).is_file() {
        return format!("did you mean the file `{file}`?");
    }
    let library = lessons.read().unwrap_or_default();
    let ids = || library.lessons.iter().map(|lesson: &Lesson| lesson.id.as_str());
    let short = |id: &&str| id.rsplit('/').next() == Some(name);
    if let Some(unit) = library.units.iter().find(|unit| unit.id == name) {
        let of_unit = unit.lessons.iter().filter_map(|place| library.lessons.get(*place));
        let of_unit: Vec<&str> = of_unit.map(|lesson| lesson.id.as_str()).collect();
        return format!("`{name}` is a unit; its lessons are {}", of_unit.join(", "));
    }
    if library.lesson(name).is_some() {
        return String::new();
    }
    if let Some(hint) = set_instead(&library, name) {
        return hint;
    }
    match ids().find(short).or_else(|| did_you_mean(name, ids())) {
        Some(near) => format!("did you mean `{near}`?"),
        None if library.lessons.is_empty() => String::new(),
        None if ids().count() > MOST => "`cleartext list lessons` names them all".to_owned(),
        None => format!("there are: {}", ids().collect::<Vec<_>>().join(", ")),
    }
}
